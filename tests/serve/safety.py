# SPDX-License-Identifier: Apache-2.0
"""safety.py FRUGAL SOURCE: who may ask what, by hostile values of Host, Origin and Sec-Fetch-Site, as
another user, from another address; limits of size and time; ports, sockets and stops."""
import contextlib
import hashlib
import http.client
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time

from server import Cases, Server, routes, serving

FRUGAL, SOURCE = sys.argv[1:3]
ASK_S = 30  # of serve.c
PROBE = "/no-such-page"  # POST: 404 where it may write or not, since no row fits


def raw(server, data, timeout=10, host="127.0.0.1"):
    """The bytes of the answer to these bytes, until the server closes or says no more."""
    with socket.create_connection((host, server.port), timeout=timeout) as connection:
        with contextlib.suppress(OSError):
            connection.sendall(data)
        got = b""
        with contextlib.suppress(OSError):
            while piece := connection.recv(65536):
                got += piece
                if b"\r\n\r\n" in got and b"Content-Length: 0" in got:
                    break
        return got


def status(answer):
    found = re.match(rb"HTTP/1\.[01] (\d+)", answer)
    return int(found.group(1)) if found else 0


def get(path, *lines, host="localhost"):
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{''.join(line + chr(13) + chr(10) for line in lines)}\r\n".encode()


def hosts(cases, server):
    port = server.port
    for host, expected in (
            ("localhost", 200), ("LOCALHOST", 200), (f"localhost:{port}", 200), ("localhost:1", 200), ("127.0.0.1", 200),
            ("[::1]", 200), (f"[::1]:{port}", 200), ("evil.example", 421), (f"evil.example:{port}", 421),
            ("localhost.evil.example", 421), ("127.0.0.1.nip.io", 421), ("127.0.0.2", 421), ("localhost@evil.example", 421),
            ("[::1", 421), ("[::1]evil", 421), ("evil.example:localhost", 421), ("", 421), ("0.0.0.0", 421), ("192.168.1.2", 421)):
        got = status(raw(server, get("/runs", host=host)))
        cases.check(f"Host {host!r} answers {expected}", got in ((expected, 400) if expected == 421 else (expected,)), str(got))
    got = status(raw(server, b"GET /runs HTTP/1.1\r\nConnection: close\r\n\r\n"))
    cases.check("HTTP/1.1 without Host is refused", got == 400, str(got))
    got = status(raw(server, b"GET /runs HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
    cases.check("two names are no crash", got in (200, 400, 421), str(got))


def origins(cases, server):
    """A form without a row that takes it is 405 where it may be sent; the guard comes after the row."""
    token = re.search(r'name="token" value="([0-9a-f]{64})"', server.ask("/runs").text)
    posts = [path for verb, path, kind, _, example in routes(SOURCE) if verb == "POST" and not kind.endswith("ASK")]
    for path in posts:
        at = path.replace("*", "x")
        for name, headers in {
                "no header": {}, "another site": {"Sec-Fetch-Site": "cross-site"}, "the same site": {"Sec-Fetch-Site": "same-site"},
                "null": {"Origin": "null"}, "another origin": {"Origin": "http://evil.example"},
                "a prefix of ours": {"Origin": f"http://127.0.0.1:{server.port}.evil.example"},
                "both": {"Origin": f"http://127.0.0.1:{server.port}", "Sec-Fetch-Site": "cross-site"}}.items():
            body = f"token={token.group(1)}" if token else "token=" + "0" * 64
            reply = server.ask(at, "POST", body, {"Content-Type": "application/x-www-form-urlencoded", **headers})
            cases.check(f"POST {at} with {name} is refused", reply.status == 403, f"{reply.status}")
        reply = server.ask(at, "POST", "token=" + "0" * 64, {"Content-Type": "application/x-www-form-urlencoded",
                                                            "Sec-Fetch-Site": "same-origin"})
        cases.check(f"POST {at} with another token is refused", reply.status == 403, f"{reply.status}")
    for header in ("X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1", "X-Real-IP: ::1", "Via: 1.1 proxy"):
        got = status(raw(server, get("/runs", header)))
        cases.check(f"what a proxy hands on needs the token ({header})", got == 401, str(got))


def limits(cases, server):
    cases.check("a flood of headers is refused", status(raw(server, get("/runs", *[f"X-{i}: {'a' * 100}" for i in range(2000)]))) in (400, 413, 431))
    cases.check("a header without end is refused", status(raw(server, get("/runs", "X: " + "a" * 100_000))) in (400, 413, 431))
    cases.check("a path without end is refused", status(raw(server, get("/" + "a" * 100_000))) in (400, 414, 431))
    cases.check("a path of 5 000 is refused", status(raw(server, get("/" + "a" * 5000))) == 414)
    cases.check("100 fields are refused", status(raw(server, get("/runs?" + "&".join(f"a{i}=1" for i in range(100))))) == 400)
    cases.check("a body of 64 MiB is refused before it is sent", status(raw(server, (
        b"POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 67108864\r\nConnection: close\r\n\r\n"))) == 413)
    cases.check("a length that is no number is refused", status(raw(server, (
        b"POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\nConnection: close\r\n\r\n"))) in (400, 413))
    for path in ("/%00", "/%ff%fe", "/runs?a=%00", "/runs?a=%ff", "/runs/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//evil.example/",
                 "/~/", "/~" + "0" * 64 + "/runs", "/fr", "/en//runs", "/runs%0d%0aX:y"):
        answer = raw(server, get(path))
        cases.check(f"{path} is an error or a page, without a path of the machine",
                    status(answer) in (200, 303, 400, 404, 500 + 0 * 1)[:4] and b"root:" not in answer and server.folder.encode() not in answer,
                    answer[:60].decode(errors="replace"))
    for verb in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "FOO", "get"):
        answer = raw(server, f"{verb} /runs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        cases.check(f"{verb} is refused", status(answer) in (400, 405, 501), answer[:60].decode(errors="replace"))
    for nonsense in (b"\x00" * 100 + b"\r\n\r\n", b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET / HTTP/9.9\r\n\r\n"):
        raw(server, nonsense, timeout=1)
    cases.check("it answers after nonsense", server.ask("/runs").status == 200)


def trickle(cases, server, kind):
    """A byte a second: never silent, and cut all the same."""
    begin = time.monotonic()
    head = b"GET /runs HTTP/1.1\r\nHost: localhost\r\nX: "
    if kind == "body":
        head = b"POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(head)
        cut = False
        while not cut and time.monotonic() - begin < ASK_S + 15:
            time.sleep(1)
            try:
                connection.sendall(b"a")
                connection.setblocking(False)
                with contextlib.suppress(BlockingIOError):
                    cut = connection.recv(4096) == b""
                connection.setblocking(True)
            except OSError:
                cut = True
    took = time.monotonic() - begin
    cases.check(f"a trickle in the {kind} is cut", cut and ASK_S - 2 <= took <= ASK_S + 10, f"{took:.0f} s")


def as_nobody(server, *words):
    return subprocess.run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}",
                           *words], capture_output=True, text=True, timeout=30).stdout


