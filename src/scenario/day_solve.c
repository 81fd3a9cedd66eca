// day_solve.c - the postures of a day as the tissue changes: solved once, then followed from there; their loads
//
// A posture that was solved is the start of all that come after it: each is corrected from the last by one factor until nothing is out of balance
// (follow.h). Where that does not lead to it, it is solved, and followed from there. Everything that decides what is found stands in the day's state.
#include <math.h>
#include <string.h>

#include "scenario/day_private.h"
#include "scenario/laid.h"
#include "scenario/outcome_private.h"

static const double most_ahead = 2.0;
enum { LONG = 12 };        // looks: longer ways are begun anew from where they ended
enum { MOST_WAIT = 5 };    // 2^5 solves

// ---- memory ----------------------------------------------------------------------------------------------------------------------------

int ili_day_laid(const il_model *m) {
    int nmuscle = m->nmuscle, nligament = m->nligament, nbushing = m->nbushing;
#define X(field, count) + (count)
    return 0 ILI_DAY_LAID(X);
#undef X
}

il_status ili_day_follow_create(il_day *d, il_error *err) {
    il_status         status = IL_OK;
    const ili_follow *first = NULL;
    for (int p = 0; p < d->nphase && status == IL_OK; p++) {
        if (d->same_as[p] != p || d->part_of[p] != IL_NONE || !ili_follow_can(d->task[p])) continue;
        status = ili_follow_create_for(d->scenario, first, &d->follow[p], err);
        if (!first) first = d->follow[p];
    }
    return status;
}

void ili_day_follow_free(il_day *d) {
    for (int p = d->nphase - 1; p >= 0; p--) ili_follow_free(d->follow[p]); // the first is whose room the others share
}

// ---- postures into loads ---------------------------------------------------------------------------------------------------------------

// what the body's numbers are now
static void read_laid(const il_day *d, const il_params *p, double *out) {
    int nmuscle = d->nmuscle, nligament = d->nligament, nbushing = d->nbushing;
#define X(field, count) memcpy(out, p->field, sizeof *out*(size_t)(count)), out += (count);
    ILI_DAY_LAID(X)
#undef X
}

static void set_laid(const il_day *d, const double *from, il_params *p) {
    int nmuscle = d->nmuscle, nligament = d->nligament, nbushing = d->nbushing;
#define X(field, count) memcpy(p->field, from, sizeof *from*(size_t)(count)), from += (count);
    ILI_DAY_LAID(X)
#undef X
}

// a posture's evaluated data, in one lane
void ili_day_look(il_day *d, ili_day_pose *pose, const il_params *as_solved, const il_posture_solution *s) {
    const il_data *x = s->d;
    int            lane = s->lane;
    for (int j = 0; j < d->nq; j++) pose->q[j] = x->q[j].lane[lane];
    for (int g = 0; g < d->ngroup; g++) pose->active[g] = pose->passive[g] = 0.0;
    for (int i = 0; i < d->nmuscle; i++) {
        double share = d->person->muscle_f_max[i]/d->group[d->group_of[i]].strength;
        pose->act[i] = x->act[i].lane[lane];
        pose->active[d->group_of[i]] += share*pose->act[i];
        pose->passive[d->group_of[i]] += share*x->muscle_passive[i].lane[lane]/d->person->muscle_f_max[i];
    }
    for (int i = 0; i < d->nligament; i++) {
        pose->length[i] = x->path_length[d->m->ligament_path[i]].lane[lane];
        pose->strain[i] = pose->length[i]/d->p->ligament_l_slack[i] - 1.0;
    }
    for (int i = 0; i < d->nbushing; i++) {
        pose->bend[i] = x->bushing_x[6*i + ILI_DISC_FLEXION].lane[lane] - d->p->bushing_rest[6*i + ILI_DISC_FLEXION];
        pose->press[i] = x->bushing_force[6*i + ILI_DISC_NORMAL].lane[lane];
    }
    for (int i = 0; i < d->nstructure; i++) {
        pose->value[i] = 0.0;
        if (d->outcome_of[i] != IL_NONE) ili_outcomes_read_lane(d->outcomes, as_solved, s, lane, 1, &d->outcome_of[i], &pose->value[i]);
    }
    for (int i = 0; i < d->nstructure; i++) pose->suffers[i] = d->structure[i].is->suffers == IL_SUFFERS_DEFICIT ? 0.0 : ili_day_suffers(d, i, pose);
    memcpy(pose->state, d->tissue_now, sizeof *pose->state*(size_t)d->nstate);
}

