// study_variants.c - how readings change with what healthy people differ in, and with each condition
//
// Every variant is the healthy person with one thing changed, so its equilibrium lies near that one's: relaxed tasks are followed from there
// (scenario/follow.h), eight variants abreast with one factor; what cannot be followed is solved, from the healthy posture or in line with a lesser severity. What the right task told of a
// variant's mirror image is not asked of the left one again; nor what a task that is its own mirror image told of it.
#include "reason/study_private.h"
#include "ilium/body.h"
#include "ilium/thread.h"
#include "scenario/mirror.h"
#include "scenario/task.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool held(const ili_study *s, int task) { return il_task_definition(s->task[task])->held; }

// ---- who they are ----------------------------------------------------------------------------------------------------------------

il_status ili_study_condition(const ili_study *s, const ili_cause *cause, double severity, il_params *p, il_error *err) {
    il_params_copy(s->body->m, s->person, p);
    return il_condition_apply(s->knowledge, cause->condition, s->body, p, cause->side, severity, err);
}

static il_status new_variant(study_run *r, double share, double *change, study_variant **out, double **habit, il_error *err) {
    const il_model *m = r->s->body->m;
    study_variant  *v = &r->variant[r->nvariant];
    *habit = ili_arena_array(&r->arena, (size_t)m->nq, sizeof **habit);
    if (!*habit) return ili_study_no_memory(err);
    il_status status = il_params_create(m, false, &v->p, err);
    if (status != IL_OK) return status;
    r->nvariant++;
    il_params_copy(m, r->s->person, v->p);
    memcpy(*habit, r->s->habit, sizeof **habit*(size_t)m->nq);
    v->share = share, v->cause = -1, v->change = change, v->who = il_subject_usual(r->s->body, v->p, *habit);
    *out = v;
    return IL_OK;
}

static il_status make_variation(study_run *r, int factor, double *change, bool image, il_error *err) {
    ili_study     *s = r->s;
    study_variant *v;
    double        *habit;
    il_status      status = new_variant(r, 1.0, change, &v, &habit, err);
    if (status == IL_OK) status = (image ? il_factor_apply_mirrored : il_factor_apply)(s->factors, factor, true, v->p, habit, &v->who, err);
    if (status == IL_OK) status = ili_changes_find(s->body->m, s->person, v->p, &v->changes, err);
    if (status == IL_OK) v->factor = il_factors_get(s->factors, factor), v->image = image;
    return status;
}

static il_status make_condition(study_run *r, int cause, int severity, il_error *err) {
    ili_study     *s = r->s;
    study_variant *v;
    double        *habit, share = (double)severity/(ILI_STUDY_SEVERITIES - 1);
    il_status      status = new_variant(r, share, &s->effect[(cause*ILI_STUDY_SEVERITIES + severity)*s->nslot], &v, &habit, err);
    if (status == IL_OK) v->cause = cause, status = ili_study_condition(s, &s->cause[cause], share, v->p, err);
    if (status != IL_OK) return status;
    // a parameter may shift what a body tends to (foot.pronation)
    for (int j = 0; j < s->body->m->nq; j++) habit[j] = s->habit[j] + (v->p->coordinate_neutral[j] - s->person->coordinate_neutral[j]);
    return ili_changes_find(s->body->m, s->person, v->p, &v->changes, err);
}

static il_status make_variants(study_run *r, il_error *err) {
    ili_study *s = r->s;
    il_status  status = IL_OK;
    for (int i = 0, row = 0; status == IL_OK && i < il_factors_count(s->factors); i++) {
        if (il_factors_get(s->factors, i)->kind == IL_FACTOR_PERSON) status = make_variation(r, i, &s->variation[row++*s->nslot], false, err);
    }
    for (int c = 0; status == IL_OK && c < s->ncause; c++) {
        bool simulated = s->knowledge->condition[s->cause[c].condition].simulated;
        for (int k = 1; status == IL_OK && simulated && k < ILI_STUDY_SEVERITIES; k++) status = make_condition(r, c, k, err);
    }
    return status;
}

static void free_variants(study_run *r) {
    for (int i = 0; i < r->nvariant; i++) il_params_free(r->variant[i].p), ili_changes_free(&r->variant[i].changes);
}

