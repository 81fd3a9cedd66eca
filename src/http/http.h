// http.h - what the files of the server share: a request, an answer, the table of routes, jobs and streams.
//
// To add a route: a handler in src/http/route_X.c, and one line in routes.h. Handlers carry, they do not reason: JSON in, a call of the library, JSON out.
#ifndef ILI_HTTP_HTTP_H
#define ILI_HTTP_HTTP_H
#include <jansson.h>

#include "ilium/body.h"
#include "ilium/file.h"
#include "ilium/io.h"
#include "ilium/knowledge.h"
#include "ilium/plan.h"
#include "ilium/serve.h"
#include "ilium/tasks.h"

enum {
    ILI_PARTS = 2,             ///< {} in a pattern
    ILI_NAME = 65,             ///< room for a name in a path: letters, digits, _ and -, and . inside
    ILI_QUERIES = 12,          ///< ?name=value of a request
    ILI_BODY = 64 * 1024,      ///< usual limit of a body [bytes]
    ILI_BODY_RECORD = 4 << 20, ///< of a patient's record
    ILI_BODY_DEPTH = 32        ///< of nested JSON
};

/// Who may ask. PATIENT: also a session in patient mode (docs/web.md), which every other refuses.
typedef enum ili_access { ILI_OPEN, ILI_PATIENT, ILI_CLINICIAN } ili_access;

struct ili_request;
struct ili_reply;
typedef void (*ili_handler)(struct ili_request *r, struct ili_reply *out);

/// One line of routes.h.
typedef struct ili_route {
    const char *method, *pattern; ///< "/api/patients/{id}/screen"
    ili_handler handler;
    ili_access  access;
    size_t      limit;            ///< of the body [bytes]; 0: it has none. A body is a JSON object
} ili_route;

/// What is immutable and shared by all threads.
typedef struct ili_world {
    il_data_dir          *data;
    il_knowledge         *knowledge;
    il_patient_vocab     *vocab;
    const il_body_tables *tables;
    il_body              *body;
    il_tasks             *tasks;     ///< of the exam
    il_tasks             *all_tasks; ///< with postures and exercises
    il_exercise_tasks    *exercises;
    struct ili_scenes    *scenes; ///< the drawn body and the tabs' live solves (scene.h)
} ili_world;

/// A file as it was written: tells two writings of the same bytes apart. All 0: none.
typedef struct ili_stamp {
    uint64_t file;
    int64_t  s, ns;
} ili_stamp;

typedef struct ili_session_info {
    uint64_t  id;                ///< counts up; 0: none
    bool      patient_mode;
    char      patient[ILI_NAME]; ///< in patient mode: the only record that may be seen
    unsigned  handed;            ///< how often the window was handed over
    ili_stamp wrote;             ///< in patient mode: the record as the person last left it; none before they do
    int       own;               ///< while the record is that one: its entries from this one on are the person's, and of no other hand
} ili_session_info;

/// A request. Texts live until it is answered.
typedef struct ili_request {
    il_server       *server;
    const ili_world *world;
    const ili_route *route;
    ili_session_info session;
    char             part[ILI_PARTS][ILI_NAME]; ///< what stood for {}
    const char      *method, *path;
    const char      *host, *origin, *fetch_site, *authorization, *if_match, *if_none_match, *encoding, *type;
    int              nquery;
    const char      *query_name[ILI_QUERIES], *query_value[ILI_QUERIES];
    const char      *body;
    size_t           size;
    bool             too_large; ///< the body was over the limit and is not here
    json_t          *json;      ///< the body, an object; NULL where the route has none
} ili_request;

/// The value of ?name=, or NULL.
const char *ili_query(const ili_request *r, const char *name);

struct ili_stream;

/// An answer. A handler fills it by one of the functions below; {0} is a fault of ours.
typedef struct ili_reply {
    int                status;
    const char        *type;       ///< Content-Type
    char              *bytes;      ///< freed by `release` (NULL: not at all)
    size_t             size;
    void (*release)(void *);
    char               etag[80];   ///< with its quotes; "" = none
    const char        *encoding;   ///< "br", "gzip" or NULL
    const char        *cache;      ///< NULL: no-store
    const char        *policy;     ///< Content-Security-Policy; NULL: the app's
    const char        *allow;      ///< of 405
    char               file[160];  ///< name to save it by; "" = shown
    struct ili_stream *stream;     ///< an event stream in place of bytes
} ili_reply;

