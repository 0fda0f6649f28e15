# SPDX-License-Identifier: Apache-2.0
"""The standard forms, read by the programs of others.

    VENV/bin/python tests/form_readers.py FRUGAL [BOAMPS_MODEL_FOLDER]

VENV has cyclonedx-python-lib[json-validation], spdx-python-model, spdx3-validate, huggingface_hub
and jsonschema; a reader that is not installed, or whose schema cannot be had (spdx3-validate reads
that of spdx.org, BoAmps is given as a folder), is a case that is skipped. Prints TAP."""
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile

FRUGAL = sys.argv[1]
BOAMPS = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
STATED = ["--supplier", "A maker", "--licence", "Apache-2.0", "--model-version", "1.0",
          "--download", "https://example.org/model"]
cases = []


class Skipped(Exception):
    pass


def case(function):
    cases.append(function)
    return function


def require(module):
    if not importlib.util.find_spec(module):
        raise Skipped(f"no {module}")


def frugal(*arguments):
    return subprocess.run([FRUGAL, *arguments], check=True, text=True, capture_output=True).stdout


def form(name, *more):
    return frugal("report", "project=p", "--form", name, *more)


def forms(name, *more):
    """Without what only people know, and with it."""
    return form(name), form(name, "--title", "small & good", *STATED, *more)


@case
def cyclonedx_is_valid():
    require("cyclonedx")
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator
    for name, version in (("cyclonedx", SchemaVersion.V1_6), ("cyclonedx-1.7", SchemaVersion.V1_7)):
        for text in forms(name):
            error = JsonStrictValidator(version).validate_str(text)
            assert error is None, f"{name}: {error}"
            assert json.loads(text)["serialNumber"].startswith("urn:uuid:")


@case
def spdx_is_read_by_its_model():
    require("spdx_python_model")
    from spdx_python_model import v3_0_1 as spdx
    for text in forms("spdx", "--released", "2026-11-30"):
        objects = spdx.SHACLObjectSet()
        with tempfile.NamedTemporaryFile() as file:
            file.write(text.encode())
            file.seek(0)
            spdx.JSONLDDeserializer().read(file, objects)
        missing = objects.link()
        assert all("NoAssertionLicense" in each for each in missing), missing
        spdx.JSONLDSerializer().write(objects, open(os.devnull, "wb"))
        [package] = objects.foreach_type(spdx.ai_AIPackage)
        # The restrictions of the profile on properties of other profiles.
        for needed in ("suppliedBy", "releaseTime", "software_downloadLocation", "software_packageVersion",
                       "software_primaryPurpose"):
            assert getattr(package, needed), needed
        [document] = objects.foreach_type(spdx.SpdxDocument)
        assert any(profile.endswith("/ai") or profile == "ai" for profile in document.profileConformance)
        relations = [each.relationshipType.split("/")[-1] for each in objects.foreach_type(spdx.Relationship)]
        assert sorted(relations) == ["hasConcludedLicense", "hasDeclaredLicense"], relations
    ids = [json.loads(frugal("report", group, "--form", "spdx"))["@graph"][2]["spdxId"]
           for group in ("project=p", "project=q")]
    assert ids[0] != ids[1] and ids[0].startswith("urn:uuid:")


@case
def spdx_is_valid():
    require("spdx3_validate")
    for text in forms("spdx"):
        run = subprocess.run([sys.executable, "-m", "spdx3_validate", "--json", "-"], input=text,
                             text=True, capture_output=True)
        if "URLError" in run.stderr or "HTTPError" in run.stderr:
            raise Skipped("no schema from spdx.org")
        assert run.returncode == 0, run.stdout + run.stderr


@case
def a_model_card_is_read_by_the_hub():
    require("huggingface_hub")
    os.environ["HF_HUB_OFFLINE"] = "1"
    from huggingface_hub import ModelCard
    card = ModelCard(form("hf") + "\n# A model\n")
    emissions = card.data.to_dict()["co2_eq_emissions"]
    assert set(emissions) == {"emissions", "source", "training_type", "geographical_location", "hardware_used"}, emissions
    assert abs(emissions["emissions"] - 4000.000005) < 1e-9 and emissions["training_type"] == "pre-training", emissions
    without = ModelCard(frugal("report", "project=q", "--form", "hf") + "\n# A model\n")
    assert set(without.data.to_dict()["co2_eq_emissions"]) == set(emissions)


@case
def boamps_is_valid():
    require("jsonschema")
    if not BOAMPS:
        raise Skipped("no folder with the schemas of BoAmps")
    import jsonschema
    import referencing
    schemas = {schema["id"]: schema for schema in (json.loads(path.read_text()) for path in BOAMPS.glob("*_schema.json"))}
    registry = referencing.Registry().with_resources(
        (uri, referencing.Resource.from_contents(schema, referencing.jsonschema.DRAFT4)) for uri, schema in schemas.items())
    [report] = [schema for uri, schema in schemas.items() if uri.endswith("/report_schema.json")]
    validator = jsonschema.Draft4Validator(report, registry=registry)
    for more in ([], ["--units", "1000", "--tokens", "3e9", "--parameters", "2e9"]):
        found = list(validator.iter_errors(json.loads(form("boamps", "--task", "chatbot", *more))))
        assert not found, found


def make():
    sys.path.insert(0, str(pathlib.Path(__file__).parent / "cli"))
    from made_runs import Runs
    runs = Runs()
    for n, (project, phase, kwh, zone) in enumerate((
            ("p", "data", 1e-7, "FR"), ("p", "training", 80, "FR"), ("p", "evaluation", 2, "FR"), ("p", "inference", 3, "FR"),
            ("p", None, 1, "FR"), ("q", "fine-tuning", 5e-9, None), ("q", "inference", 1, None))):
        runs.add(n + 1, kwh * 1e3, g=kwh * 50, embodied=kwh, low=.5, high=2, at_s=(n + 1) * 86400, project=project, phase=phase,
                 zone=zone)
    runs.keep()


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(HOME=folder, XDG_STATE_HOME=folder, FRUGAL_STORE=folder + "/ledger.db", LC_ALL="C.UTF-8",
                          PATH=str(pathlib.Path(FRUGAL).parent) + ":" + os.environ["PATH"])
        make()
        print(f"1..{len(cases)}")
        for i, function in enumerate(cases, 1):
            name = function.__name__.replace("_", " ")
            try:
                function()
                print(f"ok {i} - {name}")
            except Skipped as why:
                print(f"ok {i} - {name} # SKIP {why}")
            except Exception as error:  # each case reports its own
                failed += 1
                print(f"not ok {i} - {name}\n# {type(error).__name__}: {error}")
    return failed > 0


sys.exit(main())
