# SPDX-License-Identifier: Apache-2.0
"""What the formats of golden cases share: a question to frugal, and what its figures must be."""
import json
import os
import subprocess

TOLERANCE = 1e-9


class Skip(Exception):
    """A case that cannot be put to frugal here, and why."""


class Question:
    """One estimate: a model, its inputs, and what must come out.

    inputs: {name: text}, those that are None are left out. wanted: [(figure, unit, expected, label,
    tolerance)]. A figure is compared in the unit that is named, which must be the model's; one whose
    value the case does not give (None) is not compared. factors: a folder of tables that go before the
    built-in ones, or None.
    """

    def __init__(self, model, inputs, wanted, factors=None):
        self.factors = factors
        self.model = model
        self.inputs = [f"{name}={value}" for name, value in inputs.items() if value is not None]
        self.wanted = [entry if len(entry) == 5 else (*entry, TOLERANCE) for entry in wanted
                       if entry[2] is not None]


class Refusal:
    """A question that frugal must refuse, as the calculator did."""

    def __init__(self, model, inputs):
        self.model = model
        self.factors = None
        self.inputs = [f"{name}={value}" for name, value in inputs.items() if value is not None]


def with_unit(value, unit):
    return None if value is None else f"{value!r}{unit}"


# Units over a common one.
SCALE = {"W": 1, "kW": 1e3, "Wh": 1, "kWh": 1e3, "MWh": 1e6, "GWh": 1e9, "J": 1 / 3600,
         "MJ": 1e6 / 3600, "kJ": 1e3 / 3600, "gCO2e": 1, "kgCO2e": 1e3, "tCO2e": 1e6, "gSbe": 1,
         "kgSbe": 1e3, "gCO2e/kWh": 1, "kgCO2e/kWh": 1e3, "L": 1, "mL": 1e-3, "m3": 1e3, "1": 1,
         "item": 1, "Wh/request": 1}


def estimate(frugal, question):
    """The figures by name, or the text of the refusal."""
    done = subprocess.run(
        [frugal, "estimate", question.model, *question.inputs, "--draws", "1", "--json",
         *(["--factors", question.factors] if question.factors else [])],
        capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"})
    if done.returncode != 0:
        return done.stderr.strip() or f"exit status {done.returncode}"
    return {figure["name"]: figure for figure in json.loads(done.stdout)["figures"]}


def faults(frugal, question):
    """What is wrong with the answer: a list of sentences, empty when all is right."""
    figures = estimate(frugal, question)
    if isinstance(question, Refusal):
        return [] if isinstance(figures, str) else ["answered what the calculator refuses"]
    if isinstance(figures, str):
        return [figures]
    wrong = []
    for name, unit, expected, label, tolerance in question.wanted:
        figure = figures.get(name, {})
        if figure.get("value") is None:
            wrong.append(f"{label}: no {name}: {figure.get('absent', 'there is no such figure')}")
            continue
        got = figure["value"] * SCALE[figure["unit"]] / SCALE[unit]
        if not abs(got - expected) <= tolerance * abs(expected):
            wrong.append(f"{label} is {got!r} in place of {expected!r}")
    return wrong if question.wanted else ["nothing to compare"]