// ---- mirror images ---------------------------------------------------------------------------------------------------------------
//
// The healthy person is its own mirror image. So the left task tells of a variant what the right one tells of the variant's mirror image.

// a habit of the midline that the mirror leaves as it is: bending forward, not to a side
static bool symmetric_habit(const il_model *m, const il_variations_row *x) {
    int j = strcmp(x->kind, "habit") == 0 && strcmp(x->side, "none") == 0 ? il_coordinate_find(m, x->target) : IL_NONE;
    return j != IL_NONE && il_side_of(x->target) == IL_SIDE_NONE && !ili_turns_in_mirror(m, j);
}

// is one factor the mirror image of another? Row by row: the same parameter to the same value on the other side
static bool mirrored_factor(const ili_study *s, const il_factor *a, const il_factor *b) {
    const il_body_tables *t = s->body->tables;
    int                   rows[2] = {0, 0}, pairs = 0;
    for (int i = 0; i < t->n_variations; i++) {
        const il_variations_row *x = &t->variations[i];
        rows[0] += strcmp(x->id, a->id) == 0, rows[1] += strcmp(x->id, b->id) == 0;
        for (int k = 0; k < t->n_variations && strcmp(x->id, a->id) == 0; k++) {
            const il_variations_row *y = &t->variations[k];
            bool one_sided = strcmp(x->side, "right") == 0 || strcmp(x->side, "left") == 0;
            bool other = one_sided ? strcmp(y->side, strcmp(x->side, "right") == 0 ? "left" : "right") == 0 : strcmp(y->side, x->side) == 0;
            bool both = strcmp(x->side, "both") == 0 || strcmp(x->kind, "tolerance") == 0 || symmetric_habit(s->body->m, x);
            pairs += strcmp(y->id, b->id) == 0 && (both || (one_sided && strcmp(x->kind, "habit") != 0)) && other && strcmp(x->kind, y->kind) == 0 &&
                     strcmp(x->target, y->target) == 0 && x->value == y->value;
        }
    }
    return rows[0] == rows[1] && pairs == rows[0];
}

static int twin_of(const study_run *r, int variant) {
    const study_variant *v = &r->variant[variant];
    for (int i = 0; i < r->nvariant; i++) {
        const study_variant *w = &r->variant[i];
        if (v->factor && w->factor && mirrored_factor(r->s, v->factor, w->factor)) return i;
        if (v->cause < 0 || w->cause < 0 || v->share != w->share) continue;
        const ili_cause *a = &r->s->cause[v->cause], *b = &r->s->cause[w->cause];
        if (a->condition == b->condition && a->side != IL_SIDE_NONE && a->side != b->side) return i;
    }
    return -1;
}

static bool alike(double a, double b) { return fabs(a - b) <= 1e-4*fmax(1.0, fabs(b)); }

// the right task that a left one mirrors, where what is read of the healthy person must agree
static int right_of(const ili_study *s, int task) {
    int  t = ili_study_read_alike(s, task);
    bool same = t >= 0 && s->solved[t] && s->solved[task];
    for (int i = 0; same && i < s->nslot; i++) {
        for (int k = 0; k < s->nslot && s->slot[i].task == task; k++)
            same = same && (s->slot[k].task != t || s->slot[k].reading != s->slot[i].reading || alike(s->baseline[i], s->baseline[k]));
    }
    return same ? t : -1;
}

// the same of a task that is its own mirror image, where what the mirror shows of the healthy person must agree with the person
static int itself(const study_run *r, int task) {
    const ili_study *s = r->s;
    bool             same = s->task[task]->even && s->solved[task];
    for (int i = 0; i < s->nslot && same; i++) same = s->slot[i].task != task || alike(r->image[task*IL_TASK_MAX + s->slot[i].reading], s->baseline[i]);
    return same ? task : -1;
}

// is this right task the mirror image of a left one?
static bool tells_left(const study_run *r, int task) {
    for (int t = 0; t < r->s->ntask; t++)
        if (t != task && r->right[t] == task) return true;
    return false;
}

