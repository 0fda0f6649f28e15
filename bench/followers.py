# SPDX-License-Identifier: Apache-2.0
"""followers.py FRUGAL [VIEWERS [SECONDS]]: memory and processor time of the server with so many
viewers of /events, with one event a second to all of them, and while nothing changes (a machine of
which nothing can be read); then /metrics with 2 000 processes that work."""
import asyncio
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time

FRUGAL = os.path.abspath(sys.argv[1])
VIEWERS = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
SECONDS = float(sys.argv[3]) if len(sys.argv) > 3 else 20
PROCESSES = 2000


class Server:
    def __init__(self, folder, **environment):
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "FRUGAL_STORE": f"{folder}/ledger.db", **environment}
        self.process = subprocess.Popen([FRUGAL, "serve", "--listen", "127.0.0.1:0"], env=environment, stderr=subprocess.PIPE, text=True)
        self.port = int(re.search(r":(\d+)/", self.process.stderr.readline()).group(1))

    def cpu_s(self):
        """Of all its threads, to the nanosecond: the ticks of stat are wrong for what sleeps most of the time."""
        folder = f"/proc/{self.process.pid}/task"
        return sum(int(open(f"{folder}/{task}/schedstat", encoding="ascii").read().split()[0]) for task in os.listdir(folder)) / 1e9

    def memory_mb(self, name="VmRSS"):
        return int(re.search(rf"{name}:\s+(\d+)", open(f"/proc/{self.process.pid}/status", encoding="ascii").read()).group(1)) / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        begun = time.time()
        self.process.communicate(timeout=30)
        return self.process.returncode, time.time() - begun


async def follow(port, counts):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
    follows = False
    try:
        while data := await reader.read(65536):
            counts[2] += not follows
            follows = True
            counts[0] += data.count(b"data: ")
            counts[1] += len(data)
    except (ConnectionError, asyncio.CancelledError):
        pass
    writer.close()


async def viewers(server, what):
    counts, before, begun = [0, 0, 0], server.memory_mb(), time.time()
    tasks = [asyncio.create_task(follow(server.port, counts)) for _ in range(VIEWERS)]
    while counts[2] < VIEWERS:  # each connection is looked up in /proc/net/tcp
        await asyncio.sleep(0.1)
    print(f"  all follow after {time.time() - begun:.1f} s")
    await asyncio.sleep(2)
    begun, cpu_s, events, sent = time.time(), server.cpu_s(), counts[0], counts[1]
    await asyncio.sleep(SECONDS)
    wall_s = time.time() - begun
    print(f"{what}: {VIEWERS} viewers, {100 * (server.cpu_s() - cpu_s) / wall_s:.2f} % of a core, "
          f"{(counts[0] - events) / VIEWERS / wall_s:.2f} events/s to each, {(counts[1] - sent) / wall_s / 1e3:.0f} kB/s, "
          f"{server.memory_mb():.1f} MB (without them {before:.1f}), at most {server.memory_mb('VmHWM'):.1f}")
    loop = asyncio.get_running_loop()
    status, took_s = await loop.run_in_executor(None, server.stop)
    await asyncio.wait(tasks, timeout=10)
    print(f"  stopped with status {status} in {took_s:.2f} s, {sum(not task.done() for task in tasks)} streams left open")
    for task in tasks:
        task.cancel()


def work(index):
    """One of many processes, each with a name of its own, that works a little each half second."""
    with open("/proc/self/comm", "w", encoding="ascii") as comm:
        comm.write(f"worker-{index}")
    while True:
        sum(range(500))
        time.sleep(0.5)


async def metrics():
    import http.client
    children = []
    for index in range(PROCESSES):
        pid = os.fork()
        if pid == 0:
            try:
                work(index)
            finally:
                os._exit(0)
        children.append(pid)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder)
        time.sleep(3)
        connection, took_ms = http.client.HTTPConnection("127.0.0.1", server.port), []
        for _ in range(200):
            begun = time.perf_counter()
            connection.request("GET", "/metrics")
            text = connection.getresponse().read().decode()
            took_ms.append(1e3 * (time.perf_counter() - begun))
            time.sleep(0.01)
        took_ms.sort()
        look = float(re.search(r"^frugal_look_duration_seconds (\S+)", text, re.M).group(1))
        others = re.search(r'^frugal_label_overflow{label="process"} (\S+)', text, re.M).group(1)
        print(f"/metrics with {PROCESSES} processes: median {took_ms[100]:.2f} ms, 99 in 100 {took_ms[197]:.2f} ms, {len(text)} bytes, "
              f"{others} names counted together; a look takes {1e3 * look:.1f} ms")
        connection.close()
        server.stop()
    for pid in children:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


async def main():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    with tempfile.TemporaryDirectory() as folder:
        await viewers(Server(folder), "one event a second")
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(f"{folder}/none")
        await viewers(Server(folder, FRUGAL_ROOT=f"{folder}/none"), "nothing changes")
    await metrics()


asyncio.run(main())
