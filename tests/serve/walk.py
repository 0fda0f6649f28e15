# SPDX-License-Identifier: Apache-2.0
"""walk.py FRUGAL SOURCE: every row of the routes, on an empty ledger and on one full of hostile
texts: its answer, HEAD, other verbs, its weight, its markup, both languages."""
import html.parser
import sys

from server import Cases, hours_around_now, routes, serving

FRUGAL, SOURCE = sys.argv[1:3]
HOSTILE = "'\"<&>\u202e\x1b[31m</td><script>alert(1)</script>{{7*7}}\u0000".replace("\u0000", "")
MAX_PAGE = 60_000
VOID = {"meta", "link", "input", "br", "hr", "img", "col", "wbr"}
SVG_EMPTY = {"line", "rect", "circle", "path", "polyline", "polygon", "use", "stop", "ellipse"}


class Markup(html.parser.HTMLParser):
    """Finds what is not closed, ids that stand twice, scripts and styles within the page."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.ids, self.links = [], [], set(), []

    def handle_starttag(self, tag, attributes):
        self.look(tag, attributes)
        if tag not in VOID and tag not in SVG_EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.look(tag, attributes)

    def look(self, tag, attributes):
        names = [name for name, _ in attributes]
        attributes = dict(attributes)
        if len(names) != len(set(names)):
            self.wrong.append(f"<{tag}> has an attribute twice")
        if "style" in attributes or any(name.startswith("on") for name in names):
            self.wrong.append(f"<{tag}> has a style or a script of its own")
        if tag in ("script", "link") and not (attributes.get("src") or attributes.get("href") or "").startswith(("/", "data:,")):
            self.wrong.append(f"<{tag}> is not a file of this server")
        if tag == "style" or attributes.get("href", "").startswith("javascript:"):
            self.wrong.append(f"<{tag}> is not allowed")
        if attributes.get("id") in self.ids:
            self.wrong.append(f"id {attributes['id']} stands twice")
        if "id" in attributes:
            self.ids.add(attributes["id"])
        if tag == "a":
            self.links.append(attributes.get("href"))

    def handle_endtag(self, tag):
        if tag in SVG_EMPTY:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes another element")


def markup_of(text):
    markup = Markup()
    markup.feed(text)
    markup.close()
    if markup.open:
        markup.wrong.append(f"not closed: {markup.open}")
    return markup


def hostile(server):
    """A run whose every text is hostile."""
    hours_around_now(server, "--source", "<script>alert(1)</script>")
    server.command("run", "-q", "--project", HOSTILE, "--phase", "training", "--name", HOSTILE, "--tag", "a-tag",
                   "--", "sh", "-c", "exit 3 # " + HOSTILE, check=False)
    # What the examples of the routes name.
    server.command("run", "-q", "--project", "digits", "--service", "chat", "--zone", "FR", "--phase", "training",
                    "--name", HOSTILE, "--", "true")
    server.command("service", "set", "chat", f"team={HOSTILE}", f"unit={HOSTILE}", f"need={HOSTILE}")


def walk(cases, server, world):
    for verb, path, kind, _, example in routes(SOURCE):
        if verb != "GET" or path == "/events":  # a stream without end: live.py
            continue
        for lang in ("en", "fr") if kind == "ROUTE_PAGE" else ("en",):
            at = f"/{lang}{example}"
            reply = server.ask(at)
            name = f"{world}: {at}"
            expected = (200, 303) if world != "empty" or "*" not in path else (200, 303, 404)
            if world == "empty" and path == "/api/v1/plan":
                expected = (400,)  # a plan needs hours
            cases.check(f"{name} answers", reply.status in expected, f"{reply.status}: {reply.text[:300]}")
            head = server.ask(at, "HEAD")
            same = {key: value for key, value in reply.headers.items() if key != "date"}
            head_same = {key: value for key, value in head.headers.items() if key != "date"}
            if "no-head" not in path:
                cases.check(f"{name} has the same head", head.status == reply.status and not head.body and
                            set(head_same) == set(same), f"{head.status} {head_same} {same}")
            other = server.ask(at, "PUT")
            cases.check(f"{name} names its verbs", other.status == 405 and "GET" in other.headers.get("allow", ""),
                        f"{other.status} {other.headers.get('allow')}")
            if reply.headers.get("content-type", "").startswith("text/html"):
                markup = markup_of(reply.text)
                cases.check(f"{name} is sound HTML", not markup.wrong, "; ".join(markup.wrong[:3]))
                cases.check(f"{name} is in its language", f'<html lang="{lang}">' in reply.text)
                cases.check(f"{name} weighs at most {MAX_PAGE}", len(reply.body) <= MAX_PAGE, str(len(reply.body)))
                cases.check(f"{name} escapes what is hostile", "<script>alert" not in reply.text and
                            "\x1b" not in reply.text and "\u202e" not in reply.text)
            cases.check(f"{name} has the policy", "default-src 'none'" in reply.headers.get("content-security-policy", ""))


def main():
    cases = Cases()
    with serving(FRUGAL) as server:
        walk(cases, server, "empty")
        missing = server.ask("/nowhere")
        cases.check("an unknown page is 404", missing.status == 404 and "<h1>" in missing.text)
        problem = server.ask("/api/v1/nowhere")
        cases.check("an unknown endpoint is a problem", problem.status == 404 and
                    problem.headers["content-type"] == "application/problem+json" and problem.json["status"] == 404)
        part = server.ask("/api/v1/runs/last/derivation", "PATCH")
        cases.check("a part of a run has verbs of its own", part.status == 405 and part.headers["allow"] == "GET, HEAD",
                    f"{part.status} {part.headers.get('allow')}")
        stranger = server.ask("/", headers={"Host": "example.org:80"})
        cases.check("another host is refused", stranger.status == 421)
        first = server.ask("/style.css")
        again = server.ask("/style.css", headers={"If-None-Match": first.headers["etag"]})
        cases.check("what the browser has is not sent again", again.status == 304 and not again.body)
    with serving(FRUGAL, prepare=hostile) as server:
        walk(cases, server, "hostile")
    cases.end()


main()
