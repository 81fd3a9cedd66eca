// care_wishes.c - what the person wants and has, and what became of it in the plan: one line each
#include "report/care.h"
#include <string.h>

typedef struct wishes {
    const il_care_request *r;
    const il_plan         *p;
    const il_preferences  *want;
    const il_at_hand      *hand;
    int                    nhand;
} wishes;

static wishes of(const il_care_request *r, const il_plan *p) {
    const il_patient *patient = r->assess->patient;
    const il_visit   *v = il_care_visit(r);
    int               visit = v ? (int)(v - patient->visit) : -1;
    wishes            w = {.r = r, .p = p, .want = il_patient_preferences(patient, visit)};
    w.hand = il_patient_equipment(patient, visit, &w.nhand);
    return w;
}

static void put_time(const wishes *w, ili_out *o) {
    ili_putf(o, "%s: ", ILI_SAY(DAY_TIME));
    ili_put_fixed(o, w->want->minutes_a_day.value, 0);
    ili_putf(o, " %s ", ILI_SAY(WISH_MINUTES_DAY_EXERCISES_BELOW));
    ili_put_fixed(o, w->p->minutes, 0);
}

static void put_at_hand(const wishes *w, ili_out *o) {
    const il_knowledge *k = w->r->assess->knowledge;
    ili_put(o, w->r->equipment ? ILI_SAY(WISH_HAND_BUT_ASKED_OTHERWISE) : ILI_SAY(WISH_HAND));
    for (int i = 0; i < w->nhand; i++) {
        int known = il_find_equipment(k, w->hand[i].item);
        ili_put(o, i ? ", " : "");
        ili_put(o, known < 0 ? ILI_SAY(WISH_NOTHING) : k->equipment[known].name);
    }
}

static void put_aims(const wishes *w, ili_out *o) {
    ili_putf(o, "%s: ", ILI_SAY(WISH_AIMS));
    for (int i = 0; i < w->want->naim; i++) {
        ili_put(o, i ? ", " : ""), ili_put(o, il_aim_words((il_aim)(w->want->aim[i].aim - 1)));
        if (ili_given(w->want->aim[i].note)) ili_put(o, " ("), ili_put_plain(o, w->want->aim[i].note), ili_put(o, ")");
    }
    ili_putf(o, "; %s", ILI_SAY(WISH_NOTHING_CHOSEN_OTHERS));
}

// where a treatment or an exercise ended up
static const char *became(const wishes *w, const il_wanted *x) {
    const il_knowledge *k = w->r->assess->knowledge;
    int                 treatment = il_find_treatment(k, x->treatment), exercise = il_find_exercise(k, x->treatment);
    if (x->wish == IL_WANT_REFUSES) return ILI_SAY(WISH_NO_PART_PLAN);
    for (int i = 0; i < w->p->nitem; i++)
        if (w->p->item[i].treatment == treatment) return w->p->item[i].refusal ? il_refusal_words(w->p->item[i].refusal) : w->p->item[i].choice ? ILI_SAY(WISH_PLAN) : ILI_SAY(WISH_NOT_GIVEN_EVIDENCE_AGAINST);
    for (int i = 0; i < w->p->nexercise; i++)
        if (w->p->exercise[i].exercise == exercise) return ILI_SAY(WISH_PLAN);
    for (int i = 0; i < w->p->nleft_out; i++)
        if (w->p->left_out[i].exercise == exercise) return w->p->left_out[i].cannot;
    return ILI_SAY(WISH_NOT_WHAT_WAS_FOUND);
}

static void put_wanted(const wishes *w, const il_wanted *x, ili_out *o) {
    const il_knowledge *k = w->r->assess->knowledge;
    int                 treatment = il_find_treatment(k, x->treatment), exercise = il_find_exercise(k, x->treatment);
    ili_put(o, x->wish == IL_WANT_REFUSES ? ILI_SAY(WISH_REFUSES) : ILI_SAY(WISH_WANTS));
    ili_put_plain(o, treatment >= 0 ? k->treatment[treatment].name : exercise >= 0 ? k->exercise[exercise].name : x->treatment);
    if (ili_given(x->note)) ili_put(o, " ("), ili_put_plain(o, x->note), ili_put(o, ")");
    ili_put(o, ": ");
    ili_put_plain(o, became(w, x));
}

bool ili_care_wish(const il_care_request *r, const il_plan *p, int i, ili_out *o) {
    wishes w = of(r, p);
    if (w.want && w.want->minutes_a_day.known && i-- == 0) return put_time(&w, o), true;
    if (w.nhand && i-- == 0) return put_at_hand(&w, o), true;
    if (w.want && w.want->naim && i-- == 0) return put_aims(&w, o), true;
    if (w.want && i < w.want->ntreatment) return put_wanted(&w, &w.want->treatment[i], o), true;
    if (w.want) i -= w.want->ntreatment;
    if (w.want && w.want->note && i == 0) return ili_putf(o, "%s: ", ILI_SAY(WISH_ALSO)), ili_put_plain(o, w.want->note), true;
    return false;
}
