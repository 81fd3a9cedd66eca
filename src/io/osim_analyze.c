// osim_analyze.c - OpenSim's analyses of a motion: which is run over what
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "ilium/file.h"
#include "osim_job.h"

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for an analysis"); }

// ---- any of them ---------------------------------------------------------------------------------------------------------------

#define ANALYSES(X, _) X("MuscleAnalysis") _ X("Kinematics") _ X("BodyKinematics") _ X("StaticOptimization") _ X("JointReaction") _ X("PointKinematics")
#define ITEM(x) x
#define COMMA ,
static const char *const known[] = {ANALYSES(ITEM, COMMA)};
enum { KNOWN = sizeof known/sizeof *known };

bool        il_osim_analysis_known(const char *kind) { return ili_name_find(kind, known, KNOWN) >= 0; }
const char *il_osim_analysis_list(void) { return ANALYSES(ITEM, ", "); }

// options of an analysis: of the very one that the caller means, or the first of its kind
static il_osim_analysis options_of(const il_osim_setup *s, const char *kind) {
    int first = -1;
    for (int i = 0; s->how && i < s->nanalysis; i++) {
        if (s->analysis[i] == kind) return s->how[i];
        if (first < 0 && !strcmp(s->analysis[i], kind)) first = i;
    }
    if (first >= 0) return s->how[first];
    return il_default_osim_analysis(kind);
}

// the rows that an analysis is for: every so many, and the last; within its own range of time
static void thin(const il_osim_analysis *how, const il_osim *o, il_osim_motion_rows *r) {
    double *time = (double *)(uintptr_t)r->time; // its own block
    size_t  nq = (size_t)o->model->nq;
    int     n = 0;
    for (int f = 0; f < r->nframe; f++) {
        if ((f%how->interval && f + 1 < r->nframe) || time[f] < how->from - 1e-9 || time[f] > how->to + 1e-9) continue;
        double *rows[] = {r->q, r->qd, r->qdd};
        for (int i = 0; i < 3 && n < f; i++) memcpy(rows[i] + (size_t)n*nq, rows[i] + (size_t)f*nq, nq*sizeof(double));
        time[n++] = time[f];
    }
    r->nframe = n;
}

static il_status read_motion(const il_osim_setup *s, const il_osim *o, const il_osim_analysis *how, il_osim_motion_rows **rows, il_error *err) {
    il_table *motion = NULL;
    if (!*s->coordinates) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "an analysis needs a motion: <coordinates_file>");
    il_status status = il_table_read(s->coordinates, &motion, err);
    if (status == IL_OK) {
        status = il_osim_motion_states(o, motion, s->cutoff, s->from, s->to, rows, err);
        if (status != IL_OK) ili_osim_motion_error(motion, s->coordinates, err);
    }
    if (status == IL_OK) thin(how, o, *rows);
    if (status == IL_OK && !(*rows)->nframe) status = il_error_set(err, IL_BAD_VALUE, s->coordinates, 0, 0, "no frame lies in the time of the analysis %.80s", how->name);
    if (status == IL_OK) status = ili_osim_assemble(o, *rows, err);
    il_table_free(motion);
    return status;
}

static il_status run_kind(const ili_osim_job *j, int *n, il_osim_result *list) {
    const char *kind = j->how->kind;
    if (!strcmp(kind, "StaticOptimization")) return ili_osim_static(j, n, list);
    if (!strcmp(kind, "JointReaction")) return ili_osim_reactions(j, n, list);
    if (!strcmp(kind, "PointKinematics")) return ili_osim_points(j, n, list);
    if (!strcmp(kind, "MuscleAnalysis")) return ili_osim_muscles(j, n, list);
    if (!strcmp(kind, "Kinematics")) return ili_osim_coordinates_move(j, n, list);
    return ili_osim_bodies_move(j, n, list);
}

il_status il_osim_run_analysis_on(const il_osim_setup *s, const char *kind, const il_osim *o, int threads, const il_progress *progress, int *n, il_osim_result **out,
                                  il_osim_analysis_info *info, il_error *err) {
    IL_ASSERT(s && kind && o && n && out);
    il_osim_motion_rows  *rows = NULL;
    il_osim_analysis_info unread;
    char                  offer[300];
    *n = 0, *out = NULL;
    if (!info) info = &unread;
    *info = (il_osim_analysis_info){0};
    if (!il_osim_analysis_known(kind))
        return il_error_set(err, IL_BAD_VALUE, s->file, 0, 0, "the analysis %.80s is not done; did you mean %s?", kind, ili_name_offer(kind, known, KNOWN, offer, sizeof offer));
    il_osim_analysis how = options_of(s, kind);
    il_osim_result  *list = calloc((size_t)ili_osim_muscle_results(o) + 10, sizeof *list);
    il_status        status = list ? read_motion(s, o, &how, &rows, err) : no_memory(err);
    ili_osim_job     job = {.s = s, .how = &how, .o = o, .motion = rows, .threads = threads, .progress = progress, .info = info, .err = err};
    if (status == IL_OK) status = run_kind(&job, n, list);
    if (status == IL_OK) info->nframe = rows->nframe;
    il_osim_motion_free(rows);
    ili_osim_error_at(status, how.file ? how.file : s->file, how.line, err);
    if (status != IL_OK) il_osim_results_free(*n, list), *n = 0;
    else *out = list;
    return status;
}

il_status il_osim_run_analysis(const il_osim_setup *s, const char *kind, const il_osim *o, int *n, il_osim_result **out, il_error *err) {
    return il_osim_run_analysis_on(s, kind, o, 0, NULL, n, out, NULL, err);
}

void il_osim_results_free(int n, il_osim_result *r) {
    for (int i = 0; i < n; i++) il_table_free(r[i].table), il_file_free(r[i].text);
    free(r);
}
