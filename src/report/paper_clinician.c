// paper_clinician.c - documents for those who treat: danger, findings, ranking, loads, next test, plan, prognosis, limits, sources; and the plan alone
#include "report/paper_parts.h"

// the reasoning; where nothing may be ranked, only what was recorded
static void reasoning(ili_writer *w) {
    if (!ili_may_rank(w->a)) {
        if (w->a->safety.level == IL_SAFETY_EMERGENCY) return;
        ili_part_pain(w);
        ili_part_findings(w);
        return;
    }
    ili_part_short(w);
    ili_part_ranking(w);
    ili_part_findings(w);
    ili_part_body(w);
    ili_part_pain(w);
    ili_part_loads(w, "loads", ILI_W_LOADS);
    ili_part_next(w);
    ili_part_against(w);
}

void ili_paper_clinician(ili_writer *w) {
    ili_part_safety(w);
    reasoning(w);
    ili_part_plan(w);
    if (w->a->safety.level != IL_SAFETY_EMERGENCY) {
        ili_part_unknown(w);
        ili_part_background(w);
    }
    ili_part_sources(w);
    ili_part_notices(w);
    ili_part_letters(w);
}

void ili_paper_plan(ili_writer *w) {
    ili_part_safety(w);
    ili_part_plan(w);
    ili_part_sources(w);
    ili_part_notices(w);
    ili_part_letters(w);
}
