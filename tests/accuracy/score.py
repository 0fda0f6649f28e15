# SPDX-License-Identifier: Apache-2.0
"""What the accuracy programs share: asking frugal, and saying how far it is from what was measured."""
import argparse
import concurrent.futures
import csv
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]


def parser(text, models=False, **more):
    """The arguments of a program; more: its own options, each with its help."""
    parser = argparse.ArgumentParser(description=text, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--frugal", default=str(TOP / "build" / "frugal"), help="the program")
    parser.add_argument("--rows", action="store_true", help="also print every row")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth row")
    if models:
        parser.add_argument("--model", action="append", metavar="NAME", help="ask this model; may be repeated")
        parser.add_argument("--hold", action="store_true", help="fail where a model misses its targets")
    for name, help_text in more.items():
        parser.add_argument("--" + name, default="", metavar="NAME,NAME", help=help_text)
    parser.add_argument("file", metavar="FILE.csv")
    return parser


def options(text, models=False, **more):
    return parser(text, models, **more).parse_args()


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(row, name):
    """The number in a cell, or None where there is no such column or it is empty."""
    cell = (row.get(name) or "").strip()
    return float(cell) if cell else None


def figures(frugal, model, inputs):
    """{name: (value, low, high)} in the units of the model, or the text of the refusal."""
    command = [frugal, "estimate", model, *(f"{name}={value}" for name, value in inputs.items()
                                            if value is not None), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False,
                          env={**os.environ, "LC_ALL": "C"})
    if done.returncode != 0:
        return done.stderr.strip()
    return {figure["name"]: (figure["value"], figure.get("low"), figure.get("high"))
            for figure in json.loads(done.stdout)["figures"]}


def ask_all(frugal, questions):
    """The answers to (model, inputs), in order."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda question: figures(frugal, *question), questions))


def ask_batch(frugal, model, questions):
    """The answers to inputs, in order, by one batch: for thousands of questions to a model that answers at once."""
    names = sorted({name for question in questions for name, value in question.items() if value is not None})
    with tempfile.TemporaryDirectory() as folder:
        asked, refused = os.path.join(folder, "asked.csv"), os.path.join(folder, "refused.csv")
        with open(asked, "w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(names)
            out.writerows([["" if row.get(name) is None else row[name] for name in names] for row in questions])
        done = subprocess.run([frugal, "estimate", model, "--batch", asked, "--intervals", "--rejects", refused], capture_output=True,
                              text=True, check=False, env={**os.environ, "LC_ALL": "C"})
        why = {int(row["line"]): row["reason"] for row in read(refused)} if os.path.exists(refused) else {}
    if not done.stdout:
        sys.exit(done.stderr.strip())
    rows = csv.DictReader(line for line in done.stdout.splitlines() if line)
    figures_of = lambda row: {name.split("[")[0]: float(cell) for name, cell in row.items()
                              if name.split("[")[0] not in names and cell and number_like(cell)}
    return [why.get(i + 2) or ranges(figures_of(next(rows))) for i in range(len(questions))]


def number_like(cell):
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False


def ranges(flat):
    """{name: (value, low, high)} of figures whose ends stand beside them."""
    return {name: (value, flat.get(f"{name}_low"), flat.get(f"{name}_high")) for name, value in flat.items()
            if not name.endswith(("_low", "_high"))}


class Score:
    """Predictions beside measurements, by slice. A measurement is positive."""

    def __init__(self):
        self.entries = []
        self.skipped = []

    def add(self, name, slices, measured, predicted, low, high):
        self.entries.append((name, slices, measured, predicted, low, high))

    def skip(self, name, why):
        self.skipped.append((name, why))

    @staticmethod
    def line(entries):
        off = [abs(predicted / measured - 1) for _, _, measured, predicted, _, _ in entries]
        near = [abs(math.log(predicted / measured)) <= math.log(2) if predicted > 0 else False
                for _, _, measured, predicted, _, _ in entries]
        held = [low is not None and low <= measured <= high
                for _, _, measured, _, low, high in entries]
        width = [high / low for _, _, _, _, low, high in entries if low]
        return (f"mdape={statistics.median(off):.1%} within2x={sum(near) / len(near):.1%} "
                f"coverage90={sum(held) / len(held):.1%}" +
                (f" width={statistics.median(width):.1f}" if width else ""))

    def report(self, every_row):
        for name, why in self.skipped:
            print(f"skipped {name}: {why}")
        if every_row:
            for name, _, measured, predicted, low, high in self.entries:
                print(f"{name}: measured {measured:.4g}, predicted {predicted:.4g} "
                      f"[{low:.4g}, {high:.4g}]")
        if not self.entries:
            print("no row to compare")
            sys.exit(1)
        kinds = dict.fromkeys(kind for entry in self.entries for kind in entry[1])
        for kind in kinds:
            values = sorted({str(entry[1][kind]) for entry in self.entries if kind in entry[1]})
            for value in values:
                part = [e for e in self.entries if str(e[1].get(kind)) == value]
                print(f"{kind}={value}: n={len(part)} {self.line(part)}")
        print(self.line(self.entries))
