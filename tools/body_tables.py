#!/usr/bin/env python3
# body_tables.py - derives data/body/*.csv (the built-in body, first edition) from the published tables in ../shared/reference/body.
# A one-off, kept so that every number can be traced: neither building nor running needs it. Python 3, nothing else.
#   tools/body_tables.py [REFERENCE_DIR] [OUT_DIR]      (defaults: ../shared/reference/body and data/body)
# docs/body.md explains the choices; tools/body_check.py reads what this writes and reports lengths and moment arms.
# Everything is worked out in the pelvis frame of Gait2392/FBLS in neutral standing (origin midway between the ASIS, x forward, y up,
# z right), where all bodies stand parallel; body frames differ from it by their origin only.
import csv, math, os, sys

REF = sys.argv[1] if len(sys.argv) > 1 else '../shared/reference/body'
OUT = sys.argv[2] if len(sys.argv) > 2 else 'data/body'
D = math.pi/180


def table(name):
    with open(os.path.join(REF, name), newline='') as f:
        return list(csv.DictReader(f))


def add(a, b): return [a[i] + b[i] for i in range(3)]
def sub(a, b): return [a[i] - b[i] for i in range(3)]
def mul(s, a): return [s*x for x in a]
def dot(a, b): return sum(x*y for x, y in zip(a, b))
def norm(a): return math.sqrt(dot(a, a))
def unit(a): return mul(1/norm(a), a)
def cross(a, b): return [a[1]*b[2] - a[2]*b[1], a[2]*b[0] - a[0]*b[2], a[0]*b[1] - a[1]*b[0]]
def dist(a, b): return norm(sub(a, b))
def forward(tilt_deg): return [math.sin(tilt_deg*D), math.cos(tilt_deg*D), 0.0]   # the upward unit vector tilted forward


def xyz_angles(x, y, z):
    """body-fixed X-Y-Z angles of the rotation whose columns are the axes x, y, z"""
    return [math.atan2(-z[1], z[2]), math.asin(max(-1, min(1, z[0]))), math.atan2(-y[0], x[0])]


def text(v):
    if isinstance(v, float):
        s = '%.9g' % v
        return '0' if s == '-0' else s
    assert ',' not in str(v) and '"' not in str(v), v
    return str(v)


def write(name, columns, rows, comment=None):
    columns = columns.split()
    with open(os.path.join(OUT, name), 'w', newline='') as f:
        f.write(','.join(columns) + '\n')
        for r in rows:
            assert len(r) == len(columns), (name, r)
            f.write(','.join(text(v) for v in r) + '\n')


# ---- the bones' geometry ---------------------------------------------------------------------------------------------------------

HJC = [-0.0707, -0.0661, 0.0835]                        # Gait2392/FBLS
SACRUM_SHIFT = [0.010, -0.017, 0.0]                     # FBLS: sacrum body in the pelvis
MASS = 75.3                                             # FBLS, whole body [kg]

# FBLS joint centres: child origin = parent point - child point
origin = {'pelvis': [0, 0, 0], 'sacrum_fbls': SACRUM_SHIFT, 'sacrum': [0, 0, 0], 'hip_bone_r': [0, 0, 0], 'hip_bone_l': [0, 0, 0]}
fbls_centre = {}
for joint, parent, child, p, c in [
        ('L5_S1', 'sacrum_fbls', 'lumbar5', (-0.098, 0.071), (0, 0)), ('L4_L5', 'lumbar5', 'lumbar4', (0.01, 0.0296), (0.001, -0.0025)),
        ('L3_L4', 'lumbar4', 'lumbar3', (0.0, 0.032), (-0.0006, -0.0012)), ('L2_L3', 'lumbar3', 'lumbar2', (-0.008, 0.0312), (-0.0013, -0.0039)),
        ('L1_L2', 'lumbar2', 'lumbar1', (-0.01, 0.025), (0.0014, -0.0038))]:
    fbls_centre[joint] = add(origin[parent], [p[0], p[1], 0.0])
    origin[child] = sub(fbls_centre[joint], [c[0], c[1], 0.0])
origin['thorax'] = add(origin['lumbar1'], [0.0025, -0.09, 0.0])   # FBLS torso frame
origin['femur_r'] = HJC
KNEE0 = None                                                       # filled from the spline below

# end plates: tilt forward of each plate's upward normal. Upper plates step by the segmental lordosis of Sci Rep 2022 (n 324), which
# counts a disc and the body above it; the body's own wedge (recalled) splits it. Sacral slope follows from that cohort's pelvic incidence.
PI_DEG = 50.5
SEGMENT = {'L5_S1': 21.6, 'L4_L5': 12.7, 'L3_L4': 9.1, 'L2_L3': 5.9, 'L1_L2': 1.2}
WEDGE = {'lumbar5': 8.0, 'lumbar4': 1.7, 'lumbar3': 0.0, 'lumbar2': -1.6, 'lumbar1': -4.0, 'thoracic12': -4.0}
HALF_DISC = 0.0055
S1_MESH = add([-0.1056, 0.0729, 0.0], SACRUM_SHIFT)                # geom_landmarks_raw with the FBLS shift

order = ['L5_S1', 'L4_L5', 'L3_L4', 'L2_L3', 'L1_L2', 'T12_L1']
upper_body = dict(zip(order, ['lumbar5', 'lumbar4', 'lumbar3', 'lumbar2', 'lumbar1', 'thoracic12']))
lower_body = dict(zip(order, ['sacrum', 'lumbar5', 'lumbar4', 'lumbar3', 'lumbar2', 'lumbar1']))


def plates(slope):
    """tilt of (upper plate of the body below, lower plate of the body above) at each disc"""
    up, out = slope, {}
    for j in order:
        above = up - SEGMENT[j] if j in SEGMENT else None
        low = above + WEDGE[upper_body[j]] if above is not None else up - 4.0  # T12-L1 disc wedge 4 deg (recalled)
        out[j] = (up, low)
        up = above
    return out


def discs(slope):
    tilt = plates(slope)
    centre = {}
    for j in order[:-1]:
        n = forward(sum(tilt[j])/2)
        c = add(fbls_centre[j], mul(HALF_DISC, n))
        if j == 'L5_S1':  # midway between the FBLS centre's disc and the mesh's S1 plate
            c = mul(0.5, add(c, add(S1_MESH, mul(HALF_DISC, n))))
        centre[j] = c
    centre['T12_L1'] = add(centre['L1_L2'], [-0.0070, 0.0310, 0.0])
    return tilt, centre


slope = 40.0
for _ in range(50):
    tilt, centre = discs(slope)
    s1 = sub(centre['L5_S1'], mul(HALF_DISC, forward(sum(tilt['L5_S1'])/2)))
    pelvic_tilt = math.atan2(HJC[0] - s1[0], s1[1] - HJC[1])/D
    slope = PI_DEG - pelvic_tilt
S1 = s1
centre['T12_thorax'] = add(centre['T12_L1'], [-0.0065, 0.0285, 0.0])
origin['thoracic12'] = centre['T12_L1']
print('pelvic incidence %.2f, tilt %.2f, slope %.2f, S1 %s' % (PI_DEG, pelvic_tilt, slope, S1))
for j in order:
    print(j, 'disc', ['%.4f' % v for v in centre[j]], 'plates %.1f %.1f' % tilt[j])

# ---- splines ---------------------------------------------------------------------------------------------------------------------

splines = {}
for row in table('fbls_joint_axes.csv'):
    if row['function'].startswith('SimmSpline') and row['joint'] in ('knee_r', 'patellofemoral_r'):
        xs, ys = (list(map(float, part.split('=')[1].split())) for part in row['function'][len('SimmSpline:'):].split(';'))
        name = {'knee_r': 'knee', 'patellofemoral_r': 'patella'}[row['joint']] + '_' + \
               {'rotation1': 'rz', 'translation1': 'tx', 'translation2': 'ty'}[row['axis_slot']]
        if name.startswith('patella'):  # given over beta = -knee_angle
            xs, ys = [-x for x in reversed(xs)], list(reversed(ys))
        splines[name] = (xs, ys)


def spline_at(name, x):
    xs, ys = splines[name]
    n = len(xs)
    h = [xs[i + 1] - xs[i] for i in range(n - 1)]
    a, b, c, d = [0.0]*n, [1.0]*n, [0.0]*n, [0.0]*n
    for i in range(1, n - 1):
        a[i], b[i], c[i] = h[i - 1], 2*(h[i - 1] + h[i]), h[i]
        d[i] = 6*((ys[i + 1] - ys[i])/h[i] - (ys[i] - ys[i - 1])/h[i - 1])
    for i in range(1, n):
        w = a[i]/b[i - 1]
        b[i] -= w*c[i - 1]; d[i] -= w*d[i - 1]
    m = [0.0]*n
    for i in range(n - 1, -1, -1):
        m[i] = (d[i] - (c[i]*m[i + 1] if i < n - 1 else 0))/b[i]
    i = max(k for k in range(n - 1) if xs[k] <= x or k == 0)
    t = x - xs[i]
    return ys[i] + t*((ys[i + 1] - ys[i])/h[i] - h[i]*(2*m[i] + m[i + 1])/6) + m[i]*t*t/2 + (m[i + 1] - m[i])*t**3/(6*h[i])


origin['tibia_r'] = add(HJC, [spline_at('knee_tx', 0), spline_at('knee_ty', 0), 0.0])
origin['patella_r'] = add(HJC, [spline_at('patella_tx', 0), spline_at('patella_ty', 0), 0.0])
origin['talus_r'] = add(origin['tibia_r'], [0, -0.43, 0])
origin['calcn_r'] = add(origin['talus_r'], [-0.04877, -0.04195, 0.00792])
origin['toes_r'] = add(origin['calcn_r'], [0.1788, -0.002, 0.00108])
FLOOR = origin['calcn_r'][1] - 0.028
FBLS_BODY = {'pelvis': 'hip_bone_r', 'sacrum': 'sacrum', 'torso': 'thorax'}


def to_pelvis(body, p): return add(origin[body], p)
def to_body(body, p): return sub(p, origin[body])
def fbls_to_pelvis(body, p):
    if body == 'sacrum': return add(SACRUM_SHIFT, p)
    if body == 'Abdomen': return add([0.002, 0.144, 0.0], p)  # sacrum + (-0.098+0.09, 0.071+0.09)
    if body == 'humerus_r': return add(add(origin['thorax'], [0.003155, 0.3715, 0.17]), p)
    return add(origin[FBLS_BODY.get(body, body)], p)


# ---- bodies ----------------------------------------------------------------------------------------------------------------------

