# SPDX-License-Identifier: Apache-2.0
"""Runs of known figures for the cases of forms.

p: 10 kWh of development, 80 of training (48 h), 10 of inference (2 h); 50 g and 10 g of making a
kWh; low 0.9, high 1.2. q: 10 kWh of machines, in figures that hold a PUE of 1.2 already, and 6 L.
r: the same beside 10 kWh of training without a PUE.
score: ten runs of inference with one H100, 20 to 29 Wh. modelled: one, its accelerator declared.
nameless: one, whose accelerator has no model."""

from made_runs import Runs

runs = Runs()


def add_run(n, project, phase, kwh, hours, day, pue=1.0, water=None, board=None, board_wh=0.0, quality='measured', zone='FR', device=()):
    parts = [('cpu.package-0', 'powercap intel-rapl:0', kwh * 3.6e6 - board_wh * 3600, 'measured')]
    parts += [('gpu.0', board, board_wh * 3600, quality, *device)] if board else []
    runs.add(n, kwh * pue * 1e3, g=kwh * pue * 50, embodied=kwh * 10, water=water, low=.9, high=1.2, measured=.8,
             hours=hours, at_s=day * 86400, project=project, phase=phase, zone=zone, share=1.0, parts=parts)


add_run(1, 'p', 'development', 10, 10, 1)
add_run(2, 'p', 'training', 80, 48, 5)
add_run(3, 'p', 'inference', 10, 2, 11)
add_run(4, 'q', 'inference', 10, 2, 12, pue=1.2, water=6.0)
add_run(5, 'r', 'training', 10, 2, 12)
add_run(6, 'r', 'inference', 10, 2, 13, pue=1.2)
for i in range(10):
    add_run(10 + i, 'score', 'inference', 0.1, 1, 20 + i, board='NVML NVIDIA H100 80GB HBM3', device=['NVIDIA H100 80GB HBM3'], board_wh=20 + i)
add_run(30, 'modelled', 'inference', 0.1, 1, 40, board='model gpu_power, a100 declared, 90 % of the time', device=['a100'], board_wh=50, quality="modelled", zone='US-CAL-CISO')
# As a meter before there were models of devices wrote it.
add_run(40, 'nameless', 'inference', 0.1, 1, 41, board='NVML NVIDIA H100 80GB HBM3', board_wh=20)
runs.keep()
