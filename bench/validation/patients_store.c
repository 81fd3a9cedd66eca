// patients_store.c - studies and solved patients on disk, one file a measured person, so that a long trial can be stopped and go on
//
// The bytes of this machine: a store is no exchange format. It is begun anew when what the patients come from, the seed or the sizes are others.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/sha256.h"
#include "file/data.h"
#include "patients.h"

typedef struct header {
    char     magic[8], hash[72];
    uint64_t seed;
    int      size, person, ntask, nslot, nvariation, ncause;
} header;

typedef struct slot {
    int task, reading, side;
} slot;

static void hash_text(ili_sha256 *sha, const char *text) { ili_sha256_add(sha, text, strlen(text) + 1); }

static void hash_numbers(ili_sha256 *sha, int n, const double *x) { ili_sha256_add(sha, x, (size_t)n*sizeof *x); }

static bool starts(const char *text, const char *with) { return strncmp(text, with, strlen(with)) == 0; }

// which tests there are and how they are planned; which conditions, how often, how severe and what they change. Neither errors nor wording
static void hash_knowledge(const il_knowledge *k, ili_sha256 *sha) {
    for (int t = 0; t < k->ntest; t++) {
        const il_test *x = &k->test[t];
        hash_text(sha, x->id), hash_text(sha, x->quantity);
        hash_numbers(sha, 4, (double[]){(double)x->kind, (double)x->enters, x->sided, x->proposable});
    }
    for (int c = 0; c < k->ncondition; c++) {
        const il_condition *x = &k->condition[c];
        hash_text(sha, x->id), hash_text(sha, x->exclusive);
        hash_numbers(sha, 8, (double[]){x->exclusive_sides, x->sided, x->simulated, x->ranked, x->severity_mean, x->severity_sd, il_condition_prior(x, IL_SETTING_PRIMARY_CARE).value, x->other_side});
    }
    for (int i = 0; i < k->nchange; i++) {
        const il_change *x = &k->change[i];
        hash_text(sha, x->target);
        hash_numbers(sha, 5, (double[]){x->condition, (double)x->parameter, x->same_side, x->other_side, x->value});
    }
}

// what solved patients come from: the body, its tasks, tests, accuracies and conditions
static void origin_of(const vp_world *w, char hex[ILI_SHA256_HEX]) {
    static const char *const from[] = {"body/", "tests/tasks.yaml", "tests/postures.yaml", "tests/accuracy.csv", "conditions/parameters.csv"};
    ili_sha256  sha;
    ili_sha256_start(&sha);
    for (int i = 0; i < ili_data_count(w->data); i++) {
        const char *name = ili_data_name(w->data, i), *bytes = NULL;
        size_t      size = 0;
        for (size_t j = 0; j < sizeof from/sizeof *from; j++) {
            if (starts(name, from[j]) && ili_data_file(w->data, name, &bytes, &size, NULL) == IL_OK) ili_sha256_add_file(&sha, name, bytes, size);
        }
    }
    hash_knowledge(w->k, &sha);
    ili_sha256_hex(&sha, hex);
}

static header header_of(const vp_world *w, int person) {
    header h = {.magic = "ilpat2", .seed = w->seed, .size = (int)sizeof(vp_patient), .person = person};
    origin_of(w, h.hash);
    return h;
}

static void path_of(const char *folder, int person, char path[1024]) { snprintf(path, 1024, "%s/person-%02d.bin", folder, person); }

static il_status failed(const char *path, il_error *err) { return il_error_set(err, IL_NO_FILE, path, 0, 0, "it cannot be read or written to the end"); }

// ---- the arrays of a study, in a fixed order, either way ----

typedef size_t (*mover)(FILE *f, void *bytes, size_t size);
static size_t write_bytes(FILE *f, void *bytes, size_t size) { return fwrite(bytes, 1, size, f); }
static size_t read_bytes(FILE *f, void *bytes, size_t size) { return fread(bytes, 1, size, f); }

