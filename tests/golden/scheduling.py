# SPDX-License-Identifier: Apache-2.0
"""Plans against optima of others: a folder with instances/ and optimal/, and a table of windows.

Each schedule that frugal gives is recomputed here from the instance alone: it must be feasible and
cost what frugal says. Its cost must be the optimum to 1e-6; of gangs it may be 2 % over the best
that is known, and never below the proven bound.
"""
import csv
import functools
import gzip
import json
import math
import os
import pathlib
import subprocess
import tempfile

import golden

COLUMNS = ("zone", "job_hours", "slack_hours", "start_index", "run_now_sum",
           "best_window_sum", "best_slots_sum")
CLOSE = 1e-6
GANG_OVER = 0.02
WINDOW_CLOSE = 0.01


def close(a, b, tolerance=CLOSE):
    return abs(a - b) <= tolerance * max(abs(a), abs(b), 1e-9)


class Wrong(Exception):
    pass


def need(holds, what):
    if not holds:
        raise Wrong(what)


def slots_cost(job, slots, ci, hours, pue=1.0, arrival=None):
    first = job["arrival"] if arrival is None else arrival
    need(len(slots) == job["duration_slots"], "another number of slots")
    need(all(b > a for a, b in zip(slots, slots[1:])), "slots do not ascend")
    need(first <= slots[0] and slots[-1] < job["deadline"], "out of the window")
    if not job.get("interruptible"):
        need(slots[-1] - slots[0] + 1 == len(slots), "it is interrupted")
    power = job.get("profile_kw") or [job["power_kw"]] * len(slots)
    cost = sum(p * hours * ci[t] for p, t in zip(power, slots))
    for a, b in zip(slots, slots[1:]):
        if b != a + 1:
            cost += job.get("resume_energy_kwh", 0) * ci[b]
    return cost * pue


def transfer(job, home, there, hours):
    """Slots and grams of bringing a job's data from home."""
    if there is home or not job.get("data_gb"):
        return 0, 0.0
    slots = math.ceil(job["data_gb"] * 8 / (job["bandwidth_gbps"] * 3600 * hours))
    kwh = job["data_gb"] * job["kwh_per_gb"] / slots if slots else 0
    return slots, sum(kwh * (home["ci"][t] + there["ci"][t]) / 2
                      for t in range(job["arrival"], job["arrival"] + slots))


def cost_single(case, schedule):
    return slots_cost(case["job"], schedule["slots"], case["ci"], case["slot_hours"])


def cost_spatial(case, schedule):
    regions = {region["name"]: region for region in case["regions"]}
    job, there = case["job"], regions[schedule["region"]]
    need(case["rtt_ms"][schedule["region"]] <= job["max_rtt_ms"], "too far away")
    slots, grams = transfer(job, regions[job["home"]], there, case["slot_hours"])
    return grams + slots_cost(job, schedule["slots"], there["ci"], case["slot_hours"],
                              there["pue"], job["arrival"] + slots)


def cost_elastic(case, schedule):
    job, hours = case["job"], case["slot_hours"]
    work = cost = 0.0
    throughput = [0.0] + job["throughput"]
    for t, units in schedule:
        need(job["arrival"] <= t < job["deadline"], "out of the window")
        need(0 < units <= len(job["throughput"]) + 1e-9, "too many units")
        below = min(int(units + 1e-12), len(job["throughput"]))
        above = min(below + 1, len(job["throughput"]))
        work += hours * (throughput[below] + (units - below) * (throughput[above] - throughput[below]))
        cost += units * job["unit_kw"] * hours * case["ci"][t]
    need(work >= job["work"] * (1 - 1e-9), "the work is not done")
    return cost


def cost_fleet(case, schedule):
    regions = {region["name"]: region for region in case["regions"]}
    jobs = {job["id"]: job for job in case["jobs"]}
    unit = case["unit_kw"] * case["slot_hours"]
    load, done, at_once, cost = {}, {}, {}, 0.0
    for name, region, t, units in schedule:
        job, there = jobs[name], regions[region]
        need(job["arrival"] <= t < job["deadline"], f"{name} out of its window")
        load[region, t] = load.get((region, t), 0) + units
        done[name] = done.get(name, 0) + units
        at_once[name, t] = at_once.get((name, t), 0) + units
        cost += units * unit * there["pue"] * there["ci"][t]
        if region != job["home"]:
            cost += units * job["remote_g_per_unit_slot"]
    for name, job in jobs.items():
        need(close(done.get(name, 0), job["work_unit_slots"]), f"{name} is not done")
    need(all(units <= jobs[name]["max_units"] + 1e-9 for (name, _), units in at_once.items()),
         "too many units at once")
    for (region, t), units in load.items():
        capacity = regions[region]["capacity"][t]
        need(units <= capacity + 1e-6, f"{region} holds too much in slot {t}")
        below = 0.0
        for share, grams in case.get("tiers", []):
            within = min(units, share * capacity) - below
            if within > 0:
                cost += within * unit * regions[region]["pue"] * grams
            below = share * capacity
    return cost


