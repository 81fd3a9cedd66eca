// osim_setup.c - the set-up files of OpenSim's tools
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "file/number.h"
#include "file/xml.h"
#include "ilium/file.h"
#include "osim_setup.h"

typedef ili_setup_reader reader;

static il_status no_memory(reader *r) { return il_error_set(r->err, IL_NO_MEMORY, r->path, 0, 0, "out of memory for a set-up file"); }

il_osim_analysis il_default_osim_analysis(const char *kind) {
    return (il_osim_analysis){.kind = kind, .name = kind, .from = -IL_INF, .to = IL_INF, .interval = 1, .power = 2.0, .physiology = true, .own_forces = true, .moments = true, .degrees = true, .forces = "",
                              .body = "", .relative_to = "", .point_name = ""};
}

il_osim_setup il_default_osim_setup(il_osim_tool tool) {
    return (il_osim_setup){.tool = tool, .name = "", .model = "", .coordinates = "", .loads = "", .markers = "", .results = "", .output = "", .body_output = "", .exclude = "",
                           .from = -IL_INF, .to = IL_INF, .cutoff = -1.0};
}

// the text of a child; "Unassigned" is as empty as none
const char *ili_setup_word(const ili_element *e, const char *tag) {
    const char *t = ili_child_text(e, tag);
    return t && strcmp(t, "Unassigned") ? t : "";
}

// a path of the file, taken from the file's folder
static il_status whole(reader *r, const char *file, const char **out) {
    const char *slash = strrchr(r->path, '/');
    size_t      folder = slash ? (size_t)(slash - r->path) + 1 : 0;
    *out = file;
    if (!*file) return IL_OK;
    if (*file == '/') folder = 0;
    char *all = ili_arena_alloc(&r->doc->arena, folder + strlen(file) + 1);
    if (!all) return no_memory(r);
    memcpy(all, r->path, folder);
    strcpy(all + folder, file);
    for (char *p = all; *p; p++) // written on Windows
        if (*p == '\\') *p = '/';
    *out = all;
    return IL_OK;
}

il_status ili_setup_path(reader *r, const ili_element *e, const char *tag, const char **out) { return whole(r, ili_setup_word(e, tag), out); }

// time_range, initial_time, final_time
static il_status times(reader *r, const ili_element *e) {
    double    range[2] = {-IL_INF, IL_INF};
    il_status status = ili_child_numbers(r->doc, e, "time_range", 2, range, r->err);
    if (status == IL_OK) status = ili_child_numbers(r->doc, e, "initial_time", 1, &range[0], r->err);
    if (status == IL_OK) status = ili_child_numbers(r->doc, e, "final_time", 1, &range[1], r->err);
    if (status == IL_OK && !(range[0] <= range[1])) return ili_xml_error(r->doc, e, IL_BAD_VALUE, r->err, "the range of time goes from %g to %g s", range[0], range[1]);
    r->s->from = range[0], r->s->to = range[1];
    return status;
}

// ---- what is not read ------------------------------------------------------------------------------------------------------------

// what may stand in a set-up, of all versions, whether it is used or not
static const char *const known[3][32] = {
    {"defaults", "results_directory", "input_directory", "model_file", "time_range", "forces_to_exclude", "external_loads_file", "coordinates_file", "lowpass_cutoff_frequency_for_coordinates",
     "output_gen_force_file", "joints_to_report_body_forces", "output_body_forces_file"},
    {"defaults", "results_directory", "input_directory", "model_file", "constraint_weight", "accuracy", "IKTaskSet", "marker_file", "coordinate_file", "coordinates_file", "time_range", "report_errors",
     "output_motion_file", "report_marker_locations"},
    {"defaults", "results_directory", "input_directory", "model_file", "replace_force_set", "force_set_files", "output_precision", "initial_time", "final_time", "time_range",
     "solve_for_equilibrium_for_auxiliary_states", "maximum_number_of_integrator_steps", "maximum_integrator_step_size", "minimum_integrator_step_size", "integrator_error_tolerance",
     "integrator_fine_tolerance", "AnalysisSet", "ControllerSet", "external_loads_file", "external_loads_model_kinematics_file", "lowpass_cutoff_frequency_for_load_kinematics", "states_file",
     "coordinates_file", "speeds_file", "lowpass_cutoff_frequency_for_coordinates"}};

