// soak_solve.c - 100,000 random persons, conditions and tasks, each solved: `make soak`. It may be stopped and goes on where it was.
//   soak_solve [--count N] [--from K] [--seconds S] [--threads N] [--state FILE] [--summary FILE] [--all]
//   --count    cases (default 100000); --from: the first one; --seconds: stop after so long (default 34000: before ctest ends it); --threads: all processors unless told
//   --state    what has been done, one line each case that was not plainly solved (default soak.state in the build folder); read first, appended to
//   --summary  a page with the counts (docs/soak.md)
//   ILIUM_SOAK_COUNT, ILIUM_SOAK_SECONDS in the environment do the same
#include <time.h>

#include "soak_round.h"

enum { ROUND = 400 };

typedef struct tally {
    long   done, verdict[SOAK_NVERDICT], mirrored, mirror_ok, steps_ok, restarted, same, both, alike, iterations;
    int    next;
    double worst_residual, seconds;
} tally;

typedef struct wish {
    int         count, from, threads;
    double      seconds;
    const char *state, *summary;
    bool        all;
} wish;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9*(double)t.tv_nsec;
}

static wish read_wish(int argc, char **argv) {
    const char *count = getenv("ILIUM_SOAK_COUNT"), *seconds = getenv("ILIUM_SOAK_SECONDS");
    wish        w = {.count = count ? atoi(count) : 100000, .seconds = seconds ? atof(seconds) : 34000.0, .state = IL_BINARY_DIR "/soak.state"};
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        if (!strcmp(argv[i], "--all")) w.all = true;
        else if (!strcmp(argv[i], "--count")) w.count = atoi(value), i++;
        else if (!strcmp(argv[i], "--from")) w.from = atoi(value), i++;
        else if (!strcmp(argv[i], "--seconds")) w.seconds = atof(value), i++;
        else if (!strcmp(argv[i], "--threads")) w.threads = atoi(value), i++;
        else if (!strcmp(argv[i], "--state")) w.state = value, i++;
        else if (!strcmp(argv[i], "--summary")) w.summary = value, i++;
        else fprintf(stderr, "soak_solve: unknown word '%s'; it knows --count --from --seconds --threads --state --summary --all\n", argv[i]), exit(2);
    }
    return w;
}

static void account(tally *t, int k, const soak_result *r) {
    t->done++, t->next = k + 1, t->verdict[r->verdict]++, t->iterations += r->iterations;
    t->mirrored += r->mirrored, t->mirror_ok += r->mirrored && r->mirror_ok, t->steps_ok += r->mirrored && r->steps_ok;
    t->restarted += r->restarted, t->same += r->restarted && r->same;
    t->both += r->both, t->alike += r->both && r->alike;
    if (r->verdict == SOAK_SOLVED && r->residual > t->worst_residual) t->worst_residual = r->residual;
}

// ---- the state: the tally after each round, and every case that is worth a word ----

static void read_state(const char *path, tally *t, const soak *s) {
    FILE *f = fopen(path, "r");
    char  line[1024], hash[80];
    tally old;
    if (!f) return;
    while (fgets(line, sizeof line, f)) {
        if (sscanf(line, "@ %79s %ld %d %ld %ld %ld %ld %ld %ld %ld %ld %ld %ld %ld %ld %ld %ld %lg %lg", hash, &old.done, &old.next, &old.verdict[0], &old.verdict[1], &old.verdict[2],
                   &old.verdict[3], &old.verdict[4], &old.verdict[5], &old.mirrored, &old.mirror_ok, &old.steps_ok, &old.restarted, &old.same, &old.both, &old.alike, &old.iterations,
                   &old.worst_residual, &old.seconds) == 19 && !strcmp(hash, il_data_hash(s->f.body.dir)))
            *t = old;
    }
    fclose(f);
}

