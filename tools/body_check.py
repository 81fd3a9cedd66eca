#!/usr/bin/env python3
# body_check.py - reads data/body/*.csv alone (no code shared with body_tables.py), mirrors it, and reports mass, fibre lengths, moment
# arms, extensor arms in full flexion and passive joint moments. A slow, obvious reference for the engine. Python 3, nothing else.
import csv, math, os, sys
DIR = sys.argv[1] if len(sys.argv) > 1 else 'data/body'
D = math.pi/180


def table(n):
    with open(os.path.join(DIR, n + '.csv'), newline='') as f: return list(csv.DictReader(f))


def fl(r, *c): return [float(r[k]) for k in c]
def matmul(A, B): return [[sum(A[i][k]*B[k][j] for k in range(3)) for j in range(3)] for i in range(3)]
def matvec(A, v): return [sum(A[i][k]*v[k] for k in range(3)) for i in range(3)]
def T(A): return [[A[j][i] for j in range(3)] for i in range(3)]
def add(a, b): return [a[i] + b[i] for i in range(3)]
def sub(a, b): return [a[i] - b[i] for i in range(3)]
def dot(a, b): return sum(x*y for x, y in zip(a, b))
def norm(a): return math.sqrt(dot(a, a))


def rot(axis, q):
    n = norm(axis); x, y, z = [v/n for v in axis]; c, s, t = math.cos(q), math.sin(q), 1 - math.cos(q)
    return [[t*x*x + c, t*x*y - s*z, t*x*z + s*y], [t*x*y + s*z, t*y*y + c, t*y*z - s*x], [t*x*z - s*y, t*y*z + s*x, t*z*z + c]]


def frame(p, a): return (matmul(matmul(rot([1, 0, 0], a[0]), rot([0, 1, 0], a[1])), rot([0, 0, 1], a[2])), list(p))
def compose(A, B): return (matmul(A[0], B[0]), add(matvec(A[0], B[1]), A[1]))
def invert(A): return (T(A[0]), [-v for v in matvec(T(A[0]), A[1])])
def left(n): return n[:-2] + '_l' if n.endswith('_r') else n[:-2] + '_r' if n.endswith('_l') else n
def refl(p): return [p[0], p[1], -p[2]]            # point, translation axis
def twist(a): return [-a[0], -a[1], a[2]]          # rotation axis, x-y-z angles


class Spline:
    def __init__(s, x, y):
        s.x, s.y, n = x, y, len(x); a, b, c, d = [0.]*n, [1.]*n, [0.]*n, [0.]*n; h = [x[i+1]-x[i] for i in range(n-1)]
        for i in range(1, n-1): a[i], b[i], c[i], d[i] = h[i-1], 2*(h[i-1]+h[i]), h[i], 6*((y[i+1]-y[i])/h[i]-(y[i]-y[i-1])/h[i-1])
        for i in range(1, n): w = a[i]/b[i-1]; b[i] -= w*c[i-1]; d[i] -= w*d[i-1]
        s.m = [0.]*n
        for i in range(n-1, -1, -1): s.m[i] = (d[i] - (c[i]*s.m[i+1] if i < n-1 else 0))/b[i]

    def __call__(s, t):
        x, y, m, n = s.x, s.y, s.m, len(s.x)
        if t < x[0]: return y[0] + (t-x[0])*((y[1]-y[0])/(x[1]-x[0]) - (x[1]-x[0])*m[1]/6)
        if t > x[-1]: h = x[-1]-x[-2]; return y[-1] + (t-x[-1])*((y[-1]-y[-2])/h + h*m[-2]/6)
        i = max(k for k in range(n-1) if x[k] <= t); h = x[i+1]-x[i]; u = t-x[i]
        return y[i] + u*((y[i+1]-y[i])/h - h*(2*m[i]+m[i+1])/6) + m[i]*u*u/2 + (m[i+1]-m[i])*u**3/(6*h)


