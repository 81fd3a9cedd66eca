// osim_job.c - what analyses share: names of columns, tables over the frames, what was recorded
#include "osim_job.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/names.h"
#include "osim_read.h"

enum { NAME = 300 };

bool ili_osim_names_room(ili_osim_names *s, int n) {
    s->text = calloc((size_t)n + 1, NAME), s->name = calloc((size_t)n + 1, sizeof *s->name), s->n = 0;
    return s->text && s->name;
}

void ili_osim_names_add(ili_osim_names *s, const char *format, ...) {
    char   *at = s->text + (size_t)NAME*(size_t)s->n;
    va_list args;
    va_start(args, format);
    vsnprintf(at, NAME, format, args);
    va_end(args);
    s->name[s->n++] = at;
}

void ili_osim_names_free(ili_osim_names *s) { free(s->text), free(s->name); }

il_status ili_osim_result_table(il_osim_result *out, const char *name, const char *title, const il_osim_motion_rows *r, const ili_osim_names *columns, il_error *err) {
    il_status status = il_table_create(title, r->nframe, columns->n, columns->name, &out->table, err);
    snprintf(out->name, sizeof out->name, "%.190s", name);
    for (int f = 0; status == IL_OK && f < r->nframe; f++) out->table->time[f] = r->time[f];
    return status;
}

il_status ili_osim_error_at(il_status status, const char *file, int line, il_error *err) {
    if (status == IL_BAD_VALUE && err && file && !err->file[0]) snprintf(err->file, sizeof err->file, "%s", file), err->line = line;
    return status;
}

il_status ili_osim_job_body(const ili_osim_job *j, const char *path, int *out) {
    char offer[300];
    *out = ili_osim_body_of(j->o, j->o->memory->tree, path, NULL);
    if (*out != IL_NONE) return IL_OK;
    return il_error_set(j->err, IL_BAD_VALUE, NULL, 0, 0, "%s: there is no body '%.80s'; did you mean %s?", j->how->name, path,
                        ili_name_offer(ili_osim_last(path), j->o->body, j->o->nbody, offer, sizeof offer));
}

// ---- what is recorded ----------------------------------------------------------------------------------------------------------

static void place(ili_placer *at, const il_osim *o, int nframe, int nload, bool **held, double **values, il_outer_load **load, char (**name)[80]) {
    *held = ili_place(at, (size_t)o->model->nq + 1, sizeof **held);
    *values = ili_place(at, 9*(size_t)nframe*(size_t)nload + 1, sizeof **values);
    *load = ili_place(at, (size_t)nload + 1, sizeof **load);
    *name = ili_place(at, (size_t)nload + 1, sizeof **name);
}

static void passive(const void *user, const il_data *d, il_pack *tau) { il_osim_passive(user, d, NULL, tau); }
static void passive_on_bodies(const void *user, const il_data *d, il_pack *wrench, il_pack *tau) { ili_osim_passive_on_bodies(user, d, wrench, tau); }

il_status ili_osim_recorded(const ili_osim_job *j, il_recorded *out, void **block) {
    il_osim_loads *l = NULL;
    ili_placer     at = {0};
    bool          *held;
    double        *values;
    il_outer_load *load;
    char         (*name)[80];
    *block = NULL;
    il_status status = *j->s->loads ? il_osim_loads_read(j->s->loads, NULL, j->o, &l, j->err) : IL_OK;
    if (status != IL_OK) return status;
    int nload = l ? l->nload : 0;
    place(&at, j->o, j->motion->nframe, nload, &held, &values, &load, &name);
    at = ili_placer_for(ili_block_alloc(at.size), at.size);
    if (!at.block) return il_osim_loads_free(l), il_error_set(j->err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for the loads of a motion");
    place(&at, j->o, j->motion->nframe, nload, &held, &values, &load, &name);
    *block = at.block;
    if (l) status = il_osim_loads_at(l, j->motion->nframe, j->motion->time, values, load, j->err);
    for (int i = 0; status == IL_OK && i < nload; i++) memcpy(name[i], l->name[i], sizeof *name), load[i].name = name[i];
    il_osim_loads_free(l);
    for (int i = 0; i < j->o->ncoordinate; i++)
        if ((j->o->coordinate[i].locked || j->o->coordinate[i].prescribed) && j->o->coordinate[i].signal < j->o->model->nq) held[j->o->coordinate[i].signal] = true;
    *out = (il_recorded){.nframe = j->motion->nframe, .q = j->motion->q, .qd = j->motion->qd, .qdd = j->motion->qdd, .gravity = j->o->gravity, .nload = nload, .load = load,
                         .held = held, .nactuator = j->o->nactuator, .actuator = j->o->actuator, .passive = j->o->nforce ? passive : NULL,
                         .passive_on_bodies = j->o->nforce ? passive_on_bodies : NULL, .passive_user = j->o, .nconstraint = j->o->nconstraint, .constraint = j->o->constraint};
    return status;
}
