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
import json
import pathlib
import statistics
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TOP / "tests" / "accuracy"))
import inferences  # noqa: E402
import media  # noqa: E402
import methods  # noqa: E402
import nodes  # noqa: E402
import published  # noqa: E402
import score  # noqa: E402
import servers  # noqa: E402
import serving_sets  # noqa: E402
import timed  # noqa: E402

FOUND = ["n", "mdape", "within2x", "coverage90", "width"]
BOARDS = ["training", "llm_training", "green_algorithms", "strubell2019", "codecarbon", "carbontracker"]
HEAD = """\
# How far each method is from what was measured

Made by `python3 tools/accuracy.py DATA_DIR > docs/accuracy.md`; `tests/accuracy` prints the same by slices and row by row. The sets are
public: `docs/factors.md` and the tables name their sources. **Ratio** is the median of predicted over measured, **error** the median of
the distance of that ratio from 1, **inside** the share of rows within the 90 % interval of the method, **high/low** the median of its ends. A
published method has no interval where its authors give none. **Fit**: ours was fitted on this set; the last section but one has the error on what was
left out of the fit. **Test**: nothing of it entered a fit. A method that counts another thing than what was measured says so in its row.
"""


# {method: titles of the sets that it was put to}, in the order of the page.
PUT_TO = {}


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
    for row in rows:
        if row.entries and title not in PUT_TO.setdefault(row.method, []):
            PUT_TO[row.method].append(title)
    yield f"\n## {title}\n\n{about}\n"
    yield "| method | rows | ratio | error | inside | high/low | |\n|---|---|---|---|---|---|---|"
    yield from (row.text() for row in rows)


def answered(answers, pick):
    """(measured, predicted, low, high) of the answers that are one; pick gives the rest of an answer."""
    for measured, answer in answers:
        if not isinstance(answer, str) and measured:
            value, low, high = pick(answer)
            yield measured, value, low, high


def missing(title, path):
    """Lines for a set that is not there; none where it is."""
    return () if path.exists() else (f"\n## {title}\n\nNot to be had where this page was made.\n",)


def nodes_asked(frugal, rows):
    """Each method of a training that accelerator-hours are enough for, on rows with kWh: pue 1."""
    for model in timed.METHODS:
        names = nodes.inputs_of(frugal, model)
        answers = score.ask_all(frugal, [(model, nodes.asked_of(row, names)) for row in rows])
        pairs = [(float(row["nodes_kwh_median"]), answer) for row, answer in zip(rows, answers)]
        yield Row(model, answered(pairs, lambda answer: answer["energy"]))


def trainings(asked):
    rows = score.read(TOP / "tests" / "accuracy" / "mlperf_training.csv")
    yield from table("Training, nodes at the wall", "MLPerf Training 4.1 and 5.0 (Apache-2.0), medians over runs of H100 and B200 nodes, "
                     "pue 1. Fit: one constant, the watts of a host, is of these rows.", list(nodes_asked(asked.frugal, rows)))


def reported(asked, data):
    """Published trainings whose energy was read off machines: hours given, and parameters and tokens alone."""
    title = "Training, energy as published"
    path = data / "training-reports.csv"
    yield from missing(title, path)
    if not path.exists():
        return
    rows = [row for row in score.read(path) if published.is_measured(row)]
    found = []
    for model, note, inputs in published.QUESTIONS:
        names = nodes.inputs_of(asked.frugal, model)
        answers = score.ask_all(asked.frugal, [(model, inputs(row, names)) for row in rows])
        pairs = [(1000 * float(row["energy_mwh"]), answer) for row, answer in zip(rows, answers)]
        found.append(Row(model, answered(pairs, lambda answer: answer["energy"]), note))
    yield from table(title, published.ABOUT, found)


