// route_about.c - what program this is, its notices, and the description of the API
#include <string.h>

#include "http/routes.h"
#include "http/web.h"
#include "ilium/version.h"

// the notices that stand on every output
static json_t *notices(const il_knowledge *k) {
    json_t *list = json_array();
    for (int i = 0; i < k->nnotice; i++)
        if (!strcmp(k->notice[i].where, "every")) json_array_append_new(list, json_pack("{s:s, s:s}", "id", k->notice[i].id, "text", k->notice[i].text));
    return list;
}

void ili_get_about(ili_request *r, ili_reply *out) {
    const ili_world *w = r->world;
    ili_reply_json(out, 200, json_pack("{s:s, s:s, s:b, s:o}", "version", il_version(), "data", il_data_hash(w->data), "modified", il_data_modified(w->data), "notices",
                                       notices(w->knowledge)));
}

void ili_get_openapi(ili_request *r, ili_reply *out) {
    union {
        const char *is;
        char       *as;
    } bytes = {ili_api_files[0].bytes};
    (void)r;
    ili_reply_text(out, 200, "application/json", bytes.as, ili_api_files[0].size, NULL);
}
