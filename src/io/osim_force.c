// osim_force.c - what pulls and pushes, in OpenSim's elements: muscles, ligaments, bushings, limits of joints
#include <math.h>

#include "ilium/file.h"
#include "osim_xml.h"

// ---- paths ---------------------------------------------------------------------------------------------------------------------

static void coordinate_path(ili_xml *x, const il_model *m, const char *element, int signal) {
    char     buf[2 * ILI_OSIM_NAME];
    ili_text t = ili_text_fixed(buf, sizeof buf);
    if (signal >= m->nq) x->text.status = IL_BUG; // no path of the builder's follows a coupled coordinate
    if (signal >= m->nq) return;
    int body = m->coordinate_body[signal];
    ili_text_printf(&t, "/jointset/%s_%s/%s", m->body_parent[body] ? m->body_name[m->body_parent[body]] : "ground", m->body_name[body], m->coordinate_name[signal]);
    ili_xml_text(x, element, buf);
}

// a point that moves with a coordinate is a MovingPathPoint; one function a component
static void moving(ili_xml *x, const il_model *m, const il_params *p, int point) {
    static const char *const place[3] = {"x_location", "y_location", "z_location"}, *const socket[3] = {"socket_x_coordinate", "socket_y_coordinate", "socket_z_coordinate"};
    for (int c = 0; c < 3; c++) {
        int function = m->point_function[3 * point + c];
        coordinate_path(x, m, socket[c], m->point_signal[point]);
        ili_xml_open(x, place[c], NULL);
        if (function != IL_NONE) {
            ili_osim_function(x, m, p, function, p->point_pos[3 * point + c], NULL);
        } else {
            ili_xml_open(x, "Constant", NULL);
            ili_xml_number(x, "value", p->point_pos[3 * point + c]);
            ili_xml_close(x);
        }
        ili_xml_close(x);
    }
}

static void point(ili_xml *x, const il_model *m, const il_params *p, int path, int i) {
    char     name[ILI_OSIM_NAME], body[ILI_OSIM_NAME];
    ili_text t = ili_text_fixed(name, sizeof name);
    bool     moves = m->point_signal[i] != IL_NONE;
    int      when = m->point_condition[i];
    ili_text_printf(&t, "%s-P%d", m->path_name[path], i - m->path_start[path] + 1);
    ili_xml_open(x, moves ? "MovingPathPoint" : when != IL_NONE ? "ConditionalPathPoint" : "PathPoint", name);
    ili_xml_text(x, "socket_parent_frame", ili_osim_body(m, m->point_body[i], body));
    if (moves) moving(x, m, p, i);
    else ili_xml_numbers(x, "location", 3, p->point_pos + 3 * i);
    if (!moves && when != IL_NONE) {
        const double *range = p->condition_range + 2 * when;
        coordinate_path(x, m, "socket_coordinate", m->condition_signal[when]);
        ili_xml_numbers(x, "range", 2, (double[]){range[0] + 1e-5, range[1] - 1e-5}); // OpenSim takes so much more
    }
    ili_xml_close(x);
}

static void path_wrap(ili_xml *x, const char *surface, int first, int last) {
    ili_xml_open(x, "PathWrap", surface);
    ili_xml_text(x, "wrap_object", surface);
    ili_xml_text(x, "method", "hybrid");
    ili_xml_numbers(x, "range", 2, (double[]){first, last});
    ili_xml_close(x);
}

// the last segment of a surface that a path may touch on several, where `i` is the first of them; -1 where it is not
static int last_of(const il_model *m, int path, int i) {
    int last = m->pathwrap_point[i];
    for (int k = m->path_wrap_start[path]; k < m->path_wrap_start[path + 1]; k++) {
        bool same = m->pathwrap_wrap[k] == m->pathwrap_wrap[i] && m->pathwrap_side[k] == m->pathwrap_side[i] && m->pathwrap_rule[i] != IL_WRAP_SHORTEST;
        if (same && k < i) return -1;
        if (same && m->pathwrap_point[k] > last) last = m->pathwrap_point[k];
    }
    return last;
}

