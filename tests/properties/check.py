#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is true of every model: each built-in one is asked, and its answers are held to its entry.

Usage: check.py FRUGAL FOLDER [MODEL...]. FOLDER/MODEL.txt says how MODEL is to be checked; a model
without an entry fails, and so does a numeric input that no line of the entry names. README.md, in
the same folder, describes the lines. Prints TAP, one line a model.
"""
import csv
import fnmatch
import io
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

# Adding the parts in another order may move the last digits.
ROUNDING = 1e-12
# What a figure's name promises: its last words, and the unit its own must be a multiple of.
DIMENSIONS = (
    (r"(.*_)?energy|overhead|machines", "Wh"),
    (r"(.*_)?(carbon|gwp)", "gCO2e"),
    (r"(.*_)?adpe", "gSbe"),
    (r"(.*_)?pe", "Wh"),
    (r"(.*_)?water", "L"),
    (r"(.*_)?power", "W"),
    (r"(.*_)?intensity", "gCO2e/Wh"),
)
# Units of figures in these base units; J and Wh are one dimension, as are L and m3.
SCALES = {"Wh": ("Wh", 1), "J": ("Wh", 1 / 3600), "W": ("W", 1), "gCO2e": ("gCO2e", 1), "tCO2e": ("gCO2e", 1e6),
          "gSbe": ("gSbe", 1), "L": ("L", 1), "m3": ("L", 1e3), "1": ("1", 1)}
PREFIXES = {"n": 1e-9, "u": 1e-6, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}
# The whole of use and making, where a model names both.
WHOLES = {"gwp": "carbon", "adpe": "adpe", "pe": "pe"}


class Wrong(Exception):
    """What is not as it should be, as a sentence."""


def one_unit(text):
    if text in SCALES:
        return SCALES[text]
    if text[:1] in PREFIXES and text[1:] in SCALES:
        base, scale = SCALES[text[1:]]
        return base, scale * PREFIXES[text[0]]
    return text, 1


def unit_of(text):
    """Base units and scale: kgCO2e/kWh is gCO2e/Wh, 1."""
    parts = [one_unit(part) for part in text.split("/")]
    scale = parts[0][1]
    for _, below in parts[1:]:
        scale /= below
    return "/".join(base for base, _ in parts), scale


# ---- entries -----------------------------------------------------------------------------------


class Question:
    """One `ask` of an entry with the lines below it."""

    def __init__(self, given):
        self.given = given
        self.directions = []  # sign, input, figures or None for all
        self.only, self.free, self.excepted, self.zeros, self.sums, self.outside = [], [], [], [], [], []

    def line(self, word, rest):
        head, _, tail = rest.partition("->")
        if word in ("more", "less"):
            figures = tail.split() or None
            self.directions += [(1 if word == "more" else -1, name, figures) for name in head.split()]
        elif word == "only" and tail.split():
            self.only += [(name, tail.split()) for name in head.split()]
        elif word == "zero" and tail.split():
            self.zeros.append((head.split(), tail.split()))
        elif word in ("free", "except", "outside"):
            names, _, reason = rest.partition(":")
            if not reason.strip():
                raise Wrong(f"'{word} {rest}' gives no reason after ':'")
            {"free": self.free, "except": self.excepted, "outside": self.outside}[word].extend(names.split())
        elif word == "sum" and "=" in rest:
            whole, _, parts = rest.partition("=")
            self.sums.append((whole.strip(), [part.strip() for part in parts.split("+")]))
        else:
            raise Wrong(f"'{word} {rest}' is no line of an entry")


def read_entry(path):
    if not os.path.exists(path):
        raise Wrong(f"there is no {path}: say how it is to be checked")
    questions = []
    with open(path, encoding="utf-8") as file:
        for text in file:
            word, _, rest = text.split("#")[0].strip().partition(" ")
            rest = rest.strip()
            if not word:
                continue
            if word == "ask":
                questions.append(Question(dict(p.strip().split("=", 1) for p in rest.split(";") if p.strip())))
            elif not questions:
                raise Wrong(f"'{word}' before any 'ask'")
            else:
                questions[-1].line(word, rest)
    if not questions:
        raise Wrong(f"{path} asks nothing")
    return questions


# ---- asking ------------------------------------------------------------------------------------


def frugal(program, *words, stdin=None):
    done = subprocess.run([program, *words], input=stdin, capture_output=True, text=True, check=False)
    return done


def ask(program, model, given):
    words = [f"{name}={value}" for name, value in given.items()]
    done = frugal(program, "estimate", model, *words, "--json")
    if done.returncode:
        raise Wrong("it refuses its question: " + done.stderr.strip())
    return json.loads(done.stdout)


def ask_rows(program, model, given, name, values):
    """The figures for each value of an input or field, in the unit of its own; {} where refused."""
    given = [f"{key}={value}" for key, value in given.items() if key != name]
    table = io.StringIO()
    csv.writer(table).writerows([[name]] + [[repr(value)] for value in values])
    done = frugal(program, "estimate", model, *given, "--batch", "-", "--rejects", "/dev/null", stdin=table.getvalue())
    rows = [] if not done.stdout else list(csv.DictReader(io.StringIO(done.stdout)))
    if not rows:
        raise Wrong(f"no answer for any {name} of {values}: {done.stderr.strip()}")
    return [({key: cell for key, cell in row.items()}, float(row[name])) for row in rows]


def figures_of(row):
    """Of a row of a batch: name of the figure, value or None."""
    found = {}
    for key, cell in row.items():
        match = re.fullmatch(r"(\w+)\[[^\]]*\]", key)
        if match or key not in found:
            found[match.group(1) if match else key] = cell
    return {name: None if cell == "" else cell for name, cell in found.items()}


# ---- properties --------------------------------------------------------------------------------


def bounds(known):
    low, high = float("-inf"), float("inf")
    for rule in known.get("where", []):
        match = re.fullmatch(r"(>=|<=|>|<) *([-+.\deE]+).*", rule)
        if match and match.group(1)[0] == ">":
            low = max(low, float(match.group(2)))
        elif match:
            high = min(high, float(match.group(2)))
    return low, high


def steps(value, known):
    """Values from less to more about one value, within the bounds of the input."""
    low, high = bounds(known)
    if high < float("inf"):
        floor = max(low, 0)
        wanted = [floor + (value - floor) / 2, value, value + (high - value) / 3, value + (high - value) / 2, high]
    elif value == 0:
        wanted = [0, 1, 2, 10]
    elif float(value).is_integer():
        wanted = [value, value + 1, value * 2, value * 3, value * 16]
    else:
        wanted = [value / 2, value, value * 1.25, value * 2, value * 16]
    return sorted({x for x in wanted if low <= x <= high})


class Checked:
    """A model, one question, and what its answer was."""

    def __init__(self, program, model, question, described):
        self.program, self.model, self.question = program, model, question
        self.inputs = {one["name"]: one for one in described["inputs"]}
        self.answer = ask(program, model, question.given)
        self.figures = {one["name"]: one for one in self.answer["figures"]}
        self.lines = {one["name"]: one for one in self.answer["derivation"]["lines"]}

    def figure(self, name):
        if name not in self.figures:
            raise Wrong(f"the entry names '{name}', which is no figure")
        return self.figures[name]

    def value(self, name):
        """In base units; None where it is absent."""
        one = self.figure(name)
        return None if one.get("value") is None else one["value"] * unit_of(one["unit"])[1]

    def units(self):
        for name, one in self.figures.items():
            for pattern, base in DIMENSIONS:
                if re.fullmatch(pattern, name):
                    got = unit_of(one["unit"])[0]
                    # Of one request, of one token: in another's terms.
                    if got != base and not (got.startswith(base + "/") and "/" not in base):
                        raise Wrong(f"{name} is in {one['unit']}, and should be in {base}")
                    break

    def intervals(self):
        for name, one in self.figures.items():
            if one.get("value") is None:
                if not one.get("absent") and not one.get("reason"):
                    raise Wrong(f"{name} is absent without a reason")
            elif not one["low"] <= one["value"] <= one["high"]:
                raise Wrong(f"{name} lies outside its interval")
            elif one["value"] != one[one["headline"]]:
                raise Wrong(f"{name} is {one['value']}, and its {one['headline']} is {one[one['headline']]}")
            elif one.get("widened", False) != (name in self.question.outside):
                raise Wrong(f"{name} lies outside the range of its draws" if one.get("widened") else
                            f"{name} lies within the range of its draws, and the entry says 'outside'")

    def parts(self):
        for whole, names in self.question.sums:
            parts = [self.value(name) for name in names]
            total = self.value(whole)
            if total is None or None in parts:
                raise Wrong(f"{whole}, or a part of it, is absent: ask so that it is not")
            if abs(sum(parts) - total) > ROUNDING * max(abs(total), *(abs(part) for part in parts)):
                raise Wrong(f"{' + '.join(names)} is {sum(parts)!r}, {whole} is {total!r}")

    def zero(self):
        for names, figures in self.question.zeros:
            given = dict(self.question.given)
            for name in names:
                given[name] = "0" + (self.unit_of_input(name) if self.unit_of_input(name) != "1" else "")
            got = {one["name"]: one for one in ask(self.program, self.model, given)["figures"]}
            for figure in figures:
                self.figure(figure)
                if got[figure].get("value") != 0:
                    raise Wrong(f"without {' '.join(names)}, {figure} is {got[figure].get('value')}, and should be 0")

    def unit_of_input(self, name):
        if name in self.inputs:
            return self.inputs[name].get("unit", "1")
        raise Wrong(f"the entry names '{name}', which is no input")

    def row(self, *options):
        """The figures of the same question as a row of a batch."""
        table = io.StringIO()
        csv.writer(table).writerows([list(self.question.given), list(self.question.given.values())])
        done = frugal(self.program, "estimate", self.model, "--batch", "-", *options, stdin=table.getvalue())
        if done.returncode:
            raise Wrong("as a row of a batch it is refused: " + done.stderr.strip())
        got = figures_of(next(csv.DictReader(io.StringIO(done.stdout))))
        return {name: None if cell is None else float(cell) for name, cell in got.items()
                if name not in self.question.given or name in self.figures}

    def batch(self):
        """As a row of a batch it gives the same digits: central ones, and those of the single answer with intervals."""
        if not self.question.given:
            return
        central, whole = self.row(), self.row("--intervals")
        for name, one in self.figures.items():
            known = one.get("value") is not None
            for got, key, column in ((central, "central", name), (whole, "value", name),
                                     (whole, "low", name + "_low"), (whole, "high", name + "_high")):
                if got[column] != (one[key] if known else None):
                    raise Wrong(f"{key} of {name} is {one[key]} alone and {got[column]} in a batch")

    def ladder(self, name):
        """Answers for growing values of an input or of a field of a row."""
        line = self.lines.get(name)
        if name not in self.inputs and not (line and line["kind"] == "field"):
            raise Wrong(f"the entry names '{name}', which is neither an input nor a field that is read")
        if not line or line.get("value") is None:
            raise Wrong(f"{name} has no value here: give it in the 'ask'")
        values = steps(line["value"], self.inputs.get(name, {"where": [">= 0"]}))
        rows = ask_rows(self.program, self.model, self.question.given, name, values)
        if len(rows) < 2:
            raise Wrong(f"{name}: fewer than two of {values} have an answer")
        return [figures_of(row) for row, _ in rows], values

    def directions(self):
        for sign, name, only in self.question.directions:
            rows, values = self.ladder(name)
            figures = only or [f for f in self.figures if f not in self.question.excepted]
            for figure in figures:
                self.figure(figure)
                cells = [row[figure] for row in rows]
                if None in cells:
                    if only:
                        raise Wrong(f"{figure} is absent: ask so that it is not")
                    continue
                cells = [float(cell) for cell in cells]
                for before, after in zip(cells, cells[1:]):
                    if (after - before) * sign < -ROUNDING * abs(before):
                        raise Wrong(f"more {name} ({values}) and {'less' if sign > 0 else 'more'} {figure}: {cells}")

    def apart(self):
        """What touches one figure alone leaves every other as it is, to the last bit."""
        for name, figures in self.question.only:
            rows, _ = self.ladder(name)
            for figure in self.figures:
                cells = {row[figure] for row in rows}
                if figure in figures and len(cells) < 2:
                    raise Wrong(f"{figure} does not follow {name}")
                if figure not in figures and len(cells) > 1:
                    raise Wrong(f"{name} changes {figure} too")


def named(name, patterns):
    return any(fnmatch.fnmatch(name, pattern) for pattern in patterns)


def check_coverage(questions, described):
    covered = [name for q in questions for name in
               [d[1] for d in q.directions] + [o[0] for o in q.only] + q.free]
    for one in described["inputs"]:
        if one["kind"] == "number" and not named(one["name"], covered):
            raise Wrong(f"say of {one['name']} whether more of it gives more, less, or either")
        if one["kind"] == "row" and one.get("table") == "zones" and not named(one["name"] + ".intensity", covered):
            raise Wrong(f"say that a dirtier {one['name']} never gives less: more {one['name']}.intensity")
        if re.search(r"(^|_)(market|net)(_|$)", one["name"]) and one["kind"] == "number" and \
                not any(one["name"] == o[0] for q in questions for o in q.only):
            raise Wrong(f"say that {one['name']} touches market figures alone: only {one['name']} -> ...")


def check_sums(questions, described):
    """Where use and making are named, a line must say that they are all of the whole."""
    figures = {one["name"] for one in described["figures"]}
    told = {whole for question in questions for whole, _ in question.sums}
    for ending, whole in WHOLES.items():
        if {"usage_" + ending, "embodied_" + ending, whole} <= figures and whole not in told:
            raise Wrong(f"say of which parts {whole} is the sum")


def check_model(program, folder, model):
    """The first thing wrong with a model, or None."""
    try:
        questions = read_entry(os.path.join(folder, model + ".txt"))
        described = json.loads(frugal(program, "models", model, "--json").stdout)
        check_coverage(questions, described)
        check_sums(questions, described)
        for question in questions:
            checked = Checked(program, model, question, described)
            for step in (checked.units, checked.intervals, checked.parts, checked.zero, checked.batch,
                         checked.directions, checked.apart):
                step()
    except Wrong as wrong:
        return str(wrong)
    return None


def main(program, folder, *models):
    listed = [one["name"] for one in json.loads(frugal(program, "models", "--json").stdout)]
    entries = [name[:-4] for name in sorted(os.listdir(folder)) if name.endswith(".txt")]
    models = models or sorted(set(listed) | set(entries))
    failed = 0
    print(f"1..{len(models)}")
    with ThreadPoolExecutor(2) as pool:
        wrongs = pool.map(lambda model: check_model(program, folder, model) if model in listed
                          else "there is an entry, and no such model", models)
        for number, (model, wrong) in enumerate(zip(models, wrongs), 1):
            failed += wrong is not None
            print(f"{'not ok' if wrong else 'ok'} {number} - {model}" + (f"\n# {wrong}" if wrong else ""), flush=True)
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
