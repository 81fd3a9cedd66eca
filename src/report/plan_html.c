// plan_html.c - a plan as one page: danger, choice, phases, a sheet of home exercises with their drawings, and a letter for each referral
#include "ilium/report.h"
#include "report/care.h"
#include "report/figure.h"
#include "report/html.h"
#include <math.h>
#include <string.h>

// a line that some function writes plain, escaped
static void put_taken(ili_out *o, ili_out *line) {
    ili_put_escaped(o, line->text);
    o->failed |= line->failed;
    ili_out_free(line);
}

static void paragraph(ili_out *o, const char *class, const char *label, const char *text) {
    if (!ili_given(text)) return;
    ili_putf(o, "<p%s%s%s>%s", class ? " class=\"" : "", class ? class : "", class ? "\"" : "", label);
    ili_put_escaped(o, text);
    ili_put(o, "</p>\n");
}

static void heading(ili_out *o, const char *name, il_side side) {
    ili_put(o, "<h3>");
    ili_put_escaped(o, name);
    if (side == IL_SIDE_RIGHT || side == IL_SIDE_LEFT) ili_putf(o, ", %s", ili_side_name(side));
    ili_put(o, "</h3>\n");
}

// ---- what is chosen ------------------------------------------------------------------------------------------------------------------

static void guidelines(const il_knowledge *k, int treatment, ili_out *o) {
    ili_out lines = {0};
    ili_care_guidelines(k, treatment, "", &lines);
    if (lines.text && *lines.text) ili_put(o, "<ul class=\"small\">\n");
    for (const char *p = lines.text; p && *p;) {
        size_t  n = strcspn(p, "\n");
        ili_out one = {0};
        ili_put_bytes(&one, p, n);
        ili_put(o, "<li>");
        put_taken(o, &one);
        ili_put(o, "</li>\n");
        p += n + (p[n] == '\n');
    }
    if (lines.text && *lines.text) ili_put(o, "</ul>\n");
    o->failed |= lines.failed;
    ili_out_free(&lines);
}

static void item(const il_care_request *r, const il_plan_item *x, ili_out *o) {
    const il_knowledge *k = r->assess->knowledge;
    const il_treatment *t = &k->treatment[x->treatment];
    const char         *question;
    ili_out             gain = {0};
    heading(o, t->name, x->side);
    ili_put(o, "<p>");
    for (int i = 0; i < IL_NAIM; i++)
        if (x->aim[i]) ili_putf(o, "<span class=\"tag\">%s</span> ", il_aim_words((il_aim)i));
    ili_putf(o, "<span class=\"tag\">by: %s</span> <span class=\"tag\">evidence %s</span></p>\n<p>%s. Pain in trials against doing less: ", il_provider_words(t->by), ili_grade_name(t->grade),
             ili_care_choice(x));
    ili_care_gain(&x->gain, &gain);
    put_taken(o, &gain);
    ili_put(o, ".</p>\n");
    paragraph(o, NULL, "Dose: ", t->dose);
    paragraph(o, NULL, "Mechanism: ", t->mechanism);
    paragraph(o, NULL, "Risks: ", t->risks);
    paragraph(o, NULL, "Stop: ", t->stop);
    for (int i = 0; (question = il_treatment_question(k, r->assessment, x->treatment, i)); i++) paragraph(o, "do", "Ask first: ", question);
    guidelines(k, x->treatment, o);
}

static void wishes(const il_care_request *r, const il_plan *p, ili_out *o) {
    ili_out line = {0};
    int     n = 0;
    for (; ili_care_wish(r, p, n, &line); n++) {
        if (n == 0) ili_html_open(o, "wishes", "Wishes and means"), ili_put(o, "<ul>\n");
        ili_put(o, "<li>");
        put_taken(o, &line);
        ili_put(o, "</li>\n");
    }
    if (n) ili_put(o, "</ul></section>\n");
}

