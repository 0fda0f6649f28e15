# SPDX-License-Identifier: Apache-2.0
"""Work on accelerators whose time and energy were measured, as questions to methods that multiply accelerator-hours.

A Work has the accelerator, the accelerator-hours and the measured kWh of so many tokens, images or videos, or of an hour.
A method is given these, pue 1 and nothing else, as trainings on nodes are (nodes.py)."""
import csv
import re

import nodes
import score
import serving_sets

METHODS = ["training", "llm_training", "green_algorithms", "mlco2", "luccioni2023", "strubell2019", "codecarbon", "patterson2021",
           "carbontracker"]
TOKENS = 1e6
HOURS = 1000


class Work:
    """As much of it as takes a thousand accelerator-hours: some methods round, as the pages do that they come from."""

    def __init__(self, gpu, gpu_hours, kwh, key=None):
        self.gpu, self.gpu_hours, self.kwh, self.key = gpu, HOURS, kwh * HOURS / gpu_hours, key
        self.amount = HOURS / gpu_hours


def tokens(row):
    seconds = TOKENS / float(row["output_tokens_per_s"])
    key = tuple(row[name] for name in ("dataset", "task", "model_id", "num_gpus", "max_batch", "weight_format"))
    return Work(row["gpu"], seconds * float(row["num_gpus"]) / 3600, TOKENS * float(row["energy_per_output_token_j"]) / 3.6e6, key)


def batch(row):
    boards, seconds = float(row["num_gpus"]), float(row["batch_latency_s"]) / float(row["batch_size"])
    kind = "video" if "energy_per_video_joules" in row else "image"
    key = tuple(row[name] for name in ("model_id", "num_gpus", "batch_size", "inference_steps", f"{kind}_width", f"{kind}_height"))
    return Work(row["gpu_model"], seconds * boards / 3600, float(row[f"energy_per_{kind}_joules"]) / 3.6e6, key)


def requests(row):
    """TokenPowerBench, the rows that serving_sets.py takes."""
    if not serving_sets.token_power(row):
        return None
    return Work("H100 NVL 94GB", float(row["s"]) * float(row["gpus"]) / 3600, float(row["gpu_J"]) / 3.6e6)


def system(row):
    """MLPerf: an hour at the wall."""
    boards = re.match(r"([A-Z]+\d+-[A-Za-z]+-\d+GB)x(\d+)", row["system"])
    return Work(boards[1], float(boards[2]), float(row["W"]) / 1000) if boards else None


def works(path, of):
    with open(path, encoding="utf-8", newline="") as file:
        return [work for work in map(of, csv.DictReader(file)) if work]


def by_hours(frugal, found):
    """(method, (measured, value, low, high) of each answer) of each method that accelerator-hours are enough for."""
    for method in METHODS:
        names = nodes.inputs_of(frugal, method)
        facts = [{"gpu": work.gpu, "gpu_hours": f"{work.gpu_hours!r}h", "pue": "1"} for work in found]
        answers = score.ask_batch(frugal, method, [{k: v for k, v in one.items() if k in names} for one in facts])
        yield method, [(work.kwh, *answer["energy"]) for work, answer in zip(found, answers) if not isinstance(answer, str)]


def by_power(frugal, found):
    """Watts of a board, of gpu_power with its own utilisation."""
    answers = score.ask_batch(frugal, "gpu_power", [{"gpu": work.gpu} for work in found])
    return [(1000 * work.kwh / work.gpu_hours, *answer["power"]) for work, answer in zip(found, answers) if not isinstance(answer, str)]


def moved(frugal, found, here, there):
    """The same work on two accelerators: what elsewhere makes of the one, and what the other took. No key twice."""
    energy = lambda a, b: a.kwh * b.amount / a.amount
    hours = lambda a, b: a.gpu_hours * b.amount / a.amount
    first = {work.key: work for work in found if work.gpu.startswith(here)}
    pairs = {work.key: (first[work.key], work) for work in found if work.gpu.startswith(there) and work.key in first}
    ask = [{"here": a.gpu, "there": b.gpu, "duration": f"{hours(a, b)!r}h", "energy": f"{energy(a, b)!r}kWh"} for a, b in pairs.values()]
    answers = score.ask_batch(frugal, "elsewhere", ask) if ask else []
    return [(b.kwh, *answer["energy_there"]) for (_, b), answer in zip(pairs.values(), answers) if not isinstance(answer, str)]
