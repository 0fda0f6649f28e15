# SPDX-License-Identifier: Apache-2.0
"""sbom_reader.py FILE PROGRAM: a bill of tools/sbom.py is valid CycloneDX 1.6, has the program's hash and
every library of tools/dist_sources.txt. Needs cyclonedx-python-lib[json-validation]."""
import hashlib
import json
import pathlib
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

text = pathlib.Path(sys.argv[1]).read_text()
error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
assert error is None, error
bill = json.loads(text)
(digest,) = bill["metadata"]["component"]["hashes"]
assert digest["content"] == hashlib.sha256(pathlib.Path(sys.argv[2]).read_bytes()).hexdigest()
table = pathlib.Path(__file__).parent.parent / "tools/dist_sources.txt"
rows = [line.split() for line in table.read_text().splitlines() if not line.startswith("#")]
parts = {part["name"]: part for part in bill["components"]}
for name, version, licence, _, _, digest in rows:
    part = parts[name]
    assert part["version"] == version and part["hashes"][0]["content"] == digest, part
    assert part["licenses"][0]["license"]["id"] == licence and part["licenses"][0]["license"]["text"], part
