// tasks_read.c - the files of tasks as definitions. docs/scenarios.md documents the words.
#include "base/arena.h"
#include "base/try.h"
#include "file/data.h"
#include "file/tree.h"
#include "ilium/tasks.h"
#include "io/starts.h"
#include "io/task_number.h"
#include <math.h>
#include <string.h>

struct il_tasks_memory {
    ili_arena arena;
};

typedef struct reader {
    const ili_tree *tree;
    ili_arena      *arena;
    il_task_def    *task; ///< the one being read: its parameters stand in numbers
    il_task_def    *all;
    const il_task_setting *set;
    int             nset;
    il_error       *err;
} reader;

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the tasks"); }

// ---- parts ----

static il_status text(reader *r, const ili_node *map, const char *key, bool need, const char **out) {
    const ili_node *node = ili_node_get(map, key);
    *out = NULL;
    if (!node && need) ILI_TRY(ili_node_need(r->tree, map, key, &node, r->err));
    if (!node) return IL_OK;
    const char *found = NULL;
    ILI_TRY(ili_node_text(r->tree, node, &found, r->err));
    *out = ili_arena_copy(r->arena, found, strlen(found));
    return *out ? IL_OK : no_memory(r->err);
}

static il_status number(reader *r, const ili_node *map, const char *key, double otherwise, bool need, double *out) {
    const ili_node *node = ili_node_get(map, key);
    *out = otherwise;
    if (!node && need) ILI_TRY(ili_node_need(r->tree, map, key, &node, r->err));
    return node ? ili_task_number(r->tree, node, r->task, out, r->err) : IL_OK;
}

// What a body and a room can have, with room to spare: beyond it a number is a slip of the pen or of the unit, and nothing that is solved with it means anything.
typedef struct range {
    double      low, high;
    const char *unit;
} range;
static const range ANGLE = {-360.0, 360.0, "deg"}, LENGTH = {-5.0, 5.0, "m"}, SPREAD = {0.01, 360.0, "deg"}, LENGTH_SPREAD = {1e-4, 5.0, "m"}, TURN_STIFFNESS = {0.0, 1e6, "N m/rad"},
                   STIFFNESS = {0.0, 1e7, "N/m"}, FORCE = {-1e4, 1e4, "N"}, MOMENT = {-5e3, 5e3, "N m"}, SHARE = {-10.0, 10.0, "times"}, READ = {-1e4, 1e4, "in the reading's unit"}, REACH = {0.0, 2.0, "m"},
                   YIELD = {0.0, 90.0, "deg"}, BLOCK = {0.0, 500.0, "mm"}, WIDTH = {0.0, 100.0, "times"};

static il_status out_of(reader *r, const ili_node *node, const char *key, double x, range in) {
    return ili_tree_error(r->tree, node, IL_BAD_VALUE, r->err, "'%s' is %g; it lies between %g and %g %s", key, x, in.low, in.high, in.unit);
}

static il_status ranged(reader *r, const ili_node *map, const char *key, double otherwise, bool need, range in, double *out) {
    ILI_TRY(number(r, map, key, otherwise, need, out));
    return *out >= in.low && *out <= in.high ? IL_OK : out_of(r, ili_node_get(map, key), key, *out, in);
}

// as data/body/coordinates.csv names them
static bool slides(const char *coordinate) { return strstr(coordinate, "_tx") || strstr(coordinate, "_ty") || strstr(coordinate, "_tz") || strstr(coordinate, "_slide"); }

static il_status flag(reader *r, const ili_node *map, const char *key, bool *out) {
    const ili_node *node = ili_node_get(map, key);
    *out = false;
    return node ? ili_node_bool(r->tree, node, out, r->err) : IL_OK;
}

