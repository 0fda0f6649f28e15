#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""Writes the tables that come from the data files of EcoLogits, which are under MPL-2.0.

usage: python3 tools/factors/ecologits.py DATA_DIR llms NEWER   > factors/llms.csv
       python3 tools/factors/ecologits.py DATA_DIR electricity > factors/electricity.csv
       python3 tools/factors/ecologits.py NEWER speeds        > factors/llm_speeds.csv
       python3 tools/factors/ecologits.py MIXES mixes         > factors/electricity_ecologits.csv

Reads DATA_DIR/ecologits/models.json and electricity_mixes.csv (EcoLogits 0.9.1), NEWER, the models.json
of EcoLogits 0.11.3 (in its wheel: ecologits/data/models.json), MIXES, the electricity_mixes.json next to it, and places.csv and llm_shapes.txt next to
this script: which architecture a name has; llm_corrections.csv has the parameters of models that the
registry has wrong. Models that NEWER dropped keep the row of 0.9.1; those that
it has otherwise have both, for `--source "EcoLogits 0.9.1"`.
"""
import csv
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = "EcoLogits 0.9.1"
NEWER = "EcoLogits 0.11.3"
# A name that OpenAI moves from model to model, and that is a part of the names of others.
LEFT_OUT = {"chat-latest"}
NOTICE = """\
# This table is made from {file} of EcoLogits {version}, https://github.com/genai-impact/ecologits,
# Copyright its contributors. This Source Code Form is subject to the terms of the Mozilla Public
# License, v. 2.0, https://mozilla.org/MPL/2.0/. It stays a file of its own for that reason.
"""
LLMS = """\
# Language models: how many parameters there are (total) and how many work on each token (active);
# where the registry gives a range, its ends are the support and its middle the value. Numbers of
# models that are not published (openness "closed") are EcoLogits' guesses, and the source says so. shape: a row of
# llm_shapes.csv; provider: a row of llm_providers.csv. A copy of a model in another format has the parameters of its
# original, and some models others than the registry's, whose row comes after.
"""
ELECTRICITY = """\
# A kWh of electricity by country: greenhouse gases (intensity), abiotic depletion (adpe), primary
# energy (pe), water of the power stations (water). Origin, as EcoLogits states it: Our World in
# Data (intensity), ADEME Base Empreinte (adpe, pe), World Resources Institute (water). pe_absent: why
# pe is empty.
"""
SPEEDS = """\
# How fast services produce tokens (rate) and how long they take to the first one, as EcoLogits takes it for its models; it
# names no source of these numbers. key: a row of llms.csv. Models that it has no speed of are left out.
"""
MIXES = """\
# A kWh of electricity by country, for the model ecologits_011 only: greenhouse gases (intensity), abiotic depletion (adpe),
# primary energy (pe), water of the power stations (water). of_world: the columns in which EcoLogits has the
# value of the world for want of the country's own, as NAME_source states.
"""
# Places that places.csv lacks.
MORE_PLACES = {
    "BMU": ("BM", "Bermuda", "Bermudes"), "EEE": ("EEE", "European Economic Area", "Espace économique européen"),
    "ESH": ("EH", "Western Sahara", "Sahara occidental"), "GIB": ("GI", "Gibraltar", "Gibraltar"),
    "SHN": ("SH", "Saint Helena", "Sainte-Hélène"), "TLS": ("TL", "Timor-Leste", "Timor oriental"), "WOR": ("WOR", "World", "Monde"),
}
LOW_PE = "the source counts only a part of it"
LOW_ADPE = "abiotic depletion far below that of nearly every country"


def shapes():
    with open(os.path.join(HERE, "llm_shapes.txt"), encoding="utf-8") as file:
        lines = [line.split() for line in file if line.strip() and not line.startswith("#")]
    return [(re.compile(pattern, re.IGNORECASE), shape) for shape, pattern in lines]


def span(parameters):
    """(value, low, high) of a number or a range, in parameters; low is None without a range."""
    if isinstance(parameters, dict):
        low, high = parameters["min"] * 1e9, parameters["max"] * 1e9
        return (low + high) / 2, low, high
    return parameters * 1e9, None, None


def number(value):
    return "" if value is None else f"{value:.12g}"


def write(head, columns, rows):
    sys.stdout.write(head)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(columns)
    out.writerows(rows)


def registry(path, source):
    """The models of a registry by name, each with its source and its other names."""
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    found = {model["name"]: (model, source, []) for model in data["models"] if model["name"] not in LEFT_OUT}
    for alias in data["aliases"]:
        # Either of the two is the model.
        for name, other in ((alias["name"], alias["alias"]), (alias["alias"], alias["name"])):
            if name in found and other not in found:
                found[name][2].append(other)
    for name, (_, _, aliases) in found.items():
        # As their maker calls them, without its own name.
        if name.startswith("zai-") and name[4:] not in found:
            aliases.append(name[4:])
    return found


# What a maker or quantiser adds to the name of a model of which it publishes a copy.
COPY = re.compile(r"(-4bit|-GGUF|-keras|-tflite|(-sfp)?-cpp|-flax|(-quant)?-pytorch)$")


def original(name):
    """The model that a copy in another format is of, or None: the registry counts packed weights, or reads the name."""
    if not re.match(r"google/(code)?gemma-|CohereForAI/", name) or not COPY.search(name):
        return None
    return re.sub(r"instruct-(\d+b)$", r"\1-it", COPY.sub("", name))


def corrected(row, rows):
    """Of a row whose parameters are known to be others: the row that goes before it; or None."""
    with open(os.path.join(HERE, "llm_corrections.csv"), encoding="utf-8") as file:
        known = {right["key"]: right for right in csv.DictReader(file)}
    right = known.get(row[0])
    if right:
        return [*row[:4], right["active_parameters"], "", "", right["total_parameters"], "", "", right["architecture"],
                right["openness"], right["shape"], 2026, right["source"], "MPL-2.0", right["note"]]
    of = next((other for other in rows if other[0] == original(row[0])), None)
    if not of or of[4:10] == row[4:10]:
        return None
    return [*row[:4], *of[4:13], of[13], f"parameters of {of[0]}, of which it is a copy", *of[15:]]


def llms(folder, newer):
    found = registry(os.path.join(folder, "models.json"), SOURCE)
    changed = []
    for name, (model, source, aliases) in registry(newer, NEWER).items():
        older = found.get(name, (model, None, []))
        found[name] = (model, source, list(dict.fromkeys(older[2] + aliases)))
        if older[0]["architecture"] != model["architecture"]:
            changed.append((older[0], SOURCE, []))
    known = shapes()
    # Without its owner, where that leads to one model only.
    short = [name.split("/")[-1].lower() for name in found]
    rows = []
    for model, source, aliases in sorted([*found.values(), *changed], key=lambda row: row[0]["name"].lower()):
        parameters = model["architecture"]["parameters"]
        mixture = isinstance(parameters, dict) and "total" in parameters
        total = span(parameters["total"] if mixture else parameters)
        active = span(parameters["active"] if mixture else parameters)
        warnings = model["warnings"] or []
        # Gemma's weights are open.
        closed = "model-arch-not-released" in warnings and not model["name"].startswith("gemma-")
        shape = "" if closed else next(
            (shape for pattern, shape in known if pattern.search(model["name"])), "")
        rows.append([
            model["name"],
            model["name"].split("/")[-1]
            if "/" in model["name"] and short.count(model["name"].split("/")[-1].lower()) == 1
            else "",
            ";".join(alias for alias in aliases if alias not in found),
            "" if model["name"].startswith("zai-") else model["provider"],
            *map(number, active), *map(number, total),
            model["architecture"]["type"], "closed" if closed else "open", shape,
            2025 if source == SOURCE else 2026, f"{source}: a guess, not published" if closed else source,
            "MPL-2.0", "also takes images or sound" if "model-arch-multimodal" in warnings else ""])
    first, every = set(), []
    for row in rows:
        right = corrected(row, rows) if row[0] not in first else None
        first.add(row[0])
        every += [right, [*row[:2], "", *row[3:]]] if right else [row]
    write(NOTICE.format(file="models.json", version="0.9.1 and 0.11.3") + LLMS,
          ["key", "name", "aliases", "provider", "active_parameters[1]", "active_parameters_low",
           "active_parameters_high", "total_parameters[1]", "total_parameters_low",
           "total_parameters_high", "architecture", "openness", "shape", "year", "source",
           "licence", "note"], every)


def electricity(folder):
    with open(os.path.join(HERE, "places.csv"), encoding="utf-8") as file:
        places = {row["iso3"]: row for row in csv.DictReader(file)}
    rows = []
    with open(os.path.join(folder, "electricity_mixes.csv"), encoding="utf-8") as file:
        for row in csv.DictReader(file):
            code = row["name"]
            place = places.get(code, {"key": code, "name": "World", "name_fr": "Monde",
                                      "aliases": ""})
            names = [code, place["name_fr"], *place["aliases"].split(";")]
            names = [name for name in dict.fromkeys(names)
                     if name and name not in (place["name"], place["key"])]
            # A kWh is 3.6 MJ itself: a source that has less does not count all of it.
            partial = float(row["pe"]) < 3.6
            notes = [f"primary energy of the source: {row['pe']} MJ"] if partial else []
            notes += [LOW_ADPE] if code == "WOR" else []
            rows.append([place["key"], place["name"], ";".join(names),
                         row["gwp"], row["adpe"], "" if partial else row["pe"],
                         LOW_PE if partial else "", row["wue"], "lifecycle", 2023,
                         SOURCE, "MPL-2.0", "; ".join(notes)])
    write(NOTICE.format(file="electricity_mixes.csv", version="0.9.1") + ELECTRICITY,
          ["key", "name", "aliases", "intensity[kgCO2e/kWh]", "adpe[kgSbe/kWh]", "pe[MJ/kWh]",
           "pe_absent", "water[L/kWh]", "scope", "year", "source", "licence", "note"],
          sorted(rows))


def speeds(newer):
    rows = []
    for name, (model, _, _) in registry(newer, NEWER).items():
        deployment = model["deployment"]
        if deployment and deployment["tps"]:
            rows.append([name, number(deployment["tps"]), number(deployment["ttft"]), 2026, NEWER, "MPL-2.0"])
    write(NOTICE.format(file="models.json", version="0.11.3") + SPEEDS,
          ["key", "rate[token/s]", "first_token[s]", "year", "source", "licence"], sorted(rows, key=lambda row: row[0].lower()))


def known_places():
    with open(os.path.join(HERE, "places.csv"), encoding="utf-8") as file:
        places = {row["iso3"]: row for row in csv.DictReader(file)}
    for code, (key, name, french) in MORE_PLACES.items():
        places[code] = {"key": key, "name": name, "name_fr": french, "aliases": ""}
    return places


def mixes(path):
    places, rows = known_places(), []
    with open(path, encoding="utf-8") as file:
        found = json.load(file)["electricity_mixes"]
    for mix in found:
        place = places[mix["name"]]
        names = [mix["name"], place["name_fr"], *place["aliases"].split(";")]
        names = [name for name in dict.fromkeys(names) if name and name not in (place["name"], place["key"])]
        world = {warning.split("-")[2] for warning in mix.get("warnings") or []}
        of_world = f"{NEWER}: of the world, for want of the country's own"
        partial = mix["pe"] < 3.6
        rows.append([place["key"], place["name"], ";".join(names), number(mix["gwp"]), number(mix["adpe"]),
                     of_world if "adpe" in world else "", "" if partial else number(mix["pe"]),
                     LOW_PE if partial else "", of_world if "pe" in world and not partial else "", number(mix["wue"]),
                     of_world if "wue" in world else "",
                     ", ".join(column for name, column in (("adpe", "adpe"), ("pe", "pe"), ("wue", "water")) if name in world),
                     2026, NEWER, "MPL-2.0"])
    write(NOTICE.format(file="electricity_mixes.json", version="0.11.3") + MIXES,
          ["key", "name", "aliases", "intensity[kgCO2e/kWh]", "adpe[kgSbe/kWh]", "adpe_source", "pe[MJ/kWh]", "pe_absent",
           "pe_source", "water[L/kWh]", "water_source", "of_world", "year", "source", "licence"], sorted(rows))


def main():
    folder = os.path.join(sys.argv[1], "ecologits") if len(sys.argv) > 2 else ""
    if len(sys.argv) == 4 and sys.argv[2] == "llms":
        llms(folder, sys.argv[3])
    elif len(sys.argv) == 3 and sys.argv[2] == "electricity":
        electricity(folder)
    elif len(sys.argv) == 3 and sys.argv[2] == "speeds":
        speeds(sys.argv[1])
    elif len(sys.argv) == 3 and sys.argv[2] == "mixes":
        mixes(sys.argv[1])
    else:
        sys.exit(__doc__)


main()
