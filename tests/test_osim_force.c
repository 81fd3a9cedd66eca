// test_osim_force.c - the forces written for OpenSim: expressions of bushings and limits, and ligament curves, evaluated as OpenSim does
// (deflections in the first frame, force on the second the opposite of the expression) against the stages of the mechanics
#include "body_fixture.h"

#include "analysis/frames.h"
#include "ilium/io_osim.h"
#include "osim_model.h"

// ---- expressions: + - * / ^, signs, brackets, sqrt exp log step ----------------------------------------------------------------

typedef struct reader {
    const char *at;
    const char *const *name;
    const double      *value;
} reader;

static double sum(reader *r);

static bool word(reader *r, const char *w) {
    size_t n = strlen(w);
    if (strncmp(r->at, w, n) != 0) return false;
    r->at += n;
    return true;
}

static double atom(reader *r) {
    static const char *const functions[] = {"sqrt(", "exp(", "log(", "step("};
    if (word(r, "(")) {
        double x = sum(r);
        assert_true(word(r, ")"));
        return x;
    }
    for (int i = 0; i < 4; i++) {
        if (!word(r, functions[i])) continue;
        double x = sum(r);
        assert_true(word(r, ")"));
        return i == 0 ? sqrt(x) : i == 1 ? exp(x) : i == 2 ? log(x) : x >= 0;
    }
    for (int i = 0; r->name[i]; i++)
        if (word(r, r->name[i])) return r->value[i];
    char  *end;
    double x = strtod(r->at, &end);
    if (end == r->at) fail_msg("cannot read '%s'", r->at);
    r->at = end;
    return x;
}

static double power(reader *r) {
    double x = word(r, "-") ? -power(r) : atom(r);
    return word(r, "^") ? pow(x, power(r)) : x;
}

static double product(reader *r) {
    double x = power(r);
    for (;;) {
        if (word(r, "*")) x *= power(r);
        else if (word(r, "/")) x /= power(r);
        else return x;
    }
}

static double sum(reader *r) {
    double x = product(r);
    for (;;) {
        if (word(r, "+")) x += product(r);
        else if (word(r, "-")) x -= product(r);
        else return x;
    }
}

static double evaluate(const char *text, const char *const *name, const double *value) {
    reader r = {text, name, value};
    double x = sum(&r);
    assert_int_equal(*r.at, 0);
    return x;
}

// ---- the written file ----------------------------------------------------------------------------------------------------------

typedef struct written { char *text; xml_node *doc; const xml_node *forces; } written;

static written write_and_read(const fixture *f, const il_params *p) {
    written       w = {0};
    size_t        size;
    il_error      err = {0};
    il_osim_about about = {.name = "body", .origin = "<a> & \"b\""};
    if (il_osim_write(f->m, p, &about, &w.text, &size, &err)) fail_msg("%s", err.text);
    w.doc = xml_read(w.text);
    w.forces = xml_child(xml_child(xml_child(w.doc, "Model"), "ForceSet"), "objects");
    assert_non_null(w.forces);
    return w;
}

static const xml_node *force_named(const written *w, const char *tag, const char *name) {
    for (const xml_node *n = w->forces->child; n; n = n->next)
        if (!strcmp(n->tag, tag) && !strcmp(n->name, name)) return n;
    fail_msg("no %s %s", tag, name);
    return NULL;
}

static const char *text_of(const xml_node *n, const char *tag) {
    const xml_node *c = xml_child(n, tag);
    assert_non_null(c);
    return c->text;
}

static double random01(uint64_t *s) {
    *s = *s * 6364136223846793005u + 1442695040888963407u;
    return (double)(*s >> 11) / 9007199254740992.0;
}

static void close_written(written *w) {
    xml_free(w->doc);
    il_file_free(w->text);
}

// rest, couplings, closure and contact in every bushing, so that each term of the potential is written
static il_params *all_terms(const fixture *f) {
    il_params *p;
    il_error   err = {0};
    uint64_t   seed = 3;
    assert_int_equal(il_params_create(f->m, false, &p, &err), IL_OK);
    for (int i = 0; i < f->m->nbushing; i++) {
        p->bushing_closure[i] = 300 + 100 * i, p->bushing_contact[i] += 1e4;
        for (int j = 0; j < 6; j++) p->bushing_rest[6 * i + j] += 0.002 * (random01(&seed) - 0.5), p->bushing_b[6 * i + j] += 5;
        for (int j = 0; j < 15; j++) p->bushing_coupling[15 * i + j] = 100 * (random01(&seed) - 0.5);
    }
    return p;
}

