// test_parameters.c - the parameters of conditions: each changes what its row says and nothing else, nothing at severity 0, alike on both sides,
// and what it should in a solved task
#include "ilium/knowledge.h"
#include "task_fixture.h"

static task_fixture  F;
static il_knowledge *K;
static il_params    *P, *Q;

static int open_all(void **state) {
    (void)state;
    F = tasks_open();
    il_error err = {0};
    if (il_knowledge_read(F.body.dir, &K, &err) != IL_OK) fail_msg("%s", err.text);
    assert_int_equal(il_params_create(F.body.m, false, &P, NULL), IL_OK);
    return il_params_create(F.body.m, false, &Q, NULL) != IL_OK;
}
static int close_all(void **state) {
    (void)state;
    il_params_free(P);
    il_params_free(Q);
    il_knowledge_free(K);
    tasks_close(&F);
    return 0;
}

// targets that between them have every part a parameter can change
static const char *const muscles[] = {"psoas", "hamstrings", "glut_med1", NULL}, *const joints[] = {"sacroiliac", "L4_L5_disc", "symphysis", "hip", "knee", NULL},
                  *const bushings[] = {"sacroiliac", "L4_L5_disc", "symphysis", NULL}, *const ligaments[] = {"sacroiliac", "STL", NULL},
                  *const levels[] = {"L5_S1", "L2_L3", NULL}, *const none[] = {"", NULL};

static const char *const *targets(il_parameter_kind kind) {
    const char *id = il_parameter_id(kind);
    if (!strncmp(id, "muscle.", 7)) return muscles;
    if (!strncmp(id, "joint.*.rest", 12)) return bushings;
    if (!strncmp(id, "joint.", 6)) return joints;
    if (!strncmp(id, "ligament.", 9)) return ligaments;
    return !strncmp(id, "disc.", 5) ? levels : none;
}

static void apply_to(il_params *p, il_parameter_kind kind, const char *target, il_side side, double value, double severity) {
    il_error err = {0};
    il_params_copy(F.body.m, F.body.m->nominal, p);
    if (il_parameter_apply(F.body.body, p, kind, target, side, value, severity, &err) != IL_OK) fail_msg("%s: %s", il_parameter_id(kind), err.text);
}

// an end of the range that is not the neutral value
static double strong(il_parameter_kind kind) { return K->parameter[kind].high != K->parameter[kind].neutral ? K->parameter[kind].high : K->parameter[kind].low; }

// ---- fields ----------------------------------------------------------------------------------------------------------------------

// which fields differ from the body's, as bits in the order of IL_PARAM_FIELDS; `zero`: which are nought throughout, and so cannot change by a factor
static void compare(const il_params *p, uint64_t *changed, uint64_t *zero) {
    const il_model *m = F.body.m;
    const il_params *n = m->nominal;
    const int nbody = m->nbody, nrow = m->nrow, nq = m->nq, nfunction_value = m->nfunction_value, npoint = m->npoint, ncondition = m->ncondition, nwrap = m->nwrap, nmuscle = m->nmuscle,
              nligament = m->nligament, nbushing = m->nbushing, nlimit = m->nlimit, npad = m->npad, nmarker = m->nmarker, npolyterm = m->npolyterm;
    int bit = 0;
    (void)nrow, (void)nfunction_value, (void)npolyterm;
#define X(name, count, unit)                                                                                             \
    for (int i = 0; i < (count); i++) {                                                                                  \
        if (memcmp(&p->name[i], &n->name[i], sizeof(double)) != 0) *changed |= (uint64_t)1 << bit;                       \
        if (n->name[i] != 0.0) *zero &= ~((uint64_t)1 << bit);                                                           \
    }                                                                                                                    \
    bit++;
    IL_PARAM_FIELDS(X)
#undef X
}

static const char *const field_names[] = {
#define X(name, count, unit) #name,
    IL_PARAM_FIELDS(X)
#undef X
};
enum { FIELDS = sizeof field_names/sizeof *field_names };

