// boxqp_flow.h - the method of the box QP, for the kernels boxqp.kv.c and boxqp1.kv.c. docs/solver.md tells it.
//
//   f(y) = 1/2 y'My - b'y + sum_i phi_i((A'y)_i)      convex, piecewise quadratic, with gradient  A x(y) + M y - b  =: -F(y)
//   S(y) = A Th A' + M,  Th_i = 1/h_i where x_i(y) is free, else 0;     S d = F;     y := y + t d
//
// S is kept from step to step: only columns that became free or bound since are added or taken away. A lane whose line shows that f has no
// minimum (infeasible), or that does not arrive, gets a proximal term 1/2 (y - centre)' P (y - centre), which makes f strongly convex.
#ifndef ILI_SOLVE_BOXQP_FLOW_H
#define ILI_SOLVE_BOXQP_FLOW_H
#include "solve/boxqp_part.h"

// what the including file has defined before, for as many problems abreast as il_v is wide; GIVEN, GIVEN_W, ANSWER, WANTED: where numbers of the problem
// and of its answer stand, and whether an array of the answer is asked for
static il_m setup(const part *s);                                  // checks and prepares; the lanes that may run
static void evaluate(const part *s, const point *to);              // from y to r, F, A'y, x, Th
static void evaluate_line(part *s, il_v t);                        // n and slope at y + t d
static void take_gross(const part *s);                             // the sizes of the rows' terms
static void reset_matrix(const part *s);                           // S = M + P in lanes that start afresh
static void add_columns(const part *s, const int *places, int n, const int *rows, int m); // S += sum of dTh a a' over n columns of one group
static void factor_matrix(const part *s);
static void solve_matrix(const part *s, double *z);                // z := S^-1 z

// ---- the Newton matrix ----

// columns whose Th is not the one in S
static void list_moved(part *s) {
    const il_boxqp_workspace *w = s->w;
    const double *free = s->at.free, *th = w->th;
    il_m run = s->run, moved = {0};
    int n = 0;
    for (int place = 0; place < w->nx; place++) {
        il_m m = (at(free, place) != at(th, place)) & run;
        moved |= m;
        w->moved[n] = place;
        n += ili_any(m);
    }
    s->nmoved = n, s->moved = moved;
}

// bring S up to date with the current point and factor it, if anything in it has changed
static void renew_matrix(part *s) {
    const il_boxqp_workspace *w = s->w;
    il_m reset = s->reset & s->run;
    if (ili_any(reset)) {
        reset_matrix(s);
        for (int place = 0; place < w->nx; place++) put(w->th, place, ili_select(s->reset, ili_set(0.0), at(w->th, place)));
        s->reset = (il_m){0};
        list_moved(s);
    }
    il_m renewed = (s->moved | reset) & s->run;
    if (!ili_any(renewed)) return;
    for (int k = 0, next = 0; k < w->ngroup; k++) {
        int first = next;
        while (next < s->nmoved && w->moved[next] < w->group_col[k + 1]) next++;
        if (next > first) add_columns(s, w->moved + first, next - first, w->rows + w->group_row[k], w->group_row[k + 1] - w->group_row[k]);
    }
    for (int c = 0; c < s->nmoved; c++) put(w->th, w->moved[c], at(s->at.free, w->moved[c]));
    factor_matrix(s);
    s->factorisations += one_if(renewed);
}

// ---- the step ----

// d = S^-1 F, the trial point y + d, and q = F'd
static void take_direction(part *s) {
    const il_boxqp_workspace *w = s->w;
    il_v q = ili_set(0.0);
    memcpy(w->d, s->at.f, (size_t)w->nd4*ILI_W*sizeof(double));
    solve_matrix(s, w->d);
    for (int j = 0; j < w->nd4; j++) {
        il_v y = at(s->at.y, j), d = at(w->d, j);
        q += at(s->at.f, j)*d;
        put(s->to.y, j, ili_select(s->run, y + d, y));
    }
    s->q = q;
}

