// shape_mesh.c - from a design to triangles by surface nets (Gibson 1998): a vertex in every cell that the surface crosses, a quad about every edge
// that it crosses; then each vertex is drawn onto the surface along the distance's gradient. Cells stand evenly about z = 0, so midline bones are mirrored.
#include <math.h>
#include <string.h>

#include "body/shape_part.h"
#include "math/scalar.h"

enum { BLOCK = 4 };

typedef struct grid {
    const ili_bone_design *b;
    ili_arena *a;
    double     low[3], h;
    int        n[3];  // nodes
    double    *value; // of nodes
    int       *cell;  // vertex of each cell, -1 none
} grid;

static int    node(const grid *g, int i, int j, int k) { return (k*g->n[1] + j)*g->n[0] + i; }
static double at(const grid *g, int c, double i) { return g->low[c] + g->h*i; }

// ---- room ------------------------------------------------------------------------------------------------------------------------

static bool grow(ili_arena *a, void **block, int used, int *room, size_t size) {
    int   more = *room ? 2**room : 512;
    void *bigger = ili_arena_array(a, (size_t)more, size);
    if (!bigger) return false;
    if (used) memcpy(bigger, *block, (size_t)used*size);
    *block = bigger, *room = more;
    return true;
}

static int add_vertex(ili_arena *a, ili_mesh *m, const double p[3]) {
    void *block = m->vertex;
    if (m->nvertex == m->vertex_room) {
        if (!grow(a, &block, m->nvertex, &m->vertex_room, 3*sizeof(double))) return -1;
        m->vertex = block;
    }
    memcpy(m->vertex + 3*m->nvertex, p, 3*sizeof(double));
    return m->nvertex++;
}

static bool add_triangle(ili_arena *a, ili_mesh *m, int i, int j, int k) {
    void *block = m->triangle;
    if (m->ntriangle == m->triangle_room) {
        if (!grow(a, &block, m->ntriangle, &m->triangle_room, 3*sizeof(int))) return false;
        m->triangle = block;
    }
    int *t = m->triangle + 3*m->ntriangle++;
    t[0] = i, t[1] = j, t[2] = k;
    return i >= 0 && j >= 0 && k >= 0;
}

// ---- the grid --------------------------------------------------------------------------------------------------------------------

static void include(double low[3], double high[3], const double *p, double r) {
    for (int c = 0; c < 3; c++) low[c] = fmin(low[c], p[c] - r), high[c] = fmax(high[c], p[c] + r);
}

// the box of all parts that add
static void bounds(const ili_bone_design *b, double low[3], double high[3]) {
    for (int c = 0; c < 3; c++) low[c] = 1e9, high[c] = -1e9;
    for (int i = 0; i < ILI_PARTS && b->part[i].kind; i++) {
        const double *v = b->part[i].v;
        if (b->part[i].cut) continue;
        switch (b->part[i].kind) {
        case ILI_NO_PART: break;
        case ILI_ROD: include(low, high, v, v[3]), include(low, high, v + 4, v[7]); break;
        case ILI_BALL: include(low, high, v, fmax(v[3], fmax(v[4], v[5]))); break;
        case ILI_PLATE:
            for (int k = 0; k < 3; k++) include(low, high, v + 3*k, v[9 + k]);
            break;
        case ILI_DRUM: include(low, high, v, fmax(v[7], ili_length2(v[5], v[6]))); break;
        }
    }
    if (b->middle) low[2] = -high[2];
}

static bool place(grid *g) {
    double high[3];
    size_t count = 1;
    bounds(g->b, g->low, high);
    g->h = g->b->grain;
    for (int c = 0; c < 3; c++) {
        g->n[c] = BLOCK*(int)ceil(((high[c] - g->low[c])/g->h + 5.0)/BLOCK); // even: of the midline no node lies at z = 0, and blocks are mirrored too
        g->low[c] = 0.5*(g->low[c] + high[c]) - 0.5*g->h*(g->n[c] - 1);
        count *= (size_t)g->n[c];
    }
    g->value = ili_arena_array(g->a, count, sizeof *g->value);
    g->cell = ili_arena_array(g->a, count, sizeof *g->cell);
    return g->value && g->cell;
}

// blocks of cells that lie far from the surface take their middle's value
static void fill(grid *g) {
    double far = 1.4*0.87*BLOCK*g->h + g->b->blend;
    for (int k0 = 0; k0 < g->n[2]; k0 += BLOCK)
        for (int j0 = 0; j0 < g->n[1]; j0 += BLOCK)
            for (int i0 = 0; i0 < g->n[0]; i0 += BLOCK) {
                double middle[3] = {at(g, 0, i0 + 1.5), at(g, 1, j0 + 1.5), at(g, 2, k0 + 1.5)}, d = ili_design_distance(g->b, middle);
                for (int k = k0; k < k0 + BLOCK && k < g->n[2]; k++)
                    for (int j = j0; j < j0 + BLOCK && j < g->n[1]; j++)
                        for (int i = i0; i < i0 + BLOCK && i < g->n[0]; i++) {
                            double p[3] = {at(g, 0, i), at(g, 1, j), at(g, 2, k)};
                            g->value[node(g, i, j, k)] = fabs(d) > far ? d : ili_design_distance(g->b, p);
                        }
            }
}

