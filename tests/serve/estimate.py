# SPDX-License-Identifier: Apache-2.0
"""estimate.py FRUGAL SOURCE: estimates by the API and by pages: the figures of the command line for the
same question, columns, sentences, facts; what is absent, wrong or hostile."""
import html
import json
import re
import sys
import urllib.parse

from server import Cases, serving

FRUGAL = sys.argv[1]
QUESTION = {"model": "training", "inputs": {"gpu": "A100 SXM4 80GB", "gpu_hours": "8h", "zone": "FR"}}
WORDS = ["training", "gpu=A100 SXM4 80GB", "gpu_hours=8h", "zone=FR"]


def post(server, body, path="/api/v1/estimate"):
    return server.ask(path, "POST", body if isinstance(body, (bytes, str)) else json.dumps(body),
                      {"Content-Type": "application/json"})


def is_problem(reply, status, word=""):
    return (reply.status == status and reply.headers["content-type"] == "application/problem+json" and
            reply.json["status"] == status and word in reply.json["detail"])


def one_question(cases, server):
    told = server.command("estimate", *WORDS, "--json").stdout
    reply = post(server, QUESTION)
    cases.check("an estimate is that of the command line", reply.status == 200 and reply.text == told, reply.text[:300])
    again = post(server, {"inputs": dict(reversed(QUESTION["inputs"].items())), "model": "training"})
    cases.check("the order of inputs is not part of the question", again.text == told and
                again.headers["etag"] == reply.headers["etag"])
    told = server.command("estimate", *WORDS, "--json", "--sensitivity").stdout
    cases.check("doubts where they are asked for", post(server, {**QUESTION, "sensitivity": True}).text == told)
    number = post(server, {"model": "training", "inputs": {**QUESTION["inputs"], "pue": 1.5, "wue": None}})
    cases.check("a number is one without a unit", number.json["inputs"]["pue"]["value"] == 1.5, number.text[:200])


def refused(cases, server):
    for name, body, status, word in (
            ("no JSON", "{", 400, "JSON"),
            ("nothing", "", 400, "JSON"),
            ("broken UTF-8", b'{"model": "\xff"}', 400, "JSON"),
            ("a list", "[1]", 400, "object"),
            ("a model twice", '{"model": "training", "model": "run"}', 400, "JSON"),
            ("depth", '{"model": "training", "inputs": ' + "[" * 100_000 + "]" * 100_000 + "}", 400, "nested more than 4 deep"),
            ("no model", {"inputs": {}}, 400, "model"),
            ("a model that is none", {"model": 7}, 400, "model"),
            ("an unknown model", {"model": "nowhere"}, 404, "nowhere"),
            ("a path for a model", {"model": "../../etc/passwd"}, 404, ""),
            ("an unknown member", {"model": "training", "input": {}}, 400, "input"),
            ("an unknown input", {"model": "training", "inputs": {"hours": "8h"}}, 400, "hours"),
            ("a wrong unit", {"model": "training", "inputs": {"gpu_hours": "8 kW"}}, 400, "kW"),
            ("no unit", {"model": "training", "inputs": {"gpu_hours": 8}}, 400, "gpu_hours"),
            ("a truth", {"model": "training", "inputs": {"gpu_hours": True}}, 400, "gpu_hours"),
            ("a name with =", {"model": "training", "inputs": {"gpu_hours=8h": "x"}}, 400, "gpu_hours"),
            ("what is missing", {"model": "training"}, 400, "gpu"),
            ("a column of texts", {"model": "training", "columns": {"gpu_hours": ["8h"]}}, 400, "gpu_hours"),
            ("columns of two lengths", {"model": "training", "columns": {"gpu_hours": [1], "pue": [1, 2]}}, 400, "pue"),
            ("an unknown column", {"model": "training", "inputs": {"gpu": "H100"}, "columns": {"hours": [1]}}, 400, "hours"),
            ("an unknown figure", {"model": "training", "inputs": {"gpu": "H100"}, "columns": {"gpu_hours": [1]},
                                   "outputs": ["beauty"]}, 400, "beauty")):
        reply = post(server, body)
        cases.check(f"refused: {name}", is_problem(reply, status, word), f"{reply.status} {reply.text[:300]}")
    try:
        status = post(server, b" " * (33 << 20)).status
    except (BrokenPipeError, ConnectionResetError):
        status = 413 # it does not read what it has refused
    cases.check("a huge body is refused", status == 413 and post(server, QUESTION).status == 200, str(status))