static void choice(const il_care_request *r, const il_plan *p, ili_out *o) {
    const il_knowledge *k = r->assess->knowledge;
    int                 less = il_find_treatment(k, "watchful_waiting"), chosen = 0;
    for (int i = 0; i < p->nitem; i++) chosen += p->item[i].choice == IL_PLAN_CHOSEN;
    ili_html_open(o, "plan", "Plan");
    ili_put(o, "<p class=\"key\">For each aim: the most in the worst case over what the findings leave open (90 % of the posterior). Load is not pain.</p>\n");
    if (!chosen) ili_put(o, "<p class=\"do\">Do less: no treatment gains anything in the worst case.</p>\n");
    if (less >= 0) {
        paragraph(o, NULL, "The option to do less: ", k->treatment[less].dose);
        guidelines(k, less, o);
    }
    for (int i = 0; i < p->nitem; i++)
        if (p->item[i].choice) item(r, &p->item[i], o);
    ili_out unmet = {0};
    ili_care_unmet(p, &unmet);
    ili_put(o, "<p class=\"muted\">");
    if (unmet.text) put_taken(o, &unmet), ili_put(o, ". ");
    ili_put(o, "Document findings, scores and this plan at every visit.</p>\n</section>\n");
}

static void not_given(const il_care_request *r, const il_plan *p, ili_out *o) {
    bool any = false;
    for (int i = 0; i < p->nitem; i++) any |= p->item[i].refusal != IL_REFUSED_NOT;
    if (!any) return;
    ili_html_open(o, "not", "Not given");
    ili_put(o, "<ul>\n");
    for (int i = 0; i < p->nitem; i++) {
        if (!p->item[i].refusal) continue;
        ili_put(o, "<li>");
        ili_put_escaped(o, r->assess->knowledge->treatment[p->item[i].treatment].name);
        ili_putf(o, ": %s", il_refusal_words(p->item[i].refusal));
        if (*p->item[i].why) ili_put(o, ": "), ili_put_escaped(o, p->item[i].why);
        ili_put(o, "</li>\n");
    }
    ili_put(o, "</ul></section>\n");
}

// ---- exercises -----------------------------------------------------------------------------------------------------------------------

static void may_aggravate(const il_plan_exercise *x, ili_out *o) {
    if (x->may_aggravate) ili_put(o, "<p class=\"do\">May aggravate: it loads more than what the person does every day</p>\n<ul class=\"small\">\n");
    for (int i = 0; i < x->nload; i++) {
        ili_out line = {0};
        if (!x->load[i].aggravates) continue;
        ili_care_load(&x->load[i], &line);
        ili_put(o, "<li>");
        put_taken(o, &line);
        ili_put(o, "</li>\n");
    }
    if (x->may_aggravate) ili_put(o, "</ul>\n");
}

static void exercise(const il_care_request *r, const il_plan_exercise *x, ili_out *o) {
    const il_exercise *e = &r->assess->knowledge->exercise[x->exercise];
    ili_out            dose = {0};
    heading(o, e->name, x->side);
    ili_put(o, "<div class=\"side one\"><figure>");
    if (x->drawing) ili_put_picture(o, ili_figure_posture(x->drawing, ili_view_of(x->drawing, x->side), 300, 260));
    ili_put(o, "</figure><div>\n");
    ili_putf(o, "<p><span class=\"tag\">from week %d</span>%s%s</p>\n", il_phase_from(x->phase), x->option ? " <span class=\"tag\">may be left out</span>" : "",
             x->paired ? " <span class=\"tag\">goes with the stretch</span>" : "");
    paragraph(o, NULL, "", e->does);
    ili_care_dose(e, &dose);
    ili_put(o, "<p>Dose: ");
    put_taken(o, &dose);
    ili_put(o, "</p>\n");
    paragraph(o, NULL, "Progress: ", e->progression);
    paragraph(o, NULL, "Stop: ", e->stop);
    if (!x->tried) ili_put(o, "<p class=\"muted\">Not simulated.</p>\n");
    else if (!x->solved) ili_put(o, "<p class=\"muted\">The posture was not found on this body: what it loads is not known.</p>\n");
    else if (!x->held) paragraph(o, "muted", "The simulated body cannot hold it; begin with an easier form. First to give way: ", x->cannot);
    may_aggravate(x, o);
    ili_put(o, "</div></div>\n");
}

