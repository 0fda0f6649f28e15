# SPDX-License-Identifier: Apache-2.0
"""The rows of regions.csv, for cloud.py: what each provider publishes of its regions, year by year.

Each column has its own source. zone: the country of the newest row of the Green Software Foundation,
or of region_places.csv (the provider's name of the region), which goes before it. intensity: what
Google publishes for its region in that year; where the grid zone is a part of a country, the same for
the regions of other providers in that grid zone, since it is a property of the grid. Where Google has
none and the region is in the United States: what Ember has for its state. Elsewhere it is left to the
zone. A row of the source that lies in another country than its region is left out.
"""
import csv
import os
import re

PROVIDERS = {"Amazon Web Services": "aws", "Google Cloud": "gcp", "Microsoft Azure": "azure"}
COLUMNS = ["key", "name", "aliases", "provider", "zone", "zone_source", "grid_zone", "pue[1]",
           "wue[L/kWh]", "intensity[gCO2e/kWh]", "intensity_low", "intensity_high",
           "intensity_source", "grid_water[L/kWh]", "stress[1]", "grid_water_source", "year", "source",
           "licence", "note"]
WRI = "WRI water factors of electricity and Aqueduct 4.0, by way of SPRUCE"
EMBER = "Ember, state of the region (year not stated, file of 2026), by way of SPRUCE"
LISTS = {"botocore": "AWS, by way of botocore", "Microsoft": "Microsoft, by way of SPRUCE",
         "Google": "Google, by way of GSF Real Time Cloud", "oci": "Oracle, by way of its Python SDK",
         "OVHcloud": "OVHcloud, names of its locations",
         "scaleway-core": "Scaleway, by way of its Python SDK"}
# Rows of the source that stand under another region's name: its place shows whose they are.
MOVED = {("azure", "westus", "Washington"): "westus2"}
# A geography of several countries, which the source puts into Indonesia: no region is called so.
NOT_REGIONS = {"azure:asiapacific"}
# Microsoft's own names of regions that SPRUCE names otherwise; the name of SPRUCE stays an alias.
RENAMED = {"usdodwest": "usdodcentral", "saudiarabiasouthcentral": "saudiarabiaeast"}
# Names of the sites of a region, as the provider's interface has them.
SITES = {"ovhcloud:gra": "GRA1 GRA3 GRA5 GRA7 GRA9 GRA11", "ovhcloud:sbg": "SBG1 SBG3 SBG5 SBG7",
         "ovhcloud:bhs": "BHS1 BHS3 BHS5", "ovhcloud:waw": "WAW1", "ovhcloud:sgp": "SGP1", "ovhcloud:syd": "SYD1",
         "ovhcloud:us-east-va": "US-EAST-VA-1", "ovhcloud:us-west-or": "US-WEST-OR-1",
         "scaleway:fr-par": "fr-par-1 fr-par-2 fr-par-3", "scaleway:nl-ams": "nl-ams-1 nl-ams-2 nl-ams-3",
         "scaleway:pl-waw": "pl-waw-1 pl-waw-2 pl-waw-3"}
# Regions that SPRUCE lacks, and one of the same state: Arizona, Oregon.
SAME_STATE = {"oci:us-phoenix-1": "azure:westus3", "ovhcloud:us-west-or": "aws:us-west-2"}
# A slip of the source: Santiago has the 56 g of Sao Paulo, where its own column of the grid says 238.
DROPPED = {"southamerica-west1"}
# How far Google's figure (partly at the stack) is from Electricity Maps' life cycle average of the same
# zone and year: 0.8 to 1.24 times, and up to 33 g more where hydro and gas chains weigh (34 regions).
LOW, HIGH, MORE = 0.8, 1.25, 30


def gsf(table, folder):
    for row in table(folder, "gsf-cloud-regions", "Cloud_Region_Metadata.csv"):
        provider, region = PROVIDERS[row["cloud-provider"]], row["cloud-region"]
        region = MOVED.get((provider, region, row["location"].split(":")[0]), region)
        if f"{provider}:{region}" not in NOT_REGIONS:
            yield f"{provider}:{region}", row


def places():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "region_places.csv")
    with open(path, encoding="utf-8") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


def own_name(provider, region):
    """Microsoft's name of a region of SPRUCE."""
    return RENAMED.get(region, region) if provider == "azure" else region


def with_doubt(value, source):
    return [f"{value:g}", f"{value * LOW:.4g}", f"{value * HIGH + MORE:.4g}", source]


def of_states(folder):
    """What Ember has for the states of the United States in which regions lie."""
    path = os.path.join(folder, "spruce", "ember_ember_co2_intensity.csv")
    with open(path, encoding="utf-8") as file:
        rows = [line.strip().split(",") for line in file if not line.startswith("#")]
    known = {f"{row[0]}:{own_name(row[0], row[1])}": float(row[2]) for row in rows}
    azure = {key: value for key, value in known.items() if key.startswith("azure:") and "us" in key[6:]
             and not key[6:].startswith(("aus", "belgium"))}
    return azure | {key: known[other] for key, other in SAME_STATE.items()}


