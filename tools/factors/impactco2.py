#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes factors/impactco2.csv: the equivalents of impactCO2 by part of their life.

usage: python3 tools/factors/impactco2.py DATA_DIR > factors/impactco2.csv

Reads DATA_DIR/impactco2/equivalents.json: values of ADEME's Base Empreinte, Licence Ouverte 2.0.
"""
import csv
import json
import os
import sys

CONSTRUCTION, TRAILS = 5, 7
HEAD = """\
# The equivalents of impactCO2 (https://impactco2.fr, July 2026), kgCO2e of one: a km of transport, a
# kg of food, an object, an hour or a message. making: all parts but those in columns of their own; construction:
# manufacture of the vehicle, trails: condensation trails of planes (transport only); yearly: use in a
# year, end_of_life, years: usual years of an object. slug names of impactCO2 are the keys.
# Data: ADEME, Base Empreinte, by way of impactCO2, Licence Ouverte 2.0.
"""
COLUMNS = ["key", "category", "making[kgCO2e]", "construction[kgCO2e]", "trails[kgCO2e]",
           "yearly[kgCO2e/yr]", "years[yr]", "end_of_life[kgCO2e]", "year", "source", "licence",
           "note"]


def row(item):
    transport = item["category"] == "transport"
    parts = item["lifecycle"]
    apart = {CONSTRUCTION: None, TRAILS: None}
    making = item["total"] if parts is None else 0
    for part in parts or []:
        if transport and part["id"] in apart:
            apart[part["id"]] = (apart[part["id"]] or 0) + part["value"]
        else:
            making += part["value"]
    usage = item["usage"] or {}
    cells = [making, apart[CONSTRUCTION], apart[TRAILS], usage.get("peryear"),
             usage.get("defaultyears"), item["end_of_life"]]
    return [item["slug"], item["category"], *("" if cell is None else repr(cell) for cell in cells),
            2026, "ADEME Base Empreinte, by way of impactCO2", "Licence Ouverte 2.0", ""]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    path = os.path.join(sys.argv[1], "impactco2", "equivalents.json")
    with open(path, encoding="utf-8") as file:
        items = json.load(file)
    sys.stdout.write(HEAD)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(COLUMNS)
    out.writerows(sorted(map(row, items)))


main()