static void each_changes_the_fields_of_its_row_and_no_other(void **state) {
    (void)state;
    assert_true(FIELDS <= 64);
    for (int kind = 0; kind < IL_NPARAMETER; kind++) {
        uint64_t changed = 0, zero = ~(uint64_t)0;
        for (const char *const *t = targets((il_parameter_kind)kind); *t; t++) {
            apply_to(P, (il_parameter_kind)kind, *t, IL_SIDE_BOTH, strong((il_parameter_kind)kind), 1.0);
            compare(P, &changed, &zero);
        }
        for (int f = 0; f < FIELDS; f++) {
            bool is = changed >> f & 1, said = il_list_has(K->parameter[kind].fields, field_names[f]), nought = zero >> f & 1;
            if (is && !said) fail_msg("%s changes %s, which its row does not say", K->parameter[kind].id, field_names[f]);
            if (!is && said && !nought) fail_msg("%s does not change %s as its row says", K->parameter[kind].id, field_names[f]);
        }
        for (const char *p = K->parameter[kind].fields; *p;) {
            size_t n = strcspn(p, ";");
            bool   found = false;
            for (int f = 0; f < FIELDS; f++) found = found || (strlen(field_names[f]) == n && !strncmp(field_names[f], p, n));
            if (!found) fail_msg("%s names a field '%.*s' that there is not", K->parameter[kind].id, (int)n, p);
            p += n + (p[n] == ';');
        }
    }
}

// a name made of its kind and target is found again as both
static void names_are_found_again(void **state) {
    (void)state;
    for (int kind = 0; kind < IL_NPARAMETER; kind++) {
        char              name[IL_PARAMETER_NAME], target[IL_TARGET];
        il_parameter_kind found;
        bool              starred = strchr(il_parameter_id((il_parameter_kind)kind), '*') != NULL;
        assert_ptr_equal(il_parameter_name((il_parameter_kind)kind, "a_target_that_is_as_long_as_any_target_may_be_1", name, sizeof name), name);
        assert_int_equal(il_parameter_find(name, &found, target, NULL), IL_OK);
        assert_int_equal(found, kind);
        assert_string_equal(target, starred ? "a_target_that_is_as_long_as_any_target_may_be_1" : "");
    }
}

static void severity_nought_and_the_neutral_value_change_nothing_bit_for_bit(void **state) {
    (void)state;
    for (int kind = 0; kind < IL_NPARAMETER; kind++) {
        for (const char *const *t = targets((il_parameter_kind)kind); *t; t++) {
            uint64_t changed = 0, zero = 0;
            apply_to(P, (il_parameter_kind)kind, *t, IL_SIDE_BOTH, strong((il_parameter_kind)kind), 0.0);
            compare(P, &changed, &zero);
            apply_to(P, (il_parameter_kind)kind, *t, IL_SIDE_BOTH, K->parameter[kind].neutral, 1.0);
            compare(P, &changed, &zero);
            if (changed) fail_msg("%s of '%s' changes the body though it should not", K->parameter[kind].id, *t);
        }
    }
    for (int c = 0; c < K->ncondition; c++) {
        uint64_t changed = 0, zero = 0;
        il_params_copy(F.body.m, F.body.m->nominal, P);
        assert_int_equal(il_condition_apply(K, c, F.body.body, P, IL_SIDE_RIGHT, 0.0, NULL), K->condition[c].simulated ? IL_OK : IL_BAD_VALUE);
        compare(P, &changed, &zero);
        if (changed) fail_msg("%s at severity 0 changes the body", K->condition[c].id);
    }
}

// ---- sides -----------------------------------------------------------------------------------------------------------------------

// the part of the other side with the same name, or IL_NONE in the midline
static int twin(const char *name, int (*find)(const il_model *, const char *)) {
    char other[96];
    if (il_side_of(name) == IL_SIDE_NONE) return IL_NONE;
    snprintf(other, sizeof other, "%s", name);
    other[strlen(other) - 1] = il_side_of(name) == IL_SIDE_RIGHT ? 'l' : 'r';
    return find(F.body.m, other);
}

static const char *what; // is compared: for the message

static void same(const char *name, double right, double left) {
    if (fabs(right - left) > 1e-12*(1.0 + fabs(right))) fail_msg("%s, %s: %.17g on the right, %.17g on the left", what, name, right, left);
}

static void mirrored(const char *name, const double *right, const double *left) {
    same(name, right[0], left[0]), same(name, right[1], left[1]), same(name, right[2], -left[2]);
}

