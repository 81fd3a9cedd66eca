// ilium/side.h - which side of the person something belongs to.
#ifndef ILIUM_SIDE_H
#define ILIUM_SIDE_H

/// Side of a finding, a condition or a structure. `{0}` belongs to no side (the spine, the whole person).
typedef enum il_side { IL_SIDE_NONE, IL_SIDE_RIGHT, IL_SIDE_LEFT, IL_SIDE_BOTH } il_side;

#endif
