# SPDX-License-Identifier: Apache-2.0
"""Rows of public measurements of serving, as questions to llm_request: one reader for each form of table."""
import csv
import re

import score

PROMPTS = {"lm-arena-chat": 125, "v2-chat": 125, "v2-code": 125, "gpqa": 250,
           "sourcegraph-fim": 1500, "image-chat": 1500, "video-chat": 6000}
# Tokens that layers without the whole context look at, by family of models.
WINDOWS = [(r"gemma-3", 1024), (r"gemma-2", 4096), (r"gpt-oss", 128), (r"llama-4", 8192)]
PRECISIONS = {"bfloat16": "bf16", "float16": "bf16"}
# Layers with a state of constant size in place of a cache: as many tokens of one, typical of Mamba.
STATE = 1280
# Multi-head latent attention keeps 576 numbers of 2 bytes a layer.
LATENT = "1152B/token"
# MLPerf: parameters, layers, heads, tokens of prompt and answer (data sets of its rules), and what the
# results state of the numbers: 8 bits on H200. Batches are not published: hundreds (Offline).
# gptj is left out: its beam search writes four answers for one.
MLPERF = {
    "llama2-70b": dict(total=69e9, active=69e9, layers=80, kv_heads=8, head_dim=128, prompt=155, answer=294),
    "mixtral-8x7b": dict(total=46.7e9, active=12.88e9, layers=32, kv_heads=8, head_dim=128, prompt=300,
                         answer=146, experts=8, experts_active=2),
}
MLPERF_BATCH = 512
# TokenPowerBench: llama models on H100 NVL. Rows of four boards are left out: how many of them worked is not known.
LLAMA = {"3.1-8B": (8.03e9, 32, 128), "3.2-3B": (3.21e9, 28, 128), "3.2-1B": (1.24e9, 16, 64)}
# Mean over greatest watts of a machine that writes, as in tools/fit/llm_engines.py.
PEAK = 0.85


class Row:
    """A question, what was measured (J a token of output), and the figures that it is compared with."""

    def __init__(self, name, slices, inputs, measured, wall=False):
        self.name, self.slices, self.measured, self.wall = name, slices, measured, wall
        self.inputs = {key: value for key, value in inputs.items() if value is not None}
        if wall:
            self.inputs.update(pue="1", idle_ratio="0")

    def without(self, names):
        for name in names:
            self.inputs.pop(name, None)
        return self

    def predicted(self, figures):
        if not self.wall:
            return figures["token_energy"]
        tokens = float(self.inputs["output_tokens"].removesuffix("token"))
        return tuple(None if value is None else value * 3600 / tokens for value in figures["energy"])


def counted(row, name, scale=1, unit=""):
    value = score.number(row, name)
    return None if value is None else f"{value * scale!r}{unit}"


def shape(row):
    """Architecture, from columns as in the ML.ENERGY tables."""
    given = {"shape.layers": counted(row, "layers"),
             "shape.full_attention": counted(row, "full_attn_fraction")}
    if score.number(row, "experts") is not None:
        given["shape.experts"] = counted(row, "experts")
        given["shape.experts_active"] = counted(row, "experts_active")
    if score.number(row, "kv_heads") == 0:
        given["shape.cache"] = LATENT
    else:
        given["shape.kv_heads"] = counted(row, "kv_heads")
        given["shape.head_dim"] = counted(row, "head_dim")
    return given


def ml_energy(row):
    name = f"{row.get('model_id')} {row.get('group')}"
    window = next((size for pattern, size in WINDOWS if re.search(pattern, name, re.I)), None)
    if row.get("arch") == "hybrid":
        window = STATE
    batch = score.number(row, "avg_batch")
    precision = row.get("precision") or row.get("weight_format")
    engine = "vllm" if row.get("dataset", "v3.0") == "v3.0" else "vllm-2024"
    inputs = {
        "active_parameters": counted(row, "active_params_b", 1e9),
        "total_parameters": counted(row, "total_params_b", 1e9),
        "output_tokens": counted(row, "avg_output_tokens", 1, "token"),
        "input_tokens": f"{PROMPTS.get(row.get('task'), 125)}token",
        "gpu": row["gpu"],
        "gpus": counted(row, "num_gpus"),
        "batch": None if batch is None else repr(max(1, batch)),
        "precision": PRECISIONS.get(precision, precision) or None,
        "engine": row.get("engine") or engine,
        "shape.window": None if window is None else f"{window}token",
        **shape(row),
    }
    slices = {key: row[key] for key in ("gpu", "dataset", "arch", "weight_format", "task") if row.get(key)}
    return Row(f"{row.get('model_id')} on {row.get('num_gpus')} {row['gpu']}", slices, inputs,
               score.number(row, "energy_per_output_token_j"))


