#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""lwa.py FRUGAL FOLDER: the two scenarios of "Let's Wait Awhile" (Wiesner et al., 2021), planned by frugal.

First: a job of half an hour each night at 1:00 may move by some hours; it is planned on a forecast (the
truth and normal noise of 5 % of the yearly mean, seeds 0 to 9) and pays the truth. The published
savings are met within 0.02 points. The last slot of a window may be used; nights whose window begins
before the year are left out of what is paid, not of what is compared to. The series begins with the year, and so does
its mean. Second: 3387 jobs of 4 to 90 hours that arrive in office hours and are to be ready when
somebody could look (next workday), or on Monday or Thursday at 9:00 (semi-weekly), in one block or in
pieces: within 0.2 points, with jobs drawn as the authors drew theirs. FOLDER has the series. Exits with 77 without it, or without numpy, whose random numbers the
published noise is.
"""
import csv
import datetime
import gzip
import json
import os
import pathlib
import subprocess
import sys

# Per cent, at 2, 4, 6 and 8 hours: figure 6 of the paper, read off the authors' files.
PUBLISHED = {"DE": (1.40, 2.20, 5.46, 11.74), "GB": (4.77, 6.30, 6.74, 7.95), "FR": (3.00, 4.08, 5.00, 5.58)}
YEAR = datetime.datetime(2020, 1, 1)
# One block and in pieces, next workday; the same, semi-weekly.
PUBLISHED_ML = {"DE": (5.91, 7.93, 14.11, 18.11), "GB": (6.56, 9.03, 14.73, 19.66), "FR": (4.77, 5.92, 11.12, 13.33)}
JOBS = 3387
NIGHTS, SEEDS, ERROR = 365, 10, 0.05
DEBIAN = "/usr/bin/python3"

try:
    import numpy
except ImportError: # Debian's own may have it
    if os.access(DEBIAN, os.X_OK) and os.path.realpath(sys.executable) != os.path.realpath(DEBIAN):
        os.execv(DEBIAN, [DEBIAN, *sys.argv])
    sys.exit(77)
frugal, folder = sys.argv[1:]
path = pathlib.Path(folder, "lwa_2019-12-20_2021-01-09_30min.csv.gz")
if not path.exists():
    sys.exit(77)

series = {}
with gzip.open(path, "rt") as table:
    for row in csv.DictReader(table):
        at = datetime.datetime.fromisoformat(row["time_utc"].rstrip("Z"))
        if at >= YEAR:
            series.setdefault(row["zone"], []).append((at, float(row["ci_lca_g_per_kwh"])))


def plan(forecast, jobs, pieces=False):
    """The slots of each job (arrival, deadline, length), by what is expected."""
    case = {"type": "independent", "slot_hours": 0.5, "ci": list(forecast),
            "jobs": [{"arrival": a, "deadline": d, "duration_slots": k, "power_kw": 1, "interruptible": pieces}
                     for a, d, k in jobs]}
    done = subprocess.run([frugal, "plan", "--instance", "-"], input=json.dumps(case), text=True,
                          check=True, stdout=subprocess.PIPE)
    return [job["slots"] for job in json.loads(done.stdout)["schedule"]]


def saving_on_forecasts(truth, jobs, asked, pieces=False):
    """Per cent, mean of the seeds: planned on a forecast with errors, paid by the truth."""
    savings = []
    for seed in range(SEEDS):
        noise = numpy.random.default_rng(seed).normal(0, ERROR * truth.mean(), len(truth))
        savings.append(1 - sum(truth[slots].sum() for slots in plan(truth + noise, jobs, pieces)) / asked)
    return 100 * sum(savings) / SEEDS


def judge(name, saving, expected, tolerance):
    bad = abs(saving - expected) > tolerance
    print(f"{'FAILED ' if bad else ''}{name}: {saving:.2f} %, published {expected:.2f} %")
    return bool(bad)


def ready(end, rule):
    """When somebody looks at what would have ended then."""
    nine = end.replace(hour=9, minute=0)
    day, hour = end.weekday(), end.hour + end.minute / 60
    if rule == "next workday":
        if day == 5:
            return nine + datetime.timedelta(days=2)
        if day == 6 or hour > 17:
            return nine + datetime.timedelta(days=1)
        return nine if hour < 9 else end
    to_thursday = day == 0 and hour > 9 or day in (1, 2) or day == 3 and hour <= 9
    return nine + datetime.timedelta(days=((3 if to_thursday else 0) - day) % 7)


def draw_jobs():
    """(slot, slots) of each, drawn in the order in which the authors drew them."""
    random = numpy.random.default_rng(0)
    days = [YEAR + datetime.timedelta(days=n) for n in range(366)]
    workdays = [day for day in days if day.weekday() < 5]
    counts = dict(zip(workdays, random.multinomial(JOBS, [1 / len(workdays)] * len(workdays))))
    arrivals = []
    for n, day in enumerate(days):
        minutes = random.choice(range(9 * 60, 17 * 60, 30), size=counts.get(day, 0))
        arrivals += [n * 48 + int(m) // 30 for m in sorted(minutes)]
    lengths = random.choice(range(4 * 60, 90 * 60, 30), size=JOBS)
    return [(a, int(m) // 30) for a, m in zip(arrivals, lengths)]


failed = 0
drawn = draw_jobs()
for zone, published in PUBLISHED.items():
    times = [at for at, _ in series[zone]]
    truth = numpy.array([g for _, g in series[zone]])
    place = {at: i for i, at in enumerate(times)}
    nights = [place[YEAR + datetime.timedelta(days=n, hours=1)] for n in range(NIGHTS)]
    asked = sum(truth[i] for i in nights)
    for hours, expected in zip((2, 4, 6, 8), published):
        w = 2 * hours
        jobs = [(i - w, i + w + 1, 1) for i in nights if i >= w]
        failed += judge(f"{zone} +-{hours} h", saving_on_forecasts(truth, jobs, asked), expected, 0.02)
    asked = sum(truth[a:a + k].sum() for a, k in drawn)
    expected = iter(PUBLISHED_ML[zone])
    for rule in "next workday", "semi-weekly":
        ends = [ready(times[a] + datetime.timedelta(minutes=30 * k), rule) for a, k in drawn]
        jobs = [(a, min(place.get(end, len(truth)), len(truth)), k) for (a, k), end in zip(drawn, ends)]
        for pieces in False, True:
            name = f"{zone} {rule}, {'in pieces' if pieces else 'one block'}"
            failed += judge(name, saving_on_forecasts(truth, jobs, asked, pieces), next(expected), 0.2)
sys.exit(1 if failed else 0)
