// boxqp.kv.c - the box QP, ILI_W problems at a time
#include "math/lane.h"
#include "solve/boxqp_part.h"
#include "solve/boxqp_lanes.h"
#include "solve/boxqp_flow.h"

void ILI_KERNEL(ili_boxqp)(const il_boxqp_problem *p, const il_boxqp_settings *set, il_boxqp_workspace *w, il_boxqp_solution *solution,
                           il_boxqp_info *info) {
    for (int o = 0; o < p->nlive; o += ILI_W) solve_from((part){.p = p, .solution = solution, .set = set, .w = w, .o = o, .nlive = p->nlive}, info);
}
