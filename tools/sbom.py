#!/usr/bin/env python3
"""sbom.py PROGRAM VERSION SOURCES: the bill of materials of a program of `make dist-bin`, in CycloneDX
1.6 JSON on standard output: frugal, the libraries inside with the SHA-256 of their sources, and the
texts of their licences, which ask to be given along. SOURCES is the folder where these are unpacked.
It has no time and no random number: the same program has the same bill."""
import hashlib
import json
import pathlib
import re
import sys
import uuid

TOP = pathlib.Path(__file__).parent.parent
LICENCE_FILES = {"sqlite": "LICENSE.md", "jansson": "LICENSE", "inih": "LICENSE.txt"}
DESCRIPTIONS = {
    "sqlite": "the ledger",
    "jansson": "JSON",
    "inih": "the configuration file",
    "zig": "start-up objects and compiler-rt",
}


def licence(name, text):
    return [{"license": {"id": name, "text": {"contentType": "text/plain", "content": text}}}]


def component(name, version, licences, digest, purl):
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "description": DESCRIPTIONS[name],
        "hashes": [{"alg": "SHA-256", "content": digest}],
        "licenses": licences,
        "purl": purl,
    }


def libraries(sources):
    """One for each line of dist_sources.txt. The hash is that of the source's archive."""
    for line in (TOP / "tools/dist_sources.txt").read_text().splitlines():
        if line.startswith("#"):
            continue
        name, version, spdx, _, _, digest = line.split()
        text = (sources / name / LICENCE_FILES[name]).read_text()
        yield component(name, version, licence(spdx, text), digest,
                        f"pkg:generic/{name}@{version}?checksum=sha256:{digest}")


def compiler():
    """What the compiler itself adds to each program: MIT, as the package states."""
    found = re.search(r"ziglang==(\S+) --hash=sha256:(\S+)", (TOP / "tools/dist_python.txt").read_text())
    return component("zig", found[1], [{"license": {"id": "MIT"}}], found[2], f"pkg:pypi/ziglang@{found[1]}")


def main(program, version, sources):
    digest = hashlib.sha256(pathlib.Path(program).read_bytes()).hexdigest()
    parts = [*libraries(pathlib.Path(sources)), compiler()]
    purl = f"pkg:generic/frugal@{version}"
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, 'sha256:' + digest)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": purl,
                "name": "frugal",
                "version": version,
                "description": pathlib.Path(program).name,
                "hashes": [{"alg": "SHA-256", "content": digest}],
                "licenses": licence("Apache-2.0", (TOP / "NOTICE").read_text()),
                "purl": purl,
            }
        },
        "components": parts,
        "dependencies": [
            {"ref": purl, "dependsOn": [part["bom-ref"] for part in parts]},
            *({"ref": part["bom-ref"], "dependsOn": []} for part in parts),
        ],
    }
    json.dump(bill, sys.stdout, indent=2, ensure_ascii=False)
    print()


main(*sys.argv[1:])
