// osim_passive.c - forces of an `.osim` file that act without control: read, and as generalised forces
//
// CoordinateLimitForce: f = -K_up(q) (q - up) + K_low(q) (low - q) - damping (K_up/k_up + K_low/k_low) qd, where K_up rises from 0 to its stiffness
// over the transition above the limit, and K_low below the other, by the step 10 s^3 - 15 s^4 + 6 s^5. Of an angle the file has degrees.
// CoordinateLinearStop: f = -k x (1 + d qd), x beyond the upper limit, and never a pull; ExponentialCoordinateLimitForce: a exp(-b (q - low)) - c exp(d (q - up)).
// Along a path a tension T does the work of T times the moment arm.
#include <math.h>
#include <string.h>
#include <strings.h>

#include "analysis/frames.h"
#include "ilium/data.h"
#include "osim_bushing.h"

static const double DEGREE = 3.14159265358979323846/180.0;

/// An element, and what reads it.
struct kind {
    const char        *tag;
    il_osim_force_kind kind;
    il_status (*read)(ili_osim_reader *, const ili_element *, il_osim_force *);
};

// forces on a coordinate, not on bodies
static bool on_coordinate(il_osim_force_kind k) { return k == IL_OSIM_LIMIT || k == IL_OSIM_SPRING || k == IL_OSIM_STOP || k == IL_OSIM_EXPONENTIAL || k == IL_OSIM_FORMULA; }

// ---- reading -------------------------------------------------------------------------------------------------------------------

// numbers of children, each needed and finite
static il_status numbers(ili_osim_reader *r, const ili_element *e, const char *const *name, int n, double *value) {
    il_status status = IL_OK;
    for (int i = 0; status == IL_OK && i < n; i++) {
        status = ili_child_numbers(&r->doc, e, name[i], 1, &value[i], r->err);
        if (status == IL_OK && !isfinite(value[i])) status = ili_osim_bad(r, e, "<%s> of <%s> is not a finite number", name[i], e->tag);
    }
    return status;
}
#define NUMBERS(r, e, list, value) numbers(r, e, list, (int)(sizeof list/sizeof *list), value)

static il_status limit(ili_osim_reader *r, const ili_element *e, il_osim_force *f) {
    static const char *const names[] = {"upper_stiffness", "lower_stiffness", "upper_limit", "lower_limit", "transition", "damping"};
    double                  *v = f->value;
    v[0] = v[1] = 1.0, v[4] = 0.1, v[5] = 0.001;
    il_status status = NUMBERS(r, e, names, v);
    if (status == IL_OK) status = ili_osim_named_coordinate(r, e, "socket_coordinate", "coordinate", &f->of);
    if (status == IL_OK && !(v[4] > 0.0 && v[0] >= 0.0 && v[1] >= 0.0)) status = ili_osim_bad(r, e, "the limit '%.80s' has a transition that is not above 0 or a negative stiffness", f->name);
    if (status != IL_OK || r->coordinate[f->of].motion != IL_OSIM_ANGLE) return status;
    v[0] /= DEGREE, v[1] /= DEGREE, v[5] /= DEGREE, v[2] *= DEGREE, v[3] *= DEGREE, v[4] *= DEGREE;
    return status;
}

static il_status spring(ili_osim_reader *r, const ili_element *e, il_osim_force *f) {
    static const char *const names[] = {"stiffness", "rest_length", "viscosity"};
    il_status                status = NUMBERS(r, e, names, f->value);
    return status == IL_OK ? ili_osim_named_coordinate(r, e, "socket_coordinate", "coordinate", &f->of) : status;
}

// elements of version 4.6; CoordinateLinearSpring and CoordinateLinearDamper are springs of the older kind, each with a half of its numbers
static il_status linear_spring(ili_osim_reader *r, const ili_element *e, il_osim_force *f) {
    static const char *const names[] = {"default_stiffness", "rest_length", "damping"};
    il_status                status = NUMBERS(r, e, names, f->value);
    if (status == IL_OK && ili_child(e, "stiffness")) status = ili_child_numbers(&r->doc, e, "stiffness", 1, &f->value[0], r->err);
    return status == IL_OK ? ili_osim_named_coordinate(r, e, "socket_coordinate", "coordinate", &f->of) : status;
}

