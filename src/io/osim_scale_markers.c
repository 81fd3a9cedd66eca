// osim_scale_markers.c - markers of a model's text: a set put in, places given anew
#include <stdio.h>
#include <string.h>

#include "ilium/file.h"
#include "osim_read.h"
#include "osim_scale.h"
#include "osim_tree.h"

// @param moved  only one that stands among components, false: any
static const ili_element *find(const ili_element *set, const char *name, bool moved) {
    for (const ili_element *m = set ? set->first : NULL; m; m = m->next) {
        const char *own = ili_attribute_get(m, "name");
        if (own && !strcmp(m->tag, "Marker") && !strcmp(own, name) && (!moved || m->home)) return m;
    }
    return NULL;
}

// in the form of the model's own version, without what stands before it
static void one(ili_text *t, const ili_element *m, bool sockets) {
    const char *body = ili_child_text(m, "socket_parent_frame"), *place = ili_child_text(m, "location"), *fixed = ili_child_text(m, "fixed");
    if (!body) body = ili_child_text(m, "body");
    if (!body) body = ili_child_text(m, "socket_body");
    bool path = body && strchr(body, '/');
    ili_text_add(t, "<Marker name=\"");
    ili_xml_escape(t, ili_attribute_get(m, "name") ? ili_attribute_get(m, "name") : "");
    ili_text_add(t, sockets ? "\">\n\t\t\t\t\t<socket_parent_frame>" : "\">\n\t\t\t\t\t<body>");
    if (sockets && !path) ili_text_add(t, body && strcmp(body, "ground") ? "/bodyset/" : "/");
    ili_xml_escape(t, !body ? "ground" : sockets ? body : ili_osim_last(body));
    ili_text_add(t, sockets ? "</socket_parent_frame>\n\t\t\t\t\t<location>" : "</body>\n\t\t\t\t\t<location>");
    ili_xml_escape(t, place && *place ? place : "0 0 0");
    ili_text_add(t, "</location>\n\t\t\t\t\t<fixed>");
    ili_xml_escape(t, fixed && *fixed ? fixed : "false");
    ili_text_add(t, "</fixed>\n\t\t\t\t</Marker>");
}

static bool has_sockets(const ili_edit *e) {
    const char *version = ili_attribute_get(e->doc.root, "Version");
    double      number = 0.0;
    return version && !il_number_parse(version, strlen(version), &number) && number >= 40000.0;
}

// one among components stays where its path finds it
static void in_place(ili_edit *e, const ili_element *there, const ili_element *m, bool sockets) {
    ili_text t = ili_text_growing(1 << 20);
    one(&t, m, sockets);
    if (t.status == IL_OK) ili_edit_replace(e, there->from, there->end, t.bytes);
    else if (e->status == IL_OK) e->status = il_error_set(e->err, t.status, e->doc.file, 0, 0, "out of memory for markers");
    ili_text_free(&t);
}