def by_time(asked, title, about, path, of, boards_alone):
    """Methods that multiply accelerator-hours, and gpu_power, on work whose time was measured."""
    yield from missing(title, path)
    if not path.exists():
        return
    work = timed.works(path, of)[::asked.every]
    found = [Row(method, entries, "counts its hosts too" if boards_alone and method in BOARDS else "")
             for method, entries in timed.by_hours(asked.frugal, work)]
    found.append(Row("gpu_power", timed.by_power(asked.frugal, work), "watts of a board" if boards_alone else "watts of a board, of the whole system's"))
    pairs = timed.moved(asked.frugal, work, "H100", "B200")
    if pairs:
        found.append(Row("elsewhere", pairs, "from H100 to B200"))
    yield from table(title, about, found)


def machines(asked, title, about, found, of):
    yield from table(title, about, [Row(method, entries, note) for method, entries, note in servers.asked(asked.frugal, found, of)])


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
    found.append(Row("task_inference", text_generation(asked.frugal, rows), "a published task, whatever the answer's length"))
    yield from table(title, about, found)


def text_generation(frugal, rows):
    """What the published energy of a text is a token of each row's answers."""
    answer = score.figures(frugal, "task_inference", {"task": "text_generation", "inferences": "1request", "pue": "1"})
    for row in rows:
        if row.measured:
            tokens = float(row.inputs["output_tokens"].removesuffix("token"))
            yield (row.measured, *(3600 * value / tokens for value in answer["energy"]))


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
    if kind == "image":
        answer = score.figures(asked.frugal, "task_inference", {"task": "image_generation", "inferences": "1request", "pue": "1"})
        entries = [(score.number(row, "energy_per_image_joules"), *(3600 * value for value in answer["energy"])) for row in rows]
        found.append(Row("task_inference", entries, "a published task, whatever the image"))
    yield from table(title, "ML.ENERGY benchmark (Apache-2.0), energy of the accelerators. Fit; the last section but one has models left out, "
                     "asked by their architecture. Models of the tables that have like parameters differ tenfold in work, which those alone do not "
                     "show: give patch, passes and token_share of a model that the tables lack.", found)


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
        if line.startswith(("skipped", "high/low", "load=")):
            continue
        if "mdape=" not in line:
            name = line.strip().rstrip(":") or name
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


def closing(asked):
    """Each method of `frugal models`, with the sets that it was put to or the reason why none has its answer."""
    names = [entry["name"] for entry in json.loads(subprocess.run([asked.frugal, "models", "--json"], capture_output=True, text=True,
                                                                   check=True).stdout)]
    lost = [name for name in names if name not in PUT_TO and name not in methods.UNASKED]
    if lost:
        sys.exit(f"neither asked nor excused in tests/accuracy/methods.py: {', '.join(lost)}")
    yield ("\n## Every method\n\nEach model of `frugal models`, with the sets above that it was put to, or why no set of measurements answers it.\n\n"
           "| method | put to |\n|---|---|")
    for name in names:
        yield f"| `{name}` | {'; '.join(PUT_TO[name]) if name in PUT_TO else 'none: ' + methods.UNASKED[name]} |"
    yield "\nData that answer no method:\n"
    yield from (f"- {name}: {why}." for name, why in methods.NO_TRUTH.items())


