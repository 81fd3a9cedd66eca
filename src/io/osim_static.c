// osim_static.c - StaticOptimization of an AnalyzeTool: activations, forces and controls as OpenSim writes them
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "ilium/file.h"
#include "osim_job.h"
#include "osim_xml.h"

/// Answers by frames, and the columns that are written.
typedef struct answers {
    il_recorded      motion;
    int              nx;
    double          *control, *force; ///< [nframe*nx]
    il_static_frame *frame;
    bool            *off;             ///< [nmuscle] muscles that take no part
} answers;

static il_status no_memory(const ili_osim_job *j) { return il_error_set(j->err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for static optimisation"); }

// muscle or actuator behind a control of the file, as a column of the answers
static int column_of(const il_osim *o, int k) { return o->control[k] >= 0 ? o->control[k] : o->model->nmuscle - 1 - o->control[k]; }
static const char *name_of(const il_osim *o, int k) { return o->control[k] >= 0 ? o->model->muscle_name[o->control[k]] : o->actuator[-1 - o->control[k]].name; }

// What OpenSim 4.6 takes as the strength of a Millard muscle is its force along the fibre: the cosine of the pennation is left out, and
// the same force acts along the tendon (docs/opensim.md). Ours has the cosine, which is taken out here.
static double per_cosine(const il_osim_muscle *m, double length) {
    double along = length - m->l_slack, width = m->l_opt*m->sin_pennation;
    return along > 0.0 ? sqrt(along*along + width*width)/along : 1.0;
}

void ili_osim_strengths(const void *user, const il_data *d, il_pack *force) {
    const il_osim *o = user;
    for (int i = 0; i < o->model->nmuscle; i++) {
        const il_pack *length = &d->path_length[o->model->muscle_path[i]], *speed = &d->path_speed[o->model->muscle_path[i]];
        for (int l = 0; l < IL_LANES; l++) {
            force[i].lane[l] = il_osim_muscle_active(&o->muscle[i], length->lane[l], speed->lane[l]);
            if (o->muscle[i].kind == IL_OSIM_MILLARD) force[i].lane[l] *= per_cosine(&o->muscle[i], length->lane[l]);
        }
    }
}

// ---- solving -------------------------------------------------------------------------------------------------------------------

static il_status solve(const ili_osim_job *j, answers *a) {
    const il_osim    *o = j->o;
    il_static_problem problem = {.motion = a->motion, .power = j->how->power, .muscle_off = a->off, .strength = j->how->physiology ? ili_osim_strengths : NULL, .user = o};
    for (int i = 0; i < o->model->nmuscle; i++) a->off[i] = true;
    for (int k = 0; k < o->ncontrol; k++)
        if (o->control[k] >= 0) a->off[o->control[k]] = false;
    return il_static_optimise(o->model, o->model->nominal, IL_ISA_AUTO, &problem, j->threads, j->progress, a->control, a->force, a->frame, j->err);
}

static void tell(const ili_osim_job *j, const answers *a) {
    j->info->nframe = a->motion.nframe;
    for (int f = 0; f < a->motion.nframe; f++) {
        const il_static_frame *s = &a->frame[f];
        j->info->unsolved += s->status != IL_BOXQP_SOLVED;
        if (!(s->residual > j->info->worst_residual)) continue;
        j->info->worst_residual = s->residual, j->info->worst_time = j->motion->time[f];
        snprintf(j->info->worst, sizeof j->info->worst, "%.90s", s->worst == IL_NONE ? "" : j->o->model->coordinate_name[s->worst]);
    }
}

// ---- what is written -----------------------------------------------------------------------------------------------------------

static void put(const ili_osim_job *j, const answers *a, const double *from, il_table *t) {
    for (int f = 0; f < a->motion.nframe; f++)
        for (int k = 0; k < j->o->ncontrol; k++) t->value[(size_t)f*(size_t)t->ncolumn + (size_t)k] = from[(size_t)f*(size_t)a->nx + (size_t)column_of(j->o, k)];
}

static il_status activations(const ili_osim_job *j, const answers *a, il_osim_result *out) {
    char           name[160];
    ili_osim_names s = {0};
    il_status      status = ili_osim_names_room(&s, j->o->ncontrol) ? IL_OK : no_memory(j);
    snprintf(name, sizeof name, "%.140s_activation", j->how->name);
    for (int k = 0; status == IL_OK && k < j->o->ncontrol; k++) ili_osim_names_add(&s, "%.200s", name_of(j->o, k));
    if (status == IL_OK) status = ili_osim_result_table(out, name, "Static Optimization", j->motion, &s, j->err);
    if (status == IL_OK) put(j, a, a->control, out->table);
    ili_osim_names_free(&s);
    return status;
}

// forces of muscles and actuators, and behind them the outer loads: force, point, torque each
static il_status forces(const ili_osim_job *j, const answers *a, il_osim_result *out) {
    static const char *const part[] = {"Fx", "Fy", "Fz", "px", "py", "pz", "Tx", "Ty", "Tz"};
    char                     name[160];
    ili_osim_names           s = {0};
    const il_recorded       *motion = &a->motion;
    int                      n = j->o->ncontrol;
    il_status                status = ili_osim_names_room(&s, n + 9*motion->nload) ? IL_OK : no_memory(j);
    snprintf(name, sizeof name, "%.140s_force", j->how->name);
    for (int k = 0; status == IL_OK && k < n; k++) ili_osim_names_add(&s, "%.200s", name_of(j->o, k));
    for (int i = 0; status == IL_OK && i < motion->nload; i++)
        for (int c = 0; c < 9; c++) ili_osim_names_add(&s, "%.120s_%.120s_%s", j->o->model->body_name[motion->load[i].body], motion->load[i].name, part[c]);
    if (status == IL_OK) status = ili_osim_result_table(out, name, "ModelForces", j->motion, &s, j->err);
    if (status == IL_OK) put(j, a, a->force, out->table);
    for (int f = 0; status == IL_OK && f < motion->nframe; f++)
        for (int i = 0; i < 9*motion->nload; i++) {
            const il_outer_load *l = &motion->load[i/9];
            const double        *v = i%9 < 3 ? l->force : i%9 < 6 ? l->point : l->moment;
            out->table->value[(size_t)f*(size_t)s.n + (size_t)(n + i)] = v ? v[3*f + i%3] : 0.0;
        }
    ili_osim_names_free(&s);
    return status;
}

// a ControlSet of linear controls with a node a frame
static void control(const ili_osim_job *j, const answers *a, int k, char (*time)[IL_NUMBER_TEXT], ili_xml *x) {
    const il_osim *o = j->o;
    bool           muscle = o->control[k] >= 0;
    char           name[300];
    snprintf(name, sizeof name, "%.290s", name_of(o, k));
    ili_xml_open(x, "ControlLinear", name);
    ili_xml_flag(x, "is_model_control", true), ili_xml_flag(x, "extrapolate", true);
    double low = muscle ? o->model->nominal->muscle_tone[o->control[k]] : o->actuator[-1 - o->control[k]].low;
    double high = muscle ? o->model->nominal->muscle_act_max[o->control[k]] : o->actuator[-1 - o->control[k]].high;
    if (isfinite(low)) ili_xml_number(x, "default_min", low);
    if (isfinite(high)) ili_xml_number(x, "default_max", high);
    ili_xml_flag(x, "filter_on", false), ili_xml_flag(x, "use_steps", false);
    ili_xml_open(x, "x_nodes", NULL);
    for (int f = 0; f < a->motion.nframe; f++) {
        ili_xml_open(x, "ControlLinearNode", NULL);
        ili_xml_text(x, "t", time[f]), ili_xml_number(x, "value", a->control[(size_t)f*(size_t)a->nx + (size_t)column_of(o, k)]);
        ili_xml_close(x);
    }
    ili_xml_close(x);
    ili_xml_raw(x, "<min_nodes />"), ili_xml_raw(x, "<max_nodes />");
    ili_xml_number(x, "kp", 100.0), ili_xml_number(x, "kv", 20.0);
    ili_xml_close(x);
}

static il_status controls(const ili_osim_job *j, const answers *a, il_osim_result *out) {
    ili_xml x = {.text = ili_text_growing((size_t)1 << 30)};
    char  (*time)[IL_NUMBER_TEXT] = malloc(((size_t)a->motion.nframe + 1)*sizeof *time);
    snprintf(out->name, sizeof out->name, "%.140s_controls", j->how->name);
    if (!time) return no_memory(j);
    for (int f = 0; f < a->motion.nframe; f++) il_number_format(j->motion->time[f], time[f]);
    ili_text_add(&x.text, "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<OpenSimDocument Version=\"40000\">\n");
    x.open[x.depth++] = "OpenSimDocument";
    ili_xml_open(&x, "ControlSet", "Control Set");
    ili_xml_open(&x, "objects", NULL);
    for (int k = 0; k < j->o->ncontrol; k++) control(j, a, k, time, &x);
    ili_xml_close(&x);
    ili_xml_raw(&x, "<groups />");
    ili_xml_close(&x), ili_xml_close(&x);
    free(time);
    if (x.text.status != IL_OK) {
        il_status status = x.text.status; // freeing clears it
        ili_text_free(&x.text);
        return il_error_set(j->err, status, NULL, 0, 0, "the controls cannot be written");
    }
    out->text = x.text.bytes, out->size = x.text.len;
    return IL_OK;
}

// ---- the whole -----------------------------------------------------------------------------------------------------------------

static void place(ili_placer *at, const il_model *m, answers *a) {
    size_t nf = (size_t)a->motion.nframe, cells = nf*(size_t)a->nx + 1;
    a->control = ili_place(at, cells, sizeof(double)), a->force = ili_place(at, cells, sizeof(double));
    a->frame = ili_place(at, nf, sizeof *a->frame), a->off = ili_place(at, (size_t)m->nmuscle + 1, sizeof *a->off);
}

// use_model_force_set false: a generalised force on each coordinate that is free
static il_status instead(const ili_osim_job *j, const il_recorded *motion, il_osim *o) {
    const il_model *m = o->model;
    il_actuator    *list = calloc((size_t)m->nq + 1, sizeof *list);
    int            *order = calloc((size_t)m->nq + 1, sizeof *order), n = 0;
    if (list && order)
        for (int q = 0; q < m->nq; q++) {
            if (motion->held[q]) continue;
            list[n] = (il_actuator){.name = m->coordinate_name[q], .kind = IL_ACTUATOR_COORDINATE, .signal = q, .optimal = 1.0, .low = -IL_INF, .high = IL_INF};
            order[n] = -1 - n, n++;
        }
    o->actuator = list, o->control = order, o->nactuator = o->ncontrol = n;
    return list && order ? IL_OK : no_memory(j);
}

static il_status run(const ili_osim_job *j, const il_recorded *motion, int *n, il_osim_result *out) {
    answers    a = {.motion = *motion, .nx = j->o->model->nmuscle + motion->nactuator};
    ili_placer at = {0};
    place(&at, j->o->model, &a);
    at = ili_placer_for(ili_block_alloc(at.size), at.size);
    if (!at.block) return no_memory(j);
    place(&at, j->o->model, &a);
    il_status status = solve(j, &a);
    if (status == IL_OK) status = activations(j, &a, &out[(*n)++]);
    if (status == IL_OK) status = forces(j, &a, &out[(*n)++]);
    if (status == IL_OK) status = controls(j, &a, &out[(*n)++]);
    if (status == IL_OK) tell(j, &a);
    ili_block_free(at.block);
    return status;
}

il_status ili_osim_static(const ili_osim_job *j, int *n, il_osim_result *out) {
    il_recorded motion;
    void       *block;
    il_status   status = ili_osim_recorded(j, &motion, &block);
    if (status == IL_OK && j->how->own_forces) {
        status = run(j, &motion, n, out);
    } else if (status == IL_OK) {
        il_osim      other = *j->o; // the same model with other actuators
        ili_osim_job own = *j;
        own.o = &other;
        status = instead(j, &motion, &other);
        motion.nactuator = other.nactuator, motion.actuator = other.actuator;
        if (status == IL_OK) status = run(&own, &motion, n, out);
        free((void *)(uintptr_t)other.actuator), free((void *)(uintptr_t)other.control);
    }
    ili_block_free(block);
    return status;
}
