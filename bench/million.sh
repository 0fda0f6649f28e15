#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A ledger of a million runs, each with figures and a metric: what totals, comparisons and reports
# take, second time each (the file is in memory then), and the memory of the program.
#
#	bench/million.sh [BUILD_FOLDER] [RUNS]
#
# Exit 1 when a ceiling is passed: 300 ms for a total or a comparison, 2 s for a report, 100 MB.
set -euo pipefail
build=${1:-build}
runs=${2:-1000000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export FRUGAL_STORE=$work/ledger.db
ninja -C "$build" bench/ledger >/dev/null
"$build/bench/ledger" --fill "$FRUGAL_STORE" "$runs" | sed -n 1p
status=0
# ask CEILING_S ARGUMENTS...
ask() {
	local ceiling=$1
	shift
	"$build/frugal" "$@" >/dev/null
	/usr/bin/time -f '%e %M' -o "$work/time" "$build/frugal" "$@" >/dev/null
	local seconds kb
	read -r seconds kb <"$work/time"
	printf '%6.2f s %6.1f MB  frugal %s\n' "$seconds" "$(awk "BEGIN { print $kb / 1000 }")" "$*"
	awk "BEGIN { exit !($seconds > $ceiling || $kb > 100000) }" && status=1
	return 0
}
first=$("$build/frugal" runs list --limit 1 --json | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["started"][:10])')
ask 0.3 runs --total
ask 0.3 runs --by month
ask 0.3 runs --by name --project llm
ask 0.3 runs --total --tag night --phase training
ask 0.3 runs --total --until "${first}T05:00:00Z"
ask 0.3 compare name=small name=large
ask 0.3 compare name=small name=large --metric accuracy
ask 0.3 project llm
ask 2 report project=llm -o "$work/report.html"
ask 2 report name=small name=large --metric accuracy -o "$work/compare.html"
ask 2 report phase=training --form hf
ask 2 audit llm
exit "$status"
