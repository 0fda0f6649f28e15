#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The power of a host for each of its accelerators, for models/training.model and llm_training.model.

usage: python3 tools/fit/host_power.py FILE.csv [validate]

FILE.csv is tests/accuracy/mlperf_training.csv or a table of its form: energy of tuned training nodes at
the wall. What the nodes drew beyond 0.95 of the rated power of their boards is the host's: for each
accelerator a share, the median of the rows, of its rated power and FIXED watts. FIXED is a judgement: two
kinds of accelerator do not tell a line's offset from its slope. With it a host of 8 H100 draws 1.6 kW, of
8 A100 1.1 kW (EcoLogits: 1.2 kW), a desktop's 75 to 150 W. `validate` fits on all systems but one and
prints how far the power of its nodes is.
"""
import csv
import os
import statistics
import sys

UTILIZATION = 0.95
FIXED_W = 300
TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def rated_powers():
    """W by each name of an accelerator, without its maker's."""
    with open(os.path.join(TOP, "factors", "gpus.csv"), encoding="utf-8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            if row["tdp[W]"]:
                for name in (row["key"], row["name"], *row["aliases"].split(";")):
                    yield name.removeprefix("NVIDIA "), float(row["tdp[W]"])


def rows_of(path):
    """(system, rated W, W at the wall for each accelerator)"""
    rated = dict(rated_powers())
    with open(path, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            drawn = float(row["nodes_kwh_median"]) * 1e3 / float(row["gpu_hours"])
            yield row["system"], rated[row["gpu"].removeprefix("NVIDIA ")], drawn


def share(rows):
    return statistics.median((drawn - UTILIZATION * rated) / (rated + FIXED_W) for _, rated, drawn in rows)


def errors(rows, of_rated):
    return [abs(UTILIZATION * rated + of_rated * (rated + FIXED_W) - drawn) / drawn for _, rated, drawn in rows]


def main():
    rows = list(rows_of(sys.argv[1]))
    fitted = share(rows)
    print(f"{fitted:.3f} of {FIXED_W} W and the rated power: {len(rows)} rows, median error "
          f"{statistics.median(errors(rows, fitted)):.1%}")
    if "validate" not in sys.argv[2:]:
        return
    for out in dict.fromkeys(system for system, _, _ in rows):
        held = [row for row in rows if row[0] == out]
        fitted = share([row for row in rows if row[0] != out])
        found = errors(held, fitted)
        print(f"without {out}: {fitted:.3f}; {len(held)} rows, median error "
              f"{statistics.median(found):.1%}, largest {max(found):.1%}")


main()