static il_status vector(reader *r, const ili_node *map, const char *key, bool unit, bool need, double out[3]) {
    const ili_node *node = ili_node_get(map, key);
    if (!node && need) ILI_TRY(ili_node_need(r->tree, map, key, &node, r->err));
    if (!node) return IL_OK;
    ILI_TRY(ili_node_list(r->tree, node, r->err));
    if (node->count != 3) return ili_tree_error(r->tree, node, IL_BAD_VALUE, r->err, "'%s' has %d numbers; it needs three: x, y and z", key, node->count);
    int i = 0;
    for (const ili_node *item = node->first; item; item = item->next) ILI_TRY(ili_task_number(r->tree, item, r->task, &out[i++], r->err));
    double length = sqrt(out[0]*out[0] + out[1]*out[1] + out[2]*out[2]);
    if (unit && fabs(length - 1.0) > 1e-6) {
        return ili_tree_error(r->tree, node, IL_BAD_VALUE, r->err, "'%s' is a direction and must have length 1, not %g", key, length);
    }
    return IL_OK;
}

static il_status ranged_vector(reader *r, const ili_node *map, const char *key, range in, double out[3]) {
    ILI_TRY(vector(r, map, key, false, false, out));
    for (int i = 0; i < 3; i++)
        if (!(out[i] >= in.low && out[i] <= in.high)) return out_of(r, ili_node_get(map, key), key, out[i], in);
    return IL_OK;
}

static il_status keys(reader *r, const ili_node *node, const char *const *allowed, int n) { return ili_node_keys(r->tree, node, allowed, n, r->err); }
#define KEYS(r, node, ...)                                                                         \
    do {                                                                                           \
        static const char *const allowed_[] = {__VA_ARGS__};                                       \
        ILI_TRY(keys(r, node, allowed_, (int)(sizeof allowed_/sizeof *allowed_)));                     \
    } while (0)

// ---- entries of the lists ----

static il_status read_name(reader *r, const ili_node *node, const char **out) {
    const char *found = NULL;
    ILI_TRY(ili_node_text(r->tree, node, &found, r->err));
    *out = ili_arena_copy(r->arena, found, strlen(found));
    return *out ? IL_OK : no_memory(r->err);
}

static il_status read_pad(reader *r, const ili_node *node, il_task_def *t, int i) { return read_name(r, node, &t->pad[i]); }
static il_status read_pad_off(reader *r, const ili_node *node, il_task_def *t, int i) { return read_name(r, node, &t->pad_off[i]); }

static il_status read_start(reader *r, const ili_node *node, il_task_def *t, int i) {
    KEYS(r, node, "coordinate", "value");
    ILI_TRY(text(r, node, "coordinate", true, &t->start[i].coordinate));
    return ranged(r, node, "value", 0.0, true, slides(t->start[i].coordinate) ? LENGTH : ANGLE, &t->start[i].value);
}

static il_status read_habit(reader *r, const ili_node *node, il_task_def *t, int i) {
    KEYS(r, node, "coordinate", "value", "sd");
    ILI_TRY(text(r, node, "coordinate", true, &t->habit[i].coordinate));
    bool slide = slides(t->habit[i].coordinate);
    ILI_TRY(ranged(r, node, "value", 0.0, true, slide ? LENGTH : ANGLE, &t->habit[i].value));
    return ranged(r, node, "sd", 0.0, true, slide ? LENGTH_SPREAD : SPREAD, &t->habit[i].sd);
}

static il_status read_grip(reader *r, const ili_node *node, il_task_def *t, int i) {
    KEYS(r, node, "coordinate", "target", "to", "k");
    ILI_TRY(text(r, node, "coordinate", true, &t->grip[i].coordinate));
    bool slide = slides(t->grip[i].coordinate);
    ILI_TRY(ranged(r, node, "target", 0.0, true, slide ? LENGTH : ANGLE, &t->grip[i].target));
    ILI_TRY(ranged(r, node, "to", t->grip[i].target, false, slide ? LENGTH : ANGLE, &t->grip[i].to));
    return ranged(r, node, "k", 0.0, true, slide ? STIFFNESS : TURN_STIFFNESS, &t->grip[i].k);
}

