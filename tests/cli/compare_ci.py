# SPDX-License-Identifier: Apache-2.0
"""compare_ci.py FILE STEP: the script of a step (GitHub: by its name) or of a job (GitLab) of an example of docs/ci."""
import sys

lines = open(sys.argv[1], encoding="utf-8").read().splitlines()


def indent(line):
    return len(line) - len(line.lstrip())


def block(start):
    """The lines that are indented more than line start."""
    rest = lines[start + 1:]
    n = next((i for i, line in enumerate(rest) if line.strip() and indent(line) <= indent(lines[start])), len(rest))
    return rest[:n]


if f"      - name: {sys.argv[2]}" in lines:
    at = next(i for i in range(lines.index(f"      - name: {sys.argv[2]}"), len(lines)) if lines[i].strip() == "run: |")
    print("\n".join(block(at)))
else:
    job = lines.index(f"{sys.argv[2]}:")
    at = next(i for i in range(job, len(lines)) if lines[i].strip() == "script:")
    print("\n".join(line.strip().removeprefix("- ") for line in block(at) if line.strip()))