// Q is the mirror of P: the part i of one is the twin of the other
static void compare_muscles(void) {
    const il_model *m = F.body.m;
    for (int i = 0; i < m->nmuscle; i++) {
        int j = twin(m->muscle_name[i], il_muscle_find);
        if (j == IL_NONE) continue;
        const char *n = m->muscle_name[i];
        same(n, P->muscle_l_opt[i], Q->muscle_l_opt[j]), same(n, P->muscle_l_slack[i], Q->muscle_l_slack[j]), same(n, P->muscle_f_max[i], Q->muscle_f_max[j]);
        same(n, P->muscle_tone[i], Q->muscle_tone[j]), same(n, P->muscle_act_max[i], Q->muscle_act_max[j]);
        same(n, P->muscle_strain_zero[i], Q->muscle_strain_zero[j]), same(n, P->muscle_strain_one[i], Q->muscle_strain_one[j]);
        int a = m->path_start[m->muscle_path[i]], b = m->path_start[m->muscle_path[j]];
        for (int k = 0; a + k < m->path_start[m->muscle_path[i] + 1]; k++) mirrored(n, &P->point_pos[3*(a + k)], &Q->point_pos[3*(b + k)]);
    }
}

static void compare_joints(void) {
    static const double turned[6] = {-1, -1, 1, 1, 1, -1};
    const il_model     *m = F.body.m;
    for (int i = 0; i < m->nbushing; i++) {
        int j = twin(m->bushing_name[i], il_bushing_find);
        for (int c = 0; j != IL_NONE && c < 6; c++) {
            same(m->bushing_name[i], P->bushing_k[6*i + c], Q->bushing_k[6*j + c]), same(m->bushing_name[i], P->bushing_c[6*i + c], Q->bushing_c[6*j + c]);
            same(m->bushing_name[i], P->bushing_w[6*i + c], Q->bushing_w[6*j + c]);
            same(m->bushing_name[i], P->bushing_rest[6*i + c], turned[c]*Q->bushing_rest[6*j + c]);
        }
    }
    for (int i = 0; i < m->nlimit; i++) {
        int j = twin(m->coordinate_name[m->limit_coordinate[i]], il_coordinate_find);
        for (int k = 0; k < m->nlimit && j != IL_NONE; k++)
            for (int c = 0; m->limit_coordinate[k] == j && c < 6; c++) same(m->coordinate_name[j], P->limit_value[6*i + c], Q->limit_value[6*k + c]);
    }
}

static void compare_bones(void) {
    const il_model *m = F.body.m;
    for (int i = 0; i < m->nligament; i++) {
        int j = twin(m->ligament_name[i], il_ligament_find);
        if (j == IL_NONE) continue;
        same(m->ligament_name[i], P->ligament_k[i], Q->ligament_k[j]), same(m->ligament_name[i], P->ligament_l_slack[i], Q->ligament_l_slack[j]);
        same(m->ligament_name[i], P->ligament_toe[i], Q->ligament_toe[j]);
    }
    for (int i = 0; i < m->npad; i++) {
        int j = twin(m->pad_name[i], il_pad_find);
        if (j != IL_NONE) mirrored(m->pad_name[i], &P->pad_pos[3*i], &Q->pad_pos[3*j]);
    }
    for (int i = 0; i < m->nbody; i++) {
        int j = twin(m->body_name[i], il_body_find);
        if (j == IL_NONE) continue;
        mirrored(m->body_name[i], &P->joint_parent_pos[3*i], &Q->joint_parent_pos[3*j]), mirrored(m->body_name[i], &P->body_com[3*i], &Q->body_com[3*j]);
    }
    for (int i = 0; i < m->nmarker; i++) {
        int j = twin(m->marker_name[i], il_marker_find);
        if (j != IL_NONE) mirrored(m->marker_name[i], &P->marker_pos[3*i], &Q->marker_pos[3*j]);
    }
}

static bool has_sides(il_parameter_kind kind, const char *target) {
    return kind != IL_DISC_DEGENERATION && strcmp(target, "L4_L5_disc") != 0;
}

static void right_and_left_are_mirrored(void **state) {
    (void)state;
    for (int kind = 0; kind < IL_NPARAMETER; kind++) {
        for (const char *const *t = targets((il_parameter_kind)kind); *t; t++) {
            if (!has_sides((il_parameter_kind)kind, *t)) continue;
            what = il_parameter_id((il_parameter_kind)kind);
            apply_to(P, (il_parameter_kind)kind, *t, IL_SIDE_RIGHT, strong((il_parameter_kind)kind), 0.6);
            apply_to(Q, (il_parameter_kind)kind, *t, IL_SIDE_LEFT, strong((il_parameter_kind)kind), 0.6);
            compare_muscles(), compare_joints(), compare_bones();
        }
    }
}

