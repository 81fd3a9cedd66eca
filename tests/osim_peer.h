// osim_peer.h - where OpenSim's models, motions and results lie; they are not part of the repository
#ifndef OSIM_PEER_H
#define OSIM_PEER_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// The path of a file of ../shared/peer (or $ILIUM_SHARED/peer) into buf; NULL after a message where it is not there.
static inline const char *peer_file(char *buf, size_t size, const char *name) {
    const char *root = getenv("ILIUM_SHARED");
    snprintf(buf, size, "%s/peer/%s", root ? root : IL_SOURCE_DIR "/../shared", name);
    FILE *f = fopen(buf, "rb");
    if (!f) {
        printf("SKIPPED: %s is not there\n", buf);
        return NULL;
    }
    fclose(f);
    return buf;
}

/// The largest of many numbers, and where it was.
typedef struct peer_worst {
    double value;
    char   what[160];
    int    count;
} peer_worst;

static inline void peer_note(peer_worst *w, double value, const char *a, const char *b, int k) {
    w->count++;
    if (value == value && value <= w->value) return;
    w->value = value == value ? value : 1e300;
    snprintf(w->what, sizeof w->what, "%s %s %d", a, b, k);
}
#endif
