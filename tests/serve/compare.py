# SPDX-License-Identifier: Apache-2.0
"""compare.py FRUGAL SOURCE: groups side by side: the digits, the tests, the front, the forecasts, the JSON."""
import json
import math
import sys
import urllib.parse

from made import Runs, missing_digits, put, text_of
from server import Cases, serving

FRUGAL = sys.argv[1]
HOSTILE = "'\"<&></svg><script>alert(1)</script>"


def fill(server):
    """small: 10 Wh for 0.90; large: 20 Wh for 0.95; waste: 30 Wh for 0.80. accuracy of size: 0.3 + 0.07 ln(Wh)."""
    runs, n = Runs(), 0
    for name, wh, quality in (("small", 10, .90), ("large", 20, .95), ("waste", 30, .80)):
        for i in range(5):
            n += 1
            told = [(1, "accuracy", quality + i / 1000)]
            epochs = [(30, {"accuracy": quality - .1}), (30, {"accuracy": quality + i / 1000})]
            runs.add(n, wh + i / 10, g=wh / 2, low=.9, high=1.2, name=name, project="digits", metrics=told, epochs=epochs)
    for i, wh in enumerate((1, 10, 100, 1000)):
        runs.add(31 + i, wh, g=1, name=f"size{i}", project="sizes", metrics=[(1, "accuracy", 0.3 + 0.07 * math.log(wh))])
    runs.add(41, None, name="blank", project="blank")
    runs.add(42, 5, g=1, name=HOSTILE, project="odd")
    runs.add(43, 6, g=1, name="plain", project="odd")
    put(server, runs)


def query(**more):
    return urllib.parse.urlencode(more, doseq=True)


def look(cases, server):
    groups = ["name=small", "name=large", "name=waste"]
    asked = query(groups=groups, metric="accuracy")
    for lang, to in (("en", "to"), ("fr", "à")):
        reply = server.ask(f"/{lang}/compare?{asked}")
        printed = server.command("--lang", lang, "compare", *groups, "--metric", "accuracy").stdout
        text = text_of(reply)
        table, _, rest = printed.partition("\n\n")
        left = missing_digits(text, table, to)
        cases.check(f"{lang}: the page has the digits of frugal compare", reply.status == 200 and not left, f"{left}\n# {text}")
        lines = [" ".join(line.split()) for line in rest.splitlines() if line.strip()]
        cases.check(f"{lang}: it says what the tests say", len(lines) > 4 and all(line in " ".join(text.split()) for line in lines),
                    f"{lines}\n# {text}")
    text = text_of(server.ask(f"/en/compare?{asked}"))
    cases.check("large is the best", "large has the best accuracy, 0.9520" in text and "small uses the least energy" in text, text)
    cases.check("waste is not on the front", text.count("on the Pareto front") == 2, text)
    front = server.ask(f"/en/compare?{asked}").text
    cases.check("the front is drawn by two steps", front.count('class="fr" x1') == 4, str(front.count('class="fr" x1')))


def ways(cases, server):
    project = text_of(server.ask("/en/compare?project=digits"))
    cases.check("a project is compared by names and its metric", "large 5 runs" in project and "accuracy" in project, project)
    lower = text_of(server.ask("/en/compare?" + query(groups=["name=small", "name=waste"], metric="accuracy", less="1")))
    cases.check("lower may be better", "waste has the best accuracy, 0.8020" in lower, lower)
    # By its slope at 1000 Wh, 0.07 / 1000 a Wh, one more point of 0.01 costs 142.9 Wh.
    law = text_of(server.ask("/en/compare?project=sizes&metric=accuracy"))
    cases.check("the next point has a cost", "the next 0.01 cost 143 Wh" in law, law)
    plain = text_of(server.ask("/en/compare?" + query(groups=["name=small", "name=large"])))
    cases.check("without a metric there is no quality", "No quality is compared" in plain)
    blank = text_of(server.ask("/en/compare?" + query(groups=["name=small", "name=blank"], metric="accuracy")))
    cases.check("what is missing is not zero", "not known" in blank and "no run of 'name=blank' has it" in blank, blank)
    odd = server.ask("/en/compare?project=odd&metric=%22%3E%3Cb%3E")
    cases.check("hostile names are names", odd.status == 200 and "<script>alert" not in odd.text and '"><b>' not in odd.text)


def refused(cases, server):
    for words in (dict(groups=["name=nobody", "name=small"]), dict(groups=["name=small"]), dict(project="nobody"), dict(project="blank"),
                  dict(groups=["colour=red", "name=small"]), dict(groups=["name=small", "name=large"], project="blank")):
        page, api = server.ask("/en/compare?" + query(**words)), server.ask("/api/v1/compare?" + query(**words))
        cases.check(f"{words} is said on the page", page.status == 200 and 'class="note"' in page.text, page.text[:200])
        cases.check(f"{words} is a problem", api.status == 400 and api.headers["content-type"] == "application/problem+json", api.text)
        kept = words.get("groups", [words.get("project")])
        cases.check(f"{words} stays in the form", all(f'value="{value}"' in page.text for value in kept))
    many = server.ask("/en/compare?" + query(groups=["name=small"] * 60))
    cases.check("a page has at most 30 groups", many.status == 200 and len(many.body) < 60000, str(len(many.body)))
    asked = query(groups=["name=small", "name=large"], metric="accuracy")
    told = json.loads(server.command("compare", "name=small", "name=large", "--metric", "accuracy", "--json").stdout)
    cases.check("the API is --json", server.ask(f"/api/v1/compare?{asked}").json == told)


def forecasts(cases, server):
    page = text_of(server.ask("/en/compare"))
    cases.check("without forecasts it says how to make one", "No forecast is stored" in page)
    server.command("trial", "-q", "--sizes", "20%,40%,60%", "--yes", "--", "sh", "-c", "sleep {}")
    past = server.command("trial", "--past").stdout
    page = text_of(server.ask("/en/compare"))
    left = missing_digits(page, past, "to")
    cases.check("forecasts have their digits", "sleep" in page and len(past.splitlines()) > 3 and not left, f"{left}\n# {past}\n# {page}")
    cases.check("what came is inside or outside", page.count("inside") + page.count("outside") >= 1, page)


def main():
    cases = Cases()
    with serving(FRUGAL, prepare=fill) as server:
        look(cases, server)
        ways(cases, server)
        refused(cases, server)
        forecasts(cases, server)
    cases.end()


main()
