#!/usr/bin/env python3
# trunk_tables.py - the long extensors of the trunk in data/body: how far behind the discs they run, where they reach the twelfth rib, and the
# multifidus between lumbar and thoracic vertebrae, and how thick they are in living people. Run after body_tables.py and spine_tables.py;
# running it again changes nothing.
# A one-off like these, kept so that every number can be traced: neither building nor running needs it. Python 3, nothing else.
#   tools/trunk_tables.py [REFERENCE_DIR] [BODY_DIR]      (defaults: ../shared/reference/body and data/body)
#
# FBLS draws thoracic longissimus and iliocostalis 38-51 mm behind the discs, 10-20 mm in front of the tips of the spinous processes, on which their
# aponeurosis ends. TLFB (Bruno 2015, Burkhart 2020: muscles placed by computed tomography of men) has them at 48-72 mm. Here each line passes every
# lumbar vertebra as far behind the discs as in TLFB, but no deeper than the tips of this body's own spinous processes (supraspinous ligaments).
# FBLS has the areas of Bogduk 1992: elderly cadavers. MRI of 24 adults without sport (11 men, 73.9 kg; Belavy 2017, doi:10.1038/srep45975, table 1)
# gives 14.3 cm2 of erector spinae and 4.7 of multifidus a side, mean of all lumbar levels; the fascicles with their bellies (area over relative
# fibre length, a quarter of the tendon above the belly) give 10.3 and 3.6 for a man of 75.3 kg, 0.852 of it for that group. Fat in it: 8 % (erector
# spinae, mean of T12-L2 and L3-L5 under 38 years: Sollmann 2020, PMC7063279) and 18 % (multifidus: Si 2023, PMC10347357). The same volume rule as the legs' (MRI).
import csv, math, os, sys

REF = sys.argv[1] if len(sys.argv) > 1 else '../shared/reference/body'
BODY = sys.argv[2] if len(sys.argv) > 2 else 'data/body'
LEVELS = ['L5_S1', 'L4_L5', 'L3_L4', 'L2_L3', 'L1_L2', 'T12_L1']
CHAIN = ['sacrum', 'lumbar5', 'lumbar4', 'lumbar3', 'lumbar2', 'lumbar1', 'thoracic12', 'thorax']


def table(path):
    with open(path, newline='') as f: return list(csv.DictReader(l for l in f if not l.startswith('#')))


def add(a, b): return [x + y for x, y in zip(a, b)]
def sub(a, b): return [x - y for x, y in zip(a, b)]
def mul(s, a): return [s*x for x in a]
def dot(a, b): return sum(x*y for x, y in zip(a, b))
def norm(a): return math.sqrt(dot(a, a))
def dist(a, b): return norm(sub(a, b))
def matvec(A, v): return [dot(r, v) for r in A]
def times(A, B): return [[sum(A[i][k]*B[k][j] for k in range(3)) for j in range(3)] for i in range(3)]
def turn(A): return [[A[j][i] for j in range(3)] for i in range(3)]
def text(v): return ('%.9g' % v) if isinstance(v, float) else str(v)


def about(axis, t):
    c, s = math.cos(t), math.sin(t)
    return {'x': [[1, 0, 0], [0, c, -s], [0, s, c]], 'y': [[c, 0, s], [0, 1, 0], [-s, 0, c]], 'z': [[c, -s, 0], [s, c, 0], [0, 0, 1]]}[axis]


def frame(p, a): return (times(times(about('x', a[0]), about('y', a[1])), about('z', a[2])), list(p))
def compose(A, B): return (times(A[0], B[0]), add(matvec(A[0], B[1]), A[1]))
def invert(A): return (turn(A[0]), mul(-1, matvec(turn(A[0]), A[1])))
def place(F, p): return add(matvec(F[0], p), F[1])
def into(F, p): return matvec(turn(F[0]), sub(p, F[1]))


def world(rows, columns, root, parent, child):
    """frames of all bodies with every coordinate at zero"""
    joints = {r[child]: (r[parent], compose(frame(*[[float(r[c]) for c in columns[k][:3]] for k in (0, 1)]), invert(frame(*[[float(r[c]) for c in columns[k][3:]] for k in (0, 1)])))) for r in rows}
    W = {root: frame([0, 0, 0], [0, 0, 0])}

    def get(b):
        if b not in W: W[b] = compose(get(joints[b][0]), joints[b][1])
        return W[b]
    for b in joints: get(b)
    return W


# ---- TLFB: how far behind the discs its lines run ----------------------------------------------------------------------------------

