#!/bin/bash
# start.sh SHARED ONE: what a start costs of ONE (make dist-bin) beside SHARED (make): instructions by
# callgrind, the least of five, and milliseconds, the median of 51 starts in turn. Fails where ONE
# takes more than 1.2 times the instructions.
set -euo pipefail
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export HOME=$home FRUGAL_STORE=$home/ledger.db

instructions() {
	local i
	for i in 1 2 3 4 5; do
		echo "$i $(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null |
			sed -n 's/.*Collected : //p' | head -n 1)"
	done | cut -d' ' -f2 | sort -n | head -n 1
}

# took FILE COMMAND...: adds its nanoseconds to FILE.
took() {
	local file=$1 before
	shift
	before=$(date +%s%N)
	"$@" >/dev/null
	echo $(($(date +%s%N) - before)) >>"$file"
}

median_ms() {
	sort -n "$1" | awk 'NR == 26 { printf "%.1f ms", $1 / 1e6 }'
}

status=0
"$1" run -q -- true # makes the ledger, which is not asked about here
for command in --version 'run -q -- true'; do
	rm -f "$home/shared" "$home/one"
	# shellcheck disable=SC2086 # a list of words
	shared=$(instructions "$1" $command) one=$(instructions "$2" $command)
	for _ in $(seq 51); do
		# shellcheck disable=SC2086
		took "$home/shared" "$1" $command && took "$home/one" "$2" $command
	done
	echo "$command: $shared and $one instructions ($((100 * one / shared)) %), $(median_ms "$home/shared") and $(median_ms "$home/one")"
	[ $((10 * one)) -le $((12 * shared)) ] || status=1
done
exit "$status"