def mlperf(row):
    of = next((of for name, of in MLPERF.items() if row["model"].startswith(name)), None)
    joules = score.number(row, "J_token")
    boards = re.match(r"([A-Z]+\d+-[A-Za-z]+-\d+GB)x(\d+)", row["system"])
    if not of or not joules or not boards:
        return None
    inputs = {
        "active_parameters": repr(of["active"]), "total_parameters": repr(of["total"]),
        "output_tokens": f"{of['answer']}token", "input_tokens": f"{of['prompt']}token",
        "gpu": boards[1], "gpus": "1", "batch": repr(MLPERF_BATCH), "precision": "fp8",
        "engine": "tensorrt-llm", "shape.layers": str(of["layers"]),
        "shape.kv_heads": str(of["kv_heads"]), "shape.head_dim": str(of["head_dim"]),
        "shape.experts": str(of.get("experts", 0)), "shape.experts_active": str(of.get("experts_active", 0)),
    }
    name = f"{row['version']} {row['model']} {row['scenario']} on {row['system']}"
    return Row(name, {"model": row["model"], "scenario": row["scenario"]}, inputs, joules, wall=True)


def token_power(row):
    of = next((of for name, of in LLAMA.items() if name in row["model"]), None)
    tokens, answers = score.number(row, "out_tokens"), score.number(row, "responses")
    boards = score.number(row, "gpus")
    if not of or row["engine"] != "vllm" or not tokens or boards > 2:
        return None
    parameters, layers, head_dim = of
    batch = min(score.number(row, "batch"), answers / boards)
    inputs = {
        "active_parameters": repr(parameters), "total_parameters": repr(parameters),
        "output_tokens": f"{tokens / answers!r}token", "input_tokens": "50token",
        "gpu": "H100 NVL 94GB", "gpus": row["gpus"], "batch": repr(max(1, batch)), "precision": "bf16",
        "engine": "vllm", "shape.layers": str(layers), "shape.kv_heads": "8", "shape.head_dim": str(head_dim),
    }
    slices = {"model": row["model"], "boards": row["gpus"], "batch": row["batch"], "responses": row["responses"]}
    return Row(row["file"], slices, inputs, score.number(row, "gpu_J") / tokens)


def published(row):
    """Rows of tools/fit/engines.csv whose watts are known."""
    watts, rate = score.number(row, "power_w"), score.number(row, "output_tokens_per_s")
    if not watts:
        return None
    inputs = {
        "active_parameters": counted(row, "active_params_b", 1e9),
        "total_parameters": counted(row, "total_params_b", 1e9),
        "output_tokens": counted(row, "output_tokens", 1, "token"),
        "input_tokens": counted(row, "input_tokens", 1, "token") or "0token",
        "gpu": row["gpu"], "gpus": counted(row, "num_gpus"), "batch": counted(row, "batch"),
        "precision": row["precision"], "engine": row["engine"],
        "shape.window": counted(row, "window", 1, "token"), **shape(row),
    }
    slices = {key: row[key] for key in ("engine", "precision", "gpu", "model")}
    wall = row["boundary"] == "wall"
    return Row(f"{row['engine']} {row['model']} {row['precision']} on {row['gpu']}", slices, inputs,
               watts * (PEAK if wall else 1) / rate, wall)


def read(path):
    """The rows of a table in one of these forms; those that measure no language model are left out."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    known = rows[0].keys()
    of = (ml_energy if "energy_per_output_token_j" in known else mlperf if "J_token" in known
          else token_power if "gpu_J" in known else published)
    return [row for row in map(of, rows) if row]
