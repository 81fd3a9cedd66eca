#!/usr/bin/env python3
# spine_tables.py - the lumbar segments of data/body: discs, facet joints, ligaments and the thoracolumbar fascia, and their calibration.
# A one-off like body_tables.py, kept so that every number can be traced: neither building nor running needs it. Python 3, nothing else.
#   tools/spine_tables.py [REFERENCE_DIR] [BODY_DIR]      (defaults: ../shared/reference/body and data/body)
# Each segment is placed in the frame of its disc (forward, up along the normal, right). Geometry: the fibres of Remus 2021 (one man), scaled to our
# disc's depth. A slow rig (one vertebra fixed, the other free under a pure moment) then sets what no measurement of the part gives, so that the
# whole meets Schmidt 1998: capsules in flexion, the disc in extension and bending, the facets' couple in torsion. tests/test_body_spine.c repeats it.
import csv, math, os, sys

REF = sys.argv[1] if len(sys.argv) > 1 else '../shared/reference/body'
BODY = sys.argv[2] if len(sys.argv) > 2 else 'data/body'
D = math.pi/180
LEVELS = ['L5_S1', 'L4_L5', 'L3_L4', 'L2_L3', 'L1_L2', 'T12_L1']
REMUS = dict(zip(LEVELS, ('L51', 'L45', 'L34', 'L23', 'L12', 'L12')))       # T12-L1: that of L1-L2
PLATES = dict(zip(LEVELS, (('S1_plate', 'L5_lower'), ('L5_upper', 'L4_lower'), ('L4_upper', 'L3_lower'), ('L3_upper', 'L2_lower'), ('L2_upper', 'L1_lower'), ('L1_upper', 'T12_lower'))))
BELOW = dict(zip(LEVELS, ('sacrum', 'lumbar5', 'lumbar4', 'lumbar3', 'lumbar2', 'lumbar1')))
ABOVE = dict(zip(LEVELS, ('lumbar5', 'lumbar4', 'lumbar3', 'lumbar2', 'lumbar1', 'thoracic12')))


def table(path):
    with open(path, newline='') as f: return list(csv.DictReader(f))


def add(a, b): return [x + y for x, y in zip(a, b)]
def sub(a, b): return [x - y for x, y in zip(a, b)]
def mul(s, a): return [s*x for x in a]
def dot(a, b): return sum(x*y for x, y in zip(a, b))
def norm(a): return math.sqrt(dot(a, a))
def unit(a): return mul(1/norm(a), a)
def cross(a, b): return [a[1]*b[2] - a[2]*b[1], a[2]*b[0] - a[0]*b[2], a[0]*b[1] - a[1]*b[0]]
def dist(a, b): return norm(sub(a, b))
def mean(p): return [sum(q[i] for q in p)/len(p) for i in range(3)]
def matvec(A, v): return [dot(r, v) for r in A]
def times(A, B): return [[sum(A[i][k]*B[k][j] for k in range(3)) for j in range(3)] for i in range(3)]
def about_z(t): return [[math.cos(t), -math.sin(t), 0], [math.sin(t), math.cos(t), 0], [0, 0, 1]]
def xyz_angles(x, y, z): return [math.atan2(-z[1], z[2]), math.asin(max(-1, min(1, z[0]))), math.atan2(-y[0], x[0])]


# ---- geometry --------------------------------------------------------------------------------------------------------------------

fibres = table(os.path.join(REF, 'lumbar_ligament_fibres_remus2021.csv'))
markers = {r['name']: [float(r[k]) for k in 'xyz'] for r in table(os.path.join(BODY, 'markers.csv'))}
joints = {r['name']: r for r in table(os.path.join(BODY, 'joints.csv'))}
NAMES = (('ALL', 'anterior_longitudinal'), ('PLL', 'posterior_longitudinal'), ('LF', 'flavum'), ('ISL', 'interspinous'), ('SSL', 'supraspinous'),
         ('ITL_R', 'intertransverse'), ('CL_R', 'facet_capsule'))


def first(r): return [float(r[k]) for k in ('ax', 'ay', 'az')]      # on the upper vertebra
def last(r): return [float(r[k]) for k in ('bx', 'by', 'bz')]
def depth(level): return sum(dist(markers[p + '_front'], markers[p + '_back']) for p in PLATES[level])/2