static il_status stop(ili_osim_reader *r, const ili_element *e, il_osim_force *f) {
    static const char *const names[] = {"stiffness", "damping", "q_low", "q_high"}, *const limits[] = {"lower_limit", "upper_limit"};
    double                  *v = f->value;
    il_status                status = NUMBERS(r, e, names, v);
    if (status == IL_OK) status = NUMBERS(r, e, limits, v + 2);
    if (status == IL_OK && !(v[0] >= 0.0 && v[1] >= 0.0 && v[2] <= v[3]))
        status = ili_osim_bad(r, e, "the stop '%.80s' has the stiffness %g, the damping %g and the limits %g and %g", f->name, v[0], v[1], v[2], v[3]);
    return status == IL_OK ? ili_osim_named_coordinate(r, e, "socket_coordinate", "coordinate", &f->of) : status;
}

static il_status exponential(ili_osim_reader *r, const ili_element *e, il_osim_force *f) {
    static const char *const names[] = {"lower_limit", "upper_limit"};
    il_status                status = NUMBERS(r, e, names, f->value);
    if (status == IL_OK) status = ili_child_numbers(&r->doc, e, "lower_shape_parameters", 2, f->value + 2, r->err);
    if (status == IL_OK) status = ili_child_numbers(&r->doc, e, "upper_shape_parameters", 2, f->value + 4, r->err);
    for (int i = 2; i < 6 && status == IL_OK; i++)
        if (!isfinite(f->value[i])) status = ili_osim_bad(r, e, "the limit '%.80s' has a shape parameter that is not finite", f->name);
    return status == IL_OK ? ili_osim_named_coordinate(r, e, "socket_coordinate", "coordinate", &f->of) : status;
}

// a frame of a bushing: a socket, or body, place and turn in files before version 4
static il_status bushing_frame(ili_osim_reader *r, const ili_element *e, int which, int *body, il_frame *out) {
    static const char *const names[2][4] = {{"socket_frame1", "body_1", "location_body_1", "orientation_body_1"}, {"socket_frame2", "body_2", "location_body_2", "orientation_body_2"}};
    const char              *frame = ili_child_text(e, names[which][0]), *old = ili_child_text(e, names[which][1]);
    if (frame && *frame) return ili_osim_frame_of(r, e, frame, body, out);
    il_status status = ili_osim_offset(&r->doc, e, names[which][2], names[which][3], out, r->err);
    *body = old ? ili_osim_body_find(r, old) : -1;
    char offer[300];
    if (status == IL_OK && *body < 0) status = ili_osim_bad(r, e, "there is no body '%.80s' for <%s>; did you mean %s?", old ? old : "", e->tag, ili_osim_meant(r, false, old ? old : "", offer, sizeof offer));
    return status;
}

static il_status bushing_ends(ili_osim_reader *r, const ili_element *e, const il_osim_force *f, int body[2], il_frame frame[2]) {
    il_status status = bushing_frame(r, e, 0, &body[0], &frame[0]);
    if (status == IL_OK) status = bushing_frame(r, e, 1, &body[1], &frame[1]);
    return status != IL_OK || body[0] != body[1] ? status : ili_osim_bad(r, e, "the bushing '%.80s' joins a body to itself", f->name);
}

static il_status bushing_damping(ili_osim_reader *r, const ili_element *e, const il_osim_force *f, ili_osim_bushing *b) {
    il_status status = ili_child_numbers(&r->doc, e, "rotational_damping", 3, b->damping, r->err);
    if (status == IL_OK) status = ili_child_numbers(&r->doc, e, "translational_damping", 3, b->damping + 3, r->err);
    for (int i = 0; status == IL_OK && i < 6; i++)
        if (!(b->damping[i] >= 0.0 && isfinite(b->damping[i]))) status = ili_osim_bad(r, e, "the bushing '%.80s' has a damping of %g", f->name, b->damping[i]);
    return status;
}

// what every bushing has
static il_status new_bushing(ili_osim_reader *r, const ili_element *e, const il_osim_force *f, ili_osim_bushing **out) {
    ili_osim_bushing *b = *out = ili_osim_take(r, 1, sizeof *b);
    if (!b) return IL_NO_MEMORY;
    for (int i = 0; i < 6; i++) b->function[i] = IL_NONE;
    il_status status = bushing_ends(r, e, f, b->body, b->frame);
    return status == IL_OK ? bushing_damping(r, e, f, b) : status;
}

