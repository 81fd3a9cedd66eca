// day_motion.c - recorded motions in a day: a cycle as parts that are held in turn, each a frame solved with the tissue as it is
//
// Parts last a tenth of a second. The fastest law (the index of flow, 20 s) does not feel in which order they come, so a few cycles are taken as one of as
// many times the length: the same share of time in each part, and a tenth of the work. For the same reason a muscle is not asked part by part whether it can
// go on: work that rest between makes bearable tires nothing, and blood that contraction keeps out comes in when it lets go.
#include <math.h>
#include <string.h>

#include "scenario/day_private.h"
#include "scenario/laid.h"

static const double longest = 5.0;     // [s] cycles taken as one
static const double more_short = 1.0;  // [N m] that muscles may lack more than in the morning before the motion counts as not possible

il_status ili_day_motion_create(il_day *d, il_error *err) {
    il_status status = IL_OK;
    for (int p = 0, a = 0; a < d->schedule->nactivity && status == IL_OK; a++) {
        for (int k = 0; k < d->schedule->activity[a].nphase && status == IL_OK; k++, p++) {
            const il_motion *motion = d->schedule->activity[a].phase[k].motion;
            if (motion && d->same_as[p] == p) status = ili_motion_steps_create(d->body, d->p, motion, d->who.effort, ili_scenario_posture(d->scenario), &d->steps[p], err);
        }
    }
    return status;
}

void ili_day_motion_free(il_day *d) {
    for (int p = 0; p < d->nphase; p++) ili_motion_steps_free(d->steps[p]);
}

// the frame in the middle of a part
static int frame_of(const ili_motion_steps *steps, int part) { return (int)((part + 0.5)*(ili_motion_steps_count(steps) - 1)/ILI_DAY_PARTS + 0.5); }

il_status ili_day_motion_solve(il_day *d, int part, il_error *err) {
    int                 phase = d->whole_of[part];
    ili_day_pose       *pose = &d->pose[part];
    bool                first = *pose->solved == 0.0;
    il_posture_solution solution;
    il_motion_frame     frame;
    il_status status = ili_motion_steps_solve(d->steps[phase], frame_of(d->steps[phase], part - d->part_of[phase]), first ? NULL : pose->q, first ? NULL : pose->act, &solution, &frame, err);
    if (status != IL_OK) return status;
    d->at[AT_SOLVES]++;
    if (frame.info.status == IL_POSTURE_NOT_CONVERGED) { // what it was stays; the next change of state tries again
        memcpy(pose->state, d->tissue_now, sizeof *pose->state*(size_t)d->nstate);
        return IL_OK;
    }
    ili_day_look(d, pose, d->p, &solution);
    if (first) pose->from[FROM_SHORT] = frame.reserve, memcpy(pose->first, pose->active, sizeof *pose->first*(size_t)d->ngroup);
    *pose->solved = frame.reserve <= pose->from[FROM_SHORT] + more_short ? 1.0 : 2.0;
    return IL_OK;
}

void ili_day_motion_mean(il_day *d, int phase) {
    ili_day_pose *mean = &d->pose[phase];
    bool          first = *mean->solved == 0.0;
    double        solved = 1.0;
    memset(mean->active, 0, sizeof *mean->active*(size_t)d->ngroup), memset(mean->passive, 0, sizeof *mean->passive*(size_t)d->ngroup);
    for (int k = 0; k < ILI_DAY_PARTS; k++) {
        const ili_day_pose *part = &d->pose[d->part_of[phase] + k];
        for (int g = 0; g < d->ngroup; g++) mean->active[g] += part->active[g]/ILI_DAY_PARTS, mean->passive[g] += part->passive[g]/ILI_DAY_PARTS;
        if (*part->solved != 1.0) solved = 2.0;
    }
    *mean->solved = solved;
    if (first) memcpy(mean->first, mean->active, sizeof *mean->first*(size_t)d->ngroup);
}

il_fatigue_law ili_day_motion_law(const il_day *d, int part, int g, double *lack) {
    const ili_day_pose *first = &d->pose[d->part_of[d->whole_of[part]]];
    double              target[ILI_DAY_PARTS], missing[ILI_DAY_PARTS];
    bool                rests[ILI_DAY_PARTS];
    for (int k = 0; k < ILI_DAY_PARTS; k++) target[k] = first[k].active[g];
    il_fatigue_law law = il_fatigue_in_cycle(&d->law[g]->fatigue, ILI_DAY_PARTS, target);
    for (int k = 0; k < ILI_DAY_PARTS; k++) missing[k] = ili_day_lack(d, &first[k], g), rests[k] = target[k] <= law.idle;
    *lack = il_perfusion_cycle_missing(&d->law[g]->perfusion, ILI_DAY_PARTS, missing, rests);
    return law;
}

void ili_day_motion_walk(il_day *d, int phase, double at, double from, double to, void (*hold)(il_day *d, int pose, double seconds)) {
    double cycle = ili_motion_steps_lasts(d->steps[d->same_as[phase]]), length = cycle*fmax(1.0, floor(longest/cycle)), part = length/ILI_DAY_PARTS;
    for (double n = floor((from - at)/part + 1e-9); at + n*part < to - 1e-9; n++) {
        double piece = fmin(at + (n + 1.0)*part, to) - fmax(at + n*part, from);
        if (piece > 1e-9) hold(d, d->part_of[phase] + (int)fmod(n, ILI_DAY_PARTS), piece);
    }
}