// factors that have no mirror image among the factors get one: else all left tasks would be solved for them alone
static il_status make_images(study_run *r, il_error *err) {
    ili_study *s = r->s;
    il_status  status = IL_OK;
    bool       any = false;
    for (int t = 0; t < s->ntask; t++) any = any || tells_left(r, t);
    for (int i = 0, n = s->nvariation; i < n && any && status == IL_OK; i++) {
        if (r->twin[i] >= 0 || r->variant[i].factor->reading) continue;
        double *nowhere = ili_arena_array(&r->arena, (size_t)s->nslot + 1, sizeof *nowhere);
        status = nowhere ? make_variation(r, il_factors_find(s->factors, r->variant[i].factor->id), nowhere, true, err) : ili_study_no_memory(err);
        if (status == IL_OK) r->twin[i] = r->nvariant - 1, r->twin[r->nvariant - 1] = i;
    }
    return status;
}

static bool mirrored(const study_run *r, int variant, int task) {
    if (r->exact || !r->even || r->twin[variant] < 0 || r->right[task] < 0) return false;
    return r->right[task] != task || r->twin[variant] < variant; // of two that are each other's mirror image the first is asked
}

static void copy_mirrored(study_run *r) {
    ili_study *s = r->s;
    for (int v = 0; v < r->nvariant; v++) {
        for (int i = 0; i < s->nslot; i++) {
            if (!mirrored(r, v, s->slot[i].task) || r->right[s->slot[i].task] == s->slot[i].task) continue;
            for (int k = 0; k < s->nslot; k++) {
                if (s->slot[k].task == r->right[s->slot[i].task] && s->slot[k].reading == s->slot[i].reading) r->variant[v].change[i] = r->variant[r->twin[v]].change[k];
            }
        }
    }
}

// ---- which of them a task feels --------------------------------------------------------------------------------------------------

// does this task of the healthy person exist and feel the variant?
static bool felt(const study_run *r, const study_variant *v, int task) {
    const il_factor *f = v->factor;
    if (!r->s->solved[task] || (f && (f->reading || (f->habit_only && !held(r->s, task)))) || (v->image && !tells_left(r, task))) return false;
    // posture is given in a test of strength: what acts on none of its joints leaves it as it is
    bool strength = il_task_definition(r->s->task[task])->strength.marker;
    return !strength || r->exact || ili_strength_feels(r->s->body->m, r->s->task[task], &v->changes);
}

// ---- changes ---------------------------------------------------------------------------------------------------------------------

// a quantity that ends in _rel is told as a share of this person's own healthy value
double ili_study_unit(const ili_study *s, int slot) {
    const char *q = s->slot[slot].quantity;
    size_t      n = strlen(q);
    return n > 4 && strcmp(q + n - 4, "_rel") == 0 && s->baseline[slot] > 0.0 ? s->baseline[slot] : 1.0;
}

static void take(study_run *r, int variant, int task, const double *reading) {
    ili_study *s = r->s;
    for (int i = 0; i < s->nslot; i++) {
        if (s->slot[i].task == task) r->variant[variant].change[i] = (reading[s->slot[i].reading] - s->baseline[i])/ili_study_unit(s, i);
    }
    r->done[variant*s->ntask + task] = true;
}

// and what the mirror shows of them, which is what its mirror image does
static void take_readings(study_run *r, int variant, int task, const double *reading, const double *image) {
    int twin = r->twin[variant];
    take(r, variant, task, reading);
    if (r->right[task] == task && twin >= 0 && mirrored(r, twin, task)) take(r, twin, task, image);
}

// ---- followed --------------------------------------------------------------------------------------------------------------------

typedef struct crew {
    study_run  *r;
    ili_follow **follow; ///< one a thread
    int        *task;    ///< of each job
    long       *found;   ///< [ntask]
} crew;