def columns(cases, server):
    hours = [8, 16, None, -1, 1e300]
    reply = post(server, {"model": "training", "inputs": {"gpu": "A100 SXM4 80GB", "zone": "FR"},
                          "columns": {"gpu_hours[h]": hours}, "outputs": ["energy", "carbon"]})
    found = reply.json
    one = {figure["name"]: figure for figure in post(server, QUESTION).json["figures"]}
    cases.check("a row is the central value of the question", found["rows"] == 5 and
                abs(found["columns"]["energy"]["values"][0] / one["energy"]["central"] - 1) < 1e-12 and
                found["columns"]["energy"]["unit"] == one["energy"]["unit"], reply.text[:300])
    energy = found["columns"]["energy"]["values"]
    cases.check("twice the hours, twice the energy", abs(energy[1] / energy[0] - 2) < 1e-12)
    cases.check("what is absent or refused is null", energy[2] is None and energy[3] is None and found["refused"] >= 2,
                str(energy))
    empty = post(server, {"model": "training", "inputs": {"gpu": "H100"}, "columns": {"gpu_hours": []}})
    cases.check("no row is no answer", empty.status == 200 and empty.json["rows"] == 0, empty.text[:200])


def sentences(cases, server):
    sentence = "GPT-4o for 2 000 agents, 30 requests a day in France"
    told = server.command("ask", sentence, "--json").stdout
    for name, reply in (("GET", server.ask("/api/v1/ask?q=" + urllib.parse.quote(sentence))),
                        ("POST", post(server, {"question": sentence}, "/api/v1/ask"))):
        cases.check(f"a sentence by {name} is that of the command line", reply.text == told, reply.text[:200])
    more = post(server, {"question": "GPT-4o", "answers": {"people": 2000, "requests": "30 a day", "place": "FR"}},
                "/api/v1/ask")
    cases.check("answers complete it", more.status == 200 and '"figures"' in more.text, more.text[:300])
    cases.check("an unknown key is refused", is_problem(server.ask("/api/v1/ask?q=GPT-4o&colour=red"), 400, "colour"))
    cases.check("nothing said is answered by what is missing", server.ask("/api/v1/ask").status == 200)


def facts(cases, server):
    for path, words in (("models", ["models"]), ("models/training", ["models", "training"]), ("factors", ["factors"]),
                        ("factors/zones?key=FR", ["factors", "zones", "FR"]),
                        ("factors/zones?key=FR:2022", ["factors", "zones", "FR:2022"]),
                        ("published/bloom", ["published", "bloom"])):
        reply = server.ask(f"/api/v1/{path}")
        told = server.command(*words, "--json").stdout
        cases.check(f"{path} is that of the command line", reply.status == 200 and reply.json == json.loads(told),
                    reply.text[:200])
    for path in ("models/nowhere", "factors/nowhere", "factors/zones?key=Nowhere", "published/nowhere"):
        cases.check(f"{path} is not found", is_problem(server.ask(f"/api/v1/{path}"), 404))


def text_of(reply):
    return html.unescape(re.sub(r"<[^>]+>", " ", reply.text))


def page_of_model(cases, server):
    asked = "gpu=A100+SXM4+80GB&gpu_hours=8h&zone=FR"
    page = server.ask(f"/estimate/training?{asked}")
    told = server.command("estimate", *WORDS).stdout
    carbon = re.search(r"^ *carbon +([\d.]+ \S+ CO2e|[\d.]+ \S+)", told, re.MULTILINE).group(1).split(" [")[0]
    cases.check("a page has the figure of the command line", page.status == 200 and carbon in text_of(page), carbon)
    as_json = server.ask(f"/estimate/training?{asked}&format=json").text
    told = json.loads(server.command("estimate", *WORDS, "--json", "--sensitivity").stdout)
    cases.check("the page as JSON is the answer with its doubts", json.loads(as_json) == told, as_json[:200])
    as_csv = server.ask(f"/estimate/training?{asked}&format=csv")
    cases.check("the page as CSV", as_csv.text == server.command("estimate", *WORDS, "--csv").stdout and
                as_csv.headers["content-type"].startswith("text/csv"))
    cases.check("each link to a derivation has its branch", all(
        f'id="{name}"' in page.text for name in re.findall(r'href="#(why-[^"]+)"', page.text)))
    cases.check("the derivation ends at the row of a table", "factors/zones.csv:" in page.text and
                "/api/v1/factors/zones?key=FR" in page.text)
    place = re.search(r'href="(/estimate/training\?[^"]*zone=SE)"', page.text)
    cases.check("a what-if is a link with one input changed", place and
                server.ask(html.unescape(place.group(1))).status == 200)
    french = server.ask(f"/fr/estimate/training?{asked}")
    cases.check("in French with its numbers", "D’où" in french.text or "D&#39;où" in french.text)