static void bushings(void **state) {
    (void)state;
    static const char *const variables[] = {"theta_x", "theta_y", "theta_z", "delta_x", "delta_y", "delta_z", NULL};
    static const char *const element[] = {"Mx_expression", "My_expression", "Mz_expression", "Fx_expression", "Fy_expression", "Fz_expression"};
    fixture    f = body_open();
    il_params *p = all_terms(&f);
    written    w = write_and_read(&f, p);
    uint64_t   seed = 5;
    double     worst = 0;
    for (int k = 0; k < 20; k++) {
        for (int j = 0; j < f.m->nq; j++) { // small: deflections on both sides of rest, compression too
            double half = 0.3 * fmin(fabs(p->coordinate_max[j]), 0.1);
            il_pack_set(&f.d->q[j], p->coordinate_neutral[j] + half * (2 * random01(&seed) - 1));
        }
        il_position(f.m, p, f.d);
        il_bushing(f.m, p, f.d);
        for (int i = 0; i < f.m->nbushing; i++) {
            const xml_node *n = force_named(&w, "ExpressionBasedBushingForce", f.m->bushing_name[i]);
            double          x[6], scale = 1;
            for (int j = 0; j < 6; j++) {
                x[j] = f.d->bushing_x[6 * i + j].lane[0] + p->bushing_rest[6 * i + j];
                scale = fmax(scale, fabs(f.d->bushing_force[6 * i + j].lane[0]));
            }
            for (int j = 0; j < 6; j++)
                worst = fmax(worst, fabs(evaluate(text_of(n, element[j]), variables, x) + f.d->bushing_force[6 * i + j].lane[0]) / scale);
        }
    }
    print_message("bushings: forces %.1e of the largest apart\n", worst);
    assert_true(worst < 1e-10);
    close_written(&w);
    il_params_free(p);
    body_close(&f);
}

static void limits(void **state) {
    (void)state;
    static const char *const variables[] = {"qdot", "q", NULL};
    fixture f = body_open();
    written w = write_and_read(&f, f.m->nominal);
    double  worst = 0;
    for (int k = 0; k <= 20; k++) {
        for (int i = 0; i < f.m->nlimit; i++) {
            int j = f.m->limit_coordinate[i];
            il_pack_set(&f.d->q[j], f.m->nominal->coordinate_min[j] + (f.m->nominal->coordinate_max[j] - f.m->nominal->coordinate_min[j]) * k / 20);
        }
        il_limit(f.m, f.m->nominal, f.d);
        for (int i = 0; i < f.m->nlimit; i++) {
            char name[200];
            snprintf(name, sizeof name, "%s_limit_%d", f.m->coordinate_name[f.m->limit_coordinate[i]], i + 1);
            const xml_node *n = force_named(&w, "ExpressionBasedCoordinateForce", name);
            double          value[2] = {0, f.d->q[f.m->limit_coordinate[i]].lane[0]}, here = f.d->limit_force[i].lane[0];
            const double   *v = f.m->nominal->limit_value + 6 * i;
            if (v[1] * (value[1] - v[2]) > 12 || v[4] * (value[1] - v[5]) > 12) continue; // ours goes on as a parabola
            worst = fmax(worst, fabs(evaluate(text_of(n, "expression"), variables, value) - here) / fmax(1, fabs(here)));
        }
    }
    print_message("limits: %.1e apart\n", worst);
    assert_true(worst < 1e-9);
    close_written(&w);
    body_close(&f);
}

// force = pcsa_force curve(length/resting_length) above the resting length
static void ligaments(void **state) {
    (void)state;
    fixture          f = body_open();
    const il_params *p = f.m->nominal;
    written          w = write_and_read(&f, p);
    os_model         unread = {0};
    double           worst = 0;
    for (int k = 0; k <= 60; k++) {
        for (int i = 0; i < f.m->nligament; i++)
            il_pack_set(&f.d->path_length[f.m->ligament_path[i]], p->ligament_l_slack[i] * (1 + p->ligament_toe[i] * (0.05 * k - 0.5)));
        il_ligament(f.m, p, f.d);
        for (int i = 0; i < f.m->nligament; i++) {
            const xml_node *n = force_named(&w, "Ligament", f.m->ligament_name[i]);
            os_function     curve;
            double          rest = 0, strength = 0, length = f.d->path_length[f.m->ligament_path[i]].lane[0];
            xml_doubles(n, "resting_length", 1, &rest);
            xml_doubles(n, "pcsa_force", 1, &strength);
            os_function_read(&unread, xml_child(n, "force_length_curve")->child, &curve);
            double there = length <= rest ? 0 : strength * os_value(&curve, length / rest);
            worst = fmax(worst, fabs(there - f.d->ligament_force[i].lane[0]) / strength);
        }
    }
    print_message("ligaments: %.1e of the force at the end of the toe apart\n", 2 * worst);
    assert_true(worst < 1e-6);
    close_written(&w);
    body_close(&f);
}