// Where a variant that was lost begins: in line with the healthy person and a lesser severity, if that was found
static void point_on(study_run *r, int task, int variant, const ili_neighbour *found, double share) {
    const ili_study *s = r->s;
    const il_model  *m = s->body->m;
    const double    *q = &s->q[task*m->nq];
    double           ahead = share/found->share, *to = malloc(sizeof *to*(size_t)(1 + m->nq + m->nmuscle));
    if (!to) return; // then it begins where the healthy person is
    to[0] = fmin(0.999, fmax(0.001, s->way[task] + ahead*(found->way - s->way[task])));
    for (int j = 0; j < m->nq; j++) to[1 + j] = q[j] + ahead*(found->q[j] - q[j]);
    memcpy(to + 1 + m->nq, found->act, sizeof *to*(size_t)m->nmuscle);
    r->nearer[variant*s->ntask + task] = to;
}

// @param i  of those who were followed, one of a condition
static void look_back(study_run *r, int task, const int *variant, const ili_neighbour *neighbour, int i) {
    for (int k = i - 1; k >= 0 && r->variant[variant[k]].cause == r->variant[variant[i]].cause; k--) {
        if (neighbour[k].found) {
            point_on(r, task, variant[i], &neighbour[k], neighbour[i].share);
            return;
        }
    }
}

static il_status follow_task(void *ctx, int index, int thread, il_error *err) {
    crew          *c = ctx;
    study_run     *r = c->r;
    ili_study     *s = r->s;
    const il_model *m = s->body->m;
    int            task = c->task[index], n = 0, *variant = calloc((size_t)r->nvariant + 1, sizeof *variant);
    ili_neighbour *neighbour = calloc((size_t)r->nvariant + 1, sizeof *neighbour);
    size_t         one = IL_TASK_MAX + (size_t)m->nq + (size_t)m->nmuscle;
    double        *image = calloc((size_t)r->nvariant + 1, one*sizeof *image);
    il_status      status = variant && neighbour && image ? ili_follow_need(m, IL_ISA_AUTO, ILI_NEAR_ROUGHLY, &c->follow[thread], err) : ili_study_no_memory(err);
    // conditions first: their chains are the longest, and single ones fill the lanes that are free at the end
    for (int i = s->nvariation; status == IL_OK && i < r->nvariant + s->nvariation; i++) {
        int            at = i % r->nvariant;
        study_variant *v = &r->variant[at];
        if (!felt(r, v, task) || mirrored(r, at, task)) continue;
        double *own = &image[(size_t)n*one];
        variant[n] = at;
        neighbour[n++] = (ili_neighbour){.who = v->who, .changes = &v->changes, .share = v->share, .image = own, .q = own + IL_TASK_MAX, .act = own + IL_TASK_MAX + m->nq};
    }
    il_subject healthy = il_subject_usual(s->body, s->person, s->habit);
    if (status == IL_OK) ili_follow_began(c->follow[thread], &r->began[task*m->nq]);
    if (status == IL_OK) status = ili_follow_run(c->follow[thread], s->task[task], &healthy, &s->q[task*m->nq], &s->act[task*m->nmuscle], s->way[task], n, neighbour, err);
    for (int i = 0; status == IL_OK && i < n; i++) {
        if (neighbour[i].found) take_readings(r, variant[i], task, neighbour[i].reading, neighbour[i].image), c->found[task]++;
        else if (r->variant[variant[i]].cause >= 0) look_back(r, task, variant, neighbour, i);
    }
    free(variant);
    free(neighbour);
    free(image);
    return status;
}

static il_status follow_all(study_run *r, il_error *err) {
    ili_study *s = r->s;
    crew       c = {.r = r, .task = ili_arena_array(&r->arena, (size_t)s->ntask + 1, sizeof *c.task), .found = ili_arena_array(&r->arena, (size_t)s->ntask + 1, sizeof *c.found)};
    int        n = 0;
    if (!c.task || !c.found) return ili_study_no_memory(err);
    for (int t = 0; t < s->ntask; t++) {
        if (s->solved[t] && ili_follow_can(s->task[t])) c.task[n++] = t;
    }
    int       threads = il_parallel_threads(n, r->threads);
    il_status status = IL_OK;
    c.follow = ili_arena_array(&r->arena, (size_t)threads + 1, sizeof *c.follow);
    if (!c.follow) return ili_study_no_memory(err);
    if (status == IL_OK) status = il_parallel_for(n, r->threads, follow_task, &c, "healthy variation and conditions, followed", r->progress, err);
    for (int i = 0; i < threads; i++) ili_follow_free(c.follow[i]);
    for (int t = 0; t < s->ntask; t++) s->nfollow += c.found[t];
    return status;
}

