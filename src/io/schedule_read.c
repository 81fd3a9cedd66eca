// schedule_read.c - a day or a week as a file that a person can write (docs/day.md documents the words)
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "file/data.h"
#include "file/tree.h"
#include "ilium/motions.h"
#include "io/schedule.h"

typedef struct reader {
    const il_data_dir *data;
    const ili_tree    *tree;
    il_schedule       *s;
    il_day_activity   *activity;
    il_day_entry      *entry;
    il_error          *err;
} reader;

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a schedule"); }

static il_status text(reader *r, const ili_node *map, const char *key, const char **out) {
    const ili_node *node = NULL;
    const char     *found = NULL;
    ILI_TRY(ili_node_need(r->tree, map, key, &node, r->err));
    ILI_TRY(ili_node_text(r->tree, node, &found, r->err));
    *out = ili_arena_copy(&r->s->memory->arena, found, strlen(found));
    return *out ? IL_OK : no_memory(r->err);
}

// a number above zero
static il_status amount(reader *r, const ili_node *node, double most, double *out) {
    ILI_TRY(ili_node_number(r->tree, node, out, r->err));
    if (*out > 0.0 && *out <= most) return IL_OK;
    return ili_tree_error(r->tree, node, IL_BAD_VALUE, r->err, "%g is impossible: above 0, and at most %g", *out, most);
}

// ---- postures ------------------------------------------------------------------------------------------------------------------------

// the tasks with the numbers of `how`; without, those read first
static il_status tasks_with(reader *r, const char *task, const ili_node *how, const il_tasks **out) {
    struct il_schedule_memory *memory = r->s->memory;
    il_task_setting            set[IL_TASK_PARAMS];
    int                        n = 0;
    for (const ili_node *at = how ? how->first : NULL; at; at = at->next, n++) {
        if (n == IL_TASK_PARAMS) return ili_tree_error(r->tree, at, IL_LIMIT, r->err, "more than %d numbers", IL_TASK_PARAMS);
        set[n] = (il_task_setting){.task = task, .name = at->key};
        ILI_TRY(ili_node_number(r->tree, at, &set[n].value, r->err));
    }
    if (n > 0 || memory->ntasks == 0) {
        ILI_TRY(il_tasks_read_all(r->data, set, n, &memory->tasks[memory->ntasks], r->err));
        memory->ntasks++;
    }
    *out = memory->tasks[n > 0 ? memory->ntasks - 1 : 0];
    return IL_OK;
}

static il_status read_side(reader *r, const ili_node *node, il_day_phase *out) {
    static const char *const sides[] = {"right", "left"};
    const ili_node          *side = ili_node_get(node, "side");
    int                      which = 0;
    if (!out->task->sided && side) return ili_tree_error(r->tree, side, IL_BAD_VALUE, r->err, "'%s' has no side", out->task->id);
    if (out->task->sided && !side) return ili_tree_error(r->tree, node, IL_BAD_VALUE, r->err, "'%s' needs side: right or left", out->task->id);
    if (side) ILI_TRY(ili_node_choice(r->tree, side, sides, 2, &which, r->err));
    out->side = !side ? IL_SIDE_NONE : which ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
    return IL_OK;
}

// {motion: walking}: a recorded motion, cycle after cycle; its task carries its name alone
static il_status read_motion(reader *r, const ili_node *node, il_day_phase *out) {
    static const char *const keys[] = {"motion", "seconds"};
    struct il_schedule_memory *memory = r->s->memory;
    const ili_node            *seconds = ili_node_get(node, "seconds");
    const char                *id = NULL;
    ILI_TRY(ili_node_keys(r->tree, node, keys, 2, r->err));
    ILI_TRY(text(r, node, "motion", &id));
    if (!il_motion_known(r->data, id)) return ili_tree_error(r->tree, node, IL_BAD_VALUE, r->err, "no motion '%.60s' was recorded: motions/motions.csv lists them", id);
    for (int i = 0; i < memory->nmotion && !out->motion; i++)
        if (!strcmp(memory->motion[i]->id, id)) out->motion = memory->motion[i];
    il_task_def *name = ili_arena_array(&memory->arena, 1, sizeof *name);
    if (!name) return no_memory(r->err);
    if (!out->motion && memory->nmotion == ILI_MOTIONS) return ili_tree_error(r->tree, node, IL_LIMIT, r->err, "more than %d motions", ILI_MOTIONS);
    if (!out->motion) {
        ILI_TRY(il_motion_read(r->data, id, &memory->motion[memory->nmotion], r->err));
        out->motion = memory->motion[memory->nmotion++];
    }
    *name = (il_task_def){.id = out->motion->id, .name = out->motion->id, .source = out->motion->source, .file = "motions/motions.csv", .held = true};
    out->task = name;
    if (seconds) ILI_TRY(amount(r, seconds, 86400.0, &out->seconds));
    return IL_OK;
}

