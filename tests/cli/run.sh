#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Golden tests of the command line, in TAP. Usage: run.sh path/to/frugal [NAME ...]
#
# NAME.sh is run by bash in a fresh folder with a clean environment; frugal is the first in PATH.
# Expected: NAME.out (standard output), NAME.err (standard error), NAME.exit (status). A file that
# is not there means empty, or 0. NAME.out.glob and NAME.err.glob are compared line by line, with
# * and ? as wildcards. FRUGAL_UPDATE=1 rewrites the exact files: read the diff before committing.
#
# Each frugal command that a case types is written as "+ frugal ..." before what follows it
# (traced.bash), on both streams; on each, those that nothing follows are dropped. An expectation
# without such lines is compared without them.
set -u

here=$(cd "$(dirname "$0")" && pwd)
frugal=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
shift
case_seconds=${CASE_SECONDS:-300}
work=$(mktemp -d)
command_line='^[+] (env .* |timeout .* )?frugal( |$)'
trap 'rm -rf "$work"' EXIT

# The variables that a build with sanitizers requires.
keep=()
for variable in ASAN_OPTIONS UBSAN_OPTIONS FRUGAL_SANITIZED; do
	[ -n "${!variable:-}" ] && keep+=("$variable=${!variable}")
done

# Runs one case; leaves $work/out, $work/err and $work/exit.
run_case() {
	local name=$1 dir=$work/case
	mkdir -p "$dir/home" "$dir/cwd"
	: >"$work/out" >"$work/err"
	(
		cd "$dir/cwd" || exit 99
		exec setsid env -i --default-signal PATH="$(dirname "$frugal"):/usr/local/bin:/usr/bin:/bin" \
			HOME="$dir/home" TMPDIR="$dir" \
			XDG_DATA_HOME="$dir/home/data" XDG_CONFIG_HOME="$dir/home/config" \
			XDG_STATE_HOME="$dir/home/state" XDG_CACHE_HOME="$dir/home/cache" \
			FRUGAL_STORE="$dir/home/ledger.db" LC_ALL=C.UTF-8 TZ=UTC "${keep[@]}" \
			CASES="$here" SOURCE="$(dirname "$(dirname "$here")")" \
			BASH_ENV="$here/traced.bash" TRACE_OUT="$work/out" TRACE_ERR="$work/err" \
			bash "$here/$name.sh" </dev/null >>"$work/out" 2>>"$work/err"
	) &
	local case=$! watch
	: >"$work/hung"
	end_if_hung "$case" &
	watch=$!
	wait "$case" 2>/dev/null
	echo $? >"$work/exit"
	kill "$watch" 2>/dev/null
	wait "$watch" 2>/dev/null
	rm -rf "$dir"
	drop_silent_commands "$work/out"
	drop_silent_commands "$work/err"
}

# Leaves of the commands in $1 those that something follows.
drop_silent_commands() {
	awk -v command_line="$command_line" '$0 ~ command_line { held = $0; next } held != "" { print held; held = "" } { print }' "$1" >"$1.kept"
	mv "$1.kept" "$1"
}

# A case that takes minutes hangs: says what it waits for, and ends its session.
end_if_hung() {
	trap 'kill $!; exit 0' TERM
	sleep "$case_seconds" &
	wait $!
	{
		echo "after $case_seconds s:"
		ps -s "$1" -o pid,ppid,stat,wchan:24,args
	} >"$work/hung" 2>&1
	pkill -KILL -s "$1"
}

# Do the lines of $2 match the patterns of $1 ?
lines_match() {
	local -a patterns lines
	local i pattern
	mapfile -t patterns <"$1"
	mapfile -t lines <"$2"
	[ ${#patterns[@]} -eq ${#lines[@]} ] || return 1
	for i in "${!patterns[@]}"; do
		pattern=${patterns[i]//\\/\\\\}
		pattern=${pattern//\[/\\[}
		# shellcheck disable=SC2053 # the pattern is one
		[[ ${lines[i]} == $pattern ]] || return 1
	done
}

# Compares $work/KIND with what is expected; the diff goes to standard output as TAP comments, each
# piece headed by its command.
compare() {
	local name=$1 kind=$2 expected=$here/$1.$2 got=$work/$2
	if [ -z "${FRUGAL_UPDATE:-}" ] && ! cat "$expected" "$expected.glob" 2>/dev/null | grep -qE "$command_line"; then
		grep -vE "$command_line" "$got" >"$got.bare"
		got=$got.bare
	fi
	if [ -e "$expected.glob" ]; then
		lines_match "$expected.glob" "$got" && return 0
		expected=$expected.glob
	else
		if [ -n "${FRUGAL_UPDATE:-}" ]; then
			rm -f "$expected"
			if [ -s "$got" ] && { [ "$kind" != exit ] || [ "$(cat "$got")" != 0 ]; }; then
				cp "$got" "$expected"
			fi
		fi
		if [ ! -e "$expected" ]; then
			expected=$work/nothing
			: >"$expected"
			[ "$kind" = exit ] && echo 0 >"$expected"
		fi
		cmp -s "$expected" "$got" && return 0
	fi
	diff -u -F '^+ ' --label "expected $kind" --label "got $kind" "$expected" "$got" | sed 's/^/# /'
	return 1
}

if [ $# -eq 0 ]; then
	# The names in a stable order, whatever the locale.
	mapfile -t names < <(find "$here" -name '*.sh' -printf '%f\n' | sed 's/\.sh$//' | grep -vx run | LC_ALL=C sort)
	set -- "${names[@]}"
fi

echo "1..$#"
number=0
failed=0
for name in "$@"; do
	number=$((number + 1))
	run_case "$name"
	good=true
	for kind in out err exit; do
		compare "$name" "$kind" || good=false
	done
	sed 's/^/# /' "$work/hung"
	if $good; then
		echo "ok $number - $name"
	else
		echo "not ok $number - $name"
		failed=$((failed + 1))
	fi
done
exit $((failed > 0))
