# SPDX-License-Identifier: Apache-2.0
"""browser.py FRUGAL SOURCE [--all] [--modules FOLDER] [--pictures FOLDER]: every page of routes.h in a
real Chromium (screens.mjs), on an empty ledger and on one with runs of long names. Skipped where
Chromium, node, playwright-core or axe-core is missing."""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "serve"))
from server import Cases, routes, serving  # noqa: E402 (it is in the folder beside)

LONG = "a-name-without-a-break-that-is-longer-than-a-telephone-is-wide-0123456789"
NO_SCREENS = (".css", ".js", "/events")


def skip(why):
    cases = Cases()
    cases.check(f"pages in a browser # SKIP {why}", True)
    cases.end()


def find_modules(given):
    for folder in (given, f"{HERE}/node_modules", os.environ.get("FRUGAL_NODE_MODULES")):
        if folder and all(os.path.isdir(f"{folder}/{name}") for name in ("playwright-core", "axe-core")):
            return os.path.abspath(folder)
    return None


def fill(server):
    for phase, name in (("training", "a run"), ("evaluation", LONG), ("inference", "Élégance <b>&amp;</b> \"quotes\"")):
        server.command("run", "-q", "--project", "digits", "--phase", phase, "--name", name, "--", "sh", "-c", "sleep 0.2")
    server.command("run", "-q", "--project", LONG, "--", "false", check=False)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("frugal")
    parser.add_argument("source")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--modules")
    parser.add_argument("--pictures")
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    modules = find_modules(asked.modules)
    if not chromium or not shutil.which("node"):
        skip("chromium or node is not installed")
    if not modules:
        skip("playwright-core and axe-core are not installed (npm install, in tests/browser)")
    if asked.pictures:
        os.makedirs(asked.pictures, exist_ok=True)
    paths = [example for verb, _, kind, _, example in routes(asked.source)
             if verb == "GET" and kind == "ROUTE_PAGE" and not example.split("?")[0].endswith(NO_SCREENS)]
    with tempfile.TemporaryDirectory() as folder, serving(asked.frugal) as empty, serving(asked.frugal, prepare=fill) as full:
        work = f"{folder}/work.json"
        with open(work, "w", encoding="utf-8") as out:
            json.dump({"modules": os.path.dirname(modules), "chromium": chromium, "quick": not asked.all, "paths": paths,
                       "pictures": os.path.abspath(asked.pictures) if asked.pictures else None,
                       "servers": [{"world": world, "url": f"http://127.0.0.1:{server.port}"} for world, server in (("empty", empty), ("runs", full))]}, out)
        done = subprocess.run(["node", f"{HERE}/screens.mjs", work])
    raise SystemExit(done.returncode)


main()