static il_status read_posture(reader *r, const ili_node *node, il_day_phase *out) {
    static const char *const keys[] = {"task", "how", "side", "seconds"};
    if (ili_node_get(node, "motion")) return read_motion(r, node, out);
    const char              *id = NULL;
    const il_tasks          *tasks = NULL;
    const ili_node          *seconds = ili_node_get(node, "seconds");
    ILI_TRY(ili_node_keys(r->tree, node, keys, 4, r->err));
    ILI_TRY(text(r, node, "task", &id));
    ILI_TRY(tasks_with(r, id, ili_node_get(node, "how"), &tasks));
    out->task = il_tasks_find(tasks, id);
    if (!out->task) return ili_tree_error(r->tree, node, IL_BAD_VALUE, r->err, "there is no task '%.60s': `ilium solve --list` lists them", id);
    if (out->task->strength.marker || out->task->end.present)
        return ili_tree_error(r->tree, node, IL_BAD_VALUE, r->err, "'%.60s' is a test of an exam, no posture that is kept: use one of tests/postures.yaml, or standing", id);
    if (seconds) ILI_TRY(amount(r, seconds, 86400.0, &out->seconds));
    return read_side(r, node, out);
}

static il_status read_activity(reader *r, const ili_node *node, il_day_activity *out) {
    static const char *const keys[] = {"name", "postures"};
    const ili_node          *list = NULL, *open = NULL;
    ILI_TRY(ili_node_keys(r->tree, node, keys, 2, r->err));
    ILI_TRY(text(r, node, "name", &out->name));
    for (int i = 0; i < r->s->nactivity; i++)
        if (!strcmp(r->activity[i].name, out->name)) return ili_tree_error(r->tree, node, IL_BAD_VALUE, r->err, "the activity '%.60s' is there twice", out->name);
    ILI_TRY(ili_node_need(r->tree, node, "postures", &list, r->err));
    ILI_TRY(ili_node_list(r->tree, list, r->err));
    if (list->count < 1 || list->count > IL_DAY_PHASES) return ili_tree_error(r->tree, list, IL_LIMIT, r->err, "1 to %d postures, not %d", IL_DAY_PHASES, list->count);
    for (const ili_node *at = list->first; at; at = at->next) {
        il_day_phase *phase = &out->phase[out->nphase++];
        ILI_TRY(read_posture(r, at, phase));
        if (phase->seconds == 0.0 && open) return ili_tree_error(r->tree, at, IL_BAD_VALUE, r->err, "only one posture of an activity may leave out its seconds: it takes what the others leave");
        if (phase->seconds == 0.0) open = at;
    }
    if (!open) return ili_tree_error(r->tree, list, IL_BAD_VALUE, r->err, "one posture must leave out its seconds: it takes what the others leave of a repetition");
    r->s->nactivity++;
    return IL_OK;
}

// ---- the day --------------------------------------------------------------------------------------------------------------------------

