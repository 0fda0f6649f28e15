#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check.py [--data DIR] [FOLDER]: are the tables of factors true where something else says so?

Compares the tables of FOLDER (factors/ of this tree) with rules and with one another: a region's name
with its country, the accelerators of a machine with its family, an intensity with what other sources
have for the zone. With --data, the folder of data sets that the tables were not made from, also with
those. Prints a line for each fault, then how many rows are older than three years, table by table, and
last "N passed, N failed" of the rules. Exits with 1 if a rule failed.

check.py --self-test: plants a fault for each rule and sees that the rule finds it.
"""
import argparse
import collections
import copy
import csv
import os
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
NEWEST = 2026  # the year of this check: rows of NEWEST - 4 and before are called old
PLACES = """
AE UAE Dubai Abu_Dhabi|AT Austria Vienna|AU Australia Sydney Melbourne Canberra New_South_Wales|BE Belgium
|BH Bahrain|BR Brazil São_Paulo Sao_Paulo Rio Vinhedo|CA Canada Calgary Toronto Quebec Montréal Montreal Beauharnois
|CH Switzerland Zürich Zurich Geneva|CL Chile Santiago Valparaiso|CN China Beijing Shanghai Ningxia Jiangsu
|CO Colombia Bogota|DE Germany Frankfurt Berlin Limburg|DK Denmark Copenhagen|ES Spain Madrid|FI Finland Helsinki
|FR France Paris Marseille Gravelines Roubaix Strasbourg|GB UK London Cardiff|GR Greece Athens|HK Hong_Kong
|ID Indonesia Jakarta Batam|IE Ireland Dublin|IL Israel Tel_Aviv Jerusalem|IN India Mumbai Hyderabad Pune Chennai Delhi
|IT Italy Milan Turin|JP Japan Tokyo Osaka Saitama|KR Korea Seoul Busan Chuncheon|MA Morocco Casablanca
|MX Mexico Querétaro Queretaro Monterrey|MY Malaysia Kuala_Lumpur Kulai|NL Netherlands Amsterdam Eemshaven
|NO Norway Oslo Stavanger|NZ New_Zealand Auckland|PL Poland Warsaw|QA Qatar Doha|SA Saudi_Arabia Jeddah Riyadh Dammam Damman
|SE Sweden Stockholm Gävle Staffanstorp|SG Singapore|TH Thailand|TW Taiwan Taipei
|US US_East US_West Virginia Ohio Oregon California GovCloud Iowa Illinois Texas Arizona Washington Wyoming Georgia
US_DoD US_Gov US_Sec Cheyenne Chicago Quincy Phoenix Richmond Ashburn Atlanta San_Antonio San_Francisco Des_Moines
South_Carolina Columbus Dallas Los_Angeles Salt_Lake_City Las_Vegas San_Jose Vint_Hill Hillsboro US_Midwest
|ZA South_Africa Cape_Town Johannesburg"""
# Families with accelerators, and what theirs are called; every other machine has none.
FAMILIES = [
    (r"aws:p2\.", "K80"), (r"aws:p3\.", "V100 SXM2 16GB"), (r"aws:p3dn\.", "V100 SXM2 32GB"),
    (r"aws:p4d\.", "A100 SXM4 40GB"), (r"aws:p4de\.", "A100 SXM4 80GB"), (r"aws:p5\.", "H100 SXM5"),
    (r"aws:p5en?\.", "H200 SXM5"), (r"aws:p6-b200\.", "B200"), (r"aws:p6-b300\.", "B300"),
    (r"aws:p6e-gb200\.", "GB200"), (r"aws:g2\.", "K520"), (r"aws:g3s?\.", "M60"), (r"aws:g4dn\.", "T4"),
    (r"aws:g4ad\.", "Radeon Pro V520"), (r"aws:g5\.", "A10G"), (r"aws:g5g\.", "T4G"), (r"aws:gr?6f?\.", "L4"),
    (r"aws:g6e\.", "L40S"), (r"aws:g7e\.", "RTX PRO 6000 Blackwell Server"), (r"aws:inf1\.", "Inferentia"),
    (r"aws:inf2\.", "Inferentia2"), (r"aws:trn1n?\.", "Trainium"), (r"aws:trn2u?\.", "Trainium2"),
    (r"aws:dl1\.", "Gaudi"), (r"aws:dl2q\.", "Cloud AI 100"), (r"aws:(f1|f2|vt1)\.", None),
    (r"gcp:a2-(high|mega)gpu-", "A100 SXM4 40GB"), (r"gcp:a2-ultragpu-", "A100 SXM4 80GB"),
    (r"gcp:a3-(high|mega|edge)gpu-", "H100 SXM5"), (r"gcp:a3-ultragpu-", "H200 SXM5"), (r"gcp:a4-", "B200"),
    (r"gcp:a4x-", "GB200"), (r"gcp:g2-", "L4"), (r"gcp:g4-", "RTX PRO 6000 Blackwell Server"),
    (r"azure:nc\d+r?(_promo)?$", "K80"), (r"azure:nc\d+r?s_v2", "P100"), (r"azure:nc\d+r?s_v3", "V100"),
    (r"azure:nc\d+as_t4_v3", "T4"), (r"azure:nc.*_a100_v4", "A100 PCIe 80GB"), (r"azure:nc.*_h100_v5", "H100 NVL"),
    (r"azure:nc.*rtxpro6000", "RTX PRO 6000 Blackwell Server"), (r"azure:nd\d+r?s$", "P40"),
    (r"azure:nd40rs_v2", "V100 SXM2 32GB"), (r"azure:nd96asr_v4", "A100 SXM4 40GB"),
    (r"azure:nd.*_a100_v4", "A100 SXM4 80GB"), (r"azure:nd.*_h100_v5", "H100 SXM5"),
    (r"azure:nd.*_h200_v5", "H200 SXM5"), (r"azure:nd.*_mi300x_v5", "MI300X"), (r"azure:nd.*_gb200_v6", "GB200"),
    (r"azure:nd.*_gb300_v6", "GB300"), (r"azure:nv\d+(s_v3)?$", "M60"), (r"azure:nv\d+adm?s_a10_v5", "A10"),
    (r"azure:np\d+s$", None), (r"oci:.*gpu2\.", "P100"), (r"oci:.*gpu3\.", "V100"), (r"oci:.*gpu4\.", "A100 SXM4 40GB"),
    (r"oci:.*a100-v2", "A100 SXM4 80GB"), (r"oci:.*\.a10\.", "A10"), (r"oci:.*l40s", "L40S"),
    (r"oci:.*\.h100", "H100 SXM5"), (r"oci:.*\.h200", "H200 SXM5"), (r"oci:.*\.b200", "B200"),
    (r"oci:.*\.b300", "B300"), (r"oci:.*gb200", "GB200"), (r"oci:.*gb300", "GB300"), (r"oci:.*mi300x", "MI300X"),
    (r"oci:.*rtxpro", "RTX PRO 6000 Blackwell Server"), (r"ovhcloud:t1-", "V100 PCIe 16GB"),
    (r"ovhcloud:t2-", "V100S"), (r"ovhcloud:a100-", "A100 PCIe 80GB"), (r"ovhcloud:h100-", "H100 PCIe"),
    (r"ovhcloud:a10-", "A10"), (r"(ovhcloud|scaleway):l4-", "L4"), (r"(ovhcloud|scaleway):l40s-", "L40S"),
    (r"scaleway:h100-\d", "H100 PCIe"), (r"scaleway:h100-sxm-", "H100 SXM5"),
    (r"scaleway:gpu-3070", "RTX 3070"), (r"scaleway:render-", "P100"),
]
# Zones whose sources contradict each other by more than twice and 100 g: trade with neighbours (Ember has
# production, Electricity Maps consumption), or default values of Electricity Maps.
CONTRADICTING = {"AL", "BZ", "CO", "GT", "HK", "LR", "LU", "LV", "SK", "SV", "TM", "UZ", "VE"}

Row = collections.namedtuple("Row", "file line cells")


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    skipped = len(re.match(r"(#[^\n]*\n)*", text).group().splitlines())
    table = csv.reader(text.splitlines(keepends=True)[skipped:])
    header = [re.sub(r"\[.*", "", name) for name in next(table)]
    return [Row(f"factors/{path.name}", skipped + table.line_num, dict(zip(header, cells))) for cells in table]


def load(folder):
    """Rows by table; the parts of a table ("zones.owid.csv") come after its main file."""
    tables = collections.defaultdict(list)
    for path in sorted(folder.glob("*.csv"), key=lambda path: (path.name.split(".")[0], path.name.count("."), path.name)):
        tables[path.name.split(".")[0]] += read(path)
    return tables


def number(row, name):
    text = row.cells.get(name, "")
    return float(text) if text else None


def fault(row, text):
    return f"{row.file}:{row.line}: {row.cells['key']}: {text}"


def newest(rows):
    """The row that a key leads to: the newest, of these the first."""
    found = {}
    for row in rows:
        key = row.cells["key"]
        if key not in found or int(row.cells["year"]) > int(found[key].cells["year"]):
            found[key] = row
    return found


# ---- the rules: each a generator of faults --------------------------------------------------------


def place_words():
    words = {}
    for line in PLACES.replace("\n", " ").split("|"):
        code, *names = line.split()
        words.update({name.replace("_", " "): code for name in names})
    return words


def countries_in(name, words):
    """The countries of the places in a name; the longest place first, so that "New South Wales" is one."""
    found = set()
    for place in sorted(words, key=len, reverse=True):
        if re.search(rf"(?<!\w){re.escape(place)}(?!\w)", name):
            found.add(words[place])
            name = name.replace(place, " ")
    return found


def a_region_lies_where_its_name_says(tables):
    words = place_words()
    for row in tables["regions"]:
        found = countries_in(row.cells["name"].split(" ", 2)[-1].replace("(", " ").replace(")", " "), words)
        if found != {row.cells["zone"]}:
            yield fault(row, f"zone '{row.cells['zone']}', but the name is of {sorted(found) or 'no place that is known'}")


def a_region_has_a_zone_that_is_there(tables):
    zones = {row.cells["key"] for row in tables["zones"]}
    for row in tables["regions"]:
        zone, grid = row.cells["zone"], row.cells["grid_zone"]
        if zone not in zones:
            yield fault(row, f"zone '{zone}' is not in zones.csv")
        if grid and (grid not in zones or grid[:2] != zone):
            yield fault(row, f"grid_zone '{grid}' is not a part of '{zone}' in zones.csv and its parts")
        if not row.cells["zone_source"]:
            yield fault(row, "the zone has no source")


def a_site_is_possible(tables):
    for row in tables["regions"]:
        pue, wue, stress = number(row, "pue"), number(row, "wue"), number(row, "stress")
        if pue is not None and not 1 < pue < 2:
            yield fault(row, f"pue {pue}")
        if wue is not None and not 0 <= wue < 10:
            yield fault(row, f"wue {wue}")
        if stress is not None and not 0 <= stress <= 4:
            yield fault(row, f"stress {stress}")


def an_intensity_of_a_region_is_that_of_its_grid(tables):
    """Within 40 % or 50 g of what Electricity Maps has for the grid zone in that year."""
    known = {(row.cells["key"], row.cells["year"]): number(row, "intensity") for row in tables["zones"]
             if row.cells["source"] == "Electricity Maps"}
    for row in tables["regions"]:
        value, source = number(row, "intensity"), row.cells["intensity_source"]
        if value is None:
            continue
        year = re.search(r"\((20\d\d)\)", source)
        if "year not stated" in source:
            year = None
        elif not year or not int(year[1]) <= int(row.cells["year"]):
            yield fault(row, f"intensity of the source '{source}' in a row of {row.cells['year']}")
            continue
        other = known.get((row.cells["grid_zone"], year[1])) if year else None
        if other is not None and row.cells["zone"] not in CONTRADICTING and abs(value - other) > max(50, 0.4 * other):
            yield fault(row, f"intensity {value:g}, but {other:g} at Electricity Maps for {row.cells['grid_zone']}")
        low, high = number(row, "intensity_low"), number(row, "intensity_high")
        if low is None or not low < value < high:
            yield fault(row, "an intensity without an interval")


def sources_of_a_zone_agree(tables):
    found = collections.defaultdict(list)
    for row in tables["zones"]:
        if not row.cells["key"].startswith("paper:") and row.cells["key"] not in CONTRADICTING:
            found[row.cells["key"], row.cells["year"]].append((number(row, "intensity"), row))
    for rows in found.values():
        (low, _), (high, row) = min(rows, key=lambda pair: pair[0]), max(rows, key=lambda pair: pair[0])
        if high > 2 * low and high - low > 100:
            yield fault(row, f"intensity {high:g}, but {low:g} in another source of {row.cells['year']}")


def a_zone_has_a_doubt(tables):
    for row in tables["zones"]:
        value, low, high = (number(row, name) for name in ("intensity", "intensity_low", "intensity_high"))
        if row.cells["key"].startswith("paper:"):
            continue
        if value is None or not 0 < value < 2000:
            yield fault(row, f"intensity {value}")
        elif low is None or high is None or not low < value < high:
            yield fault(row, "an intensity without an interval")


def processors_are_whole(tables):
    for row in tables["instances"]:
        own, host, platform = (number(row, name) for name in ("vcpus", "host_vcpus", "platform_vcpus"))
        # A shared core of Google is half a processor; of Amazon and Azure none is shared.
        if own is None or (own % 1 and not row.cells["key"].startswith("gcp:e2-") and not row.cells["key"] in ("gcp:f1-micro", "gcp:g1-small")):
            yield fault(row, f"vcpus {own}")
        elif host is not None and (host % 1 or host <= own):
            yield fault(row, f"host_vcpus {host:g} of {own:g}")
        elif platform is None or platform < (host or own):
            yield fault(row, f"platform_vcpus {platform} of {own:g}")
        if not (number(row, "memory") or 0) > 0:
            yield fault(row, "no memory")


def a_constrained_size_keeps_its_host(tables):
    vcpus = {row.cells["key"]: number(row, "vcpus") for row in tables["instances"]}
    for row in tables["instances"]:
        found = re.fullmatch(r"(azure:[a-z]+)(\d+)-(\d+)(.*)", row.cells["key"])
        if found and (number(row, "vcpus") != float(found[3])
                      or number(row, "host_vcpus") != vcpus.get(found[1] + found[2] + found[4])):
            yield fault(row, f"vcpus {row.cells['vcpus']}, host_vcpus {row.cells['host_vcpus']}: a constrained size")


def accelerators_are_those_of_the_family(tables):
    gpus = {row.cells["key"] for row in tables["gpus"]}
    for row in tables["instances"]:
        count, gpu = number(row, "gpus"), row.cells["gpu"]
        family = next((name for pattern, name in FAMILIES if re.match(pattern, row.cells["key"])), "")
        if gpu and gpu not in gpus:
            yield fault(row, f"gpu '{gpu}' is not in gpus.csv")
        if count is None:
            yield fault(row, "gpus is not known")
        elif family == "" and (count or gpu):
            yield fault(row, f"{count:g} '{gpu}' in a family without accelerators")
        elif family != "" and not count:
            yield fault(row, f"no accelerators in a family with {family or 'others'}")
        elif family and not re.match(re.escape(family) + r"( |$)", gpu):
            yield fault(row, f"gpu '{gpu}' in a family with {family}")
        if count and not row.cells["gpus_source"]:
            yield fault(row, "the accelerators have no source")


def larger_sizes_have_no_fewer_accelerators_of_a_count_in_the_name(tables):
    for row in tables["instances"]:
        found = re.search(r"gpu-(\d+)g$|^scaleway:l40?s?-(\d+)-|^oci:bm\.gpu.*\.(\d+)$|^oci:vm\.gpu.*\.(\d+)$", row.cells["key"])
        if found and number(row, "gpus") != float(next(filter(None, found.groups()))):
            yield fault(row, f"{row.cells['gpus']} accelerators, but the name has another count")


def memory_grows_with_the_accelerators(tables):
    """Machines of one family, with as many processors for each accelerator, have as much memory for each."""
    kinds = collections.defaultdict(list)
    for row in tables["instances"]:
        gpus, vcpus, memory = (number(row, name) for name in ("gpus", "vcpus", "memory"))
        if gpus and row.cells["gpu"]:
            family = re.sub(r"\.\w+$|\d+g?$", "", row.cells["key"])
            kinds[family, row.cells["gpu"], round(vcpus / gpus, 2)].append((memory / gpus, row))
    for rows in kinds.values():
        middle = sorted(each for each, _ in rows)[len(rows) // 2]
        for each, row in rows:
            if not middle / 1.4 < each < middle * 1.4:
                yield fault(row, f"{each:g} GB for each accelerator, {middle:g} in its family")


def rates_of_an_accelerator_fit_together(tables):
    # Low-precision rates are never below those of higher precision: a doubled or halved cell shows here.
    order = ("peak_fp64", "peak_tf32", "peak_bf16", "peak_fp8")
    for row in tables["gpus"]:
        rates = [(name, number(row, name)) for name in order if number(row, name) is not None]
        for (low, a), (high, b) in zip(rates, rates[1:]):
            if a > b * 1.01 and not (low == "peak_fp64" and high == "peak_tf32"):
                yield fault(row, f"{low} {a:g} above {high} {b:g}")
        tdp, idle, memory, bandwidth = (number(row, name) for name in ("tdp", "idle", "memory", "bandwidth"))
        if tdp is not None and not 3 < tdp <= 1500 or idle is not None and not 0 < idle < (tdp or 0):
            yield fault(row, f"tdp {tdp}, idle {idle}")
        if memory is not None and not 0.4 < memory < 1000 or bandwidth is not None and not 20 < bandwidth < 30000:
            yield fault(row, f"memory {memory}, bandwidth {bandwidth}")
        if row.cells["card"] and row.cells["card"] not in {other.cells["key"] for other in tables["embodied"]}:
            yield fault(row, f"card '{row.cells['card']}' is not in embodied.csv")


def primary_energy_is_that_of_the_electricity_at_least(tables):
    """1 kWh is 3.6 MJ itself; where a source counts less the cell is empty, and pe_absent says why."""
    for row in tables["electricity"] + tables["electricity_boavizta"] + tables["electricity_ecologits"]:
        pe = number(row, "pe")
        if pe is not None and pe < 3.6:
            yield fault(row, f"primary energy {pe:g} MJ of a kWh, which is 3.6 MJ itself: leave it empty, with pe_absent")


def an_absent_value_has_its_reason_alone(tables):
    for rows in tables.values():
        for row in rows:
            for column in (c for c in row.cells if c.endswith("_absent")):
                if bool(row.cells[column]) and row.cells.get(column.removesuffix("_absent")):
                    yield fault(row, f"has a value and a reason for its absence ({column})")


# Names of two places each: whoever asks for one is asked which.
NAMES_OF_TWO = {"georgia", "géorgie", "washington"}


def a_name_leads_to_one_row(tables):
    for table, rows in tables.items():
        keys = {}
        for row in rows:
            names = [row.cells["key"], *row.cells.get("aliases", "").split(";")]
            for name in filter(None, {name.strip().lower() for name in names}):
                other = keys.setdefault(name, row)
                if table == "training_reports" or (table == "zones" and name in NAMES_OF_TWO):
                    continue
                if other.cells["key"] != row.cells["key"]:
                    yield fault(row, f"'{name}' is also {other.cells['key']} ({other.file}:{other.line})")


def every_row_says_where_it_comes_from(tables):
    for table, rows in tables.items():
        for row in rows:
            for name in ("source", "year"):
                if not row.cells.get(name, "").strip():
                    yield fault(row, f"no {name}")


def parameters_of_a_model_fit_together(tables):
    shapes = {row.cells["key"] for row in tables["llm_shapes"]}
    for row in tables["llms"]:
        active, total = number(row, "active_parameters"), number(row, "total_parameters")
        if active is None or total is None or active > total * 1.001:
            yield fault(row, f"{active} active parameters of {total}")
        elif row.cells["architecture"] == "dense" and active != total:
            yield fault(row, f"{active:g} active parameters of {total:g} in a dense model")
        shape = row.cells.get("shape")
        if shape and shape not in shapes:
            yield fault(row, f"shape '{shape}' is not in llm_shapes.csv")
    for row in tables["llm_shapes"]:
        if not 0 <= number(row, "experts_active") <= max(1, number(row, "experts")) or not 0 <= number(row, "full_attention") <= 1:
            yield fault(row, "experts or full_attention")
        if number(row, "full_attention") < 1 and number(row, "window") is None:
            yield fault(row, "layers that do not see the whole context, and no window")


def a_processor_has_a_curve_that_is_there(tables):
    curves = {row.cells["key"] for row in tables["cpu_curves"]}
    for row in tables["cpus"] + tables["cpu_ids"]:
        uarch, tdp = row.cells.get("uarch"), number(row, "tdp")
        if uarch and uarch not in curves:
            yield fault(row, f"uarch '{uarch}' is not in cpu_curves.csv")
        if tdp is not None and not 0.5 <= tdp <= 700:
            yield fault(row, f"tdp {tdp:g}")
    for row in tables["cpu_ids"]:
        if not re.fullmatch(r"\w+( \w+)? \d+ \d+", row.cells["key"]):
            yield fault(row, "not a vendor or maker, a family and a model")


RULES = [a_region_lies_where_its_name_says, a_region_has_a_zone_that_is_there, a_site_is_possible,
         an_intensity_of_a_region_is_that_of_its_grid, sources_of_a_zone_agree, a_zone_has_a_doubt,
         processors_are_whole, a_constrained_size_keeps_its_host, accelerators_are_those_of_the_family,
         larger_sizes_have_no_fewer_accelerators_of_a_count_in_the_name, memory_grows_with_the_accelerators,
         rates_of_an_accelerator_fit_together, primary_energy_is_that_of_the_electricity_at_least,
         an_absent_value_has_its_reason_alone, a_name_leads_to_one_row,
         every_row_says_where_it_comes_from, parameters_of_a_model_fit_together,
         a_processor_has_a_curve_that_is_there]

# ---- second sources, where they are ---------------------------------------------------------------


def second(folder, *path):
    with open(os.path.join(folder, *path), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def countries_of_regions_as_boavizta_has_them(tables, folder):
    codes = {row["iso3"]: row["key"] for row in second(TOP, "tools/factors/places.csv")}
    zones = {key: row for key, row in newest(tables["regions"]).items()}
    for row in second(folder, "boaviztapi-agpl/cloud/regions.csv"):
        ours = zones.get(f"{row['provider']}:{row['region']}")
        if ours and ours.cells["zone"] != codes.get(row["usage_location"]):
            yield fault(ours, f"zone '{ours.cells['zone']}', but {row['usage_location']} in BoaviztAPI")


# Counted in boards of two GPUs here; FPGAs and media cards, which BoaviztAPI leaves out.
OTHERWISE = re.compile(r"gcp:a2-ultragpu-1g|aws:(g2|g3s?|p2|f1|f2|vt1)\.|azure:nv\d+s_v3|azure:m\d+-"
                       # What the provider documents (Gr6: 8 GiB a processor; Mac2: M1 of 8 cores).
                       r"|aws:gr6\.|aws:mac2\.metal|azure:e64as_v4")


def machines_as_boavizta_has_them(tables, folder):
    ours = {row.cells["key"]: row for row in tables["instances"]}
    for provider in ("aws", "azure", "gcp", "ovhcloud", "scaleway"):
        for row in second(folder, f"boaviztapi-agpl/cloud/{provider}.csv"):
            key = f"{provider}:{row['id'].replace('standard_', '')}"
            if key not in ours or OTHERWISE.match(key):
                continue
            pairs = [("vcpu", "vcpus", 0), ("memory", "memory", 0.5), ("gpu_units", "gpus", 0.01)]
            for theirs, name, within in pairs:
                value = float((row[theirs] or "0").split(";")[0])
                if abs(value - (number(ours[key], name) or 0)) > within:
                    yield fault(ours[key], f"{name} {ours[key].cells[name]}, but {value:g} in BoaviztAPI")


def intensities_as_spruce_has_them(tables, folder):
    """Ember's by region, in another join of the same data: a region of another country shows."""
    zones = newest([row for row in tables["zones"] if row.file == "factors/zones.csv"])
    regions = newest(tables["regions"])
    with open(os.path.join(folder, "spruce/ember_ember_co2_intensity.csv"), encoding="utf-8") as file:
        for provider, region, value in (line.strip().split(",")[:3] for line in file if line.count(",") >= 2 and not line.startswith("#")):
            ours = regions.get(f"{provider}:{region}")
            # Of the United States and India SPRUCE has states.
            zone = ours and ours.cells["zone"] not in ("US", "IN") and zones.get(ours.cells["zone"])
            if zone and not 0.6 < float(value) / number(zone, "intensity") < 1.6:
                yield fault(ours, f"zone {ours.cells['zone']} has {zone.cells['intensity']} g, SPRUCE {value} g for the region")