def refused_fields(cases, server):
    page = server.ask("/estimate/training?gpu=H100&gpu_hours=8kW&zone=SE")
    field = re.search(r'<input id="i-gpu_hours"[^>]*>', page.text).group()
    said = re.search(r'id="e-gpu_hours">([^<]*)<', page.text)
    cases.check("a wrong unit is refused at its field", page.status == 400 and 'aria-invalid="true"' in field and
                'value="8kW"' in field and "e-gpu_hours" in field and said and "8kh" in said.group(1), field)
    cases.check("the other fields stay", 'value="SE"' in page.text and page.text.count("aria-invalid") == 1)
    missing = server.ask("/estimate/training?gpu=H100")
    cases.check("what must be given is said at its field", missing.status == 400 and "e-gpu_hours" in missing.text)
    unknown = server.ask("/estimate/training?gpu=H100&gpu_hours=8h&colour=%3Cscript%3E")
    cases.check("an unknown field is refused", unknown.status == 400 and "<script>" not in unknown.text.split("</head>")[1])
    cases.check("a field of a row is an input", "57" in text_of(server.ask(
        "/estimate/training?gpu=H100&gpu_hours=8h&zone.intensity=57+g/kWh")))
    cases.check("an unknown model is not found", server.ask("/estimate/nowhere").status == 404)
    large = server.ask("/estimate/llm_service?llm=gpt-4o&users=2000&user_requests=30+request/day")
    why = re.search(r'href="([^"]*why=carbon)#why-carbon"', large.text)
    cases.check("a long derivation has a page", large.status == 200 and len(large.body) < 60_000 and why)
    page = server.ask(html.unescape(why.group(1)))
    cases.check("which has its branch", page.status == 200 and 'id="why-carbon"' in page.text and
                len(page.body) < 60_000, str(len(page.body)))


def every_model(cases, server):
    """The form of each model is made from its file: all of its inputs are there, and fit."""
    for model in server.ask("/api/v1/models").json:
        about = server.ask(f"/api/v1/models/{model['name']}").json
        page = server.ask(f"/estimate/{model['name']}")
        absent = [field["name"] for field in about["inputs"] if f'name="{field["name"]}"' not in page.text]
        cases.check(f"the form of {model['name']}", page.status == 200 and not absent and len(page.body) < 60_000,
                    f"{page.status} {absent} {len(page.body)}")


def page_of_sentence(cases, server):
    first = server.ask("/estimate")
    cases.check("the first page asks, and lists the models", 'name="q"' in first.text and "/estimate/training" in first.text)
    part = server.ask("/estimate?q=GPT-4o+for+2000+people")
    cases.check("what is missing is asked for", part.status == 200 and 'name="requests"' in part.text and
                'id="h-r"' not in part.text)
    whole = server.ask("/estimate?q=GPT-4o+for+2000+people&requests=30+a+day")
    cases.check("an answer completes it", 'id="h-r"' in whole.text and "/estimate/llm_service?" in whole.text)
    wrong = server.ask("/estimate?q=GPT-4o+for+2000+people&requests=blue")
    cases.check("a wrong answer is refused at its field", wrong.status == 400 and 'id="e-requests"' in wrong.text)
    unclear = server.ask("/estimate?q=GPT-4o+for+people+7x7z")
    cases.check("a sentence that is not clear is answered", unclear.status in (200, 400))


def published_pages(cases, server):
    told = json.loads(server.command("published", "--json").stdout)["figures"]
    listed = server.ask("/published")
    names = sorted({figure["publication"] for figure in told})
    cases.check("every publication is listed", all(f'/published/{name}"' in listed.text for name in names))
    for name in names:
        page = server.ask(f"/published/{name}")
        links = re.findall(r'class="f" href="([^"]*)#why-([^"]+)"', page.text)
        cases.check(f"published {name}", page.status == 200 and links and len(page.body) < 60_000)
    page = server.ask("/published/bloom")
    cases.check("a published figure and ours", "123.82" in page.text and "123.852" in page.text and "24.69" in page.text)
    link, figure = re.search(r'class="f" href="([^"]*)#why-([^"]+)">24.7<', page.text).groups()
    ours = server.ask(html.unescape(link))
    cases.check("ours is a link to its estimate", ours.status == 200 and "24.7 t CO2e" in text_of(ours) and
                f'id="why-{figure}"' in ours.text, html.unescape(link))
    cases.check("an unknown publication is not found", server.ask("/published/nowhere").status == 404)


def main():
    cases = Cases()
    with serving(FRUGAL) as server:
        one_question(cases, server)
        refused(cases, server)
        columns(cases, server)
        sentences(cases, server)
        facts(cases, server)
        page_of_model(cases, server)
        refused_fields(cases, server)
        every_model(cases, server)
        page_of_sentence(cases, server)
        published_pages(cases, server)
    cases.end()


main()
