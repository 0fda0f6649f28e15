"""Every list and table that frugal prints is there in JSON too: whole, parsed, and the same whatever
the language. Prints what is not so."""
import json
import re
import shlex
import subprocess
from datetime import datetime, timedelta, timezone
from made_runs import Runs

# What prints a list; a command with --json that is not here is a fault of this test.
LISTS = """
runs
runs list --project p
runs --total
runs --by phase
runs show last
service
service list
service show chat
project p
compare name=a name=b
compare name=a name=b --metric accuracy
audit p
report last
report project=p
report name=a name=b --metric accuracy
recompute project=p
explain last
explain last carbon
models
models training
models --family training
factors
factors zones
factors zones FR
published
published bloom
sensors
doctor
top --once --interval 0.2s
grid
grid list
grid providers
grid show FR
grid forecast FR --hours 4
plan --zone FR --duration 1h --deadline 12h
plan --reservations
trial --past
estimate training gpu="A100 SXM4 80GB" gpu_hours=10h zone=FR
estimate training gpu="A100 SXM4 80GB" gpu_hours=10h zone=FR --sensitivity
estimate training gpu="A100 SXM4 80GB" gpu_hours=10h zone=FR --methods
estimate training gpu="A100 SXM4 80GB" gpu_hours=10h zone=FR --vs energy=4kWh
ask "GPT-4o for 2000 agents, 30 requests a day"
config
config list
config path
help
help run
version
"""
KEY = re.compile(r"[a-z][a-z0-9_]*$")
# The hours of four days, of which the third is today: the plan starts now.
DAY = datetime.now(timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=2)
# Members whose names are data: phases, facts of the register, inputs and rows, columns of tables.
DATA = {"phases", "inputs", "facts", "row", "rows", "tags"}
LABELS = {"title", "subtitle", "text", "table", "paragraph", "item", "note", "lang"}


def frugal(words, lang="en"):
    return subprocess.run(["frugal", "--lang", lang, *words], capture_output=True, text=True, check=False)


def bad_keys(value, within=""):
    if isinstance(value, list):
        return [key for item in value for key in bad_keys(item, within)]
    if not isinstance(value, dict):
        return []
    found = [] if within in DATA else [key for key in value if not KEY.match(key)]
    return found + [bad for key, item in value.items() for bad in bad_keys(item, key)]


def bare(value):
    if isinstance(value, dict):
        return {key: bare(item) for key, item in value.items() if key not in LABELS}
    return [bare(item) for item in value] if isinstance(value, list) else value


def prepare():
    runs = Runs()
    for n, (name, phase) in enumerate((("a", "training"), ("b", "training"), ("b", "inference")), 1):
        runs.add(n, 10 * n, g=n, embodied=n, zone="FR", name=name, phase=phase, service="chat", metrics=[(1, "accuracy", n / 4)])
    runs.keep()
    frugal(["run", "-q", "--zone", "FR", "--", "true"])
    frugal(["service", "set", "chat", "unit=answer"])
    with open("FR.csv", "w", encoding="utf-8") as file:
        file.write("time_utc,g_per_kwh\n")
        file.writelines(f"{DAY + timedelta(hours=h):%Y-%m-%dT%H:%MZ},{100 + h % 24}\n" for h in range(96))
    done = frugal(["grid", "import", "FR.csv", "--zone", "FR"])
    if done.returncode:
        print("grid import:", done.stderr)


def try_list(line):
    words = shlex.split(line)
    en, fr = (frugal(words + ["--json"], lang) for lang in ("en", "fr"))
    if en.returncode != 0:
        print(f"{line}: exit {en.returncode}: {en.stderr.strip()}")
        return
    try:
        value, other = json.loads(en.stdout), json.loads(fr.stdout)
    except json.JSONDecodeError as error:
        print(f"{line}: {error}")
        return
    if value in (None, [], {}) and words[0] not in ("plan", "trial"):
        print(f"{line}: empty")
    for key in sorted(set(bad_keys(value))):
        print(f"{line}: key {key}")
    if words[0] not in ("top", "sensors", "doctor") and bare(value) != bare(other):
        print(f"{line}: differs in French")


def main():
    prepare()
    lines = [line for line in LISTS.splitlines() if line]
    for line in lines:
        try_list(line)
    commands = json.loads(frugal(["help", "--json"]).stdout)["commands"]
    with_json = {c["name"] for c in commands if any(o["name"] == "json" and o["type"] == "flag" for o in c["options"])}
    print("commands with --json that are not tried:", sorted(with_json - {line.split()[0] for line in lines}) or "none")
    print("commands without --json:", " ".join(sorted({c["name"] for c in commands} - with_json)))
    print("lists tried:", "enough" if len(lines) > 40 else len(lines))


main()