def least(points):
    """normal of the plane through a ring of points: the smallest axis of their scatter"""
    c = mean(points)
    M = [[sum((p[i] - c[i])*(p[j] - c[j]) for p in points) for j in range(3)] for i in range(3)]
    t, v = M[0][0] + M[1][1] + M[2][2], [0.3, 0.8, 0.2]
    for _ in range(5000): v = unit([t*v[i] - dot(M[i], v) for i in range(3)])
    return v if v[2] < 0 else mul(-1, v)


cache = {}


def segment(level):
    if not cache: level_tilt()
    return cache[level]


def measure(level):
    """ends of each ligament (upper, lower), facet's centre and normal, right side, in the disc's frame [m]"""
    code, rows = REMUS[level], {}
    for r in fibres:
        if r['level'] == code: rows.setdefault(r['ligament'][len(code) + 1:], []).append(r)
    middle = lambda rs: mean([mul(0.5, add(first(r), last(r))) for r in rs])
    front, back = middle([rows['ALL'][4]]), middle(rows['PLL'])
    centre = mul(0.5, add(front, back)); centre[1] = 0.0
    x = unit([front[0] - back[0], 0.0, front[2] - back[2]]); n = [-x[2], 0.0, x[0]]
    scale = depth(level)/dist(front, back)
    place = lambda p: [scale*dot(sub(p, centre), x), scale*dot(sub(p, centre), n), -scale*(p[1] - centre[1])]
    out = {}
    for code, name in NAMES:
        rs = [rows[code][4]] if code == 'ALL' else rows[code]
        ends = [mean([place(end(r)) for r in rs]) for end in (first, last)]
        if not code.endswith('_R'):
            for e in ends: e[2] = 0.0
        out[name] = ends
    # the facet's centre from the ring of its capsule; the ring's plane is rough (tilted 9 to 23 degrees, 16 to 36 from the sagittal plane): level_tilt has measured ones
    rings = [[place(end(r)) for r in rows['CL_R']] for end in (first, last)]
    out['facet'] = (mean([mean(r) for r in rings]), unit(mean([least(r) for r in rings])))
    return out


# how the facets stand: turned from the sagittal plane by 22.6 deg at T12-L1 to 49.1 at L5-S1 (599 lumbar spines, Spine 2016 41:E1138; evenly in between: Masharawi 2004
# has 26 to 34 for T12 to L2 and 40 to 56 for L3 to L5), and 82 deg steep on the disc (Panjabi 1993: 41 to 86 from C3 to L5; the lumbar ones are the steepest: recalled)
ACROSS, STEEP = dict(zip(LEVELS, (49.1, 43.8, 38.5, 33.2, 27.9, 22.6))), 82.0


def level_tilt():
    tilt = (90 - STEEP)*D
    for l in LEVELS:
        cache[l] = measure(l)
        c, n = cache[l]['facet']
        own, across = math.atan2(-n[0], -n[2])/D, ACROSS[l]*D
        cache[l]['facet'] = (c, [-math.cos(tilt)*math.sin(across), math.sin(tilt), -math.cos(tilt)*math.cos(across)])
        up = facet_axes(cache[l]['facet'][1])[1]
        cache[l]['facet_capsule'] = [add(c, mul(0.004, up)), sub(c, mul(0.004, up))]
        print(l, 'facet %.1f deg to the sagittal plane (ring of its capsule %.0f), tilted up %.1f deg (ring %.1f)' % (ACROSS[l], own, tilt/D, math.asin(n[1])/D))


# ---- laws: T = k l toe ramp(e/toe) -------------------------------------------------------------------------------------------------

PINTAR = {'anterior_longitudinal': (13.2, 40.5, 39.5, 20.8, 32.4, 32.9), 'posterior_longitudinal': (21.8, 25.8, 10.6, 36.6, 17.1, 10.0),
          'interspinous': (16.3, 8.7, 18.1, 9.6, 10.0, 12.1), 'supraspinous': (17.8, 18.0, 34.8, 24.8, 23.0, 15.1)}          # N/mm, L5-S1 upward
