# SPDX-License-Identifier: Apache-2.0
"""Requests to language models as EcoLogits 0.9.1 itself computed them: a module of `run`.

A row has the inputs, the constants that were changed (override, NAME=VALUE joined by ;), and each
figure with all inputs at their minimum and at their maximum. A row of mode "provider" is asked twice:
with its numbers, and by its names alone (model, provider, zone), whose numbers then come from our
tables. A row with an error must be refused.
"""
import json
import subprocess

COLUMNS = ("case_id", "mode", "model", "output_tokens", "override")
TOLERANCE = 1e-9
GIGA = 1e9
# Column, our figure, unit of the column.
FIGURES = (
    ("energy_kwh", "energy", "kWh"),
    ("gwp_kgco2eq", "carbon", "kgCO2e"),
    ("adpe_kgsbeq", "adpe", "kgSbe"),
    ("pe_mj", "pe", "MJ"),
    ("wcf_l", "water", "L"),
    ("usage_gwp_kgco2eq", "usage_gwp", "kgCO2e"),
    ("usage_adpe_kgsbeq", "usage_adpe", "kgSbe"),
    ("usage_pe_mj", "usage_pe", "MJ"),
    ("embodied_gwp_kgco2eq", "embodied_gwp", "kgCO2e"),
    ("embodied_adpe_kgsbeq", "embodied_adpe", "kgSbe"),
    ("embodied_pe_mj", "embodied_pe", "MJ"),
)
# Their name of a constant: our input and its unit.
OVERRIDES = {
    "batch_size": ("batch_size", ""),
    "model_quantization_bits": ("bits", ""),
    "gpu_memory": ("gpu_memory", "GB"),
    "server_gpu_count": ("gpus_per_server", ""),
    "server_power": ("server_power", "kW"),
    "server_lifetime": ("lifetime", "s"),
    "gpu_embodied_gwp": ("gpu_gwp", "kgCO2e"),
    "gpu_embodied_adpe": ("gpu_adpe", "kgSbe"),
    "gpu_embodied_pe": ("gpu_pe", "MJ"),
    "server_embodied_gwp": ("server_gwp", "kgCO2e"),
    "server_embodied_adpe": ("server_adpe", "kgSbe"),
    "server_embodied_pe": ("server_pe", "MJ"),
}


MJ_PER_KWH = 3.6


def inputs(row, bound):
    """What the command line is given for one bound (min or max) of a row: numbers only."""
    given = {
        "active_parameters": repr(float(row["active_params_b_" + bound]) * GIGA),
        "total_parameters": repr(float(row["total_params_b_" + bound]) * GIGA),
        "output_tokens": row["output_tokens"],
        "pue": row["pue_" + bound],
        "wue": row["wue_" + bound] + "L/kWh",
        "grid_gwp": row["if_gwp_kg_per_kwh"] + "kgCO2e/kWh",
        "grid_adpe": row["if_adpe_kgsb_per_kwh"] + "kgSbe/kWh",
        "grid_pe": row["if_pe_mj_per_kwh"] + "MJ/kWh",
        "grid_wue": row["if_wue_l_per_kwh"] + "L/kWh",
    }
    if row["request_latency_s"]:
        given["request_latency"] = row["request_latency_s"] + "s"
    for override in filter(None, row["override"].split(";")):
        name, value = override.split("=")
        ours, unit = OVERRIDES[name.strip()]
        given[ours] = value.strip() + unit
    return given


def frugal_json(frugal, *words):
    """What frugal answers, or the sentence with which it refuses."""
    done = subprocess.run([frugal, *words, "--json"], capture_output=True, text=True, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else done.stderr.strip()


def names(row):
    """The command line of a row by its names alone."""
    given = {"llm": row["model"], "provider": row["provider"], "zone": row["zone"],
             "output_tokens": row["output_tokens"]}
    if row["request_latency_s"]:
        given["request_latency"] = row["request_latency_s"] + "s"
    return given


def at_bound(frugal, table, owner, key, bound):
    """The fields of a row of our tables at an end of their support: OWNER.FIELD and its value."""
    rows = frugal_json(frugal, "factors", table, key)
    if isinstance(rows, str):
        return {}
    end = "low" if bound == "min" else "high"
    return {f"{owner}.{name[:-len(end) - 1]}": f"{field['value']!r} {field['unit']}".removesuffix(" 1")
            for name, field in rows[0].items() if name.endswith("_" + end)}


def compare(frugal, row, bound, given):
    """What is wrong with one bound of a row, asked with these inputs: a list of sentences."""
    words = [f"{name}={value}" for name, value in given.items()]
    answer = frugal_json(frugal, "estimate", "ecologits", *words, "--draws", "1", "--source", "EcoLogits 0.9.1")
    if isinstance(answer, str):
        return [answer]
    got = {figure["name"]: figure for figure in answer["figures"]}
    wrong = []
    for column, name, unit in FIGURES:
        expected = float(row[f"{column}_{bound}"])
        value = got[name].get("value")
        if value is None or got[name]["unit"] != unit or abs(value - expected) > TOLERANCE * abs(expected):
            wrong.append(f"{name} {bound}: {value} {got[name]['unit']}, expected {expected} {unit}")
    return wrong


def faults(frugal, row):
    """What is wrong with a row: a list of sentences."""
    if row["error"]:
        answer = frugal_json(frugal, "estimate", "ecologits",
                             *(f"{name}={value}" for name, value in names(row).items() if value))
        return [] if isinstance(answer, str) else [f"answered, expected {row['error']}"]
    wrong = []
    for bound in ("min", "max"):
        try:
            wrong += compare(frugal, row, bound, inputs(row, bound))
        except KeyError as missing:
            return [f"unknown constant {missing}"]
        if row["mode"] == "provider" and not row["override"]:
            given = names(row)
            given |= at_bound(frugal, "llms", "llm", row["model"], bound)
            given |= at_bound(frugal, "llm_providers", "provider", row["provider"], bound)
            if float(row["if_pe_mj_per_kwh"]) < MJ_PER_KWH:  # less than the electricity itself: our tables do not have it
                given["grid_pe"] = row["if_pe_mj_per_kwh"] + "MJ/kWh"
            wrong += ["by name: " + sentence for sentence in compare(frugal, row, bound, given)]
    return wrong
