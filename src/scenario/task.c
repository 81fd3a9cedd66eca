// task.c - a task's names resolved for one model and one side
#include "scenario/arms.h"
#include "scenario/task.h"
#include "scenario/mirror.h"
#include "ilium/condition.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEGREE 0.017453292519943295

static const char *const reading_texts[] = {
#define X(name, text) text,
    IL_READING_LIST(X)
#undef X
};

const char *il_reading_text(il_reading_kind kind) { return kind >= 0 && kind < IL_NREADING ? reading_texts[kind] : "unknown"; }

// {s} and {o} become the letters of the tested and the other side
static void fill_side(const char *text, il_side side, char *out, size_t size) {
    char   own = side == IL_SIDE_LEFT ? 'l' : 'r', other = side == IL_SIDE_LEFT ? 'r' : 'l';
    size_t n = 0;
    for (const char *c = text; *c && n + 1 < size; c++) {
        bool placeholder = c[0] == '{' && (c[1] == 's' || c[1] == 'o') && c[2] == '}';
        out[n++] = placeholder ? (c[1] == 's' ? own : other) : *c;
        if (placeholder) c += 2;
    }
    out[n] = '\0';
}

typedef struct resolver {
    const il_model *m;
    const char     *task, *file;
    il_side         side;
    il_error       *err;
    il_status       status;
} resolver;

static int resolve(resolver *r, const char *name, const char *what, int (*find)(const il_model *, const char *)) {
    if (!name || r->status != IL_OK) return IL_NONE;
    char filled[128];
    fill_side(name, r->side, filled, sizeof filled);
    int index = find(r->m, filled);
    if (index == IL_NONE) {
        r->status = il_error_set(r->err, IL_BAD_VALUE, r->file, 0, 0, "task '%s' names the %s '%s', which the body does not have", r->task,
                                 what, filled);
    }
    return index;
}

static int coordinate(resolver *r, const char *name) { return resolve(r, name, "coordinate", il_coordinate_find); }
static int marker(resolver *r, const char *name) { return resolve(r, name, "landmark", il_marker_find); }
static int body(resolver *r, const char *name) { return resolve(r, name, "body", il_body_find); }

// on the left a task is the mirror of what is written for the right
static void mirror(const double *from, il_side side, double *to) {
    memcpy(to, from, 3*sizeof *to);
    if (side == IL_SIDE_LEFT) to[2] = -to[2];
}

// couples are axial vectors: their x and y turn
static void mirror_moment(const double *from, il_side side, double *to) {
    double sign = side == IL_SIDE_LEFT ? -1.0 : 1.0;
    to[0] = sign*from[0], to[1] = sign*from[1], to[2] = from[2];
}

static double in_si(const il_model *m, int index, double number) {
    return index != IL_NONE && m->coordinate_kind[index] == IL_ROW_ROTATION ? number*DEGREE : number;
}

// tasks are written for the right side
static double sign_of(const resolver *r, int coordinate) { return r->side == IL_SIDE_LEFT && coordinate != IL_NONE && ili_turns_in_mirror(r->m, coordinate) ? -1.0 : 1.0; }

static void resolve_values(resolver *r, const il_task_value *from, int n, ili_task_value *to) {
    for (int i = 0; i < n; i++) {
        int index = coordinate(r, from[i].coordinate);
        to[i] = (ili_task_value){index, sign_of(r, index)*in_si(r->m, index, from[i].value), in_si(r->m, index, from[i].sd)};
    }
}

