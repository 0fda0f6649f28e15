#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""read_back.py EMIT_JOBS [PLANS]: are files for schedulers read back as the plans that they were
made of? 1 000 made-up plans with a fixed seed, each for all five schedulers: moments near changes of
the clock, words, folders and variables with blanks, quotes, percent, dollars, line breaks and UTF-8.
Each file is read by the rules of its own scheduler:

at(1)            its here-document is run by a shell, in a zone that at was asked in
crontab(5)       % and backslash, five fields by the clock of the machine, without CRON_TZ
sbatch(1)        #SBATCH lines up to the first command; --begin by date(1) in the cluster's zone
systemd-run(1)   $$ is $; OnCalendar= by systemd-analyze, where it is
systemd units    quotes, escapes, % and $; systemd-analyze verify for some, where it is
Kubernetes       YAML, $(NAME) and $$; five fields in timeZone

What a scheduler cannot hold must have been refused, and nothing else. TAP."""

import calendar
import datetime
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zoneinfo

NOW = calendar.timegm((2026, 1, 1, 0, 0, 0))
ZONES = ["Europe/Paris", "America/New_York", "UTC", "Australia/Lord_Howe", "Asia/Kolkata", "America/Santiago", "Africa/Casablanca"]
CHANGES = {  # some changes of these clocks, found in their own data below
}
PIECES = ["train", " ", "it's", '"', "%", "%d", "\\", "$HOME", "${x}", "$(x)", "$$", "`x`", "é", "日本", "\n", "#", ";", "&&", "=", "-", "~", "*", "{}", "\t", "!", "a.b/c", "\\%", "\\n", "END_OF_JOB"]
NEVER = 4
PERIODS = ["hour", "day", "week", "month"]
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,50}[a-z0-9])?")


def word(r, pieces=PIECES):
    return "".join(r.choice(pieces) for _ in range(r.randint(0, 5)))


def changes_of(zone):
    z = zoneinfo.ZoneInfo(zone)
    found, s = [], NOW
    while s < NOW + 4 * 366 * 86400:
        a, b = (datetime.datetime.fromtimestamp(x, z).utcoffset() for x in (s, s + 3600))
        if a != b:
            found.append(s + 3600)
        s += 3600
    return found


def made_up(r, i, folders, path):
    zone = r.choice(ZONES)
    near = r.random() < 0.4 and CHANGES[zone]
    start = r.choice(CHANGES[zone]) + 60 * r.randint(-180, 180) if near else NOW + 60 * r.randint(1, 4 * 366 * 1440)
    # A plan looks a year ahead at most.
    now = start - 60 * r.randint(1, r.choice([60, 1440, 364 * 1440]))
    job = {"clock": zone, "now_s": now, "start_s": start, "every": NEVER, "zone": r.choice(["FR", "SE", "US-CAL-CISO", "my zone's"]), "image": "registry/x:1"}
    if r.random() < 0.1:
        job["at_once"] = True
    if r.random() < 0.5:
        job["latest_s"] = start + 60 * r.randint(1, 2000)
    if r.random() < 0.3:
        job["deadline_s"] = start + 60 * r.randint(2001, 4000)
        job["limit_h"] = r.randint(1, 30)
    if r.random() < 0.7:
        job["metered_zone"] = job["zone"]
    if r.random() < 0.2 and not job.get("at_once"):
        job.update(every=r.randrange(4), minute=r.randint(0, 59), hour=r.randint(0, 23), weekday=r.randint(0, 6))
        if PERIODS[job["every"]] == "day":
            job["days"] = r.choice([0, r.randint(1, 127)])
        job["planning"] = ["--when", "green", "--zone", job["zone"], "--deadline", "24h", "--only", "Mon-Fri 20:00-06:00 " + zone]
        for key in ("latest_s", "deadline_s", "limit_h"):
            job.pop(key, None)
    elif r.random() < 0.15:
        job.update(home="PL", away_line=r.choice(["sh -c {}", "env A=1 sh -c {}", "sh -c {} # {}", "test a = a && sh -c {}"]))
    job["command"] = ["./job%d" % i] + [word(r) for _ in range(r.randint(0, 4))]
    if r.random() < 0.1:
        job["command"][0] = r.choice(["A=b", "if", "it's"]) + str(i)
    if r.random() < 0.9:
        job["folder"] = r.choice(folders)
    if r.random() < 0.4:
        job["name"] = r.choice(["nightly-%d" % i, "Büro %d" % i, word(r) + str(i)])
    job["environment"] = [f"V{k}={word(r)}" for k in range(r.randint(0, 2))]
    job["surroundings"] = ["PATH=" + path]
    return job


# ---- reading ---------------------------------------------------------------------------------


class Wrong(Exception):
    pass


def check(good, *what):
    if not good:
        raise Wrong(" ".join(str(x) for x in what))


class Place:
    """A folder with programs that note how they were called."""

    def __init__(self, work):
        self.bin, self.out = work / "bin", work / "out"
        self.bin.mkdir()
        self.out.mkdir()
        note = 'printf \'%s\\0\' "$@" >"$NOTES/$1.args"; printf %s "$PWD" >"$NOTES/$1.cwd"; env -0 >"$NOTES/$1.env"\n'
        self.tool("frugal", '#!/bin/sh\nif [ "$1" = --quiet ]; then printf \'%s\\0\' "$@" >"$NOTES/outer"; while [ "$1" != -- ]; do shift; done; shift; exec "$@"; fi\n' + note)
        self.tool("at", '#!/bin/sh\ncat >"$NOTES/job"\nprintf \'%s\\0\' "$TZ" "$@" >"$NOTES/at"\n')
        self.tool("systemd-run", '#!/bin/sh\nprintf \'%s\\0\' "$@" >"$NOTES/systemd-run"\n')
        self.tool("systemctl", "#!/bin/sh\n")
        self.path = f"{self.bin}:/usr/bin:/bin"

    def tool(self, name, text):
        (self.bin / name).write_text(text)
        (self.bin / name).chmod(0o755)

    def shell(self, script, cwd="/", **more):
        for f in self.out.iterdir():
            if f.is_file():
                f.unlink()
        environment = {"PATH": self.path, "NOTES": str(self.out), "HOME": str(self.out / "home"), **more}
        subprocess.run(["sh", "-c", script], env=environment, cwd=cwd, check=False, stdin=subprocess.DEVNULL, capture_output=True)

    def noted(self, name):
        f = self.out / name
        return f.read_bytes().decode().split("\0")[:-1] if f.exists() else None

    def called(self):
        """How frugal run was called: its words, folder and environment."""
        words = self.noted("run.args")
        check(words, "frugal was not started")
        environment = dict(x.split("=", 1) for x in self.noted("run.env") if "=" in x)
        return words, (self.out / "run.cwd").read_text(), environment


def instant(text):
    return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def same_run(job, words, over=None, batch=False, before=None):
    """Are these the words of the job under frugal run?"""
    at = words.index("--")
    options, command = words[1:at], words[at + 1:]
    check(command == job["command"], "words", command, "of", job["command"])
    given = dict(zip(options[0::2], options[1::2]))
    if job["every"] != NEVER:
        check(options[:len(job["planning"])] == job["planning"], "planned by", options)
    else:
        check(given.get("--zone") == job.get("metered_zone"), "zone", given)
        check(given.get("--not-after") is None if over is None else instant(given["--not-after"]) == over, "latest", given, over)
    check(given.get("--name") == job.get("name"), "name", given)
    check(("--ranks" in given) == batch, "ranks", given)
    check(instant(given["--not-before"]) == before if before else "--not-before" not in given, "not before", given)


def same_around(job, cwd, environment, folder_else=None):
    check(cwd == job.get("folder", folder_else), "folder", cwd, "not", job.get("folder"))
    for variable in job["environment"]:
        name, value = variable.split("=", 1)
        check(environment.get(name) == value, name, repr(environment.get(name)), "not", repr(value))


def run_noted(job, place, over, batch=False, before=None, folder_else="/"):
    words, cwd, environment = place.called()
    outer = place.noted("outer")
    if job.get("away_line"):
        check("--no-store" in outer, "outer", outer)
        if over is not None:
            check(instant(outer[outer.index("--not-after") + 1]) == over, "latest", outer)
        at = words.index("--") + 1
        if job["environment"]:
            check(words[at:at + 1 + len(job["environment"])] == ["env", *job["environment"]], "environment there", words)
            del words[at:at + 1 + len(job["environment"])]
        same_run(job, words, job.get("latest_s"))
    else:
        same_run(job, words, over, batch, before)
    same_around(job, cwd, environment, folder_else)


def named(job, text):
    """The name that the comment gives, or the field of the file."""
    name = re.search(r"^# (\S+): ", text, re.M)[1]
    check(LABEL.fullmatch(name), "label", name)
    if LABEL.fullmatch(job.get("name", "")):
        check(name == job["name"], "name", name)
    check(job["zone"] in text, "zone")
    if job.get("home") and not job.get("away_line"):
        check(job["home"] in text, "home")
    return name


def half_year(job):
    return job.get("latest_s") or job["start_s"] + 182 * 86400


def read_at(job, text, place):
    place.shell(text)
    zone, *words = place.noted("at")
    check(zone == "UTC0", "zone", zone)
    if job.get("at_once"):
        check(words == ["now"], words)
    else:
        check(words[0] == "-t", words)
        check(calendar.timegm(datetime.datetime.strptime(words[1], "%Y%m%d%H%M").timetuple()) == job["start_s"], words)
    # at runs the job with what it was called with, in its folder.
    script = (place.out / "job").read_text()
    place.shell(script, TZ="UTC0")
    run_noted(job, place, job.get("latest_s"))
    check("TZ" not in place.called()[2], "TZ stays that of at")


def fires(fields, zone, after):
    """The first moment after `after` that five fields without lists name, by a clock on the wall."""
    minute, hour, day, month, weekday = fields
    z = zoneinfo.ZoneInfo(zone)
    date = datetime.datetime.fromtimestamp(after, z).date()
    for k in range(-1, 1600):  # a 29 February comes in four years
        d = date + datetime.timedelta(days=k)
        if (day != "*" and d.day != int(day)) or (month != "*" and d.month != int(month)) or (weekday != "*" and d.isoweekday() % 7 != int(weekday)):
            continue
        for h in range(24) if hour == "*" else [int(hour)]:
            local = datetime.datetime(d.year, d.month, d.day, h, int(minute), tzinfo=z)
            s = int(local.timestamp())  # of an hour that comes twice the first one, as cron takes it
            if s > after:
                return s
    return None


def days_of(job):
    """The days of the week on which a job of each day begins to plan; 0 is Sunday."""
    mask = job.get("days") or 127
    return [day for day in range(7) if mask >> day & 1]


def cron_days(field):
    """Days of a field of lists and ranges, by the rules of crontab(5)."""
    if field == "*":
        return list(range(7))
    ends = [[int(x) for x in part.split("-")] for part in field.split(",")]
    return [day for end in ends for day in range(end[0], end[-1] + 1)]


def recurs(job, fields):
    every = PERIODS[job["every"]]
    want = [str(job["minute"]), "*" if every == "hour" else str(job["hour"]), "1" if every == "month" else "*", "*"]
    check(fields[:4] == want, "fields", fields, want)
    days = [job["weekday"]] if every == "week" else days_of(job) if every == "day" else list(range(7))
    check(cron_days(fields[4]) == days, "days", fields, days)


def read_cron(job, text, place):
    line = text.splitlines()[-1]
    check(all(x.startswith("#") for x in text.splitlines()[:-1]), "other lines")
    *fields, command = line.split(" ", 5)
    # cron's own rules: \% is %, a bare % is the end, a backslash else stays.
    command = re.sub(r"\\%", "\0", command)
    check("%" not in command and len(command) <= 998, "percent or length")
    command = command.replace("\0", "%")
    place.shell(command)
    if job["every"] != NEVER:
        recurs(job, fields)
        run_noted(job, place, None)
        return
    first = fires(fields, job["clock"], job["now_s"] - 7200)
    check(first <= job["start_s"] <= first + 7200, "fires", fields, first, job["start_s"])
    if not job.get("away_line"):
        run_noted(job, place, half_year(job), before=job["start_s"])
    else:
        run_noted(job, place, half_year(job))
        outer = place.noted("outer")
        check(instant(outer[outer.index("--not-before") + 1]) == job["start_s"], outer)
    again = fires(fields, job["clock"], first)
    check(again > half_year(job), "a second start is not refused")


def moments(texts_of_zone):
    """date(1) reads --begin as the clock of a zone shows it."""
    read = {}
    for zone, texts in texts_of_zone.items():
        lines = "\n".join(t.replace("T", " ") for t in texts)
        out = subprocess.run(["date", "-f", "-", "+%s"], input=lines, env={"TZ": zone, "PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=True)
        read.update({(zone, t): int(s) for t, s in zip(texts, out.stdout.split())})
    return read


def read_sbatch(job, text, place, later):
    options = {}
    for line in text.splitlines():
        if line.startswith("#SBATCH "):
            key, value = line[len("#SBATCH "):].split("=", 1)
            options[key] = value
        elif line and not line.startswith("#"):
            break
    check(options["--job-name"] == named(job, text), options)
    check(("--begin" in options) == (not job.get("at_once")), options)
    for key, want in (("--begin", None if job.get("at_once") else job["start_s"]), ("--deadline", job.get("deadline_s"))):
        value = options.get(key)
        check((value is None) == (want is None), key, options)
        if value and value.startswith("uts"):
            check(int(value[3:]) == want, key, value, want)
        elif value:
            later.append((job["clock"], value, want))
    check(options.get("--time") == (str(job["limit_h"] * 60) if job.get("limit_h") else None), options)
    place.shell(text)
    run_noted(job, place, job.get("latest_s"), batch=not job.get("away_line"))


def expand_systemd(argument, first):
    """$NAME and ${NAME} are replaced, $$ is $; nothing is in the program's own name."""
    if first:
        return argument
    check(not re.search(r"(?<!\$)(\$\$)*\$(?!\$)", argument), "replaced", argument)
    return argument.replace("$$", "$")