// n at t = 1, and the part of it that comes from M and P: d'(M + P)d
static void take_growth(part *s) {
    const il_boxqp_workspace *w = s->w;
    il_v curve = ili_set(0.0), left = curve;
    for (int j = 0; j < w->nd; j++) {
        il_v d = at(w->d, j);
        left += d*at(s->to.f, j);
        curve += d*(at(s->to.r, j) - at(s->at.r, j) + at(w->prox, j)*d);
    }
    s->curve = curve, s->n = s->q - left;
}

// v'Mv
static il_v bend(const part *s, const double *v) {
    il_v sum = ili_set(0.0);
    for (int j = 0; j < s->w->nd; j++) {
        il_v vj = at(v, j);
        sum += vj*vj*at(s->w->eps, j);
        for (int k = 0; s->w->dense && k <= j; k++) sum += ili_load(GIVEN_W(s, j, k))*vj*at(v, k)*ili_set(k < j ? 2.0 : 1.0);
    }
    return sum;
}

// Lanes in which f falls along v for ever, so that no x meets the rows (Farkas): v'Mv = 0 and  v'F > sum_i sup (x - x_i) (A'v)_i,  by more than
// the tolerance of the rows. An (A'v)_i that is only rounding counts as 0, so that an open bound is not asked for.
static il_m falls_for_ever(const part *s, const double *v, il_v vmv) {
    const il_boxqp_workspace *w = s->w;
    il_v gap = ili_set(0.0), size = gap, most = gap;
    for (int j = 0; j < w->nd; j++) {
        il_v vj = at(v, j), f = at(s->at.f, j) + at(w->prox, j)*(at(s->at.y, j) - at(w->centre, j));
        gap += vj*f;
        size += ili_abs(vj*ili_load(GIVEN(s, b, j)));
        most += vj*vj*at(w->diag, j);
    }
    il_m straight = (ili_abs(vmv) <= ili_set(1e-14)*most) & s->run;
    if (!ili_any(straight)) return straight;
    for (int k = 0; k < w->ngroup; k++)
        for (int place = w->group_col[k]; place < w->group_col[k + 1]; place++) {
            int  first = w->entry[place] - w->group_row[k];
            il_v dg = ili_set(0.0), noise = dg, x = at(s->at.x, place);
            for (int e = w->group_row[k]; e < w->group_row[k + 1]; e++) {
                il_v term = ili_load(GIVEN(s, a, first + e))*at(v, w->rows[e]);
                dg += term, noise += ili_abs(term);
            }
            int i = w->order[place];
            il_v end = ili_select(dg > 0.0, ili_load(GIVEN(s, hi, i)), ili_load(GIVEN(s, lo, i)));
            gap -= ili_select(ili_abs(dg) > ili_set(1e-11)*noise, (end - x)*dg, ili_set(0.0));
            size += ili_abs(x)*noise;
        }
    return straight & (gap > ili_set(s->set->tolerance)*size);
}

// t with n(t) = q (1 +- close): n grows with t, piecewise linear. Newton within a bracket.
static void search_line(part *s, il_m need, il_v close) {
    il_v t = ili_set(1.0), below = ili_set(0.0), above = ili_set(HUGE_T), q = s->q;
    il_m asked = {0};
    s->slope = s->n; // the first guess is the chord's, as n(0) = 0
    for (int k = 0; k < LINE_STEPS && ili_any(need); k++) {
        il_m over = s->n > q;
        above = ili_select(need & over, t, above);
        below = ili_select(need & ~over, t, below);
        // flat and still falling: does it ever end?
        il_m flat = need & ~over & (s->slope*t < ili_set(1e-3)*q) & ~asked;
        if (ili_any(flat)) {
            il_m endless = flat & ~s->prox & falls_for_ever(s, s->w->d, s->curve);
            asked |= flat;
            s->lost |= endless;
            need &= ~endless;
        }
        il_m open = above >= HUGE_T;
        il_v newton = t - (s->n - q)/ili_max(s->slope, ili_set(1e-300));
        il_v half = ili_select(below*8.0 < above, ili_max(below*8.0, above*0.03125), (below + above)*0.5);
        il_v other = ili_select(open, t*8.0, half);
        il_m good = (newton > below) & (newton < above) & (newton < t*1e4);
        il_v next = ili_select(good & (ili_set((double)(k % 3)) < 2.0), newton, other);
        t = ili_select(need, next, t);
        evaluate_line(s, t);
        s->line_steps += one_if(need);
        need &= (ili_abs(s->n - q) > close*q) & (above - below > ili_set(1e-14)*above) & (t < ili_set(1e18));
    }
    s->t = ili_select(s->lost & ~s->prox, ili_set(0.0), t); // the verdict moves a lost lane
}

