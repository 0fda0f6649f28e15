# SPDX-License-Identifier: Apache-2.0
"""Runs of known figures for the cases of forms; after one real run has made the ledger.

p: 10 kWh of development, 80 of training (48 h), 10 of inference (2 h); 50 g and 10 g of making a
kWh; low 0.9, high 1.2. q: 10 kWh of machines, in figures that hold a PUE of 1.2 already, and 6 L.
r: the same beside 10 kWh of training without a PUE.
score: ten runs of inference with one H100, 20 to 29 Wh. modelled: one, its accelerator declared."""

import os
import sqlite3

DAY = 86400 * 10**6
db = sqlite3.connect(os.environ['FRUGAL_STORE'])
seed = db.execute('SELECT * FROM run').fetchone()
columns = [c[1] for c in db.execute('PRAGMA table_info(run)')]


def add_run(n, project, phase, kwh, hours, day, pue=1.0, water=0.0, board=None, board_wh=0.0, quality=0, zone='FR'):
    start = day * DAY
    row = dict(zip(columns, seed)) | {
        'seq': 100 + n, 'id': f'{n:016x}', 'project': project, 'phase': phase, 'machine': 'A machine, 4 cores',
        'zone': zone, 'zone_is_default': 0, 'duration_s': hours * 3600, 'started_us': start,
        'ended_us': start + hours * 3600 * 10**6, 'share': 1.0}
    db.execute(f"INSERT INTO run VALUES ({','.join('?' * len(columns))})", [row[c] for c in columns])
    figures = [('energy', 'Wh', kwh * pue * 1e3), ('carbon', 'gCO2e', kwh * pue * 50), ('embodied', 'gCO2e', kwh * 10)]
    figures += [('water', 'L', water)] if water else []
    for at, (figure, unit, value) in enumerate(figures):
        db.execute("INSERT INTO figure VALUES (?,?,?,'share',?,?,?,?,0,0.8)", (100 + n, at, figure, unit, value, value * .9, value * 1.2))
    parts = [('cpu.package-0', 'powercap intel-rapl:0', kwh * 3.6e6 - board_wh * 3600, 0)]
    parts += [('gpu.0', board, board_wh * 3600, quality)] if board else []
    for at, (part, sensor, joules, how) in enumerate(parts):
        db.execute('INSERT INTO part VALUES (?,?,?,?,?,0,?,0,0.95,1.05,?,0,0,1,0)', (100 + n, at, part, sensor, joules, joules, how))


add_run(1, 'p', 'development', 10, 10, 1)
add_run(2, 'p', 'training', 80, 48, 5)
add_run(3, 'p', 'inference', 10, 2, 11)
add_run(4, 'q', 'inference', 10, 2, 12, pue=1.2, water=6.0)
add_run(5, 'r', 'training', 10, 2, 12)
add_run(6, 'r', 'inference', 10, 2, 13, pue=1.2)
for i in range(10):
    add_run(10 + i, 'score', 'inference', 0.1, 1, 20 + i, board='nvml NVML NVIDIA H100 80GB HBM3', board_wh=20 + i)
add_run(30, 'modelled', 'inference', 0.1, 1, 40, board='gpu_model model gpu_power, a100 declared', board_wh=50, quality=2, zone='US-CAL-CISO')
db.commit()