CAPSULE = (70.3, 98.9, 136.9, 124.2, 186.1, 186.1)                                                                         # N/mm, Remus 2021
TRI = 'toe DERIVED from the trilinear law of PMC8147546'
LAWS = {  # stiffness [N/mm] or None for a level's own, toe strain, slack over neutral length, source
    'anterior_longitudinal': (None, 0.122, 1.0, 'k Pintar 1992 (via AMMR); ' + TRI),
    'posterior_longitudinal': (None, 0.111, 1.12, 'k Pintar 1992 (via AMMR); ' + TRI + '; slack 12 % Remus 2021'),
    'flavum': (9.6, 0.059, 1.0, 'k between 6 and 49 % strain (PMC8147546; Pintar 20-35 N/mm is beyond); prestrain 3 % left out'),
    'interspinous': (None, 0.43, 1.0, 'k Pintar 1992 (via AMMR); ' + TRI),
    'supraspinous': (None, 0.5, 1.0, 'k Pintar 1992 (via AMMR); ' + TRI),
    'intertransverse': (10.0, 0.182, 1.0, 'k Remus 2021 10 N/mm (PMC8147546 10.7; Chazal 1985 50); ' + TRI),
    'facet_capsule': (None, 0.2, 1.125, 'drawn 8 mm along the joint; slack over 1 mm of slide and a toe of 1.8 mm more: Remus 2021 fibres (2 mm; across the gap) become taut at 2 mm; k Remus x %.2f DERIVED: calibrated to flexion 1.8 Nm/deg (Schmidt 1998)'),
}
SHEAR, AXIAL, CONTACT, CONTACT_W = 7e4, 1.4e6, 2.5e5, 5e-4
TORSION, HAN_LATERAL_C, HAN_FLEX, HAN_C, BLEND = 3.18/D, 272.7, 0.42/D, 376.2, 0.03
HAN_TORSION_C = 1147.0
# the rig stands for the unloaded spine, which is flatter than standing: T12-S1 36.8 deg recumbent, 49.8 standing (627 people, Asian Spine J 2019; L4-S1 29.8 and 34.2), 2.17 deg a level;
# cadaver segments are brought into erect standing by 2 deg of extension (Adams and Hutton: recalled). Flexion is negative about z (right)
REST = -13.0/6*D


def ramp(u): return 0.0 if u < 0 else u**3*(1 - u/2) if u < 1 else u - 0.5
def ramp_energy(u): return 0.0 if u < 0 else u**4/4 - u**5/10 if u < 1 else u*u/2 - u/2 + 0.15


def spring_energy(x, k, b, w, c):
    r = math.sqrt(x*x + w*w)
    return k*x*x/2 + b*((x*r + w*w*math.asinh(x/w))/2 - w*x) + c*x**4/4


# ---- the rig: the upper vertebra at body-fixed angles about (up, backward, right) and shifts along them --------------------------

def in_disc(p): return [p[1], -p[0], p[2]]


def rotation(a, b, g):
    ca, sa, cb, sb, cg, sg = math.cos(a), math.sin(a), math.cos(b), math.sin(b), math.cos(g), math.sin(g)
    return [[cb*cg, -cb*sg, sb], [ca*sg + sa*sb*cg, ca*cg - sa*sb*sg, -sa*cb], [sa*sg - ca*sb*cg, sa*cg + ca*sb*sg, ca*cb]]


def facet_axes(n):
    """x out of the lower vertebra's facet, y along it upward, z"""
    y = unit(sub([0, 1, 0], mul(n[1], n))); return n, y, cross(n, y)


