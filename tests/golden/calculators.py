#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""calculators.py [--frugal PATH] FILE|FOLDER...: do our models give what other calculators gave?

A file is a JSON array of cases: `id`, `system`, `inputs`, `expected`, produced by the calculator's
own code. Each case of a system that a model here covers is put to frugal and its figures compared
to 1e-9; a case of another system is counted as skipped. Prints a line for each case that fails,
and last "N passed, N failed". Exits with 1 if any failed, 77 if there was no case to compare.
"""
import argparse
import json
import pathlib
import subprocess
import sys

TOLERANCE = 1e-9


class Question:
    """One estimate and what it must give: (figure of ours, unit, expected, where that stands)."""

    def __init__(self, model, inputs, expected, wanted):
        self.model = model
        self.inputs = [f"{name}={value}" for name, value in inputs.items() if value is not None]
        self.wanted = [(figure, unit, expected[key], key) for figure, (unit, key) in wanted.items()
                       if expected.get(key) is not None]


def with_unit(value, unit):
    return None if value is None else f"{value!r}{unit}"


def mlco2(given, expected):
    custom = given.get("custom_kg_per_kwh")
    # The share offset is the user's with a factor of their own, else the provider's, which the
    # cases do not tell.
    percent = given.get("custom_offset_pct") if custom is not None else None
    inputs = {
        "gpu.tdp": with_unit(given["tdp_w"], "W"),
        "gpu_hours": with_unit(given["hours"], "h"),
        "zone.intensity": with_unit(given.get("region_impact_g_per_kwh_as_parsed"), "g/kWh"),
        "custom": with_unit(custom, "kg/kWh"),
        "offset": with_unit(percent, "%"),
    }
    wanted = {
        "energy": ("kWh", "energy_kwh"),
        "intensity": ("kgCO2e/kWh", "intensity_kg_per_kwh_used"),
        "carbon": ("kgCO2e", "co2_kg"),
    }
    if percent is not None:
        wanted["claimed"] = ("kgCO2e", "offset_kg")
    yield Question("mlco2", inputs, expected, wanted)


def green_algorithms(given, expected):
    gpus = given.get("n_gpu") or 0
    inputs = {
        "gpus": repr(gpus),
        "duration": with_unit(given["hours"] + given.get("minutes", 0) / 60, "h"),
        "gpu.tdp": with_unit(given["tdp_gpu_w"], "W") if gpus else None,
        "gpu_usage": repr(given.get("gpu_usage") or 0),
        "cores": repr(given.get("n_cpu_cores") or 0),
        "core_power": with_unit(given.get("tdp_per_core_w") or 0, "W"),
        "core_usage": repr(given.get("cpu_usage") or 0),
        "memory": with_unit(given["memory_gb"], "GB"),
        "pue": repr(given["pue"]),
        "repeats": repr(given.get("psf", 1)),
        "zone.intensity": with_unit(given["carbon_intensity_g_per_kwh"], "g/kWh"),
    }
    yield Question("green_algorithms", inputs, expected, {
        "power": ("W", "power_w"),
        "energy": ("kWh", "energy_kwh"),
        "run_energy": ("Wh", "energy_wh"),
        "carbon": ("gCO2e", "carbon_g"),
        "core_carbon": ("gCO2e", "carbon_cpu_g"),
        "gpu_carbon": ("gCO2e", "carbon_gpu_g"),
        "memory_carbon": ("gCO2e", "carbon_memory_g"),
    })


def green_algorithms_hpc(given, expected):
    """The same formula; the hours of cores and accelerators come from the scheduler."""
    hours = given["wallclock_hours"]
    inputs = {
        "duration": with_unit(hours, "h"),
        "gpus": repr(given["gpu_hours"] / hours),
        "gpu.tdp": with_unit(given["tdp_gpu_w"], "W") if given["gpu_hours"] else None,
        "gpu_usage": "1",
        "cores": repr(given["cpu_core_hours"] / hours),
        "core_power": with_unit(given["tdp_cpu_per_core_w"], "W"),
        "core_usage": "1",
        "memory_factor": with_unit(given["memory_w_per_gb"], "W/GB"),
        "pue": repr(given["pue"]),
        "zone.intensity": with_unit(given["ci_g_per_kwh"], "g/kWh"),
    }
    yield Question("green_algorithms",
                   {**inputs, "memory": with_unit(given["requested_memory_gb"], "GB")}, expected,
                   {"energy": ("kWh", "energy"), "carbon": ("gCO2e", "carbonFootprint")})
    yield Question("green_algorithms",
                   {**inputs, "memory": with_unit(given["needed_memory_gb"], "GB")}, expected,
                   {"energy": ("kWh", "energy_memoryNeededOnly"),
                    "carbon": ("gCO2e", "carbonFootprint_memoryNeededOnly")})


# By the first words of `system`, the version left out.
SYSTEMS = {
    "ML CO2 Impact": mlco2,
    "Green Algorithms v3.0": green_algorithms,
    "GreenAlgorithms4HPC": green_algorithms_hpc,
}

# The units that answers come in, and those that cases are in, over a common one.
SCALE = {"W": 1, "kW": 1e3, "Wh": 1, "kWh": 1e3, "MWh": 1e6, "gCO2e": 1, "kgCO2e": 1e3,
         "tCO2e": 1e6, "gCO2e/kWh": 1, "kgCO2e/kWh": 1e3}


def covered_by(system):
    return next((ask for name, ask in SYSTEMS.items() if system.startswith(name)), None)


def faults_of(frugal, question):
    run = subprocess.run([frugal, "estimate", question.model, *question.inputs, "--json"],
                         capture_output=True, text=True, check=False)
    if run.returncode != 0:
        return [run.stderr.strip()]
    figures = {figure["name"]: figure for figure in json.loads(run.stdout)["figures"]}
    faults = []
    for name, unit, expected, key in question.wanted:
        figure = figures.get(name, {})
        if figure.get("value") is None:
            faults.append(f"no {name} for {key}")
            continue
        got = figure["value"] * SCALE[figure["unit"]] / SCALE[unit]
        if not abs(got - expected) <= TOLERANCE * abs(expected):
            faults.append(f"{key} is {got!r} in place of {expected!r}")
    return faults if question.wanted else ["nothing that we compare"]


def files_of(paths):
    for path in map(pathlib.Path, paths):
        if path.is_dir():
            yield from sorted(path.glob("*.json"))
        elif path.exists():
            yield path


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("--frugal", default="build/frugal", help="the program (%(default)s)")
    options.add_argument("paths", nargs="+", metavar="FILE|FOLDER")
    options = options.parse_args()
    passed = failed = skipped = 0
    for path in files_of(options.paths):
        for case in json.loads(path.read_text(encoding="utf-8")):
            ask = covered_by(case["system"])
            if ask is None:
                skipped += 1
                continue
            try:
                faults = [fault for question in ask(case["inputs"], case["expected"])
                          for fault in faults_of(options.frugal, question)]
            except (KeyError, TypeError, ZeroDivisionError) as error:
                faults = [f"not in the form that is known: {error!r}"]
            if faults:
                failed += 1
                print(f"FAILED {path.name} {case['id']}: {'; '.join(faults)}")
            else:
                passed += 1
    print(f"{skipped} skipped")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0 if passed else 77


if __name__ == "__main__":
    sys.exit(main())
