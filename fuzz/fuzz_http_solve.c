// fuzz_http_solve.c - what POST /api/solve does with what was read: one request after another (lines of JSON) in one warm workspace, as a slider is dragged.
// The first byte says how many times the solver may ask whether it is still wanted, all of them together: it is stopped anywhere, and goes on with the next.
// The workspace is made once and forgets what it solved between two inputs; half of all first bytes stop the solver early, since a whole posture costs a hundred times what reading does.
#include <stdatomic.h>

#include "http/scene.h"
#include "http_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { REQUESTS = 4, WHOLE = 128, EARLY = 12 };

static bool unwanted(void *user) {
    return atomic_fetch_sub((atomic_int *)user, 1) <= 1;
}

// an answer that is whole, or a sentence that says why there is none
static void fuzz_solve(ili_live *live, const char *line, size_t size, const il_progress *progress) {
    json_t  *request = json_loadb(line, size, JSON_REJECT_DUPLICATES, NULL), *answer = NULL;
    il_error err = {0};
    if (!json_is_object(request)) {
        json_decref(request);
        return;
    }
    il_status status = ili_live_solve(live, request, progress, &answer, &err);
    if (status == IL_BUG || (status != IL_OK) != (answer == NULL) || (status && !err.text[0])) abort();
    char *text = answer ? json_dumps(answer, JSON_COMPACT) : NULL;
    if (answer && (!text || !json_is_string(json_object_get(answer, "status")) || !json_is_string(json_object_get(answer, "transforms")))) abort();
    free(text);
    json_decref(answer), json_decref(request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2 || size > 4096) return 0;
    fuzz_start();
    static ili_live *live;
    il_error         err = {0};
    atomic_int       left = data[0] < WHOLE ? data[0] % EARLY : data[0];
    il_progress      progress = {.cancelled = unwanted, .user = &left};
    if (!live && ili_live_create(ili_scenes_stage(fuzz_server->world.scenes), &live, &err)) abort();
    ili_live_forget(live);
    const char *at = (const char *)data + 1, *end = (const char *)data + size;
    for (int i = 0; i < REQUESTS && at < end; i++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        fuzz_solve(live, at, (size_t)((stop ? stop : end) - at), &progress);
        at = stop ? stop + 1 : end;
    }
    return 0;
}