static void geometry(ili_xml *x, const il_model *m, const il_params *p, int path) {
    ili_xml_open(x, "GeometryPath", "geometrypath");
    ili_xml_open(x, "PathPointSet", NULL);
    ili_xml_open(x, "objects", NULL);
    for (int i = m->path_start[path]; i < m->path_start[path + 1]; i++) point(x, m, p, path, i);
    ili_xml_close(x);
    ili_xml_raw(x, "<groups />");
    ili_xml_close(x);
    ili_xml_open(x, "PathWrapSet", NULL);
    ili_xml_open(x, "objects", NULL);
    for (int i = m->path_wrap_start[path]; i < m->path_wrap_start[path + 1]; i++) {
        char wrap[ILI_OSIM_NAME];
        int  last = last_of(m, path, i);
        if (last >= 0) path_wrap(x, ili_osim_wrap(m, i, wrap), m->pathwrap_point[i] - m->path_start[path] + 1, last - m->path_start[path] + 2); // counted from 1
    }
    int  only = m->path_wrap_start[path];
    bool alone = m->path_wrap_start[path + 1] == only + 1 && m->pathwrap_rule[only] == IL_WRAP_SHORTEST;
    if (alone && m->wrap_kind[m->pathwrap_wrap[only]] == IL_WRAP_CYLINDER) path_wrap(x, ILI_OSIM_FINE, -1, -1);
    ili_xml_close(x);
    ili_xml_raw(x, "<groups />");
    ili_xml_close(x);
    ili_xml_close(x);
}

// ---- muscles -------------------------------------------------------------------------------------------------------------------

// nearest to docs/muscle.md among OpenSim's: Millard's passive curve has both of our strains and our stiffness, 2/(their distance), and is within
// 0.013 of ours; his active curve, fitted to ours by these four numbers, within 0.073
static void curves(ili_xml *x, const char *muscle, double zero, double one) {
    char     name[ILI_OSIM_NAME];
    ili_text t = ili_text_fixed(name, sizeof name);
    ili_text_printf(&t, "%s_ActiveForceLengthCurve", muscle);
    ili_xml_open(x, "ActiveForceLengthCurve", name);
    ili_xml_number(x, "min_norm_active_fiber_length", 0.46);
    ili_xml_number(x, "transition_norm_fiber_length", 0.78);
    ili_xml_number(x, "max_norm_active_fiber_length", 1.68);
    ili_xml_number(x, "shallow_ascending_slope", 1);
    ili_xml_number(x, "minimum_value", 0);
    ili_xml_close(x);
    t = ili_text_fixed(name, sizeof name);
    ili_text_printf(&t, "%s_FiberForceLengthCurve", muscle);
    ili_xml_open(x, "FiberForceLengthCurve", name);
    ili_xml_number(x, "strain_at_zero_force", zero);
    ili_xml_number(x, "strain_at_one_norm_force", one);
    ili_xml_number(x, "stiffness_at_low_force", 0.2);
    ili_xml_number(x, "stiffness_at_one_norm_force", 2 / (one - zero));
    ili_xml_number(x, "curviness", 0.75);
    ili_xml_close(x);
}

static void muscle(ili_xml *x, const il_model *m, const il_params *p, int i) {
    double tone = p->muscle_tone[i];
    ili_xml_open(x, "Millard2012EquilibriumMuscle", m->muscle_name[i]);
    ili_xml_flag(x, "appliesForce", true);
    ili_xml_number(x, "min_control", tone);
    ili_xml_number(x, "max_control", fmax(tone, fmin(p->muscle_act_max[i], 1))); // inhibition
    geometry(x, m, p, m->muscle_path[i]);
    ili_xml_number(x, "max_isometric_force", p->muscle_f_max[i]);
    ili_xml_number(x, "optimal_fiber_length", p->muscle_l_opt[i]);
    ili_xml_number(x, "tendon_slack_length", p->muscle_l_slack[i]);
    ili_xml_number(x, "pennation_angle_at_optimal", p->muscle_pennation[i]);
    ili_xml_number(x, "max_contraction_velocity", p->muscle_v_max[i]);
    ili_xml_flag(x, "ignore_tendon_compliance", true);
    ili_xml_flag(x, "ignore_activation_dynamics", false);
    ili_xml_number(x, "fiber_damping", 0.1);
    ili_xml_number(x, "default_activation", fmax(tone, 0.01));
    ili_xml_number(x, "minimum_activation", fmax(tone, 0.01));
    curves(x, m->muscle_name[i], p->muscle_strain_zero[i], p->muscle_strain_one[i]);
    ili_xml_close(x);
}

