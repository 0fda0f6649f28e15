#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes factors/cpu_curves.csv: the constants of the CPU server power models, by microarchitecture.

usage: python3 tools/factors/cpu_curves.py DATA_DIR > factors/cpu_curves.csv

Reads DATA_DIR/specpower/model_v1.csv, which holds fitted constants and no result of SPEC.
"""
import csv
import os
import sys

HEAD = """\
# Servers' power by microarchitecture: the corrections of models/cpu_power.model and the shape of
# power over load. t1_* and t2_* are added to the logarithm of the peak and idle power (W) of the
# models T1 (cores, sockets) and T2 (TDP and memory too); f10..f90 are the share of the way from
# idle to peak at 10..90 % load, by straight lines between, f(0) = 0, f(1) = 1. launch is the year
# in which the microarchitecture came out, a plain number that enters the models; `year` dates the
# fit. `servers` is the number of results behind the row, `curves` those of them with a full curve
# (0: f is the default). `modern` (2015 and later) and `old` stand for an unknown one: t is 0.
# Fitted by us on facts published by SPEC (SPECpower_ssj2008, 2004 to 2026, training part only).
# SPECpower_ssj2008 is a trademark of SPEC; these constants are not results of SPEC. The servers
# submitted are tuned: production hosts draw more at rest and at part load.
"""
SHAPE = [f"f{load}" for load in range(10, 100, 10)]
TERMS = ["t1_peak", "t1_idle", "t2_peak", "t2_idle"]
NAMES = {
    "arm-server": ("Arm server cores", "arm;Neoverse;Ampere Altra;AmpereOne"),
    "broadwell": ("Intel Broadwell", "Xeon E5 v4;Xeon D-1500"),
    "bulldozer": ("AMD Bulldozer and Piledriver", "Piledriver;Opteron 6200;Opteron 6300"),
    "cascadelake": ("Intel Cascade Lake", "Cascade Lake;Xeon Scalable 2nd generation"),
    "coffeelake": ("Intel Coffee Lake", "Coffee Lake;Xeon E-2100;Xeon E-2200"),
    "core2": ("Intel Core 2", "Core 2;Xeon 5100;Xeon 5400"),
    "emeraldrapids": ("Intel Emerald Rapids", "Emerald Rapids;Xeon Scalable 5th generation"),
    "graniterapids": ("Intel Granite Rapids", "Granite Rapids;Xeon 6 P-core"),
    "haswell": ("Intel Haswell", "Xeon E5 v3"),
    "icelake": ("Intel Ice Lake", "Ice Lake;Xeon Scalable 3rd generation"),
    "intel-other": ("Intel, other", ""),
    "ivybridge": ("Intel Ivy Bridge", "Ivy Bridge;Xeon E5 v2"),
    "k10": ("AMD K10", "Barcelona;Shanghai;Istanbul;Magny-Cours"),
    "kabylake": ("Intel Kaby Lake", "Kaby Lake"),
    "nehalem": ("Intel Nehalem and Westmere", "Westmere"),
    "other": ("Other", ""),
    "rocketlake": ("Intel Rocket Lake", "Rocket Lake"),
    "sandybridge": ("Intel Sandy Bridge", "Sandy Bridge"),
    "sapphirerapids": ("Intel Sapphire Rapids", "Sapphire Rapids;Xeon Scalable 4th generation"),
    "sierraforest": ("Intel Sierra Forest", "Sierra Forest;Xeon 6 E-core"),
    "skylake": ("Intel Skylake", "Skylake-SP;Xeon Scalable 1st generation"),
    "zen1": ("AMD Zen", "Zen;Naples;EPYC 7001"),
    "zen2": ("AMD Zen 2", "Zen 2;Rome;EPYC 7002"),
    "zen3": ("AMD Zen 3", "Zen 3;Milan;EPYC 7003"),
    "zen4": ("AMD Zen 4", "Zen 4;Genoa;Bergamo;EPYC 9004"),
    "zen5": ("AMD Zen 5", "Zen 5;Turin;EPYC 9005"),
}
# Means over the training part: 2015 and later, and before.
DEFAULTS = [
    ("modern", "Unknown, 2015 and later",
     [.174, .235, .302, .369, .433, .512, .602, .724, .863]),
    ("old", "Unknown, before 2015", [.157, .234, .311, .386, .470, .550, .650, .773, .897]),
]
SOURCE = "fitted on SPECpower_ssj2008 facts (spec.org)"
LICENCE = "Apache-2.0 (own fit)"


def main():
    path = os.path.join(sys.argv[1], "specpower", "model_v1.csv")
    sys.stdout.write(HEAD)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["key", "name", "aliases", "launch[1]"] + [f"{c}[1]" for c in TERMS + SHAPE] +
                 ["servers[1]", "curves[1]", "year", "source", "licence"])
    with open(path, encoding="utf-8") as f:
        for row in csv.DictReader(f):
            name, aliases = NAMES[row["uarch"]]
            out.writerow([row["uarch"], name, aliases, row["year"]] +
                         [row[c] for c in TERMS + SHAPE] +
                         [row["n"], row["n_curve"], 2026, SOURCE, LICENCE])
    for key, name, shape in DEFAULTS:
        out.writerow([key, name, "", ""] + [0] * 4 + [f"{f:.3f}" for f in shape] +
                     ["", "", 2026, SOURCE, LICENCE])


if __name__ == "__main__":
    main()