def start(words, place, cwd, environment):
    """Runs words as a scheduler would that needs no shell."""
    for f in place.out.iterdir():
        if f.is_file():
            f.unlink()
    subprocess.run(words, env={"PATH": place.path, "NOTES": str(place.out), **environment}, cwd=cwd, check=False, capture_output=True)


def read_systemd(job, text, place, later):
    if job["every"] != NEVER:
        return read_units(job, text, place, later)
    place.shell(text)
    words = place.noted("systemd-run")
    at = words.index("--")
    options = words[:at]
    command = [expand_systemd(w, i == 0) for i, w in enumerate(words[at + 1:])]
    value = {o.split("=", 1)[0]: o.split("=", 1)[1] for o in options if "=" in o and not o.startswith("--setenv")}
    environment = dict(o[len("--setenv="):].split("=", 1) for o in options if o.startswith("--setenv="))
    check(value["--unit"] == named(job, text), value)
    check(("--on-calendar" in value) == (not job.get("at_once")), value)
    if not job.get("at_once"):
        later.append((value["--on-calendar"], job["start_s"]))
    start(command, place, value.get("--working-directory", "/"), environment)
    run_noted(job, place, job.get("latest_s"))


def unit_words(line):
    """The words of a line of a unit, by systemd.syntax(7) and its specifiers."""
    words, i = [], 0
    while i < len(line):
        if line[i] == " ":
            i += 1
        elif line[i] == '"':
            i, w = i + 1, b""
            while line[i] != '"':
                if line[i] == "\\":
                    if line[i + 1] == "x":
                        w += bytes([int(line[i + 2:i + 4], 16)])
                        i += 4
                        continue
                    i += 1
                w += line[i].encode()
                i += 1
            words.append(w.decode())
            i += 1
        else:
            end = line.find(" ", i)
            end = len(line) if end < 0 else end
            words.append(line[i:end])
            i = end
    for w in words:
        check(not re.search(r"(?<!%)(%%)*%(?!%)", w), "specifier", w)
    return [w.replace("%%", "%") for w in words]


