// osim_fibre.c - muscles of `.osim` files on their paths: active force with a rigid tendon, fibres and tendons in balance
//
// The fibre keeps its width: l sin(pennation) is that at its optimal length. Along the path lie l cos(pennation) and the tendon.
#include <math.h>

#include "ilium/io_osim.h"

static const double STEEPEST = 0.99498743710662; // sine of the greatest pennation, acos(0.1), as OpenSim limits it

static double largest(double a, double b) { return a > b ? a : b; }

double il_osim_table_value(const il_osim_table *t, double x) {
    double at = (x - t->start)*t->per_step;
    if (!(at > 0.0)) return t->cubic[0] + at*t->cubic[1];
    if (at >= t->n) {
        const double *c = t->cubic + 4*(t->n - 1);
        return c[0] + c[1] + c[2] + c[3] + (at - t->n)*(c[1] + 2.0*c[2] + 3.0*c[3]);
    }
    int           k = (int)at;
    double        u = at - k;
    const double *c = t->cubic + 4*k;
    return c[0] + u*(c[1] + u*(c[2] + u*c[3]));
}

// ---- active force alone --------------------------------------------------------------------------------------------------------

// length [l_opt] and cosine of the pennation, for a tendon of its slack length
static double fibre_of(const il_osim_muscle *m, double length, double *cosine) {
    double width = m->sin_pennation, along = largest((length - m->l_slack)/m->l_opt, 0.0), fibre = sqrt(along*along + width*width);
    *cosine = fibre > 0.0 ? along/fibre : 1.0;
    return fibre;
}

double il_osim_muscle_active(const il_osim_muscle *m, double length, double speed) {
    double cosine, fibre = fibre_of(m, length, &cosine);
    if (!(fibre >= m->min_length)) return fibre < m->min_length ? 0.0 : IL_NAN;
    double force = il_osim_table_value(m->active, fibre)*largest(il_osim_table_value(m->velocity, speed*cosine/(m->l_opt*m->v_max)), 0.0);
    return m->f_max*cosine*force;
}

// ---- fibre and tendon ----------------------------------------------------------------------------------------------------------

// the shortest that a fibre becomes [l_opt]
static double shortest(const il_osim_muscle *m) { return largest(m->min_length, m->sin_pennation/STEEPEST); }

static double length_over(const il_osim_muscle *m, double along) { return sqrt(along*along + m->sin_pennation*m->sin_pennation); }

// [f_max]: what the fibre at rest pulls along the tendon beyond what the tendon bears, for so much fibre along the path [l_opt]
static double excess(const il_osim_muscle *m, double path, double activation, double along) {
    double fibre = length_over(m, along), tendon = (path - along*m->l_opt)/m->l_slack;
    double force = activation*il_osim_table_value(m->active, fibre) + largest(il_osim_table_value(m->passive, fibre), 0.0);
    return force*along/fibre - largest(il_osim_table_value(m->tendon, tendon), 0.0);
}

// Where the two agree, between a fibre at its shortest and a slack tendon: the first makes the tendon pull, the second the fibre. False position
// with the stale end halved (Illinois).
static double balance(const il_osim_muscle *m, double path, double activation, double low, double high) {
    double below = excess(m, path, activation, low), above = excess(m, path, activation, high), x = high;
    if (below >= 0.0) return low;
    for (int i = 0, side = 0; i < 100 && high - low > 1e-14 && above > below; i++) {
        x = high - above*(high - low)/(above - below);
        double now = excess(m, path, activation, x);
        if (fabs(now) < 1e-14) break;
        if (now > 0.0) {
            high = x, above = now;
            if (side > 0) below *= 0.5;
            side = 1;
        } else {
            low = x, below = now;
            if (side < 0) above *= 0.5;
            side = -1;
        }
    }
    return x;
}

// With less than full activation Thelen's fibres are slower in proportion.
static double speed_factor(const il_osim_muscle *m, double speed, double activation) {
    double v = speed/(m->l_opt*m->v_max);
    if (m->kind == IL_OSIM_THELEN) v /= 0.25 + 0.75*activation;
    return largest(il_osim_table_value(m->velocity, v), 0.0);
}

il_osim_fibre il_osim_muscle_at(const il_osim_muscle *m, double length, double speed, double activation) {
    double least = shortest(m), low = sqrt(largest(least*least - m->sin_pennation*m->sin_pennation, 0.0)), slack = (length - m->l_slack)/m->l_opt;
    bool   rigid = m->rigid || !(m->l_slack > 0.0), loose = !(slack > low); // loose: even the shortest fibre does not tighten it
    double along = loose ? low : rigid ? slack : balance(m, length, activation, low, slack), fibre = length_over(m, along), cosine = along/fibre;
    il_osim_fibre f = {.length = fibre*m->l_opt, .pennation = atan2(m->sin_pennation, along), .tendon = length - along*m->l_opt, .tendon_speed = speed};
    if (loose) return f;
    if (rigid) {
        f.speed = speed*cosine, f.tendon_speed = 0.0;
        f.pennation_speed = -f.speed/f.length*m->sin_pennation/along;
    }
    f.active = m->f_max*activation*il_osim_table_value(m->active, fibre)*(rigid ? speed_factor(m, f.speed, activation) : 1.0);
    f.elastic = m->f_max*largest(il_osim_table_value(m->passive, fibre), 0.0);
    f.damped = largest(m->f_max*m->damping*f.speed/(m->l_opt*m->v_max), -f.active - f.elastic); // fibres do not push
    f.tension = (f.active + f.elastic + f.damped)*cosine;
    return f;
}
