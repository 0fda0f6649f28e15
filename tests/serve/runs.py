# SPDX-License-Identifier: Apache-2.0
"""runs.py FRUGAL SOURCE: the list of runs and the page of one, against what the command line says."""
import json
import re
import sys
import urllib.parse

from server import Cases, serving

FRUGAL = sys.argv[1]


def prepare(server):
    for i in range(3):
        server.command("run", "-q", "--project", "digits", "--phase", "training", "--name", f"n{i}", "--", "sleep", "0.3")
    server.command("run", "-q", "--", "false", check=False)


def main():
    cases = Cases()
    with serving(FRUGAL, prepare=prepare) as server:
        run = json.loads(server.command("runs", "show", "n1", "--json").stdout)
        page = server.ask(f"/runs/{run['id']}")
        cases.check("a run has its page", page.status == 200 and "n1" in page.text)
        cases.check("a run has a curve", "power" in run and "data-curve" in page.text and "<polyline" in page.text)
        for curve in run.get("power", []):
            energy = [part["energy_j"] for part in run["parts"] if part["part"] == curve["part"]][0]
            last = len(curve["watts"]) - 1
            total = sum((watts or 0) * (curve["step_s"] if i < last else curve["length_s"] - i * curve["step_s"])
                        for i, watts in enumerate(curve["watts"]))
            cases.check(f"the curve of {curve['part']} is its energy", abs(total - energy) <= 1e-6 * energy, f"{total} {energy}")
        exported = server.command("runs", "export").stdout
        cases.check("an export has the curve", '"power":[' in exported)
        token = re.search(r'name="token" value="(\w+)"', page.text).group(1)
        origin = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        form = {"token": token, "project": "letters", "name": "renamed", "phase": "search", "outcome": "shipped", "add": "a-tag"}
        sent = server.ask(f"/runs/{run['id']}", "POST", urllib.parse.urlencode(form), origin)
        cases.check("the form sends back to the page", sent.status == 303 and sent.headers["location"].endswith(run["id"]))
        changed = json.loads(server.command("runs", "show", run["id"], "--json").stdout)
        cases.check("the form changed the run", changed["project"] == "letters" and changed["phase"] == "search" and
                    {"a-tag", "outcome:shipped"} <= set(changed["tags"]), str(changed["tags"]))
        refused = server.ask(f"/runs/{run['id']}", "POST", urllib.parse.urlencode({**form, "token": "0"}), origin)
        cases.check("without the token nothing changes", refused.status == 403)
        listed = server.ask("/runs?project=digits&sort=energy")
        cases.check("a filter narrows the list", listed.text.count('scope="row"') == 2 and "2 runs" in listed.text)
        cases.check("an unknown order is refused", server.ask("/runs?sort=colour").status == 400)
        seen, path = [], "/api/v1/runs?limit=1"
        while path:
            answer = server.ask(path).json
            seen += [one["id"] for one in answer["runs"]]
            path = answer["next"]
        cases.check("pages by cursor give each run once", len(seen) == len(set(seen)) == 4, str(seen))
        groups = server.ask("/api/v1/groups?by=phase").json["groups"]
        cases.check("groups count each run once", sum(group["runs"] for group in groups) == 4)
        derived = server.ask(f"/api/v1/runs/{run['id']}/derivation")
        cases.check("a derivation is that of the run", derived.json == run["derivation"])
        bearer = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        patched = server.ask(f"/api/v1/runs/{run['id']}", "PATCH", '{"set":["name=again"]}', bearer)
        cases.check("a program changes a run", patched.status == 200 and patched.json["name"] == "again", patched.text[:200])
        cases.check("a removal needs the token", server.ask(f"/api/v1/runs/{run['id']}", "DELETE").status == 403)
        cases.check("a program removes a run", server.ask(f"/api/v1/runs/{run['id']}", "DELETE", headers=bearer).status == 204)
        cases.check("and it is gone", server.ask(f"/api/v1/runs/{run['id']}").status == 404)
    cases.end()


main()
