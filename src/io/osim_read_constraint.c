// osim_read_constraint.c - <ConstraintSet> of an `.osim` file
//
// A coordinate that a coupler makes follow one other is a coupled coordinate of the model: there it holds exactly and costs nothing. All else (loops
// closed by points, welds, rods and lines; couplers of several coordinates, or of one that follows another itself) becomes an il_constraint.
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "osim_read.h"

// ---- bodies --------------------------------------------------------------------------------------------------------------------

// A body that a constraint names, by a socket or, in older files, by its name. @param frame  where the named frame is in it
static il_status body_of(ili_osim_reader *r, const ili_element *e, const char *socket, const char *old, int *body, il_frame *frame) {
    const char *path = ili_child_text(e, socket);
    *frame = il_frame_identity();
    if (path && *path) return ili_osim_frame_of(r, e, path, body, frame);
    path = ili_child_text(e, old);
    *body = ili_osim_body_find(r, path ? path : "");
    char offer[300];
    return *body >= 0 ? IL_OK : ili_osim_bad(r, e, "the <%s> names the body '%.80s', which is not there; did you mean %s?", e->tag, path ? path : "", ili_osim_meant(r, false, path ? path : "", offer, sizeof offer));
}

// points stand in the axes of the body, whatever frame of it is named, as OpenSim takes them
static il_status points(ili_osim_reader *r, const ili_element *e, il_constraint *c) {
    static const char *const socket[] = {"socket_body_1", "socket_body_2"}, *const old[] = {"body_1", "body_2"}, *const place[] = {"location_body_1", "location_body_2"};
    il_status                status = IL_OK;
    for (int end = 0; end < 2 && status == IL_OK; end++) {
        status = body_of(r, e, socket[end], old[end], &c->body[end], &c->frame[end]);
        c->frame[end] = il_frame_identity();
        if (status == IL_OK) status = ili_child_numbers(&r->doc, e, place[end], 3, c->frame[end].pos, r->err);
    }
    return status;
}

static il_status weld(ili_osim_reader *r, const ili_element *e, il_constraint *c) {
    static const char *const socket[] = {"socket_frame1", "socket_frame2"}, *const old[] = {"body_1", "body_2"};
    static const char *const place[] = {"location_body_1", "location_body_2"}, *const turn[] = {"orientation_body_1", "orientation_body_2"};
    il_status                status = IL_OK;
    for (int end = 0; end < 2 && status == IL_OK; end++) {
        double   pos[3] = {0}, angles[3] = {0};
        il_frame base, own;
        status = body_of(r, e, socket[end], old[end], &c->body[end], &base);
        if (status == IL_OK) status = ili_child_numbers(&r->doc, e, place[end], 3, pos, r->err);
        if (status == IL_OK) status = ili_child_numbers(&r->doc, e, turn[end], 3, angles, r->err);
        own = il_frame_xyz(pos, angles);
        c->frame[end] = ili_osim_frame_after(&base, &own);
    }
    return status;
}

// the line becomes the z axis of a frame; x and y lie anyhow beside it
static il_status line(ili_osim_reader *r, const ili_element *e, il_constraint *c) {
    double    way[3] = {0}, size = 0.0;
    il_status status = body_of(r, e, "socket_line_body", "line_body", &c->body[0], &c->frame[0]);
    if (status == IL_OK) status = body_of(r, e, "socket_follower_body", "follower_body", &c->body[1], &c->frame[1]);
    if (status == IL_OK) status = ili_child_numbers(&r->doc, e, "line_direction_vec", 3, way, r->err);
    il_frame at = il_frame_identity(), follower = at;
    if (status == IL_OK) status = ili_child_numbers(&r->doc, e, "point_on_line", 3, at.pos, r->err);
    if (status == IL_OK) status = ili_child_numbers(&r->doc, e, "point_on_follower", 3, follower.pos, r->err);
    for (int i = 0; i < 3; i++) size += way[i]*way[i];
    if (status == IL_OK && !(size > 0.0 && isfinite(size))) return ili_osim_bad(r, e, "the <%s> has no direction: <line_direction_vec>", e->tag);
    int    least = fabs(way[0]) <= fabs(way[1]) ? (fabs(way[0]) <= fabs(way[2]) ? 0 : 2) : fabs(way[1]) <= fabs(way[2]) ? 1 : 2;
    double x[3] = {0}, part = way[least]/size, length = 0.0;
    for (int i = 0; i < 3; i++) x[i] = (i == least) - part*way[i], length += x[i]*x[i];
    for (int i = 0; i < 3; i++) at.rot[3*i + 2] = way[i]/sqrt(size), at.rot[3*i] = x[i]/sqrt(length);
    for (int i = 0; i < 3; i++) { // y = z x x
        int a = (i + 1)%3, b = (i + 2)%3;
        at.rot[3*i + 1] = at.rot[3*a + 2]*at.rot[3*b] - at.rot[3*b + 2]*at.rot[3*a];
    }
    c->frame[0] = at, c->frame[1] = follower;
    return status;
}

