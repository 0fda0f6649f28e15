# SPDX-License-Identifier: Apache-2.0
"""services.py FRUGAL SOURCE: the register on pages: its digits, its forms, what they refuse, its JSON."""
import json
import re
import sys

from made import DAY, SEPTEMBER, Runs, missing_digits, put, send, text_of, token_of
from server import Cases, serving

FRUGAL = sys.argv[1]
HOSTILE = "'\"<&></textarea><script>alert(1)</script>"


def fill(server):
    """chat: 1 000 g of 1 000 answers, then 1 500 g of 3 000."""
    runs = Runs()
    more = dict(service="chat", low=.5, high=2)
    runs.add(1, 1000, g=900, embodied=100, at_s=SEPTEMBER, phase="inference", **more)
    runs.add(2, 1500, g=1400, embodied=100, at_s=SEPTEMBER + 35 * DAY, phase="inference", **more)
    runs.add(3, 4000, g=3900, embodied=100, at_s=SEPTEMBER + DAY, phase="training", **more)
    put(server, runs)
    server.command("service", "set", "chat", "status=production", "team=search", "unit=answer",
                   "reference=a person looks it up", "reference_per_use=3gCO2e")
    server.command("-q", "service", "use", "chat", "2026-09", "units=1000", "expected=1000")
    server.command("-q", "service", "use", "chat", "2026-10", "units=3000")
    server.command("service", "set", "idea", "status=idea")


def look(cases, server):
    for lang, to in (("en", "to"), ("fr", "à")):
        text = text_of(server.ask(f"/{lang}/services/chat"))
        printed = server.command("--lang", lang, "service", "show", "chat").stdout
        left = missing_digits(text, printed, to)
        cases.check(f"{lang}: the page has the digits of frugal service show", not left and "0" in printed, f"{left}\n# {text}")
    text = text_of(server.ask("/en/services/chat"))
    # 1 g a unit, then 0.5; in all 1 000 g, then 1 500. To save 500 g, 500 more were used: 2.
    cases.check("a use and all uses", "carbon of a use changed by -50 %, and that of all uses by +50 %" in text.replace("−", "-") and
                "took back" in text, text)
    cases.check("the rebound", "rebound effect 200 %" in text)
    listed = text_of(server.ask("/en/services"))
    cases.check("the list has the trend", "-50 % +50 % (rebound effect)" in listed.replace("−", "-"), listed)
    idea = text_of(server.ask("/en/services/idea"))
    cases.check("a service without runs says what is missing", "No trend" in idea and "not known" in idea and
                "net benefit requires a reference" in idea, idea)


def shown(server, lang="en"):
    return json.loads(server.command("--lang", lang, "service", "show", "chat", "--json").stdout)


