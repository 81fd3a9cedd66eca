// validate_cohort.c - predictions of every task beside published norms: a woman and a man of usual size, and healthy cohorts made from an explicit seed
//   validate_cohort [FILE]     writes docs/validation.md, or FILE
// Sizes and data/body/variations.csv are drawn as independent normals. Nothing is fitted here; docs/validation-frozen.md says what counts.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/random.h"
#include "ilium/batch.h"
#include "ilium/io_body.h"
#include "ilium/knowledge.h"
#include "ilium/tasks.h"

enum { NCOHORT = 40, NPERSON = NCOHORT + 1, MAX_TASKS = 64, NLOAD = 6, NEFFORT = 3 }; // person 0 is the usual one
static const uint64_t SEED = 20260101;

typedef struct look {
    const il_body   *body;
    const il_params *p;
    double           value[NLOAD]; ///< L4/L5 [N], right hip [% BW], flexors [%], sacroiliac right: rotation [deg], shift [mm], ligament share [%]
    double           sij[6];
} look;

typedef struct person {
    il_params *p;
    double    *habit, *added; ///< added: to the readings of each job [MAX_TASKS*IL_TASK_MAX]
    double     tolerance;
} person;

typedef struct work {
    il_data_dir          *dir;
    const il_body_tables *tables;
    il_body              *body;
    il_knowledge         *k;
    il_tasks             *tasks;
    il_task              *task[MAX_TASKS];
    il_side               side[MAX_TASKS];
    int                   ntask;
    FILE                 *out;
} work;

static double length3(const double *x) { return sqrt(x[0]*x[0] + x[1]*x[1] + x[2]*x[2]); }

static void look_at(void *user, const il_subject *who, const il_posture_solution *s, int job) {
    look           *l = user;
    const il_model *m = l->body->m;
    double          weight = 0.0, reaction[6], flexors = 0.0, ligaments = 0.0;
    int             n = 0, disc = il_bushing_find(m, "L4_L5_disc"), joint = il_bushing_find(m, "sij_bushing_r");
    (void)job;
    for (int b = 0; b < m->nbody; b++) weight += 9.80665*who->p->body_mass[b];
    il_joint_reaction(m, who->p, s->d, il_body_find(m, "femur_r"), reaction);
    for (int i = 0; i < m->nmuscle; i++) {
        const char *g = l->body->groups.muscle[i];
        if (strcmp(g, "rectus_abdominis") && strcmp(g, "external_oblique") && strcmp(g, "internal_oblique")) continue;
        flexors += s->act[i], n++;
    }
    for (int i = 0; i < m->nligament; i++) {
        if (!strcmp(l->body->groups.ligament[i], "sacroiliac") && il_side_of(m->ligament_name[i]) == IL_SIDE_RIGHT) ligaments += s->d->ligament_force[i].lane[0];
    }
    static const char *const axes[6] = {"rx", "ry", "rz", "tx", "ty", "tz"};
    double                   force[3];
    for (int c = 0; c < 6; c++) {
        char name[16];
        snprintf(name, sizeof name, "sij_%s_r", axes[c]);
        int j = il_coordinate_find(m, name);
        l->sij[c] = j == IL_NONE ? 0.0 : s->q[j] - who->p->coordinate_neutral[j];
        if (c < 3) force[c] = s->d->bushing_force[6*joint + 3 + c].lane[0];
    }
    l->value[0] = s->d->bushing_force[6*disc + 3].lane[0], l->value[1] = 100.0*length3(reaction + 3)/weight;
    l->value[2] = n ? 100.0*flexors/n : 0.0, l->value[3] = 57.29577951308232*length3(l->sij), l->value[4] = 1000.0*length3(l->sij + 3);
    l->value[5] = 100.0*ligaments/(ligaments + length3(force));
}

static void say(void *user, const char *what, double fraction) {
    (void)user;
    fprintf(stderr, "\r%s %3.0f %% ", what, 100.0*fraction);
}

static double usual(const work *w, const char *name) { return il_body_usual(w->tables, name)->value; }