// one without damping is a bushing of the model
static il_status bushing(ili_osim_reader *r, const ili_element *e, il_osim_force *f) {
    il_bushing_def    def = il_default_bushing_def();
    ili_osim_bushing *b;
    bool              damped = false;
    def.name = f->name;
    il_status status = new_bushing(r, e, f, &b);
    if (status == IL_OK) status = ili_child_numbers(&r->doc, e, "rotational_stiffness", 3, b->scale, r->err);
    if (status == IL_OK) status = ili_child_numbers(&r->doc, e, "translational_stiffness", 3, b->scale + 3, r->err);
    for (int i = 0; status == IL_OK && i < 6; i++) {
        if (!(b->scale[i] >= 0.0 && isfinite(b->scale[i]))) status = ili_osim_bad(r, e, "the bushing '%.80s' has a stiffness of %g", f->name, b->scale[i]);
        damped |= b->damping[i] > 0.0;
    }
    if (status != IL_OK) return status;
    if (damped) return f->kind = IL_OSIM_BUSHING_FUNCTION, f->bushing = b, IL_OK;
    for (int i = 0; i < 6; i++) def.k[i] = b->scale[i], def.w[i] = fmax(def.w[i], 1e-3);
    def.a = b->frame[0], def.b = b->frame[1];
    def.body_a = r->body[b->body[0]].name, def.body_b = r->body[b->body[1]].name;
    il_builder_bushing(r->b, &def);
    return IL_OK;
}

// damped as OpenSim does from 4.1 on and before 4.0
static il_status function_bushing(ili_osim_reader *r, const ili_element *e, il_osim_force *f) {
    static const char *const names[6] = {"m_x_theta_x_function", "m_y_theta_y_function", "m_z_theta_z_function", "f_x_delta_x_function", "f_y_delta_y_function", "f_z_delta_z_function"};
    ili_osim_bushing        *b;
    il_status                status = new_bushing(r, e, f, &b);
    f->bushing = b;
    for (int i = 0; i < 6 && status == IL_OK; i++) {
        const ili_element *function = NULL;
        ili_osim_curve     curve = {.constant = true, .function = IL_NONE};
        status = ili_osim_function_of(r, e, names[i], &function);
        if (status == IL_OK && function) status = ili_osim_curve_of(r, function, &curve);
        b->function[i] = curve.function, b->scale[i] = curve.scale, b->constant[i] = curve.constant;
    }
    return status;
}

static il_status formula_bushing(ili_osim_reader *r, const ili_element *e, il_osim_force *f) {
    static const char *const tags[6] = {"Mx_expression", "My_expression", "Mz_expression", "Fx_expression", "Fy_expression", "Fz_expression"};
    static const char *const names[6] = {"theta_x", "theta_y", "theta_z", "delta_x", "delta_y", "delta_z"};
    ili_osim_bushing        *b;
    il_status                status = new_bushing(r, e, f, &b);
    f->bushing = b;
    for (int i = 0; i < 6 && status == IL_OK; i++) status = ili_osim_expression(r, e, tags[i], 6, names, &b->formula[i]);
    return status;
}

static il_status formula(ili_osim_reader *r, const ili_element *e, il_osim_force *f) {
    static const char *const names[] = {"q", "qdot"};
    il_status                status = ili_osim_expression(r, e, "expression", 2, names, &f->formula);
    return status == IL_OK ? ili_osim_named_coordinate(r, e, "socket_coordinate", "coordinate", &f->of) : status;
}

static il_status ligament(ili_osim_reader *r, const ili_element *e, il_osim_force *f) {
    static const char *const names[] = {"pcsa_force", "resting_length"};
    const ili_element       *function = NULL;
    ili_osim_curve           curve = {.constant = true, .function = IL_NONE};
    int                      nnote = r->nnote;
    il_status                status = NUMBERS(r, e, names, f->value);
    if (status == IL_OK) status = ili_osim_function_of(r, e, "force_length_curve", &function);
    if (!function) function = ili_osim_function_in(e);
    if (status == IL_OK && !function && r->nnote == nnote) status = ili_osim_bad(r, e, "the ligament '%.80s' has no <force_length_curve>", f->name);
    if (status == IL_OK && !(f->value[1] > 0.0)) status = ili_osim_bad(r, e, "the ligament '%.80s' has a resting length of %g m", f->name, f->value[1]);
    if (status == IL_OK && function) status = ili_osim_curve_of(r, function, &curve);
    if (status != IL_OK) return status;
    if (curve.constant) curve.function = il_builder_function(r->b, IL_FUNCTION_LINEAR, 2, (const double[]){0.0, 1.0});
    f->function = curve.function, f->scale = curve.scale;
    return ili_osim_path(r, e, f->name);
}

