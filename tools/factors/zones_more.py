#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the further files of electricity zones, each source in a file of its own.

usage: python3 tools/factors/zones_more.py DATA_DIR owid  > factors/zones.owid.csv
       python3 tools/factors/zones_more.py DATA_DIR green_algorithms > factors/zones.green_algorithms.csv
       python3 tools/factors/zones_more.py DATA_DIR electricitymaps > factors/zones.electricitymaps.csv
       python3 tools/factors/zones_more.py - egrid > factors/zones.egrid.csv
       python3 tools/factors/zones_more.py - air > factors/air.csv

Reads codecarbon-static/global_energy_mix.json (Our World in Data), green-algorithms/
CI_aggregated.csv, electricitymaps-odbl/yearly_*.json, places.csv and parts.csv next to this script; for the codes of
bidding zones also factors/grid_areas.csv; for egrid and air only egrid.csv next to this script.
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
# Interval: as stated in zones.green_algorithms.csv.
""",
    "green_algorithms": """\
# Carbon intensity of electricity as Green Algorithms has it, with states of America and Australia and
# provinces of Canada and China: `--source "Green Algorithms"` chooses it where zones.csv has the
# place too. Data: Lannelongue, Grealey, Inouye, Green Algorithms, CC-BY-4.0. year: that of the data where
# the source states it. Interval: 15 % to both sides, as two publishers differ (see zones.csv), and 6 % for
# each year between the data and 2024: the median change of a country in a year (Ember 2000 to 2024, 504
# pairs of years).
""",
    "electricitymaps": """\
# Yearly averages of electricity zones, life cycle, by consumption: parts of countries (bidding zones,
# balancing areas, states) and countries, a further source next to zones.csv: `--source "Electricity Maps"`
# chooses it. A file of its own, because it is a database under the Open Database License (ODbL) 1.0, and so
# is what is made of it. Aliases of bidding zones: the EIC code of ENTSO-E, and its short name.
# Interval: 15 % to both sides, as two publishers differ, and 6 % for each year before 2025.
# Data: Electricity Maps, https://www.electricitymaps.com, by way of CO2.js (The Green Web Foundation).
# Contains information from Electricity Maps, which is made available here under the ODbL 1.0.
""",
}
HEADS["egrid"] = """\
# Yearly averages of the subregions of eGRID, which are electricity zones of the United States, by generation: a
# further source next to zones.csv: `--source eGRID` chooses it. scope "direct": greenhouse gases at the power
# plants alone, without the supply of fuels and construction, in CO2 equivalents as the agency adds them up.
# Interval: 15 % to both sides, as two publishers differ, and 6 % for each year before 2025; the upper end is 19 %
# higher still, as the life cycle of the United States is (2023: 420 g of Electricity Maps, 349.7 g of eGRID).
# Data: U.S. Environmental Protection Agency, eGRID2023 rev. 2 and eGRID2019, by way of its Power Profiler.
"""
HEADS["air"] = """\
# Air pollutants of electricity, of the subregions of eGRID and the United States: sulphur dioxide (so2) and
# nitrogen oxides (nox) that power plants emit (scope "direct") for each kWh that they generate. Masses: not
# characterized as acidification or particulates. Interval: by year up to 2026 12 % for nox and 18 % for so2, more
# than 9 of 10 subregions changed in a year (2019 to 2023).
# Data: U.S. Environmental Protection Agency, eGRID2023 rev. 2 and eGRID2019, by way of its Power Profiler.
"""
# The part before a comma is a name of its own ("California"): these parts would answer for those of other countries.
WHOLE_NAMES = {"FO-MI": "Faroe Islands (main islands)", "FO-SI": "Faroe Islands (south island)",
               "MY-WM": "Peninsular Malaysia", "RU-AS": "Eastern Russia"}
KG_PER_LB = 0.45359237
LIFE_CYCLE = 1.19                   # of the United States over eGRID, 2023: 420 g over 349.7 g
YEARLY_AIR = {"nox": 0.12, "so2": 0.18}
AIR_YEAR = 2026
AIR_COLUMNS = ["key", "name", "aliases", "so2[g/kWh]", "so2_low", "so2_high", "nox[g/kWh]", "nox_low", "nox_high", "scope",
               "year", "source", "licence", "note"]
COLUMNS = ["key", "name", "aliases", "intensity[gCO2e/kWh]", "intensity_low", "intensity_high", "scope",
           "year", "source", "licence", "note"]
PUBLISHERS = 0.15  # by which two publishers differ
YEARLY = 0.06      # by which a country changes in a year
NEWEST = 2024
# Countries and islands that only Electricity Maps has: the code of three letters, and the French name.
ALONE = {"AX": "ALA;Îles Åland", "CF": "CAF;République centrafricaine;Centrafrique", "CW": "CUW", "FM": "FSM;Micronésie",
         "GI": "GIB", "GS": "SGS;Géorgie du Sud-et-les îles Sandwich du Sud", "PW": "PLW;Palaos",
         "TL": "TLS;Timor oriental", "YT": "MYT"}


# Codes of Green Algorithms that are not those of ISO 3166.
OTHER_KEYS = {"WORLD": "WOR", "CA-MT": "CA-MB"}
# Names of grid operators, as people write them.
OPERATORS = {"US-TEX-ERCO": "ERCOT", "US-MIDW-MISO": "MISO", "US-CENT-SWPP": "SPP", "US-NE-ISNE": "ISO-NE",
             "US-NY-NYIS": "NYISO", "US-CAL-CISO": "CAISO", "US-MIDA-PJM": "PJM"}


def interval(value, year, newest=NEWEST):
    age = (1 + YEARLY) ** max(0, newest - int(year))
    return [f"{value * (1 - PUBLISHERS) / age:.4g}", f"{value * (1 + PUBLISHERS) * age:.4g}"]


def places():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "places.csv")
    with open(path, encoding="utf-8") as file:
        return {row["iso3"]: row for row in csv.DictReader(file)}


def parts():
    """Further names of parts of countries, by key."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "parts.csv")
    with open(path, encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["key"]: row["aliases"] for row in rows}


