// solve_print.c - a solved scenario as text and as JSON
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "ilium/shortfall.h"
#include "solve.h"

enum { NSHORTFALL = 6, BOUNDS = 800 }; // of what a task lacked, so many are told; room of a sentence

const char *solve_verdict(const solve_work *w) {
    il_shortfall most;
    if (il_scenario_shortfalls(w->scenario, w->setup.task, &w->outcome, &most, 1) == 1 && most.kind != IL_SHORT_BALANCE)
        return most.kind == IL_SHORT_PLACE ? "cannot be reached" : "cannot be held";
    switch (w->outcome.info.status) {
        case IL_POSTURE_SOLVED: return "solved";
        case IL_POSTURE_CANNOT_HOLD: return "cannot be held";
        case IL_POSTURE_NOT_CONVERGED: break;
    }
    return "not balanced";
}

static bool told(const solve_work *w) { return il_outcome_told(&w->outcome); }

static bool rotates(const il_model *m, int q) { return m->coordinate_kind[q] == IL_ROW_ROTATION; }
static const char *unit(const il_model *m, int q) { return rotates(m, q) ? "deg" : "mm"; }
static double shown(const il_model *m, int q, double value) { return value * (rotates(m, q) ? 180 / 3.14159265358979323846 : 1000); }

// what rounds to nothing prints without a minus
static double tidy(double value) { return fabs(value) < 0.05 ? 0 : value; }

// ---- what carries what ---------------------------------------------------------------------------------------------------------

// joints that are not bushings: the body that each carries
static const char *const joints[][2] = {{"hip_r", "femur_r"},  {"hip_l", "femur_l"},   {"knee_r", "tibia_r"},
                                        {"knee_l", "tibia_l"}, {"ankle_r", "talus_r"}, {"ankle_l", "talus_l"}};
enum { NJOINT = sizeof joints / sizeof *joints };

// moment and force of joint k, in the axes of its parent; false when the body has no such joint
static bool joint_load(const solve_work *w, int k, double load[6]) {
    const il_model *m = w->setup.body->m;
    int             body = il_body_find(m, joints[k][1]);
    if (body != IL_NONE) il_joint_reaction(m, w->setup.person, w->outcome.solution.d, body, load);
    return body != IL_NONE;
}

static void bushing_load(const solve_work *w, int b, double load[6]) {
    for (int i = 0; i < 6; i++) load[i] = w->outcome.solution.d->bushing_force[6 * b + i].lane[0];
}

static double size3(const double v[3]) { return sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]); }

// ---- text ----------------------------------------------------------------------------------------------------------------------

static void print_loads(const solve_work *w) {
    const il_model *m = w->setup.body->m;
    double          load[6];
    printf("\nload of joints                              [N]     [N m]\n");
    for (int b = 0; b < m->nbushing; b++) {
        bushing_load(w, b, load);
        printf("  %-34s %9.0f %9.1f\n", m->bushing_name[b], size3(load + 3), size3(load));
    }
    for (int k = 0; k < NJOINT; k++)
        if (joint_load(w, k, load)) printf("  %-34s %9.0f %9.1f\n", joints[k][0], size3(load + 3), size3(load));
    printf("\nligaments above 5 N                         [N]\n");
    for (int i = 0; i < m->nligament; i++) {
        double force = w->outcome.solution.d->ligament_force[i].lane[0];
        if (force > 5) printf("  %-34s %9.0f\n", m->ligament_name[i], force);
    }
}

// what a reader asks first; the rest stands in --json
static void print_outcomes(const solve_work *w) {
    static const char *const names[] = {"disc.L4_L5.compression_n", "disc.L4_L5.shear_ap_n", "disc.L4_L5.pressure_mpa", "disc.L5_S1.compression_n",
                                        "sij.right.rotation_deg", "sij.left.rotation_deg", "sij.right.shear_n", "sij.left.shear_n",
                                        "hip.right.contact_bw", "hip.left.contact_bw", "knee.right.contact_bw", "knee.left.contact_bw",
                                        "support.right_share", "spine.flexor_cocontraction", "abdomen.pressure_kpa"};
    printf("\noutcomes (all of them: --json; docs/outcomes.md)\n");
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        int i = il_outcomes_find(w->outcomes, names[k]);
        if (i != IL_NONE && isfinite(w->value[i])) printf("  %-34s %9.*f %s\n", names[k], fabs(w->value[i]) < 20 ? 2 : 0, w->value[i],
                                                          il_outcomes_info(w->outcomes, i)->unit);
    }
}

