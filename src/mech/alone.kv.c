// alone.kv.c - lengths and moment arms of one pose: eight spans, or the rows of a joint, abreast where path.k.c and arm.k.c have eight poses
//
// The formulas and the order of every sum are theirs, so the bits are. A wrench lies in eight numbers: moment, force, and in the seventh the length of the
// span it came from, which is summed along.
#include "mech/alone.h"
#include "mech/kernels.h"
#include "mech/wrap.h"

enum { WRENCH = 8, LENGTH = 6, QUAD = ILI_W < 4 ? ILI_W : 4 };
typedef double quad __attribute__((vector_size(8*QUAD))); // of a point's numbers and a fourth, as many as fit

ILI_FN il_v any_place(const double *p)            { il_v v; memcpy(&v, p, sizeof v); return v; }
ILI_FN void put_any(double *p, il_v v)            { memcpy(p, &v, sizeof v); }
ILI_FN quad quad_of(const double *p)              { quad v; memcpy(&v, p, sizeof v); return v; }
ILI_FN il_v kept(il_v a, long long keep)          { return (il_v)((il_m)a & (keep - (il_m){0})); }

// ---- where things are --------------------------------------------------------------------------------------------------------------

// rotations by columns, so that a point is three products of vectors
static void take_frames(const il_model *m, const il_data *d, int lane, const ili_alone *a) {
    for (int b = 0; b < m->nbody; b++) {
        double *f = a->frame + 16*b;
        for (int k = 0; k < 3; k++) {
            for (int c = 0; c < 3; c++) f[4*c + k] = d->body_rot[9*b + 3*k + c].lane[lane];
            f[12 + k] = d->body_pos[3*b + k].lane[lane];
        }
    }
}

static void take_motions(const il_model *m, const il_data *d, int lane, const ili_alone *a) {
    for (int b = 1; b < m->nbody; b++) {
        for (int k = 0; k < a->body_nrow[b]; k++) {
            int     row = a->body_row[8*b + k];
            double *to = a->motion + 56*b + k;
            for (int c = 0; c < 6; c++) to[8*c] = d->row_motion[6*row + c].lane[lane];
            to[48] = d->row_rate[row].lane[lane];
        }
    }
}

/// The place of a point x of a body, `step` numbers apart, in ground axes.
ILI_FN void put_placed(const double *frame, const double *x, int step, double *px, double *py, double *pz) {
    double out[4];
    for (int o = 0; o < 4; o += QUAD) {
        quad v = quad_of(frame + o)*x[0] + quad_of(frame + 4 + o)*x[step] + quad_of(frame + 8 + o)*x[2*step];
        v = quad_of(frame + 12 + o) + v;
        memcpy(out + o, &v, sizeof v);
    }
    *px = out[0], *py = out[1], *pz = out[2];
}

static void place_points(const il_model *m, const il_params *p, int lane, const ili_alone *a) {
    int           step = p->stride ? IL_LANES : 1;
    const double *x = p->point_pos + (p->stride ? lane : 0);
    for (int i = 0; i < m->npoint; i++, x += 3*step) put_placed(a->frame + 16*m->point_body[i], x, step, a->x + i, a->y + i, a->z + i);
}

static void place_surfaces(const il_model *m, const il_params *p, int lane, const ili_alone *a) {
    int step = p->stride ? IL_LANES : 1, from = p->stride ? lane : 0;
    for (int w = 0; w < m->nwrap; w++) {
        double        turned[16], *site = a->site + 8*w;
        const double *frame = a->frame + 16*m->wrap_body[w];
        memcpy(turned, frame, 12*sizeof *frame);
        for (int k = 12; k < 16; k++) turned[k] = -0.0; // which adds nothing, to a nought either
        put_placed(frame, p->wrap_pos + 3*w*step + from, step, site, site + 1, site + 2);
        put_placed(turned, p->wrap_rot + (9*w + 2)*step + from, 3*step, site + 4, site + 5, site + 6);
    }
}

// ---- spans ---------------------------------------------------------------------------------------------------------------------------

#define TWO(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)

