// ilium/tissue.h - what load does to tissue over time: fatigue and perfusion of muscles, creep of passive tissue, irritation.
//
// Arrays in, arrays out: nothing here knows of bodies. Every law is integrated exactly while its load stays the same, so that the length of
// a step changes nothing. data/tissue/ has the numbers and their sources, docs/day.md the formulas and how far each is known.
#ifndef ILIUM_TISSUE_H
#define ILIUM_TISSUE_H
#include "ilium/base.h"

// ---- fatigue: the three-compartment model (Xia & Frey-Law 2008) with faster recovery at rest (Looft, Herkert & Frey-Law 2018) ----
//
// Of a muscle's strength a share M_A is active, M_F is fatigued and the rest M_R can be called up: M_A + M_F + M_R = 1.
//     dM_F/dt = F M_A - R M_F,   M_A = target while target <= 1 - M_F, else all that is not fatigued.
// The published model moves M_A to its target at a rate of 10/s; here it is there at once, which makes the equations linear between changes.
// At or below R/(F + R) the equations know no failure, yet let half of the strength go in an hour at 5 % (measured: an eighth; Sjogaard 1986,
// PMID 3788624). There F is taken as nought: a load that can be held for ever tires nothing, and only recovers.
//
// Two readings of faster recovery are published: while nothing is asked for (Rakshit 2021, Eq. 7), and whenever a muscle lets go (Cheema 2020). A held load is the
// same in both. In a cycle that is short beside 1/R (a stride) what lies at or below the threshold, and well below the hardest part, counts as rest here, which
// is between them; and, as with a held load, a cycle that the equations can go on with for ever tires nothing.

typedef struct il_fatigue_law {
    double fatigue;  ///< F [1/s]
    double recovery; ///< R while the muscle works [1/s]
    double rest;     ///< R is that many times larger while it rests [1]
    double idle;     ///< it rests while its target is at most this [1]: resting tone
    double light;    ///< in a cycle of work and rest, a part at or below this share of the threshold is rest [1]; 0: only what is at most idle
    double lets_go;  ///< and at or below this share of what the hardest part asks for [1]: who bears the same all the time never rests
} il_fatigue_law;

/// Share of strength that can be held for ever, R/(F + R): below it the model knows no fatigue.
double il_fatigue_threshold(const il_fatigue_law *law);

/// How long a rested muscle holds `target` [s]; INFINITY at or below the threshold, 0 above 1.
double il_fatigue_endurance(const il_fatigue_law *law, double target);

/// The law in a cycle of n equal parts: more counts as rest, and F is nought where the cycle can be gone on with for ever. What is tired then settles at
/// F mean(target)/mean(rate of recovery), which must leave what the hardest part asks for. @param target  [n]
il_fatigue_law il_fatigue_in_cycle(const il_fatigue_law *law, int n, const double *target);

/// Let a muscle be asked for `target` (share of its rested strength) during `time` [s].
/// @param fatigued  in and out: M_F, 0 to 1
/// @return          integral of target - M_A over the time [s]: what was asked for and could not be given
double il_fatigue_hold(const il_fatigue_law *law, double target, double time, double *fatigued);

// ---- perfusion: an index, no measurement ----
//
// Pressure in a working muscle rises with its activation; where it comes near what drives blood through it, flow falls.
// The index follows the flow that is missing with a time constant, as oxygenation does, and its integral is the deficit.

typedef struct il_perfusion_law {
    double rest;       ///< pressure in the relaxed muscle [mmHg]
    double activation; ///< rise of pressure at full activation [mmHg]
    double stretch;    ///< rise of pressure for each unit of passive tension over strength [mmHg]
    double begins;     ///< pressure at which flow begins to fall [mmHg]
    double stops;      ///< pressure at which it has stopped [mmHg]
    double fall, rise; ///< time constants of the index when flow falls and when it returns [s]
    double repays;     ///< flow beyond the need in the part of a cycle that is rest, over the need
} il_perfusion_law;

