#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does the library still fit the programs that were built with it?

abi.py LIBRARY             compares a library that has debug information with tests/api/libfrugal.abi
abi.py --update [LIBRARY]  describes it anew (without LIBRARY: builds one in build-ci/abi)
abi.py --self-test         plants changes in a small library and must tell them apart (TAP)

The description is abidw's, of the functions and types of include/ alone. A comparison ends with 0 (as
it was), 1 (only additions: update the description), 3 (programs break) or 77 (skipped). An addition is
a function, an enumerator, or a member at the end of a struct whose first member is its size: of any
other struct a program has one of the size that it was built with. abidiff says what differs; which of
the two it is follows from the descriptions."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

TOP = pathlib.Path(__file__).resolve().parent.parent
DESCRIPTION = TOP / 'tests' / 'api' / 'libfrugal.abi'
SAME, ADDITIONS, FAILED, BREAK, SKIPPED = 0, 1, 2, 3, 77
# Nothing of the machine that built it, nothing that may be renamed at will.
OPTIONS = ('--drop-private-types --exported-interfaces-only --no-comp-dir-path --no-corpus-path --no-show-locs --no-architecture '
           '--no-elf-needed --no-parameter-names --no-write-default-sizes --type-id-style hash').split()


def describe(library, headers):
    text = subprocess.run(['abidw', '--headers-dir', headers, *OPTIONS, library], capture_output=True, text=True, check=True).stdout
    return re.sub(r"(<abi-instr [^>]*path=')[^']*/(src/)", r'\1\2', text)


class Described:
    """What a description says of functions, structs and enums, with types by their names."""

    def __init__(self, text):
        root = xml.etree.ElementTree.fromstring(text)
        self.types = {item.get('id'): item for item in root.iter() if item.get('id')}
        self.functions = {item.get('name'): self.signature(item) for item in root.iter('function-decl')}
        self.structs = {}
        for item in root.iter('class-decl'):
            members = [(m.find('var-decl').get('name'), int(m.get('layout-offset-in-bits')), self.name(m.find('var-decl').get('type-id')))
                       for m in item.findall('data-member')]
            if members:
                self.structs[item.get('name')] = (int(item.get('size-in-bits')), members)
        self.enums = {item.get('name'): {e.get('name'): e.get('value') for e in item.findall('enumerator')} for item in root.iter('enum-decl')}
        self.typedefs = {item.get('name'): self.name(item.get('type-id')) for item in root.iter('typedef-decl')}

    def signature(self, item):
        parameters = ['...' if p.get('is-variadic') else self.name(p.get('type-id')) for p in item.findall('parameter')]
        return f'{self.name(item.find("return").get("type-id"))} ({", ".join(parameters)})'

    def name(self, identity):
        item = self.types[identity]
        if item.tag == 'pointer-type-def':
            return self.name(item.get('type-id')) + ' *'
        if item.tag == 'qualified-type-def':
            return self.name(item.get('type-id')) + ''.join(' ' + q for q in ('const', 'volatile', 'restrict') if item.get(q) == 'yes')
        if item.tag == 'array-type-def':
            return self.name(item.get('type-id')) + ''.join(f'[{s.get("length")}]' for s in item.findall('subrange'))
        if item.tag == 'function-type':
            return self.signature(item)
        return item.get('name')


def struct_breaks(name, old, new):
    (old_size, old_members), (new_size, new_members) = old, new
    now = {member[0]: member for member in new_members}
    for member in old_members:
        if member[0] not in now:
            yield f'struct {name}: {member[0]} is gone'
        elif now[member[0]] != member:
            yield f'struct {name}: {member[0]} was {member[2]} at bit {member[1]}, is {now[member[0]][2]} at bit {now[member[0]][1]}'
    last = max(offset for _, offset, _ in old_members)
    added = [member for member in new_members if member[0] not in {m[0] for m in old_members}]
    yield from (f'struct {name}: {member[0]} is not at the end' for member in added if member[1] <= last)
    if old_members[0][0] != 'size' and (added or new_size != old_size):
        yield f'struct {name}: it has no size and was {old_size} bits, is {new_size}'


def breaks(old, new):
    """A line for each thing that a program built with old does not find in new."""
    for kind in 'functions', 'typedefs':
        now = getattr(new, kind)
        for name, what in getattr(old, kind).items():
            # A type that nothing refers to any more is seen at its former users.
            if name not in now and kind == 'functions':
                yield f'{name} is gone'
            elif now.get(name, what) != what:
                yield f'{name} was {what}, is {now[name]}'
    for name, struct in old.structs.items():
        if name in new.structs:
            yield from struct_breaks(name, struct, new.structs[name])
    for name, enum in old.enums.items():
        for enumerator, value in enum.items():
            if name in new.enums and new.enums[name].get(enumerator) != value:
                yield f'enum {name}: {enumerator} was {value}, is {new.enums[name].get(enumerator, "gone")}'


