// route_body.c - GET /api/body
#include <stdlib.h>

#include "http/routes.h"
#include "http/scene.h"

void ili_get_body(ili_request *r, ili_reply *out) {
    char    *text;
    size_t   size;
    il_error err = {0};
    if (ili_body_json(ili_scenes_stage(r->world->scenes), &text, &size, &err)) ili_reply_failed(out, &err);
    else ili_reply_text(out, 200, "application/json", text, size, free);
}