static void exercises(const il_care_request *r, const il_plan *p, ili_out *o) {
    if (!p->nexercise && !p->nleft_out) return;
    ili_html_open(o, "exercises", "Home exercises");
    if (p->npainful) ili_put(o, "<p>Structures whose pattern the drawn pain fits: ");
    for (int i = 0; i < p->npainful; i++) ili_put(o, i ? ", " : ""), ili_put_escaped(o, p->painful[i]);
    if (p->npainful) ili_put(o, ". Each exercise was solved on this person; where it loads one of them more than what the person does every day it says so. ");
    if (p->npainful) {
        ili_out daily = {0};
        ili_care_daily(p, &daily);
        put_taken(o, &daily);
        ili_put(o, "</p>\n");
    }
    for (int i = 0; i < p->nexercise; i++) exercise(r, &p->exercise[i], o);
    bool drawn = false;
    for (int i = 0; i < p->nexercise; i++) drawn |= p->exercise[i].drawing != NULL;
    if (drawn) {
        ili_put(o, "<figure>");
        ili_put_picture(o, ili_figure_legend());
        ili_put(o, "<figcaption>Colour: tension of each muscle as a share of its strength.</figcaption></figure>\n");
    }
    if (p->nleft_out) ili_put(o, "<h3>Left out</h3>\n<ul>\n");
    for (int i = 0; i < p->nleft_out; i++) {
        ili_put(o, "<li>");
        ili_put_escaped(o, r->assess->knowledge->exercise[p->left_out[i].exercise].name);
        ili_put(o, ": ");
        ili_put_escaped(o, p->left_out[i].cannot);
        ili_put(o, "</li>\n");
    }
    if (p->nleft_out) ili_put(o, "</ul>\n");
    ili_put(o, "</section>\n");
}

// ---- time ------------------------------------------------------------------------------------------------------------------------------

static void phases(const il_care_request *r, const il_plan *p, ili_out *o) {
    static const char *const head[] = {"phase", "weeks", "what", NULL};
    const il_knowledge      *k = r->assess->knowledge;
    ili_html_open(o, "phases", "Phases");
    ili_html_table(o, "phases", "What begins earlier goes on, by its progression.", head);
    for (int ph = 0; ph < IL_PLAN_PHASES; ph++) {
        bool first = true;
        ili_putf(o, "<tr><td class=\"name\">%s</td><td class=\"n\">from %d</td><td>", il_phase_words(ph), il_phase_from(ph));
        for (int i = 0; i < p->nitem; i++) {
            if (p->item[i].choice != IL_PLAN_CHOSEN || p->item[i].phase != ph) continue;
            ili_put(o, first ? "" : "; "), ili_put_escaped(o, k->treatment[p->item[i].treatment].name);
            first = false;
        }
        for (int i = 0; i < p->nexercise; i++) {
            if (p->exercise[i].phase != ph) continue;
            ili_put(o, first ? "" : "; "), ili_put_escaped(o, k->exercise[p->exercise[i].exercise].name);
            first = false;
        }
        if (first) ili_put(o, ph == IL_PHASE_KEEP ? "as often as each exercise says for later" : "progression");
        ili_put(o, "</td></tr>\n");
    }
    ili_put(o, "</tbody></table></div>\n<p>Re-test:");
    for (int i = 0; i < IL_PLAN_RETESTS; i++) ili_putf(o, "%s week %d%s%s%s", i ? "," : "", p->retest_week[i], p->retest[i] ? " (" : "", p->retest[i] ? p->retest[i] : "", p->retest[i] ? ")" : "");
    ili_put(o, ": the safety screen, pain and function");
    for (int i = 0; i < p->ntest; i++) ili_put(o, ", "), ili_put_escaped(o, p->test[i]);
    ili_put(o, ". No gain in pain or function after four weeks: screen again and reconsider everything.</p>\n</section>\n");
}