static void print_muscles(const solve_work *w) {
    const il_model            *m = w->setup.body->m;
    const il_posture_solution *s = &w->outcome.solution;
    printf("\nmuscles above 5 %% activation                [%%]       [N]\n");
    for (int i = 0; i < m->nmuscle; i++)
        if (s->act[i] > 0.05) printf("  %-34s %9.1f %9.0f\n", m->muscle_name[i], 100 * s->act[i], il_muscle_tension(s->d, i));
    int n = 0;
    printf("\nreserves above 1 N m (what the muscles could not give)\n");
    for (int i = 0; i < m->nq; i++)
        if (fabs(s->reserve[i]) > 1) printf("  %-34s %9.1f\n", m->coordinate_name[i], s->reserve[i]), n++;
    if (!n) printf("  none\n");
}

void solve_print_bounds(const solve_work *w) {
    char text[BOUNDS];
    if (il_bounds_said(w->setup.body, w->setup.person, text, sizeof text)) printf("%s\n", text);
}

void solve_print_notices(const solve_work *w) {
    for (int i = 0; i < w->setup.knowledge->nnotice; i++)
        if (setup_notice(w->setup.knowledge, il_data_modified(w->setup.data), i)) printf("%s\n", w->setup.knowledge->notice[i].text);
}

static void print_readings(const solve_work *w) {
    const il_task_def *def = il_task_definition(w->setup.task);
    if (def->end.present) printf("the test went %.1f %% of its way\n", 100.0*w->outcome.way);
    if (def->strength.marker) printf("greatest push that can be held: %.1f N\n", w->outcome.push);
    printf("\nread off (degrees, millimetres)\n");
    for (int i = 0; i < il_task_reading_count(w->setup.task); i++) printf("  %-34s %9.1f\n", il_task_reading_test(w->setup.task, i), tidy(w->outcome.reading[i]));
}

static void print_posture(const solve_work *w) {
    const il_model *m = w->setup.body->m;
    printf(told(w) ? "\nposture\n" : "\nposture where the search stopped, which is no solution\n");
    for (int i = 0; i < m->nq; i++)
        if (m->coordinate_role[i] == IL_PRIMARY)
            printf("  %-34s %9.1f %s\n", m->coordinate_name[i], tidy(shown(m, i, w->outcome.solution.q[i])), unit(m, i));
}

void solve_print_text(const solve_work *w) {
    const il_posture_info *info = &w->outcome.info;
    printf("%s%s%s: %s after %d iterations, residual %.1e\n", w->setup.def->name ? w->setup.def->name : w->setup.def->id, w->setup.with ? ", with " : "",
           w->setup.with ? w->setup.with : "", solve_verdict(w), info->iterations, info->residual);
    il_shortfall lack[NSHORTFALL];
    int          n = il_scenario_shortfalls(w->scenario, w->setup.task, &w->outcome, lack, NSHORTFALL);
    for (int i = 0; i < n; i++) printf("%s\n", lack[i].text);
    solve_print_bounds(w);
    char arms[IL_SHORTFALL_TEXT];
    if (il_scenario_arms_not_judged(w->scenario, w->setup.task, &w->outcome, arms)) printf("%s\n", arms);
    if (!told(w) && info->end != IL_POSTURE_END_FOUND) printf("why the search ended: %s\n", il_posture_end_text(info->end));
    if (!told(w)) printf("readings, outcomes, loads and forces are told of a posture that is found and held; of this one there are none\n");
    if (w->start.text[0]) printf("%s\n", w->start.text);
    else if (w->says_start && w->start.starts) printf("%d other starts, three degrees away in every joint, end in the same posture\n", w->start.starts);
    else if (w->says_start) printf("other starts were not looked at: only held postures that were found are, but no tests of strength and no blocks under a foot\n");
    if (told(w)) print_readings(w);
    print_posture(w);
    if (told(w)) print_outcomes(w), print_loads(w), print_muscles(w);
    printf("\n");
    solve_print_notices(w);
}