// Where two sheets would pass through one face (its corners inside and outside cross over) or through one cell (only two opposite corners outside) four
// triangles would share an edge: the corner outside that lies nearer is filled, until there is no such place.
static bool fill_one(grid *g, int a, int b, int c, int d) {
    double *v = g->value;
    bool    crossed = (v[a] < 0.0) == (v[d] < 0.0) && (v[b] < 0.0) == (v[c] < 0.0) && (v[a] < 0.0) != (v[b] < 0.0);
    if (!crossed) return false;
    int p = v[a] < 0.0 ? b : a, q = v[a] < 0.0 ? c : d;
    v[v[p] < v[q] ? p : q] = -1e-3*g->h;
    return true;
}

static bool fill_opposite(grid *g, int i, int j, int k) {
    int outside = 0, at_node[8] = {0}, first = 0, last = 0;
    for (int q = 0; q < 8; q++) {
        at_node[q] = node(g, i + (q & 1), j + (q >> 1 & 1), k + (q >> 2));
        if (!(g->value[at_node[q]] < 0.0)) last = q, first = outside++ ? first : q;
    }
    if (outside != 2 || first + last != 7) return false;
    g->value[at_node[g->value[at_node[first]] < g->value[at_node[last]] ? first : last]] = -1e-3*g->h;
    return true;
}

// what was filled on one side of the midline is filled on the other
static void mirror(grid *g) {
    int layer = g->n[0]*g->n[1];
    for (int k = 0; k < g->n[2]/2; k++)
        for (int i = 0; i < layer; i++) {
            double *a = g->value + k*layer + i, *b = g->value + (g->n[2] - 1 - k)*layer + i;
            *a = *b = fmin(*a, *b);
        }
}

static void separate(grid *g) {
    bool again = true;
    while (again) {
        again = false;
        if (g->b->middle) mirror(g);
        for (int k = 0; k + 1 < g->n[2]; k++)
            for (int j = 0; j + 1 < g->n[1]; j++)
                for (int i = 0; i + 1 < g->n[0]; i++) {
                    int x = node(g, 1, 0, 0), y = node(g, 0, 1, 0), z = node(g, 0, 0, 1), n = node(g, i, j, k);
                    again |= fill_one(g, n, n + x, n + y, n + x + y);
                    again |= fill_one(g, n, n + x, n + z, n + x + z);
                    again |= fill_one(g, n, n + y, n + z, n + y + z);
                    again |= fill_opposite(g, i, j, k);
                }
    }
}

// ---- vertices --------------------------------------------------------------------------------------------------------------------

static void slope(const ili_bone_design *b, const double p[3], double g[3]) {
    for (int c = 0; c < 3; c++) {
        double up[3] = {p[0], p[1], p[2]}, down[3] = {p[0], p[1], p[2]};
        up[c] += 0.3, down[c] -= 0.3;
        g[c] = (ili_design_distance(b, up) - ili_design_distance(b, down))/0.6;
    }
}

// onto the surface, but not out of the cell's neighbourhood: the mesh stays in order
static void settle(const ili_bone_design *b, double h, double p[3]) {
    double start[3] = {p[0], p[1], p[2]}, g[3];
    for (int step = 0; step < 3; step++) {
        double d = ili_design_distance(b, p);
        slope(b, p, g);
        double gg = fmax(g[0]*g[0] + g[1]*g[1] + g[2]*g[2], 0.1);
        for (int c = 0; c < 3; c++) p[c] = fmin(fmax(p[c] - d*g[c]/gg, start[c] - 0.5*h), start[c] + 0.5*h);
    }
}

static void corners(const grid *g, int i, int j, int k, double value[8]) {
    for (int q = 0; q < 8; q++) value[q] = g->value[node(g, i + (q & 1), j + (q >> 1 & 1), k + (q >> 2))];
}

// pieces of the bone within a cell: corners inside that edges join. Each piece has a vertex of its own, so that two sheets in one cell stay apart.
// @param piece  [8] of each corner, -1 outside @return how many
static int pieces(const double value[8], int piece[8]) {
    int n = 0;
    for (int q = 0; q < 8; q++) piece[q] = -1;
    for (int q = 0; q < 8; q++) {
        if (!(value[q] < 0.0) || piece[q] >= 0) continue;
        int stack[8], top = 0;
        stack[top++] = q, piece[q] = n;
        while (top) {
            int c = stack[--top];
            for (int e = 1; e < 8; e <<= 1)
                if (value[c ^ e] < 0.0 && piece[c ^ e] < 0) piece[c ^ e] = n, stack[top++] = c ^ e;
        }
        n++;
    }
    return n;
}