def read_units(job, text, place, later):
    home = place.out / "home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    place.shell(text)
    name = named(job, text)
    units = home / ".config/systemd/user"
    service = (units / f"{name}.service").read_text()
    timer = (units / f"{name}.timer").read_text()
    environment = dict(unit_words(line[len("Environment="):])[0].split("=", 1) for line in service.splitlines() if line.startswith("Environment="))
    folder = re.search(r"^WorkingDirectory=(.*)$", service, re.M)
    folder = folder[1].replace("%%", "%").removesuffix("/.") if folder else "/"
    command = [expand_systemd(w, i == 0) for i, w in enumerate(unit_words(re.search(r"^ExecStart=(.*)$", service, re.M)[1]))]
    start(command, place, folder, environment)
    run_noted(job, place, None)
    on, zone = re.search(r"^OnCalendar=(.*) (\S+)$", timer, re.M).groups()
    check(zone == job["clock"], zone)
    every = PERIODS[job["every"]]
    clock = "%02d:%02d:00" % (job["hour"], job["minute"])
    days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    want = {"hour": "*-*-* *:%02d:00" % job["minute"], "day": (",".join(days[d] for d in days_of(job)) + " " if len(days_of(job)) < 7 else "") + "*-*-* " + clock, "week": f"{days[job['weekday']]} *-*-* {clock}", "month": "*-*-01 " + clock}
    check(on == want[every], on, want[every])
    check("Persistent=true" in timer, "not persistent")
    later.append((on + " " + zone, None))
    if len(VERIFIED) < 12:
        VERIFIED.append((name, service, timer))


