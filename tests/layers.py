#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""layers.py ROOT: are the rooms of ROOT/src on their floors? Prints each fault, exits with 1.

Reads every `#include "room/..."` against the table below, the one of docs/architecture.md. Also
refuses a room that is not in the table, a file over 500 lines, a function over 60, a footprint
constant written in C (facts are rows of factors/, formulas are lines of models/), and the seconds
of an hour or a day written out. The command line may include no room but base, record, report and
api, and the server besides; below it nothing prints, exits, asks whether there is a terminal, reads
a variable of the environment, or (but for the server, whose pages name commands) names an option of
the command line in a text, for a library shows it too; nor do the texts of factors/ and models/.
layers.py --self-test plants one fault of each kind in an empty tree and must find it.
"""
import ast
import pathlib
import re
import sys
import tempfile

# From the ground up; a room uses the floors below its own, never its own floor's other rooms.
FLOORS = [
    ["base"], ["quantity"], ["record"], ["host"], ["factor"], ["model"],
    ["sensor", "store", "grid", "plan", "stat"], ["meter"], ["insight"], ["report"], ["api"],
    ["serve"], ["cli"],
]
FLOOR_OF = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}
# Below, and yet closed: (who, whom).
CLOSED = {("model", "host"), ("report", "sensor")}
# The command line asks through the library: of the rooms below it includes these alone.
CLI_MAY_USE = {"base", "record", "report", "api", "serve", "cli"}
# What only the command line does; and who may read the environment nevertheless: the user's
# folders, and the variables that stand in for options of the library.
CLI_ALONE = re.compile(r"(?<![\w.>])(stdout|stderr|isatty|getenv|exit)\b(?!\s*:)")
MAY_READ_ENVIRONMENT = {"src/base/places.c", "src/api/variables.c"}
MAX_LINES = 500
MAX_FUNCTION = 60  # from brace to brace
FUNCTION = re.compile(r"^\{\n(?:.*\n)*?\}$", re.MULTILINE)
# Grid intensities, PUE, unit factors that people know by heart and are tempted to type. Only in
# code, not in comments or texts; quantity/ may have unit definitions.
CONSTANTS = re.compile(
    r"(?<![\w.])(0\.475|475(\.0)?|0\.3725|372\.5|0\.494|1\.5[5-9]|1\.67|0\.442|0\.385)[fFlL]?(?![\w.])")
# Lengths of time that have one name: base/clock.h, and quantity/ for the definitions of units.
LENGTHS = re.compile(r"(?<![\w.])(3600(?:\.0)?|86400(?:000000)?|3\.6e6)[fFlL]?(?![\w.])")
NOT_CODE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
TEXT = re.compile(r'/\*.*?\*/|//[^\n]*|"((?:\\.|[^"\\\n])*)"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
# Of two letters at least: a variable of CSS has one.
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
# Commands of other programs, and files that a scheduler runs.
MAY_HAVE_OPTION = {
    "src/report/emit_shell.c": ("#SBATCH --", "cd -- "),
    "src/report/emit_systemd.c": ("--",),
    "src/report/emit_words.c": ("--",),
    "src/insight/machine_check.c": ("(in a container: --gpus all)", "systemd-run --user --scope"),
}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', re.MULTILINE)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def may_use(room, used):
    """Whether a file of `room` may include one of room `used`."""
    if room == used:
        return True
    if (room, used) in CLOSED:
        return False
    return FLOOR_OF[used] < FLOOR_OF[room]


def options_in(name, texts):
    """Yields (line, fault) of (line, text) that name an option."""
    for line, text in texts:
        match = OPTION.search(text)
        if match and not any(part in text for part in MAY_HAVE_OPTION.get(name, ())):
            yield line, (f"{match.group()}: a text below the command line has no options; "
                         "name the field, as zone=FR")


def options_of_data(root):
    """The faults of the tables and the models, as lines of text."""
    for path in sorted([*(root / "factors").glob("*.csv"), *(root / "models").glob("*.model")]):
        lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        rows = [(number, line) for number, line in lines if not line.startswith("#")]
        name = path.relative_to(root).as_posix()
        yield from (f"{name}:{line}: {fault}" for line, fault in options_in(name, rows))


def faults_of_file(room, name, text):
    """Yields (line, fault)."""
    if text.count("\n") > MAX_LINES:
        yield 1, f"{text.count(chr(10))} lines, more than {MAX_LINES}: split it"
    for match in INCLUDE.finditer(text):
        target = match.group(1)
        line = line_of(text, match.start())
        if target in ("frugal.h", "config.h"):
            continue
        used, slash, _ = target.partition("/")
        if ".." in target.split("/"):
            yield line, f'"{target}": include by room, as "room/file.h"'
        elif not slash:
            yield line, f'"{target}": include with its room, as "{room}/{target}"'
        elif used not in FLOOR_OF:
            yield line, f'"{target}": {used} is not a room'
        elif not may_use(room, used):
            yield line, f'"{target}": {room} may not use {used}'
        elif room == "cli" and used not in CLI_MAY_USE:
            yield line, f'"{target}": the command line asks through api: it may not use {used}'
    code = NOT_CODE.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)
    for match in LENGTHS.finditer(code) if room != "quantity" and name != "src/base/clock.h" else []:
        yield line_of(code, match.start()), f"{match.group(1)}: base/clock.h has a name for it"
    if room not in ("serve", "cli"):
        yield from options_in(name, ((line_of(text, match.start()), match.group(1))
                                     for match in TEXT.finditer(text) if match.group(1)))
    if name.endswith(".c"):
        for match in FUNCTION.finditer(text):
            length = match.group().count("\n") + 1
            if length > MAX_FUNCTION:
                yield line_of(text, match.start()), (
                    f"a function of {length} lines, more than {MAX_FUNCTION}: split it")
        for match in CONSTANTS.finditer(code):
            yield line_of(code, match.start()), (
                f"{match.group(1)} looks like a footprint constant: put it in factors/ or models/")
        for match in CLI_ALONE.finditer(code) if room != "cli" else []:
            word = match.group(1)
            if word == "getenv" and name in MAY_READ_ENVIRONMENT:
                continue
            if word == "exit" and not re.match(r"\s*\(", code[match.end():]):
                continue
            yield line_of(code, match.start()), f"{word}: only the command line does that"


def broken_scripts(root):
    """Scripts that do not parse: some run only when a table is made anew."""
    for path in sorted((root / "tools").rglob("*.py")) + sorted((root / "tests").rglob("*.py")):
        try:
            ast.parse(path.read_text(encoding="utf-8"))
        except SyntaxError as error:
            yield f"{path.relative_to(root).as_posix()}:{error.lineno}: {error.msg}"


def check(root):
    """The faults of the tree, as lines of text."""
    source = root / "src"
    faults = []
    for room in sorted(p for p in source.iterdir() if p.is_dir()):
        if room.name not in FLOOR_OF:
            faults.append(f"src/{room.name}: not a room of docs/architecture.md")
            continue
        for path in sorted(room.rglob("*.[ch]")):
            name = path.relative_to(root).as_posix()
            text = path.read_text(encoding="utf-8")
            faults += [f"{name}:{line}: {fault}" for line, fault in
                       faults_of_file(room.name, name, text)]
    return faults + list(options_of_data(root)) + list(broken_scripts(root))


# (file, text, part of the fault; None: must be clean)
PLANTED = [
    ("src/model/a.c", '#include "host/clock.h"\n', "model may not use host"),
    ("src/store/a.c", '#include "sensor/table.h"\n', "store may not use sensor"),
    ("src/sensor/a.c", '#include "store/ledger.h"\n', "sensor may not use store"),
    ("src/report/a.h", '#include "sensor/table.h"\n', "report may not use sensor"),
    ("src/base/a.c", '\n # include "quantity/unit.h"\n', "base may not use quantity"),
    ("src/meter/a.c", '#include "cli/main.h"\n', "meter may not use cli"),
    ("src/meter/a.c", '#include "a.h"\n', "include with its room"),
    ("src/meter/a.c", '#include "../base/mem.h"\n', "include by room"),
    ("src/meter/a.c", '#include "attic/mem.h"\n', "attic is not a room"),
    ("src/attic/a.c", "\n", "not a room of"),
    ("src/api/a.c", "double x = 0.475 * y;\n", "0.475 looks like"),
    ("src/api/a.c", "double x = y * 1.58;\n", "1.58 looks like"),
    ("src/api/a.c", "x = s / 3600;\n", "clock.h has a name"),
    ("src/grid/a.h", "#define DAY_S ((int64_t)86400)\n", "clock.h has a name"),
    ("src/quantity/a.c", "double x = 1.0 / 3600;\n", None),
    ("src/api/a.c", "\n" * 501, "more than 500"),
    ("src/api/a.c", "int f(void)\n{\n" + "\tg();\n" * 59 + "}\n", "61 lines, more than 60"),
    ("src/api/a.c", "int f(void)\n{\n" + "\tg();\n" * 58 + "}\n", None),
    ("src/api/a.c", '/* 0.475 */ const char *s = "1.58"; int n = 14750; // 475\n', None),
    ("src/api/a.c", '#include "frugal.h"\n#include "base/mem.h"\n#include "api/b.h"\n', None),
    ("src/report/a.c", '#include "store/ledger.h"\n#include <math.h>\n', None),
    ("src/base/a.c", '#include "base/mem.h"\n', None),
    ("src/cli/a.c", '#include "store/ledger.h"\n', "may not use store"),
    ("src/cli/a.c", '#include "report/run.h"\n#include "frugal.h"\nint x = isatty(1);\n', None),
    ("src/insight/a.c", "fputs(text, stdout);\n", "stdout: only the command line"),
    ("src/grid/a.c", 'x = getenv("FRUGAL_GRID");\n', "getenv: only the command line"),
    ("src/base/a.c", "exit(1);\n", "exit: only the command line"),
    ("src/base/a.c", 'run->exit = 1; /* stderr */ const char *s = "stdout";\n', None),
    ("src/base/places.c", 'x = getenv("HOME");\n', None),
    ("src/report/a.c", 'puts(_("set it with --zone"));\n', "--zone: a text below"),
    ("src/grid/a.c", 'f("%s", "--zone FR");\n', "--zone: a text below"),
    ("src/grid/a.c", 'f("frugal run"\n  " --on-budget stop");\n', "a.c:2: --on-budget: a text below"),
    ("src/insight/a.c", 'f("#SBATCH --begin=");\n', "--begin: a text below"),
    ("src/report/emit_shell.c", 'f("#SBATCH --begin=");\n', None),
    ("src/report/emit_shell.c", 'f("frugal run --ranks all -- ");\n', "--ranks: a text below"),
    ("src/report/a.c", '/* "--zone" */ f("var(--k);--h1:#fff"); // "--zone"\n', None),
    ("src/cli/a.c", 'f("--zone");\n', None),
    ("factors/a.csv", "# --mix\nkey,missing\na,no zone: --zone\n", "a.csv:3: --zone: a text"),
    ("tools/factors/a.py", 'x = {"a\nb": 1}\n', "a.py:1: "),
    ("models/a.model", '# --zone\nin zone "of --zone"\n', "a.model:2: --zone: a text"),
]


def self_test():
    missed = 0
    print(f"1..{len(PLANTED)}")
    for number, (name, text, expected) in enumerate(PLANTED, 1):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "src").mkdir()
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
            faults = check(root)
        seen = any(expected in fault for fault in faults) if expected else not faults
        missed += not seen
        what = expected or "clean: " + name
        print(f"{'' if seen else 'not '}ok {number} - {what}")
    return missed


def main():
    if sys.argv[1:] == ["--self-test"]:
        return 1 if self_test() else 0
    faults = check(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "."))
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