def other_user(cases):
    if os.geteuid() != 0 or subprocess.run(["which", "setpriv", "curl"], capture_output=True).returncode:
        cases.check("another user is refused # SKIP needs root, setpriv and curl", True)
        return
    with serving(FRUGAL) as server:
        at = f"http://127.0.0.1:{server.port}"
        token = server.command("serve", "token").stdout.strip()
        cases.check("another user is refused", as_nobody(server, f"{at}/runs") == "403")
        cases.check("another user may ask whether it lives", as_nobody(server, f"{at}/healthz") == "200")
        cases.check("another user with the token reads", as_nobody(server, "-H", f"Authorization: Bearer {token}", f"{at}/runs") == "200")
        cases.check("another user with a link is sent on", as_nobody(server, f"{at}/?token={token}") == "303")
    with serving(FRUGAL, "--share") as server:
        at = f"http://127.0.0.1:{server.port}"
        cases.check("with --share another user reads", as_nobody(server, f"{at}/runs") == "200")
        got = subprocess.run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "curl", "-s", f"{at}/runs"],
                             capture_output=True, text=True, timeout=30).stdout
        cases.check("and gets no token of forms", 'name="token"' not in got)
        for verb, path, kind, _, _ in routes(SOURCE):
            if verb == "POST" and not kind.endswith("ASK"):
                cases.check(f"and does not write {path}", as_nobody(server, "-X", "POST", "-d", "a=b", f"{at}{path.replace('*', 'x')}") == "403")


