# Every text of a run that can be told is told so that it steers a terminal, breaks its line and
# is markup; then every view of the run is asked for. Prints what went through.
import json
import os
import re
import subprocess

BAD = "a\nXLINE\x1b]0;t\x07\r\x9b31m\u2028\u202e<b>x|"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u202e]")


def frugal(*args, **more):
    return subprocess.run(["frugal", *args], capture_output=True, **more)


def leaves(value, path=()):
    if isinstance(value, str):
        yield path
    elif isinstance(value, (dict, list)):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from leaves(value[key], path + (key,))


def parent(run, path):
    for key in path[:-1]:
        run = run[key]
    return run


def keep(run, number, **more):
    run["id"] = "%016x" % number
    return frugal("runs", "import", "-", input=json.dumps(run).encode(), **more).returncode == 0


def make_runs():
    frugal("run", "-q", "--sensor", "exec:while :; do echo gpu.0 312 W; sleep 0.05; done", "--project", "p", "--name", "n",
           "--service", "s", "--phase", "training", "--tag", "t", "--json", "r.json", "--", "sh", "-c",
           "frugal mark begin sec; sleep 0.1; frugal mark end sec; frugal mark epoch 1/2; frugal mark metric acc=0.1")
    run = json.load(open("r.json"))
    told = 0
    for n, path in enumerate(leaves(json.load(open("r.json")))):
        if path[0] in ("frugal", "kind", "id", "started", "ended") or path[0] == "figures":
            continue
        before = parent(run, path)[path[-1]]
        parent(run, path)[path[-1]] = before + BAD
        if keep(run, n + 1, env=dict(os.environ, FRUGAL_STORE="try.db")):
            told += 1
        else:
            parent(run, path)[path[-1]] = before
    for n in range(3):
        assert keep(run, 1000 + n)
    return run, told


def calls(run):
    group, name, service = "project=" + run["project"], "name=" + run["name"], "service=" + run["service"]
    frugal("service", "set", run["service"], "status=in-service", "owner=" + BAD, "functional_unit=req" + BAD)
    frugal("service", "use", run["service"], run["started"][:7], "units=5")
    for form in "text md html csv json".split():
        for what in (["last"], [group], [group, name], [service]):
            yield ["report", "--format", form, *what]
    for key in "project service phase outcome name end zone machine day month".split():
        for form in ([], ["--json"], ["--csv"]):
            yield ["runs", "--by", key, *form]
    for form in "hf cyclonedx spdx gpai sci sci-ai achat-ia datacentre ai-energy-score boamps citation latex badge".split():
        for what in (["last"], [group], ["last", "--title", BAD]):
            yield ["report", "--form", form, *what]
    for line in ("runs", "runs list --csv", "runs list --json", "runs show last", "runs show last --csv", "runs show last --json",
                 "explain last", "explain last --json", "recompute last", "runs --total", "runs export", "service", "service list --json"):
        yield line.split()
    for more in ([], ["--json"], ["--metric", "acc"]):
        yield ["compare", group, name, *more]
    for command in ("project", "audit", "service show", "runs show", "report", "estimate", "explain", "grid show"):
        for what in (run["project"], group, run["service"], BAD):
            yield [*command.split(), what]


def wrong_with(call, out):
    form = call[call.index("--format") + 1] if "--format" in call else call[-1][2:] if call[-1][:2] == "--" else ""
    text = out.decode("utf-8", "replace")
    bare = re.sub("(?ms)^(```+)text$.*?^\\1$", "", text)
    if "\ufffd" in text:
        yield "bytes that are not UTF-8"
    # JSON and CSV hand characters on, but no control of a terminal.
    if form in ("json", "csv") and re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text) or form not in ("json", "csv") and CONTROL.search(text) \
            and "export" not in call and not call[0:2] == ["report", "--form"]:
        yield "a control character"
    if form != "csv" and re.search("^XLINE", text, re.M):
        yield "a line broken in two"
    if form == "html" and "<b>" in text or "badge" in call and "<b>" in text or form == "md" and re.search(r"(?<!\\)<b>", bare):
        yield "markup"


run, told = make_runs()
print("texts told: %s" % ("enough" if told > 40 else told))
n = 0
for call in calls(run):
    n += 1
    done = frugal(*call)
    why = list(wrong_with(call, done.stdout + done.stderr))
    if done.returncode < 0 or done.returncode > 4:
        why.append("status %d" % done.returncode)
    if why:
        print([word[:30] for word in call], why)
print("views: %s" % ("enough" if n > 100 else n))