dumas = {(r['sex'], r['segment']): float(r['mass']) for r in table('bsp_dumas2007_via_HuMoD.csv')}
chris = {r['body']: r for r in table('christophy_skel_bodies.csv')}
fb = {r['body']: r for r in table('fbls_bodies.csv')}
CM = {b: float(chris[b]['mass_kg']) for b in ('lumbar5', 'lumbar4', 'lumbar3', 'lumbar2', 'lumbar1')}
CM['thoracic12'] = 1.75                                         # continues the lumbar slices (Christophy 1.67-1.82; TLFB 1.99)
SLICE_SHARE = sum(CM.values())/(MASS*(dumas['m', 'thorax'] + dumas['m', 'abdomen']))   # of thorax + abdomen
SACRUM_SHARE = 0.34                                             # of the pelvis segment; the rest is the two hip bones


def fractions(sex):
    g = lambda s: dumas[sex, s]
    total = g('head') + g('thorax') + g('abdomen') + g('pelvis') + 2*(g('thigh') + g('shank') + g('foot') + g('upperArm') + g('lowerArm') + g('hand'))
    trunk = g('thorax') + g('abdomen')
    f = {'sacrum': SACRUM_SHARE*g('pelvis'), 'hip_bone_r': (1 - SACRUM_SHARE)/2*g('pelvis')}
    for b in CM: f[b] = trunk*SLICE_SHARE*CM[b]/sum(CM.values())
    f['thorax'] = trunk*(1 - SLICE_SHARE) + g('head') + 2*(g('upperArm') + g('lowerArm') + g('hand'))
    thigh, foot = 9.3014 + 0.0862, 0.1 + 1.25 + 0.2166
    f['femur_r'] = g('thigh')*9.3014/thigh
    f['patella_r'] = g('thigh')*0.0862/thigh
    f['tibia_r'] = g('shank')
    for b, m in (('talus_r', 0.1), ('calcn_r', 1.25), ('toes_r', 0.2166)): f[b] = g('foot')*m/foot
    return {b: v/total for b, v in f.items()}


female, male = fractions('f'), fractions('m')
for f in (female, male): assert abs(sum(v*(2 if b.endswith('_r') else 1) for b, v in f.items()) - 1) < 1e-12
mass = {b: MASS*v for b, v in male.items()}


def shift(I, m, d):
    """inertia (xx yy zz xy xz yz) about a point a vector d away from the centre of mass"""
    x, y, z = d
    return [I[0] + m*(y*y + z*z), I[1] + m*(x*x + z*z), I[2] + m*(x*x + y*y), I[3] - m*x*y, I[4] - m*x*z, I[5] - m*y*z]


bodies = []


def body(name, com, inertia, source, status, side=None):
    bodies.append([name, side or ('r' if name.endswith('_r') else 'mid'), mass[name]] + list(com) + list(inertia) + [source, status])


# pelvis: the three bones together keep FBLS's centre of mass and inertia (per kilogram)
scale = (mass['sacrum'] + 2*mass['hip_bone_r'])/11.777
c_s, c_h = [-0.0766, 0.0097, 0.0], None
c_h = [(-0.0707 - SACRUM_SHARE*c_s[0])/(1 - SACRUM_SHARE), -SACRUM_SHARE*c_s[1]/(1 - SACRUM_SHARE), 0.075]
whole = [scale*v for v in (0.1028, 0.0871, 0.0579)]
spread = [0.0]*6
for m, c in ((mass['sacrum'], c_s), (mass['hip_bone_r'], c_h), (mass['hip_bone_r'], [c_h[0], c_h[1], -c_h[2]])):
    spread = shift(spread, m, sub(c, [-0.0707, 0.0, 0.0]))
left = [whole[i] - spread[i] for i in range(3)]
assert min(left) > 0
body('sacrum', c_s, [SACRUM_SHARE*v for v in left] + [0.0]*3, 'mass Dumas 2007 pelvis x 0.34; com and inertia DERIVED: sacrum + hip bones = FBLS pelvis per kg', 'derived')
body('hip_bone_r', c_h, [(1 - SACRUM_SHARE)/2*v for v in left] + [0.0]*3, 'mass Dumas 2007 pelvis x 0.33; com and inertia DERIVED: sacrum + hip bones = FBLS pelvis per kg', 'derived')
for b in ('lumbar5', 'lumbar4', 'lumbar3', 'lumbar2', 'lumbar1'):
    r, k = chris[b], mass[b]/CM[b]
    body(b, [float(r['com_x']), float(r['com_y']), 0.0], [k*float(r[c]) for c in ('Ixx', 'Iyy', 'Izz')] + [0.0]*3,
         'com and inertia Christophy 2012 skeleton file; mass Dumas 2007 trunk by Christophy ratios', 'found')
k = mass['thoracic12']/CM['lumbar1']
body('thoracic12', [0.050, 0.012, 0.0], [k*v for v in (0.01113, 0.01753, 0.0064)] + [0.0]*3,
     'DERIVED: slice like Christophy L1; com offset as TLFB thoracic12 (0.052)', 'derived')

# thorax + head + arms hanging. Arms: FBLS segments straight down; head: FBLS head markers' centre; chest: middle of the rib cage
g = lambda s: dumas['m', s]*MASS/1.002
parts, T0 = [], origin['thorax']
chest = (g('thorax') + g('abdomen')) - sum(CM.values())*MASS/MASS
chest = mass['thorax'] - g('head') - 2*(g('upperArm') + g('lowerArm') + g('hand'))
parts.append((chest, sub([-0.098, 0.36, 0.0], T0), [chest*v for v in (0.0125, 0.0095, 0.0105)] + [0.0]*3))
parts.append((g('head'), [0.005, 0.585, 0.0], [g('head')*v for v in (0.0058, 0.0042, 0.0060)] + [0.0]*3))
shoulder = [0.003155, 0.3715, 0.17]
elbow = add(shoulder, [0.013144, -0.286273, -0.009595])
wrist = add(add(elbow, [-0.006727, -0.013007, 0.026083]), [-0.008797, -0.235841, 0.01361])
for sgn in (1, -1):
    for seg, start, com, I in (('upperArm', shoulder, [0.0, -0.164502, 0.0], fb['humerus_r']), ('lowerArm', elbow, [0.0, -0.120525, 0.0], None),
                               ('hand', wrist, [0.0, -0.068095, 0.0], fb['hand_r'])):
        I0 = [float(I[c]) for c in ('Ixx', 'Iyy', 'Izz')] if I else [2*0.002962, 2*0.000618, 2*0.003213]
        m0 = float(I['mass_kg']) if I else 2*0.6075
        p = add(start, com)
        parts.append((g(seg), [p[0], p[1], sgn*p[2]], [v*g(seg)/m0 for v in I0] + [0.0]*3))
m = sum(p[0] for p in parts)
com = mul(1/m, [sum(p[0]*p[1][i] for p in parts) for i in range(3)])
I = [0.0]*6
for p in parts: I = [a + b for a, b in zip(I, shift(p[2], p[0], sub(p[1], com)))]
com[2], I[4], I[5] = 0.0, 0.0, 0.0
assert abs(m - mass['thorax']) < 1e-9
body('thorax', com, I, 'DERIVED: chest (Dumas 2007 trunk less slices; middle of the rib cage) + head + hanging arms (FBLS segments; Dumas 2007 masses)', 'derived')
for b in ('femur_r', 'patella_r', 'tibia_r', 'talus_r', 'calcn_r', 'toes_r'):
    r = fb[b]; k = mass[b]/float(r['mass_kg'])
    I = [k*float(r[c]) for c in ('Ixx', 'Iyy', 'Izz')]
    real = I[2] <= I[0] + I[1]   # the tabulated toes have Izz > Ixx + Iyy, which no body has: a flat plate is the limit
    I[2] = min(I[2], I[0] + I[1])
    body(b, [float(r['com_' + c]) for c in 'xyz'], I + [0.0]*3,
         'com and inertia per kg FBLS (Raabe 2016); mass Dumas 2007' + ('' if real else '; Izz lowered to Ixx + Iyy (FBLS value impossible)'),
         'found' if real else 'derived')
write('bodies.csv', 'name side mass com_x com_y com_z ixx iyy izz ixy ixz iyz source status', bodies)
write('segment_fractions.csv', 'body female male mapping source status',
      [[b, female[b], male[b],
        {'sacrum': 'pelvis x 0.34', 'hip_bone_r': 'pelvis x 0.33', 'thorax': '(thorax + abdomen) less slices + head + arms', 'femur_r': 'thigh less patella',
         'patella_r': 'thigh x 0.0092', 'tibia_r': 'shank'}.get(b, 'foot by FBLS ratios' if b in ('talus_r', 'calcn_r', 'toes_r') else
                                                               '(thorax + abdomen) x slice share %.4f by Christophy ratios' % SLICE_SHARE),
        'Dumas 2007 via HuMoD; normalised to sum 1 with both sides', 'found'] for b in male])

# ---- joints, rows, coordinates -----------------------------------------------------------------------------------------------------

joints, rows, coords = [], [], []


def joint(name, parent, child, at, angles, source, status, in_parent=None, in_child=None):
    side = 'r' if name.endswith('_r') else 'mid'
    p = in_parent if in_parent is not None else to_body(parent, at)
    c = in_child if in_child is not None else to_body(child, at)
    joints.append([name, side, parent, child] + list(p) + list(angles) + list(c) + list(angles) + [source, status])


def row(jname, kind, axis, coordinate, function='linear', scale=1.0):
    n = 1 + sum(1 for r in rows if r[0] == jname)
    rows.append([jname, n, kind] + list(axis) + [coordinate, function, float(scale)])


def coordinate(name, jname, unit_, role, size, lo, hi, within, between, source, status, neutral=0.0):
    coords.append([name, 'r' if name.endswith('_r') else 'mid', jname, unit_, role, size, neutral, lo, hi, within, between, source, status])


X, Y, Z = [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]
joint('root', 'ground', 'sacrum', None, [0.0]*3, 'FBLS ground_pelvis; carried by the sacrum', 'found', [0.0]*3, [0.0]*3)
for c, ax in (('pelvis_tilt', Z), ('pelvis_list', X), ('pelvis_rotation', Y)): row('root', 'rotation', ax, c)
for c, ax in (('pelvis_tx', X), ('pelvis_ty', Y), ('pelvis_tz', Z)): row('root', 'translation', ax, c)
coordinate('pelvis_tilt', 'root', 'rad', 'primary', 0.1, -1.5708, 1.5708, 2.0*D, 6.1*D, 'range FBLS; between Vialle 2005 pelvic tilt SD 6.1 deg; within recalled 2 deg repeat standing', 'recalled')
coordinate('pelvis_list', 'root', 'rad', 'primary', 0.1, -1.4, 1.4, 1.0*D, 1.5*D, 'range FBLS narrowed; spreads recalled (obliquity of healthy standing)', 'recalled')
coordinate('pelvis_rotation', 'root', 'rad', 'primary', 0.1, -3.1416, 3.1416, 2.0*D, 3.0*D, 'spreads recalled', 'recalled')
coordinate('pelvis_tx', 'root', 'm', 'primary', 0.1, -5.0, 5.0, 1.0, 1.0, 'free: wide spread means no habit', 'derived')
coordinate('pelvis_ty', 'root', 'm', 'primary', 0.1, -1.0, 2.0, 1.0, 1.0, 'free: wide spread means no habit', 'derived', -FLOOR)
coordinate('pelvis_tz', 'root', 'm', 'primary', 0.1, -5.0, 5.0, 1.0, 1.0, 'free: wide spread means no habit', 'derived')

