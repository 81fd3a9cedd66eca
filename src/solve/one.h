// one.h - include after wide.h: from here on il_v is one number. So the method of boxqp_flow.h, written over lanes, solves one problem.
#ifndef ILI_SOLVE_ONE_H
#define ILI_SOLVE_ONE_H
#include "math/lane.h"

typedef double    one_v __attribute__((vector_size(8)));
typedef long long one_m __attribute__((vector_size(8)));
ILI_FN one_v one_load(const double *p)                 { return (one_v){*p}; }
ILI_FN void  one_store(double *p, one_v v)             { *p = v[0]; }
ILI_FN one_v one_set(double x)                         { return (one_v){x}; }
ILI_FN one_v one_abs(one_v a)                          { return (one_v)((one_m)a & ~(one_m)one_set(-0.0)); }
ILI_FN one_v one_select(one_m m, one_v a, one_v b)     { return (one_v)((m & (one_m)a) | (~m & (one_m)b)); }
ILI_FN one_v one_min(one_v a, one_v b)                 { return one_select(a < b, a, b); }
ILI_FN one_v one_max(one_v a, one_v b)                 { return one_select(a > b, a, b); }
ILI_FN int   one_any(one_m m)                          { return m[0] != 0; }
ILI_FN one_m one_finite(one_v a)                       { return a - a == (one_v){0}; }
ILI_FN one_m one_live(int o, int n)                    { return (one_m){-(o < n)}; }
enum { ONE_W = 1 };

#define ILI_W      ONE_W
#define il_v       one_v
#define il_m       one_m
#define ili_load   one_load
#define ili_store  one_store
#define ili_set    one_set
#define ili_abs    one_abs
#define ili_select one_select
#define ili_min    one_min
#define ili_max    one_max
#define ili_any    one_any
#define ili_finite one_finite
#define ili_live   one_live

#endif
