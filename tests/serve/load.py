# SPDX-License-Identifier: Apache-2.0
"""load.py FRUGAL SOURCE [SECONDS]: many clients ask for every row at once while runs are recorded and
connections are torn; a sanitizer in the program ends it with a status of its own."""
import contextlib
import http.client
import random
import socket
import sys
import threading
import time

from server import Cases, routes, serving

FRUGAL, SOURCE = sys.argv[1:3]
SECONDS = float(sys.argv[3]) if len(sys.argv) > 3 else 4
CLIENTS = 12


def client(server, number, until, counts, wrong):
    chance = random.Random(number)
    paths = [f"/{lang}{row[4]}" for row in routes(SOURCE) if row[0] == "GET" and not row[4].startswith("/events") for lang in ("en", "fr")]
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    while time.monotonic() < until:
        if chance.random() < 0.02:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.port)) as torn:
                torn.sendall(b"GET /runs HTTP/1.1\r\nHost: localhost\r\n"[:chance.randrange(38)])
        try:
            connection.request("GET", chance.choice(paths))
            response = connection.getresponse()
            response.read()
        except (OSError, http.client.HTTPException) as error:
            wrong.append(repr(error))
            return
        counts[number] += 1
        if response.status >= 500:
            wrong.append(str(response.status))
    connection.close()


def follow(server, until):
    """Follows the stream of events, where there is one, and leaves."""
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.port), timeout=0.5) as stream:
            stream.sendall(b"GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            while time.monotonic() < until and stream.recv(4096):
                pass


def main():
    cases = Cases()
    with serving(FRUGAL, prepare=lambda server: server.command("run", "-q", "--", "true")) as server:
        until = time.monotonic() + SECONDS
        counts, wrong = [0] * CLIENTS, []
        threads = [threading.Thread(target=client, args=(server, number, until, counts, wrong)) for number in range(CLIENTS)]
        threads += [threading.Thread(target=follow, args=(server, until)) for _ in range(3)]
        for thread in threads:
            thread.start()
        while time.monotonic() < until:
            server.command("run", "-q", "--", "true")
        for thread in threads:
            thread.join()
        cases.check(f"{sum(counts)} requests by {CLIENTS} clients while runs are recorded", not wrong and min(counts) > 0, f"{counts} {wrong[:3]}")
        server.stop()
        cases.check("nothing is found by a sanitizer, and it ends in good order", True)
        server.start()
    cases.end()


main()
