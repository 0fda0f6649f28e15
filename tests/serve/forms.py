# SPDX-License-Identifier: Apache-2.0
"""forms.py FRUGAL SOURCE: the standard forms and the reports as pages and by the API: the bytes of
frugal report, each value with where it is from, files with safe names, and what must be refused."""
import html
import json
import re
import sys
import urllib.parse

from server import Cases, serving

FRUGAL, SOURCE = sys.argv[1:3]
HOSTILE = "../<b>\"\r\n; filename=x"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def fill(server):
    for phase in ("data", "training", "inference"):
        server.command("run", "-q", "--project", "digits", "--zone", "FR", "--phase", phase, "--", "true")
    server.command("run", "-q", "--project", "other", "--", "true")


def words(page):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", page)))


def same(a, b):
    """Without the moment of writing."""
    return MOMENT.sub("", a) == MOMENT.sub("", b)


def forms(cases, server):
    known = server.ask("/api/v1/forms").json["forms"]
    helped = server.command("report", "--help").stdout
    cases.check("the forms are those of frugal report", len(known) == 14 and all(one["form"] in helped for one in known))
    page = server.ask("/en/forms/digits").text
    written = 0
    for one in known:
        said = server.command("report", "project=digits", "--form", one["form"], check=False)
        reply = server.ask(f"/api/v1/forms/{one['form']}?group=digits")
        view = server.ask(f"/api/v1/forms/{one['form']}?group=digits&view=fields").json
        written += said.returncode == 0
        if said.returncode == 0:
            cases.check(f"{one['form']} is that of frugal report", reply.status == 200 and same(reply.text, said.stdout),
                        reply.text[:300])
        else:
            cases.check(f"{one['form']} is refused with the reason", reply.status == 400 and
                        reply.json["detail"] in said.stderr, reply.text)
            cases.check(f"{one['form']} is not yet on the page", html.escape(reply.json["detail"], quote=False) in page
                        or reply.json["detail"] in words(page))
        cases.check(f"the fields of {one['form']} agree", view["written"] == (said.returncode == 0) and
                    {field["name"] for field in view["fields"]} >= set(one["values"]), str(view)[:300])
        shown = server.ask(f"/forms/digits?form={one['form']}")
        cases.check(f"{one['form']} has its page", shown.status == 200 and f'value="{one["form"]}"' in shown.text)
    cases.check("the page counts the forms that can be written",
                f"{written} of 14 forms can be written" in words(page), words(page)[:300])


def sources(cases, server):
    at = "/en/forms/digits?form=sci&units=1000&unit=request&pue=1.25"
    page = words(server.ask(at).text)
    said = server.command("report", "project=digits", "--form", "sci", "--units", "1000", "--unit", "request",
                          "--pue", "1.25").stdout
    link = html.unescape(re.search(r'href="([^"]*)" download', server.ask(at).text).group(1))
    file = server.ask(link)
    cases.check("what is stated is in the file", same(file.text, said), file.text[:300])
    cases.check("the file has a name", file.headers["content-disposition"] == 'attachment; filename="digits-sci.json"',
                str(file.headers))
    cases.check("what a person stated is marked", "functional units served 1000 stated here" in page, page[600:1600])
    cases.check("what the runs have is marked", "3 of 3 runs" in page)
    cases.check("the form is checked", "no unit error in" in page)
    missing = words(server.ask("/en/forms/digits?form=gpai").text)
    cases.check("what is missing has its reason and its place", "parameters of the model not known missing · "
                "only people know it, and it is not stated state it" in missing, missing[600:1600])
    page = server.ask("/forms/digits?form=sci").text
    filters = re.findall(r'/runs\?filter=([^"]*)"', page)
    cases.check("each phase leads to its runs", [urllib.parse.unquote(one) for one in filters] ==
                [f"project=digits,phase={phase}" for phase in ("data", "training", "inference")], str(filters))
    gaps = server.ask("/en/forms/digits?form=cyclonedx&supplier=" + urllib.parse.quote("<i>x</i>")).text
    cases.check("what is stated is escaped", "<i>" not in gaps and "<i>x</i>" in html.unescape(gaps))


