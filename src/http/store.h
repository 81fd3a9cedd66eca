// store.h - patients in a folder: one file each, every earlier state of it kept beside, one change at a time
#ifndef ILI_HTTP_STORE_H
#define ILI_HTTP_STORE_H
#include "http/http.h"

enum { ILI_REVISION = 17, ILI_REVISIONS = 500, ILI_PATIENTS = 2000, ILI_PATH = 4096 };

/// A record as it is in its file.
typedef struct ili_record {
    il_patient *patient;
    char        revision[ILI_REVISION]; ///< 16 hexadecimal digits over the bytes of the file
} ili_record;

/// Read one. @return IL_NO_FILE where there is none
il_status ili_record_read(il_server *s, const char *id, ili_record *out, il_error *err);
/// An earlier state. @return IL_NO_FILE where it is not kept
il_status ili_record_earlier(il_server *s, const char *id, const char *revision, ili_record *out, il_error *err);
void      ili_record_free(ili_record *r);
/// {"id", "revision", "patient"}
json_t *ili_record_json(const char *id, const ili_record *r);

/// Read a record out of JSON; a fault's place is a pointer into it.
bool ili_record_parse(ili_request *r, ili_reply *out, json_t *patient, il_patient **p);

/// A change: begun, made in now.patient, kept, ended. While it lasts no other program and no other request changes this record.
typedef struct ili_change {
    il_server    *server;
    il_file_lock *lock;
    const char   *id;
    ili_record    now;
    char          path[ILI_PATH];
} ili_change;
/// Lock and read; If-Match must name the revision. False: answered (404, 409 with both, 400 without If-Match).
bool ili_change_begin(ili_request *r, ili_reply *out, ili_change *c);
/// Check and write now.patient: a new revision. False: answered, nothing is changed.
bool ili_change_keep(ili_request *r, ili_reply *out, ili_change *c);
/// The same of an earlier state, which undo can leave again by redo.
bool ili_change_restore(ili_request *r, ili_reply *out, ili_change *c);
/// The record's file as it is now; whoever else writes it, be it the same bytes, makes another.
ili_stamp ili_change_stamp(const ili_change *c);
/// The answer to a change {"id", "revision", "patient"} and its ETag.
void ili_change_answer(ili_reply *out, const ili_change *c, int status);
void ili_change_end(ili_change *c);

/// A new record. False: answered; 409 where there is one.
bool ili_record_create(ili_request *r, ili_reply *out, const char *id, il_patient *p, ili_change *c);
bool ili_record_delete(ili_change *c, il_error *err);

/// The state before (undo) or after (redo) that of a revision. False where there is none. `revision` may stay.
bool ili_revision_beside(il_server *s, const char *id, const char *revision, bool after, char beside[ILI_REVISION]);
/// [{"revision", "saved"}], the newest first.
json_t *ili_revisions(il_server *s, const char *id);
/// Names of the records, in order; at most ILI_PATIENTS. Free each and the list.
char **ili_record_names(il_server *s, int *n);

/// The pointer ("/visits/0/pain") of the value at a line and column of a JSON text.
void ili_pointer_at(const char *text, int line, int column, char *out, size_t size);

#endif