def cost_gangs(case, schedule):
    regions = {region["name"]: region for region in case["regions"]}
    jobs = {job["id"]: job for job in case["jobs"]}
    unit, load, cost = case["unit_kw"] * case["slot_hours"], {}, 0.0
    need(sorted(name for name, _, _ in schedule) == sorted(jobs), "not each job once")
    for name, region, start in schedule:
        job, there = jobs[name], regions[region]
        slots, grams = transfer(job, regions[job["home"]], there, case["slot_hours"])
        need(job["arrival"] + slots <= start, f"{name} begins before its data are there")
        need(start + job["duration_slots"] <= job["deadline"], f"{name} ends too late")
        cost += grams
        for t in range(start, start + job["duration_slots"]):
            load[region, t] = load.get((region, t), 0) + job["units"]
            cost += job["units"] * unit * there["pue"] * there["ci"][t]
    need(all(units <= regions[region]["capacity"][t] + 1e-9 for (region, t), units in load.items()),
         "a region holds too much")
    return cost


COSTS = {"single": cost_single, "spatial": cost_spatial, "elastic": cost_elastic,
         "fleet_flow": cost_fleet, "fleet_gang": cost_gangs}


def check_instance(frugal, case, expected, path):
    done = subprocess.run([frugal, "plan", "--instance", str(path)], capture_output=True, text=True,
                          check=False)
    need(done.returncode == 0, done.stderr.strip())
    answer = json.loads(done.stdout)
    objective, bound = answer["objective_gco2e"], answer["lower_bound_gco2e"]
    need(close(COSTS[case["type"]](case, answer["schedule"]), objective),
         "the schedule costs something else")
    need(bound <= objective * (1 + CLOSE), "the bound is above the objective")
    best = expected["objective_gco2e"]
    if case["type"] == "fleet_gang":
        need(objective <= best * (1 + GANG_OVER), f"{100 * (objective / best - 1):.2f} % over the best known")
        need(objective >= expected["lower_bound_gco2e"] * (1 - CLOSE), "below the proven bound")
        need(bound <= best * (1 + CLOSE), "our bound is above a known plan")
    else:
        need(close(objective, best), f"{objective} and not {best}")


def instance(path, case):
    """What faults() takes: a case that has an answer in the folder beside its own."""
    answer = path.parent.parent / "optimal" / path.name
    if not answer.exists():
        raise golden.Skip(f"{path.name}: no optimum is known")
    return {"path": path, "case": case,
            "expected": json.loads(answer.read_text(encoding="utf-8"))}


@functools.cache
def series_of(folder):
    """Lifecycle intensities of 2022 by zone, from tables with a column a zone."""
    series = {}
    for path in sorted(pathlib.Path(folder).glob("em_zones_*wide.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for zone in rows[0]:
            if zone != "time_utc":
                series[zone] = [float(row[zone]) if row[zone] else math.nan for row in rows]
    return series


def check_window(frugal, row):
    """Both ways of running one job, put to frugal as an instance of its window."""
    folder = os.environ.get("GRID_DATA", str(pathlib.Path(__file__).resolve().parents[3] /
                                             "shared" / "data" / "grid"))
    series = series_of(folder).get(row["zone"])
    if series is None:
        raise golden.Skip("no series of this zone")
    length, slack, first = int(row["job_hours"]), int(row["slack_hours"]), int(row["start_index"])
    window = series[first:first + length + slack]
    need(len(window) == length + slack, "the series is too short")
    for interruptible, column in ((False, "best_window_sum"), (True, "best_slots_sum")):
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
            json.dump({"type": "single", "slot_hours": 1, "ci": window,
                       "job": {"arrival": 0, "deadline": length + slack, "duration_slots": length,
                               "power_kw": 1, "interruptible": interruptible}}, file)
            file.flush()
            answer = json.loads(subprocess.run([frugal, "plan", "--instance", file.name], check=True,
                                               capture_output=True).stdout)
        need(abs(answer["objective_gco2e"] - float(row[column])) <= WINDOW_CLOSE,
             f"{column}: {answer['objective_gco2e']} and not {row[column]}")
        need(abs(answer["now_gco2e"] - float(row["run_now_sum"])) <= WINDOW_CLOSE,
             "run_now_sum differs")


def faults(frugal, case):
    try:
        if "case" in case:
            check_instance(frugal, case["case"], case["expected"], case["path"])
        else:
            check_window(frugal, case)
    except Wrong as wrong:
        return [str(wrong)]
    return []