static void a_side_leaves_the_other_alone(void **state) {
    (void)state;
    for (int kind = 0; kind < IL_NPARAMETER; kind++) {
        for (const char *const *t = targets((il_parameter_kind)kind); *t; t++) {
            if (!has_sides((il_parameter_kind)kind, *t)) continue;
            what = il_parameter_id((il_parameter_kind)kind);
            apply_to(P, (il_parameter_kind)kind, *t, IL_SIDE_RIGHT, strong((il_parameter_kind)kind), 1.0);
            const il_model *m = F.body.m;
            for (int i = 0; i < m->nmuscle; i++) {
                if (il_side_of(m->muscle_name[i]) != IL_SIDE_LEFT) continue;
                same(m->muscle_name[i], P->muscle_l_opt[i], m->nominal->muscle_l_opt[i]), same(m->muscle_name[i], P->muscle_tone[i], m->nominal->muscle_tone[i]);
                same(m->muscle_name[i], P->muscle_f_max[i], m->nominal->muscle_f_max[i]);
            }
            for (int i = 0; i < m->nbushing; i++)
                for (int c = 0; il_side_of(m->bushing_name[i]) == IL_SIDE_LEFT && c < 6; c++)
                    same(m->bushing_name[i], P->bushing_rest[6*i + c], m->nominal->bushing_rest[6*i + c]), same(m->bushing_name[i], P->bushing_k[6*i + c], m->nominal->bushing_k[6*i + c]);
            for (int i = 0; i < m->npad; i++)
                if (il_side_of(m->pad_name[i]) == IL_SIDE_LEFT) same(m->pad_name[i], P->pad_pos[3*i + 1], m->nominal->pad_pos[3*i + 1]);
        }
    }
}

// ---- laws ------------------------------------------------------------------------------------------------------------------------

// force of a bushing's axis at a deflection, as its formula in model.h says
static double bushing_law(const il_params *p, int i, double q) {
    return p->bushing_k[i]*q + p->bushing_b[i]*(sqrt(q*q + p->bushing_w[i]*p->bushing_w[i]) - p->bushing_w[i]) + p->bushing_c[i]*q*q*q;
}

static void stiffer_multiplies_the_load_and_laxer_the_motion(void **state) {
    (void)state;
    const il_params *n = F.body.m->nominal;
    int              disc = il_bushing_find(F.body.m, "L4_L5_disc");
    for (int axis = 0; axis < 6; axis++) {
        double q = axis < 3 ? 0.07 : 0.002, load = bushing_law(n, 6*disc + axis, q);
        apply_to(P, IL_JOINT_STIFFNESS, "disc", IL_SIDE_NONE, 3.0, 1.0);
        assert_true(fabs(bushing_law(P, 6*disc + axis, q) - 3.0*load) < 1e-9*fabs(load) + 1e-12);
        apply_to(P, IL_JOINT_LAXITY, "disc", IL_SIDE_NONE, 3.0, 1.0);
        assert_true(fabs(bushing_law(P, 6*disc + axis, 3.0*q) - load) < 1e-9*fabs(load) + 1e-12);
    }
    const double *a = n->limit_value, *b = P->limit_value; // k1 k2 theta2 k3 k4 theta1
    apply_to(P, IL_JOINT_LAXITY, "hip", IL_SIDE_BOTH, 1.4, 1.0);
    double q = 1.7, at = a[0]*exp(a[1]*(q - a[2])) + a[3]*exp(a[4]*(q - a[5])), lax = b[0]*exp(b[1]*(1.4*q - b[2])) + b[3]*exp(b[4]*(1.4*q - b[5]));
    assert_true(fabs(at - lax) < 1e-9*fabs(at));
}

