#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""count.py BUILD: prints "PASSED FAILED SKIPPED" of the last `meson test` in the folder BUILD.
count.py --failed BUILD: prints of each test that failed its name and the end of what it wrote.

Each case of a test that speaks TAP counts; a program that does not counts as one. A test that
meson calls bad although all its cases passed (it crashed at its end, it ran too few) is one failure.
"""
import json
import re
import sys

GOOD = ("OK", "EXPECTEDFAIL")
LINES = 25  # of a test that failed


def count(test):
    """(passed, failed, skipped) of one line of testlog.json."""
    cases = re.findall(r"^(not )?ok\b(.*)", test["stdout"], re.MULTILINE)
    if not cases:
        result = test["result"]
        return (1, 0, 0) if result in GOOD else (0, 0, 1) if result == "SKIP" else (0, 1, 0)
    skipped = sum(1 for _, rest in cases if re.search(r"# *SKIP", rest, re.IGNORECASE))
    failed = sum(1 for bad, _ in cases if bad)
    if test["result"] not in GOOD + ("SKIP",):
        failed = max(failed, 1)
    return sum(1 for bad, _ in cases if not bad) - skipped, failed, skipped


def tail_of(test):
    """The name of a test and the last lines that it wrote, without the cases that passed."""
    lines = (test["stdout"] + test.get("stderr", "")).splitlines()
    return [f"{test['name']}: {test['result']}"] + [line for line in lines if not line.startswith("ok ")][-LINES:]


def main():
    with open(sys.argv[-1] + "/meson-logs/testlog.json", encoding="utf-8") as log:
        tests = [json.loads(line) for line in log if line.strip()]
    if sys.argv[1] == "--failed":
        for test in tests:
            if count(test)[1]:
                print("\n".join(tail_of(test)))
        return
    counts = [count(test) for test in tests]
    print(*(sum(column) for column in zip(*counts)) if counts else (0, 0, 0))


main()
