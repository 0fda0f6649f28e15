# SPDX-License-Identifier: Apache-2.0
"""Cases of calculators: by system and kind, the questions that must give the same figures."""
from golden import Question, Skip, with_unit

def mlco2(case):
    given, expected = case["inputs"], case["expected"]
    custom = given.get("custom_kg_per_kwh")
    # The share offset is the user's with a factor of their own, else the provider's, which the
    # cases do not tell.
    percent = given.get("custom_offset_pct") if custom is not None else None
    inputs = {
        "gpu.tdp": with_unit(given["tdp_w"], "W"),
        "gpu_hours": with_unit(given["hours"], "h"),
        "zone.intensity": with_unit(given.get("region_impact_g_per_kwh_as_parsed"), "g/kWh"),
        "custom": with_unit(custom, "kg/kWh"),
        "offset": with_unit(percent, "%"),
    }
    wanted = [("energy", "kWh", expected.get("energy_kwh"), "energy"),
              ("intensity", "kgCO2e/kWh", expected.get("intensity_kg_per_kwh_used"), "intensity"),
              ("carbon", "kgCO2e", expected.get("co2_kg"), "carbon")]
    if percent is not None:
        wanted.append(("claimed", "kgCO2e", expected.get("offset_kg"), "offset"))
    yield Question("mlco2", inputs, wanted)


def green_algorithms(case):
    given, expected = case["inputs"], case["expected"]
    gpus = given.get("n_gpu") or 0
    inputs = {
        "gpus": repr(gpus),
        "duration": with_unit(given["hours"] + given.get("minutes", 0) / 60, "h"),
        "gpu.tdp": with_unit(given["tdp_gpu_w"], "W") if gpus else None,
        "gpu_usage": repr(given.get("gpu_usage") or 0),
        "cores": repr(given.get("n_cpu_cores") or 0),
        "core_power": with_unit(given.get("tdp_per_core_w") or 0, "W"),
        "core_usage": repr(given.get("cpu_usage") or 0),
        "memory": with_unit(given["memory_gb"], "GB"),
        "pue": repr(given["pue"]),
        "repeats": repr(given.get("psf", 1)),
        "zone.intensity": with_unit(given["carbon_intensity_g_per_kwh"], "g/kWh"),
    }
    figures = {"power": ("W", "power_w"), "energy": ("kWh", "energy_kwh"),
               "run_energy": ("Wh", "energy_wh"), "carbon": ("gCO2e", "carbon_g"),
               "core_carbon": ("gCO2e", "carbon_cpu_g"), "gpu_carbon": ("gCO2e", "carbon_gpu_g"),
               "memory_carbon": ("gCO2e", "carbon_memory_g")}
    yield Question("green_algorithms", inputs,
                   [(name, unit, expected[key], key) for name, (unit, key) in figures.items()
                    if expected.get(key) is not None])


def green_algorithms_hpc(case):
    """The same formula; the hours of cores and accelerators come from the scheduler."""
    given, expected = case["inputs"], case["expected"]
    hours = given["wallclock_hours"]
    inputs = {
        "duration": with_unit(hours, "h"),
        "gpus": repr(given["gpu_hours"] / hours),
        "gpu.tdp": with_unit(given["tdp_gpu_w"], "W") if given["gpu_hours"] else None,
        "gpu_usage": "1",
        "cores": repr(given["cpu_core_hours"] / hours),
        "core_power": with_unit(given["tdp_cpu_per_core_w"], "W"),
        "core_usage": "1",
        "memory_factor": with_unit(given["memory_w_per_gb"], "W/GB"),
        "pue": repr(given["pue"]),
        "zone.intensity": with_unit(given["ci_g_per_kwh"], "g/kWh"),
    }
    for memory, suffix in (("requested_memory_gb", ""), ("needed_memory_gb", "_memoryNeededOnly")):
        yield Question("green_algorithms", {**inputs, "memory": with_unit(given[memory], "GB")},
                       [("energy", "kWh", expected.get("energy" + suffix), "energy" + suffix),
                        ("carbon", "gCO2e", expected.get("carbonFootprint" + suffix),
                         "carbonFootprint" + suffix)])
    # Parts before the site overhead; a failed job is all waste.
    parts = {"energy_CPUs": ("core_carbon", given["cpu_core_hours"]),
             "energy_GPUs": ("gpu_carbon", given["gpu_hours"]),
             "energy_memory": ("memory_carbon", given["requested_memory_gb"])}
    scale = given["pue"] * given["ci_g_per_kwh"]
    yield Question("green_algorithms",
                   {**inputs, "memory": with_unit(given["requested_memory_gb"], "GB")},
                   [(name, "gCO2e", expected[key] * scale, key)
                    for key, (name, _) in parts.items() if expected.get(key) is not None])


