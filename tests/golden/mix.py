#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""mix.py FRUGAL FOLDER: is the intensity of a mix of generation the one its authors published?

FOLDER has lwa_mix_ZONE_2020-06.csv.gz (columns of power, and reference_ci_g_per_kwh). Each slot is
within 0.01 gCO2e/kWh. Exits with 77 where there is nothing to compare.
"""
import csv
import gzip
import json
import os
import pathlib
import subprocess
import sys
import tempfile


def worst(frugal, path, zone):
    text = gzip.decompress(path.read_bytes()).decode()
    with tempfile.TemporaryDirectory() as folder:
        env = dict(os.environ, FRUGAL_GRID=folder)
        table = pathlib.Path(folder, "mix.csv")
        table.write_text(text)
        subprocess.run([frugal, "grid", "import", table, "--zone", zone, "--mix", "srren"],
                       check=True, env=env, stdout=subprocess.DEVNULL)
        shown = subprocess.run([frugal, "grid", "show", zone, "--from", "2020-06-01", "--to", "2020-07-01", "--json"],
                               check=True, env=env, stdout=subprocess.PIPE).stdout
    ours = {slot["start"]: slot["g_per_kwh"] for slot in json.loads(shown)["slots"]}
    rows = list(csv.DictReader(text.splitlines()))
    return len(rows), max(abs(ours[row["time_utc"]] - float(row["reference_ci_g_per_kwh"])) for row in rows)


frugal, folder = sys.argv[1:]
files = sorted(pathlib.Path(folder).glob("lwa_mix_*_2020-06.csv.gz"))
failed = 0
for path in files:
    zone = path.name.split("_")[2]
    slots, off = worst(frugal, path, zone)
    print(f"{zone}: {slots} slots, at most {off:.4f} gCO2e/kWh off")
    failed += off > 0.01
sys.exit(1 if failed else 0 if files else 77)