// ---- followed ----------------------------------------------------------------------------------------------------------------------------

// what comes after is followed from here
static void follow_from_here(il_day *d, int phase, ili_day_pose *pose) {
    pose->from[FROM_ANY] = 1.0, pose->from[FROM_FOUND] = 0.0;
    memcpy(pose->from_q, pose->q, sizeof *pose->q*(size_t)d->nq);
    memcpy(pose->from_act, pose->act, sizeof *pose->act*(size_t)d->nmuscle);
    memcpy(pose->from_state, pose->state, sizeof *pose->state*(size_t)d->nstate);
    read_laid(d, d->p, pose->from_laid);
    memset(pose->last, 0, sizeof *pose->last*(size_t)d->nlast);
    d->begun[phase] = false;
}

// the same after a checkpoint as without one: the workspace begins at what the state says
static il_status begin(il_day *d, int phase, ili_day_pose *pose, il_error *err) {
    if (d->begun[phase]) return IL_OK;
    il_subject who = d->who;
    set_laid(d, pose->from_laid, d->then);
    who.p = d->then;
    d->begun[phase] = true;
    return ili_follow_begin(d->follow[phase], d->task[phase], &who, pose->from_q, pose->from_act, &d->ready[phase], err);
}

// how far the tissue has gone on, on the way that it had gone when the posture was followed last
static double ahead(const il_day *d, const ili_day_pose *pose) {
    double along = 0.0, way = 0.0;
    for (int i = 0; i < d->nstate; i++) {
        double gone = pose->state[i] - pose->from_state[i];
        along += gone*(d->tissue_now[i] - pose->from_state[i]), way += gone*gone;
    }
    return way > 0.0 ? fmin(fmax(along/way, 0.0), most_ahead) : 0.0;
}

// who is lost at once is not tried again for a while
static void wait_longer(ili_day_pose *pose) { pose->from[FROM_WAIT] = ldexp(1.0, (int)fmin(++pose->from[FROM_LOST], MOST_WAIT)); }
static void lost(ili_day_pose *pose) {
    if (pose->from[FROM_FOUND] == 0.0) wait_longer(pose);
}

typedef struct seen {
    il_day       *d;
    ili_day_pose *pose;
} seen;

static void look_at_followed(void *user, const il_subject *who, const il_posture_solution *solution, int neighbour) {
    seen *s = user;
    (void)neighbour;
    ili_day_look(s->d, s->pose, who->p, solution);
}

// may a posture be followed now?
static il_status may_follow(il_day *d, int phase, bool *may, il_error *err) {
    ili_day_pose *pose = &d->pose[phase];
    *may = !d->set.exact && d->follow[phase] && *pose->solved == 1.0 && pose->from[FROM_ANY] != 0.0;
    if (!*may) return IL_OK;
    if (pose->from[FROM_WAIT] > 0.0) {
        pose->from[FROM_WAIT]--, *may = false;
        return IL_OK;
    }
    il_status status = begin(d, phase, pose, err);
    if (!d->ready[phase]) lost(pose);
    *may = d->ready[phase];
    return status;
}