class Rig:
    def __init__(s, level, p):
        g, i, s.p, s.bands, s.facets = segment(level), LEVELS.index(level), p, [], []
        for name, (k, toe, slack, _) in LAWS.items():
            k = p['capsule']*CAPSULE[i] if name == 'facet_capsule' else PINTAR[name][i] if k is None else k
            up, low = g[name]
            for side in (1, -1) if abs(up[2]) > 0 else (1,):
                s.bands.append((name, in_disc([up[0], up[1], side*up[2]]), in_disc([low[0], low[1], side*low[2]]), 1e3*k, toe, slack*dist(up, low)))
        c, n = g['facet']
        for side in (1, -1):
            s.facets.append((in_disc([c[0], c[1], side*c[2]]), in_disc([n[0], n[1], side*n[2]])))

    def disc(s):
        p = s.p
        return ((TORSION, 0, 0.01, HAN_TORSION_C), (p['lateral'], 0, 0.01, HAN_LATERAL_C), ((p['extension'] + HAN_FLEX)/2, (p['extension'] - HAN_FLEX)/2, BLEND, HAN_C),
                (AXIAL, 0, 5e-4, 0), (SHEAR, 0, 5e-4, 0), (SHEAR, 0, 5e-4, 0))

    def parts(s, x):
        R, t = rotation(*x[:3]), x[3:]
        e = {'disc': sum(spring_energy(q, *a) for q, a in zip(x, s.disc())), 'facet': 0.0}
        for name, up, low, k, toe, slack in s.bands:
            w = slack*toe
            e[name] = e.get(name, 0.0) + k*w*w*ramp_energy((dist(add(matvec(R, up), t), low) - slack)/w)
        for c, n in s.facets:
            apart = dot(sub(add(matvec(R, c), t), c), n)
            e['facet'] += CONTACT*CONTACT_W**2*ramp_energy(-apart/CONTACT_W)
        e['facet'] += s.p['couple']*x[0]*x[0]/2
        return e

    def press(s, x):
        R, t = rotation(*x[:3]), x[3:]
        return [CONTACT*CONTACT_W*ramp(-dot(sub(add(matvec(R, c), t), c), n)/CONTACT_W) for c, n in s.facets]

    STEP = (1e-5, 1e-5, 1e-5, 1e-7, 1e-7, 1e-7)

    def slope(s, x, j, h=None):
        h = h or s.STEP[j]; a, b = list(x), list(x); a[j] += h; b[j] -= h
        A, B = s.parts(a), s.parts(b)
        return {k: (A[k] - B[k])/(2*h) for k in A}

    def at(s, axis, angle):
        """the other five free of force"""
        x, free = [0.0]*6, [j for j in range(6) if j != axis]
        x[axis] = angle
        for _ in range(60):
            g = [sum(s.slope(x, j).values()) for j in free]
            if max(abs(v)*(1 if j < 3 else 1e-3) for v, j in zip(g, free)) < 1e-5: break
            K = []
            for j in free:
                h = 10*s.STEP[j]; a, b = list(x), list(x); a[j] += h; b[j] -= h
                K.append([(sum(s.slope(a, i).values()) - sum(s.slope(b, i).values()))/(2*h) for i in free])
            dx = solve(turned_square(K), g)
            worst = max(abs(v)/(0.05 if j < 3 else 0.001) for v, j in zip(dx, free))
            for v, j in zip(dx, free): x[j] -= v*min(1.0, 1.0/max(worst, 1e-12))
        return x


def turned_square(K): return [[K[j][i] for j in range(len(K))] for i in range(len(K))]


def solve(A, b):
    n, M = len(b), [r[:] + [v] for r, v in zip(A, b)]
    for i in range(n):
        p = max(range(i, n), key=lambda r: abs(M[r][i])); M[i], M[p] = M[p], M[i]
        for r in range(n):
            if r != i:
                f = M[r][i]/M[i][i]
                for c in range(i, n + 1): M[r][c] -= f*M[i][c]
    return [M[i][n]/M[i][i] for i in range(n)]


# Schmidt 1998's slopes, met as secants at 7.5 Nm (his moment is not known here)
MOMENT = 7.5
WAYS = {'flexion': (2, -1, 1.8, 'capsule', 0.05, 8), 'extension': (2, 1, 2.6, 'extension', 10, 400), 'bending': (1, 1, 2.3, 'lateral', 10, 400), 'rotation': (0, 1, 8.4, 'couple', 1, 700)}


def shares(level, p, way, degrees):
    axis, sign = WAYS[way][:2]
    rig = Rig(level, p); x = rig.at(axis, sign*degrees*D)
    return {k: sign*v for k, v in rig.slope(x, axis).items()}, rig.press(x)


def calibrate(level):
    p = {'capsule': 1.0, 'extension': 100.0, 'lateral': 110.0, 'couple': 100.0}
    for _ in range(3):
        for way, (axis, sign, slope, knob, low, high) in WAYS.items():
            for _ in range(20):
                p[knob] = math.sqrt(low*high)
                if sum(shares(level, p, way, MOMENT/slope)[0].values()) < MOMENT: low = p[knob]
                else: high = p[knob]
    return p


# ---- rows ------------------------------------------------------------------------------------------------------------------------

def number(v): s = '%.9g' % v if isinstance(v, float) else str(v); return '0' if s == '-0' else s


