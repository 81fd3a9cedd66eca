// mjcf_write.c - a model as a MuJoCo document
//
// A body's frame is ours. MuJoCo turns a body about axes that are fixed to it, one joint after the other: our rows, with axes told in the body's frame.
// Constant rows go into the body's place; a constant turn between others is carried to the end: R(a) K R(b) = R(a) R(K b) K.
#include "ilium/io_mjcf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "ilium/data.h"
#include "ilium/file.h"
#include "osim_xml.h"

enum { NODES = 64, DEGREE = 4 };

typedef struct mjcf {
    ili_text         text, follow; ///< the document; its equalities
    const il_model  *m;
    const il_params *p;
    il_data         *d;            ///< neutral pose
    int              depth, nfit, nsoft, nmoving, nskip, nmassless;
    double           worst[2];     ///< of polynomials, shifts and turns [m, rad]
    char             where[2][200];
} mjcf;

// ---- elements ------------------------------------------------------------------------------------------------------------------

static void start(mjcf *x, const char *tag) {
    for (int i = 0; i < x->depth; i++) ili_text_add(&x->text, "  ");
    ili_text_printf(&x->text, "<%s", tag);
}

static void word(mjcf *x, const char *key, const char *value) {
    ili_text_printf(&x->text, " %s=\"", key);
    ili_xml_escape(&x->text, value);
    ili_text_add(&x->text, "\"");
}

static void numbers_to(ili_text *t, const char *key, int n, const double *value) {
    char buf[IL_NUMBER_TEXT];
    ili_text_printf(t, " %s=\"", key);
    for (int i = 0; i < n; i++) {
        if (!isfinite(value[i])) t->status = IL_BAD_VALUE;
        ili_text_add(t, i ? " " : "");
        ili_text_add(t, il_number_format(value[i] + 0.0, buf));
    }
    ili_text_add(t, "\"");
}

static void numbers(mjcf *x, const char *key, int n, const double *value) { numbers_to(&x->text, key, n, value); }
static void done(mjcf *x) { ili_text_add(&x->text, "/>\n"); }

static void begin(mjcf *x, const char *tag) {
    start(x, tag);
    ili_text_add(&x->text, ">\n");
    x->depth++;
}

static void end(mjcf *x, const char *tag) {
    x->depth--;
    for (int i = 0; i < x->depth; i++) ili_text_add(&x->text, "  ");
    ili_text_printf(&x->text, "</%s>\n", tag);
}

// ---- frames --------------------------------------------------------------------------------------------------------------------

static void times(const double a[9], const double b[9], double c[9]) {
    double out[9] = {0};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            for (int k = 0; k < 3; k++) out[3*i + j] += a[3*i + k]*b[3*k + j];
    memcpy(c, out, sizeof out);
}

static void onto(const double a[9], const double v[3], double out[3]) {
    for (int i = 0; i < 3; i++) out[i] = a[3*i]*v[0] + a[3*i + 1]*v[1] + a[3*i + 2]*v[2];
}

static void transposed(const double a[9], double out[9]) {
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) out[3*i + j] = a[3*j + i];
}

// Rodrigues' formula
static void turn(const double axis[3], double angle, double out[9]) {
    double c = cos(angle), s = sin(angle), t = 1.0 - c, x = axis[0], y = axis[1], z = axis[2];
    const double r[9] = {t*x*x + c, t*x*y - s*z, t*x*z + s*y, t*x*y + s*z, t*y*y + c, t*y*z - s*x, t*x*z - s*y, t*y*z + s*x, t*z*z + c};
    memcpy(out, r, sizeof r);
}

static void place(mjcf *x, const double pos[3], const double rot[9]) {
    const double axes[6] = {rot[0], rot[3], rot[6], rot[1], rot[4], rot[7]};
    numbers(x, "pos", 3, pos), numbers(x, "xyaxes", 6, axes);
}

// ---- coordinates ---------------------------------------------------------------------------------------------------------------

// the row that is the coordinate itself: IL_NONE where each of its rows is a function of it
static int own_row(const mjcf *x, int coordinate) {
    const il_model *m = x->m;
    for (int r = 0; r < m->nrow; r++)
        if (m->row_signal[r] == coordinate && m->row_function[r] == IL_NONE && fabs(x->p->row_scale[r]) == 1.0) return r;
    return IL_NONE;
}

