#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the further files of electricity zones, each source in a file of its own.

usage: python3 tools/factors/zones_more.py DATA_DIR owid  > factors/zones.owid.csv
       python3 tools/factors/zones_more.py DATA_DIR green_algorithms > factors/zones.green_algorithms.csv
       python3 tools/factors/zones_more.py DATA_DIR electricitymaps > factors/zones_electricitymaps.csv

Reads codecarbon-static/global_energy_mix.json (Our World in Data), green-algorithms/
CI_aggregated.csv, electricitymaps-odbl/yearly_*.json, and places.csv next to this script.
"""
import csv
import json
import os
import re
import sys

HEADS = {
    "owid": """\
# Carbon intensity of electricity by country, a second source next to zones.csv: `--source "Our World"`
# chooses it. Data: Our World in Data (CC-BY-4.0), by way of CodeCarbon (MIT).
""",
    "green_algorithms": """\
# Carbon intensity of electricity as Green Algorithms has it, with states of America and Australia and
# provinces of Canada and China: `--source "Green Algorithms"` chooses it where zones.csv has the
# place too. Data: Lannelongue, Grealey, Inouye, Green Algorithms, CC-BY-4.0.
""",
    "electricitymaps": """\
# Yearly averages of electricity zones, life cycle, by consumption, finer than countries. A table of its
# own: this file is a database under the Open Database License (ODbL) 1.0, and so is what is made of it.
# Data: Electricity Maps, https://www.electricitymaps.com, by way of CO2.js (The Green Web Foundation).
# Contains information from Electricity Maps, which is made available here under the ODbL 1.0.
""",
}
COLUMNS = ["key", "name", "aliases", "intensity[gCO2e/kWh]", "scope", "year", "source", "licence",
           "note"]


def places():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "places.csv")
    with open(path, encoding="utf-8") as file:
        return {row["iso3"]: row for row in csv.DictReader(file)}


def owid(folder):
    known = places()
    path = os.path.join(folder, "codecarbon-static", "global_energy_mix.json")
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    for code, row in sorted(data.items()):
        value = row.get("carbon_intensity")
        if code in known and value:
            yield [known[code]["key"], known[code]["name"], "", f"{value:g}", "lifecycle",
                   row.get("year", 2023), "Our World in Data, by way of CodeCarbon", "CC-BY-4.0", ""]


def green_algorithms(folder):
    known = {row["key"]: row["name"] for row in places().values()}
    path = os.path.join(folder, "green-algorithms", "CI_aggregated.csv")
    with open(path, encoding="utf-8") as file:
        rows = list(csv.DictReader(list(file)[1:]))
    for row in sorted(rows, key=lambda row: row["location"]):
        key = "WOR" if row["location"] == "WORLD" else row["location"]
        if not row["carbonIntensity"] or float(row["carbonIntensity"]) <= 0:
            continue
        country, region = row["countryName"], row["regionName"]
        name = known.get(key) or (country if region == "Any" else f"{region}, {country}")
        name = "World" if key == "WOR" else name
        years = re.findall(r"20[12]\d", row["source"] + " " + (row["comments"] or ""))
        yield [key, name, "", row["carbonIntensity"], "as published",
               max(years) if years else 2021, f"Green Algorithms: {row['source'][:80].strip()}",
               "CC-BY-4.0", ""]


def electricitymaps(folder):
    base = os.path.join(folder, "electricitymaps-odbl")
    for file_name in sorted(os.listdir(base)):
        found = re.fullmatch(r"yearly_(\d{4})\.json", file_name)
        if not found:
            continue
        with open(os.path.join(base, file_name), encoding="utf-8") as file:
            data = json.load(file)
        for key, row in sorted(data.items()):
            value = row["carbonIntensity"]["value"]
            if value:
                yield [key, row["zone"]["zoneName"], "", f"{value:g}", "lifecycle", found.group(1), "Electricity Maps",
                       "ODbL-1.0", ""]


def main():
    makers = {"owid": owid, "green_algorithms": green_algorithms,
              "electricitymaps": electricitymaps}
    if len(sys.argv) != 3 or sys.argv[2] not in makers:
        sys.exit(__doc__)
    sys.stdout.write(HEADS[sys.argv[2]])
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(COLUMNS)
    out.writerows(makers[sys.argv[2]](sys.argv[1]))


main()
