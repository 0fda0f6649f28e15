#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes factors/cpus.csv: processors by name, with their rated power.

usage: python3 tools/factors/cpus.py DATA_DIR NEWER > factors/cpus.csv

Reads DATA_DIR/codecarbon-static/cpu_power.csv (MIT), and NEWER, the same file of CodeCarbon 3.3.2 (in its
wheel: codecarbon/data/hardware/cpu_power.csv), for the names that the first lacks.
"""
import csv
import os
import re
import sys

HEAD = """\
# Processors by name: tdp: rated power of one. cores and die_size are not in this list: they are for
# rows of your own (`frugal factors import cpus FILE`). uarch: a row of cpu_curves.csv, by the name.
# Data: CodeCarbon, list of processors (collected from Intel's and AMD's product pages), MIT. Processors
# made for one cloud have no published power: tdp is empty.
"""
# Processors that clouds have made for them: their microarchitecture is public, their power is not.
CLOUD = {"Intel Xeon Platinum 8488C": "sapphirerapids", "Intel Xeon Platinum 8481C": "sapphirerapids",
         "Intel Xeon Platinum 8480C": "sapphirerapids", "Intel Xeon Platinum 8581C": "emeraldrapids",
         "Intel Xeon Platinum 8573C": "emeraldrapids", "Intel Xeon Platinum 8370C": "icelake",
         "Intel Xeon Platinum 8375C": "icelake", "AMD EPYC 9R14": "zen4", "AMD EPYC 9R45": "zen5",
         "AMD EPYC 9B14": "zen4", "AMD EPYC 9B45": "zen5", "AMD EPYC 9V74": "zen4", "AMD EPYC 9V84": "zen4",
         "AMD EPYC 7R13": "zen3", "AMD EPYC 7V13": "zen3", "AMD EPYC 7B13": "zen3", "AMD EPYC 7R32": "zen2",
         "AMD EPYC 7V12": "zen2", "AMD EPYC 7B12": "zen2", "AMD EPYC 7571": "zen1",
         "AWS Graviton2": "arm-server", "AWS Graviton3": "arm-server", "AWS Graviton4": "arm-server",
         "Google Axion": "arm-server", "Microsoft Cobalt 100": "arm-server", "NVIDIA Grace": "arm-server"}
# Families whose members' powers differ: as the firmware of a machine names them.
FAMILIES = {"Ampere Altra": "arm-server", "Ampere Altra Max": "arm-server"}
# Where the list has the power of turbo, or of a higher setting, in place of the rated one: the maker's
# product specifications (from memory; another list has the same).
RATED = {"Intel Core i3-1000G1": 9, "Intel Core i3-1000G4": 9, "Intel Core i5-1030G4": 9, "Intel Core i5-1030G7": 9,
         "Intel Core i7-1060G7": 9, "Intel Core i5-1335U": 15, "Intel Core i7-12700K": 125, "Intel Core i7-1270P": 28,
         "Intel Core m3-8114Y": 5, "Intel Core i3-8121U": 15, "AMD EPYC Embedded 3251": 55}
# Of a cloud's own processor lists have different powers, and the maker publishes none.
DOUBTED = {"Intel Xeon Platinum 8370C": "another list has 270 W; the maker publishes none"}
# Microarchitecture by name; only server families, whose power curves are known.
UARCHS = [
    (r"Xeon (Platinum|Gold|Silver|Bronze) [3-9][1]\d\d", "skylake"),
    (r"Xeon (Platinum|Gold|Silver|Bronze) [3-9][2]\d\d", "cascadelake"),
    (r"Xeon (Platinum|Gold|Silver|Bronze) [3-9][3]\d\d", "icelake"),
    (r"Xeon (Platinum|Gold|Silver|Bronze|Max) [3-9][4]\d\d", "sapphirerapids"),
    (r"Xeon (Platinum|Gold|Silver|Bronze) [3-9][5]\d\d", "emeraldrapids"),
    (r"Xeon E5-\d{4}\w* v4", "broadwell"), (r"Xeon E5-\d{4}\w* v3", "haswell"),
    (r"Xeon E5-\d{4}\w* v2", "ivybridge"), (r"Xeon E5-\d{4}\w*$", "sandybridge"),
    (r"EPYC 7\d\d1\b", "zen1"), (r"EPYC 7\w\w2\b", "zen2"), (r"EPYC 7\w\w3\b", "zen3"),
    (r"EPYC 9\w\w4\b", "zen4"), (r"EPYC 9\w\w5\b", "zen5"),
    (r"Xeon 6[5-9]\d\dP", "graniterapids"), (r"Xeon 6[5-9]\d\dE", "sierraforest"),
]


def curves():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "factors",
                        "cpu_curves.csv")
    with open(path, encoding="utf-8") as file:
        return {row["key"] for row in csv.DictReader(
            line for line in file if not line.startswith("#"))}


def listed(path, source):
    """Name, rated power, source."""
    with open(path, encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            name = " ".join(row["Name"].split())
            # One cell of the list has two joined numbers.
            if name and re.fullmatch(r"\d+(\.\d+)?", row["TDP"] or "") and float(row["TDP"]) > 0:
                yield name, f"{float(row['TDP']):g}", source


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    known = curves()
    rows, seen = [], set()
    path = os.path.join(sys.argv[1], "codecarbon-static", "cpu_power.csv")
    newer = [row for row in listed(sys.argv[2], "CodeCarbon 3.3.2, list of processors")]
    for name, tdp, source in [*listed(path, "CodeCarbon, list of processors"), *newer]:
        if name.lower() in seen:
            continue
        seen.add(name.lower())
        licence, note = "MIT", DOUBTED.get(name, "")
        if name in RATED:
            note = f"the list of CodeCarbon has {tdp} W"
            tdp, source, licence = RATED[name], f"{name.split()[0]} product specifications (from memory)", "fact (cited)"
        uarch = next((uarch for pattern, uarch in UARCHS if re.search(pattern, name)), "")
        rows.append([name, "", "", tdp, "", "", uarch if uarch in known else "", 2026, source, licence, note])
    for name, uarch in CLOUD.items():
        if name.lower() not in seen:
            rows.append([name, "", "", "", "", "", uarch, 2026, "the cloud's list of machine types", "fact (cited)",
                         "power not published"])
    for name, uarch in FAMILIES.items():
        rows.append([name, "", "", "", "", "", uarch, 2026, "Ampere, product families", "fact (cited)",
                     "the power differs by member"])
    sys.stdout.write(HEAD)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["key", "name", "aliases", "tdp[W]", "cores[1]", "die_size[mm2]", "uarch", "year",
                  "source", "licence", "note"])
    out.writerows(sorted(rows, key=lambda row: row[0].lower()))


main()
