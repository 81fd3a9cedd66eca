// assess_medicine.c - which medicines the record names and no later visit stops: in doubt one goes on, and what it warns of stands
#include <string.h>
#include <strings.h>

#include "reason/assess_private.h"

// A stretch of a text as the record writes it: an entry, or a token of one.
typedef struct span {
    const char *at;
    size_t      n;
} span;

static char small(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool latin(char c) { return small(c) >= 'a' && small(c) <= 'z'; }

static bool of_word(char c) { return latin(c) || (unsigned char)c >= 0x80; }

static bool of_figure(const char *at, size_t n, const char *end) {
    bool between = n > 0 && (at[n] == '.' || at[n] == ',') && at + n + 1 < end;
    char c = at[n + between];
    return c >= '0' && c <= '9';
}

static bool alike(span a, span b) { return a.n == b.n && strncasecmp(a.at, b.at, a.n) == 0; }

// The token after `last`, up to `end`: a word (or "/day"), a figure or a sign. What merely parts words, and "a", is none; n is 0 where there is none.
static span next_token(span last, const char *end) {
    span w = last;
    do {
        w = (span){w.at + w.n, 0};
        while (w.at < end && strchr(" \t\r-.()", *w.at)) w.at++;
        while (w.at + w.n < end && of_figure(w.at, w.n, end)) w.n++;
        if (w.n > 0 || w.at == end) return w;
        w.n = 1;
        bool word = *w.at == '/' || of_word(*w.at);
        while (word && w.at + w.n < end && of_word(w.at[w.n])) w.n++;
    } while (w.n == 1 && small(*w.at) == 'a');
    return w;
}

// Figures, units and forms to swallow: what may change while the medicine is the same. "ml", "g", "%" and "od" are not among them: drops and creams have them.
static bool of_dose(span w) {
    static const char *const words[] = {"mg",     "mcg",   "ug",   "iu",    "unit", "units", "tablet", "tablets", "tab",  "tabs",  "capsule", "capsules", "cap", "caps",
                                        "pill",   "pills", "once", "twice", "bd",   "bid",   "tds",    "tid",     "qds",  "daily", "weekly",  "monthly",  "/day", "/week"};
    for (size_t i = 0; i < sizeof words/sizeof *words; i++)
        if (alike(w, (span){words[i], strlen(words[i])})) return true;
    return of_figure(w.at, 0, w.at + w.n);
}

// an entry without the dose that it ends with; amid words a dose stays, since what follows may be a second medicine
static span name_of(span text) {
    const char *end = text.at + text.n;
    span        name = {text.at, 0};
    for (span w = next_token(name, end); w.n > 0; w = next_token(w, end))
        if (!of_dose(w)) name.n = (size_t)(w.at + w.n - name.at);
    return name;
}

// the same tokens in the same order
static bool same_text(span a, span b) {
    const char *a_end = a.at + a.n, *b_end = b.at + b.n;
    span        x = next_token((span){a.at, 0}, a_end), y = next_token((span){b.at, 0}, b_end);
    while (x.n > 0 && alike(x, y)) x = next_token(x, a_end), y = next_token(y, b_end);
    return x.n == 0 && y.n == 0;
}

static bool same_name(span a, span b) { return same_text(name_of(a), name_of(b)); }

// A medicine recorded as taken: the i-th of its visit's, or one of the history's list, which come after those.
typedef struct entry {
    int  visit, i;
    span text;
} entry;

static const entry before_all = {.i = -1};

static bool next_entry(const il_patient *p, int last, entry *e) {
    for (; e->visit <= last; *e = (entry){.visit = e->visit + 1, .i = -1}) {
        const il_visit *v = &p->visit[e->visit];
        while (++e->i < v->nmedicine) {
            const il_medicine *m = &v->medicine[e->i];
            if (!m->medicine || m->use == IL_USE_STOPPED) continue;
            e->text = (span){m->medicine, strlen(m->medicine)};
            return true;
        }
        const char *at = e->i == v->nmedicine ? v->history.medicines : e->text.at + e->text.n;
        if (!at || !*at) continue;
        if (e->i > v->nmedicine) at++; // the comma
        e->text = (span){at, strcspn(at, ",;\n")};
        return true;
    }
    return false;
}

static bool is_start(const il_patient *p, const entry *e) {
    const il_visit *v = &p->visit[e->visit];
    return e->i < v->nmedicine && v->medicine[e->i].use == IL_USE_STARTED;
}

// The first visit from which a second entry stands beside this one, of its name and otherwise written: of the same visit, or where the later is a start. Without
// such a one the doses of several visits are one medicine's.
static int doubled_from(const il_patient *p, int visit, const entry *e) {
    span name = name_of(e->text);
    for (entry o = before_all; next_entry(p, visit, &o);) {
        bool beside = o.visit == e->visit || is_start(p, o.visit > e->visit ? &o : e);
        if (beside && !same_text(o.text, e->text) && same_text(name_of(o.text), name)) return o.visit > e->visit ? o.visit : e->visit;
    }
    return visit;
}

// A stop at a later visit ends the entries of its name, whatever the dose; of two of one name only what it says to the letter. In doubt the warning stands.
static bool ended(const il_patient *p, int visit, const entry *e) {
    int doubled = doubled_from(p, visit, e);
    for (int v = e->visit + 1; v <= visit; v++)
        for (int i = 0; i < p->visit[v].nmedicine; i++) {
            const il_medicine *m = &p->visit[v].medicine[i];
            if (m->use != IL_USE_STOPPED || !m->medicine) continue;
            span stop = {m->medicine, strlen(m->medicine)};
            if (v > doubled ? same_text(stop, e->text) : same_name(stop, e->text)) return true;
        }
    return false;
}

// Does the text begin with this part of a name, in small letters? A space of it is whatever parts words, or nothing: a line may break there.
static bool begins_with(const char *text, const char *part) {
    for (; *part; part++) {
        if (*part == ' ') while (*text && !latin(*text)) text++;
        else if (small(*text++) != *part) return false;
    }
    return true;
}

static bool names(span text, const char *part) {
    for (size_t i = 0; i < text.n; i++)
        if (begins_with(text.at + i, part)) return true;
    return false;
}

// every entry is held against every other: of more than a person takes none ends, and the warning stands
static bool too_many(const il_patient *p, int visit) {
    enum { MOST = 1000 };
    int n = 0;
    for (entry e = before_all; n <= MOST && next_entry(p, visit, &e);) n++;
    return n > MOST;
}

// is a medicine of this part of a name recorded, up to this visit and not stopped since? What one visit tells beside a stop of it is taken
static bool takes_part(const il_patient *p, int visit, const char *part) {
    bool none_ends = too_many(p, visit);
    for (entry e = before_all; next_entry(p, visit, &e);)
        if (names(e.text, part) && (none_ends || !ended(p, visit, &e))) return true;
    return false;
}

bool ili_takes_medicine(const il_knowledge *k, const il_patient *p, int visit, il_flag_from means) {
    for (int w = 0; w < k->nmedicine_word; w++)
        if (k->medicine_word[w].means == means && takes_part(p, visit, k->medicine_word[w].part)) return true;
    return false;
}
