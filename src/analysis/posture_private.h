// posture_private.h - the workspace that the parts of the posture solver share
#ifndef ILI_POSTURE_PRIVATE_H
#define ILI_POSTURE_PRIVATE_H
#include "analysis/abreast.h"
#include "analysis/posture_bend.h"
#include "solve/equilibrium.h"

struct il_posture {
    const il_model           *m;
    const il_posture_problem *problem;
    ili_abreast              *abreast; ///< what evaluates
    int                       lane;    ///< in it
    bool                      owns;    ///< it is this workspace's alone
    ili_equilibrium          *equilibrium;
    int                       nx, max_row, nnz;
    int    *col_start, *row_index; ///< pattern of A
    int    *own_entry;             ///< [narm] entry of a muscle's own arm, in the order of its path's arms
    int    *own_start;             ///< [nmuscle+1]
    int    *pressure_entry;        ///< [nmuscle*npressure] entry of each arm of the pressure path, of muscles that press
    bool   *root;                  ///< [nq] coordinate of the joint to the ground
    double *block, *balance, *q, *q_start, *x, *r, *row_scale, *size, *q_weight, *x_weight, *x_power, *lower, *upper, *softness;
    double *act, *shear, *hold, *grip, *basis; ///< shear [3*npad]; basis [6*npad]: two directions of friction
    double *price, *give;                      ///< [nrow] multipliers, and how a row's reserve grows with them, in the units of the row
    double  body_weight;
    double  left; ///< worst scaled residual where the last solve ended, and its coordinate or IL_NONE
    int     left_at;
    size_t  bytes; ///< of its own arrays
    ili_bend_space bent;
};

/// Arms of the pressure path; the entry of A at a row of a column, or IL_NONE.
int  ili_pressure_arms(const il_model *m);
/// Does a muscle press on the abdomen? One that does not in the model has no entries for it, in any person.
bool ili_presses(const il_model *m, int muscle);
int  ili_posture_entry(const il_posture *w, int column, int row);
/// Residual, and its slopes where it was last asked for: what ili_system asks for. `user`: the il_posture.
void ili_posture_value(void *user, const double *q, const double *x, double *c);
void ili_posture_slope(void *user, double *K, double *A);
#endif
