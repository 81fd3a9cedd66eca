// scalar.h - transcendental functions outside kernels, with the same bits on every machine (libm's depend on the processor)
#ifndef ILI_SCALAR_H
#define ILI_SCALAR_H
double ili_pow(double base, double exponent);
double ili_atan2(double y, double x);
double ili_sin1(double x);
double ili_cos1(double x);
double ili_exp1(double x);
double ili_log1(double x);
double ili_expm1(double x);
double ili_log1p(double x);
double ili_cos(double x);
#endif
