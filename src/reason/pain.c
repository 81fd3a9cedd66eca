// pain.c - does the drawn pain lie where a structure is known to refer it? Present is not painful: this says nothing about presence.
#include <string.h>

#include "ilium/knowledge.h"

// does a drawn region lie on the side a pattern row speaks of; the midline and an unknown side count for both
static bool on_side(const il_knowledge *k, const il_drawn_region *d, il_side side, bool other_side) {
    if (!k->region[d->region].sided || d->side == IL_SIDE_NONE || d->side == IL_SIDE_BOTH) return true;
    if (side == IL_SIDE_NONE || side == IL_SIDE_BOTH) return true;
    il_side want = !other_side ? side : side == IL_SIDE_RIGHT ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
    return d->side == want;
}

static bool is_structure(const il_pattern *p, const char *name, size_t n) { return strlen(p->structure) == n && !strncmp(p->structure, name, n); }

static bool drawn_in(const il_knowledge *k, const il_pattern *p, il_side side, const il_drawn_region *drawn, int ndrawn) {
    for (int i = 0; i < ndrawn; i++)
        if (drawn[i].region == p->region && on_side(k, &drawn[i], side, p->other_side)) return true;
    return false;
}

// how much of what is drawn on the structure's side or the midline lies in its pattern
static void explained(const il_knowledge *k, const char *name, size_t n, il_side side, const il_drawn_region *drawn, int ndrawn, il_pain_match *m) {
    for (int i = 0; i < ndrawn; i++) {
        bool inside = false;
        for (int j = 0; j < k->npattern; j++) {
            const il_pattern *p = &k->pattern[j];
            bool belongs = is_structure(p, name, n) && p->role != IL_PATTERN_AGAINST && p->region == drawn[i].region;
            inside = inside || (belongs && on_side(k, &drawn[i], side, p->other_side));
        }
        m->ndrawn_explained += inside;
        m->ndrawn += inside || on_side(k, &drawn[i], side, false);
    }
}

static il_pain_match match_one(const il_knowledge *k, const char *name, size_t n, il_side side, const il_drawn_region *drawn, int ndrawn) {
    il_pain_match     m = {.structure = "", .source = "", .drawn = ndrawn > 0};
    const il_pattern *decides = NULL, *any = NULL;
    for (int j = 0; j < k->npattern; j++) {
        const il_pattern *p = &k->pattern[j];
        if (!is_structure(p, name, n)) continue;
        m.structure = p->structure;
        bool is_drawn = drawn_in(k, p, side, drawn, ndrawn);
        m.nessential += p->role == IL_PATTERN_ESSENTIAL;
        m.nessential_drawn += is_drawn && p->role == IL_PATTERN_ESSENTIAL;
        m.nspillover_drawn += is_drawn && p->role == IL_PATTERN_SPILLOVER;
        m.nagainst_drawn += is_drawn && p->role == IL_PATTERN_AGAINST;
        if (is_drawn && p->role == IL_PATTERN_ESSENTIAL && p->status == IL_SOURCE_FOUND && !decides) decides = p;
        if (is_drawn && p->role != IL_PATTERN_AGAINST && !any) any = p;
    }
    explained(k, name, n, side, drawn, ndrawn, &m);
    m.link = decides && !m.nagainst_drawn && 2*m.ndrawn_explained >= m.ndrawn ? IL_LINK_SUPPORTED : any ? IL_LINK_POSSIBLE : IL_LINK_UNKNOWN;
    if (any) m.source = decides ? decides->source : any->source;
    return m;
}

il_pain_match il_match_pain(const il_knowledge *k, const char *structures, il_side side, const il_drawn_region *drawn, int ndrawn) {
    il_pain_match best = {.structure = "", .source = "", .drawn = ndrawn > 0};
    for (const char *p = structures; *p;) {
        size_t        n = strcspn(p, ";");
        il_pain_match m = match_one(k, p, n, side, drawn, ndrawn);
        bool more = m.link == best.link && m.ndrawn_explained > best.ndrawn_explained;
        if (m.link > best.link || more || !*best.structure) best = m;
        p += n + (p[n] == ';');
    }
    return best;
}