// ---- solved ----------------------------------------------------------------------------------------------------------------------

static void keep_answer(study_run *r, int pair, const il_job *job) {
    if (job->info.status == IL_POSTURE_SOLVED) take_readings(r, pair/r->s->ntask, pair%r->s->ntask, job->reading, job->image);
}

// changes that nobody knows: not asked with an answer, nor told by the mirror image
static int count_lost(const study_run *r) {
    const ili_study *s = r->s;
    int              n = 0;
    for (int i = 0; i < r->nvariant*s->ntask; i++) {
        int variant = i/s->ntask, task = i%s->ntask;
        if (r->done[i] || r->variant[variant].image || !felt(r, &r->variant[variant], task)) continue;
        int twin = mirrored(r, variant, task) ? r->twin[variant]*s->ntask + r->right[task] : -1;
        n += twin < 0 || (!r->done[twin] && felt(r, &r->variant[r->twin[variant]], r->right[task]));
    }
    return n;
}

// what is left; a posture without an answer changes nothing, and is counted
static il_status solve_rest(study_run *r, il_error *err) {
    ili_study *s = r->s;
    int        n = 0, again = 0, *pair = ili_arena_array(&r->arena, (size_t)r->nvariant*(size_t)s->ntask + 1, sizeof *pair);
    if (!pair) return ili_study_no_memory(err);
    r->njob = 0;
    for (int i = 0; i < r->nvariant*s->ntask; i++) {
        if (r->done[i] || mirrored(r, i/s->ntask, i%s->ntask) || !felt(r, &r->variant[i/s->ntask], i%s->ntask)) continue;
        pair[n++] = i;
        ili_study_add_job(r, i%s->ntask, r->variant[i/s->ntask].who, true);
    }
    double *image = ili_arena_array(&r->arena, (size_t)n*IL_TASK_MAX + 1, sizeof *image);
    if (!image) return ili_study_no_memory(err);
    for (int i = 0; i < n; i++) {
        const double *nearer = r->nearer[pair[i]];
        r->job[i].image = &image[i*IL_TASK_MAX];
        if (nearer) r->job[i].who.way = nearer[0], r->job[i].start = nearer + 1, r->job[i].start_act = nearer + 1 + s->body->m->nq;
    }
    il_status status = ili_study_jobs(r, r->threads, "healthy variation and conditions", r->progress, err);
    for (int i = 0; status == IL_OK && i < n; i++) keep_answer(r, pair[i], &r->job[i]);
    // what was not found in line with a lesser severity, from where the healthy person is
    for (int i = 0; status == IL_OK && i < n; i++) {
        if (r->done[pair[i]] || !r->nearer[pair[i]]) continue;
        il_subject who = r->job[i].who;
        double    *into = r->job[i].image;
        r->njob = again, pair[again] = pair[i];
        ili_study_add_job(r, pair[i]%s->ntask, who, true);
        r->job[again++].image = into;
    }
    r->njob = again;
    if (status == IL_OK && again > 0) status = ili_study_jobs(r, r->threads, "severe conditions", r->progress, err);
    for (int i = 0; status == IL_OK && i < again; i++) keep_answer(r, pair[i], &r->job[i]);
    if (status == IL_OK) s->nfailed = count_lost(r);
    return status;
}

il_status ili_study_variants(study_run *r, il_error *err) {
    il_status status = make_variants(r, err);
    for (int i = 0; i < r->nvariant; i++) r->twin[i] = twin_of(r, i);
    for (int t = 0; t < r->s->ntask; t++) r->right[t] = r->s->task[t]->side == IL_SIDE_NONE ? itself(r, t) : right_of(r->s, t);
    if (status == IL_OK && r->even && !r->exact) status = make_images(r, err);
    if (status == IL_OK && !r->exact) status = follow_all(r, err);
    if (status == IL_OK) status = solve_rest(r, err);
    if (status == IL_OK) copy_mirrored(r);
    for (int i = 0; i < r->nvariant*r->s->ntask; i++) free(r->nearer[i]);
    free_variants(r);
    return status;
}
