// osim_upgrade.h - a parsed `.osim` file brought to where readers look
#ifndef ILI_OSIM_UPGRADE_H
#define ILI_OSIM_UPGRADE_H
#include "file/xml.h"

/// A new last child of `parent`, at its line. @param name  the attribute, or NULL @param text  stays the caller's @return NULL: out of memory
ili_element *ili_osim_make(ili_document *doc, ili_element *parent, const char *tag, const char *name, const char *text);
/// The sets in the engine of version 10600 become the model's; connectors of the versions between 3 and 4 become sockets.
il_status ili_osim_sockets(ili_document *doc, il_error *err);
/// What <components> and <ComponentSet> hold goes behind the objects of the model's sets, where it belongs to one.
il_status ili_osim_components(ili_document *doc, il_error *err);

#endif