static void write_state(FILE *f, const tally *t, const soak *s) {
    fprintf(f, "@ %s %ld %d %ld %ld %ld %ld %ld %ld %ld %ld %ld %ld %ld %ld %ld %ld %.3g %.1f\n", il_data_hash(s->f.body.dir), t->done, t->next, t->verdict[0], t->verdict[1], t->verdict[2],
            t->verdict[3], t->verdict[4], t->verdict[5], t->mirrored, t->mirror_ok, t->steps_ok, t->restarted, t->same, t->both, t->alike, t->iterations, t->worst_residual,
            t->seconds);
    fflush(f);
}

static bool worth_a_word(const soak_result *r) {
    return r->verdict != SOAK_SOLVED || (r->mirrored && (!r->mirror_ok || !r->steps_ok)) || (r->restarted && !r->same) || (r->both && !r->alike);
}

static double percent(long part, long of) { return of ? 100.0*(double)part/(double)of : 100.0; }

static void print_summary(FILE *f, const tally *t, const soak *s) {
    long asked = t->done - t->verdict[SOAK_REFUSED];
    fprintf(f, "cases %ld (seed %d, data %.12s), %.0f s, %.1f ms a case, %.1f iterations a case\n", t->done, SOAK_SEED, il_data_hash(s->f.body.dir), t->seconds,
            1000.0*t->seconds/(double)(t->done ? t->done : 1), (double)t->iterations/(double)(t->done ? t->done : 1));
    for (int v = 0; v < SOAK_NVERDICT; v++) fprintf(f, "%-22s %8ld  %8.3f %%\n", soak_words[v], t->verdict[v], percent(t->verdict[v], v == SOAK_REFUSED ? t->done : asked));
    fprintf(f, "largest residual of a solved case: %.1e\n", t->worst_residual);
    fprintf(f, "mirror images asked %ld: alike to 1e-6 %.2f %%, iterations within one %.2f %%\n", t->mirrored, percent(t->mirror_ok, t->mirrored), percent(t->steps_ok, t->mirrored));
    fprintf(f, "solved alone too %ld: the same bits %.2f %%\n", t->both, percent(t->alike, t->both));
    fprintf(f, "other starts asked %ld: the same posture %.2f %%\n", t->restarted, percent(t->same, t->restarted));
}

static void do_round(soak_round *round, int from, int n, bool all, FILE *state, tally *t) {
    soak_round_do(round, from, n);
    for (int i = 0; i < round->nentry; i++) {
        const soak_result *r = &round->entry[i].res;
        if (round->entry[i].image) continue;
        account(t, round->entry[i].c.k, r);
        if (all || worth_a_word(r)) fprintf(state, "%d %s, %d iterations: %s\n", round->entry[i].c.k, soak_words[r->verdict], r->iterations, r->what);
    }
}

int main(int argc, char **argv) {
    wish       w = read_wish(argc, argv);
    soak      *s = soak_open();
    soak_round round = soak_round_open(s, ROUND, w.threads);
    tally      t = {.next = w.from};
    if (w.from == 0) read_state(w.state, &t, s);
    FILE *state = fopen(w.state, "a");
    if (!state) fprintf(stderr, "soak_solve: cannot write %s\n", w.state), exit(2);
    double start = now() - t.seconds, began = now();
    while (t.next < w.from + w.count && now() - began < w.seconds) {
        int left = w.from + w.count - t.next;
        do_round(&round, t.next, left < ROUND ? left : ROUND, w.all, state, &t);
        t.seconds = now() - start;
        write_state(state, &t, s);
        printf("%d done, %ld not solved\n", t.next, t.verdict[SOAK_FAILED] + t.verdict[SOAK_ROUGHLY] + t.verdict[SOAK_NOT_FINITE]), fflush(stdout);
    }
    fclose(state);
    print_summary(stdout, &t, s);
    FILE *page = w.summary ? fopen(w.summary, "w") : NULL;
    if (page) print_summary(page, &t, s), fclose(page);
    long bad = t.verdict[SOAK_ROUGHLY] + t.verdict[SOAK_FAILED] + t.verdict[SOAK_NOT_FINITE] + t.verdict[SOAK_REFUSED];
    soak_round_close(&round);
    soak_close(s);
    return t.verdict[SOAK_NOT_FINITE] > 0 || t.alike < t.both || (double)bad > 0.001*(double)t.done ? 1 : 0;
}
