# SPDX-License-Identifier: Apache-2.0
"""EcoLogits itself on rows of request_rows.py: answers them, times that alone, compares with ours.

	VENV/bin/python bench/ecologits_peer.py ROWS.csv OURS.csv
	version 0.9.1 rows 20000 seconds 7.1 differ 0

ROWS.csv is what frugal was asked, OURS.csv what it answered. Reading the file is not timed; CPU
time of one process.
"""
import csv
import importlib.metadata
import sys
import time

from ecologits.impacts.llm import compute_llm_impacts

# Our figure and where theirs stands.
FIGURES = (
    ("energy[kWh]", lambda impacts: impacts.energy.value),
    ("carbon[kgCO2e]", lambda impacts: impacts.gwp.value),
    ("adpe[kgSbe]", lambda impacts: impacts.adpe.value),
    ("pe[MJ]", lambda impacts: impacts.pe.value),
    ("water[L]", lambda impacts: impacts.wcf.value),
)


def arguments(row):
    given = {name: float(value) for name, value in row.items()}
    return {
        "model_active_parameter_count": given["active_parameters"] / 1e9,
        "model_total_parameter_count": given["total_parameters"] / 1e9,
        "output_token_count": given["output_tokens"],
        "request_latency": given["request_latency"],
        "datacenter_pue": given["pue"],
        "datacenter_wue": given["wue"],
        "if_electricity_mix_gwp": given["grid_gwp"],
        "if_electricity_mix_adpe": given["grid_adpe"],
        "if_electricity_mix_pe": given["grid_pe"],
        "if_electricity_mix_wue": given["grid_wue"],
    }


def mean(value):
    """A range counts by its middle; here all are single numbers."""
    return value if isinstance(value, float) else (value.min + value.max) / 2


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        asked = [arguments(row) for row in csv.DictReader(file)]
    start = time.process_time()
    theirs = [compute_llm_impacts(**one) for one in asked]
    seconds = time.process_time() - start
    differ = 0
    with open(sys.argv[2], encoding="utf-8") as file:
        for impacts, ours in zip(theirs, csv.DictReader(file), strict=True):
            differ += any(abs(float(ours[name]) / mean(of(impacts)) - 1) > 1e-9
                          for name, of in FIGURES)
    version = importlib.metadata.version("ecologits")
    print(f"version {version} rows {len(asked)} seconds {seconds:.3f} differ {differ}")


main()