ILI_FN void swap_points(part *s) {
    point other = s->at;
    s->at = s->to, s->to = other;
}

// the next point: y + d when f's slope there is small enough, else where the line search says
static void take_step(part *s) {
    evaluate(s, &s->to);
    take_growth(s);
    // a full step is taken unless it goes far over or under; a lane that is late has to be exact
    il_m late = s->iterations >= (double)LATE;
    il_v over = ili_select(late, ili_set(1.1), ili_set(OVER)), under = ili_select(late, ili_set(0.9), ili_set(UNDER));
    il_m need = s->run & (s->q > 0.0) & ((s->n > over*s->q) | (s->n < under*s->q));
    if (ili_any(need)) {
        search_line(s, need, ili_select(late, ili_set(0.01), ili_set(CLOSE)));
        for (int j = 0; j < s->w->nd4; j++) {
            il_v y = at(s->at.y, j);
            put(s->to.y, j, ili_select(s->run, y + s->t*at(s->w->d, j), y));
        }
        evaluate(s, &s->to);
    }
    swap_points(s);
    s->iterations += one_if(s->run);
}

// ---- the verdict ----

// the largest |F_j|/gross_j, with and without the proximal term, and its row; fractions are compared crosswise, so that two divisions do
static void take_residual(part *s, il_m which) {
    const il_boxqp_workspace *w = s->w;
    il_v fn = ili_set(0.0), fd = ili_set(1.0), un = fn, ud = fd, worst = fn;
    take_gross(s);
    for (int j = 0; j < w->nd; j++) {
        il_v f = ili_abs(at(s->at.f, j)), gross = at(w->gross, j);
        il_v u = ili_abs(at(s->at.f, j) + at(w->prox, j)*(at(s->at.y, j) - at(w->centre, j)));
        il_m f_worse = ~(f*fd <= fn*gross), u_worse = ~(u*ud <= un*gross);
        fn = ili_select(f_worse, f, fn), fd = ili_select(f_worse, gross, fd);
        un = ili_select(u_worse, u, un), ud = ili_select(u_worse, gross, ud);
        worst = ili_select(u_worse, ili_set((double)j), worst);
    }
    s->residual = ili_select(which, fn/fd, s->residual);
    s->unmet = ili_select(which, un/ud, s->unmet);
    s->worst = ili_select(which, worst, s->worst);
}

static void stop(part *s, il_m which, il_boxqp_status status) {
    s->status = ili_select(which & s->run, ili_set((double)status), s->status);
    s->run &= ~which;
}

// a proximal term: first around 0, as the lane's own point may be anywhere, then weaker and weaker around where that led
static void set_prox(part *s, il_m which) {
    const il_boxqp_workspace *w = s->w;
    s->weight = ili_select(which, ili_select(s->prox, ili_max(ili_set(PROX_LEAST), ili_set(0.1)*s->weight), ili_set(PROX)), s->weight);
    for (int j = 0; j < w->nd; j++) {
        il_v y = ili_select(which & ~s->prox, ili_set(0.0), at(s->at.y, j));
        put(s->to.y, j, y);
        put(w->centre, j, ili_select(which, y, at(w->centre, j)));
        put(w->prox, j, ili_select(which, s->weight*at(w->diag, j), at(w->prox, j)));
    }
    s->best = ili_select(which, ili_set(HUGE_T), s->best);
    s->stuck = ili_select(which, ili_set(0.0), s->stuck);
    s->reset |= which;
    s->prox |= which;
    evaluate(s, &s->to);
    swap_points(s);
    list_moved(s);
}