def ccf_usage(expected):
    return [("energy", "kWh", expected.get("kwh"), "kwh"),
            ("carbon", "kgCO2e", expected.get("co2e_kg"), "co2e_kg"),
            ("carbon", "tCO2e", expected.get("co2e_metric_ton"), "co2e_metric_ton")]


def ccf_compute(given, expected):
    yield Question("ccf_compute", {
        "vcpu_hours": with_unit(given["vcpu_hours"], "h"),
        "utilization": with_unit(given["cpu_utilization_pct"], "%"),
        "idle_power": with_unit(given["min_watts_per_vcpu"], "W"),
        "full_power": with_unit(given["max_watts_per_vcpu"], "W"),
        "replication": repr(given.get("replication", 1)),
        "pue": repr(given["pue"]),
        "zone.intensity": with_unit(given["grid_metric_ton_per_kwh"], "t/kWh"),
    }, ccf_usage(expected))


def ccf_storage(given, expected):
    yield Question("ccf_storage", {
        "capacity": with_unit(given["terabyte_hours"], "TB"),
        "duration": "1h",
        "coefficient": with_unit(given["coefficient_wh_per_tbh"], "W/TB"),
        "replication": repr(given.get("replication", 1)),
        "pue": repr(given["pue"]),
        "zone.intensity": with_unit(given["grid_metric_ton_per_kwh"], "t/kWh"),
    }, ccf_usage(expected))


def ccf_memory(given, expected):
    yield Question("ccf_compute", {
        "vcpu_hours": "0h",
        "memory_hours": with_unit(given["gigabyte_hours"], "GB*h"),
        "memory_power": with_unit(given["coefficient_kwh_per_gbh"], "kW/GB"),
        "pue": repr(given["pue"]),
        "zone.intensity": with_unit(given["grid_metric_ton_per_kwh"], "t/kWh"),
    }, ccf_usage(expected))


def ccf_network(given, expected):
    data = next(given[name] for name in ("gigabytes", "gb", "gigabyte") if name in given)
    factor = next(given[name] for name in ("coefficient_kwh_per_gb", "kwh_per_gb") if name in given)
    yield Question("ccf_network", {
        "data": with_unit(data, "GB"),
        "coefficient": with_unit(factor, "kWh/GB"),
        "pue": repr(given["pue"]),
        "zone.intensity": with_unit(given["grid_metric_ton_per_kwh"], "t/kWh"),
    }, ccf_usage(expected))


def ccf_embodied(given, expected):
    """Its `kwh` is the carbon over a grid factor that the case does not hold."""
    yield Question("ccf_compute", {
        "vcpu_hours": with_unit(given["usage_hours"] * given["instance_vcpu"], "h"),
        "server_gwp": with_unit(given["scope3_metric_ton"], "t"),
        "server_vcpus": repr(given["largest_instance_vcpu"]),
        "lifetime": with_unit(given["server_lifespan_hours"], "h"),
    }, [("embodied", "tCO2e", expected.get("co2e_metric_ton"), "co2e_metric_ton")])