static const char *joint_name(const mjcf *x, int row, char buf[ILI_OSIM_NAME]) {
    const il_model *m = x->m;
    ili_text        t = ili_text_fixed(buf, ILI_OSIM_NAME);
    if (own_row(x, m->row_dof[row]) == row) ili_text_add(&t, m->coordinate_name[m->row_dof[row]]);
    else ili_text_printf(&t, "%s_row%d", m->body_name[m->row_body[row]], row - m->body_row_start[m->row_body[row]] + 1);
    return buf;
}

static void range_of(const mjcf *x, int j, double range[2]) {
    range[0] = x->p->coordinate_min[j], range[1] = x->p->coordinate_max[j];
    if (range[1] - range[0] > 100.0 || !(range[1] > range[0])) range[0] = x->p->coordinate_neutral[j] - 3.0, range[1] = x->p->coordinate_neutral[j] + 3.0;
}

// the rows' values along a coordinate at Chebyshev's nodes: value[row*NODES + node]
static il_status sample(mjcf *x, int j, double *value, il_error *err) {
    double   range[2];
    il_data *d;
    range_of(x, j, range);
    il_status status = il_data_create(x->m, IL_ISA_AUTO, &d, err);
    if (status != IL_OK) return status;
    il_data_copy(x->m, x->d, d);
    for (int first = 0; first < NODES; first += IL_LANES) {
        for (int l = 0; l < IL_LANES; l++) {
            double u = cos(3.14159265358979323846*(first + l + 0.5)/NODES);
            d->q[j].lane[l] = 0.5*(range[0] + range[1]) + 0.5*(range[1] - range[0])*u;
        }
        il_position(x->m, x->p, d);
        for (int r = 0; r < x->m->nrow; r++)
            for (int l = 0; l < IL_LANES; l++) value[r*NODES + first + l] = d->row_value[r].lane[l];
    }
    il_data_free(d);
    return IL_OK;
}

// Chebyshev's series to degree four, as powers of the coordinate; returns the worst miss at the nodes
static double fit(const mjcf *x, int j, const double *value, double c[DEGREE + 1]) {
    static const double powers[DEGREE + 1][DEGREE + 1] = {{1, 0, 0, 0, 0}, {0, 1, 0, 0, 0}, {-1, 0, 2, 0, 0}, {0, -3, 0, 4, 0}, {1, 0, -8, 0, 8}};
    double              range[2], local[DEGREE + 1] = {0}, most = 0.0;
    range_of(x, j, range);
    double middle = 0.5*(range[0] + range[1]), half = 0.5*(range[1] - range[0]);
    for (int k = 0; k <= DEGREE; k++) {
        double sum = 0.0;
        for (int i = 0; i < NODES; i++) sum += value[i]*cos(3.14159265358979323846*k*(i + 0.5)/NODES);
        for (int n = 0; n <= DEGREE; n++) local[n] += (k ? 2.0 : 1.0)*sum/NODES*powers[k][n];
    }
    for (int i = 0; i < NODES; i++) {
        double u = cos(3.14159265358979323846*(i + 0.5)/NODES), y = 0.0;
        for (int n = DEGREE; n >= 0; n--) y = y*u + local[n];
        most = fmax(most, fabs(y - value[i]));
    }
    // u = (q - middle)/half, by Horner's scheme on polynomials
    memset(c, 0, (DEGREE + 1)*sizeof *c);
    for (int n = DEGREE; n >= 0; n--) {
        for (int i = DEGREE; i > 0; i--) c[i] = c[i - 1]/half - c[i]*middle/half;
        c[0] = local[n] - c[0]*middle/half;
    }
    return most;
}

