#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# refused.sh FRUGAL REFUSE         what containers refuse together, and what counts most, in TAP
# refused.sh FRUGAL REFUSE all     each call by itself, with both errors
# refused.sh FRUGAL REFUSE unit BUILD NAME...   these unit tests of a build, with all calls refused
#
# The commands where the kernel answers system calls with ENOSYS, as one that is older, or with
# EPERM, as filters of containers do (tests/refuse.c): the command's output and status are its own,
# its CPU time is counted by the next way, nothing that lives is said to be gone, and what is to
# end ends.
set -u

frugal=$(realpath "$1")
refuse=$(realpath "$2")
mode=${3:-quick}
build=$(realpath "${4:-.}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
export HOME=$work FRUGAL_STORE=$work/ledger.db LC_ALL=C.UTF-8
unset FRUGAL_ROOT FRUGAL_SENSORS FRUGAL_ATTRIBUTION XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME
python3=$(python3 -c 'import sys; print(sys.executable)')

# All that Linux had not had in 2018, and what a program here may ask for. Not clone3 with EPERM for
# unit tests: the C library gives up its threads then, as those who write filters know.
newer=openat2,pidfd_open,pidfd_send_signal,close_range,faccessat2,epoll_pwait2,statx,rseq,memfd_create
newer=$newer,copy_file_range,getrandom,inotify_init1,perf_event_open,bpf,netlink,cgroup,cgroup_kill

number=0
failed=0
report() { # STATUS NAME
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number - $2"
	else
		echo "not ok $number - $2"
		failed=$((failed + 1))
	fi
}

# wrong WHAT: a line of what is amiss.
wrong() { echo "# $*"; }

"$refuse" EPERM netlink true 2>/dev/null
if [ $? = 77 ]; then
	echo "1..0 # SKIP filters of system calls are forbidden here, or not written for this processor"
	exit 0
fi

# ---- what this machine has without a refusal -----------------------------------------------------

method() { "$@" "$frugal" run -q --no-store --json method.json -- true && jq -r .attribution.method method.json; }
has_cgroup=$([ "$(method)" = cgroup ] && echo yes)
has_perf=$([ "$(method "$refuse" EPERM cgroup)" = perf ] && echo yes)

refuses() { # CALLS NAME...: is one of these in the list?
	local calls=,$1, name
	shift
	for name; do case $calls in *,$name,*) return 0 ;; esac done
	return 1
}

expected_method() { # CALLS
	if [ "$has_cgroup" ] && ! refuses "$1" clone3 cgroup; then
		echo cgroup
	elif [ "$has_perf" ] && ! refuses "$1" perf_event_open; then
		echo perf
	else
		echo wait4
	fi
}

# ---- the commands --------------------------------------------------------------------------------

burn='import time
while time.process_time() < 0.15: pass'

# Two processes of at least 0.15 s, one below the other; perf may lose some per cent of short ones.
try_run() { # ERROR CALLS
	local status want
	want=$(expected_method "$2")
	"$refuse" "$1" "$2" "$frugal" run -q --json run.json -- \
		sh -c '"$0" -c "$1"; ("$0" -c "$1"); echo out; echo err >&2; exit 7' "$python3" "$burn" >out 2>err
	status=$?
	[ $status = 7 ] || wrong "run: status $status"
	[ "$(cat out)" = out ] || wrong "run: output $(cat out)"
	[ "$(cat err)" = err ] || wrong "run: errors $(cat err)"
	[ "$(jq -r .attribution.method run.json)" = "$want" ] || wrong "run: by $(jq -r .attribution.method run.json), not $want"
	jq -e '.attribution.cpu_s | . >= 0.28 and . <= 1' run.json >/dev/null || wrong "run: CPU $(jq .attribution.cpu_s run.json) s"
	[ "$(jq -r '.exit.code' run.json)" = 7 ] || wrong "run: the record has $(jq -c .exit run.json)"
}

try_attach() {
	local pid status
	sleep 0.4 &
	pid=$!
	"$refuse" "$1" "$2" "$frugal" attach -q "$pid" 2>err
	status=$?
	if [ ! "$has_perf" ] || refuses "$2" perf_event_open; then
		[ $status = 3 ] && grep -q 'cannot watch perf task-clock' err || wrong "attach: status $status: $(cat err)"
	elif refuses "$2" signalfd4 epoll_create1; then
		[ $status = 3 ] && grep -q 'cannot watch the signals' err || wrong "attach: status $status: $(cat err)"
	else
		[ $status = 0 ] && [ ! -s err ] || wrong "attach: status $status: $(cat err)"
		[ -d "/proc/$pid" ] && kill -0 "$pid" 2>/dev/null && wrong "attach: it ended before its process"
	fi
	wait "$pid"
	"$refuse" "$1" "$2" "$frugal" attach 999999999 2>err
	status=$?
	[ $status = 2 ] && grep -q 'process 999999999 does not exist' err || wrong "attach: status $status: $(cat err)"
}