static il_status blankevoort(ili_osim_reader *r, const ili_element *e, il_osim_force *f) {
    static const char *const names[] = {"linear_stiffness", "slack_length", "transition_strain", "damping_coefficient"};
    f->value[0] = 1.0, f->value[2] = 0.06, f->value[3] = 0.003;
    il_status status = NUMBERS(r, e, names, f->value);
    if (status == IL_OK && !(f->value[1] > 0.0 && f->value[2] > 0.0)) status = ili_osim_bad(r, e, "the ligament '%.80s' has a slack length or transition strain that is not above 0", f->name);
    return status == IL_OK ? ili_osim_path(r, e, f->name) : status;
}

static il_status path_spring(ili_osim_reader *r, const ili_element *e, il_osim_force *f) {
    static const char *const names[] = {"stiffness", "resting_length", "dissipation"};
    il_status                status = NUMBERS(r, e, names, f->value);
    return status == IL_OK ? ili_osim_path(r, e, f->name) : status;
}

// between two points, as a path
static il_status two_points(ili_osim_reader *r, const ili_element *e, il_osim_force *f) {
    static const char *const body[2][3] = {{"socket_body1", "body1", "body_1"}, {"socket_body2", "body2", "body_2"}}, *const place[2] = {"point1", "point2"};
    il_point_def             p[2] = {{.function = {IL_NONE, IL_NONE, IL_NONE}}, {.function = {IL_NONE, IL_NONE, IL_NONE}}};
    il_path_def              def = il_default_path_def();
    for (int i = 0; i < 2; i++) {
        const char *frame = NULL;
        il_frame    at;
        int         number;
        double      x[3] = {0};
        for (int k = 0; k < 3 && (!frame || !*frame); k++) frame = ili_child_text(e, body[i][k]);
        if (!frame || !*frame) return ili_osim_bad(r, e, "the spring '%.80s' is fixed to one body only; it needs <socket_body1> and <socket_body2>", f->name);
        il_status status = ili_osim_frame_of(r, e, frame, &number, &at);
        if (status == IL_OK) status = ili_child_numbers(&r->doc, e, place[i], 3, x, r->err);
        if (status != IL_OK) return status;
        for (int c = 0; c < 3; c++) p[i].pos[c] = at.pos[c] + at.rot[3*c]*x[0] + at.rot[3*c + 1]*x[1] + at.rot[3*c + 2]*x[2];
        p[i].body = r->body[number].name;
    }
    def.name = f->name, def.npoint = 2, def.point = p;
    il_builder_path(r->b, &def);
    return IL_OK;
}

static il_status point_spring(ili_osim_reader *r, const ili_element *e, il_osim_force *f) {
    static const char *const names[] = {"stiffness", "rest_length"};
    il_status                status = NUMBERS(r, e, names, f->value);
    return status == IL_OK ? two_points(r, e, f) : status;
}

static il_status point_formula(ili_osim_reader *r, const ili_element *e, il_osim_force *f) {
    static const char *const names[] = {"d", "ddot"};
    il_status                status = ili_osim_expression(r, e, "expression", 2, names, &f->formula);
    return status == IL_OK ? two_points(r, e, f) : status;
}