// rows that follow a coordinate, and a joint of its own where nothing is the coordinate itself
static il_status followers(mjcf *x, il_error *err) {
    const il_model *m = x->m;
    double         *value = ili_array_alloc((size_t)m->nrow*NODES, sizeof *value);
    il_status       status = value ? IL_OK : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the model's text");
    for (int j = 0; j < m->nq && status == IL_OK; j++) {
        int own = own_row(x, j);
        status = sample(x, j, value, err);
        for (int r = 0; r < m->nrow && status == IL_OK; r++) {
            double c[DEGREE + 1], miss;
            char   name[ILI_OSIM_NAME];
            if (m->row_dof[r] != j || r == own) continue;
            miss = fit(x, j, value + r*NODES, c);
            x->nfit++;
            if (miss > 1e-9) x->nsoft++;
            int kind = m->row_kind[r] == IL_ROW_ROTATION;
            if (miss > x->worst[kind]) x->worst[kind] = miss, snprintf(x->where[kind], sizeof x->where[kind], "%.80s of %.80s", joint_name(x, r, name), m->coordinate_name[j]);
            ili_text_add(&x->follow, "    <joint joint1=\"");
            ili_xml_escape(&x->follow, joint_name(x, r, name));
            ili_text_add(&x->follow, "\" joint2=\"");
            ili_xml_escape(&x->follow, m->coordinate_name[j]);
            ili_text_add(&x->follow, "\"");
            numbers_to(&x->follow, "polycoef", DEGREE + 1, c);
            ili_text_add(&x->follow, "/>\n");
        }
    }
    free(value);
    return status;
}

// ---- bodies --------------------------------------------------------------------------------------------------------------------

// turns the constant rows into the body's place and gives the axes of the others in the body's frame
static void body_place(mjcf *x, int body, double axis[][3], double pos[3], double rot[9]) {
    const il_model  *m = x->m;
    const il_params *p = x->p;
    const double    *P = p->joint_parent_rot + 9*body, *C = p->joint_child_rot + 9*body;
    double           K[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1}, shift[3] = {0}, back[9], Kt[9], T[9], here[3];
    int              first = m->body_row_start[body], last = m->body_row_start[body + 1];
    for (int r = first; r < last; r++) {
        const double *a = p->row_axis + 3*r;
        onto(m->row_kind[r] == IL_ROW_ROTATION ? K : (const double[9]){1, 0, 0, 0, 1, 0, 0, 0, 1}, a, axis[r - first]);
        if (m->row_signal[r] != IL_NONE) continue;
        if (m->row_kind[r] == IL_ROW_TRANSLATION) {
            for (int i = 0; i < 3; i++) shift[i] += p->row_scale[r]*a[i];
        } else {
            double k[9];
            turn(a, p->row_scale[r], k);
            times(K, k, K);
        }
    }
    transposed(C, back), transposed(K, Kt);
    times(K, back, T), times(P, T, rot);
    times(C, Kt, T);
    for (int r = first; r < last; r++) {
        double v[3];
        onto(T, axis[r - first], v);
        memcpy(axis[r - first], v, sizeof v);
    }
    onto(P, shift, pos), onto(rot, p->joint_child_pos + 3*body, here);
    for (int i = 0; i < 3; i++) pos[i] += p->joint_parent_pos[3*body + i] - here[i];
}

// A flat body has one moment as large as the other two together, which MuJoCo refuses by the rounding of its eigenvalues: a millionth is added then. Flat
// is where trace/2 - I has no determinant.
static void thicken(const double from[6], double I[6]) {
    double half = 0.5*(from[0] + from[1] + from[2]), a = half - from[0], b = half - from[1], c = half - from[2], d = from[3], e = from[4], f = from[5];
    double flat = a*b*c - 2.0*d*e*f - a*f*f - b*e*e - c*d*d;
    for (int i = 0; i < 6; i++) I[i] = from[i] + (i < 3 && flat < 1e-6*half*half*half ? 2e-6*half : 0.0);
}

static void inertial(mjcf *x, int body) {
    const il_params *p = x->p;
    double           I[6];
    thicken(p->body_inertia + 6*body, I);
    start(x, "inertial");
    if (p->body_mass[body] > 0.0) {
        numbers(x, "pos", 3, p->body_com + 3*body), numbers(x, "mass", 1, p->body_mass + body), numbers(x, "fullinertia", 6, I);
    } else { // MuJoCo wants a mass
        x->nmassless++;
        numbers(x, "pos", 3, (const double[3]){0}), numbers(x, "mass", 1, (const double[]){1e-6}), numbers(x, "diaginertia", 3, (const double[]){1e-9, 1e-9, 1e-9});
    }
    done(x);
}

