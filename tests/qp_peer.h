// qp_peer.h - reads the recruitment problems that other solvers were timed with; for a test and the benchmark. In the folder
// $ILIUM_SHARED/peer/recruitment, else ../shared/peer/recruitment from the source: little-endian; int32 nd, nm, frames; a frame is
// float64 A[nm][nd], b[nd], a feasible activation [nm].  Task: min sum a^2/2, sum a_i A_i = b, 0 <= a <= 1.
#ifndef QP_PEER_H
#define QP_PEER_H
#include "qp_scenes.h"

enum { PEER_FILES = 3 };
static const char *const peer_names[PEER_FILES] = {"myolegs", "myobody", "syn_92x23"};

typedef struct peer {
    int     nd, nm, frames;
    double *numbers;
} peer;

static inline size_t peer_size(const peer *f) { return (size_t)f->nm*(size_t)f->nd + (size_t)f->nd + (size_t)f->nm; }

static inline bool peer_read(const char *name, peer *f) {
    char path[4096];
    const char *shared = getenv("ILIUM_SHARED");
    int32_t head[3];
    if (shared) snprintf(path, sizeof path, "%s/peer/recruitment/%s.bin", shared, name);
    else snprintf(path, sizeof path, "%s/../shared/peer/recruitment/%s.bin", IL_SOURCE_DIR, name);
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    bool ok = fread(head, sizeof head, 1, file) == 1 && head[0] > 0 && head[1] > 0 && head[2] > 0;
    *f = (peer){head[0], head[1], head[2], NULL};
    if (ok) {
        size_t count = peer_size(f)*(size_t)f->frames;
        f->numbers = malloc(count*sizeof(double));
        ok = f->numbers && fread(f->numbers, sizeof(double), count, file) == count;
    }
    fclose(file);
    return ok;
}

static inline void peer_free(peer *f) { free(f->numbers); }
static inline const double *peer_frame(const peer *f, int frame) { return f->numbers + peer_size(f)*(size_t)frame; }
static inline const double *peer_feasible(const peer *f, int frame) { return peer_frame(f, frame) + f->nm*f->nd + f->nd; }

// a scene with the pattern that is the union over all frames
static inline bool peer_scene(const peer *f, scene *s) {
    int *used = calloc((size_t)(f->nm*f->nd), sizeof *used), nnz = 0;
    if (!used) return false;
    for (int frame = 0; frame < f->frames; frame++)
        for (int e = 0; e < f->nm*f->nd; e++) used[e] |= peer_frame(f, frame)[e] < 0 || peer_frame(f, frame)[e] > 0;
    for (int e = 0; e < f->nm*f->nd; e++) nnz += used[e];
    scene_place(s, f->nd, f->nm, nnz);
    for (int i = 0, n = 0; i < f->nm; i++) {
        for (int j = 0; j < f->nd; j++)
            if (used[i*f->nd + j]) s->row_index[n++] = j;
        s->col_start[i + 1] = n;
        for (int l = 0; l < IL_LANES; l++) s->h[i].lane[l] = s->hi[i].lane[l] = 1;
    }
    free(used);
    return true;
}

static inline void peer_load(const peer *f, scene *s, int frame, int lane) {
    const double *numbers = peer_frame(f, frame);
    for (int i = 0; i < f->nm; i++)
        for (int e = s->col_start[i]; e < s->col_start[i + 1]; e++) s->a[e].lane[lane] = numbers[i*f->nd + s->row_index[e]];
    for (int j = 0; j < f->nd; j++) s->b[j].lane[lane] = numbers[f->nm*f->nd + j];
}

#endif
