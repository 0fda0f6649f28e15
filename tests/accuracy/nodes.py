# SPDX-License-Identifier: Apache-2.0
"""Trainings on nodes whose energy was measured at the wall, and the models that estimate them.

A row has the accelerator, the accelerator-hours and the energy of the nodes: the site is not in it,
so pue is 1. A model is given those of these facts that it has inputs for, and nothing else. Prints a
line for each model: median of predicted over measured, median error, share of rows within its 90 %
interval (of those that have one), and the largest high end over its low end. With --hold a model whose
median error is over 6 %, whose intervals have fewer than 85 % of the rows or one of them a high end over
twice its low end fails. `nodes.py` itself checks its sums on rows done by hand.
"""
import json
import os
import statistics
import subprocess
import sys

import score

COLUMNS = ("gpu", "gpu_hours", "nodes_kwh_median")
MODELS = ["training", "llm_training"]


def inputs_of(frugal, model):
    done = subprocess.run([frugal, "models", model, "--json"], capture_output=True, text=True,
                          check=False, env={**os.environ, "LC_ALL": "C"})
    if done.returncode != 0:
        sys.exit(done.stderr.strip())
    return {entry["name"] for entry in json.loads(done.stdout)["inputs"]}


def facts(row):
    return {"gpu": row["gpu"], "gpu_hours": f"{row['gpu_hours']}h", "pue": "1"}


def asked_of(row, names):
    return {name: value for name, value in facts(row).items() if name in names}


class Sums:
    """What entries (measured, predicted, low, high) come to."""

    def __init__(self, entries):
        ratios = [predicted / measured for measured, predicted, _, _ in entries]
        ranges = [(measured, low, high) for measured, _, low, high in entries if low is not None]
        self.n = len(entries)
        self.ratio = statistics.median(ratios)
        self.error = statistics.median(abs(ratio - 1) for ratio in ratios)
        self.inside = sum(low <= measured <= high for measured, low, high in ranges) / len(ranges) if ranges else None
        self.width = max(high / low for _, low, high in ranges) if ranges else None

    def text(self):
        ranges = ("inside=none has an interval" if self.inside is None
                  else f"inside={self.inside:.1%} high/low={self.width:.2f}")
        return f"n={self.n} median_ratio={self.ratio:.3f} mdape={self.error:.1%} {ranges}"

    def hold(self):
        return self.error <= 0.06 and self.inside is not None and self.inside >= 0.85 and self.width <= 2


def compared(asked, model, rows):
    """The entries of the rows that the model answers; prints those that it does not."""
    names = inputs_of(asked.frugal, model)
    answers = score.ask_all(asked.frugal, [(model, asked_of(row, names)) for row in rows])
    for row, answer in zip(rows, answers):
        name = f"{model}: {row.get('system')} {row.get('benchmark')}"
        if isinstance(answer, str):
            print(f"skipped {name}: {answer}")
        elif answer.get("energy", (None,))[0] is None:
            print(f"skipped {name}: energy is absent")
        else:
            entry = (float(row["nodes_kwh_median"]), *answer["energy"])
            if asked.rows:
                print(f"{name}: measured {entry[0]:.4g}, predicted {entry[1]:.4g}, ratio {entry[1] / entry[0]:.3f}")
            yield entry


def report(asked, rows):
    """Prints the models' lines; how many models have nothing to compare, or do not hold."""
    failed = 0
    for model in asked.model or MODELS:
        entries = list(compared(asked, model, rows))
        if not entries:
            print(f"{model}: no row to compare")
            failed += 1
            continue
        sums = Sums(entries)
        print(f"{model}: {sums.text()}")
        if asked.hold and not (sums.hold() and len(entries) == len(rows)):
            print(f"{model}: does not hold")
            failed += 1
    return failed


def self_test():
    entries = [(10, 9, 5, 12), (10, 11, 11, 20), (10, 13, 8, 14)]
    sums = Sums(entries)
    assert (sums.n, sums.ratio, round(sums.width, 9)) == (3, 1.1, 2.4), vars(sums)
    assert round(sums.error, 9) == 0.1 and round(sums.inside, 9) == round(2 / 3, 9), vars(sums)
    assert not sums.hold() and Sums([(10, 10.5, 8, 14)]).hold()
    assert not Sums([(10, 10.5, None, None)]).hold()


if __name__ == "__main__":
    self_test()