static void joints(mjcf *x, int body, double axis[][3]) {
    const il_model *m = x->m;
    int             first = m->body_row_start[body];
    for (int r = first; r < m->body_row_start[body + 1]; r++) {
        char   name[ILI_OSIM_NAME];
        double along[3];
        if (m->row_signal[r] == IL_NONE) continue;
        double sign = own_row(x, m->row_dof[r]) == r ? x->p->row_scale[r] : 1.0;
        for (int i = 0; i < 3; i++) along[i] = sign*axis[r - first][i];
        start(x, "joint");
        word(x, "name", joint_name(x, r, name)), word(x, "type", m->row_kind[r] == IL_ROW_ROTATION ? "hinge" : "slide");
        numbers(x, "pos", 3, x->p->joint_child_pos + 3*body), numbers(x, "axis", 3, along);
        done(x);
    }
}

// a point of a path, where it is in the neutral pose
static void point(mjcf *x, int path, int i) {
    char           name[ILI_OSIM_NAME];
    double         at[3], pos[3];
    const il_data *d = x->d;
    int            body = x->m->point_body[i];
    ili_text       t = ili_text_fixed(name, sizeof name);
    ili_text_printf(&t, "%s-P%d", x->m->path_name[path], i - x->m->path_start[path] + 1);
    for (int c = 0; c < 3; c++) at[c] = d->point_world[3*i + c].lane[0] - d->body_pos[3*body + c].lane[0];
    for (int c = 0; c < 3; c++) pos[c] = d->body_rot[9*body + c].lane[0]*at[0] + d->body_rot[9*body + 3 + c].lane[0]*at[1] + d->body_rot[9*body + 6 + c].lane[0]*at[2];
    start(x, "site");
    word(x, "name", name), numbers(x, "pos", 3, x->m->point_signal[i] == IL_NONE ? x->p->point_pos + 3*i : pos);
    done(x);
}

static bool expressible(const mjcf *x, int pathwrap) {
    int kind = x->m->wrap_kind[x->m->pathwrap_wrap[pathwrap]];
    return kind == IL_WRAP_SPHERE || kind == IL_WRAP_CYLINDER;
}

// the site that tells on which side a path passes a cylinder: outside, in the middle of the way round
static void side(mjcf *x, int pathwrap) {
    const il_model *m = x->m;
    int             wrap = m->pathwrap_wrap[pathwrap];
    char            name[ILI_OSIM_NAME];
    double          middle = ili_osim_wrap_middle(m, x->p, x->d, pathwrap), r = 2.0*x->p->wrap_size[3*wrap], out[3];
    onto(x->p->wrap_rot + 9*wrap, (const double[]){r*cos(middle), r*sin(middle), 0.0}, out);
    for (int i = 0; i < 3; i++) out[i] += x->p->wrap_pos[3*wrap + i];
    start(x, "site");
    ili_osim_wrap(m, pathwrap, name);
    word(x, "name", name), numbers(x, "pos", 3, out);
    done(x);
}

static void fixed_things(mjcf *x, int body) {
    const il_model  *m = x->m;
    const il_params *p = x->p;
    for (int i = 0; i < m->nmarker; i++) {
        if (m->marker_body[i] != body) continue;
        start(x, "site");
        word(x, "name", m->marker_name[i]), numbers(x, "pos", 3, p->marker_pos + 3*i);
        done(x);
    }
    for (int path = 0; path < m->npath; path++)
        for (int i = m->path_start[path]; i < m->path_start[path + 1]; i++)
            if (m->point_body[i] == body) point(x, path, i);
    for (int w = 0; w < m->nwrap; w++) {
        if (m->wrap_body[w] != body || (m->wrap_kind[w] != IL_WRAP_SPHERE && m->wrap_kind[w] != IL_WRAP_CYLINDER)) continue;
        bool cylinder = m->wrap_kind[w] == IL_WRAP_CYLINDER;
        start(x, "geom");
        word(x, "name", m->wrap_name[w]), word(x, "type", cylinder ? "cylinder" : "sphere");
        numbers(x, "size", cylinder ? 2 : 1, (const double[]){p->wrap_size[3*w], fmax(0.5*p->wrap_size[3*w + 1], 1e-3)});
        place(x, p->wrap_pos + 3*w, p->wrap_rot + 9*w);
        word(x, "contype", "0"), word(x, "conaffinity", "0"), word(x, "rgba", "0.3 0.5 0.9 0.3");
        done(x);
    }
    for (int i = 0; i < m->npathwrap; i++)
        if (m->wrap_body[m->pathwrap_wrap[i]] == body && m->pathwrap_side[i] && expressible(x, i)) side(x, i);
}