// up to eight postures abreast; whoever is found is taken off the list
static void follow_some(il_day *d, int n, const int *phase, bool *found) {
    ili_follow   *follow[IL_LANES] = {0};
    double       *last[IL_LANES] = {0};
    seen          s[IL_LANES];
    ili_neighbour all[IL_LANES];
    for (int k = 0; k < n; k++) {
        ili_day_pose *pose = &d->pose[phase[k]];
        follow[k] = d->follow[phase[k]], last[k] = pose->last, s[k] = (seen){d, pose};
        all[k] = (ili_neighbour){.who = d->who, .share = ahead(d, pose), .look = look_at_followed, .user = &s[k], .in_lane = true};
    }
    ili_follow_next(n, follow, last, all);
    for (int k = 0; k < n; k++) {
        ili_day_pose *pose = s[k].pose;
        found[k] = all[k].found;
        d->at[AT_FOLLOWED] += found[k];
        if (found[k]) pose->from[FROM_FOUND]++, pose->from[FROM_LOST] = 0.0;
        else lost(pose);
        if (found[k] && all[k].looks > LONG) follow_from_here(d, phase[k], pose);
    }
}

// ---- solved ------------------------------------------------------------------------------------------------------------------------------

static il_status solve(il_day *d, int phase, ili_day_pose *pose, il_error *err) {
    il_outcome out;
    bool       first = *pose->solved == 0.0;
    if (*pose->solved != 1.0 && pose->from[FROM_WAIT] > 0.0) { // it was sought in vain
        pose->from[FROM_WAIT]--;
        return IL_OK;
    }
    ili_scenario_be_content(d->scenario, *pose->solved == 2.0);
    il_status status = il_scenario_run(d->scenario, d->task[phase], &d->who, first ? NULL : pose->q, first ? NULL : pose->act, &out, err);
    ili_scenario_be_content(d->scenario, false);
    if (status != IL_OK) return status;
    d->at[AT_SOLVES]++;
    if (out.info.status == IL_POSTURE_NOT_CONVERGED) { // what it was stays; a later change of state tries again
        if (*pose->solved != 1.0) wait_longer(pose);
        memcpy(pose->state, d->tissue_now, sizeof *pose->state*(size_t)d->nstate);
        return IL_OK;
    }
    ili_day_look(d, pose, il_scenario_params(d->scenario), &out.solution);
    *pose->solved = out.info.status == IL_POSTURE_SOLVED ? 1.0 : 2.0;
    if (first) memcpy(pose->first, pose->active, sizeof *pose->first*(size_t)d->ngroup);
    if (*pose->solved == 1.0) follow_from_here(d, phase, pose);
    else pose->from[FROM_ANY] = 0.0;
    return IL_OK;
}

// has the tissue changed since a posture was solved or followed?
static bool changed(const il_day *d, const ili_day_pose *pose) {
    bool changed = *pose->solved == 0.0;
    for (int i = 0; i < d->nstate && !changed; i++) changed = fabs(d->tissue_now[i] - pose->state[i]) > d->set.tolerance;
    return changed;
}

il_status ili_day_solve(il_day *d, const bool *wanted, il_error *err) {
    int       phase[IL_LANES] = {0}, n = 0;
    bool      found[IL_LANES] = {false}, may;
    il_status status = IL_OK;
    ili_day_row(d, d->tissue_now);
    for (int p = 0; p < d->npose && status == IL_OK; p++) {
        if (!wanted[p] || !changed(d, &d->pose[p])) continue;
        bool motion = p >= d->nphase;
        status = motion ? ili_day_motion_solve(d, p, err) : may_follow(d, p, &may, err);
        if (motion) continue;
        if (status == IL_OK && !may) status = solve(d, p, &d->pose[p], err);
        else if (status == IL_OK) phase[n++] = p;
    }
    if (n > 0 && status == IL_OK) follow_some(d, n, phase, found);
    for (int k = 0; k < n && status == IL_OK; k++)
        if (!found[k]) status = solve(d, phase[k], &d->pose[phase[k]], err);
    return status;
}