knots = {}
for r in table('functions'): knots.setdefault(r['name'], []).append((float(r['x']), float(r['y'])))
splines = {n: Spline([p[0] for p in k], [p[1] for p in k]) for n, k in knots.items()}
bodies, joints, coords, rows = {}, [], {}, {}
for r in table('bodies'):
    for n in {r['name'], left(r['name'])}: bodies[n] = r
jrows = {}
for r in table('joint_rows'): jrows.setdefault(r['joint'], []).append(r)
for r in table('joints'):
    P, C = (fl(r, *['%s_%s' % (w, c) for c in ('x', 'y', 'z', 'rx', 'ry', 'rz')]) for w in ('parent', 'child'))
    rr = [(q['kind'], fl(q, 'axis_x', 'axis_y', 'axis_z'), q['coordinate'], q['function'], float(q['scale'])) for q in sorted(jrows.get(r['name'], []), key=lambda q: int(q['row']))]
    joints.append((r['parent'], r['child'], frame(P[:3], P[3:]), frame(C[:3], C[3:]), rr))
    if r['side'] == 'r':
        joints.append((left(r['parent']), left(r['child']), frame(refl(P[:3]), twist(P[3:])), frame(refl(C[:3]), twist(C[3:])),
                       [(k, twist(a) if k == 'rotation' else refl(a), left(c), f, s) for k, a, c, f, s in rr]))
for r in table('coordinates'):
    for n in {r['name'], left(r['name'])}: coords[n] = r
NEUTRAL = {n: float(r['neutral']) for n, r in coords.items()}


def pose(q):
    W = {'ground': ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [0, 0, 0])}
    todo = list(joints)
    while todo:
        rest = []
        for jt in todo:
            parent, child, P, C, rr = jt
            if parent not in W: rest.append(jt); continue
            R, t = [[1, 0, 0], [0, 1, 0], [0, 0, 1]], [0., 0., 0.]
            for k, a, c, f, s in rr:
                v = s*(q[c] if f == 'linear' else splines[f](q[c]))
                if k == 'rotation': R = matmul(R, rot(a, v))
                else: t = add(t, [v*x for x in a])
            W[child] = compose(compose(W[parent], compose(P, (R, t))), invert(C))
        todo = rest
    return W


paths, pw, wraps = {}, {}, {}
for r in table('path_points'): paths.setdefault(r['element'], []).append((int(r['order']), r['body'], fl(r, 'x', 'y', 'z')))
paths = {n: [(b, p) for _, b, p in sorted(v, key=lambda e: e[0])] for n, v in paths.items()}
for r in table('path_wraps'): pw[(r['element'], int(r['after']))] = r['wrap']
for r in table('wraps'): wraps[r['name']] = (r['body'], fl(r, 'x', 'y', 'z'), fl(r, 'rx', 'ry', 'rz'), float(r['size_x']), r['kind'])
for n in list(paths):
    if n.endswith('_r'): paths[left(n)] = [(left(b), refl(p)) for b, p in paths[n]]
for (n, i), w in list(pw.items()): pw[(left(n), i)] = left(w)
for n, (b, p, a, r, k) in list(wraps.items()): wraps[left(n)] = (left(b), refl(p), twist(a), r, k)


def ramp(u): return 0.0 if u < 0 else u**3*(1 - u/2) if u < 1 else u - 0.5
def place(W, b, p): return add(matvec(W[b][0], p), W[b][1])


def length(W, n):
    pts, L = [place(W, b, p) for b, p in paths[n]], 0.0
    for i in range(len(pts) - 1):
        w = pw.get((n, i))
        L += norm(sub(pts[i+1], pts[i])) if not w else around(W, pts[i], pts[i+1], wraps[w], n)
    return L


inside = set()


def around(W, A, B, w, n):
    F = invert(compose(W[w[0]], frame(w[1], w[2]))); r = w[3]
    a, b = add(matvec(F[0], A), F[1]), add(matvec(F[0], B), F[1])
    ball = w[4] == 'sphere'; rise = 0.0 if ball else a[2] - b[2]
    if not ball: a, b = a[:2] + [0.0], b[:2] + [0.0]
    da, db = norm(a), norm(b); chord = math.hypot(norm(sub(a, b)), rise)
    if da < r or db < r: inside.add(n); return chord
    phi = math.acos(max(-1, min(1, dot(a, b)/(da*db)))) - math.acos(r/da) - math.acos(r/db)
    if phi <= 0: return chord
    return math.hypot(math.sqrt(da*da - r*r) + math.sqrt(db*db - r*r) + r*phi, rise)