// lanes that cannot be met although their proximal problem is solved: known before, or shown by the way from the centre
static il_m is_infeasible(const part *s, il_m arrived) {
    const il_boxqp_workspace *w = s->w;
    for (int j = 0; j < w->nd; j++) put(w->d, j, at(s->at.y, j) - at(w->centre, j));
    return arrived & (s->lost | falls_for_ever(s, w->d, bend(s, w->d)));
}

// the row to name: the largest share of the miss, in the measure F'D^-1 F that the proximal term gave the least value
static void name_row(part *s, il_m which) {
    il_v most = ili_set(-1.0), row = most;
    for (int j = 0; j < s->w->nd; j++) {
        il_v u = at(s->at.f, j) + at(s->w->prox, j)*(at(s->at.y, j) - at(s->w->centre, j)), share = u*u/at(s->w->diag, j);
        il_m more = share > most;
        most = ili_select(more, share, most), row = ili_select(more, ili_set((double)j), row);
    }
    s->worst = ili_select(which, row, s->worst);
}

// keep the point that meets the rows best, for lanes that will not arrive
static void keep_best(part *s, il_m which) {
    il_m better = which & (s->unmet < s->least);
    if (!ili_any(better)) return;
    s->least = ili_select(better, s->unmet, s->least);
    for (int j = 0; j < s->w->nd; j++) put(s->w->best_y, j, ili_select(better, at(s->at.y, j), at(s->w->best_y, j)));
}

static void restore_best(part *s) {
    il_m which = (s->status == (double)IL_BOXQP_INACCURATE) | (s->status == (double)IL_BOXQP_ITERATION_LIMIT);
    if (!ili_any(which)) return;
    for (int j = 0; j < s->w->nd; j++) put(s->to.y, j, ili_select(which, at(s->w->best_y, j), at(s->at.y, j)));
    evaluate(s, &s->to);
    swap_points(s);
    take_residual(s, which);
}

// near, and no nearer than before: first S afresh, then a proximal term, then no further. Lanes that have spent their chances
static il_m count_stuck(part *s, il_m which) {
    il_m better = s->residual < ili_set(0.5)*s->best;
    il_v more = ili_select(s->moved, ili_set(0.25), ili_set(1.0));
    s->stuck = ili_select(which & (s->residual < NEARLY), ili_select(better, ili_set(0.0), s->stuck + more), s->stuck);
    s->best = ili_select(which, ili_min(s->residual, s->best), s->best);
    s->reset |= s->run & (s->stuck == 2.0);
    return which & (s->stuck >= 4.0);
}

// lanes that have been measured: solved, infeasible, at the end of precision; what comes back needs a proximal term or another centre for it
static il_m judge_measured(part *s, il_m which, il_m last) {
    il_v tol = ili_set(s->set->tolerance);
    take_residual(s, which);
    il_m arrived = which & (s->residual <= tol);
    stop(s, arrived & (s->unmet <= tol), IL_BOXQP_SOLVED);
    if (!ili_any(s->run)) return s->run;
    keep_best(s, which & s->run);
    il_m spent = count_stuck(s, which & s->run), done = (arrived | (spent & s->prox)) & s->run;
    if (ili_any(done)) {
        il_m infeasible = is_infeasible(s, done);
        name_row(s, infeasible);
        stop(s, infeasible, IL_BOXQP_INFEASIBLE);
    }
    stop(s, spent & s->prox & ((s->unmet < NEARLY) | (s->weight <= PROX_LEAST)), IL_BOXQP_INACCURATE);
    stop(s, last, IL_BOXQP_ITERATION_LIMIT);
    return done | spent;
}

