# SPDX-License-Identifier: Apache-2.0
"""projects.py FRUGAL SOURCE: the pages of projects, their digits, their target, and their JSON."""
import json
import sys
import urllib.parse

from made import DAY, SEPTEMBER, Runs, missing_digits, put, send, text_of, token_of
from server import Cases, serving

FRUGAL = sys.argv[1]
HOSTILE = "'\"<&></td><script>alert(1)</script>/{{7*7}}?#%"


def fill(server):
    """digits: September 60 Wh, October 90 Wh, of which 30 Wh failed and 90 Wh were shipped."""
    runs = Runs()
    more = dict(low=.5, high=2, project="digits")
    runs.add(1, 10, g=1, embodied=3, marginal=8, phase="data", at_s=SEPTEMBER, **more)
    runs.add(2, 20, g=2, embodied=3, marginal=16, phase="search", at_s=SEPTEMBER + DAY, **more,
             epochs=[(30, {"accuracy": .8}), (30, {"accuracy": .9}), (12, {"accuracy": .89})])
    runs.add(3, 30, g=3, embodied=3, marginal=24, phase="search", at_s=SEPTEMBER + 2 * DAY, exit_code=1, **more)
    runs.add(4, 90, g=9, embodied=3, marginal=72, phase="training", at_s=SEPTEMBER + 35 * DAY, **more)
    runs.add(5, 7, g=1, low=.5, high=2, project=HOSTILE, phase="training", at_s=SEPTEMBER)
    runs.add(6, None, project="blank", at_s=SEPTEMBER)
    put(server, runs)
    server.command("-q", "runs", "set", "0000000000000004", "outcome=shipped")


def look(cases, server):
    page = server.ask("/en/projects/digits")
    text = text_of(page)
    printed = server.command("project", "digits").stdout
    cases.check("the page answers", page.status == 200 and "Project digits" in text, text[:300])
    left = missing_digits(text, printed, "to")
    cases.check("it has the digits of frugal project", not left and len(printed) > 100, f"{left}\n# {text}")
    french = text_of(server.ask("/fr/projects/digits"))
    left = missing_digits(french, server.command("--lang", "fr", "project", "digits").stdout, "à")
    cases.check("so it has in French", not left, f"{left}\n# {french}")
    # 150 Wh: failed 30 = 20 %, shipped 90 = 60 %, before training 60 = 40 %, idle 1 - 120 / 150 = 20 %; 12 of 72 J after the best.
    for words in ("shipped runs 1 run 60 %", "failed runs 1 run 20 %", "search, evaluation 3 runs 40 %",
                  "in the runs' share 20 %", "after the best accuracy 17 %"):
        cases.check(f"it says: {words}", words in text, text)
    # Use and making: 15 + 12 g, half to twice.
    cases.check("the total has the making", "total 27 g CO2e 14 to 54" in text or "total 27 g CO2e 13 to 54" in text, text)
    # September 6 + 9 g, October 9 + 3 g: -20 %; energy 60 to 90: +50 %.
    cases.check("the months are compared", "energy changed by +50 %" in text and "embodied changed by -20 %" in text.replace("−", "-"), text)
    cases.check("no target is set", "No target is set" in text)
    report = server.command("report", "project=digits", "--format", "text").stdout
    ids = [item for item in text.split("Next three actions")[1].split() if item[:2].isupper() and item[2:4].isdigit()][:3]
    cases.check("the next actions are those of the report", len(ids) == 3 and all(item in report.split("Next steps")[1] for item in ids), str(ids))
    cases.check("missing is not zero", "not known" in text and "missing, not zero" in text)
    listed = text_of(server.ask("/en/projects"))
    cases.check("the list has its digits", not missing_digits(listed, server.command("runs", "--by", "project").stdout.split("6 runs")[0], "to"), listed)
    cases.check("the one that used most is first", listed.index("digits") < listed.index("blank"))