static const struct kind kinds[] = {
    {"CoordinateLimitForce", IL_OSIM_LIMIT, limit}, {"SpringGeneralizedForce", IL_OSIM_SPRING, spring}, {"BushingForce", IL_OSIM_BUSHING, bushing},
    {"FunctionBasedBushingForce", IL_OSIM_BUSHING_FUNCTION, function_bushing}, {"Ligament", IL_OSIM_LIGAMENT, ligament}, {"Blankevoort1991Ligament", IL_OSIM_BLANKEVOORT, blankevoort},
    {"PathSpring", IL_OSIM_PATH_SPRING, path_spring}, {"PointToPointSpring", IL_OSIM_POINT_SPRING, point_spring}, {"CoordinateLinearSpring", IL_OSIM_SPRING, linear_spring},
    {"CoordinateLinearDamper", IL_OSIM_SPRING, linear_spring}, {"CoordinateLinearStop", IL_OSIM_STOP, stop}, {"CoordinateLinearSpringForce", IL_OSIM_SPRING, linear_spring},
    {"CoordinateLinearDamperForce", IL_OSIM_SPRING, linear_spring}, {"CoordinateLinearStopForce", IL_OSIM_STOP, stop}, {"ExponentialCoordinateLimitForce", IL_OSIM_EXPONENTIAL, exponential},
    {"ExpressionBasedBushingForce", IL_OSIM_BUSHING_FUNCTION, formula_bushing}, {"ExpressionBasedCoordinateForce", IL_OSIM_FORMULA, formula},
    {"ExpressionBasedPointToPointForce", IL_OSIM_POINT_FORMULA, point_formula}};
enum { KINDS = sizeof kinds/sizeof *kinds };

static size_t kind_of(const char *tag) {
    size_t k = 0;
    while (k < KINDS && strcmp(kinds[k].tag, tag)) k++;
    return k;
}

bool ili_osim_is_passive(const char *tag) { return kind_of(tag) < KINDS; }

il_status ili_osim_passive_force(ili_osim_reader *r, const ili_element *e) {
    const struct kind *k = &kinds[kind_of(e->tag)];
    il_osim_force *f = &r->force[r->nforce];
    *f = (il_osim_force){.kind = k->kind, .name = ili_attribute_get(e, "name"), .of = IL_NONE, .function = IL_NONE, .scale = 1.0};
    if (!f->name || !*f->name) return ili_osim_bad(r, e, "a <%s> has no name; give it one: name=\"...\"", e->tag);
    il_status status = k->read(r, e, f);
    if (status == IL_OK) r->nforce++;
    return status;
}

void ili_osim_place_forces(ili_osim_reader *r) {
    for (int i = 0; i < r->nforce; i++) {
        il_osim_force *f = &r->force[i];
        if (f->kind == IL_OSIM_BUSHING) f->of = il_bushing_find(r->o->model, f->name);
        else if (f->kind == IL_OSIM_BUSHING_FUNCTION) {
            ili_osim_bushing *b = (ili_osim_bushing *)(uintptr_t)f->bushing; // its own
            for (int end = 0; end < 2; end++) b->body[end] = il_body_find(r->o->model, r->body[b->body[end]].name);
        } else if (!on_coordinate(f->kind)) f->of = il_path_find(r->o->model, f->name);
    }
}

// ---- force ---------------------------------------------------------------------------------------------------------------------

static double step(double x, double from, double to) {
    double s = fmin(fmax((x - from)/(to - from), 0.0), 1.0);
    return s*s*s*(10.0 + s*(6.0*s - 15.0));
}

static double coordinate_force(const il_osim_force *f, double q, double qd) {
    const double *v = f->value;
    if (f->kind == IL_OSIM_FORMULA) return ili_expression_at(f->formula, (const double[]){q, qd});
    if (f->kind == IL_OSIM_SPRING) return -v[0]*(q - v[1]) - v[2]*qd;
    if (f->kind == IL_OSIM_STOP) return q > v[3] ? fmin(-v[0]*(q - v[3])*(1.0 + v[1]*qd), 0.0) : q < v[2] ? fmax(v[0]*(v[2] - q)*(1.0 - v[1]*qd), 0.0) : 0.0;
    if (f->kind == IL_OSIM_EXPONENTIAL) return v[2]*exp(-v[3]*(q - v[0])) - v[4]*exp(v[5]*(q - v[1]));
    double above = step(q, v[2], v[2] + v[4]), below = 1.0 - step(q, v[3] - v[4], v[3]);
    return -above*v[0]*(q - v[2]) + below*v[1]*(v[3] - q) - v[5]*(above + below)*qd;
}

