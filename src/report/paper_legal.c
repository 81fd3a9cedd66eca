// paper_legal.c - the documentation of an injury: what was recorded, by whom, when; opinions only as the clinician's own entries; simulated loads in an appendix
#include <math.h>
#include <string.h>

#include "report/followup.h"
#include "report/paper_parts.h"

static void put_dated(ili_out *t, const char *by, const char *date) {
    if (ili_given(by) || ili_given(date)) ili_put(t, ILI_PALE " (");
    ili_put_plain(t, by);
    if (ili_given(by) && ili_given(date)) ili_put(t, ", ");
    ili_put_plain(t, date);
    if (ili_given(by) || ili_given(date)) ili_put(t, ")" ILI_END);
}

static void not_recorded(ili_writer *w) { ili_say_paragraph(w, ILI_TONE_MUTED, ILI_W_NOT_RECORDED); }

// ---- who -----------------------------------------------------------------------------------------------------------------------------

static void author(ili_writer *w) {
    const il_author *q = &w->p->author;
    ili_say_section(w, "author", ILI_W_LEGAL_AUTHOR);
    ili_say_field(w, ILI_W_AUTHOR_NAME, q->name);
    ili_say_field(w, ILI_W_PROFESSION, q->profession ? il_provider_words((il_provider)q->profession) : NULL);
    ili_say_field(w, ILI_W_CREDENTIALS, q->credentials);
    ili_say_field(w, ILI_W_LICENCE, q->licence);
    ili_say_field(w, ILI_W_JURISDICTION, q->jurisdiction);
    ili_say_field(w, ILI_W_ORGANISATION, q->organisation);
    ili_say_field(w, ILI_W_CONTACT, q->contact);
}

static void person(ili_writer *w) {
    ili_say_section(w, "person", ILI_W_LEGAL_PERSON);
    ili_say_field(w, ILI_W_PERSON_ID, w->p->id);
    ili_put_person(ili_doc_field(w->d, ILI_SAY(PERSON_WHO)), &w->a->person);
    ili_say_field(w, ILI_W_COMPLAINT, w->a->person.complaint);
}

// "vehicle accident"
static void put_words(ili_out *t, const char *word) {
    for (; word && *word; word++) ili_put_bytes(t, *word == '_' ? " " : word, 1);
}

static void accident(ili_writer *w) {
    const il_accident *q = &w->p->accident;
    ili_say_section(w, "accident", ILI_W_LEGAL_ACCIDENT);
    ili_say_field(w, ILI_W_ACCIDENT_DATE, q->date);
    ili_out *t = ili_doc_field(w->d, ILI_SAY(ACCIDENT_KIND));
    if (q->kind) put_words(t, il_event_word(q->kind));
    else ili_putf(t, ILI_PALE "%s" ILI_END, ILI_SAY(NOT_RECORDED));
    ili_say_field(w, ILI_W_ACCIDENT_MECHANISM, q->mechanism);
    ili_say_field(w, ILI_W_ACCIDENT_PLACE, q->place);
    ili_say_field(w, ILI_W_ACCIDENT_REPORTED, q->reported_to);
    ili_say_labelled(w, ILI_W_NOTE, q->note);
    const il_history *h = &w->p->visit[0].history;
    if (h->nevent) ili_say_heading(w, ILI_W_EVENTS);
    for (int i = 0; i < h->nevent; i++) {
        t = ili_doc_item(w->d);
        put_words(t, il_event_word(h->event[i].kind));
        if (ili_given(h->event[i].date)) ili_put(t, ", "), ili_put_plain(t, h->event[i].date);
        if (ili_given(h->event[i].note)) ili_put(t, ": "), ili_put_plain(t, h->event[i].note);
    }
}

