#!/usr/bin/env python3
# leg_tables.py - what docs/leg.md changes of body_tables.py's first edition in the leg's muscles: their tension, the calf's passive curves, and where
# the small gluteal muscles end.
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

points = table(os.path.join(BODY, 'path_points.csv'))
for r in points:
    if r['element'] in end and r['body'] == 'femur_r':
        for c, v in zip('xyz', end[r['element']]): r[c] = round(v, 5)
        r['source'] = 'RLU2023 forward; height and side: mean of Dostal 1981 and TLEM 2.0 (Carbone 2015) with hips as far apart as here'
        r['status'] = 'derived'
write('path_points', points)
for n, p in end.items():
    body, _ = check.paths[n][-1]
    check.paths[n][-1] = (body, [round(v, 5) for v in p])

W = check.pose(check.NEUTRAL)
for r in muscles:
    if r['group'] in TRUNK: continue
    if float(r['specific_tension']) == BEFORE and r['name'] not in KEEP:
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
    if r['name'] in end:
        L, lo, pen, target = check.length(W, r['name']), float(r['l_opt']), float(r['pennation']), float(r['neutral_fibre'])
        r['neutral_length'], r['l_slack'] = L, L - lo*math.sqrt(target**2 - math.sin(pen)**2)
write('muscles', muscles)
print('window of passive strain x %.4f' % WINDOW)
for n in sorted(end):
    print('  %-12s arms' % n, ' '.join('%s %.1f' % (c, 1e3*check.arm(n, {'hip_%s_r' % c: 1}, check.NEUTRAL)) for c in ('flexion', 'adduction', 'rotation')))
