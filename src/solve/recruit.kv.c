// recruit.kv.c - recruitment with p > 2, ILI_W problems abreast: a primal-dual interior-point method (Mehrotra 1992, doi:10.1137/0802028) on the
// structure of the box QP. For prices y, multipliers z of the bounds and a barrier mu,
//
//   w x^(p-1) - A'y - zl + zu = 0,   A x + M y = b,   zl (x - lo) = mu,   zu (hi - x) = mu
//   (A D^-1 A' + M) dy = b - A x - M y - A D^-1 q,   dx = D^-1 (A'dy + q),   D = w (p-1) x^(p-2) + zl/(x - lo) + zu/(hi - x)
//
// One factor a step, two solves: a first guess with mu = 0, then with the mu and the second-order terms that the guess asks for.
// The end is proved: with z = ((A'y)/w)^(1/(p-1)) within the bounds, the cost can at most be too high by
//   gap = sum w x^p/p - w z^p/p - A'y (x - z) >= 0                                                   (Fenchel's inequality)
#include "math/lane.h"
#include "solve/boxqp_part.h"
#include "solve/boxqp_lanes.h"
#include "solve/recruit.h"

static const double FROM         = 0.3;   // where activations begin, between their bounds
static const double LOOK         = 1e3;   // the gap is computed when what stands for it comes within so many times the tolerance
static const double LEAST        = 1e-2;  // the barrier goes down to this part of the gap asked for
static const double LAST_TRIES   = 5.0;   // steps there, until a lane is at the end of its precision

typedef struct inner {
    const ili_recruit_job *j;
    part  s;
    il_v  mu, least, pairs, tries;    // barrier, its floor; bounds that exist; steps at the floor
    il_v  cost, open, gap, unmet, iterations; // cost and what is left of the slopes at the point
} inner;

// ---- the cost of a column ----

// x^n for a small whole n
ILI_FN il_v whole_power(il_v x, int n) {
    il_v y = ili_set(1.0);
    for (int k = 0; k < n; k++) y *= x;
    return y;
}

#if !defined(ILI_X86)
ILI_FN il_v any_power(il_v x, double e) { return (il_v){Sleef_cinz_powd1_u10purec(x[0], e), Sleef_cinz_powd1_u10purec(x[1], e)}; }
#elif defined(__AVX512DQ__)
ILI_FN il_v any_power(il_v x, double e) { return Sleef_cinz_powd8_u10avx512fnofma(x, ili_set(e)); }
#elif defined(__AVX2__)
ILI_FN il_v any_power(il_v x, double e) { return Sleef_cinz_powd4_u10avx(x, ili_set(e)); }
#else
ILI_FN il_v any_power(il_v x, double e) { return Sleef_cinz_powd2_u10sse4(x, ili_set(e)); }
#endif

ILI_FN il_v bend_of(il_v x, const double p) { return p == (double)(int)p ? whole_power(x, (int)p - 2) : any_power(x, p - 2.0); }
ILI_FN il_v root_of(il_v x, const double p) { return p == 3.0 ? ili_sqrt(x) : any_power(x, 1.0/(p - 1.0)); }

// ---- start ----

static void begin_column(inner *n, int place) {
    const ili_recruit_job *j = n->j;
    int  i = n->s.w->order[place], o = n->s.o;
    il_v lo = ili_load(j->qp->lo[i].lane + o), hi = ili_load(j->qp->hi[i].lane + o), w = ili_load(j->qp->h[i].lane + o), one = ili_set(1.0);
    il_m below = lo > ili_set(-HUGE_T), above = hi < ili_set(HUGE_T), fixed = hi <= lo;
    il_v start = ili_select(below, ili_select(above, lo + ili_set(FROM)*(hi - lo), ili_max(lo + one, ili_set(0.0))),
                            ili_select(above, ili_min(hi - one, ili_set(0.0)), ili_set(0.0)));
    il_v x = ili_select(fixed, lo, start), slope = w*x;
    if (i < j->nmuscle) slope *= bend_of(x, j->power);
    put(n->s.at.x, place, x);
    put(j->zl, place, ili_select(below & ~fixed, one, ili_set(0.0))), put(j->zu, place, ili_select(above & ~fixed, one, ili_set(0.0)));
    n->pairs += at(j->zl, place) + at(j->zu, place);
    il_v share = ili_abs(slope)*(x - ili_select(below, lo, x - one));
    n->mu += ili_select(fixed, ili_set(0.0), share);
}

