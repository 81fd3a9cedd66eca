// lane.h - arithmetic on lanes, for kernels (src/*/*.k.c, compiled once per ISA) and nothing else. Nothing here has linkage.
// In memory a quantity is il_pack: eight doubles on a 64-byte line, alike at every ISA. In registers it is il_v, as wide
// as the ISA. A kernel is  for (int o = 0; o < IL_LANES; o += ILI_W) { il_v q = ili_load(d->q[i].lane + o); ... }
#ifndef ILI_LANE_H
#define ILI_LANE_H
#include <math.h>
#include <string.h>
#include <sleef.h>
#include "ilium/lane.h"
#if defined(ILI_PLAIN) || !defined(__SSE4_1__)                          // plain C: any machine, and the reference in tests
enum { ILI_W = 2 };
#define ILI_MAP(f, ulp, a) ((il_v){Sleef_cinz_##f##d1_##ulp##purec((a)[0]), Sleef_cinz_##f##d1_##ulp##purec((a)[1])})
#elif defined(__AVX512DQ__) && defined(__AVX512VL__)                    // x86-64-v4
enum { ILI_W = 8 };
#define ILI_X86(op) _mm512_##op
#define ILI_PAIR Sleef___m512d_2
#define ILI_MAP(f, ulp, a) Sleef_cinz_##f##d8_##ulp##avx512fnofma(a)
#elif defined(__AVX2__)                                                 // x86-64-v3; cinz has no avx2 twin
enum { ILI_W = 4 };
#define ILI_X86(op) _mm256_##op
#define ILI_PAIR Sleef___m256d_2
#define ILI_MAP(f, ulp, a) Sleef_cinz_##f##d4_##ulp##avx(a)
#else                                                                   // x86-64-v2
enum { ILI_W = 2 };
#define ILI_X86(op) _mm_##op
#define ILI_PAIR Sleef___m128d_2
#define ILI_MAP(f, ulp, a) Sleef_cinz_##f##d2_##ulp##sse4(a)
#endif
typedef double    il_v __attribute__((vector_size(8*ILI_W)));           // + - * / < <= act on every lane
typedef long long il_m __attribute__((vector_size(8*ILI_W)));           // mask: all bits set or none; & | ~
#define ILI_FN static inline __attribute__((always_inline, unused))
#define ILI_CAT_(a, b) a##b
#define ILI_CAT(a, b) ILI_CAT_(a, b)
#define ILI_KERNEL(name) ILI_CAT(name, ILI_ISA)                         // -DILI_ISA=_v3: ili_rnea becomes ili_rnea_v3
// typed accesses, not memcpy: so a store of numbers may not change a table's pointer, which then stays in a register
ILI_FN il_v ili_load(const double *p)    { return *(const il_v *)__builtin_assume_aligned(p, 8*ILI_W); }
ILI_FN void ili_store(double *p, il_v v) { *(il_v *)__builtin_assume_aligned(p, 8*ILI_W) = v; }
ILI_FN il_v ili_set(double x)            { return x - (il_v){0}; }      // minus keeps the sign of -0.0
ILI_FN il_v ili_abs(il_v a)              { return (il_v)((il_m)a & ~(il_m)ili_set(-0.0)); }
// select: `m ? a : b` in each lane without a branch; both are computed, so give the unpicked side harmless input
#if !defined(ILI_X86)
ILI_FN il_v ili_sqrt(il_v a)                   { return (il_v){sqrt(a[0]), sqrt(a[1])}; }
ILI_FN unsigned ili_bits(il_m m)               { return (m[0] ? 1U : 0U) | (m[1] ? 2U : 0U); }
ILI_FN il_v ili_select(il_m m, il_v a, il_v b) { return (il_v)((m & (il_m)a) | (~m & (il_m)b)); }
#elif defined(__AVX512DQ__)
ILI_FN il_v ili_sqrt(il_v a)                   { return ILI_X86(sqrt_pd)(a); }
ILI_FN unsigned ili_bits(il_m m)               { return _mm512_movepi64_mask((__m512i)m); }
ILI_FN il_v ili_select(il_m m, il_v a, il_v b) { return (il_v)((m & (il_m)a) | (~m & (il_m)b)); }
#else
ILI_FN il_v ili_sqrt(il_v a)                   { return ILI_X86(sqrt_pd)(a); }
ILI_FN unsigned ili_bits(il_m m)               { return (unsigned)ILI_X86(movemask_pd)((il_v)m); }
ILI_FN il_v ili_select(il_m m, il_v a, il_v b) { return ILI_X86(blendv_pd)(b, a, (il_v)m); }
#endif
#if defined(ILI_X86)                                                                      // b if either is NaN or both are 0, at every ISA
ILI_FN il_v ili_min(il_v a, il_v b) { return ILI_X86(min_pd)(a, b); }
ILI_FN il_v ili_max(il_v a, il_v b) { return ILI_X86(max_pd)(a, b); }
#else
ILI_FN il_v ili_min(il_v a, il_v b) { return ili_select(a < b, a, b); }
ILI_FN il_v ili_max(il_v a, il_v b) { return ili_select(a > b, a, b); }
#endif
ILI_FN int  ili_any(il_m m)         { return ili_bits(m) != 0; }
ILI_FN il_m ili_finite(il_v a)      { return a - a == (il_v){0}; }      // false for NaN and infinities
ILI_FN il_v ili_exp(il_v a)         { return ILI_MAP(exp, u10, a); }    // a real call, spills all: one pass over an array
#if defined(ILI_X86)
ILI_FN void ili_sincos(il_v a, il_v *sine, il_v *cosine) { ILI_PAIR p = ILI_MAP(sincos, u10, a); *sine = p.x, *cosine = p.y; }
#else
ILI_FN void ili_sincos(il_v a, il_v *sine, il_v *cosine) {
    il_v s = {0}, c = {0}; // whole before they are handed over
    for (int i = 0; i < 2; i++) { Sleef_double_2 p = Sleef_cinz_sincosd1_u10purec(a[i]); s[i] = p.x, c[i] = p.y; }
    *sine = s, *cosine = c;
}
#endif
/// Of lanes o … o+ILI_W-1, those that hold work when the pack's first n do. The rest hold a copy of lane 0.
ILI_FN il_m ili_live(int o, int n)  { il_m m; for (int i = 0; i < ILI_W; i++) m[i] = -(o + i < n); return m; }
#endif
