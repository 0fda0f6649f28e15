#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How wide the doors of the house are: which files it takes to add a sensor, a command, a
form, a service of electricity data, a section of the report, a model, a table of facts or a row.

Copies the tree (what git knows or would add) into WORK, plants one of each from tests/doors/ with no
more than the edits below, counts the files of each door, builds the program once, and sees that each
thing works and that the tests which list such things still pass. The copy and its build are kept,
so that the next time only what changed is compiled. Usage: doors.py ROOT WORK [COMPILER]. TAP."""

import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading

MOST = 3  # files, without the test

ROOT, WORK = (pathlib.Path(path).resolve() for path in sys.argv[1:3])
TREE, BUILD = WORK / 'tree', WORK / 'build'
FRUGAL = BUILD / 'frugal'
PLANTS = pathlib.Path(__file__).resolve().parent / 'doors'


class Door:
    """What adding one thing touches: {file: its text now}."""

    def __init__(self, tree):
        self.tree, self.files = tree, {}

    def new(self, path):
        assert path not in self.tree, f'{path} is there already'
        self.write(path, (PLANTS / pathlib.PurePath(path).name).read_bytes())

    def after(self, path, line, added):
        """Puts a line behind the one that begins with line, in a file that is there."""
        text = self.tree[path].decode()
        at = re.search(rf'^{re.escape(line)}.*\n', text, re.M)
        assert at, f'{path} has no line {line!r}'
        self.write(path, (text[:at.end()] + added + '\n' + text[at.end():]).encode())

    def french(self, **words):
        """Translations: the catalogue is a file like others."""
        entries = ''.join(f'\nmsgid "{english}"\nmsgstr "{french}"\n' for english, french in words.items())
        self.write('po/fr.po', self.tree['po/fr.po'] + entries.encode())

    def write(self, path, content):
        self.tree[path] = self.files[path] = content


def row(text, width=99):
    """A row of a table in C, as clang-format lays it out: the backslash in column 99."""
    return '\t' + text.ljust(width - 8) + '\\'


def sensor(door):
    door.new('src/sensor/door.c')
    door.after('src/sensor/table.h', '\tROW(battery)', row('ROW(door)'))
    door.french(**{'energy of the door': 'énergie de la porte'})


def command(door):
    door.new('src/cli/cmd_door.c')
    door.after('src/cli/command.h', '\tROW(config)', row('ROW(door)'))
    door.french(**{
        'number of knocks (default: 1)': 'nombre de coups (par défaut : 1)', 'one knock': 'un coup', 'two knocks': 'deux coups',
        'three knocks': 'trois coups', 'knock at the door': 'frapper à la porte',
        'Knocks at the door. Nobody opens.': 'Frappe à la porte. Personne n\'ouvre.'})


def form(door):
    door.new('src/report/form_door.c')
    door.after('src/report/forms.h', '\tROW(form_boamps', row('ROW(form_door, door, "door")'))


def service(door):
    door.new('src/grid/service_door.c')
    door.after('src/grid/services.h', '\tROW(entsoe)', row('ROW(door)'))


def section(door):
    door.new('src/report/page_door.c')
    door.after('src/report/sections.h', '\tROW(page_group, next_steps)', row('ROW(page_door, door)'))
    door.french(**{'The door': 'La porte', '%.0f runs went through the door.': '%.0f exécutions ont passé la porte.'})


def model(door):
    door.new('models/door.model')


def table(door):
    door.new('factors/doors.csv')


def factor(door):
    door.after('factors/zones.csv', 'key,name,aliases',
               'DOOR,The door,,42,,,lifecycle,2024,tests/doors.py,CC0-1.0,')


DOORS = [sensor, command, form, service, section, model, table, factor]


# ---- the tree -----------------------------------------------------------------------------------

def tree_of(root):
    listed = subprocess.run(['git', '-C', root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
                            capture_output=True, check=True).stdout.decode().split('\0')
    return {name: (root / name).read_bytes() for name in listed if name and (root / name).is_file()}


def lay_out(tree):
    """Makes TREE what tree says; files that are as they should be keep their time."""
    for path in TREE.rglob('*'):
        if path.is_file() and path.relative_to(TREE).as_posix() not in tree:
            path.unlink()
    for name, content in tree.items():
        path = TREE / name
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        mode = (ROOT / name).stat().st_mode if (ROOT / name).is_file() else 0o644
        path.chmod(mode & 0o777)


def run(*args, **keywords):
    done = subprocess.run([str(arg) for arg in args], capture_output=True, text=True, **keywords)
    return done.returncode, done.stdout, done.stderr


def build():
    environment = dict(os.environ, CCACHE_BASEDIR=str(WORK), CCACHE_NOHASHDIR='1')
    if sys.argv[3:]:
        environment['CC'] = sys.argv[3]
    if not (BUILD / 'build.ninja').is_file():
        shutil.rmtree(BUILD, ignore_errors=True)
        status, out, err = run('meson', 'setup', '--buildtype=plain', '-Dwerror=true', '-Dtests=false', '-Dbpf=disabled',
                               BUILD, TREE, env=environment)
        if status:
            return [out + err]
    status, out, err = run('ninja', '-C', BUILD, 'frugal', env=environment)
    return [f'the build ended with {status}:\n{out[-4000:]}{err}'] if status else []


# ---- does it work -------------------------------------------------------------------------------

HOME = WORK / 'home'


def frugal(*args, **variables):
    environment = {'PATH': f'{BUILD}:/usr/bin:/bin', 'HOME': str(HOME), 'LC_ALL': 'C.UTF-8', 'FRUGAL_STORE': str(HOME / 'ledger.db'),
                   'FRUGAL_GRID': str(HOME / 'grid'), 'FRUGAL_ROOT': str(HOME / 'root'), **variables}
    status, out, err = run(FRUGAL, *args, env=environment, cwd=HOME)
    return f'{out}{err}exit {status}\n'


def lacks(what, text, *wanted):
    return [f'{what} lacks {word!r}:\n{text}' for word in wanted if word not in text]


def the_sensor_is_listed():
    folder = HOME / 'root' / 'run' / 'door'
    folder.mkdir(parents=True, exist_ok=True)
    (folder / 'energy_uj').write_text('1000000\n')
    found = lacks('frugal sensors', frugal('sensors'), 'rail.door', 'door meter', 'exit 0')
    (folder / 'energy_uj').unlink()
    return found + lacks('frugal sensors', frugal('sensors'), 'absent: door (energy of the door)') + \
        lacks('frugal sensors --lang fr', frugal('sensors', '--lang', 'fr'), 'énergie de la porte')


def the_command_is_in_help_man_page_and_completion():
    return lacks('frugal door', frugal('door', '--times', '2'), 'knock\nknock\nexit 0') + \
        lacks('frugal help', frugal('help'), 'knock at the door') + \
        lacks('frugal help --lang fr', frugal('help', '--lang', 'fr'), 'frapper à la porte') + \
        lacks('the man page', frugal('help', '--man'), 'Knocks at the door') + \
        lacks('the completion of bash', frugal('help', '--completion', 'bash'), '--times') + \
        lacks('the completion of zsh', frugal('help', '--completion', 'zsh'), 'knock at the door')


def a_run():
    return lacks('frugal run', frugal('run', '-q', '--zone', 'FR', '--project', 'door', '--', 'true'), 'exit 0')


def the_form_is_written_and_read_back():
    found = a_run() + lacks('frugal report --help', frugal('report', '--help').replace('\n' + ' ' * 26, ' '), 'boamps, door,')
    found += lacks('the completion of bash', frugal('help', '--completion', 'bash'), 'boamps door')
    text = frugal('report', 'project=door', '--form', 'door', '--format', 'json')
    found += lacks('the form', text, '"door_kwh":', '"door_g":', 'exit 0')
    found += lacks('another format', frugal('report', 'project=door', '--form', 'door', '--format', 'md'), 'choose json', 'exit 2')
    # 50 g of 1 kWh are an intensity of a grid; 50 kg are not.
    (HOME / 'right.json').write_text('{"door_kwh": 1, "door_g": 50}')
    (HOME / 'wrong.json').write_text('{"door_kwh": 1, "door_g": 50000}')
    found += lacks('--check', frugal('report', '--check', 'right.json'), 'door: no unit error in 1 comparison', 'exit 0')
    return found + lacks('--check', frugal('report', '--check', 'wrong.json'), 'door_g: carbon is too large', 'exit 1')


class Service(http.server.BaseHTTPRequestHandler):
    asked = []

    def do_GET(self):
        Service.asked.append(self.path)
        body = json.dumps({'door': [{'at': '2026-03-02T00:00:00Z', 'g': 42}]}).encode()
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def the_service_is_known_and_asked_at_its_address():
    day = ('--from', '2026-03-02T00:00Z', '--to', '2026-03-02T01:00Z')
    found = lacks('the list of providers', frugal('grid', 'fetch', 'nobody'), 'entsoe, door, gb', 'exit 2')
    found += lacks('its own address', frugal('grid', 'fetch', 'door', *day, '--timeout', '1s'), '127.0.0.1:9', 'exit 3')
    server = http.server.HTTPServer(('127.0.0.1', 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found += lacks('frugal grid fetch', frugal('grid', 'fetch', 'door', *day, '--url', f'http://127.0.0.1:{server.server_port}'),
                   'door: 1 slots from 1 requests', 'exit 0')
    server.shutdown()
    found += lacks('the request', ' '.join(Service.asked), '/knock?from=2026-03-02T00:00Z')
    return found + lacks('frugal grid show', frugal('grid', 'show', 'DOOR', *day, '--json'), '"g_per_kwh": 42', 'exit 0')


def the_section_is_in_the_report_with_its_number():
    page = frugal('report', 'project=door', '--format', 'md')
    number = [line for line in page.splitlines() if line.startswith('## ')]
    found = lacks('the report', page, 'runs went through the door.', 'exit 0')
    if not any(re.fullmatch(r'## \d+\. The door', line) for line in number) or \
            [line.split()[1] for line in number] != [f'{i}.' for i in range(1, len(number) + 1)]:
        found.append('the sections are ' + ', '.join(number))
    return found + lacks('in French', frugal('report', 'project=door', '--lang', 'fr'), 'La porte', 'exécutions ont passé la porte.')


def the_model_answers():
    return lacks('frugal models', frugal('models'), 'door') + \
        lacks('frugal estimate', frugal('estimate', 'door', 'knocks=3'), '6.00 Wh', 'exit 0')


def the_table_and_the_row_are_found():
    return lacks('frugal factors doors', frugal('factors', 'doors'), 'oak', 'exit 0') + \
        lacks('frugal factors zones DOOR', frugal('factors', 'zones', 'DOOR'), '42', 'exit 0')


# What lists such things, run as it is: nothing in it changes with a new row.
LISTS = ['complete_lists', 'estimate_json', 'explain', 'help_program', 'help_alone', 'man_page', 'report_forms', 'report_page', 'report_slips', 'sensors',
         'version']


def the_lists_of_the_tests_need_no_line():
    status, out, err = run(TREE / 'tests' / 'cli' / 'run.sh', FRUGAL, *LISTS)
    found = [out + err] if status else []
    status, out, err = run(sys.executable, TREE / 'tests' / 'cli' / 'table.py', FRUGAL, TREE / 'po' / 'fr.po')
    return found + [line for line in out.splitlines() if not line.startswith(('ok', '1..'))] + ([err] if status or err else [])


def the_house_has_no_objection():
    status, out, err = run(sys.executable, TREE / 'tests' / 'layers.py', TREE)
    found = [out + err] if status else []
    if shutil.which('xgettext') and shutil.which('msgmerge'):
        status, out, err = run(TREE / 'tools' / 'po.sh', '--check')
        found += [out + err] if status else []
    if shutil.which('clang-format'):
        status, out, err = run('clang-format', '--dry-run', '-Werror', *sorted(TREE.glob('src/*/*door*.[ch]')), cwd=TREE)
        found += [err] if status else []
    return found


WORKS = [
    the_sensor_is_listed,
    the_command_is_in_help_man_page_and_completion,
    the_form_is_written_and_read_back,
    the_service_is_known_and_asked_at_its_address,
    the_section_is_in_the_report_with_its_number,
    the_model_answers,
    the_table_and_the_row_are_found,
    the_lists_of_the_tests_need_no_line,
    the_house_has_no_objection,
]


def main():
    try:
        tree = tree_of(ROOT)
    except (subprocess.CalledProcessError, FileNotFoundError):
        print('1..0 # SKIP the tree is not known to git')
        return 0
    number = failed = 0

    def say(faults, name):
        nonlocal number, failed
        number += 1
        failed += bool(faults)
        print('not ok' if faults else 'ok', number, '-', name)
        for fault in faults:
            print('# ' + fault.rstrip().replace('\n', '\n# '))
        sys.stdout.flush()

    print(f'1..{len(DOORS) + 1 + len(WORKS)}')
    for plant in DOORS:
        door = Door(tree)
        plant(door)
        files = sorted(door.files)
        say([f'more than {MOST}'] if len(files) > MOST else [], f'{plant.__name__}: {len(files)} files, {", ".join(files)}')
    lay_out(tree)
    faults = build()
    say(faults, 'all of them build at once')
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    for test in WORKS:
        say(['nothing was built'] if faults else test(), test.__name__)
    return int(failed > 0)


sys.exit(main())
