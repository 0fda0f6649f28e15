#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""api_shapes.py FRUGAL FOLDER: does each answer of a service become the series that it holds?

FOLDER has answers in the shapes of the services' documentation. What is expected is read off them
here, by other means. Answers that hold no hours are refused in one line. Exits with 77 without them.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

POUND = 0.45359237
MIXED = {"em_power-breakdown_latest.json", "entsoe_A75_FR.xml"}
NO_HOURS = {"em_zones.json", "entsoe_ack_no_data.xml", "uk_error_400.json", "uk_factors.json", "uk_generation.json",
            "wt_login.json", "wt_region-from-loc.json", "wt_signal-index.json"}


def expected(name, text):
    """Values, in the order of time; None: not looked at here (tests of mixes have them)."""
    if name in MIXED:
        return None
    data = json.loads(text)
    if name.startswith("em_"):
        records = data.get("history") or data.get("data") or data.get("forecast") or [data]
        return [(r["datetime"], r["carbonIntensity"]) for r in records]
    if name.startswith("uk_regional"):
        return [(r["from"], r["intensity"]["forecast"]) for region in data["data"] for r in region["data"]]
    if name.startswith("uk_"):
        return [(r["from"], r["intensity"]["forecast"] if r["intensity"]["actual"] is None else r["intensity"]["actual"])
                for r in data["data"]]
    if name.startswith("odre_"):
        return [(r["date_heure"], r["taux_co2"]) for r in data["results"]]
    points = data["data"]
    if "forecast" in points[0]:  # the newest issue holds
        newest = {}
        for issue in sorted(points, key=lambda issue: issue["generated_at"]):
            newest.update({p["point_time"]: p["value"] for p in issue["forecast"]})
        return [(t, v * POUND) for t, v in newest.items()]
    return [(p["point_time"], p["value"] * POUND) for p in points]


def run(frugal, folder, *args):
    return subprocess.run([frugal, "grid", *args], env=dict(os.environ, FRUGAL_GRID=folder), text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def faults(frugal, path):
    with tempfile.TemporaryDirectory() as folder:
        done = run(frugal, folder, "import", str(path), *(["--mix", "ar5"] if path.name in MIXED else []))
        if path.name in NO_HOURS:
            return [] if done.returncode and done.stderr.count("\n") == 1 and not os.listdir(folder) \
                else [f"taken: {done.stdout}{done.stderr}"]
        if done.returncode:
            return [done.stderr.strip()]
        wanted = expected(path.name, path.read_text(encoding="utf-8"))
        if wanted is None:
            return []
        series = json.loads(run(frugal, folder, "list", "--json").stdout)[0]
        shown = run(frugal, folder, "show", series["zone"], "--kind", series["kind"], "--scope", series["scope"],
                    "--basis", series["basis"], "--from", series["from"], "--to", series["to"], "--json").stdout
        got = [slot["g_per_kwh"] for slot in json.loads(shown)["slots"]]
        wanted = [float(v) for _, v in sorted(wanted) if v not in (None, "ND")]
        return [] if len(got) == len(wanted) and all(abs(a - b) < 1e-9 * b for a, b in zip(got, wanted)) \
            else [f"{got[:4]}... for {wanted[:4]}..."]


frugal, folder = sys.argv[1:]
paths = sorted(p for p in pathlib.Path(folder).glob("*.*") if p.suffix in (".json", ".xml"))
failed = 0
for path in paths:
    found = faults(frugal, path)
    failed += bool(found)
    print(f"{'FAILED ' if found else 'ok '}{path.name}", *found)
sys.exit(1 if failed else 0 if paths else 77)