// one standard normal for all rows of an id
static il_status vary(work *w, ili_random *r, person *who, il_error *err) {
    double z = 0.0;
    for (int i = 0; i < w->tables->n_variations; i++) {
        const il_variations_row *row = &w->tables->variations[i];
        if (i == 0 || strcmp(row->id, row[-1].id)) z = ili_random_normal(r);
        il_side side = !strcmp(row->side, "right") ? IL_SIDE_RIGHT : !strcmp(row->side, "left") ? IL_SIDE_LEFT : IL_SIDE_BOTH;
        if (!strcmp(row->kind, "tolerance")) {
            who->tolerance *= fmax(0.2, 1.0 + z*row->value);
        } else if (!strcmp(row->kind, "habit")) {
            int j = il_coordinate_find(w->body->m, row->target);
            if (j != IL_NONE) who->habit[j] += z*row->value;
        } else if (!strcmp(row->kind, "reading")) {
            for (int t = 0; t < w->ntask; t++) {
                bool here = side == IL_SIDE_BOTH || side == w->side[t];
                for (int k = 0; here && k < il_task_reading_count(w->task[t]); k++) {
                    if (!strcmp(il_task_reading_test(w->task[t], k), row->target)) who->added[t*IL_TASK_MAX + k] += z*row->value;
                }
            }
        } else {
            char              target[IL_TARGET];
            il_parameter_kind kind;
            il_status         s = il_parameter_find(row->target, &kind, target, err);
            if (!s) s = il_parameter_apply(w->body, who->p, kind, target, side, row->value, z, err);
            if (s) return s;
        }
    }
    return IL_OK;
}

// heights and masses of adults (recalled: NHANES), pelvic incidence 50.5 SD 11.4 (Sci Rep 2022, n 324)
static il_status make_person(work *w, bool woman, int index, person *who, il_error *err) {
    const il_model *m = w->body->m;
    ili_random      r;
    ili_random_seed(&r, SEED + (woman ? 0 : 1), (uint64_t)index);
    il_body_sizes sizes = {.sex = woman ? IL_BODY_FEMALE : IL_BODY_MALE};
    if (index > 0) {
        sizes.height_m = (woman ? 1.62 : 1.76) + 0.068*ili_random_normal(&r);
        sizes.mass_kg = (23.5 + 2.5*ili_random_normal(&r))*sizes.height_m*sizes.height_m;
        sizes.pelvic_incidence_deg = fmax(25.0, fmin(80.0, 50.5 + 11.4*ili_random_normal(&r)));
    }
    *who = (person){.habit = calloc((size_t)m->nq, sizeof(double)), .added = calloc(MAX_TASKS*IL_TASK_MAX, sizeof(double)), .tolerance = usual(w, "stretch_tolerance")};
    il_status s = who->habit && who->added ? il_params_create(m, false, &who->p, err) : IL_NO_MEMORY;
    if (!s) s = il_body_person(w->body, &sizes, who->p, err);
    if (!s) memcpy(who->habit, who->p->coordinate_neutral, sizeof(double)*(size_t)m->nq);
    return !s && index > 0 ? vary(w, &r, who, err) : s;
}

