// test_osim_string.c - who is right about arm26's TRIlong: OpenSim's way over the ellipsoid, ours, and a string pulled tight over it between the same ends
//
// From OpenSim's own points: what of its length is not straight and not on the two cylinders is its way over the ellipsoid.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>

#include "ilium/data.h"
#include "ilium/io_osim.h"
#include "osim_peer.h"

enum { NODES = 401, SWEEPS = 3000 };
static const double size[3] = {0.035, 0.02, 0.02};

/// A surface of the model in a pose.
typedef struct place { double r[9], p[3]; } place;

static place where(const il_model *m, const il_data *d, const char *name, double wrap_size[3]) {
    int   w = 0;
    place f = {{0}, {0}};
    while (strcmp(m->wrap_name[w], name)) w++;
    int b = m->wrap_body[w];
    for (int i = 0; i < 3; i++) {
        wrap_size[i] = m->nominal->wrap_size[3*w + i];
        f.p[i] = d->body_pos[3*b + i].lane[0];
        for (int k = 0; k < 3; k++) {
            f.p[i] += d->body_rot[9*b + 3*i + k].lane[0]*m->nominal->wrap_pos[3*w + k];
            for (int j = 0; j < 3; j++) f.r[3*i + j] += d->body_rot[9*b + 3*i + k].lane[0]*m->nominal->wrap_rot[9*w + 3*k + j];
        }
    }
    return f;
}

static void into(const place *f, const double *x, double out[3]) {
    for (int i = 0; i < 3; i++) out[i] = f->r[i]*(x[0] - f->p[0]) + f->r[3 + i]*(x[1] - f->p[1]) + f->r[6 + i]*(x[2] - f->p[2]);
}

static double apart(const double *a, const double *b) { return sqrt((a[0] - b[0])*(a[0] - b[0]) + (a[1] - b[1])*(a[1] - b[1]) + (a[2] - b[2])*(a[2] - b[2])); }

// between two points: on a cylinder where both lie on it, else straight
static double piece(const place *cylinder, const double *radius, int n, const double *a, const double *b) {
    for (int i = 0; i < n; i++) {
        double p[3], q[3];
        into(&cylinder[i], a, p), into(&cylinder[i], b, q);
        if (fabs(hypot(p[0], p[1]) - radius[i]) > 1e-7 || fabs(hypot(q[0], q[1]) - radius[i]) > 1e-7) continue;
        double angle = fabs(remainder(atan2(p[1], p[0]) - atan2(q[1], q[0]), 6.283185307179586));
        return hypot(radius[i]*angle, p[2] - q[2]);
    }
    return apart(a, b);
}

static double inside(const double *x) { return x[0]*x[0]/size[0]/size[0] + x[1]*x[1]/size[1]/size[1] + x[2]*x[2]/size[2]/size[2]; }

// the nearest point of the surface to one within it
static void push_out(double *x) {
    if (inside(x) >= 1.0) return;
    double low = -size[2]*size[2], high = 0.0;
    for (int k = 0; k < 60; k++) {
        double t = 0.5*(low + high), sum = 0.0;
        for (int i = 0; i < 3; i++) sum += size[i]*x[i]/(size[i]*size[i] + t)*size[i]*x[i]/(size[i]*size[i] + t);
        if (sum > 1.0) low = t;
        else high = t;
    }
    for (int i = 0; i < 3; i++) x[i] *= size[i]*size[i]/(size[i]*size[i] + high);
}

// laid over the top of the half, pulled tight; `least`: how near to the edge of the half it lies
static double string(const double *a, const double *b, int n, int sweeps, double *least) {
    static double x[NODES][3];
    const double  top[3] = {0.0, 0.0, 1.3*size[2]};
    double        omega = 2.0/(1.0 + sin(3.14159265358979/(n - 1))), length = 0.0;
    for (int i = 0; i < n; i++) {
        double t = 2.0*i/(n - 1);
        for (int k = 0; k < 3; k++) x[i][k] = t < 1.0 ? a[k] + t*(top[k] - a[k]) : top[k] + (t - 1.0)*(b[k] - top[k]);
        push_out(x[i]);
    }
    for (int s = 0; s < sweeps; s++)
        for (int i = 1; i < n - 1; i++) {
            for (int k = 0; k < 3; k++) x[i][k] += (s < sweeps*9/10 ? omega : 1.0)*(0.5*(x[i - 1][k] + x[i + 1][k]) - x[i][k]);
            push_out(x[i]);
        }
    *least = 1.0;
    for (int i = 1; i < n; i++) {
        length += apart(x[i], x[i - 1]);
        if (inside(x[i]) < 1.0 + 1e-9 && x[i][2] < *least) *least = x[i][2];
    }
    return length;
}