VERIFIED = []


def read_yaml(text):
    try:
        import yaml
    except ImportError:
        return None
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def expand_k8s(text, variables=()):
    """$(NAME) of a known variable is replaced, $$ is $."""
    return re.sub(r"\$(\$|\(([^)]*)\))", lambda m: "$" if m[1] == "$" else f"<replaced {m[2]}>" if m[2] in variables else m[0], text)


def read_k8s(job, text, place):
    document = read_yaml(text)
    if document is None:
        return
    scheduled = not job.get("at_once")
    check(document["kind"] == ("CronJob" if scheduled else "Job"), document["kind"])
    check(document["metadata"]["name"] == named(job, text), document["metadata"])
    check(document["metadata"]["annotations"]["frugal/zone"] == job["zone"], "zone")
    check(document["metadata"]["annotations"].get("frugal/name") == job.get("name"), "name")
    spec = document["spec"]
    over = job.get("latest_s")
    if scheduled:
        fields = spec["schedule"].split()
        if job["every"] != NEVER:
            recurs(job, fields)
            check(spec["timeZone"] == job["clock"], spec["timeZone"])
        else:
            first = fires(fields, spec["timeZone"], job["now_s"])
            check(first == job["start_s"], "starts", first)
            over = half_year(job)
            check(fires(fields, spec["timeZone"], first) > over, "a second start is not refused")
            late = spec.get("startingDeadlineSeconds")
            check(late == (job["latest_s"] - job["start_s"] if job.get("latest_s") else None), "late", late)
        spec = spec["jobTemplate"]["spec"]
    container = spec["template"]["spec"]["containers"][0]
    variables = [v["name"] for v in container.get("env", [])]
    environment = {v["name"]: expand_k8s(v["value"], variables) for v in container.get("env", [])}
    check(container["image"] == job["image"], "image")
    start([expand_k8s(w, variables) for w in container["command"]], place, container.get("workingDir", "/"), environment)
    run_noted(job, place, None if job["every"] != NEVER else over)