tj = table(os.path.join(REF, 'tlfb_joints.csv'))
TW = world(tj, (('px', 'py', 'pz', 'cx', 'cy', 'cz'), ('p_rx', 'p_ry', 'p_rz', 'c_rx', 'c_ry', 'c_rz')), 'ground', 'parent', 'child')
TPARENT = {r['child']: r['parent'] for r in tj}
TCHAIN = CHAIN[:7] + ['thoracic11']


def tlevel(b):
    while b in TPARENT and b not in TCHAIN: b = TPARENT[b]
    return TCHAIN.index(b) if b in TCHAIN else 0


tline = {}
for r in table(os.path.join(REF, 'tlfb_path_points.csv')):
    if r['kind'] == 'muscle' and r['x']: tline.setdefault(r['element'], []).append((int(r['idx']), r['body'], [float(r[c]) for c in 'xyz']))
tline = {m: [(b, place(TW[b], p)) for _, b, p in sorted(v)] for m, v in tline.items()}
tmuscle = {r['muscle']: r for r in table(os.path.join(REF, 'tlfb_muscles.csv'))}


def tarm(m, k):
    """extension arm of a TLFB line about the disc under TCHAIN[k + 1], None where it does not cross"""
    c, arm = TW[TCHAIN[k + 1]][1], None
    for (b0, p0), (b1, p1) in zip(tline[m], tline[m][1:]):
        if (tlevel(b0) > k) == (tlevel(b1) > k): continue
        u, l = (p0, p1) if tlevel(b0) > k else (p1, p0)
        d, r = mul(1/dist(u, l), sub(l, u)), sub(u, c)
        arm = (arm or 0.0) + r[0]*d[1] - r[1]*d[0]
    return arm


def mean_arm(names, k):
    a = [x for x in (tarm(m, k) for m in names) if x is not None]
    return sum(a)/len(a)


PARTS = {'LTpT': [m for m in tline if m.startswith('LTpT_') and m.endswith('_r')], 'IL_R': ['IL_R%d_r' % i for i in range(5, 12)]}
TARM = {p: [mean_arm(v, k) for k in range(6)] for p, v in PARTS.items()}

# ---- this body ---------------------------------------------------------------------------------------------------------------------

joints = table(os.path.join(BODY, 'joints.csv'))
COLS = [[w + c for w in ('parent_', 'child_') for c in g] for g in (('x', 'y', 'z'), ('rx', 'ry', 'rz'))]
W = world([r for r in joints if r['side'] != 'r' or r['child'] == 'hip_bone_r'], COLS, 'ground', 'parent', 'child')
disc = {}
for r in joints:
    if r['child'] in CHAIN[1:]: disc[r['child']] = compose(W[r['parent']], frame([float(r['parent_' + c]) for c in 'xyz'], [float(r['parent_r' + c]) for c in 'xyz']))
DISC = [disc[b] for b in CHAIN[1:7]]

with open(os.path.join(BODY, 'path_points.csv'), newline='') as f: points = f.read().split('\n')
with open(os.path.join(BODY, 'muscles.csv'), newline='') as f: muscles = f.read().split('\n')
line = {}
for s in points[1:]:
    r = next(csv.reader([s])) if s else None
    if r: line.setdefault(r[0], []).append((r[2], [float(x) for x in r[3:6]], r[7], r[8]))

# tips of the spinous processes behind each disc
TIP = []
for k, n in enumerate(LEVELS):
    TIP.append(-sum(into(DISC[k], place(W[b], p))[0] for b, p, _, _ in line['supraspinous_' + n])/2)
TARGET = {p: [min(a, t) for a, t in zip(TARM[p], TIP)] for p in TARM}
for p in TARGET: print(p, 'behind the discs, L5-S1 to T12-L1 [mm]: TLFB', ['%.1f' % (1e3*x) for x in TARM[p]], 'tips', ['%.1f' % (1e3*x) for x in TIP], 'here', ['%.1f' % (1e3*x) for x in TARGET[p]])


def level(b): return CHAIN.index(b) if b in CHAIN else 0


def z_at(way, y):
    """sideways place of a line at a height"""
    for a, b in zip(way, way[1:]):
        if min(a[1], b[1]) <= y <= max(a[1], b[1]) and a[1] != b[1]: return a[2] + (b[2] - a[2])*(y - a[1])/(b[1] - a[1])
    return way[-1][2]


