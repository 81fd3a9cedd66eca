// osim_tied.c - analyses of models whose constraints are no coupled coordinates: poses that meet them, moment arms with what must move along
#include <stdlib.h>
#include <string.h>

#include "analysis/frames.h"
#include "base/memory.h"
#include "osim_job.h"

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for the constraints of a model"); }

static il_status meet(const il_osim *o, il_constraints *c, il_data *d, il_osim_motion_rows *r, il_error *err) {
    size_t nq = (size_t)o->model->nq;
    for (int first = 0; first < r->nframe; first += IL_LANES) {
        int    frame[IL_LANES];
        double miss[IL_LANES];
        ili_frames_stretch(first, 1, 0, r->nframe, frame);
        ili_frames_take(frame, (int)nq, r->q, d->q);
        il_constraints_meet(c, o->model->nominal, d, miss);
        for (int lane = 0; lane < IL_LANES && first + lane < r->nframe; lane++) {
            if (!(miss[lane] < 1e-8))
                return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "at %g s no pose near the motion meets the model's constraints: %g m or rad are missing", r->time[first + lane],
                                    miss[lane]);
            for (size_t j = 0; j < nq; j++) r->q[(size_t)(first + lane)*nq + j] = d->q[j].lane[lane];
        }
    }
    return IL_OK;
}

il_status ili_osim_assemble(const il_osim *o, il_osim_motion_rows *r, il_error *err) {
    il_constraints *c = NULL;
    il_data        *d = NULL;
    if (!o->nconstraint) return IL_OK;
    bool     *held = calloc((size_t)o->model->nq + 1, sizeof *held);
    il_status status = held ? IL_OK : no_memory(err);
    for (int i = 0; held && i < o->ncoordinate; i++)
        if (o->coordinate[i].signal < o->model->nq) held[o->coordinate[i].signal] = o->coordinate[i].locked;
    if (status == IL_OK) status = il_constraints_create(o->model, o->nconstraint, o->constraint, held, &c, err);
    if (status == IL_OK) status = il_data_create(o->model, IL_ISA_AUTO, &d, err);
    if (status == IL_OK) status = meet(o, c, d, r, err);
    il_data_free(d), il_constraints_free(c), free(held);
    return status;
}

// ---- moment arms ---------------------------------------------------------------------------------------------------------------

il_status ili_osim_tied_create(const il_osim *o, ili_osim_tied *t, il_error *err) {
    size_t nq = (size_t)o->model->nq;
    *t = (ili_osim_tied){0};
    if (!o->nconstraint) return IL_OK;
    t->speed = malloc((nq*nq + 1)*sizeof *t->speed), t->arm = ili_block_alloc((nq*(size_t)o->model->nmuscle + 1)*sizeof *t->arm);
    return t->speed && t->arm ? il_constraints_create(o->model, o->nconstraint, o->constraint, NULL, &t->c, err) : no_memory(err);
}

void ili_osim_tied_free(ili_osim_tied *t) { il_constraints_free(t->c), free(t->speed), ili_block_free(t->arm); }

// the generalised force of unit tension on all coordinates, along the speeds that one of them asks of the others: OpenSim's coupling
void ili_osim_tied_arms(ili_osim_tied *t, const il_data *d) {
    const il_model *m = t->c->m;
    il_constraints_eval(t->c, m->nominal, d);
    memset(t->arm, 0, (size_t)m->nq*(size_t)m->nmuscle*sizeof *t->arm);
    for (int lane = 0; lane < IL_LANES; lane++) {
        il_constraints_couple(t->c, lane, t->speed);
        for (int i = 0; i < m->nmuscle; i++) {
            int path = m->muscle_path[i];
            for (int a = m->path_arm_start[path]; a < m->path_arm_start[path + 1]; a++)
                for (int j = 0; j < m->nq; j++) t->arm[j*m->nmuscle + i].lane[lane] += t->speed[j*m->nq + m->arm_dof[a]]*d->arm[a].lane[lane];
        }
    }
}