il_status ili_scale_markers(ili_edit *e, const char *path) {
    static const char  behind[] = "\n\t\t\t\t";
    ili_document       doc;
    const ili_element *model = ili_scale_model(e), *own = ili_child(model, "MarkerSet"), *mine = ili_child(own, "objects");
    if (!model || !model->inner) return ili_xml_error(&e->doc, e->doc.root, IL_BAD_VALUE, e->err, "there is no <Model> that holds anything");
    il_status status = ili_xml_read(path, &doc, e->err);
    if (status != IL_OK) return status;
    const ili_element *set = strcmp(doc.root->tag, "MarkerSet") ? ili_child(doc.root, "MarkerSet") : doc.root, *given = ili_child(set, "objects");
    bool               sockets = has_sockets(e);
    ili_text           t = ili_text_growing((size_t)1 << 26);
    if (!given) status = ili_xml_error(&doc, doc.root, IL_BAD_VALUE, e->err, "there is no <MarkerSet> with <objects>");
    ili_text_add(&t, "<MarkerSet name=\"\">\n\t\t\t<objects>");
    for (const ili_element *m = mine ? mine->first : NULL; m; m = m->next)
        if (!strcmp(m->tag, "Marker") && !m->home && ili_attribute_get(m, "name") && !find(given, ili_attribute_get(m, "name"), false)) ili_text_add(&t, behind), one(&t, m, sockets);
    for (const ili_element *m = given ? given->first : NULL; m; m = m->next) {
        if (strcmp(m->tag, "Marker") || !ili_attribute_get(m, "name")) continue;
        const ili_element *there = find(mine, ili_attribute_get(m, "name"), true);
        if (there) in_place(e, there, m, sockets);
        else ili_text_add(&t, behind), one(&t, m, sockets);
    }
    ili_text_add(&t, "\n\t\t\t</objects>\n\t\t\t<groups />\n\t\t</MarkerSet>");
    if (status == IL_OK && t.status != IL_OK) status = il_error_set(e->err, t.status, path, 0, 0, "out of memory for markers");
    if (status == IL_OK && own && own->end) ili_edit_replace(e, own->from, own->end, t.bytes);
    else if (status == IL_OK) ili_text_add(&t, "\n\t"), ili_edit_replace(e, model->inner_end, model->inner_end, t.bytes);
    ili_text_free(&t), ili_xml_free(&doc);
    if (e->status == IL_OK) e->status = status;
    return e->status;
}

il_status ili_scale_move_markers(ili_edit *e, const il_osim *o, const bool *moved, const double *place) {
    const il_model    *m = o->model;
    const ili_element *set = ili_osim_objects(ili_scale_model(e), "MarkerSet");
    ili_osim_tree     *tree = NULL;
    if (e->status == IL_OK) e->status = ili_scale_tree(e, &tree);
    for (const ili_element *c = set ? set->first : NULL; c && e->status == IL_OK; c = c->next) {
        const char *name = ili_attribute_get(c, "name");
        int         i = name && !strcmp(c->tag, "Marker") ? il_marker_find(m, name) : IL_NONE;
        if (i == IL_NONE || !moved[i]) continue;
        const ili_element *frame = ili_child(c, "socket_parent_frame");
        ili_osim_place     p = {0};
        if (frame && *frame->text) e->status = ili_osim_tree_frame(tree, c, frame->text, &p, e->err);
        if (p.itself && strcmp(p.itself->tag, "Body") && strcmp(p.itself->tag, "Ground")) { // fixed to a frame of the body: now to the body itself
            char path[1000] = "/ground";
            if (p.carrier) ili_osim_tree_path(p.carrier, path, sizeof path);
            ili_edit_text(e, frame, path);
        }
        ili_edit_numbers(e, ili_child(c, "location"), 3, place + 3*i);
    }
    return e->status;
}

il_status ili_scale_marker_file(const char *file, const char *text, size_t size, char **out, size_t *length, il_error *err) {
    ili_document doc;
    ili_text     t = ili_text_growing((size_t)1 << 26);
    il_status    status = ili_xml_parse(file, text, size, &doc, err);
    if (status != IL_OK) return ili_text_free(&t), status;
    const ili_element *model = strcmp(doc.root->tag, "Model") ? ili_child(doc.root, "Model") : doc.root, *set = ili_child(model, "MarkerSet");
    const char        *version = ili_attribute_get(doc.root, "Version");
    bool               mark = size > 2 && !memcmp(text, "\xEF\xBB\xBF", 3); // places count from behind it
    ili_text_add(&t, "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<OpenSimDocument Version=\"");
    ili_xml_escape(&t, version ? version : "30000");
    ili_text_add(&t, "\">\n\t");
    if (set) ili_text_add_n(&t, text + (mark ? 3 : 0) + set->from, set->end - set->from);
    else ili_text_add(&t, "<MarkerSet name=\"\"><objects /><groups /></MarkerSet>");
    ili_text_add(&t, "\n</OpenSimDocument>\n");
    ili_xml_free(&doc);
    if (t.status != IL_OK) return ili_text_free(&t), il_error_set(err, t.status, file, 0, 0, "out of memory for a file of markers");
    *out = t.bytes, *length = t.len;
    return IL_OK;
}