def owid(folder):
    known = places()
    path = os.path.join(folder, "codecarbon-static", "global_energy_mix.json")
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    for code, row in sorted(data.items()):
        value = row.get("carbon_intensity")
        if code in known and value:
            year = row.get("year", 2023)
            yield [known[code]["key"], known[code]["name"], "", f"{value:g}", *interval(value, year),
                   "lifecycle", year, "Our World in Data, by way of CodeCarbon", "CC-BY-4.0", ""]


def green_algorithms(folder):
    known = {row["key"]: row["name"] for row in places().values()}
    further = parts()
    path = os.path.join(folder, "green-algorithms", "CI_aggregated.csv")
    with open(path, encoding="utf-8") as file:
        rows = list(csv.DictReader(list(file)[1:]))
    for row in sorted(rows, key=lambda row: row["location"]):
        key = OTHER_KEYS.get(row["location"], row["location"])
        if not row["carbonIntensity"] or float(row["carbonIntensity"]) <= 0:
            continue
        country, region = row["countryName"], row["regionName"]
        name = known.get(key) or (country if region == "Any" else f"{region}, {country}")
        name = "World" if key == "WOR" else name
        alias = region if region not in ("Any", *known.values()) and key not in known else ""
        text = row["source"] + " " + (row["comments"] or "")
        stated = re.findall(r"[Dd]ata from (20\d\d)", text) or [max(re.findall(r"20[12]\d", text), default=2021)]
        source = re.sub(r" *\(?data from.*", "", row["source"])
        alias = ";".join(filter(None, [alias, row["location"] if key not in (row["location"], "WOR") else "",
                                       further.get(key, "")]))
        yield [key, name, alias, row["carbonIntensity"], *interval(float(row["carbonIntensity"]), stated[0]),
               "as published", stated[0], f"Green Algorithms: {source.strip()}", "CC-BY-4.0", ""]


