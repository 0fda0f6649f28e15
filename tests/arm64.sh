#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# arm64.sh FOLDER [NAME...]: every unit test (or these) as a program of arm64, in TAP. Debian's cross
# compiler builds them with Debian's libraries of arm64, in a clean Debian 12 (tools/root.sh);
# qemu-aarch64-static starts them here, and what they start: the emulator is registered
# (binfmt_misc) for this script and its children alone, which requires Linux 6.7. An older one skips
# what starts itself. FOLDER/build has the programs afterwards, FOLDER/said what each printed.
#
# A skipped case says why. In the clean system the script calls itself: arm64.sh built.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
triplet=aarch64-linux-gnu by=
count=0 failed=0

# ---- in the clean system, where /mnt is FOLDER --------------------------------------------------

built() {
	local libraries=(libsqlite3-dev libjansson-dev libinih-dev libcurl4-openssl-dev libexpat1-dev nettle-dev libcmocka-dev)
	dpkg --add-architecture arm64 && apt-get update -qq &&
		apt-get install -y -qq --no-install-recommends gcc libc6-dev "gcc-$triplet" libc6-dev-arm64-cross \
			meson pkgconf gettext "${libraries[@]/%/:arm64}" || return 1
	cat >/mnt/cross <<-CROSS
		[binaries]
		c = '$triplet-gcc'
		ar = '$triplet-ar'
		strip = '$triplet-strip'
		pkgconfig = 'pkg-config'
		[properties]
		pkg_config_libdir = '/usr/lib/$triplet/pkgconfig'
		needs_exe_wrapper = true
		[host_machine]
		system = 'linux'
		cpu_family = 'aarch64'
		cpu = 'aarch64'
		endian = 'little'
	CROSS
	# The program that counts in the kernel has none to run in.
	meson setup /mnt/build --cross-file /mnt/cross -Dwerror=true -Db_ndebug=false -Dbpf=disabled || return 1
	# shellcheck disable=SC2046 # a list of words
	ninja -C /mnt/build -j "$JOBS" \
		$(ninja -C /mnt/build -t targets all | grep -oE '^tests/unit/(test_[a-z0-9_]+|lib[a-z_]+\.so)(: )' | tr -d ':') || return 1
	mkdir -p /mnt/root/lib
	cp -a /lib/$triplet /lib/ld-linux-aarch64.so.1 /mnt/root/lib
}

if [ "${1:-}" = built ]; then
	built
	exit
fi

# ---- on the machine; $by is the word that a program is started by, if any ---------------------

# in_namespace COMMAND...: with mounts and registrations of its own, and all users as they are: some
# tests read as another than root. Who enters has no user until one outside has written the maps.
in_namespace() {
	# shellcheck disable=SC2016 # the words of the inner shell
	unshare --user --mount --propagation private sh -c \
		'until [ "$(id -u)" = 0 ]; do sleep 0.1; done; exec "$@"' sh "$@" &
	until [ "$(readlink "/proc/$!/ns/user")" != "$(readlink /proc/self/ns/user)" ]; do sleep 0.1; done
	echo '0 0 4294967295' >"/proc/$!/gid_map" && echo '0 0 4294967295' >"/proc/$!/uid_map"
	wait "$!"
}

# emulated: binfmt_misc of this namespace has the emulator for programs of arm64. F: opened now; P: the
# program has the first word that it was given.
emulated() {
	local folder=/proc/sys/fs/binfmt_misc head mask
	head='\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00'
	mask='\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff'
	mount -t binfmt_misc binfmt_misc "$folder" &&
		echo ":frugal-aarch64:M::$head:$mask:$qemu:PF" >"$folder/register"
}

# Programs that are not run, and why.
not_run() {
	case $1 in
	host) [ -z "$by" ] || echo "it starts itself, which requires binfmt_misc in a namespace (Linux 6.7)" ;;
	esac
}

# run NAME: FOLDER/said/NAME is what the program printed, NAME.status how it ended.
run() {
	local program=$folder/build/tests/unit/test_$1 began=$SECONDS status=0
	timeout 900 ${by:+"$by"} "$program" >"$folder/said/$1" 2>"$folder/said/$1.err" || status=$?
	echo "$status" >"$folder/said/$1.status"
	echo "$((SECONDS - began))" >"$folder/said/$1.seconds"
}

