#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures frugal against its targets, with its peers, and prints one table. See README.md.
#
#	bench/all.sh [--no-peers] [BUILD_FOLDER]
#
# Makes a release build (default folder: build-bench). Peers are installed from their registries
# into a throwaway folder that is deleted at the end; what cannot be installed is said, not guessed.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
peers=yes
if [ "${1:-}" = --no-peers ]; then
	peers=no
	shift
fi
build=${1:-$root/build-bench}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Nothing of the user's is read or written.
export HOME=$work XDG_CONFIG_HOME=$work/config XDG_STATE_HOME=$work/state
export FRUGAL_STORE=$work/ledger.db

say() {
	printf '%s\n' "$*" >&2
}

# row WHAT TARGET MEASURED COMMAND: a line of the table. '-': without a target of ours.
row() {
	printf '%s\t%s\t%s\t%s\n' "$@" >>"$work/table"
}

# field NAME LINE: the word after NAME.
field() {
	awk -v name="$1" '{ for (i = 1; i < NF; i++) if ($i == name) { print $(i + 1); exit } }' \
		<<<"$2"
}

# calc FORMAT EXPRESSION
calc() {
	awk "BEGIN { printf \"$1\", $2 }"
}

build_release() {
	[ -f "$build/build.ninja" ] ||
		meson setup "$build" "$root" -Dbuildtype=release >"$work/log" 2>&1 ||
		{ cat "$work/log" >&2 && exit 1; }
	ninja -C "$build" frugal bench/engine bench/beside bench/children >"$work/log" 2>&1 ||
		{ cat "$work/log" >&2 && exit 1; }
	frugal=$build/frugal
	beside=$build/bench/beside
}

# ---- a batch --------------------------------------------------------------------------------

# batch_timing MODEL FILE: the run whose CPU time is the median of five; its line of --timing.
batch_timing() {
	for _ in 1 2 3 4 5; do
		"$frugal" estimate "$1" --batch "$2" --threads 1 --timing 2>&1 >/dev/null |
			grep ^rows=
	done | tr '= ' ' \n' | paste -sd' ' | sed 's/ rows /\nrows /g' |
		awk '{ print $NF, $0 }' | sort -n | sed -n '3s/^[^ ]* //p'
}

bench_batch() {
	say "a batch of training estimates"
	local n line what resident=() command
	"$here/batch_rows.py" 1000000 >"$work/1000000.csv"
	head -100001 "$work/1000000.csv" >"$work/100000.csv"
	{
		cat "$work/1000000.csv"
		for _ in 2 3 4 5; do tail -n +2 "$work/1000000.csv"; done
	} >"$work/5000000.csv"
	line=$(batch_timing training "$work/1000000.csv")
	command="estimate training --batch 1000000.csv --threads 1"
	for what in parse answer print; do
		row "batch, 1e6 rows: $what" - "$(field "${what}_s" "$line") s" "$command --timing"
	done
	line=$("$beside" 5 "$frugal" estimate training --batch "$work/1000000.csv" --threads 1)
	row "batch, 1e6 rows: CPU time of the process" "1 s" \
		"$(calc %.3f "$(field cpu "$line") / 1000") s" "$command"
	row "batch, 1e6 rows: wall time" - "$(calc %.3f "$(field wall "$line") / 1000") s" "$command"
	for n in 100000 1000000 5000000; do
		line=$("$beside" 1 "$frugal" estimate training --batch "$work/$n.csv" --threads 1)
		resident+=("$(calc %.1f "$(field resident "$line") / 1024")")
	done
	row "batch: resident at 1e5, 1e6, 5e6 rows" constant "${resident[*]} MB" \
		"estimate training --batch N.csv --threads 1"
}

# ---- a batch, and Impact Framework --------------------------------------------------------