static const char *const known_of_tasks[32] = {"on", "apply", "weight", "value_type", "value"};

// of the analyses that are done, all of them together
static const char *const known_of_analyses[32] = {"on", "start_time", "end_time", "step_interval", "in_degrees", "bodies", "express_results_in_body_local_frame", "coordinates", "muscle_list",
    "moment_arm_coordinate_list", "compute_moments", "use_model_force_set", "activation_exponent", "use_muscle_physiology", "optimizer_convergence_criterion", "optimizer_max_iterations", "forces_file",
    "joint_names", "apply_on_bodies", "express_in_frame", "body_name", "relative_to_body_name", "point_name", "point"};

static il_status add_note(reader *r, int line, const char *what) {
    const char **note = ili_arena_array(&r->doc->arena, (size_t)r->s->nnote + 1, sizeof *note);
    char         text[200];
    if (!note) return no_memory(r);
    if (r->s->nnote) memcpy(note, r->s->note, (size_t)r->s->nnote*sizeof *note);
    note[r->s->nnote] = ili_arena_copy(&r->doc->arena, text, (size_t)snprintf(text, sizeof text, "line %d: %s", line, what));
    if (!note[r->s->nnote]) return no_memory(r);
    r->s->note = note, r->s->nnote++;
    return IL_OK;
}

// an element that no version has is told: misspelt, it would be as if it were not there
static il_status strangers(reader *r, const ili_element *e, const char *const *list) {
    int          n = 0, before = r->s->nnote;
    const char **note = ili_arena_array(&r->doc->arena, (size_t)e->count + (size_t)before + 1, sizeof *note);
    if (!note) return no_memory(r);
    if (before) memcpy(note, r->s->note, (size_t)before*sizeof *note);
    while (n < 32 && list[n]) n++;
    for (const ili_element *c = e->first; c; c = c->next) {
        const char *near = ili_name_nearest(c->tag, list, n);
        char        text[300];
        if (ili_name_find(c->tag, list, n) >= 0) continue;
        int size = snprintf(text, sizeof text, near ? "line %d: <%.80s> is not read; did you mean <%s>?" : "line %d: <%.80s> is not read", c->line, c->tag, near);
        note[r->s->nnote] = ili_arena_copy(&r->doc->arena, text, (size_t)size);
        if (!note[r->s->nnote++]) return no_memory(r);
    }
    r->s->note = note;
    return IL_OK;
}

// ---- tasks ---------------------------------------------------------------------------------------------------------------------

// the document of the set-up itself moves when it is kept
static const char *file_of(const reader *r) {
    for (int i = 0; i < r->memory->nmore; i++)
        if (r->doc == &r->memory->more[i]) return r->doc->file;
    return r->s->file;
}

static il_status task(reader *r, const ili_element *e, il_osim_task *t, bool *applied) {
    const char *source = ili_setup_word(e, "value_type");
    *applied = true;
    *t = (il_osim_task){.name = ili_attribute_get(e, "name"), .marker = !strcmp(e->tag, "IKMarkerTask"), .weight = 1.0, .file = file_of(r), .line = e->line};
    if (!t->marker && strcmp(e->tag, "IKCoordinateTask")) return ili_xml_error(r->doc, e, IL_BAD_VALUE, r->err, "<%.60s> is no task that is known; IKMarkerTask and IKCoordinateTask are", e->tag);
    if (!t->name || !*t->name) return ili_xml_error(r->doc, e, IL_BAD_VALUE, r->err, "a task has no name; it is the marker's or the coordinate's");
    il_status status = strangers(r, e, known_of_tasks);
    if (status == IL_OK) status = ili_child_flag(r->doc, e, "apply", applied, r->err);
    if (status == IL_OK) status = ili_child_numbers(r->doc, e, "weight", 1, &t->weight, r->err);
    if (status == IL_OK) status = ili_child_numbers(r->doc, e, "value", 1, &t->value, r->err);
    if (status == IL_OK && !(t->weight >= 0.0 && isfinite(t->weight)))
        status = ili_xml_error(r->doc, e, IL_BAD_VALUE, r->err, "the weight of '%.80s' is %g; it is 0 or more", t->name, t->weight);
    t->from_file = !strcmp(source, "from_file");
    t->manual = !strcmp(source, "manual_value");
    return status;
}

