#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The command table reaches everything that is made from it: each command and each option is in
its help, in the man page and in both completions, in both languages; help fits a screen; the
completion of bash answers as a user would expect. Usage: table.py FRUGAL FR.PO. Prints TAP."""

import os
import re
import shutil
import subprocess
import sys
import tempfile

FRUGAL = os.path.abspath(sys.argv[1])
ENVIRONMENT = {'PATH': os.path.dirname(FRUGAL) + ':/usr/bin:/bin', 'LC_ALL': 'C.UTF-8'}
ENVIRONMENT |= {k: v for k, v in os.environ.items() if k in ('ASAN_OPTIONS', 'UBSAN_OPTIONS')}
WIDTH, LINES, AROUND_COMMANDS, AROUND_OPTIONS = 80, 60, 34, 32


def frugal(*args, **keywords):
    done = subprocess.run([FRUGAL, *args], env=ENVIRONMENT, capture_output=True, text=True, **keywords)
    if done.returncode:
        raise AssertionError(f'frugal {args} ended with {done.returncode}: {done.stderr}')
    return done.stdout


def words(*args):
    return frugal('help', '--complete', *args).split()


def wanted(place, text, what):
    return [f'{what} is not in {place}'] if not re.search(re.escape(what) + r'(?![a-z-])', text) else []


def section(page, command):
    """The part of the man page that is about one command."""
    found = re.search(rf'^\.SS "frugal {command}\b.*?(?=^\.S[SH])', page, re.S | re.M)
    return found.group(0) if found else ''


def every_option_is_in_the_help():
    bad = []
    for lang in 'en', 'fr':
        top = frugal('help', '--lang', lang)
        for option in words('options'):
            bad += wanted(f'frugal help ({lang})', top, option)
        for command in words('commands'):
            bad += wanted(f'frugal help ({lang})', top, '  ' + command)
            text = frugal(command, '--help', '--lang', lang)
            for option in words('options', command) + words('options'):
                bad += wanted(f'frugal {command} --help ({lang})', text, option)
    return bad


def every_option_is_in_the_man_page():
    bad = []
    for lang in 'en', 'fr':
        page = frugal('help', '--man', '--lang', lang).replace('\\-', '-')
        for option in words('options'):
            bad += wanted(f'man page ({lang})', page, option)
        for command in words('commands'):
            for option in words('options', command):
                bad += wanted(f'man page, {command} ({lang})', section(page, command), option)
            if not section(page, command):
                bad.append(f'{command} has no section in the man page ({lang})')
    return bad


def every_option_is_in_the_completions():
    bad = []
    bash = frugal('help', '--completion', 'bash')
    zsh = frugal('help', '--completion', 'zsh')
    for option in words('options'):
        bad += wanted('bash', bash, option) + wanted('zsh', zsh, option)
    for command in words('commands'):
        of_bash = re.search(rf"^\t\t{command}\) options='(.*)'", bash, re.M)
        of_zsh = re.search(rf'^\t{command}\) own=\((.*?)^\t\) ;;', zsh, re.S | re.M)
        if not of_bash or not of_zsh:
            bad.append(f'{command} is not completed')
            continue
        for option in words('options', command):
            bad += wanted(f'bash, {command}', of_bash.group(1), option)
            bad += wanted(f'zsh, {command}', of_zsh.group(1), option)
    return bad


def help_fits_a_screen_and_has_three_examples():
    bad = []
    for lang in 'en', 'fr':
        for args in [['help']] + [[c, '--help'] for c in words('commands')] + [['help', 'models']]:
            lines = frugal(*args, '--lang', lang).split('\n')
            name = ' '.join(args)
            if args[1:] == ['--help'] and sum(l.startswith('  ') and 'frugal ' in l[:60] for l in lines) < 3:
                bad.append(f'{name} ({lang}) has fewer than three examples')
            # The program's own has a line for each command.
            most = LINES if args[1:] else AROUND_COMMANDS + len(words('commands'))
            # One with many options has a line for each, and little around them.
            if args[1:] == ['--help']:
                most = max(most, AROUND_OPTIONS + len(words('options', args[0])))
            if len(lines) - 1 > most:
                bad.append(f'{name} ({lang}) takes {len(lines) - 1} lines')
            # A command line to copy is not cut.
            bad += [f'{name} ({lang}): too wide: {l}' for l in lines
                    if len(l) > WIDTH and not l.startswith('  frugal')]
    return bad


def names_do_not_collide():
    bad = []
    common = words('options')
    for command in words('commands'):
        own = words('options', command)
        bad += [f'{command}: {o} is also a common option' for o in own if o in common]
        bad += [f'{command}: {o} appears twice' for o in set(own) if own.count(o) > 1]
        shown = frugal(command, '--help') + frugal('help')
        letters = re.findall(r'^  (-\w), --', shown, re.M)
        bad += [f'{command}: {l} appears twice' for l in set(letters) if letters.count(l) > 1]
    return bad


def complete(*line):
    """What bash offers for the last word, cut as bash cuts a line (at '=' too)."""
    cut = [w for word in line for w in (re.split('(=)', word) if word.startswith('--') else [word])]
    if len(cut) > 1 and cut[-1] == '' and cut[-2] == '=':
        cut.pop()
    script = ('source <(frugal help --completion bash); COMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); '
              '_frugal; printf "%s\\n" "${COMPREPLY[@]}"')
    done = subprocess.run(['bash', '-c', script, 'bash', *cut], env=ENVIRONMENT, capture_output=True, text=True)
    return done.stdout.split() + done.stderr.split()


def bash_completes():
    cases = [
        (['frugal', 'est'], ['estimate']),
        (['frugal', '--lang', ''], ['en', 'fr']),
        (['frugal', '--lang=f'], ['fr']),
        (['frugal', '--lang', 'fr', 'sens'], ['sensors']),
        (['frugal', '--lang=fr', 'sens'], ['sensors']),
        (['frugal', 'run', '--pha'], ['--phase']),
        (['frugal', 'run', '--phase', 'tr'], ['training']),
        (['frugal', 'run', '--phase='], ['data', 'development', 'search', 'training', 'fine-tuning', 'evaluation', 'inference']),
        (['frugal', 'help', 'mod'], ['models']),
        (['frugal', 'runs', 'sh'], ['show']),
        (['frugal', 'explain', ''], ['last']),
        (['frugal', 'version', '--js'], ['--json']),
        (['frugal', 'factors', ''], words('tables')),
        (['frugal', 'estimate', '--json', ''], words('models')),
    ]
    return [f'{line}: {complete(*line)}, expected {expected}' for line, expected in cases
            if complete(*line) != expected]


def scripts_are_valid():
    bad = []
    for shell in 'bash', 'zsh':
        if not shutil.which(shell):
            continue
        with tempfile.NamedTemporaryFile('w', suffix='.' + shell) as file:
            file.write(frugal('help', '--completion', shell))
            file.flush()
            done = subprocess.run([shell, '-n', file.name], capture_output=True, text=True)
            if done.returncode:
                bad.append(f'{shell}: {done.stderr}')
    return bad


def french_is_typeset():
    """A narrow no-break space (U+202F) precedes ; ? ! » and follows «; tests/words.py looks closer."""
    bad, french = [], False
    with open(sys.argv[2], encoding='utf-8') as file:
        for line in file:
            french = line.startswith('msgstr') or french and line.startswith('"')
            text = re.sub(r'`[^`]*`|^(Content-Type|Plural-Forms): .*', '', line[line.find('"') + 1:-2]) if french else ''
            if re.search(r'\u00a0|[^\u202f\s/\[][;?!»](\s|$)|\S [:;?!»](\s|$)|«(?!\u202f)', text):
                bad.append(f'a narrow no-break space is missing: {line.strip()}')
    return bad


TESTS = [
    every_option_is_in_the_help,
    every_option_is_in_the_man_page,
    every_option_is_in_the_completions,
    help_fits_a_screen_and_has_three_examples,
    names_do_not_collide,
    bash_completes,
    scripts_are_valid,
    french_is_typeset,
]

print(f'1..{len(TESTS)}')
for number, test in enumerate(TESTS, 1):
    faults = test()
    print('not ok' if faults else 'ok', number, '-', test.__name__)
    for fault in faults:
        print('#', fault)
