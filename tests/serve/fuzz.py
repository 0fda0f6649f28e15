# SPDX-License-Identifier: Apache-2.0
"""fuzz.py FRUGAL SOURCE [N [SEED]]: N requests, mutated from sound ones byte by byte, over sockets: the
server lives, has no error of its own, and shows nothing of the machine."""
import contextlib
import random
import re
import socket
import sys
import threading

from server import Cases, routes, serving

FRUGAL, SOURCE = sys.argv[1:3]
N = int(sys.argv[3]) if len(sys.argv) > 3 else 10_000
SEED = int(sys.argv[4]) if len(sys.argv) > 4 else 1
THREADS = 16
PIECES = [b"%00", b"%", b"%2", b"%ff", b"%c0%ae", b"../", b"//", b"~", b"/~", b"?", b"&", b"=", b"&&", b";", b"#", b"\x00", b"\r\n", b"\n", b" ", b"\t",
          b"'", b'"', b"<", b"\xff\xfe", b"\xf0\x9f\x98\x80", b"9" * 40, b"-1", b"1e999", b"nan", b"1 kWh [2 to 1]", b"A" * 3000, b"a=" * 70, b"{", b"[" * 200,
          b"Transfer-Encoding: chunked\r\n", b"Content-Length: 5\r\n", b"Content-Length: 18446744073709551616\r\n", b"Expect: 100-continue\r\n",
          b"Range: bytes=0-\r\n", b"If-None-Match: *\r\n", b"Accept: */*;q=x\r\n", b"Accept-Language: fr,\xff\r\n", b"token=", b"fr/", b"en/", b"limit=", b"sort="]


def seeds():
    """Sound requests: each row's example, a form of it, and JSON."""
    ret = []
    for verb, _, kind, _, example in routes(SOURCE):
        if example.startswith("/events"):
            continue
        for lang in (b"", b"/fr"):
            ret.append(verb.encode() + b" " + lang + example.encode() + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        if verb == "POST":
            for kind, body in ((b"application/x-www-form-urlencoded", b"token=" + b"0" * 64 + b"&name=x&value=1+kWh"),
                               (b"application/json", b'{"model":"training_run","inputs":{"energy":"1 kWh"},"columns":{"energy":[1,2]}}')):
                ret.append(b"POST " + example.encode() + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: " + kind +
                           b"\r\nContent-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body)
    return ret


def mutate(chance, data):
    data = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        # Most of them in the first line, where the paths and queries are.
        at = chance.randrange(min(len(data), 80) if chance.random() < 0.7 else len(data))
        kind = chance.randrange(5)
        if kind == 0:
            data[at:at] = chance.choice(PIECES)
        elif kind == 1:
            data[at] = chance.randrange(256)
        elif kind == 2:
            del data[at:at + chance.randrange(1, 9)]
        elif kind == 3:
            data[at:at] = data[at:at + chance.randrange(1, 30)]
        else:
            data[at:at + 3] = chance.choice(PIECES)
        if not data:
            data = bytearray(b"\r\n\r\n")
    return bytes(data)


def send(port, data):
    got = b""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        with contextlib.suppress(OSError):
            # What had no end gets one; who waits for a body is left alone soon.
            connection.sendall(data + b"\r\n\r\n")
            connection.settimeout(0.3)
            while piece := connection.recv(65536):
                got += piece
                head, _, body = got.partition(b"\r\n\r\n")
                length = re.search(rb"Content-Length: (\d+)", head)
                if length and len(body) >= int(length.group(1)):
                    break
    return got


def worker(server, number, base, wrong, seen):
    chance = random.Random(SEED * 1000 + number)
    for _ in range(N // THREADS):
        data = mutate(chance, chance.choice(base))
        try:
            got = send(server.port, data)
        except OSError as error:
            wrong.append(f"{error}: {data[:200]!r}")
            return
        found = re.match(rb"HTTP/1\.1 (\d+)", got)
        status = int(found.group(1)) if found else 0
        seen[status] = seen.get(status, 0) + 1
        if status >= 500 and status not in (501, 503, 505):
            wrong.append(f"{status}: {data[:300]!r}: {got[-300:]!r}")
        if server.folder.encode() in got or b"src/serve" in got:
            wrong.append(f"shows a path: {data[:300]!r}")


def broken_bodies(server, ended):
    """Bodies whose second piece is broken, one connection after the other."""
    head = b"POST /api/v1/ask HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"
    while not ended.is_set():
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.port), timeout=5) as one:
            one.sendall(head)
            one.sendall(b"nonsense\r\n")
            one.recv(4096)


def stops_well(cases):
    """Stopped in the middle of it, a few times: stop() refuses another exit status than 0."""
    for _ in range(5):
        ended = threading.Event()
        with serving(FRUGAL) as server:
            threads = [threading.Thread(target=broken_bodies, args=(server, ended)) for _ in range(THREADS)]
            for thread in threads:
                thread.start()
            server.ask("/about")
        ended.set()
        for thread in threads:
            thread.join()
    cases.check("it is stopped well while broken bodies arrive", True)


def main():
    cases = Cases()
    with serving(FRUGAL, prepare=lambda server: server.command("run", "-q", "--", "true")) as server:
        base, wrong, seen = seeds(), [], {}
        threads = [threading.Thread(target=worker, args=(server, number, base, wrong, seen)) for number in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        print(f"# statuses: {dict(sorted(seen.items()))}")
        cases.check(f"{N} mutated requests", not wrong, f"{len(wrong)}: {wrong[:3]}")
        cases.check("many of them are understood", sum(n for status, n in seen.items() if status in (200, 400, 404, 405)) > N // 4, str(seen))
        cases.check("it answers afterwards", server.ask("/runs").status == 200)
    stops_well(cases)
    cases.end()


main()
