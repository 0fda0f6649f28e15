# SPDX-License-Identifier: Apache-2.0
"""What the tests of the server share: a ledger of its own, the server on a free port, requests."""
import contextlib
import http.client
import json
import os
import re
import subprocess
import tempfile
import threading
import time


class Reply:
    def __init__(self, response, body):
        self.status, self.body = response.status, body
        self.headers = {name.lower(): value for name, value in response.getheaders()}

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)


class Server:
    """frugal serve in a folder of its own, with the environment of its commands."""

    def __init__(self, frugal, folder, *options):
        self.frugal, self.folder = frugal, folder
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": folder, "TMPDIR": folder, "LC_ALL": "C.UTF-8", "TZ": "UTC",
            "FRUGAL_STORE": f"{folder}/ledger.db",
            **{name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")},
            **{f"XDG_{kind}_HOME": f"{folder}/{kind.lower()}" for kind in ("DATA", "CONFIG", "STATE", "CACHE")},
        }
        self.options = options
        self.process = None

    def command(self, *words, check=True, **more):
        return subprocess.run([self.frugal, *words], env=self.environment, cwd=self.folder, check=check,
                              capture_output=True, text=True, **more)

    def start(self):
        self.process = subprocess.Popen(
            [self.frugal, "serve", "--listen", "127.0.0.1:0", *self.options], env=self.environment,
            cwd=self.folder, stderr=subprocess.PIPE, text=True)
        line = self.process.stderr.readline()
        if "--demo" in self.options:
            line = self.process.stderr.readline()  # the first says that it runs
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        if not found:
            raise AssertionError(f"the server says: {line}{self.process.stderr.read()}")
        self.port = int(found.group(1))

    def stop(self):
        """Ends it by SIGTERM; its exit status must be 0."""
        self.process.terminate()
        _, rest = self.process.communicate(timeout=20)
        if self.process.returncode != 0:
            raise AssertionError(f"the server ended with {self.process.returncode}: {rest}")

    def ask(self, path, method="GET", body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body=body, headers=headers or {})
        response = connection.getresponse()
        reply = Reply(response, response.read())
        connection.close()
        return reply


@contextlib.contextmanager
def serving(frugal, *options, prepare=None):
    """A server that runs within the block; prepare(server) fills its ledger first."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(os.path.abspath(frugal), folder, *options)
        if prepare:
            prepare(server)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def hours_around_now(server, *options):
    """Stores hours of DE, eight days before and after now."""
    path = f"{server.folder}/hours.csv"
    start = int(time.time()) // 3600 * 3600 - 8 * 86400
    with open(path, "w", encoding="utf-8") as file:
        file.write("time_utc,DE\n")
        for hour in range(16 * 24):
            at = time.strftime("%Y-%m-%dT%H:00Z", time.gmtime(start + 3600 * hour))
            file.write(f"{at},{300 + 10 * (hour % 24)}\n")
    server.command("grid", "import", path, *options)


def routes(source):
    """The rows of src/serve/routes.h: verb, path, kind, kept, example."""
    text = open(f"{source}/src/serve/routes.h", encoding="utf-8").read()
    row = re.compile(r'^\tROW\(\w+,\s*\w+,\s*"(\w+)",\s*"([^"]+)",\s*(\w+),\s*(\w+),\s*"([^"]*)"\)', re.MULTILINE)
    return row.findall(text)


class Cases:
    """Named checks, in TAP."""

    def __init__(self):
        self.n, self.failed = 0, 0
        self.lock = threading.Lock()  # threads check too

    def check(self, name, holds, said=""):
        with self.lock:
            self.n += 1
            self.failed += not holds
            print(f"{'ok' if holds else 'not ok'} {self.n} - {name}")
            if not holds and said:
                print(f"# {said}")

    def end(self):
        print(f"1..{self.n}")
        raise SystemExit(1 if self.failed else 0)