static void begin(inner *n) {
    const ili_recruit_job *j = n->j;
    const il_boxqp_workspace *w = n->s.w;
    for (int place = 0; place < w->nx; place++) begin_column(n, place);
    il_v mu = n->mu/ili_max(n->pairs, ili_set(1.0));
    n->mu = ili_select(mu > 0.0, mu, ili_set(1.0));
    for (int place = 0; place < w->nx; place++) {
        int  i = w->order[place];
        il_v x = at(n->s.at.x, place), lo = ili_load(j->qp->lo[i].lane + n->s.o), hi = ili_load(j->qp->hi[i].lane + n->s.o), zero = ili_set(0.0);
        il_m has_lo = at(j->zl, place) > 0.0, has_hi = at(j->zu, place) > 0.0;
        put(j->zl, place, ili_select(has_lo, n->mu/(x - lo), zero)), put(j->zu, place, ili_select(has_hi, n->mu/(hi - x), zero));
    }
    for (int k = 0; k < w->nd4; k++) put(n->s.at.y, k, ili_set(0.0));
}

// ---- one point: slopes, D^-1 and the first q of every column, and what the rows miss ----

ILI_FN void open_column(const inner *n, int place, il_v g, const double p, il_v *cost, il_v *open) {
    const ili_recruit_job *j = n->j;
    int  i = n->s.w->order[place], o = n->s.o;
    il_v lo = ili_load(j->qp->lo[i].lane + o), hi = ili_load(j->qp->hi[i].lane + o), w = ili_load(j->qp->h[i].lane + o);
    il_v x = at(n->s.at.x, place), zl = at(j->zl, place), zu = at(j->zu, place), one = ili_set(1.0), zero = ili_set(0.0);
    il_m below = zl > 0.0, above = zu > 0.0;
    il_v dl = ili_select(below, x - lo, one), du = ili_select(above, hi - x, one), both = one/(dl*du); // one division for two
    il_v sl = ili_select(below, both*du, zero), su = ili_select(above, both*dl, zero);
    il_v bend = w, third = zero, slope = w*x;
    if (i < j->nmuscle && p != 2.0) {
        il_v b = bend_of(x, p)*w;
        bend = ili_set(p - 1.0)*b;
        third = p == 3.0 ? w : ili_set(0.5*(p - 1.0)*(p - 2.0))*b/ili_max(x, ili_set(1e-30)); // half of w (p-1)(p-2) x^(p-3)
        slope = b*x;
    }
    *cost += slope*x, *open += ili_abs(slope - g - zl + zu)*ili_abs(x); // of the barrier's problem: what is left of the slopes
    il_v d = bend + zl*sl + zu*su, dinv = ili_select(lo < hi, one/d, zero);
    put(j->sl, place, sl), put(j->su, place, su), put(j->third, place, third);
    put(j->slope, place, slope), put(n->s.at.g, place, g), put(n->s.at.free, place, dinv);
    put(j->t, place, dinv*(g - slope));
}

ILI_FN void open_group(const inner *n, int k, il_v *y, il_v *f, const int m, const double p, il_v *cost, il_v *open) {
    const il_boxqp_workspace *w = n->s.w;
    const int *rows = w->rows + w->group_row[k], o = n->s.o;
    gather(y, n->s.at.y, rows, m), gather(f, n->s.at.f, rows, m);
    for (int place = w->group_col[k]; place < w->group_col[k + 1]; place++) {
        const il_pack *a = n->s.p->a + w->entry[place];
        il_v g = ili_set(0.0), x = at(n->s.at.x, place);
#pragma GCC unroll 6
        for (int j = 0; j < m; j++) {
            il_v aj = ili_load(a[j].lane + o);
            g += aj*y[j], f[j] -= aj*x;
        }
        open_column(n, place, g, p, cost, open);
    }
    scatter(f, n->s.at.f, rows, m);
}

// d := f - A t
ILI_FN void right_group(const inner *n, int k, il_v *d, il_v *unused, const int m) {
    const il_boxqp_workspace *w = n->s.w;
    const int *rows = w->rows + w->group_row[k], o = n->s.o;
    (void)unused;
    gather(d, w->d, rows, m);
    for (int place = w->group_col[k]; place < w->group_col[k + 1]; place++) {
        const il_pack *a = n->s.p->a + w->entry[place];
        il_v t = at(n->j->t, place);
#pragma GCC unroll 6
        for (int j = 0; j < m; j++) d[j] -= ili_load(a[j].lane + o)*t;
    }
    scatter(d, w->d, rows, m);
}