/// Intramuscular pressure [mmHg]. @param passive  passive tension over greatest force
double il_perfusion_pressure(const il_perfusion_law *law, double activation, double passive);

/// Share of resting flow that is missing at a pressure, 0 to 1.
double il_perfusion_missing(const il_perfusion_law *law, double pressure);

/// Share of flow that is missing on average over a cycle of n equal parts: while the muscle rests, `repays` times the need comes in beyond it.
/// @param missing  [n] share that each part lacks  @param rests  [n] is it rest?
double il_perfusion_cycle_missing(const il_perfusion_law *law, int n, const double *missing, const bool *rests);

/// Let a muscle lack the share `missing` of its flow during `time` [s].
/// @param index  in and out: what it lacks now, 0 to 1
/// @return       integral of the index over the time [s]
double il_perfusion_hold(const il_perfusion_law *law, double missing, double time, double *index);

// ---- creep: a chain of delayed springs (Kelvin bodies) ----

enum { IL_CREEP_TERMS = 3 };

typedef struct il_creep_law {
    int    terms;
    double share[IL_CREEP_TERMS]; ///< of all creep; sums to 1
    double load[IL_CREEP_TERMS];  ///< time constant while it yields [s]
    double relief[IL_CREEP_TERMS];///< and while it recovers [s]
} il_creep_law;

/// Let tissue whose creep under this load ends at `target` be loaded during `time` [s]; any unit.
/// @param state  [terms] in and out: creep of each term
/// @return       all creep at the end
double il_creep_hold(const il_creep_law *law, double target, double time, double *state);

// ---- irritation: a leaky sum of what a structure suffers ----
//
//     dI/dt = (excess - I) / tau,  tau = build while it grows, calm while it falls; excess = load over what the structure is used to, less one.
// No number of it is published: it orders structures and shows which way a cycle turns, and every result is swept over the numbers.

typedef struct il_irritation_law {
    double build, calm; ///< time constants [s]
    double begins;      ///< irritation at which guarding begins
    double full;        ///< and at which it is complete
    double guard;       ///< activation that guarding muscles then never fall below
    double inhibit;     ///< activation that inhibited muscles then lose
} il_irritation_law;

/// Let a structure suffer `excess` (0: nothing) during `time` [s]. @return irritation at the end, also in *irritation
double il_irritation_hold(const il_irritation_law *law, double excess, double time, double *irritation);

/// How far the reflex is awake, 0 to 1, at an irritation.
double il_irritation_reflex(const il_irritation_law *law, double irritation);

// ---- what irritates besides load: an injury that heals, and a posture that is kept ----
//
// An injury of severity s keeps up an irritation of `irritates` s, which is there at once and heals with one time constant; load and injury do not add, the
// larger counts. A structure that is kept above a share of its threshold bears less and less: kept moves to one (back to nought below that share) with `time`,
// and the threshold that irritates sinks by `sinks` of itself. No size of either is published, but for the direction and some times.

typedef struct il_injury_law {
    double irritates; ///< irritation that an injury of severity 1 keeps up
    double heals;     ///< time constant [s]
    double stiffness; ///< share of a ligament's stiffness that severity 1 leaves
} il_injury_law;

/// Let a wound heal during `time` [s]. @param wound  in and out: irritation it keeps up
/// @return its mean over the time
double il_injury_heal(const il_injury_law *law, double time, double *wound);

typedef struct il_posture_law {
    double begins; ///< share of its threshold above which a structure counts as kept
    double time;   ///< time constant [s]
    double sinks;  ///< share of the threshold that is lost in the end
} il_posture_law;

/// Let a structure bear `load` (over its threshold) during `time` [s]. @param kept  in and out: 0 to 1
/// @return load over the threshold that is left at the end
double il_posture_keep(const il_posture_law *law, double load, double time, double *kept);

#endif
