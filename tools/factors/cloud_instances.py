# SPDX-License-Identifier: Apache-2.0
"""The rows of instances.csv, for cloud.py.

Reads the lists of Cloud Carbon Footprint, and next to this script accelerators.csv (accelerators of an
instance, which go before those of SPRUCE) and shapes.csv (series that the lists lack: their sizes in
virtual processors, the memory of each, and sizes whose memory differs).
"""
import csv
import json
import os
import re

COLUMNS = ["key", "name", "aliases", "provider", "vcpus[1]", "memory[GB]", "gpus[1]", "gpu", "gpus_source",
           "cpu", "host_vcpus[1]", "platform_vcpus[1]", "idle[W]", "full[W]", "embodied[kgCO2e]", "year",
           "source", "licence", "note"]
CCF = "Cloud Carbon Footprint"
SOURCES = {"AWS": "AWS, accelerated computing instances", "Microsoft": "Microsoft, azure-compute-docs", "Google": "Google Cloud, machine types",
           "Oracle": "Oracle, Compute shapes", "OVHcloud": "OVHcloud, price list",
           "Scaleway": "Scaleway, list of Instances", "SkyPilot": "SkyPilot catalogue"}
# Microarchitecture by what is found in the name of a processor.
MICRO = [(r"8175|8151|8124|8259CL.*Skylake|6148|Skylake", "Skylake"),
         (r"8275|8259|8252|82[0-9]{2}|Cascade", "Cascade Lake"),
         (r"E5-26\d\d ?v4|E7-.*v4|Broadwell", "Broadwell"),
         (r"v3|Haswell", "Haswell"), (r"v2|Ivy", "Ivy Bridge"), (r"E5-26\d\d$|Sandy", "Sandy Bridge"),
         (r"E-2278|Coffee", "Coffee Lake"),
         (r"EPYC 7571|EPYC 1st", "AMD EPYC 1st Gen"),
         (r"EPYC 7R32|EPYC 7\w?\w?2|EPYC 2nd|Rome", "AMD EPYC 2nd Gen"),
         (r"Graviton2", "AWS Graviton2"),
         (r"EPYC 7R13|EPYC 7V13|EPYC 7763|EPYC 74F3|EPYC 3rd|Milan", "AMD EPYC 3rd Gen")]
# Rows of gpus.csv by the names of SPRUCE.
GPUS = {"NVIDIA_TESLA_K80": "K80", "NVIDIA_TESLA_V100": "V100 SXM2 16GB", "NVIDIA_T4": "T4",
        "NVIDIA_TESLA_T4": "T4", "NVIDIA_A10G": "A10G", "NVIDIA_TESLA_A100": "A100 SXM4 40GB", "NVIDIA_A100": "A100 SXM4 40GB", "NVIDIA_K520": "K520",
        "AMD_RADEON_PRO_V520": "Radeon Pro V520",
        "NVIDIA_L4": "L4", "NVIDIA_L40S": "L40S", "NVIDIA_H100": "H100 SXM5 80GB",
        "NVIDIA_H200": "H200 SXM5 141GB", "NVIDIA_B200": "B200", "NVIDIA_TESLA_M60": "M60",
        "NVIDIA_A10": "A10", "NVIDIA_TESLA_P100": "P100 PCIe 16GB"}


def own(name):
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), name)
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def micro(text):
    return next((name for pattern, name in MICRO if re.search(pattern, text)), None)


def watts(constants, provider, cpu):
    known = constants.get(provider, {})
    low = known.get("MIN_WATTS_BY_COMPUTE_PROCESSOR", {}).get(micro(cpu))
    high = known.get("MAX_WATTS_BY_COMPUTE_PROCESSOR", {}).get(micro(cpu))
    return ("", "") if low is None or high is None else (f"{low:g}", f"{high:g}")


def accelerators(folder):
    """By key: count, row of gpus.csv, source, note."""
    with open(os.path.join(folder, "spruce", "ccf_accelerators.json"), encoding="utf-8") as file:
        found = json.load(file)["GPU_INSTANCES_TYPES"]
    all_of = {f"aws:{name}": (gpu["quantity"], GPUS[gpu["type"]], "SPRUCE", "") for name, gpu in found.items()}
    all_of.update({row["key"]: (row["gpus"], row["gpu"], row["source"], row["note"])
                   for row in own("accelerators.csv")})
    return all_of


def listed_by_ccf(table, folder):
    """Provider, name, virtual processors, memory, processor, source."""
    for row in table(folder, "ccf", "aws-instances-latest-2026.csv"):
        yield ("aws", row["Instance Type"], row["vCPUs"], row["Memory (GiB)"], row["Platform CPU Name"],
               CCF)
    for row in table(folder, "ccf", "gcp-instances-latest-2026.csv"):
        yield ("gcp", row["Instance Type"], row["Instance vCPU"], row["Instance Memory"],
               row["CPU Name"] or row["Microarchitecture"], CCF)
    for row in table(folder, "ccf", "azure-instances.csv"):
        yield ("azure", row["Virtual Machine"], row["Instance vCPUs"], row["Instance Memory"],
               row["Microarchitecture"], CCF)


def listed_by_shape():
    """Provider, name, virtual processors, memory, processor, source."""
    for row in own("shapes.csv"):
        provider, names = row["series"].split(":")
        other = dict(pair.split("=") for pair in row["exceptions"].split())
        sizes = [int(size) for size in row["sizes"].split()]
        for size in sizes:
            memory = float(other.get(str(size)) or size * float(row["memory_per_vcpu"]))
            for name in names.split(";"):
                yield (provider, name.format(n=size, m=f"{memory:.0f}"), str(size), f"{memory:g}", row["cpu"],
                       SOURCES[row["source"]])