static void parameters_compose(void **state) {
    (void)state;
    int i = il_muscle_find(F.body.m, "iliacus_r");
    apply_to(P, IL_MUSCLE_SHORTNESS, "iliacus", IL_SIDE_BOTH, 0.1, 1.0);
    assert_int_equal(il_parameter_apply(F.body.body, P, IL_MUSCLE_SHORTNESS, "iliacus", IL_SIDE_RIGHT, 0.2, 1.0, NULL), IL_OK);
    assert_true(fabs(P->muscle_l_opt[i]/F.body.m->nominal->muscle_l_opt[i] - 0.72) < 1e-12);
    // half the severity twice is the whole
    apply_to(P, IL_MUSCLE_STRENGTH, "iliacus", IL_SIDE_BOTH, 0.3, 0.5);
    assert_int_equal(il_parameter_apply(F.body.body, P, IL_MUSCLE_STRENGTH, "iliacus", IL_SIDE_BOTH, 0.3, 0.5, NULL), IL_OK);
    assert_true(fabs(P->muscle_f_max[i]/F.body.m->nominal->muscle_f_max[i] - 0.3) < 1e-12);
}

static void degeneration_narrows_the_disc_by_its_table(void **state) {
    (void)state;
    const il_model *m = F.body.m;
    int low = il_marker_find(m, "L5_upper"), high = il_marker_find(m, "L4_lower"), disc = il_bushing_find(m, "L4_L5_disc");
    double gap[2];
    for (int n = 0; n < 2; n++) {
        apply_to(P, IL_DISC_DEGENERATION, "L4_L5", IL_SIDE_NONE, 4.0, n);
        neutral(&F.body, P);
        il_pack_set(&F.body.d->q[coordinate(F.body.m, "L4_L5_flexion")], -P->bushing_rest[6*disc + 2]);
        il_position(m, P, F.body.d), il_marker(m, P, F.body.d), il_bushing(m, P, F.body.d);
        double sum = 0.0;
        for (int c = 0; c < 3; c++) sum += pow(F.body.d->marker_world[3*low + c].lane[0] - F.body.d->marker_world[3*high + c].lane[0], 2);
        gap[n] = sqrt(sum);
        for (int c = 0; c < 6; c++) assert_true(fabs(F.body.d->bushing_force[6*disc + c].lane[0]) < 1e-6); // at rest where it is
    }
    print_message("  disc L4-L5 %.1f mm, at grade 4 %.1f mm\n", 1e3*gap[0], 1e3*gap[1]);
    assert_true(fabs(gap[1]/gap[0] - 0.6) < 0.02);
    assert_true(fabs(P->bushing_k[6*disc]/m->nominal->bushing_k[6*disc] - 0.65) < 1e-12);
}

// ---- solved tasks ----------------------------------------------------------------------------------------------------------------

typedef struct change { il_parameter_kind kind; const char *target; il_side side; double value; } change;

static il_outcome solve(const char *id, il_side side, const change *c, int n) {
    il_error err = {0};
    task_nominal(&F);
    for (int i = 0; i < n; i++)
        if (il_parameter_apply(F.body.body, F.p, c[i].kind, c[i].target, c[i].side, c[i].value, 1.0, &err) != IL_OK) fail_msg("%s", err.text);
    il_task   *task = task_make(&F, id, side);
    il_outcome out = task_run(&F, task, NULL, NULL);
    if (out.info.status != IL_POSTURE_SOLVED) fail_msg("%s: not solved (%d)", id, (int)out.info.status);
    il_task_free(task);
    return out;
}

static double reading(const char *id, const char *test, il_side side, const change *c, int n) {
    il_outcome out = solve(id, side, c, n);
    il_task   *task = task_make(&F, id, side);
    double     value = IL_NAN;
    for (int i = 0; i < il_task_reading_count(task); i++)
        if (!strcmp(il_task_reading_test(task, i), test)) value = out.reading[i];
    il_task_free(task);
    if (isnan(value)) fail_msg("'%s' is not read in '%s'", test, id);
    return value;
}

static void shorter_and_stiffer_hip_flexors_lower_the_thomas_test(void **state) {
    (void)state;
    static const change kinds[] = {{IL_MUSCLE_SHORTNESS, "psoas", IL_SIDE_RIGHT, 0.15}, {IL_MUSCLE_FLEXIBILITY, "psoas", IL_SIDE_RIGHT, -0.15},
                                   {IL_MUSCLE_STIFFNESS, "psoas", IL_SIDE_RIGHT, 3.0}, {IL_MUSCLE_TENDON_SHORTNESS, "psoas", IL_SIDE_RIGHT, 0.05},
                                   {IL_MUSCLE_SPASM, "psoas", IL_SIDE_RIGHT, 0.08}};
    double before = reading("modified_thomas", "modified_thomas_hip_deg", IL_SIDE_RIGHT, NULL, 0);
    for (size_t i = 0; i < sizeof kinds/sizeof *kinds; i++) {
        double after = reading("modified_thomas", "modified_thomas_hip_deg", IL_SIDE_RIGHT, &kinds[i], 1);
        print_message("  Thomas %.1f deg, with %s %.1f deg\n", before, il_parameter_id(kinds[i].kind), after);
        assert_true(after > before + 0.5); // thigh higher
    }
}

