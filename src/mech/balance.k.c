// balance.k.c - everything that pulls and pushes, summed over the tree: the generalised force on each coordinate, zero at rest.
//
// residual_j = sum over the rows r of coordinate j of rate_r s_r . (wrenches on all that r carries) + joint limits + moving path points
#include "math/num.h"

ILI_FN void add_load(ILI_ARGS, int body, int o, v6 w) { PUT6(load, body, v6_add(GET6(load, body), w)); }
ILI_FN v6   opposite(v6 w)                            { return (v6){v3_neg(w.a), v3_neg(w.l)}; }

// ---- tension along paths -------------------------------------------------------------------------------------------------------

ILI_FN void add_tension(ILI_ARGS, int path, int o, num x) { PUT(path_tension, path, n_add(GET(path_tension, path), x)); }

// muscles and ligaments pull; the pressure that abdominal activation makes pushes along its path
ILI_FN void tensions(ILI_ARGS) {
    for (int i = 0; i < m->npath; i++)
        for (int o = 0; o < IL_LANES; o += ILI_W) PUT(path_tension, i, n_set(0.0));
    for (int i = 0; i < m->nmuscle; i++)
        for (int o = 0; o < IL_LANES; o += ILI_W)
            add_tension(ILI_PASS, m->muscle_path[i], o, n_add(n_mul(GET(act, i), GET(muscle_active, i)), GET(muscle_passive, i)));
    for (int i = 0; i < m->nligament; i++)
        for (int o = 0; o < IL_LANES; o += ILI_W) add_tension(ILI_PASS, m->ligament_path[i], o, GET(ligament_force, i));
    for (int o = 0; o < IL_LANES; o += ILI_W) {
        num pressure = n_set(0.0);
        for (int i = 0; i < m->nmuscle; i++) pressure = n_add(pressure, n_mul(PAR(muscle_pressure, i), GET(act, i)));
        PUT(pressure, 0, pressure);
        if (m->pressure_path != IL_NONE) add_tension(ILI_PASS, m->pressure_path, o, n_neg(n_mul(pressure, PAR(pressure_area, 0))));
    }
}

// ---- wrenches on bodies --------------------------------------------------------------------------------------------------------

ILI_FN void path_loads(ILI_ARGS) {
    for (int i = 0; i < m->npath; i++)
        for (int k = m->path_body_start[i]; k < m->path_body_start[i + 1]; k++)
            for (int o = 0; o < IL_LANES; o += ILI_W) {
                num x = GET(path_tension, i);
                v6  unit = GET6(pathbody_wrench, k);
                add_load(ILI_PASS, m->pathbody_body[k], o, (v6){v3_scale(x, unit.a), v3_scale(x, unit.l)});
            }
}

ILI_FN void bushing_loads(ILI_ARGS) {
    for (int i = 0; i < m->nbushing; i++)
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            v6 w = GET6(bushing_wrench, i);
            add_load(ILI_PASS, m->bushing_body_b[i], o, w);
            add_load(ILI_PASS, m->bushing_body_a[i], o, opposite(w));
        }
}

// the normal force and the shear act at the pad
ILI_FN void pad_loads(ILI_ARGS) {
    for (int i = 0; i < m->npad; i++)
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            int plane = 4*m->pad_plane[i];
            v3  normal = {GET(plane, plane), GET(plane, plane + 1), GET(plane, plane + 2)};
            v3  force = v3_add(v3_scale(GET(pad_force, i), normal), GET3(pad_shear, i));
            add_load(ILI_PASS, m->pad_body[i], o, (v6){v3_cross(GET3(pad_world, i), force), force});
        }
}

ILI_FN void own_loads(ILI_ARGS) {
    for (int body = 0; body < m->nbody; body++)
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            v3 force = v3_scale(PAR(body_mass, body), (v3){GET(gravity, 0), GET(gravity, 1), GET(gravity, 2)});
            PUT6(load, body, GET6(wrench, body));
            PUT6(weight, body, ((v6){v3_cross(GET3(com_pos, body), force), force}));
        }
}

// ---- generalised forces --------------------------------------------------------------------------------------------------------

// from the ends of the tree: what a body carries is added to it before its own rows see it
ILI_FN void project(ILI_ARGS) {
    for (int body = m->nbody - 1; body > 0; body--)
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            v6 load = GET6(load, body), weight = GET6(weight, body);
            for (int r = m->body_row_start[body]; r < m->body_row_start[body + 1]; r++) {
                int j = m->row_dof[r];
                if (j == IL_NONE) continue;
                num rate = GET(row_rate, r);
                v6  s = GET6(row_motion, r);
                num own = n_mul(rate, v6_dot(s, weight));
                PUT(gravity_force, j, n_add(GET(gravity_force, j), own));
                PUT(residual, j, n_add(GET(residual, j), n_add(own, n_mul(rate, v6_dot(s, load)))));
            }
            int parent = m->body_parent[body];
            PUT6(load, parent, v6_add(GET6(load, parent), load));
            PUT6(weight, parent, v6_add(GET6(weight, parent), weight));
        }
}

ILI_FN void add_residual(ILI_ARGS, int j, int o, num x) { PUT(residual, j, n_add(GET(residual, j), x)); }

// what acts on a coordinate itself
ILI_FN void direct(ILI_ARGS) {
    for (int i = 0; i < m->nlimit; i++)
        for (int o = 0; o < IL_LANES; o += ILI_W) add_residual(ILI_PASS, m->limit_coordinate[i], o, GET(limit_force, i));
    for (int i = 0; i < m->npath; i++)
        for (int o = 0; o < IL_LANES && m->path_dof[i] != IL_NONE; o += ILI_W)
            add_residual(ILI_PASS, m->path_dof[i], o, n_mul(GET(path_tension, i), GET(path_moving, i)));
}

ILI_STAGE(balance) {
    for (int j = 0; j < m->nq; j++)
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            PUT(residual, j, n_set(0.0));
            PUT(gravity_force, j, n_set(0.0));
        }
    own_loads(ILI_PASS);
    tensions(ILI_PASS);
    path_loads(ILI_PASS);
    bushing_loads(ILI_PASS);
    pad_loads(ILI_PASS);
    project(ILI_PASS);
    direct(ILI_PASS);
}