// lanes whose set of free columns has settled (and all of them, late) are measured; some go on, and some of these from another centre
static void judge(part *s) {
    stop(s, ~ili_finite(s->q), IL_BOXQP_BAD_NUMBER);
    list_moved(s);
    il_m late = s->iterations >= (double)LATE, last = s->iterations >= (double)s->set->max_iterations;
    il_m which = s->run & (~s->moved | late | last), centre = ~s->prox & (s->lost | (s->iterations == (double)GIVE_UP));
    if (ili_any(which)) centre |= judge_measured(s, which, last);
    centre &= s->run;
    if (ili_any(centre)) set_prox(s, centre);
}

// ---- the conductor ----

// y from the caller where it is finite, else 0; and all that follows from it
static void start(part *s) {
    const il_boxqp_workspace *w = s->w;
    il_m finite = ili_live(0, IL_LANES);
    for (int j = 0; s->set->warm && j < w->nd; j++) finite &= ili_finite(ili_load(ANSWER(s, y, j)));
    for (int j = 0; j < w->nd4; j++) {
        il_v y = s->set->warm && j < w->nd ? ili_load(ANSWER(s, y, j)) : ili_set(0.0);
        put(s->to.y, j, ili_select(finite, y, ili_set(0.0)));
    }
    evaluate(s, &s->to);
    swap_points(s);
}

// answers of this part's lanes; those that were refused get NaN
static void write_solution(const part *s, il_m refused) {
    const il_boxqp_workspace *w = s->w;
    il_v nan = ili_set(IL_NAN);
    for (int place = 0; place < w->nx; place++) {
        int i = w->order[place];
        il_v x = at(s->at.x, place), lo = ili_load(GIVEN(s, lo, i)), hi = ili_load(GIVEN(s, hi, i));
        ili_store(ANSWER(s, x, i), ili_select(refused, nan, x));
        if (WANTED(s, side)) ili_store(ANSWER(s, side, i), ili_select(refused, nan, one_if(x >= hi) - one_if((x <= lo) & (x < hi))));
    }
    for (int j = 0; j < w->nd; j++) {
        ili_store(ANSWER(s, y, j), ili_select(refused, nan, at(s->at.y, j)));
        if (WANTED(s, r)) ili_store(ANSWER(s, r, j), ili_select(refused, nan, at(s->at.r, j)));
    }
}

static void write_info(const part *s, il_boxqp_info *info) {
    for (int i = 0; i < ILI_W && s->o + i < s->nlive; i++) {
        int lane = s->o + i;
        info->status[lane] = (il_boxqp_status)(int)s->status[i];
        info->iterations[lane] = (int)s->iterations[i];
        info->factorisations[lane] = (int)s->factorisations[i];
        info->line_steps[lane] = (int)s->line_steps[i];
        info->worst_row[lane] = (int)s->worst[i];
        info->residual[lane] = s->unmet[i];
    }
}

static void solve_part(part *s, il_boxqp_info *info) {
    s->run = setup(s);
    il_m refused = ~s->run;
    s->reset = s->run;
    start(s);
    while (ili_any(s->run)) {
        renew_matrix(s);
        take_direction(s);
        take_step(s);
        judge(s);
    }
    restore_best(s);
    write_solution(s, refused | (s->status == (double)IL_BOXQP_BAD_NUMBER));
    write_info(s, info);
}

// @param s  what is to be solved, and where
static void solve_from(part s, il_boxqp_info *info) {
    const il_boxqp_workspace *w = s.w;
    s.t = ili_set(0.0), s.best = s.least = ili_set(HUGE_T);
    s.residual = s.unmet = ili_set(IL_NAN), s.worst = ili_set(-1.0), s.status = ili_set((double)IL_BOXQP_BAD_NUMBER);
    s.at = (point){w->at_y, w->at_r, w->at_f, w->at_g, w->at_x, w->at_free};
    s.to = (point){w->to_y, w->to_r, w->to_f, w->to_g, w->to_x, w->to_free};
    solve_part(&s, info);
}

#endif