def of_years(folder):
    base = os.path.join(folder, "electricitymaps-odbl")
    for file_name in sorted(os.listdir(base)):
        found = re.fullmatch(r"yearly_(\d{4})\.json", file_name)
        if not found:
            continue
        with open(os.path.join(base, file_name), encoding="utf-8") as file:
            data = json.load(file)
        for key, row in sorted(data.items()):
            if row["carbonIntensity"]["value"]:
                yield key, row["zone"]["zoneName"], row["carbonIntensity"]["value"], found.group(1)


def bidding_zones():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../factors/grid_areas.csv")
    with open(path, encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["key"]: row["aliases"] for row in rows}


def electricitymaps(folder):
    known = {row["key"]: row["name"] for row in places().values()}
    eic, further = bidding_zones(), parts()
    rows = list(of_years(folder))
    newest = {key: max(year for other, _, _, year in rows if other == key) for key, *_ in rows}
    for key, name, value, year in sorted(rows, key=lambda row: (row[0], -int(row[3]))):
        name = WHOLE_NAMES.get(key, known.get(key, name))
        country = known.get(key[:2], key[:2])
        short = key[3:] if key in eic and key[3:5] == key[:2] else ""
        found = [short, eic.get(key, ""), OPERATORS.get(key, "") if "-" in key else ALONE.get(key, ""),
                 further.get(key, "")]
        aliases = ";".join(filter(None, found)) if newest[key] == year else ""
        yield [key, name if country in name or "-" not in key else f"{name}, {country}", aliases, f"{value:g}",
               *interval(value, year, 2025), "lifecycle", year, "Electricity Maps", "ODbL-1.0", ""]


def egrid_rows():
    """Rows of egrid.csv: key, name and aliases of the zone, and the cells; the newest of a key has the aliases."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "egrid.csv")
    with open(path, encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    seen = set()
    for row in rows:
        code = row["code"]
        key = code if code == "US" else f"US-{code}"
        name = row["name"] if code == "US" else f"{row['name']}, United States"
        aliases = "" if code in seen or code == "US" else f"{code};eGRID {code}"
        seen.add(code)
        source = f"U.S. EPA eGRID{row['year']}" + (" rev. 2" if row["year"] == "2023" else "")
        yield [key, name, aliases], row, [source, "public domain (U.S. government)", "as published: {} lb/MWh"]


def grams(row, column):
    return float(row[column]) * KG_PER_LB


def egrid(_):
    for names, row, (source, licence, note) in egrid_rows():
        value = grams(row, "co2e")
        low, high = interval(value, row["year"], 2025)
        yield [*names, f"{value:.4g}", low, f"{float(high) * LIFE_CYCLE:.4g}", "direct", row["year"], source, licence,
               note.format(row["co2e"])]


def air(_):
    for names, row, (source, licence, note) in egrid_rows():
        cells = []
        for column in ("so2", "nox"):
            value, age = grams(row, column), (1 + YEARLY_AIR[column]) ** (AIR_YEAR - int(row["year"]))
            cells += [f"{value:.4g}", f"{value / age:.4g}", f"{value * age:.4g}"]
        names[2] = ";".join(filter(None, [names[2], "USA;États-Unis" if names[0] == "US" else ""]))
        yield [*names, *cells, "direct", row["year"], source, licence, note.format(f"{row['so2']} and {row['nox']}")]


def main():
    makers = {"owid": owid, "green_algorithms": green_algorithms, "electricitymaps": electricitymaps, "egrid": egrid,
              "air": air}
    if len(sys.argv) != 3 or sys.argv[2] not in makers:
        sys.exit(__doc__)
    sys.stdout.write(HEADS[sys.argv[2]])
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(AIR_COLUMNS if sys.argv[2] == "air" else COLUMNS)
    out.writerows(makers[sys.argv[2]](sys.argv[1]))


main()