// dg = A'd
ILI_FN void price_group(const inner *n, int k, il_v *d, il_v *unused, const int m) {
    const il_boxqp_workspace *w = n->s.w;
    const int *rows = w->rows + w->group_row[k], o = n->s.o;
    (void)unused;
    gather(d, w->d, rows, m);
    for (int place = w->group_col[k]; place < w->group_col[k + 1]; place++) {
        const il_pack *a = n->s.p->a + w->entry[place];
        il_v g = ili_set(0.0);
#pragma GCC unroll 6
        for (int j = 0; j < m; j++) g += ili_load(a[j].lane + o)*d[j];
        put(n->j->dg, place, g);
    }
}

static void open_point(inner *n) {
    const inner here = *n;
    il_v cost = ili_set(0.0), open = cost;
    evaluate_rows(&n->s, &n->s.at);
    if (here.j->power == 3.0) {
#define CALL(k, u, v, m) open_group(&here, k, u, v, m, 3.0, &cost, &open)
        FOR_GROUPS(here.s.w, CALL)
#undef CALL
    } else {
#define CALL(k, u, v, m) open_group(&here, k, u, v, m, here.j->power, &cost, &open)
        FOR_GROUPS(here.s.w, CALL)
#undef CALL
    }
    n->cost = cost, n->open = open;
}

// ---- the end ----

// cost, gap and largest residual of the rows
static void prove(inner *n) {
    const ili_recruit_job    *j = n->j;
    const il_boxqp_workspace *w = n->s.w;
    il_v cost = ili_set(0.0), gap = cost, fn = cost, fd = ili_set(1.0), zero = cost, worst = cost;
    for (int place = 0; place < w->nx; place++) {
        int  i = w->order[place];
        il_v lo = ili_load(j->qp->lo[i].lane + n->s.o), hi = ili_load(j->qp->hi[i].lane + n->s.o), h = ili_load(j->qp->h[i].lane + n->s.o);
        il_v x = at(n->s.at.x, place), g = at(n->s.at.g, place), z = g/h;
        il_v p = ili_set(i < j->nmuscle ? 1.0/j->power : 0.5);
        if (i < j->nmuscle) z = root_of(ili_max(z, zero), j->power);
        z = ili_max(lo, ili_min(hi, z));
        il_v at_x = at(j->slope, place)*x*p, at_z = h*z*z*p*(i < j->nmuscle ? bend_of(z, j->power) : ili_set(1.0));
        cost += at_x, gap += at_x - at_z - g*(x - z);
    }
    for (int k = 0; k < w->nd; k++) cost += ili_set(0.5)*at(n->s.at.y, k)*at(n->s.at.r, k);
    take_gross(&n->s);
    for (int k = 0; k < w->nd; k++) {
        il_v f = ili_abs(at(n->s.at.f, k)), gross = at(w->gross, k);
        il_m more = f*fd > fn*gross;
        fn = ili_select(more, f, fn), fd = ili_select(more, gross, fd), worst = ili_select(more, ili_set((double)k), worst);
    }
    n->gap = ili_max(gap, zero)/ili_max(cost, ili_set(1e-300)), n->unmet = fn/fd, n->s.worst = worst;
}

// lanes that are there, or will never be
static void judge_point(inner *n) {
    const ili_recruit_job    *j = n->j;
    il_v cost = n->cost, open = n->open + n->mu*n->pairs;
    n->least = ili_set(LEAST*j->gap)*cost/ili_max(n->pairs, ili_set(1.0));
    n->tries += one_if(n->s.run & (n->mu <= ili_set(4.0)*n->least));
    il_m close = n->s.run & (open <= ili_set(LOOK*j->gap)*cost), end = n->s.run & ((n->iterations >= (double)j->max_iterations) | ~ili_finite(open) | (n->tries > LAST_TRIES));
    if (!ili_any(close | end)) return;
    il_v gap = n->gap, unmet = n->unmet, worst = n->s.worst;
    prove(n);
    il_m there = close & (n->gap <= ili_set(j->gap)) & (n->unmet <= ili_set(j->tolerance));
    n->gap = ili_select(n->s.run, n->gap, gap), n->unmet = ili_select(n->s.run, n->unmet, unmet), n->s.worst = ili_select(n->s.run, n->s.worst, worst);
    il_m nearly = end & (n->gap <= NEARLY) & (n->unmet <= NEARLY);
    n->s.status = ili_select(there, ili_set((double)IL_BOXQP_SOLVED), ili_select(nearly, ili_set((double)IL_BOXQP_INACCURATE), n->s.status));
    n->s.run &= ~(there | end);
}

// ---- the step ----