# The same job for both, 100 000 rows: energy = power x span, carbon = energy x intensity.
write_products() {
	mkdir -p "$work/models"
	cat >"$work/models/products.model" <<'MODEL'
model products {
  title en "Two multiplications"
  source "bench/all.sh"
  in power     : kW          "mean power"
  in span      : h           "duration"
  in intensity : kgCO2e/kWh  "carbon intensity"
  out energy   : kWh         = power * span
  out carbon   : kgCO2e      = energy * intensity
}
MODEL
	cat >"$work/products.yml" <<'MANIFEST'
name: products
description: two multiplications
tags:
initialize:
  plugins:
    energy:
      method: Multiply
      path: builtin
      config:
        input-parameters: ["power", "span"]
        output-parameter: "energy"
    carbon:
      method: Multiply
      path: builtin
      config:
        input-parameters: ["energy", "intensity"]
        output-parameter: "carbon"
tree:
  children:
    job:
      pipeline:
        compute:
          - energy
          - carbon
      inputs:
MANIFEST
	awk -v csv="$work/products.csv" -v yml="$work/products.yml" 'BEGIN {
		srand(1)
		print "power,span,intensity" >csv
		for (i = 0; i < 100000; i++) {
			power = sprintf("%.3f", 0.1 + rand())
			span = sprintf("%.2f", 1 + 99 * rand())
			intensity = sprintf("%.3f", 0.02 + 0.8 * rand())
			print power "," span "," intensity >csv
			printf "        - {timestamp: \"%s\", duration: 3600, ", \
				strftime("%Y-%m-%dT%H:%M:%SZ", 1.7e9 + 3600 * i, 1) >>yml
			printf "power: %s, span: %s, intensity: %s}\n", power, span, intensity >>yml
		}
	}'
}

# How many of the answers differ by more than 1e-12, relatively.
count_differences() {
	"$frugal" estimate products --models "$work/models" --batch "$work/products.csv" |
		awk -F, 'NR > 1 { print $NF }' >"$work/ours"
	awk '$1 == "carbon:" && $2 != "" { print $2 }' "$work/products-answered.yaml" >"$work/theirs"
	[ "$(wc -l <"$work/ours")" -eq "$(wc -l <"$work/theirs")" ] || { echo all && return; }
	paste "$work/ours" "$work/theirs" |
		awk '{ d = $1 / $2 - 1; n += d > 1e-12 || d < -1e-12 } END { print n + 0 }'
}

bench_impact_framework() {
	local ours theirs version command="if-run -m products.yml -o FILE"
	write_products
	ours=$("$beside" 5 "$frugal" estimate products --models "$work/models" \
		--batch "$work/products.csv" --threads 1)
	row "two products, 1e5 rows: frugal" - \
		"$(calc '%.1f ms CPU, %.1f MB' "$(field cpu "$ours"), $(field resident "$ours") / 1024")" \
		"estimate products --batch products.csv --threads 1"
	[ "$peers" = yes ] || return 0
	say "installing Impact Framework"
	if ! npm install --silent --prefix "$work/if" @grnsft/if >"$work/log" 2>&1; then
		row "two products, 1e5 rows: @grnsft/if" - "could not be installed here" "npm install"
		return 0
	fi
	version=$(node -p "require('$work/if/node_modules/@grnsft/if/package.json').version")
	if ! theirs=$("$beside" 3 "$work/if/node_modules/.bin/if-run" -m "$work/products.yml" \
		-o "$work/products-answered.yml"); then
		row "two products, 1e5 rows: @grnsft/if $version" - "did not run here" "$command"
		return 0
	fi
	row "two products, 1e5 rows: @grnsft/if $version" - \
		"$(calc '%.0f ms CPU, %.0f MB' "$(field cpu "$theirs"), $(field resident "$theirs") / 1024")" \
		"$command"
	row "  frugal against it" - \
		"$(calc '%.0f times less CPU, %.0f times less memory' \
			"$(field cpu "$theirs") / $(field cpu "$ours"), $(field resident "$theirs") / $(field resident "$ours")")" \
		"$(count_differences) of 100000 answers differ by more than 1e-12"
}

# ---- requests to language models, and EcoLogits ------------------------------------------

