// task_image.c - is a task its own mirror image, and what are its readings of a posture seen in the mirror?
#include "ilium/body.h"
#include "scenario/mirror.h"
#include "scenario/task.h"
#include <string.h>

static void turned(const double *from, double *to) { to[0] = from[0], to[1] = from[1], to[2] = -from[2]; }

static bool same3(const double *a, const double *b) { return a[0] == b[0] && a[1] == b[1] && a[2] == b[2]; }

static int other_marker(const il_model *m, int marker) { return marker == IL_NONE ? IL_NONE : ili_other_marker(m, marker); }

// ---- readings --------------------------------------------------------------------------------------------------------------------

// how many of its names are coordinates
static int coordinates_of(const ili_task_reading *r) {
    bool one = r->kind == IL_READ_COORDINATE || r->kind == IL_READ_STRENGTH || r->kind == IL_READ_HANDS;
    return one ? 1 : r->kind == IL_READ_STRETCH ? 2 : 0;
}

static ili_task_reading image_of(const il_model *m, const ili_task_reading *r) {
    ili_task_reading image = *r;
    int              n = coordinates_of(r);
    for (int k = 0; k < 4; k++) {
        if (r->marker[k] == IL_NONE) continue;
        image.marker[k] = k < n ? ili_other_coordinate(m, r->marker[k]) : other_marker(m, r->marker[k]);
    }
    if (n > 0 && ili_turns_in_mirror(m, r->marker[0])) image.factor = -image.factor;
    turned(r->along, image.along);
    turned(r->across, image.across);
    return image;
}

// the greater of two sides is the same in any order
static bool same_reading(const ili_task_reading *a, const ili_task_reading *b) {
    bool swapped = a->kind == IL_READ_STRETCH && a->marker[0] == b->marker[1] && a->marker[1] == b->marker[0];
    return a->kind == b->kind && (swapped || !memcmp(a->marker, b->marker, sizeof a->marker)) && same3(a->along, b->along) && same3(a->across, b->across) &&
           a->factor == b->factor && a->zero == b->zero && a->from_neutral == b->from_neutral;
}

// ---- what a task asks for --------------------------------------------------------------------------------------------------------

static bool even_values(const il_model *m, const ili_task_value *v, int n) {
    bool all = true;
    for (int i = 0; i < n && all; i++) {
        int    other = ili_other_coordinate(m, v[i].coordinate);
        double sign = ili_turns_in_mirror(m, v[i].coordinate) ? -1.0 : 1.0;
        all = false;
        for (int k = 0; k < n; k++) all = all || (v[k].coordinate == other && v[k].value == sign*v[i].value && v[k].sd == v[i].sd);
    }
    return all;
}

static bool even_grips(const il_model *m, const il_task *t) {
    bool all = true;
    for (int i = 0; i < t->def->ngrip && all; i++) {
        const il_grip *g = &t->grip[i];
        int            other = ili_other_coordinate(m, g->coordinate);
        double         sign = ili_turns_in_mirror(m, g->coordinate) ? -1.0 : 1.0;
        all = false;
        for (int k = 0; k < t->def->ngrip; k++)
            all = all || (t->grip[k].coordinate == other && t->grip[k].target == sign*g->target && t->grip_to[k] == sign*t->grip_to[i] && t->grip[k].k == g->k);
    }
    return all;
}

// along a direction, or as far against the opposite one
static bool even_along(const double *a, double to_a, const double *b, double to_b) {
    double image[3], back[3];
    turned(a, image);
    for (int k = 0; k < 3; k++) back[k] = -image[k];
    return (same3(image, b) && to_a == to_b) || (same3(back, b) && to_a == -to_b);
}

static bool even_holds(const il_model *m, const il_task *t) {
    bool all = true;
    for (int i = 0; i < t->def->nhold && all; i++) {
        const il_hold *h = &t->hold[i];
        all = false;
        for (int k = 0; k < t->def->nhold; k++) {
            const il_hold *o = &t->hold[k];
            all = all || (o->marker == other_marker(m, h->marker) && o->from == other_marker(m, h->from) && o->k == h->k &&
                          even_along(h->direction, h->target, o->direction, o->target) && even_along(h->direction, t->hold_to[i], o->direction, t->hold_to[k]));
        }
    }
    return all;
}

static bool even_places(const il_model *m, const il_task *t) {
    bool all = true;
    for (int i = 0; i < t->def->nplace && all; i++) {
        const il_place *p = &t->place[i];
        all = false;
        for (int k = 0; k < t->def->nplace; k++) {
            const il_place *o = &t->place[k];
            all = all || (o->marker == other_marker(m, p->marker) && o->relative_to == other_marker(m, p->relative_to) && even_along(p->direction, p->value, o->direction, o->value));
        }
    }
    return all;
}

static bool even_room(const il_model *m, const il_task *t) {
    bool all = t->up[2] == 0.0;
    for (int k = 0; k < IL_TASK_PLANES; k++) all = all && t->plane[k][2] == 0.0;
    for (int k = 0; k < m->npad && all; k++) {
        int other = k;
        for (int i = 0; i < m->npad; i++) {
            size_t n = strlen(m->pad_name[k]);
            bool   twin = il_side_of(m->pad_name[k]) != IL_SIDE_NONE && strlen(m->pad_name[i]) == n && !strncmp(m->pad_name[i], m->pad_name[k], n - 1) && i != k;
            if (twin && il_side_of(m->pad_name[i]) != IL_SIDE_NONE) other = i;
        }
        all = t->pad_off[k] == t->pad_off[other];
    }
    return all;
}

static bool even_arms(const il_task *t) {
    const il_task_arm *a = t->arms.arm;
    return a[0].flexion == a[1].flexion && a[0].abduction == a[1].abduction && a[0].rotation == a[1].rotation && a[0].elbow == a[1].elbow && a[0].reach == a[1].reach &&
           t->hand_load.right == t->hand_load.left;
}

void ili_task_find_images(const il_model *m, il_task *t) {
    const il_task_def *def = t->def;
    bool               even = def->nload == 0 && !def->strength.marker && !(def->block_mm > 0.0); // what acts on one side, and tests of strength, are left as they are
    even = even && even_values(m, t->start, def->nstart) && even_values(m, t->habit, def->nhabit) && even_grips(m, t) && even_holds(m, t) && even_places(m, t);
    even = even && even_room(m, t) && even_arms(t);
    if (even && def->end.present) {
        ili_task_reading watch = image_of(m, &t->watch);
        even = same_reading(&watch, &t->watch);
    }
    t->even = even;
    for (int i = 0; i < def->nreading && even; i++) t->image[i] = image_of(m, &t->reading[i]);
}
