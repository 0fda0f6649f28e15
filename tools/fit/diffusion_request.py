#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the constants of models/image_request.model and models/video_request.model, fitted on measurements.

usage: python3 tools/fit/diffusion_request.py DATA_DIR serving > factors/diffusion_serving.csv
       python3 tools/fit/diffusion_request.py DATA_DIR validate

Reads DATA_DIR/ml-energy/image-train.csv and video-train.csv (ML.ENERGY benchmark, Apache-2.0), and what
factors/image_models.csv and video_models.csv say of their models. "validate" leaves out one model
after another, then one accelerator after another, and prints how far the prediction is from what was
measured. Needs numpy and scipy.

The accelerators multiply the patches of the latent by the weights, compare them in the attention and
decode pixels: each so many joules an operation, in parts of RATE, and of what the data sheet says (rated
power over peak) as little as H100 and B200 show. What is split over several accelerators costs more, the more so the smaller the pieces. Beside
it, launching the layers of each step takes so many seconds of the accelerators; the larger of both
prevails (root of the sum of squares). Each accelerator has its own correction, held near 1.
"""
import collections
import csv
import math
import os
import pathlib
import sys

import numpy as np
from scipy.optimize import least_squares

TOP = pathlib.Path(__file__).resolve().parents[2]
# Constants, with what they are thought to be before any measurement: a third of the peak is reached,
# and a layer takes a millisecond of full power.
TERMS = {"compute": 3.0, "attention": 3.0, "decode": 3.0, "layer": 1e-3, "split": 0.2,
         "split_growth": 0.87, "split_grain": 0.33}
OWN = ["compute", "layer"]  # with a correction for each accelerator
# tdp W, dense BF16 peak TFLOPS: rows of factors/gpus.csv.
SHEETS = {"H100": (700, 989.4), "B200": (1000, 2250)}
# Joules an operation: H100 and B200 take nearly the same, though rated power over peak is 0.71 and 0.44 pJ
# (an exponent of 0.1). One of 0.25, our judgement, for consumer boards take more than these.
RATE, RATE_GROWTH = 0.56e-12, 0.25
CHIPS = {
    "H100": ["H100 SXM5 80GB", "H100 PCIe 80GB", "H100 NVL 94GB", "H200 SXM5 141GB", "H200 NVL 141GB",
             "GH200 96GB", "GH200 144GB"],
    "B200": ["B200", "GB200"],
}
MEASURED = {"H100 SXM5 80GB", "B200"}
DECODE = 10e6     # operations of the decoder a pixel: 1240 G multiply-adds for 512 x 512, BK-SDM (from memory)
PROMPT = 300      # tokens that the text encoder reads
SOFT = 0.2        # a residual (of the logarithm) beyond it counts less than its square
TO_PRIOR = 0.3    # weight of the distance of a constant from TERMS, in its logarithm
TO_ONE = 0.3      # weight of the distance of a correction from 1
LOW, HIGH = 0.05, 0.95
OTHER = 2         # times more or less on an accelerator that was not measured: judgement, two of one maker were
STUDENT = 1.895   # 95 % point of Student's t with 7 degrees of freedom: 8 models

SERVING = """\
# Energy of making an image or a video by diffusion, by accelerator: the constants of models/image_request.model
# and models/video_request.model. compute, attention and decode are multiplied by 0.56 pJ an operation, times
# the fourth root of what rated power over dense BF16 peak (factors/gpus.csv) is of that; layer (seconds a layer of a
# step) by rated power. split: what n accelerators take more, times
# (n - 1) ^ split_growth / (TFLOP of a layer of a step) ^ split_grain. Row "spec": an accelerator that was not measured.
# error_low..error_high: the support of a triangular distribution whose 5 % and 95 % points hold 90 % of what
# was measured over what is predicted for a further model ("spec": also for an accelerator that was not measured).
# Fitted by tools/fit/diffusion_request.py on 685 measured configurations of 8 models, ML.ENERGY benchmark (2025),
# Chung et al., NeurIPS D&B 2025, arXiv:2505.06371, Apache-2.0.
"""


def number(row, name, default=None):
    return float(row[name]) if row.get(name) else default


def facts(table):
    with open(TOP / "factors" / f"{table}.csv", encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        rows = [{name.split("[")[0]: cell for name, cell in row.items()} for row in rows]
    return {row["key"]: row for row in rows}


def work(row, model, kind):
    """TFLOP of one image or video: of the weights, of the attention, of the decoder."""
    width, height = number(row, f"{kind}_width"), number(row, f"{kind}_height")
    frames = number(row, "num_frames", 1)
    patch = number(model, "patch")
    patches = (math.ceil(width / patch) * math.ceil(height / patch) *
               math.ceil(frames / number(model, "frame_group", 1)))
    seen = patches + number(model, "text")
    passes = number(model, "passes") * number(row, "inference_steps")
    weights = 2 * number(model, "parameters") * number(model, "token_share") * seen * passes
    encode = 2 * number(model, "encoder") * PROMPT
    attention = 4 * seen ** 2 * number(model, "attention_width") * passes
    return (weights + encode) / 1e12, attention / 1e12, DECODE * width * height * frames / 1e12


def read(folder):
    rows = []
    for kind in ("image", "video"):
        models = facts(f"{kind}_models")
        with open(os.path.join(folder, "ml-energy", f"{kind}-train.csv"), encoding="utf-8") as file:
            for row in csv.DictReader(file):
                model = models[row["model_id"]]
                weights, attention, decode = work(row, model, kind)
                launches = number(model, "layers") * number(row, "inference_steps")
                rows.append({
                    "kind": kind, "model": row["model_id"], "chip": row["gpu_model"],
                    "gpus": number(row, "num_gpus"), "batch": number(row, "batch_size"),
                    "weights": weights, "attention": attention, "decode": decode,
                    "launches": launches, "grain": (weights + attention) / launches,
                    "measured": number(row, f"energy_per_{kind}_joules")})
    return rows


class Sample:
    def __init__(self, rows):
        self.columns = {name: np.array([row[name] for row in rows], dtype=float)
                        for name in ("gpus", "batch", "weights", "attention", "decode", "launches", "grain")}
        self.chip = np.array([list(SHEETS).index(row["chip"]) for row in rows])
        self.power = np.array([SHEETS[row["chip"]][0] for row in rows], dtype=float)
        sheet = self.power / np.array([SHEETS[row["chip"]][1] for row in rows]) * 1e-12
        self.rate = RATE * 1e12 * (sheet / RATE) ** RATE_GROWTH
        self.measured = np.log([row["measured"] for row in rows])
        count = collections.Counter(row["model"] for row in rows)
        weight = np.array([count[row["model"]] ** -0.5 for row in rows])
        self.weight = weight * math.sqrt(len(rows) / (weight ** 2).sum())


def parts(found):
    """Constants, and what each accelerator has over them: at the middle of the accelerators."""
    n = len(TERMS)
    own = found[n:].reshape(len(SHEETS), len(OWN))
    base = dict(zip(TERMS, np.exp(found[:n])))
    for term, index in [("compute", 0), ("attention", 0), ("decode", 0), ("layer", 1)]:
        base[term] *= math.exp(own[:, index].mean())
    return base, np.exp(own - own.mean(axis=0))


def predict(found, sample, known=True):
    base, own = parts(found)
    own = own[sample.chip] if known else np.ones((len(sample.power), len(OWN)))
    c = sample.columns
    computing = sample.rate * own[:, 0] * (
        base["compute"] * c["weights"] + base["attention"] * c["attention"] + base["decode"] * c["decode"])
    computing *= 1 + base["split"] * (c["gpus"] - 1) ** base["split_growth"] / c["grain"] ** base["split_grain"]
    launching = base["layer"] * own[:, 1] * sample.power * c["gpus"] * c["launches"] / c["batch"]
    return np.log(computing ** 2 + launching ** 2) / 2


def fit(rows):
    sample = Sample(rows)
    prior = np.log(list(TERMS.values()))

    def residuals(found):
        off = predict(found, sample) - sample.measured
        soft = SOFT * np.sqrt(2 * (np.sqrt(1 + (off / SOFT) ** 2) - 1)) * np.sign(off)
        return np.concatenate([sample.weight * soft, TO_PRIOR * (found[:len(prior)] - prior),
                               TO_ONE * found[len(prior):]])

    return least_squares(residuals, np.concatenate([prior, np.zeros(len(SHEETS) * len(OWN))])).x


def left_out(rows, key, known):
    """Logarithm of measured over predicted for each row, from fits that had not seen its key."""
    errors = np.zeros(len(rows))
    for value in sorted({row[key] for row in rows}):
        inside = [row for row in rows if row[key] != value]
        outside = [i for i, row in enumerate(rows) if row[key] == value]
        sample = Sample([rows[i] for i in outside])
        errors[outside] = sample.measured - predict(fit(inside), sample, known)
    return errors


def groups(rows, errors, key):
    found = collections.defaultdict(list)
    for row, error in zip(rows, errors):
        found[row[key]].append(error)
    return [np.array(values) for values in found.values()]


def spread(errors_by_group):
    """Standard deviation of the error of a further group: between groups (with what their number
    leaves open), and variance within one."""
    means = np.array([values.mean() for values in errors_by_group])
    within = np.mean([values.var() for values in errors_by_group])
    return (means ** 2).sum() / (len(means) - 1) * (1 + 1 / len(means)), within


def interval(rows, errors):
    """5 % and 95 % points for a further model: Student's, and no less than those of the rows."""
    between, within = spread(groups(rows, errors, "model"))
    half = STUDENT * math.sqrt(between + within)
    low, high = np.quantile(errors, [LOW, HIGH])
    return min(low, -half), max(high, half)


