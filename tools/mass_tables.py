#!/usr/bin/env python3
# mass_tables.py - masses of pelvis, L5 and thorax in data/body/{segment_fractions,bodies}.csv, and where the head is. A one-off after body_tables.py, kept so
# that every number can be traced: neither building nor running needs it. It may be run again and changes nothing then. Python 3, nothing else.
#   tools/mass_tables.py [REFERENCE_DIR] [BODY_DIR]       (defaults: ../shared/reference/body and data/body)
# The pelvis of McConville's, Young's and Dumas's segments reaches up to the iliac crests, L4-L5 (recalled): L5's slice is part of it, not of the trunk above.
import csv, io, os, sys

REF = sys.argv[1] if len(sys.argv) > 1 else '../shared/reference/body'
BODY = sys.argv[2] if len(sys.argv) > 2 else 'data/body'
MASS = 75.3
CHEST = (-0.004, 0.2668, 0.0)      # middle of the rib cage, in the thorax
HEAD = (0.020, 0.573, 0.0)         # head 4 kg at (0.025, 0.595): 8 mm before and 31 mm above ears at (0.017, 0.564); neck 1 kg at (0.002, 0.48)

dumas = {(r['sex'], r['segment']): float(r['mass']) for r in csv.DictReader(open(os.path.join(REF, 'bsp_dumas2007_via_HuMoD.csv'), newline=''))}
total = {s: sum(dumas[s, g]*(1 if g in ('head', 'thorax', 'abdomen', 'pelvis') else 2) for t, g in dumas if t == s) for s in 'fm'}
share = lambda s, g: dumas[s, g]/total[s]


def lines(name): return open(os.path.join(BODY, name)).read().split('\n')
def cells(line): return next(csv.reader([line]))


def joined(row):
    out = io.StringIO(); csv.writer(out, lineterminator='').writerow(row); return out.getvalue()


def write(name, rows): open(os.path.join(BODY, name), 'w').write('\n'.join(rows))


def shifted(I, m, d):
    x, y, z = d
    return [I[0] + m*(y*y + z*z), I[1] + m*(x*x + z*z), I[2] + m*(x*x + y*y), I[3] - m*x*y, I[4] - m*x*z, I[5] - m*y*z]


text = lines('segment_fractions.csv')
table = {cells(l)[0]: [float(v) for v in cells(l)[1:3]] for l in text[1:] if l}
own = {}
for i, s in enumerate('fm'):
    l5, slices = table['lumbar5'][i], sum(table[b][i] for b in ('lumbar4', 'lumbar3', 'lumbar2', 'lumbar1', 'thoracic12'))
    for body, v in (('sacrum', 0.34*(share(s, 'pelvis') - l5)), ('hip_bone_r', 0.33*(share(s, 'pelvis') - l5)), ('thorax', share(s, 'thorax') + share(s, 'abdomen') + share(s, 'head') - slices)):
        own.setdefault(body, []).append(v)
for i, l in enumerate(text):
    if l and cells(l)[0] in own:
        c = cells(l); c[1:3] = ['%.9g' % v for v in own[c[0]]]; text[i] = joined(c)
write('segment_fractions.csv', text)
print('above L4-L5: women %.3f, men %.3f of the body' % tuple(own['thorax'][i] + sum(table[b][i] for b in ('lumbar4', 'lumbar3', 'lumbar2', 'lumbar1', 'thoracic12')) + 2*(table['upper_arm_r'][i] + table['forearm_r'][i]) for i in (0, 1)))

text = lines('bodies.csv')
for i, l in enumerate(text):
    c = cells(l) if l else ['']
    if c[0] in ('sacrum', 'hip_bone_r'):
        k = own[c[0]][1]*MASS/float(c[2])
        c[2] = '%.9g' % (own[c[0]][1]*MASS)
        if abs(k - 1) > 1e-8: c[6:9] = ['%.9g' % (float(v)*k) for v in c[6:9]]
    elif c[0] == 'thorax':
        m, head = own['thorax'][1]*MASS, share('m', 'head')*MASS
        parts = [(m - head, CHEST, (0.0125, 0.0095, 0.0105)), (head, HEAD, (0.0058, 0.0042, 0.0060))]
        com, I = [sum(p[0]*p[1][a] for p in parts)/m for a in range(3)], [0.0]*6
        for w, at, radii in parts: I = [a + b for a, b in zip(I, shifted([w*v for v in radii] + [0.0]*3, w, [at[a] - com[a] for a in range(3)]))]
        c[2], c[3:6], c[6:12] = '%.9g' % m, ['%.9g' % v for v in com], ['%.9g' % v for v in I]
    else: continue
    text[i] = joined(c)
write('bodies.csv', text)