// ---- ligaments -----------------------------------------------------------------------------------------------------------------

// force = pcsa_force * curve(length/resting_length): with pcsa_force = k l toe the curve is ramp((x - 1)/toe), cubic in parts but for
// its toe, where 32 pieces keep it within 1e-6; three points on each line outside give the spline's ends their slope
static void ligament(ili_xml *x, const il_model *m, const il_params *p, int i) {
    enum { PIECES = 32, OUT = 3, N = PIECES + 1 + 2 * OUT };
    double toe = fmax(p->ligament_toe[i], 1e-6), at[N], y[N];
    for (int k = 0; k < N; k++) {
        double u = (double)(k - OUT) / PIECES;
        at[k] = 1 + toe * u;
        y[k] = u <= 0 ? 0 : u < 1 ? u * u * u * (1 - u / 2) : u - 0.5;
    }
    ili_xml_open(x, "Ligament", m->ligament_name[i]);
    ili_xml_flag(x, "appliesForce", true);
    geometry(x, m, p, m->ligament_path[i]);
    ili_xml_number(x, "resting_length", p->ligament_l_slack[i]);
    ili_xml_number(x, "pcsa_force", p->ligament_k[i] * p->ligament_l_slack[i] * toe);
    ili_xml_open(x, "force_length_curve", NULL);
    ili_xml_open(x, "SimmSpline", NULL);
    ili_xml_numbers(x, "x", N, at);
    ili_xml_numbers(x, "y", N, y);
    ili_xml_close(x);
    ili_xml_close(x);
    ili_xml_close(x);
}

// ---- bushings ------------------------------------------------------------------------------------------------------------------

static const char *const variable[6] = {"theta_x", "theta_y", "theta_z", "delta_x", "delta_y", "delta_z"};
enum { TX = 3 };

static void add_number(ili_text *t, double value) {
    char buf[IL_NUMBER_TEXT];
    ili_text_add(t, value < 0 ? "(" : "");
    ili_text_add(t, il_number_format(value + 0.0, buf));
    ili_text_add(t, value < 0 ? ")" : "");
}

// deflection of axis j less its rest: "(theta_x-0.1)"
static void add_x(ili_text *t, const il_params *p, int bushing, int j) {
    double rest = p->bushing_rest[6 * bushing + j];
    ili_text_add(t, "(");
    ili_text_add(t, variable[j]);
    if (rest < 0 || rest > 0) {
        ili_text_add(t, "-");
        add_number(t, rest);
    }
    ili_text_add(t, ")");
}

// phi'(x) = k x + b (sqrt(x^2 + w^2) - w) + c x^3
static void add_slope(ili_text *t, const il_params *p, int bushing, int j) {
    int    e = 6 * bushing + j;
    double b = p->bushing_b[e], c = p->bushing_c[e], w = fmax(p->bushing_w[e], 1e-9);
    ili_text_add(t, "(");
    add_number(t, p->bushing_k[e]);
    ili_text_add(t, "*");
    add_x(t, p, bushing, j);
    if (b < 0 || b > 0) {
        ili_text_add(t, "+");
        add_number(t, b);
        ili_text_add(t, "*(sqrt(");
        add_x(t, p, bushing, j);
        ili_text_add(t, "^2+");
        add_number(t, w * w);
        ili_text_add(t, ")-");
        add_number(t, w);
        ili_text_add(t, ")");
    }
    if (c < 0 || c > 0) {
        ili_text_add(t, "+");
        add_number(t, c);
        ili_text_add(t, "*");
        add_x(t, p, bushing, j);
        ili_text_add(t, "^3");
    }
    ili_text_add(t, ")");
}

