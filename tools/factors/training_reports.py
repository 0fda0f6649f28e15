#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the tables of published trainings.

usage: python3 tools/factors/training_reports.py DATA_DIR reports > factors/training_reports.csv
       python3 tools/factors/training_reports.py DATA_DIR epoch   > factors/training_reports.epoch.csv

Reads training-reports.csv (facts collected from model cards and papers), training_more.csv next to this
script, and epoch/notable-training.csv (Epoch AI, CC-BY-4.0).
"""
import csv
import os
import re
import sys

HEADS = {
    "reports": """\
# Published trainings: parameters, tokens, accelerator-hours, energy, greenhouse gases, as each report
# states them; pue_within: whether the energy includes the overhead of the site, scope what the
# greenhouse gases are. A report that contradicts itself has INCONSISTENT in its note: it is kept
# because it is quoted, and nothing is fitted on it. A source "(from memory)" is a paper that nobody has
# read the row against; its products were multiplied again.
""",
    "epoch": """\
# Trainings of Epoch AI's list of notable models, with hardware and time: operations, hours, cluster
# power as Epoch estimates it. Data: Epoch AI, Data on AI Models, https://epoch.ai, CC-BY-4.0.
""",
}
COLUMNS = ["key", "name", "organisation", "parameters[1]", "active_parameters[1]",
           "tokens[token]", "operations[FLOP]", "device", "devices[1]", "device_hours[h]",
           "device_power[W]", "energy[MWh]", "pue_within", "pue[1]", "intensity[gCO2e/kWh]",
           "carbon[tCO2e]", "scope", "year", "source", "licence", "note"]


def scaled(cell, factor=1):
    return f"{float(cell) * factor:.12g}" if cell else ""


def collected(folder):
    here = os.path.dirname(os.path.abspath(__file__))
    for path in (os.path.join(folder, "training-reports.csv"), os.path.join(here, "training_more.csv")):
        with open(path, encoding="utf-8") as file:
            yield from csv.DictReader(file)


def reports(folder):
    for row in collected(folder):
        source = re.sub(r" ?\([^()]*brief\)", "", row["source"])
        source += " (from memory)" if row.get("verified") == "recalled" else ""
        notes = [row["notes"]] if row["notes"] else []
        yield [row["model"], "", row["org"], scaled(row["params_b"], 1e9),
               scaled(row["active_params_b"], 1e9), scaled(row["tokens_b"], 1e9), "",
               row["device"], scaled(row["devices"]), scaled(row["device_hours"]),
               scaled(row["power_w_per_device"]), scaled(row["energy_mwh"]),
               row["energy_includes_pue"], scaled(row["pue"]),
               scaled(row["ci_g_per_kwh"]), scaled(row["tco2e"]), row["tco2e_scope"],
               row["year"], source, "fact (cited)", "; ".join(notes)]


def epoch(folder):
    path = os.path.join(folder, "epoch", "notable-training.csv")
    with open(path, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            hours, count = row["Training time (hours)"], row["Hardware quantity"]
            power = row["Training power draw (W)"]
            yield [f"epoch:{row['Model']}", "", row["Organization"], scaled(row["Parameters"]),
                   "", "", scaled(row["Training compute (FLOP)"]), row["Training hardware"],
                   scaled(count),
                   f"{float(hours) * float(count):.12g}" if hours and count else "",
                   f"{float(power) / float(count):.6g}" if power and count else "",
                   f"{float(power) * float(hours) / 1e6:.6g}" if power and hours else "",
                   "estimated by Epoch with server and site" if power else "", "", "", "", "",
                   row["Publication date"][:4], "Epoch AI, Data on AI Models, 2025", "CC-BY-4.0",
                   f"confidence: {row['Confidence']}" if row["Confidence"] else ""]


def main():
    makers = {"reports": reports, "epoch": epoch}
    if len(sys.argv) != 3 or sys.argv[2] not in makers:
        sys.exit(__doc__)
    sys.stdout.write(HEADS[sys.argv[2]])
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(COLUMNS)
    out.writerows(sorted(makers[sys.argv[2]](sys.argv[1]), key=lambda row: row[0].lower()))


main()
