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
    X("GET",    "/api/vocabulary",          ili_get_vocabulary,   ILI_PATIENT,   0) \
    X("GET",    "/api/tests/{id}/figure",   ili_get_test_figure,  ILI_CLINICIAN, 0) \
    X("GET",    "/api/exercises/{id}/figure", ili_get_exercise_figure, ILI_PATIENT, 0) \
    X("GET",    "/api/events",              ili_get_events,       ILI_PATIENT,   0) \
    X("GET",    "/api/body",                ili_get_body,         ILI_CLINICIAN, 0) \
    X("POST",   "/api/solve",               ili_post_solve,       ILI_CLINICIAN, ILI_BODY) \
    X("GET",    "/api/jobs/{id}",           ili_get_job,          ILI_PATIENT,   0) \
    X("DELETE", "/api/jobs/{id}",           ili_delete_job,       ILI_PATIENT,   0) \
    X("GET",    "/api/patients",            ili_get_patients,     ILI_CLINICIAN, 0) \
    X("POST",   "/api/patients",            ili_post_patients,    ILI_CLINICIAN, ILI_BODY_RECORD) \
    X("GET",    "/api/patients/{id}",       ili_get_patient,      ILI_CLINICIAN, 0) \
    X("PUT",    "/api/patients/{id}",       ili_put_patient,      ILI_CLINICIAN, ILI_BODY_RECORD) \
    X("DELETE", "/api/patients/{id}",       ili_delete_patient,   ILI_CLINICIAN, 0) \
    X("GET",    "/api/patients/{id}/revisions", ili_get_revisions, ILI_CLINICIAN, 0) \
    X("POST",   "/api/patients/{id}/undo",  ili_post_undo,        ILI_CLINICIAN, ILI_BODY) \
    X("POST",   "/api/patients/{id}/visits", ili_post_visits,     ILI_CLINICIAN, ILI_BODY) \
    X("POST",   "/api/patients/{id}/consent", ili_post_consent,   ILI_CLINICIAN, ILI_BODY) \
    X("GET",    "/api/patients/{id}/interview", ili_get_interview, ILI_PATIENT,  0) \
    X("POST",   "/api/patients/{id}/interview", ili_post_interview, ILI_PATIENT, ILI_BODY) \
    X("POST",   "/api/patients/{id}/screen", ili_post_screen,     ILI_PATIENT,   ILI_BODY) \
    X("POST",   "/api/patients/{id}/assess", ili_post_assess,     ILI_CLINICIAN, ILI_BODY) \
    X("POST",   "/api/patients/{id}/what-if", ili_post_whatif,    ILI_CLINICIAN, ILI_BODY) \
    X("POST",   "/api/patients/{id}/plan",  ili_post_plan,        ILI_CLINICIAN, ILI_BODY) \
    X("POST",   "/api/patients/{id}/expected", ili_post_expected, ILI_CLINICIAN, ILI_BODY) \
    X("POST",   "/api/patients/{id}/day",   ili_post_day,         ILI_CLINICIAN, ILI_BODY) \
    X("POST",   "/api/patients/{id}/report", ili_post_report,     ILI_PATIENT,   ILI_BODY) \
    X("GET",    "/view/{id}",               ili_get_view,         ILI_OPEN,      0) \
    X("GET",    "/api/patients/{id}/report", ili_get_report,      ILI_PATIENT,   0) \
    X("GET",    "/api/patients/{id}/fhir",  ili_get_fhir,         ILI_CLINICIAN, 0) \
    X("GET",    "/api/patients/{id}/follow-up", ili_get_followup, ILI_CLINICIAN, 0) \
    X("GET",    "/api/patients/{id}/patient-view", ili_get_patient_view, ILI_PATIENT, 0)
// clang-format on

#define X(method, pattern, handler, access, limit) void handler(ili_request *r, ili_reply *out);
ILI_ROUTE_LIST(X)
#undef X

#endif
