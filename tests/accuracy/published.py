# SPDX-License-Identifier: Apache-2.0
"""Published trainings whose energy was measured, as questions to the methods of a training.

Reports that multiply hours by rated power are left out: their energy is a formula, which its own formula meets. The
overhead of the site is given where the energy holds it, as the report states it, and is 1 elsewhere."""
import score
import timed

# Accelerators as the tables name them.
DEVICES = {"V100": "V100 SXM2 32GB", "A100-80GB": "A100 SXM4 80GB", "P100": "P100 SXM2 16GB", "TPUv3": "TPUv3"}
ABOUT = ("Kilowatt-hours of reports that measured the power of their machines (GPT-3, XLM, BLOOM, GShard, BERT, Transformer), with their "
         "accelerator-hours where a method takes them, or parameters and tokens. Fit: the efficiencies of `llm_training` are of the larger.")


def is_measured(row):
    """Once a training: BLOOM stands thrice. Energy from rated power is no measurement."""
    basis = row["power_basis"]
    return (bool(row["energy_mwh"]) and row["device"] in DEVICES and basis not in ("", "TDP") and "full" not in row["model"] and
            "INCONSISTENT" not in row["notes"])


def pue(row):
    held = row["energy_includes_pue"] == "yes"
    return row["pue"] if held else "1"


def by_hours(row, names):
    hours = score.number(row, "device_hours")
    facts = {"gpu": DEVICES[row["device"]], "gpu_hours": f"{hours!r}h" if hours else None, "pue": pue(row)}
    return {name: value for name, value in facts.items() if name in names}


def by_tokens(row, _):
    parameters = score.number(row, "active_params_b") or score.number(row, "params_b")
    tokens = score.number(row, "tokens_b")
    return {"active_parameters": repr(parameters * 1e9), "trained_tokens": f"{tokens * 1e9!r}token" if tokens else None, "pue": pue(row)}


def on_device(row, names):
    return {**by_tokens(row, names), "gpu": DEVICES[row["device"]]}


QUESTIONS = [*((method, "hours given", by_hours) for method in timed.METHODS),
             ("llm_training", "parameters and tokens", on_device), ("llmcarbon", "parameters and tokens, on its A100", by_tokens)]
