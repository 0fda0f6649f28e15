#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the constants of models/cpu_power.model, fitted on facts published by SPEC.

usage: python3 tools/fit/cpu_power.py DATA_DIR model    the fitted lines of models/cpu_power.model
       python3 tools/fit/cpu_power.py DATA_DIR curves > factors/cpu_curves.csv
       python3 tools/fit/cpu_power.py DATA_DIR processors > factors/cpu_processors.csv
       python3 tools/fit/cpu_power.py DATA_DIR validate

Reads DATA_DIR/specpower/train.csv and model_v1.csv (launch years) and nothing else. "validate"
leaves a tenth of the systems out after another, three times over, and prints how far the
prediction is from the servers left out. Needs numpy.

The logarithm of the power at rest and at full load is a polynomial of second degree in what is
known, with a correction for the microarchitecture and one for the processor, both pulled to 0 by a
penalty, so that few servers move them little. Residuals far out count by their size, not its square.
"""
import collections
import csv
import math
import os
import re
import sys

import numpy as np

# What a tier knows: s sockets, c cores a socket, y launch year, t rated power, m memory a core.
KNOWN = {"t0": "scy", "t1": "scy", "t2": "scytm"}
TERMS = list("scytm")
PAIRS = [a + b for i, a in enumerate(TERMS) for b in TERMS[i:]]
GROUPED = {"t1", "t2"}  # tiers with corrections
TO_ZERO = 0.5       # penalty of the second-degree terms
TO_ZERO_ARCH = 0.5  # of a microarchitecture's correction
TO_ZERO_CPU = 2.0   # of a processor's
TO_ERA = 1.0        # of a curve's distance from the mean of its era
SOFT = 0.15         # residuals (of the logarithm) beyond it count less
SOFT_CURVE = 0.05
FEWEST = 3          # servers that a processor needs for a correction of its own
OUTSIDE = 0.04      # share left out on each side: 92 % by design, for the 90 % that are promised
MODERN = 2015

SOURCE = "own fit on facts of SPECpower_ssj2008 (spec.org)"
LICENCE = "Apache-2.0 (own fit)"
FITTED = """\
# Fitted by tools/fit/cpu_power.py on facts published by SPEC (SPECpower_ssj2008, 610 servers, 2004 to
# 2026). SPECpower_ssj2008 is a trademark of SPEC; these constants are not results of SPEC. The
# servers submitted are tuned: production hosts draw more at rest and at part load.
"""
CURVES = """\
# Servers by microarchitecture: t1_* and t2_* are added to the logarithm of the power of
# models/cpu_power.model; f10..f90 are the share of the way from idle to peak at 10..90 % load, by straight
# lines between, f(0) = 0, f(1) = 1. launch is the year in which the microarchitecture came out, a
# plain number that enters the models; `year` dates the fit. `servers` is the number of results behind
# the row, `curves` those of them with a full curve (0: f is that of its era). `modern` (2015 and
# later) and `old` stand for an unknown one: t is 0.
"""
PROCESSORS = """\
# Servers by processor: t1_* and t2_* are added to the logarithm of the power of
# models/cpu_power.model, after the correction of the microarchitecture (uarch, a row of cpu_curves.csv). Processors in fewer
# than three servers have no row. `servers` is their number.
"""
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


def processor_name(text):
    """"Intel(R) Xeon(R) CPU X5570 @ 2.93GHz" and "Intel Xeon X5570" are one: "Intel Xeon X5570"."""
    text = re.sub(r"\((?:R|TM)\)", " ", text, flags=re.I)
    text = re.sub(r"\([^)]*\)?|@.*|\b[\d.]+ ?[GM]Hz.*|\b(?:CPU|processor)\b", " ", text, flags=re.I)
    return " ".join(text.split())


def number(cell):
    try:
        return float(cell)
    except ValueError:
        return math.nan


class Sample:
    """Servers as columns; sample[choice] is a part of them."""

    def __init__(self, rows=(), launch=None, columns=None):
        if columns is not None:
            self.columns = columns
            return
        get = lambda name: np.array([number(row[name]) for row in rows])
        self.columns = {
            "S": get("sockets"), "C": get("cores"), "T": get("tdp_w"), "M": get("mem_gb"),
            "year": get("year"), "launch": np.array([launch[row["arch"]] for row in rows]),
            "arch": np.array([row["arch"] for row in rows]),
            "system": np.array([row["system_id"] for row in rows]),
            "cpu": np.array([processor_name(row["cpu"]) for row in rows]),
            "watts": np.array([[number(row[f"w{load}"]) for load in range(0, 101, 10)]
                               for row in rows]),
        }

    def __getitem__(self, choice):
        return Sample(columns={name: column[choice] for name, column in self.columns.items()})

    def __getattr__(self, name):
        return self.columns[name]

    def terms(self, tier):
        year = self.year if tier == "t0" else self.launch
        return {"s": np.log(self.S), "c": np.log(self.C / self.S) - 2.5, "y": (year - 2015) / 10,
                "t": np.log(self.T) - 5, "m": np.log(self.M / self.C) - 1.5}

    def full_curve(self):
        return np.isfinite(self.watts).all(axis=1)


def design(sample, tier):
    """Columns base, TERMS, PAIRS: those that the tier does not know are left out."""
    terms = sample.terms(tier)
    names = [n for n in TERMS + PAIRS if set(n) <= set(KNOWN[tier])]
    columns = [np.prod([terms[letter] for letter in name], axis=0) for name in names]
    penalty = [1e-6] + [1e-3 if len(name) == 1 else TO_ZERO for name in names]
    return ["base"] + names, np.column_stack([np.ones(len(sample.S)), *columns]), penalty


def robust(columns, penalty, target, soft):
    weight = np.ones(len(target))
    for _ in range(15):
        found = np.linalg.solve(columns.T @ (columns * weight[:, None]) + np.diag(penalty),
                                columns.T @ (weight * target))
        weight = 1 / np.sqrt(1 + ((target - columns @ found) / soft) ** 2)
    return found


def members(labels, which):
    return (labels[:, None] == np.array(which)[None, :]).astype(float)


def named(cpu, count):
    """"Intel Xeon" alone is the name of many processors."""
    return count[cpu] >= FEWEST and any(letter.isdigit() for letter in cpu)


def fit_power(sample, tier, load):
    """{"terms": {name: constant}, "arch": {...}, "cpu": {...}}"""
    names, columns, penalty = design(sample, tier)
    count = collections.Counter(sample.cpu)
    archs = sorted(set(sample.arch)) if tier in GROUPED else []
    cpus = sorted(c for c in count if named(c, count)) if tier in GROUPED else []
    if tier in GROUPED:
        columns = np.hstack([columns, members(sample.arch, archs), members(sample.cpu, cpus)])
        penalty = penalty + [TO_ZERO_ARCH] * len(archs) + [TO_ZERO_CPU] * len(cpus)
    found = robust(columns, penalty, np.log(sample.watts[:, load]), SOFT)
    n, k = len(names), len(archs)
    return {"terms": dict(zip(names, found)), "arch": dict(zip(archs, found[n:n + k])),
            "cpu": dict(zip(cpus, found[n + k:]))}


def usable(sample, tier):
    return np.isfinite(sample.T) & np.isfinite(sample.M) if tier == "t2" else sample.S > 0


def fit_curves(sample):
    """{arch or era: [f10..f90]}"""
    sample = sample[sample.full_curve()]
    idle, peak = sample.watts[:, :1], sample.watts[:, 10:]
    shape = (sample.watts[:, 1:10] - idle) / (peak - idle)
    modern = (sample.launch >= MODERN).astype(float)
    archs = sorted(set(sample.arch))
    columns = np.hstack([np.column_stack([modern, 1 - modern]), members(sample.arch, archs)])
    penalty = [1e-6] * 2 + [TO_ERA] * len(archs)
    found = np.array([robust(columns, penalty, shape[:, k], SOFT_CURVE) for k in range(9)])
    curves = {"modern": found[:, 0], "old": found[:, 1]}
    for i, arch in enumerate(archs):
        era = "modern" if sample.launch[sample.arch == arch][0] >= MODERN else "old"
        curves[arch] = curves[era] + found[:, 2 + i]
    return curves


def fit(sample):
    powers = {(tier, load): fit_power(sample[usable(sample, tier)], tier, load)
              for tier in KNOWN for load in (0, 10)}
    return powers, fit_curves(sample)


def log_power(model, sample, tier):
    names, columns, _ = design(sample, tier)
    logs = columns @ np.array([model["terms"][name] for name in names])
    return logs + np.array([model["arch"].get(a, 0) + model["cpu"].get(c, 0)
                            for a, c in zip(sample.arch, sample.cpu)])


def predict(found, sample, tier):
    """Watts at each load, a row a server."""
    powers, curves = found
    peak = np.exp(log_power(powers[tier, 10], sample, tier))
    idle = np.minimum(np.exp(log_power(powers[tier, 0], sample, tier)), 0.95 * peak)
    era = np.where((sample.year if tier == "t0" else sample.launch) >= MODERN, "modern", "old")
    shape = [curves[e] if tier == "t0" else curves.get(a, curves[e])
             for a, e in zip(sample.arch, era)]
    share = np.column_stack([np.zeros(len(era)), np.array(shape), np.ones(len(era))])
    return idle[:, None] + (peak - idle)[:, None] * share


def left_out(sample, tier, seeds=(1, 2, 3)):
    """(logarithm of measured over predicted, systems): a row a server and time it was left out."""
    sample = sample[usable(sample, tier)]
    errors = []
    for seed in seeds:
        systems = np.unique(sample.system)
        np.random.default_rng(seed).shuffle(systems)
        tenth = np.array([list(systems).index(s) % 10 for s in sample.system])
        for k in range(10):
            found = fit(sample[tenth != k])
            part = sample[tenth == k]
            errors.append(np.log(part.watts) - np.log(predict(found, part, tier)))
    return np.concatenate(errors)


def classes(errors):
    """Residuals at rest, at part load, at full load."""
    part = errors[:, 1:10].ravel()
    return {"idle": errors[:, 0], "part": part[np.isfinite(part)], "peak": errors[:, 10]}


def support(low, high):
    """Ends of the triangular distribution around 1 whose 5 % and 95 % points are low and high."""
    a, b = low, high
    for _ in range(1000):
        a = low - math.sqrt(0.05 * (b - a) * (1 - a))
        b = high + math.sqrt(0.05 * (b - a) * (b - 1))
    return a, b


def limits(residuals):
    return np.exp(np.quantile(residuals, [OUTSIDE, 1 - OUTSIDE]))


def validate(sample):
    for tier in KNOWN:
        errors = left_out(sample, tier)
        parts = classes(errors)
        held = np.concatenate([(np.exp(p) >= limits(p)[0]) & (np.exp(p) <= limits(p)[1])
                               for p in parts.values()])
        flat = errors[np.isfinite(errors)]
        off = np.abs(np.exp(-flat) - 1)
        print(f"{tier} systems left out: mdape={np.median(off):.1%} "
              f"within2x={np.mean(np.abs(flat) < math.log(2)):.1%} coverage90={held.mean():.1%}")
        loads = [np.median(np.abs(np.exp(-e[np.isfinite(e)]) - 1)) for e in errors.T]
        print("   by load: " + " ".join(f"{10 * k}:{e:.1%}" for k, e in enumerate(loads)))
        print("   " + " ".join(f"{name} {limits(p)[0]:.2f}..{limits(p)[1]:.2f}"
                               for name, p in parts.items()))


def table(head, columns, rows):
    sys.stdout.write(head + FITTED)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(columns + ["year", "source", "licence"])
    for row in rows:
        out.writerow(list(row) + [2026, SOURCE, LICENCE])


def digits(values, form="{:.4f}"):
    return [form.format(value) for value in values]


WORDS = {"s": "sockets_log", "c": "cores_log", "y": "age", "t": "rated_log", "m": "memory_log"}


def signed(value):
    return f"{'-' if value < 0 else '+'} {abs(value):.4f}"


def most_cores(terms):
    """Beyond these cores (logarithm) the polynomial would fall: more cores never need less."""
    if terms["cc"] >= 0:
        return WORDS["c"]
    slope = f"{terms['c']:.4f} {signed(terms['sc'])} * {WORDS['s']} {signed(terms['cy'])} * {WORDS['y']}"
    return f"min({WORDS['c']}, ({slope}) / {-2 * terms['cc']:.4f})"


def polynomial(terms, words):
    """base + s * (s + ss * s + sc * c ...) + c * ..., in the words of the model."""
    text = f"{terms['base']:.4f}"
    for i, a in enumerate(TERMS):
        if a in terms:
            inner = [f" {signed(terms[a + b])} * {words[b]}" for b in TERMS[i:] if a + b in terms]
            text += f" + {words[a]} * ({terms[a]:.4f}{''.join(inner)})"
    return text


def write_model(sample):
    powers, _ = fit(sample)
    parts = {tier: classes(left_out(sample, tier)) for tier in KNOWN}
    for tier in KNOWN:
        for name, load in (("peak", 10), ("idle", 0)):
            own = f"{tier}_{name}"
            terms = powers[tier, load]["terms"]
            words = WORDS
            if tier == "t0":
                words = {**WORDS, "c": f"{name}_cores"}
                print(f"  let {name}_cores : 1 = {most_cores(terms)}")
            text = polynomial(terms, words)
            if tier in GROUPED:
                text += (f" + uarch.{own} + "
                         f"(if known(processor.{own}) then processor.{own} else 0)")
            print(f"  let {own} : 1 = {text}")
    for name in ("idle", "part", "peak"):
        low = {tier: limits(parts[tier][name]) for tier in KNOWN}
        print(f"  # {name}: " + ", ".join(f"{tier.upper()} {low[tier][0]:.2f} to {low[tier][1]:.2f}"
                                          for tier in KNOWN))
        ends = {tier: "1 [{:.4f}, {:.4f}]".format(*support(*low[tier])) for tier in KNOWN}
        print(f"  let {name}_error : 1 = if tier > 1.5 then {ends['t2']} else if tier > 0.5 "
              f"then {ends['t1']} else {ends['t0']}")


CORRECTIONS = [("t1", 10), ("t1", 0), ("t2", 10), ("t2", 0)]
COLUMNS = ["t1_peak[1]", "t1_idle[1]", "t2_peak[1]", "t2_idle[1]"]


def corrections(powers, group, key):
    return digits(powers[which][group].get(key, 0) for which in CORRECTIONS)


def write_curves(sample):
    powers, curves = fit(sample)
    rows = []
    for arch in sorted(NAMES):
        ours = sample[sample.arch == arch]
        era = "modern" if ours.launch[0] >= MODERN else "old"
        rows.append([arch, *NAMES[arch], f"{ours.launch[0]:.0f}",
                     *corrections(powers, "arch", arch),
                     *digits(curves.get(arch, curves[era]), "{:.3f}"),
                     len(ours.S), int(ours.full_curve().sum())])
    rows += [[key, name, "", "", 0, 0, 0, 0, *digits(curves[key], "{:.3f}"), "", ""]
             for key, name in (("modern", "Unknown, 2015 and later"),
                               ("old", "Unknown, before 2015"))]
    table(CURVES, ["key", "name", "aliases", "launch[1]"] + COLUMNS +
          [f"f{load}[1]" for load in range(10, 100, 10)] + ["servers[1]", "curves[1]"], rows)


def write_processors(sample):
    powers, _ = fit(sample)
    count = collections.Counter(sample.cpu)
    rows = [[cpu, sample.arch[sample.cpu == cpu][0], *corrections(powers, "cpu", cpu), count[cpu]]
            for cpu in sorted(count) if named(cpu, count)]
    table(PROCESSORS, ["key", "uarch"] + COLUMNS + ["servers[1]"], rows)


def read(folder):
    folder = os.path.join(folder, "specpower")
    with open(os.path.join(folder, "model_v1.csv"), encoding="utf-8") as file:
        launch = {row["uarch"]: float(row["year"]) for row in csv.DictReader(file)}
    with open(os.path.join(folder, "train.csv"), encoding="utf-8") as file:
        return Sample(list(csv.DictReader(file)), launch)


def main():
    tasks = {"model": write_model, "curves": write_curves, "processors": write_processors,
             "validate": validate}
    if len(sys.argv) != 3 or sys.argv[2] not in tasks:
        sys.exit(__doc__)
    tasks[sys.argv[2]](read(sys.argv[1]))


if __name__ == "__main__":
    main()
