#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""properties.py FRUGAL: what must hold for every built-in model, in TAP.

For each model QUESTIONS has a question that it can answer, the inputs of which more never gives less,
and the input that is its work: none of it needs no energy. Figures are held to the dimension that
their names promise, parts to their whole, intervals to their value. A model that is not in the table
fails: say how it is to be checked.
"""
import json
import subprocess
import sys

GPU = "gpu=H100 SXM5 80GB"
MORE = 1.25  # by which an input is raised

# model: (inputs, inputs of which more never gives less, input of work or None)
QUESTIONS = {
    "boavizta_cpu": ("die_size=600mm2", "count die_size", None),
    "boavizta_gpu": ("", "count die_size vram weight board_area", None),
    "boavizta_hdd": ("count=2", "count", None),
    "boavizta_psu": ("", "count weight", None),
    "boavizta_ram": ("capacity=32GB density=1GB/cm2", "count capacity", None),
    "boavizta_server": ("die_size=600mm2 ram_modules=8 ram_capacity=32GB gpus=1 duration=100h",
                        "die_size ram_modules ram_capacity ssds hdds gpus psus duration", "duration"),
    "boavizta_ssd": ("capacity=1TB density=50GB/cm2", "count capacity", None),
    "boavizta_use": ("duration=100h load=0.5", "duration load cpus memory other_ratio", "duration"),
    "boavizta_wafer": ("area=600mm2", "area defects kerf", None),
    "carbontracker": (f"{GPU} gpus=2 duration=10h pue=1.5 zone=DE", "gpus duration pue", "duration"),
    "ccf_compute": ("vcpu_hours=100h utilization=0.5", "vcpu_hours utilization pue replication", "vcpu_hours"),
    "ccf_network": ("data=10GB", "data coefficient pue", "data"),
    "ccf_server": ("memory=256GB", "memory sockets ssds hdds gpus", None),
    "ccf_storage": ("capacity=10TB duration=100h", "capacity duration replication pue", "duration"),
    "cloud_instance": ("instance=m5.large region=eu-west-3 duration=100h load=0.5",
                       "count load pue wue intensity duration", "duration"),
    "co2js_onebyte": ("data=1GB", "data intensity", "data"),
    "co2js_swd3": ("data=1GB", "data world_intensity device_intensity", "data"),
    "co2js_swd4": ("data=1GB", "data world_intensity device_intensity", "data"),
    "codecarbon": (f"gpus=2 gpu_power=300W cpu_tdp=150W load=0.5 memory=64GB duration=10h intensity=300g/kWh",
                   "gpus gpu_power load duration intensity", "duration"),
    "cpu_power": ("cores=32 load=0.5", "load cores", None),
    "device_replacement": ("old_power=300W new_power=100W", "old_power", None),
    "ecologits": ("llm=gpt-4o output_tokens=400", "output_tokens active_parameters pue wue grid_gwp", "output_tokens"),
    "equivalences": ("carbon=10kg", "carbon", "carbon"),
    "gpu_power": (f"{GPU} utilization=0.5", "utilization active_share", None),
    "green_algorithms": (f"gpus=2 {GPU} duration=10h pue=1.5 zone=DE", "gpus duration pue cores memory repeats", "duration"),
    "impactco2_object": ("thing=smartphone", "count lifespan", "count"),
    "impactco2_transport": ("vehicle=voiturethermique distance=100km", "distance", "distance"),
    "llm_request": ("llm=gpt-4o output_tokens=400 batch=64", "output_tokens input_tokens active_parameters gpus pue wue host_ratio idle_ratio", None),
    "llm_service": ("users=1000 user_requests=10request/day servers=2", "users user_requests request_energy pue servers", "users"),
    "llm_training": ("active_parameters=7e9 trained_tokens=2e12token gpus=64", "trained_tokens active_parameters pue wue host_ratio idle_ratio", "trained_tokens"),
    "llmcarbon": ("active_parameters=7e9 trained_tokens=2e12token", "trained_tokens device_power pue", "trained_tokens"),
    "luccioni2023": (f"{GPU} gpu_hours=100h idle_energy=10kWh", "gpu_hours idle_energy", None),
    "mlco2": (f"{GPU} gpu_hours=1000h zone.intensity=300g/kWh", "gpu_hours", "gpu_hours"),
    "net_benefit": ("uses=1000 direct_per_use=2g reference_per_use=10g", "reference_per_use", "uses"),
    "network_transfer": ("data=10GB", "data coefficient", "data"),
    "patterson2021": (f"{GPU} gpu_hours=100h zone=DE", "gpu_hours utilization pue", "gpu_hours"),
    "project": ("data_energy=1MWh training_energy=10MWh tuning_energy=1MWh inferences=1e6",
                "data_energy training_energy tuning_energy inferences inference_energy pue wue", None),
    "ram_power": ("memory=64GB", "memory coefficient", "memory"),
    "run": ("measured=1kWh zone=DE", "measured", "measured"),
    "sci": ("units=100 energy=10kWh total_embodied=1000kg time_reserved=10h", "energy total_embodied time_reserved", None),
    "sci_ai": ("running_energy=10kWh running_units=100 building_energy=10kWh building_units=1e6",
               "running_energy building_energy running_embodied", None),
    "server": (f"gpus=8 {GPU} duration=100h", "duration gpus die_size memory pue wue", "duration"),
    "storage": ("data=10TB duration=100h", "data duration coefficient pue", "duration"),
    "strubell2019": (f"gpus=2 gpu_power=250W duration=10h cpu_power=100W ram_power=20W", "gpus duration gpu_power pue", "duration"),
    "task_inference": ("task=image_generation", "inferences pue", "inferences"),
    "training": (f"{GPU} gpu_hours=100h utilization=0.6", "gpu_hours utilization pue", "gpu_hours"),
    "water": ("energy=100kWh", "energy wue stress", "energy"),
}
# Figures that may fall while an input rises: what is left, shares, and what others do.
MAY_FALL = {"break_even", "carbon_paid", "adpe_paid", "adpe_balance", "load", "development_share",
            "inference_share", "score", "dies", "yield", "device_hours", "duration", "token_energy",
            "generation_time", "tier", "request_carbon", "request_electricity",
            "server_power"}
FALLS = {("device_replacement", "carbon")}
# The dimension that a name promises, in units that the models may use for it.
NAMED = {"energy": ("Wh", "kWh", "MWh", "MJ", "kJ"), "carbon": ("gCO2e", "kgCO2e", "tCO2e"),
         "usage_gwp": ("gCO2e", "kgCO2e"), "embodied_gwp": ("gCO2e", "kgCO2e"),
         "adpe": ("gSbe", "kgSbe"), "pe": ("MJ", "kJ"), "water": ("mL", "L", "m3"),
         "power": ("W", "kW")}
# Whole: parts, where a model has them all.
WHOLES = [("energy", ["accelerators", "host", "idle", "overhead"]),
          ("energy", ["data", "development", "training", "tuning", "inference"]),
          ("carbon", ["usage_gwp", "embodied_gwp"]), ("adpe", ["usage_adpe", "embodied_adpe"]),
          ("carbon", ["usage_gwp", "embodied_gwp", "end_of_life"]),
          ("pe", ["usage_pe", "embodied_pe"]), ("carbon", ["processors", "memory", "drives", "accelerators", "frame"]),
          ("water", ["on_site", "off_site"]), ("carbon", ["making", "usage", "end_of_life"])]


class Asker:
    def __init__(self, frugal):
        self.frugal = frugal

    def models(self):
        out = subprocess.run([self.frugal, "models", "--json"], capture_output=True, text=True,
                             check=True).stdout
        return sorted(model["name"] for model in json.loads(out))

    def ask(self, model, inputs, *options):
        done = subprocess.run([self.frugal, "estimate", model, *inputs, "--json", *options],
                              capture_output=True, text=True, check=False)
        return done.stderr.strip() if done.returncode else json.loads(done.stdout)


def split(text):
    """Inputs are separated by blanks; a word without = goes on with the one before."""
    inputs = []
    for word in text.split():
        if "=" in word:
            inputs.append(word)
        else:
            inputs[-1] += " " + word
    return inputs


def figures(answer):
    return {figure["name"]: figure for figure in answer["figures"]}


def given(answer, name):
    entry = answer["inputs"].get(name)
    return entry and (entry.get("value"), entry.get("unit"))


def faults(asker, model):
    if model not in QUESTIONS:
        yield "not in the table of tests/properties.py: say how it is to be checked"
        return
    text, rising, work = QUESTIONS[model]
    inputs = split(text)
    base = asker.ask(model, inputs)
    if isinstance(base, str):
        yield base
        return
    known = figures(base)
    for name, figure in known.items():
        if name in NAMED and figure["unit"] not in NAMED[name]:
            yield f"{name} is in {figure['unit']}"
        if figure["value"] is None:
            if not figure.get("absent"):
                yield f"{name} is absent without a reason"
        elif not figure["low"] <= figure["value"] <= figure["high"]:
            yield f"{name} is outside of its interval"
    yield from wholes(known)
    for name in rising.split():
        yield from rises(asker, model, inputs, base, name)
    if work:
        yield from no_work(asker, model, inputs, base, work)


def wholes(known):
    for whole, parts in WHOLES:
        if whole not in known or not all(part in known for part in parts):
            continue
        if parts == ["usage_gwp", "embodied_gwp"] and "end_of_life" in known:
            continue
        values = [known[part]["value"] for part in parts]
        units = {known[part]["unit"] for part in parts} | {known[whole]["unit"]}
        if None in values or known[whole]["value"] is None or len(units) > 1:
            continue
        if abs(sum(values) - known[whole]["value"]) > 1e-9 * abs(known[whole]["value"]):
            yield f"{' + '.join(parts)} is not {whole}"


def replaced(inputs, name, value):
    return [item for item in inputs if item.split("=")[0] != name] + [f"{name}={value}"]


def rises(asker, model, inputs, base, name):
    value = given(base, name)
    if not value or value[0] is None:
        yield f"{name} has no value to raise"
        return
    number, unit = value
    raised = number * MORE if number else 1
    if unit == "1" and 0 < number <= 1 < raised:
        raised = 1
    more = asker.ask(model, replaced(inputs, name, f"{raised!r}{'' if unit == '1' else unit}"),
                     "--draws", "1")
    if isinstance(more, str):
        yield f"with more {name}: {more}"
        return
    before, after = figures(base), figures(more)
    for figure in before:
        old, new = before[figure]["value"], after[figure]["value"]
        if old is None or new is None:
            continue
        if (model, figure) in FALLS or figure in MAY_FALL:
            continue
        if new < old * (1 - 1e-12):
            yield f"more {name} gives less {figure}: {new!r} in place of {old!r}"


def no_work(asker, model, inputs, base, work):
    number, unit = given(base, work)
    nothing = asker.ask(model, replaced(inputs, work, f"0{'' if unit == '1' else unit}"), "--draws",
                        "1")
    if isinstance(nothing, str):
        yield f"without {work}: {nothing}"
        return
    for name in ("energy", "usage", "usage_gwp", "carbon_saved"):
        figure = figures(nothing).get(name)
        if figure and figure["value"] not in (None, 0):
            yield f"without {work}, {name} is {figure['value']!r}"


def main():
    asker = Asker(sys.argv[1])
    models = asker.models()
    print(f"1..{len(models)}")
    failed = False
    for number, model in enumerate(models, 1):
        found = list(faults(asker, model))
        failed |= bool(found)
        print(f"{'not ok' if found else 'ok'} {number} - {model}")
        for fault in found:
            print(f"# {fault}")
    return 1 if failed else 0


sys.exit(main())
