#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes factors/zones.csv: the carbon intensity of electricity by country and year.

usage: python3 tools/factors/zones.py DATA_DIR > factors/zones.csv

Reads DATA_DIR/co2js-ember/ember_country_year.csv (the values), DATA_DIR/codecarbon-static/
global_energy_mix.json (Our World in Data: a second published value, and the TWh that show which
grids are large) and places.csv next to this script (codes and names). How the interval is made is
said in HEAD, which becomes the comment of the table.
"""
import csv
import json
import os
import sys

BAND = 0.15  # half width that is added below and above the published values
LARGE_TWH = 100  # a grid that generates more than this in a year counts as large

HEAD = """\
# Carbon intensity of electricity, gCO2e per kWh: yearly average of a country, location based, life
# cycle of the power plants (scope "lifecycle"), without the losses of transport and distribution.
# Data: Ember, "Yearly electricity data", CC-BY-4.0, https://ember-energy.org, by way of CO2.js
# (The Green Web Foundation). Rows "paper:..." are the factors that publications used.
# intensity_low..intensity_high: the lowest and the highest value published for the zone for this
# year and the years next to it (Ember; Our World in Data), widened by 15 % on both sides. 15 %:
# two publishers differ by 14 % in the median for the same country (Green Algorithms 2.2 and Ember
# 2021, 27 countries). WOR stands for "we do not know which country": its interval goes from the
# cleanest to the dirtiest country that generates more than 100 TWh a year (2024: Norway to
# Kazakhstan). Factors of papers have no interval: they are what the paper multiplied by.
# Left out: values of 0, which no grid has over its life cycle.
# The first row of a key, its newest, has the aliases.
"""

COLUMNS = ["key", "name", "aliases", "intensity[gCO2e/kWh]", "intensity_low", "intensity_high",
           "scope", "year", "source", "licence", "note"]

PAPERS = [
    ("paper:bloom", "BLOOM's data centre", "FR-BLOOM;BLOOM", 57, 2022,
     "Luccioni, Viguier, Ligozat 2023, arXiv:2211.02001", "France, Jean Zay"),
    ("paper:chatgpt", "ChatGPT's data centres", "ChatGPT", 390, 2023,
     "worked example of ChatGPT's monthly footprint: 0.39 kgCO2e/kWh", "United States"),
    ("paper:gopher", "Gopher's data centre", "Gopher", 330, 2021,
     "Rae et al. 2021, arXiv:2112.11446", ""),
    ("paper:gpt3", "GPT-3's data centre", "GPT-3;GPT3", 429, 2021,
     "Patterson et al. 2021, arXiv:2104.10350", ""),
    ("paper:llama2", "Llama 2's data centres", "Llama 2;Llama2", 385, 2023,
     "Touvron et al. 2023, arXiv:2307.09288",
     "derived: 291.42 t / (1720320 h x 400 W x PUE 1.1)"),
    ("paper:opt", "OPT's data centre", "OPT", 231, 2022,
     "Luccioni, Viguier, Ligozat 2023, arXiv:2211.02001, table of comparison", ""),
]


def read_places():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "places.csv")
    with open(path, encoding="utf-8") as f:
        return {row["iso3"]: row for row in csv.DictReader(f)}


def read_ember(data):
    values = {}
    path = os.path.join(data, "co2js-ember", "ember_country_year.csv")
    with open(path, encoding="utf-8") as f:
        for row in csv.DictReader(f):
            value = float(row["gco2_per_kwh"])
            if value > 0:
                values.setdefault(row["key"], {})[int(row["year"])] = value
    return values


def read_owid(data):
    path = os.path.join(data, "codecarbon-static", "global_energy_mix.json")
    with open(path, encoding="utf-8") as f:
        return json.load(f)


def rounded(x):
    return f"{x:.4g}"


def spread(code, year, ember, owid):
    """The interval of a country and year."""
    values = [v for y, v in ember[code].items() if abs(y - year) <= 1]
    other = owid.get(code)
    if other and other["carbon_intensity"] > 0 and abs(other["year"] - year) <= 1:
        values.append(other["carbon_intensity"])
    return min(values) * (1 - BAND), max(values) * (1 + BAND)


def unknown_country(year, ember, owid):
    """The interval of the world: from the cleanest to the dirtiest large grid of the year."""
    large = [ember[code][year] for code, mix in owid.items()
             if code in ember and year in ember[code] and mix["total_TWh"] > LARGE_TWH]
    return min(large), max(large)


def aliases_of(code, place):
    names = [code] if len(code) == 3 and code.isupper() and code != place["key"] else []
    if place["name_fr"] != place["name"]:
        names.append(place["name_fr"])
    return ";".join(names + [a for a in place["aliases"].split(";") if a])


def main():
    data = sys.argv[1]
    places, ember, owid = read_places(), read_ember(data), read_owid(data)
    sys.stdout.write(HEAD)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(COLUMNS)
    for code, place in sorted(places.items(), key=lambda item: item[1]["key"]):
        aliases = aliases_of(code, place)
        for year in sorted(ember.get(code, {}), reverse=True):
            make = unknown_country if code == "World" else None
            low, high = make(year, ember, owid) if make else spread(code, year, ember, owid)
            out.writerow([place["key"], place["name"], aliases, f"{ember[code][year]:.10g}",
                          rounded(low), rounded(high), "lifecycle", year,
                          "Ember yearly electricity data", "CC-BY-4.0", ""])
            aliases = ""
    missing = sorted(set(ember) - set(places))
    if missing:
        sys.exit(f"zones.py: no name in places.csv for {', '.join(missing)}")
    for key, name, names, value, year, source, note in PAPERS:
        out.writerow([key, name, names, value, "", "", "as published", year, source,
                      "fact (cited)", note])


if __name__ == "__main__":
    main()
