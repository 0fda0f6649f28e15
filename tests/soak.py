#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""soak.py FRUGAL [SECONDS]: a meter that watches for minutes stays as it is after some seconds.

Resident memory may rise by 256 KB, the open descriptors by none, and of a processor a run at ten
readings a second takes at most 1 %.
"""
import os
import subprocess
import sys
import tempfile
import time

MEMORY_KB, SHARE = 256, 0.01


def state(pid):
    """Resident memory in KB, number of descriptors, processor time in seconds."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        kb = next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    ticks = int(fields[11]) + int(fields[12])
    return kb, len(os.listdir(f"/proc/{pid}/fd")), ticks / os.sysconf("SC_CLK_TCK")


def main():
    frugal, seconds = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 300
    with tempfile.TemporaryDirectory() as folder:
        env = dict(os.environ, FRUGAL_STORE=folder + "/ledger.db")
        command = [frugal, "run", "-q", "--", "sleep", str(seconds + 2)]
        with subprocess.Popen(command, env=env) as meter:
            time.sleep(min(5, seconds / 4))
            first, began = state(meter.pid), time.monotonic()
            time.sleep(seconds - min(5, seconds / 4))
            last, elapsed = state(meter.pid), time.monotonic() - began
            status = meter.wait()
    share = (last[2] - first[2]) / elapsed
    print(f"{elapsed:.0f} s: {first[0]} then {last[0]} KB, {first[1]} then {last[1]} descriptors, {share:.2%} of a processor")
    return status or last[0] - first[0] > MEMORY_KB or last[1] > first[1] or share > SHARE


sys.exit(main())
