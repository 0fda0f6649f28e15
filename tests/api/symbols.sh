#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# symbols.sh LIBRARY HEADER LIST: the library exports what LIST (docs/symbols.txt) names, no more
# and no less, and the header declares the same.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

LC_ALL=C
export LC_ALL
nm -D --defined-only "$1" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort >"$work/exported"
tr '\n' ' ' <"$2" | grep -oE 'FRUGAL_API [^;(]*\(' | grep -oE 'frugal_[a-z_]+\($' | tr -d '(' |
	sort >"$work/declared"
awk '!/^#/ && NF == 2 { print $1 }' "$3" | sort >"$work/listed"

status=0
echo 1..2
number=0
for kind in exported declared; do
	number=$((number + 1))
	if diff -u "$work/listed" "$work/$kind" >"$work/diff"; then
		echo "ok $number - the symbols $kind are those of docs/symbols.txt"
	else
		echo "not ok $number - the symbols $kind are those of docs/symbols.txt"
		sed 's/^/# /' "$work/diff"
		status=1
	fi
done
exit $status
