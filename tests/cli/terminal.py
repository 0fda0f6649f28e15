# SPDX-License-Identifier: Apache-2.0
"""Types at frugal in a terminal, with its line of progress on: what the command sees is as without."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time


class Terminal:
    """A shell with job control in a terminal of its own."""

    def __init__(self):
        self.text = ""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ["PS1"] = "ready> "
            os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])
        self.resize(30, 100)
        self.wait_for("ready> ")

    def resize(self, rows, columns):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, seconds):
        if select.select([self.fd], [], [], seconds)[0]:
            try:
                self.text += os.read(self.fd, 65536).decode("utf-8", "replace")
            except OSError:
                pass

    def wait_for(self, pattern, seconds=60):
        """True when it comes; what came before it is forgotten."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = re.search(pattern, self.text)
            if found:
                self.text = self.text[found.end():]
                return True
            self.read(0.1)
        return False

    def type(self, text):
        os.write(self.fd, text.encode())


def told(what, holds):
    print(what, "yes" if holds else f"NO: {terminal.text!r}")


terminal = Terminal()
run = "frugal run --zone FR -- "

terminal.type(run + "sh -c 'trap \"echo got-INT; exit 3\" INT; echo on; while :; do sleep 0.1; done'\n")
terminal.wait_for(r"on\r\n")
told("line of progress", terminal.wait_for(r"CO2e · "))
terminal.type("\x03")
told("Ctrl-C reaches the command", terminal.wait_for(r"\^Cgot-INT"))
terminal.wait_for("ready> ")
terminal.type("echo status-$?-\n")
told("its exit status", terminal.wait_for(r"[\r\n]status-3-"))

# Not a shell: one that is within vfork when the key comes does not stop, with us or without.
terminal.type(run + "python3 -c 'import signal; signal.pthread_sigmask(0, [signal.SIGCONT]); "
              "print(\"begun\", flush=True); signal.sigwait([signal.SIGCONT]); print(\"done\")'\n")
terminal.wait_for(r"begun\r\n")
terminal.type("\x1a")
told("Ctrl-Z stops both", terminal.wait_for("Stopped"))
terminal.wait_for("ready> ")
terminal.type("fg\n")
told("fg goes on", terminal.wait_for(r"done\r\n"))
terminal.wait_for("ready> ")

terminal.type(run + "sh -c 'trap \"stty size; exit\" WINCH; echo on; while :; do sleep 0.1; done'\n")
terminal.wait_for(r"on\r\n")
terminal.resize(41, 137)
told("the new size", terminal.wait_for("41 137"))
terminal.wait_for("ready> ")

terminal.type(run + "sh -c 'stty raw -echo; printf raw%s -mode; dd bs=1 count=1 2>/dev/null | od -An -tx1; stty sane'\n")
terminal.wait_for("raw-mode")
terminal.type("\x03")
told("raw mode: Ctrl-C is a byte", terminal.wait_for(" 03"))
terminal.wait_for("ready> ")
terminal.type("stty -a | grep -c ' icanon'\n")
told("the terminal is as before", terminal.wait_for(r"[\r\n]1\r"))
os.kill(terminal.pid, signal.SIGKILL)
sys.exit(0)
