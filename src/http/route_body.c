// route_body.c - GET /api/body
#include "http/routes.h"
#include "http/scene.h"

void ili_get_body(ili_request *r, ili_reply *out) {
    const char *text;
    size_t      size;
    il_error    err = {0};
    if (ili_scenes_body(r->world->scenes, &text, &size, &err)) ili_reply_failed(out, &err);
    else ili_reply_text(out, 200, "application/json", (char *)(uintptr_t)text, size, NULL); // stays the scenes' own
}