static il_status read_hold(reader *r, const ili_node *node, il_task_def *t, int i) {
    KEYS(r, node, "marker", "from", "direction", "offset", "to", "k");
    ILI_TRY(text(r, node, "marker", true, &t->hold[i].marker));
    ILI_TRY(text(r, node, "from", false, &t->hold[i].from));
    ILI_TRY(vector(r, node, "direction", true, true, t->hold[i].direction));
    ILI_TRY(ranged(r, node, "offset", 0.0, false, LENGTH, &t->hold[i].offset));
    ILI_TRY(ranged(r, node, "to", t->hold[i].offset, false, LENGTH, &t->hold[i].to));
    return ranged(r, node, "k", 0.0, true, STIFFNESS, &t->hold[i].k);
}

// two numbers: at the beginning of a test, and when it has gone all its way
static il_status read_share(reader *r, const ili_node *map, double out[2]) {
    const ili_node *node = ili_node_get(map, "share");
    int             i = 0;
    out[0] = out[1] = 1.0;
    if (!node) return IL_OK;
    ILI_TRY(ili_node_list(r->tree, node, r->err));
    if (node->count != 2) return ili_tree_error(r->tree, node, IL_BAD_VALUE, r->err, "'share' has %d numbers; it needs two: at the beginning and at the end", node->count);
    for (const ili_node *item = node->first; item; item = item->next) ILI_TRY(ili_node_number(r->tree, item, &out[i++], r->err));
    for (i = 0; i < 2; i++)
        if (!(out[i] >= SHARE.low && out[i] <= SHARE.high)) return out_of(r, node, "share", out[i], SHARE);
    return IL_OK;
}

static il_status read_load(reader *r, const ili_node *node, il_task_def *t, int i) {
    KEYS(r, node, "marker", "force", "moment", "carries", "tolerance", "share");
    ILI_TRY(read_share(r, node, t->load[i].share));
    ILI_TRY(text(r, node, "marker", true, &t->load[i].marker));
    ILI_TRY(ranged_vector(r, node, "force", FORCE, t->load[i].force));
    ILI_TRY(ranged_vector(r, node, "moment", MOMENT, t->load[i].moment));
    ILI_TRY(text(r, node, "carries", false, &t->load[i].carries));
    return flag(r, node, "tolerance", &t->load[i].tolerance);
}

static il_status read_place(reader *r, const ili_node *node, il_task_def *t, int i) {
    KEYS(r, node, "marker", "relative_to", "direction", "value");
    ILI_TRY(text(r, node, "marker", true, &t->place[i].marker));
    ILI_TRY(text(r, node, "relative_to", false, &t->place[i].relative_to));
    ILI_TRY(vector(r, node, "direction", true, true, t->place[i].direction));
    return ranged(r, node, "value", 0.0, true, LENGTH, &t->place[i].value);
}

// how many landmarks each kind of reading needs
static int markers_of(il_reading_kind kind) {
    switch (kind) {
    case IL_READ_PLATE:
    case IL_READ_COORDINATE:
    case IL_READ_HEIGHT:
    case IL_READ_STRETCH:
    case IL_READ_HANDS:
    case IL_READ_STRENGTH: return 1;
    case IL_READ_WAY:
    case IL_READ_PUSH: return 0;
    case IL_READ_LINE_DIFFERENCE:
    case IL_READ_LINE_MEAN:
    case IL_READ_LENGTH_DIFFERENCE: return 4;
    case IL_READ_LINE:
    case IL_READ_HEIGHT_DIFFERENCE:
    case IL_READ_PLATES:
    case IL_READ_LEAN:
    case IL_READ_DISTANCE:
    case IL_NREADING: break;
    }
    return 2;
}

static bool needs_along(il_reading_kind kind) {
    return kind == IL_READ_LINE || kind == IL_READ_LINE_DIFFERENCE || kind == IL_READ_LINE_MEAN || kind == IL_READ_PLATE || kind == IL_READ_LEAN;
}