def target(cases, server):
    token = token_of(server.ask("/en/projects/digits"))
    refused = send(server, "/en/projects/digits", "0" * 64, energy="1 kWh")
    cases.check("a form of another server is refused", refused.status == 403)
    wrong = send(server, "/en/projects/digits", token, energy="80 Wh", carbon='3 kWh "<b>')
    cases.check("a wrong unit is refused at its field", wrong.status == 400 and 'id="e-carbon"' in wrong.text and
                'id="e-energy"' not in wrong.text and 'value="80 Wh"' in wrong.text and "3 kWh &#34;&#60;b&#62;" in wrong.text, wrong.text)
    for bad in ("0 Wh", "-1 Wh", "many", "80", "1e999 Wh", "nan Wh"):
        reply = send(server, "/en/projects/digits", token, energy=bad)
        cases.check(f"{bad} is refused", reply.status == 400 and 'id="e-energy"' in reply.text)
    cases.check("nothing was written", "No target is set" in text_of(server.ask("/en/projects/digits")))
    done = send(server, "/en/projects/digits", token, energy="80 Wh", carbon="20 gCO2e")
    cases.check("a target is set", done.status == 303 and done.headers["location"] == "/en/projects/digits#h-tr", str(done.headers))
    text = text_of(server.ask("/en/projects/digits"))
    # October: 90 of 80 Wh is 12.5 % above; 12 of 20 g is 40 % below.
    cases.check("the last month is judged", "energy is above the target of 80.0 Wh a month, by 1" in text and
                "is within the target of 20.0 g CO2e a month, 40 % below it" in text, text)
    cases.check("what the interval leaves open is said", text.count("This is not certain") == 2, text)
    sure = send(server, "/en/projects/digits", token, energy="40 Wh", carbon="20 gCO2e")
    cases.check("what it does not is not", sure.status == 303 and text_of(server.ask("/en/projects/digits")).count("This is not certain") == 1)
    send(server, "/en/projects/digits", token, energy="80 Wh", carbon="20 gCO2e")
    printed = server.command("project", "digits").stdout
    cases.check("the command prints it", "target of a month: energy 80.0 Wh" in printed and "embodied 20.0 g CO2e" in printed, printed)
    told = json.loads(server.command("project", "digits", "--json").stdout)["target"]
    cases.check("the command knows it", told == {"energy_wh": 80, "carbon_g": 20}, str(told))
    send(server, "/en/projects/digits", token, energy="", carbon="20 gCO2e")
    told = json.loads(server.command("project", "digits", "--json").stdout)["target"]
    cases.check("an empty one is removed", told == {"energy_wh": None, "carbon_g": 20}, str(told))


def endpoints(cases, server):
    for path, words in (("/api/v1/projects", ("runs", "--by", "project")), ("/api/v1/projects/digits", ("project", "digits")),
                        ("/api/v1/projects/digits?metric=accuracy", ("project", "digits", "--metric", "accuracy"))):
        cases.check(f"{path} is --json", server.ask(path).json == json.loads(server.command(*words, "--json").stdout))
    odd = urllib.parse.quote(HOSTILE, safe="")
    page = server.ask(f"/en/projects/{odd}")
    cases.check("a hostile name is a name", page.status == 200 and "<script>alert" not in page.text, page.text[:500])
    cases.check("its JSON has it", server.ask(f"/api/v1/projects/{odd}").json["project"] == HOSTILE)
    cases.check("a project without figures answers", server.ask("/en/projects/blank").status == 200)
    for path in ("/en/projects/nobody", "/api/v1/projects/nobody"):
        cases.check(f"{path} is not found", server.ask(path).status == 404)
    cases.check("a wrong row is refused", server.ask("/en/projects?from=-1").status == 400)


def main():
    cases = Cases()
    with serving(FRUGAL, prepare=fill) as server:
        look(cases, server)
        target(cases, server)
        endpoints(cases, server)
    with serving(FRUGAL, "--read-only", prepare=fill) as server:
        cases.check("a server that is read-only has no form", "<form" not in server.ask("/en/projects/digits").text)
    cases.end()


main()
