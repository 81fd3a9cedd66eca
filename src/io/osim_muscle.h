// osim_muscle.h - what a muscle of an `.osim` file can do: its curves as tables, its force with a rigid tendon
#ifndef ILI_OSIM_MUSCLE_H
#define ILI_OSIM_MUSCLE_H
#include "ilium/io_osim.h"
#include "ilium/lane.h"
#include "osim_read.h"

/// The muscle that `e` is: numbers and curves as OpenSim takes them, defaults where the file is silent.
il_status ili_osim_muscle_of(ili_osim_reader *r, const ili_element *e, il_osim_muscle *out);

/// Active force along the tendon at full activation of all muscles, eight frames abreast, as OpenSim's static optimisation takes a muscle's
/// strength: f_max f_l(l) f_v(v) cos(pennation), with a tendon that has its slack length.
/// @param length, speed  [nmuscle] of the paths [m, m/s], lengthening positive
/// @param active         [nmuscle] [N]
void ili_osim_strength(const il_osim *o, const il_pack *length, const il_pack *speed, il_pack *active);

#endif
