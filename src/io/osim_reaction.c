// osim_reaction.c - JointReaction of an AnalyzeTool: forces from a table, reactions of joints at their frames as OpenSim writes them
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "base/names.h"
#include "osim_job.h"
#include "osim_read.h"

/// One reaction that is asked for.
typedef struct wanted {
    int  joint;   ///< of the model file
    bool parent;  ///< what the parent gets; else the child
    int  in;      ///< body in whose axes it is told, IL_GROUND
    const il_osim_frame *frame; ///< fixed to that body, in whose axes it is told instead; NULL: none
} wanted;

static il_status no_memory(const ili_osim_job *j) { return il_error_set(j->err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for joint reactions"); }

// ---- what is asked for ---------------------------------------------------------------------------------------------------------

static int joint_find(const il_osim *o, const char *name) {
    for (int i = 0; i < o->njoint; i++)
        if (!strcmp(o->joint[i].name, name)) return i;
    return -1;
}

static il_status joint_of(const ili_osim_job *j, const char *name, int *out) {
    char offer[300];
    *out = joint_find(j->o, ili_osim_last(name));
    if (*out >= 0) return IL_OK;
    const char **names = calloc((size_t)j->o->njoint + 1, sizeof *names);
    for (int i = 0; names && i < j->o->njoint; i++) names[i] = j->o->joint[i].name;
    il_status status = !names ? no_memory(j) : il_error_set(j->err, IL_BAD_VALUE, NULL, 0, 0, "%s: there is no joint '%.80s'; did you mean %s?", j->how->name, name,
                                                            ili_name_offer(name, names, j->o->njoint, offer, sizeof offer));
    free(names);
    return status;
}

static il_status frame_of(const ili_osim_job *j, const char *name, wanted *w) {
    const char *last = ili_osim_last(name);
    w->in = last == name && !strcasecmp(name, "ground") ? IL_GROUND : last == name ? il_body_find(j->o->model, last) : IL_NONE; // a path may end at a frame that is called as a body is
    if (w->in != IL_NONE) return IL_OK;
    w->frame = ili_osim_frame_named(j->o, name);
    if (w->frame) return w->in = w->frame->body, IL_OK;
    w->in = ili_osim_body_of(j->o, j->o->memory->tree, name, NULL);
    if (w->in != IL_NONE) return IL_OK;
    if (!strcasecmp(name, "child")) return w->in = j->o->joint[w->joint].child, IL_OK;
    if (!strcasecmp(name, "parent")) return w->in = j->o->joint[w->joint].parent, IL_OK;
    return ili_osim_job_body(j, name, &w->in);
}

// the n-th word of a list; a list of one is for all
static const char *word(const char *const *list, int n, int i, const char *otherwise) { return !n ? otherwise : n == 1 ? list[0] : i < n ? list[i] : otherwise; }

static il_status ask(const ili_osim_job *j, wanted **out, int *n) {
    const il_osim_analysis *how = j->how;
    bool                    all = !how->njoint || !strcasecmp(how->joint[0], "ALL");
    il_status               status = IL_OK;
    *n = all ? j->o->njoint : how->njoint;
    wanted *list = *out = calloc((size_t)*n + 1, sizeof *list);
    if (!list) return no_memory(j);
    for (int i = 0; i < *n && status == IL_OK; i++) {
        if (all) list[i].joint = i;
        else status = joint_of(j, how->joint[i], &list[i].joint);
        list[i].parent = !strcasecmp(word(how->on_body, how->non, i, "child"), "parent");
        if (status == IL_OK) status = frame_of(j, word(how->in_frame, how->nin, i, "ground"), &list[i]);
    }
    return status;
}

// ---- forces --------------------------------------------------------------------------------------------------------------------

// a column at a time, on lines between the rows
static double between(const il_table *t, int column, double time, int *row) {
    while (*row + 2 < t->nrow && time > t->time[*row + 1]) ++*row;
    const double *a = t->value + (size_t)*row*(size_t)t->ncolumn + (size_t)column;
    if (t->nrow == 1) return *a;
    double u = (time - t->time[*row])/(t->time[*row + 1] - t->time[*row]);
    u = u < 0.0 ? 0.0 : u > 1.0 ? 1.0 : u;
    return *a + u*(a[t->ncolumn] - *a);
}

static il_status forces(const ili_osim_job *j, double *tension, double *drive) {
    const il_osim *o = j->o;
    il_table      *t;
    il_status      status = il_table_read(j->how->forces, &t, j->err);
    if (status == IL_OK && !t->nrow) status = il_error_set(j->err, IL_BAD_VALUE, j->how->forces, 0, 0, "the table of forces has no rows");
    for (int k = 0; status == IL_OK && k < o->ncontrol; k++) {
        bool        muscle = o->control[k] >= 0;
        int         at = muscle ? o->control[k] : -1 - o->control[k], row = 0, width = muscle ? o->model->nmuscle : o->nactuator;
        const char *name = muscle ? o->model->muscle_name[at] : o->actuator[at].name;
        int         column = il_table_find(t, name);
        char        offer[300];
        if (column < 0)
            status = il_error_set(j->err, IL_BAD_VALUE, j->how->forces, 0, 0, "the table of forces has no column for '%.80s'; did you mean %s?", name,
                                  ili_name_offer(name, t->column, t->ncolumn, offer, sizeof offer));
        for (int f = 0; column >= 0 && f < j->motion->nframe; f++)
            (muscle ? tension : drive)[(size_t)f*(size_t)width + (size_t)at] = between(t, column, j->motion->time[f], &row);
    }
    il_table_free(t);
    return status;
}

// ---- what is written -----------------------------------------------------------------------------------------------------------

static void turn(const double *rot, bool back, const double *x, double *y) {
    for (int i = 0; i < 3; i++) {
        y[i] = 0.0;
        for (int k = 0; k < 3; k++) y[i] += (back ? rot[3*k + i] : rot[3*i + k])*x[k];
    }
}

// where a body's frame is in ground: place and rotation
static void place_of(const double *body, const il_frame *at, double out[12]) {
    turn(body + 3, false, at->pos, out);
    for (int i = 0; i < 3; i++) {
        out[i] += body[i];
        for (int k = 0; k < 3; k++) out[3 + 3*i + k] = body[3 + 3*i]*at->rot[k] + body[4 + 3*i]*at->rot[3 + k] + body[5 + 3*i]*at->rot[6 + k];
    }
}

// force, moment about the frame's origin and place of that origin, in the axes that are asked for
static void reaction(const il_osim *o, const wanted *w, const double *wrench, const double *pose, double out[9]) {
    const il_osim_joint *joint = &o->joint[w->joint];
    int                  body = w->parent ? joint->parent : joint->child;
    bool                 carried = body == joint->carried;
    const il_params     *p = o->model->nominal;
    const double        *own = carried ? p->joint_child_pos + 3*body : p->joint_parent_pos + 3*joint->first, *at = pose + 12*body, *in = pose + 12*w->in;
    double               x[3], f[3], m[3], sign = carried ? 1.0 : -1.0, away[3], own_axes[12];
    if (w->frame) place_of(in, &w->frame->at, own_axes), in = own_axes;
    turn(at + 3, false, own, x);
    for (int i = 0; i < 3; i++) x[i] += at[i], f[i] = sign*wrench[6*joint->carried + 3 + i], away[i] = x[i] - in[i];
    for (int i = 0; i < 3; i++) {
        int a = (i + 1)%3, b = (i + 2)%3;
        m[i] = sign*wrench[6*joint->carried + i] - (x[a]*f[b] - x[b]*f[a]);
    }
    turn(in + 3, true, f, out), turn(in + 3, true, m, out + 3), turn(in + 3, true, away, out + 6);
}

static il_status table(const ili_osim_job *j, int n, const wanted *list, const double *wrench, const double *pose, il_osim_result *out) {
    static const char *const part[] = {"fx", "fy", "fz", "mx", "my", "mz", "px", "py", "pz"};
    const il_osim           *o = j->o;
    char                     name[160];
    ili_osim_names           s = {0};
    il_status                status = ili_osim_names_room(&s, 9*n) ? IL_OK : no_memory(j);
    snprintf(name, sizeof name, "%.140s_ReactionLoads", j->how->name);
    for (int i = 0; status == IL_OK && i < 9*n; i++) {
        const wanted        *w = &list[i/9];
        const il_osim_joint *joint = &o->joint[w->joint];
        ili_osim_names_add(&s, "%.90s_on_%.90s_in_%.90s_%s", joint->name, o->model->body_name[w->parent ? joint->parent : joint->child], w->frame ? w->frame->name : o->model->body_name[w->in], part[i%9]);
    }
    // the same reaction may be asked for twice; columns of a table differ
    if (status == IL_OK) status = ili_osim_result_table(out, name, "Joint Reaction Loads", j->motion, &s, j->err);
    for (int f = 0; status == IL_OK && f < j->motion->nframe; f++)
        for (int i = 0; i < n; i++)
            reaction(o, &list[i], wrench + 6*(size_t)f*(size_t)o->model->nbody, pose + 12*(size_t)f*(size_t)o->model->nbody,
                     out->table->value + (size_t)f*(size_t)(9*n) + 9*(size_t)i);
    ili_osim_names_free(&s);
    return status;
}

// ---- the whole -----------------------------------------------------------------------------------------------------------------

typedef struct room {
    double *tension, *drive, *wrench, *pose;
} room;

static void place(ili_placer *at, const ili_osim_job *j, room *r) {
    size_t nf = (size_t)j->motion->nframe, nb = (size_t)j->o->model->nbody;
    r->tension = ili_place(at, nf*(size_t)j->o->model->nmuscle + 1, sizeof(double)), r->drive = ili_place(at, nf*(size_t)j->o->nactuator + 1, sizeof(double));
    r->wrench = ili_place(at, 6*nf*nb, sizeof(double)), r->pose = ili_place(at, 12*nf*nb, sizeof(double));
}

il_status ili_osim_reactions(const ili_osim_job *j, int *n, il_osim_result *out) {
    il_recorded motion;
    void       *block = NULL;
    wanted     *list = NULL;
    room        r;
    int         count = 0;
    ili_placer  at = {0};
    if (!*j->how->forces) return il_error_set(j->err, IL_BAD_VALUE, NULL, 0, 0, "%s needs the forces of muscles and actuators: <forces_file>", j->how->name);
    place(&at, j, &r);
    at = ili_placer_for(ili_block_alloc(at.size), at.size);
    if (!at.block) return no_memory(j);
    place(&at, j, &r);
    il_status status = ask(j, &list, &count);
    if (status == IL_OK) status = forces(j, r.tension, r.drive);
    if (status == IL_OK) status = ili_osim_recorded(j, &motion, &block);
    if (status == IL_OK)
        status = il_joint_reactions(j->o->model, j->o->model->nominal, IL_ISA_AUTO, &motion, r.tension, r.drive, j->threads, j->progress, r.wrench, r.pose, j->err);
    if (status == IL_OK) status = table(j, count, list, r.wrench, r.pose, &out[(*n)++]);
    ili_block_free(block), ili_block_free(at.block);
    free(list);
    return status;
}