// mean of where the surface of one piece crosses the cell's edges
static bool crossing(const grid *g, int i, int j, int k, const double value[8], const int piece[8], int which, double p[3]) {
    static const int edge[12][2] = {{0, 1}, {2, 3}, {4, 5}, {6, 7}, {0, 2}, {1, 3}, {4, 6}, {5, 7}, {0, 4}, {1, 5}, {2, 6}, {3, 7}};
    double sum[3] = {0.0, 0.0, 0.0};
    int    n = 0;
    for (int e = 0; e < 12; e++) {
        int a = edge[e][0], b = edge[e][1];
        if ((value[a] < 0.0) == (value[b] < 0.0) || piece[value[a] < 0.0 ? a : b] != which) continue;
        double t = value[a]/(value[a] - value[b]);
        for (int c = 0; c < 3; c++) sum[c] += (a >> c & 1) + t*((b >> c & 1) - (a >> c & 1));
        n++;
    }
    if (!n) return false;
    p[0] = at(g, 0, i + sum[0]/n), p[1] = at(g, 1, j + sum[1]/n), p[2] = at(g, 2, k + sum[2]/n);
    return true;
}

static bool make_vertices(grid *g, ili_mesh *m) {
    for (int k = 0; k + 1 < g->n[2]; k++)
        for (int j = 0; j + 1 < g->n[1]; j++)
            for (int i = 0; i + 1 < g->n[0]; i++) {
                double p[3], value[8];
                int    piece[8];
                corners(g, i, j, k, value);
                g->cell[node(g, i, j, k)] = m->nvertex;
                for (int which = 0, n = pieces(value, piece); which < n; which++) {
                    if (!crossing(g, i, j, k, value, piece, which, p)) continue;
                    settle(g->b, g->h, p);
                    if (add_vertex(g->a, m, p) < 0) return false;
                }
            }
    return true;
}

// the vertex of the piece that holds a node, in a cell
static int vertex_at(const grid *g, const int cell[3], const int inside[3]) {
    double value[8];
    int    piece[8];
    corners(g, cell[0], cell[1], cell[2], value);
    pieces(value, piece);
    return g->cell[node(g, cell[0], cell[1], cell[2])] + piece[(inside[0] - cell[0]) | (inside[1] - cell[1]) << 1 | (inside[2] - cell[2]) << 2];
}

// the four cells about the edge from node (i, j, k) along axis c, in turn; `out`: the surface looks along the axis
static bool make_quad(grid *g, ili_mesh *m, const int ijk[3], int c, bool out) {
    int u = (c + 1)%3, v = (c + 2)%3, corner[4], inside[3] = {ijk[0], ijk[1], ijk[2]};
    inside[c] += !out;
    for (int q = 0; q < 4; q++) {
        int at_cell[3] = {ijk[0], ijk[1], ijk[2]};
        at_cell[u] -= q == 1 || q == 2, at_cell[v] -= q >= 2;
        corner[q] = vertex_at(g, at_cell, inside);
    }
    if (!out) {
        int swap = corner[1];
        corner[1] = corner[3], corner[3] = swap;
    }
    // mirrored cells are cut along mirrored diagonals: the shorter one
    const double *a = m->vertex + 3*corner[0], *b = m->vertex + 3*corner[1], *cc = m->vertex + 3*corner[2], *d = m->vertex + 3*corner[3];
    double        ac = 0.0, bd = 0.0;
    for (int x = 0; x < 3; x++) ac += (a[x] - cc[x])*(a[x] - cc[x]), bd += (b[x] - d[x])*(b[x] - d[x]);
    if (ac <= bd) return add_triangle(g->a, m, corner[0], corner[1], corner[2]) && add_triangle(g->a, m, corner[0], corner[2], corner[3]);
    return add_triangle(g->a, m, corner[1], corner[2], corner[3]) && add_triangle(g->a, m, corner[1], corner[3], corner[0]);
}

static bool make_quads(grid *g, ili_mesh *m) {
    for (int k = 1; k + 1 < g->n[2]; k++)
        for (int j = 1; j + 1 < g->n[1]; j++)
            for (int i = 1; i + 1 < g->n[0]; i++)
                for (int c = 0; c < 3; c++) {
                    int    from[3] = {i, j, k};
                    double a = g->value[node(g, i, j, k)], b = g->value[node(g, i + (c == 0), j + (c == 1), k + (c == 2))];
                    if ((a < 0.0) != (b < 0.0) && !make_quad(g, m, from, c, a < 0.0)) return false;
                }
    return true;
}

