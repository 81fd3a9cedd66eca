// osim_read_loop.c - joints of an `.osim` file that close a circle, as OpenSim (Simbody's MultibodyGraphMaker) closes them
//
// A WeldJoint becomes a WeldConstraint. Any other joint gets a piece of its child, which carries an equal share of the child's mass, and a weld ties the
// pieces together.
#include <stdio.h>
#include <string.h>

#include "osim_read.h"

static void weld(ili_osim_reader *r, const char *name, int a, int b, const il_frame *in_a, const il_frame *in_b) {
    r->loop[r->nloop++] = (il_constraint){.kind = IL_CONSTRAINT_WELD, .name = name, .body = {a, b}, .frame = {*in_a, *in_b}};
}

static char *called(ili_osim_reader *r, const char *stem, const char *end, int number) {
    size_t size = strlen(stem) + 40;
    char  *name = ili_osim_take(r, size, 1);
    if (name && number < 0) snprintf(name, size, "%s%s", stem, end);
    else if (name) snprintf(name, size, "%s%s%d", stem, end, number);
    return name;
}

// the joint hangs a piece of its child on its parent
static il_status cut(ili_osim_reader *r, ili_osim_joint *j) {
    const il_frame here = il_frame_identity();
    int            whole = j->child;
    char          *name = called(r, r->body[whole].name, "_slave_", r->body[whole].ncut), *tie = name ? called(r, name, "_weld", -1) : NULL;
    if (!tie) return IL_NO_MEMORY;
    if (ili_osim_body_find(r, name) >= 0) return ili_osim_bad(r, j->e, "body '%.80s' has a second joint '%.80s', and its piece would be called '%.90s' as another body is", r->body[whole].name, j->name, name);
    r->body[whole].ncut++;
    r->body[r->nbody] = (ili_osim_body){.name = name, .e = r->body[whole].e, .level = r->body[j->parent].level + 1, .of = whole};
    j->child = r->nbody++, j->placed = true;
    weld(r, tie, whole, j->child, &here, &here);
    return ili_osim_note(r, j->e, "joint '%.80s' closes a circle: body '%.80s' is cut in two, '%.90s' is the piece on this joint, and a weld ties them, as in OpenSim", j->name, r->body[whole].name, name);
}

il_status ili_osim_close_loops(ili_osim_reader *r, int *n) {
    int kept = 0;
    for (int i = 0; i < r->njoint; i++) {
        ili_osim_joint *j = &r->joint[i];
        il_status       status = IL_OK;
        bool            welds = !j->placed && !strcmp(j->kind, "WeldJoint");
        if (welds && j->ncoordinate) {
            status = ili_osim_bad(r, j->e, "the WeldJoint '%.80s' has %d coordinates; it should have 0", j->name, j->ncoordinate);
        } else if (welds) {
            char *name = called(r, j->name, "_Loop", -1);
            if (!name) return IL_NO_MEMORY;
            weld(r, name, j->parent, j->child, &j->in_parent, &j->in_child);
            status = ili_osim_note(r, j->e, "the WeldJoint '%.80s' closes a circle: it is a WeldConstraint here, as in OpenSim", j->name);
        } else if (!j->placed && j->child == 0) {
            status = ili_osim_bad(r, j->e, "joint '%.80s' closes a circle and carries the ground, which cannot be cut; exchange its parent and child", j->name);
        } else if (!j->placed && !strcmp(j->kind, "FreeJoint")) {
            status = ili_osim_bad(r, j->e, "the FreeJoint '%.80s' closes a circle and so ties nothing; leave it out", j->name);
        } else if (!j->placed) {
            status = cut(r, j);
            r->order[(*n)++] = i;
        }
        if (status != IL_OK) return status;
        kept += !welds;
    }
    // joints that are constraints now are none
    for (int i = 0, to = 0; i < r->njoint && kept < r->njoint; i++) {
        bool welds = !r->joint[i].placed;
        for (int k = 0; k < *n; k++)
            if (r->order[k] == i && !welds) { r->order[k] = to; break; }
        if (!welds) r->joint[to++] = r->joint[i];
    }
    r->njoint = kept;
    return IL_OK;
}
