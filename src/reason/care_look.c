// care_look.c - outcomes read from solves that may end at the same time (care_private.h)
#include "reason/care_private.h"

il_status ili_care_reader_open(const il_body *body, ili_care_reader *r, il_error *err) {
    if (pthread_mutex_init(&r->lock, NULL)) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "the system gives no lock for readers of outcomes");
    il_status status = il_outcomes_create(body, &r->outcomes, err);
    if (status != IL_OK) pthread_mutex_destroy(&r->lock);
    return status;
}

void ili_care_reader_close(ili_care_reader *r) {
    if (!r->outcomes) return;
    il_outcomes_free(r->outcomes);
    pthread_mutex_destroy(&r->lock);
    r->outcomes = NULL;
}

void ili_care_look(void *user, const il_subject *who, const il_posture_solution *solution, int job) {
    ili_care_seen *to = user;
    (void)job;
    pthread_mutex_lock(&to->by->lock);
    il_outcomes_read(to->by->outcomes, who->p, solution, to->value);
    pthread_mutex_unlock(&to->by->lock);
}