static void new_matrix(inner *n) {
    const il_boxqp_workspace *w = n->s.w;
    n->s.reset = n->s.run;
    reset_matrix(&n->s);
    for (int place = 0; place < w->nx; place++) put(w->th, place, ili_select(n->s.run, ili_set(0.0), at(n->s.at.free, place))), w->moved[place] = place;
    for (int k = 0; k < w->ngroup; k++)
        add_columns(&n->s, w->moved + w->group_col[k], w->group_col[k + 1] - w->group_col[k], w->rows + w->group_row[k], w->group_row[k + 1] - w->group_row[k]);
    for (int j = 0; j < w->nd4; j++) {
        il_v s = at(w->s, w->at_row[j] + w->at_col[j]);
        put(w->diag, j, ili_select(s > 0.0, s, ili_set(1.0)));
    }
    factor_matrix(&n->s);
}

// dy and A'dy at the q that stands in t
static void take_prices(inner *n) {
    const il_boxqp_workspace *w = n->s.w;
    const inner here = *n;
    memcpy(w->d, n->s.at.f, (size_t)w->nd4*ILI_W*sizeof(double));
#define CALL(k, u, v, m) right_group(&here, k, u, v, m)
    FOR_GROUPS(w, CALL)
#undef CALL
    solve_matrix(&n->s, w->d);
#define CALL(k, u, v, m) price_group(&here, k, u, v, m)
    FOR_GROUPS(w, CALL)
#undef CALL
}

// a fraction that is only compared: the larger of num/den and one of `which` lanes, by crosswise products
typedef struct fraction { il_v num, den; } fraction;
ILI_FN fraction larger(fraction f, il_m which, il_v num, il_v den) {
    il_m more = which & (num*f.den > f.num*den);
    return (fraction){ili_select(more, num, f.num), ili_select(more, den, f.den)};
}

// the guess: where mu = 0 would lead, how far one may go there, and the barrier that this asks for
static il_v guess(inner *n) {
    const ili_recruit_job *j = n->j;
    il_v most = ili_set(1.0), sum = ili_set(0.0);
    for (int place = 0; place < n->s.w->nx; place++) {
        il_v dx = at(n->s.at.free, place)*at(j->dg, place) + at(j->t, place), sl = at(j->sl, place), su = at(j->su, place);
        il_v rl = dx*sl, ru = dx*su, zl = at(j->zl, place), zu = at(j->zu, place);
        // dzl = -zl (1 + dx/(x - lo)), dzu = -zu (1 - dx/(hi - x))
        most = ili_max(most, ili_max(ili_max(-rl, ru), ili_max(ili_select(zl > 0.0, ili_set(1.0) + rl, most), ili_select(zu > 0.0, ili_set(1.0) - ru, most))));
        il_v el = -zl*(ili_set(1.0) + rl)*dx, eu = -zu*(ili_set(1.0) - ru)*dx;
        put(j->el, place, el), put(j->eu, place, eu), put(j->dx, place, dx);
        // (s + a ds)(z + a dz): the square part of their sum
        sum += el - eu;
    }
    // the first two parts: pairs mu, and its opposite
    il_v a = ili_set(1.0)/most, some = ili_max(n->pairs, ili_set(1.0)), mu = n->mu - a*n->mu + a*a*sum/some, ratio = ili_max(mu, ili_set(0.0))/ili_max(n->mu, ili_set(1e-300));
    return ili_max(ili_max(ratio*ratio*ratio, ili_set(j->centring))*n->mu, n->least);
}

// q again, with the barrier and the second-order terms
static void correct(inner *n, il_v mu) {
    const ili_recruit_job *j = n->j;
    for (int place = 0; place < n->s.w->nx; place++) {
        il_v dx = at(j->dx, place), q = at(n->s.at.g, place) - at(j->slope, place) - at(j->third, place)*dx*dx;
        q += (mu - at(j->el, place))*at(j->sl, place) - (mu + at(j->eu, place))*at(j->su, place);
        put(j->t, place, at(n->s.at.free, place)*q);
    }
}