def family(provider, name):
    if provider == "azure":
        return provider, re.split(r"[.\d]*\d", name)[0]
    return provider, name.rsplit("-", 1)[0] if provider == "gcp" else name.split(".")[0]


def family_of_shape(provider, name):
    """Machines of one kind of server: of Azure, the letters and the generation."""
    if provider == "azure":
        return provider, re.sub(r"\d+", "", name.replace("is_", "s_"), count=1) # i: the whole server
    if provider == "oci":
        return provider, re.sub(r"^(vm|bm)\.|\.\d+$", "", name)
    if provider in ("aws", "gcp"):
        return family(provider, name)
    return provider, name.split("-")[0] + ("-sxm" if "-sxm-" in name else "")


def number(text):
    return bool(re.fullmatch(r"[\d.]+", text.strip()))


def with_largest(listed, kind):
    """Adds the virtual processors of the largest of its kind to each."""
    listed = [row for row in listed if number(row[2]) and number(row[3])]
    largest = {}
    for row in listed:
        key = kind(row[0], row[1])
        largest[key] = max(largest.get(key, 0), float(row[2]))
    return [(*row, f"{largest[kind(row[0], row[1])]:g}") for row in listed]


def constrained(name):
    """The processors of a size such as e16-4s_v3, and the name of its full size; or None."""
    found = re.fullmatch(r"([a-z]+)(\d+)-(\d+)(.*)", name)
    return (found[3], found[1] + found[2] + found[4]) if found else None


# Families of small sizes, which run on servers of another family with the same processor: t3 as m5, t3a as m5a, t2 as m4,
# t4g as m6g, the shared cores of e2 as e2-standard, f1 and g1 as n1.
HOST_VCPUS = {"aws:t2": 64, "aws:t3": 96, "aws:t3a": 96, "aws:t4g": 64, "gcp:e2-micro": 32, "gcp:e2-small": 32,
              "gcp:e2-medium": 32, "gcp:f1-micro": 96, "gcp:g1-small": 96}


# Memory that Cloud Carbon Footprint has otherwise than the provider documents.
MEMORY = {"gcp:a2-ultragpu-1g": ("170", "Google Cloud, accelerator-optimized machine types")}


def fill_memory(rows):
    for key, (memory, source) in MEMORY.items():
        rows[key][5] = memory
        rows[key][16] += f"; memory: {source}"


def fill_hosts(rows):
    for key, row in rows.items():
        host = HOST_VCPUS.get(key) or HOST_VCPUS.get(key.split(".")[0])
        plain = rows.get(key.removesuffix("-lssd"))
        if host:
            row[11] = f"{host}"
        elif key.endswith("-lssd") and plain and float(plain[11]) > float(row[11]):
            row[11] = plain[11]


def fill_constrained(rows):
    """Cloud Carbon Footprint lists a quotient for these; the host keeps the processors of the full size."""
    for row in rows.values():
        found = constrained(row[0].split(":")[1]) if row[3] == "azure" else None
        if found:
            row[4] = found[0]
            row[10] = rows[f"azure:{found[1]}"][4]


def fill_processors(rows, constants):
    """Processors that Cloud Carbon Footprint has otherwise, and the power that it gives these."""
    for wanted in own("processors.csv"):
        found = [row for row in rows.values() if re.fullmatch(wanted["series"], row[0])]
        if not found:
            raise SystemExit(f"no machine matches '{wanted['series']}'")
        for row in found:
            row[9] = wanted["cpu"]
            row[12], row[13] = watts(constants, row[3], row[9])
            row[16] += f"; processor: {wanted['source']}"


def instances(table, folder):
    with open(os.path.join(folder, "ccf", "ccf_constants.json"), encoding="utf-8") as file:
        constants = json.load(file)
    gpus = accelerators(folder)
    made = {}
    for provider in ("aws", "azure", "gcp"):
        for row in table(folder, "ccf", f"coefficients-{provider}-embodied.csv"):
            made.setdefault((provider, row["type"].lower()), row["total"])
    listed = with_largest(listed_by_ccf(table, folder), family)
    listed += with_largest(listed_by_shape(), family_of_shape)
    rows = {}
    for provider, name, vcpus, memory, cpu, source, whole in listed:
        key = f"{provider}:{name.lower().replace(' ', '_')}"
        if key in rows and source != CCF:
            continue
        count, gpu, gpus_source, note = gpus.get(key, (0, "", "", ""))
        low, high = watts(constants, provider, cpu)
        licence = "Apache-2.0" if source in (CCF, "SkyPilot catalogue") else "fact (cited)"
        rows[key] = [key, "", name, provider, vcpus, memory.strip(), count, gpu, gpus_source, cpu, "", whole,
                     low, high, made.get((provider, name.lower()), ""), 2026, source, licence, note]
    for row in rows.values():
        # Nobody has read the processors of these series against their pages.
        if row[9] and row[16] != CCF:
            row[16] += "; processor from memory"
    fill_processors(rows, constants)
    fill_constrained(rows)
    fill_hosts(rows)
    fill_memory(rows)
    unknown = set(gpus) - set(rows)
    if unknown:
        raise SystemExit(f"accelerators of instances that no list has: {sorted(unknown)}")
    short = [row[2].lower() for row in rows.values()]
    for row in rows.values():
        if short.count(row[2].lower()) > 1:
            row[2] = ""
    return [rows[key] for key in sorted(rows)]
