# SPDX-License-Identifier: Apache-2.0
"""practices.py FRUGAL SOURCE: the practices of a project as a page and as JSON: the words and
figures of frugal audit, answers by forms, and what must be refused."""
import html
import json
import re
import sys
import urllib.parse

from server import Cases, serving

FRUGAL, SOURCE = sys.argv[1:3]
HOSTILE = "</td><script>alert(1)</script>'\"&"


def fill(server):
    server.command("run", "-q", "--project", "digits", "--zone", "FR", "--phase", "training", "--", "true")
    server.command("run", "-q", "--project", HOSTILE, "--", "true")
    server.command("audit", "answer", "digits", "FX01", "yes", "--role", "sponsor")
    server.command("audit", "answer", "digits", "BP01", "partly", "--note", HOSTILE)


def words(page):
    """The page as a reader has it: no markup, single spaces."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", page)))


def token_of(page):
    return re.search(r'name="token" value="(\w+)"', page).group(1)


def post(server, path, fields, **headers):
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin", **headers}
    return server.ask(path, "POST", urllib.parse.urlencode(fields), headers)


def same_as_the_command_line(cases, server):
    said = server.command("audit", "digits").stdout
    audit = json.loads(server.command("audit", "digits", "--json").stdout)
    page = server.ask("/en/practices/digits").text
    seen = words(page)
    score = [line for line in said.splitlines() if line.startswith(("progress ", "measured ", "subjects of RGESN"))]
    cases.check("the score has the words of frugal audit", len(score) == 3 and all(line in seen for line in score),
                str(score))
    gates = re.findall(r"^  - ([^:]*: .*)$", said, re.MULTILINE)
    cases.check("each closed gate names what is missing",
                len(gates) == 3 and all(" closed " + gate.replace(": ", " ", 1) in seen for gate in gates), str(gates))
    evidence = re.findall(r"^  (\w+) +\w+ +((?:measured|modelled|stated).*)$", said, re.MULTILINE)
    cases.check("each answer has its evidence", len(evidence) >= 2 and all(re.sub(r" +", " ", text) in seen for _, text in evidence),
                str(evidence))
    contradiction = "contradiction: answered 'yes', the ledger 'no'"
    cases.check("a contradiction is named", contradiction in said and contradiction in seen)
    rows = re.findall(r"<tr><th scope=\"row\">(?:high|moderate|low|not known)</th>(.*?)</tr>", page)
    matrix = [[int(n) for n in re.findall(r">(\d+)<", row)] for row in rows]
    open_by = {}
    order = ["low", "moderate", "high", "unknown"]
    for item in audit["practices"]:
        if item["answer"] in (None, "no"):
            open_by[item["gain"], item["effort"]] = open_by.get((item["gain"], item["effort"]), 0) + 1
    expected = [[open_by.get((gain, effort), 0) for effort in order] for gain in ("high", "moderate", "low", "unknown")]
    cases.check("the matrix of four by four counts what is open", matrix == expected, f"{matrix} {expected}")
    ids = re.findall(r'<fieldset class="qu" id="(\w+)">', page)
    cases.check("every practice is asked once", sorted(ids) == sorted(item["practice"] for item in audit["practices"]))
    few = server.ask("/practices/digits?gain=high&effort=low").text
    cases.check("a cell of the matrix leads to its practices",
                len(re.findall('<fieldset class="qu"', few)) == open_by["high", "low"])
    team = server.ask("/practices/digits?role=team").text
    cases.check("a role sees its practices", len(re.findall('<fieldset class="qu"', team)) ==
                sum("team" in item["roles"] for item in audit["practices"]))
    answer = server.ask("/api/v1/audit/digits")
    cases.check("the API has the JSON of frugal audit", answer.json == audit)
    french = words(server.ask("/fr/practices/digits").text)
    cases.check("French has French titles", audit["practices"][0]["title_fr"] in french)


def answers(cases, server):
    token = token_of(server.ask("/practices/digits").text)
    kept = post(server, "/practices/digits", {"token": token, "stage": "operation", "role": "team", "a.R15": "yes",
                                              "n.R15": HOSTILE, "a.R09": ""})
    cases.check("an answer is kept, and the page shown again", kept.status == 303 and
                kept.headers["location"] == "/practices/digits?shown=operation#h-q", str(kept.headers))
    audit = json.loads(server.command("audit", "digits", "--json").stdout)
    item = next(item for item in audit["practices"] if item["practice"] == "R15")
    cases.check("the ledger has it", (item["told"], item["role"], item["note"]) == ("yes", "team", HOSTILE), str(item))
    cases.check("the note is escaped", "<script>alert" not in server.ask("/practices/digits").text)
    post(server, "/practices/digits", {"token": token, "a.R15": ""})
    item = next(item for item in server.ask("/api/v1/audit/digits").json["practices"] if item["practice"] == "R15")
    cases.check("no answer removes it", "told" not in item and item["answer"] is None, str(item))
    refused = post(server, "/practices/digits", {"token": token, "a.R15": "na", "a.R16": "partly", "role": "team"})
    cases.check("na without a note is refused, with its practice", refused.status == 400 and
                "R15: the answer 'na' requires a reason" in words(refused.text), words(refused.text)[:400])
    item = next(item for item in server.ask("/api/v1/audit/digits").json["practices"] if item["practice"] == "R16")
    cases.check("the others are kept nevertheless", item["told"] == "partly")
    unknown = post(server, "/practices/digits", {"token": token, "a.ZZ9": "yes"})
    king = post(server, "/practices/digits", {"token": token, "a.R15": "yes", "role": "king"})
    cases.check("an unknown role is refused", king.status == 400 and "king" in king.text)
    server.command("audit", "answer", "digits", "R10", "yes", "--note", "long " * 20000)
    long = server.ask("/practices/digits").text
    cases.check("a long note of the command line is cut, and not overwritten", len(long) < 60000 and "a.R10" not in long)
    proof = f"{server.folder}/need.pdf"
    open(proof, "w", encoding="utf-8").close()
    post(server, "/practices/digits", {"token": token, "a.BP02": "yes", "d.BP02": proof})
    item = next(item for item in server.ask("/api/v1/audit/digits").json["practices"] if item["practice"] == "BP02")
    cases.check("a document is kept with its hash", item["class"] == "document" and item["document_state"] == "same" and
                item["sha256"].startswith("e3b0c44298fc1c14"), str(item))
    open(proof, "w", encoding="utf-8").write("changed")
    cases.check("a document that changed is named", "need.pdf, changed since then" in
                words(server.ask("/en/practices/digits?stage=inception").text))
    cases.check("an unknown practice is refused", unknown.status == 400 and "ZZ9" in unknown.text)


def guards(cases, server):
    token = token_of(server.ask("/practices/digits").text)
    cases.check("a form without the token is refused",
                post(server, "/practices/digits", {"a.R15": "yes"}).status == 403)
    cases.check("a form of another site is refused",
                post(server, "/practices/digits", {"token": token, "a.R15": "yes"},
                     **{"Sec-Fetch-Site": "cross-site"}).status == 403)
    cases.check("a project that is not known is 404", server.ask("/practices/none").status == 404 and
                post(server, "/practices/none", {"token": token, "a.R15": "yes"}).status == 404)
    bearer = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    kept = server.ask("/api/v1/audit/digits", "POST", json.dumps({"practice": "r18", "answer": "no", "role": "user"}), bearer)
    cases.check("a program answers by JSON", kept.status == 200 and
                next(i for i in kept.json["practices"] if i["practice"] == "R18")["told"] == "no", kept.text[:200])
    for name, body, status in (("a number", {"practice": 3}, 400), ("no practice", {}, 400),
                               ("an unknown answer", {"practice": "R18", "answer": "maybe"}, 400),
                               ("an unknown role", {"practice": "R18", "answer": "no", "role": "king"}, 400),
                               ("a note without end", {"practice": "R18", "answer": "no", "note": "n" * 1001}, 400),
                               ("a folder as document", {"practice": "R18", "answer": "no", "document": "/"}, 400),
                               ("a device as document", {"practice": "R18", "answer": "no", "document": "/dev/zero"}, 400),
                               ("an unknown practice", {"practice": "R99", "answer": "no"}, 400)):
        reply = server.ask("/api/v1/audit/digits", "POST", json.dumps(body), bearer)
        cases.check(f"{name} is a problem", reply.status == status and reply.json["status"] == status, reply.text)
    reply = server.ask("/api/v1/audit/digits", "POST", "{", bearer)
    cases.check("what is not JSON is a problem", reply.status == 400, reply.text)
    reply = server.ask("/api/v1/audit/digits", "POST", "{}", {"Content-Type": "application/json"})
    cases.check("a program without the token is refused", reply.status == 403)
    for query in ("role=king", "stage=birth", "gain=huge"):
        cases.check(f"{query} is a problem", server.ask(f"/api/v1/audit/digits?{query}").status == 400)


def main():
    cases = Cases()
    with serving(FRUGAL) as server:
        page = server.ask("/practices")
        cases.check("an empty ledger says what to do first", page.status == 200 and "frugal run" in page.text)
        chosen = server.ask("/practices?subject=a%2Fb%20c")
        cases.check("a subject that was typed is looked for", chosen.status == 303 and
                    chosen.headers["location"] == "/practices/a%2Fb%20c")
        cases.check("the API lists no subject", server.ask("/api/v1/audit").json == {"subjects": []})
    with serving(FRUGAL, prepare=fill) as server:
        same_as_the_command_line(cases, server)
        answers(cases, server)
        guards(cases, server)
        listed = [one["subject"] for one in server.ask("/api/v1/audit").json["subjects"]]
        cases.check("subjects are listed", "project=digits" in listed and f"project={HOSTILE}" in listed, str(listed))
        at = "/practices/" + urllib.parse.quote(f"project={HOSTILE}", safe="")
        cases.check("a hostile project has its page", server.ask(at).status == 200 and at in server.ask("/practices").text)
    with serving(FRUGAL, "--read-only", prepare=fill) as server:
        page = server.ask("/practices/digits").text
        cases.check("a server that only reads has no form that writes", "method=\"post\"" not in page and "token" not in page)
    cases.end()


main()