def splice(name, keep, rows, after):
    """put rows in the place of those that are not kept, or behind the first that begins so"""
    path = os.path.join(BODY, name)
    lines = open(path).read().split('\n')
    at = [i for i, l in enumerate(lines) if l and not keep(l)]
    new = [','.join(number(v) for v in r) for r in rows]
    spot = at[0] if at else next(i for i, l in enumerate(lines) if l.startswith(after)) + 1
    kept = [l for i, l in enumerate(lines) if i not in at]
    open(path, 'w').write('\n'.join(kept[:spot] + new + kept[spot:]))


def to_bodies(level, p):
    """a point of the disc's frame in the lower and in the upper body; unloaded the upper one is turned by REST from where it stands, parallel to the lower"""
    j = joints[level]
    place = lambda end, turn: add([float(j[end + '_' + c]) for c in 'xyz'], matvec(about_z(float(j['parent_rz']) - turn), p))
    return [place('parent', 0.0), place('child', REST)]


def standing(up, low):
    """length between the bodies when they stand"""
    return dist(matvec(about_z(-REST), up), low)


FASCIA_E, THICK, WIDTH, FASCIA_TOE, STRAIN = 150.9e6, 0.55e-3, 0.030, 0.03, 0.06
FLEX = dict(zip(LEVELS, (9, 13, 12, 10, 8, 6)))     # Pearcy 1984, voluntary


