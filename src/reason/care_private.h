// care_private.h - what what-if and plan share: the posterior set as bodies, and treatments as net changes of parameters
#ifndef ILI_CARE_PRIVATE_H
#define ILI_CARE_PRIVATE_H
#include <pthread.h>

#include "base/arena.h"
#include "base/try.h"
#include "ilium/body.h"
#include "ilium/knowledge.h"
#include "ilium/outcome.h"
#include "ilium/plan.h"

struct il_care_memory {
    ili_arena arena;
};

/// Zeroed memory of the result; on failure sets err and returns IL_NO_MEMORY from the function it stands in.
#define ILI_CARE_ARRAY(memory, pointer, count)                                                                        \
    do {                                                                                                              \
        (pointer) = ili_arena_array(&(memory)->arena, (size_t)(count) + 1, sizeof *(pointer));                        \
        if (!(pointer)) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the treatments");           \
    } while (0)

typedef il_whatif_cause ili_care_cause; ///< a condition that is thought to be present

enum { ILI_CARE_CAUSES = 8, ILI_CHRONIC_WEEKS = 12 }; ///< most conditions of a hypothesis; pain of so many weeks and more is chronic
/// One hypothesis of the posterior set; `{0}` is the body without any condition.
typedef struct ili_care_state {
    double         weight; ///< posterior probability
    int            ncause;
    ili_care_cause cause[ILI_CARE_CAUSES];
} ili_care_state;

/// The hypotheses that together hold `share` of the posterior, likeliest first. @return how many, at most `limit`
int ili_care_hypotheses(const il_knowledge *k, const il_assessment *a, double share, ili_care_state *out, int limit);
/// The same as different bodies: the leading explanation first, what is not simulated left out, alike ones together.
int ili_care_bodies(const il_knowledge *k, const il_assessment *a, double share, ili_care_state *out, int limit);

/// A body as states that are solved: itself, or, where two conditions are together, each of them alone; 0: there was no room.
typedef struct ili_care_parts {
    int n, state[2];
} ili_care_parts;

/// The bodies that hold 90 % of the posterior, and what of them is solved: the leading one, the one without any condition, each condition alone. Of two conditions
/// together the changes are added: v(A + B) = v(A) + v(B) - v(none). docs/treatments.md says how far that is from solving them.
enum { ILI_CARE_BODIES = 512, ILI_CARE_STATES = 64 };
typedef struct ili_care_set {
    int            nstate, nbody, none; ///< state[none] is without any condition
    double         covered;             ///< what the bodies hold of the posterior
    ili_care_state state[ILI_CARE_STATES], body[ILI_CARE_BODIES]; ///< the leading one first
    ili_care_parts as[ILI_CARE_BODIES];
} ili_care_set;
void   ili_care_set_lay(const il_knowledge *k, const il_assessment *a, ili_care_set *out);
/// @param value  [nstate] as solved, NaN where it was not @return of a body; NaN where it is not known
double ili_care_set_value(const ili_care_set *s, int body, const double *value);

/// Which end of a treatment's range: ILI_CARE_NONE leaves the body as it is.
typedef enum ili_care_end { ILI_CARE_NONE, ILI_CARE_LOW, ILI_CARE_MID, ILI_CARE_HIGH, ILI_CARE_ENDS } ili_care_end;

/// A net change of one parameter of one part on one side.
typedef struct ili_care_change {
    il_parameter_kind parameter;
    const char       *target;
    il_side           side;
    double            value; ///< in the parameter's unit
} ili_care_change;

enum { ILI_CARE_CHANGES = 96 };

/// What treatments together change in a state: of several that change the same the largest counts, and with the state's own change the whole stays within
/// the parameter's range. What comes to nothing is left out, so that it changes nothing to the bit.
/// @return how many
int ili_care_changes(const il_knowledge *k, const il_assessment *a, const il_treatment_wish *wish, int nwish, double weeks, ili_care_end end, const ili_care_state *state,
                     ili_care_change out[ILI_CARE_CHANGES]);

/// A person's numbers in a state, treated. @param person  without any condition  @param p  filled
il_status ili_care_apply(const il_knowledge *k, const il_body *body, const il_params *person, const ili_care_state *state, const ili_care_change *change, int nchange,
                         il_params *p, il_error *err);

/// The treated side: as asked, else where what it is for is likeliest; BOTH where it has no side.
il_side ili_care_side(const il_knowledge *k, const il_assessment *a, const il_treatment_wish *wish);

/// What the jobs of one task read their outcomes with, one at a time: reading needs scratch of half a megabyte.
typedef struct ili_care_reader {
    il_outcomes    *outcomes; ///< NULL: not open
    pthread_mutex_t lock;
} ili_care_reader;
il_status ili_care_reader_open(const il_body *body, ili_care_reader *r, il_error *err);
void      ili_care_reader_close(ili_care_reader *r);
/// `user` of a job whose `look` is ili_care_look(): where its outcomes go.
typedef struct ili_care_seen {
    ili_care_reader *by;
    double          *value; ///< [outcomes]
} ili_care_seen;
void ili_care_look(void *user, const il_subject *who, const il_posture_solution *solution, int job);

/// Sizes of the person without any condition (assess.c).
il_body_sizes ili_person_sizes(const il_person *p);
#endif