static il_status tasks(reader *r, const ili_element *set) {
    const ili_element *objects = ili_child(set, "objects");
    if (!objects) return IL_OK;
    il_osim_task *list = ili_arena_array(&r->doc->arena, (size_t)objects->count, sizeof *list);
    il_status     status = list ? IL_OK : no_memory(r);
    r->s->task = list;
    for (const ili_element *e = objects->first; status == IL_OK && e; e = e->next) {
        bool applied;
        status = task(r, e, &list[r->s->ntask], &applied);
        if (status == IL_OK && applied) r->s->ntask++;
    }
    return status;
}

il_status ili_setup_set(reader *r, const ili_element *e, const char *tag, const ili_element **set) {
    const ili_element *here = *set = ili_child(e, tag);
    const char        *file = here ? ili_attribute_get(here, "file") : NULL, *path;
    if (!file || !*file) return IL_OK;
    *set = NULL;
    if (r->alone || r->memory->nmore == ILI_SETUP_FILES) return ili_xml_error(r->doc, here, IL_BAD_VALUE, r->err, "<%s> stands in the file '%.200s', which is not read here", tag, file);
    ili_document *doc = &r->memory->more[r->memory->nmore];
    il_status     status = whole(r, file, &path);
    if (status == IL_OK) status = ili_xml_read(path, doc, r->err);
    if (status != IL_OK) return status;
    r->memory->nmore++;
    *set = strcmp(doc->root->tag, tag) ? ili_child(doc->root, tag) : doc->root;
    for (const ili_element *tool = doc->root->first; tool && !*set; tool = tool->next) *set = ili_child(tool, tag); // within a set-up of its own
    if (!*set) return ili_xml_error(doc, doc->root, IL_BAD_VALUE, r->err, "there is no <%s> in it", tag);
    r->doc = doc;
    return IL_OK;
}

il_status ili_setup_tasks(reader *r, const ili_element *tool) {
    ili_document      *own = r->doc;
    const ili_element *set;
    il_status          status = ili_setup_set(r, tool, "IKTaskSet", &set);
    if (status == IL_OK && set) status = tasks(r, set);
    r->doc = own;
    return status;
}

// words separated by blanks, quotes around one taken off
il_status ili_setup_words(reader *r, const ili_element *e, const char *tag, int *n, const char *const **out) {
    const char *text = ili_setup_word(e, tag);
    size_t      size = strlen(text);
    char      **list = ili_arena_array(&r->doc->arena, size/2 + 1, sizeof *list), *copy = ili_arena_copy(&r->doc->arena, text, size);
    if (!list || !copy) return no_memory(r);
    for (char *p = strtok_r(copy, " \t\r\n\"", &copy); p; p = strtok_r(NULL, " \t\r\n\"", &copy)) list[(*n)++] = p;
    *out = (const char *const *)list;
    return IL_OK;
}

// ---- the tools -----------------------------------------------------------------------------------------------------------------