def ccf_server(given, expected):
    count = lambda text: 0 if str(text) in ("N/A", "", "None") else float(text)
    drives = repr(count(given["drives"]))
    parts = [expected.get(name) for name in ("additional_storage", "additional_cpus", "additional_gpus")]
    rest = None if None in parts else sum(parts)
    yield Question("ccf_server", {
        "sockets": repr(given["cpu_sockets"]),
        "memory": with_unit(given["platform_memory_gb"], "GB"),
        "ssds": drives if given["storage_type"] == "SSD" else None,
        "hdds": drives if given["storage_type"] == "HDD" else None,
        "gpus": repr(count(given["gpus"])),
    }, [("added_memory", "kgCO2e", expected.get("additional_memory"), "additional_memory"),
        ("added_parts", "kgCO2e", rest, "additional parts"),
        ("carbon", "kgCO2e", expected.get("total"), "total")])


CCF = {"compute": ccf_compute, "storage": ccf_storage, "memory": ccf_memory,
       "network": ccf_network, "embodied": ccf_embodied, "embodied_server": ccf_server}


def cloud_carbon_footprint(case):
    if case["kind"] not in CCF:
        raise Skip(f"no model for kind {case['kind']}")
    yield from CCF[case["kind"]](case["inputs"], case["expected"])


def co2js(case):
    """perByte and perVisit; a trace gives intensities of its own, here that of a country for all."""
    given, kind = case["inputs"], case["kind"]
    bytes_moved, green = given["bytes"], given.get("green", False)
    data = with_unit(bytes_moved / 1e9, "GB")
    wanted = [("carbon", "gCO2e", case["expected"].get("g"), "g")]
    if kind.startswith("1byte"):
        yield Question("co2js_onebyte", {"data": data, "hosting": "green" if green else "grey"},
                       wanted)
        return
    place = with_unit(given.get("g_per_kwh"), "g/kWh")
    inputs = {"data": data, "datacentre_intensity": place, "network_intensity": place,
              "device_intensity": place}
    if given["version"] == 3:
        if "perVisit" in kind:
            # Three visits in four are first ones, which load all; the others load a fiftieth.
            inputs["data"] = with_unit(bytes_moved / 1e9 * (0.75 + 0.25 * 0.02), "GB")
        if green:
            inputs["datacentre_intensity"] = "50g/kWh"
        yield Question("co2js_swd3", inputs, wanted)
    else:
        yield Question("co2js_swd4", {**inputs, "green_hosting": "1" if green else None}, wanted)


def impactco2_transport(given):
    mode, _, passengers = given["mode"].partition("+")
    plane = mode == "avion"
    return "impactco2_transport", {
        "distance": with_unit(given["km"], "km"),
        "vehicle": None if plane else mode,
        "plane": "yes" if plane else None,
        "passengers": passengers or None,
        "construction": "yes" if given.get("include_construction") else None,
        "trails": "no" if given.get("ignore_radiative_forcing") else None,
    }


def impactco2(case):
    given, kind = case["inputs"], case["kind"]
    if kind == "transport":
        model, inputs = impactco2_transport(given)
    elif kind == "device_lifecycle":
        model, inputs = "impactco2_object", {"thing": given["device"],
                                             "lifespan": with_unit(given["years"], "yr")}
    elif kind == "digital_usage":
        model, inputs = "impactco2_object", {"thing": given["usage"]}
    else:
        raise Skip(f"no model for kind {kind}")
    yield Question(model, inputs, [("carbon", "kgCO2e", case["expected"].get("kgco2e"), "kgco2e")])


# By the first words of `system`, the version left out.
SYSTEMS = {
    "ML CO2 Impact": mlco2,
    "Green Algorithms v": green_algorithms,
    "GreenAlgorithms4HPC": green_algorithms_hpc,
    "Cloud Carbon Footprint": cloud_carbon_footprint,
    "ccf-coefficients": cloud_carbon_footprint,
    "@tgwf/co2": co2js,
    "impactCO2": impactco2,
}


def questions(case):
    system = str(case.get("system", ""))
    ask = next((ask for name, ask in SYSTEMS.items() if system.startswith(name)), None)
    if ask is None:
        raise Skip(f"no model for {system or 'a case without system'}")
    yield from ask(case)