# ---- all of it -------------------------------------------------------------------------------


def must_refuse(job, emitter):
    texts = job["command"] + job["environment"] + [job.get("folder", ""), job.get("name", "")]
    breaks = any("\n" in t for t in texts)
    recurring = job["every"] != NEVER
    if emitter == "cron":
        return breaks or job.get("at_once", False)
    if emitter in ("at", "sbatch"):
        return recurring
    return emitter == "systemd" and recurring and "\n" in job.get("folder", "")


def analyze(later):
    """systemd's own reading of all moments."""
    if not shutil.which("systemd-analyze"):
        return "# skip systemd-analyze is not there"
    for at in range(0, len(later), 200):
        part = later[at:at + 200]
        out = subprocess.run(["systemd-analyze", "calendar", *(x for x, _ in part)], capture_output=True, text=True, env={**os.environ, "TZ": "UTC", "LC_ALL": "C"}, check=False)
        check(out.returncode == 0, out.stderr)
        found = re.findall(r"(?:Next elapse: \w+ (\S+ \S+) UTC|Next elapse: (never))", out.stdout)
        check(len(found) == len(part), "read", len(found), "of", len(part))
        now = datetime.datetime.now().timestamp()
        for (text, want), (moment, never) in zip(part, found):
            if want is not None and want > now + 60:
                check(moment and instant(moment.replace(" ", "T") + "Z") == want, text, moment, want)
    return ""


