// day_tell.h - what is said of a day, once for text, JSON and document: names, events, what became of them, links of a chain, what was chosen
#ifndef ILI_DAY_TELL_H
#define ILI_DAY_TELL_H
#include "ilium/day_paper.h"
#include "report/figure.h"
#include "report/words.h"

enum { ILI_DAY_TELL_NAME = 64, ILI_FELT_REGIONS = ILI_STRIP_REGIONS };

/// "gluteus_medius" as "gluteus medius". Returns `out`.
const char *ili_day_name_words(const char *name, char out[ILI_DAY_TELL_NAME]);
/// Name and side of a group or structure: "gluteus medius, right".
void        ili_day_put_share(ili_out *o, const il_day *d, const il_day_share *s);
/// "multifidus, left: 89 % of its strength is left".
void        ili_day_put_event(ili_out *o, const il_day *d, const il_day_happening *h);
/// Is it told with its twin, which stands first?
bool        ili_day_is_second(const il_day *d, int structure);
/// The same of a difference: both days alike on both sides.
int         ili_day_difference_twin(const il_day_comparison *c, const il_day *after, int structure);
/// Name and side, both sides for one that has a twin.
void        ili_day_put_structure(ili_out *o, const il_day *d, int structure);
/// "tires", "starves" ...: the key of an event in JSON.
const char *ili_day_event_key(il_day_event_kind kind);
/// "calf, left +1.2 %, ..." of an event; nothing where nobody took over.
void        ili_day_put_takers(ili_out *o, const il_day *d, const il_day_event *e);
/// "multifidus, left, below 75 % of its strength": without its times.
void        ili_day_put_fate(ili_out *o, const il_day_fate *f);
/// "09:30, before not at all", "not any more (before 09:30)", "09:30 instead of 10:10".
void        ili_day_put_fate_times(ili_out *o, const il_schedule *s, const il_day_fate *f);
bool        ili_day_fate_differs(const il_day_fate *f);
/// One link: "08:31, stands: A (1.3 times), B take over from C (0.7 times); more load on D (1.2 times). At once: the pelvis drops to the right (4.6 deg)."
void        ili_day_put_link(ili_out *o, const il_day_story *s, const il_day_pair *p, const il_day_link *l);
/// Its parts: shares with their mean loads, and why.
void        ili_day_put_shares(ili_out *o, const il_day *d, const il_day_comparison *c, int n, const int *list);
void        ili_day_put_why(ili_out *o, const il_day_story *s, const il_day_pair *p, const il_day_link *l);
/// What the pair is, and that nothing is shown where it is so.
void        ili_day_put_pair(ili_out *o, const il_day_story *s, const il_day_pair *p);
/// Whose day it is: what was chosen and how sure. Several sentences.
void        ili_day_put_chosen(ili_out *o, const il_day_story *s);
/// Why the change was not lived; nothing where it was.
void        ili_day_put_refusal(ili_out *o, const il_day_story *s);

/// The regions to which irritated structures refer at a sample, coloured by irritation. @return how many
int         ili_day_felt(const il_knowledge *k, const il_day *d, const il_day_log *log, int sample, il_pain_region region[ILI_FELT_REGIONS]);
#endif
