# SPDX-License-Identifier: Apache-2.0
"""live.py FRUGAL SOURCE: the page Now, its events, GET /api/v1/live and /metrics: that they say one
thing, change together, end with the server, and hold for hostile names."""
import ctypes
import html.parser
import json
import os
import re
import signal
import socket
import sys
import time

from server import Cases, serving

FRUGAL, SOURCE = sys.argv[1:3]
HOSTILE = 'e"\\\n<b>&'  # the name of a process, 15 bytes at most
PR_SET_NAME = 15
OPEN = "application/openmetrics-text"


class Live(html.parser.HTMLParser):
    """The text, or the attributes, of each element with data-live."""

    def __init__(self):
        super().__init__()
        self.found, self.depth, self.key = {}, 0, None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.key = None
        if "data-live" not in attributes:
            return
        at = attributes.get("data-at", "").split()
        for key, name in zip(attributes["data-live"].split(), at or [None]):
            if name is None:
                self.key = key
                self.found.setdefault(key, "")
            elif name != "hidden":
                self.found[key] = attributes[name]

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag):
        self.key = None

    def handle_data(self, data):
        if self.key:
            self.found[self.key] = data


def live_of(text):
    parser = Live()
    parser.feed(text)
    return parser.found


class Follower:
    """A raw connection to /events, which is never closed by the server while it runs."""

    def __init__(self, port, path="/events"):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        self.bytes = b""

    def event(self):
        """The next one; None at the end of the stream."""
        while True:
            end = self.bytes.find(b"\n\n")
            start = self.bytes.find(b"data: ")
            if start >= 0 and end > start:
                data = self.bytes[start + 6:end]
                self.bytes = self.bytes[end + 2:]
                # a chunk's size may stand within a long event: it is a line of its own
                return json.loads(re.sub(rb"\r\n[0-9a-fA-F]+\r\n", b"", data))
            more = self.socket.recv(65536)
            if not more:
                return None
            self.bytes += more

    def until_end(self):
        while chunk := self.socket.recv(65536):
            self.bytes += chunk
        return self.bytes


def worker():
    """A process with a hostile name that works a little."""
    pid = os.fork()
    if pid:
        return pid
    ctypes.CDLL(None).prctl(PR_SET_NAME, HOSTILE.encode(), 0, 0, 0)
    end = time.time() + 60
    while time.time() < end:
        sum(range(20000))
        time.sleep(0.05)
    os._exit(0)


def samples_of(text):
    """{'name{labels}': value}; a line that is not of the format is an error."""
    found = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        match = re.fullmatch(r'([a-z_]+(?:\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*\})?) (-?[0-9.e+-]+)', line)
        if not match or match.group(1) in found:
            raise AssertionError(f"not a sample, or twice: {line}")
        found[match.group(1)] = float(match.group(2))
    return found


def total(samples, family):
    return sum(value for key, value in samples.items() if key.startswith(family + "{"))


def close(a, b):
    return abs(a - b) <= 1e-6 * max(abs(a), abs(b), 1e-12)


def check_metrics(cases, server):
    plain = server.ask("/metrics")
    opened = server.ask("/metrics", headers={"Accept": f"{OPEN};version=1.0.0,text/plain;q=0.5"})
    cases.check("metrics are classic text unless asked otherwise",
                plain.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8" and
                "# EOF" not in plain.text and "# TYPE frugal_energy_joules_total counter" in plain.text)
    cases.check("OpenMetrics is negotiated",
                opened.headers["content-type"] == f"{OPEN}; version=1.0.0; charset=utf-8" and
                opened.text.endswith("# EOF\n") and "# TYPE frugal_energy_joules counter" in opened.text and
                "# UNIT frugal_energy_joules joules" in opened.text)
    refused = server.ask("/metrics", headers={"Accept": f"{OPEN};q=0"})
    cases.check("q=0 refuses OpenMetrics", refused.headers["content-type"].startswith("text/plain"))
    samples = samples_of(plain.text)
    machine = samples["frugal_machine_power_watts"]
    cases.check("components add up to the machine", close(total(samples, "frugal_power_watts"), machine))
    for family in ("process", "container"):
        used = total(samples, f"frugal_{family}_power_watts")
        cases.check(f"{family} rows and idle add up to the machine",
                    close(used + samples["frugal_machine_idle_power_watts"], machine), f"{used} {machine}")
    cases.check("ends enclose the power", samples["frugal_machine_power_low_watts"] <= machine <=
                samples["frugal_machine_power_high_watts"])
    rows = [key for key in samples if key.startswith("frugal_process_power_watts{")]
    cases.check("labels are bounded", len(rows) <= 22, str(len(rows)))
    cases.check("a hostile name is escaped", 'process="e\\"\\\\\\n<b>&"' in plain.text, "\n".join(rows))
    for line in opened.text.splitlines():
        name = line.split()[2] if line.startswith("# UNIT ") else None
        if name and not name.endswith("_" + line.split()[3]):
            cases.check(f"{line} is the suffix of its name", False)