static bool move_arrays(FILE *f, mover move, ili_study *s, int *task_def, int *task_side, slot *slots) {
    size_t nt = (size_t)s->ntask, ns = (size_t)s->nslot, nq = (size_t)s->body->m->nq, nm = (size_t)s->body->m->nmuscle, d = sizeof(double);
    const struct {
        void  *bytes;
        size_t size;
    } part[] = {
        {task_def, nt*sizeof(int)}, {task_side, nt*sizeof(int)}, {slots, ns*sizeof(slot)}, {s->cause, (size_t)s->ncause*sizeof(ili_cause)},
        {s->baseline, ns*d}, {s->variation, ns*(size_t)s->nvariation*d}, {s->effect, ns*(size_t)s->ncause*ILI_STUDY_SEVERITIES*d},
        {s->q, nt*nq*d}, {s->act, nt*nm*d}, {s->way, nt*d}, {s->solved, nt*sizeof(bool)},
    };
    for (size_t i = 0; i < sizeof part/sizeof *part; i++) {
        if (move(f, part[i].bytes, part[i].size) != part[i].size) return false;
    }
    return true;
}

/// The parts of a study that are stored as numbers.
typedef struct numbers {
    int  *task_def, *task_side;
    slot *slots;
} numbers;

static bool place(const ili_study *s, numbers *n) {
    *n = (numbers){malloc(sizeof(int)*((size_t)s->ntask + 1)), malloc(sizeof(int)*((size_t)s->ntask + 1)), malloc(sizeof(slot)*((size_t)s->nslot + 1))};
    return n->task_def && n->task_side && n->slots;
}

static void drop(numbers *n) { free(n->task_def), free(n->task_side), free(n->slots); }

static void take_numbers(const vp_world *w, numbers *n) {
    const ili_study *s = &w->study;
    for (int i = 0; i < s->nslot; i++) n->slots[i] = (slot){s->slot[i].task, s->slot[i].reading, (int)s->slot[i].side};
    for (int t = 0; t < s->ntask; t++) {
        const il_task_def *def = il_task_definition(s->task[t]);
        n->task_def[t] = 0;
        for (int k = 0; k < w->tasks->ntask; k++) {
            if (strcmp(w->tasks->task[k].id, def->id) == 0) n->task_def[t] = k;
        }
        // the second of two of one task is the left
        bool second = t > 0 && n->task_def[t] == n->task_def[t - 1];
        n->task_side[t] = !def->sided ? (int)IL_SIDE_NONE : second ? (int)IL_SIDE_LEFT : (int)IL_SIDE_RIGHT;
    }
}

static il_status give_numbers(vp_world *w, const numbers *n, il_error *err) {
    ili_study *s = &w->study;
    int        ntask = s->ntask;
    il_status  status = IL_OK;
    for (s->ntask = 0; s->ntask < ntask && status == IL_OK; s->ntask++) {
        status = il_task_create(w->body->m, &w->tasks->task[n->task_def[s->ntask]], (il_side)n->task_side[s->ntask], &s->task[s->ntask], err);
    }
    for (int i = 0; i < s->nslot && status == IL_OK; i++) {
        const il_task_def *def = il_task_definition(s->task[n->slots[i].task]);
        s->slot[i] = (ili_slot){def->reading[n->slots[i].reading].test, (il_side)n->slots[i].side, n->slots[i].task, n->slots[i].reading};
    }
    return status;
}

// ---- a study ----