static void go_on(inner *n, il_v mu) {
    const ili_recruit_job    *j = n->j;
    const il_boxqp_workspace *w = n->s.w;
    il_v most = ili_set(0.0), zero = most;
    fraction z_most = {zero, ili_set(1.0)}; // largest inverse step to a bound: of x in most, of the multipliers here
    for (int place = 0; place < w->nx; place++) {
        il_v dx = at(n->s.at.free, place)*at(j->dg, place) + at(j->t, place), sl = at(j->sl, place), su = at(j->su, place), zl = at(j->zl, place), zu = at(j->zu, place);
        il_v dzl = ili_select(zl > 0.0, (mu - at(j->el, place) - zl*dx)*sl - zl, zero), dzu = ili_select(zu > 0.0, (mu + at(j->eu, place) + zu*dx)*su - zu, zero);
        most = ili_max(most, ili_max(-dx*sl, dx*su));
        z_most = larger(larger(z_most, zl > 0.0, -dzl, zl), zu > 0.0, -dzu, zu);
        put(j->dx, place, dx), put(j->el, place, dzl), put(j->eu, place, dzu);
    }
    most = ili_max(most, z_most.num/z_most.den);
    il_v a = ili_min(ili_set(1.0), ili_set(j->reach)/ili_max(most, ili_set(1e-300)));
    a = ili_select(n->s.run, a, zero);
    il_v sum = zero;
    for (int place = 0; place < w->nx; place++) {
        int  i = w->order[place];
        il_v lo = ili_load(j->qp->lo[i].lane + n->s.o), hi = ili_load(j->qp->hi[i].lane + n->s.o), zl = at(j->zl, place), zu = at(j->zu, place);
        il_v x = at(n->s.at.x, place), to = ili_select(n->s.run, x + a*at(j->dx, place), x);
        il_m has_lo = zl > 0.0, has_hi = zu > 0.0;
        zl = ili_select(n->s.run, zl + a*at(j->el, place), zl), zu = ili_select(n->s.run, zu + a*at(j->eu, place), zu);
        put(n->s.at.x, place, to), put(j->zl, place, zl), put(j->zu, place, zu);
        sum += ili_select(has_lo, zl*(to - lo), zero) + ili_select(has_hi, zu*(hi - to), zero);
    }
    for (int k = 0; k < w->nd; k++) {
        il_v y = at(n->s.at.y, k);
        put(n->s.at.y, k, ili_select(n->s.run, y + a*at(w->d, k), y));
    }
    n->mu = ili_select(n->s.run, sum/ili_max(n->pairs, ili_set(1.0)), n->mu);
    n->iterations += one_if(n->s.run);
}

// ---- the conductor ----

static void write_lanes(const inner *n, il_m refused) {
    const ili_recruit_job    *j = n->j;
    const il_boxqp_workspace *w = n->s.w;
    il_v nan = ili_set(IL_NAN);
    for (int place = 0; place < w->nx; place++) ili_store(j->x[w->order[place]].lane + n->s.o, ili_select(refused, nan, at(n->s.at.x, place)));
    for (int k = 0; k < w->nd; k++) {
        ili_store(j->y[k].lane + n->s.o, ili_select(refused, nan, at(n->s.at.y, k)));
        ili_store(j->r[k].lane + n->s.o, ili_select(refused, nan, at(n->s.at.r, k)));
    }
    for (int i = 0; i < ILI_W && n->s.o + i < j->qp->nlive; i++) {
        int lane = n->s.o + i;
        j->info->status[lane] = (il_boxqp_status)(int)n->s.status[i], j->info->iterations[lane] = j->info->newton[lane] = (int)n->iterations[i];
        j->info->worst_row[lane] = (int)n->s.worst[i], j->info->residual[lane] = n->unmet[i], j->info->gap[lane] = n->gap[i];
    }
}

static void solve_inner(const ili_recruit_job *j, int o) {
    il_boxqp_workspace *w = j->w;
    il_v  zero = ili_set(0.0);
    inner n = {.j = j, .s = {.p = j->qp, .w = w, .o = o, .nlive = j->qp->nlive, .status = ili_set((double)IL_BOXQP_BAD_NUMBER), .worst = ili_set(-1.0)},
               .mu = zero, .least = zero, .pairs = zero, .tries = zero, .cost = zero, .open = zero, .gap = ili_set(IL_NAN), .unmet = ili_set(IL_NAN), .iterations = zero};
    n.s.at = (point){w->at_y, w->at_r, w->at_f, w->at_g, w->at_x, w->at_free};
    n.s.run = setup(&n.s);
    il_m refused = ~n.s.run;
    n.s.status = ili_select(n.s.run, ili_set((double)IL_BOXQP_ITERATION_LIMIT), n.s.status);
    begin(&n);
    for (;;) {
        open_point(&n);
        judge_point(&n);
        if (!ili_any(n.s.run)) break;
        new_matrix(&n);
        take_prices(&n);
        il_v mu = guess(&n);
        correct(&n, mu);
        take_prices(&n);
        go_on(&n, mu);
    }
    write_lanes(&n, refused);
}

void ILI_KERNEL(ili_recruit)(const ili_recruit_job *job);
void ILI_KERNEL(ili_recruit)(const ili_recruit_job *job) {
    for (int o = 0; o < job->qp->nlive; o += ILI_W) solve_inner(job, o);
}