// ---- JSON ----------------------------------------------------------------------------------------------------------------------

// null where nothing may be told, and where it has no meaning
static json_t *number(const solve_work *w, double x) { return told(w) ? app_json_number(x) : json_null(); }
static json_t *triple(const solve_work *w, const double x[3]) { return told(w) ? json_pack("[f, f, f]", x[0], x[1], x[2]) : json_null(); }

static json_t *readings(const solve_work *w) {
    json_t *j = json_object();
    for (int i = 0; i < il_task_reading_count(w->setup.task); i++)
        json_object_set_new(j, il_task_reading_test(w->setup.task, i), number(w, w->outcome.reading[i]));
    return j;
}

static json_t *coordinates(const solve_work *w) {
    const il_model            *m = w->setup.body->m;
    const il_posture_solution *s = &w->outcome.solution;
    json_t                    *j = json_array();
    for (int i = 0; i < m->nq; i++)
        json_array_append_new(j, json_pack("{s:s, s:s, s:f, s:f}", "name", m->coordinate_name[i], "unit", unit(m, i), "value", shown(m, i, s->q[i]),
                                           "reserve", s->reserve[i]));
    return j;
}

static json_t *muscles(const solve_work *w) {
    const il_posture_solution *s = &w->outcome.solution;
    json_t                    *j = json_array();
    for (int i = 0; i < w->setup.body->m->nmuscle; i++)
        json_array_append_new(j, json_pack("{s:s, s:o, s:o}", "name", w->setup.body->m->muscle_name[i], "activation", number(w, s->act[i]), "tension_n",
                                           number(w, il_muscle_tension(s->d, i))));
    return j;
}

static json_t *ligaments(const solve_work *w) {
    json_t *j = json_array();
    for (int i = 0; i < w->setup.body->m->nligament; i++)
        json_array_append_new(j, json_pack("{s:s, s:o}", "name", w->setup.body->m->ligament_name[i], "tension_n",
                                           number(w, w->outcome.solution.d->ligament_force[i].lane[0])));
    return j;
}

static json_t *joint(const solve_work *w, const char *name, const double l[6]) {
    return json_pack("{s:s, s:o, s:o}", "joint", name, "force_n", triple(w, l + 3), "moment_nm", triple(w, l));
}

static json_t *loads(const solve_work *w) {
    json_t *j = json_array();
    double  load[6];
    for (int b = 0; b < w->setup.body->m->nbushing; b++) {
        bushing_load(w, b, load);
        json_array_append_new(j, joint(w, w->setup.body->m->bushing_name[b], load));
    }
    for (int k = 0; k < NJOINT; k++)
        if (joint_load(w, k, load)) json_array_append_new(j, joint(w, joints[k][0], load));
    return j;
}

// what the examiner's hands, straps and the person's own hands give: of holds along their direction, of grips on their coordinate
static json_t *hands(const solve_work *w) {
    const il_task_def         *def = w->setup.def;
    const il_posture_solution *s = &w->outcome.solution;
    json_t                    *j = json_array();
    for (int i = 0; i < def->nhold; i++)
        json_array_append_new(j, json_pack("{s:s, s:s?, s:[fff], s:o, s:s}", "at", def->hold[i].marker, "from", def->hold[i].from, "direction",
                                           def->hold[i].direction[0], def->hold[i].direction[1], def->hold[i].direction[2], "value",
                                           number(w, s->hold[i]), "unit", "N"));
    for (int i = 0; i < def->ngrip; i++)
        json_array_append_new(j, json_pack("{s:s, s:o, s:s}", "at", def->grip[i].coordinate, "value", number(w, s->grip[i]), "unit", "Nm"));
    return j;
}

