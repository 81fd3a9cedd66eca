// care_prognosis.c - what shifts a prognosis, line by line, for the text and the page alike
#include <math.h>

#include "report/care.h"

static void put_sizes(const il_prognosis_row *row, ili_out *o) {
    if (isnan(row->mid)) return;
    ili_put(o, row->shift == IL_SHIFT_ODDS ? ILI_SAY(CARE_RATIO_ODDS) : ILI_SAY(CARE_RATIO));
    ili_put_fixed(o, row->mid, 2);
    ili_put(o, " (");
    ili_put_fixed(o, row->low, 2);
    ili_putf(o, " %s ", ILI_SAY(DAY_TO));
    ili_put_fixed(o, row->high, 2);
    ili_put(o, ")");
}

bool ili_care_factor(const il_knowledge *k, const il_prognosis *g, int i, ili_out *o) {
    if (i >= g->nfactor || g->factor[i].does == IL_PROGNOSIS_UNKNOWN) return false;
    const il_prognosis_row *row = &k->prognosis[g->factor[i].row];
    ili_put_plain(o, row->name);
    ili_putf(o, " [%s]: ", g->factor[i].does == IL_PROGNOSIS_WORSENS ? ILI_SAY(CARE_HOLDS_RAISES_MIDDLE_AND)
                           : row->shift == IL_SHIFT_WORSE            ? ILI_SAY(CARE_FOUND_WORSE_NO_FIGURE)
                                                                     : ILI_SAY(CARE_MOVES_NOTHING));
    ili_put_plain(o, row->words);
    put_sizes(row, o);
    return true;
}

bool ili_care_unrecorded(const il_knowledge *k, const il_prognosis *g, ili_out *o) {
    static const ili_word words[IL_NPROGNOSIS_FACT] = {ILI_W_CARE_ADHERENCE, ILI_W_CARE_EXERCISE_LEISURE_TIME, ILI_W_CARE_BODY_MASS_INDEX, ILI_W_CARE_SLEEPLESSNESS, ILI_W_CARE_LOW_MOOD, ILI_W_CARE_SMOKING, ILI_W_CARE_START_BACK};
    bool                     said[IL_NPROGNOSIS_FACT] = {false}, any = false;
    for (int i = 0; i < g->nfactor; i++) {
        const il_prognosis_row *row = &k->prognosis[g->factor[i].row];
        if (g->factor[i].does != IL_PROGNOSIS_UNKNOWN || row->shift >= IL_SHIFT_NONE || said[row->fact]) continue;
        ili_put(o, any ? ", " : ILI_SAY(CARE_NOT_RECORDED_AND_MAY)), ili_put(o, ili_word_text(words[row->fact]));
        said[row->fact] = any = true;
    }
    return any;
}