# request_speed MODEL: 1e6 rows; rows a second of the engine alone, and of the whole command.
request_speed() {
	local line
	"$here/request_rows.py" "$1" 1000000 >"$work/$1.csv"
	line=$(batch_timing "$1" "$work/$1.csv")
	row "$1, 1e6 rows: engine" "10 M rows/s" \
		"$(calc %.1f "$(field rows "$line") / $(field answer_s "$line") / 1e6") M rows/s" \
		"estimate $1 --batch $1.csv --threads 1 --timing"
	row "$1, 1e6 rows: parse, answer, print" - \
		"$(calc %.2f "$(field rows "$line") / $(field cpu_s "$line") / 1e6") M rows/s" ""
	rows_a_second=$(calc %.0f "$(field rows "$line") / $(field cpu_s "$line")")
}

bench_requests() {
	local line theirs rows_a_second command="compute_llm_impacts, a call a row"
	say "requests to language models"
	request_speed llm_request
	request_speed ecologits
	[ "$peers" = yes ] || return 0
	say "installing EcoLogits"
	if ! python3 -m venv "$work/ecologits" >"$work/log" 2>&1 ||
		! "$work/ecologits/bin/pip" install -q ecologits==0.9.1 >"$work/log" 2>&1; then
		row "EcoLogits" - "could not be installed here" "pip install ecologits==0.9.1"
		return 0
	fi
	head -20001 "$work/ecologits.csv" >"$work/asked.csv"
	"$frugal" estimate ecologits --batch "$work/asked.csv" >"$work/answered.csv"
	if ! line=$("$work/ecologits/bin/python" "$here/ecologits_peer.py" "$work/asked.csv" \
		"$work/answered.csv" 2>"$work/log"); then
		row "EcoLogits" - "did not run here" "$command"
		return 0
	fi
	theirs=$(calc %.0f "$(field rows "$line") / $(field seconds "$line")")
	row "EcoLogits $(field version "$line"): answer alone" - "$theirs rows/s" "$command"
	row "  frugal against it, reading and printing included" - \
		"$(calc %.0f "$rows_a_second / $theirs") times the rows/s" \
		"$(field differ "$line") of 20000 answers differ by more than 1e-9"
}

# ---- the engine -----------------------------------------------------------------------------

bench_engine() {
	say "the engine"
	local engine=$build/bench/engine key line lines
	lines=$("$engine")
	while read -r key line; do
		line="$key $line"
		local times
		times="$(field wall "$line") ms ($(field cpu "$line") CPU)"
		case $key in
		load) row "load all: $(field models "$line") models, $(field tables "$line") tables" \
			"5 ms" "$times" bench/engine ;;
		figures) row "4096 draws, figures" "5 ms" "$times" bench/engine ;;
		lines) row "4096 draws, every line of the derivation" "5 ms" "$times" bench/engine ;;
		central) row "one answer without draws" - "$times" bench/engine ;;
		public) row "frugal_estimate of the C API, warm" "5 ms" "$times" bench/engine ;;
		esac
	done <<<"$lines"
	lines=$("$beside" 200 true :: "$frugal" estimate training "gpu=A100 SXM4 80GB" gpu_hours=10h)
	local bare ours
	{ read -r bare && read -r ours; } <<<"$lines"
	row "whole process, estimate: over true" - \
		"$(calc %.2f "$(field wall "$ours") - $(field wall "$bare")") ms" \
		"estimate training gpu=\"A100 SXM4 80GB\" gpu_hours=10h"
}

# ---- frugal run -----------------------------------------------------------------------------

