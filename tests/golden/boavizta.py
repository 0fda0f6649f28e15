# SPDX-License-Identifier: Apache-2.0
"""Cases of BoaviztAPI: making and use of parts, servers and cloud instances, each as a value and the
two corners (all attributes at the end that gives least, or most). `completed` holds the attributes as
it found them, so that its data files, which may not be shipped, are not needed; electricity is known
for a few countries (factors/electricity_boavizta.csv), and use elsewhere is left out, and said to be. Its
factors of the parts of accelerator cards, which may not be shipped either, go before ours where they are
(data/facts beside the cases, written by hand): frugal ships those of the study behind them, which differ
by up to 0.2 %."""
import atexit
import csv
import shutil
import tempfile
import pathlib

from golden import Question, Skip, with_unit

BOUNDS = ("value", "min", "max")
CRITERIA = {"gwp": ("carbon", "kgCO2e"), "adp": ("adpe", "kgSbe"), "pe": ("pe", "MJ")}
USE_TOLERANCE = 1e-2
OTHER_END = {"value": "value", "min": "max", "max": "min"}
# Which case gives least and most of a criterion, when the kind of case is not known.
LEAST = {"gwp": "blade", "adp": "rack", "pe": "blade"}
TOP = pathlib.Path(__file__).resolve().parents[2]

with open(TOP / "factors" / "electricity_boavizta.csv", encoding="utf-8") as _file:
    GRID = {row["key"]: row for row in csv.DictReader(
        line for line in _file if not line.startswith("#"))}


# A folder with the factors of cards that BoaviztAPI has, or None.
CARDS = []


def take_cards(path):
    """Looks for them in the folders above a path of cases; once."""
    if CARDS:
        return
    for folder in path.resolve().parents:
        facts = folder / "data" / "facts" / "embodied_factors.csv"
        if not facts.is_file():
            continue
        with open(facts, encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["item"].startswith("gpu_")]
        CARDS.append(tempfile.mkdtemp())
        atexit.register(shutil.rmtree, CARDS[0])
        with open(CARDS[0] + "/embodied_parts.csv", "w", encoding="utf-8", newline="") as file:
            to = csv.writer(file, lineterminator="\n")
            to.writerow(["key", "gwp[kgCO2e]", "adpe[kgSbe]", "pe[MJ]", "year", "source", "licence"])
            to.writerows([row["item"], row["gwp_kgco2e"], row["adpe_kgsbeq"], row["pe_mj"], 2025,
                          "BoaviztAPI", "AGPL-3.0"] for row in rows)
        return


def with_cards(question):
    if not isinstance(question, Question):
        return question
    has_cards = question.model == "boavizta_gpu" or any(
        given.startswith("gpus=") and given != "gpus=0" for given in question.inputs)
    if has_cards and not CARDS:
        return Skip("needs the factors of accelerator cards of BoaviztAPI, which may not be shipped")
    question.factors = CARDS[0] if has_cards else None
    return question


def at(attribute, bound):
    """An attribute at a bound, None where it is not there."""
    if attribute is None:
        return None
    return attribute.get(bound) if attribute.get(bound) is not None else attribute["value"]


def wanted(case, phase, bound, criteria, tolerance=1e-9):
    found = []
    for criterion in criteria:
        impact = case["impacts"].get(criterion, {}).get(phase)
        if isinstance(impact, dict) and impact.get(bound) is not None:
            figure, unit = CRITERIA[criterion]
            found.append((figure, unit, impact[bound], f"{criterion} {phase} {bound}", tolerance))
    return found


def gpu_inputs(part, bound, prefix=""):
    given = {
        "count": at(part.get("units"), bound),
        "weight": with_unit(at(part.get("weight"), bound), "kg"),
        "casing_weight": with_unit(at(part.get("casing_weight"), bound), "kg"),
        "heatsink_weight": with_unit(at(part.get("heatsink_weight"), bound), "kg"),
        "board_area": with_unit(at(part.get("pwb_surface"), bound), "cm2"),
        # The surface is that of the wafer, losses included.
        "wafer_area": with_unit(at(part.get("gpu_surface"), bound), "mm2"),
        "vram": with_unit(at(part.get("vram"), bound), "GB"),
        "vram_dies": at(part.get("vram_dies"), bound),
        "by_ship": with_unit(at(part.get("transport_boat"), bound), "km"),
        "by_lorry": with_unit(at(part.get("transport_truck"), bound), "km"),
        "by_plane": with_unit(at(part.get("transport_plane"), bound), "km"),
    }
    return {prefix + name: value for name, value in given.items()}


