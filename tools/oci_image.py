#!/usr/bin/env python3
"""oci_image.py ROOT ARCH VERSION FILE: writes the folder ROOT as an image of one layer, in the layout of
the OCI image specification 1.0 (index, manifest, configuration and layer by their SHA-256), as a tar.
Owners are root and times 1970, so that the same files give the same bytes."""
import gzip
import hashlib
import io
import json
import pathlib
import sys
import tarfile

KIND = "application/vnd.oci.image."


def entry(name, kind, mode, data=b""):
    info = tarfile.TarInfo(name)
    info.type, info.mode, info.size = kind, mode, len(data)
    return info, io.BytesIO(data)


def layer(root):
    """A tar of what stands below root, sorted by name."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path in sorted(root.rglob("*")):
            name, mode = path.relative_to(root).as_posix(), path.stat().st_mode & 0o7777
            if path.is_dir():
                tar.addfile(*entry(name, tarfile.DIRTYPE, mode))
            else:
                tar.addfile(*entry(name, tarfile.REGTYPE, mode, path.read_bytes()))
    return out.getvalue()


class Layout:
    def __init__(self):
        self.blobs = {}

    def add(self, kind, data):
        """The descriptor of a blob."""
        digest = hashlib.sha256(data).hexdigest()
        self.blobs[digest] = data
        return {"mediaType": KIND + kind, "digest": "sha256:" + digest, "size": len(data)}

    def add_json(self, kind, value):
        return self.add(kind, json.dumps(value, sort_keys=True, separators=(",", ":")).encode())

    def write(self, file, index):
        with tarfile.open(file, "w", format=tarfile.USTAR_FORMAT) as tar:
            tar.addfile(*entry("blobs", tarfile.DIRTYPE, 0o755))
            tar.addfile(*entry("blobs/sha256", tarfile.DIRTYPE, 0o755))
            for digest in sorted(self.blobs):
                tar.addfile(*entry(f"blobs/sha256/{digest}", tarfile.REGTYPE, 0o644, self.blobs[digest]))
            tar.addfile(*entry("index.json", tarfile.REGTYPE, 0o644, json.dumps(index, sort_keys=True).encode()))
            tar.addfile(*entry("oci-layout", tarfile.REGTYPE, 0o644, b'{"imageLayoutVersion":"1.0.0"}'))


def main(root, arch, version, file):
    files = layer(pathlib.Path(root))
    layout = Layout()
    packed = layout.add("layer.v1.tar+gzip", gzip.compress(files, 9, mtime=0))
    about = {
        "org.opencontainers.image.title": "frugal",
        "org.opencontainers.image.version": version,
        "org.opencontainers.image.licenses": "Apache-2.0",
        "org.opencontainers.image.description": "Measure, estimate and explain the footprint of AI work",
    }
    configuration = layout.add_json("config.v1+json", {
        "architecture": {"x86_64": "amd64", "aarch64": "arm64"}[arch],
        "os": "linux",
        "config": {
            "Entrypoint": ["/usr/bin/frugal"],
            "Cmd": ["help"],
            "Env": ["PATH=/usr/bin:/bin", "HOME=/root"],
            "WorkingDir": "/root",
            "Labels": about,
        },
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(files).hexdigest()]},
        "history": [{"created_by": "tools/dist_image.sh"}],
    })
    manifest = layout.add_json("manifest.v1+json", {
        "schemaVersion": 2,
        "mediaType": KIND + "manifest.v1+json",
        "config": configuration,
        "layers": [packed],
        "annotations": about,
    })
    manifest["annotations"] = {"org.opencontainers.image.ref.name": version}
    layout.write(file, {"schemaVersion": 2, "mediaType": KIND + "index.v1+json", "manifests": [manifest]})


main(*sys.argv[1:])
