// followup_text.c - visits beside each other as text: danger first
#include "ilium/report.h"
#include "report/care.h"
#include "report/followup.h"

// a line that was put without escaping, as plain text
static void put_taken(ili_out *o, const char *indent, ili_out *line) {
    ili_put(o, indent);
    ili_put_plain(o, line->text ? line->text : "");
    ili_put(o, "\n");
    o->failed |= line->failed;
    ili_out_free(line);
}

static void put_levels(const il_followup *f, ili_out *o) {
    ili_out line = {0};
    ili_putf(&line, "%s: ", ILI_SAY(VISITS_SCREENED_ANEW_EACH_VISIT));
    for (int i = 0; i < f->nvisit; i++) {
        if (i) ili_put(&line, ", ");
        ili_followup_when(f, i, &line);
        ili_putf(&line, " %s", ili_level_name(f->level[i]));
    }
    put_taken(o, "  ", &line);
}

static void put_line(const il_followup *f, const il_followup_line *l, ili_out *o) {
    ili_out line = {0};
    ili_followup_name(l, &line);
    ili_put(&line, ": ");
    for (int i = 0, n = 0; i < f->nvisit; i++) {
        if (!l->at[i].known && !l->word[i]) continue;
        if (n++) ili_put(&line, ", ");
        ili_followup_value(l, i, &line);
        ili_put(&line, " (");
        ili_followup_when(f, i, &line);
        ili_put(&line, ")");
    }
    if (l->unit) ili_put(&line, " "), ili_put(&line, l->unit);
    put_taken(o, "  ", &line);
    bool same_word = l->word[l->last] && l->verdict == IL_VERDICT_NONE_SHOWN;
    if (l->verdict == IL_VERDICT_NOT_KNOWN || same_word) return;
    ili_followup_judged(l, &line);
    put_taken(o, "    ", &line);
}

static void put_lines(const il_followup *f, const char *heading, bool test, bool life, ili_out *o) {
    int n = 0;
    ili_putf(o, "\n%s\n", heading);
    for (int i = 0; i < f->nline; i++) {
        if (!ili_followup_is(&f->line[i], test, life)) continue;
        put_line(f, &f->line[i], o);
        n++;
    }
    if (!n) ili_putf(o, "  %s\n", ILI_SAY(VISITS_NOT_RECORDED));
}

static void put_list(const il_followup *f, const il_knowledge *k, ili_followup_list list, ili_out *o) {
    const char *id, *none;
    ili_out     line = {0};
    int         n = 0;
    ili_putf(o, "\n%s\n", ili_followup_heading(list, &id, &none));
    for (; ili_followup_entry(f, k, list, n, &line); n++) put_taken(o, "  ", &line);
    if (!n) ili_putf(o, "  %s\n", none);
}

il_status il_report_followup_text(const il_followup *f, const il_knowledge *k, char **text, size_t *size, il_error *err) {
    ili_out o = {0};
    ili_care_danger(f->now, &o);
    put_levels(f, &o);
    if (f->withheld) {
        ili_putf(&o, "\n%s\n  ", ILI_SAY(VISITS_NOT_COMPARED));
        ili_put_plain(&o, f->withheld);
        ili_put(&o, "\n");
    } else {
        ili_putf(&o, "\n%s\n", ILI_SAY(VISITS_CHANGE_SMALLER_THAN_WHAT));
        put_lines(f, ILI_SAY(LEGAL_SCORES), false, false, &o);
        put_lines(f, ILI_SAY(VISITS_QUALITY_LIFE), false, true, &o);
        put_lines(f, ILI_SAY(VISITS_TESTS), true, false, &o);
        for (int list = 0; list < ILI_NFOLLOWUP_LIST; list++) put_list(f, k, (ili_followup_list)list, &o);
    }
    ili_care_notices(f->now, &o);
    return ili_out_take(&o, text, size, err);
}