// what is read: the keys that readings and the rule of an end share
static il_status read_what(reader *r, const ili_node *node, il_task_reading *out) {
    const char     *words[IL_NREADING];
    const ili_node *kind = NULL, *markers = NULL;
    int             choice = 0, n = 0;
    for (int k = 0; k < IL_NREADING; k++) words[k] = il_reading_text((il_reading_kind)k);
    ILI_TRY(ili_node_need(r->tree, node, "kind", &kind, r->err));
    ILI_TRY(ili_node_choice(r->tree, kind, words, IL_NREADING, &choice, r->err));
    out->kind = (il_reading_kind)choice;
    ILI_TRY(vector(r, node, "along", true, needs_along(out->kind), out->along));
    ILI_TRY(ranged(r, node, "factor", 1.0, false, READ, &out->factor));
    ILI_TRY(ranged(r, node, "zero", 0.0, false, READ, &out->zero));
    ILI_TRY(vector(r, node, "across", true, false, out->across));
    ILI_TRY(flag(r, node, "from_neutral", &out->from_neutral));
    ILI_TRY(flag(r, node, "mirrored", &out->mirrored));
    if (markers_of(out->kind) == 0 && !ili_node_get(node, "markers")) return IL_OK;
    ILI_TRY(ili_node_need(r->tree, node, "markers", &markers, r->err));
    ILI_TRY(ili_node_list(r->tree, markers, r->err));
    bool lever = out->kind == IL_READ_PUSH ? markers->count == 2 : out->kind == IL_READ_STRENGTH && markers->count == 3; // landmarks of its lever
    bool both = out->kind == IL_READ_STRETCH && markers->count == 2; // sides
    if (markers->count != markers_of(out->kind) && !lever && !both) {
        return ili_tree_error(r->tree, markers, IL_BAD_VALUE, r->err, "a reading '%s' needs %d landmarks, not %d", words[choice],
                              markers_of(out->kind), markers->count);
    }
    for (const ili_node *item = markers->first; item; item = item->next) {
        const char *found = NULL;
        ILI_TRY(ili_node_text(r->tree, item, &found, r->err));
        out->marker[n] = ili_arena_copy(r->arena, found, strlen(found));
        if (!out->marker[n++]) return no_memory(r->err);
    }
    return IL_OK;
}

static il_status read_reading(reader *r, const ili_node *node, il_task_def *t, int i) {
    static const char *const sides[] = {"right", "left"};
    KEYS(r, node, "test", "side", "kind", "markers", "along", "across", "factor", "zero", "from_neutral", "mirrored");
    il_task_reading *out = &t->reading[i];
    int              choice = 0;
    ILI_TRY(text(r, node, "test", true, &out->test));
    if (ili_node_get(node, "side")) {
        ILI_TRY(ili_node_choice(r->tree, ili_node_get(node, "side"), sides, 2, &choice, r->err));
        out->side = choice ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
    }
    return read_what(r, node, out);
}

// ---- how a test ends, and tests of strength ----

static il_status read_end(reader *r, const ili_node *map, il_task_end *end) {
    const ili_node *node = ili_node_get(map, "ends");
    end->present = node != NULL;
    if (!node) return IL_OK;
    KEYS(r, node, "kind", "markers", "along", "across", "factor", "zero", "mirrored", "beyond", "change", "tolerance", "steps");
    ILI_TRY(read_what(r, node, &end->watch));
    ILI_TRY(ranged(r, node, "beyond", 0.0, true, READ, &end->beyond));
    ILI_TRY(number(r, node, "steps", 4.0, false, &end->steps));
    ILI_TRY(flag(r, node, "change", &end->change));
    ILI_TRY(flag(r, node, "tolerance", &end->tolerance));
    if (end->steps >= 1.0 && end->steps <= 50.0) return IL_OK;
    return ili_tree_error(r->tree, node, IL_BAD_VALUE, r->err, "a test is done in 1 to 50 steps, not %g", end->steps);
}

