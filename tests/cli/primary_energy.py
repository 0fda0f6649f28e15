# SPDX-License-Identifier: Apache-2.0
"""Of every zone and every model: the primary energy of an electricity is at least that electricity
(1 kWh is 3.6 MJ), or it is absent with its reason. Prints what is not so, and how much was looked at."""
import json
import subprocess

MJ = {"MJ": 1, "kJ": 1e-3, "kWh": 3.6, "Wh": 3.6e-3, "J": 1e-6}
# A question to each model that has both figures; one that is not here is an error.
QUESTIONS = {
    "boavizta_use": ["power=100W", "duration=1h", "zone.adpe=0kgSbe/kWh"],
    "cloud_instance": ["vcpus=8", "duration=1h"],
    "ecologits": ["llm=gpt-4o", "output_tokens=400token"],
    "ecologits_011": ["active_parameters=7e10", "output_tokens=400token"],
    "embedding_request": ["model=bge-m3"],
    "image_request": ["model=FLUX.1 dev"],
    "llm_request": ["llm=gpt-4o", "output_tokens=400token"],
    "llm_service": ["llm=gpt-4o", "users=10", "user_requests=3request/day", "days_of_use=30day"],
    "llm_training": ["gpu_hours=1h"],
    "network_transfer": ["data=1GB"],
    "project": ["training_energy=1MWh"],
    "run": ["measured=1kWh"],
    "server": ["duration=1h"],
    "storage": ["data=1TB", "duration=1h"],
    "task_inference": ["task=text_generation", "inferences=1000"],
    "training": ["gpu=A100", "gpu_hours=1h"],
    "video_request": ["model=HunyuanVideo"],
}
# Models with a table of electricity of their own.
OWN_ZONES = {"boavizta_use": "electricity_boavizta", "ecologits_011": "electricity_ecologits"}


def frugal(*arguments):
    return json.loads(subprocess.run(["frugal", *arguments], check=True, capture_output=True, text=True).stdout)


def names(model):
    source = subprocess.run(["frugal", "models", model, "--source-text"], check=True, capture_output=True, text=True).stdout
    return {line.split()[1] for line in source.splitlines() if line.strip().startswith("out ")}


zones = [row["key"] for row in frugal("factors", "electricity", "--json")]
looked = absent = 0
for model in (m["name"] for m in frugal("models", "--json")):
    of_electricity = "usage_pe" if "usage_pe" in names(model) else "pe"
    if not {of_electricity, "energy"} <= names(model):
        continue
    of_model = OWN_ZONES.get(model)
    for zone in [row["key"] for row in frugal("factors", of_model, "--json")] if of_model else zones:
        more = ["zone.pe=10MJ/kWh"] if (model, zone) == ("boavizta_use", "SWE") else []
        figures = {f["name"]: f for f in frugal("estimate", model, *QUESTIONS[model], f"zone={zone}", *more, "--draws", "1",
                                                "--json")["figures"]}
        energy, pe = figures["energy"], figures[of_electricity]
        looked += 1
        if pe["value"] is None:
            absent += 1
            if not pe.get("absent", "").endswith(": the source counts only a part of it"):
                print(f"{model} in {zone}: absent, with the reason '{pe.get('absent')}'")
        elif pe["value"] * MJ[pe["unit"]] < energy["value"] * MJ[energy["unit"]] * (1 - 1e-9):
            print(f"{model} in {zone}: {pe['value']} {pe['unit']} of {energy['value']} {energy['unit']}")
print(f"questions: {looked > 400}, absent: {absent % 5 == 0 and absent > 0}")
