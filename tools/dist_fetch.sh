#!/bin/bash
# dist_fetch.sh FOLDER source NAME...        downloads source packages of Debian 13 to FOLDER
# dist_fetch.sh FOLDER binary ARCH NAME...   downloads binary packages of Debian 13 to FOLDER
#
# With apt-get, from the mirror of this system, with lists of its own below FOLDER: neither root nor
# a line in the system's list of sources is needed, and nothing is installed. apt-get checks the
# signature of Debian's archive.
set -euo pipefail
suite=trixie
folder=$1
kind=$2
shift 2
arch=$(dpkg --print-architecture)
[ "$kind" = source ] || { arch=$1 && shift; }

# shellcheck disable=SC2016 # apt-get's own names
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' 'Component: main' | head -n 1)
if [ -z "$mirror" ]; then
	echo "dist_fetch: no lists of Debian's packages on this system: run apt-get update" >&2
	exit 3
fi
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
own=$folder/apt-$arch
mkdir -p "$own/lists/partial" "$own/cache/archives/partial"
key=/usr/share/keyrings/debian-archive-keyring.gpg
printf '%s\n' "deb [signed-by=$key] $mirror $suite main" "deb-src [signed-by=$key] $mirror $suite main" >"$own/sources.list"
: >"$own/status"
apt() {
	apt-get -qq -o APT::Architecture="$arch" -o APT::Architectures::="$arch" -o Dir::State::status="$own/status" \
		-o Dir::Etc::sourcelist="$own/sources.list" -o Dir::Etc::sourceparts=- \
		-o Dir::State::lists="$own/lists" -o Dir::Cache="$own/cache" -o Acquire::Languages=none \
		-o APT::Sandbox::User="$(id -un)" "$@"
}
apt update
cd "$folder"
if [ "$kind" = source ]; then
	apt source --download-only "$@"
else
	apt download "$@"
fi