static void body_of(mjcf *x, int body) {
    double axis[IL_MAX_ROWS][3], pos[3], rot[9];
    body_place(x, body, axis, pos, rot);
    start(x, "body");
    word(x, "name", x->m->body_name[body]), place(x, pos, rot);
    ili_text_add(&x->text, ">\n");
    x->depth++;
    inertial(x, body), joints(x, body, axis), fixed_things(x, body);
    for (int child = body + 1; child < x->m->nbody; child++)
        if (x->m->body_parent[child] == body) body_of(x, child);
    end(x, "body");
}

// a coordinate that is no row itself turns or shifts a speck far away, which the rows follow
static void specks(mjcf *x) {
    for (int j = 0; j < x->m->nq; j++) {
        char     name[ILI_OSIM_NAME];
        ili_text t = ili_text_fixed(name, sizeof name);
        if (own_row(x, j) != IL_NONE) continue;
        ili_text_printf(&t, "%s_drive", x->m->coordinate_name[j]);
        start(x, "body");
        word(x, "name", name), numbers(x, "pos", 3, (const double[]){0, -100, 0});
        ili_text_add(&x->text, "><inertial pos=\"0 0 0\" mass=\"1e-6\" diaginertia=\"1e-9 1e-9 1e-9\"/><joint");
        word(x, "name", x->m->coordinate_name[j]), word(x, "type", "hinge");
        ili_text_add(&x->text, " axis=\"0 0 1\"/></body>\n");
    }
}

// ---- muscles -------------------------------------------------------------------------------------------------------------------

static void tendon(mjcf *x, int path) {
    const il_model *m = x->m;
    start(x, "spatial");
    word(x, "name", m->path_name[path]);
    ili_text_add(&x->text, ">\n");
    x->depth++;
    for (int i = m->path_start[path]; i < m->path_start[path + 1]; i++) {
        char     name[ILI_OSIM_NAME];
        ili_text t = ili_text_fixed(name, sizeof name);
        bool     taken = false;
        ili_text_printf(&t, "%s-P%d", m->path_name[path], i - m->path_start[path] + 1);
        x->nmoving += m->point_signal[i] != IL_NONE || m->point_condition[i] != IL_NONE;
        start(x, "site"), word(x, "site", name), done(x);
        for (int w = m->path_wrap_start[path]; w < m->path_wrap_start[path + 1]; w++) {
            if (m->pathwrap_point[w] != i) continue;
            if (taken || !expressible(x, w)) {
                x->nskip++;
                continue;
            }
            taken = true;
            start(x, "geom"), word(x, "geom", m->wrap_name[m->pathwrap_wrap[w]]);
            if (m->pathwrap_side[w]) word(x, "sidesite", ili_osim_wrap(m, w, name));
            done(x);
        }
    }
    end(x, "spatial");
}

// MuJoCo takes optimal length and slack from two lengths of the muscle: slack + 0.5 and + 1.5 of the optimal length
static void muscle(mjcf *x, int i) {
    const il_params *p = x->p;
    double           l = p->muscle_l_opt[i], slack = p->muscle_l_slack[i], tone = p->muscle_tone[i];
    start(x, "muscle");
    word(x, "name", x->m->muscle_name[i]), word(x, "tendon", x->m->path_name[x->m->muscle_path[i]]);
    numbers(x, "force", 1, p->muscle_f_max + i), numbers(x, "range", 2, (const double[]){0.5, 1.5}), numbers(x, "lengthrange", 2, (const double[]){slack + 0.5*l, slack + 1.5*l});
    numbers(x, "vmax", 1, p->muscle_v_max + i), word(x, "ctrllimited", "true"), numbers(x, "ctrlrange", 2, (const double[]){tone, fmax(tone + 1e-6, fmin(p->muscle_act_max[i], 1.0))});
    done(x);
}

// ---- the whole -----------------------------------------------------------------------------------------------------------------