try_look() {
	local status command
	for command in sensors doctor 'top --once --interval 0.2s'; do
		# shellcheck disable=SC2086 # a list of words
		"$refuse" "$1" "$2" "$frugal" $command >out 2>err
		status=$?
		[ $status = 0 ] || wrong "$command: status $status"
		[ -s err ] && wrong "$command: $(cat err)"
		[ "$command" = doctor ] || continue
		# It promises what run does.
		case $(expected_method "$2") in
		cgroup) grep -q 'by a control group of its own' out ;;
		perf) grep -q 'by perf: ' out ;;
		wait4) grep -q 'by wait4: ' out ;;
		esac || wrong "doctor: $(grep attribution out)"
	done
}

# Not to be ended by asking, with a child in a session of its own: all are gone in the end.
try_end() {
	local pid status i
	rm -f pids
	"$refuse" "$1" "$2" "$frugal" run -q --budget 0.2s --grace 0.1s --on-budget stop -- \
		sh -c 'trap "" TERM; echo $$ >>pids; setsid sleep 60 & echo $! >>pids; sleep 60 & echo $! >>pids; wait; sleep 60' 2>err
	status=$?
	[ $status = 1 ] || wrong "budget: status $status: $(cat err)"
	for pid in $(cat pids); do
		for ((i = 0; i < 100; i++)); do kill -0 "$pid" 2>/dev/null || break; sleep 0.05; done
		kill -9 "$pid" 2>/dev/null && wrong "budget: process $pid was left"
	done
}

# A signal for frugal alone is the command's.
try_signal() {
	local pid status i began=$SECONDS
	rm -f started
	"$refuse" "$1" "$2" "$frugal" run -q -- sh -c 'echo >started; exec sleep 30' 2>err &
	pid=$!
	for ((i = 0; i < 200; i++)); do [ -e started ] && break; sleep 0.05; done
	kill -TERM "$pid"
	wait "$pid"
	status=$?
	[ $status = 143 ] || wrong "signal: status $status: $(cat err)"
	[ $((SECONDS - began)) -lt 20 ] || wrong "signal: it came after the command's end"
}

tried() { # ERROR CALLS WHAT...
	local error=$1 calls=$2 what
	shift 2
	for what; do "try_$what" "$error" "$calls"; done >found 2>&1
	sed 's/^[^#]/# &/' found
	report "$([ -s found ]; echo $((1 - $?)))" "$error for $calls: $*"
}

everything='run attach look end signal'
case $mode in
quick)
	echo 1..9
	# shellcheck disable=SC2086 # a list of words
	for error in ENOSYS EPERM; do tried $error "clone3,$newer" $everything; done
	# A container's filter that knows none of the newer calls; and a group that may not be made.
	tried EPERM clone3,openat2,pidfd_open,close_range,faccessat2 run attach
	tried ENOSYS clone3 run look
	tried EPERM cgroup,perf_event_open run
	tried EPERM pidfd_open attach
	tried EPERM cgroup_kill end
	tried EPERM bpf look
	tried ENOSYS signalfd4 signal
	;;
all)
	mapfile -t calls < <("$refuse" list)
	echo "1..$((2 * ${#calls[@]}))"
	for call in "${calls[@]}"; do
		# shellcheck disable=SC2086 # a list of words
		for error in ENOSYS EPERM; do tried $error "$call" $everything; done
	done
	;;
unit)
	shift 4
	echo "1..$(($# * 2))"
	for name; do
		for refusal in "ENOSYS clone3,$newer" "EPERM $newer"; do
			# shellcheck disable=SC2086 # an error and its calls
			"$refuse" $refusal timeout 300 "$build/tests/unit/test_$name" >found 2>&1
			status=$?
			[ $status = 0 ] || { grep -A 4 -E '^not ok' found || tail -n 3 found; } | sed 's/^/# /'
			grep -E '^# skipped' found
			report $status "$name with ${refusal%% *}"
		done
	done
	;;
esac
exit $((failed > 0))