# sacroiliac joint: x = normal out of the sacrum, y = long axis of the joint, z = x cross y (backward and up, in the joint plane)
SIJ = [-0.115, 0.037, 0.045]
nx = unit([-0.33, 0.10, 0.94])
ly = [0.67, 0.72, 0.18]
ly = unit(sub(ly, mul(dot(ly, nx), nx)))
sij_angles = xyz_angles(nx, ly, cross(nx, ly))
SRC_SIJ = 'centre and axes DERIVED from four sacrum-ilium meshes (reference README section 3); x = outward normal; y = long axis'
joint('sij_r', 'sacrum', 'hip_bone_r', SIJ, sij_angles, SRC_SIJ, 'derived')
for c, ax in (('rx', X), ('ry', Y), ('rz', Z)): row('sij_r', 'rotation', ax, 'sij_%s_r' % c)
for c, ax in (('tx', X), ('ty', Y), ('tz', Z)): row('sij_r', 'translation', ax, 'sij_%s_r' % c)
for c in ('rx', 'ry', 'rz'):
    coordinate('sij_%s_r' % c, 'sij_r', 'rad', 'secondary', 0.01, -0.12, 0.12, 0.0, 0.0, 'range twice the largest cadaver range 6.7 deg (Shin 2024); force balance sets it', 'derived')
for c in ('tx', 'ty', 'tz'):
    coordinate('sij_%s_r' % c, 'sij_r', 'm', 'secondary', 0.0005, -0.006, 0.006, 0.0, 0.0, 'range = displacement at failure 5.5-6.6 mm (Arch Orthop Trauma Surg 1988); force balance sets it', 'derived')

# lumbar: frames in the discs, y normal to the disc. flexion, bending to the right, rotation to the left are positive
FLEX = {'L5_S1': (9, 5), 'L4_L5': (13, 2), 'L3_L4': (12, 1), 'L2_L3': (10, 3), 'L1_L2': (8, 5), 'T12_L1': (6, 4)}   # Pearcy 1984
BEND = {'L5_S1': 3, 'L4_L5': 6, 'L3_L4': 8, 'L2_L3': 6, 'L1_L2': 6, 'T12_L1': 6}                                     # White and Panjabi
LORD_SD = {'L5_S1': 7.7, 'L4_L5': 5.1, 'L3_L4': 4.2, 'L2_L3': 4.1, 'L1_L2': 3.6, 'T12_L1': 3.6}
names = {'lumbar5': 'L5', 'lumbar4': 'L4', 'lumbar3': 'L3', 'lumbar2': 'L2', 'lumbar1': 'L1', 'thoracic12': 'T12', 'sacrum': 'S1'}
for j in order:
    mid = sum(tilt[j])/2
    src = 'DERIVED: FBLS joint centre + half a disc along the normal; tilt from segmental lordosis (Sci Rep 2022 s41598-022-21840-x) and pelvic incidence 50.5'
    if j == 'T12_L1': src = 'DERIVED: one step above L1-L2 (FBLS fuses T12 to the torso)'
    joint(j, lower_body[j], upper_body[j], centre[j], [0.0, 0.0, -mid*D], src, 'derived')
    row(j, 'rotation', [0.0, 0.0, -1.0], j + '_flexion')
    row(j, 'rotation', X, j + '_bending')
    row(j, 'rotation', Y, j + '_rotation')
    for c, ax in (('tx', X), ('ty', Y), ('tz', Z)): row(j, 'translation', ax, '%s_%s' % (j, c))
    f, e = FLEX[j]
    coordinate(j + '_flexion', j, 'rad', 'primary', 0.1, -(e + 5)*D, (f + 6)*D, 1.0*D, LORD_SD[j]*D,
               'range Pearcy 1984 voluntary %d/%d deg plus about 1 SD; between SD of segmental lordosis Sci Rep 2022; within recalled' % (f, e), 'found' if j != 'T12_L1' else 'recalled')
    coordinate(j + '_bending', j, 'rad', 'primary', 0.1, -(BEND[j] + 3)*D, (BEND[j] + 3)*D, 0.6*D, 1.0*D, 'range White and Panjabi 1990 plus 3 deg; spreads recalled', 'recalled')
    coordinate(j + '_rotation', j, 'rad', 'primary', 0.1, -5*D, 5*D, 0.4*D, 0.6*D, 'range White and Panjabi 1990 (1-3 deg) with margin; spreads recalled', 'recalled')
    for c in ('tx', 'ty', 'tz'):
        coordinate('%s_%s' % (j, c), j, 'm', 'secondary', 0.0005, -0.008, 0.008, 0.0, 0.0, 'force balance sets it; range about 5x measured', 'derived')
mid = sum(tilt['T12_L1'])/2
joint('T12_thorax', 'thoracic12', 'thorax', centre['T12_thorax'], [0.0, 0.0, -mid*D], 'DERIVED: T11-T12 disc one step above T12-L1; stands for the stiff thoracic spine', 'derived')
row('T12_thorax', 'rotation', [0.0, 0.0, -1.0], 'thorax_flexion'); row('T12_thorax', 'rotation', X, 'thorax_bending'); row('T12_thorax', 'rotation', Y, 'thorax_rotation')
for c, lim, sd in (('flexion', 12, 2.0), ('bending', 8, 0.8), ('rotation', 10, 0.8)):
    coordinate('thorax_' + c, 'T12_thorax', 'rad', 'primary', 0.1, -lim*D, lim*D, 0.8*D, sd*D, 'recalled: White and Panjabi 1990 T11-T12; spreads recalled', 'recalled')

joint('hip_r', 'hip_bone_r', 'femur_r', HJC, [0.0]*3, 'FBLS (Gait2392 hip centre)', 'found')
for c, ax in (('hip_flexion_r', Z), ('hip_adduction_r', X), ('hip_rotation_r', Y)): row('hip_r', 'rotation', ax, c)
coordinate('hip_flexion_r', 'hip_r', 'rad', 'primary', 0.1, -0.70, 2.20, 2.0*D, 4.0*D, 'range Soucie 2011 / Anderson 1999 stops; spreads recalled', 'recalled')
coordinate('hip_adduction_r', 'hip_r', 'rad', 'primary', 0.1, -0.75, 0.60, 1.0*D, 2.0*D, 'range Roach and Miles 1991; spreads recalled', 'recalled')
coordinate('hip_rotation_r', 'hip_r', 'rad', 'primary', 0.1, -0.95, 0.95, 2.0*D, 5.0*D, 'range Kouyoumdjian 2012 with margin; spreads recalled; internal rotation positive', 'recalled')
joint('knee_r', 'femur_r', 'tibia_r', None, [0.0]*3, 'FBLS', 'found', [0.0]*3, [0.0]*3)
row('knee_r', 'rotation', Z, 'knee_angle_r')
row('knee_r', 'translation', X, 'knee_angle_r', 'knee_tx')
row('knee_r', 'translation', Y, 'knee_angle_r', 'knee_ty')
coordinate('knee_angle_r', 'knee_r', 'rad', 'primary', 0.1, -2.45, 0.17453, 1.5*D, 4.0*D, 'FBLS; flexion negative inside the model; range to 140 deg Soucie 2011 (splines continue linearly past 120)', 'recalled')
joint('patellofemoral_r', 'femur_r', 'patella_r', None, [0.0]*3, 'FBLS; rows follow knee_angle_r', 'found', [0.0]*3, [0.0]*3)
row('patellofemoral_r', 'rotation', Z, 'knee_angle_r', 'patella_rz')
row('patellofemoral_r', 'translation', X, 'knee_angle_r', 'patella_tx')
row('patellofemoral_r', 'translation', Y, 'knee_angle_r', 'patella_ty')
for j, parent, child, at, ax, c, lo, hi, w, b, src in (
        ('ankle_r', 'tibia_r', 'talus_r', [0.0, -0.43, 0.0], [-0.10501355, -0.17402245, 0.97912632], 'ankle_angle_r', -1.10, 0.75, 1.0, 2.5, 'dorsiflexion positive; range Soucie 2011 and Konor 2012'),
        ('subtalar_r', 'talus_r', 'calcn_r', [-0.04877, -0.04195, 0.00792], [0.78717961, 0.60474746, -0.12094949], 'subtalar_angle_r', -0.60, 0.60, 1.0, 3.0, 'inversion positive; range Anderson 1999'),
        ('mtp_r', 'calcn_r', 'toes_r', [0.1788, -0.002, 0.00108], [-0.5809544, 0.0, 0.81393611], 'mtp_angle_r', -0.30, 1.30, 1.0, 2.0, 'extension positive; range Anderson 1999')):
    joint(j, parent, child, None, [0.0]*3, 'FBLS', 'found', at, [0.0]*3)
    row(j, 'rotation', unit(ax), c)
    coordinate(c, j, 'rad', 'primary', 0.1, lo, hi, w*D, b*D, src + '; spreads recalled', 'recalled')
write('joints.csv', 'name side parent child parent_x parent_y parent_z parent_rx parent_ry parent_rz child_x child_y child_z child_rx child_ry child_rz source status', joints)
write('joint_rows.csv', 'joint row kind axis_x axis_y axis_z coordinate function scale source status', [r + ['as the joint', 'found'] for r in rows])
write('coordinates.csv', 'name side joint unit role size neutral min max sigma_within sigma_between source status', coords)
write('functions.csv', 'name kind index x y source status',
      [[n, 'spline', i, x, y, 'FBLS SimmSpline knots' + (' (abscissa turned to knee_angle)' if n.startswith('patella') else ''), 'found']
       for n, (xs, ys) in sorted(splines.items()) for i, (x, y) in enumerate(zip(xs, ys))])

# ---- muscle paths ------------------------------------------------------------------------------------------------------------------

fm = {r['muscle'][:-2]: r for r in table('fbls_muscles.csv') if r['muscle'].endswith('_r')}
paths, path_source = {}, {}
for r in table('fbls_path_points.csv'):
    if not r['element'].endswith('_r') or r['kind'] != 'muscle': continue
    pts = paths.setdefault(r['element'][:-2], {})
    pts[int(r['idx'])] = (r['body'], [float(r[c]) for c in 'xyz'], r['type'])
paths = {m: [p[i] for i in sorted(p)] for m, p in paths.items()}
TORSO_T12 = {'QL_ant_I_2-T12', 'QL_ant_I_3-T12', 'LTpT_T12', 'LD_T12'}
SACRAL = {('glut_max3', 0), ('peri', 0)} | {(m, 0) for m in ('MF_m3t_1', 'MF_m3t_2', 'MF_m3t_3', 'MF_m4t_2', 'MF_m4t_3', 'MF_m5_laminar')}