SECOND = [countries_of_regions_as_boavizta_has_them, machines_as_boavizta_has_them, intensities_as_spruce_has_them]

# ---- the run --------------------------------------------------------------------------------------


def show_old(tables):
    for table, rows in sorted(tables.items()):
        found = newest([row for row in rows if row.cells.get("year")])
        old = [row for row in found.values() if int(row.cells["year"]) < NEWEST - 3]
        if old:
            print(f"older than three years: {table}: {len(old)} of {len(found)} keys")


def run(tables, folder):
    failed = 0
    rules = [(rule, (tables,)) for rule in RULES] + ([(rule, (tables, folder)) for rule in SECOND] if folder else [])
    for rule, arguments in rules:
        faults = list(rule(*arguments))
        failed += bool(faults)
        for text in faults[:20]:
            print(f"{rule.__name__}: {text}")
        if len(faults) > 20:
            print(f"{rule.__name__}: and {len(faults) - 20} more")
    show_old(tables)
    print(f"{len(rules) - failed} passed, {failed} failed")
    return 1 if failed else 0


# ---- planted faults -------------------------------------------------------------------------------

# Rule, table, key of the row, column, what is put there. Most are faults that the tables once had.
PLANTED = [
    (a_region_lies_where_its_name_says, "regions", "aws:eu-north-1", "zone", "ES"),
    (a_region_lies_where_its_name_says, "regions", "gcp:europe-north1", "zone", "AU"),
    (a_region_lies_where_its_name_says, "regions", "azure:francecentral", "zone", ""),
    (a_region_lies_where_its_name_says, "regions", "gcp:me-central1", "zone", "AE"),
    (a_region_has_a_zone_that_is_there, "regions", "azure:francecentral", "zone", "XX"),
    (a_region_has_a_zone_that_is_there, "regions", "gcp:us-west1", "grid_zone", "CA-BC"),
    (a_site_is_possible, "regions", "aws:us-east-1", "pue", "0.15"),
    (an_intensity_of_a_region_is_that_of_its_grid, "regions", "gcp:europe-north1", "intensity", "181"),
    (an_intensity_of_a_region_is_that_of_its_grid, "regions", "gcp:us-west1", "intensity_source", "Google (2025)"),
    (sources_of_a_zone_agree, "zones", "FR", "intensity", "440"),
    (a_zone_has_a_doubt, "zones", "US-CA", "intensity_low", ""),
    (a_zone_has_a_doubt, "zones", "FR", "intensity", "0"),
    (processors_are_whole, "instances", "azure:d2s_v3", "vcpus", "0.25"),
    (processors_are_whole, "instances", "aws:m5.large", "platform_vcpus", ""),
    (a_constrained_size_keeps_its_host, "instances", "azure:e16-4s_v3", "host_vcpus", "4"),
    (accelerators_are_those_of_the_family, "instances", "gcp:a3-highgpu-8g", "gpus", "0"),
    (accelerators_are_those_of_the_family, "instances", "gcp:a3-highgpu-8g", "gpus", ""),
    (accelerators_are_those_of_the_family, "instances", "aws:p4de.24xlarge", "gpu", "A100 SXM4 40GB"),
    (accelerators_are_those_of_the_family, "instances", "aws:m5.large", "gpus", "1"),
    (larger_sizes_have_no_fewer_accelerators_of_a_count_in_the_name, "instances", "gcp:a2-ultragpu-4g", "gpus", "8"),
    (memory_grows_with_the_accelerators, "instances", "gcp:a2-ultragpu-1g", "memory", "85"),
    (an_absent_value_has_its_reason_alone, "electricity", "FR", "pe_absent", "the source counts only a part of it"),
    (rates_of_an_accelerator_fit_together, "gpus", "H100 SXM5 80GB", "peak_bf16", "2979"),
    (rates_of_an_accelerator_fit_together, "gpus", "T4", "tdp", "7000"),
    (primary_energy_is_that_of_the_electricity_at_least, "electricity", "FR", "pe", "2.5"),
    (a_name_leads_to_one_row, "gpus", "T4", "aliases", "Tesla V100-SXM3-32GB-H"),
    (every_row_says_where_it_comes_from, "cpus", "3280", "source", ""),
    (parameters_of_a_model_fit_together, "llms", "gpt-4o", "active_parameters", "9e12"),
    (a_processor_has_a_curve_that_is_there, "cpu_ids", "GenuineIntel 6 85", "uarch", "skylark"),
]


def self_test():
    tables = load(TOP / "factors")
    clean = {rule: set(rule(tables)) for rule, *_ in PLANTED}
    print(f"TAP version 13\n1..{len(PLANTED) + 1}")
    bad = 0
    for number_of, (rule, table, key, column, value) in enumerate(PLANTED, 1):
        rows = list(tables[table])
        at = next(i for i, row in enumerate(rows) if row.cells["key"] == key)
        cells = copy.copy(rows[at].cells)
        assert column in cells, column
        cells[column] = value
        rows[at] = rows[at]._replace(cells=cells)
        found = set(rule({**tables, table: rows})) - clean[rule]
        bad += not found
        print(f"{'ok' if found else 'not ok'} {number_of} - {rule.__name__} finds {table} {key} {column} '{value}'")
    missing = set(RULES) - {rule for rule, *_ in PLANTED}
    print(f"{'not ok' if missing else 'ok'} {len(PLANTED) + 1} - each rule has a planted fault")
    return 1 if bad or missing else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--data")
    parser.add_argument("folder", nargs="?", default=TOP / "factors", type=pathlib.Path)
    options = parser.parse_args()
    sys.exit(self_test() if options.self_test else run(load(options.folder), options.data))


if __name__ == "__main__":
    main()