static il_status inverse_dynamics(reader *r, const ili_element *e) {
    il_status status = ili_setup_path(r, e, "coordinates_file", &r->s->coordinates);
    if (status == IL_OK) status = ili_setup_path(r, e, "external_loads_file", &r->s->loads);
    if (status == IL_OK) status = ili_child_numbers(r->doc, e, "lowpass_cutoff_frequency_for_coordinates", 1, &r->s->cutoff, r->err);
    if (status == IL_OK) status = ili_setup_words(r, e, "joints_to_report_body_forces", &r->s->njoint, &r->s->joint);
    r->s->body_output = ili_setup_word(e, "output_body_forces_file");
    if (!*r->s->body_output) r->s->body_output = "body_forces_at_joints.sto";
    r->s->exclude = ili_setup_word(e, "forces_to_exclude");
    r->s->output = ili_setup_word(e, "output_gen_force_file");
    if (!*r->s->output) r->s->output = "inverse_dynamics.sto";
    return status;
}

static il_status inverse_kinematics(reader *r, const ili_element *e) {
    il_status status = ili_setup_path(r, e, "marker_file", &r->s->markers);
    const char *coordinates = "coordinate_file";
    if (!ili_child(e, coordinates)) coordinates = "coordinates_file";
    if (status == IL_OK) status = ili_setup_path(r, e, coordinates, &r->s->coordinates);
    if (status == IL_OK) status = ili_child_flag(r->doc, e, "report_errors", &r->s->report_errors, r->err);
    if (status == IL_OK) status = ili_child_flag(r->doc, e, "report_marker_locations", &r->s->report_places, r->err);
    if (status == IL_OK) status = ili_setup_tasks(r, e);
    if (status == IL_OK) status = whole(r, *ili_setup_word(e, "output_motion_file") ? ili_setup_word(e, "output_motion_file") : "ik.mot", &r->s->output);
    return status;
}

static il_status analysis_options(reader *r, const ili_element *e, il_osim_analysis *a) {
    double interval = 1.0;
    const char *name = ili_attribute_get(e, "name");
    *a = il_default_osim_analysis(e->tag);
    a->file = file_of(r), a->line = e->line;
    if (name && *name) a->name = name;
    il_status status = ili_child_numbers(r->doc, e, "start_time", 1, &a->from, r->err);
    if (status == IL_OK) status = ili_child_numbers(r->doc, e, "end_time", 1, &a->to, r->err);
    if (status == IL_OK) status = ili_child_numbers(r->doc, e, "step_interval", 1, &interval, r->err);
    if (status == IL_OK) status = ili_child_numbers(r->doc, e, "activation_exponent", 1, &a->power, r->err);
    if (status == IL_OK) status = ili_child_numbers(r->doc, e, "point", 3, a->point, r->err);
    if (status == IL_OK) status = ili_child_flag(r->doc, e, "use_muscle_physiology", &a->physiology, r->err);
    if (status == IL_OK) status = ili_child_flag(r->doc, e, "use_model_force_set", &a->own_forces, r->err);
    if (status == IL_OK) status = ili_setup_path(r, e, "forces_file", &a->forces);
    if (status == IL_OK) status = ili_child_flag(r->doc, e, "compute_moments", &a->moments, r->err);
    if (status == IL_OK) status = ili_child_flag(r->doc, e, "in_degrees", &a->degrees, r->err);
    if (status == IL_OK) status = ili_child_flag(r->doc, e, "express_results_in_body_local_frame", &a->local, r->err);
    if (status == IL_OK) status = ili_setup_words(r, e, strcmp(e->tag, "Kinematics") ? "bodies" : "coordinates", &a->nof, &a->of);
    if (status == IL_OK) status = ili_setup_words(r, e, "muscle_list", &a->nmuscle, &a->muscle);
    if (status == IL_OK) status = ili_setup_words(r, e, "moment_arm_coordinate_list", &a->narm, &a->arm);
    if (status == IL_OK) status = ili_setup_words(r, e, "joint_names", &a->njoint, &a->joint);
    if (status == IL_OK) status = ili_setup_words(r, e, "apply_on_bodies", &a->non, &a->on_body);
    if (status == IL_OK) status = ili_setup_words(r, e, "express_in_frame", &a->nin, &a->in_frame);
    a->body = ili_setup_word(e, "body_name"), a->relative_to = ili_setup_word(e, "relative_to_body_name"), a->point_name = ili_setup_word(e, "point_name");
    a->interval = interval >= 1.0 && interval < 1e9 ? (int)interval : 1;
    return status;
}

