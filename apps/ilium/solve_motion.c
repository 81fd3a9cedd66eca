// solve_motion.c - `ilium solve walking`: a recorded motion solved frame by frame, its peaks as text, its curves as JSON
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/factor.h"
#include "ilium/motions.h"
#include "solve.h"

typedef struct motion_work {
    il_motion        *motion;
    il_motion_result *result;
    il_outcomes      *names;
    double            weight;
} motion_work;

static const double *curve(const motion_work *x, int outcome, double *out) {
    for (int f = 0; f < x->result->nframe; f++) out[f] = x->result->value[f * x->result->noutcome + outcome];
    return out;
}

static double percent(const motion_work *x, int frame) { return x->result->nframe > 1 ? 100.0 * frame / (x->result->nframe - 1) : 0.0; }

// ---- text ----------------------------------------------------------------------------------------------------------------------

// lowest and highest of an outcome, and when
static void print_peak(const motion_work *x, const char *name, double *y) {
    int i = il_outcomes_find(x->names, name), low = 0, high = 0;
    if (i == IL_NONE) return;
    curve(x, i, y);
    for (int f = 1; f < x->result->nframe; f++) {
        if (y[f] < y[low]) low = f;
        if (y[f] > y[high]) high = f;
    }
    printf("  %-42s %9.2f %4.0f %% %9.2f %4.0f %%  %s\n", name, y[low], percent(x, low), y[high], percent(x, high), il_outcomes_info(x->names, i)->unit);
}

static void print_residuals(const motion_work *x, const il_model *m) {
    const il_motion_frame *frame = x->result->frame, *worst = frame;
    double                 force = 0, moment = 0, square = 0;
    int                    unsolved = 0;
    for (int f = 0; f < x->result->nframe; f++) {
        force = fmax(force, frame[f].root_force), moment = fmax(moment, frame[f].root_moment);
        square += frame[f].root_force * frame[f].root_force;
        if (frame[f].reserve > worst->reserve) worst = &frame[f];
        if (frame[f].info.status == IL_POSTURE_NOT_CONVERGED) unsolved++;
    }
    printf("\nhow far motion, ground forces and body fit each other\n");
    printf("  residual force on the root: largest %.1f, root mean square %.1f %% of body weight; moment %.0f N m\n", 100 * force / x->weight,
           100 * sqrt(square / x->result->nframe) / x->weight, moment);
    printf("  largest reserve elsewhere: %.1f N m on %s at %.0f %% of the cycle\n", worst->reserve,
           worst->worst == IL_NONE ? "none" : m->coordinate_name[worst->worst], percent(x, (int)(worst - frame)));
    if (unsolved) printf("  %d of %d frames are not balanced\n", unsolved, x->result->nframe);
}

static void print_text(const motion_work *x, const solve_work *w) {
    static const char *const names[] = {
        "hip.right.contact_bw", "hip.left.contact_bw", "knee.right.contact_bw", "knee.left.contact_bw", "ankle.right.contact_n",
        "disc.L4_L5.compression_n", "disc.L4_L5.shear_ap_n", "disc.L5_S1.compression_n", "sij.right.rotation_deg", "sij.left.rotation_deg",
        "sij.right.nutation_deg", "sij.right.translation_mm", "symphysis.force_n", "band.right.tension_n", "band.right.epicondyle_press_n",
        "muscle_group.gluteus_maximus.right.activation_mean", "muscle_group.gluteus_medius.right.activation_mean",
        "muscle_group.iliacus.right.activation_mean", "muscle_group.psoas.right.activation_mean",
        "muscle_group.hamstrings.right.activation_mean", "muscle_group.vasti.right.activation_mean",
        "muscle_group.rectus_femoris.right.activation_mean", "muscle_group.calf.right.activation_mean",
        "muscle_group.shin.right.activation_mean", "muscle_group.multifidus.right.activation_mean",
        "muscle_group.longissimus.right.activation_mean"};
    double *y = calloc((size_t)x->result->nframe, sizeof *y);
    printf("%s%s%s: %d frames\n", x->motion->name, w->setup.with ? ", with " : "", w->setup.with ? w->setup.with : "", x->result->nframe);
    solve_print_bounds(w);
    printf("\n%-44s %9s %6s %9s %6s\n", "outcomes over the cycle (all: --json)", "lowest", "at", "highest", "at");
    for (size_t k = 0; y && k < sizeof names / sizeof *names; k++) print_peak(x, names[k], y);
    print_residuals(x, w->setup.body->m);
    printf("\nA plausibility check on one recorded man, not a measurement: sacroiliac joints and discs balance in each frame as if at rest.\n");
    free(y);
}

// ---- JSON ----------------------------------------------------------------------------------------------------------------------