def check(cases, server):
    form = server.ask("/api/v1/forms/sci?group=digits&units=1000&unit=request").text
    good = server.ask("/api/v1/forms", "POST", form, {"Content-Type": "application/json"})
    cases.check("a form is checked", good.status == 200 and good.json["form"] == "sci" and good.json["slips"] == 0, good.text)
    wrong = json.loads(form)
    wrong["sci"] *= 1000
    text = json.dumps(wrong)
    with open(f"{server.folder}/wrong.json", "w", encoding="utf-8") as file:
        file.write(text)
    said = json.loads(server.command("report", "--check", "wrong.json", "--json", check=False).stdout)
    found = server.ask("/api/v1/forms", "POST", text, {"Content-Type": "application/json"}).json
    cases.check("a unit error is found as the command line finds it", found["slips"] == said["slips"] > 0 and
                [one["kind"] for one in found["findings"]] == [one["kind"] for one in said["findings"]], f"{found} {said}")
    for name, body in (("no text", ""), ("another text", "hello"), ("another JSON", "{}"), ("half a form", form[:40]),
                       ("what is not UTF-8", b'{"sci": "\xff\xfe"}')):
        reply = server.ask("/api/v1/forms", "POST", body, {"Content-Type": "application/json"})
        cases.check(f"{name} is a problem", reply.status == 400 and reply.json["status"] == 400, f"{reply.status} {reply.text}")


def reports(cases, server):
    for form in ("json", "md", "text", "csv", "html"):
        said = server.command("report", "project=digits", f"--format={form}").stdout
        reply = server.ask(f"/api/v1/reports/project%3Ddigits?format={form}")
        cases.check(f"the report as {form} is that of frugal report", reply.status == 200 and same(reply.text, said))
    cases.check("HTML is a file, since its style is its own", server.ask("/api/v1/reports/project=digits?format=html")
                .headers["content-disposition"] == 'attachment; filename="digits-report.html"')
    said = server.command("report", "project=digits", "project=other", "--format=json").stdout
    reply = server.ask("/api/v1/reports?group=project%3Ddigits&group=project%3Dother")
    cases.check("several groups are compared", same(reply.text, said), reply.text[:200])
    cases.check("without a group the groups are listed", [one["subject"] for one in server.ask("/api/v1/reports").json["subjects"]]
                == ["project=digits", "project=other"])
    for query in ("/api/v1/reports?group=project=none", "/api/v1/reports/project=none", "/api/v1/reports/none",
                  "/api/v1/forms/badge?group=none"):
        reply = server.ask(query)
        cases.check(f"{query} is not found", reply.status == 404 and reply.json["status"] == 404, reply.text)
    for query in ("/api/v1/reports/project=digits?format=pdf",
                  "/api/v1/reports/project=digits?flop=3", "/api/v1/reports/project=digits?pue=hot",
                  "/api/v1/forms/sci", "/api/v1/forms/sci?group=digits&view=all", "/api/v1/forms/sci?group=digits&format=svg"):
        reply = server.ask(query)
        cases.check(f"{query} is a problem", reply.status == 400 and reply.json["status"] == 400, reply.text)
    cases.check("an unknown form is 404", server.ask("/api/v1/forms/none?group=digits").status == 404 and
                server.ask("/forms/digits?form=none").status == 404)
    server.command("run", "-q", "--project", HOSTILE.replace("\r\n", ""), "--", "true")
    name = urllib.parse.quote("project=" + HOSTILE.replace("\r\n", ""), safe="")
    reply = server.ask(f"/api/v1/forms/badge?group={name}&file=1")
    cases.check("a hostile name makes a safe one", re.fullmatch(r'attachment; filename="[\w.-]+\.svg"',
                reply.headers.get("content-disposition", "")) and ".." not in reply.headers["content-disposition"][:24],
                f"{reply.status} {reply.headers}")


def main():
    cases = Cases()
    with serving(FRUGAL) as server:
        page = server.ask("/forms")
        cases.check("an empty ledger says what to do first", page.status == 200 and "frugal run" in page.text)
        cases.check("a project that is not known is 404", server.ask("/forms/none").status == 404)
    with serving(FRUGAL, prepare=fill) as server:
        forms(cases, server)
        sources(cases, server)
        check(cases, server)
        reports(cases, server)
    cases.end()


main()
