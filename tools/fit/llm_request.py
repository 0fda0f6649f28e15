#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the constants of models/llm_request.model, fitted on measurements.

usage: python3 tools/fit/llm_request.py DATA_DIR serving > factors/llm_serving.csv
       python3 tools/fit/llm_request.py DATA_DIR validate

Reads DATA_DIR/ml-energy/train.csv (ML.ENERGY benchmark, Apache-2.0) and nothing else. "validate"
leaves out one family of models (backbone) after another, then one accelerator after another, and
prints how far the prediction is from what was measured. Needs numpy and scipy.

A term of the energy of one output token is a number of seconds or a ratio times what the data
sheet of the accelerator says. Each accelerator has its own correction of every term, and so has the
older serving engine; corrections are held near 1 by a penalty, so that few rows move them little.
tools/fit/llm_engines.py fits other engines beside these.
"""
import collections
import csv
import math
import os
import sys

import numpy as np
from scipy.optimize import least_squares

# Terms, with what they are thought to be before any measurement.
TERMS = {"weights": 1.1, "cache": 0.9, "compute": 2.3, "layer": 3e-4, "expert_layer": 3e-4,
         "static": 1e-4, "prefill": 1.6, "scaled": 2e-3}
# tdp W, bandwidth GB/s, dense BF16 peak TFLOPS: rows of factors/gpus.csv.
SHEETS = {"H100": (700, 3350, 989.4), "B200": (1000, 8000, 2250), "A100": (400, 1555, 312)}
CHIPS = {
    "H100": ["H100 SXM5 80GB", "H100 PCIe 80GB", "H100 NVL 94GB", "H200 SXM5 141GB",
             "H200 NVL 141GB", "GH200 96GB", "GH200 144GB"],
    "B200": ["B200", "GB200"],
    "A100": ["A100 SXM4 40GB", "A100 SXM4 80GB", "A100 PCIe 40GB", "A100 PCIe 80GB"],
}
MEASURED = {"H100 SXM5 80GB", "B200", "A100 SXM4 40GB"}
# Rows of factors/precisions.csv: bytes read for a parameter, operations against BF16.
PRECISIONS = {"bfloat16": (2, 1), "fp8": (1.5, 1), "mxfp4": (0.56, 0.5)}
# Tokens of the prompts of the benchmark's tasks, which it does not publish: nominal.
PROMPTS = {"lm-arena-chat": 125, "v2-chat": 125, "v2-code": 125, "gpqa": 250,
           "sourcegraph-fim": 1500, "image-chat": 1500, "video-chat": 6000}
# A state of constant size is so many tokens of a cache: 28 of Nemotron Nano's 56 other layers are of
# Mamba, each reading and writing 128 x 80 x 128 numbers of 4 bytes a token; 4096 bytes are a token.
WINDOWS = {"gemma-2-9b": 4096, "gemma-3-12b": 1024, "Llama-4-Maverick": 8192, "gpt-oss-20b": 128,
           "gpt-oss-120b": 128, "Nemotron-Nano-12B": 1280}
SHARED = 0.25   # power of the number of accelerators by which static grows: of 0, 0.15, 0.25, 0.3, 0.5 and 1, the best left out
SOFT = 0.2      # a residual (of the logarithm) beyond it counts less than its square
TO_PRIOR = 0.03  # weight of the distance of a term from TERMS
TO_ONE = 0.3     # weight of the distance of a correction from 1
LOW, HIGH = 0.05, 0.95

FITTED = """\
# Fitted by tools/fit/llm_request.py on 685 measured configurations of the ML.ENERGY benchmark (2024
# and 2025), Chung et al., NeurIPS D&B 2025, arXiv:2505.06371, Apache-2.0.
"""
SERVING = """\
# Energy of serving a language model, by accelerator: the constants of models/llm_request.model.
# Each is multiplied by the value of the data sheet (factors/gpus.csv): weights and cache by rated power
# over bandwidth, compute and prefill by rated power over dense BF16 peak, layer, expert_layer, static
# and scaled (experts in 8 bits) by rated power (seconds a token); static is of 100 layers, and of accelerators that
# work together counts their number to the power shared of llm_engines.csv. Row "spec": one that was not measured.
# error_low..error_high: the support of a triangular distribution whose 5 % and 95 % points contain 90 %
# of what was measured over what is predicted, for models that the fit had not seen ("spec": for
# accelerators that it had not seen).
""" + FITTED


def read(folder):
    rows = []
    with open(os.path.join(folder, "ml-energy", "train.csv"), encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for name, cell in row.items():
                try:
                    row[name] = float(cell)
                except ValueError:
                    pass
            row["chip"] = row["gpu"].split("-")[0]
            row["older"] = row["dataset"] != "v3.0"
            row["class"] = kind(row)
            rows.append(row)
    return rows


def kind(row):
    """The class of a model that the error is stated of."""
    if row["arch"] != "moe":
        return row["arch"]
    large = row["weight_format"] == "fp8" and row["total_params_b"] > 300
    return f"mixture in {row['weight_format']}" + (", above 300 G" if large else "")


def weights_read(row, size):
    """GB read in a step of the batch: of a mixture, what all tokens share and the experts they call."""
    total, active, experts = row["total_params_b"], row["active_params_b"], row["experts"]
    if not experts:
        return total * size
    called = row["experts_active"]
    expert = (total - active) / (experts - called)
    touched = experts * (1 - (1 - called / experts) ** row["avg_batch"])
    return (active - called * expert + touched * expert) * size


def cache_read(row):
    """GB of keys and values read for a token."""
    context = PROMPTS[row["task"]] + row["avg_output_tokens"] / 2
    window = min(context, WINDOWS.get(row["group"], context))
    seen = row["full_attn_fraction"] * context + (1 - row["full_attn_fraction"]) * window
    size = 4 * row["kv_heads"] * row["head_dim"] if row["kv_heads"] else 1152
    return row["layers"] * size * seen / 1e9


def terms(row):
    power, bandwidth, peak = SHEETS[row["chip"]]
    size, operations = PRECISIONS[row["weight_format"]]
    work = 2 * row["active_params_b"] / 1e3 * operations  # TFLOP a token
    step = row["num_gpus"] * row["layers"] / 100 / row["avg_batch"] * power
    layers = step * math.sqrt(row["avg_batch"])
    return [weights_read(row, size) / row["avg_batch"] * power / bandwidth,
            cache_read(row) * power / bandwidth,
            work * power / peak,
            layers,
            layers if row["experts"] else 0.0,
            # Each layer of each token, of which accelerators that work together share out only a part.
            row["layers"] / 100 * row["num_gpus"] ** SHARED * power,
            work * PROMPTS[row["task"]] / row["avg_output_tokens"] * power / peak,
            # Experts in 8 bits: a step costs the same for few requests as for dozens.
            step if row["experts"] and row["weight_format"] == "fp8" else 0.0]


class Sample:
    def __init__(self, rows):
        self.terms = np.array([terms(row) for row in rows])
        self.chip = np.array([list(SHEETS).index(row["chip"]) for row in rows])
        self.older = np.array([row["older"] for row in rows], dtype=float)
        self.measured = np.log([row["energy_per_output_token_j"] for row in rows])
        count = collections.Counter(row["group"] for row in rows)
        weight = np.array([count[row["group"]] ** -0.5 for row in rows])
        self.weight = weight * math.sqrt(len(rows) / (weight ** 2).sum())


def parts(found):
    n = len(TERMS)
    return found[:n], found[n:-n].reshape(len(SHEETS), n), found[-n:]


def predict(found, sample, known=True):
    base, chips, older = parts(found)
    logs = base + sample.older[:, None] * older + (chips[sample.chip] if known else 0)
    return np.log((sample.terms * np.exp(logs)).sum(axis=1))


def fit(rows):
    sample = Sample(rows)
    prior = np.log(list(TERMS.values()))
    n = len(TERMS)

    def residuals(found):
        off = predict(found, sample) - sample.measured
        soft = SOFT * np.sqrt(2 * (np.sqrt(1 + (off / SOFT) ** 2) - 1)) * np.sign(off)
        return np.concatenate([sample.weight * soft, TO_PRIOR * (found[:n] - prior),
                               TO_ONE * found[n:]])

    start = np.concatenate([prior, np.zeros(n * (len(SHEETS) + 1))])
    return least_squares(residuals, start, max_nfev=200).x


def left_out(rows, key, known):
    """Logarithm of measured over predicted for each row, from fits that had not seen its key."""
    errors = np.zeros(len(rows))
    for value in sorted({row[key] for row in rows}):
        inside = [i for i, row in enumerate(rows) if row[key] != value]
        outside = [i for i, row in enumerate(rows) if row[key] == value]
        sample = Sample([rows[i] for i in outside])
        found = fit([rows[i] for i in inside])
        errors[outside] = sample.measured - predict(found, sample, known)
    return errors


def interval(rows, errors):
    """The 5 % and 95 % points: over rows, and with every backbone counting alike; the wider."""
    count = collections.Counter(row["group"] for row in rows)
    weight = np.array([1 / count[row["group"]] for row in rows])
    order = np.argsort(errors)
    share = np.cumsum(weight[order]) / weight.sum()
    alike = [errors[order][np.searchsorted(share, q)] for q in (LOW, HIGH)]
    plain = np.quantile(errors, [LOW, HIGH])
    return min(alike[0], plain[0]), max(alike[1], plain[1])


def validate(rows):
    for title, key, known in (("backbone left out", "group", True),
                              ("accelerator left out", "chip", False)):
        errors = left_out(rows, key, known)
        off = np.abs(np.exp(-errors) - 1)
        low, high = interval(rows, errors)
        held = np.mean((errors >= low) & (errors <= high))
        print(f"{title}: mdape={np.median(off):.1%} mean={off.mean():.1%} "
              f"within2x={np.mean(np.abs(errors) < math.log(2)):.1%} coverage90={held:.1%} "
              f"interval={math.exp(low):.3f}..{math.exp(high):.3f}")
        for name in ("chip", "older", "class", "weight_format", "task"):
            for value in sorted({row[name] for row in rows}, key=str):
                part = [i for i, row in enumerate(rows) if row[name] == value]
                print(f"  {name}={value}: n={len(part)} mdape={np.median(off[part]):.1%} "
                      f"predicted/measured={math.exp(-np.median(errors[part])):.2f}")


def support(low, high):
    """Ends of the triangular distribution around 1 whose 5 % and 95 % points are low and high."""
    def off(ends):
        a, b = ends
        return [(low - a) ** 2 - LOW * (b - a) * (1 - a), (b - high) ** 2 - LOW * (b - a) * (b - 1)]

    a, b = least_squares(off, [low * 0.8, high * 1.2], bounds=([0.01, high], [low, 10])).x
    return f"{a:.4g}", f"{b:.4g}"


def write(head, columns, rows):
    sys.stdout.write(head)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["key", "name", *columns, "year", "source", "licence", "note"])
    for key, name, cells, note in rows:
        out.writerow([key, name, *cells, 2025, "own fit on the ML.ENERGY benchmark", "Apache-2.0",
                      note])


def rounded(logs):
    return [f"{math.exp(log):.5g}" for log in logs]


def write_serving(rows):
    base, chips, _ = parts(fit(rows))
    seen = support(*np.exp(interval(rows, left_out(rows, "group", True))))
    unseen = support(*np.exp(interval(rows, left_out(rows, "chip", False))))
    table = [("spec", "Accelerator that was not measured", [*rounded(base), 1, *unseen], "")]
    for chip, names in CHIPS.items():
        constants = rounded(base + chips[list(SHEETS).index(chip)])
        table += [(name, "", [*constants, 1, *seen],
                   "" if name in MEASURED else f"measured on another board with this chip ({chip})")
                  for name in names]
    seconds = {"layer", "expert_layer", "static", "scaled"}
    write(SERVING, [*(f"{term}[{'s/token' if term in seconds else '1'}]" for term in TERMS),
                    "error[1]", "error_low", "error_high"], table)


def main():
    tasks = {"serving": write_serving, "validate": validate}
    if len(sys.argv) != 3 or sys.argv[2] not in tasks:
        sys.exit(__doc__)
    tasks[sys.argv[2]](read(sys.argv[1]))


if __name__ == "__main__":
    main()