/// Eight numbers of as many spans as il_v holds, a span after the other.
ILI_FN void put_across(double *to, const il_v c[WRENCH]) {
#if defined(__AVX512DQ__) && defined(__AVX512VL__) && !defined(ILI_PLAIN)
    il_v a[8], b[8];
    for (int i = 0; i < 8; i += 2) a[i] = TWO(c[i], c[i + 1], 0, 8, 2, 10, 4, 12, 6, 14), a[i + 1] = TWO(c[i], c[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    for (int i = 0; i < 8; i += 4)
        for (int k = 0; k < 2; k++)
            b[i + k] = TWO(a[i + k], a[i + 2 + k], 0, 1, 8, 9, 4, 5, 12, 13), b[i + 2 + k] = TWO(a[i + k], a[i + 2 + k], 2, 3, 10, 11, 6, 7, 14, 15);
    for (int k = 0; k < 4; k++) {
        ili_store(to + 8*k, TWO(b[k], b[4 + k], 0, 1, 2, 3, 8, 9, 10, 11));
        ili_store(to + 8*(4 + k), TWO(b[k], b[4 + k], 4, 5, 6, 7, 12, 13, 14, 15));
    }
#elif defined(__AVX2__) && !defined(ILI_PLAIN)
    for (int h = 0; h < 8; h += 4) {
        il_v a0 = TWO(c[h], c[h + 1], 0, 4, 2, 6), a1 = TWO(c[h], c[h + 1], 1, 5, 3, 7);
        il_v a2 = TWO(c[h + 2], c[h + 3], 0, 4, 2, 6), a3 = TWO(c[h + 2], c[h + 3], 1, 5, 3, 7);
        ili_store(to + h, TWO(a0, a2, 0, 1, 4, 5)), ili_store(to + 8 + h, TWO(a1, a3, 0, 1, 4, 5));
        ili_store(to + 16 + h, TWO(a0, a2, 2, 3, 6, 7)), ili_store(to + 24 + h, TWO(a1, a3, 2, 3, 6, 7));
    }
#else
    for (int h = 0; h < 8; h += 2) ili_store(to + h, TWO(c[h], c[h + 1], 0, 2)), ili_store(to + 8 + h, TWO(c[h], c[h + 1], 1, 3));
#endif
}

ILI_FN void put_pulls(double *to, v3 at, v3 pull, num length) {
    v3   moment = v3_cross(at, pull);
    il_v c[WRENCH] = {moment.x.x, moment.y.x, moment.z.x, pull.x.x, pull.y.x, pull.z.x, length.x, ili_set(0.0)};
    put_across(to, c);
}

// every point to the next as if straight: also from path to path, which nobody reads
static void take_straight(const il_model *m, const ili_alone *a) {
    for (int i = 0; i < m->npoint; i += ILI_W) {
        v3  p1 = {{ili_load(a->x + i)}, {ili_load(a->y + i)}, {ili_load(a->z + i)}}, u;
        v3  p2 = {{any_place(a->x + i + 1)}, {any_place(a->y + i + 1)}, {any_place(a->z + i + 1)}};
        num length = straight(p1, p2, &u);
        put_pulls(a->span + WRENCH*i, p1, u, length);
    }
}

/// What spans past surfaces need, a span in each lane.
typedef struct ends { il_pack p1[3], p2[3], centre[3], axis[3], radius, side; } ends;

static void take_ends(const il_model *m, const il_params *p, int lane, const ili_alone *a, int first, ends *e) {
    const double *const x[3] = {a->x, a->y, a->z};
    int step = p->stride ? IL_LANES : 1, from = p->stride ? lane : 0;
    for (int l = 0; l < IL_LANES; l++) {
        int at = a->bent[first + l], wrap = m->pathwrap_wrap[at], i = m->pathwrap_point[at];
        for (int k = 0; k < 3; k++) {
            e->p1[k].lane[l] = x[k][i], e->p2[k].lane[l] = x[k][i + 1];
            e->centre[k].lane[l] = a->site[8*wrap + k], e->axis[k].lane[l] = a->site[8*wrap + 4 + k];
        }
        e->radius.lane[l] = p->wrap_size[3*wrap*step + from];
        e->side.lane[l] = m->pathwrap_side[at];
    }
}

ILI_FN v3 of_packs(const il_pack *x, int o) { return (v3){{ili_load(x[0].lane + o)}, {ili_load(x[1].lane + o)}, {ili_load(x[2].lane + o)}}; }

static void take_bent(const il_model *m, const il_params *p, int lane, const ili_alone *a) {
    for (int first = 0; first < a->nbent; first += IL_LANES) {
        ends e;
        take_ends(m, p, lane, a, first, &e);
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            v3   p1 = of_packs(e.p1, o), p2 = of_packs(e.p2, o), centre = of_packs(e.centre, o);
            num  radius = {ili_load(e.radius.lane + o)};
            span s;
            if (first < a->nsphere) s = past_sphere(p1, p2, centre, radius);
            else s = past_cylinder(p1, p2, centre, of_packs(e.axis, o), radius, ili_load(e.side.lane + o));
            put_pulls(a->pull1 + WRENCH*(first + o), p1, s.pull1, s.length);
            put_pulls(a->pull2 + WRENCH*(first + o), p2, s.pull2, n_set(0.0));
            ili_store(a->touch + first + o, ili_select(s.touch, ili_set(1.0), ili_set(0.0)));
        }
    }
}

// ---- paths -----------------------------------------------------------------------------------------------------------------------------

ILI_FN void put_run(const il_model *m, double *wrench, int o, int run, il_v sum) {
    double *to = wrench + WRENCH*m->point_pathbody[run] + o;
    ili_store(to, m->point_opens[run] ? sum : ili_load(to) + sum);
}

/// As one_path() of path.k.c, without what moving points and other rules ask for. @return sums of the spans' numbers
ILI_FN il_v sum_path(const il_model *m, const ili_alone *a, double *wrench, int o, int path) {
    il_v against = ili_set(0.0), all = ili_set(0.0);
    int  first = m->path_start[path], run = first;
    for (int w = m->path_wrap_start[path]; w < m->path_wrap_start[path + 1]; w++) ili_store(wrench + WRENCH*m->pathwrap_pathbody[w] + o, ili_set(0.0));
    for (int i = first; i < m->path_start[path + 1] - 1; i++) {
        int bent = a->point_bent[i];
        if (bent == IL_NONE) {
            il_v pull = ili_load(a->span + WRENCH*i + o);
            all += pull;
            if (m->point_span[i] == IL_SPAN_WITHIN) continue;
            put_run(m, wrench, o, run, pull - against);
            against = pull, run = i + 1;
            continue;
        }
        il_v    pull1 = ili_load(a->pull1 + WRENCH*bent + o), pull2 = ili_load(a->pull2 + WRENCH*bent + o);
        double *surface = wrench + WRENCH*m->pathwrap_pathbody[a->bent[bent]] + o;
        ili_store(surface, ili_load(surface) - (pull1 + pull2));
        all += pull1;
        il_v sum = pull1 - against;
        if (m->point_pathbody[i] == m->point_pathbody[i + 1]) against = -(sum + pull2);
        else put_run(m, wrench, o, run, sum), against = -pull2, run = i + 1;
    }
    put_run(m, wrench, o, run, -against);
    return all;
}

static void sum_paths(const il_model *m, const ili_alone *a, double *length, double *wrench) {
    for (int path = 0; path < m->npath; path++)
        for (int o = 0; o < WRENCH; o += ILI_W) {
            il_v all = sum_path(m, a, wrench, o, path);
            if (o <= LENGTH && LENGTH < o + ILI_W) length[path] = all[LENGTH - LENGTH/ILI_W*ILI_W];
        }
}

// ---- moment arms -----------------------------------------------------------------------------------------------------------------------

// powers of a wrench over the rows of a body, all in the lanes: those behind the last are overwritten by the next entry
ILI_FN void put_powers(const double *motion, int n, const double *w, double *out) {
    for (int o = 0; o < n; o += ILI_W, motion += ILI_W, out += ILI_W) {
        il_v linear = ili_load(motion + 24)*ili_set(w[3]) + ili_load(motion + 32)*ili_set(w[4]) + ili_load(motion + 40)*ili_set(w[5]);
        il_v angular = ili_load(motion)*ili_set(w[0]) + ili_load(motion + 8)*ili_set(w[1]) + ili_load(motion + 16)*ili_set(w[2]);
        put_any(out, ili_load(motion + 48)*(linear + angular));
    }
}

static void take_arms(const ili_alone *a, const double *wrench, double *out) {
    il_pack sum = {{0}};
    for (int e = 0; e < a->nentry; e++) {
        int body = a->entry_body[e], n = a->body_nrow[body];
        for (int o = 0; o < WRENCH; o += ILI_W)
            ili_store(sum.lane + o, kept(ili_load(sum.lane + o), a->entry_keep[e]) + ili_load(wrench + WRENCH*a->entry_wrench[e] + o));
        put_powers(a->motion + 56*body, n, sum.lane, out);
        out += n;
    }
}

void ILI_KERNEL(ili_alone_paths)(const il_model *m, const il_params *p, const il_data *d, int lane, const il_alone *out);

void ILI_KERNEL(ili_alone_paths)(const il_model *m, const il_params *p, const il_data *d, int lane, const il_alone *out) {
    const ili_alone *a = out->room;
    take_frames(m, d, lane, a);
    take_motions(m, d, lane, a);
    place_points(m, p, lane, a);
    place_surfaces(m, p, lane, a);
    take_straight(m, a);
    take_bent(m, p, lane, a);
    sum_paths(m, a, out->length, out->wrench);
    take_arms(a, out->wrench, out->share);
    for (int k = 0; k < a->nextra; k++) out->share[a->extra_to[k]] += out->share[a->extra_from[k]];
}
