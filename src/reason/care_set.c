// care_set.c - the posterior set as bodies, and which of them are solved (care_private.h)
#include "reason/care_private.h"

static const double covered_share = 0.9;

static bool same_state(const ili_care_state *x, const ili_care_state *y) {
    bool same = x->ncause == y->ncause;
    for (int i = 0; same && i < x->ncause; i++) same = x->cause[i].condition == y->cause[i].condition && x->cause[i].side == y->cause[i].side;
    return same;
}

// the state that is solved, new where it is not there yet; -1: no room
static int state_for(ili_care_set *s, ili_care_state x) {
    for (int i = 0; i < s->nstate; i++)
        if (same_state(&s->state[i], &x)) return i;
    if (s->nstate == ILI_CARE_STATES) return -1;
    s->state[s->nstate] = x;
    return s->nstate++;
}

void ili_care_set_lay(const il_knowledge *k, const il_assessment *a, ili_care_set *out) {
    out->nstate = 0, out->covered = 0.0;
    out->nbody = ili_care_bodies(k, a, covered_share, out->body, ILI_CARE_BODIES);
    state_for(out, out->body[0]);
    out->none = state_for(out, (ili_care_state){0});
    for (int i = 0; i < out->nbody; i++) {
        const ili_care_state *body = &out->body[i];
        ili_care_parts        as = {.n = i && body->ncause == 2 ? 2 : 1};
        if (as.n == 1) as.state[0] = state_for(out, *body);
        for (int c = 0; c < 2 && as.n == 2; c++) as.state[c] = state_for(out, (ili_care_state){.ncause = 1, .cause = {body->cause[c]}});
        if (as.state[0] < 0 || as.state[1] < 0) as.n = 0;
        else out->covered += body->weight;
        out->as[i] = as;
    }
}

double ili_care_set_value(const ili_care_set *s, int body, const double *value) {
    const ili_care_parts *as = &s->as[body];
    if (as->n == 0) return IL_NAN;
    return as->n == 1 ? value[as->state[0]] : value[as->state[0]] + value[as->state[1]] - value[s->none];
}