def main():
    cal = {l: calibrate(l) for l in LEVELS}
    ligaments, points, bushings, axes = [], [], [], []
    tips = {}
    for i, level in enumerate(LEVELS):
        g, p = segment(level), cal[level]
        j = joints[level]
        print(level, ' '.join('%s %.4g' % e for e in p.items()), '| scale of geometry %.3f' % (depth(level)/0.0375))
        for way in WAYS:
            s, press = shares(level, p, way, MOMENT/WAYS[way][2])
            print('  %-9s %5.2f deg %5.2f Nm ' % (way, MOMENT/WAYS[way][2], sum(s.values())), ' '.join('%s %.0f%%' % (k, 100*v/MOMENT) for k, v in s.items() if abs(v) > 0.03), 'facets %.0f %.0f N' % tuple(press))
        for name, (k, toe, slack, source) in LAWS.items():
            k = p['capsule']*CAPSULE[i] if name == 'facet_capsule' else PINTAR[name][i] if k is None else k
            source = source.replace('%.2f', '%.2f' % p['capsule'])
            up, low = g[name]
            side = 'r' if abs(up[2]) > 0 else 'mid'
            full = '%s_%s%s' % (name, level, '_r' if side == 'r' else '')
            L = dist(up, low)
            ligaments.append([full, side, name, 1e3*k, toe, slack*L, standing(up, low), 0, source + ('; geometry of L1-L2' if level == 'T12_L1' else ''), 'derived'])
            where = 'DERIVED: 4 mm along the facet from its centre' if name == 'facet_capsule' else 'DERIVED: Remus 2021 fibres (mean) in the disc frame scaled to our disc depth'
            points.append([full, 0, BELOW[level]] + to_bodies(level, low)[0] + ['fixed', where, 'derived'])
            points.append([full, 1, ABOVE[level]] + to_bodies(level, up)[1] + ['fixed', where, 'derived'])
        tips[ABOVE[level]] = to_bodies(level, g['supraspinous'][0])[1]
        # the facet: x = out of the lower facet (backward, up, inward)
        c, n = g['facet']
        A = about_z(float(j['parent_rz']))
        frame, upper = (xyz_angles(*[matvec(B, v) for v in facet_axes(n)]) for B in (A, about_z(float(j['parent_rz']) - REST)))
        low, up = to_bodies(level, c)
        bushings.append(['facet_%s_r' % level, 'r', 'facet', BELOW[level], ABOVE[level]] + low + frame + up + upper +
                        [0, CONTACT, 'centre DERIVED from the capsule ring of Remus 2021 scaled to our disc; plane: %.1f deg from the sagittal plane (Spine 2016 41:E1138: 22.6 at T12-L1 to 49.1 at L5-S1; evenly between) and 82 deg steep on the disc (Panjabi 1993: at most 86; recalled); touches unloaded; x = out of the lower facet; y = along it upward; contact 0.25 kN/mm CALIBRATED: 1 mm of shear meets at most 140 N (mean of both ways; J Biomech 1986 19:79: 53-140); cartilage alone would have 1 (11 MPa x 1.5 cm2 over 1.6 mm: recalled) but the neural arch bends' % ACROSS[level], 'derived'])
        ends = ((0, 0.01, 0, 'turns freely'), (0, 0.01, 0, 'turns freely'), (0, 0.01, 0, 'turns freely'), (0, CONTACT_W, 0, 'contact stands in bushings.csv; w = toe of the contact (assumed)'), (0, 0.0005, 0, 'slides'), (0, 0.0005, 0, 'slides'))
        for axis, (k, w, c3, source) in zip(('rx', 'ry', 'rz', 'tx', 'ty', 'tz'), ends): axes.append(['facet_%s_r' % level, axis, float(k), 0, w, c3, 0, source, 'assumed' if axis == 'tx' else 'derived'])
    # what curved, interlocking facets resist about the disc's normal beyond a point contact each
    for level in LEVELS:
        name, low, up = 'facet_couple_' + level, *to_bodies(level, [0.0, 0.0, 0.0])
        j = joints[level]
        frame = [0.0, 0.0, float(j['parent_rz']) + math.pi/2]
        bushings.append([name, 'mid', 'facet_couple', BELOW[level], ABOVE[level]] + low + frame + up + frame + [0, 0, 'at the disc; x = normal of the disc: both facets together about the long axis; DERIVED', 'derived'])
        for axis in ('rx', 'ry', 'rz', 'tx', 'ty', 'tz'):
            k = cal[level]['couple'] if axis == 'rx' else 0.0
            source = 'couple of the interlocking facets beyond a point contact DERIVED: calibrated so that disc and facets meet torsion 8.4 Nm/deg (Schmidt 1998)' if axis == 'rx' else 'none'
            axes.append([name, axis, k, 0, 0.01 if axis[0] == 'r' else 0.0005, 0, 0, source, 'derived'])
    # the disc's own rows
    for level in LEVELS:
        p = cal[level]
        k, b = (p['extension'] + HAN_FLEX)/2, (p['extension'] - HAN_FLEX)/2
        rows = ((TORSION, 0, 0.01, HAN_TORSION_C, 'disc alone 3.18 Nm/deg (PMC4844119 Table 3); cubic Han 2010 (via AMMR)', 'found'),
                (p['lateral'], 0, 0.01, HAN_LATERAL_C, 'whole segment 2.3 Nm/deg (Schmidt 1998) less ligaments and facets; cubic after Han 2010', 'derived'),
                (k, b, BLEND, HAN_C, 'flexion side Han 2010 disc alone 0.42-0.47 Nm/deg (via AMMR); extension 2.6 (Schmidt 1998) less ligaments and facets', 'derived'),
                (AXIAL, 0, 0.0005, 0, 'axial 1.4 kN/mm intact (PMC4844119; disc alone 1.73 SD 0.45)', 'found'),
                (SHEAR, 0, 0.0005, 0, 'whole segment about 100 N/mm (J Biomech 1986 19:79: 53-140) less the facets', 'derived'), (SHEAR, 0, 0.0005, 0, 'whole segment about 100 N/mm (J Biomech 1986 19:79: 53-140) less the facets', 'derived'))
        for axis, r in zip(('rx', 'ry', 'rz', 'tx', 'ty', 'tz'), rows): axes.append([level + '_disc', axis, float(r[0]), float(r[1]), r[2], float(r[3]), REST if axis == 'rz' else 0, r[4] + ('; rest: flexed from standing by 2.17 deg (T12-S1 recumbent 36.8 deg; standing 49.8; Asian Spine J 2019)' if axis == 'rz' else ''), r[5]])
    fascia(tips, ligaments, points)
    groups = tuple(n for n in LAWS)
    ours = lambda l: any(l.startswith(n + '_' + v) for n in groups for v in LEVELS) or l.startswith('TLF_')
    splice('ligaments.csv', lambda l: not ours(l), ligaments, 'SSL_r')
    splice('path_points.csv', lambda l: not ours(l), points, 'abdominal_pressure,1')
    splice('bushings.csv', lambda l: not l.startswith('facet_'), bushings, 'T12_L1_disc')
    discs = [r for r in axes if r[0].endswith('_disc')]
    splice('bushing_axes.csv', lambda l: not (l.startswith('facet_') or '_disc,' in l), discs + [r for r in axes if not r[0].endswith('_disc')], 'bushing,')