// phi(x) = k x^2/2 + b ((x sqrt(x^2 + w^2) + w^2 asinh(x/w))/2 - w x) + c x^4/4, asinh(x/w) = log((x + sqrt(x^2 + w^2))/w)
static void add_energy(ili_text *t, const il_params *p, int bushing, int j) {
    int    e = 6 * bushing + j;
    double b = p->bushing_b[e], c = p->bushing_c[e], w = fmax(p->bushing_w[e], 1e-9);
    char   xbuf[100], number[3][IL_NUMBER_TEXT + 2];
    double value[3] = {w * w, w, b};
    for (int i = 0; i < 3; i++) {
        ili_text n = ili_text_fixed(number[i], sizeof number[i]);
        add_number(&n, value[i]);
    }
    ili_text xt = ili_text_fixed(xbuf, sizeof xbuf);
    add_x(&xt, p, bushing, j);
    ili_text_add(t, "(");
    add_number(t, p->bushing_k[e] / 2);
    ili_text_printf(t, "*%s^2", xbuf);
    if (b < 0 || b > 0)
        ili_text_printf(t, "+%s*((%s*sqrt(%s^2+%s)+%s*log((%s+sqrt(%s^2+%s))/%s))/2-%s*%s)", number[2], xbuf, xbuf, number[0], number[0], xbuf, xbuf, number[0],
                        number[1], number[1], xbuf);
    if (c < 0 || c > 0) {
        ili_text_add(t, "+");
        add_number(t, c / 4);
        ili_text_printf(t, "*%s^4", xbuf);
    }
    ili_text_add(t, ")");
}

// ramp(u) or its slope for u = -x_tx/w_tx, with step(a) = 1 for a >= 0
static void add_ramp(ili_text *t, const il_params *p, int bushing, bool slope) {
    char     u[100];
    ili_text ut = ili_text_fixed(u, sizeof u);
    ili_text_add(&ut, "(-");
    add_x(&ut, p, bushing, TX);
    ili_text_add(&ut, "/");
    add_number(&ut, fmax(p->bushing_w[6 * bushing + TX], 1e-9));
    ili_text_add(&ut, ")");
    if (slope) ili_text_printf(t, "(step(%s)*step(1-%s)*%s^2*(3-2*%s)+step(%s-1))", u, u, u, u, u);
    else ili_text_printf(t, "(step(%s)*step(1-%s)*%s^3*(1-%s/2)+step(%s-1)*(%s-0.5))", u, u, u, u, u, u);
}

static int coupling_of(int j, int k) { // place in the upper triangle by rows
    int a = j < k ? j : k, b = j < k ? k : j;
    return a * 6 - a * (a + 1) / 2 + (b - a - 1);
}

// dU/dx_j of docs/paths.md; OpenSim applies its opposite to the second frame
static void axis_expression(ili_text *t, const il_params *p, int bushing, int j) {
    double closure = p->bushing_closure[bushing], w = fmax(p->bushing_w[6 * bushing + TX], 1e-9);
    add_slope(t, p, bushing, j);
    if (closure > 0 && j != TX) {
        ili_text_add(t, "*(1+");
        add_number(t, closure * w);
        ili_text_add(t, "*");
        add_ramp(t, p, bushing, false);
        ili_text_add(t, ")");
    }
    if (closure > 0 && j == TX) {
        ili_text_add(t, "-");
        add_number(t, closure);
        ili_text_add(t, "*");
        add_ramp(t, p, bushing, true);
        ili_text_add(t, "*(");
        for (int k = 0, first = 1; k < 6; k++) {
            if (k == TX) continue;
            ili_text_add(t, first ? "" : "+");
            add_energy(t, p, bushing, k);
            first = 0;
        }
        ili_text_add(t, ")");
    }
    if (p->bushing_contact[bushing] > 0 && j == TX) {
        ili_text_add(t, "-");
        add_number(t, p->bushing_contact[bushing] * w);
        ili_text_add(t, "*");
        add_ramp(t, p, bushing, false);
    }
    for (int k = 0; k < 6; k++) {
        double c = k == j ? 0 : p->bushing_coupling[15 * bushing + coupling_of(j, k)];
        if (!(c < 0 || c > 0)) continue;
        ili_text_add(t, "+");
        add_number(t, c);
        ili_text_add(t, "*");
        add_x(t, p, bushing, k);
    }
}

