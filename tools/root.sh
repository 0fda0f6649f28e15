#!/bin/bash
# root.sh why                            says why no system can be made here; nothing when one can
# root.sh run SUITE FOLDER COMMAND...    runs COMMAND as root in a fresh, minimal Debian SUITE, where
#                                        FOLDER is /mnt
#
# The clean systems and the packages that were fetched for them stay in FRUGAL_ROOTS
# (build-ci/roots); each run has a copy, which goes with it. Whatever COMMAND starts or mounts ends
# with it too: it has its own processes, mounts and terminals. The network is the machine's.
set -euo pipefail
cd "$(dirname "$0")/.."
roots=${FRUGAL_ROOTS:-$PWD/build-ci/roots}
mirror=${FRUGAL_MIRROR:-http://deb.debian.org/debian}
debootstrap=${DEBOOTSTRAP:-debootstrap}

why() {
	if [ "$(id -u)" != 0 ]; then
		echo "not root"
	elif ! command -v "$debootstrap" >/dev/null; then
		echo "no debootstrap"
	elif ! unshare --mount --pid --fork true 2>/dev/null; then
		echo "no namespaces of mounts and processes"
	elif ! bash -c 'exec 3<>"/dev/tcp/$1/80"' bash "$(echo "$mirror" | cut -d/ -f3)" 2>/dev/null; then
		echo "no network"
	fi
}

# made SUITE: the clean system is there, in $clean.
made() {
	clean=$roots/debian-$1
	[ ! -d "$clean" ] || return 0
	rm -rf "$clean.part"
	"$debootstrap" --variant=minbase "$1" "$clean.part" "$mirror" >"$clean.log" 2>&1 || {
		tail -n 20 "$clean.log" >&2
		return 1
	}
	mv "$clean.part" "$clean"
}

# In the namespaces. shellcheck: the script's own arguments.
# shellcheck disable=SC2016
inside='
set -e
root=$1 folder=$2 archives=$3
shift 3
mount --make-rprivate /
mkdir -p "$root/mnt"
mount --bind "$folder" "$root/mnt"
mount --bind "$archives" "$root/var/cache/apt/archives"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$root/dev/pts"
exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
	DEBIAN_FRONTEND=noninteractive JOBS="${JOBS:-2}" chroot "$root" "$@"
'

run() {
	local suite=$1 folder=$2 copy status=0
	shift 2
	mkdir -p "$roots/archives"
	# One at a time: apt locks what it fetched.
	exec 9>"$roots/lock"
	flock 9
	made "$suite" || return 1
	copy=$(mktemp -d "$roots/copy.XXXXXX")
	chmod 755 "$copy"
	cp -a --reflink=auto "$clean/." "$copy"
	cp /etc/resolv.conf "$copy/etc/resolv.conf"
	unshare --mount --pid --fork --kill-child bash -c "$inside" bash "$copy" "$folder" "$roots/archives" "$@" </dev/null 9>&- &
	# unshare itself ignores what ends others.
	# shellcheck disable=SC2064 # of now
	trap "kill -9 $!" INT TERM
	wait "$!" || status=$?
	trap - INT TERM
	rm -rf --one-file-system "$copy"
	return "$status"
}

case ${1:-} in
why) why ;;
run)
	shift
	run "$@"
	;;
*)
	echo "usage: root.sh why|run SUITE FOLDER COMMAND..." >&2
	exit 2
	;;
esac
