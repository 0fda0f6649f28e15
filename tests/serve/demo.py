# SPDX-License-Identifier: Apache-2.0
"""demo.py FRUGAL SOURCE: the ledger of `frugal serve --demo` is one of its own, filled by real runs,
said on each page, and removed at the end."""
import os
import subprocess
import sys

from server import Cases, routes, serving

FRUGAL, SOURCE = sys.argv[1:3]


def main():
    cases = Cases()
    pythons = [one for one in ("/usr/bin/python3", "/usr/local/bin/python3")
               if os.path.exists(one) and subprocess.run([one, "-c", "import sklearn"], capture_output=True).returncode == 0]
    if not pythons:
        cases.check("the demo # SKIP no Python with scikit-learn", True)
        cases.end()
    with serving(FRUGAL, "--demo") as server:
        runs = server.ask("/api/v1/runs").json["runs"]
        cases.check("its runs are real ones", len(runs) == 2 and all(run["project"] == "demo" for run in runs), str(runs)[:300])
        for verb, path, kind, _, example in routes(SOURCE):
            if verb == "GET" and kind == "ROUTE_PAGE" and path not in ("/style.css", "/script.js", "/events"):
                reply = server.ask(f"/en{example}")
                cases.check(f"{example} says that it is the demo", reply.status != 200 or "frugal serve --demo" in reply.text)
        folders = [name for name in os.listdir(server.folder) if name.startswith("frugal-demo-")]
        cases.check("its ledger is in a folder of its own", len(folders) == 1 and not os.path.exists(f"{server.folder}/ledger.db"), str(folders))
        server.stop()
        cases.check("which goes when it ends", not [name for name in os.listdir(server.folder) if name.startswith("frugal-demo-")])
        server.start()
    cases.end()


main()
