#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Forms that have a public schema hold the fields it requires, and none that it does not know.
The lists below were read, field by field, from the sources named beside them. Usage: fields.py
FRUGAL. Prints TAP."""

import json
import os
import re
import subprocess
import sys
import tempfile

FRUGAL = os.path.abspath(sys.argv[1])
HERE = os.path.dirname(os.path.abspath(__file__))

NUMBER, TEXT, INTEGER = 'a number', 'a text', 'an integer'


class Fields:
    """An object: what it must hold, what it may; closed: nothing else."""

    def __init__(self, must, may=None, closed=True):
        self.must, self.may, self.closed = must, may or {}, closed


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def faults(kind, value, where):
    """kind: a constant above, a set of words, a pattern "/.../", [kind of the items, one or more], or Fields."""
    if kind is NUMBER:
        return [] if is_number(value) else [f'{where}: {value!r} is no number']
    if kind is INTEGER:
        return [] if isinstance(value, int) and not isinstance(value, bool) else [f'{where}: {value!r} is no integer']
    if kind is TEXT:
        return [] if isinstance(value, str) and value else [f'{where}: {value!r} is no text']
    if isinstance(kind, str):
        return [] if isinstance(value, str) and re.fullmatch(kind.strip('/'), value) else [f'{where}: {value!r} is not {kind}']
    if isinstance(kind, set):
        return [] if value in kind else [f'{where}: {value!r} is none of {sorted(kind)}']
    if isinstance(kind, list):
        if not isinstance(value, list) or not value:
            return [f'{where}: {value!r} is no list of one or more']
        return [fault for i, item in enumerate(value) for fault in faults(kind[0], item, f'{where}[{i}]')]
    if not isinstance(value, dict):
        return [f'{where}: {value!r} is no object']
    found = [f'{where}.{key} is required' for key in kind.must if key not in value]
    for key, item in value.items():
        known = kind.must.get(key) or kind.may.get(key)
        if known:
            found += faults(known, item, f'{where}.{key}')
        elif kind.closed:
            found.append(f'{where}.{key} is not known')
    return found


# CycloneDX 1.6: github.com/CycloneDX/specification, schema/bom-1.6.schema.json, definitions energyConsumption,
# energyProvider, energyMeasure, co2Measure, modelCard, component. A serial number is not required.
KWH = Fields({'value': NUMBER, 'unit': {'kWh'}})
TONNES = Fields({'value': NUMBER, 'unit': {'tCO2eq'}})
PROVIDER = Fields({
    'organization': Fields({}, {'name': TEXT, 'address': Fields({}, {'country': TEXT})}),
    'energySource': {'coal', 'oil', 'natural-gas', 'nuclear', 'wind', 'solar', 'geothermal', 'hydropower', 'biofuel', 'unknown', 'other'},
    'energyProvided': KWH}, {'bom-ref': TEXT, 'description': TEXT})
CONSUMPTION = Fields({
    'activity': {'design', 'data-collection', 'data-preparation', 'training', 'fine-tuning', 'validation', 'deployment', 'inference', 'other'},
    'energyProviders': [PROVIDER], 'activityEnergyCost': KWH}, {'properties': [Fields({'name': TEXT, 'value': TEXT})], 'co2CostEquivalent': TONNES, 'co2CostOffset': TONNES})
CARD = Fields({'considerations': Fields({'environmentalConsiderations': Fields({'energyConsumptions': [CONSUMPTION]}, {'properties': [Fields({'name': TEXT, 'value': TEXT})]})})})
CYCLONEDX = Fields({
    'bomFormat': {'CycloneDX'}, 'specVersion': {'1.6', '1.7'},
    'components': [Fields({'type': {'machine-learning-model'}, 'name': TEXT, 'modelCard': CARD}, {'bom-ref': TEXT})]},
    {'version': INTEGER, 'serialNumber': '/urn:uuid:.*/', 'metadata': Fields({'timestamp': TEXT}, {
        'tools': Fields({'components': [Fields({'type': {'application'}, 'name': TEXT, 'version': TEXT})]})})})

# SPDX 3.0.1: spdx.github.io/spdx-spec/v3.0.1, Core/CreationInfo, Core/Element, AI/EnergyConsumption,
# AI/EnergyConsumptionDescription, AI/EnergyUnitType.
ENERGY = Fields({'type': {'ai_EnergyConsumptionDescription'}, 'ai_energyQuantity': r'/\d+(\.\d+)?/',
                 'ai_energyUnit': {'kilowattHour', 'megajoule', 'other'}})
SPDX = {
    'CreationInfo': Fields({'type': TEXT, '@id': '/_:.+/', 'specVersion': {'3.0.1'}, 'createdBy': [TEXT],
                            'created': r'/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/'}),
    'SoftwareAgent': Fields({'type': TEXT, 'spdxId': TEXT, 'creationInfo': TEXT}, {'name': TEXT}),
    # With what AI/AIPackage restricts of other classes.
    'ai_AIPackage': Fields({'type': TEXT, 'spdxId': '/urn:uuid:.*/', 'creationInfo': TEXT, 'suppliedBy': TEXT,
                            'releaseTime': r'/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/', 'software_downloadLocation': TEXT,
                            'software_packageVersion': TEXT, 'software_primaryPurpose': {'model'}}, {'name': TEXT, 'comment': TEXT, 'ai_energyConsumption': Fields(
        {'type': {'ai_EnergyConsumption'}},
        {f'ai_{stage}EnergyConsumption': [ENERGY] for stage in ('training', 'finetuning', 'inference')})}),
    'Agent': Fields({'type': TEXT, 'spdxId': TEXT, 'creationInfo': TEXT}, {'name': TEXT}),
    'Relationship': Fields({'type': TEXT, 'spdxId': TEXT, 'creationInfo': TEXT, 'from': TEXT, 'to': [TEXT],
                            'relationshipType': {'hasDeclaredLicense', 'hasConcludedLicense'}}),
    'SpdxDocument': Fields({'type': TEXT, 'spdxId': TEXT, 'creationInfo': TEXT, 'rootElement': [TEXT]}, {
        'name': TEXT, 'element': [TEXT], 'profileConformance': [{'core', 'software', 'simpleLicensing', 'ai'}]}),
}

# Hugging Face: huggingface.co/docs/hub/model-cards-co2.
HF = Fields({'emissions': NUMBER, 'source': TEXT}, {
    'training_type': {'pre-training', 'fine-tuning'}, 'geographical_location': TEXT, 'hardware_used': TEXT})

# BoAmps 1.1.0: github.com/Boavizta/BoAmps, model/report_schema.json, algorithm_schema.json, dataset_schema.json,
# measure_schema.json, hardware_schema.json. Closed here, though the schema is open: a field misspelt would be lost.
MOMENT = r'/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/'
BOAMPS = Fields({
    'task': Fields({
        'taskStage': TEXT, 'taskFamily': TEXT,
        'algorithms': [Fields({}, {'algorithmName': TEXT, 'foundationModelName': TEXT, 'parametersNumber': NUMBER, 'epochsNumber': NUMBER})],
        'dataset': [Fields({
            'dataUsage': {'input', 'output'},
            'dataType': {'tabular', 'audio', 'boolean', 'image', 'video', 'object', 'text', 'token', 'word', 'other'}},
            {'dataQuantity': NUMBER})]}, {'nbRequest': NUMBER, 'taskDescription': TEXT, 'measuredAccuracy': NUMBER}),
    'measures': [Fields({'measurementMethod': TEXT, 'powerConsumption': NUMBER}, {
        'version': TEXT, 'cpuTrackingMode': TEXT, 'gpuTrackingMode': TEXT, 'measurementDuration': NUMBER,
        'measurementDateTime': MOMENT})],
    'infrastructure': Fields({
        'infraType': {'publicCloud', 'privateCloud', 'onPremise', 'other'},
        'components': [Fields({'componentType': TEXT, 'nbComponent': INTEGER}, {'componentName': TEXT})]})}, {
    'header': Fields({'reportDatetime': MOMENT}, {
        'formatVersion': {'1.1.0'}, 'formatVersionSpecificationUri': TEXT, 'reportId': TEXT,
        'reportStatus': {'draft', 'final', 'corrective', 'other'}}),
    'system': Fields({'os': TEXT}),
    'environment': Fields({'country': TEXT}, {'location': TEXT, 'powerSourceCarbonIntensity': NUMBER}),
    'quality': {'high', 'medium', 'low'}})


def runs(folder):
    """A ledger with the runs of seed_forms.py; gives what reports on them."""
    environment = {'PATH': os.path.dirname(FRUGAL) + ':/usr/bin:/bin', 'LC_ALL': 'C.UTF-8', 'HOME': folder,
                   'FRUGAL_STORE': os.path.join(folder, 'ledger.db')}
    environment |= {k: v for k, v in os.environ.items() if k in ('ASAN_OPTIONS', 'UBSAN_OPTIONS')}

    def go(*args):
        return subprocess.run(args, env=environment, cwd=folder, capture_output=True, text=True, check=True).stdout

    go(FRUGAL, 'run', '-q', '--zone', 'FR', '--name', 'seed', '--', 'true')
    go(sys.executable, os.path.join(HERE, 'seed_forms.py'))
    return lambda group, form, *more: go(FRUGAL, 'report', group, '--form', form, *more)


GROUPS = ('project=p', 'project=q', 'project=score', 'last')


def cyclonedx_is_a_bill_of_version_1_6_and_1_7(report):
    return [f for group in GROUPS for form in ('cyclonedx', 'cyclonedx-1.7')
            for f in faults(CYCLONEDX, json.loads(report(group, form)), f'{group}, {form}')]


def spdx_elements_hold_what_3_0_1_requires(report):
    bad = []
    for group in GROUPS:
        root = json.loads(report(group, 'spdx', '--title', 'ours'))
        bad += [] if root['@context'] == 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld' else [f'{group}: another context']
        types = [element['type'] for element in root['@graph']]
        bad += [] if list(dict.fromkeys(types)) == list(SPDX) else [f'{group}: its elements are {types}']
        names = {element.get('spdxId') or element.get('@id') for element in root['@graph']}
        for element in root['@graph']:
            bad += faults(SPDX[element['type']], element, f'{group}.{element["type"]}')
            for name in [element.get('creationInfo')] + element.get('createdBy', []):
                bad += [] if name is None or name in names else [f'{group}: nothing is called {name}']
    return bad


# The key of the hub is of training: the other groups have none, and are refused.
def a_model_card_has_the_keys_of_the_hub(report):
    bad = []
    for group in ('project=p', 'project=r'):
        lines = report(group, 'hf').splitlines()
        if lines[0] != '---' or lines[1] != 'co2_eq_emissions:' or lines[-1] != '---':
            bad.append(f'{group}: no front matter')
        pairs = [re.fullmatch(r'  (\w+): ("(?:[^"\\]|\\.)*"|[^#]*?)( #.*)?', line) for line in lines[2:-1]]
        if not all(pairs):
            bad.append(f'{group}: a line that is no key and value')
            continue
        card = {m[1]: m[2] for m in pairs}
        card = {k: json.loads(v) if k == 'emissions' or v.startswith('"') else v for k, v in card.items()}
        bad += faults(HF, card, group)
    return bad


def boamps_is_a_report_of_version_1_1_0(report):
    more = (), ('--tokens', '3e9', '--parameters', '7e9', '--units', '1000', '--title', 'ours')
    return [f for group in GROUPS for options in more
            for f in faults(BOAMPS, json.loads(report(group, 'boamps', '--task', 'chatbot', *options)), group)]


def the_lists_find_what_is_missing_and_what_is_unknown(report):
    root = json.loads(report('project=p', 'boamps', '--task', 'chatbot'))
    del root['measures'][0]['powerConsumption']
    root['task']['taskFamilly'] = 'x'
    root['quality'] = 'best'
    found = faults(BOAMPS, root, 'p')
    return [] if len(found) == 3 else [f'three faults were planted, found: {found}']


TESTS = [
    cyclonedx_is_a_bill_of_version_1_6_and_1_7,
    spdx_elements_hold_what_3_0_1_requires,
    a_model_card_has_the_keys_of_the_hub,
    boamps_is_a_report_of_version_1_1_0,
    the_lists_find_what_is_missing_and_what_is_unknown,
]

print(f'1..{len(TESTS)}')
with tempfile.TemporaryDirectory() as folder:
    report = runs(folder)
    for number, test in enumerate(TESTS, 1):
        found = test(report)
        print('not ok' if found else 'ok', number, '-', test.__name__)
        for fault in found:
            print('#', fault)