// a function of the model at x, with its shared numbers
double ili_osim_function_at(const il_model *m, int function, double x) {
    if (function == IL_NONE) return x;
    const double *v = m->nominal->function_value + m->function_start[function];
    int           n = m->function_start[function + 1] - m->function_start[function];
    double        y = 0.0;
    if (m->function_kind[function] == IL_FUNCTION_LINEAR) return v[0]*x + v[1];
    if (m->function_kind[function] == IL_FUNCTION_POLYNOMIAL) {
        for (int i = n - 1; i >= 0; i--) y = y*x + v[i];
        return y;
    }
    double at = fmin(fmax(x, v[0]), v[n - 3]);
    while (n > 6 && at >= v[3]) v += 3, n -= 3;
    double h = v[3] - v[0], u = at - v[0], s = v[3] - at, a = v[2]/(6.0*h), c = v[5]/(6.0*h), e = v[1]/h - a*h*h, g = v[4]/h - c*h*h;
    return a*s*s*s + c*u*u*u + e*s + g*u + (x - at)*(3.0*(c*u*u - a*s*s) + g - e);
}

static double tension(const il_model *m, const il_osim_force *f, double length, double speed) {
    const double *v = f->value;
    double        strain, pull;
    switch (f->kind) {
        case IL_OSIM_LIGAMENT: return v[0]*f->scale*ili_osim_function_at(m, f->function, length/v[1]);
        case IL_OSIM_BLANKEVOORT:
            strain = length/v[1] - 1.0;
            if (!(strain > 0.0)) return 0.0;
            pull = v[0]*(strain < v[2] ? 0.5*strain*strain/v[2] : strain - 0.5*v[2]);
            return fmax(pull + v[0]*v[3]*fmax(speed/v[1], 0.0)*fmin(strain/v[2], 1.0), 0.0);
        case IL_OSIM_PATH_SPRING: return fmax(v[0]*fmax(length - v[1], 0.0)*(1.0 + v[2]*speed), 0.0);
        case IL_OSIM_POINT_FORMULA: return ili_expression_at(f->formula, (const double[]){length, speed});
        default: return v[0]*(length - v[1]);
    }
}

static void add_path(const il_osim *o, const il_data *d, const il_osim_force *f, il_pack *tau) {
    const il_model *m = o->model;
    for (int lane = 0; lane < IL_LANES; lane++) {
        double pull = tension(m, f, d->path_length[f->of].lane[lane], d->path_speed[f->of].lane[lane]);
        for (int a = m->path_arm_start[f->of]; a < m->path_arm_start[f->of + 1]; a++) tau[m->arm_dof[a]].lane[lane] += pull*d->arm[a].lane[lane];
    }
}

static void add_coordinate(const il_osim *o, const il_data *d, const il_osim_force *f, il_pack *tau) {
    const il_model *m = o->model;
    int             signal = o->coordinate[f->of].signal, dof = signal < m->nq ? signal : m->coupled_master[signal - m->nq];
    for (int lane = 0; lane < IL_LANES; lane++) {
        double rate = d->signal_rate[signal].lane[lane];
        tau[dof].lane[lane] += rate*coordinate_force(f, d->signal[signal].lane[lane], rate*d->qd[dof].lane[lane]);
    }
}

// the wrench on the second body and its opposite on the first
static void add_bushing(const il_osim *o, const il_data *d, const il_osim_force *f, il_pack *tau) {
    const il_model *m = o->model;
    ili_actuator_push(m, d, m->bushing_body_a[f->of], d->bushing_wrench + 6*f->of, -1.0, NULL, tau);
    ili_actuator_push(m, d, m->bushing_body_b[f->of], d->bushing_wrench + 6*f->of, 1.0, NULL, tau);
}

static void bushing_wrench(const il_osim *o, const il_data *d, const il_osim_force *f, il_pack wrench[6]) {
    for (int l = 0; l < IL_LANES; l++) {
        double w[6];
        ili_osim_bushing_wrench(o->model, f->bushing, d, l, w);
        for (int k = 0; k < 6; k++) wrench[k].lane[l] = w[k];
    }
}

static void add_bushing_function(const il_osim *o, const il_data *d, const il_osim_force *f, il_pack *tau) {
    il_pack wrench[6];
    bushing_wrench(o, d, f, wrench);
    for (int end = 0; end < 2; end++) ili_actuator_push(o->model, d, f->bushing->body[end], wrench, end ? 1.0 : -1.0, NULL, tau);
}