static void resolve_hands(resolver *r, const il_task_def *def, il_task *task) {
    for (int i = 0; i < def->ngrip; i++) {
        int    index = coordinate(r, def->grip[i].coordinate);
        double sign = sign_of(r, index);
        task->grip[i] = (il_grip){index, sign*in_si(r->m, index, def->grip[i].target), def->grip[i].k};
        task->grip_to[i] = sign*in_si(r->m, index, def->grip[i].to);
    }
    for (int i = 0; i < def->nhold; i++) {
        task->hold[i] = (il_hold){.marker = marker(r, def->hold[i].marker), .from = marker(r, def->hold[i].from), .target = def->hold[i].offset, .k = def->hold[i].k};
        mirror(def->hold[i].direction, r->side, task->hold[i].direction);
        task->hold_to[i] = def->hold[i].to;
    }
    for (int i = 0; i < def->nload; i++) {
        task->load[i].marker = marker(r, def->load[i].marker);
        mirror(def->load[i].force, r->side, task->load[i].force);
        mirror_moment(def->load[i].moment, r->side, task->load[i].moment);
        task->carries[i] = body(r, def->load[i].carries);
    }
    for (int i = 0; i < def->nplace; i++) {
        const il_task_place *p = &def->place[i];
        task->place[i] = (il_place){.marker = marker(r, p->marker), .relative_to = marker(r, p->relative_to), .value = p->value};
        mirror(p->direction, r->side, task->place[i].direction);
    }
}

static bool of_coordinate(il_reading_kind kind) {
    return kind == IL_READ_COORDINATE || kind == IL_READ_STRENGTH || kind == IL_READ_STRETCH || kind == IL_READ_HANDS;
}

static void resolve_reading(resolver *r, const il_task_reading *from, ili_task_reading *to) {
    *to = (ili_task_reading){.kind = from->kind, .factor = from->mirrored && r->side == IL_SIDE_LEFT ? -from->factor : from->factor, .zero = from->zero, .from_neutral = from->from_neutral,
                             .marker = {IL_NONE, IL_NONE, IL_NONE, IL_NONE}};
    for (int k = 0; k < 4; k++) {
        bool moves = of_coordinate(from->kind) && (k == 0 || (k == 1 && from->kind == IL_READ_STRETCH && from->marker[1]));
        to->marker[k] = moves ? coordinate(r, from->marker[k]) : marker(r, from->marker[k]);
    }
    mirror(from->along, r->side, to->along);
    mirror(from->across, r->side, to->across);
}

static void resolve_readings(resolver *r, const il_task_def *def, il_task *task) {
    for (int i = 0; i < def->nreading; i++) resolve_reading(r, &def->reading[i], &task->reading[i]);
    if (def->end.present) resolve_reading(r, &def->end.watch, &task->watch);
}

static void resolve_strength(resolver *r, const il_task_def *def, il_task *task) {
    const il_task_strength *s = &def->strength;
    task->stand = s->stand ? marker(r, s->stand) : IL_NONE;
    if (!s->marker) return;
    task->strength = (il_push){.marker = marker(r, s->marker)};
    mirror(s->direction, r->side, task->strength.force);
    for (int i = 0; i < s->nbalance; i++) task->balance[i] = coordinate(r, s->balance[i]);
}

static bool matches(const char *pattern, const char *name) {
    size_t n = strlen(pattern);
    return n && pattern[n - 1] == '*' ? strncmp(pattern, name, n - 1) == 0 : strcmp(pattern, name) == 0;
}

// a pattern that meets no pad is a mistake
static void mark_pads(resolver *r, const char *const *patterns, int n, bool off, il_task *task) {
    for (int i = 0; i < n; i++) {
        char pattern[128];
        bool any = false;
        fill_side(patterns[i], r->side, pattern, sizeof pattern);
        for (int k = 0; k < r->m->npad; k++) {
            if (!matches(pattern, r->m->pad_name[k])) continue;
            task->pad_off[k] = off, any = true;
        }
        if (!any && r->status == IL_OK) {
            r->status = il_error_set(r->err, IL_BAD_VALUE, r->file, 0, 0, "task '%s' names the pad '%s', which the body does not have",
                                     r->task, pattern);
        }
    }
}

// only the pads named bear (none named: all), less those that are lifted
static void resolve_pads(resolver *r, const il_task_def *def, il_task *task) {
    for (int k = 0; k < r->m->npad; k++) task->pad_off[k] = def->npad > 0;
    mark_pads(r, def->pad, def->npad, false, task);
    mark_pads(r, def->pad_off, def->npad_off, true, task);
}