def fields_of(page):
    """The facts as the form has them."""
    names = dict(re.findall(r'<input id="i-fact-[a-z_]+" name="(fact-[a-z_]+)" value="([^"]*)"', page.text))
    for name, body in re.findall(r'name="(fact-[a-z_]+)"[^>]*>(<option.*?)</select>', page.text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        names[name] = chosen.group(1) if chosen else ""
    return names


def edit_facts(cases, server):
    before = shown(server)
    page = server.ask("/en/services/chat")
    token, facts = token_of(page), fields_of(page)
    cases.check("the form has all facts", len(facts) == 20 and facts["fact-team"] == "search", str(facts))
    same = send(server, "/en/services/chat", token, form="facts", **facts)
    cases.check("what is sent back unchanged changes nothing", same.status == 303 and shown(server) == before)
    typed = {**facts, "fact-pue": "0.5", "fact-team": HOSTILE, "fact-unit_target": "3 kWh"}
    wrong = send(server, "/en/services/chat", token, form="facts", **typed)
    cases.check("two wrong values are refused, each at its field", wrong.status == 400 and
                'id="e-fact-pue"' in wrong.text and 'id="e-fact-unit_target"' in wrong.text and
                'id="e-fact-team"' not in wrong.text, wrong.text[:400])
    cases.check("what was typed stays", 'value="0.5"' in wrong.text and "&#60;script&#62;" in wrong.text and
                "<script>alert" not in wrong.text)
    cases.check("nothing was written of it", shown(server) == before)
    done = send(server, "/en/services/chat", token, form="facts", **{**facts, "fact-pue": "1.5", "fact-team": HOSTILE, "fact-status": ""})
    after = shown(server)
    cases.check("a change is written", done.status == 303 and done.headers["location"] == "/en/services/chat#h-fa" and
                after["pue"] == "1.5" and after["team"] == HOSTILE and after["status"] is None and after["unit"] == "answer", str(after))
    odd = send(server, "/en/services/chat", token, form="facts", **{**facts, "fact-status": "sleeping"})
    cases.check("a choice that is none is refused", odd.status == 400 and "sleeping" in odd.text)
    cases.check("another form is refused", send(server, "/en/services/chat", token, form="other").status == 400)
    cases.check("without the token nothing is written", send(server, "/en/services/chat", "", form="facts").status == 403)
    cases.check("a browser elsewhere is refused", server.ask(
        "/en/services/chat", "POST", f"token={token}&form=facts",
        {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "cross-site"}).status == 403)


def edit_months(cases, server):
    token = token_of(server.ask("/en/services/chat"))
    for name, typed in (("month", dict(month="2026-13", units="5")), ("units", dict(month="2026-11", units="-1")),
                        ("expected", dict(month="2026-11", units="7", expected="many")), ("units", dict(month="2026-11"))):
        reply = send(server, "/en/services/chat", token, form="month", **typed)
        cases.check(f"{typed} is refused at {name}", reply.status == 400 and f'id="e-{name}"' in reply.text and
                    all(f'value="{value}"' in reply.text for value in typed.values()))
    cases.check("no month was written", len(shown(server)["months"]) == 2)
    done = send(server, "/en/services/chat", token, form="month", month="2026-10", units="2000", expected="2500")
    month = shown(server)["months"][1]
    cases.check("a month is written", done.status == 303 and month["units"] == 2000 and month["expected"] == 2500, str(month))
    send(server, "/en/services/chat", token, form="month", month="2026-10", units="", expected="2600")
    month = shown(server)["months"][1]
    cases.check("what is empty stays", month["units"] == 2000 and month["expected"] == 2600, str(month))


def register(cases, server):
    token = token_of(server.ask("/en/services"))
    bad = send(server, "/en/services", token, id="a b<c")
    cases.check("a bad id is refused at its field", bad.status == 400 and 'id="e-id"' in bad.text and "a b&#60;c" in bad.text)
    done = send(server, "/fr/services", token, id="mail")
    cases.check("a service is registered", done.status == 303 and done.headers["location"] == "/fr/services/mail" and
                server.ask("/fr/services/mail").status == 200)
    cases.check("one that is there stays as it is", send(server, "/en/services", token, id="chat").status == 303 and
                shown(server)["unit"] == "answer")


def endpoints(cases, server):
    cases.check("the list is --json", server.ask("/api/v1/services").json == json.loads(server.command("service", "--json").stdout))
    cases.check("one is --json", server.ask("/api/v1/services/chat").json == shown(server))
    for path in ("/en/services/nobody", "/api/v1/services/nobody"):
        cases.check(f"{path} is not found", server.ask(path).status == 404)


def main():
    cases = Cases()
    with serving(FRUGAL, prepare=fill) as server:
        look(cases, server)
        edit_facts(cases, server)
        edit_months(cases, server)
        register(cases, server)
        endpoints(cases, server)
    with serving(FRUGAL, "--read-only", prepare=fill) as server:
        cases.check("a server that is read-only has no form", "<form" not in server.ask("/en/services/chat").text)
    cases.end()


main()