static void document(mjcf *x, const char *name) {
    const il_model *m = x->m;
    start(x, "mujoco"), word(x, "model", name);
    ili_text_add(&x->text, ">\n");
    x->depth++;
    ili_text_add(&x->text, "  <compiler angle=\"radian\"/>\n  <option gravity=\"0 -9.80665 0\"/>\n");
    begin(x, "worldbody");
    fixed_things(x, IL_GROUND);
    for (int b = 1; b < m->nbody; b++)
        if (m->body_parent[b] == IL_GROUND) body_of(x, b);
    specks(x);
    end(x, "worldbody");
    if (m->nmuscle) {
        begin(x, "tendon");
        for (int i = 0; i < m->nmuscle; i++) {
            bool again = false; // muscles may share a path
            for (int k = 0; k < i; k++) again |= m->muscle_path[k] == m->muscle_path[i];
            if (!again) tendon(x, m->muscle_path[i]);
        }
        end(x, "tendon");
        begin(x, "actuator");
        for (int i = 0; i < m->nmuscle; i++) muscle(x, i);
        end(x, "actuator");
    }
    if (x->nfit) {
        begin(x, "equality");
        ili_text_add(&x->text, x->follow.bytes ? x->follow.bytes : "");
        end(x, "equality");
    }
    end(x, "mujoco");
}

// comments may not hold two hyphens in a row
static void plain(ili_text *t, const char *s) {
    for (; *s; s++)
        if (!(s[0] == '-' && s[1] == '-')) ili_text_add_n(t, s, 1);
}

static void preface(const mjcf *x, const char *origin, ili_text *t) {
    char     number[IL_NUMBER_TEXT];
    const il_model *m = x->m;
    ili_text_add(t, "<!-- ");
    plain(t, origin ? origin : "");
    ili_text_printf(t, "\n%d joints follow a coordinate by an equality of degree four, which MuJoCo holds softly", x->nfit);
    if (x->nsoft) {
        ili_text_printf(t, "; %d of them approximately", x->nsoft);
        for (int kind = 0; kind < 2; kind++) {
            if (!(x->worst[kind] > 1e-9)) continue;
            ili_text_add(t, ", within ");
            ili_text_add(t, il_number_format(1e-6*ceil(1e6*x->worst[kind]), number));
            ili_text_add(t, kind ? " rad (" : " m (");
            plain(t, x->where[kind]);
            ili_text_add(t, ")");
        }
    }
    ili_text_printf(t, ".\nMuscles have MuJoCo's own curves and no pennation. %d points that move with a coordinate or come and go stay where they are in the neutral pose; %d surfaces on paths that MuJoCo does not "
                       "have, or second ones between two points, are left out. %d bodies without mass have a millionth of a kilogram.\nNot here: %d ligaments, %d bushings, %d limits of joints, %d contact points, "
                       "abdominal pressure. -->\n", x->nmoving, x->nskip, x->nmassless, m->nligament, m->nbushing, m->nlimit, m->npad);
}

il_status il_mjcf_write(const il_model *m, const il_params *p, const char *name, const char *origin, char **text, size_t *size, il_error *err) {
    IL_ASSERT(m && p && name && text && size);
    if (p->stride) return il_error_set(err, IL_BUG, NULL, 0, 0, "a model is written from shared parameters, not from eight lanes");
    bool by_function = m->npoly > 0; // a path that is a function of one coordinate has no polynomial; its length may be negative
    for (int i = 0; i < m->npoint; i++) by_function |= m->point_span[i] == IL_SPAN_AXIS;
    if (by_function) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a model that moves with products of coordinates, or with paths that are functions, is not written in this format");
    mjcf      x = {.text = ili_text_growing((size_t)64 << 20), .follow = ili_text_growing((size_t)16 << 20), .m = m, .p = p};
    ili_text  whole = ili_text_growing((size_t)64 << 20);
    il_status status = il_data_create(m, IL_ISA_AUTO, &x.d, err);
    *text = NULL, *size = 0;
    if (status == IL_OK) {
        for (int j = 0; j < m->nq; j++) il_pack_set(&x.d->q[j], p->coordinate_neutral[j]);
        il_position(m, p, x.d), il_path(m, p, x.d);
        status = followers(&x, err);
    }
    if (status == IL_OK) {
        document(&x, name), preface(&x, origin, &whole);
        ili_text_add(&whole, x.text.bytes ? x.text.bytes : "");
        status = x.text.status ? x.text.status : x.follow.status ? x.follow.status : whole.status;
        if (status != IL_OK) il_error_set(err, status, NULL, 0, 0, status == IL_BAD_VALUE ? "a number of the model is not finite" : "no memory for the model's text");
    }
    il_data_free(x.d);
    ili_text_free(&x.text), ili_text_free(&x.follow);
    if (status != IL_OK) return ili_text_free(&whole), status;
    *text = whole.bytes, *size = whole.len;
    return IL_OK;
}
