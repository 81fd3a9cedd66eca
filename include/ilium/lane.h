// ilium/lane.h - a quantity in memory: eight instances abreast, on one cache line; and the instruction sets that kernels are compiled for.
#ifndef ILIUM_LANE_H
#define ILIUM_LANE_H
#include <stdbool.h>

enum { IL_LANES = 8 };

/// Eight doubles, one an instance, alike at every instruction set. Pass by pointer, never by value.
typedef struct il_pack {
    _Alignas(64) double lane[IL_LANES];
} il_pack;

/// The instruction sets. Every kernel exists once for each; all give the same bits, so the choice is one of speed only (and of tests).
#define IL_ISA_LIST(X)                                       \
    X(IL_ISA_AUTO, "auto")   /* the best that this processor has */ \
    X(IL_ISA_PLAIN, "plain") /* C without intrinsics, any machine */ \
    X(IL_ISA_V2, "v2")       /* x86-64-v2: SSE4 */           \
    X(IL_ISA_V3, "v3")       /* x86-64-v3: AVX2 */           \
    X(IL_ISA_V4, "v4")       /* x86-64-v4: AVX-512 */

#define IL_ISA_ENUM(name, text) name,
typedef enum il_isa { IL_ISA_LIST(IL_ISA_ENUM) IL_NISA } il_isa;
#undef IL_ISA_ENUM

/// The widest instruction set that this processor and its operating system support; never IL_ISA_AUTO.
il_isa il_isa_best(void);

/// Can this machine run kernels compiled for `isa`? True for IL_ISA_AUTO and IL_ISA_PLAIN everywhere, false for a number outside the enum.
bool il_isa_supported(il_isa isa);

/// What a request means here: AUTO becomes il_isa_best(), an unsupported one IL_ISA_PLAIN, any other stays. Dispatch tables index with it.
il_isa il_isa_resolve(il_isa wanted);

/// "auto", "plain", "v2", "v3", "v4"; "" for a number outside the enum.
const char *il_isa_name(il_isa isa);

#endif