// ---- couplers ------------------------------------------------------------------------------------------------------------------

/// What a <CoordinateCouplerConstraint> names: places in reader.coordinate.
typedef struct named {
    int slave, nmaster, master[IL_CONSTRAINT_MASTERS];
} named;

static il_status names(ili_osim_reader *r, const ili_element *e, named *n) {
    const char *dependent = ili_child_text(e, "dependent_coordinate_name"), *list = ili_child_text(e, "independent_coordinate_names");
    n->slave = ili_osim_coordinate_place(r, dependent), n->nmaster = 0;
    char offer[300];
    if (n->slave < 0) return ili_osim_bad(r, e, "a coupler's dependent coordinate '%.80s' is not there; did you mean %s?", dependent ? dependent : "", ili_osim_meant(r, true, dependent ? dependent : "", offer, sizeof offer));
    for (const char *at = list ? list : ""; *(at += strspn(at, " \t\r\n"));) {
        char   word[200];
        size_t length = strcspn(at, " \t\r\n");
        memcpy(word, at, length < sizeof word ? length : sizeof word - 1);
        word[length < sizeof word ? length : sizeof word - 1] = 0;
        int i = ili_osim_coordinate_place(r, word);
        if (i < 0) return ili_osim_bad(r, e, "a coupler's independent coordinate '%.80s' is not there; did you mean %s?", word, ili_osim_meant(r, true, word, offer, sizeof offer));
        if (n->nmaster == IL_CONSTRAINT_MASTERS) return ili_osim_bad(r, e, "a coupler has more than %d independent coordinates", IL_CONSTRAINT_MASTERS);
        n->master[n->nmaster++] = i;
        at += length;
    }
    return n->nmaster ? IL_OK : ili_osim_bad(r, e, "a coupler names no independent coordinate");
}

static const ili_element *function_of(const ili_element *e) {
    const ili_element *f = ili_osim_function_in(ili_child(e, "coupled_coordinates_function"));
    return f ? f : ili_osim_function_in(e);
}

// a polynomial of several coordinates
static il_status terms(ili_osim_reader *r, const ili_element *f, il_constraint *c) {
    double   *coefficient;
    int      *power;
    il_status status = ili_osim_terms_of(r, f, c->nmaster, &c->nterm, &coefficient, &power);
    c->coefficient = coefficient, c->power = power;
    return status;
}

// what is known before the model's coordinates: who follows
static il_status mark(ili_osim_reader *r, const ili_element *e) {
    named     n;
    il_status status = names(r, e, &n);
    if (status != IL_OK) return status;
    if (r->coordinate[n.slave].dependent) return ili_osim_bad(r, e, "two couplers move coordinate '%s'; one may", r->coordinate[n.slave].name);
    if (!function_of(e)) return ili_osim_bad(r, e, "the coupler of '%s' holds no function that is known", r->coordinate[n.slave].name);
    return r->coordinate[n.slave].dependent = true, IL_OK;
}

static il_status tie(ili_osim_reader *r, const ili_element *e) {
    named     n;
    il_status status = names(r, e, &n);
    if (status == IL_OK) r->coordinate[n.slave].tied = n.nmaster > 1 || r->coordinate[n.master[0]].dependent;
    return status;
}

static il_status coupler(ili_osim_reader *r, const ili_element *e, il_constraint *c) {
    named     n;
    double    scale = 1.0;
    il_status status = names(r, e, &n);
    if (status == IL_OK) status = ili_child_numbers(&r->doc, e, "scale_factor", 1, &scale, r->err);
    if (status != IL_OK) return status;
    if (!r->coordinate[n.slave].tied) { // no constraint: a coordinate of the model
        int function = IL_NONE;
        if (r->options.free_dependent) return IL_OK;
        status = ili_osim_whole_curve(r, function_of(e), scale, &function);
        if (status == IL_OK) il_builder_coupled(r->b, r->coordinate[n.slave].name, r->coordinate[n.master[0]].name, function);
        return status;
    }
    int *master = ili_osim_take(r, (size_t)n.nmaster, sizeof *master);
    if (!master) return IL_NO_MEMORY;
    memcpy(master, n.master, (size_t)n.nmaster*sizeof *master);
    c->signal = n.slave, c->nmaster = n.nmaster, c->master = master, c->scale = scale, c->function = IL_NONE;
    if (n.nmaster > 1) status = terms(r, function_of(e), c);
    else status = ili_osim_whole_curve(r, function_of(e), 1.0, &c->function);
    if (status == IL_OK && (n.nmaster == 1 || c->nterm)) r->nconstraint++;
    return status;
}

