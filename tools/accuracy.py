#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes docs/accuracy.md: each method against each set of measurements that a reader can fetch.

usage: python3 tools/accuracy.py [--frugal PATH] [--every N] DATA_DIR > docs/accuracy.md

DATA_DIR has the folders ml-energy, mlperf-power, tokenpowerbench, specpower and the tables of published
trainings; the other sets are in this tree. A set that is not there is named in the page, not passed over.
Rows are read and put to the methods by tests/accuracy, which prints slices and single rows of the same;
what was left out of a fit is measured by tools/fit. Needs numpy and scipy.
"""
import argparse
import pathlib
import statistics
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TOP / "tests" / "accuracy"))
import media  # noqa: E402
import nodes  # noqa: E402
import score  # noqa: E402
import serving_sets  # noqa: E402

FOUND = ["n", "mdape", "within2x", "coverage90", "width"]
TRAININGS = ["training", "llm_training", "green_algorithms", "mlco2", "luccioni2023", "strubell2019", "codecarbon",
             "patterson2021", "carbontracker"]
HEAD = """\
# How far each method is from what was measured

Made by `python3 tools/accuracy.py DATA_DIR > docs/accuracy.md`; `tests/accuracy` prints the same by slices and row by row. The sets are
public: `docs/factors.md` and the tables name their sources. **Ratio** is the median of predicted over measured, **error** the median of
the distance of that ratio from 1, **inside** the share of rows within the 90 % interval of the method, **high/low** the median of its ends. A
published method has no interval where its authors give none. **Fit**: ours was fitted on this set; the last section has the error on what was
left out of the fit. **Test**: nothing of it entered a fit. A method that counts another thing than what was measured says so in its row.
"""


class Row:
    def __init__(self, method, entries, note=""):
        self.method, self.entries, self.note = method, [entry for entry in entries if entry[1]], note

    def text(self):
        if not self.entries:
            return f"| `{self.method}` | 0 | | | | | {self.note or 'no row could be asked'} |"
        ratios = [predicted / measured for measured, predicted, _, _ in self.entries]
        ranges = [(measured, low, high) for measured, _, low, high in self.entries if low and high and high > low]
        inside = f"{sum(low <= m <= high for m, low, high in ranges) / len(ranges):.0%}" if ranges else ""
        width = f"{statistics.median(high / low for _, low, high in ranges):.1f}" if ranges else ""
        error = statistics.median(abs(ratio - 1) for ratio in ratios)
        cells = (f"`{self.method}`", f"{len(ratios)}", f"{statistics.median(ratios):.2f}", f"{error:.0%}" if error >= 0.1 else
                 f"{error:.1%}", inside, width, self.note)
        return "| " + " | ".join(cell.replace("%", " %") for cell in cells) + " |"


def table(title, about, rows):
    yield f"\n## {title}\n\n{about}\n"
    yield "| method | rows | ratio | error | inside | high/low | |\n|---|---|---|---|---|---|---|"
    yield from (row.text() for row in rows)


def answered(answers, pick):
    """(measured, predicted, low, high) of the answers that are one; pick gives the rest of an answer."""
    for measured, answer in answers:
        if not isinstance(answer, str) and measured:
            value, low, high = pick(answer)
            yield measured, value, low, high


def trainings(asked):
    rows = score.read(TOP / "tests" / "accuracy" / "mlperf_training.csv")
    found = []
    for model in TRAININGS:
        names = nodes.inputs_of(asked.frugal, model)
        answers = score.ask_all(asked.frugal, [(model, nodes.asked_of(row, names)) for row in rows])
        pairs = [(float(row["nodes_kwh_median"]), answer) for row, answer in zip(rows, answers)]
        found.append(Row(model, answered(pairs, lambda answer: answer["energy"])))
    yield from table("Training, nodes at the wall", "MLPerf Training 4.1 and 5.0 (Apache-2.0), medians over runs of H100 and B200 nodes, "
                     "pue 1. Fit: one constant, the watts of a host, is of these rows.", found)


def serving(asked, title, about, path, peers_note):
    if not path.exists():
        yield f"\n## {title}\n\nNot to be had where this page was made.\n"
        return
    rows = serving_sets.read(path)[::asked.every]
    answers = score.ask_all(asked.frugal, [("llm_request", row.inputs) for row in rows])
    known = [(row.measured, *row.predicted(a)) for row, a in zip(rows, answers) if not isinstance(a, str) and row.measured]
    blind = []
    for row in rows:
        inputs = {k: v for k, v in row.inputs.items() if k not in ("batch", "engine")}
        blind.append(("llm_request", inputs))
    answers = score.ask_all(asked.frugal, blind)
    unknown = [(row.measured, *row.predicted(a)) for row, a in zip(rows, answers) if not isinstance(a, str) and row.measured]
    found = [Row("llm_request", known, "batch and engine given"), Row("llm_request", unknown, "neither given")]
    for peer in ("ecologits", "ecologits_011"):
        wanted = ("active_parameters", "total_parameters", "output_tokens")
        questions = [(peer, {**{k: row.inputs[k] for k in wanted if k in row.inputs}, "pue": "1"}) for row in rows]
        joules = lambda row, a: tuple(None if x is None else x * 3.6e6 / float(row.inputs["output_tokens"].removesuffix("token"))
                                      for x in a["energy"])
        entries = [(row.measured, *joules(row, a)) for row, a in zip(rows, score.ask_all(asked.frugal, questions))
                   if not isinstance(a, str) and row.measured]
        found.append(Row(peer, entries, peers_note))
    yield from table(title, about, found)


def pictures(asked, kind, data):
    path = data / "ml-energy" / f"{kind}-train.csv"
    title = "Images" if kind == "image" else "Videos"
    if not path.exists():
        yield f"\n## {title}\n\nNot to be had where this page was made.\n"
        return
    rows = score.read(path)[::asked.every]
    found = []
    for note, known in (("model known by name", media.names(f"{kind}_models")), ("by parameters, size and steps alone", set())):
        answers = score.ask_all(asked.frugal, [(f"{kind}_request", media.inputs(row, kind, known)) for row in rows])
        pairs = [(score.number(row, f"energy_per_{kind}_joules"), answer) for row, answer in zip(rows, answers)]
        figure = lambda answer: tuple(3600 * value for value in answer[f"{kind}_energy"])
        found.append(Row(f"{kind}_request", answered(pairs, figure), note))
    yield from table(title, "ML.ENERGY benchmark (Apache-2.0), energy of the accelerators. Fit.", found)


def printed(asked, title, about, tool, path):
    """A set that has a tool of its own, by its lines: "[name: ]n=3 mdape=8.0% within2x=100.0% coverage90=100.0% width=5.3"."""
    if not path.exists():
        yield f"\n## {title}\n\nNot to be had where this page was made.\n"
        return
    command = [sys.executable, TOP / "tests" / "accuracy" / tool, "--frugal", asked.frugal, "--every", str(asked.every), path]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    yield f"\n## {title}\n\n{about}\n\n| rows | n | error | within a factor of 2 | inside | high/low |\n|---|---|---|---|---|---|"
    name = "all"
    for line in done.stdout.splitlines():
        heading, mark, cells = line.rpartition(": ")
        if "mdape=" not in line:
            name = line.strip().rstrip(":") or name
            continue
        if line.startswith("load="):
            continue
        found = dict(cell.split("=") for cell in cells.split())
        row = [heading if mark else name, *(found.get(key, "").replace("%", " %") for key in FOUND)]
        yield "| " + " | ".join(row) + " |"
        name = name if mark else "all"

FITS = [("host_power.py", ["tests/accuracy/mlperf_training.csv", "validate"]), ("llm_request.py", ["DATA_DIR", "validate"]),
        ("llm_engines.py", ["DATA_DIR", "validate"]), ("diffusion_request.py", ["DATA_DIR", "validate"]),
        ("cpu_power.py", ["DATA_DIR", "validate"]), ("training.py", ["DATA_DIR", "validate"])]
SHOWN = ("without ", "  engine=", "  kind=")


def left_out(data):
    """What each fit prints of the models, systems or accelerators that were left out of it."""
    yield ("\n## Left out of the fit\n\nEach fit is made again without one model, family, system, accelerator or organisation after another, "
           "and asked for it: mdape is the error, coverage90 the share inside.")
    for tool, words in FITS:
        words = [str(data) if word == "DATA_DIR" else word for word in words]
        done = subprocess.run([sys.executable, TOP / "tools" / "fit" / tool, *words], cwd=TOP, capture_output=True, text=True, check=True)
        kept = [line.strip() for line in done.stdout.splitlines() if line.startswith(SHOWN) or (line[:1].strip() and "left out" in line)]
        yield f"\n`tools/fit/{tool}`:\n\n```\n" + "\n".join(kept) + "\n```"


def page(asked):
    data = pathlib.Path(asked.data)
    yield HEAD.rstrip("\n")
    yield from trainings(asked)
    yield from printed(asked, "Training, as published", "Accelerator-hours and energy that reports of trainings state, asked of `llm_training` with "
                       "parameters and tokens alone. Test.", "training", data / "training-reports.csv")
    cards = "counts its servers too, without pue"
    yield from serving(asked, "Serving language models, accelerators", "ML.ENERGY benchmark 2.0 and 3.0 (Apache-2.0): vLLM on A100, H100 and B200. "
                       "Fit.", data / "ml-energy" / "train.csv", cards)
    yield from serving(asked, "Serving language models, TokenPowerBench", "Accelerators, vLLM, llama models on one and two H100 NVL (MIT). Test.",
                       data / "tokenpowerbench" / "rows.csv", cards)
    yield from serving(asked, "Serving language models, at the wall", "MLPerf inference 4.1 (Apache-2.0): TensorRT-LLM on eight H200, the whole "
                       "system. Test.", data / "mlperf-power" / "inference.csv", "")
    yield from serving(asked, "Serving language models, other engines", "Published measurements of transformers and llama.cpp "
                       "(`tools/fit/engines.csv`). Fit.", TOP / "tools" / "fit" / "engines.csv",
                       "counts an eight-card server")
    yield from pictures(asked, "image", data)
    yield from pictures(asked, "video", data)
    yield from printed(asked, "Servers, from their processor", "SPECpower_ssj2008, eleven loads of each server, asked of `cpu_power`. "
                       "Fit.", "power", data / "specpower" / "train.csv")
    yield from left_out(data)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--frugal", default=str(TOP / "build" / "frugal"), help="the program")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth row of the large sets")
    parser.add_argument("data", metavar="DATA_DIR")
    print("\n".join(page(parser.parse_args())))


main()
