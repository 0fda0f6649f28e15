# SPDX-License-Identifier: Apache-2.0
"""Made-up runs for the pages of projects, services and comparisons, and the digits of the command line."""
import html
import json
import os
import re
import sys
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from made_runs import Runs  # noqa: E402

DAY = 86400
# 2026-09-01: the months of the runs are over on the days of the tests.
SEPTEMBER = 1788220800
QUANTITY = re.compile(r"([-+−0-9.,\u202f]+ [^\W\d]+(?: CO2e| Sb eq)?) \[([^\]]+?)\u202f?[,;] ([^\]]+)\]")


def put(server, runs):
    text = "".join(json.dumps(line) + "\n" for line in runs.lines)
    server.command("-q", "runs", "import", "-", input=text)


def text_of(reply):
    """What a reader reads: no tags, and entities as characters."""
    plain = re.sub(r"<[^>]*>", " ", reply.text)
    return re.sub(r"[ \t\n\xa0]+", " ", html.unescape(plain))


def quantities(text):
    """Value, low and high as printed."""
    return QUANTITY.findall(text)


def missing_digits(page, printed, to):
    """The quantities of the command line that the page does not show."""
    return [(value, low, high) for value, low, high in quantities(printed)
            if value not in page or f"{low} {to} {high}" not in page]


def token_of(reply):
    return re.search(r'name="token" value="([0-9a-f]{64})"', reply.text).group(1)


def send(server, path, token, **fields):
    """A form as a browser sends it."""
    body = urllib.parse.urlencode({"token": token, **fields})
    return server.ask(path, "POST", body, {"Content-Type": "application/x-www-form-urlencoded",
                                           "Sec-Fetch-Site": "same-origin"})