def arm(n, weights, q0):
    """-dl/ds along coordinate combination `weights`"""
    h, out = 1e-5, []
    for s in (h, -h):
        q = dict(q0)
        for c, w in weights.items(): q[c] += s*w
        out.append(length(pose(q), n))
    return -(out[0] - out[1])/(2*h)


if __name__ == '__main__':
    mass = sum(float(r['mass']) for r in bodies.values())
    print('mass %.6f kg, bodies %d, coordinates %d' % (mass, len(bodies), len(coords)))
    for s in ('female', 'male'): print('  fractions', s, '%.12f' % sum(float(r[s])*(2 if r['body'].endswith('_r') else 1) for r in table('segment_fractions')))
    W = pose(NEUTRAL)
    com = [sum(float(r['mass'])*place(W, n, refl(fl(r, 'com_x', 'com_y', 'com_z')) if n.endswith('_l') else fl(r, 'com_x', 'com_y', 'com_z'))[i] for n, r in bodies.items())/mass for i in range(3)]
    print('whole body com', ['%.4f' % v for v in com], 'ankle', ['%.4f' % v for v in W['talus_r'][1]], 'hip', ['%.4f' % v for v in W['femur_r'][1]])
    hat = ['lumbar%d' % i for i in (4, 3, 2, 1)] + ['thoracic12', 'thorax'] + ['%s_%s' % (b, s) for b in ('upper_arm', 'forearm') for s in 'rl']
    mh = sum(float(bodies[n]['mass']) for n in hat); x = sum(float(bodies[n]['mass'])*place(W, n, fl(bodies[n], 'com_x', 'com_y', 'com_z'))[0] for n in hat)/mh
    print('above L4-L5: %.2f kg at x %.4f, disc at %.4f' % (mh, x, [j for j in joints if j[1] == 'lumbar4'][0] and place(W, 'lumbar5', [j for j in joints if j[1] == 'lumbar4'][0][2][1])[0]))
    worst = 0.0
    M = {r['name']: r for r in table('muscles')}
    bad = []
    for n, r in M.items():
        L = length(W, n); lo, ls, pen = float(r['l_opt']), float(r['l_slack']), float(r['pennation'])
        lam = math.hypot(L - ls, lo*math.sin(pen))/lo
        worst = max(worst, abs(L - float(r['neutral_length'])), abs(length(W, left(n)) - L))
        if not 0.75 - 1e-6 <= lam <= 1.15 + 1e-6 or ls <= 0: bad.append((n, round(lam, 3), round(ls, 4)))
    print('muscles %d a side; largest difference of neutral length from the table and from the mirror %.2e m; fibres outside 0.75-1.15: %s' % (len(M), worst, bad))
    lum = ['L5_S1', 'L4_L5', 'L3_L4', 'L2_L3', 'L1_L2']
    ext = {j + '_flexion': -w for j, w in zip(lum, (0.0889273, 0.144, 0.204745, 0.246618, 0.294182))}
    lat = {j + '_bending': w for j, w in zip(lum, (0.1355, 0.1811, 0.2453, 0.2501, 0.1879))}
    axi = {j + '_rotation': w for j, w in zip(lum + ['T12_L1'], (0.0294, 0.0422, 0.0422, 0.0333, 0.0289, 0.2056))}
    tilts = {r['name']: -float(r['parent_rz']) for r in table('joints')}

    def about(axis, weights):   # lumbar rotation about the pelvis's x or y axis, shared over the joints (their frames are tilted forward)
        out = {}
        for j, w in weights.items():
            t = tilts[j]
            out[j + '_bending'] = w*(math.cos(t) if axis == 'x' else -math.sin(t))
            out[j + '_rotation'] = w*(math.sin(t) if axis == 'x' else math.cos(t))
        return out
    lat, axi = about('x', {k[:-8]: v for k, v in lat.items()}), about('y', {k[:-9]: v for k, v in axi.items()})
    N = NEUTRAL
    print('moment arms [mm], here against reference README section 2')
    for n, c, ref in (('Ps_L1_VB_r', {'hip_flexion_r': 1}, 38.5), ('Ps_L5_VB_r', {'hip_flexion_r': 1}, 38.5), ('iliacus_r', {'hip_flexion_r': 1}, 39.4), ('peri_r', {'hip_rotation_r': 1}, -29.2), ('peri_r', {'hip_adduction_r': 1}, -19.8),
                      ('quad_fem_r', {'hip_rotation_r': 1}, -40.2), ('glut_med2_r', {'hip_adduction_r': 1}, -44.1), ('glut_max2_r', {'hip_flexion_r': 1}, -55.7), ('tfl_r', {'hip_adduction_r': 1}, -49.2), ('tfl_r', {'hip_flexion_r': 1}, 34.6),
                      ('bifemlh_r', {'hip_flexion_r': 1}, -56.7), ('bifemlh_r', {'knee_angle_r': 1}, -27.5), ('semimem_r', {'hip_flexion_r': 1}, -49.2), ('QL_post_I_3-L1_r', lat, 51.0), ('IL_L1_r', ext, 44.7), ('IL_R10_r', ext, 39.3),
                      ('LTpT_T10_r', ext, 40.9), ('rect_abd_r', ext, -67.5), ('EO3_r', axi, 32.6), ('Ps_L1_VB_r', ext, -2.5)):
        print('  %-16s %-20s %7.1f %7.1f' % (n, list(c)[0] if len(c) == 1 else {id(ext): 'lumbar extension', id(lat): 'lumbar bending', id(axi): 'lumbar rotation'}[id(c)], 1e3*arm(n, c, N), ref))
    print('piriformis rotation arm at hip flexion 0 30 60 90 [mm]:', ['%.1f' % (1e3*arm('peri_r', {'hip_rotation_r': 1}, dict(N, hip_flexion_r=a*D))) for a in (0, 30, 60, 90)], 'reference -29.2 -14.5 1.4 14.7')
    for n in ('obt_int_1_r', 'obt_int_2_r', 'obt_int_3_r', 'obt_ext_sup_r', 'obt_ext_inf_r', 'gem_sup_r', 'gem_inf_r'):
        print('  %-14s flex %6.1f add %6.1f rot %6.1f' % ((n,) + tuple(1e3*arm(n, {c: 1}, N) for c in ('hip_flexion_r', 'hip_adduction_r', 'hip_rotation_r'))))
    print('arm sweeps [mm]')
    for n, c, angles in (('Ps_L3_TP_r', 'hip_flexion_r', (-30, -15, 0, 15, 30, 45, 60, 75, 90, 105, 120)), ('iliacus_r', 'hip_flexion_r', (-30, -15, 0, 15, 30, 45, 60, 75, 90, 105, 120)), ('rect_fem_r', 'knee_angle_r', (0, -15, -30, -60, -90, -120, -135)),
                         ('vas_int_r', 'knee_angle_r', (0, -15, -30, -60, -90, -120, -135)), ('vas_lat_r', 'knee_angle_r', (0, -15, -30, -60, -90, -120, -135)), ('vas_med_r', 'knee_angle_r', (0, -15, -30, -60, -90, -120, -135)),
                         ('med_gas_r', 'knee_angle_r', (0, -30, -60, -90, -120)), ('semimem_r', 'knee_angle_r', (0, -30, -60, -90, -120)), ('semiten_r', 'knee_angle_r', (0, -30, -60, -90, -120)), ('grac_r', 'knee_angle_r', (0, -30, -60, -90, -120)),
                         ('bifemlh_r', 'knee_angle_r', (0, -30, -60, -90, -120)), ('tfl_r', 'knee_angle_r', (0, -30, -60, -90, -120)), ('glut_max1_r', 'knee_angle_r', (0, -30, -60, -90)), ('glut_max2_r', 'hip_flexion_r', (-20, 0, 30, 60, 90, 120)),
                         ('bifemlh_r', 'hip_flexion_r', (-20, 0, 30, 60, 90, 120)), ('add_mag3_r', 'hip_flexion_r', (-20, 0, 30, 60, 90, 120))):
        print('  %-12s %-14s' % (n, c), ' '.join('%d:%.1f' % (a, 1e3*arm(n, {c: 1}, dict(N, **{c: a*D}))) for a in angles))
    # knee: does the patellar ligament keep its length?
    pl = [norm(sub(place(V, 'patella_r', [0.0021, 0.0015, 0.0001]), place(V, 'tibia_r', [0.0282, -0.0579, 0.0057]))) for V in (pose(dict(N, knee_angle_r=-a*D)) for a in (0, 15, 30, 60, 90, 120))]
    print('patellar ligament length at 0 15 30 60 90 120 deg [mm]:', ['%.1f' % (1e3*v) for v in pl])
    # full flexion of the lumbar spine
    FLEX = {'L5_S1_flexion': 9, 'L4_L5_flexion': 13, 'L3_L4_flexion': 12, 'L2_L3_flexion': 10, 'L1_L2_flexion': 8, 'T12_L1_flexion': 6}
    full = dict(N, **{c: a*D for c, a in FLEX.items()})
    Wf = pose(full); lowest, strain = [], []
    for n, r in M.items():
        if r['group'] not in ('multifidus', 'iliocostalis', 'longissimus', 'quadratus_lumborum', 'latissimus'): continue
        a0 = arm(n, {'L4_L5_flexion': -1}, N)
        if a0 > 0.008: lowest.append((arm(n, {'L4_L5_flexion': -1}, full)/a0, n, 1e3*a0))
        lam = math.hypot(length(Wf, n) - float(r['l_slack']), float(r['l_opt'])*math.sin(float(r['pennation'])))/float(r['l_opt'])
        strain.append((lam, n))
    lowest.sort(); strain.sort()
    print('extensor arm at L4-L5 in full flexion over neutral, lowest:', [(n, '%.2f' % v, '%.1f' % a) for v, n, a in lowest[:6]], 'of', len(lowest))
    print('longest fibres in full flexion:', [(n, '%.2f' % v) for v, n in strain[-8:]], 'shortest', [(n, '%.2f' % v) for v, n in strain[:4]])
    g = {}
    for n, r in M.items(): g.setdefault(r['group'], [0, 0.0]); g[r['group']][0] += 1; g[r['group']][1] += float(r['f_max'])
    print('strength a side [N]:', {k: (c, round(f)) for k, (c, f) in g.items()})
    tau = 0
    for n, r in M.items():
        a = arm(n, {'L4_L5_flexion': -1}, N)
        if a > 0: tau += 2*a*float(r['f_max'])
    print('greatest isometric extension moment at L4-L5, neutral, all at full activation: %.0f Nm' % tau)

    # passive hip and knee moments
    lig = {r['name']: r for r in table('ligaments')}
    lim = {r['coordinate']: fl(r, 'k1', 'k2', 'theta2', 'k3', 'k4', 'theta1') for r in table('limits')}

    def passive(q, c):
        V, tot, split = pose(q), 0.0, {}
        for n, r in M.items():
            ls, lo, pen, z, o = fl(r, 'l_slack', 'l_opt', 'pennation', 'strain_zero', 'strain_one')
            along = length(V, n) - ls
            if along <= 0: continue
            e = math.hypot(along, lo*math.sin(pen))/lo - 1
            if e <= z: continue
            f = 2*ramp((e - z)/(o - z))
            f *= float(r['f_max'])*along/math.hypot(along, lo*math.sin(pen))
            if f < 1: continue
            m = f*arm(n, {c: 1}, q); tot += m; split[r['group']] = split.get(r['group'], 0) + m
        for n, r in lig.items():
            L, L0, k, toe = length(V, n), *fl(r, 'l_slack', 'stiffness', 'toe_strain')
            e = L/L0 - 1
            if e <= 0 or r['group'] != 'hip_capsule': continue
            F = k*L0*toe*ramp(e/toe)
            m = F*arm(n, {c: 1}, q); tot += m; split['capsule'] = split.get('capsule', 0) + m
        if c in lim:
            k1, k2, t2, k3, k4, t1 = lim[c]; m = k1*math.exp(k2*(q[c] - t2)) + k3*math.exp(k4*(q[c] - t1)); tot += m; split['limit'] = m
        return tot, {k: round(v, 1) for k, v in split.items() if abs(v) > 0.4}
    print('passive hip flexion moment [Nm] here / Riener and Edrich 1999')
    for hf, kf in ((-20, 0), (-10, 0), (0, 0), (0, 60), (-10, 60), (30, 0), (60, 0), (80, 0), (30, 60), (60, 60), (90, 60), (110, 90)):
        q = dict(N, hip_flexion_r=hf*D, knee_angle_r=-kf*D)
        R = math.exp(1.4655 - 0.0034*kf - 0.0750*hf) - math.exp(1.3403 - 0.0226*kf + 0.0305*hf) + 8.072
        m, s = passive(q, 'hip_flexion_r')
        print('  hip %4d knee %3d: %7.1f / %6.1f  %s' % (hf, kf, m, R, s))
    print('passive knee moment (extension positive) [Nm] here / Riener and Edrich 1999')
    for hf, kf in ((0, 0), (0, 30), (0, 60), (0, 90), (0, 120), (60, 0), (60, 30), (90, 30)):
        q = dict(N, hip_flexion_r=hf*D, knee_angle_r=-kf*D)
        R = math.exp(1.800 - 0.0460*0 - 0.0352*kf + 0.0217*hf) - math.exp(-3.971 - 0.0004*0 + 0.0495*kf - 0.0128*hf) - 4.820 + math.exp(2.220 - 0.150*kf)
        m, s = passive(q, 'knee_angle_r')
        print('  hip %4d knee %3d: %7.1f / %6.1f (flexing +)  %s' % (hf, kf, m, R, s))
    tau = 0.0
    for n, r in M.items():
        ls, lo, pen, z, o = fl(r, 'l_slack', 'l_opt', 'pennation', 'strain_zero', 'strain_one')
        along = length(Wf, n) - ls; l = math.hypot(along, lo*math.sin(pen))
        tau += 2*float(r['f_max'])*2*ramp((l/lo - 1 - z)/(o - z))*along/l*arm(n, {'L4_L5_flexion': -1}, full)
    print('passive extension moment of all muscles at L4-L5 in full flexion: %.0f Nm; of the disc alone: %.0f Nm' % (tau, 1.8/D*13*D + 1088*(13*D)**3))
    print('passive ankle moment at dorsiflexion 0 10 20 (knee straight):', ['%.1f' % passive(dict(N, ankle_angle_r=a*D), 'ankle_angle_r')[0] for a in (0, 10, 20)],
          'knee bent 60:', ['%.1f' % passive(dict(N, ankle_angle_r=a*D, knee_angle_r=-60*D), 'ankle_angle_r')[0] for a in (0, 10, 20)],
          'Riener', ['%.1f' % (math.exp(2.1016 + 0.0843*a - 0.0176*k) - math.exp(-7.9763 - 0.1949*a + 0.0008*k) - 1.792) for k in (0, 60) for a in (0, 10, 20)])
    print('passive hip rotation at internal 0 20 35, external 20 35:', ['%.1f' % passive(dict(N, hip_rotation_r=a*D), 'hip_rotation_r')[0] for a in (0, 20, 35, -20, -35)])
    print('passive hip adduction at 0 10 20, abduction 20 40:', ['%.1f' % passive(dict(N, hip_adduction_r=a*D), 'hip_adduction_r')[0] for a in (0, 10, 20, -20, -40)])
    if inside: print('a point lies inside its cylinder for:', sorted(inside))
