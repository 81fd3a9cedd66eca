// ask.c - many solves that differ by what was changed in the person
#include "scenario/ask.h"

#include <stdlib.h>
#include <string.h>

#include "ilium/factor.h"

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for solves side by side"); }

void ili_ask_free(ili_ask *a) {
    if (!a) return;
    for (int i = 0; a->asked && i < a->n; i++) il_params_free(a->asked[i].params), il_outcomes_free(a->asked[i].outcomes);
    free(a->asked), free(a->block), free(a);
}

static il_status make(ili_ask *a, const il_params *person, il_error *err) {
    const il_model *m = a->body->m;
    il_status       status = a->asked ? IL_OK : no_memory(err);
    for (int i = 0; status == IL_OK && i < a->n; i++) {
        status = il_params_create(m, false, &a->asked[i].params, err);
        if (status == IL_OK) status = il_outcomes_create(a->body, &a->asked[i].outcomes, err);
        if (status == IL_OK) il_params_copy(m, person, a->asked[i].params);
    }
    if (status != IL_OK || a->n == 0) return status;
    int    noutcome = il_outcomes_count(a->asked[0].outcomes);
    size_t each = (size_t)(noutcome + 2*m->nmuscle + m->nligament);
    a->block = malloc((size_t)a->n*each*sizeof *a->block);
    if (!a->block) return no_memory(err);
    for (size_t i = 0; i < (size_t)a->n*each; i++) a->block[i] = IL_NAN;
    for (int i = 0; i < a->n; i++) {
        ili_asked *x = &a->asked[i];
        x->value = a->block + (size_t)i*each, x->act = x->value + noutcome, x->passive = x->act + m->nmuscle, x->strain = x->passive + m->nmuscle;
    }
    return IL_OK;
}

il_status ili_ask_create(const il_body *body, const il_params *person, int n, ili_ask **out, il_error *err) {
    IL_ASSERT(body && person && person->stride == 0 && n >= 0 && out);
    ili_ask *a = *out = calloc(1, sizeof *a);
    if (!a) return no_memory(err);
    a->body = body, a->n = n, a->asked = calloc((size_t)n + 1, sizeof *a->asked);
    il_status status = make(a, person, err);
    if (status != IL_OK) ili_ask_free(a), *out = NULL;
    return status;
}

static void look(void *user, const il_subject *who, const il_posture_solution *s, int job) {
    const ili_ask  *a = user;
    const il_model *m = a->body->m;
    ili_asked      *x = &a->asked[job];
    il_outcomes_read(x->outcomes, who->p, s, x->value);
    memcpy(x->act, s->act, sizeof *x->act*(size_t)m->nmuscle);
    for (int i = 0; i < m->nmuscle; i++) x->passive[i] = s->d->muscle_passive[i].lane[s->lane]/who->p->muscle_f_max[i];
    for (int i = 0; i < m->nligament; i++) x->strain[i] = s->d->path_length[m->ligament_path[i]].lane[s->lane]/who->p->ligament_l_slack[i] - 1.0;
}

il_status ili_ask_run(ili_ask *a, int threads, const char *what, const il_progress *progress, il_error *err) {
    il_job *job = calloc((size_t)a->n + 1, sizeof *job);
    if (!job) return no_memory(err);
    for (int i = 0; i < a->n; i++) job[i] = (il_job){.task = a->asked[i].task, .who = il_subject_usual(a->body, a->asked[i].params, NULL), .look = look, .user = a};
    il_status status = il_batch_run(a->body->m, IL_ISA_AUTO, a->n, job, threads, what, progress, err);
    for (int i = 0; status == IL_OK && i < a->n; i++) { // a posture that was only nearly found is none
        if (job[i].info.status != IL_POSTURE_NOT_CONVERGED) continue;
        for (double *p = a->asked[i].value; p < a->asked[i].strain + a->body->m->nligament; p++) *p = IL_NAN;
    }
    free(job);
    return status;
}