def report(title, rows, errors):
    off = np.abs(np.exp(-errors) - 1)
    low, high = interval(rows, errors)
    held = np.mean((errors >= low) & (errors <= high))
    print(f"{title}: n={len(rows)} mdape={np.median(off):.1%} mean={off.mean():.1%} "
          f"within2x={np.mean(np.abs(errors) < math.log(2)):.1%} coverage90={held:.1%} "
          f"interval={math.exp(low):.3f}..{math.exp(high):.3f}")
    for name in ("kind", "chip", "gpus", "batch", "model"):
        for value in sorted({row[name] for row in rows}):
            part = [i for i, row in enumerate(rows) if row[name] == value]
            print(f"  {name}={value}: n={len(part)} mdape={np.median(off[part]):.1%} "
                  f"predicted/measured={math.exp(-np.median(errors[part])):.2f} "
                  f"coverage90={np.mean((errors[part] >= low) & (errors[part] <= high)):.1%} high/low={math.exp(high - low):.1f}")


def validate(rows):
    report("model left out", rows, left_out(rows, "model", True))
    report("accelerator left out", rows, left_out(rows, "chip", False))


def support(low, high):
    """Ends of the triangular distribution around 1 whose 5 % and 95 % points are low and high."""
    def off(ends):
        a, b = ends
        return [(low - a) ** 2 - LOW * (b - a) * (1 - a), (b - high) ** 2 - LOW * (b - a) * (b - 1)]

    ends = least_squares(off, [low * 0.8, high * 1.2], bounds=([0.01, high], [low, 10])).x
    return ["1", *(f"{end:.4g}" for end in ends)]


