// outer.c - which entries of normal equations and mass matrices are not zero
#include <string.h>

#include "mech/outer.h"

// rows that carry each other meet; nothing else does
static void meet(const il_model *m, bool *pair) {
    for (int r = 0; r < m->nrow; r++)
        for (int body = m->row_body[r]; body > 0 && m->row_dof[r] != IL_NONE; body = m->body_parent[body])
            for (int k = m->body_row_start[body]; k < m->body_row_start[body + 1] && k <= r; k++) {
                int i = m->row_dof[r], j = m->row_dof[k];
                if (j != IL_NONE) pair[m->nq*(i > j ? i : j) + (i > j ? j : i)] = true;
            }
}

void ili_fit_pattern(const il_model *m, bool dense, int *start, int *list, bool *pair) {
    int n = m->nq, count = 0;
    memset(pair, dense, (size_t)n*(size_t)n*sizeof *pair);
    if (!dense) meet(m, pair);
    // from the tips inwards: what is taken away while k is eliminated
    for (int k = n - 1; k > 0 && !dense; k--)
        for (int i = 0; i < k; i++)
            for (int j = 0; j < i && pair[n*k + i]; j++) pair[n*i + j] |= pair[n*k + j];
    for (int k = 0; k < n; k++) {
        start[k] = count;
        for (int i = 0; i < k; i++)
            if (pair[n*k + i]) list[count++] = i;
    }
    start[n] = count;
}

void ili_fit_tracked(const il_model *m, int nmarker, const int *marker, bool *tracked) {
    memset(tracked, 0, (size_t)m->nbody*sizeof *tracked);
    for (int i = 0; i < nmarker; i++) tracked[m->marker_body[marker[i]]] = true;
    for (int body = m->nbody - 1; body > 0; body--) tracked[m->body_parent[body]] |= tracked[body];
}
