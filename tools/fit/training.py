#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes factors/training_efficiency.csv: how much of their peak published trainings used.

usage: python3 tools/fit/training.py DATA_DIR > factors/training_efficiency.csv
       python3 tools/fit/training.py DATA_DIR validate

Reads DATA_DIR/training-reports.csv and DATA_DIR/epoch/notable-training.csv (Epoch AI, CC-BY-4.0).
Efficiency is 6 x parameters x tokens, or the operations that are stated, over accelerator-hours
times dense 16-bit peak. Left out: runs whose operations hold those of a model they started from,
which shows as more than 75 % of the peak, and rows marked INCONSISTENT. Needs numpy.
"""
import csv
import os
import sys

import numpy as np

# Dense 16-bit peak, TFLOPS, as in factors/gpus.csv.
PEAKS = {"A100": 312, "A800": 312, "H100": 989.4, "H200": 989.4, "H800": 989.4, "V100": 125,
         "TPUv3": 123, "TPU v3": 123, "TPUv4": 275, "TPU v4": 275, "TPUv5e": 197, "TPU v5e": 197}
GENERATIONS = {"volta": ("V100",), "ampere": ("A100", "A800"),
               "hopper": ("H100", "H200", "H800")}
LEAST, MOST = 0.005, 0.75
LOW, HIGH = 0.05, 0.95
MARGIN = 0.25  # what the ends are moved apart, in the logarithm: runs are few
HEAD = """\
# Efficiency of training: operations of the model over those that the accelerators could have done in
# 16 bits (model FLOPS utilisation), median of published runs of language models. error: what is added
# to its logarithm; the support is that of a triangular distribution whose 5 % and 95 % points are
# those of the runs, each set a quarter further out because the runs are few.
# Rows by generation of accelerators; "any" for all others. runs: how many.
# Made by tools/fit/training.py from published reports and Epoch AI, Data on AI Models, CC-BY-4.0.
"""


def number(cell):
    return float(cell) if cell else None


def peak(device):
    chip = next((chip for chip in sorted(PEAKS, key=len, reverse=True) if chip in device), None)
    return (None, None) if chip is None or "," in device else (chip, PEAKS[chip] * 1e12)


def runs(folder):
    """(name, organisation, chip, efficiency)"""
    seen = set()
    with open(os.path.join(folder, "training-reports.csv"), encoding="utf-8") as file:
        for row in csv.DictReader(file):
            chip, most = peak(row["device"])
            parts = [number(row[name]) for name in ("active_params_b", "tokens_b", "device_hours")]
            if "INCONSISTENT" in row["notes"] or chip is None or None in parts:
                continue
            name = row["model"].split(" (")[0]
            if name not in seen:
                seen.add(name)
                yield (name, row["org"], chip,
                       6 * parts[0] * parts[1] * 1e18 / (parts[2] * 3600 * most))
    with open(os.path.join(folder, "epoch", "notable-training.csv"), encoding="utf-8") as file:
        for row in csv.DictReader(file):
            chip, most = peak(row["Training hardware"])
            parts = [number(row[name]) for name in
                     ("Training compute (FLOP)", "Training time (hours)", "Hardware quantity")]
            if "Language" not in row["Domain"] or chip is None or None in parts:
                continue
            if any(row["Model"].startswith(name) for name in seen):
                continue
            yield (row["Model"], row["Organization"], chip,
                   parts[0] / (parts[1] * parts[2] * 3600 * most))


def kept(folder):
    return [run for run in runs(folder) if LEAST <= run[3] <= MOST]


def spread(values):
    logs = np.log(values)
    low, middle, high = np.quantile(logs, [LOW, 0.5, HIGH])
    return np.exp([low - MARGIN, middle, high + MARGIN])


def support(low, high):
    """Ends of the triangular distribution around 0 whose 5 % and 95 % points are low and high."""
    a, b = low * 1.3, high * 1.3
    for _ in range(500):
        a = low - np.sqrt(LOW * (b - a) * -a)
        b = high + np.sqrt(LOW * (b - a) * b)
    return a, b


def of_generation(found, generation):
    part = [run for run in found if run[2] in GENERATIONS.get(generation, ())]
    return part if len(part) >= 8 else found


def validate(found):
    errors, held = [], []
    for name, organisation, chip, efficiency in found:
        others = [run for run in found if run[1] != organisation]
        generation = next((g for g, chips in GENERATIONS.items() if chip in chips), "any")
        low, middle, high = spread([run[3] for run in of_generation(others, generation)])
        errors.append(abs(efficiency / middle - 1))  # hours are inverse to efficiency
        held.append(low <= efficiency <= high)
    print(f"organisation left out: runs={len(found)} mdape={np.median(errors):.1%} "
          f"coverage90={np.mean(held):.1%}")


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    found = kept(sys.argv[1])
    if len(sys.argv) == 3:
        validate(found)
        return
    sys.stdout.write(HEAD)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["key", "name", "efficiency[1]", "error[1]", "error_low", "error_high",
                  "runs[1]", "year", "source", "licence", "note"])
    for key in ("any", *GENERATIONS):
        part = of_generation(found, key)
        low, middle, high = spread([run[3] for run in part])
        a, b = support(np.log(low / middle), np.log(high / middle))
        out.writerow([key, key.capitalize(), f"{middle:.3f}", 0, f"{a:.3f}", f"{b:.3f}", len(part),
                      2025, "published reports; Epoch AI, Data on AI Models", "CC-BY-4.0", ""])


main()