def verify(work):
    if not shutil.which("systemd-analyze"):
        return "# skip systemd-analyze is not there"
    for name, service, timer in VERIFIED:
        units = work / "units"
        shutil.rmtree(units, ignore_errors=True)
        units.mkdir()
        (units / f"{name}.service").write_text(service)
        (units / f"{name}.timer").write_text(timer)
        out = subprocess.run(["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(units / f"{name}.timer"), str(units / f"{name}.service")], capture_output=True, text=True, check=False)
        check(out.returncode == 0 and name not in out.stderr, out.stderr)
    return ""


def main():
    driver, most = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    if not pathlib.Path("/usr/share/zoneinfo/Europe/Paris").exists():
        print("1..0 # skip no time zones")
        return 0
    for zone in ZONES:
        CHANGES[zone] = changes_of(zone)
    r = random.Random(19)
    work = pathlib.Path(tempfile.mkdtemp(prefix="plans"))
    place = Place(work)
    folders = []
    for i in range(12):
        folder = work / "folders" / (word(r, [p for p in PIECES if "/" not in p]) + str(i) + r.choice(["", " ", "%"]))
        folder.mkdir(parents=True)
        folders.append(str(folder))
    jobs = [made_up(r, i, folders, place.path) for i in range(most)]
    emitters = ["at", "cron", "k8s", "sbatch", "systemd"]
    asked = [(job, e) for job in jobs for e in emitters]
    lines = "".join(json.dumps({**job, "emitter": e}) + "\n" for job, e in asked)
    out = subprocess.run([driver], input=lines, capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"}).stdout.splitlines()
    begins, calendars, names, faults = [], [], {}, {e: [] for e in emitters}
    refused = dict.fromkeys(emitters, 0)
    for (job, emitter), line in zip(asked, out):
        got = json.loads(line)
        try:
            if "error" in got:
                refused[emitter] += 1
                long = "characters" in got["error"]
                check(must_refuse(job, emitter) or long, "refused:", got["error"])
                continue
            check(not must_refuse(job, emitter), "not refused")
            text = got["file"]
            key = json.dumps([job, emitter == "k8s"], sort_keys=True)
            check(names.setdefault(named(job, text), key.split("]")[0]) == key.split("]")[0], "two jobs of one name")
            {"at": lambda: read_at(job, text, place), "cron": lambda: read_cron(job, text, place), "k8s": lambda: read_k8s(job, text, place), "sbatch": lambda: read_sbatch(job, text, place, begins), "systemd": lambda: read_systemd(job, text, place, calendars)}[emitter]()
        except (Wrong, ValueError, KeyError, IndexError, TypeError) as e:
            faults[emitter].append(f"{type(e).__name__} {e}: {json.dumps(job)}\n{got.get('file')}")
    print(f"1..{len(emitters) + 4}")
    for n, emitter in enumerate(emitters, 1):
        print(f"{'not ' if faults[emitter] else ''}ok {n} - {most} plans for {emitter} are read back, {refused[emitter]} are refused")
        for fault in faults[emitter][:2]:
            print("# " + fault.replace("\n", "\n# "))
        if faults[emitter]:
            print(f"# {len(faults[emitter])} in all")

    def one(n, what, test):
        try:
            print(f"ok {n} - {what} {test() or ''}".rstrip())
            return True
        except Wrong as e:
            print(f"not ok {n} - {what}\n# {e}")
            return False

    def dates():
        of_zone = {}
        for zone, text, _ in begins:
            of_zone.setdefault(zone, set()).add(text)
        read = moments({z: sorted(t) for z, t in of_zone.items()})
        for zone, text, want in begins:
            check(read[zone, text] == want, zone, text, read[zone, text], want)

    good = one(6, f"{len(begins)} moments of Slurm are read back by date", dates)
    good &= one(7, f"{len(calendars)} moments are read back by systemd", lambda: analyze(calendars))
    good &= one(8, f"{len(VERIFIED)} units pass systemd's own check", lambda: verify(work))
    good &= one(9, f"{len(names)} names are labels, one a job", lambda: check(len(names) >= 0.7 * most, len(names)))
    shutil.rmtree(work, ignore_errors=True)
    return 0 if good and not any(faults.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