// {injury: iliolumbar_right, severity: 0.5}, {ease: quadratus_lumborum_right}: takes no time. Whether there is such a part is known to the day alone
static il_status read_moment(reader *r, const ili_node *node, const char *key, il_day_entry_kind kind, il_day_entry *out) {
    const char *const keys[] = {key, "severity"};
    const ili_node   *severity = ili_node_get(node, "severity");
    *out = (il_day_entry){.activity = IL_NONE, .kind = kind, .severity = 1.0};
    ILI_TRY(ili_node_keys(r->tree, node, keys, 2, r->err));
    ILI_TRY(text(r, node, key, &out->of));
    if (severity) ILI_TRY(amount(r, severity, 1.0, &out->severity));
    r->s->nentry++;
    return IL_OK;
}

static il_status read_entry(reader *r, const ili_node *node, il_day_entry *out) {
    static const char *const keys[] = {"do", "minutes", "times"};
    if (ili_node_get(node, "injury")) return read_moment(r, node, "injury", IL_DAY_HURT, out);
    if (ili_node_get(node, "ease")) return read_moment(r, node, "ease", IL_DAY_EASE, out);
    const ili_node          *minutes = NULL, *times = ili_node_get(node, "times");
    const char              *name = NULL;
    double                   taken = 0.0;
    ILI_TRY(ili_node_keys(r->tree, node, keys, 3, r->err));
    ILI_TRY(text(r, node, "do", &name));
    ILI_TRY(ili_node_need(r->tree, node, "minutes", &minutes, r->err));
    ILI_TRY(amount(r, minutes, 10080.0, &out->minutes));
    *out = (il_day_entry){.activity = -1, .minutes = out->minutes, .times = 1};
    if (times) ILI_TRY(ili_node_integer(r->tree, times, &out->times, r->err));
    if (out->times < 1 || out->times > 1000000) return ili_tree_error(r->tree, times, IL_BAD_VALUE, r->err, "times is 1 to 1000000, not %d", out->times);
    for (int i = 0; i < r->s->nactivity; i++)
        if (!strcmp(r->activity[i].name, name)) out->activity = i;
    if (out->activity < 0) return ili_tree_error(r->tree, ili_node_get(node, "do"), IL_BAD_VALUE, r->err, "there is no activity '%.60s' in this file", name);
    const il_day_activity *a = &r->activity[out->activity];
    for (int k = 0; k < a->nphase; k++) taken += a->phase[k].seconds;
    if (taken*out->times >= 60.0*out->minutes)
        return ili_tree_error(r->tree, node, IL_BAD_VALUE, r->err, "%d times %g s are more than %g minutes", out->times, taken, out->minutes);
    r->s->nentry++;
    return IL_OK;
}

static il_status read_begins(reader *r, const ili_node *root) {
    const char *clock = NULL;
    int         hour = 0, minute = 0;
    ILI_TRY(text(r, root, "begins", &clock));
    bool digits = strlen(clock) == 5 && strspn(clock, "0123456789") == 2 && clock[2] == ':' && strspn(clock + 3, "0123456789") == 2;
    if (digits) hour = 10*(clock[0] - '0') + clock[1] - '0', minute = 10*(clock[3] - '0') + clock[4] - '0';
    if (!digits || hour > 23 || minute > 59)
        return ili_tree_error(r->tree, ili_node_get(root, "begins"), IL_BAD_VALUE, r->err, "begins is a time of the day in quotes such as \"08:30\", not '%.20s'", clock);
    r->s->begins = 60.0*hour + minute;
    return IL_OK;
}

static il_status a_list(reader *r, const ili_node *root, const char *key, int most, const ili_node **out) {
    ILI_TRY(ili_node_need(r->tree, root, key, out, r->err));
    ILI_TRY(ili_node_list(r->tree, *out, r->err));
    if ((*out)->count >= 1 && (*out)->count <= most) return IL_OK;
    return ili_tree_error(r->tree, *out, IL_LIMIT, r->err, "'%s' has 1 to %d entries, not %d", key, most, (*out)->count);
}