static il_status force_files(reader *r, const ili_element *e) {
    const char *const *name = NULL;
    il_status          status = ili_setup_words(r, e, "force_set_files", &r->s->nforces, &name);
    if (status == IL_OK) status = ili_child_flag(r->doc, e, "replace_force_set", &r->s->replace_forces, r->err);
    const char **path = status == IL_OK ? ili_arena_array(&r->doc->arena, (size_t)r->s->nforces, sizeof *path) : NULL;
    if (!path) return status == IL_OK ? no_memory(r) : status;
    for (int i = 0; status == IL_OK && i < r->s->nforces; i++) status = whole(r, name[i], &path[i]);
    r->s->forces = path;
    return status;
}

static il_status analyze(reader *r, const ili_element *e) {
    ili_document      *own = r->doc, *of_set;
    const ili_element *set;
    il_status          status = ili_setup_set(r, e, "AnalysisSet", &set);
    const ili_element *objects = ili_child(set, "objects");
    size_t             room = objects ? (size_t)objects->count : 0;
    const char       **kinds = status == IL_OK ? ili_arena_array(&r->doc->arena, room, sizeof *kinds) : NULL;
    il_osim_analysis  *how = kinds ? ili_arena_array(&r->doc->arena, room, sizeof *how) : NULL;
    of_set = r->doc, r->doc = own;
    if (!how) return status == IL_OK ? no_memory(r) : status;
    status = ili_setup_path(r, e, "coordinates_file", &r->s->coordinates);
    if (status == IL_OK && !*r->s->coordinates) {
        status = ili_setup_path(r, e, "states_file", &r->s->coordinates);
        r->s->states = *r->s->coordinates != 0;
    }
    if (status == IL_OK) status = ili_setup_path(r, e, "external_loads_file", &r->s->loads);
    if (status == IL_OK) status = ili_child_numbers(r->doc, e, "lowpass_cutoff_frequency_for_coordinates", 1, &r->s->cutoff, r->err);
    if (r->s->states) r->s->cutoff = -1.0; // as OpenSim, which filters coordinates only
    if (status == IL_OK) status = force_files(r, e);
    r->doc = of_set; // its errors name its file
    for (const ili_element *a = objects ? objects->first : NULL; status == IL_OK && a; a = a->next) {
        bool on = true;
        status = ili_child_flag(r->doc, a, "on", &on, r->err);
        if (status != IL_OK || !on) continue;
        if (il_osim_analysis_known(a->tag)) status = strangers(r, a, known_of_analyses);
        if (status == IL_OK) status = analysis_options(r, a, &how[r->s->nanalysis]);
        kinds[r->s->nanalysis++] = a->tag;
    }
    r->doc = own;
    r->s->analysis = kinds, r->s->how = how;
    return status;
}

static const char *const kinds[] = {"InverseDynamicsTool", "InverseKinematicsTool", "AnalyzeTool"};