static il_status read_strength(reader *r, const ili_node *map, il_task_strength *s) {
    const ili_node *node = ili_node_get(map, "strength"), *list = NULL;
    if (!node) return IL_OK;
    KEYS(r, node, "marker", "direction", "balance", "yield", "stand");
    ILI_TRY(text(r, node, "stand", false, &s->stand));
    ILI_TRY(ranged(r, node, "yield", 0.0, false, YIELD, &s->yield));
    ILI_TRY(text(r, node, "marker", true, &s->marker));
    ILI_TRY(vector(r, node, "direction", true, true, s->direction));
    ILI_TRY(ili_node_need(r->tree, node, "balance", &list, r->err));
    ILI_TRY(ili_node_list(r->tree, list, r->err));
    if (list->count < 1 || list->count > IL_TASK_BALANCE) {
        return ili_tree_error(r->tree, list, IL_LIMIT, r->err, "muscles balance 1 to %d coordinates, not %d", IL_TASK_BALANCE, list->count);
    }
    for (const ili_node *item = list->first; item; item = item->next) {
        const char *found = NULL;
        ILI_TRY(ili_node_text(r->tree, item, &found, r->err));
        s->balance[s->nbalance] = ili_arena_copy(r->arena, found, strlen(found));
        if (!s->balance[s->nbalance++]) return il_error_set(r->err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the tasks");
    }
    return IL_OK;
}

// ---- a task ----

static il_status read_list(reader *r, const ili_node *map, const char *key, int most, int *count, il_task_def *t,
                           il_status (*entry)(reader *, const ili_node *, il_task_def *, int)) {
    const ili_node *list = ili_node_get(map, key);
    *count = 0;
    if (!list) return IL_OK;
    ILI_TRY(ili_node_list(r->tree, list, r->err));
    if (list->count > most) return ili_tree_error(r->tree, list, IL_LIMIT, r->err, "'%s' has %d entries; at most %d are read", key, list->count, most);
    for (const ili_node *item = list->first; item; item = item->next) {
        ILI_TRY(entry(r, item, t, *count));
        (*count)++;
    }
    return IL_OK;
}

static il_status read_plane(reader *r, const ili_node *map, const char *key, int index, il_task_def *t) {
    const ili_node *node = ili_node_get(map, key);
    t->plane_present[index] = node != NULL;
    if (!node) return IL_OK;
    KEYS(r, node, "normal", "offset", "fit");
    ILI_TRY(vector(r, node, "normal", true, true, t->plane[index]));
    t->plane_fit[index] = ili_node_get(node, "fit") != NULL;
    ILI_TRY(number(r, node, "fit", 0.0, false, &t->plane_bears[index]));
    if (t->plane_bears[index] < 0.0 || t->plane_bears[index] > 1.0) {
        return ili_tree_error(r->tree, node, IL_BAD_VALUE, r->err, "'fit' is the share of the body's weight borne at the start, 0 to 1");
    }
    return ranged(r, node, "offset", 0.0, false, LENGTH, &t->plane[index][3]);
}

static il_status read_arm(reader *r, const ili_node *map, const char *key, il_task_arm *arm) {
    const ili_node *node = ili_node_get(map, key);
    if (!node) return IL_OK;
    KEYS(r, node, "flexion", "abduction", "rotation", "elbow", "reach");
    ILI_TRY(ranged(r, node, "flexion", 0.0, false, ANGLE, &arm->flexion));
    ILI_TRY(ranged(r, node, "abduction", 0.0, false, ANGLE, &arm->abduction));
    ILI_TRY(ranged(r, node, "rotation", 0.0, false, ANGLE, &arm->rotation));
    ILI_TRY(ranged(r, node, "elbow", 0.0, false, ANGLE, &arm->elbow));
    return ranged(r, node, "reach", 0.0, false, REACH, &arm->reach);
}

static il_status read_arms(reader *r, const ili_node *map, il_task_arms *arms) {
    static const char *const froms[] = {"trunk", "room"};
    const ili_node *node = ili_node_get(map, "arms"), *from = NULL;
    int             choice = 0;
    if (!node) return IL_OK;
    KEYS(r, node, "from", "both", "right", "left");
    ILI_TRY(ili_node_need(r->tree, node, "from", &from, r->err));
    ILI_TRY(ili_node_choice(r->tree, from, froms, 2, &choice, r->err));
    arms->present = true, arms->room = choice == 1;
    for (int s = 0; s < 2; s++) {
        ILI_TRY(read_arm(r, node, "both", &arms->arm[s]));
        ILI_TRY(read_arm(r, node, s ? "left" : "right", &arms->arm[s]));
        if (arms->arm[s].reach > 0.0 && (!arms->room || arms->arm[s].elbow != 0.0)) {
            return ili_tree_error(r->tree, node, IL_BAD_VALUE, r->err, "'reach' is that of a straight arm from the room: 'from: room', and no 'elbow'");
        }
    }
    return IL_OK;
}

static il_status read_hand_load(reader *r, const ili_node *map, il_task_hand_load *load) {
    static const char *const hands[] = {"both", "right", "left"};
    const ili_node *node = ili_node_get(map, "hand_load"), *hand = NULL;
    int             choice = 0;
    if (!node) return IL_OK;
    KEYS(r, node, "mass_kg", "hand");
    ILI_TRY(number(r, node, "mass_kg", 0.0, true, &load->mass));
    ILI_TRY(ili_node_need(r->tree, node, "hand", &hand, r->err));
    ILI_TRY(ili_node_choice(r->tree, hand, hands, 3, &choice, r->err));
    load->right = choice != 2, load->left = choice != 1;
    if (load->mass >= 0.0 && load->mass <= 200.0) return IL_OK;
    return ili_tree_error(r->tree, node, IL_BAD_VALUE, r->err, "a load in the hands is 0 to 200 kg, not %g", load->mass);
}

// on one's own feet the pelvis is levelled unless a task says no
static il_status read_level(reader *r, const ili_node *map, il_task_def *t) {
    const ili_node *node = ili_node_get(map, "level");
    bool            level = true;
    if (node) ILI_TRY(ili_node_bool(r->tree, node, &level, r->err));
    t->no_level = !level;
    return IL_OK;
}

// { name: {default: 30, min: 0, max: 90, unit: deg} }, and what is set
static il_status read_param(reader *r, const ili_node *node, il_task_def *t) {
    il_task_param *p = &t->param[t->nparam];
    KEYS(r, node, "default", "min", "max", "unit");
    p->name = ili_arena_copy(r->arena, node->key, strlen(node->key));
    if (!p->name) return no_memory(r->err);
    ILI_TRY(number(r, node, "default", 0.0, true, &p->value));
    ILI_TRY(number(r, node, "min", 0.0, true, &p->low));
    ILI_TRY(number(r, node, "max", 0.0, true, &p->high));
    ILI_TRY(text(r, node, "unit", true, &p->unit));
    for (int i = 0; i < r->nset; i++) {
        const il_task_setting *set = &r->set[i];
        if (strcmp(set->name, p->name) == 0 && (!set->task || strcmp(set->task, t->id) == 0)) p->value = set->value;
    }
    t->nparam++;
    if (p->value >= p->low && p->value <= p->high) return IL_OK;
    return ili_tree_error(r->tree, node, IL_BAD_VALUE, r->err, "'%s' of the task '%s' is %g; it goes from %g to %g %s", p->name, t->id, p->value, p->low,
                          p->high, p->unit);
}

static il_status read_params(reader *r, const ili_node *map, il_task_def *t) {
    const ili_node *node = ili_node_get(map, "params");
    if (!node) return IL_OK;
    if (node->kind != ILI_MAP) return ili_tree_error(r->tree, node, IL_BAD_VALUE, r->err, "'params' is a map of names, not %s", ili_node_what(node));
    if (node->count > IL_TASK_PARAMS) return ili_tree_error(r->tree, node, IL_LIMIT, r->err, "a task has at most %d parameters", IL_TASK_PARAMS);
    for (const ili_node *item = node->first; item; item = item->next) ILI_TRY(read_param(r, item, t));
    return IL_OK;
}

static il_status read_task(reader *r, const ili_node *node, il_task_def *t) {
    static const char *const modes[] = {"held", "relaxed"};
    KEYS(r, node, "id", "name", "source", "mode", "params", "sided", "up", "floor", "couch", "seat", "backrest", "hands", "knees", "level", "arms",
         "hand_load", "habit_width", "pads", "pads_off", "start", "habit", "grips", "holds", "loads", "places",
         "readings", "ends", "strength", "block_mm");
    const ili_node *mode = NULL;
    int             choice = 0;
    r->task = t;
    ILI_TRY(text(r, node, "id", true, &t->id));
    ILI_TRY(read_params(r, node, t));
    ILI_TRY(text(r, node, "name", true, &t->name));
    ILI_TRY(text(r, node, "source", true, &t->source));
    ILI_TRY(ili_node_need(r->tree, node, "mode", &mode, r->err));
    ILI_TRY(ili_node_choice(r->tree, mode, modes, 2, &choice, r->err));
    t->held = choice == 0;
    ILI_TRY(flag(r, node, "sided", &t->sided));
    ILI_TRY(vector(r, node, "up", true, true, t->up));
    ILI_TRY(read_plane(r, node, "floor", 0, t));
    ILI_TRY(read_plane(r, node, "couch", 1, t));
    ILI_TRY(read_plane(r, node, "seat", 2, t));
    ILI_TRY(read_plane(r, node, "backrest", 3, t));
    ILI_TRY(read_plane(r, node, "hands", 4, t));
    ILI_TRY(read_plane(r, node, "knees", 5, t));
    ILI_TRY(read_level(r, node, t));
    ILI_TRY(ranged(r, node, "habit_width", 0.0, false, WIDTH, &t->habit_width));
    ILI_TRY(read_arms(r, node, &t->arms));
    ILI_TRY(read_hand_load(r, node, &t->hand_load));
    ILI_TRY(read_list(r, node, "pads", IL_TASK_MAX, &t->npad, t, read_pad));
    ILI_TRY(read_list(r, node, "pads_off", IL_TASK_MAX, &t->npad_off, t, read_pad_off));
    ILI_TRY(read_list(r, node, "start", IL_TASK_MAX, &t->nstart, t, read_start));
    ILI_TRY(read_list(r, node, "habit", IL_TASK_MAX, &t->nhabit, t, read_habit));
    ILI_TRY(read_list(r, node, "grips", IL_TASK_MAX, &t->ngrip, t, read_grip));
    ILI_TRY(read_list(r, node, "holds", IL_TASK_MAX, &t->nhold, t, read_hold));
    ILI_TRY(read_list(r, node, "loads", IL_TASK_MAX, &t->nload, t, read_load));
    ILI_TRY(read_list(r, node, "places", IL_TASK_PLACES, &t->nplace, t, read_place));
    ILI_TRY(read_end(r, node, &t->end));
    ILI_TRY(read_strength(r, node, &t->strength));
    ILI_TRY(ranged(r, node, "block_mm", 0.0, false, BLOCK, &t->block_mm));
    return read_list(r, node, "readings", IL_TASK_MAX, &t->nreading, t, read_reading);
}

// the tasks of one file, after those there are
static il_status read_all(reader *r, il_tasks *tasks) {
    const ili_node *list = NULL;
    KEYS(r, r->tree->root, "tasks");
    ILI_TRY(ili_node_need(r->tree, r->tree->root, "tasks", &list, r->err));
    ILI_TRY(ili_node_list(r->tree, list, r->err));
    il_task_def *task = ili_arena_array(r->arena, (size_t)(tasks->ntask + list->count), sizeof *task);
    const char  *file = ili_arena_copy(r->arena, r->tree->file, strlen(r->tree->file));
    if (!task || !file) return no_memory(r->err);
    if (tasks->ntask > 0) memcpy(task, tasks->task, sizeof *task*(size_t)tasks->ntask);
    tasks->task = r->all = task;
    for (const ili_node *item = list->first; item; item = item->next) {
        task[tasks->ntask].file = file;
        ILI_TRY(read_task(r, item, &task[tasks->ntask]));
        if (il_tasks_find(tasks, task[tasks->ntask].id)) {
            return ili_tree_error(r->tree, item, IL_BAD_VALUE, r->err, "the task '%s' stands here a second time; give it another id", task[tasks->ntask].id);
        }
        tasks->ntask++;
    }
    return IL_OK;
}

typedef struct source {
    const char *file, *bytes;
    size_t      size;
} source;

static il_status read_source(const source *from, reader *r, il_tasks *tasks) {
    ili_tree tree = {0};
    ILI_TRY(ili_yaml_parse(from->file, from->bytes, from->size, &tree, r->err));
    r->tree = &tree;
    il_status status = read_all(r, tasks);
    ili_tree_free(&tree);
    return status;
}

// every setting must have found its parameter
static il_status check_settings(const il_tasks *tasks, const il_task_setting *set, int nset, il_error *err) {
    for (int i = 0; i < nset; i++) {
        bool found = false;
        for (int t = 0; t < tasks->ntask; t++) {
            const il_task_def *def = &tasks->task[t];
            if (set[i].task && strcmp(set[i].task, def->id) != 0) continue;
            for (int k = 0; k < def->nparam; k++) found = found || strcmp(def->param[k].name, set[i].name) == 0;
        }
        if (found) continue;
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "%s%.60s has no parameter '%.40s'; `ilium solve --list` shows what there is",
                            set[i].task ? "the task " : "no task", set[i].task ? set[i].task : "", set[i].name);
    }
    return IL_OK;
}