static il_status read_schedule(reader *r, const ili_node *root) {
    static const char *const keys[] = {"name", "source", "begins", "activities", "day"};
    const ili_node          *activities = NULL, *day = NULL;
    ILI_TRY(ili_node_keys(r->tree, root, keys, 5, r->err));
    ILI_TRY(text(r, root, "name", &r->s->name));
    ILI_TRY(text(r, root, "source", &r->s->source));
    ILI_TRY(read_begins(r, root));
    ILI_TRY(a_list(r, root, "activities", ILI_ACTIVITIES, &activities));
    ILI_TRY(a_list(r, root, "day", ILI_ENTRIES, &day));
    r->s->activity = r->activity = ili_arena_array(&r->s->memory->arena, (size_t)activities->count, sizeof *r->activity);
    r->s->entry = r->entry = ili_arena_array(&r->s->memory->arena, (size_t)day->count, sizeof *r->entry);
    if (!r->activity || !r->entry) return no_memory(r->err);
    for (const ili_node *at = activities->first; at; at = at->next) ILI_TRY(read_activity(r, at, &r->activity[r->s->nactivity]));
    for (const ili_node *at = day->first; at; at = at->next) ILI_TRY(read_entry(r, at, &r->entry[r->s->nentry]));
    return IL_OK;
}

static il_status read_bytes(const il_data_dir *data, const char *file, const char *bytes, size_t size, il_schedule *s, il_error *err) {
    ili_tree tree = {0};
    ILI_TRY(ili_yaml_parse(file, bytes, size, &tree, err));
    reader    r = {.data = data, .tree = &tree, .s = s, .err = err};
    il_status status = read_schedule(&r, tree.root);
    ili_tree_free(&tree);
    return status;
}

il_status il_schedule_read_bytes(const il_data_dir *data, const char *file, const char *bytes, size_t size, il_schedule **out, il_error *err) {
    IL_ASSERT(data && file && bytes && out);
    il_schedule *s = *out = calloc(1, sizeof *s);
    if (s) s->memory = calloc(1, sizeof *s->memory);
    il_status status = s && s->memory ? read_bytes(data, file, bytes, size, s, err) : no_memory(err);
    if (status == IL_OK) {
        const char *slash = strrchr(file, '/'), *base = slash ? slash + 1 : file;
        s->id = ili_arena_copy(&s->memory->arena, base, strcspn(base, "."));
        if (!s->id) status = no_memory(err);
    }
    if (status != IL_OK) il_schedule_free(s), *out = NULL;
    return status;
}

const char *il_schedule_name(const il_data_dir *data, int i, char name[64]) {
    for (int k = 0; k < ili_data_count(data); k++) {
        const char *file = ili_data_name(data, k);
        size_t      n = strlen(file);
        if (strncmp(file, "schedules/", 10) || n < 16 || strcmp(file + n - 5, ".yaml") || i-- > 0) continue;
        snprintf(name, 64, "%.*s", (int)(n - 15), file + 10);
        return name;
    }
    return NULL;
}

il_status il_schedule_read(const il_data_dir *data, const char *name, il_schedule **out, il_error *err) {
    IL_ASSERT(data && name && out);
    const char *bytes = NULL;
    char       *own = NULL, file[128], label[512], list[300] = "", one[64];
    size_t      size = 0;
    if (strpbrk(name, "/.")) {
        ILI_TRY(il_file_read(name, 0, &own, &size, err));
        il_status status = il_schedule_read_bytes(data, name, own, size, out, err);
        il_file_free(own);
        return status;
    }
    bool known = false;
    for (int i = 0; il_schedule_name(data, i, one); i++) {
        known |= !strcmp(one, name);
        snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", i ? ", " : "", one);
    }
    if (!known) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "there is no schedule '%.60s': %s; a file's name holds a / or a .", name, list);
    snprintf(file, sizeof file, "schedules/%s.yaml", name);
    ILI_TRY(ili_data_file(data, file, &bytes, &size, err));
    return il_schedule_read_bytes(data, ili_data_label(data, file, label, sizeof label), bytes, size, out, err);
}

void il_schedule_free(il_schedule *s) {
    if (!s) return;
    for (int i = 0; s->memory && i < s->memory->ntasks; i++) il_tasks_free(s->memory->tasks[i]);
    for (int i = 0; s->memory && i < s->memory->nmotion; i++) il_motion_free(s->memory->motion[i]);
    if (s->memory) ili_arena_free(&s->memory->arena);
    free(s->memory);
    free(s);
}
