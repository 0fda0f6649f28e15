#!/bin/sh
# deb.sh FOLDER: builds the Debian packages of this tree, as it stands, and puts them into FOLDER. It
# works in a copy: nothing is left in the tree.
set -eu
dist=$(realpath -m "$1")
cd "$(dirname "$0")/.."
command -v dpkg-buildpackage >/dev/null || {
	echo "frugal: no dpkg-buildpackage: packages are built on Debian and its relatives" >&2
	exit 3
}
dpkg-checkbuilddeps || {
	echo "frugal: please run: sudo apt-get build-dep ./" >&2
	exit 3
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/frugal"
# Without git, in an unpacked archive, all of it.
{ git ls-files -z -co --exclude-standard 2>/dev/null || find . -mindepth 1 -maxdepth 1 -print0; } |
	tar -c --null --ignore-failed-read -T - --exclude=./build --exclude=./build-* --exclude=./dist |
	tar -x -C "$work/frugal"
log=$work/log
(cd "$work/frugal" && dpkg-buildpackage -us -uc "-j${JOBS:-2}") >"$log" 2>&1 || {
	tail -n 60 "$log" >&2
	exit 1
}
rm -rf "$work/frugal" "$log"
mkdir -p "$dist"
mv "$work"/* "$dist"
ls "$dist"/*.deb