static il_status read_tool(reader *r) {
    const ili_element       *root = r->doc->root, *e = NULL;
    int                      tool = -1;
    for (int k = 0; k < 3 && !e; k++) {
        e = strcmp(root->tag, kinds[k]) ? ili_child(root, kinds[k]) : root;
        if (e) tool = k;
    }
    if (!e) return ili_xml_error(r->doc, root, IL_BAD_VALUE, r->err, "<%s> is not the set-up of a tool that is known: ScaleTool, InverseKinematicsTool, InverseDynamicsTool, AnalyzeTool",
                                 root->first && !strcmp(root->tag, "OpenSimDocument") ? root->first->tag : root->tag);
    r->s->tool = (il_osim_tool)tool;
    r->s->report_errors = true;
    r->s->name = ili_attribute_get(e, "name");
    if (!r->s->name) r->s->name = "";
    il_status status = strangers(r, e, known[tool]);
    if (status == IL_OK) status = times(r, e);
    if (status == IL_OK) status = ili_setup_path(r, e, "model_file", &r->s->model);
    if (status == IL_OK) status = ili_setup_path(r, e, "results_directory", &r->s->results);
    if (status == IL_OK && !*r->s->results) status = whole(r, ".", &r->s->results);
    if (status != IL_OK) return status;
    return tool == 0 ? inverse_dynamics(r, e) : tool == 1 ? inverse_kinematics(r, e) : analyze(r, e);
}

static il_status read_tasks(reader *r) {
    const ili_element *root = r->doc->root, *set = strcmp(root->tag, "IKTaskSet") ? ili_child(root, "IKTaskSet") : root;
    if (!set) set = ili_child(ili_child(root, "InverseKinematicsTool"), "IKTaskSet");
    if (!set) return ili_xml_error(r->doc, root, IL_BAD_VALUE, r->err, "there is no <IKTaskSet>");
    return tasks(r, set);
}

void ili_setup_memory_free(struct il_osim_setup_memory *memory) {
    if (!memory) return;
    for (int i = 0; i < memory->nmore; i++) ili_xml_free(&memory->more[i]);
    free(memory);
}

static il_status parse(const char *path, const char *bytes, size_t size, bool alone, il_status (*read)(reader *), il_osim_setup **out, il_error *err) {
    ili_document doc;
    *out = NULL;
    il_status status = ili_xml_parse_any(path, bytes, size, &doc, err);
    if (status != IL_OK) return status;
    il_osim_setup *s = calloc(1, sizeof *s);
    reader         r = {.doc = &doc, .s = s, .path = path, .err = err, .alone = alone};
    if (s) s->memory = calloc(1, sizeof *s->memory);
    if (s && s->memory) {
        struct il_osim_setup_memory *memory = s->memory;
        *s = il_default_osim_setup(IL_OSIM_TOOL_IK); // tasks alone are of this tool
        s->memory = r.memory = memory;
        s->file = ili_arena_copy(&doc.arena, path, strlen(path));
        status = !s->file ? no_memory(&r) : doc.stray ? add_note(&r, doc.stray, ILI_XML_STRAY) : IL_OK;
        if (status == IL_OK) status = read(&r);
    } else {
        status = no_memory(&r);
    }
    if (status != IL_OK) {
        ili_xml_free(&doc);
        if (s) ili_setup_memory_free(s->memory);
        free(s);
        return status;
    }
    s->memory->doc = doc;
    *out = s;
    return IL_OK;
}

il_status il_osim_setup_parse(const char *path, const char *bytes, size_t size, il_osim_setup **out, il_error *err) {
    IL_ASSERT(path && out);
    return parse(path, bytes, size, true, read_tool, out, err);
}

static il_status read_file(const char *path, il_status (*read)(reader *), il_osim_setup **out, il_error *err) {
    char  *bytes = NULL;
    size_t size = 0;
    *out = NULL;
    il_status status = il_file_read(path, 0, &bytes, &size, err);
    if (status == IL_OK) status = parse(path, bytes, size, false, read, out, err);
    il_file_free(bytes);
    return status;
}

il_status il_osim_setup_read(const char *path, il_osim_setup **out, il_error *err) {
    IL_ASSERT(path && out);
    return read_file(path, read_tool, out, err);
}

il_status il_osim_tasks_read(const char *path, il_osim_setup **out, il_error *err) {
    IL_ASSERT(path && out);
    return read_file(path, read_tasks, out, err);
}

void il_osim_setup_free(il_osim_setup *s) {
    if (!s) return;
    ili_xml_free(&s->memory->doc);
    ili_setup_memory_free(s->memory);
    free(s);
}