# report NAME: its cases, each with the name of its program.
report() {
	local said=$folder/said/$1 line case why skipped='' status planned seen=0 bad=0
	why=$(not_run "$1")
	if [ -n "$why" ]; then
		tap "ok" "$1 # SKIP $why"
		return
	fi
	while read -r line; do
		case $line in
		'# skipped: '*) skipped=${line#'# skipped: '} ;;
		'ok '* | 'not ok '*)
			seen=$((seen + 1))
			case=$(sed -E 's/^(not )?ok [0-9]+ - //' <<<"$line")
			if [ "${line%% *}" = ok ]; then
				tap ok "$1: $case${skipped:+ # SKIP $skipped}"
			else
				bad=$((bad + 1))
				tap 'not ok' "$1: $case"
			fi
			skipped=
			;;
		esac
	done <"$said"
	planned=$(sed -n 's/^1\.\.\([0-9]*\)$/\1/p' "$said")
	status=$(cat "$said.status")
	if [ "$seen" != "${planned:-none}" ] || [ "$status" != "$bad" ]; then
		tap 'not ok' "$1 ends with status $status after $seen of ${planned:-?} cases"
	fi
	if [ "$bad" != 0 ] || [ "$status" != 0 ]; then
		{ cat "$said.err" && grep -vE '^(ok|not ok|1\.\.)' "$said"; } | tail -n 40 | sed 's/^/# /'
	fi
	echo "# $1: $(cat "$said.seconds") s"
}

# tap ok|'not ok' WHAT: a case.
tap() {
	count=$((count + 1))
	[ "$1" = ok ] || failed=$((failed + 1))
	echo "$1 $count - $2"
}

tested() {
	local name alone names=("$@")
	if [ -z "$by" ] && ! emulated; then by=$qemu; fi
	export QEMU_LD_PREFIX=$folder/root FRUGAL_SOURCE=$PWD
	export FAKE_NVML=$folder/build/tests/unit/libfake_nvml.so MEM_MODULE=$folder/build/tests/unit/libmem_module.so
	[ ! -d ../shared ] || export FRUGAL_SHARED="$PWD/../shared"
	# Nothing of this user's own.
	rm -rf "${folder:?}/said" "${folder:?}/home"
	mkdir "$folder/said" "$folder/home"
	export HOME=$folder/home folder by
	export -f run
	unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME
	# As meson does: these measure the machine, and others would be in it.
	alone=$(sed -n "s/.*is_parallel: name not in \[\(.*\)\],/\1/p" tests/unit/meson.build | tr -d "',")
	for name in "${names[@]}"; do
		[ -n "$(not_run "$name")" ] || echo "$name"
	done >"$folder/names"
	# shellcheck disable=SC2016 # the words of the inner shell
	grep -vxFf <(tr ' ' '\n' <<<"$alone") "$folder/names" | xargs -P "${JOBS:-2}" -I{} bash -c 'run "$1"' bash {}
	# shellcheck disable=SC2016
	grep -xFf <(tr ' ' '\n' <<<"$alone") "$folder/names" | xargs -I{} bash -c 'run "$1"' bash {}
	for name in "${names[@]}"; do report "$name"; done
	echo "1..$count"
	[ "$failed" = 0 ]
}

qemu=$(command -v qemu-aarch64-static)
if [ "${1:-}" = tested ]; then
	folder=$2 by=$3
	shift 3
	tested "$@"
	exit
fi
mkdir -p "$1"
folder=$(realpath "$1")
shift
names=("$@")
[ "$#" != 0 ] || mapfile -t names < <(basename -s .c tests/unit/*.c)
rm -rf "$folder/frugal" "$folder/build" "$folder/root"
mkdir "$folder/frugal"
git ls-files -z -co --exclude-standard | tar -c --null --ignore-failed-read -T - | tar -x -C "$folder/frugal"
if ! tools/root.sh run bookworm "$folder" /mnt/frugal/tests/arm64.sh built >"$folder/log" 2>&1; then
	tail -n 30 "$folder/log" | sed 's/^/# /'
	printf 'not ok 1 - the unit tests are built for arm64\n1..1\n'
	exit 1
fi
if unshare --user --mount true; then
	in_namespace tests/arm64.sh tested "$folder" '' "${names[@]}"
else
	tests/arm64.sh tested "$folder" "$qemu" "${names[@]}"
fi