// a spline and what is written of it: the same within and outside its knots
static void splines(void **state) {
    (void)state;
    fixture   f = body_open();
    char     *text;
    size_t    size;
    il_error  err = {0};
    assert_int_equal(il_osim_write(f.m, f.m->nominal, &(il_osim_about){.name = "b", .origin = ""}, &text, &size, &err), IL_OK);
    os_model *o = os_read(text);
    int       tibia = os_body_find(o, "tibia_r"), knee = il_coordinate_find(f.m, "knee_angle_r"), other = os_coord_find(o, "knee_angle_r");
    double    worst = 0;
    for (double q = -3; q < 1; q += 0.01) {
        il_pack_set(&f.d->q[knee], q);
        il_position(f.m, f.m->nominal, f.d);
        o->coord[other].value = q;
        os_pose_all(o);
        for (int c = 0; c < 3; c++) worst = fmax(worst, fabs(o->body[tibia].pose.p[c] - f.d->body_pos[3 * il_body_find(f.m, "tibia_r") + c].lane[0]));
    }
    print_message("knee, from -172 to 57 degrees: %.1e m apart\n", worst);
    assert_true(worst < 1e-12);
    os_free(o);
    il_file_free(text);
    body_close(&f);
}

// Ilium's own reader: the generalised forces of all bushings and limits, of the body and of its file
static void read_again(void **state) {
    (void)state;
    fixture    f = body_open();
    il_params *p = all_terms(&f);
    char      *text;
    size_t     size;
    il_osim   *o;
    il_data   *d;
    il_error   err = {0};
    il_pack   *own = calloc((size_t)f.m->nq, sizeof *own), *again = calloc((size_t)f.m->nq, sizeof *again);
    char      *ligaments = calloc((size_t)f.m->nligament + 1, 100);
    uint64_t   seed = 7;
    double     worst = 0, most = 0;
    assert_int_equal(il_osim_write(f.m, p, &(const il_osim_about){.name = "body", .origin = ""}, &text, &size, &err), IL_OK);
    if (il_osim_parse("body.osim", text, size, NULL, &o, &err)) fail_msg("line %d: %s", err.line, err.text);
    assert_int_equal(o->model->nq, f.m->nq), assert_int_equal(o->nforce, f.m->nligament + f.m->nbushing + f.m->nlimit);
    assert_int_equal(il_data_create(o->model, IL_ISA_AUTO, &d, &err), IL_OK);
    for (int i = 0; i < f.m->nligament; i++) strcat(strcat(ligaments, " "), f.m->ligament_name[i]);
    for (int k = 0; k < 5; k++) {
        memset(own, 0, (size_t)f.m->nq*sizeof *own), memset(again, 0, (size_t)f.m->nq*sizeof *again);
        for (int j = 0; j < f.m->nq; j++) {
            double at = p->coordinate_neutral[j] + 0.3*fmin(fabs(p->coordinate_max[j]), 0.1)*(2*random01(&seed) - 1);
            int    i = il_coordinate_find(o->model, f.m->coordinate_name[j]);
            assert_true(i >= 0);
            il_pack_set(&f.d->q[j], at), il_pack_set(&d->q[i], at), il_pack_set(&d->qd[i], 0.0);
        }
        il_position(f.m, p, f.d), il_bushing(f.m, p, f.d), il_limit(f.m, p, f.d);
        for (int i = 0; i < f.m->nbushing; i++)
            for (int end = 0; end < 2; end++) ili_actuator_push(f.m, f.d, end ? f.m->bushing_body_b[i] : f.m->bushing_body_a[i], f.d->bushing_wrench + 6*i, end ? 1.0 : -1.0, NULL, own);
        for (int i = 0; i < f.m->nlimit; i++) own[f.m->limit_coordinate[i]].lane[0] += f.d->limit_force[i].lane[0];
        const il_params *n = o->model->nominal;
        il_position(o->model, n, d), il_velocity(o->model, n, d), il_path(o->model, n, d), il_arm(o->model, n, d), il_path_speed(o->model, n, d), il_bushing(o->model, n, d);
        il_osim_passive(o, d, ligaments, again);
        for (int j = 0; j < f.m->nq; j++) {
            double want = own[j].lane[0], got = again[il_coordinate_find(o->model, f.m->coordinate_name[j])].lane[0];
            worst = fmax(worst, fabs(got - want)), most = fmax(most, fabs(want));
        }
    }
    print_message("read again: generalised forces %.1e apart, of up to %.3g\n", worst, most);
    assert_true(worst < 5e-13*most && most > 10.0);
    free(own), free(again), free(ligaments), il_data_free(d), il_osim_free(o);
    il_file_free(text), il_params_free(p), body_close(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(bushings), cmocka_unit_test(limits), cmocka_unit_test(ligaments), cmocka_unit_test(splines), cmocka_unit_test(read_again)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
