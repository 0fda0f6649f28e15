#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what serving engines multiply the constants of llm_serving.csv by: factors/llm_engines.csv.

usage: python3 tools/fit/llm_engines.py DATA_DIR table > factors/llm_engines.csv
       python3 tools/fit/llm_engines.py DATA_DIR validate

vLLM of 2025 is the engine of llm_serving.csv, so that its factors are 1; that of 2024 is fitted on
DATA_DIR/ml-energy/train.csv (see llm_request.py). TensorRT-LLM, transformers and llama.cpp are fitted
on tools/fit/engines.csv, what others published: tokens a second, and watts where they are known.
"validate" leaves out one model after another and prints how far the prediction is from what was
published. The row for an engine that is not given, that of services and SGLang are judgements. Needs numpy and scipy.
"""
import collections
import csv
import math
import os
import sys

import numpy as np
from scipy.optimize import least_squares

import llm_request

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.join(HERE, "..", "..")
TERMS = list(llm_request.TERMS)
# Watts of a card over its rated power where they are not published: of TensorRT-LLM, as in ML.ENERGY at
# the greatest throughput of each deployment (median 0.68, quarters 0.47 and 0.84); of transformers, what
# EcoCompute measured on that card with a model of that size.
POWER = {"tensorrt-llm": 0.7, "transformers": 0.55}
# What the energy of the vLLM of 2025 is off by from a fit at 0.7 of the rated power, beyond what its speed is
# (models left out: from -0.44 to 0.40, speeds from -0.41 to 0.36; boards that wait are slow and draw little).
POWER_DOUBT = 0.17
LEAST_DOUBT = 0.2  # of an engine on other accelerators and models than the few that were published: judgement
# Mean watts of a machine that writes over the greatest that it drew, which llama.cpp's source states.
PEAK = 0.85
# Requests together at the greatest throughput, where the source does not state them: so many, or as many as the
# memory holds the keys and values of beside the weights, of what engines take of it.
FULL = 512
TAKEN = 0.9
# Energy at the wall over that of the accelerators: 1 + host_ratio of llm_request.model.
WALL = 1.43
# What an engine may change; anything else is that of vLLM.
FREE = {"tensorrt-llm": ["weights", "cache", "compute", "layer", "static", "prefill"],
        "transformers": ["step"], "llama.cpp": ["weights"]}
STEP = 4.0      # J: 100 layers that transformers launches on a board, before any measurement
SOFT = llm_request.SOFT
TO_ONE = 0.3   # weight of the distance of a factor from 1, as in llm_request.py
# Power of the number of accelerators by which static grows, that of vLLM elsewhere. All wait while they exchange their
# sums, in more steps the more they are. Left out, 1.5 is a little better (11 %); eight boards are of one wide model alone.
SHARED = {"tensorrt-llm": 1.25}
GPU_CHIPS = {"H200": "H100", "GB200": "B200"}


def table(name):
    with open(os.path.join(TOP, "factors", name), encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["key"]: {key.split("[")[0]: cell for key, cell in row.items()} for row in rows}


def published():
    rows = []
    with open(os.path.join(HERE, "engines.csv"), encoding="utf-8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            rows.append({key: number(cell) for key, cell in row.items()})
    # L40S wait for each other across PCIe, at watts that are not stated.
    return [row for row in rows if row["gpu"] != "L40S" or row["num_gpus"] == 1]


def number(cell):
    try:
        return float(cell)
    except ValueError:
        return cell


def chip_of(gpu):
    family = gpu.split()[0]
    family = GPU_CHIPS.get(family, family)
    return family if family in llm_request.SHEETS else None


def shared(engine):
    return SHARED.get(engine, llm_request.SHARED)


def triangle(low, high, mode, shares):
    """Quantiles of a triangular distribution."""
    shares = np.asarray(shares)
    rising = low + np.sqrt(shares * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - shares) * (high - low) * (high - mode))
    return np.where(shares < (mode - low) / (high - low), rising, falling)


class Engines:
    """The terms of published rows in joules a token, by what llm_request.py fitted."""

    def __init__(self, folder):
        measured = llm_request.read(folder)
        found = llm_request.fit(measured)
        seen = llm_request.interval(measured, llm_request.left_out(measured, "group", True))
        self.seen = [float(end) for end in llm_request.support(*np.exp(seen))]
        base, chips, older = llm_request.parts(found)
        self.constants = {chip: np.exp(base + chips[i]) for i, chip in enumerate(llm_request.SHEETS)}
        self.constants[None] = np.exp(base)
        self.older = np.exp(older)
        self.gpus, self.precisions = table("gpus.csv"), table("precisions.csv")
        self.rows = published()

    def read(self, row, batch):
        total, active, experts = row["total_params_b"], row["active_params_b"], row["experts"]
        if not experts:
            return total
        called = row["experts_active"]
        expert = (total - active) / (experts - called)
        return active - called * expert + experts * (1 - (1 - called / experts) ** batch) * expert

    def most(self, row, cache):
        """Requests that the accelerators have memory for; cache: size of keys and values against 16 bits."""
        stored = row["total_params_b"] * float(self.precisions[row["precision"]]["stored"])
        free = TAKEN * row["num_gpus"] * float(self.gpus[row["gpu"]]["memory"]) - stored
        tokens = min(row["input_tokens"] + row["output_tokens"], row["window"] or math.inf)
        one = 4 * row["kv_heads"] * row["head_dim"] * row["layers"] * tokens / 1e9 * cache
        return max(1, min(FULL, free / one))

    def terms(self, row):
        """{term: J/token} of vLLM, with "step", what 1 s for 100 layers would add."""
        native = row["engine"] == "tensorrt-llm"
        gpu, precision = self.gpus[row["gpu"]], self.precisions[row["precision"]]
        kind = lambda name: float(precision[("native_" if native else "") + name])
        power, bandwidth = float(gpu["tdp"]), float(gpu["bandwidth"])
        peak = float(gpu["peak_bf16"] or 2 * float(gpu["peak_fp32"]))
        batch = row["batch"] or self.most(row, kind("cache") if native else 1)
        context = row["input_tokens"] or 0
        seen = min(context + row["output_tokens"] / 2, row["window"] or math.inf)
        cache = 4 * row["kv_heads"] * row["head_dim"] * row["layers"] * seen / 1e9
        cache *= float(precision["native_cache"]) if native else 1
        work = 2 * row["active_params_b"] / 1e3 * kind("operations")
        step = row["num_gpus"] * row["layers"] / 100 / batch * power
        layers = step * math.sqrt(batch)
        amounts = [self.read(row, batch) * kind("read") / batch * power / bandwidth,
                   cache * power / bandwidth, work * power / peak, layers,
                   layers if row["experts"] else 0,
                   row["layers"] / 100 * row["num_gpus"] ** shared(row["engine"]) * power,
                   work * context / row["output_tokens"] * power / peak,
                   step * float(precision["expert_step"]) if row["experts"] else 0]
        joules = dict(zip(TERMS, self.constants[chip_of(row["gpu"])] * amounts))
        # While they wait to be launched, large boards draw hardly more than small ones.
        step = row["num_gpus"] * row["layers"] / 100 / batch
        joules["known"] = step * float(precision["step"])
        joules["step"] = step
        return joules

    def measured(self, row):
        engine = row["engine"]
        watts = row["power_w"] or POWER[engine] * row["num_gpus"] * float(self.gpus[row["gpu"]]["tdp"])
        return watts * (PEAK if row["boundary"] == "wall" else 1) / row["output_tokens_per_s"]

    def fit(self, engine, rows):
        free = FREE[engine]
        terms = [self.terms(row) for row in rows]
        wall = np.array([WALL if row["boundary"] == "wall" else 1 for row in rows])
        measured = np.log([self.measured(row) for row in rows])
        count = collections.Counter(row["model"] for row in rows)
        weight = np.array([count[row["model"]] ** -0.5 for row in rows])
        weight *= math.sqrt(len(rows) / (weight ** 2).sum())

        def residuals(logs):
            off = self.predict(engine, terms, dict(zip(free, np.exp(logs)))) + np.log(wall) - measured
            soft = SOFT * np.sqrt(2 * (np.sqrt(1 + (off / SOFT) ** 2) - 1)) * np.sign(off)
            return np.concatenate([weight * soft, TO_ONE * logs])

        return dict(zip(free, np.exp(least_squares(residuals, np.zeros(len(free))).x)))

    @staticmethod
    def predict(engine, terms, found):
        sums = []
        for term in terms:
            step = term["step"] * STEP * found.get("step", 1) if engine == "transformers" else 0
            sums.append(step + term["known"] + sum(term[name] * found.get(name, 1) for name in TERMS))
        return np.log(sums)

    def left_out(self, engine):
        """Rows, and the logarithm of published over predicted from fits that had not seen its model."""
        rows = [row for row in self.rows if row["engine"] == engine]
        errors = np.zeros(len(rows))
        for model in sorted({row["model"] for row in rows}):
            outside = [i for i, row in enumerate(rows) if row["model"] == model]
            found = self.fit(engine, [row for row in rows if row["model"] != model])
            for i in outside:
                wall = math.log(WALL) if rows[i]["boundary"] == "wall" else 0
                errors[i] = (math.log(self.measured(rows[i])) - wall -
                             self.predict(engine, [self.terms(rows[i])], found)[0])
        return rows, errors

    def doubt(self, engine):
        """Support of the logarithm of an engine's own error: with that of a known accelerator, and with what
        unknown watts leave open, its 5 % and 95 % points are those of the models that were left out."""
        rows, errors = self.left_out(engine)
        spread = POWER_DOUBT if any(not row["power_w"] for row in rows) else 0
        low, high = np.quantile(errors, [0.05, 0.95])
        wanted = np.array([-math.hypot(low, spread), math.hypot(high, spread)])
        shares = (np.arange(400) + 0.5) / 400
        seen = np.log(triangle(*self.seen, 1, shares))

        def off(ends):
            sums = np.add.outer(seen, triangle(*ends, 0, shares))
            return np.quantile(sums, [0.05, 0.95]) - wanted

        ends = least_squares(off, wanted, bounds=([-3, 0.01], [-0.01, 3]), diff_step=0.02).x
        return min(ends[0], -LEAST_DOUBT), max(ends[1], LEAST_DOUBT)


def validate(engines):
    for engine in FREE:
        rows, errors = engines.left_out(engine)
        found = engines.fit(engine, [row for row in engines.rows if row["engine"] == engine])
        print(engine, {name: round(float(value), 3) for name, value in found.items()})
        for name in ("engine", "precision", "gpu", "model"):
            for value in sorted({row[name] for row in rows}):
                part = [errors[i] for i, row in enumerate(rows) if row[name] == value]
                print(f"  {name}={value}: n={len(part)} "
                      f"mdape={np.median(np.abs(np.exp(-np.array(part)) - 1)):.1%} "
                      f"predicted/measured={math.exp(-np.median(part)):.2f}")


COLUMNS = ["key", "name", "aliases", *(f"{term}[1]" for term in TERMS if term != "scaled"),
           "shared[1]", "step[J/token]", "padding[1]", "padding_low", "padding_high", "native[1]", "doubt[1]",
           "doubt_low", "doubt_high", "batch_least[1]", "batch_small[1]", "batch_most[1]", "year", "source", "licence",
           "note"]
HEAD = """\
# Serving engines: what each multiplies the constants of llm_serving.csv by, which are those of vLLM in 2025.
# shared: power of the number of accelerators by which static grows: 0 where they share out what it stands for.
# step: joules of an accelerator for each step of a batch and 100 layers (launching them one by one).
# padding: of static batches, which wait for their longest answer: a token costs 1 + padding * ln(batch)
# times as much; with answers of exponential length it would be 1 (1 + 1/2 + ... 1/batch times), with equal ones 0.
# native: 1 where 8 and 4 bits are computed as such and the cache has 8 bits (native_ columns of precisions.csv).
# doubt: natural logarithm of what was measured over what is predicted; its ends are the support.
# batch_least, batch_most: requests served together where batch is not given; batch_small: most on a card of less
# than 40 GB.
# Made by tools/fit/llm_engines.py, on ML.ENERGY (Chung et al., NeurIPS D&B 2025, arXiv:2505.06371,
# Apache-2.0) and on what tools/fit/engines.csv cites, row by row.
"""
ONES = dict.fromkeys(TERMS, 1)


def line(key, name, aliases, factors, doubt, batch, year, source, licence, note="", step=0,
         padding=("0", "", ""), native=0):
    ends = [f"{end:.3g}" if end else "" for end in doubt]
    centre = 0
    return [key, name, aliases, *(f"{factors[term]:.5g}" for term in TERMS if term != "scaled"),
            shared(key), f"{step:.3g}" if step else 0, *padding, native, centre, *ends, *batch, year, source,
            licence, note]


def write(engines):
    found = {engine: engines.fit(engine, [row for row in engines.rows if row["engine"] == engine])
             for engine in FREE}
    doubt = {engine: engines.doubt(engine) for engine in FREE}
    older = dict(zip(TERMS, engines.older))
    own = "own fit on the ML.ENERGY benchmark"
    rows = [
        line("vllm", "vLLM", "current;vllm 0.11", ONES, (0, 0), (8, 64, 256), 2025, own, "Apache-2.0",
             "version 0.11"),
        line("vllm-2024", "vLLM of 2024", "older", older, (0, 0), (8, 64, 256), 2025, own, "Apache-2.0"),
        line("sglang", "SGLang", "sgl", ONES, (-0.3, 0.2), (8, 64, 256), 2026,
             "own judgement: its throughput and that of vLLM pass each other from version to version",
             "Apache-2.0", "not measured"),
        line("tensorrt-llm", "TensorRT-LLM", "trt-llm;trtllm;tensorrt;trtllm-serve",
             {**ONES, **found["tensorrt-llm"]}, doubt["tensorrt-llm"], (32, 128, 1024), 2026,
             "own fit on tokens a second of NVIDIA/TensorRT-LLM, docs/source/performance.md (0.9.0) and "
             "perf-overview.md (2025), at 0.7 of the rated power", "Apache-2.0", native=1),
        line("transformers", "Hugging Face transformers", "hf;huggingface;hf transformers;pytorch",
             ONES, doubt["transformers"], (1, 8, 32), 2026,
             "own fit on hongping-zh/ecocompute-ai (watts of NVML) and huggingface/optimum, "
             "tests/benchmark/README.md", "Apache-2.0; CC-BY-4.0",
             "batches of 8 and more: judgement (padding)",
             step=STEP * found["transformers"]["step"], padding=("0.6", "0", "1.2")),
        line("llama.cpp", "llama.cpp and what is built on it", "llamacpp;ollama;gguf;lm studio;llama-server;koboldcpp;llamafile",
             {**ONES, **found["llama.cpp"]}, doubt["llama.cpp"], (1, 2, 2), 2026,
             "own fit on geerlingguy/ai-benchmarks, README.md (watts at the wall)", "fact (cited)"),
        line("hosted", "Engine of a service that does not name it", "service", ONES, (-0.9, 0.3), (8, 64, 256),
             2026, "own judgement: from TensorRT-LLM to vLLM", "Apache-2.0", native=0.5),
        line("unknown", "Engine that is not given", "any", ONES, (-1.55, 2.0), (1, 2, 1536), 2026,
             "own judgement: from TensorRT-LLM to transformers in batches", "Apache-2.0", native=0.5),
    ]
    sys.stdout.write(HEAD)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(COLUMNS)
    out.writerows(rows)


def main():
    tasks = {"table": write, "validate": validate}
    if len(sys.argv) != 3 or sys.argv[2] not in tasks:
        sys.exit(__doc__)
    tasks[sys.argv[2]](Engines(sys.argv[1]))


if __name__ == "__main__":
    main()
