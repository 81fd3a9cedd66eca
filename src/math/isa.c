// isa.c - which instruction sets this processor has. Features are tested one by one, as clang 14 does not know "x86-64-v3".
#include "ilium/lane.h"

#if defined(__x86_64__)

static bool has_v2(void) {
    return __builtin_cpu_supports("ssse3") && __builtin_cpu_supports("sse4.1") && __builtin_cpu_supports("sse4.2") &&
           __builtin_cpu_supports("popcnt");
}

static bool has_v3(void) {
    return has_v2() && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("bmi2");
}

static bool has_v4(void) {
    return has_v3() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}

#else

static bool has_v2(void) { return false; }
static bool has_v3(void) { return false; }
static bool has_v4(void) { return false; }

#endif

bool il_isa_supported(il_isa isa) {
    switch (isa) {
    case IL_ISA_AUTO:
    case IL_ISA_PLAIN: return true;
    case IL_ISA_V2: return has_v2();
    case IL_ISA_V3: return has_v3();
    case IL_ISA_V4: return has_v4();
    case IL_NISA: break;
    }
    return false;
}

il_isa il_isa_best(void) { return has_v4() ? IL_ISA_V4 : has_v3() ? IL_ISA_V3 : has_v2() ? IL_ISA_V2 : IL_ISA_PLAIN; }

il_isa il_isa_resolve(il_isa wanted) {
    if (wanted == IL_ISA_AUTO) return il_isa_best();
    return il_isa_supported(wanted) ? wanted : IL_ISA_PLAIN;
}

const char *il_isa_name(il_isa isa) {
#define NAME(name, text) text,
    static const char *const names[] = {IL_ISA_LIST(NAME)};
#undef NAME
    return (unsigned)isa < IL_NISA ? names[isa] : "";
}