line = {}    # muscle -> [(body, point in the pelvis frame, source)]
for m, pts in paths.items():
    if m in ('patlig', 'gem'): continue
    out = []
    for i, (b, p, kind) in enumerate(pts):
        if kind == 'ConditionalPathPoint': continue   # replaced below
        P, src = fbls_to_pelvis(b, p), 'FBLS'
        body_ = FBLS_BODY.get(b, b)
        if (m, i) in SACRAL: body_, src = 'sacrum', 'FBLS; moved from pelvis to sacrum (it lies on the sacrum)'
        if m == 'LTpL_L5' and b == 'sacrum': body_, src = 'hip_bone_r', 'FBLS; moved from sacrum to the ilium (1.5 mm from it)'
        if m in TORSO_T12 and b == 'torso': body_, src = 'thoracic12', 'FBLS; moved from torso to T12'
        if b == 'humerus_r': body_, src = 'thorax', 'FBLS; humerus hanging; expressed in the thorax'
        out.append((body_, P, src))
    line[m] = out
wraps, pathwraps = [], []

# iliopsoas: the points that switch at 45 deg of hip flexion become a cylinder about the femoral head, its radius the neutral moment arm
R_PSOAS, R_ILIACUS = 0.0391, 0.0398
for n, r in (('psoas_brim_r', R_PSOAS), ('iliacus_brim_r', R_ILIACUS)):
    wraps.append([n, 'r', 'hip_bone_r', 'cylinder'] + HJC + [0.0]*3 + [r, 0.12, 0.0, 'DERIVED: about the femoral head; radius for the FBLS neutral moment arms 38.5 and 39.4 mm', 'derived'])
for m in list(line):
    if m.startswith('Ps_') or m == 'iliacus':
        c8, s8 = math.cos(8*D), math.sin(8*D)
        v = sub(line[m][1][1], HJC)
        brim = add(HJC, [c8*v[0] - s8*v[1], s8*v[0] + c8*v[1], v[2]])
        line[m] = [line[m][0], ('hip_bone_r', brim, 'FBLS point turned 8 deg up the brim about the hip: the arm stays a flexor to 120 deg'), line[m][-1]]
        pathwraps.append([m + '_r', 1, 'iliacus_brim_r' if m == 'iliacus' else 'psoas_brim_r'])
# knee extensors: over the femur's condyles in deep flexion, then by the patella and its ligament to the tibia
wraps.append(['condyles_front_r', 'r', 'femur_r', 'cylinder', -0.0015, -0.4030, 0.0, 0.0, 0.0, 0.0, 0.0360, 0.12, 0.0, 'DERIVED: circle through the FBLS conditional points of vasti and rectus femoris', 'derived'])
LIGAMENT = [('patella_r', to_pelvis('patella_r', [0.0021, 0.0015, 0.0001]), 'FBLS patellar ligament'), ('tibia_r', to_pelvis('tibia_r', [0.0282, -0.0579, 0.0057]), 'FBLS patellar ligament')]
for m in ('rect_fem', 'vas_med', 'vas_int', 'vas_lat'):
    last_femur = max(i for i, p in enumerate(line[m]) if p[0] in ('femur_r', 'hip_bone_r'))
    pathwraps.append([m + '_r', last_femur, 'condyles_front_r'])
    line[m] = line[m] + LIGAMENT
# hamstrings and gracilis: the points that switch near extension become cylinders on the tibia, touching the line where those points were
for m, x, y, r in (('semimem', -0.0348, -0.0345, 0.012), ('semiten', -0.04203, -0.0300, 0.015), ('grac', -0.02657, -0.0330, 0.015)):
    w = m + '_condyle_r'
    wraps.append([w, 'r', 'tibia_r', 'cylinder', x + r, y, 0.0, 0.0, 0.0, 0.0, r, 0.12, 0.0, 'DERIVED: its back touches the FBLS conditional point', 'derived'])
    pathwraps.append([m + '_r', 0, w])
# gastrocnemius: likewise a small cylinder behind the condyle
for m, x, y, r in (('med_gas', -0.0160, -0.4070, 0.0140), ('lat_gas', -0.0170, -0.4085, 0.0135)):
    w = m + '_condyle_r'
    wraps.append([w, 'r', 'femur_r', 'cylinder', x, y, 0.0, 0.0, 0.0, 0.0, r, 0.12, 0.0, 'DERIVED: its back touches the FBLS conditional point', 'derived'])
    line[m] = [line[m][0], line[m][-1]]
    pathwraps.append([m + '_r', 0, w])
# gluteus maximus: upper part on through the iliotibial band; lower part half from the sacrum, half from the sacrotuberous ligament
ITB = [('femur_r', to_pelvis('femur_r', [0.0054, -0.4049, 0.0357]), 'FBLS tensor fasciae latae: iliotibial band'), ('tibia_r', to_pelvis('tibia_r', [0.006, -0.0487, 0.0297]), 'FBLS tensor fasciae latae: iliotibial band')]
line['glut_max1'] = line['glut_max1'] + ITB
g3 = line.pop('glut_max3')
line['glut_max3_sacral'] = g3
line['glut_max3_stl'] = [('hip_bone_r', [-0.1065, -0.0750, 0.0280], 'DERIVED: ischial half of the sacrotuberous ligament')] + g3[1:]
fm['glut_max3_sacral'] = fm['glut_max3_stl'] = fm['glut_max3']

# short rotators: TLEM 2.0 paths mapped to this pelvis
tl = {}
for r in table('tlem2_hip_rotators_mapped_gait2392.csv'):
    b = 'hip_bone_r' if r['segment'] == 'Pelvis' else 'femur_r'
    p = [float(r[c + '_gait2392']) for c in 'xyz']
    tl.setdefault(r['element'], []).append((b, to_pelvis(b, p), 'TLEM 2.0 (Carbone 2015) mapped to the Gait2392 pelvis'))
for m, e in (('gem_sup', 'Gemellus Superior 1'), ('gem_inf', 'Gemellus Inferior 1'), ('obt_ext_sup', 'Obturator Externus Superior 2'), ('obt_ext_inf', 'Obturator Externus Inferior 1'),
             ('obt_int_1', 'Obturator Internus 1'), ('obt_int_2', 'Obturator Internus 4'), ('obt_int_3', 'Obturator Internus 5')):
    line[m] = tl[e]

# long lines over the kyphosis: a point on the thorax where the deeper fascicles lie
for m in ('LTpT_T1', 'LTpT_T2', 'LTpT_T3', 'LTpT_T4', 'LTpT_T5'):
    y, z = (0.241, 0.0255) if m == 'LTpT_T5' else (0.267, 0.0265)
    line[m].insert(-1, ('thorax', add(T0, [-0.0795, y, z]), 'DERIVED: at the T7-T8 fascicles; replaces the FBLS chest ellipsoid'))


def chest_point(a, b):
    """where the line a-b lies deepest in the FBLS chest ellipsoid, pushed out to its surface; None when it stays outside"""
    c = add(T0, [0.0, 0.21, 0.01]); dims = (0.075, 0.17, 0.13)
    ry, rz = -0.4, 0.2
    Rx = lambda v: [v[0]*math.cos(ry) + v[2]*math.sin(ry), v[1], -v[0]*math.sin(ry) + v[2]*math.cos(ry)]      # Ry
    Rzf = lambda v: [v[0]*math.cos(rz) - v[1]*math.sin(rz), v[0]*math.sin(rz) + v[1]*math.cos(rz), v[2]]
    cols = [Rx(Rzf(e)) for e in (X, Y, Z)]
    best = (1.0, None)
    for i in range(1, 200):
        p = add(a, mul(i/200, sub(b, a)))
        v = [dot(sub(p, c), cols[k])/dims[k] for k in range(3)]
        f = dot(v, v)
        if f < best[0]: best = (f, add(c, mul(1/math.sqrt(f), sub(p, c))))
    return best[1]


for m in list(line):
    if m.startswith('LD_'):
        if line[m][0][0] == 'thorax' and m not in ('LD_T12',) or (m == 'LD_T12' and line[m][0][0] == 'thorax'): line[m] = line[m][::-1]
        via = chest_point(line[m][0][1], line[m][-1][1])
        if via: line[m].insert(1, ('thorax', via, 'DERIVED: on the FBLS chest ellipsoid'))

# oblique slings: the sheath points move with L3 (FBLS turns its abdomen by 0.64 of lumbar flexion), the line goes on to the far side,
# as the fibres of one side continue in those of the other through the linea alba
def mirror(p): return [p[0], p[1], -p[2]]
CREST = {'IO1': [-0.009, 0.025, 0.126], 'IO2': [-0.024, 0.049, 0.128]}
RIB = {'EO1': fbls_to_pelvis('torso', [0.093, 0.174, 0.093]), 'EO2': fbls_to_pelvis('torso', [0.091, 0.141, 0.105])}
FAR = {'EO1': ('hip_bone_l', mirror(CREST['IO2'])), 'EO2': ('hip_bone_l', mirror(CREST['IO1'])), 'EO3': ('hip_bone_l', [-0.004, 0.012, -0.123]), 'EO4': ('hip_bone_l', [0.0, 0.0, -0.119]),
       'IO1': ('thorax', mirror(RIB['EO2'])), 'IO2': ('thorax', mirror(RIB['EO1'])), 'IO3': ('thorax', [0.0, 0.29, -0.075])}
for m, (b, p) in FAR.items():
    near = [q for q in line[m] if q[0] != 'Abdomen'][0]
    sheath = [q for q in line[m] if q[0] == 'Abdomen'][0]
    line[m] = [near, ('lumbar3', sheath[1], 'FBLS rectus sheath point; carried by L3'), (b, p, 'DERIVED: the line goes on to the far side (EO and far IO in series)')]
# transversus: TLFB lines; hoops of L2-L4 stay on their vertebra (they act through abdominal pressure); the lowest joins the two ilia
abd = lambda x, y, z: add([0.002, 0.144, 0.0], [x, y, z])
TLFB = 'TLFB (Burkhart/Bruno) TR on the FBLS abdomen'
line['TR1'] = [('thorax', fbls_to_pelvis('torso', [0.066, 0.108, 0.121]), 'FBLS tenth rib (as IO4)'), ('thorax', abd(0.00691, 0.058, 0.0), TLFB + '; to the midline')]
for m, b, y in (('TR2', 'lumbar2', 0.024), ('TR3', 'lumbar3', -0.005), ('TR4', 'lumbar4', -0.033)):
    tp = {'lumbar2': [-0.023, 0.015, 0.023], 'lumbar3': [-0.026, 0.022, 0.030], 'lumbar4': [-0.017, 0.026, 0.027]}[b]
    line[m] = [(b, to_pelvis(b, tp), TLFB), (b, [-0.055, to_pelvis(b, tp)[1], 0.120], 'DERIVED: the flank'), (b, abd(0.0072, y, 0.0), TLFB + '; to the midline')]