bench_run() {
	say "frugal run"
	local bare ours lines added
	lines=$("$beside" 50 true :: "$frugal" run -- true)
	{ read -r bare && read -r ours; } <<<"$lines"
	added=$(calc %.2f "$(field wall "$ours") - $(field wall "$bare")")
	row "run: wall time over true" "5 ms" "$added ms" "run -- true"
	row "run: fastest of 50 over fastest true" - \
		"$(calc %.2f "$(field fastest "$ours") - $(field fastest "$bare")") ms" "run -- true"
	row "run: CPU time" - "$(field cpu "$ours") ms" "run -- true"
	row "run: resident at most, while it sets itself up" - "$(calc %.1f "$(field resident "$ours") / 1024") MB" "run -- true"
	[ "$peers" = yes ] || return 0
	say "installing codecarbon and carbontracker"
	if ! python3 -m venv "$work/venv" >"$work/log" 2>&1 ||
		! "$work/venv/bin/pip" install -q codecarbon carbontracker >"$work/log" 2>&1; then
		row "codecarbon, carbontracker" - "could not be installed here" "pip install"
		return 0
	fi
	# Without a network: neither waits for a server, nor asks one where we are.
	if ! unshare -rn true 2>/dev/null; then
		row "codecarbon, carbontracker" - "not run: no network namespace here" "unshare -rn"
		return 0
	fi
	cd "$work"
	bench_tracker codecarbon "$added" "$ours" \
		monitor --offline --country-iso-code FRA -- true
	bench_tracker carbontracker "$added" "$ours" --log_dir "$work/logs" true
}

# bench_tracker NAME ADDED_BY_US OUR_LINE ARGUMENT...
bench_tracker() {
	local name=$1 added=$2 ours=$3 version lines bare theirs
	shift 3
	version=$("$work/venv/bin/pip" list 2>/dev/null | awk -v name="$name" '$1 == name { print $2 }')
	if ! lines=$("$beside" 5 unshare -rn true :: unshare -rn "$work/venv/bin/$name" "$@"); then
		row "$name $version" - "did not run here" "$name $*"
		return 0
	fi
	{ read -r bare && read -r theirs; } <<<"$lines"
	local their_added
	their_added=$(calc %.0f "$(field wall "$theirs") - $(field wall "$bare")")
	row "$name $version: wall time over true" - "$their_added ms" "$name ${*//$work\//}"
	row "$name $version: resident" - "$(calc %.0f "$(field resident "$theirs") / 1024") MB" \
		"$name ${*//$work\//}"
	row "  frugal against it" - "$(calc '%.0f times faster, %.0f times less memory' \
		"$their_added / $added, $(field resident "$theirs") / $(field resident "$ours")")" ""
}

# ---- instructions ---------------------------------------------------------------------------

# count_instructions WHAT COMMAND...
count_instructions() {
	local what=$1
	shift
	command -v valgrind >/dev/null || { row "$what: instructions" - "no valgrind here" "" && return; }
	valgrind --tool=callgrind --callgrind-out-file="$work/callgrind" "$frugal" "$@" \
		>"$work/log" 2>&1
	row "$what: instructions" - \
		"$(awk '/Collected/ { printf "%.2f million", $4 / 1e6 }' "$work/log")" \
		"valgrind --tool=callgrind frugal $*"
	{
		printf '\nThe ten functions of "frugal %s" that cost most, in instructions:\n' "$*"
		callgrind_annotate "$work/callgrind" | grep -E '^ *[0-9,]+ \( *[0-9.]+%\)' |
			grep -v 'PROGRAM TOTALS' | sed -E '11,$d; s/ \[.*//; s/(\) +).*:/\1/'
	} >>"$work/functions"
}

# What run costs while it waits, what the meter sees, what top costs, a thousand runs at once.
bench_meter() {
	say "the meter"
	{
		printf '\nfrugal run beside true, and while it waits:\n'
		"$here/run_overhead.sh" "$frugal run --" 50 20 || echo "(a ceiling was passed)"
		printf '\nThe meter:\n'
		python3 "$here/meter.py" "$frugal"
	} >>"$work/functions"
}

bench_instructions() {
	say "instructions"
	count_instructions "run" run -q -- true
	count_instructions "estimate" estimate training "gpu=A100 SXM4 80GB" gpu_hours=10h
}

build_release
row what target measured command
bench_batch
bench_impact_framework
bench_requests
bench_engine
bench_run
bench_meter
bench_instructions
printf 'frugal %s, %s, %s cores, load %s\n\n' "$("$frugal" version | head -1 | sed 's/^frugal //')" \
	"$(uname -sm)" "$(nproc)" "$(cut -d' ' -f1-3 /proc/loadavg)"
column -t -s "$(printf '\t')" "$work/table"
cat "$work/functions" 2>/dev/null || true
