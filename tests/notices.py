#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""notices.py ROOT: do NOTICE, debian/copyright and docs/factors.md of ROOT agree with the tables of factors/?

Each licence of others in a row of a table must be in a section of NOTICE that names the table, and each
table that a section names must have such rows; a table under a share-alike licence must be under it as a
whole. debian/copyright must be what tools/copyright.py makes of NOTICE. docs/factors.md must list each file with the number of its rows. Prints each fault, and exits with
1 when there is one. notices.py --self-test plants one fault of each kind.
"""
import csv
import importlib.util
import pathlib
import re
import sys
import tempfile

# Licences in rows that ask nothing of us: single facts, and what is ours.
FREE = {"fact (cited)", "facts", "Apache-2.0 (own fit)", "Apache-2.0 (own words)"}
OWN_SOURCES = re.compile(r"^(frugal|own judgement|RGESN)")
SHARE_ALIKE = {"ODbL-1.0", "CC-BY-SA-4.0", "MPL-2.0"}
SECTION = re.compile(r"^Tables: (.+)\nLicence: (.+)$", re.MULTILINE)
LISTED = re.compile(r"^\| (`[^|]*) \| ([\d, ]+) \|", re.MULTILINE)


def rows_of(path):
    lines = [line for line in path.read_text(encoding="utf-8").splitlines(True) if not line.startswith("#")]
    return list(csv.DictReader(lines))


def licences_of(rows):
    """The licences of others in the rows of a table."""
    found = set()
    for row in rows:
        if not OWN_SOURCES.match(row.get("source") or ""):
            found |= {part.strip() for part in (row.get("licence") or "").split(";")}
    return found - FREE - {""}


def copyright_of(root):
    path = pathlib.Path(__file__).resolve().parent.parent / "tools" / "copyright.py"
    spec = importlib.util.spec_from_file_location("copyright_of_packages", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.written(root)


def faults(root):
    if (root / "debian").is_dir() and (root / "debian" / "copyright").read_text(encoding="utf-8") != copyright_of(root):
        yield "debian/copyright is not that of NOTICE: tools/copyright.py . >debian/copyright"
    tables = {path.name: rows_of(path) for path in sorted((root / "factors").glob("*.csv"))}
    noticed = {(table.strip(), licence) for names, licence in SECTION.findall((root / "NOTICE").read_text(encoding="utf-8"))
               for table in names.split(",")}
    used = {(name, licence) for name, rows in tables.items() for licence in licences_of(rows)}
    for name, licence in sorted(used - noticed):
        yield f"factors/{name} has rows under {licence}: NOTICE has no section with this table and licence"
    for name, licence in sorted(noticed - used):
        yield f"NOTICE: {name} has no rows under {licence}"
    for name, rows in tables.items():
        alike = licences_of(rows) & SHARE_ALIKE
        if alike and {row.get("licence") for row in rows} != alike:
            yield f"factors/{name}: rows under {', '.join(sorted(alike))} require a file of their own"
    listed = {}
    for names, counts in LISTED.findall((root / "docs" / "factors.md").read_text(encoding="utf-8")):
        listed.update(zip(re.findall(r"`([^`]+)`", names), [int(count) for count in counts.split(",")]))
    for name, rows in tables.items():
        if listed.pop(name, None) != len(rows):
            yield f"docs/factors.md: {name} has {len(rows)} rows"
    for name in listed:
        yield f"docs/factors.md: factors/{name} does not exist"


PLANTED = [  # what is planted, rows of factors/a.csv, NOTICE, docs
    ("nothing", "k,s,MIT\n", "Tables: a.csv\nLicence: MIT\n", "| `a.csv` | 1 |", 0),
    ("a licence without a notice", "k,s,MIT\n", "", "| `a.csv` | 1 |", 1),
    ("a second licence without a notice", "k,s,MIT; ODbL-2\n", "Tables: a.csv\nLicence: MIT\n", "| `a.csv` | 1 |", 1),
    ("a notice without rows", "k,s,fact (cited)\n", "Tables: a.csv\nLicence: MIT\n", "| `a.csv` | 1 |", 1),
    ("a notice of a table that is gone", "k,s,MIT\n", "Tables: a.csv, b.csv\nLicence: MIT\n", "| `a.csv` | 1 |", 1),
    ("share-alike rows among others", "k,s,ODbL-1.0\nl,s,fact (cited)\n", "Tables: a.csv\nLicence: ODbL-1.0\n", "| `a.csv` | 2 |", 1),
    ("another number of rows", "k,s,MIT\n", "Tables: a.csv\nLicence: MIT\n", "| `a.csv` | 2 |", 1),
    ("a table that is not listed", "k,s,MIT\n", "Tables: a.csv\nLicence: MIT\n", "", 1),
    ("a listed table that is gone", "k,s,MIT\n", "Tables: a.csv\nLicence: MIT\n", "| `a.csv`, `b.csv` | 1, 2 |", 1),
]


def packages_are_seen():
    """That the check of debian/copyright finds a licence that was left out of it."""
    top = pathlib.Path(__file__).resolve().parent.parent
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name in "factors", "docs", "debian":
            (root / name).mkdir()
        notice = (top / "NOTICE").read_text(encoding="utf-8")
        (root / "NOTICE").write_text(notice, encoding="utf-8")
        (root / "docs" / "factors.md").write_text("", encoding="utf-8")
        found = []
        for licence in "ODbL-1.0", "MIT":
            (root / "debian" / "copyright").write_text(copyright_of(root).replace(licence, "MIT"), encoding="utf-8")
            found.append([fault for fault in faults(root) if fault.startswith("debian/copyright")])
    return len(found[0]) == 1 and not found[1]


def self_test():
    print(f"1..{len(PLANTED) + 1}")
    failed = 0
    for number, (what, rows, notice, docs, expected) in enumerate(PLANTED, 1):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "factors").mkdir()
            (root / "docs").mkdir()
            (root / "factors" / "a.csv").write_text("# a comment\nkey,source,licence\n" + rows, encoding="utf-8")
            (root / "NOTICE").write_text(notice, encoding="utf-8")
            (root / "docs" / "factors.md").write_text(docs + "\n", encoding="utf-8")
            right = len(list(faults(root))) == expected
        failed += not right
        print(f"{'ok' if right else 'not ok'} {number} - {what}")
    right = packages_are_seen()
    failed += not right
    print(f"{'ok' if right else 'not ok'} {len(PLANTED) + 1} - another copyright of the packages")
    return failed > 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    found = list(faults(pathlib.Path(sys.argv[1] if sys.argv[1:] else ".")))
    print("\n".join(found), end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