def unseen(rows):
    """5 % and 95 % points for a further model on a further accelerator."""
    between, within = spread(groups(rows, left_out(rows, "model", True), "model"))
    half = math.hypot(STUDENT * math.sqrt(between + within), math.log(OTHER))
    return -half, half


def write_serving(rows):
    found = fit(rows)
    base, own = parts(found)
    seen = support(*np.exp(interval(rows, left_out(rows, "model", True))))
    table = [("spec", "Accelerator that was not measured", list(base.values()),
              support(*np.exp(unseen(rows))), "")]
    for chip, names in CHIPS.items():
        constants = dict(base)
        correction, layer = own[list(SHEETS).index(chip)]
        for term in ("compute", "attention", "decode"):
            constants[term] *= correction
        constants["layer"] *= layer
        table += [(name, "", list(constants.values()), seen,
                   "" if name in MEASURED else f"measured on another board with this chip ({chip})")
                  for name in names]
    sys.stdout.write(SERVING)
    out = csv.writer(sys.stdout, lineterminator="\n")
    units = {"layer": "s"}
    out.writerow(["key", "name", *(f"{term}[{units.get(term, '1')}]" for term in TERMS),
                  "error[1]", "error_low", "error_high", "year", "source", "licence", "note"])
    for key, name, constants, error, note in table:
        out.writerow([key, name, *(f"{value:.5g}" for value in constants), *error, 2025,
                      "own fit on the ML.ENERGY benchmark", "Apache-2.0", note])


def main():
    tasks = {"serving": write_serving, "validate": validate}
    if len(sys.argv) != 3 or sys.argv[2] not in tasks:
        sys.exit(__doc__)
    tasks[sys.argv[2]](read(sys.argv[1]))


main()