bool ili_osim_among(const char *list, const char *name) {
    size_t n = strlen(name);
    for (const char *at = list ? strstr(list, name) : NULL; at; at = strstr(at + 1, name))
        if ((at == list || strchr(" \t\r\n", at[-1])) && strchr(" \t\r\n", at[n])) return true; // also at the end
    return false;
}

// a keyword, in capitals or not
static bool has_word(const char *list, const char *word) {
    size_t n = strlen(word);
    for (const char *at = list ? list : ""; *(at += strspn(at, " \t\r\n")); at += strcspn(at, " \t\r\n"))
        if (strcspn(at, " \t\r\n") == n && !strncasecmp(at, word, n)) return true;
    return false;
}

// by its own name, or by that of a group that it is in
static bool is_left_out(const il_osim *o, const char *except, const char *name) {
    if (!except || !*except) return false;
    if (ili_osim_among(except, name)) return true;
    for (int g = 0; g < o->ngroup; g++)
        if (ili_osim_among(except, o->group[g].name) && ili_osim_among(o->group[g].members, name)) return true;
    return false;
}

void il_osim_passive(const il_osim *o, const il_data *d, const char *except, il_pack *tau) {
    bool none = has_word(except, "all");
    for (int i = 0; i < o->nforce && !none; i++) {
        const il_osim_force *f = &o->force[i];
        if (is_left_out(o, except, f->name)) continue;
        if (on_coordinate(f->kind)) add_coordinate(o, d, f, tau);
        else if (f->kind == IL_OSIM_BUSHING) add_bushing(o, d, f, tau);
        else if (f->kind == IL_OSIM_BUSHING_FUNCTION) add_bushing_function(o, d, f, tau);
        else add_path(o, d, f, tau);
    }
}

// ---- on bodies -----------------------------------------------------------------------------------------------------------------

// tension on the bodies that the path touches; moving points push their coordinate
static void path_on_bodies(const il_osim *o, const il_data *d, const il_osim_force *f, il_pack *wrench, il_pack *tau) {
    const il_model *m = o->model;
    il_pack         pull;
    for (int l = 0; l < IL_LANES; l++) pull.lane[l] = tension(m, f, d->path_length[f->of].lane[l], d->path_speed[f->of].lane[l]);
    for (int b = m->path_body_start[f->of]; b < m->path_body_start[f->of + 1]; b++)
        for (int k = 0; k < 6; k++)
            for (int l = 0; l < IL_LANES; l++) wrench[6*m->pathbody_body[b] + k].lane[l] += pull.lane[l]*d->pathbody_wrench[6*b + k].lane[l];
    if (m->path_dof[f->of] == IL_NONE) return;
    for (int l = 0; l < IL_LANES; l++) tau[m->path_dof[f->of]].lane[l] += pull.lane[l]*d->path_moving[f->of].lane[l];
}

void ili_osim_passive_on_bodies(const il_osim *o, const il_data *d, il_pack *wrench, il_pack *tau) {
    const il_model *m = o->model;
    for (int i = 0; i < o->nforce; i++) {
        const il_osim_force *f = &o->force[i];
        if (on_coordinate(f->kind)) {
            add_coordinate(o, d, f, tau);
        } else if (f->kind == IL_OSIM_BUSHING_FUNCTION) {
            il_pack w[6];
            bushing_wrench(o, d, f, w);
            for (int k = 0; k < 6; k++)
                for (int l = 0; l < IL_LANES; l++) {
                    wrench[6*f->bushing->body[0] + k].lane[l] -= w[k].lane[l], wrench[6*f->bushing->body[1] + k].lane[l] += w[k].lane[l];
                }
        } else if (f->kind == IL_OSIM_BUSHING) {
            for (int k = 0; k < 6; k++)
                for (int l = 0; l < IL_LANES; l++) {
                    double x = d->bushing_wrench[6*f->of + k].lane[l];
                    wrench[6*m->bushing_body_a[f->of] + k].lane[l] -= x, wrench[6*m->bushing_body_b[f->of] + k].lane[l] += x;
                }
        } else {
            path_on_bodies(o, d, f, wrench, tau);
        }
    }
}