/// A JSON value, which is let go of; NULL: memory ran out.
void ili_reply_json(ili_reply *out, int status, json_t *value);
/// A text of il_report_*() or malloc(), which `release` will free.
void ili_reply_text(ili_reply *out, int status, const char *type, char *text, size_t size, void (*release)(void *));
/// {"error": {"what", "where", "instead"}}: where and instead may be NULL.
void ili_reply_error(ili_reply *out, int status, const char *what, const char *where, const char *instead);
/// The same of an error of the library, with the status that fits.
void ili_reply_failed(ili_reply *out, const il_error *err);
/// {"what", "where", "instead"} of an error.
json_t *ili_error_json(const il_error *err);

/// Answer a request: the guards, the table of routes, the handler. All but sockets: what is fuzzed.
void ili_answer(ili_request *r, ili_reply *out);
/// The route of a method and path, its {} into r->part. NULL: `*allow` names the methods that the path has, or is NULL where there is no such path.
const ili_route *ili_route_find(const char *method, const char *path, char part[ILI_PARTS][ILI_NAME], const char **allow);
const ili_route *ili_route_at(int i); ///< NULL behind the last
/// A file of the app.
void ili_static(ili_request *r, ili_reply *out);

// ---- JSON bodies: a field that is missing leaves *out; a wrong one answers 400 and gives false -------------------------------------

bool ili_want_text(const ili_request *r, ili_reply *out, const char *name, const char **value);
bool ili_want_number(const ili_request *r, ili_reply *out, const char *name, double low, double high, double *value);
bool ili_want_whole(const ili_request *r, ili_reply *out, const char *name, int low, int high, int *value);
bool ili_want_bool(const ili_request *r, ili_reply *out, const char *name, bool *value);
bool ili_want_array(const ili_request *r, ili_reply *out, const char *name, size_t most, json_t **value);
/// A name of letters, digits, _ and -, and . inside: the `tab` of a job.
bool ili_want_name(const ili_request *r, ili_reply *out, const char *name, const char **value);
bool ili_is_name(const char *text);

// ---- jobs: work that takes longer than an answer; its end is told on the tab's event stream ------------------------------------------

typedef enum ili_lane { ILI_SHORT, ILI_LONG } ili_lane; ///< whose workers do it: a solve never waits for an assessment

typedef struct ili_job ili_job;

/// What is to be done. `work` belongs to the job from ili_job_start() on, also when it is refused.
typedef struct ili_job_def {
    const char *kind;       ///< "assess": the event's name
    const char *tab;        ///< whose stream is told
    const char *key;        ///< a newer job of the same session, tab and key takes the place of this one: it is cancelled and silent. NULL: none does
    double      sequence;   ///< told with the event; a job of a lower sequence than the last of its key is answered 409
    ili_lane    lane;
    il_status (*run)(ili_job *j, void *work, il_error *err); ///< ends with ili_job_result()
    void (*done)(void *work);                                ///< frees work
    void       *work;
    const char *subject;    ///< id of the patient that it is about, or NULL
} ili_job_def;

/// Queue it and answer 202 {"job", "sequence"}, or 429.
void ili_job_start(ili_request *r, ili_reply *out, const ili_job_def *def);
/// Queue it and wait for it: what a GET of a document does. @return IL_LIMIT where too many wait
il_status ili_job_wait(ili_request *r, const ili_job_def *def, il_error *err);
/// For the library's long functions: reports to the stream, and hears of cancellation.
const il_progress *ili_job_progress(ili_job *j);
/// The result: one JSON value as text of malloc(), which the job takes; line ends in it become blanks.
void ili_job_result(ili_job *j, char *json);
const ili_world *ili_job_world(const ili_job *j);
il_server       *ili_job_server(const ili_job *j);

// ---- the server's own --------------------------------------------------------------------------------------------------------------------

void        ili_log(il_server *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
double      ili_now(void);                         ///< seconds of a clock that never goes back
const char *ili_moment(char out[24]);              ///< "2026-03-31T14:05:00Z"; returns `out`

#endif