static void inhibition_caps_activation_and_the_others_take_over(void **state) {
    (void)state;
    const il_model *m = F.body.m;
    il_outcome      out = solve("one_leg_stance", IL_SIDE_RIGHT, NULL, 0);
    double          before = 0.0, others = 0.0, after = 0.0;
    for (int i = 0; i < m->nmuscle; i++)
        if (il_side_of(m->muscle_name[i]) == IL_SIDE_RIGHT && !strcmp(F.body.body->groups.muscle[i], "gluteus_medius")) before = fmax(before, out.solution.act[i]);
    int minimus = muscle(m, "glut_min1_r");
    others = out.solution.act[minimus];
    double cap = 0.5*before;
    out = solve("one_leg_stance", IL_SIDE_RIGHT, &(change){IL_MUSCLE_INHIBITION, "gluteus_medius", IL_SIDE_RIGHT, 1.0 - cap}, 1);
    for (int i = 0; i < m->nmuscle; i++)
        if (il_side_of(m->muscle_name[i]) == IL_SIDE_RIGHT && !strcmp(F.body.body->groups.muscle[i], "gluteus_medius")) after = fmax(after, out.solution.act[i]);
    print_message("  gluteus medius %.3f, capped at %.3f: %.3f; minimus %.3f, then %.3f\n", before, cap, after, others, out.solution.act[minimus]);
    assert_true(fabs(after - cap) < 1e-9);
    assert_true(out.solution.act[minimus] > others + 0.01);
}

static void spasm_is_a_floor_and_weakness_costs_activation(void **state) {
    (void)state;
    int        i = muscle(F.body.m, "glut_med1_r");
    il_outcome out = solve("standing", IL_SIDE_NONE, &(change){IL_MUSCLE_SPASM, "quadratus_lumborum", IL_SIDE_RIGHT, 0.2}, 1);
    for (int k = 0; k < F.body.m->nmuscle; k++)
        if (!strcmp(F.body.body->groups.muscle[k], "quadratus_lumborum") && il_side_of(F.body.m->muscle_name[k]) == IL_SIDE_RIGHT) assert_true(out.solution.act[k] >= 0.2 - 1e-12);
    double before = solve("one_leg_stance", IL_SIDE_RIGHT, NULL, 0).solution.act[i];
    double after = solve("one_leg_stance", IL_SIDE_RIGHT, &(change){IL_MUSCLE_STRENGTH, "gluteus_medius", IL_SIDE_RIGHT, 0.5}, 1).solution.act[i];
    print_message("  gluteus medius %.3f, at half strength %.3f\n", before, after);
    assert_true(after > 1.1*before);
}

static void a_longer_bone_or_foot_tilts_the_pelvis_to_the_other_side(void **state) {
    (void)state;
    static const il_parameter_kind bones[] = {IL_LEG_LENGTH, IL_LEG_FEMUR_LENGTH, IL_LEG_TIBIA_LENGTH, IL_LEG_FOOT_HEIGHT};
    int list = coordinate(F.body.m, "pelvis_list"); // right side down is positive
    for (int i = 0; i < 4; i++) {
        for (int left = 0; left < 2; left++) {
            double q = solve("standing", IL_SIDE_NONE, &(change){bones[i], "", left ? IL_SIDE_LEFT : IL_SIDE_RIGHT, 20.0}, 1).solution.q[list]/DEG;
            print_message("  %s 20 mm on the %s: right side down by %.2f deg\n", il_parameter_id(bones[i]), left ? "left" : "right", q);
            assert_true(left ? q > 2.0 : q < -2.0); // 20 mm over 167 mm between the hips are 6.8 deg, less what the legs take
        }
    }
}

