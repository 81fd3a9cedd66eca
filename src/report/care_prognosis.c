// care_prognosis.c - what shifts a prognosis, line by line, for the text and the page alike
#include <math.h>

#include "report/care.h"

static void put_sizes(const il_prognosis_row *row, ili_out *o) {
    if (isnan(row->mid)) return;
    ili_put(o, row->shift == IL_SHIFT_ODDS ? "; ratio of odds: " : "; ratio: ");
    ili_put_fixed(o, row->mid, 2);
    ili_put(o, " (");
    ili_put_fixed(o, row->low, 2);
    ili_put(o, " to ");
    ili_put_fixed(o, row->high, 2);
    ili_put(o, ")");
}

bool ili_care_factor(const il_knowledge *k, const il_prognosis *g, int i, ili_out *o) {
    if (i >= g->nfactor || g->factor[i].does == IL_PROGNOSIS_UNKNOWN) return false;
    const il_prognosis_row *row = &k->prognosis[g->factor[i].row];
    ili_put_plain(o, row->name);
    ili_putf(o, " [%s]: ", g->factor[i].does == IL_PROGNOSIS_WORSENS ? "holds; raises the middle and the upper end"
                           : row->shift == IL_SHIFT_WORSE            ? "found worse; no figure moves the range"
                                                                     : "moves nothing");
    ili_put_plain(o, row->words);
    put_sizes(row, o);
    return true;
}

bool ili_care_unrecorded(const il_knowledge *k, const il_prognosis *g, ili_out *o) {
    static const char *const words[IL_NPROGNOSIS_FACT] = {"adherence", "exercise in leisure time", "body mass index", "sleeplessness", "low mood", "smoking", "STarT Back"};
    bool                     said[IL_NPROGNOSIS_FACT] = {false}, any = false;
    for (int i = 0; i < g->nfactor; i++) {
        const il_prognosis_row *row = &k->prognosis[g->factor[i].row];
        if (g->factor[i].does != IL_PROGNOSIS_UNKNOWN || row->shift >= IL_SHIFT_NONE || said[row->fact]) continue;
        ili_put(o, any ? ", " : "not recorded, and it may shift the range: "), ili_put(o, words[row->fact]);
        said[row->fact] = any = true;
    }
    return any;
}
