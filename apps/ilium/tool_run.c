// tool_run.c - `ilium run-tool`: a set-up file of OpenSim, and `ilium info`: what a model holds
#include <stdio.h>
#include <string.h>

#include "app.h"
#include "ilium/io_osim_scale.h"
#include "tool.h"

static int run_ik(const il_osim_setup *s, bool lenient) {
    char name[300], errors[4300], places[4300];
    snprintf(name, sizeof name, "%.250s_ik_marker_errors.sto", s->name);
    int code = tool_result_path(s->results, name, "", errors, sizeof errors);
    snprintf(name, sizeof name, "%.250s_ik_model_marker_locations.sto", s->name);
    if (!code) code = tool_result_path(s->results, name, "", places, sizeof places);
    return code ? code : tool_ik(s, lenient, s->output, s->report_errors ? errors : NULL, s->report_places ? places : NULL);
}

int app_run_tool(int argc, char **argv) {
    const char      *path, *model = NULL;
    bool             lenient = false;
    char             out[4300], bodies[4300];
    const app_option options[] = {{.name = "--lenient", .flag = &lenient}, {.name = "--model", .value = &model}};
    il_osim_setup   *s;
    il_error         err = {0};
    int              code = app_options("run-tool", argc, argv, options, 2, &path);
    if (!code && !path) code = app_usage("run-tool", "a set-up file of OpenSim is missing", NULL);
    if (code) return code;
    il_osim_scale *scale;
    if (il_osim_scale_read(path, &scale, &err)) return app_failed(&err);
    if (scale) {
        if (model) scale->model = model;
        code = *scale->model ? tool_scale(scale) : app_usage("run-tool", "the set-up names no model to scale; give it by --model FILE", NULL);
        il_osim_scale_free(scale);
        return code;
    }
    if (il_osim_setup_read(path, &s, &err)) return app_failed(&err);
    if (model) s->model = model;
    for (int i = 0; i < s->nnote; i++) fprintf(stderr, "ilium: note: %s, %s\n", path, s->note[i]);
    if (!*s->model) {
        code = app_usage("run-tool", "the set-up names no model; give it by --model FILE", NULL);
    } else if (s->tool == IL_OSIM_TOOL_ID) {
        code = tool_result_path(s->results, s->output, ".sto", out, sizeof out);
        if (!code && s->njoint) code = tool_result_path(s->results, s->body_output, ".sto", bodies, sizeof bodies);
        if (!code) code = tool_id(s, lenient, out, s->njoint ? bodies : NULL);
    } else if (s->tool == IL_OSIM_TOOL_IK) {
        code = run_ik(s, lenient);
    } else {
        code = tool_analyze(s, lenient, 0);
    }
    il_osim_setup_free(s);
    return code;
}

// ---- what a model holds --------------------------------------------------------------------------------------------------------

static void print_coordinates(const il_osim *o) {
    static const char *const kinds[] = {"deg", "m", "-"};
    printf("\n%-28s %-22s %-4s %10s %10s %10s\n", "coordinate", "joint", "unit", "default", "from", "to");
    for (int i = 0; i < o->ncoordinate; i++) {
        const il_osim_coordinate *c = &o->coordinate[i];
        double                    unit = c->motion == IL_OSIM_ANGLE ? 180.0/3.14159265358979323846 : 1.0;
        printf("%-28s %-22s %-4s %10.4g %10.4g %10.4g%s%s%s\n", c->name, c->joint, kinds[c->motion], unit*c->value, unit*c->low, unit*c->high, c->clamped ? " clamped" : "",
               c->locked ? " locked" : c->prescribed ? " prescribed" : "", c->dependent ? " follows another" : "");
    }
}

int app_info(int argc, char **argv) {
    const char      *path;
    bool             lenient = false;
    const app_option options[] = {{.name = "--lenient", .flag = &lenient}};
    il_osim         *o;
    il_error         err = {0};
    int              code = app_options("info", argc, argv, options, 1, &path);
    if (!code && !path) code = app_usage("info", "a model (.osim) is missing", NULL);
    if (code) return code;
    il_osim_options how = {.lenient = lenient};
    if (il_osim_read(path, &how, &o, &err)) return app_failed(&err);
    const il_model *m = o->model;
    double          mass = 0.0;
    for (int b = 0; b < m->nbody; b++) mass += m->nominal->body_mass[b];
    printf("model         %s, file version %d\nbodies        %d, %.3f kg together\ncoordinates   %d, of which %d follow another\n", o->name, o->version, o->nbody, mass,
           o->ncoordinate, m->ncoupled);
    printf("muscles read  %d\nactuators     %d, without effect where nothing controls them\nmarkers       %d\ngravity       %g %g %g m/s2\n", m->nmuscle, o->nactuator, m->nmarker,
           o->gravity[0], o->gravity[1], o->gravity[2]);
    print_coordinates(o);
    if (o->nnote) printf("\nnot used or repaired\n");
    for (int i = 0; i < o->nnote; i++) printf("  %s\n", o->note[i]);
    il_osim_free(o);
    return EXIT_DONE;
}
