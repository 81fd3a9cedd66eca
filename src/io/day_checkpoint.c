// day_checkpoint.c - a day in a file: lines that say whose it is, then the state, then what was told so far (ilium/day_checkpoint.h)
#include "ilium/day_checkpoint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "ilium/file.h"
#include "scenario/day_private.h"

static const char magic[] = "ilium day checkpoint 2";
enum { LINES = 8, LINE = 260 };

// ---- whose day it is ------------------------------------------------------------------------------------------------------------------------

static void add_text(ili_sha256 *s, const char *text) { ili_sha256_add(s, text ? text : "", strlen(text ? text : "") + 1); }

static void add_phase(ili_sha256 *s, const il_day_phase *x) {
    add_text(s, x->task->id), add_text(s, x->task->file);
    ili_sha256_add(s, &x->seconds, sizeof x->seconds), ili_sha256_add(s, &x->side, sizeof x->side);
    for (int i = 0; i < x->task->nparam; i++) ili_sha256_add(s, &x->task->param[i].value, sizeof x->task->param[i].value);
}

// all that a schedule says, with the tasks of a file of its own by their parameters
static void hash_schedule(const il_schedule *x, char hex[ILI_SHA256_HEX]) {
    ili_sha256 s;
    ili_sha256_start(&s);
    ili_sha256_add(&s, &x->begins, sizeof x->begins);
    for (int i = 0; i < x->nactivity; i++) {
        add_text(&s, x->activity[i].name);
        for (int k = 0; k < x->activity[i].nphase; k++) add_phase(&s, &x->activity[i].phase[k]);
    }
    for (int i = 0; i < x->nentry; i++) {
        const il_day_entry *e = &x->entry[i];
        const double        number[] = {e->activity, e->minutes, e->times, (double)e->kind, e->severity};
        ili_sha256_add(&s, number, sizeof number), add_text(&s, e->of);
    }
    ili_sha256_hex(&s, hex);
}

// every number of the body
static void hash_person(const il_day *d, char hex[ILI_SHA256_HEX]) {
    ili_sha256 s;
    fields     f;
    ili_sha256_start(&s);
    ili_fields_of(d->m, d->person, &f);
    for (int i = 0; i < NFIELD; i++) ili_sha256_add(&s, f.at[i], sizeof *f.at[i]*(size_t)f.count[i]);
    ili_sha256_hex(&s, hex);
}

/// What must be the same, a line each; what it is called in a refusal; how much of the line is a word that can be shown.
typedef struct head {
    char line[LINES][LINE];
    int  n;
} head;

static const char *const refused[LINES] = {
    "it is no state of a day",
    "it was written by another version of the program, whose numbers are not this one's",
    "it was lived with other data",
    "it is the state of another schedule",
    "the schedule has been changed since",
    "it is the state of another person, or with other conditions",
    "a number of the body, its measures or its conditions is not what it was",
    "it was lived with other settings",
};

static void write_head(const il_day *d, const il_day_log *log, const il_day_owner *owner, head *h) {
    char schedule[ILI_SHA256_HEX], person[ILI_SHA256_HEX];
    hash_schedule(d->schedule, schedule), hash_person(d, person);
    h->n = LINES;
    snprintf(h->line[0], LINE, "%s", magic);
    snprintf(h->line[1], LINE, "program %.100s", owner->program);
    snprintf(h->line[2], LINE, "data %.100s", owner->data_hash);
    snprintf(h->line[3], LINE, "schedule %.200s", d->schedule->id);
    snprintf(h->line[4], LINE, "as %s", schedule);
    snprintf(h->line[5], LINE, "person %.240s", owner->who);
    snprintf(h->line[6], LINE, "with %s", person);
    snprintf(h->line[7], LINE, "lived in steps of %.0f s to %.0f ppm, %s reflexes, %s, a sample in %.0f min", 60.0*d->set.step, 1e6*d->set.tolerance,
             d->set.reflex ? "with" : "without", d->set.exact ? "solved" : "followed", log->every);
}

// ---- writing ----------------------------------------------------------------------------------------------------------------------------------

static void hash_bytes(const void *bytes, size_t size, char hex[ILI_SHA256_HEX]) {
    ili_sha256 s;
    ili_sha256_start(&s);
    ili_sha256_add(&s, bytes, size);
    ili_sha256_hex(&s, hex);
}

