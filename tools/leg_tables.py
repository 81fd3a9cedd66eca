#!/usr/bin/env python3
# leg_tables.py - what docs/leg.md changes of body_tables.py's first edition in the leg's muscles: their tension, the calf's passive curves, where
# the small gluteal muscles end, and the way of iliopsoas over the hip.
# A one-off like body_tables.py, kept so that every number can be traced: neither building nor running needs it. Python 3, nothing else.
#   tools/leg_tables.py [REFERENCE_DIR] [BODY_DIR]      (defaults: ../shared/reference/body and data/body). Run again, it changes nothing.
import csv, math, os, sys

REF = sys.argv[1] if len(sys.argv) > 1 else '../shared/reference/body'
BODY = sys.argv[2] if len(sys.argv) > 2 else 'data/body'
sys.argv = [sys.argv[0], BODY]
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import body_check as check                                   # lengths of paths, from the tables as they are

TRUNK = 'external_oblique internal_oblique iliocostalis latissimus longissimus multifidus quadratus_lumborum transversus rectus_abdominis psoas'.split()
KEEP = ('flex_dig_r', 'flex_hal_r')                          # stand for the short muscles of the sole too, which are missing
SIGMA, BEFORE = 40.0, 60.0                                   # N/cm2: docs/leg.md, "Tension"
NOTE = ' x 40/60: tension from voluntary torques of knee and ankle (docs/leg.md)'
HIP = 0.0835                                                 # hip centre to the midline [m]
DOSTAL = {'med': (-0.018, -0.026, 0.073), 'min': (0.004, -0.027, 0.069)}    # Dostal and Andrews 1981, table 1; hip centre to midline 84.5 mm
# the calf's window of passive strain over RLU2023's: one factor (0.75) met Riener and Edrich 1999 with the knee straight only
CALF = {'gas': (0.85, 0.64), '': (1.6, 1.20)}                # what the window is multiplied by, and what it then is over RLU2023's
SOLEUS = (-0.224, 1.416)                                     # their ankle moments with the knee bent (1.1, 4.8, 8.3, 13.6 Nm at 0, 10, 15, 20 deg)
# iliopsoas: TLEM 2.0's cylinder about the head and how far its points on the brim lie from the head's centre (hip centre to midline 84.3 mm there)
RADIUS, BRIM = 0.0275, {'Ps': math.hypot(0.01349, 0.03289), 'il': math.hypot(0.01849, 0.03089)}
UP = 25*math.pi/180                                          # above forward: as high as leaves no way round the back of the head anywhere in the ranges
SARCOMERE = {'Ps': 3.1/2.7, 'il': 3.0/2.7}                   # um over the optimal 2.7, hip straight: Ward 2009 (recalled)
FLEXOR = 0.94                                                # window of passive strain of iliopsoas: Riener and Edrich 1999 at -20, -10, 0 deg of hip, 0 and 60 deg of knee
RLU = {'glut_med1_r': (-0.014, -0.018, 0.059), 'glut_med2_r': (-0.022, -0.01, 0.056), 'glut_med3_r': (-0.0309, -0.0047, 0.0518),
       'glut_min1_r': (0.005, -0.015, 0.056), 'glut_min2_r': (0.004, -0.009, 0.052), 'glut_min3_r': (-0.004, -0.001, 0.051)}


def table(path):
    with open(path, newline='') as f: return list(csv.DictReader(f))


def text(v): return '%.9g' % v if isinstance(v, float) else v


def write(name, rows):
    path = os.path.join(BODY, name + '.csv')
    with open(path, newline='') as f: columns = next(csv.reader(f))
    with open(path, 'w', newline='') as f:
        out = csv.DictWriter(f, columns, lineterminator='\n')
        out.writeheader()
        for r in rows: out.writerow({k: text(v) for k, v in r.items()})


def fill(target):
    """u with ramp(u) = target: how far the passive curve is along"""
    lo, hi = 0.0, 10.0
    for _ in range(100):
        mid = (lo + hi)/2
        lo, hi = (mid, hi) if check.ramp(mid) < target else (lo, mid)
    return lo


# the window from first passive force to f_max that keeps the force in N: exact at a tenth of the old f_max, within 3 % of the strain to 0.4 of it
WINDOW = fill(0.05)/fill(0.05*BEFORE/SIGMA)


def tlem(part):
    """centroid of the femoral attachments by PCSA, from the hip centre, hips as far apart as here (TLEM 2.0: 84.3 mm from the midline)"""
    pcsa = {r['element']: float(r['PCSA_cm2']) for r in table(os.path.join(REF, 'tlem2_muscles.csv'))}
    sum_, weight = [0.0]*3, 0.0
    for r in table(os.path.join(REF, 'tlem2_path_points.csv')):
        if not r['muscle_part'].startswith(part) or r['segment'] != 'Femur' or not r['x']: continue
        k, weight = pcsa[r['element']], weight + pcsa[r['element']]
        sum_ = [s + k*float(r[c]) for s, c in zip(sum_, 'xyz')]
    p = [s/weight for s in sum_]
    return [HIP/0.0843*v for v in (p[0], p[1] - 0.35909, p[2])]


