# SPDX-License-Identifier: Apache-2.0
"""Answers frugal ask in a terminal, as people do: rightly, wrongly, with a mark of question, and not at all."""
import os
import pty
import re
import select
import signal
import time


class Question:
    """frugal ask in a terminal of its own."""

    def __init__(self, *words):
        self.text = ""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvp("frugal", ["frugal", "ask", *words])

    def comes(self, pattern, seconds=60):
        """Whether it comes; what came before it is forgotten."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = re.search(pattern, self.text)
            if found:
                self.text = self.text[found.end():]
                return True
            if not select.select([self.fd], [], [], 0.1)[0]:
                continue
            try:
                more = os.read(self.fd, 65536).decode("utf-8", "replace")
            except OSError:
                more = ""
            if not more:
                return bool(re.search(pattern, self.text))
            self.text += more
        return False

    def type(self, text):
        os.write(self.fd, text.encode())

    def status(self):
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def check(what, holds):
    print(what, "yes" if holds else "NO")


q = Question()
for asked, typed in (
    ("what is it about", "1"),
    ("which model", "gpt-4o"),
    ("how many people", "2000 people, 30 requests a day"),
    (r"days a year\? \[365 days", "220"),
    (r"tokens has an answer\? \[300 tokens", ""),
    (r"where is the data centre\? \[US", ""),
):
    check(f"asks {asked}", q.comes(asked + ".*> "))
    q.type(typed + "\n")
check("the command", q.comes("llm_service llm=gpt-4o users=2000 user_requests=30request/day days_of_use=220day zone=US"))
check("status 0", q.status() == 0)

q = Question("GPT-4o for 2000 agents")
check("asks for the rest alone", q.comes(r"leaves\r\nhow many requests .*> "))
q.type("?\n")
check("explains", q.comes("100 requests a month"))
q.type("\n")
check("an empty answer is asked again", q.comes("how many requests .*> "))
q.type("12 wombats\n")
check("what is not understood is asked again", q.comes("'12 wombats' was not understood") and q.comes("how many requests .*> "))
q.type("30\n")
check("then answers", q.comes("user_requests=30request/day"))
check("status 0", q.status() == 0)

q = Question("GPT-4o for 2000 agents, 30 requests a day")
check("a whole question asks nothing", q.comes("the same as a command") and q.status() == 0)

q = Question()
check("asks", q.comes("what is it about.*> "))
q.type("\x04")
check("the end of the input is named", q.comes("the question misses: about"))
check("status 2", q.status() == 2)

q = Question()
check("asks", q.comes("what is it about.*> "))
q.type("\x03")
check("an interrupt ends it", q.status() == -signal.SIGINT)
