#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Rows for a batch of the training model, random and always the same: seed 1, names of our tables.

	bench/batch_rows.py ROWS > FILE
"""
import csv
import os
import random
import sys

FACTORS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "factors")


def keys(table, wanted):
    """The keys of a table whose column `wanted` is filled."""
    with open(os.path.join(FACTORS, table), encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return sorted({row["key"] for row in rows if row[wanted] and "," not in row["key"]})


def main():
    random.seed(1)
    gpus = keys("gpus.csv", "tdp[W]")
    zones = keys("zones.csv", "intensity[gCO2e/kWh]")
    out = ["gpu,gpu_hours,utilization,zone,pue"]
    for _ in range(int(sys.argv[1])):
        out.append(f"{random.choice(gpus)},{random.lognormvariate(5, 2):.2f},"
                   f"{random.uniform(0.3, 0.95):.3f},{random.choice(zones)},"
                   f"{random.uniform(1.05, 2):.2f}")
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