static void prognosis(const il_plan *p, ili_out *o) {
    static const char *const head[] = {"week", "pain, of 100", NULL};
    const il_prognosis      *g = &p->prognosis;
    if (!g->known) return;
    ili_html_open(o, "prognosis", "Prognosis as a range");
    ili_html_table(o, "prognosis", "The course of cohorts, begun at this person's pain; the range is that of their mean, a single person varies more.", head);
    for (int i = 0; i < g->n; i++) {
        ili_put(o, "<tr><td class=\"n\">");
        ili_put_fixed(o, g->week[i], 0);
        ili_put(o, "</td><td class=\"n\">");
        ili_put_range(o, &g->pain[i]);
        ili_put(o, "</td></tr>\n");
    }
    ili_putf(o, "</tbody></table></div>\n<p class=\"small\">%s pain. No figure was found by which lifestyle or adherence shift it. ", il_population_word(g->population));
    ili_put_escaped(o, g->source);
    ili_put(o, "</p>\n</section>\n");
}

// ---- letters -----------------------------------------------------------------------------------------------------------------------------

static void letter(const il_assessment *a, const il_plan_referral *f, int number, ili_out *o) {
    char id[24] = "letter";
    id[6] = (char)('a' + number%26);
    ili_html_open(o, id, "Referral");
    ili_putf(o, "<p>To: %s%s<br/>About: ", il_provider_words(f->to), f->level == IL_SAFETY_EMERGENCY ? " (emergency: now)" : f->level == IL_SAFETY_URGENT ? " (urgent)" : "");
    ili_put_escaped(o, a->person.label ? a->person.label : "an unnamed person");
    ili_put(o, ", ");
    ili_put_person(o, &a->person);
    if (ili_given(a->person.visit_date)) ili_put(o, "; visit of ");
    ili_put_escaped(o, a->person.visit_date);
    ili_put(o, "</p>\n");
    paragraph(o, NULL, "Complaint: ", a->person.complaint);
    paragraph(o, NULL, "Reason: ", f->reason);
    paragraph(o, NULL, "Asked of you: ", f->asks);
    if (a->safety.npositive) ili_put(o, "<p>Positive in the safety screen:</p>\n<ul>\n");
    for (int i = 0; i < a->safety.npositive; i++) {
        ili_put(o, "<li>");
        ili_put_escaped(o, a->safety.positive[i].text);
        ili_put(o, "</li>\n");
    }
    if (a->safety.npositive) ili_put(o, "</ul>\n");
    if (ili_may_rank(a) && a->nhypothesis) {
        ili_put(o, "<p>Conditions that fit the findings (calibrated on simulated patients; not a diagnosis, not the cause of the pain): ");
        ili_put_hypothesis(o, ili_put_escaped, a, a->leading);
        ili_put(o, "</p>\n");
    }
    ili_put(o, "<p class=\"muted\">From (name, credentials, licence and jurisdiction): ______________________ Date: ____________ Signature: ______________________</p>\n</section>\n");
}

static void page(const il_care_request *r, const il_plan *p, ili_out *o) {
    ili_html_begin(r->assessment, "Plan for", o);
    ili_html_safety(r->assessment, o);
    if (p->only_referral) {
        ili_html_open(o, "plan", "No plan");
        paragraph(o, "do", "", p->why);
        ili_put(o, "</section>\n");
    } else {
        wishes(r, p, o);
        choice(r, p, o);
        phases(r, p, o);
        exercises(r, p, o);
        not_given(r, p, o);
        prognosis(p, o);
    }
    for (int i = 0; i < p->nreferral; i++) letter(r->assessment, &p->referral[i], i, o);
    ili_html_end(r->assessment, o);
}

il_status il_report_plan_html(const il_care_request *r, const il_plan *p, char **text, size_t *size, il_error *err) {
    ili_out o = {0};
    page(r, p, &o);
    return ili_out_take(&o, text, size, err);
}
