// route_about.c - what program this is, its notices, and the description of the API
#include <string.h>

#include "http/routes.h"
#include "http/server.h"
#include "http/web.h"
#include "ilium/version.h"

// all fixed sentences; of those that differ by country, the country's and the general one
static json_t *notices(const il_knowledge *k, const char *country) {
    json_t *list = json_array();
    for (int i = 0; i < k->nnotice; i++) {
        const il_notice *n = &k->notice[i];
        if (*n->country && (!country || strcmp(n->country, country) != 0)) continue;
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s}", "id", n->id, "where", n->where, "country", n->country, "text", n->text));
    }
    return list;
}

void ili_get_about(ili_request *r, ili_reply *out) {
    const ili_world *w = r->world;
    ili_reply_json(out, 200, json_pack("{s:s, s:s, s:b, s:b, s:o}", "version", il_version(), "data", il_data_hash(w->data), "modified", il_data_modified(w->data), "keeps_patients",
                                       r->server->patients != NULL, "notices", notices(w->knowledge, ili_query(r, "country"))));
}

void ili_get_openapi(ili_request *r, ili_reply *out) {
    union {
        const char *is;
        char       *as;
    } bytes = {ili_api_files[0].bytes};
    (void)r;
    ili_reply_text(out, 200, "application/json", bytes.as, ili_api_files[0].size, NULL);
}
