#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""models/ecologits.model against results of EcoLogits 0.9.1 itself.

Usage: ecologits.py FRUGAL CASES.csv. A row holds the inputs, the constants that were changed
(override, NAME=VALUE joined by ;), and each figure with all inputs at their minimum and at their
maximum. Exit status 77: there is no such table.
"""
import csv
import json
import os
import subprocess
import sys

TOLERANCE = 1e-9
GIGA = 1e9
# Column, our figure, unit of the column.
FIGURES = (
    ("energy_kwh", "energy", "kWh"),
    ("gwp_kgco2eq", "carbon", "kgCO2e"),
    ("adpe_kgsbeq", "adpe", "kgSbe"),
    ("pe_mj", "pe", "MJ"),
    ("wcf_l", "water", "L"),
    ("usage_gwp_kgco2eq", "usage_gwp", "kgCO2e"),
    ("usage_adpe_kgsbeq", "usage_adpe", "kgSbe"),
    ("usage_pe_mj", "usage_pe", "MJ"),
    ("embodied_gwp_kgco2eq", "embodied_gwp", "kgCO2e"),
    ("embodied_adpe_kgsbeq", "embodied_adpe", "kgSbe"),
    ("embodied_pe_mj", "embodied_pe", "MJ"),
)
# Their name of a constant: our input and its unit.
OVERRIDES = {
    "batch_size": ("batch_size", ""),
    "model_quantization_bits": ("bits", ""),
    "gpu_memory": ("gpu_memory", "GB"),
    "server_gpu_count": ("gpus_per_server", ""),
    "server_power": ("server_power", "kW"),
    "server_lifetime": ("lifetime", "s"),
    "gpu_embodied_gwp": ("gpu_gwp", "kgCO2e"),
    "gpu_embodied_adpe": ("gpu_adpe", "kgSbe"),
    "gpu_embodied_pe": ("gpu_pe", "MJ"),
    "server_embodied_gwp": ("server_gwp", "kgCO2e"),
    "server_embodied_adpe": ("server_adpe", "kgSbe"),
    "server_embodied_pe": ("server_pe", "MJ"),
}


def inputs(row, bound):
    """What the command line is given for one bound (min or max) of a row."""
    given = {
        "active_parameters": repr(float(row["active_params_b_" + bound]) * GIGA),
        "total_parameters": repr(float(row["total_params_b_" + bound]) * GIGA),
        "output_tokens": row["output_tokens"],
        "pue": row["pue_" + bound],
        "wue": row["wue_" + bound] + "L/kWh",
        "grid_gwp": row["if_gwp_kg_per_kwh"] + "kgCO2e/kWh",
        "grid_adpe": row["if_adpe_kgsb_per_kwh"] + "kgSbe/kWh",
        "grid_pe": row["if_pe_mj_per_kwh"] + "MJ/kWh",
        "grid_wue": row["if_wue_l_per_kwh"] + "L/kWh",
    }
    if row["request_latency_s"]:
        given["request_latency"] = row["request_latency_s"] + "s"
    for override in filter(None, row["override"].split(";")):
        name, value = override.split("=")
        ours, unit = OVERRIDES[name.strip()]
        given[ours] = value.strip() + unit
    return [f"{name}={value}" for name, value in given.items()]


def check(frugal, row, bound):
    """What is wrong with one bound of a row: a list of sentences."""
    try:
        given = inputs(row, bound)
    except KeyError as missing:
        return [f"unknown constant {missing}"]
    command = [frugal, "estimate", "ecologits", *given, "--draws", "1", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return [done.stderr.strip()]
    got = {figure["name"]: figure for figure in json.loads(done.stdout)["figures"]}
    wrong = []
    for column, name, unit in FIGURES:
        expected = float(row[f"{column}_{bound}"])
        value = got[name].get("value")
        if value is None or got[name]["unit"] != unit or abs(value - expected) > TOLERANCE * abs(expected):
            wrong.append(f"{name} {bound}: {value} {got[name]['unit']}, expected {expected} {unit}")
    return wrong


def main():
    frugal, table = sys.argv[1:]
    if not os.path.exists(table):
        print(f"skipped: there is no {table}")
        return 77
    with open(table, encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if not row["error"]]
    failed = 0
    for row in rows:
        wrong = check(frugal, row, "min") + check(frugal, row, "max")
        for sentence in wrong:
            print(f"{row['case_id']}: {sentence}")
        failed += bool(wrong)
    print(f"{len(rows) - failed} passed, {failed} failed")
    return 1 if failed or not rows else 0


sys.exit(main())