line['TR5'] = [('hip_bone_r', [-0.010, 0.020, 0.124], 'TLFB TR5 at the ASIS and inner lip of the crest (as FBLS IO1)'), ('sacrum', [0.020, 0.018, 0.0], 'DERIVED: abdominal wall before the sacrum'),
               ('hip_bone_l', [-0.010, 0.020, -0.124], 'DERIVED: from ilium to ilium')]

# ---- vias that keep the extensors' arms in flexion: on the neutral line, so that neutral lengths and arms stay --------------------------

CHAIN = ['sacrum', 'lumbar5', 'lumbar4', 'lumbar3', 'lumbar2', 'lumbar1', 'thoracic12', 'thorax']
level = {b: i for i, b in enumerate(CHAIN)}
level['hip_bone_r'] = 0
SPINE_GROUPS = ('MF_', 'IL_', 'LTpT', 'LTpL', 'QL_', 'LD_')


def flexed(angles):
    """pose of the spine bodies in the sagittal plane for flexion angles by joint: body -> function of a neutral point"""
    pose = {'sacrum': lambda p: p, 'hip_bone_r': lambda p: p}
    cur = (0.0, [0.0, 0.0])     # rotation and translation accumulated
    th, t = 0.0, [0.0, 0.0]
    for j, b in zip(order + ['T12_thorax'], CHAIN[1:]):
        c = centre[j]
        # rotate about the current image of the joint centre
        ca, sa = math.cos(th), math.sin(th)
        img = [ca*c[0] + sa*c[1] + t[0], -sa*c[0] + ca*c[1] + t[1]]
        th += angles.get(j, 0.0)
        ca, sa = math.cos(th), math.sin(th)
        t = [img[0] - (ca*c[0] + sa*c[1]), img[1] - (-sa*c[0] + ca*c[1])]
        pose[b] = (lambda ca, sa, t: lambda p: [ca*p[0] + sa*p[1] + t[0], -sa*p[0] + ca*p[1] + t[1], p[2]])(ca, sa, list(t))
    return pose


def arms(pts, angles):
    """extension arm at each disc (-dl/dflexion) by central differences"""
    def length(a):
        pose = flexed(a)
        q = [pose[b](p) for b, p, _ in pts]
        return sum(dist(q[i], q[i + 1]) for i in range(len(q) - 1))
    out = {}
    for j in order:
        hi, lo = dict(angles), dict(angles)
        hi[j] = hi.get(j, 0) + 1e-5; lo[j] = lo.get(j, 0) - 1e-5
        out[j] = (length(hi) - length(lo))/2e-5
    return out


FULL = {j: FLEX[j][0]*D for j in order}
nvia = 0
for m in sorted(line):
    if not m.startswith(SPINE_GROUPS): continue
    if level[line[m][0][0]] > level[line[m][-1][0]]: line[m] = line[m][::-1]   # from below upwards
    pts = line[m]
    neutral = arms(pts, {})
    need = [j for j in order if neutral[j] > 0.008]

    def worst(p):
        a = arms(p, FULL)
        return min((a[j]/neutral[j] for j in need), default=1.0)
    while need and worst(pts) < 0.85:
        # try each vertebra without a point, where the line crosses between two points around its level; keep the best
        best = None
        for i in range(len(pts) - 1):
            lo, hi = level[pts[i][0]], level[pts[i + 1][0]]
            for k in range(lo + 1, hi):
                b = CHAIN[k]
                if b == 'thorax': continue
                c0, c1 = centre[(order + ['T12_thorax'])[k - 1]], centre[(order + ['T12_thorax'])[k]]
                mid, ax = mul(0.5, add(c0, c1)), unit(sub(c1, c0))
                d0, d1 = dot(sub(pts[i][1], mid), ax), dot(sub(pts[i + 1][1], mid), ax)
                s = -d0/(d1 - d0) if d1 != d0 else 0.5
                s = min(0.9, max(0.1, s))
                v = (b, add(pts[i][1], mul(s, sub(pts[i + 1][1], pts[i][1]))), 'DERIVED: on the neutral line; keeps the arm in flexion')
                trial = pts[:i + 1] + [v] + pts[i + 1:]
                w = worst(trial)
                if best is None or w > best[0]: best = (w, trial)
        if best is None: break
        pts = best[1]; nvia += 1
    line[m] = pts
    w = worst(pts)
    if need and w < 0.80: print('  arm in full flexion', m, '%.2f' % w, {j: '%.1f' % (1e3*neutral[j]) for j in need})
print('vias added to extensor lines:', nvia)

# ---- muscle parameters -------------------------------------------------------------------------------------------------------------

SIGMA = 60.0                                     # N/cm2, legs (RLU2023) and trunk
rm = {r['muscle'][:-2]: r for r in table('rlu2023_muscles.csv') if r['muscle'].endswith('_r')}
rp = {r['muscle'][:-2]: r for r in table('rlu2023_passive_curves.csv') if r['muscle'].endswith('_r')}
rn = {r['muscle'][:-2]: float(r['norm_fibre_len_rigid_tendon']) for r in table('rlu2023_neutral_lengths.csv') if r['muscle'].endswith('_r')}
MATCH = {'glut_med1': 'glmed1', 'glut_med2': 'glmed2', 'glut_med3': 'glmed3', 'glut_min1': 'glmin1', 'glut_min2': 'glmin2', 'glut_min3': 'glmin3', 'semimem': 'semimem',
         'semiten': 'semiten', 'bifemlh': 'bflh', 'bifemsh': 'bfsh', 'sar': 'sart', 'add_long': 'addlong', 'add_brev': 'addbrev', 'add_mag2': 'addmagDist', 'add_mag3': 'addmagIsch',
         'tfl': 'tfl', 'grac': 'grac', 'glut_max1': 'glmax1', 'glut_max2': 'glmax2', 'glut_max3_sacral': 'glmax3', 'glut_max3_stl': 'glmax3', 'iliacus': 'iliacus', 'peri': 'piri',
         'rect_fem': 'recfem', 'vas_med': 'vasmed', 'vas_int': 'vasint', 'vas_lat': 'vaslat', 'med_gas': 'gasmed', 'lat_gas': 'gaslat', 'soleus': 'soleus', 'tib_post': 'tibpost',
         'flex_dig': 'fdl', 'flex_hal': 'fhl', 'tib_ant': 'tibant', 'per_brev': 'perbrev', 'per_long': 'perlong', 'ext_dig': 'edl', 'ext_hal': 'ehl'}
GROUP = [('glut_med', 'gluteus_medius'), ('glut_min', 'gluteus_minimus'), ('glut_max', 'gluteus_maximus'), ('semi', 'hamstrings'), ('bifem', 'hamstrings'), ('sar', 'sartorius'), ('add_', 'adductors'),
         ('tfl', 'tensor_fasciae_latae'), ('pect', 'adductors'), ('grac', 'gracilis'), ('iliacus', 'iliacus'), ('quad_fem', 'quadratus_femoris'), ('gem', 'gemelli'), ('obt', 'obturators'), ('peri', 'piriformis'),
         ('rect_fem', 'rectus_femoris'), ('vas', 'vasti'), ('med_gas', 'calf'), ('lat_gas', 'calf'), ('soleus', 'calf'), ('tib_post', 'calf'), ('flex_', 'calf'), ('tib_ant', 'shin'), ('per_', 'peronei'), ('ext_', 'shin'),
         ('rect_abd', 'rectus_abdominis'), ('Ps_', 'psoas'), ('QL_', 'quadratus_lumborum'), ('MF_', 'multifidus'), ('IL_', 'iliocostalis'), ('LT', 'longissimus'), ('EO', 'external_oblique'),
         ('IO', 'internal_oblique'), ('TR', 'transversus'), ('LD_', 'latissimus')]
# specific tension that FBLS used, by group [N/cm2]: its F_max over the Bogduk/Christophy PCSA (reference README sections 4g, 6)
FBLS_SIGMA = {'psoas': 76, 'quadratus_lumborum': 46, 'multifidus': 46, 'iliocostalis': 90, 'longissimus': 89, 'rectus_abdominis': 46, 'external_oblique': 46, 'internal_oblique': 46, 'latissimus': 46}
# neutral normalised fibre: measured sarcomere length over 2.7 um (Delp 2001; Ward 2009; Brown 2011: recalled)
SARCOMERE = {'multifidus': 0.84, 'iliocostalis': 0.88, 'longissimus': 0.86, 'quadratus_lumborum': 0.885, 'rectus_abdominis': 1.05, 'external_oblique': 1.05, 'internal_oblique': 0.97, 'transversus': 0.96, 'latissimus': 0.95}
PSOAS = sum(float(fm[m]['Fmax_N']) for m in fm if m.startswith('Ps_'))
TRUNK_PASSIVE = (0.0, 0.6)
WIDEN = {'hamstrings': 2.0, 'rectus_femoris': 1.9, 'vasti': 1.8, 'adductors': 1.3, 'gracilis': 1.3, 'gluteus_medius': 1.4, 'calf': 0.75}
muscles = []


def cylinder_length(A, B, C, r):
    """path A-B over a cylinder along z at C of radius r, in front (as seen from +z, shortest way); straight when clear of it"""
    a, b = sub(A, C), sub(B, C)
    da, db = math.hypot(a[0], a[1]), math.hypot(b[0], b[1])
    phi = math.acos((a[0]*b[0] + a[1]*b[1])/(da*db)) - math.acos(r/da) - math.acos(r/db)
    if phi <= 0: return dist(A, B)
    plane = math.sqrt(da*da - r*r) + math.sqrt(db*db - r*r) + r*phi
    return math.hypot(plane, a[2] - b[2])


def neutral_length(m):
    pts, total = line[m], 0.0
    for i in range(len(pts) - 1):
        w = [x for x in pathwraps if x[0] == m + '_r' and x[1] == i]
        if w:
            ww = [x for x in wraps if x[0] == w[0][2]][0]
            total += cylinder_length(pts[i][1], pts[i + 1][1], to_pelvis(ww[2], ww[4:7]), ww[10])
        else: total += dist(pts[i][1], pts[i + 1][1])
    return total