// @param data  where there is a table of starts, or NULL
static il_status read_sources(const il_data_dir *data, const source *from, int n, const il_task_setting *set, int nset, il_tasks **out, il_error *err) {
    ili_arena arena = {0};
    il_tasks *tasks = ili_arena_alloc(&arena, sizeof *tasks);
    if (tasks) tasks->memory = ili_arena_alloc(&arena, sizeof *tasks->memory);
    il_status status = tasks && tasks->memory ? IL_OK : no_memory(err);
    reader    r = {.arena = &arena, .set = set, .nset = nset, .err = err};
    for (int i = 0; i < n && status == IL_OK; i++) status = read_source(&from[i], &r, tasks);
    if (status == IL_OK) status = check_settings(tasks, set, nset, err);
    if (status == IL_OK && data) status = ili_starts_read(data, tasks->ntask, r.all, &arena, err);
    if (status != IL_OK) {
        ili_arena_free(&arena);
        return status;
    }
    tasks->memory->arena = arena;
    *out = tasks;
    return IL_OK;
}

il_status il_tasks_read_bytes_set(const char *file, const char *bytes, size_t size, const il_task_setting *set, int nset, il_tasks **out, il_error *err) {
    IL_ASSERT(bytes && out && (nset == 0 || set));
    return read_sources(NULL, &(source){file, bytes, size}, 1, set, nset, out, err);
}