def outside_address():
    """An address of this machine that is not loopback; None without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        with contextlib.suppress(OSError):
            probe.connect(("192.0.2.1", 9))
            return probe.getsockname()[0]
    return None


def elsewhere(cases):
    with tempfile.TemporaryDirectory() as folder:
        server = Server(os.path.abspath(FRUGAL), folder)
        token = server.command("serve", "token").stdout.strip()
        kept = f"{folder}/state/frugal/serve.token"
        cases.check("a token has 64 digits", bool(re.fullmatch("[0-9a-f]{64}", token)))
        cases.check("its hash alone is kept", open(kept).read().strip() == hashlib.sha256(token.encode()).hexdigest())
        cases.check("for the user alone", stat.S_IMODE(os.stat(kept).st_mode) == 0o600)
        address = outside_address()
        if not address or address.startswith("127."):
            cases.check("from another address # SKIP there is none", True)
            return
        process = subprocess.Popen([server.frugal, "serve", "--listen", "0.0.0.0:0"], env=server.environment, stderr=subprocess.PIPE, text=True)
        server.process = process
        server.port = int(re.search(r"http://0\.0\.0\.0:(\d+)/", process.stderr.readline()).group(1))
        said = process.stderr.readline()
        cases.check("it says that a proxy adds TLS", "TLS" in said, said)

        def ask(path, *lines):
            return raw(server, get(path, *lines, host=f"{address}:{server.port}"), host=address)
        cases.check("from another address the token is needed", status(ask("/runs")) == 401)
        cases.check("a wrong token is refused", status(ask("/runs", "Authorization: Bearer " + "0" * 64)) == 401)
        cases.check("a short token is refused", status(ask("/runs", "Authorization: Bearer " + token[:63])) == 401)
        cases.check("a token in capitals is refused", status(ask("/runs", "Authorization: Bearer " + token.upper())) == 401)
        cases.check("its hash is no token", status(ask("/runs", "Authorization: Bearer " + hashlib.sha256(token.encode()).hexdigest())) == 401)
        cases.check("the token is taken", status(ask("/runs", "Authorization: Bearer " + token)) == 200)
        cases.check("a link with a wrong token is refused", status(ask("/?token=" + "0" * 64)) == 401)
        link = ask("/?token=" + token)
        to = re.search(rb"Location: (/~[0-9a-f]{64}/)\r\n", link)
        cases.check("a link is exchanged for a prefix", status(link) == 303 and bool(to), link[:300].decode())
        cases.check("and sets no cookie", b"set-cookie" not in link.lower() and token.encode() not in link)
        prefix = to.group(1).decode() if to else "/~/"
        page = ask(prefix + "runs")
        cases.check("the prefix reads", status(page) == 200)
        links = re.findall(rb'(?:href|src|action)="(/[^"]*)"', page)
        cases.check("every link of the page has it", bool(links) and all(one.startswith(prefix.encode()) for one in links), str(links[:3]))
        cases.check("another prefix is unknown", status(ask("/~" + "0" * 64 + "/runs")) == 404)
        cases.check("a name that is not ours is refused", status(raw(server, get("/runs", host="evil.example"), host=address)) == 421)
        again = server.command("serve", "token").stdout.strip()
        cases.check("another token ends the one before", status(ask("/runs", "Authorization: Bearer " + token)) == 401 and
                    status(ask("/runs", "Authorization: Bearer " + again)) == 200)
        server.stop()


def unix_ask(path, method, at, headers=None):
    connection = http.client.HTTPConnection("localhost", timeout=10)
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(path)
    connection.request(method, at, body="" if method == "POST" else None, headers=headers or {})
    return connection.getresponse().status


def sockets(cases):
    with tempfile.TemporaryDirectory() as folder:
        server = Server(os.path.abspath(FRUGAL), folder)
        path = f"{folder}/s.sock"

        def start():
            process = subprocess.Popen([server.frugal, "serve", "--listen", f"unix:{path}"], env=server.environment, stderr=subprocess.PIPE, text=True)
            process.stderr.readline()
            return process
        process = start()
        cases.check("a Unix socket is for its user alone", stat.S_IMODE(os.stat(path).st_mode) == 0o600)
        cases.check("it answers there", unix_ask(path, "GET", "/runs") == 200)
        cases.check("a name of another site is refused there too", unix_ask(path, "GET", "/runs", {"Host": "evil.example"}) == 421)
        posts = [one[1] for one in routes(SOURCE) if one[0] == "POST" and not one[2].endswith("ASK")]
        for post in posts:
            at = post.replace("*", "x")
            cases.check(f"a program writes {at} there without a token", unix_ask(path, "POST", at) != 403)
            cases.check(f"a page of another site does not write {at}", unix_ask(path, "POST", at, {"Origin": "http://evil.example"}) == 403)
        second = subprocess.run([server.frugal, "serve", "--listen", f"unix:{path}"], env=server.environment, capture_output=True, text=True, timeout=20)
        cases.check("a socket in use is refused", second.returncode == 3 and "in use" in second.stderr, second.stderr)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        cases.check("one that is left behind stays", os.path.exists(path))
        process = start()
        cases.check("and is replaced", unix_ask(path, "GET", "/runs") == 200)
        process.terminate()
        process.communicate(timeout=20)
        cases.check("a stop removes it", not os.path.exists(path) and process.returncode == 0)
        with open(path, "w") as other:
            other.write("kept")
        refused = subprocess.run([server.frugal, "serve", "--listen", f"unix:{path}"], env=server.environment, capture_output=True, text=True, timeout=20)
        cases.check("a file is never replaced", refused.returncode == 3 and open(path).read() == "kept", refused.stderr)
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            at = f"127.0.0.1:{taken.getsockname()[1]}"
            refused = subprocess.run([server.frugal, "serve", "--listen", at], env=server.environment, capture_output=True, text=True, timeout=20)
            cases.check("a port in use is named with its process", refused.returncode == 3 and str(os.getpid()) in refused.stderr and "python" in refused.stderr, refused.stderr)
        for wrong in ("example.org:80", "127.0.0.1:99999", "127.0.0.1:", "[::1:80", "unix:", ":x"):
            refused = subprocess.run([server.frugal, "serve", "--listen", wrong], env=server.environment, capture_output=True, text=True, timeout=20)
            cases.check(f"--listen {wrong} is refused", refused.returncode == 2, f"{refused.returncode} {refused.stderr}")


def six(cases):
    with tempfile.TemporaryDirectory() as folder:
        server = Server(os.path.abspath(FRUGAL), folder)
        process = subprocess.Popen([server.frugal, "serve", "--listen", "[::1]:0"], env=server.environment, stderr=subprocess.PIPE, text=True)
        found = re.search(r"http://\[::1\]:(\d+)/", process.stderr.readline())
        if not found:
            process.communicate(timeout=20)
            cases.check("over IPv6 # SKIP this machine has none", True)
            return
        server.process, server.port = process, int(found.group(1))
        cases.check("over IPv6 its user is known", status(raw(server, get("/runs", host=f"[::1]:{server.port}"), host="::1")) == 200)
        server.stop()


def passed_socket(server, n, *options, notify=None):
    """frugal serve as systemd starts it, with n listening sockets."""
    held = []
    for _ in range(n):
        one = socket.socket()
        one.bind(("127.0.0.1", 0))
        one.listen()
        held.append(one)

    def place():
        copies = [os.dup2(one.fileno(), 100 + i) for i, one in enumerate(held)]
        for i, copy in enumerate(copies):
            os.dup2(copy, 3 + i)
            os.set_inheritable(3 + i, True)
        os.environ["LISTEN_PID"] = str(os.getpid())
    environment = {**server.environment, "LISTEN_FDS": str(n), **({"NOTIFY_SOCKET": notify} if notify else {})}
    line = ["sh", "-c", 'LISTEN_PID=$$ exec "$@"', "sh", server.frugal, "serve", *options]
    process = subprocess.Popen(line, env=environment, stderr=subprocess.PIPE, text=True, preexec_fn=place, close_fds=False)
    return process, held[0].getsockname()[1]


def systemd(cases):
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        server = Server(os.path.abspath(FRUGAL), folder)
        manager.bind(f"{folder}/notify")
        manager.settimeout(20)
        process, server.port = passed_socket(server, 1, notify=f"{folder}/notify")
        server.process = process
        cases.check("systemd hears that it is ready", manager.recv(100) == b"READY=1")
        cases.check("the socket of systemd is served", server.ask("/runs").status == 200)
        server.stop()
        cases.check("and that it stops", manager.recv(100) == b"STOPPING=1")
        process, _ = passed_socket(server, 2)
        _, said = process.communicate(timeout=20)
        cases.check("several sockets are refused with a word", process.returncode == 2 and "2 sockets" in said, said)


def killed(cases):
    """What the server acknowledged is there after kill -9; where no page writes yet, the runs are."""
    with serving(FRUGAL) as server:
        server.command("run", "-q", "--name", "before", "--", "true")
        ids = [run["id"] for run in server.ask("/api/v1/runs").json.get("runs", [])]
        server.process.kill()
        server.process.communicate()
        server.start()
        cases.check("kill -9 loses nothing", [run["id"] for run in server.ask("/api/v1/runs").json.get("runs", [])] == ids and bool(ids), str(ids))


def main():
    cases = Cases()
    with serving(FRUGAL) as server:
        slow = [threading.Thread(target=trickle, args=(cases, server, kind)) for kind in ("head", "body")]
        for thread in slow:
            thread.start()
        hosts(cases, server)
        origins(cases, server)
        limits(cases, server)
        other_user(cases)
        elsewhere(cases)
        sockets(cases)
        six(cases)
        systemd(cases)
        killed(cases)
        for thread in slow:
            thread.join()
    cases.end()


main()