def die_size(part, bound):
    size = at(part.get("die_size"), bound)
    if size is None and part.get("die_size_per_core") and part.get("core_units"):
        size = at(part["die_size_per_core"], bound) * at(part["core_units"], bound)
    if size is None:
        raise Skip("needs the die size of a processor by name, which may not be shipped")
    return with_unit(size, "mm2")


def part_question(kind, part, bound):
    units = at(part.get("units"), bound)
    if kind == "cpu":
        return "boavizta_cpu", {"count": units, "die_size": die_size(part, bound)}
    if kind in ("ram", "ssd"):
        return f"boavizta_{kind}", {
            "count": units, "capacity": with_unit(at(part["capacity"], bound), "GB"),
            "density": with_unit(at(part["density"], OTHER_END[bound]), "GB/cm2")}
    if kind == "hdd":
        return "boavizta_hdd", {"count": units}
    if kind == "power_supply":
        return "boavizta_psu", {"count": units,
                                "weight": with_unit(at(part["unit_weight"], bound), "kg")}
    if kind == "gpu":
        return "boavizta_gpu", gpu_inputs(part, bound)
    raise Skip(f"no model for kind {kind}")


def making_of_part(case, bound):
    part = case["completed"]
    model, inputs = part_question(case["kind"], part, bound)
    life = at(part.get("usage", {}).get("hours_life_time"), OTHER_END[bound])
    inputs["duration"] = with_unit(case["duration_hours"], "h")
    inputs["lifetime"] = with_unit(life, "h")
    yield Question(model, inputs, wanted(case, "embedded", bound, CRITERIA))


def server_inputs(part, bound):
    other = OTHER_END[bound]
    ram = part.get("ram") or []
    disks = part.get("disk") or []
    ssds = [disk for disk in disks if str(disk.get("kind", "ssd")).lower() == "ssd"]
    count = lambda parts: sum(at(one["units"], bound) for one in parts)
    area = lambda parts: sum(at(one["units"], bound) * at(one["capacity"], bound) /
                             at(one["density"], other) for one in parts)
    inputs = {
        "cpus": at(part["cpu"]["units"], bound),
        "die_size": die_size(part["cpu"], bound),
        "ram_modules": repr(count(ram)),
        "ram_area": with_unit(area(ram), "cm2"),
        "ssds": repr(count(ssds)),
        "ssd_area": with_unit(area(ssds), "cm2"),
        "hdds": repr(count([disk for disk in disks if disk not in ssds])),
        "psus": at(part["power_supply"]["units"], bound),
        "psu_weight": with_unit(at(part["power_supply"]["unit_weight"], bound), "kg"),
    }
    gpus = part.get("gpu")
    if isinstance(gpus, list):
        if len(gpus) > 1:
            raise Skip("accelerators of several kinds in one server")
        gpus = gpus[0] if gpus else None
    if gpus:
        gpu = gpu_inputs(gpus, bound, "gpu.")
        inputs["gpus"] = gpu.pop("gpu.count")
        inputs.update(gpu)
    return inputs


def disk_share(instance, disks):
    asked = sum(at(instance[name], "value") for name in ("ssd_storage", "hdd_storage")
                if name in instance)
    held = sum(at(disk["units"], "value") * at(disk["capacity"], "value") for disk in disks)
    return min(1.0, asked / held) if held else 0.0