// what is written for the right arm is done by the left on the left side
static void resolve_arms(resolver *r, const il_task_def *def, il_task *task) {
    bool       left = r->side == IL_SIDE_LEFT;
    ili_arms   arms;
    task->arms = def->arms, task->hand_load = def->hand_load;
    for (int s = 0; s < 2 && left; s++) task->arms.arm[s] = def->arms.arm[1 - s];
    if (left) task->hand_load.right = def->hand_load.left, task->hand_load.left = def->hand_load.right;
    if (!def->arms.present && def->hand_load.mass <= 0.0) return;
    if (ili_arms_find(r->m, &arms) || r->status != IL_OK) return;
    r->status = il_error_set(r->err, IL_BAD_VALUE, r->file, 0, 0, "task '%s' needs arms, which the body does not have", r->task);
}

// A body of an edited copy of the data may have other coordinates: then nothing is known
static il_status resolve_usual(const il_model *m, const il_task_def *def, il_task *task) {
    double *q = def->nusual > 0 ? calloc(2*(size_t)m->nq + 1, sizeof *q) : NULL;
    bool    all = q != NULL && def->nusual == m->nq;
    for (int i = 0; i < def->nusual && all; i++) {
        int j = strcmp(m->coordinate_name[i], def->usual_name[i]) == 0 ? i : il_coordinate_find(m, def->usual_name[i]);
        all = j != IL_NONE;
        if (all) q[j] = def->usual[i];
    }
    if (all && task->side == IL_SIDE_LEFT) {
        ili_mirror_posture(m, q, NULL, q + m->nq, NULL);
        memcpy(q, q + m->nq, sizeof *q*(size_t)m->nq);
    }
    task->usual = all ? q : NULL;
    if (!all) free(q);
    return def->nusual > 0 && !q ? IL_NO_MEMORY : IL_OK;
}

bool ili_task_usual(const il_task *task, const il_model *m, const il_params *p, double *q, double *way) {
    if (!task->usual) return false;
    memcpy(q, task->usual, sizeof *q*(size_t)m->nq);
    *way = task->def->usual_way;
    for (int j = 0; j < m->nq; j++) {
        bool   place = m->coordinate_kind[j] != IL_ROW_ROTATION && m->body_parent[m->coordinate_body[j]] == IL_GROUND;
        double usual = m->nominal->coordinate_neutral[j];
        if (place && usual > 0.0) q[j] *= p->coordinate_neutral[j]/usual;
    }
    return true;
}

il_status il_task_create(const il_model *m, const il_task_def *def, il_side side, il_task **out, il_error *err) {
    IL_ASSERT(m && def && out);
    il_task *task = calloc(1, sizeof *task);
    if (!task || !(task->pad_off = calloc((size_t)m->npad + 1, sizeof *task->pad_off))) {
        free(task);
        return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a task");
    }
    task->def = def, task->side = side;
    resolver r = {m, def->id, def->file, side, err, IL_OK};
    mirror(def->up, side, task->up);
    for (int k = 0; k < IL_TASK_PLANES; k++) {
        mirror(def->plane[k], side, task->plane[k]);
        task->plane[k][3] = def->plane[k][3];
    }
    resolve_values(&r, def->start, def->nstart, task->start);
    resolve_values(&r, def->habit, def->nhabit, task->habit);
    resolve_hands(&r, def, task);
    resolve_readings(&r, def, task);
    resolve_strength(&r, def, task);
    resolve_pads(&r, def, task);
    resolve_arms(&r, def, task);
    if (r.status == IL_OK && side == IL_SIDE_NONE) ili_task_find_images(m, task);
    if (r.status == IL_OK && resolve_usual(m, def, task) != IL_OK) r.status = il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a task");
    if (r.status != IL_OK) {
        il_task_free(task);
        return r.status;
    }
    *out = task;
    return IL_OK;
}

void il_task_free(il_task *task) {
    if (!task) return;
    free(task->pad_off);
    free(task->usual);
    free(task);
}

int                il_task_reading_count(const il_task *task) { return task->def->nreading; }
const char        *il_task_reading_test(const il_task *task, int i) { return task->def->reading[i].test; }
const il_task_def *il_task_definition(const il_task *task) { return task->def; }

const il_task_def *il_tasks_find(const il_tasks *tasks, const char *id) {
    for (int i = 0; i < tasks->ntask; i++) {
        if (strcmp(tasks->task[i].id, id) == 0) return &tasks->task[i];
    }
    return NULL;
}
