// slow_motion.c - the whole recorded gait cycle: balance, plausible hip forces, and joint moments beside OpenSim's of the same recording
#include "body_fixture.h"
#include "ilium/motions.h"

typedef struct walk {
    fixture           f;
    il_motion        *motion;
    il_params        *p;
    il_outcomes      *o;
    il_motion_result *r;
} walk;

static walk W;

static int open_walk(void **state) {
    (void)state;
    il_error err = {0};
    W.f = body_open();
    if (il_motion_read(W.f.dir, "walking", &W.motion, &err) != IL_OK || il_params_create(W.f.m, false, &W.p, &err) != IL_OK ||
        il_body_person(W.f.body, &W.motion->person, W.p, &err) != IL_OK || il_outcomes_create(W.f.body, &W.o, &err) != IL_OK ||
        il_motion_solve(W.f.body, W.p, W.motion, il_body_usual(W.f.tables, "effort")->value, 0, NULL, &W.r, &err) != IL_OK)
        fail_msg("%s:%d: %s", err.file, err.line, err.text);
    return 0;
}

static int close_walk(void **state) {
    (void)state;
    il_motion_result_free(W.r);
    il_outcomes_free(W.o);
    il_params_free(W.p);
    il_motion_free(W.motion);
    body_close(&W.f);
    return 0;
}

static double at(const char *name, int frame) {
    int i = il_outcomes_find(W.o, name);
    if (i == IL_NONE) fail_msg("no outcome '%s'", name);
    return W.r->value[frame*W.r->noutcome + i];
}

// the motion and the forces were measured apart and the body is another's: what is missing at the root is some tenth of body weight
static void every_frame_balances(void **state) {
    (void)state;
    double weight = 9.81*72.6;
    for (int f = 0; f < W.r->nframe; f++) {
        assert_int_not_equal(W.r->frame[f].info.status, IL_POSTURE_NOT_CONVERGED);
        assert_true(W.r->frame[f].root_force < 0.15*weight);
        assert_true(W.r->frame[f].root_moment < 0.1*weight);
        assert_true(W.r->frame[f].reserve < 5.0);
    }
}

// the leg that stands carries some two to four body weights, the one that swings less than one; the hip's force points down and to the side
static void the_hip_is_loaded_in_stance(void **state) {
    (void)state;
    int n = W.r->nframe - 1;
    assert_true(at("hip.right.contact_bw", 15*n/100) > 1.8 && at("hip.right.contact_bw", 15*n/100) < 4.5);
    assert_true(at("hip.right.contact_bw", 30*n/100) > 1.5 && at("hip.right.contact_bw", 46*n/100) > 2.0);
    assert_true(at("hip.right.contact_bw", 75*n/100) < 1.0 && at("hip.left.contact_bw", 25*n/100) < 1.0);
    assert_true(at("hip.right.contact_superior_bw", 15*n/100) < -1.5 && at("hip.right.contact_lateral_bw", 15*n/100) > 0.0);
    assert_true(at("muscle_group.calf.right.activation_mean", 48*n/100) > 5.0*at("muscle_group.calf.right.activation_mean", 80*n/100));
    printf("hip right %.2f BW at 15 %%, %.2f at 46 %% of the cycle\n", at("hip.right.contact_bw", 15*n/100), at("hip.right.contact_bw", 46*n/100));
}

// mean residual moment of the root about an axis over the cycle [N m]
static double mean_moment(const char *coordinate_name) {
    int    j = coordinate(W.f.m, coordinate_name), n = W.r->nframe - 1;
    double sum = 0.0;
    for (int f = 0; f < n; f++) sum += W.r->moment[f*W.r->nq + j]/n;
    return sum;
}

static double largest_abduction(const char *coordinate_name) {
    int    j = coordinate(W.f.m, coordinate_name);
    double best = 0.0;
    for (int f = 0; f < W.r->nframe; f++) best = fmax(best, -W.r->moment[f*W.r->nq + j]);
    return best;
}

// over a whole cycle of steady walking the ground turns nobody about his line of progress, and both legs do the same work; as recorded it is 10 N m and 5 to 3
static void the_ground_lies_under_the_walker(void **state) {
    (void)state;
    double right = largest_abduction("hip_adduction_r"), left = largest_abduction("hip_adduction_l");
    printf("mean residual about the line of progress %.2f N m; abduction %.1f right, %.1f left\n", mean_moment("pelvis_list"), right, left);
    assert_true(fabs(mean_moment("pelvis_list")) < 1.0);
    assert_true(left/right < 1.15 && right/left < 1.15);
}

// ---- beside OpenSim ------------------------------------------------------------------------------------------------------------