static void pronation_turns_the_subtalar_joint(void **state) {
    (void)state;
    int joint = coordinate(F.body.m, "subtalar_angle_r"), other = coordinate(F.body.m, "subtalar_angle_l"); // inversion is positive
    double q[2], before = solve("standing", IL_SIDE_NONE, NULL, 0).solution.q[joint]/DEG;
    for (int n = 0; n < 2; n++) {
        il_outcome out = solve("standing", IL_SIDE_NONE, &(change){IL_FOOT_PRONATION, "", IL_SIDE_RIGHT, n ? -8.0 : 8.0}, 1);
        q[n] = out.solution.q[joint]/DEG;
        print_message("  pronation %d deg: subtalar joint %.1f to %.1f deg inversion (other foot %.1f)\n", n ? -8 : 8, before, q[n], out.solution.q[other]/DEG);
    }
    assert_true(q[0] < before - 5.0 && q[1] > before + 5.0);
}

static void the_shape_of_the_hip_turns_its_range(void **state) {
    (void)state;
    static const change version = {IL_HIP_FEMORAL_VERSION, "", IL_SIDE_RIGHT, 12.0}, cover = {IL_HIP_ACETABULAR_COVER, "", IL_SIDE_RIGHT, 15.0};
    double in = reading("hip_rotation_in", "hip_ir_deg", IL_SIDE_RIGHT, NULL, 0), out = reading("hip_rotation_out", "hip_er_deg", IL_SIDE_RIGHT, NULL, 0);
    double more = reading("hip_rotation_in", "hip_ir_deg", IL_SIDE_RIGHT, &version, 1), less = reading("hip_rotation_out", "hip_er_deg", IL_SIDE_RIGHT, &version, 1);
    print_message("  rotation in %.1f and out %.1f deg; with 12 deg more version %.1f and %.1f deg\n", in, out, more, less);
    assert_true(more > in + 6.0 && less < out - 6.0 && fabs(more + less - in - out) < 6.0);
    apply_to(P, cover.kind, cover.target, cover.side, cover.value, 1.0);
    int flexion = coordinate(F.body.m, "hip_flexion_r");
    assert_true(fabs(F.body.m->nominal->coordinate_max[flexion] - P->coordinate_max[flexion] - 15.0*DEG) < 1e-12);
}

static double motion_of_sij(const change *c, int n) {
    static const char *const axes[] = {"sij_rx_r", "sij_ry_r", "sij_rz_r"};
    il_outcome out = solve("one_leg_stance", IL_SIDE_RIGHT, c, n);
    double     sum = 0.0;
    for (int i = 0; i < 3; i++) sum += pow(out.solution.q[coordinate(F.body.m, axes[i])] - F.p->coordinate_neutral[coordinate(F.body.m, axes[i])], 2);
    return sqrt(sum)/DEG;
}

static void a_stiff_joint_moves_less_a_lax_one_more(void **state) {
    (void)state;
    double before = motion_of_sij(NULL, 0), stiff = motion_of_sij(&(change){IL_JOINT_STIFFNESS, "sacroiliac", IL_SIDE_BOTH, 10.0}, 1);
    double lax = motion_of_sij(&(change){IL_JOINT_LAXITY, "sacroiliac", IL_SIDE_BOTH, 3.0}, 1);
    double soft = motion_of_sij(&(change){IL_LIGAMENT_LAXITY, "sacroiliac", IL_SIDE_BOTH, 3.0}, 1);
    double pregnant = motion_of_sij(&(change){IL_BODY_PREGNANCY_LAXITY, "", IL_SIDE_NONE, 2.0}, 1);
    print_message("  sacroiliac joint on one leg: %.2f deg; stiff %.2f, lax %.2f, lax ligaments %.2f, late pregnancy %.2f\n", before, stiff, lax, soft, pregnant);
    assert_true(stiff < 0.6*before && lax > 1.3*before && soft > before && pregnant > 1.3*before);
}

static void a_stiff_or_slack_ligament_bears_more_or_less(void **state) {
    (void)state;
    int    i = il_ligament_find(F.body.m, "STL_r");
    double before = solve("one_leg_stance", IL_SIDE_RIGHT, NULL, 0).solution.d->ligament_force[i].lane[0];
    double stiff = solve("one_leg_stance", IL_SIDE_RIGHT, &(change){IL_LIGAMENT_STIFFNESS, "STL", IL_SIDE_RIGHT, 2.0}, 1).solution.d->ligament_force[i].lane[0];
    double slack = solve("one_leg_stance", IL_SIDE_RIGHT, &(change){IL_LIGAMENT_SLACK, "STL", IL_SIDE_RIGHT, 0.05}, 1).solution.d->ligament_force[i].lane[0];
    print_message("  sacrotuberous ligament %.0f N, twice as stiff %.0f N, 5 %% slacker %.0f N\n", before, stiff, slack);
    assert_true(stiff > before + 5.0 && slack < before - 5.0);
}

