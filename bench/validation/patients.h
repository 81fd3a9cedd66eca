// patients.h - simulated patients whose truth is known: what the reasoning is measured on
//
// The generator differs from the inferring body. Of a patient the program is told sex, age, height and mass; hidden are proportions, strengths and
// slack lengths (up to 15 % either way, muscle by muscle), shape of the bones, habit, power and weight of the effort, stretch
// tolerance, the discs' law and what a condition does to this body. True readings are those of solved equilibria of the true body. Published
// accuracies are drawn from their confidence intervals, once a clinic; raters have a bias of their own, errors have long tails, readings are
// rounded, and three tenths of what was planned is missing. A third of the patients has a condition that no hypothesis knows.
// docs/reasoning.md tells what came out. The same seed gives the same patients, in any order, with any number of threads.
#ifndef VALIDATION_PATIENTS_H
#define VALIDATION_PATIENTS_H
#include "base/random.h"
#include "ilium/body.h"
#include "ilium/io_body.h"
#include "ilium/knowledge.h"
#include "ilium/patient.h"
#include "ilium/tasks.h"
#include "reason/study.h"

enum { VP_PEOPLE = 20, VP_SLOTS = 192, VP_CAUSES = 64, VP_TRUTH = 2, VP_TESTS = 160, VP_ROWS = 64 };
enum { VP_PLANNED_PERCENT = 30 }; ///< of patients who have the tests of a structure other than the sacroiliac joint and the crest

/// Kinds of evidence that are weighed apart.
typedef enum vp_evidence { VP_BOTH, VP_MECHANICS, VP_ACCURACIES, VP_NEVIDENCE } vp_evidence;

/// A published accuracy as it is in one clinic.
typedef struct vp_accuracy {
    double present, absent;
} vp_accuracy;

/// Everything that is read once, and the measured person whose patients come now.
typedef struct vp_world {
    il_data_dir          *data;
    const il_body_tables *tables;
    il_body              *body;
    il_knowledge         *k;
    il_tasks             *tasks;
    uint64_t              seed;
    int                   person; ///< -1: none was met
    il_person             who;    ///< what is told of the person
    ili_study             study;  ///< of the person, with every condition that can be ranked
    vp_accuracy           accuracy[VP_ROWS]; ///< [k->naccuracy] of this person's clinic
} vp_world;

/// One patient: the truth, drawn first, and the true readings, solved. A number of the study's slots; NAN where no posture was found.
typedef struct vp_patient {
    int    number;             ///< person = number % people
    int    ntruth;             ///< conditions of the set that are present
    int    truth[VP_TRUTH];    ///< causes of the study
    double severity[VP_TRUTH];
    int    outside;            ///< kind of the condition outside the set, or -1
    il_side outside_side;
    double outside_size;       ///< 0.4 to 1
    bool   solved;
    double healthy[VP_SLOTS], with[VP_SLOTS];
} vp_patient;

/// What is recorded of a patient. Texts belong to the knowledge.
typedef struct vp_exam {
    int        nfinding;
    il_finding finding[VP_TESTS];
    bool       in_question[VP_CAUSES]; ///< [study.ncause] weighed: simulated, or a test of its own was recorded
} vp_exam;

/// Read everything. @param data  NULL: the data the program was built with
il_status vp_open(vp_world *w, uint64_t seed, il_error *err);
void      vp_close(vp_world *w);

/// Simulate for one measured person all that the program simulates for an assessment: once for all patients of this person.
il_status vp_meet(vp_world *w, int person, int threads, const il_progress *progress, il_error *err);

/// The same without the simulation: who the person is and how the clinic tests. For vp_stored().
void      vp_met(vp_world *w, int person);

/// A study and patients that were solved before: one file a person in this folder. False where there is none of these data and this seed.
/// @param patient [room] out @param count out: how many were there
bool      vp_stored(vp_world *w, const char *folder, int person, int room, vp_patient *patient, int *count);
il_status vp_store_study(const vp_world *w, const char *folder, il_error *err); ///< begins the file anew
il_status vp_store_patients(const vp_world *w, const char *folder, int n, const vp_patient *patient, il_error *err);

/// Who has what, drawn from the seed and the patient's number; nothing is solved.
void vp_draw(const vp_world *w, int number, vp_patient *out);

/// True readings of patients of the person met.
il_status vp_solve(const vp_world *w, int n, vp_patient *patient, int threads, const il_progress *progress, il_error *err);

/// Norms of this world in place of the published ones, for the person met: healthy readings of n patients. Norms of real people say nothing of these bodies.
void vp_norms(vp_world *w, int n, const vp_patient *patient);

/// What a clinician records of a patient. Drawn from the seed and the number: which tests, raters, errors.
void vp_examine(const vp_world *w, const vp_patient *p, vp_exam *out);
/// The same exam without one kind of evidence; hypotheses stay the same. Returns how many findings stand.
int vp_only(const vp_world *w, const vp_exam *from, vp_evidence kind, vp_exam *out);

/// Probability that a test of a clinic is positive with these conditions: each alone is enough.
double vp_positive(const vp_world *w, int test, il_side side, int ncause, const int *cause);

int         vp_outside_count(void);
const char *vp_outside_name(int kind);
/// The changed body of a condition outside the set.
il_status vp_outside_apply(const vp_world *w, const vp_patient *p, il_params *params, il_error *err);

/// The true body of a patient without any condition. @param habit [nq] out @param reading [slots] out: what the body's tables do not hold
il_status vp_body(const vp_world *w, const vp_patient *p, il_params *params, double *habit, double *reading, il_subject *who, il_error *err);

/// A stream of random numbers of its own for each purpose.
typedef enum vp_stream { VP_STREAM_CLINIC, VP_STREAM_TRUTH, VP_STREAM_BODY, VP_STREAM_PLAN, VP_STREAM_ERROR, VP_NSTREAM } vp_stream;
ili_random vp_random(const vp_world *w, int number, vp_stream purpose);

#endif
