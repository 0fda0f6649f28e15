#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the tables of clouds: regions.csv and instances.csv.

usage: python3 tools/factors/cloud.py DATA_DIR regions   > factors/regions.csv
       python3 tools/factors/cloud.py DATA_DIR instances > factors/instances.csv

Reads gsf-cloud-regions (PUE and WUE as the providers publish them), spruce (water factors and water
stress of the World Resources Institute, Azure's PUE and WUE, accelerators of instances) and ccf
(Cloud Carbon Footprint: instances, embodied emissions, watts of a virtual processor, grid factors).
"""
import csv
import json
import os
import re
import sys

PROVIDERS = {"Amazon Web Services": "aws", "Google Cloud": "gcp", "Microsoft Azure": "azure"}
REGIONS = """\
# Regions of clouds by year: pue and wue as the providers publish them (collected by the Green Software
# Foundation; for the newest of Azure, SPRUCE), intensity where Cloud Carbon Footprint has a factor finer
# than the country's (EPA regions, Google), grid_water: water of the power stations (WRI), stress: WRI
# Aqueduct 4.0 baseline water stress, 0 low to 4 extremely high. zone: a row of zones.csv.
# Attribution: Green Software Foundation, Real Time Cloud; SPRUCE (Apache-2.0); World Resources
# Institute (CC-BY-4.0); Cloud Carbon Footprint (Apache-2.0).
"""
INSTANCES = """\
# Rented machines: virtual processors, memory, accelerators (gpu: a row of gpus.csv), processor of the
# platform; platform_vcpus: virtual processors of the largest instance of the family; idle and full:
# watts of one virtual processor at 0 and 100 % load; embodied: emissions of the whole server.
# Data: Cloud Carbon Footprint and its coefficients, 2026 (Apache-2.0); accelerators: SPRUCE (Apache-2.0).
"""
# Microarchitecture by what is found in the name of a processor.
MICRO = [(r"8175|8151|8124|8259CL.*Skylake|6148|Skylake", "Skylake"),
         (r"8275|8259|8252|82[0-9]{2}|Cascade", "Cascade Lake"),
         (r"E5-26\d\d ?v4|E7-.*v4|Broadwell", "Broadwell"),
         (r"v3|Haswell", "Haswell"), (r"v2|Ivy", "Ivy Bridge"), (r"E5-26\d\d$|Sandy", "Sandy Bridge"),
         (r"E-2278|Coffee", "Coffee Lake"),
         (r"EPYC 7571|EPYC 1st", "AMD EPYC 1st Gen"),
         (r"EPYC 7R32|EPYC 7\w?\w?2|EPYC 2nd|Rome", "AMD EPYC 2nd Gen"),
         (r"Graviton2", "AWS Graviton2"),
         (r"EPYC 7R13|EPYC 3rd|Milan", "AMD EPYC 3rd Gen")]
# Rows of gpus.csv by the names of SPRUCE.
GPUS = {"NVIDIA_TESLA_K80": "K80", "NVIDIA_TESLA_V100": "V100 SXM2 16GB", "NVIDIA_T4": "T4",
        "NVIDIA_TESLA_T4": "T4", "NVIDIA_A10G": "A10G", "NVIDIA_TESLA_A100": "A100 SXM4 40GB", "NVIDIA_A100": "A100 SXM4 40GB", "NVIDIA_K520": "K520",
        "AMD_RADEON_PRO_V520": "Radeon Pro V520",
        "NVIDIA_L4": "L4", "NVIDIA_L40S": "L40S", "NVIDIA_H100": "H100 SXM5 80GB",
        "NVIDIA_H200": "H200 SXM5 141GB", "NVIDIA_B200": "B200", "NVIDIA_TESLA_M60": "M60",
        "NVIDIA_A10": "A10", "NVIDIA_TESLA_P100": "P100 PCIe 16GB"}


def table(folder, *path):
    with open(os.path.join(folder, *path), encoding="utf-8-sig") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("# ")))


def by_region(folder, name, column):
    return {(row["provider"], row["region"]): row[column] for row in table(folder, "spruce", name)}


def grids(folder):
    found = {}
    for provider in ("aws", "gcp", "azure"):
        for row in table(folder, "ccf", f"grid-emissions-factors-{provider}.csv"):
            if row["Source"] in ("EPA", "Google"):
                region = row["Region"].replace(" ", "").lower()
                found[provider, region] = f"{float(row['CO2e (metric ton/kWh)']) * 1e6:.6g}"
    return found


def azure_now(folder):
    path = os.path.join(folder, "spruce", "azure-pue-wue.csv")
    with open(path, encoding="utf-8") as file:
        rows = [row for row in csv.reader(file) if row and not row[0].startswith("#")]
    return {row[1]: row for row in rows}


def aws_averages(folder):
    """PUE and WUE that Amazon gives for parts of the world, by pattern of region."""
    path = os.path.join(folder, "spruce", "aws-pue-wue.csv")
    with open(path, encoding="utf-8") as file:
        rows = [row for row in csv.reader(file) if len(row) == 4 and not row[0].startswith("#")]
    # A named region goes before the pattern that also matches it.
    return sorted(rows, key=lambda row: ".+" in row[1])


def regions(folder):
    water = by_region(folder, "wcf.csv", "wcf")
    stress = by_region(folder, "water-stress.csv", "water_stress_cat")
    grid = grids(folder)
    rows = {}
    zones = {}

    def add(provider, region, place, pue, wue, year, source, licence):
        key = f"{provider}:{region}"
        rows.setdefault(key, []).append([
            key, place, "", provider, zones.get(key, ""), pue, wue,
            grid.get((provider, region), ""), water.get((provider, region), ""),
            stress.get((provider, region), ""), year, source, licence, ""])

    for row in table(folder, "gsf-cloud-regions", "Cloud_Region_Metadata.csv"):
        provider = PROVIDERS[row["cloud-provider"]]
        key = f"{provider}:{row['cloud-region']}"
        if row["em-zone-id"]:
            zones[key] = row["em-zone-id"][:2]
    for row in table(folder, "gsf-cloud-regions", "Cloud_Region_Metadata.csv"):
        pue, wue = row["power-usage-effectiveness"], row["water-usage-effectiveness"]
        if not pue and not wue:
            continue
        add(PROVIDERS[row["cloud-provider"]], row["cloud-region"], row["location"], pue, wue,
            row["year"], "provider, by way of GSF Real Time Cloud", "fact (cited)")
    for region, row in azure_now(folder).items():
        add("azure", region, row[0], row[2], row[3] if len(row) > 3 else "", 2025,
            "Microsoft, by way of SPRUCE", "Apache-2.0")
    averages = aws_averages(folder)
    for key in zones:
        provider, region = key.split(":")
        newest = max((int(row[10]) for row in rows.get(key, []) if row[5]), default=0)
        found = next((row for row in averages if re.fullmatch(row[1], region)), None)
        if provider == "aws" and found and newest < 2024:
            add(provider, region, "", found[2], found[3], 2024, "Amazon, by way of SPRUCE",
                "Apache-2.0")
    for key in zones:
        if key not in rows:
            provider, region = key.split(":")
            add(provider, region, "", "", "", 2024, "WRI, by way of SPRUCE", "CC-BY-4.0")
    out = []
    for key in sorted(rows):
        found = sorted(rows[key], key=lambda row: -int(row[10]))
        region = key.split(":")[1]
        found[0][2] = region
        place = next((row[1] for row in found if row[1]), "")
        for row in found:
            row[1] = f"{row[3].upper()} {region}" + (f" ({place})" if place else "")
            out.append(row)
    write(REGIONS, ["key", "name", "aliases", "provider", "zone", "pue[1]", "wue[L/kWh]",
                    "intensity[gCO2e/kWh]", "grid_water[L/kWh]", "stress[1]", "year", "source",
                    "licence", "note"], out)


def micro(text):
    return next((name for pattern, name in MICRO if re.search(pattern, text)), None)


def watts(constants, provider, name):
    own = constants[provider]
    low = own["MIN_WATTS_BY_COMPUTE_PROCESSOR"].get(name)
    high = own["MAX_WATTS_BY_COMPUTE_PROCESSOR"].get(name)
    return ("", "") if low is None or high is None else (f"{low:g}", f"{high:g}")


def accelerators(folder):
    with open(os.path.join(folder, "spruce", "ccf_accelerators.json"), encoding="utf-8") as file:
        found = json.load(file)["GPU_INSTANCES_TYPES"]
    return {name: (gpu["quantity"], GPUS.get(gpu["type"], "")) for name, gpu in found.items()}


def instances(folder):
    with open(os.path.join(folder, "ccf", "ccf_constants.json"), encoding="utf-8") as file:
        constants = json.load(file)
    gpus = accelerators(folder)
    made = {}
    for provider in ("aws", "azure", "gcp"):
        for row in table(folder, "ccf", f"coefficients-{provider}-embodied.csv"):
            made.setdefault((provider, row["type"].lower()), row["total"])
    listed = []
    for row in table(folder, "ccf", "aws-instances-latest-2026.csv"):
        listed.append(("aws", row["Instance Type"], row["vCPUs"], row["Memory (GiB)"],
                       row["Platform CPU Name"]))
    for row in table(folder, "ccf", "gcp-instances-latest-2026.csv"):
        listed.append(("gcp", row["Instance Type"], row["Instance vCPU"], row["Instance Memory"],
                       row["CPU Name"] or row["Microarchitecture"]))
    for row in table(folder, "ccf", "azure-instances.csv"):
        listed.append(("azure", row["Virtual Machine"], row["Instance vCPUs"],
                       row["Instance Memory"], row["Microarchitecture"]))
    largest = {}
    family = lambda provider, name: (provider, re.split(r"[.\d]*\d", name)[0] if provider == "azure"
                                     else name.rsplit("-", 1)[0] if provider == "gcp"
                                     else name.split(".")[0])
    for provider, name, vcpus, _, _ in listed:
        if re.fullmatch(r"[\d.]+", vcpus):
            key = family(provider, name)
            largest[key] = max(largest.get(key, 0), float(vcpus))
    rows = {}
    for provider, name, vcpus, memory, cpu in listed:
        if not re.fullmatch(r"[\d.]+", vcpus) or not re.fullmatch(r"[\d.]+", memory.strip()):
            continue
        key = f"{provider}:{name.lower().replace(' ', '_')}"
        count, gpu = gpus.get(name, ("", ""))
        low, high = watts(constants, provider, micro(cpu))
        rows[key] = [key, "", name, provider, vcpus, memory.strip(), count, gpu, cpu,
                     f"{largest[family(provider, name)]:g}", low, high,
                     made.get((provider, name.lower()), ""), 2026, "Cloud Carbon Footprint",
                     "Apache-2.0", ""]
    short = [row[2].lower() for row in rows.values()]
    for row in rows.values():
        if short.count(row[2].lower()) > 1:
            row[2] = ""
    write(INSTANCES, ["key", "name", "aliases", "provider", "vcpus[1]", "memory[GB]", "gpus[1]",
                      "gpu", "cpu", "platform_vcpus[1]", "idle[W]", "full[W]", "embodied[kgCO2e]",
                      "year", "source", "licence", "note"], [rows[key] for key in sorted(rows)])


def write(head, columns, rows):
    sys.stdout.write(head)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(columns)
    out.writerows(rows)


def main():
    tables = {"regions": regions, "instances": instances}
    if len(sys.argv) != 3 or sys.argv[2] not in tables:
        sys.exit(__doc__)
    tables[sys.argv[2]](sys.argv[1])


main()
