// patient_write.c - a record to a patient file, by the same table of keys that reads it
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "ilium/file.h"
#include "ilium/io.h"
#include "shape.h"

static const size_t text_limit = (size_t)64 << 20;

static void write_string(ili_text *t, const char *s) {
    static const char hex[] = "0123456789abcdef";
    ili_text_add(t, "\"");
    for (; *s; s++) {
        size_t plain = 0;
        while ((unsigned char)s[plain] >= 32 && s[plain] != '"' && s[plain] != '\\') plain++;
        ili_text_add_n(t, s, plain);
        s += plain;
        if (!*s) break;
        char escape[7] = {'\\', *s, 0};
        if ((unsigned char)*s < 32) escape[1] = 'u', escape[2] = escape[3] = '0', escape[4] = hex[*s >> 4], escape[5] = hex[*s & 15];
        ili_text_add(t, escape);
    }
    ili_text_add(t, "\"");
}

static void write_number(ili_text *t, double x) {
    char buf[IL_NUMBER_TEXT];
    if (!isfinite(x)) t->status = IL_BAD_VALUE; // JSON has no word for it
    ili_text_add(t, il_number_format(x, buf));
}

static void new_line(ili_text *t, int indent) {
    ili_text_add(t, "\n");
    for (int i = 0; i < indent; i++) ili_text_add(t, "  ");
}

static int read_int(const unsigned char *p) {
    int x = 0;
    memcpy(&x, p, sizeof x);
    return x;
}

static const unsigned char *read_pointer(const unsigned char *p) {
    const unsigned char *x = NULL;
    memcpy(&x, p, sizeof x);
    return x;
}

// is anything known of a value?
static bool is_present(const ili_field *field, const unsigned char *base) {
    const unsigned char *p = base + field->offset;
    switch (field->kind) {
    case ILI_FIELD_TEXT: return read_pointer(p) != NULL;
    case ILI_FIELD_NUMBER: return ((const il_fact *)(const void *)p)->known;
    case ILI_FIELD_INTEGER: return true;
    case ILI_FIELD_BOOL: return *(const bool *)p;
    case ILI_FIELD_CHOICE: return read_int(p) != 0;
    case ILI_FIELD_OBJECT:
        for (int i = 0; i < field->shape->nfield; i++)
            if (is_present(&field->shape->field[i], p)) return true;
        return false;
    case ILI_FIELD_LIST:
    case ILI_FIELD_ANSWERS: return field->required || read_int(base + field->count_offset) > 0;
    }
    return false;
}

static void write_object(ili_text *t, const ili_shape *shape, const unsigned char *base, int indent);

static void write_list(ili_text *t, const ili_shape *shape, const unsigned char *array, int count, int indent) {
    ili_text_add(t, "[");
    for (int i = 0; i < count; i++, array += shape->size) {
        if (i) ili_text_add(t, ",");
        new_line(t, indent + 1);
        write_object(t, shape, array, indent + 1);
    }
    if (count) new_line(t, indent);
    ili_text_add(t, "]");
}

static void write_answers(ili_text *t, const il_screen_answer *answer, int count, int indent) {
    ili_text_add(t, "{");
    for (int i = 0; i < count; i++) {
        if (i) ili_text_add(t, ",");
        new_line(t, indent + 1);
        write_string(t, answer[i].id);
        ili_text_add(t, answer[i].answer == IL_YES ? ": \"yes\"" : ": \"no\"");
    }
    new_line(t, indent);
    ili_text_add(t, "}");
}

static void write_value(ili_text *t, const ili_field *field, const unsigned char *base, int indent) {
    const unsigned char *p = base + field->offset;
    switch (field->kind) {
    case ILI_FIELD_TEXT: write_string(t, (const char *)read_pointer(p)); break;
    case ILI_FIELD_NUMBER: write_number(t, ((const il_fact *)(const void *)p)->value); break;
    case ILI_FIELD_INTEGER: ili_text_printf(t, "%d", read_int(p)); break;
    case ILI_FIELD_BOOL: ili_text_add(t, "true"); break;
    case ILI_FIELD_CHOICE: write_string(t, field->word[read_int(p) - field->first]); break;
    case ILI_FIELD_OBJECT: write_object(t, field->shape, p, indent); break;
    case ILI_FIELD_LIST: write_list(t, field->shape, read_pointer(p), read_int(base + field->count_offset), indent); break;
    case ILI_FIELD_ANSWERS:
        write_answers(t, (const il_screen_answer *)(const void *)read_pointer(p), read_int(base + field->count_offset), indent);
        break;
    }
}

static void write_object(ili_text *t, const ili_shape *shape, const unsigned char *base, int indent) {
    bool first = true;
    ili_text_add(t, "{");
    for (int i = 0; i < shape->nfield; i++) {
        const ili_field *field = &shape->field[i];
        if (!is_present(field, base)) continue;
        if (!first) ili_text_add(t, shape->one_line ? ", " : ",");
        if (!shape->one_line) new_line(t, indent + 1);
        write_string(t, field->key);
        ili_text_add(t, ": ");
        write_value(t, field, base, indent + 1);
        first = false;
    }
    if (!first && !shape->one_line) new_line(t, indent);
    ili_text_add(t, "}");
}

il_status il_patient_format(const il_patient *p, char **bytes, size_t *size, il_error *err) {
    ili_text t = ili_text_growing(text_limit);
    write_object(&t, &ili_patient_shape, (const unsigned char *)p, 0);
    ili_text_add(&t, "\n");
    if (t.status != IL_OK) {
        il_status status = t.status;
        ili_text_free(&t);
        return il_error_set(err, status, NULL, 0, 0, "the record cannot be written: %s", il_status_text(status));
    }
    *bytes = t.bytes;
    *size = t.len;
    return IL_OK;
}

il_status il_patient_write_locked(il_file_lock *lock, const il_patient *p, il_error *err) {
    char  *bytes = NULL;
    size_t size = 0;
    il_status status = il_patient_format(p, &bytes, &size, err);
    if (status == IL_OK) status = il_file_lock_write(lock, bytes, size, err);
    il_file_free(bytes);
    return status;
}

il_status il_patient_write(const char *path, const il_patient *p, il_error *err) {
    char  *bytes = NULL;
    size_t size = 0;
    il_status status = il_patient_format(p, &bytes, &size, err);
    if (status == IL_OK) status = il_file_write(path, bytes, size, err);
    il_file_free(bytes);
    return status;
}
