// osim_tree.h - the components of an `.osim` document by their paths, and where the frames among them are
//
// For a document whose components were gathered (osim_upgrade.h). Reader and scaling find frames here, by one rule.
#ifndef ILI_OSIM_TREE_H
#define ILI_OSIM_TREE_H
#include "file/xml.h"
#include "ilium/model.h"

typedef struct ili_osim_tree ili_osim_tree;

/// Where a frame is: the body that carries it ("ground" is one), and its place in that body.
typedef struct ili_osim_place {
    const char        *body;
    const ili_element *itself, *carrier; ///< elements of the frame and of the body; NULL: a ground without one
    il_frame           at;
} ili_osim_place;

/// Lies in the document's arena. @param version  of the file: before 40000 a path that leads nowhere counts by its last name
il_status ili_osim_tree_make(ili_document *doc, const ili_element *model, int version, ili_osim_tree **out, il_error *err);
/// The document has moved, as it does when a model is kept.
void ili_osim_tree_keep(ili_osim_tree *t, ili_document *doc);
/// The frame or body that a path or name from the model on means, by the rule below; frames were asked for before. @return false: none
bool ili_osim_tree_named(ili_osim_tree *t, const char *path, ili_osim_place *out);
/// The frame or body that a socket of `e` names by a path; a name without slashes is one of its own, else a body, else the only frame of that name.
il_status ili_osim_tree_frame(ili_osim_tree *t, const ili_element *e, const char *path, ili_osim_place *out, il_error *err);
/// The same of an element that is a frame or a body.
il_status ili_osim_tree_itself(ili_osim_tree *t, const ili_element *e, ili_osim_place *out, il_error *err);
/// "/bodyset/b/frame"; cut where it is longer. @return buf
const char *ili_osim_tree_path(const ili_element *e, char *buf, size_t size);
/// The component that an element stands in, where it stood in the file; NULL: it is the model.
const ili_element *ili_osim_tree_owner(const ili_element *e);
/// Offset frames and frames by stations, in the order of the file. @return how many; with `out` they are put there
int ili_osim_tree_frames(const ili_osim_tree *t, const ili_element **out);

#endif