pressure = {}
for m in sorted(line):
    group = [g_ for k, g_ in GROUP if m.startswith(k)][0]
    L = neutral_length(m)
    half = 1.0
    if m in MATCH or group == 'psoas':
        r = rm[MATCH.get(m, 'psoas')]; p = rp[MATCH.get(m, 'psoas')]
        n = MATCH.get(m, 'psoas')
        f, lo, pen = float(r['Fmax_N']), float(r['Lopt_m']), float(r['pennation_rad'])
        sf = sl = 'RLU2023 ' + n
        z, o = float(p['passive_strain_at_zero_force']), float(p['passive_strain_at_one_norm_force'])
        target, spass = rn[n], 'RLU2023 ' + n
        if group == 'psoas':
            f *= float(fm[m]['Fmax_N'])/PSOAS
            sf, sl = 'RLU2023 psoas shared as FBLS fascicles (Bogduk 1992)', 'RLU2023 psoas; one fibre length at all levels (Bogduk 1992 recalled)'
        if m.startswith('glut_max3'): f, sf = f/2, sf + ' halved: sacral and sacrotuberous parts'
        if m == 'peri':
            f, lo = f*lo/0.0402, 0.0402
            sf, sl = 'RLU2023 piri volume over the TLEM2 fibre', 'TLEM2 4.02 cm (RLU2023 2.6 cm would be stretched by 70 % within the range of rotation)'
        sslack = 'DERIVED: neutral fibre as RLU2023 within 0.75-1.15'
    elif m == 'add_mag1':
        a, b, p = rm['addmagProx'], rm['addmagMid'], rp['addmagProx']
        f, lo, pen = float(a['Fmax_N']) + float(b['Fmax_N']), (float(a['Lopt_m']) + float(b['Lopt_m']))/2, (float(a['pennation_rad']) + float(b['pennation_rad']))/2
        lo = 0.1056; pen = float(a['pennation_rad'])
        sf, sl = 'RLU2023 addmagProx + addmagMid', 'RLU2023 addmagProx'
        z, o, spass = 0.0, 0.7, 'RLU2023 addmagProx'
        target, sslack = 0.79, 'DERIVED: neutral fibre as RLU2023 addmag within 0.75-1.15'
    elif m in ('gem_sup', 'gem_inf') or m.startswith('obt_'):
        pc, lo = {'gem_sup': (0.68, 0.0485), 'gem_inf': (0.78, 0.0564), 'obt_ext_sup': (2.27, 0.0804), 'obt_ext_inf': (2.27, 0.0804), 'obt_int_1': (4.0/3, 0.0877), 'obt_int_2': (4.0/3, 0.0877), 'obt_int_3': (4.0/3, 0.0877)}[m]
        f, pen = SIGMA*pc, 0.0
        sf = 'Parvaresh 2019 PCSA x 60 N/cm2' + (' (share of gemelli + internus DERIVED from the sum 10.00 cm2)' if m[:5] in ('gem_i', 'obt_i') else '')
        sl, z, o, spass = 'Parvaresh 2019', 0.0, 0.6, 'generic (Thelen 2003)'
        target, sslack = 1.0, 'DERIVED: neutral fibre 1'
    elif group == 'transversus':
        pc, lo = {'TR1': (1.6, 0.073), 'TR2': (0.63, 0.148), 'TR3': (0.63, 0.148), 'TR4': (0.63, 0.148), 'TR5': (1.9, 0.073)}[m]
        if m == 'TR5': pc, lo = pc/2, 2*lo
        f, pen = SIGMA*pc, 0.0
        sf, sl = 'TLFB Fmax / 100 N/cm2 x 60' + (' halved: both sides share one line' if m == 'TR5' else ''), 'TLFB'
        z, o = TRUNK_PASSIVE; spass = 'generic (Thelen 2003)'
        target, sslack = SARCOMERE[group], 'DERIVED: neutral fibre from sarcomere length'
    elif group in FBLS_SIGMA:
        r = fm[m]
        f, lo, pen = float(r['Fmax_N'])/FBLS_SIGMA[group]*SIGMA, float(r['Lopt_m']), float(r['pennation_rad'])
        sf, sl = 'PCSA = FBLS Fmax / %d N/cm2; x 60' % FBLS_SIGMA[group], 'FBLS'
        if m == 'rect_abd': f, sf = SIGMA*5.67, 'Stokes and Gardner-Morse 1999 PCSA 5.67 cm2 (recalled; FBLS 163 N is too weak) x 60'
        if m in FAR:   # one sling holds the fibres of both sides in series
            f, sf = f/2, sf + ' halved: the sling is counted from both sides'
            lo, sl = 2*lo, sl + ' x 2: fibres of both sides in series'
        if m == 'QL_post_I_2-L2': lo, sl = 0.05023, 'FBLS value of I_2-L3 (the two rows are exchanged there)'
        if m == 'QL_post_I_2-L3': lo, sl = 0.0373, 'DERIVED: ratio to length of I_1-L3 and I_3-L3'
        if m in ('IL_L1', 'IL_L2', 'IL_L3', 'IL_L4'): lo, sl = 0.6*L, 'DERIVED: 0.6 of the length (FBLS 0.3 comes from the thoracic part; these are fleshy)'
        z, o = TRUNK_PASSIVE; spass = 'generic (Thelen 2003)'
        target, sslack = SARCOMERE[group], 'DERIVED: neutral fibre from sarcomere length'
    else:   # pectineus, quadratus femoris, peroneus tertius: only in FBLS
        r = fm[m]
        f, lo, pen = float(r['Fmax_N']), float(r['Lopt_m']), float(r['pennation_rad'])
        sf = sl = 'FBLS (Delp 1990; about 61 N/cm2)'
        z, o, spass, target, sslack = 0.1, 1.2, 'DERIVED: generic window widened (short fibres; hip flexion would load them first)', 1.0, 'DERIVED: neutral fibre 1'
    # passive curve: the window of strain is widened by one factor a group to meet torque-angle data (docs/body.md): RLU2023 fitted it with a
    # compliant tendon, here the tendon is rigid
    wide = WIDEN.get(m, WIDEN.get(group, 1.0))
    if wide != 1.0:
        o = z + wide*(o - z)
        spass += '; window x %.2f DERIVED to meet Riener and Edrich 1999' % wide
    lam = min(1.14, max(0.76, target))
    w = lo*math.sin(pen)

    def slack(x): return L - math.sqrt((x*lo)**2 - w*w)
    while slack(lam) < 0.03*L and lam > 0.76: lam -= 0.01
    if slack(lam) < 0.02*L:                    # no room for a tendon: the fibre is the line
        lo_new = 0.98*L/math.sqrt(lam**2 - math.sin(pen)**2)
        sl += '; shortened to fit the line'; lo = lo_new; w = lo*math.sin(pen)
    muscles.append([m + '_r', 'r', group, f, lo, slack(lam), pen, 10.0, f/SIGMA, SIGMA, z, o, 0.005, 1.0, 0.0, lam, L, sf, sl, sslack, spass,
                    'found' if sf.startswith(('RLU', 'FBLS')) else 'derived'])

# abdominal pressure at full activation: hoop force of the wall, scaled to 26.6 kPa (Essendrup) when all are full
HOOP = {'transversus': 1.0, 'internal_oblique': 0.5, 'external_oblique': 0.5}
total = 2*sum(r[3]*HOOP.get(r[2], 0)*(2 if r[0][:-2] in FAR or r[0] == 'TR5_r' else 1) for r in muscles)
for r in muscles: r[14] = 26600*r[3]*HOOP.get(r[2], 0)*(2 if r[0][:-2] in FAR or r[0] == 'TR5_r' else 1)/total
write('muscles.csv', 'name side group f_max l_opt l_slack pennation v_max pcsa_cm2 specific_tension strain_zero strain_one tone weight pressure neutral_fibre neutral_length '
      'source_f_max source_l_opt source_l_slack source_passive status', muscles)

# ---- ligaments ---------------------------------------------------------------------------------------------------------------------

ligaments, ligline = [], {}
E = 251.3
AREA = {'ASL': 19.38, 'ISL': 66.24, 'SPSL': 39.7, 'LPSL': 39.7, 'STL': 79.74, 'SSL': 32.22, 'ILL_posterior': 10.13, 'ILL_anterior': 10.13}
TOE, PRELOAD = 0.03, {'STL': 118.0}


def ligament_slack(L, k, F, toe):
    """slack length at which force F acts at length L: k L0 toe ramp(e/toe), ramp(u) = u^3 (1 - u/2), then u - 1/2"""
    if F == 0: return L
    lo, hi = 0.5*L, L
    for _ in range(200):
        L0 = (lo + hi)/2; e = (L - L0)/L0
        u = e/toe
        force = k*L0*toe*(u**3*(1 - u/2) if u < 1 else u - 0.5)
        lo, hi = (L0, hi) if force > F else (lo, L0)
    return (lo + hi)/2


for r in table('proposed_sij_iliolumbar_ligament_points.csv'):
    n = r['ligament']
    a, b = [float(r['a' + c]) for c in 'xyz'], [float(r['b' + c]) for c in 'xyz']
    ba = {'lumbar5': 'lumbar5', 'sacrum': 'sacrum'}[r['bodyA']]
    src = 'DERIVED (proposed points from the FBLS meshes; not published)'
    ligline[n] = [(ba, a, src), ('hip_bone_r', b, src)]
    share = 1.0 if n.startswith('ILL') else 0.5                       # of EA/L, the other half of the joint's stiffness being the bushing's
    L = dist(a, b); k = share*E*AREA[n]/L     # [N/m]: E [N/mm2] A [mm2] / L [m]
    F = PRELOAD.get(n, 0.0)
    ligaments.append([n + '_r', 'r', 'iliolumbar' if n.startswith('ILL') else 'sacroiliac', k, TOE, ligament_slack(L, k, F, TOE), L, F,
                      'E 251.3 MPa x area %.1f mm2 (BMC MSD 2013 14:217) over the neutral length%s' % (AREA[n], '' if share == 1 else ' x 0.5 DERIVED: calibrated with the bushing to Miller 1987')
                      + ('; preload 118 N (JMBBM 2022 105368)' if F else ''), 'derived'])

# hip capsule: TLEM2 lines in this frame (pelvis turned by -13.6 deg about the hip centre; femur stretched by 1.1306 along its axis)
ca, sa = math.cos(13.6*D), math.sin(13.6*D)
cap = {}
for r in table('tlem2_ligament_points.csv'):
    if r['joint'] != 'HIP JOINT' or r['ligament'].startswith('Ligament'): continue
    p = [float(r[c]) for c in 'xyz']
    P = add(HJC, [ca*p[0] + sa*p[1], -sa*p[0] + ca*p[1], 0.99*p[2]] if r['segment'] == 'Pelvis' else [p[0], 1.1306*(p[1] - 0.3590877), p[2]])
    cap.setdefault(r['element'], []).append(('hip_bone_r' if r['segment'] == 'Pelvis' else 'femur_r', P, 'TLEM 2.0 (Carbone 2015) mapped to this frame'))
kcap = {r['element']: r for r in table('hip_capsule_ligaments_tlem2_pieroh2016.csv')}
SHORT = {'Ischiofemoral': 'capsule_ischiofemoral', 'Iliofemoral Medial': 'capsule_iliofemoral_medial', 'Iliofemoral Lateral': 'capsule_iliofemoral_lateral', 'Pubofemoral': 'capsule_pubofemoral'}
for e, pts in cap.items():
    base = e[:-2]; n = '%s_%s' % (SHORT[base], e[-1])
    L = dist(pts[0][1], pts[1][1])
    k = 1e3*float(kcap[e]['k_element_N_per_mm=EA/nL'])*float(kcap[e]['neutral_length_m'])/L
    ligline[n] = pts

    def at_flexion(q):
        v = sub([x for x in pts if x[0] == 'femur_r'][0][1], HJC)
        return dist(add(HJC, [math.cos(q)*v[0] - math.sin(q)*v[1], math.sin(q)*v[0] + math.cos(q)*v[1], v[2]]), [x for x in pts if x[0] == 'hip_bone_r'][0][1])
    longest = max(at_flexion(q*D) for q in range(0, 91, 10))
    ligaments.append([n + '_r', 'r', 'hip_capsule', k, TOE, max(1.02*L, longest), L, 0.0,
                      'EA/nL Pieroh 2016; slack DERIVED: 1.02 of the neutral length and no pull between 0 and 90 deg of flexion (van Arkel 2015: slack in mid-flexion)', 'derived'])