// every outcome of the table with its unit
static json_t *outcomes(const solve_work *w) {
    json_t *j = json_object();
    for (int i = 0; i < il_outcomes_count(w->outcomes); i++) {
        const il_outcome_info *info = il_outcomes_info(w->outcomes, i);
        json_object_set_new(j, info->name, json_pack("{s:o, s:s}", "value", number(w, w->value[i]), "unit", info->unit));
    }
    return j;
}

// where it was lacking
static const char *lacking_at(const solve_work *w, const il_shortfall *lack) {
    if (lack->kind == IL_SHORT_PLACE) return w->setup.def->place[lack->index].marker;
    return lack->index == IL_NONE ? "" : w->setup.body->m->coordinate_name[lack->index];
}

// what the task lacked, the largest first: in words and in numbers
static json_t *missing(const solve_work *w) {
    il_shortfall lack[NSHORTFALL];
    int          n = il_scenario_shortfalls(w->scenario, w->setup.task, &w->outcome, lack, NSHORTFALL);
    json_t      *j = json_array();
    for (int i = 0; i < n; i++)
        json_array_append_new(j, json_pack("{s:s, s:s, s:s, s:o, s:s}", "text", lack[i].text, "of", il_short_kind_text(lack[i].kind), "at",
                                           lacking_at(w, &lack[i]), "amount", app_json_number(lack[i].amount), "unit", lack[i].unit));
    return j;
}

json_t *solve_notices(const solve_work *w) {
    json_t *j = json_array();
    for (int i = 0; i < w->setup.knowledge->nnotice; i++)
        if (setup_notice(w->setup.knowledge, il_data_modified(w->setup.data), i)) json_array_append_new(j, json_string(w->setup.knowledge->notice[i].text));
    char arms[IL_SHORTFALL_TEXT], bounds[BOUNDS];
    if (il_bounds_said(w->setup.body, w->setup.person, bounds, sizeof bounds)) json_array_append_new(j, json_string(bounds));
    if (w->scenario && il_scenario_arms_not_judged(w->scenario, w->setup.task, &w->outcome, arms)) json_array_append_new(j, json_string(arms));
    return j;
}

// whether the posture depends on where its search began
static json_t *other_start(const solve_work *w) {
    const il_start_check *c = &w->start;
    const char           *at = c->coordinate == IL_NONE ? NULL : w->setup.body->m->coordinate_name[c->coordinate];
    return json_pack("{s:i, s:i, s:i, s:b, s:s?, s:o, s:s, s:o, s:s}", "starts", c->starts, "solved", c->solved, "same", c->same, "stopped", c->stopped, "coordinate", at, "away",
                     at ? app_json_number(shown(w->setup.body->m, c->coordinate, c->away)) : json_null(), "unit",
                     at ? unit(w->setup.body->m, c->coordinate) : "", "cost", at ? app_json_number(c->cost) : json_null(), "text", c->text);
}

int solve_print_json(const solve_work *w) {
    const il_posture_info *info = &w->outcome.info;
    json_t *root = json_pack("{s:s, s:s?, s:s, s:s, s:b, s:i, s:o, s:s, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "scenario", w->setup.def->id, "with", w->setup.with, "status",
                             solve_verdict(w), "end", il_posture_end_text(info->end), "told", told(w), "iterations", info->iterations, "residual", app_json_number(info->residual), "data_hash", il_data_hash(w->setup.data),
                             "locally_modified", il_data_modified(w->setup.data), "readings", readings(w), "coordinates", coordinates(w), "loads", loads(w),
                             "ligaments", ligaments(w), "muscles", muscles(w), "outcomes", outcomes(w), "hands", hands(w), "missing", missing(w),
                             "notices", solve_notices(w));
    if (root && w->start.starts) json_object_set_new(root, "other_start", other_start(w));
    return app_print_json(root, 1, 9);
}
