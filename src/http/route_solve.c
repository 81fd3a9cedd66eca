// route_solve.c - GET /api/body, made once, and POST /api/solve: a slider's move. Each tab keeps a warm workspace for as long as it is among the last used
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pthread.h>

#include "http/routes.h"
#include "http/scene.h"

enum { WARM = 6, KEY = 2*ILI_NAME + 32 };

// ---- warm workspaces -------------------------------------------------------------------------------------------------------------

typedef struct place {
    ili_live *live;
    char      key[KEY]; ///< session, tab and slot
    bool      busy;
    uint64_t  used;
} place;

struct ili_scenes {
    ili_stage       stage;
    pthread_mutex_t lock, making;
    pthread_t       maker;
    bool            has_maker, made; ///< made: bones and body are there; under `making`
    char           *body;            ///< GET /api/body
    size_t          size;
    uint64_t        clock;
    place           place[WARM];
};

il_status ili_scenes_create(const ili_stage *stage, ili_scenes **out, il_error *err) {
    ili_scenes *s = calloc(1, sizeof *s);
    bool        lock = s && !pthread_mutex_init(&s->lock, NULL), making = lock && !pthread_mutex_init(&s->making, NULL);
    *out = making ? s : NULL;
    if (making) return s->stage = *stage, IL_OK;
    if (lock) pthread_mutex_destroy(&s->lock);
    free(s);
    return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for the drawn body");
}

void ili_scenes_free(ili_scenes *s) {
    if (!s) return;
    if (s->has_maker) pthread_join(s->maker, NULL);
    for (int i = 0; i < WARM; i++) ili_live_free(s->place[i].live);
    il_bones_free(s->stage.bones);
    pthread_mutex_destroy(&s->lock);
    pthread_mutex_destroy(&s->making);
    free(s->body);
    free(s);
}

// ---- bones: half a second of computing, for who needs them first -------------------------------------------------------------------

static il_status make(ili_scenes *s, il_error *err) {
    il_status status = IL_OK;
    pthread_mutex_lock(&s->making);
    if (!s->made) {
        if (!s->stage.bones) status = il_bones_create(s->stage.body, &s->stage.bones, err);
        if (!status) status = ili_body_json(&s->stage, &s->body, &s->size, err);
        s->made = !status;
    }
    pthread_mutex_unlock(&s->making);
    return status;
}

static void *make_ahead(void *scenes) {
    make(scenes, NULL); // who needs them tries again, and tells what is wrong
    return NULL;
}

void ili_scenes_warm(ili_scenes *s) {
    pthread_mutex_lock(&s->lock);
    if (!s->has_maker) s->has_maker = !pthread_create(&s->maker, NULL, make_ahead, s);
    pthread_mutex_unlock(&s->lock);
}

il_status ili_scenes_body(ili_scenes *s, const char **text, size_t *size, il_error *err) {
    il_status status = make(s, err);
    if (!status) *text = s->body, *size = s->size; // written once, before `made`: read without the lock
    return status;
}

const ili_stage *ili_scenes_stage(const ili_scenes *s) { return &s->stage; }

// the tab's own where it is free; else one that nobody uses, the longest unused first. NULL: all are busy
static place *take(ili_scenes *s, const char *key) {
    place *best = NULL;
    pthread_mutex_lock(&s->lock);
    for (int i = 0; i < WARM; i++) {
        place *p = &s->place[i];
        if (p->busy) continue;
        if (!strcmp(p->key, key)) {
            best = p;
            break;
        }
        if (!best || p->used < best->used) best = p;
    }
    if (best) best->busy = true, best->used = ++s->clock;
    pthread_mutex_unlock(&s->lock);
    return best;
}

static void give_back(ili_scenes *s, place *p) {
    pthread_mutex_lock(&s->lock);
    p->busy = false;
    pthread_mutex_unlock(&s->lock);
}

// ---- the job ---------------------------------------------------------------------------------------------------------------------

typedef struct work {
    json_t *request;
    char    key[KEY];
} work;

static void done(void *user) {
    work *w = user;
    json_decref(w->request);
    free(w);
}

static il_status solve_in(ili_job *j, ili_scenes *s, place *p, const work *w, il_error *err) {
    json_t   *answer = NULL;
    il_status status = IL_OK;
    if (strcmp(p->key, w->key)) ili_live_free(p->live), p->live = NULL, p->key[0] = 0;
    if (!p->live) status = ili_live_create(&s->stage, &p->live, err);
    if (!status) memcpy(p->key, w->key, sizeof p->key), status = ili_live_solve(p->live, w->request, ili_job_progress(j), &answer, err);
    if (status) return status;
    char *text = json_dumps(answer, JSON_COMPACT | JSON_REAL_PRECISION(7));
    json_decref(answer);
    if (!text) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for an answer");
    ili_job_result(j, text);
    return IL_OK;
}

static il_status run(ili_job *j, void *user, il_error *err) {
    ili_scenes *s = ili_job_world(j)->scenes;
    work       *w = user;
    il_status   made = make(s, err);
    place      *p = made ? NULL : take(s, w->key);
    if (made) return made;
    if (!p) return il_error_set(err, IL_LIMIT, NULL, 0, 0, "too many bodies are being solved; try again in a moment");
    il_status status = solve_in(j, s, p, w, err);
    give_back(s, p);
    return status;
}

// ---- the route ---------------------------------------------------------------------------------------------------------------------

// bodies that a tab may hold side by side: a newer request takes the place of the older one of its slot only
static const char *const slots[] = {"solve", "solve.healthy", "solve.why"};

void ili_post_solve(ili_request *r, ili_reply *out) {
    const char *tab = NULL, *slot = "solve";
    double      sequence = 0;
    size_t      k = 0;
    if (!ili_want_name(r, out, "tab", &tab) || !ili_want_name(r, out, "slot", &slot) || !ili_want_number(r, out, "sequence", 0, 1e15, &sequence)) return;
    while (k < sizeof slots/sizeof *slots && strcmp(slots[k], slot)) k++;
    if (k == sizeof slots/sizeof *slots) {
        ili_reply_error(out, 400, "there is no such slot", "/slot", "solve, solve.healthy or solve.why");
        return;
    }
    // what is wrong is told at once, not by the stream
    ili_live_wish wish;
    il_error      err = {0};
    if (ili_live_read(ili_scenes_stage(r->world->scenes), r->json, &wish, &err)) {
        ili_reply_failed(out, &err);
        return;
    }
    work *w = calloc(1, sizeof *w);
    if (!w) {
        ili_reply_error(out, 503, "out of memory", NULL, "try again in a moment");
        return;
    }
    w->request = json_incref(r->json);
    snprintf(w->key, sizeof w->key, "%llu/%s/%s", (unsigned long long)r->session.id, tab ? tab : "", slot);
    ili_job_start(r, out, &(ili_job_def){.kind = slots[k], .tab = tab, .key = slots[k], .sequence = sequence, .lane = ILI_SHORT, .run = run, .done = done, .work = w});
}