def making_of_server(case, bound):
    part = case["completed"]
    inputs = server_inputs(part, bound)
    usage = part.get("platform_usage") or part["usage"]
    life = at(usage.get("hours_life_time") or part["usage"].get("hours_life_time"),
              OTHER_END[bound])
    inputs["duration"] = with_unit(case["duration_hours"], "h")
    inputs["lifetime"] = with_unit(life, "h")
    if "instance" in part:
        instance = part["instance"]
        inputs["cpu_share"] = repr(at(instance["vcpu"], bound) / part["platform_vcpu"])
        inputs["ram_share"] = repr(at(instance["memory"], bound) / part["platform_memory_gb"])
        inputs["disk_share"] = repr(disk_share(instance, part.get("disk") or []))
    request = case.get("request") or {}
    kind = (request.get("model") or {}).get("type")
    known = kind or "rack"
    for enclosure in ("rack", "blade"):
        criteria = [criterion for criterion in CRITERIA if enclosure == (
            known if kind or bound == "value"
            else LEAST[criterion] if bound == "min"
            else "rack" if LEAST[criterion] == "blade" else "blade")]
        found = wanted(case, "embedded", bound, criteria)
        if found:
            yield Question("boavizta_server", {**inputs, "enclosure": enclosure}, found)


def power(case, bound):
    """Mean power: from the power curve where the case has one, else as the case says."""
    part = case["completed"]
    usage = part["usage"]
    curve = part.get("consumption_profile")
    load = at(usage.get("time_workload"), bound)
    # A list of loads, each for a share of the time, has no single point on the curve.
    if (case["kind"] == "cpu" and curve and usage["avg_power"]["status"] != "INPUT"
            and isinstance(load, (int, float))):
        return {"cpus": at(part.get("units"), bound),
                "load": with_unit(load, "%"),
                **{f"curve_{name}": repr(value) for name, value in curve.items()}}
    # That of a processor is of all its units, that of another part of each.
    units = 1 if case["kind"] in ("cpu", "server", "cloud") else at(part.get("units"), bound) or 1
    return {"power": with_unit(at(usage["avg_power"], bound) * units, "W")}


def use(case, bound):
    usage = case["completed"].get("usage", {})
    if not any(isinstance(impact.get("use"), dict) for impact in case["impacts"].values()):
        return
    if "avg_power" not in usage:
        yield Skip("no power of the use is told")
        return
    place = usage.get("usage_location", {}).get("value")
    grid = GRID.get(place)
    if grid is None:
        yield Skip(f"use: electricity of {place} as BoaviztAPI reckons it may not be shipped")
        return
    columns = {"gwp": "intensity", "adp": "adpe", "pe": "pe"}
    units = {"gwp": "kgCO2e/kWh", "adp": "kgSbe/kWh", "pe": "MJ/kWh"}
    end = {"value": "", "min": "_low", "max": "_high"}[bound]
    ranged = usage["usage_location"]["status"] not in ("INPUT", "COMPLETED")
    known = {}
    for criterion, column in columns.items():
        name = next((key for key in grid if key.split("[")[0] == column), None)
        cell = (grid.get(column + end) if ranged and end else None) or grid[name]
        if cell:
            known[criterion] = (f"zone.{column}", f"{cell}{units[criterion]}")
    for criterion in CRITERIA:
        if criterion not in known and isinstance(case["impacts"].get(criterion, {}).get("use"), dict):
            yield Skip(f"use, {criterion}: electricity of {place} may not be shipped")
    if not known:
        return
    ratio = at(usage.get("use_time_ratio")
               or case["completed"].get("platform_usage", {}).get("use_time_ratio"), bound)
    yield Question("boavizta_use", {
        "zone": place, **dict(known.values()), **power(case, bound),
        "on_share": ratio, "duration": with_unit(case["duration_hours"], "h"),
    }, wanted(case, "use", bound, known, USE_TOLERANCE))


def questions(case):
    for criterion in sorted(set(case["impacts"]) - set(CRITERIA)):
        yield Skip(f"criterion {criterion}: the models give greenhouse gases, ADPe and primary energy")
    making = making_of_server if case["kind"] in ("server", "cloud") else making_of_part
    for bound in BOUNDS:
        yield from map(with_cards, making(case, bound))
        yield from use(case, bound)
