#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What `frugal run` adds to a command: wall time over bare `true` (median of N runs, the two taken
# in turn), resident memory, and CPU time at 10 readings a second.
#
#	bench/run_overhead.sh [RUNNER] [N] [SLEEP_S]
#
# RUNNER is a command that takes a command: "build/frugal run --" by default;
# "build/bench/meter_run --" is the meter alone. The runs go to a ledger that is thrown away.
# Exit 1 when a ceiling is passed: 5 ms, 5 MB once the command has run for 1.5 s (the peak, while it
# sets itself up, is printed with it), 0.05 % of a core beyond what waking ten times a second costs on
# this machine with nothing to do.
set -eu
runner=${1:-build/frugal run --}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export FRUGAL_STORE="$work/ledger.db"
python3 - "$runner" "${2:-50}" "${3:-10}" <<'PY'
import os, resource, statistics, subprocess, sys, time

runner, n, sleep_s = sys.argv[1].split(), int(sys.argv[2]), float(sys.argv[3])


def once(command):
    start = time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return (time.monotonic() - start) * 1e3


def usage(command):
    """CPU seconds of the runner, its largest resident memory and that after 1.5 s, in kB."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak_kb = settled_kb = 0
    start = time.monotonic()
    while True:
        try:
            for line in open(f"/proc/{child.pid}/status"):
                if line.startswith("VmHWM:"):
                    peak_kb = int(line.split()[1])
                if line.startswith("VmRSS:") and 1.5 < time.monotonic() - start < sleep_s - 0.5:
                    settled_kb = max(settled_kb, int(line.split()[1]))
        except OSError:
            pass
        pid, _, used = os.wait4(child.pid, os.WNOHANG)
        if pid:
            child.returncode = 0
            return used.ru_utime + used.ru_stime, peak_kb, settled_kb
        time.sleep(0.2)


def floor(wakes=50):
    """What waking ten times a second costs here with nothing to do, in per cent of a core."""
    start = time.process_time()
    for _ in range(wakes):
        time.sleep(0.1)
    return 100 * (time.process_time() - start) / (wakes * 0.1)


bare, wrapped = [], []
for _ in range(n):
    bare.append(once(["true"]))
    wrapped.append(once(runner + ["true"]))
added = statistics.median(wrapped) - statistics.median(bare)
long, peak_kb, settled_kb = usage(runner + ["sleep", str(sleep_s)])
share = 100 * max(long - usage(runner + ["sleep", "0.01"])[0], 0) / sleep_s
print(f"true {statistics.median(bare):.2f} ms, wrapped {statistics.median(wrapped):.2f} ms: "
      f"added {added:.2f} ms (ceiling 5)")
print(f"resident memory {settled_kb / 1024:.1f} MB (ceiling 5), at most {peak_kb / 1024:.1f} MB")
wakes = floor()
print(f"own CPU time over {sleep_s:g} s: {share:.3f} % of a core, of which waking alone "
      f"{wakes:.3f} % (ceiling of the rest 0.05)")
sys.exit(added > 5 or settled_kb > 5120 or share - wakes > 0.05)
PY
