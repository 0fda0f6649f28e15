#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""meter.py [FRUGAL]: what the meter promises of itself, measured here. Prints; nothing is a test.

  seen      CPU time seen of 400 children of 5 ms: waited for, reaped by nobody, double-forked; by
            each way of attribution, over what a control group around it all counts
  top       `frugal top` at 1 Hz with 2 000 processes: CPU time a second, by each means
  crowd     1 000 runs started at once: how many are recorded, and the slowest
"""
import json, os, re, subprocess, sys, tempfile, time

frugal = sys.argv[1] if len(sys.argv) > 1 else "build/frugal"
work = tempfile.mkdtemp()
env = dict(os.environ, FRUGAL_STORE=work + "/ledger.db")

WORKERS = r"""
import os, signal, sys, time
how = sys.argv[1]
if how == "auto-reaped":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
def burn():
    while time.process_time() < 0.005:
        pass
    os._exit(0)
for i in range(400):
    pid = os.fork()
    if pid == 0:
        if how == "double-forked" and os.fork():
            os._exit(0)
        burn()
    if how != "auto-reaped":
        os.waitpid(pid, 0)
    elif i % 8 == 7:
        time.sleep(0.02)
time.sleep(0.5)
"""


def counted_us(group):
    return int(re.search(r"usage_usec (\d+)", open(f"{group}/cpu.stat").read())[1])


def seen():
    """Over what a control group around frugal itself counts, less what frugal says it used."""
    root = next((line.split()[1] for line in open("/proc/mounts") if line.split()[2] == "cgroup2"), None)
    group = f"{root}/frugal_bench_{os.getpid()}"
    try:
        os.mkdir(group)
    except OSError as error:
        print(f"seen: no control group to compare with ({error})")
        return
    children = os.path.join(os.path.dirname(frugal), "bench", "children")
    for what, command in (("C", [children]), ("Python", [sys.executable, "-c", WORKERS])):
        print(f"seen of children in {what:8}" + "".join(f"{m:>10}" for m in ("cgroup", "perf", "wait4")))
        for how in ("waited", "auto-reaped", "double-forked"):
            row = []
            for method in ("cgroup", "perf", "wait4"):
                out, before_us = f"{work}/run.json", counted_us(group)
                subprocess.run([frugal, "run", "-q", "--no-store", "--json", out, "--", *command, how],
                               env=dict(env, FRUGAL_ATTRIBUTION=method), check=True, preexec_fn=lambda:
                               open(f"{group}/cgroup.procs", "w").write(str(os.getpid())))
                run = json.load(open(out))
                truth_s = (counted_us(group) - before_us) / 1e6 - run["own_cost_s"]
                row.append(f"{100 * run['attribution']['cpu_s'] / truth_s:9.2f}%"
                           + ("" if run["attribution"]["method"] == method else "*"))
            print(f"{how:25}" + "".join(row))
    os.rmdir(group)
    print("(* another method. Since Linux 6.16 the time a process takes to give its memory back is not"
          " charged to its perf event: much for a forked interpreter, little for a small program.)")


def top():
    """CPU time of twenty looks after the first three; the program in the kernel costs the switches."""
    sleepers = [subprocess.Popen(["sleep", "300"]) for _ in range(2000)]
    for means, ceiling in (("ebpf", 0.2), ("exits", 0.5), ("files", 0.5)):
        process = subprocess.Popen([frugal, "top", "--json", "--times", "24", "--processes", means],
                                   env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        used_ns = []
        for line in process.stdout:
            used_ns.append(int(open(f"/proc/{process.pid}/schedstat").read().split()[0]))
        process.wait()
        if len(used_ns) < 23:
            print(f"top, processes by {means}: not on this machine")
            continue
        print(f"top, processes by {means}: {(used_ns[22] - used_ns[2]) / 20e9 * 100:.2f} % of a core"
              f" at 1 Hz, 2 000 processes (ceiling {ceiling})")
    for sleeper in sleepers:
        sleeper.kill()
    for sleeper in sleepers:
        sleeper.wait()


def crowd():
    start, waits, locks = time.monotonic(), [], []
    runs = [subprocess.Popen([frugal, "-v", "store", "run", "-q", "--", "true"], env=env,
                             stderr=subprocess.PIPE, text=True) for _ in range(1000)]
    for run in runs:
        locks += [float(ms) for ms in re.findall(r"waited ([0-9.]+) ms", run.stderr.read())]
        run.wait()
        waits.append(time.monotonic() - start)
    locks.sort()
    kept = json.loads(subprocess.run([frugal, "runs", "--json"], env=env, capture_output=True,
                                     check=True).stdout)
    print(f"crowd: {len(kept)} of 1 000 recorded, all in {max(waits):.1f} s; "
          f"failed: {sum(run.returncode != 0 for run in runs)}; waited for the ledger: "
          f"{len(locks)} runs, median {locks[len(locks) // 2] if locks else 0:.0f} ms, "
          f"99 % below {locks[int(len(locks) * .99)] if locks else 0:.0f} ms, "
          f"longest {locks[-1] if locks else 0:.0f} ms (ceiling 100)")


seen()
top()
crowd()
subprocess.run(["rm", "-rf", work])
