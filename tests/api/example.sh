#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# example.sh PROGRAM EXPECTED: runs an example and looks for each line of EXPECTED, an awk regular
# expression, in what it prints, in that order. Lines of EXPECTED that begin with # are comments.
set -eu
output=$("$1") || {
	echo "$1 failed with $?"
	exit 1
}
printf '%s\n' "$output"
printf '%s\n' "$output" | awk -v expected="$2" '
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
