// want.c - fields of a JSON body: of the right kind and range, or 400 with what would be right
#include <stdio.h>
#include <string.h>

#include "http/http.h"

static bool wrong(ili_reply *out, const char *name, const char *instead) {
    char where[100], what[100];
    snprintf(where, sizeof where, "/%.60s", name);
    snprintf(what, sizeof what, "'%.60s' is not what it should be", name);
    ili_reply_error(out, 400, what, where, instead);
    return false;
}

static json_t *field(const ili_request *r, const char *name) {
    json_t *j = json_object_get(r->json, name);
    return json_is_null(j) ? NULL : j;
}

bool ili_want_text(const ili_request *r, ili_reply *out, const char *name, const char **value) {
    json_t *j = field(r, name);
    if (!j) return true;
    *value = json_string_value(j);
    if (*value && strlen(*value) == json_string_length(j)) return true;
    return wrong(out, name, "a text");
}

bool ili_want_name(const ili_request *r, ili_reply *out, const char *name, const char **value) {
    if (!ili_want_text(r, out, name, value)) return false;
    return !*value || ili_is_name(*value) || wrong(out, name, "1 to 64 letters, digits, _ or -");
}

bool ili_want_number(const ili_request *r, ili_reply *out, const char *name, double low, double high, double *value) {
    char    sentence[80];
    json_t *j = field(r, name);
    if (!j) return true;
    double x = json_number_value(j);
    snprintf(sentence, sizeof sentence, "a number from %.6g to %.6g", low, high);
    if (!json_is_number(j) || !(x >= low && x <= high)) return wrong(out, name, sentence);
    *value = x;
    return true;
}

bool ili_want_whole(const ili_request *r, ili_reply *out, const char *name, int low, int high, int *value) {
    char    sentence[80];
    json_t *j = field(r, name);
    if (!j) return true;
    json_int_t x = json_integer_value(j);
    snprintf(sentence, sizeof sentence, "a whole number from %d to %d", low, high);
    if (!json_is_integer(j) || x < low || x > high) return wrong(out, name, sentence);
    *value = (int)x;
    return true;
}

bool ili_want_bool(const ili_request *r, ili_reply *out, const char *name, bool *value) {
    json_t *j = field(r, name);
    if (!j) return true;
    if (!json_is_boolean(j)) return wrong(out, name, "true or false");
    *value = json_is_true(j);
    return true;
}

bool ili_want_array(const ili_request *r, ili_reply *out, const char *name, size_t most, json_t **value) {
    char    sentence[80];
    json_t *j = field(r, name);
    if (!j) return true;
    snprintf(sentence, sizeof sentence, "a list of at most %zu", most);
    if (!json_is_array(j) || json_array_size(j) > most) return wrong(out, name, sentence);
    *value = j;
    return true;
}
