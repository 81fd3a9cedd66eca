// jacobian.kv.c - what each coordinate does to one body
#include "math/num.h"

void ILI_KERNEL(ili_motion_space)(const il_model *m, const il_data *d, int body, il_pack *out);
void ILI_KERNEL(ili_jacobian_point)(const il_model *m, const il_data *d, int body, const il_pack *point, il_pack *out);

ILI_FN void clear(int n, il_pack *out) { memset(out, 0, (size_t)n*sizeof *out); }

// J_j = sum over the rows of coordinate j that carry the body of rate_r s_r
void ILI_KERNEL(ili_motion_space)(const il_model *m, const il_data *d, int body, il_pack *out) {
    clear(6*m->nq, out);
    for (int b = body; b != IL_NONE; b = m->body_parent[b]) {
        for (int r = m->body_row_start[b]; r < m->body_row_start[b + 1]; r++) {
            if (m->row_dof[r] == IL_NONE) continue;
            il_pack *column = out + 6*m->row_dof[r];
            for (int i = 0; i < 6; i++)
                for (int o = 0; o < IL_LANES; o += ILI_W) {
                    il_v s = ili_load(d->row_motion[6*r + i].lane + o)*ili_load(d->row_rate[r].lane + o);
                    ili_store(column[i].lane + o, ili_load(column[i].lane + o) + s);
                }
        }
    }
}

// the velocity at x of motion (w; v at the origin) is v + w x x
void ILI_KERNEL(ili_jacobian_point)(const il_model *m, const il_data *d, int body, const il_pack *point, il_pack *out) {
    clear(3*m->nq, out);
    for (int b = body; b != IL_NONE; b = m->body_parent[b]) {
        for (int r = m->body_row_start[b]; r < m->body_row_start[b + 1]; r++) {
            if (m->row_dof[r] == IL_NONE) continue;
            il_pack *column = out + 3*m->row_dof[r];
            for (int o = 0; o < IL_LANES; o += ILI_W) {
                num rate = GET(row_rate, r);
                v6  s = GET6(row_motion, r);
                v3  x = {{ili_load(point[0].lane + o)}, {ili_load(point[1].lane + o)}, {ili_load(point[2].lane + o)}};
                v3  v = v3_scale(rate, v3_add(s.l, v3_cross(s.a, x)));
                ili_store(column[0].lane + o, ili_load(column[0].lane + o) + v.x.x);
                ili_store(column[1].lane + o, ili_load(column[1].lane + o) + v.y.x);
                ili_store(column[2].lane + o, ili_load(column[2].lane + o) + v.z.x);
            }
        }
    }
}
