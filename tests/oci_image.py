#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""oci_image.py FILE ARCH LIMIT UNPACKED: reads an image by the rules of the OCI image specification
1.0: the layout's version, every descriptor's media type, digest and size, the layer's diff_id, no
blob that nothing names, the program that the configuration starts; and at most LIMIT bytes to
download, UNPACKED when they are unpacked."""
import gzip
import hashlib
import io
import json
import os
import sys
import tarfile

KIND = "application/vnd.oci.image."


def main(file, arch, limit, unpacked):
    with tarfile.open(file) as tar:
        files = {member.name: tar.extractfile(member).read() for member in tar if member.isfile()}
    used = {"oci-layout", "index.json"}

    def blob(descriptor, kind):
        assert descriptor["mediaType"] == KIND + kind, descriptor
        algorithm, digest = descriptor["digest"].split(":")
        name = f"blobs/{algorithm}/{digest}"
        used.add(name)
        assert algorithm == "sha256" and hashlib.sha256(files[name]).hexdigest() == digest, name
        assert len(files[name]) == descriptor["size"], name
        return files[name]

    assert json.loads(files["oci-layout"]) == {"imageLayoutVersion": "1.0.0"}
    index = json.loads(files["index.json"])
    assert index["schemaVersion"] == 2
    (entry,) = index["manifests"]
    manifest = json.loads(blob(entry, "manifest.v1+json"))
    assert manifest["schemaVersion"] == 2
    configuration = json.loads(blob(manifest["config"], "config.v1+json"))
    assert (configuration["os"], configuration["architecture"]) == ("linux", arch)
    layers = [gzip.decompress(blob(layer, "layer.v1.tar+gzip")) for layer in manifest["layers"]]
    digests = ["sha256:" + hashlib.sha256(layer).hexdigest() for layer in layers]
    assert configuration["rootfs"] == {"type": "layers", "diff_ids": digests}
    assert used == set(files), f"named by nothing: {set(files) - used}"
    members = {}
    for layer in layers:
        members |= {member.name: member for member in tarfile.open(fileobj=io.BytesIO(layer))}
    program = members[configuration["config"]["Entrypoint"][0].lstrip("/")]
    assert program.isfile() and program.mode & 0o111 == 0o111
    assert all(member.uid == 0 and member.mtime == 0 for member in members.values())
    size = os.path.getsize(file)
    assert size <= int(limit), f"{size} bytes"
    bytes_in_it = sum(member.size for member in members.values())
    assert bytes_in_it <= int(unpacked), f"{bytes_in_it} bytes unpacked"
    print(f"{size} bytes, {bytes_in_it} unpacked")


main(*sys.argv[1:])
