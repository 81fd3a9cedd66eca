// schedule_change.c - a schedule in which something is done otherwise: breaks, another technique, another load
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "base/try.h"
#include "io/schedule.h"

enum { TASKS = 200 };

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a schedule"); }

/// A schedule in the making.
typedef struct maker {
    const il_data_dir *data;
    const il_schedule *from;
    il_schedule       *s;
    il_day_activity   *activity;
    il_day_entry      *entry;
    il_error          *err;
} maker;

// a copy with room for more activities and entries
static il_status begin(maker *m, il_schedule **out) {
    il_schedule *s = *out = m->s = calloc(1, sizeof *s);
    if (s) s->memory = calloc(1, sizeof *s->memory);
    if (!s || !s->memory) return no_memory(m->err);
    struct il_schedule_memory *memory = s->memory;
    *s = *m->from, s->memory = memory;
    s->activity = m->activity = ili_arena_array(&memory->arena, ILI_ACTIVITIES + 4, sizeof *m->activity);
    s->entry = m->entry = ili_arena_array(&memory->arena, ILI_ENTRIES*8, sizeof *m->entry);
    if (!m->activity || !m->entry) return no_memory(m->err);
    memcpy(m->activity, m->from->activity, sizeof *m->activity*(size_t)m->from->nactivity);
    memcpy(m->entry, m->from->entry, sizeof *m->entry*(size_t)m->from->nentry);
    return IL_OK;
}

static il_status end(il_status status, il_schedule **out) {
    if (status != IL_OK) il_schedule_free(*out), *out = NULL;
    return status;
}

// ---- tasks -----------------------------------------------------------------------------------------------------------------------------------

// the names of the tasks of a family behind its underscore, "squat, stoop"
static int members(const il_tasks *tasks, const char *family, const char *names[64]) {
    size_t n = strlen(family);
    int    found = 0;
    for (int i = 0; i < tasks->ntask && found < 64; i++)
        if (!strncmp(tasks->task[i].id, family, n) && tasks->task[i].id[n] == '_' && !tasks->task[i].strength.marker && !tasks->task[i].end.present) names[found++] = tasks->task[i].id + n + 1;
    return found;
}

// the task with numbers in place of its usual ones
static il_status task_with(maker *m, const char *id, const il_task_setting *set, int nset, const il_task_def **out) {
    struct il_schedule_memory *memory = m->s->memory;
    if (memory->ntasks == ILI_ACTIVITIES*IL_DAY_PHASES + 1) return il_error_set(m->err, IL_LIMIT, NULL, 0, 0, "the change makes too many postures");
    ILI_TRY(il_tasks_read_all(m->data, set, nset, &memory->tasks[memory->ntasks], m->err));
    const il_tasks *all = memory->tasks[memory->ntasks++];
    *out = il_tasks_find(all, id);
    if (*out) return IL_OK;
    const char *names[TASKS];
    int         n = 0;
    for (; n < all->ntask && n < TASKS; n++) names[n] = all->task[n].id;
    const char *near = ili_name_nearest(id, names, n);
    return il_error_set(m->err, IL_BAD_VALUE, NULL, 0, 0, "there is no task '%.60s'%s%.60s%s `ilium solve --list` lists them", id, near ? "; did you mean " : ":", near ? near : "", near ? "?" : "");
}

// another task that carries the same; how it is done is its own
static il_status task_like(maker *m, const char *id, const il_task_def *old, const il_task_def **out) {
    const il_task_def *plain = NULL;
    il_task_setting    set[IL_TASK_PARAMS];
    int                n = 0;
    ILI_TRY(task_with(m, id, NULL, 0, &plain));
    for (int i = 0; i < old->nparam; i++)
        for (int k = 0; k < plain->nparam; k++)
            if (!strcmp(old->param[i].name, "load") && !strcmp(plain->param[k].name, "load")) set[n++] = (il_task_setting){id, "load", old->param[i].value};
    *out = plain;
    return n ? task_with(m, id, set, n, out) : IL_OK;
}

