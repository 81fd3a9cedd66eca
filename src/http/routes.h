// routes.h - every route of the API: X(method, pattern, handler, who may ask, limit of the body). openapi.json describes the same; a test holds them together.
#ifndef ILI_HTTP_ROUTES_H
#define ILI_HTTP_ROUTES_H
#include "http/http.h"

// clang-format off
#define ILI_ROUTE_LIST(X) \
    X("POST",   "/api/session",             ili_post_session,     ILI_OPEN,      ILI_BODY) \
    X("GET",    "/api/session",             ili_get_session,      ILI_PATIENT,   0) \
    X("DELETE", "/api/session",             ili_delete_session,   ILI_PATIENT,   0) \
    X("POST",   "/api/session/mode",        ili_post_mode,        ILI_PATIENT,   ILI_BODY) \
    X("POST",   "/api/session/link",        ili_post_link,        ILI_CLINICIAN, ILI_BODY) \
    X("GET",    "/api/about",               ili_get_about,        ILI_PATIENT,   0) \
    X("GET",    "/api/openapi.json",        ili_get_openapi,      ILI_PATIENT,   0) \
    X("GET",    "/api/events",              ili_get_events,       ILI_PATIENT,   0) \
    X("GET",    "/api/body",                ili_get_body,         ILI_CLINICIAN, 0) \
    X("POST",   "/api/solve",               ili_post_solve,       ILI_CLINICIAN, ILI_BODY) \
    X("GET",    "/api/jobs/{id}",           ili_get_job,          ILI_PATIENT,   0) \
    X("DELETE", "/api/jobs/{id}",           ili_delete_job,       ILI_PATIENT,   0)
// clang-format on

#define X(method, pattern, handler, access, limit) void handler(ili_request *r, ili_reply *out);
ILI_ROUTE_LIST(X)
#undef X

#endif