def through(m, part):
    """the line with one point on every vertebra that it passes from L4 up (points behind L5 and L4 would meet in extension): a taut string that nothing but the fascia at TARGET holds down"""
    pts = line[m]
    way = [place(W[b], p) for b, p, _, _ in pts]
    low, end = max(level(pts[0][0]), 1), next(i for i, q in enumerate(pts) if level(q[0]) > 5)
    via = []
    for k in range(low + 1, 6):
        c0, c1 = DISC[k - 1][1], DISC[k][1]
        mid, up = mul(0.5, add(c0, c1)), mul(1/dist(c0, c1), sub(c1, c0))
        if dot(sub(way[end], mid), up) < 0.010: break          # a rib that hangs down to here
        via.append((k, mid, [-up[1], up[0], 0.0], (TARGET[part][k - 1] + TARGET[part][k])/2))
    at = [v[3] for v in via]
    for _ in range(2000):
        for i, (k, mid, back, most) in enumerate(via):
            a = add(via[i - 1][1], mul(at[i - 1], via[i - 1][2])) if i else way[0]
            b = add(via[i + 1][1], mul(at[i + 1], via[i + 1][2])) if i + 1 < len(via) else way[end]
            n = [b[1] - a[1], a[0] - b[0], 0.0]                # normal of the chord a-b in the sagittal plane
            at[i] = min(most, dot(sub(a, mid), n)/dot(back, n))
    vias = []
    for (k, mid, back, most), x in zip(via, at):
        p = add(mid, mul(x, back))
        p[2] = z_at(way, p[1])
        held = x > most - 1e-9
        vias.append((CHAIN[k], sub(p, W[CHAIN[k]][1]), 'DERIVED: ' + ('as far behind the discs as TLFB but no deeper than the spinous tips' if held else 'on the straight line; keeps the arm in flexion'), 'derived'))
    return [pts[0]] + vias + pts[end:]


new = {}
# rib 12: erector spinae lies behind the quadratus, by 12 mm for the iliocostalis and 15 mm for the longissimus in TLFB (T12 frame)
BEHIND = {'IL_R12_r': 0.012, 'LTpT_R12_r': 0.015}
ql = [q for m in line if m.startswith('QL_') and m.endswith('_r') for q in line[m] if q[0] == 'thorax']
QX, QY = (sum(into(DISC[5], place(W[b], p))[i] for b, p, _, _ in ql)/len(ql) for i in (0, 1))
for m, d in BEHIND.items():
    b, p, _, _ = line[m][-1]
    q = into(DISC[5], place(W[b], p))
    q[0], q[1] = QX - d, max(q[1], QY)
    line[m][-1] = (b, sub(place(DISC[5], q), W[b][1]), 'FBLS; on rib 12 %d mm behind the quadratus as in TLFB (FBLS: before it)' % round(1e3*d), 'derived')
for m in sorted(line):
    if m.startswith('LTpT_'): new[m] = through(m, 'LTpT')
    if m.startswith('IL_R'): new[m] = through(m, 'IL_R')

# ---- sizes -------------------------------------------------------------------------------------------------------------------------

SIZE = {'IL_': 1.5, 'LT': 1.5, 'MF_m': 1.25}         # 14.3 x 0.92/(10.3 x 0.852) and 4.7 x 0.82/(3.6 x 0.852)
FBLS_SIGMA = {'IL_': 90, 'LT': 89, 'MF_m': 46}       # specific tension behind FBLS's forces (body_tables.py)
fbls = {r['muscle']: r for r in table(os.path.join(REF, 'fbls_muscles.csv'))}

# ---- multifidus from lumbar mamillary processes to thoracic spines (FBLS has none above L1) -----------------------------------------
# sizes: TLFB's, by the ratio of the lumbar multifidus here to that of TLFB; heights above T12 by the ratio of the vertebral spacing
row = {r['name']: r for r in table(os.path.join(BODY, 'muscles.csv'))}
lumbar = [m for m in row if m.startswith('MF_m')]
RATIO = sum(float(fbls[m]['Fmax_N'])/FBLS_SIGMA['MF_m'] for m in lumbar)/sum(float(tmuscle[m]['Fmax_N'])/100 for m in lumbar)
TDISC = [TW[b] for b in TCHAIN[1:]]
RISE = dist(disc['thorax'][1], DISC[5][1])/dist(TW['thoracic11'][1], TW['thoracic12'][1])
T_MF = 'DERIVED: TLFB in the frame of the T12-L1 disc; heights by the spacing of the discs'
MAMILLARY = {'L4': 'MF_m1s_r', 'L3': 'MF_m1_laminar_r'}
MF_THORACIC = []
for low, high in (('L4', 'T12'), ('L3', 'T11'), ('L2', 'T10'), ('L1', 'T9')):
    m, t = 'MF_%s_%s_r' % (low, high), 'multifidus_%s_%s' % (low, high)
    b = 'lumbar' + low[1]
    if low in MAMILLARY: p, src = list(line[MAMILLARY[low]][0][1]), 'FBLS mamillary process of %s (%s)' % (low, MAMILLARY[low][:-2])
    else:               # the mamillary process sits on the upper facet of the vertebra: above its capsule's lower points
        cap = [place(W[q[0]], q[1]) for q in line['facet_capsule_%s_r' % {'L2': 'L1_L2', 'L1': 'T12_L1'}[low]]]
        p, src = sub(cap[0], W[b][1]), 'DERIVED: lower end of the facet capsule (the mamillary process lies behind it)'
    q = into(TDISC[5], tline[t][-1][1])
    q[1] *= RISE
    end = 'thoracic12' if high == 'T12' else 'thorax'
    new[m] = [(b, p, src, 'derived'), (end, sub(place(DISC[5], q), W[end][1]), T_MF, 'derived')]
    MF_THORACIC.append((m, t))

