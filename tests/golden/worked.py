# SPDX-License-Identifier: Apache-2.0
"""Worked examples: a published number and what its stated inputs give exactly. What to ask stands in
worked.csv next to this file, by the id of the example; the number to reach stands in the row."""
import csv
import pathlib

from golden import Question, Skip

COLUMNS = ("id", "quantity", "unit", "as_published", "exact", "formula")
# The tables of examples give six digits.
TOLERANCE = 1e-5

with open(pathlib.Path(__file__).with_name("worked.csv"), encoding="utf-8") as _file:
    ASKED = {row["id"]: row for row in csv.DictReader(
        line for line in _file if not line.startswith("#"))}


def questions(row):
    asked = ASKED.get(row["id"])
    if asked is None:
        raise Skip("no question is known for the example")
    inputs = dict(pair.split("=", 1) for pair in asked["inputs"].split(";"))
    yield Question(asked["model"], inputs, [(asked["figure"], asked["unit"], float(row["exact"]),
                                             row["quantity"], TOLERANCE)])