il_status il_day_checkpoint_write(const char *path, const il_day *d, const il_day_log *log, const il_day_owner *owner, il_error *err) {
    head   h;
    char   hex[ILI_SHA256_HEX];
    size_t state = il_day_state_size(d), told = il_day_log_size(log, d, log->nhappening, log->nsample), room = LINES*LINE + 300 + state + told, n = 0;
    char  *bytes = malloc(room), *body = malloc(state + told);
    if (bytes && body) {
        write_head(d, log, owner, &h);
        il_day_save(d, body), il_day_log_save(log, d, body + state);
        hash_bytes(body, state + told, hex);
        for (int i = 0; i < LINES; i++) n += (size_t)snprintf(bytes + n, room - n, "%s\n", h.line[i]);
        n += (size_t)snprintf(bytes + n, room - n, "bytes %zu happenings %d samples %d sha256 %s\n", state, log->nhappening, log->nsample, hex);
        memcpy(bytes + n, body, state + told);
    }
    il_status status = bytes && body ? il_file_write(path, bytes, n + state + told, err) : il_error_set(err, IL_NO_MEMORY, path, 0, 0, "no memory for the state of a day");
    free(body), free(bytes);
    return status;
}

// ---- reading ----------------------------------------------------------------------------------------------------------------------------------

// the next line of a head into out, without its end; false: there is none
static bool next_line(const char **at, const char *end, char out[LINE]) {
    size_t n = 0;
    while (*at + n < end && n < LINE - 1 && (*at)[n] != '\n') n++;
    if (*at + n >= end || (*at)[n] != '\n') return false;
    memcpy(out, *at, n), out[n] = 0;
    *at += n + 1;
    return true;
}

static il_status refuse(const char *path, int line, const char *why, char *was, const char *is, il_error *err) {
    for (char *c = was; c && *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f) *c = '?';
    if (line == 4 || line == 6) was = NULL; // a hash tells nobody anything
    return il_error_set(err, IL_BAD_VALUE, path, line + 1, 0, "this checkpoint belongs to another day: %s%s%.110s%s%.110s%s; name another file, or remove this one to begin anew", why, was ? " (there " : "",
                        was ? was : "", was ? "; asked " : "", was ? is : "", was ? ")" : "");
}

static il_status not_whole(const char *path, il_error *err) {
    return il_error_set(err, IL_BAD_VALUE, path, 0, 0, "this checkpoint is not as it was written (cut off or changed): remove it, and the day begins anew");
}

static il_status take_up(const char *path, const char *bytes, size_t size, il_day *d, il_day_log *log, const il_day_owner *owner, il_error *err) {
    head        h;
    char        line[LINE], hex[ILI_SHA256_HEX], written[ILI_SHA256_HEX];
    const char *at = bytes, *end = bytes + size;
    size_t      state;
    int         nhappening, nsample;
    write_head(d, log, owner, &h);
    for (int i = 0; i < LINES; i++) {
        if (!next_line(&at, end, line)) return i == 0 ? refuse(path, 0, refused[0], NULL, NULL, err) : not_whole(path, err);
        if (strcmp(line, h.line[i])) return refuse(path, i, refused[i], i > 0 ? line : NULL, h.line[i], err);
    }
    if (!next_line(&at, end, line) || sscanf(line, "bytes %zu happenings %d samples %d sha256 %64s", &state, &nhappening, &nsample, written) != 4) return not_whole(path, err);
    if (nhappening < 0 || nsample < 0 || state != il_day_state_size(d) || (size_t)(end - at) != state + il_day_log_size(log, d, nhappening, nsample)) return not_whole(path, err);
    hash_bytes(at, (size_t)(end - at), hex);
    if (strcmp(hex, written)) return not_whole(path, err);
    if (!il_day_log_load(log, d, nhappening, nsample, at + state)) return il_error_set(err, IL_NO_MEMORY, path, 0, 0, "no memory for what happened");
    return il_day_load(d, at, state, err);
}

il_status il_day_checkpoint_read(const char *path, il_day *d, il_day_log *log, const il_day_owner *owner, bool *there, il_error *err) {
    char  *bytes = NULL;
    size_t size = 0;
    FILE  *file = fopen(path, "rb");
    *there = file != NULL;
    if (!file) return IL_OK;
    fclose(file);
    il_status status = il_file_read(path, 0, &bytes, &size, err);
    if (status == IL_OK) status = take_up(path, bytes, size, d, log, owner, err);
    il_file_free(bytes);
    return status;
}