def of_requests(asked, data):
    cards = "counts its servers too, without pue"
    energy = data / "ml-energy"
    yield from serving(asked, "Serving language models, accelerators", "ML.ENERGY benchmark 2.0 and 3.0 (Apache-2.0): vLLM on A100, H100 and B200. "
                       "Fit.", energy / "train.csv", cards)
    yield from by_time(asked, "Serving language models, time given", "The same rows: accelerator-hours of a million tokens. Test.",
                       energy / "train.csv", timed.tokens, True)
    power = data / "tokenpowerbench" / "rows.csv"
    yield from serving(asked, "Serving language models, TokenPowerBench", "Accelerators, vLLM, llama models on one and two H100 NVL (MIT). Test.",
                       power, cards)
    yield from by_class(asked, power)
    yield from by_time(asked, "TokenPowerBench, time given", "The same rows. Test.", power, timed.requests, True)
    wall = data / "mlperf-power" / "inference.csv"
    yield from serving(asked, "Serving language models, at the wall", "MLPerf inference 4.1 (Apache-2.0): TensorRT-LLM on eight H200, the whole "
                       "system. Test.", wall, "")
    yield from other_work(asked, wall)
    yield from by_time(asked, "Inference at the wall, time given", "MLPerf inference 4.1, all work on eight H200: an hour of the whole system, pue 1. Test.",
                       wall, timed.system, False)
    yield from serving(asked, "Serving language models, other engines", "Published measurements of transformers and llama.cpp "
                       "(`tools/fit/engines.csv`). Fit.", TOP / "tools" / "fit" / "engines.csv",
                       "counts an eight-card server")
    for kind in ("image", "video"):
        yield from pictures(asked, kind, data)
        yield from by_time(asked, f"{kind.capitalize()}s, time given", "The same rows. Test.", energy / f"{kind}-train.csv", timed.batch, True)


def by_class(asked, path):
    """Slices of a set whose error differs by class."""
    yield from printed(asked, "TokenPowerBench by class", "The same rows with batch and engine given: models of 1 and 3 billion parameters are "
                       "further off than those of 8. Test.", "llm", path)


def other_work(asked, path):
    title = "Other inference, at the wall"
    yield from missing(title, path)
    if path.exists():
        found = [Row(method, entries, note) for method, entries, note in inferences.asked(asked.frugal, path)]
        yield from table(title, "MLPerf inference 4.1 (Apache-2.0), joules of a sample: TensorRT in 8 bits on systems tuned for energy, in large batches. "
                         "Tasks were measured at one request at a time in 2024, images by diffusers in 16 bits. Test.", found)


def of_servers(asked, data):
    path = data / "specpower" / "train.csv"
    title = "Servers, from their processor"
    yield from printed(asked, title, "SPECpower_ssj2008, eleven loads of each server, asked of `cpu_power`. Fit.", "power", path)
    PUT_TO["cpu_power"] = [title]
    if path.exists():
        yield from machines(asked, "Servers, by other methods", "The same loads, each with cores, threads, rated power, memory and load. Test.",
                            list(servers.specpower(path, asked.every)), servers.OF_SERVERS)
    folder = data / "codecarbon-load-rapl"
    about = "CodeCarbon's profiles (MIT), loads of four processors by their counters (RAPL). Test."
    yield from missing("Processors under load", folder)
    if folder.exists():
        yield from machines(asked, "Processors under load", about, list(servers.profiled(folder, "rapl_power")), servers.OF_PROCESSORS)
        yield from machines(asked, "A workstation at the plug", "CodeCarbon's profiles (MIT): one Threadripper 1950X, the whole of a workstation of which more is not stated. Test.",
                            list(servers.profiled(folder, "tapo_power")), servers.OF_PLUGS)


def page(asked):
    data = pathlib.Path(asked.data)
    yield HEAD.rstrip("\n")
    yield from trainings(asked)
    yield from reported(asked, data)
    fitted = "asked of `llm_training` with {} alone. Fit: its efficiencies are of these rows, the last section but one leaves organisations out."
    yield from printed(asked, "Training, as published", "Accelerator-hours and energy that reports of trainings state, " +
                       fitted.format("parameters and tokens"), "training", data / "training-reports.csv")
    yield from printed(asked, "Training, as listed by Epoch AI", "Accelerator-hours (CC-BY-4.0), " + fitted.format("operations"), "training",
                       data / "epoch" / "notable-training.csv")
    PUT_TO["llm_training"] += ["Training, as published", "Training, as listed by Epoch AI"]
    yield from of_requests(asked, data)
    yield from of_servers(asked, data)
    yield from left_out(data)
    yield from closing(asked)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--frugal", default=str(TOP / "build" / "frugal"), help="the program")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth row of the large sets")
    parser.add_argument("data", metavar="DATA_DIR")
    print("\n".join(page(parser.parse_args())))


main()