// a posture that can be kept: no test of an exam, no side
static il_status posture(maker *m, const char *id, const il_task_def **out) {
    ILI_TRY(task_with(m, id, NULL, 0, out));
    if (!(*out)->strength.marker && !(*out)->end.present && !(*out)->sided) return IL_OK;
    return il_error_set(m->err, IL_BAD_VALUE, NULL, 0, 0, "'%.60s' is no posture to rest in: name one such as standing, sit_relaxed, sit_backrest, lying_supine", id);
}

// ---- technique and load -----------------------------------------------------------------------------------------------------------------------

static il_status other_family(maker *m, const char *family, const char *task) {
    const il_tasks *all = NULL;
    const char     *names[64];
    char            id[100], offer[200];
    size_t          size = strlen(family);
    int             changed = 0;
    ILI_TRY(il_tasks_read_all(m->data, NULL, 0, &m->s->memory->tasks[0], m->err));
    all = m->s->memory->tasks[0], m->s->memory->ntasks = 1;
    int n = members(all, family, names);
    if (ili_name_find(task, names, n) < 0)
        return il_error_set(m->err, IL_BAD_VALUE, NULL, 0, 0, "'%.30s:%.40s' is no way to do it; did you mean %s?", family, task, ili_name_offer(task, names, n, offer, sizeof offer));
    snprintf(id, sizeof id, "%.40s_%.50s", family, task);
    for (int a = 0; a < m->s->nactivity; a++) {
        for (int p = 0; p < m->activity[a].nphase; p++) {
            il_day_phase *phase = &m->activity[a].phase[p];
            if (strncmp(phase->task->id, family, size) || phase->task->id[size] != '_') continue;
            ILI_TRY(task_like(m, id, phase->task, &phase->task));
            phase->side = phase->task->sided ? phase->side == IL_SIDE_NONE ? IL_SIDE_RIGHT : phase->side : IL_SIDE_NONE;
            changed++;
        }
    }
    return changed ? IL_OK : il_error_set(m->err, IL_BAD_VALUE, NULL, 0, 0, "nobody does '%.40s' in this schedule: none of its postures is of that kind", family);
}

static il_status other_load(maker *m, double load) {
    int changed = 0;
    for (int a = 0; a < m->s->nactivity; a++) {
        for (int p = 0; p < m->activity[a].nphase; p++) {
            il_day_phase      *phase = &m->activity[a].phase[p];
            const il_task_def *old = phase->task;
            il_task_setting    set[IL_TASK_PARAMS];
            bool               carries = false;
            for (int i = 0; i < old->nparam; i++) {
                bool is = !strcmp(old->param[i].name, "load") && old->param[i].value > 0.0;
                set[i] = (il_task_setting){old->id, old->param[i].name, is ? load : old->param[i].value};
                carries |= is;
            }
            if (!carries) continue;
            ILI_TRY(task_with(m, old->id, set, old->nparam, &phase->task));
            changed++;
        }
    }
    return changed ? IL_OK : il_error_set(m->err, IL_BAD_VALUE, NULL, 0, 0, "nothing is carried in this schedule: no posture has a load");
}

il_status ili_schedule_family(const il_data_dir *data, const il_schedule *from, const char *family, const char *task, il_schedule **out, il_error *err) {
    maker     m = {.data = data, .from = from, .err = err};
    il_status status = begin(&m, out);
    return end(status ? status : other_family(&m, family, task), out);
}

il_status ili_schedule_load(const il_data_dir *data, const il_schedule *from, double load, il_schedule **out, il_error *err) {
    maker     m = {.data = data, .from = from, .err = err};
    il_status status = begin(&m, out);
    return end(status ? status : other_load(&m, load), out);
}

// ---- breaks ------------------------------------------------------------------------------------------------------------------------------------

/// One activity for each posture that is rested in.
typedef struct rests {
    int sits, stands, asked;
} rests;