static void row(work *w, bool woman, const il_job *job, const person *who, int first, int reading) {
    const char *id = il_task_reading_test(w->task[first], reading);
    int         test = il_find_test(w->k, id), norm = test < 0 ? -1 : il_find_norm(w->k, test, woman ? IL_SEX_FEMALE : IL_SEX_MALE, 35.0), n = 0, failed = 0;
    double      sum = 0.0, square = 0.0;
    for (int t = first; t < w->ntask && il_task_definition(w->task[t]) == il_task_definition(w->task[first]); t++) {
        for (int i = 1; i < NPERSON; i++) {
            const il_job *j = &job[i*w->ntask + t];
            double        x = j->reading[reading] + who[i].added[t*IL_TASK_MAX + reading];
            if (j->info.status != IL_POSTURE_SOLVED) failed++;
            else sum += x, square += x*x, n++;
        }
    }
    double mean = n ? sum/n : IL_NAN, sd = n > 1 ? sqrt(fmax(0.0, (square - n*mean*mean)/(n - 1))) : IL_NAN;
    fprintf(w->out, "| %s | %s | %s | %.1f | %.1f ± %.1f | ", il_task_definition(w->task[first])->id, id, woman ? "woman" : "man", job[first].reading[reading], mean, sd);
    if (norm < 0 || !(w->k->norm[norm].sd > 0.0)) {
        fprintf(w->out, "none | | | %d/%d |\n", n, n + failed);
        return;
    }
    const il_norm *x = &w->k->norm[norm];
    double         z = (mean - x->mean)/x->sd, ratio = sd/x->sd;
    fprintf(w->out, "%.1f ± %.1f | %+.1f | %s mean, spread %s (x%.1f) | %d/%d |\n", x->mean, x->sd, z, fabs(z) <= 1.0 ? "good" : "**bad**",
            ratio > 0.67 && ratio < 1.5 ? "good" : "**bad**", ratio, n, n + failed);
}

static il_status open_all(work *w, il_error *err) {
    il_status s = il_data_open(NULL, &w->dir, err);
    if (!s) s = il_body_tables_read(w->dir, &w->tables, err);
    if (!s) s = il_body_create(w->tables, &w->body, err);
    if (!s) s = il_knowledge_read(w->dir, &w->k, err);
    if (!s) s = il_tasks_read(w->dir, &w->tasks, err);
    for (int i = 0; !s && i < w->tasks->ntask; i++) {
        for (int side = 0; !s && side < (w->tasks->task[i].sided ? 2 : 1); side++, w->ntask++) {
            w->side[w->ntask] = !w->tasks->task[i].sided ? IL_SIDE_NONE : side ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
            s = il_task_create(w->body->m, &w->tasks->task[i], w->side[w->ntask], &w->task[w->ntask], err);
        }
    }
    return s;
}

static il_status cohort(work *w, bool woman, il_error *err) {
    il_progress progress = {.report = say};
    person     *who = calloc(NPERSON, sizeof *who);
    il_job     *job = calloc((size_t)(NPERSON*w->ntask), sizeof *job);
    il_status   s = who && job ? IL_OK : IL_NO_MEMORY;
    for (int i = 0; !s && i < NPERSON; i++) {
        s = make_person(w, woman, i, &who[i], err);
        for (int t = 0; t < w->ntask; t++) {
            job[i*w->ntask + t] = (il_job){.task = w->task[t], .who = {.p = who[i].p, .habit = who[i].habit, .habit_sd = w->body->sigma_within,
                                                                     .effort = usual(w, "effort"), .tolerance = who[i].tolerance}};
        }
    }
    if (!s) s = il_batch_run(w->body->m, IL_ISA_AUTO, NPERSON*w->ntask, job, 0, woman ? "women" : "men", &progress, err);
    for (int t = 0; !s && t < w->ntask; t++) {
        if (w->side[t] == IL_SIDE_LEFT) continue;
        for (int k = 0; k < il_task_reading_count(w->task[t]); k++) row(w, woman, job, who, t, k);
    }
    for (int i = 0; who && i < NPERSON; i++) il_params_free(who[i].p), free(who[i].habit), free(who[i].added);
    free(who), free(job);
    return s;
}

