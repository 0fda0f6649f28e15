# SPDX-License-Identifier: Apache-2.0
"""Methods that no row of docs/accuracy.md asks, each with the reason: no set of measurements has what it predicts.

tools/accuracy.py fails where a method is neither in a row nor here, so that a new model is not passed over."""
MAKERS = "embodied impacts: makers state what models of theirs gave, nobody measures them"
STATED = "multiplies stated amounts by stated factors: it predicts nothing that is measured"
GIVEN = "takes an energy that is given, and multiplies it by factors"
NETWORK = "no public set measures the electricity of a transfer or of storage beside its bytes"

UNASKED = {
    "board_power": "no public set of single-board computers with their load",
    "pc_power": "no public set of laptops and desktops with their load at the wall",
    "boavizta_cpu": MAKERS, "boavizta_gpu": MAKERS, "boavizta_hdd": MAKERS, "boavizta_psu": MAKERS, "boavizta_ram": MAKERS,
    "boavizta_server": MAKERS, "boavizta_ssd": MAKERS, "boavizta_wafer": MAKERS, "ccf_server": MAKERS,
    "ccf_network": NETWORK, "ccf_storage": NETWORK, "co2js_onebyte": NETWORK, "co2js_swd3": NETWORK, "co2js_swd4": NETWORK,
    "network_transfer": NETWORK, "storage": NETWORK,
    "device_replacement": STATED, "equivalences": STATED, "impactco2_object": STATED, "impactco2_transport": STATED,
    "net_benefit": STATED, "sci": STATED, "sci_ai": STATED,
    "electricity_air": GIVEN, "water": GIVEN, "run": GIVEN,
    "llm_service": "a number of requests of `llm_request`, whose rows are its own",
    "project": "a sum of `training`, `llm_service` and of hardware, whose rows are its own",
    "server": "the power of `cpu_power` over time, with embodied impacts",
    "ram_power": "a part of a machine: SPECpower measures the whole, and `cpu_power` has it within",
    "rest_power": "a part of a machine: SPECpower measures the whole, and `cpu_power` has it within",
}

# Folders of DATA_DIR with nothing to predict, and what they are.
NO_TRUTH = {
    "pcp-denki": "recorded trees of counters, for readers: no load and no other measurement beside them",
    "huggingface-tasks": "data sheets of accelerators: rated power, nothing measured",
    "boavizta-pcf-odbl": "makers' product footprints: results of models, whose own publisher advises against as a check",
    "tokenpowerbench, four boards and DeepSpeed": "how many of the boards worked is not known, and of DeepSpeed there are two rows",
    "mlperf-power, gptj as a language model": "its beam search writes four answers and gives one",
}