il_status vp_store_study(const vp_world *w, const char *folder, il_error *err) {
    char      path[1024];
    numbers   n = {0};
    ili_study s = w->study;
    header    h = header_of(w, w->person);
    h.ntask = s.ntask, h.nslot = s.nslot, h.nvariation = s.nvariation, h.ncause = s.ncause;
    path_of(folder, w->person, path);
    FILE *f = fopen(path, "wb");
    bool  ok = f && place(&s, &n);
    if (ok) take_numbers(w, &n);
    ok = ok && fwrite(&h, sizeof h, 1, f) == 1 && move_arrays(f, write_bytes, &s, n.task_def, n.task_side, n.slots);
    if (f) ok = fclose(f) == 0 && ok;
    drop(&n);
    return ok ? IL_OK : failed(path, err);
}

static bool lay_study(vp_world *w, const header *h, ili_arena *a) {
    ili_study *s = &w->study;
    size_t     nt = (size_t)h->ntask + 1, ns = (size_t)h->nslot + 1, d = sizeof(double);
    *s = (ili_study){.body = w->body, .knowledge = w->k, .ntask = h->ntask, .nslot = h->nslot, .nvariation = h->nvariation, .ncause = h->ncause};
    s->task = ili_arena_array(a, nt, sizeof *s->task), s->slot = ili_arena_array(a, ns, sizeof *s->slot);
    s->cause = ili_arena_array(a, (size_t)h->ncause + 1, sizeof *s->cause), s->baseline = ili_arena_array(a, ns, d);
    s->variation = ili_arena_array(a, ns*(size_t)h->nvariation, d), s->effect = ili_arena_array(a, ns*(size_t)h->ncause*ILI_STUDY_SEVERITIES, d);
    s->q = ili_arena_array(a, nt*(size_t)w->body->m->nq, d), s->act = ili_arena_array(a, nt*(size_t)w->body->m->nmuscle, d);
    s->way = ili_arena_array(a, nt, d), s->solved = ili_arena_array(a, nt, sizeof(bool));
    return s->task && s->slot && s->cause && s->baseline && s->variation && s->effect && s->q && s->act && s->way && s->solved;
}

// a study that cannot be read is no fault: it is simulated again
static bool read_study(vp_world *w, FILE *f, const header *h) {
    ili_arena *a = calloc(1, sizeof *a);
    numbers    n = {0};
    bool       ok = a && lay_study(w, h, a) && place(&w->study, &n);
    int        ntask = w->study.ntask;
    ok = ok && move_arrays(f, read_bytes, &w->study, n.task_def, n.task_side, n.slots);
    w->study.memory = a;
    if (!ok) w->study.ntask = 0;
    ok = ok && give_numbers(w, &n, NULL) == IL_OK && w->study.ntask == ntask;
    drop(&n);
    if (!ok) ili_study_free(&w->study);
    return ok;
}

static bool same_header(const header *a, const header *b) {
    return memcmp(a->magic, b->magic, sizeof a->magic) == 0 && strcmp(a->hash, b->hash) == 0 && a->seed == b->seed && a->size == b->size && a->person == b->person;
}

bool vp_stored(vp_world *w, const char *folder, int person, int room, vp_patient *patient, int *count) {
    char   path[1024];
    header h, want = header_of(w, person);
    path_of(folder, person, path);
    FILE *f = fopen(path, "rb");
    *count = 0;
    if (!f) return false;
    if (w->person >= 0) ili_study_free(&w->study);
    w->person = -1;
    bool ok = fread(&h, sizeof h, 1, f) == 1 && same_header(&h, &want) && read_study(w, f, &h);
    if (ok) *count = (int)fread(patient, sizeof *patient, (size_t)room, f);
    fclose(f);
    if (ok) vp_met(w, person);
    return ok;
}

il_status vp_store_patients(const vp_world *w, const char *folder, int n, const vp_patient *patient, il_error *err) {
    char path[1024];
    path_of(folder, w->person, path);
    FILE *f = fopen(path, "ab");
    bool  ok = f && fwrite(patient, sizeof *patient, (size_t)n, f) == (size_t)n;
    if (f) ok = fclose(f) == 0 && ok;
    return ok ? IL_OK : failed(path, err);
}