static void bushing(ili_xml *x, const il_model *m, const il_params *p, int i) {
    static const char *const element[6] = {"Mx_expression", "My_expression", "Mz_expression", "Fx_expression", "Fy_expression", "Fz_expression"};
    char     a[ILI_OSIM_NAME], b[ILI_OSIM_NAME], body[ILI_OSIM_NAME];
    ili_text ta = ili_text_fixed(a, sizeof a), tb = ili_text_fixed(b, sizeof b);
    ili_text_printf(&ta, "%s_a", m->bushing_name[i]);
    ili_text_printf(&tb, "%s_b", m->bushing_name[i]);
    ili_xml_open(x, "ExpressionBasedBushingForce", m->bushing_name[i]);
    ili_xml_flag(x, "appliesForce", true);
    ili_xml_text(x, "socket_frame1", a);
    ili_xml_text(x, "socket_frame2", b);
    ili_xml_open(x, "frames", NULL);
    ili_osim_frame(x, a, ili_osim_body(m, m->bushing_body_a[i], body), p->bushing_a_pos + 3 * i, p->bushing_a_rot + 9 * i);
    ili_osim_frame(x, b, ili_osim_body(m, m->bushing_body_b[i], body), p->bushing_b_pos + 3 * i, p->bushing_b_rot + 9 * i);
    ili_xml_close(x);
    for (int j = 0; j < 6; j++) {
        ili_text t = ili_text_growing(1 << 16);
        axis_expression(&t, p, i, j);
        if (t.status) x->text.status = t.status;
        ili_xml_text(x, element[j], t.bytes ? t.bytes : "0");
        ili_text_free(&t);
    }
    ili_xml_numbers(x, "rotational_damping", 3, (double[3]){0});
    ili_xml_numbers(x, "translational_damping", 3, (double[3]){0});
    ili_xml_close(x);
}

// ---- limits --------------------------------------------------------------------------------------------------------------------

static void limit(ili_xml *x, const il_model *m, const il_params *p, int i) {
    const double *v = p->limit_value + 6 * i;
    char          name[ILI_OSIM_NAME];
    ili_text      n = ili_text_fixed(name, sizeof name), t = ili_text_growing(4096);
    ili_text_printf(&n, "%s_limit_%d", m->coordinate_name[m->limit_coordinate[i]], i + 1);
    for (int k = 0; k < 2; k++) {
        ili_text_add(&t, k ? "+" : "");
        add_number(&t, v[3 * k]);
        ili_text_add(&t, "*exp(");
        add_number(&t, v[3 * k + 1]);
        ili_text_add(&t, "*(q-");
        add_number(&t, v[3 * k + 2]);
        ili_text_add(&t, "))");
    }
    ili_xml_open(x, "ExpressionBasedCoordinateForce", name);
    ili_xml_flag(x, "appliesForce", true);
    ili_xml_text(x, "coordinate", m->coordinate_name[m->limit_coordinate[i]]);
    ili_xml_text(x, "expression", t.bytes ? t.bytes : "0");
    ili_xml_close(x);
    if (t.status) x->text.status = t.status;
    ili_text_free(&t);
}

void ili_osim_forces(ili_xml *x, const il_model *m, const il_params *p) {
    ili_xml_open(x, "ForceSet", "forceset");
    ili_xml_open(x, "objects", NULL);
    for (int i = 0; i < m->nmuscle; i++) muscle(x, m, p, i);
    for (int i = 0; i < m->nligament; i++) ligament(x, m, p, i);
    for (int i = 0; i < m->nbushing; i++) bushing(x, m, p, i);
    for (int i = 0; i < m->nlimit; i++) limit(x, m, p, i);
    ili_xml_close(x);
    ili_xml_raw(x, "<groups />");
    ili_xml_close(x);
}