muscles = table(os.path.join(BODY, 'muscles.csv'))
by_name = {r['name']: r for r in muscles}
end = {}
for m, part in (('med', 'Gluteus Medius'), ('min', 'Gluteus Minimus')):
    mine = [n for n in RLU if m in n]
    pcsa = {n: float(by_name[n]['pcsa_cm2']) for n in mine}
    was = [sum(pcsa[n]*RLU[n][i] for n in mine)/sum(pcsa.values()) for i in range(3)]
    two = [(a + HIP/0.0845*b)/2 for a, b in zip(tlem(part), DOSTAL[m])]
    # height and distance to the side of the two dissections; forward and back as in RLU2023, as that goes with the version of the femur
    for n in mine: end[n] = [RLU[n][0], RLU[n][1] + two[1] - was[1], RLU[n][2] + two[2] - was[2]]
    print('gluteus', m, 'ends on average at', ['%.1f' % (1e3*v) for v in was], 'in RLU2023,', ['%.1f' % (1e3*v) for v in two], 'in two dissections [mm]')

points, brim = table(os.path.join(BODY, 'path_points.csv')), {}
HEAD = next([float(r['parent_' + c]) for c in 'xyz'] for r in table(os.path.join(BODY, 'joints.csv')) if r['name'] == 'hip_r')
for r in points:
    if r['element'] in end and r['body'] == 'femur_r':
        for c, v in zip('xyz', end[r['element']]): r[c] = round(v, 5)
        r['source'] = 'RLU2023 forward; height and side: mean of Dostal 1981 and TLEM 2.0 (Carbone 2015) with hips as far apart as here'
        r['status'] = 'derived'
    if r['element'].startswith(('Ps_', 'iliacus')) and r['order'] == '1':
        d = HIP/0.0843*BRIM[r['element'][:2]]
        brim[r['element']] = [round(a + b, 9) for a, b in zip(HEAD, (d*math.cos(UP), d*math.sin(UP), float(r['z']) - HEAD[2]))]
        for c, v in zip('xyz', brim[r['element']]): r[c] = v
        r['source'] = 'TLEM 2.0 (Carbone 2015) distance from the head with hips as far apart as here; 25 deg above forward (Delp 11-14, RLU2023 20-28, TLEM 2.0 46-54): no way round the back in the range'
        r['status'] = 'derived'
write('path_points', points)
for n, p in brim.items(): check.paths[n][1] = ('hip_bone_r', p)
wraps = table(os.path.join(BODY, 'wraps.csv'))
for r in wraps:
    if r['name'] not in ('psoas_brim_r', 'iliacus_brim_r'): continue
    r['size_x'] = round(HIP/0.0843*RADIUS, 7)
    r['source'] = 'about the femoral head; radius TLEM 2.0 (Carbone 2015; 27.5 mm with hips 84.3 mm from the midline)'
    was = check.wraps[r['name']]
    check.wraps[r['name']] = (*was[:3], r['size_x'], was[4])
write('wraps', wraps)
for n, p in end.items():
    body, _ = check.paths[n][-1]
    check.paths[n][-1] = (body, [round(v, 5) for v in p])

W = check.pose(check.NEUTRAL)
for r in muscles:
    if r['name'] in brim and 'Riener' not in r['source_passive']:
        r['strain_one'] = float(r['strain_zero']) + FLEXOR*(float(r['strain_one']) - float(r['strain_zero']))
        r['source_passive'] += '; window x %.2f DERIVED to meet Riener and Edrich 1999' % FLEXOR
    if r['name'] in brim:
        r['neutral_fibre'] = SARCOMERE[r['name'][:2]]
        r['source_l_slack'] = 'DERIVED: neutral fibre from sarcomere length (Ward 2009, recalled: 3.1 um psoas, 3.0 um iliacus, over 2.7)'
    if r['group'] in TRUNK and r['name'] not in brim: continue
    if float(r['specific_tension']) == BEFORE and r['name'] not in KEEP and r['group'] not in TRUNK:
        r['specific_tension'], r['f_max'] = SIGMA, SIGMA*float(r['pcsa_cm2'])
        z, o = float(r['strain_zero']), float(r['strain_one'])
        r['strain_one'] = z + WINDOW*(o - z)
        r['tone'] = '%g' % (float(r['tone'])*BEFORE/SIGMA)         # in N as it was
        r['source_f_max'] = r['source_f_max'].replace(' x 60 N/cm2', '') + NOTE
        r['source_passive'] += '; window x %.3f keeps the force at this tension' % WINDOW
    if r['group'] == 'calf' and 'window x 0.75 DERIVED' in r['source_passive']:
        k, whole = CALF['gas' if 'gas' in r['name'] else '']
        z, o = float(r['strain_zero']), float(r['strain_one'])
        r['strain_one'] = z + k*(o - z)
        if r['name'] == 'soleus_r': r['strain_zero'], r['strain_one'], r['source_passive'] = *SOLEUS, 'DERIVED: ankle moments of Riener and Edrich 1999 with the knee bent'
        r['source_passive'] = r['source_passive'].replace('window x 0.75 DERIVED to meet Riener and Edrich 1999', 'window x %.2f DERIVED to meet Riener and Edrich 1999 with the knee straight and bent' % whole)
    if r['name'] in end or r['name'] in brim:
        L, lo, pen, target = check.length(W, r['name']), float(r['l_opt']), float(r['pennation']), float(r['neutral_fibre'])
        r['neutral_length'], r['l_slack'] = L, L - lo*math.sqrt(target**2 - math.sin(pen)**2)
write('muscles', muscles)
print('window of passive strain x %.4f' % WINDOW)
for n in sorted(list(end) + ['iliacus_r', 'Ps_L3_TP_r']):
    print('  %-12s arms' % n, ' '.join('%s %.1f' % (c, 1e3*check.arm(n, {'hip_%s_r' % c: 1}, check.NEUTRAL)) for c in ('flexion', 'adduction', 'rotation')))
