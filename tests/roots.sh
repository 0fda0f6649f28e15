#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# roots.sh PROGRAM ROOT...: runs PROGRAM, a file of `make dist-bin`, in the folders of other systems:
# bullseye, bookworm and trixie (made by debootstrap, minbase), empty and arm64, which have nothing but
# the C library's files (tools/dist_libc.sh), arm64 under qemu-aarch64-static. image:FOLDER is a folder
# that has the program already, in /usr/bin. They are kept in FRUGAL_ROOTS (default: build-ci/roots). Needs root.
#
# Each root: run, estimate, explain, report and top, in both languages; what they have to print is the
# published figure of BLOOM (Luccioni et al. 2023: 24.69 t for the energy used), and the words.
# Last line: N passed, N failed. Exits with 77 when a root cannot be made, after saying why.
set -uo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
roots=${FRUGAL_ROOTS:-$top/build-ci/roots}
program=$1
shift
passed=0 failed=0
PATH=$PATH:/usr/sbin:/sbin

unable() {
	echo "skipped: $*"
	exit 77
}

# made NAME: the folder of the root is $root; a word that its program is started by, $by.
made() {
	root=$roots/$1 by=
	mkdir -p "$roots"
	case $1 in
	image:*)
		root=${1#image:}
		return
		;;
	empty)
		"$top/tools/dist_libc.sh" x86_64 "$root" || unable "no libc6 to be downloaded"
		;;
	arm64)
		by=/qemu-aarch64-static
		command -v qemu-aarch64-static >/dev/null || unable "no qemu-aarch64-static (qemu-user-static)"
		"$top/tools/dist_libc.sh" aarch64 "$root" || unable "no libc6 of arm64 to be downloaded"
		install "$(command -v qemu-aarch64-static)" "$root$by"
		;;
	*)
		if [ ! -e "$root/.whole" ]; then
			command -v debootstrap >/dev/null || unable "no debootstrap"
			rm -rf "$root"
			debootstrap --variant=minbase "$1" "$root" >"$root.log" 2>&1 || unable "no root of $1: see $root.log"
			touch "$root/.whole"
		fi
		;;
	esac
	mkdir -p "$root/usr/bin" "$root/tmp" "$root/proc"
	install "$program" "$root/usr/bin/frugal"
}

# inside WORD...: frugal WORD... in the root, with a /proc of its own and nothing of our environment.
inside() {
	# shellcheck disable=SC2016 # the words of the inner shell
	unshare --mount --propagation private sh -c '
		root=$1 && shift && mkdir -p "$root/proc" && mount -t proc proc "$root/proc" &&
		exec env -i HOME=/tmp FRUGAL_STORE=/tmp/roots.db PATH=/usr/bin:/bin "$(command -v chroot)" "$root" "$@"' \
		sh "$root" $by /usr/bin/frugal "$@" 2>&1
}

# shows WHAT WORD...: a command ends well and prints the text WHAT.
shows() {
	local what=$1 said status=0
	shift
	said=$(inside "$@") || status=$?
	if [ "$status" = 0 ] && grep -qF -e "$what" <<<"$said"; then
		passed=$((passed + 1))
		echo "ok $name: $*"
	else
		failed=$((failed + 1))
		echo "FAILED: $name: $* (status $status, without '$what')"
		head -n 20 <<<"$said" | sed 's/^/    /'
	fi
}

bloom=(estimate luccioni2023 gpu="A100 SXM4 80GB" gpu_hours=1082990h site_energy=690MWh zone=paper:bloom development=73.32t)
for name in "$@"; do
	made "$name"
	# What runs in it has to be a program of this machine, and the emulator is one.
	command=(true)
	[ -e "$root/bin/true" ] || command=("${by:-/usr/bin/frugal}" --version)
	rm -f "$root"/tmp/roots.db*
	shows 'frugal 0.' --version
	shows '  energy  ' --lang en run -- "${command[@]}"
	shows '  énergie  ' --lang fr run -- "${command[@]}"
	shows '24.7 t CO2e' --lang en "${bloom[@]}"
	shows '24,7 t CO2e' --lang fr "${bloom[@]}"
	shows 'energy * zone.intensity' --lang en explain last carbon
	shows 'modélisé  models/run.model' --lang fr explain last
	shows 'Footprint of run' --lang en report last
	shows "Empreinte de l'exécution" --lang fr report last
	shows 'of which gpu' --lang en top --once --interval 200ms
	shows 'dont gpu' --lang fr top --once --interval 200ms
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
