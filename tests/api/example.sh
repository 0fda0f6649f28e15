#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# example.sh PROGRAM EXPECTED: runs an example and looks for each line of EXPECTED, an awk regular
# expression, in what it prints, in that order. Lines of EXPECTED that begin with # are comments.
# The program runs in an empty folder: what it writes is gone with it. Its standard input is that of
# a ledger: runs.jsonl, as `frugal runs export` writes them.
set -eu
program=$(realpath "$1")
expected=$(realpath "$2")
runs=$(dirname "$expected")/runs.jsonl
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
output=$("$program" <"$runs") || {
	echo "$program failed with $?"
	exit 1
}
printf '%s\n' "$output"
printf '%s\n' "$output" | awk -v expected="$expected" '
	BEGIN {
		while ((getline line < expected) > 0)
			if (line != "" && line !~ /^#/)
				want[++n] = line
		at = 1
	}
	at <= n && $0 ~ want[at] { at++ }
	END {
		if (at <= n) {
			print "not printed, or not in this order: " want[at]
			exit 1
		}
	}'