static void a_rest_offset_moves_the_posture_that_way(void **state) {
    (void)state;
    double before = reading("standing", "pelvic_torsion_deg", IL_SIDE_NONE, NULL, 0);
    double after = reading("standing", "pelvic_torsion_deg", IL_SIDE_NONE, &(change){IL_JOINT_REST_RX, "sacroiliac", IL_SIDE_RIGHT, -2.0}, 1);
    double other = reading("standing", "pelvic_torsion_deg", IL_SIDE_NONE, &(change){IL_JOINT_REST_RX, "sacroiliac", IL_SIDE_LEFT, -2.0}, 1);
    print_message("  pelvic torsion %.2f deg, right joint rested 2 deg forward %.2f deg, left %.2f deg\n", before, after, other);
    assert_true(fabs(after - before) > 0.05 && fabs(after + other - 2.0*before) < 1e-4);
}

static void a_degenerated_disc_stands_and_shears_differently(void **state) {
    (void)state;
    int    head = il_marker_find(F.body.m, "head_top"), sacrum = il_marker_find(F.body.m, "S1_plate");
    double height[2];
    for (int n = 0; n < 2; n++) {
        il_outcome out = solve("standing", IL_SIDE_NONE, &(change){IL_DISC_DEGENERATION, "L4_L5", IL_SIDE_NONE, 5.0}, n);
        height[n] = 1e3*(out.solution.d->marker_world[3*head + 1].lane[0] - out.solution.d->marker_world[3*sacrum + 1].lane[0]);
    }
    print_message("  sacrum to crown %.1f mm, with a disc of grade 5 %.1f mm\n", height[0], height[1]);
    assert_true(height[0] - height[1] > 3.0 && height[0] - height[1] < 15.0);
}

// ---- docs ------------------------------------------------------------------------------------------------------------------------

static void the_page_has_the_table_of_the_data(void **state) {
    (void)state;
    static char page[1 << 16];
    char        line[1200];
    FILE       *f = fopen(IL_SOURCE_DIR "/docs/conditions.md", "rb");
    assert_non_null(f);
    page[fread(page, 1, sizeof page - 1, f)] = 0;
    fclose(f);
    for (int i = 0; i < IL_NPARAMETER; i++) {
        const il_parameter *p = &K->parameter[i];
        snprintf(line, sizeof line, "| %s | %s | %g | %g | %g | %s | %s |\n", p->id, p->unit, p->low, p->high, p->neutral, p->law, p->side);
        if (!strstr(page, line)) fail_msg("docs/conditions.md lacks the row as data/conditions/parameters.csv has it:\n%s", line);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_changes_the_fields_of_its_row_and_no_other),
        cmocka_unit_test(names_are_found_again), cmocka_unit_test(severity_nought_and_the_neutral_value_change_nothing_bit_for_bit),
        cmocka_unit_test(right_and_left_are_mirrored),
        cmocka_unit_test(a_side_leaves_the_other_alone),
        cmocka_unit_test(stiffer_multiplies_the_load_and_laxer_the_motion),
        cmocka_unit_test(parameters_compose),
        cmocka_unit_test(degeneration_narrows_the_disc_by_its_table),
        cmocka_unit_test(shorter_and_stiffer_hip_flexors_lower_the_thomas_test),
        cmocka_unit_test(inhibition_caps_activation_and_the_others_take_over),
        cmocka_unit_test(spasm_is_a_floor_and_weakness_costs_activation),
        cmocka_unit_test(a_longer_bone_or_foot_tilts_the_pelvis_to_the_other_side),
        cmocka_unit_test(pronation_turns_the_subtalar_joint),
        cmocka_unit_test(the_shape_of_the_hip_turns_its_range),
        cmocka_unit_test(a_stiff_joint_moves_less_a_lax_one_more),
        cmocka_unit_test(a_stiff_or_slack_ligament_bears_more_or_less),
        cmocka_unit_test(a_rest_offset_moves_the_posture_that_way),
        cmocka_unit_test(the_page_has_the_table_of_the_data),
        cmocka_unit_test(a_degenerated_disc_stands_and_shears_differently),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