# ---- thoracolumbar fascia, posterior layer -------------------------------------------------------------------------------------------

def stand():
    """origins of the bodies at neutral: they stand parallel"""
    at = {'sacrum': [0, 0, 0], 'hip_bone_r': [0, 0, 0]}
    for level in LEVELS + ['T12_thorax']:
        j = joints[level]
        at[j['child']] = add(at[j['parent']], sub([float(j['parent_' + c]) for c in 'xyz'], [float(j['child_' + c]) for c in 'xyz']))
    return at


def bent(share):
    """places of the bodies in flexion of `share` of Pearcy's voluntary range"""
    at = {'sacrum': ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [0, 0, 0])}
    at['hip_bone_r'] = at['sacrum']
    for level in LEVELS + ['T12_thorax']:
        j = joints[level]
        A, t = at[j['parent']]
        B = times(A, about_z(-share*FLEX.get(level, 0)*D))
        at[j['child']] = (B, sub(add(t, matvec(A, [float(j['parent_' + c]) for c in 'xyz'])), matvec(B, [float(j['child_' + c]) for c in 'xyz'])))
    return at


def fascia(tips, ligaments, points):
    # beside the row of spinous processes, 4 mm behind their tips and 12 mm from the middle
    beside = lambda body: [tips[body][0] - 0.004, tips[body][1], 0.012]
    strips = {
        'TLF_longitudinal_r': [('sacrum', [-0.1560, 0.0076, 0.0107])] + [(b, beside(b)) for b in ('lumbar5', 'lumbar4', 'lumbar3', 'lumbar2', 'lumbar1', 'thoracic12')],
        'TLF_lateral_r': [('hip_bone_r', [-0.126226, 0.055, 0.048683]), ('lumbar4', [-0.0540, 0.0174, 0.0600]), ('lumbar2', [-0.0500, 0.0030, 0.0660]), ('thorax', [-0.0480, 0.1216, 0.0630])],
        'TLF_deep_L4_r': [('hip_bone_r', [-0.14276, 0.03785, 0.05599]), ('lumbar4', [tips['lumbar4'][0], tips['lumbar4'][1], 0.004])],
        'TLF_deep_L5_r': [('hip_bone_r', [-0.14276, 0.03785, 0.05599]), ('lumbar5', [tips['lumbar5'][0], tips['lumbar5'][1], 0.004])],
    }
    where = {'TLF_longitudinal_r': 'DERIVED: median sacral crest at the LTpT origins; then beside the spinous tips of the supraspinous ligament',
             'TLF_lateral_r': 'DERIVED: over the erector spinae from the crest at the latissimus origin to the twelfth rib',
             'TLF_deep_L4_r': 'DERIVED: spinous tip to PSIS (deep lamina; Bogduk and Macintosh 1984 recalled)', 'TLF_deep_L5_r': 'DERIVED: spinous tip to PSIS (deep lamina; Bogduk and Macintosh 1984 recalled)'}
    length = lambda pts, at: sum(dist(add(at[a][1], matvec(at[a][0], p)), add(at[b][1], matvec(at[b][0], q))) for (a, p), (b, q) in zip(pts, pts[1:]))
    for name, pts in strips.items():
        neutral, full = length(pts, bent(0.0)), length(pts, bent(1.0))
        slack = max(neutral, full/(1.0 + STRAIN))
        k = FASCIA_E*THICK*WIDTH/slack
        print('%s neutral %.1f mm, full flexion %+.1f %%, slack %.1f mm, %.1f N/mm' % (name, 1e3*neutral, 100*(full/neutral - 1), 1e3*slack, 1e-3*k))
        ligaments.append([name, 'r', 'thoracolumbar_fascia', k, FASCIA_TOE, slack, neutral, 0,
                          'E 150.9 MPa (IEEE TBME 2024) x 0.55 mm (Barker and Briggs 1999 recalled) x 30 mm (assumed) over the slack length; slack assumed: 6 % strain (as tested) in full voluntary flexion or slack at neutral', 'assumed'])
        for i, (body, p) in enumerate(pts): points.append([name, i, body] + p + ['fixed', where[name], 'derived'])


if __name__ == '__main__': main()