// ---- the set -------------------------------------------------------------------------------------------------------------------

static const struct { const char *tag; il_constraint_kind kind; } kinds[] = {{"PointConstraint", IL_CONSTRAINT_POINT}, {"WeldConstraint", IL_CONSTRAINT_WELD},
    {"ConstantDistanceConstraint", IL_CONSTRAINT_DISTANCE}, {"PointOnLineConstraint", IL_CONSTRAINT_LINE}, {"CoordinateCouplerConstraint", IL_CONSTRAINT_COUPLER}};

static il_status one(ili_osim_reader *r, const ili_element *e) {
    il_constraint *c = &r->constraint[r->nconstraint];
    size_t         k = 0, n = sizeof kinds/sizeof *kinds;
    while (k < n && strcmp(e->tag, kinds[k].tag)) k++;
    if (!strcmp(e->tag, "RollingOnSurfaceConstraint")) // OpenSim starts with all its four rows off; induced accelerations alone switch them on
        return ili_osim_note(r, e, "the <%s> is off, as in OpenSim outside of induced accelerations", e->tag);
    if (k == n) {
        const char *known[sizeof kinds/sizeof *kinds];
        char        offer[300];
        for (k = 0; k < n; k++) known[k] = kinds[k].tag;
        return ili_osim_unknown(r, e, "the constraint <%.60s> is not known; did you mean %s?", e->tag, ili_name_offer(e->tag, known, (int)n, offer, sizeof offer));
    }
    *c = (il_constraint){.kind = kinds[k].kind, .name = ili_attribute_get(e, "name")};
    if (!c->name) c->name = "";
    if (c->kind == IL_CONSTRAINT_COUPLER) return coupler(r, e, c);
    il_status status = c->kind == IL_CONSTRAINT_WELD ? weld(r, e, c) : c->kind == IL_CONSTRAINT_LINE ? line(r, e, c) : points(r, e, c);
    if (status == IL_OK && c->kind == IL_CONSTRAINT_DISTANCE) status = ili_child_numbers(&r->doc, e, "constant_distance", 1, &c->distance, r->err);
    if (status == IL_OK && c->kind == IL_CONSTRAINT_DISTANCE && !(c->distance > 0.0 && isfinite(c->distance)))
        status = ili_osim_bad(r, e, "the distance of '%s' is %g m; a distance of nought is a PointConstraint", c->name, c->distance);
    if (status == IL_OK && c->body[0] == c->body[1]) status = ili_osim_bad(r, e, "the constraint '%s' ties body '%s' to itself", c->name, r->body[c->body[0]].name);
    if (status == IL_OK) r->nconstraint++;
    return status;
}

il_status ili_osim_followers(ili_osim_reader *r) {
    const ili_element *set = ili_osim_objects(r->model, "ConstraintSet");
    il_status          status = IL_OK;
    for (int pass = 0; pass < 2; pass++)
        for (const ili_element *e = set ? set->first : NULL; e && status == IL_OK; e = e->next)
            if (!strcmp(e->tag, "CoordinateCouplerConstraint") && !ili_osim_is_off(r, e)) status = pass ? tie(r, e) : mark(r, e);
    return status;
}

il_status ili_osim_constraints(ili_osim_reader *r) {
    const ili_element *set = ili_osim_objects(r->model, "ConstraintSet");
    il_status          status = IL_OK;
    r->constraint = ili_osim_take(r, (size_t)(set ? set->count : 0) + (size_t)r->nloop + 1, sizeof *r->constraint);
    if (!r->constraint) return IL_NO_MEMORY;
    if (r->nloop) memcpy(r->constraint, r->loop, (size_t)r->nloop*sizeof *r->loop);
    r->nconstraint = r->nloop;
    for (const ili_element *e = set ? set->first : NULL; e && status == IL_OK; e = e->next)
        if (!ili_osim_is_off(r, e)) status = one(r, e);
    return status;
}

void ili_osim_place_constraints(ili_osim_reader *r) {
    for (int i = 0; i < r->nconstraint; i++) {
        il_constraint *c = &r->constraint[i];
        int           *master = (int *)(uintptr_t)c->master; // its own
        for (int end = 0; end < 2; end++) c->body[end] = c->kind == IL_CONSTRAINT_COUPLER ? 0 : il_body_find(r->o->model, r->body[c->body[end]].name);
        if (c->kind == IL_CONSTRAINT_COUPLER) c->signal = r->coordinate[c->signal].signal;
        for (int k = 0; k < c->nmaster; k++) master[k] = r->coordinate[master[k]].signal;
    }
    r->o->constraint = r->constraint, r->o->nconstraint = r->nconstraint;
}