static void pre_existing(ili_writer *w) {
    static const int    head[] = {ILI_W_HEAD_CONDITION_BEFORE, ILI_W_HEAD_SINCE, ILI_W_HEAD_KNOWN_BY, ILI_W_HEAD_NOTE, -1};
    static const double share[] = {3, 1.2, 2, 3};
    ili_say_section(w, "before", ILI_W_PRE_EXISTING);
    if (!w->p->npre_existing) {
        not_recorded(w);
        return;
    }
    ili_say_table(w, "before", head, share);
    for (int i = 0; i < w->p->npre_existing; i++) {
        const il_pre_existing *q = &w->p->pre_existing[i];
        ili_doc_row(w->d);
        ili_cell(w, q->condition);
        ili_cell(w, ili_given(q->since) ? q->since : ILI_SAY(NOT_RECORDED));
        ili_cell(w, ili_given(q->source) ? q->source : ILI_SAY(NOT_RECORDED));
        ili_cell(w, q->note);
    }
}

// each text of the history of the first visit under the question that it answers
static void history(ili_writer *w) {
    const il_history *h = &w->p->visit[0].history;
    ili_say_section(w, "history", ILI_W_LEGAL_HISTORY);
    for (int i = 0; i < w->k->nasking; i++) {
        const il_asking *q = &w->k->asking[i];
        const char      *text = NULL;
        if (q->record != IL_ASKING_HISTORY) continue;
#define X(name) \
    if (!strcmp(q->id, #name)) text = h->name;
        IL_HISTORY_LIST(X)
#undef X
        if (ili_given(text)) ili_put_plain(ili_doc_field(w->d, q->question), text);
    }
    if (w->d->newest && w->d->newest->kind == ILI_BLOCK_SECTION) not_recorded(w);
}

// ---- findings over the visits ----------------------------------------------------------------------------------------------------------

enum { VISITS = 5 }; ///< side by side; with more there are several tables

static void put_visit(ili_out *t, const il_visit *v, int number) {
    ili_putf(t, "%s %d", ILI_SAY(VISIT), number + 1);
    if (ili_given(v->date)) ili_put(t, ": "), ili_put_plain(t, v->date);
}

// the head of a table over the visits from `first`
static void visits_table(ili_writer *w, int first, const char *class, ili_word what) {
    ili_column column[VISITS + 2] = {{ili_word_text(what), 2.2}};
    ili_out    heads[VISITS] = {{0}};
    for (int i = 0; i < VISITS && first + i < w->p->nvisit; i++) {
        put_visit(&heads[i], &w->p->visit[first + i], first + i);
        w->d->failed |= heads[i].failed;
        column[1 + i] = (ili_column){heads[i].text ? heads[i].text : "", 1.4};
    }
    ili_doc_table(w->d, class, column);
    for (int i = 0; i < VISITS; i++) ili_out_free(&heads[i]);
}

static const il_finding *finding_of(const il_visit *v, const char *test, il_side side) {
    for (int i = 0; i < v->nfinding; i++)
        if (!strcmp(v->finding[i].test, test) && v->finding[i].side == side) return &v->finding[i];
    return NULL;
}

static void put_reading(ili_writer *w, ili_out *t, const il_finding *f, const il_test *test) {
    static const ili_word results[] = {ILI_W_NOT_RECORDED, ILI_W_RESULT_NEGATIVE, ILI_W_RESULT_POSITIVE, ILI_W_RESULT_NORMAL, ILI_W_RESULT_REDUCED, ILI_W_RESULT_INCREASED};
    double                error = f->error.known ? f->error.value : hypot(test->retest_sd, test->rater_sd);
    (void)w;
    if (f->value.known) {
        ili_put_fixed(t, f->value.value, fabs(f->value.value - rint(f->value.value)) > 1e-9 ? 1 : 0);
        if (f->of.known) ili_putf(t, " %s ", ILI_SAY(PAGE_OF)), ili_put_fixed(t, f->of.value, 0);
        if (error > 0) ili_put(t, " ± "), ili_put_fixed(t, error, error >= 3 ? 0 : 1);
        if (ili_given(f->unit)) ili_put(t, " "), ili_put_plain(t, f->unit);
    } else if (f->reduced_by_percent.known) {
        ili_putf(t, "%s ", ILI_SAY(RESULT_REDUCED));
        ili_put_fixed(t, f->reduced_by_percent.value, 0);
        ili_put(t, " %");
    } else {
        ili_put(t, ili_word_text(results[(unsigned)f->result < 6 ? f->result : 0]));
    }
    if (*ili_limited_name(f->limited_by) || ili_given(f->method)) ili_put(t, ILI_LINE ILI_PALE);
    ili_put(t, ili_limited_name(f->limited_by));
    if (*ili_limited_name(f->limited_by) && ili_given(f->method)) ili_put(t, "; ");
    ili_put_plain(t, f->method);
    if (*ili_limited_name(f->limited_by) || ili_given(f->method)) ili_put(t, ILI_END);
}

static bool recorded(const il_patient *p, int first, const char *test, il_side side) {
    for (int i = first; i < p->nvisit && i < first + VISITS; i++)
        if (finding_of(&p->visit[i], test, side)) return true;
    return false;
}

static void serial_row(ili_writer *w, int first, int t, il_side side) {
    const il_test *test = &w->k->test[t];
    ili_doc_row(w->d);
    ili_put_sided(ili_doc_cell(w->d), ili_put_plain, test->name, side);
    ili_cite(w, test->source, test->status);
    for (int i = first; i < w->p->nvisit && i < first + VISITS; i++) {
        const il_finding *f = finding_of(&w->p->visit[i], test->id, side);
        ili_out          *cell = ili_doc_cell(w->d);
        if (f) put_reading(w, cell, f, test);
        else ili_put(cell, "–");
    }
}

// all tests of one part in the order of their table, the sides together
static int serial(ili_writer *w, il_exam_section part, int first) {
    static const il_side sides[] = {IL_SIDE_NONE, IL_SIDE_RIGHT, IL_SIDE_LEFT, IL_SIDE_BOTH};
    int                  n = 0;
    for (int t = 0; t < w->k->ntest; t++) {
        if (il_test_section(w->k, t) != part) continue;
        for (int s = 0; s < 4; s++) {
            if (!recorded(w->p, first, w->k->test[t].id, sides[s])) continue;
            if (!n++) visits_table(w, first, "serial", ILI_W_HEAD_TEST_UNIT);
            serial_row(w, first, t, sides[s]);
        }
    }
    return n;
}

static void images(ili_writer *w) {
    static const int    head[] = {ILI_W_HEAD_IMAGE, ILI_W_HEAD_PART, ILI_W_HEAD_DATE, ILI_W_HEAD_RESULT, ILI_W_HEAD_FINDING, -1};
    static const double share[] = {1.2, 1.3, 1.1, 1.1, 3};
    bool                any = false;
    ili_say_heading(w, ILI_W_IMAGES);
    for (int v = 0; v < w->p->nvisit; v++) {
        const il_history *h = &w->p->visit[v].history;
        for (int i = 0; i < h->nimage; i++) {
            const il_image *q = &h->image[i];
            if (!any) ili_say_table(w, "images", head, share);
            any = true;
            ili_doc_row(w->d);
            put_words(ili_doc_cell(w->d), il_image_word(q->kind));
            put_words(ili_doc_cell(w->d), il_part_word(q->part));
            ili_cell(w, ili_given(q->date) ? q->date : ILI_SAY(NOT_RECORDED));
            ili_cell(w, q->result == IL_RESULT_NORMAL ? ILI_SAY(RESULT_NORMAL) : q->result == IL_RESULT_POSITIVE ? ILI_SAY(RESULT_ABNORMAL) : ILI_SAY(NOT_RECORDED));
            ili_cell(w, q->finding);
        }
    }
    if (!any) not_recorded(w);
}

static void findings(ili_writer *w) {
    static const ili_word names[] = {ILI_W_PHYSICAL, ILI_W_NEUROLOGICAL, ILI_W_STRUCTURAL};
    ili_say_section(w, "findings", ILI_W_LEGAL_FINDINGS);
    ili_say_paragraph(w, ILI_TONE_SMALL, ILI_W_SERIAL_SAYS);
    for (int i = 0; i < w->p->nvisit; i++) {
        ili_out *t = ili_doc_item(w->d);
        put_visit(t, &w->p->visit[i], i);
        ili_putf(t, "; %s: ", ILI_SAY(EXAMINER));
        ili_put_plain(t, ili_given(w->p->visit[i].examiner) ? w->p->visit[i].examiner : ILI_SAY(NOT_RECORDED));
    }
    for (int part = 0; part < IL_NSECTION; part++) {
        int n = 0;
        ili_say_heading(w, names[part]);
        for (int first = 0; first < w->p->nvisit; first += VISITS) n += serial(w, (il_exam_section)part, first);
        if (!n) not_recorded(w);
    }
    images(w);
}

// ---- pain and function -----------------------------------------------------------------------------------------------------------------

static void fact_cell(ili_writer *w, il_fact f) {
    ili_out *t = ili_doc_cell(w->d);
    if (f.known) ili_put_fixed(t, f.value, fabs(f.value - rint(f.value)) > 1e-9 ? 1 : 0);
    else ili_put(t, "–");
}

static il_fact score_at(const il_score *s, const il_visit *v) {
    for (int i = 0; i < v->nscore; i++)
        if (!strcmp(v->score[i].score, s->id)) return il_score_total(s, &v->score[i]);
    return (il_fact){0};
}

static void scores_from(ili_writer *w, int first) {
    int last = first + VISITS < w->p->nvisit ? first + VISITS : w->p->nvisit;
    visits_table(w, first, "scores", ILI_W_LEGAL_SCORES);
    for (int which = 0; which < 2; which++) {
        ili_doc_row(w->d);
        ili_cell(w, which ? ILI_SAY(PAIN_WORST) : ILI_SAY(PAIN_NOW));
        for (int v = first; v < last; v++) fact_cell(w, which ? w->p->visit[v].pain.intensity_worst : w->p->visit[v].pain.intensity_now);
    }
    for (int s = 0; s < w->k->nscore; s++) {
        const il_score *q = &w->k->score[s];
        bool            any = false;
        for (int v = first; v < last; v++) any |= score_at(q, &w->p->visit[v]).known;
        if (!any) continue;
        ili_doc_row(w->d);
        ili_cell(w, q->name);
        if (!isnan(q->change)) {
            ili_putf(&w->d->text, ILI_LINE ILI_PALE "%s: ", ILI_SAY(CHANGE_COUNTS));
            ili_put_fixed(&w->d->text, q->change, q->change < 3 ? 1 : 0);
            ili_put(&w->d->text, ILI_END);
        }
        ili_cite(w, q->source, q->status);
        for (int v = first; v < last; v++) fact_cell(w, score_at(q, &w->p->visit[v]));
    }
}

static void scores(ili_writer *w) {
    ili_say_section(w, "scores", ILI_W_LEGAL_SCORES);
    for (int first = 0; first < w->p->nvisit; first += VISITS) scores_from(w, first);
}

// ---- change --------------------------------------------------------------------------------------------------------------------------

// a text of the follow-up, in which words of the record may stand
static void told_cell(ili_writer *w, const il_followup *f, const il_followup_line *l, int visit) {
    ili_out t = {0};
    if (visit >= 0) ili_followup_when(f, visit, &t), ili_put(&t, ": "), ili_followup_value(l, visit, &t);
    else ili_followup_judged(l, &t);
    ili_cell(w, t.text ? t.text : "");
    w->d->failed |= t.failed;
    ili_out_free(&t);
}

static void change_rows(ili_writer *w, const il_followup *f) {
    static const int    head[] = {ILI_W_HEAD_QUANTITY, ILI_W_HEAD_FIRST, ILI_W_HEAD_LAST, ILI_W_HEAD_SHOWN, -1};
    static const double share[] = {2.2, 1.5, 1.5, 3};
    bool                any = false;
    for (int i = 0; i < f->nline; i++) {
        const il_followup_line *l = &f->line[i];
        ili_out                 name = {0};
        if (l->first == l->last) continue;
        if (!any) ili_say_table(w, "change", head, share);
        any = true;
        ili_doc_row(w->d);
        ili_followup_name(l, &name);
        ili_cell(w, name.text ? name.text : "");
        w->d->failed |= name.failed;
        ili_out_free(&name);
        if (l->test) ili_cite(w, l->test->source, l->test->status);
        else if (l->score) ili_cite(w, l->score->source, l->score->status);
        told_cell(w, f, l, l->first);
        told_cell(w, f, l, l->last);
        told_cell(w, f, l, -1);
    }
    if (!any) ili_say_paragraph(w, ILI_TONE_MUTED, ILI_W_CHANGE_NONE);
}

// what came between the visits, as the follow-up tells it; nothing where nothing is recorded
static void between(ili_writer *w, const il_followup *f, ili_followup_list list) {
    const char *id, *none, *heading = ili_followup_heading(list, &id, &none);
    for (int i = 0;; i++) {
        ili_out line = {0};
        bool    there = ili_followup_entry(f, w->k, list, i, &line);
        if (there && i == 0) ili_put_plain(ili_doc_heading(w->d), heading);
        if (there) ili_put_plain(ili_doc_item(w->d), line.text);
        w->d->failed |= line.failed;
        ili_out_free(&line);
        if (!there) return;
    }
}

// first reading against last: is it more than the measurement may err by? The follow-up's own verdicts
static void changes(ili_writer *w) {
    il_followup *f = NULL;
    if (w->p->nvisit < 2) return;
    w->status = il_followup_make(w->care->assess, 0, &f, w->err);
    if (w->status != IL_OK) return;
    ili_say_section(w, "change", ILI_W_LEGAL_CHANGE);
    ili_say_paragraph(w, ILI_TONE_SMALL, ILI_W_CHANGE_SAYS);
    if (f->withheld) ili_put_plain(ili_doc_paragraph(w->d, ILI_TONE_PLAIN), f->withheld);
    else change_rows(w, f), between(w, f, ILI_FOLLOWUP_FLARES), between(w, f, ILI_FOLLOWUP_KEPT);
    il_followup_free(f);
}

// ---- treatment -------------------------------------------------------------------------------------------------------------------------

static void put_response(ili_out *t, il_effect response) {
    static const ili_word words[] = {ILI_W_NOT_RECORDED, ILI_W_RESPONSE_WORSE, ILI_W_RESPONSE_SAME, ILI_W_RESPONSE_BETTER};
    if (response) ili_putf(t, "; %s", ili_word_text(words[(unsigned)response < 4 ? response : 0]));
}

static const char *name_of(const il_knowledge *k, const char *id) {
    int t = il_find_treatment(k, id), e = il_find_exercise(k, id);
    return t >= 0 ? k->treatment[t].name : e >= 0 ? k->exercise[e].name : id;
}

static int tried(ili_writer *w, const il_visit *v) {
    for (int i = 0; i < v->history.ntried; i++) {
        const il_tried *q = &v->history.tried[i];
        ili_out        *t = ili_doc_item(w->d);
        ili_put_plain(t, q->treatment);
        if (q->sessions.known) ili_put(t, ", "), ili_put_fixed(t, q->sessions.value, 0), ili_putf(t, " %s", ILI_SAY(SESSIONS));
        put_response(t, q->response);
        if (ili_given(q->note)) ili_put(t, "; "), ili_put_plain(t, q->note);
    }
    return v->history.ntried;
}

static int given(ili_writer *w, int visit) {
    const il_visit *v = &w->p->visit[visit];
    for (int i = 0; i < v->ngiven; i++) {
        ili_out *t = ili_doc_item(w->d);
        put_visit(t, v, visit);
        ili_put(t, "; ");
        ili_put_sided(t, ili_put_plain, name_of(w->k, v->given[i].treatment), v->given[i].side);
        put_response(t, v->given[i].response);
        put_dated(t, v->given[i].by, NULL);
        if (ili_given(v->given[i].note)) ili_put(t, "; "), ili_put_plain(t, v->given[i].note);
    }
    return v->ngiven;
}

static int medicines(ili_writer *w, int visit) {
    const il_visit *v = &w->p->visit[visit];
    for (int i = 0; i < v->nmedicine; i++) {
        ili_out *t = ili_doc_item(w->d);
        put_visit(t, v, visit);
        ili_put(t, "; ");
        ili_put_plain(t, v->medicine[i].medicine);
        if (v->medicine[i].days_a_week.known) ili_put(t, ", "), ili_put_fixed(t, v->medicine[i].days_a_week.value, 0), ili_putf(t, " %s", v->medicine[i].days_a_week.value == 1.0 ? ILI_SAY(DAY_A_WEEK) : ILI_SAY(DAYS_A_WEEK));
        if (ili_given(v->medicine[i].note)) ili_put(t, "; "), ili_put_plain(t, v->medicine[i].note);
    }
    if (ili_given(v->history.medicines)) ili_put_plain(ili_doc_item(w->d), v->history.medicines);
    return v->nmedicine + ili_given(v->history.medicines);
}

static void treatment(ili_writer *w) {
    int n = 0;
    ili_say_section(w, "treatment", ILI_W_LEGAL_TREATMENT);
    ili_say_heading(w, ILI_W_TREATED_BEFORE);
    for (int i = 0; i < w->p->nvisit; i++) n += tried(w, &w->p->visit[i]);
    if (!n) not_recorded(w);
    ili_say_heading(w, ILI_W_TREATED_HERE);
    n = 0;
    for (int i = 0; i < w->p->nvisit; i++) n += given(w, i);
    if (!n) not_recorded(w);
    ili_say_heading(w, ILI_W_MEDICINES_TAKEN);
    n = 0;
    for (int i = 0; i < w->p->nvisit; i++) n += medicines(w, i);
    if (!n) not_recorded(w);
}

// ---- opinions, consent, entries, declaration ---------------------------------------------------------------------------------------------

// every kind, and what of it the clinician wrote
static void opinions(ili_writer *w) {
    static const ili_word labels[] = {ILI_W_NOTE, ILI_W_OPINION_DIAGNOSIS, ILI_W_OPINION_CAUSATION, ILI_W_OPINION_APPORTIONMENT, ILI_W_OPINION_IMPAIRMENT, ILI_W_OPINION_PROGNOSIS, ILI_W_OPINION_CARE};
    ili_say_section(w, "opinions", ILI_W_LEGAL_OPINIONS);
    ili_say_paragraph(w, ILI_TONE_KEY, ILI_W_OPINIONS_SAY);
    for (int kind = 1; kind < IL_NOPINION; kind++) {
        ili_out *t = ili_doc_field(w->d, ili_word_text(labels[kind]));
        for (int i = 0; i < w->p->nopinion; i++) {
            const il_opinion *q = &w->p->opinion[i];
            if ((int)q->kind != kind) continue;
            ili_put(t, t->size ? ILI_LINE : "");
            ili_put_plain(t, q->text);
            if (ili_given(q->edition)) ili_putf(t, "; %s: ", ILI_SAY(EDITION)), ili_put_plain(t, q->edition);
            put_dated(t, q->by, q->date);
        }
        if (!t->size) ili_putf(t, ILI_PALE "%s" ILI_END, ILI_SAY(NOT_RECORDED));
    }
}

static void consent(ili_writer *w) {
    ili_say_section(w, "consent", ILI_W_LEGAL_CONSENT);
    for (int i = 0; i < w->p->nconsent; i++) {
        const il_consent *q = &w->p->consent[i];
        ili_out          *t = ili_doc_item(w->d);
        ili_put(t, ILI_STRONG);
        ili_put_plain(t, name_of(w->k, q->covers));
        ili_putf(t, ILI_END ": %s", q->given == IL_YES ? ILI_SAY(CONSENT_GIVEN) : ILI_SAY(CONSENT_REFUSED));
        put_dated(t, q->by, q->date);
        if (ili_given(q->taken_by)) ili_putf(t, "; %s ", ILI_SAY(EXPLAINED_BY)), ili_put_plain(t, q->taken_by);
        if (ili_given(q->risks)) ili_putf(t, "; %s: ", ILI_SAY(CONSENT_RISKS)), ili_put_plain(t, q->risks);
        if (ili_given(q->alternatives)) ili_putf(t, "; %s: ", ILI_SAY(CONSENT_OTHERS)), ili_put_plain(t, q->alternatives);
        if (ili_given(q->withdrawn)) ili_putf(t, "; " ILI_STRONG "%s" ILI_END, ILI_SAY(CONSENT_WITHDRAWN)), put_dated(t, q->withdrawn_by, q->withdrawn);
    }
    if (!w->p->nconsent) not_recorded(w);
}

static void entries(ili_writer *w) {
    static const int    head[] = {ILI_W_HEAD_AT, ILI_W_HEAD_BY, ILI_W_HEAD_ENTRY, ILI_W_HEAD_WAS, ILI_W_HEAD_NOW, -1};
    static const double share[] = {1.9, 1.3, 2.2, 1.4, 1.5};
    ili_say_section(w, "entries", ILI_W_LEGAL_ENTRIES);
    if (!w->p->nentry) {
        not_recorded(w);
        return;
    }
    ili_say_table(w, "entries", head, share);
    for (int i = 0; i < w->p->nentry; i++) {
        const il_entry *q = &w->p->entry[i];
        ili_doc_row(w->d);
        ili_cell(w, q->at);
        ili_cell(w, q->by);
        ili_cell(w, q->what);
        ili_cell(w, q->was);
        ili_cell(w, q->now);
    }
}

static void declaration(ili_writer *w) {
    ili_say_section(w, "declaration", ILI_W_DECLARATION);
    ili_doc_aside(w->d, (ili_picture){0}); // with its signature on one page
    ili_say_paragraph(w, ILI_TONE_PLAIN, ILI_W_DECLARATION_SAYS);
    ili_put(ili_doc_line(w->d), ILI_SAY(SIGN_NAME));
    ili_put(ili_doc_line(w->d), ILI_SAY(SIGN_SIGNATURE));
    ili_doc_aside_end(w->d);
}

static void appendix(ili_writer *w) {
    bool any = ili_may_rank(w->a) && (w->a->nload || w->a->nprint);
    ili_doc_page(w->d);
    ili_say_section(w, "appendix", ILI_W_APPENDIX);
    ili_say_paragraph(w, ILI_TONE_DO, any ? ILI_W_APPENDIX_SAYS : ILI_W_APPENDIX_NONE);
    if (any) ili_part_loads(w, "appendix_loads", ILI_W_LOADS);
}

void ili_paper_legal(ili_writer *w) {
    if (ili_given(w->p->author.name)) w->d->author = ili_doc_keep(w->d, w->p->author.name);
    ili_part_safety(w);
    author(w);
    person(w);
    accident(w);
    pre_existing(w);
    history(w);
    ili_part_pain(w);
    findings(w);
    scores(w);
    changes(w);
    treatment(w);
    opinions(w);
    ili_part_course(w);
    consent(w);
    entries(w);
    declaration(w);
    appendix(w);
    ili_part_sources(w);
    ili_part_notices(w);
}