static json_t *outcome_curves(const motion_work *x) {
    json_t *all = json_object();
    for (int i = 0; i < il_outcomes_count(x->names); i++) {
        const il_outcome_info *info = il_outcomes_info(x->names, i);
        json_t                *y = json_array();
        for (int f = 0; f < x->result->nframe; f++) json_array_append_new(y, app_json_number(x->result->value[f * x->result->noutcome + i]));
        json_object_set_new(all, info->name, json_pack("{s:s, s:o}", "unit", info->unit, "value", y));
    }
    return all;
}

static json_t *moment_curves(const motion_work *x, const il_model *m) {
    json_t *all = json_object();
    for (int j = 0; j < m->nq; j++) {
        json_t *y = json_array();
        for (int f = 0; f < x->result->nframe; f++) json_array_append_new(y, app_json_number(x->result->moment[f * m->nq + j]));
        json_object_set_new(all, m->coordinate_name[j], json_pack("{s:s, s:o}", "unit", m->coordinate_kind[j] == IL_ROW_ROTATION ? "Nm" : "N", "value", y));
    }
    return all;
}

static json_t *frames(const motion_work *x) {
    json_t *all = json_array();
    for (int f = 0; f < x->result->nframe; f++) {
        const il_motion_frame *frame = &x->result->frame[f];
        json_array_append_new(all, json_pack("{s:f, s:b, s:f, s:f, s:f}", "time_s", frame->time, "balanced", frame->info.status != IL_POSTURE_NOT_CONVERGED,
                                             "root_force_n", frame->root_force, "root_moment_nm", frame->root_moment, "largest_reserve_nm", frame->reserve));
    }
    return all;
}

static int print_json(const motion_work *x, const solve_work *w) {
    json_t *root = json_pack("{s:s, s:s, s:s?, s:s, s:b, s:o, s:o, s:o, s:o}", "motion", x->motion->id, "source", x->motion->source, "with", w->setup.with,
                             "data_hash", il_data_hash(w->setup.data), "locally_modified", il_data_modified(w->setup.data), "frames", frames(x), "outcomes",
                             outcome_curves(x), "joint_moments", moment_curves(x, w->setup.body->m), "notices", solve_notices(w));
    return app_print_json(root, 0, 9); // curves: one line, or every number would have its own
}

// ---- the command ---------------------------------------------------------------------------------------------------------------

static void body_weight(motion_work *x, const il_model *m, const il_params *p) {
    for (int b = 0; b < m->nbody; b++) x->weight += 9.80665 * p->body_mass[b];
}

static int unbalanced(const il_motion_result *r) {
    for (int f = 0; f < r->nframe; f++)
        if (r->frame[f].info.status == IL_POSTURE_NOT_CONVERGED) return EXIT_UNSOLVED;
    return EXIT_DONE;
}

static bool says_who(const setup_wish *o) {
    bool any = o->sex != NULL;
    for (int i = 0; i < SETUP_MEASURES; i++) any |= o->measure[i] != NULL;
    return any;
}

static void set_measure(const il_body_tables *t, setup_wish *who, const char *flag, const char *value) {
    for (int i = 0; i < t->n_scaling && i < SETUP_MEASURES; i++)
        if (!strcmp(t->scaling[i].flag, flag)) who->measure[i] = value;
}

int solve_motion(const setup_wish *o, bool json, solve_work *w) {
    motion_work  x = {0};
    il_error     err = {0};
    app_progress progress;
    int          code = EXIT_DONE;
    char         height[IL_NUMBER_TEXT], mass[IL_NUMBER_TEXT];
    setup_wish   who = *o;
    if (says_who(o)) return app_usage("solve", "a recorded motion belongs to the person recorded: leave out --sex and measures", NULL);
    app_progress_start(&progress, false);
    il_status status = il_motion_read(w->setup.data, o->scenario, &x.motion, &err);
    if (!status) {
        who.sex = x.motion->person.sex == IL_BODY_MALE ? "male" : "female";
        set_measure(w->setup.tables, &who, "height-cm", il_number_format(100 * x.motion->person.height_m, height));
        set_measure(w->setup.tables, &who, "mass-kg", il_number_format(x.motion->person.mass_kg, mass));
        status = setup_person(&who, &w->setup, &err);
    }
    if (!status) status = il_outcomes_create(w->setup.body, &x.names, &err);
    if (!status) {
        il_subject usual = il_subject_usual(w->setup.body, w->setup.person, NULL);
        status = il_motion_solve(w->setup.body, w->setup.person, x.motion, usual.effort, 0, &progress.progress, &x.result, &err);
    }
    app_progress_end(&progress);
    if (status) code = app_failed(&err);
    else {
        body_weight(&x, w->setup.body->m, w->setup.person);
        if (json) code = print_json(&x, w);
        else print_text(&x, w), solve_print_notices(w), code = app_print("", 0);
        if (!code) code = unbalanced(x.result);
    }
    il_motion_result_free(x.result);
    il_outcomes_free(x.names);
    il_motion_free(x.motion);
    return code;
}
