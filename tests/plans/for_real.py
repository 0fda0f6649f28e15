#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""for_real.py FRUGAL: do at and cron start a planned job, in its folder and with its words, once its
hour has come? Their daemons are started with a clock some seconds before the planned moment
(faketime). Needs root, at, cron and faketime, and that neither daemon nor a crontab of root's is
there already: else a test is skipped, with the reason. TAP."""

import datetime
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

WAIT_S = 150
WORDS = ["a b", "it's", "50%d", "$HOME \\", "é"]


def skip_reason(daemon, *tools):
    if os.environ.get("FRUGAL_SANITIZED"):
        return "a build with sanitizers takes no other library before its own"
    for tool in (daemon, "faketime", *tools):
        if not shutil.which(tool, path="/usr/sbin:/usr/bin:/sbin:/bin"):
            return f"{tool} is not there"
    if os.geteuid() != 0:
        return "only root starts this daemon"
    if subprocess.run(["pgrep", "-x", daemon], capture_output=True, check=False).returncode == 0:
        return f"{daemon} runs already"
    return None


def preloaded(offset):
    """The variables by which faketime shifts the clock of a process."""
    out = subprocess.run(["faketime", "-f", offset, "env"], capture_output=True, text=True, check=True).stdout
    return {k: v for k, v in (line.split("=", 1) for line in out.splitlines() if "=" in line) if k in ("LD_PRELOAD", "FAKETIME")}


class Job:
    def __init__(self, frugal):
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="for real"))
        self.frugal = frugal
        self.environment = {**os.environ, "FRUGAL_GRID": str(self.work / "grid"), "FRUGAL_STORE": str(self.work / "ledger.db"), "HOME": str(self.work), "LC_ALL": "C.UTF-8",
                            "PATH": f"{pathlib.Path(frugal).parent}:/usr/sbin:/usr/bin:/sbin:/bin", "TZ": ""}
        del self.environment["TZ"]
        self.start = datetime.datetime.now(datetime.timezone.utc).replace(minute=0, second=0, microsecond=0) + datetime.timedelta(hours=3)
        lines = ["time_utc,g_per_kwh"]
        for i in range(-30, 30):
            at = self.start + datetime.timedelta(hours=i)
            lines.append(f"{at:%Y-%m-%dT%H:%MZ},{10 if i == 0 else 300}")
        (self.work / "hours.csv").write_text("\n".join(lines) + "\n")
        self.run(frugal, "grid", "import", "hours.csv", "--zone", "XX")
        script = self.work / "job.sh"
        script.write_text('#!/bin/sh\nprintf "%s\\n" "$PWD" "$@" >out.part\necho "${FRUGAL_SOCKET:+measured}" >>out.part\nmv out.part out\n')
        script.chmod(0o755)

    def run(self, *words, **more):
        return subprocess.run(words, cwd=self.work, env=self.environment, capture_output=True, text=True, check=True, **more).stdout

    def offset(self, seconds_before):
        now = datetime.datetime.now(datetime.timezone.utc)
        return f"+{int((self.start - now).total_seconds()) - seconds_before}s"

    def plan(self, emitter, *more):
        text = self.run(self.frugal, "plan", "--zone", "XX", "--duration", "30min", "--deadline", "20h", "--emit", emitter, *more, "--", "./job.sh", *WORDS)
        (self.work / "file").write_text(text)
        return text

    def wait(self):
        out = self.work / "out"
        end = time.monotonic() + WAIT_S
        while not out.exists() and time.monotonic() < end:
            time.sleep(0.2)
        return out.read_text().splitlines() if out.exists() else None

    def wanted(self):
        return [str(self.work), *WORDS, "measured"]

    def free(self):
        shutil.rmtree(self.work, ignore_errors=True)


def daemon(words, environment):
    return subprocess.Popen(words, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def end(process):
    os.killpg(process.pid, signal.SIGTERM)
    process.wait()


def with_at(frugal):
    job = Job(frugal)
    job.plan("at")
    said = subprocess.run(["sh", "file"], cwd=job.work, env=job.environment, capture_output=True, text=True, check=True).stderr
    number = re.search(r"job (\d+) at", said)[1]
    queued = job.run("atq")
    process = daemon(["atd", "-f"], preloaded(job.offset(3)))
    try:
        got = job.wait()
    finally:
        end(process)
        subprocess.run(["atrm", number], capture_output=True, check=False)
        wanted = job.wanted()
        job.free()
    return got == wanted and number in queued, [queued, got, wanted]


def with_cron(frugal):
    job = Job(frugal)
    clock = preloaded(job.offset(6))
    text = job.plan("cron", *(f"--env={k}={v}" for k, v in clock.items()))
    subprocess.run(["crontab", "file"], cwd=job.work, check=True)
    process = daemon(["cron", "-f"], clock)
    try:
        got = job.wait()
    finally:
        end(process)
        subprocess.run(["crontab", "-r"], capture_output=True, check=False)
        wanted = job.wanted()
        # In a year the same line starts nothing.
        (job.work / "out").unlink(missing_ok=True)
        command = text.splitlines()[-1].split(" ", 5)[5].replace("\\%", "%").replace(clock["FAKETIME"], "+%ds" % (366 * 86400))
        late = subprocess.run(["sh", "-c", command], env=job.environment, capture_output=True, text=True, check=False)
        again = (job.work / "out").exists()
        job.free()
    return got == wanted and not again and late.returncode != 0, [text, got, wanted, again, late.stderr]


def main():
    frugal = str(pathlib.Path(sys.argv[1]).resolve())
    tests = [("at starts a planned job at its moment", with_at, skip_reason("atd", "at")),
             ("cron starts a planned job at its moment, and not in a year", with_cron, skip_reason("cron", "crontab"))]
    if not tests[1][2] and subprocess.run(["crontab", "-l"], capture_output=True, check=False).returncode == 0:
        tests[1] = (*tests[1][:2], "root has a crontab")
    print(f"1..{len(tests)}")
    failed = False
    for n, (what, test, reason) in enumerate(tests, 1):
        if reason:
            print(f"ok {n} - {what} # skip {reason}")
            continue
        good, details = test(frugal)
        failed |= not good
        print(f"{'' if good else 'not '}ok {n} - {what}")
        for detail in [] if good else details:
            print("# " + str(detail).replace("\n", "\n# "))
    return failed


if __name__ == "__main__":
    sys.exit(main())
