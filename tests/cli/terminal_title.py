# SPDX-License-Identifier: Apache-2.0
"""
Progress goes to the title of the window: but for titles, a terminal receives from a measured
command what it receives from the command alone, whatever kind of program it is.
"""
import os
import pty
import re
import select
import signal
import sys
import threading
import time

TITLE = re.compile("\x1b\\]2;([^\a]*)\a")
OURS = re.compile("\x1b\\]2;[^\a]*\a|\x1b\\[2[23];2t")


class Screen:
    """A program in a terminal of its own."""

    def __init__(self, words, term="xterm-256color"):
        self.all = self.text = ""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = term
            os.execvp(words[0], words)

    def read(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            got = os.read(self.fd, 65536).decode("utf-8", "replace")
        except OSError:
            got = ""
        self.text += got
        self.all += got
        return got != ""

    def wait_for(self, pattern, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = re.search(pattern, self.text)
            if found:
                self.text = self.text[found.end():]
                return True
            if not self.read(0.1):
                break
        found = re.search(pattern, self.text)
        return bool(found)

    def rest(self):
        while self.read(10):
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def type(self, text):
        os.write(self.fd, text.encode())


RUN = ["frugal", "run", "--no-store", "--zone", "FR", "--"]
PROMPT = "import sys; print(0); a = input('your choice? '); print('chose', a)"
# As tqdm: the line is painted again and again, and a number is left without a line feed.
BAR = "import sys\nfor i in range(4):\n  print(f'\\r{25*i:3d}%|#', end='', flush=True)\ninput()\nprint('1.25')"
EDITOR = ("import os, sys, tty, termios; old = termios.tcgetattr(0); input('open? '); tty.setraw(0); "
          "os.write(1, b'\\x1b[?1049h\\x1b[Hfile'); c = os.read(0, 1); os.write(1, b'\\x1b[?1049l'); "
          "termios.tcsetattr(0, termios.TCSADRAIN, old)")
SECRET = "stty -echo; printf 'password: '; read a; stty echo; echo; echo \"got $a\""
said = {}


def same(name, words, until, keys, before=None):
    """Runs words alone and measured; types keys once a title has come, or None has to."""
    alone, run = Screen(words), Screen(RUN + words)
    for one in (alone, run):
        if before:
            one.wait_for(before[0])
            one.type(before[1])
        one.wait_for(until)
    shown = TITLE.search(run.all) or run.wait_for(TITLE)
    for one in (alone, run):
        one.type(keys)
    statuses = alone.rest(), run.rest()
    left = OURS.sub("", run.all)
    text = [
        f"{name}: title {'shown' if shown else 'NOT SHOWN'}",
        "the screen as without" if left.startswith(alone.all) else f"NOT AS WITHOUT: {alone.all!r} {left!r}",
        "title given back" if run.all.rfind("\x1b[23;2t") > run.all.rfind("\x1b[22;2t") >= 0 else "NOT GIVEN BACK",
        f"status {statuses[0]}, {statuses[1]}",
    ]
    said[name] = ", ".join(text)


def untouched(name, words, until, keys, before=None, run=RUN, term="xterm"):
    """No byte of ours comes while the program has the terminal."""
    one = Screen(run + words, term)
    if before:
        one.wait_for(before[0])
        one.wait_for(TITLE)
        one.type(before[1])
    one.wait_for(until)
    one.text = ""
    end = time.monotonic() + 3.5
    while time.monotonic() < end:
        one.read(0.1)
    quiet = one.text
    one.type(keys)
    status = one.rest()
    said[name] = f"{name}: " + ("nothing written" if quiet == "" else f"WRITTEN {quiet!r}") + f", status {status}"


def killed():
    """SIGTERM to frugal alone: handed on, and the title is given back."""
    one = Screen(RUN + ["sleep", "1000"])
    shown = one.wait_for(TITLE)
    os.kill(one.pid, signal.SIGTERM)
    status = one.rest()
    back = one.all.rstrip().rfind("\x1b[23;2t") > one.all.rfind("\x1b[22;2t")
    said["kill"] = f"kill: title {'shown' if shown else 'NOT SHOWN'}, {'given back' if back else 'NOT GIVEN BACK'}, status {status}"


def stopped():
    """Ctrl-Z gives the title back, fg takes it again, Ctrl-C gives it back."""
    one = Screen(["bash", "--norc", "--noprofile", "-i"])
    one.type("PS1='read''y> '\n")
    one.wait_for("ready> ")
    one.type(" ".join(RUN) + " sleep 1000\n")
    text = ["shown" if one.wait_for("\x1b\\[22;2t" + TITLE.pattern) else "NOT SHOWN"]
    one.type("\x1a")
    text.append("given back" if one.wait_for("\x1b\\[23;2t(?s:.*)Stopped") else "NOT GIVEN BACK")
    one.wait_for("ready> ")
    one.type("fg\n")
    text.append("shown again" if one.wait_for("\x1b\\[22;2t" + TITLE.pattern) else "NOT SHOWN")
    one.type("\x03")
    text.append("given back" if one.wait_for("\x1b\\[23;2t") else "NOT GIVEN BACK")
    one.wait_for("ready> ")
    one.type("exit 0\n")
    one.rest()
    said["Ctrl-Z, fg, Ctrl-C"] = "Ctrl-Z, fg, Ctrl-C: " + ", ".join(text)


python = ["python3", "-u", "-c"]
tests = [
    (same, "prompt", python + [PROMPT], "choice", "x\n"),
    (same, "bar", python + [BAR], "75%", "\n"),
    (same, "python", ["env", "PYTHON_BASIC_REPL=1", "python3", "-q", "-i", "-c", "import sys; sys.ps1 = 'PY> '; import time; time.sleep(3)"], "PY> ", "exit(3)\n"),
    (untouched, "editor", python + [EDITOR], "file", "q", ("open", "\n")),
    (untouched, "password", ["sh", "-c", SECRET], "password: ", "x\n"),
    (untouched, "--no-progress", python + [PROMPT], "choice", "x\n", None, RUN[:-1] + ["--no-progress", "--"]),
    (untouched, "-q", python + [PROMPT], "choice", "x\n", None, RUN[:-1] + ["-q", "--"]),
    (untouched, "TERM=dumb", python + [PROMPT], "choice", "x\n", None, RUN, "dumb"),
    (untouched, "TERM=", python + [PROMPT], "choice", "x\n", None, RUN, ""),
    (untouched, "TERM=linux", python + [PROMPT], "choice", "x\n", None, RUN, "linux"),
    (untouched, "stderr elsewhere", python + [PROMPT], "choice", "x\n", None, ["sh", "-c", 'exec "$@" 2>/dev/null', "sh"] + RUN),
    (killed,), (stopped,)]
threads = [threading.Thread(target=test[0], args=test[1:]) for test in tests]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for name in ["prompt", "bar", "python", "editor", "password", "--no-progress", "-q", "TERM=dumb", "TERM=", "TERM=linux",
             "stderr elsewhere", "kill", "Ctrl-Z, fg, Ctrl-C"]:
    print(said.get(name, f"{name}: FAILED"))
sys.exit(0)
