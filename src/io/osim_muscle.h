// osim_muscle.h - what a muscle of an `.osim` file can do: its curves as tables, its force with a rigid tendon
#ifndef ILI_OSIM_MUSCLE_H
#define ILI_OSIM_MUSCLE_H
#include "ilium/io_osim.h"
#include "osim_read.h"

/// The muscle that `e` is: numbers and curves as OpenSim takes them, defaults where the file is silent.
il_status ili_osim_muscle_of(ili_osim_reader *r, const ili_element *e, il_osim_muscle *out);

#endif