def compare(old, new):
    """The status, and what to say."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in ('old', old), ('new', new):
            (pathlib.Path(folder) / name).write_text(text)
        done = subprocess.run(['abidiff', '--harmless', 'old', 'new'], cwd=folder, capture_output=True, text=True)
    if done.returncode & 3:
        return FAILED, done.stdout + done.stderr
    broken = list(breaks(Described(old), Described(new)))
    if broken:
        return BREAK, done.stdout + '\n'.join(broken) + '\nprograms that are built already break; where that is meant: tools/abi.py --update\n'
    if done.returncode:
        return ADDITIONS, done.stdout + 'only additions; update the description: tools/abi.py --update\n'
    return SAME, ''


def why_not(library=None):
    if not shutil.which('abidw') or not shutil.which('abidiff'):
        return 'no abidw and abidiff (abigail-tools)'
    if library and '.debug_info' not in subprocess.run(['readelf', '-S', library], capture_output=True, text=True).stdout:
        return f'{library} has no debug information'
    return None


def update(library):
    if not library:
        build = TOP / 'build-ci' / 'abi'
        library = build / 'src' / 'libfrugal.so'
        if not (build / 'build.ninja').is_file():
            subprocess.run(['meson', 'setup', '--buildtype=debug', '-Dtests=false', build, TOP], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(['ninja', '-C', build, '--quiet', 'src/libfrugal.so.0.1.0'], check=True)
    if why_not(library):
        print('abi.py: ' + why_not(library), file=sys.stderr)
        return FAILED
    text = describe(library, TOP / 'include')
    if DESCRIPTION.is_file():
        print(compare(DESCRIPTION.read_text(), text)[1], end='')
    DESCRIPTION.write_text(text)
    return 0


# ---- the test of this -----------------------------------------------------------------------------

PLAIN = 'enum e { A, B }; struct s { size_t size; int a; double b; enum e e; };'
SMALL = 'struct s { int a; double b; };'
ONE = 'int f(struct s *s);'
PLANTED = [  # what, expected, old, new
    ('the same is the same', SAME, PLAIN + ONE, PLAIN + ONE),
    ('a function that is added is an addition', ADDITIONS, PLAIN + ONE, PLAIN + ONE + 'int g(struct s *s);'),
    ('a member at the end is an addition', ADDITIONS, PLAIN + ONE, PLAIN.replace('e; };', 'e; double c; };') + ONE),
    ('an enumerator at the end is an addition', ADDITIONS, PLAIN + ONE, PLAIN.replace('B }', 'B, C }') + ONE),
    ('a member in the middle is a break', BREAK, PLAIN + ONE, PLAIN.replace('double b;', 'double c; double b;') + ONE),
    ('a member in a gap is a break', BREAK, PLAIN + ONE, PLAIN.replace('double b;', 'int c; double b;') + ONE),
    ('a member of another type is a break', BREAK, PLAIN + ONE, PLAIN.replace('int a', 'long a') + ONE),
    ('a member that is removed is a break', BREAK, PLAIN + ONE, PLAIN.replace('double b;', '') + ONE),
    ('a function that is removed is a break', BREAK, PLAIN + ONE + 'int g(struct s *s);', PLAIN + ONE),
    ('another parameter is a break', BREAK, PLAIN + ONE, PLAIN + 'int f(struct s *s, int more);'),
    ('another result is a break', BREAK, PLAIN + ONE, PLAIN + ONE.replace('int f', 'long f')),
    ('an enumerator before others is a break', BREAK, PLAIN + ONE, PLAIN.replace('A, B', 'A, C, B') + ONE),
    ('a struct without its size does not grow', BREAK, SMALL + ONE, SMALL.replace('b;', 'b; double c;') + ONE),
]


def small_library(header, folder):
    (folder / 'h').mkdir(parents=True)
    (folder / 'h' / 'planted.h').write_text(header)
    functions = re.findall(r'(?:int|long) \w+\(.*?\)', header)
    (folder / 'planted.c').write_text('#include <stddef.h>\n#include "h/planted.h"\n' +
                                      ''.join(f'{f} {{ return s != NULL; }}\n' for f in functions))
    subprocess.run([*os.environ.get('CC', 'cc').split(), '-g', '-shared', '-fPIC', '-o', 'planted.so', 'planted.c'], cwd=folder, check=True)
    return describe(folder / 'planted.so', folder / 'h')


def self_test():
    failed = 0
    print(f'1..{len(PLANTED)}')
    for number, (what, expected, old, new) in enumerate(PLANTED, 1):
        with tempfile.TemporaryDirectory() as folder:
            status, said = compare(*(small_library(text, pathlib.Path(folder) / side) for side, text in (('old', old), ('new', new))))
        good = status == expected
        failed += not good
        print('ok' if good else 'not ok', number, '-', what)
        if not good:
            print(f'# {status}, expected {expected}\n# ' + said.replace('\n', '\n# '))
    return int(failed > 0)


def main(args):
    if args[:1] == ['--update']:
        return update(args[1] if args[1:] else None)
    if not args or args[0].startswith('-') and args[0] != '--self-test':
        print(__doc__, file=sys.stderr)
        return FAILED
    library = None if args[0] == '--self-test' else args[0]
    if why_not(library):
        print(('1..0 # SKIP ' if library is None else 'skipped: ') + why_not(library))
        return 0 if library is None else SKIPPED
    if library is None:
        return self_test()
    status, said = compare(DESCRIPTION.read_text(), describe(library, TOP / 'include'))
    print(said, end='')
    return status


sys.exit(main(sys.argv[1:]))