def check_page(cases, server):
    follower = Follower(server.port)
    event = follower.event()
    page = server.ask("/en/")
    shown = live_of(page.text)
    cases.check("the keys of an event are those of the page", set(shown) <= set(event),
                str(set(shown) - set(event)))
    cases.check("the page follows the events", 'data-events="/en/events"' in page.text)
    for _ in range(20):  # one of the next events is the page's look
        texts = {key: text[0] if isinstance(text, list) else text for key, text in event.items()}
        same = [key for key in shown if texts[key] == shown[key]]
        if len(same) == len(shown):
            break
        event = follower.event()
        shown = live_of(server.ask("/en/").text)
    differs = {key: (texts[key], shown[key]) for key in shown if texts[key] != shown[key]}
    cases.check("page and event say one thing", not differs, str(differs))
    cases.check("a hostile name is text", "&lt;b&gt;" not in json.dumps(event) and "<b>&" not in page.text)
    french = server.ask("/fr/").text
    cases.check("the French page has decimal commas", re.search(r'data-live="a0w">[0-9]+(,[0-9]+)?.?(m|µ)?W', french) is not None)
    other = Follower(server.port, "/fr/events")
    cases.check("a newcomer gets the last event at once", other.event() is not None)
    other.socket.close()
    return follower


def check_json(cases, server):
    reply = server.ask("/api/v1/live?limit=3")
    live = reply.json
    cases.check("the JSON is that of top", live["kind"] == "top" and 1 <= len(live["rows"]) <= 4 and
                live["rows"][-1].get("rest") is True)
    groups = server.ask("/api/v1/live?by=cgroup&limit=10000").json
    used = sum(row["w"] for row in groups["rows"])
    cases.check("its rows and idle add up", close(used + groups["idle_w"], groups["machine_w"]))
    for query in ("by=gpu", "limit=0", "limit=x", "limit=1e9", "limit=99999999999999999999"):
        wrong = server.ask(f"/api/v1/live?{query}")
        cases.check(f"{query} is refused", wrong.status == 400 and
                    wrong.headers["content-type"] == "application/problem+json")


def main():
    cases = Cases()
    pid = worker()
    try:
        with serving(FRUGAL) as server:
            time.sleep(2.5)
            follower = check_page(cases, server)
            check_metrics(cases, server)
            check_json(cases, server)
            begun = time.time()
            server.process.send_signal(signal.SIGTERM)
            end = follower.until_end()
            cases.check("events end with the server", end.endswith(b"0\r\n\r\n") or not end.endswith(b"data"), repr(end[-20:]))
            server.process.wait(timeout=20)
            cases.check("the server does not wait for followers", time.time() - begun < 5, str(time.time() - begun))
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    with serving(FRUGAL, prepare=lambda server: server.environment.update(FRUGAL_ROOT=server.folder)) as server:
        page = server.ask("/en/")
        cases.check("a machine that cannot be read is not known, not 0 W", page.status == 200 and "not known" in page.text and
                    ">0 W<" not in page.text)
        follower = Follower(server.port)
        follower.event()
        follower.socket.settimeout(4)
        try:
            sent = follower.event()
        except TimeoutError:
            sent = None
        cases.check("nothing is sent while nothing changes", sent is None, str(sent))
        cases.check("its metrics have no power", "frugal_machine_power_watts " not in
                    re.sub(r"#.*", "", server.ask("/metrics").text))
    cases.end()


main()
