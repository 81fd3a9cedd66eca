// server.h - the insides of the server: sessions, tabs, jobs, connections. One lock guards them all; nothing is computed under it, and nobody takes it twice.
#ifndef ILI_HTTP_SERVER_H
#define ILI_HTTP_SERVER_H
#include <pthread.h>
#include <stdatomic.h>

#include "http/http.h"

struct MHD_Daemon;

enum {
    ILI_SESSIONS = 64, ILI_TABS = 256, ILI_JOBS = 128, ILI_TRIES = 5, ILI_VIEWS = 8,
    ILI_TAB_EVENTS = 64,          ///< that wait for a reader
    ILI_TAB_BYTES = 8 << 20,      ///< of them
    ILI_RESULT_BYTES = 64 << 20,  ///< of results that are kept
    ILI_MAX_WORKERS = 16
};

typedef struct ili_session {
    ili_session_info info;
    char             key[IL_SERVE_TOKEN];
    char             pin[IL_SERVE_TOKEN]; ///< ends patient mode
    int              tries;
    double           used;
} ili_session;

/// An event that waits to be sent.
typedef struct ili_event {
    char    *text;
    size_t   size;
    uint64_t replaces;  ///< of progress and solves: a newer one of the same number takes its place while it waits; 0 = none
    bool     clinician; ///< not for a session in patient mode
} ili_event;

typedef struct ili_tab {
    uint64_t       session; ///< 0: free
    char           name[ILI_NAME];
    uint64_t       reader;  ///< number of the stream that reads; 0 = none
    double         since;   ///< when it last had one
    int            nevent;
    size_t         bytes;
    bool           lost;    ///< events were dropped: the reader is told
    ili_event      event[ILI_TAB_EVENTS];
    pthread_cond_t wake;
} ili_tab;

typedef enum ili_job_state { ILI_JOB_NONE, ILI_JOB_WAITING, ILI_JOB_RUNNING, ILI_JOB_DONE, ILI_JOB_FAILED, ILI_JOB_CANCELLED } ili_job_state;

struct ili_job {
    il_server    *server;
    uint64_t      id, session;
    ili_job_state state;
    ili_lane      lane;
    char          kind[24], tab[ILI_NAME], key[ILI_NAME], subject[ILI_NAME];
    double        sequence, told, ended;
    atomic_bool   cancelled;
    bool          silent;   ///< superseded: nothing is told of it
    bool          clinician;
    bool          waited;   ///< a thread waits for it: it keeps the place until that has seen the end
    il_status (*run)(ili_job *j, void *work, il_error *err);
    void (*done)(void *work);
    void         *work;
    il_progress   progress;
    char          what[80];
    double        fraction;
    char         *result;
    size_t        result_size;
    il_error      err;
};

/// What a dropped job leaves: put away when the lock is free, since that may take time and the lock itself.
typedef struct ili_waste {
    void (*done)(void *work);
    void *work;
} ili_waste;

/// A connection, for the deadline that libmicrohttpd does not have.
typedef struct ili_connection {
    int                    fd;
    double                 deadline;
    bool                   cut;
    struct ili_connection *next;
} ili_connection;

/// A document that waits to be opened once.
typedef struct ili_view {
    char   key[IL_SERVE_TOKEN];
    char  *text;
    size_t size;
    double until;
} ili_view;

struct il_server {
    il_serve_settings  set;
    char              *patients, *web;
    ili_world          world;
    struct MHD_Daemon *daemon;
    int                port;
    pthread_mutex_t    lock;
    pthread_mutex_t    store; ///< patients' files: one change at a time
    pthread_cond_t     work[2], ended, stop;
    bool               stopping;
    char               token[IL_SERVE_TOKEN]; ///< "" when used
    int                wrong_tokens;
    double             wrong_since;
    uint64_t           next_id;
    ili_session        session[ILI_SESSIONS];
    ili_tab            tab[ILI_TABS];
    ili_job            job[ILI_JOBS];
    ili_waste          waste[ILI_JOBS]; ///< of who holds the lock
    int                nwaste;
    struct ili_cases  *cases;
    ili_view           view[ILI_VIEWS];
    unsigned           next_view;
    size_t             result_bytes;
    int                nconnection;
    ili_connection    *connections;
    int                nworker[2];
    pthread_t          worker[2][ILI_MAX_WORKERS], warden;
    bool               has_warden;
};

// serve.c
/// Let go of the lock, then put away what dropped jobs left. In place of pthread_mutex_unlock() wherever a job may have been dropped, and before a wait.
void ili_unlock(il_server *s);

// session.c
bool ili_random_text(char out[IL_SERVE_TOKEN]);
/// The session of an Authorization header; id 0 where there is none.
ili_session_info ili_session_of(il_server *s, const char *authorization);
bool ili_session_in_patient_mode(const il_server *s, uint64_t id); ///< under the lock; true also where it has ended
/// What a session in patient mode has left behind: the record, and from which entry on all is the person's. Nothing where the window was handed back meanwhile.
void ili_session_wrote(il_server *s, const ili_session_info *as, ili_stamp wrote, int own);

// stream.c; all under the lock
ili_tab *ili_tab_find(il_server *s, uint64_t session, const char *name, bool make);
void     ili_tab_clear(ili_tab *t);                       ///< its events
void     ili_tab_tell(il_server *s, uint64_t session, const char *tab, ili_event e); ///< takes e.text
void     ili_tabs_end(il_server *s, uint64_t session);    ///< of a session that ended
void     ili_tabs_sweep(il_server *s, double now);
/// For the answer: bytes of an event stream. Blocks until there are some. @return 0 at its end
size_t   ili_stream_read(struct ili_stream *st, char *buf, size_t room);
void     ili_stream_free(struct ili_stream *st);

// job.c
bool ili_workers_start(il_server *s);
void ili_workers_stop(il_server *s);
void ili_jobs_empty(il_server *s); ///< puts every job and its work away
void ili_jobs_cancel(il_server *s, uint64_t session, const char *tab, const char *key); ///< under the lock; NULL: all
void ili_jobs_forget(il_server *s, const char *subject);                                ///< under the lock: stops them, lets go of their results

// listen.c
il_status ili_listen(il_server *s, il_error *err);
void      ili_listen_end(il_server *s);
void     *ili_warden(void *server); ///< the thread that cuts what is late and forgets what is left

#endif