// how far a step outward leads away from the bone: less than the step in a hollow
static bool shade(const ili_bone_design *b, ili_arena *a, ili_mesh *m) {
    m->open = ili_arena_array(a, (size_t)m->nvertex + 1, sizeof *m->open);
    for (int i = 0; m->open && i < m->nvertex; i++) {
        double *p = m->vertex + 3*i, g[3], sum = 0.0;
        slope(b, p, g);
        double size = fmax(sqrt(g[0]*g[0] + g[1]*g[1] + g[2]*g[2]), 0.1);
        for (int s = 1; s <= 3; s++) {
            double reach = 5.0*s, q[3] = {p[0] + reach*g[0]/size, p[1] + reach*g[1]/size, p[2] + reach*g[2]/size};
            sum += fmin(fmax(ili_design_distance(b, q)/reach, 0.0), 1.0)/3.0;
        }
        m->open[i] = sum;
    }
    return m->open != NULL;
}

// ---- the whole -------------------------------------------------------------------------------------------------------------------

bool ili_design_mesh(const ili_bone_design *b, ili_arena *a, ili_mesh *mesh) {
    grid g = {.b = b, .a = a};
    *mesh = (ili_mesh){0};
    if (!place(&g)) return false;
    fill(&g);
    separate(&g);
    return make_vertices(&g, mesh) && make_quads(&g, mesh) && mesh->ntriangle > 0 && shade(b, a, mesh);
}

// ---- tubes -----------------------------------------------------------------------------------------------------------------------

enum { SIDES = 8, STEPS = 4 };

// the curve of Catmull and Rom through the points
static void along(int n, const double (*p)[5], double s, double out[5]) {
    int    i = (int)fmin(floor(s), n - 2);
    double t = s - i;
    for (int c = 0; c < 5; c++) {
        double b = p[i][c], d = p[i + 1][c], a = i ? p[i - 1][c] : 2.0*b - d, e = i + 2 < n ? p[i + 2][c] : 2.0*d - b;
        out[c] = b + 0.5*t*(d - a + t*(2.0*a - 5.0*b + 4.0*d - e + t*(3.0*(b - d) + e - a)));
    }
}

static void unit(double v[3]) {
    double l = fmax(sqrt(v[0]*v[0] + v[1]*v[1] + v[2]*v[2]), 1e-12);
    for (int c = 0; c < 3; c++) v[c] /= l;
}

static int ring(ili_arena *a, ili_mesh *m, int n, const double (*p)[5], double s) {
    double here[5], before[5], after[5], vertex[3];
    int    first = m->nvertex;
    along(n, p, s, here), along(n, p, fmax(s - 0.05, 0.0), before), along(n, p, fmin(s + 0.05, n - 1.0), after);
    double t[3] = {after[0] - before[0], after[1] - before[1], after[2] - before[2]};
    unit(t);
    // upright as far as the curve allows; thin is across
    double tall[3] = {-t[1]*t[0], 1.0 - t[1]*t[1], -t[1]*t[2]};
    unit(tall);
    double thin[3] = {t[1]*tall[2] - t[2]*tall[1], t[2]*tall[0] - t[0]*tall[2], t[0]*tall[1] - t[1]*tall[0]};
    for (int q = 0; q < SIDES; q++) {
        double x = here[3]*ili_cos1(q*6.283185307179586/SIDES), y = here[4]*ili_sin1(q*6.283185307179586/SIDES);
        for (int c = 0; c < 3; c++) vertex[c] = here[c] + x*tall[c] + y*thin[c];
        if (add_vertex(a, m, vertex) < 0) return -1;
    }
    return first;
}

static bool cap(ili_arena *a, ili_mesh *m, const double p[5], int first, bool front) {
    int tip = add_vertex(a, m, p);
    for (int q = 0; q < SIDES; q++) {
        int i = first + q, j = first + (q + 1)%SIDES;
        if (!add_triangle(a, m, tip, front ? i : j, front ? j : i)) return false;
    }
    return true;
}

bool ili_mesh_tube(ili_arena *a, ili_mesh *m, int n, const double (*p)[5]) {
    int last = -1, rings = (n - 1)*STEPS;
    for (int r = 0; r <= rings; r++) {
        int first = ring(a, m, n, p, (double)r/STEPS);
        if (first < 0 || (!r && !cap(a, m, p[0], first, false))) return false;
        for (int q = 0; r && q < SIDES; q++) {
            int k = (q + 1)%SIDES;
            if (!add_triangle(a, m, last + q, last + k, first + k) || !add_triangle(a, m, last + q, first + k, first + q)) return false;
        }
        if (r == rings && !cap(a, m, p[n - 1], first, true)) return false;
        last = first;
    }
    return true;
}