// loads of the body of the tables, over the declared range of effort
static il_status loads(work *w, il_error *err) {
    static const char *const name[NLOAD] = {"L4/L5 disc compression [N]", "right hip force [% of body weight]", "trunk flexor activation [%]",
                                            "sacroiliac rotation from unloaded rest [deg]", "sacroiliac shift from unloaded rest [mm]", "share of sacroiliac ligaments [%]"};
    static const char *const published[NLOAD][2] = {{"495-693 (Wilke 1999)", ""}, {"", "261, SD 29 (Bergmann 2016)"}, {"about 1.7 (Cholewicki 1997, recalled)", ""}, {"", ""}, {"", ""}, {"", ""}};
    const il_usual_row      *effort = il_body_usual(w->tables, "effort");
    double                   level[NEFFORT] = {effort->low, effort->value, effort->high};
    look                     seen[2][NEFFORT] = {{{0}}};
    for (int task = 0; task < 2; task++) {
        il_job job[NEFFORT];
        int    t = 0;
        while (t < w->ntask && strcmp(il_task_definition(w->task[t])->id, task ? "one_leg_stance" : "standing")) t++;
        if (t == w->ntask) return IL_OK;
        for (int i = 0; i < NEFFORT; i++) {
            const il_params *p = w->body->m->nominal;
            seen[task][i].body = w->body;
            job[i] = (il_job){.task = w->task[t], .who = {.p = p, .habit = p->coordinate_neutral, .habit_sd = w->body->sigma_within, .effort = level[i],
                                                         .tolerance = usual(w, "stretch_tolerance")}, .look = look_at, .user = &seen[task][i]};
        }
        il_status s = il_batch_run(w->body->m, IL_ISA_AUTO, NEFFORT, job, 0, "loads", NULL, err);
        if (s) return s;
        for (int k = 0; k < NLOAD; k++) {
            fprintf(w->out, "| %s | %s | %.1f / %.1f / %.1f | %s |\n", task ? "right leg" : "two legs", name[k], seen[task][0].value[k], seen[task][1].value[k],
                    seen[task][2].value[k], published[k][task]);
        }
    }
    double turn[3], shift[3];
    for (int c = 0; c < 3; c++) turn[c] = seen[1][1].sij[c] - seen[0][1].sij[c], shift[c] = seen[1][1].sij[3 + c] - seen[0][1].sij[3 + c];
    fprintf(w->out, "| two legs to right leg | right sacroiliac rotation [deg] | %.2f | at most 1.7 (Jacob and Kissling 1995) |\n", 57.29577951308232*length3(turn));
    fprintf(w->out, "| two legs to right leg | right sacroiliac shift [mm] | %.2f | at most 0.7 (the same) |\n", 1000.0*length3(shift));
    return IL_OK;
}

int main(int argc, char **argv) {
    work      w = {0};
    il_error  err = {0};
    char      text[900];
    il_status s = open_all(&w, &err);
    w.out = s ? NULL : fopen(argc > 1 ? argv[1] : "docs/validation.md", "w");
    if (!s && !w.out) s = il_error_set(&err, IL_NO_FILE, argc > 1 ? argv[1] : "docs/validation.md", 0, 0, "cannot be written");
    if (!s) {
        fprintf(w.out, "# Predicted beside published\n\nWritten by `make validate`; data %.12s, seed %llu. Good and bad alike; what is calibration stands in\n"
                       "[validation-frozen.md](validation-frozen.md). Cohort: %d women and %d men without any condition, both sides pooled. \"Good\": the cohort's mean within one\n"
                       "published SD of the published mean; its SD within a factor 1.5. Solved: postures with an answer; the others do not count in the mean.\n\n"
                       "| task | reading | person | usual body | cohort | published | difference [SD] | verdict | solved |\n|---|---|---|---|---|---|---|---|---|\n",
                il_data_hash(w.dir), (unsigned long long)SEED, NCOHORT, NCOHORT);
        s = cohort(&w, true, &err);
    }
    if (!s) s = cohort(&w, false, &err);
    if (!s) fprintf(w.out, "\n## Loads\n\nBody of the tables, at the low, usual and high end of the declared range of effort.\n\n| posture | quantity | low / usual / high effort | published |\n|---|---|---|---|\n");
    if (!s) s = loads(&w, &err);
    if (w.out && fclose(w.out)) s = s ? s : il_error_set(&err, IL_NO_FILE, NULL, 0, 0, "the table cannot be written");
    fprintf(stderr, "\n%s\n", s ? il_error_format(&err, text, sizeof text) : "done");
    return s ? 1 : 0;
}
