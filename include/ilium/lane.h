// ilium/lane.h - a quantity in memory: eight instances abreast, on one cache line.
#ifndef ILIUM_LANE_H
#define ILIUM_LANE_H

enum { IL_LANES = 8 };

/// Eight doubles, one an instance, alike at every instruction set. Pass by pointer, never by value.
typedef struct il_pack {
    _Alignas(64) double lane[IL_LANES];
} il_pack;

#endif
