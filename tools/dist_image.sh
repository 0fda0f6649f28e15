#!/bin/bash
# dist_image.sh: packs dist/frugal-VERSION-linux-ARCH (tools/dist_bin.sh) as an OCI image, without a
# daemon: dist/frugal-VERSION-linux-ARCH.oci.tar. It has the program, the files of the C library, a
# user's name and the licences; no shell, no package manager, no certificates.
# The same program and the same libc6 package (FRUGAL_LIBC) give the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
arch=${ARCH:-x86_64}
version=$(sed -n "s/^  version: '\(.*\)',/\1/p" meson.build | head -n 1)
name=frugal-$version-linux-$arch
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
tools/dist_libc.sh "$arch" "$root"
mkdir -p "$root/usr/bin" "$root/usr/share/doc/frugal" "$root/etc" "$root/proc" "$root/sys" "$root/dev"
mkdir -m 700 "$root/root"
mkdir -m 1777 "$root/tmp"
echo 'root:x:0:0:root:/root:/usr/sbin/nologin' >"$root/etc/passwd"
echo 'root:x:0:' >"$root/etc/group"
install -m 755 "dist/$name" "$root/usr/bin/frugal"
install -m 644 LICENSE NOTICE "$root/usr/share/doc/frugal/"
install -m 644 "dist/$name.cdx.json" "$root/usr/share/doc/frugal/frugal.cdx.json"
python3 tools/oci_image.py "$root" "$arch" "$version" "dist/$name.oci.tar"
(cd dist && find . -maxdepth 1 -type f -name "frugal-$version-*" -printf '%f\n' | sort | xargs sha256sum >SHA256SUMS)
echo "dist/$name.oci.tar: $(stat -c %s "dist/$name.oci.tar") bytes, $(du -sb "$root" | cut -f1) unpacked"
