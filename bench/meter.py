#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""meter.py [FRUGAL]: what the meter promises of itself, measured here. Prints; nothing is a test.

  seen      CPU time seen of 400 children of 5 ms: waited for, reaped by nobody, double-forked; by
            each way of attribution, over what a control group counts (`truth`, by hand)
  top       `frugal top` at 1 Hz with 2 000 processes: CPU time a second, by each means
  crowd     1 000 runs started at once: how many are recorded, and the slowest
"""
import json, os, re, subprocess, sys, tempfile, time

frugal = sys.argv[1] if len(sys.argv) > 1 else "build/frugal"
work = tempfile.mkdtemp()
env = dict(os.environ, FRUGAL_STORE=work + "/ledger.db")

WORKERS = r"""
import os, signal, sys, time
how, log = sys.argv[1], sys.argv[2]
if how == "auto-reaped":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
def burn():
    t = time.process_time()
    while time.process_time() - t < 0.005:
        pass
    fd = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(fd, b"%.6f\n" % time.process_time())
    os._exit(0)
for i in range(400):
    pid = os.fork()
    if pid == 0:
        if how == "double-forked" and os.fork():
            os._exit(0)
        burn()
    if how == "waited":
        os.waitpid(pid, 0)
    elif how == "double-forked":
        os.waitpid(pid, 0)
    elif i % 8 == 7:
        time.sleep(0.02)
time.sleep(0.5)
fd = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
os.write(fd, b"%.6f\n" % time.process_time())
"""


def seen():
    print(f"{'seen':14}" + "".join(f"{m:>10}" for m in ("cgroup", "perf", "wait4")))
    for how in ("waited", "auto-reaped", "double-forked"):
        row = []
        for method in ("cgroup", "perf", "wait4"):
            log, out = f"{work}/{how}.{method}", f"{work}/run.json"
            subprocess.run([frugal, "run", "-q", "--no-store", "--json", out, "--", sys.executable,
                            "-c", WORKERS, how, log], env=dict(env, FRUGAL_ATTRIBUTION=method),
                           check=True)
            truth = sum(map(float, open(log)))  # what each process says it used up to its end
            run = json.load(open(out))["attribution"]
            row.append(f"{100 * run['cpu_s'] / truth:9.1f}%" + ("" if run["method"] == method else "*"))
        print(f"{how:14}" + "".join(row))
    print("(over what the processes saw of themselves: starting and ending them comes on top;"
          " * another method)")


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
