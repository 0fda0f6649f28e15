# SPDX-License-Identifier: Apache-2.0
"""prometheus.py FRUGAL SOURCE: a real Prometheus scrapes the server in both formats; promtool has
nothing to say; every expression of the dashboard has an answer."""
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

from server import Cases, serving

FRUGAL, SOURCE = sys.argv[1:3]
CONFIG = """
global: {{scrape_interval: 1s, scrape_timeout: 1s}}
scrape_configs:
- job_name: frugal
  static_configs: [{{targets: ['127.0.0.1:{port}']}}]
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def ask(port, path, **fields):
    address = f"http://127.0.0.1:{port}/api/v1/{path}?{urllib.parse.urlencode(fields)}"
    with urllib.request.urlopen(address, timeout=10) as reply:
        return json.load(reply)["data"]


def wait_for(what, seconds=60):
    end = time.time() + seconds
    while time.time() < end:
        try:
            if found := what():
                return found
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.5)
    return None


def expressions(dashboard):
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"].replace("$instance", ".*").replace("$__rate_interval", "1m")


def check(cases, port, server):
    target = wait_for(lambda: [one for one in ask(port, "targets")["activeTargets"] if one["health"] == "up"])
    targets = ask(port, "targets")["activeTargets"]
    cases.check("Prometheus scrapes the server", bool(target), str(targets))
    wait_for(lambda: len(ask(port, "query", query="count_over_time(frugal_machine_power_watts[1m]) > 3")["result"]))
    dashboard = json.load(open(f"{SOURCE}/data/grafana/frugal.json", encoding="utf-8"))
    for title, expression in expressions(dashboard):
        result = ask(port, "query", query=expression)["result"]
        cases.check(f"{title}: {expression}", len(result) > 0 and all(one["value"][1] != "NaN" for one in result), str(result))
    about = ask(port, "metadata", metric="frugal_energy_joules")
    cases.check("a counter has its type and unit", about.get("frugal_energy_joules", [{}])[0].get("type") == "counter" and
                about["frugal_energy_joules"][0]["unit"] == "joules", str(about))
    used = ask(port, "query", query="sum(frugal_power_watts) - sum(frugal_machine_power_watts)")["result"]
    cases.check("components add up to the machine", abs(float(used[0]["value"][1])) < 1e-6, str(used))
    lint = subprocess.run(["promtool", "check", "metrics"], input=server.ask("/metrics").text, capture_output=True, text=True, check=False)
    cases.check("promtool has nothing to say", lint.returncode == 0 and not lint.stderr.strip(), lint.stdout + lint.stderr)


def main():
    cases = Cases()
    with serving(FRUGAL) as server, tempfile.TemporaryDirectory() as folder:
        port = free_port()
        with open(f"{folder}/p.yml", "w", encoding="utf-8") as config:
            config.write(CONFIG.format(port=server.port))
        with open(f"{folder}/log", "w", encoding="utf-8") as log:
            process = subprocess.Popen(
                ["prometheus", f"--config.file={folder}/p.yml", f"--storage.tsdb.path={folder}/data",
                 f"--web.listen-address=127.0.0.1:{port}"], stdout=log, stderr=log, env={"PATH": os.environ["PATH"]})
        try:
            check(cases, port, server)
        finally:
            process.terminate()
            process.wait(timeout=30)
    cases.end()


main()
