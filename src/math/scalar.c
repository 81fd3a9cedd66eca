// scalar.c - SLEEF's portable scalar functions
#include "math/scalar.h"
#include <sleef.h>

double ili_pow(double base, double exponent) { return Sleef_cinz_powd1_u10purec(base, exponent); }
double ili_atan2(double y, double x) { return Sleef_cinz_atan2d1_u10purec(y, x); }
double ili_sin1(double x) { return Sleef_cinz_sind1_u10purec(x); }
double ili_cos1(double x) { return Sleef_cinz_cosd1_u10purec(x); }
double ili_exp1(double x) { return Sleef_cinz_expd1_u10purec(x); }
double ili_log1(double x) { return Sleef_cinz_logd1_u10purec(x); }
double ili_expm1(double x) { return Sleef_cinz_expm1d1_u10purec(x); }
double ili_log1p(double x) { return Sleef_cinz_log1pd1_u10purec(x); }
double ili_cos(double x) { return Sleef_cinz_cosd1_u10purec(x); }