il_status il_tasks_read_bytes(const char *file, const char *bytes, size_t size, il_tasks **out, il_error *err) {
    return il_tasks_read_bytes_set(file, bytes, size, NULL, 0, out, err);
}

static il_status read_files(const il_data_dir *data, int n, const il_task_setting *set, int nset, il_tasks **out, il_error *err) {
    static const char *const names[] = {"tests/tasks.yaml", "tests/postures.yaml"};
    source from[2];
    char   label[2][512];
    for (int i = 0; i < n; i++) {
        ILI_TRY(ili_data_file(data, names[i], &from[i].bytes, &from[i].size, err));
        from[i].file = ili_data_label(data, names[i], label[i], sizeof label[i]);
    }
    return read_sources(data, from, n, set, nset, out, err);
}

il_status il_tasks_read(const il_data_dir *data, il_tasks **out, il_error *err) {
    IL_ASSERT(data && out);
    return read_files(data, 1, NULL, 0, out, err);
}

il_status il_tasks_read_all(const il_data_dir *data, const il_task_setting *set, int nset, il_tasks **out, il_error *err) {
    IL_ASSERT(data && out && (nset == 0 || set));
    return read_files(data, 2, set, nset, out, err);
}

void il_tasks_free(il_tasks *tasks) {
    if (!tasks) return;
    ili_arena arena = tasks->memory->arena;
    ili_arena_free(&arena);
}
