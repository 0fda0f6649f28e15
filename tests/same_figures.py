#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""same_figures.py OLD NEW: do two checkouts expect the same figures, whatever the words?

Of every expectation (tests/cli, tests/api) it keeps numbers, units, names with digits, JSON keys and
exit codes, in their order, and drops words, the lines of commands and how the text is laid out. What
is not the same is printed by file, old lines before new ones. Exits with 1 where something differs.
With --self-test it finds planted differences, in TAP.
"""
import difflib
import pathlib
import re
import sys

COMMAND = re.compile(r"^\+ (?:env .* |timeout .* )?frugal(?: |$)")
PREFIX = "[nµmkMGTPE]?"
UNITS = "|".join((PREFIX + "(?:Wh|W|J|gCO2e|gSbe|g|tCO2e|t|L|B|s|h|FLOP|token)", "g CO2e", "kg CO2e", "t CO2e", "mg CO2e",
                  "min", "d", "yr", "m3", "EUR", "%"))
TOKENS = re.compile(rf"""
    (?P<key>"[A-Za-z_$][^"\n]*"(?=\s*:))
  | (?P<figure>(?<!\w)[-+]?\d+(?:[.,\u00a0\u202f]\d+)*(?:[eE][-+]?\d+)?)
    (?:[ \u00a0\u202f]?(?P<unit>(?:{UNITS})(?:/[A-Za-z0-9]+)?)(?![A-Za-z_]))?
  | (?P<name>[A-Za-z_]*\d\w*)
  | (?P<truth>\b(?:true|false|null|nan|inf)\b)
""", re.VERBOSE)


def figures(text):
    """The tokens of a text with the line each stands in: [(token, line)]."""
    found = []
    for line in text.splitlines():
        if COMMAND.match(line):
            continue
        for match in TOKENS.finditer(line):
            found += [(part, line) for part in match.groups() if part]
    return found


def differences(old, new):
    """Pieces (old lines, new lines) whose tokens differ."""
    a, b = figures(old), figures(new)
    pieces = []
    matcher = difflib.SequenceMatcher(None, [t for t, _ in a], [t for t, _ in b], autojunk=False)
    for kind, i, j, k, l in matcher.get_opcodes():
        if kind != "equal":
            pieces.append(([f"{t}   | {line}" for t, line in a[i:j]], [f"{t}   | {line}" for t, line in b[k:l]]))
    return pieces


def expectations(top):
    """Texts by their name: a case's .out is one whether it is exact or of patterns."""
    found = {}
    for kind in ("out", "out.glob", "err", "err.glob", "exit"):
        for path in pathlib.Path(top, "tests/cli").glob("*." + kind):
            found["tests/cli/" + path.name.removesuffix(".glob")] = path.read_text(encoding="utf-8", errors="surrogateescape")
    for path in pathlib.Path(top, "tests/api").glob("*.expected"):
        found["tests/api/" + path.name] = path.read_text(encoding="utf-8")
    return found


def compare(old, new):
    was, now = expectations(old), expectations(new)
    status = 0
    for name in sorted(was.keys() | now.keys()):
        pieces = differences(was.get(name, ""), now.get(name, ""))
        if not pieces:
            continue
        status = 1
        print(name if name in was and name in now else f"{name} (only {'before' if name in was else 'after'})")
        for before, after in pieces:
            print(*("    - " + line for line in before), *("    + " + line for line in after), sep="\n")
    print(f"{len(was)} expectations before, {len(now)} after", file=sys.stderr)
    return status


def self_test():
    was = 'used 12.5 kWh [11, 14] by 3 runs\n{"value": 1e-3, "unit": "g"}\nfrugal: no such row (t.csv:7)\n2\n'
    same = ("+ frugal runs 99\nit took   12.5 kWh [11, 14] in 3 of them\n"
            '{"value":1e-3,"unit":"g"}\nfrugal: an unknown row (t.csv:7)\nexit 2\n')
    cases = [("other words are the same", same, False), ("another digit", was.replace("12.5", "12.6"), True),
             ("another unit", was.replace("kWh", "MWh"), True), ("another key", was.replace('"value"', '"amount"'), True),
             ("another order", was.replace("[11, 14]", "[14, 11]"), True), ("another line in a file", was.replace(":7", ":8"), True),
             ("another exit code", was.replace("\n2\n", "\n3\n"), True), ("a figure less", was.replace(" by 3 runs", ""), True)]
    print(f"1..{len(cases)}")
    failed = 0
    for n, (name, text, differs) in enumerate(cases, 1):
        good = bool(differences(was, text)) == differs
        failed += not good
        print(f"{'ok' if good else 'not ok'} {n} - {name}")
    return failed > 0


sys.exit(self_test() if sys.argv[1:] == ["--self-test"] else compare(*sys.argv[1:]))