write('ligaments.csv', 'name side group stiffness toe_strain l_slack neutral_length preload source status', ligaments)

# ---- path points, wraps --------------------------------------------------------------------------------------------------------------

out = []
for m in sorted(line):
    for i, (b, p, src) in enumerate(line[m]): out.append([m + '_r', i, b] + to_body(b.replace('_l', '_r') if b == 'hip_bone_l' else b, p) + ['fixed', src, 'derived' if 'DERIVED' in src else 'found'])
for n in ligline:
    for i, (b, p, src) in enumerate(ligline[n]): out.append([n + '_r', i, b] + to_body(b, p) + ['fixed', src, 'derived'])
out.append(['abdominal_pressure', 0, 'sacrum', -0.042, -0.045, 0.0, 'fixed', 'DERIVED: pelvic floor; 38 mm before the lumbar joints (McGill and Norman 1987 recalled)', 'derived'])
out.append(['abdominal_pressure', 1, 'thorax'] + to_body('thorax', [-0.042, 0.26, 0.0]) + ['fixed', 'DERIVED: diaphragm', 'derived'])
write('path_points.csv', 'element order body x y z kind source status', out)
write('wraps.csv', 'name side body kind x y z rx ry rz size_x size_y size_z source status',
      [w if w[2] != 'hip_bone_r' else w[:4] + to_body('hip_bone_r', w[4:7]) + w[7:] for w in wraps])
write('path_wraps.csv', 'element after wrap source status', [[e, a, w, 'as the wrap', 'derived'] for e, a, w in pathwraps])

# ---- bushings ------------------------------------------------------------------------------------------------------------------------

bush, axes = [], []


def bushing(name, a, b, at, angles, closure, source, status):
    side = 'r' if name.endswith('_r') else 'mid'
    group = 'disc' if name.endswith('_disc') else 'sacroiliac' if name.startswith('sij') else 'symphysis' if name == 'symphysis_r' else 'thorax'
    bush.append([name, side, group, a, b] + to_body(a, at) + list(angles) + to_body(b if b != 'hip_bone_l' else 'hip_bone_r', at) + list(angles) + [closure, source, status])


def axis(name, ax, k, b, w, c, source, status): axes.append([name, ax, k, b, w, c, 0.0, source, status])


PER = 180/math.pi
for j in order:
    mid = sum(tilt[j])/2
    # frame: x along the disc's normal (compression), y backward, z right: rotation z by 90 deg less the tilt
    bushing(j + '_disc', lower_body[j], upper_body[j], centre[j], [0.0, 0.0, math.pi/2 - mid*D], 0.0, 'at the joint; x = normal of the disc; y = backward; z = right. Whole segment: no lumbar ligaments beside it', 'derived')
    flex, ext = 1.8*PER, 2.6*PER
    axis(j + '_disc', 'rx', 8.4*PER, 0.0, 0.01, 0.0, 'axial rotation 8.4 Nm/deg intact segment (Schmidt 1998 via CODE; PMC4844119)', 'found')
    axis(j + '_disc', 'ry', 2.3*PER, 0.0, 0.01, 500.0, 'lateral bending 2.3 Nm/deg (Schmidt 1998 via CODE); cubic DERIVED to stiffen past 6 deg', 'found')
    axis(j + '_disc', 'rz', (flex + ext)/2, (ext - flex)/2, 0.0175, 1088.0, 'flexion 1.8 (-) / extension 2.6 (+) Nm/deg (Schmidt 1998 via CODE); cubic DERIVED: 10 Nm at 12 deg', 'found')
    axis(j + '_disc', 'tx', 1.4e6, 0.0, 0.0005, 0.0, 'axial 1.4 kN/mm intact (PMC4844119)', 'found')
    axis(j + '_disc', 'ty', 1.0e5, 0.0, 0.0005, 0.0, 'shear about 100 N/mm (J Biomech 1986 19:79: 53-140)', 'found')
    axis(j + '_disc', 'tz', 1.0e5, 0.0, 0.0005, 0.0, 'shear about 100 N/mm (J Biomech 1986 19:79: 53-140)', 'found')
mid = sum(tilt['T12_L1'])/2
bushing('T12_thorax_stiff', 'thoracic12', 'thorax', centre['T12_thorax'], [0.0, 0.0, math.pi/2 - mid*D], 0.0, 'at the joint; axes as the discs', 'derived')
for ax, nm, f in (('rx', 2.6, 1.31), ('ry', 3.0, 1.35), ('rz', 2.7, 1.40)):
    axis('T12_thorax_stiff', ax, nm*f*PER, 0.0, 0.01, 500.0, 'thoracic segment %.1f Nm/deg (Panjabi 1976) x %.2f for the rib cage (Watkins 2005): recalled' % (nm, f), 'recalled')
for ax in ('tx', 'ty', 'tz'): axis('T12_thorax_stiff', ax, 0.0, 0.0, 0.001, 0.0, 'no translation in this joint', 'derived')

# the sacroiliac bushing in Miller's test axes. Calibrated with the ligaments (half of EA/L) in the rig: one hip bone fixed, no other joint, no
# symphysis: 294 N medial and anterior on the sacrum's centre, 42 Nm of lateral bending and torsion, and nutation 1.38 deg at 600 N on S1
CAL = 'calibrated with the ligaments in the rig to '
bushing('sij_bushing_r', 'sacrum', 'hip_bone_r', SIJ, [0.0, -math.pi/2, 0.0], 1600.0, 'at the joint; x = outward; y = up; z = backward (the axes of Miller 1987); closure DERIVED: 500 N of compression doubles (van Wingerden 2004 recalled)', 'derived')
for ax, k, b, w, c, src in (('rx', 262.0, 0.0, 0.005, 0.0, CAL + 'nutation 1.38 deg at 600 N (Bruna-Rosso 2016)'), ('ry', 346.0, 0.0, 0.005, 0.0, CAL + 'axial torsion 6.21 deg at 42 Nm (Miller 1987)'),
                            ('rz', 1637.0, 0.0, 0.005, 0.0, CAL + 'lateral bending 1.40 deg at 42 Nm (Miller 1987)'), ('tx', 478700.0, -321300.0, 2e-4, 0.0, CAL + 'medial 0.76 mm at 294 N (Miller 1987); together 800 N/mm assumed'),
                            ('ty', 3.0e5, 0.0, 2e-4, 0.0, 'assumed: 0.9 mm with nutation at 600 N'), ('tz', 155400.0, 0.0, 2e-4, 0.0, CAL + 'anterior 2.74 mm at 294 N (Miller 1987)')):
    axis('sij_bushing_r', ax, k, b, w, c, src, 'derived')
PUBIS = [-0.0251, -0.0790, 0.0]
# the symphysis is two half springs, one seen from each bone, so that the whole is the same seen from either
bushing('symphysis_r', 'hip_bone_l', 'hip_bone_r', PUBIS, [0.0, math.pi/2*-1, 0.0], 0.0, 'symphysis (Gait2392 mesh); half of it: its mirror is the other half; x = from left to right; y = up; z = backward', 'derived')
for ax, k, b, src in (('rx', 300.0, 0.0, 'start value'), ('ry', 300.0, 0.0, 'start value'), ('rz', 300.0, 0.0, 'start value'),
                      ('tx', 7.5e5, -2.5e5, 'apart 500 (superior pubic ligament; Zheng 1997 tabulated); together 1000 N/mm: start value'),
                      ('ty', 2.0e5, 0.0, 'vertical: sized for 1-2.6 mm in one-leg stance (Walheim via Meissner 1996): start value'), ('tz', 2.0e5, 0.0, 'sagittal: start value')):
    axis('symphysis_r', ax, k/2, b/2, 5e-4, 0.0, src + ' (half here)', 'derived')
write('bushings.csv', 'name side group body_a body_b a_x a_y a_z a_rx a_ry a_rz b_x b_y b_z b_rx b_ry b_rz closure source status', bush)
write('bushing_axes.csv', 'bushing axis k b w c rest source status', axes)

# ---- limits, pads, markers, constants --------------------------------------------------------------------------------------------------

AND = 'Anderson 1999 via Falisse PassiveMomentsData'
write('limits.csv', 'coordinate side k1 k2 theta2 k3 k4 theta1 source status',
      [['hip_flexion_r', 'r', -2.44, 5.05, 1.81, 1.51, -21.88, -0.6981, AND, 'found'], ['hip_adduction_r', 'r', -0.03, 14.94, 0.5, 0.03, -14.94, -0.5, AND, 'found'],
       ['hip_rotation_r', 'r', -0.03, 14.94, 0.92, 0.03, -14.94, -0.92, AND, 'found'], ['knee_angle_r', 'r', -9.207, 8.594, 0.0, 11.03, -11.33, -2.4, 'extension: Riener and Edrich 1999 exp(2.220 - 0.150 K) (exponent recalled); flexion: ' + AND, 'recalled'],
       ['ankle_angle_r', 'r', -2.03, 38.11, 0.52, 0.18, -12.12, -0.74, AND, 'found'], ['subtalar_angle_r', 'r', -60.21, 16.32, 0.65, 60.21, -16.32, -0.65, AND, 'found'],
       ['mtp_angle_r', 'r', -0.9, 14.87, 1.134, 0.18, -70.08, 0.0, AND, 'found']])

SOLE = FLOOR
pads = []


def pad(name, b, p, plane, k, depth, mu, source, status, local=False):
    pads.append([name, 'r' if name.endswith('_r') else 'mid', b] + (list(p) if local else to_body(b, p)) + [plane, k, depth, mu, source, status])