typedef struct table { int nrow, ncolumn; char name[64][40]; double *value; } table;

// an OpenSim storage file: a header that ends with endheader, a row of names, rows of numbers
static bool read_storage(const char *path, table *t) {
    char  line[8192];
    FILE *file = fopen(path, "r");
    if (!file) return false;
    while (fgets(line, sizeof line, file) && strncmp(line, "endheader", 9)) {}
    if (!fgets(line, sizeof line, file)) line[0] = '\0';
    for (char *word = strtok(line, "\t \r\n"); word && t->ncolumn < 64; word = strtok(NULL, "\t \r\n")) snprintf(t->name[t->ncolumn++], 40, "%s", word);
    t->value = calloc(1000*(size_t)(t->ncolumn + 1), sizeof *t->value);
    for (; t->nrow < 1000 && fgets(line, sizeof line, file); t->nrow++) {
        char *next = line;
        for (int c = 0; c < t->ncolumn; c++) t->value[t->nrow*t->ncolumn + c] = strtod(next, &next);
    }
    fclose(file);
    return true;
}

static double interpolate(const table *t, int column, double time) {
    int k = 0;
    while (k + 2 < t->nrow && t->value[(k + 1)*t->ncolumn] < time) k++;
    double a = t->value[k*t->ncolumn], b = t->value[(k + 1)*t->ncolumn], s = (time - a)/(b - a);
    return (1.0 - s)*t->value[k*t->ncolumn + column] + s*t->value[(k + 1)*t->ncolumn + column];
}

// the same angles and forces, another man's segments (masses and lengths of our scaled body): root mean square differences [N m]
static void joint_moments_are_those_of_the_peer(void **state) {
    (void)state;
    static const struct { const char *coordinate; double tolerance; } joints[] = {
        {"hip_flexion_r", 9.0}, {"hip_flexion_l", 9.0}, {"hip_adduction_r", 4.0}, {"hip_adduction_l", 4.0}, {"hip_rotation_r", 1.5}, {"hip_rotation_l", 1.5},
        {"knee_angle_r", 4.0}, {"knee_angle_l", 4.0}, {"ankle_angle_r", 2.0}, {"ankle_angle_l", 2.0}, {"subtalar_angle_r", 2.0}, {"subtalar_angle_l", 2.0}};
    const char *shared = getenv("ILIUM_SHARED");
    char        path[512];
    table       t = {0};
    il_error          err = {0};
    il_motion         raw = *W.motion; // as recorded: the peer had it so
    il_motion_result *r = NULL;
    size_t            nfoot = (size_t)raw.nframe*2*IL_FOOT_VALUES;
    double           *foot = malloc(nfoot*sizeof *foot);
    for (size_t i = 0; i < nfoot; i++) foot[i] = raw.foot[i] - (i%IL_FOOT_VALUES == 3 ? raw.ground[0] : i%IL_FOOT_VALUES == 5 ? raw.ground[1] : 0.0);
    raw.foot = foot;
    snprintf(path, sizeof path, "%s/peer/runs/gait2392/bench_ID/s01_ID.sto", shared ? shared : "../shared");
    if (!read_storage(path, &t)) {
        printf("SKIPPED: %s is not there\n", path);
        free(foot);
        return;
    }
    if (il_motion_solve(W.f.body, W.p, &raw, il_body_usual(W.f.tables, "effort")->value, 0, NULL, &r, &err) != IL_OK) fail_msg("%s", err.text);
    for (size_t k = 0; k < sizeof joints/sizeof *joints; k++) {
        char name[64];
        int  column = 0, j = coordinate(W.f.m, joints[k].coordinate);
        snprintf(name, sizeof name, "%s_moment", joints[k].coordinate);
        while (column < t.ncolumn && strcmp(t.name[column], name)) column++;
        assert_true(column < t.ncolumn);
        double square = 0.0, largest = 0.0;
        for (int f = 0; f < r->nframe; f++) {
            double theirs = interpolate(&t, column, r->frame[f].time), difference = r->moment[f*r->nq + j] - theirs;
            square += difference*difference, largest = fmax(largest, fabs(theirs));
        }
        double rms = sqrt(square/r->nframe);
        printf("  %-18s root mean square difference %5.2f of at most %6.1f N m\n", joints[k].coordinate, rms, largest);
        assert_true(rms < joints[k].tolerance);
    }
    free(t.value), free(foot);
    il_motion_result_free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_frame_balances), cmocka_unit_test(the_hip_is_loaded_in_stance), cmocka_unit_test(the_ground_lies_under_the_walker),
                                       cmocka_unit_test(joint_moments_are_those_of_the_peer)};
    return cmocka_run_group_tests(tests, open_walk, close_walk);
}
