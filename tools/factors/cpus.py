#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes factors/cpus.csv: processors by name, with their rated power.

usage: python3 tools/factors/cpus.py DATA_DIR > factors/cpus.csv

Reads DATA_DIR/codecarbon-static/cpu_power.csv (MIT).
"""
import csv
import os
import re
import sys

HEAD = """\
# Processors by name: tdp: rated power of one. cores and die_size are not in this list: they are for
# rows of your own (`frugal factors import cpus FILE`). uarch: a row of cpu_curves.csv, by the name.
# Data: CodeCarbon, list of processors (collected from Intel's and AMD's product pages), MIT.
"""
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
]


def curves():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "factors",
                        "cpu_curves.csv")
    with open(path, encoding="utf-8") as file:
        return {row["key"] for row in csv.DictReader(
            line for line in file if not line.startswith("#"))}


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    known = curves()
    rows, seen = [], set()
    path = os.path.join(sys.argv[1], "codecarbon-static", "cpu_power.csv")
    with open(path, encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            name = " ".join(row["Name"].split())
            # One cell of the list has two joined numbers.
            if not name or not re.fullmatch(r"\d+(\.\d+)?", row["TDP"] or "") or \
                    float(row["TDP"]) <= 0 or name.lower() in seen:
                continue
            seen.add(name.lower())
            uarch = next((uarch for pattern, uarch in UARCHS if re.search(pattern, name)), "")
            rows.append([name, "", "", f"{float(row['TDP']):g}", "", "",
                         uarch if uarch in known else "", 2026, "CodeCarbon, list of processors",
                         "MIT", ""])
    sys.stdout.write(HEAD)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["key", "name", "aliases", "tdp[W]", "cores[1]", "die_size[mm2]", "uarch", "year",
                  "source", "licence", "note"])
    out.writerows(sorted(rows, key=lambda row: row[0].lower()))


main()
