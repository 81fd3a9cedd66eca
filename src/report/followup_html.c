// followup_html.c - visits beside each other as one page: danger first, curves of scores, pain drawings one over the other
#include "ilium/report.h"
#include "report/care.h"
#include "report/figure_followup.h"
#include "report/followup.h"
#include "report/html.h"

static void put_taken(ili_out *o, ili_out *line) {
    ili_put_escaped(o, line->text ? line->text : "");
    o->failed |= line->failed;
    ili_out_free(line);
}

static void put_when(const il_followup *f, int visit, ili_out *o) {
    ili_out text = {0};
    ili_followup_when(f, visit, &text);
    put_taken(o, &text);
}

static void levels(const il_followup *f, ili_out *o) {
    ili_html_open(o, "visits", ILI_SAY(VISITS_SCREENED_HEADING));
    ili_put(o, "<ul>\n");
    for (int i = 0; i < f->nvisit; i++) {
        ili_put(o, "<li>");
        put_when(f, i, o);
        ili_putf(o, ": %s</li>\n", ili_level_name(f->level[i]));
    }
    ili_put(o, "</ul></section>\n");
}

static void table_head(const il_followup *f, const char *first, ili_out *o) {
    ili_putf(o, "<div class=\"wide\"><table><caption>%s</caption><thead><tr><th scope=\"col\">%s</th>", ILI_SAY(VISITS_READINGS_EACH_VISIT_AND), first);
    for (int i = 0; i < f->nvisit; i++) ili_put(o, "<th scope=\"col\" class=\"n\">"), put_when(f, i, o), ili_put(o, "</th>");
    ili_putf(o, "<th scope=\"col\">%s</th></tr></thead><tbody>\n", ILI_SAY(VISITS_FIRST_LAST));
}

static void row(const il_followup *f, const il_followup_line *l, ili_out *o) {
    ili_out text = {0};
    ili_put(o, "<tr><td class=\"name\">");
    ili_followup_name(l, &text);
    if (l->unit) ili_put(&text, " ["), ili_put(&text, l->unit), ili_put(&text, "]");
    put_taken(o, &text);
    ili_put(o, "</td>");
    for (int i = 0; i < f->nvisit; i++) {
        ili_put(o, "<td>");
        ili_followup_value(l, i, &text);
        put_taken(o, &text);
        ili_put(o, "</td>");
    }
    ili_put(o, "<td>");
    if (l->verdict != IL_VERDICT_NOT_KNOWN) ili_followup_judged(l, &text);
    put_taken(o, &text);
    ili_put(o, "</td></tr>\n");
}

// the numbers, then a curve for each score that was taken twice
static void lines(const il_followup *f, const char *id, const char *heading, bool test, bool life, ili_out *o) {
    int n = 0;
    ili_html_open(o, id, heading);
    for (int i = 0; i < f->nline; i++) {
        if (!ili_followup_is(&f->line[i], test, life)) continue;
        if (!n++) table_head(f, ILI_SAY(HEAD_ENTRY), o);
        row(f, &f->line[i], o);
    }
    if (n) ili_put(o, "</tbody></table></div>\n");
    else ili_putf(o, "<p class=\"muted\">%s</p>\n", ILI_SAY(VISITS_NOT_RECORDED));
    for (int i = 0; i < f->nline; i++) {
        const il_followup_line *l = &f->line[i];
        if (!l->score || !ili_followup_is(l, test, life) || l->first == l->last) continue;
        ili_put(o, "<figure><figcaption>");
        ili_put_escaped(o, l->name);
        ili_put(o, "</figcaption>");
        ili_picture p = ili_figure_course(f, l);
        ili_picture_svg(&p, o);
        ili_picture_free(&p);
        ili_put(o, "</figure>\n");
    }
    ili_put(o, "</section>\n");
}

static void drawings(const il_followup *f, ili_out *o) {
    int visit[ILI_OVER_VISITS];
    if (!ili_over_visits(f, visit)) return;
    ili_html_open(o, "pain", ILI_SAY(VISITS_PAIN_DRAWINGS_ONE_OVER));
    ili_put(o, "<figure>");
    ili_picture p = ili_figure_over(f);
    ili_picture_svg(&p, o);
    ili_picture_free(&p);
    ili_put(o, "</figure>\n");
    for (int i = 0; i < f->nvisit; i++) {
        const il_pain *pain = &f->visit[i].pain;
        ili_put(o, "<p><strong>");
        put_when(f, i, o);
        ili_put(o, "</strong>: ");
        for (int k = 0; k < pain->narea; k++) {
            if (k) ili_put(o, "; ");
            ili_put_escaped(o, pain->area[k].region);
            if (pain->area[k].side == IL_SIDE_RIGHT || pain->area[k].side == IL_SIDE_LEFT) ili_putf(o, " %s", ili_side_name(pain->area[k].side));
            if (pain->area[k].intensity.known) ili_put(o, " "), ili_put_fixed(o, pain->area[k].intensity.value, 0);
            if (pain->area[k].character) ili_put(o, ", "), ili_put_escaped(o, pain->area[k].character);
        }
        ili_putf(o, "%s.</p>\n", pain->narea ? "" : ILI_SAY(VISITS_NOTHING_DRAWN));
    }
    ili_put(o, "</section>\n");
}

static void list(const il_followup *f, const il_knowledge *k, ili_followup_list which, ili_out *o) {
    const char *id, *none, *heading = ili_followup_heading(which, &id, &none);
    ili_out     text = {0};
    int         n = 0;
    ili_html_open(o, id, heading);
    for (; ili_followup_entry(f, k, which, n, &text); n++) {
        ili_put(o, n ? "<li>" : "<ul>\n<li>");
        put_taken(o, &text);
        ili_put(o, "</li>\n");
    }
    if (n) ili_put(o, "</ul></section>\n");
    else ili_putf(o, "<p class=\"muted\">%s</p></section>\n", none);
}

il_status il_report_followup_html(const il_followup *f, const il_knowledge *k, char **text, size_t *size, il_error *err) {
    ili_out o = {0};
    ili_html_begin(f->now, ILI_SAY(VISITS_FOLLOW_UP), &o);
    ili_html_safety(f->now, &o);
    levels(f, &o);
    if (f->withheld) {
        ili_html_open(&o, "withheld", ILI_SAY(VISITS_NOT_COMPARED_HEADING));
        ili_put(&o, "<p class=\"do\">");
        ili_put_escaped(&o, f->withheld);
        ili_put(&o, "</p></section>\n");
    } else {
        ili_putf(&o, "<p class=\"key\">%s</p>\n", ILI_SAY(VISITS_CHANGE_SMALLER_THAN_WHAT));
        lines(f, "scores", ILI_SAY(LEGAL_SCORES), false, false, &o);
        lines(f, "life", ILI_SAY(VISITS_QUALITY_LIFE), false, true, &o);
        lines(f, "tests", ILI_SAY(VISITS_TESTS), true, false, &o);
        drawings(f, &o);
        for (int i = 0; i < ILI_NFOLLOWUP_LIST; i++) list(f, k, (ili_followup_list)i, &o);
    }
    ili_html_end(f->now, &o);
    return ili_out_take(&o, text, size, err);
}