class Regions:
    def __init__(self, table, folder):
        self.places = places()
        self.ember = of_states(folder)
        self.found = list(gsf(table, folder))
        self.found.sort(key=lambda pair: -int(pair[1]["year"]))
        self.zone, self.grid, self.place = {}, {}, {}
        for key, row in self.found:
            self.add_place(key, row)
        for key, row in self.places.items():
            self.zone[key] = (row["zone"], f"country of the place; {LISTS[row['source']]}")
            self.grid[key] = row["grid"]
            self.place[key] = row["place"]
        self.google = {}
        for key, row in self.found:
            value = row["provider-carbon-intensity-average-consumption-hourly"]
            region = key.split(":")[1]
            if value and float(value) > 0 and region not in DROPPED and self.same_country(key, row):
                self.google.setdefault((key, int(row["year"])), float(value))
        self.rows = {}

    def add_place(self, key, row):
        """The newest year wins: the rows are sorted, and what is known is kept."""
        if row["location"]:
            self.place.setdefault(key, row["location"].replace("ā", "ã"))
        if row["em-zone-id"]:
            self.grid.setdefault(key, row["em-zone-id"])
            self.zone.setdefault(key, (row["em-zone-id"][:2],
                                       f"GSF Real Time Cloud, em-zone-id of {row['year']}"))

    def same_country(self, key, row):
        return not row["em-zone-id"] or row["em-zone-id"][:2] == self.zone[key][0]

    def of_google(self, key, year):
        """The newest figure not younger than year, of the region or of its part of a country."""
        grid = self.grid.get(key, "")
        own = [(y, value, "") for (k, y), value in self.google.items() if k == key and y <= year]
        if not own and not key.startswith("gcp:") and "-" in grid:
            own = [(y, value, f" for {k} in the same grid zone {grid}") for (k, y), value in
                   self.google.items() if self.grid.get(k) == grid and y <= year]
        return max(own, key=lambda found: (found[0], found[2]), default=None)

    def add(self, key, pue, wue, year, source, licence, note=""):
        found = self.of_google(key, int(year))
        intensity = ["", "", "", ""]
        if found:
            intensity = with_doubt(found[1], f"Google{found[2]} ({found[0]}), by way of GSF Real Time Cloud")
        elif key in self.ember and int(year) >= 2025:
            intensity = with_doubt(self.ember[key], EMBER)
            licence += "; CC-BY-4.0"
        provider, region = key.split(":")
        water, stress = self.water.get((provider, region), ""), self.stress.get((provider, region), "")
        place = self.place.get(key, "")
        self.rows.setdefault(key, []).append(
            [key, f"{provider.upper()} {region}" + (f" ({place.strip()})" if place else ""), "", provider,
             *self.zone.get(key, ("", "")), self.grid.get(key, ""), pue, wue, *intensity, water, stress,
             WRI if water or stress else "", year, source, licence, note])


def azure_now(folder):
    path = os.path.join(folder, "spruce", "azure-pue-wue.csv")
    with open(path, encoding="utf-8") as file:
        rows = [row for row in csv.reader(file) if row and not row[0].startswith("#")]
    return {own_name("azure", row[1]): row for row in rows}


def aws_averages(folder):
    """PUE and WUE that Amazon gives for parts of the world, by pattern of region."""
    path = os.path.join(folder, "spruce", "aws-pue-wue.csv")
    with open(path, encoding="utf-8") as file:
        rows = [row for row in csv.reader(file) if len(row) == 4 and not row[0].startswith("#")]
    # A named region goes before the pattern that also matches it.
    return sorted(rows, key=lambda row: ".+" in row[1])


def by_region(table, folder, name, column):
    return {(row["provider"], own_name(row["provider"], row["region"])): row[column] for row in table(folder, "spruce", name)}


def add_published(r):
    """The rows of the provider, by year; of Google also the years with an intensity alone."""
    done = set()
    for key, row in r.found:
        pue, wue = row["power-usage-effectiveness"], row["water-usage-effectiveness"]
        year = int(row["year"])
        own = (key, year) in r.google
        if not (pue or wue or own) or not r.same_country(key, row) or (key, year) in done:
            continue
        done.add((key, year))
        if pue or wue:
            r.add(key, pue, wue, year, "provider, by way of GSF Real Time Cloud", "fact (cited)")
        else:
            r.add(key, "", "", year, "Google, by way of GSF Real Time Cloud", "fact (cited)")


def add_newest(r, folder):
    """Azure of today, and Amazon's averages of parts of the world where a region has nothing newer."""
    for region, row in azure_now(folder).items():
        r.place[f"azure:{region}"] = row[0]
        r.add(f"azure:{region}", row[2], row[3] if len(row) > 3 else "", 2025, "Microsoft, by way of SPRUCE",
              "Apache-2.0")
    averages = aws_averages(folder)
    for key in sorted(r.zone):
        provider, region = key.split(":")
        newest = max((int(row[16]) for row in r.rows.get(key, []) if row[7]), default=0)
        found = next((row for row in averages if re.fullmatch(row[1], region)), None)
        if provider == "aws" and found and newest < 2024:
            older = max(((row[16], row[8]) for row in r.rows.get(key, []) if row[8]), default=(0, ""))
            r.add(key, found[2], found[3] or older[1], 2024, "Amazon, by way of SPRUCE", "Apache-2.0",
                  f"wue: {older[0]}" if older[1] and not found[3] else "")
    for key in sorted(r.zone):
        if key not in r.rows:
            source = r.places[key]["source"] if key in r.places else "Google"
            r.add(key, "", "", 2024 if source == "Google" else 2026, LISTS[source], "fact (cited)")


def regions(table, folder):
    r = Regions(table, folder)
    r.water = by_region(table, folder, "wcf.csv", "wcf")
    r.stress = by_region(table, folder, "water-stress.csv", "water_stress_cat")
    add_published(r)
    add_newest(r, folder)
    out = []
    for key in sorted(r.rows):
        rows = sorted(r.rows[key], key=lambda row: -int(row[16]))
        # Amazon's own name of a region goes before what others have in the same place.
        provider, region = key.split(":")
        rows[0][2] = ";".join([region, r.place[key]] if provider == "aws" and key in r.place else
                              [region] + [old for old, new in RENAMED.items() if key == f"azure:{new}"] +
                              SITES.get(key, "").split())
        out += rows
    return out