// our way between the same ends, in the axes of the ellipsoid
static double ours(const double *a, const double *b) {
    static const char form[] = "<OpenSimDocument Version=\"40000\"><Model name=\"m\"><Ground><WrapObjectSet><objects><WrapEllipsoid name=\"e\"><quadrant>z</quadrant><dimensions>0.035 0.02 0.02</dimensions>"
        "</WrapEllipsoid></objects></WrapObjectSet></Ground><ForceSet><objects><Thelen2003Muscle name=\"m\"><GeometryPath><PathPointSet><objects>"
        "<PathPoint name=\"a\"><socket_parent_frame>/ground</socket_parent_frame><location>%.17g %.17g %.17g</location></PathPoint>"
        "<PathPoint name=\"b\"><socket_parent_frame>/ground</socket_parent_frame><location>%.17g %.17g %.17g</location></PathPoint></objects></PathPointSet>"
        "<PathWrapSet><objects><PathWrap name=\"w\"><wrap_object>e</wrap_object><range>-1 -1</range></PathWrap></objects></PathWrapSet></GeometryPath></Thelen2003Muscle></objects></ForceSet></Model></OpenSimDocument>";
    char     text[2000], words[600];
    il_osim *o;
    il_data *d;
    il_error err = {0};
    snprintf(text, sizeof text, form, a[0], a[1], a[2], b[0], b[1], b[2]);
    if (il_osim_parse("string.osim", text, strlen(text), NULL, &o, &err)) fail_msg("%s", il_error_format(&err, words, sizeof words));
    assert_int_equal(il_data_create(o->model, IL_ISA_AUTO, &d, &err), IL_OK);
    il_position(o->model, o->model->nominal, d), il_path(o->model, o->model->nominal, d);
    double length = d->path_length[0].lane[0];
    il_data_free(d), il_osim_free(o);
    return length;
}

static void trilong(void **state) {
    (void)state;
    char     path[500];
    il_osim *o;
    il_data *d;
    il_error err = {0};
    if (!peer_file(path, sizeof path, "models/arm26.osim")) return;
    assert_int_equal(il_osim_read(path, NULL, &o, &err), IL_OK);
    json_t *doc = json_load_file(peer_file(path, sizeof path, "poses/arm26.json"), 0, NULL);
    assert_non_null(doc);
    const il_model *m = o->model;
    const json_t   *poses = json_object_get(doc, "poses"), *names = json_object_get(doc, "coords");
    int             poses_over = 0, longer = 0, kept = 0;
    double          worst = 0.0, most = 0.0, edge = 0.0;
    assert_string_equal(json_string_value(json_array_get(json_object_get(doc, "paths"), 0)), "TRIlong");
    assert_int_equal(il_data_create(m, IL_ISA_AUTO, &d, &err), IL_OK);
    for (size_t k = 0; k < json_array_size(poses); k++) {
        const json_t *pose = json_array_get(poses, k), *points = json_array_get(json_object_get(pose, "path_points_ground"), 0);
        double        x[20][3], sizes[3], radius[2], length = json_number_value(json_array_get(json_object_get(pose, "path_length"), 0)), a[3], b[3], least;
        int           n = (int)json_array_size(points), first = -1, last = -1;
        assert_true(n < 20);
        for (size_t c = 0; c < json_array_size(names); c++)
            il_pack_set(&d->q[il_coordinate_find(m, json_string_value(json_object_get(json_array_get(names, c), "name")))], json_number_value(json_array_get(json_object_get(pose, "coord_values"), c)));
        il_position(m, m->nominal, d);
        place cylinder[2], egg = where(m, d, "TRIlonghh", sizes);
        for (int i = 0; i < 3; i++) assert_true(sizes[i] == size[i]);
        cylinder[0] = where(m, d, "TRIlongglen", sizes), radius[0] = sizes[0];
        cylinder[1] = where(m, d, "TRI", sizes), radius[1] = sizes[0];
        for (int i = 0; i < n; i++) {
            for (size_t c = 0; c < 3; c++) x[i][c] = json_number_value(json_array_get(json_array_get(points, (size_t)i), c));
            into(&egg, x[i], a);
            if (fabs(inside(a) - 1.0) > 1e-3) continue; // the points are not quite on it
            if (first < 0) first = i;
            last = i;
        }
        if (first < 0) continue;
        for (int i = 1; i < n; i++)
            if (i < first || i > last + 1) length -= piece(cylinder, radius, 2, x[i - 1], x[i]);
        into(&egg, x[first - 1], a), into(&egg, x[last + 1], b);
        double coarse = string(a, b, NODES/2 + 1, SWEEPS/2, &least), fine = string(a, b, NODES, SWEEPS, &least), tight = fine + (fine - coarse)/3.0, own = ours(a, b);
        printf("pose %zu: OpenSim's %.6f m, a string %.6f m, ours %.6f m; the string stays %.1f mm within the half\n", k, length, tight, own, 1e3*least);
        if (least < 0.002) { // the string slips off the half, to whose edge both ways keep
            kept++;
            assert_true(own > tight && length > tight);
            edge = fmax(edge, fabs(own - length));
            continue;
        }
        poses_over++;
        worst = fmax(worst, fabs(own - tight)), most = fmax(most, length - tight);
        longer += length - tight > 1e-3;
    }
    printf("%d poses on the half: ours and the string differ by %.1e m; OpenSim's is longer by up to %.1e m, by a millimetre and more in %d\n", poses_over, worst, most, longer);
    printf("%d poses at the half's edge: ours and OpenSim's differ by %.1e m\n", kept, edge);
    assert_true(poses_over > 3 && worst < 1e-6 && longer > 1 && most > 4e-3 && edge < 1e-3);
    json_decref(doc), il_data_free(d), il_osim_free(o);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(trilong)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