# ---- write -------------------------------------------------------------------------------------------------------------------------

new = {m: [(b, [round(x, 6) for x in p] if 'DERIVED' in s or 'behind the quadratus' in s else p, s, st) for b, p, s, st in v] for m, v in new.items()}
L = {m: sum(dist(place(W[a[0]], a[1]), place(W[b[0]], b[1])) for a, b in zip(v, v[1:])) for m, v in new.items()}


def point_rows(m): return ['%s,%d,%s,%s,fixed,%s,%s' % (m, i, b, ','.join(text(float(x)) for x in p), s, st) for i, (b, p, s, st) in enumerate(new[m])]


out, done = [points[0]], set()
for s in points[1:]:
    m = s.split(',')[0]
    if m not in new: out.append(s)
    elif m not in done: done.add(m); out += point_rows(m)
    if m == 'MF_m5t_3_r' and s.split(',')[1] == '1':
        for n, _ in MF_THORACIC:
            if n not in line: out += point_rows(n); done.add(n)
with open(os.path.join(BODY, 'path_points.csv'), 'w', newline='') as f: f.write('\n'.join(out))

head = muscles[0].split(',')
at = {c: head.index(c) for c in head}
SIGMA = float(row['MF_m1s_r']['specific_tension'])
model = next(csv.reader([s for s in muscles if s.startswith('MF_m1s_r,')]))
out = [muscles[0]]


def thoracic_multifidus(m, t):
    r, pc = list(model), SIZE['MF_m']*RATIO*float(tmuscle[t]['Fmax_N'])/100
    tl = sum(dist(a[1], b[1]) for a, b in zip(tline[t], tline[t][1:]))
    lo, lam = float(tmuscle[t]['Lopt_m'])*L[m]/tl, float(r[at['neutral_fibre']])
    v = dict(name=m, f_max=pc*SIGMA, l_opt=lo, l_slack=L[m] - lam*lo, pcsa_cm2=pc, neutral_length=L[m],
             source_f_max='TLFB Fmax / 100 N/cm2 x %.3f (Bogduk over TLFB in the lumbar multifidus) x %.2f (MRI: Belavy 2017) x 60' % (RATIO, SIZE['MF_m']), source_l_opt='TLFB by the ratio of lengths',
             source_l_slack='DERIVED: neutral fibre from sarcomere length', status='derived')
    for c, x in v.items(): r[at[c]] = text(x)
    return ','.join(r)


for s in muscles[1:]:
    r = s.split(',')
    m = r[0]
    if any(m == n for n, _ in MF_THORACIC): continue
    part = next((k for k in SIZE if m.startswith(k)), None)
    if part:
        pc = SIZE[part]*float(fbls[m]['Fmax_N'])/FBLS_SIGMA[part]
        r[at['f_max']], r[at['pcsa_cm2']] = text(pc*SIGMA), text(pc)
        r[at['source_f_max']], r[-1] = 'PCSA = FBLS Fmax / %d N/cm2 x %.2f (MRI: Belavy 2017); x 60' % (FBLS_SIGMA[part], SIZE[part]), 'derived'
        s = ','.join(r)
    if m in new:       # the path is longer now: the same fibre at the same relative length, the rest is tendon
        pen, lo, lam = (float(r[at[c]]) for c in ('pennation', 'l_opt', 'neutral_fibre'))
        w = lo*math.sin(pen)
        r[at['neutral_length']], r[at['l_slack']] = text(L[m]), text(L[m] - math.sqrt((lam*lo)**2 - w*w))
        s = ','.join(r)
    out.append(s)
    if m == 'MF_m5t_3_r': out += [thoracic_multifidus(n, t) for n, t in MF_THORACIC]
with open(os.path.join(BODY, 'muscles.csv'), 'w', newline='') as f: f.write('\n'.join(out))
print('lines', len(new), 'thoracic multifidus', ['%s %.2f cm2' % (n, SIZE['MF_m']*RATIO*float(tmuscle[t]['Fmax_N'])/100) for n, t in MF_THORACIC], 'ratio %.3f' % RATIO, 'rise %.3f' % RISE)