static il_status add_rest(maker *m, const char *name, const char *task, int *out) {
    il_day_activity *a = &m->activity[m->s->nactivity];
    *a = (il_day_activity){.name = name, .nphase = 1};
    *out = m->s->nactivity++;
    return posture(m, task, &a->phase[0].task);
}

static int rest_from(const maker *m, const rests *r, int activity) {
    const il_day_activity *a = &m->from->activity[activity];
    bool                   sits = true;
    for (int k = 0; k < a->nphase; k++) sits &= !strncmp(a->phase[k].task->id, "sit_", 4);
    return r->asked != IL_NONE ? r->asked : sits ? r->stands : r->sits;
}

static il_status put_entry(maker *m, il_day_entry e) {
    if (m->s->nentry == ILI_ENTRIES*8) return il_error_set(m->err, IL_LIMIT, NULL, 0, 0, "so many breaks cut the schedule into more than %d pieces", ILI_ENTRIES*8);
    m->entry[m->s->nentry++] = e;
    return IL_OK;
}

// minutes of [a, b) that fall into breaks
static double resting(double a, double b, double minutes, double every) {
    double sum = 0.0;
    for (double end = floor(a/every)*every + every; end - minutes < b; end += every) sum += fmax(0.0, fmin(b, end) - fmax(a, end - minutes));
    return sum;
}

// one entry cut at the breaks; what is repeated goes into the pieces in proportion to their length
static il_status cut(maker *m, const rests *r, const il_day_entry *e, double from, double minutes, double every) {
    double work = e->minutes - resting(from, from + e->minutes, minutes, every), done = 0.0, end = from + e->minutes;
    int    times = 0;
    for (double at = from; at < end - 1e-9;) {
        double block = floor(at/every + 1e-9)*every, pause = block + every - minutes;
        bool   rest = at >= pause - 1e-9;
        double to = fmin(end, rest ? block + every : pause);
        il_day_entry piece = *e;
        piece.minutes = to - at;
        if (rest) piece.activity = rest_from(m, r, e->activity), piece.times = 1;
        else {
            done += piece.minutes;
            int upto = (int)lround(e->times*done/work);
            piece.times = upto > times ? upto - times : 1;
            times = upto > times ? upto : times;
            const il_day_activity *a = &m->from->activity[e->activity];
            double                 taken = 0.0;
            for (int k = 0; k < a->nphase; k++) taken += a->phase[k].seconds;
            if (taken*piece.times >= 60.0*piece.minutes)
                return il_error_set(m->err, IL_BAD_VALUE, NULL, 0, 0, "with these breaks '%.60s' does not fit any more: %d times %g s are more than %g minutes", a->name, piece.times, taken, piece.minutes);
        }
        ILI_TRY(put_entry(m, piece));
        at = to;
    }
    return IL_OK;
}

static il_status put_breaks(maker *m, double minutes, double every, const char *task) {
    rests  r = {IL_NONE, IL_NONE, IL_NONE};
    double at = 0.0;
    if (task) ILI_TRY(add_rest(m, "break", task, &r.asked));
    else {
        ILI_TRY(add_rest(m, "break: sits", "sit_relaxed", &r.sits));
        ILI_TRY(add_rest(m, "break: stands", "standing", &r.stands));
    }
    m->s->nentry = 0;
    for (int i = 0; i < m->from->nentry; i++) {
        const il_day_entry *e = &m->from->entry[i];
        ILI_TRY(e->minutes > 0.0 ? cut(m, &r, e, at, minutes, every) : put_entry(m, *e));
        at += e->minutes;
    }
    return IL_OK;
}

il_status ili_schedule_break(const il_data_dir *data, const il_schedule *from, double minutes, double every, const char *task, il_schedule **out, il_error *err) {
    maker     m = {.data = data, .from = from, .err = err};
    il_status status = begin(&m, out);
    return end(status ? status : put_breaks(&m, minutes, every, task), out);
}