HEEL = 'stiffness recalled: heel pad in vivo 100-200 N/mm under body weight (Aerts 1995; Gefen 2001)'
sole = to_body('calcn_r', [0, SOLE, 0])[1]
soleT = to_body('toes_r', [0, SOLE, 0])[1]
pad('heel_medial_r', 'calcn_r', [0.012, sole, -0.016], 'floor', 75e3, 0.002, 0.6, 'place DERIVED (28 mm below the calcaneus frame); ' + HEEL + ' shared by two', 'recalled', True)
pad('heel_lateral_r', 'calcn_r', [0.012, sole, 0.014], 'floor', 75e3, 0.002, 0.6, 'place DERIVED (28 mm below the calcaneus frame); ' + HEEL + ' shared by two', 'recalled', True)
pad('forefoot_medial_r', 'calcn_r', [0.170, sole, -0.027], 'floor', 100e3, 0.002, 0.6, 'first metatarsal head (FBLS flexor hallucis path); stiffness recalled (forefoot pad about 100 N/mm)', 'recalled', True)
pad('forefoot_lateral_r', 'calcn_r', [0.138, sole, 0.050], 'floor', 100e3, 0.002, 0.6, 'fifth metatarsal head (FBLS marker); stiffness recalled', 'recalled', True)
pad('toes_r', 'toes_r', [0.045, soleT, -0.010], 'floor', 30e3, 0.002, 0.6, 'hallux and toes (FBLS flexor paths); stiffness recalled', 'recalled', True)
SOFT = 'place DERIVED from landmarks; stiffness recalled (supine tissue on a firm couch)'
pad('back_sacrum', 'sacrum', [-0.186, 0.000, 0.0], 'couch', 20e3, 0.010, 0.4, SOFT, 'recalled')
pad('buttock_r', 'hip_bone_r', [-0.183, -0.060, 0.080], 'couch', 15e3, 0.015, 0.4, SOFT, 'recalled')
pad('back_thorax_r', 'thorax', [-0.115, 0.330, 0.075], 'couch', 20e3, 0.010, 0.4, SOFT, 'recalled', True)
pad('back_head', 'thorax', [-0.095, 0.590, 0.0], 'couch', 20e3, 0.010, 0.4, SOFT, 'recalled', True)
pad('back_thigh_r', 'femur_r', [-0.075, -0.200, 0.0], 'couch', 8e3, 0.015, 0.4, SOFT, 'recalled', True)
pad('back_calf_r', 'tibia_r', [-0.060, -0.130, 0.0], 'couch', 8e3, 0.015, 0.4, SOFT, 'recalled', True)
pad('back_heel_r', 'calcn_r', [-0.028, 0.010, 0.0], 'couch', 40e3, 0.003, 0.4, SOFT, 'recalled', True)
pad('seat_ischium_r', 'hip_bone_r', [-0.092, -0.136, 0.040], 'seat', 50e3, 0.010, 0.5, 'ischial tuberosity (mesh) and 15 mm of tissue; stiffness recalled', 'recalled')
pad('seat_thigh_r', 'femur_r', [-0.060, -0.220, 0.0], 'seat', 10e3, 0.015, 0.5, SOFT, 'recalled', True)
write('pads.csv', 'name side body x y z plane stiffness depth friction source status', pads)

markers = []


def marker(name, b, p, source, status='found', tilt_deg=None, local=False):
    a = [0.0, 0.0, -tilt_deg*D] if tilt_deg is not None else [0.0]*3
    markers.append([name, 'r' if name.endswith('_r') else 'mid', b] + (list(p) if local else to_body(b, p)) + a + [source, status])


MESH = 'Gait2392 mesh landmark'
marker('ASIS_r', 'hip_bone_r', [0.0, 0.0, 0.11872], MESH)
marker('PSIS_r', 'hip_bone_r', [-0.14276, 0.03785, 0.05599], MESH)
marker('pubis_r', 'hip_bone_r', [-0.02506, -0.07903, 0.00222], MESH)
marker('iliac_crest_r', 'hip_bone_r', [-0.08681, 0.09383, 0.07634], MESH)
marker('iliac_tubercle_r', 'hip_bone_r', [-0.01811, 0.01949, 0.13293], MESH)
marker('ischial_tuberosity_r', 'hip_bone_r', [-0.09213, -0.12087, 0.03568], MESH)
marker('hip_centre_r', 'hip_bone_r', HJC, 'FBLS')
marker('femoral_head_r', 'femur_r', [0.0, 0.0, 0.0], 'FBLS', local=True)
marker('greater_trochanter_r', 'femur_r', [-0.0185, -0.0240, 0.0850], 'FBLS marker RGTR less skin', 'derived', local=True)
marker('lateral_epicondyle_r', 'femur_r', [0.0, -0.4045, 0.0420], 'FBLS knee marker less skin', 'derived', local=True)
marker('medial_epicondyle_r', 'femur_r', [0.0, -0.4045, -0.0420], 'FBLS knee marker less skin', 'derived', local=True)
marker('knee_centre_r', 'tibia_r', [0.0, 0.0, 0.0], 'FBLS', local=True)
marker('tibial_tuberosity_r', 'tibia_r', [0.0282, -0.0579, 0.0057], 'FBLS', local=True)
marker('lateral_malleolus_r', 'tibia_r', [-0.005, -0.4100, 0.0460], 'FBLS marker RANK less skin', 'derived', local=True)
marker('medial_malleolus_r', 'tibia_r', [0.006, -0.3990, -0.0310], 'FBLS marker RMMA less skin', 'derived', local=True)
marker('ankle_centre_r', 'talus_r', [0.0, 0.0, 0.0], 'FBLS', local=True)
marker('heel_r', 'calcn_r', [-0.0227, 0.0100, 0.0], 'FBLS marker RHEE', 'found', local=True)
marker('heel_sole_r', 'calcn_r', [0.012, sole, -0.001], 'as the heel pads', 'derived', local=True)
marker('toe_tip_r', 'toes_r', [0.0750, -0.0150, -0.0120], 'DERIVED: beyond FBLS toe paths', 'derived', local=True)
half_depth = {'S1': 0.0165, 'L5': 0.0170, 'L4': 0.0170, 'L3': 0.0165, 'L2': 0.0160, 'L1': 0.0155, 'T12': 0.0150}
for j in order:
    n = forward(sum(tilt[j])/2)
    for body_, p, t, what in ((lower_body[j], sub(centre[j], mul(HALF_DISC, n)), tilt[j][0], 'upper'), (upper_body[j], add(centre[j], mul(HALF_DISC, n)), tilt[j][1], 'lower')):
        label = names[body_]
        base = 'S1_plate' if label == 'S1' else '%s_%s' % (label, what)
        src = 'DERIVED: end plate half a disc from the disc centre; y normal; x forward in the plate'
        marker(base, body_, p, src, 'derived', t)
        e = [math.cos(t*D), -math.sin(t*D), 0.0]
        marker(base + '_front', body_, add(p, mul(half_depth[label], e)), src + '; depth recalled (Panjabi 1992)', 'derived', t)
        marker(base + '_back', body_, sub(p, mul(half_depth[label], e)), src + '; depth recalled (Panjabi 1992)', 'derived', t)
t = tilt['L1_L2'][0] - 1.2 - 4.0 - 4.0 + 4.0   # T12: lower plate less its wedge
T12_UP = tilt['T12_L1'][1] + 4.0
p = sub(centre['T12_thorax'], mul(0.004, forward(T12_UP)))
marker('T12_upper', 'thoracic12', p, 'DERIVED: below the T11-T12 disc', 'derived', T12_UP)
marker('C7', 'thorax', [-0.076, 0.42, 0.0], 'FBLS marker', local=True)
marker('sternum', 'thorax', [0.04, 0.38, 0.0], 'FBLS marker CLAV (jugular notch)', local=True)
marker('acromion_r', 'thorax', [0.0104, 0.4150, 0.1700], 'FBLS shoulder marker moved over the joint', 'derived', local=True)
marker('head_top', 'thorax', [0.0, 0.695, 0.0], 'DERIVED: de Leva head length above the FBLS head markers', 'derived', local=True)
marker('head_front', 'thorax', [0.095, 0.600, 0.0], 'DERIVED: brow', 'derived', local=True)
marker('fingertip_r', 'thorax', add(wrist, [0.0, -0.170, 0.0]), 'FBLS arm hanging; hand length recalled', 'derived', local=True)
marker('wrist_r', 'thorax', wrist, 'FBLS arm hanging', 'found', local=True)
write('markers.csv', 'name side body x y z rx ry rz source status', markers)

stature = T0[1] + 0.695 - FLOOR
write('constants.csv', 'name value unit source status', [
    ['mass', MASS, 'kg', 'FBLS total', 'found'], ['stature', stature, 'm', 'DERIVED: head_top over the floor', 'derived'],
    ['pelvic_incidence', PI_DEG, 'deg', 'Sci Rep 2022 s41598-022-21840-x n 324 SD 11.4', 'found'], ['sacral_slope', slope, 'deg', 'DERIVED: incidence less tilt of the geometry', 'derived'],
    ['lordosis_L1_S1', sum(SEGMENT.values()), 'deg', 'sum of segmental lordosis Sci Rep 2022', 'found'],
    ['specific_tension', SIGMA, 'N/cm2', 'RLU2023 legs; the same for the trunk (range to vary 46-100)', 'found'],
    ['pressure_area', 0.0243, 'm2', 'McGill and Norman 1987 recalled', 'recalled'], ['pressure_cap', 26600.0, 'Pa', 'Essendrup via AMMR comment', 'found'],
    ['stature_female', 1.63, 'm', 'recalled: European women (NCD-RisC 2016)', 'recalled'], ['mass_female', 66.0, 'kg', 'recalled: body mass index 25 at 1.63 m', 'recalled'],
    ['strength_female', 0.74, '1', 'recalled: muscle mass of women over men 0.64 (Janssen 2000) over (mass ratio 0.81)^(2/3)', 'recalled'],
    ['strength_age_from', 45.0, 'years', 'recalled: decline begins in the fifth decade (Lindle 1997)', 'recalled'],
    ['strength_loss_per_year', 0.009, '1/year', 'recalled: 8-10 % a decade (Lindle 1997)', 'recalled'],
    ['lordosis_T12_S1', slope - tilt['T12_L1'][1], 'deg', 'DERIVED: S1 plate to lower plate of T12 of the default body (Asian Spine J 2019: 49.8 SD 11.2)', 'derived'],
    ['slope_per_incidence', 0.63, 'deg/deg', 'recalled: sacral slope rises by 0.63 per degree of incidence (Boulay 2006; Vialle 2005); the rest is pelvic tilt', 'recalled'],
    ['lordosis_share_L5_S1', 2.4/14.5, '1', 'DERIVED: change of segmental lordosis from incidence < 45 to > 55 (Sci Rep 2022)', 'derived'],
    ['lordosis_share_L4_L5', 3.9/14.5, '1', 'DERIVED as L5_S1', 'derived'], ['lordosis_share_L3_L4', 3.0/14.5, '1', 'DERIVED as L5_S1', 'derived'],
    ['lordosis_share_L2_L3', 3.6/14.5, '1', 'DERIVED as L5_S1', 'derived'], ['lordosis_share_L1_L2', 1.6/14.5, '1', 'DERIVED as L5_S1 (incidence 45-55 to > 55)', 'derived'],
    ['floor_y', FLOOR, 'm', 'DERIVED: sole in the pelvis frame at neutral', 'derived']])
tot = sum(r[2]*(2 if r[1] == 'r' else 1) for r in bodies)
print('mass %.6f  muscles %d a side  ligaments %d a side  points %d  stature %.3f' % (tot, len(muscles), len(ligaments), len(out), stature))
