# SPDX-License-Identifier: Apache-2.0
"""when.py FRUGAL SOURCE: the pages and the API of hours and plans, against hours written here, whose
best ones are known by hand, and against what the command line prints for the same question."""
import html
import json
import re
import sys

from server import Cases, serving

FRUGAL = sys.argv[1]
FROM = "2026-03-02T00:00Z"
FLEET = json.dumps({
    "type": "fleet_flow", "slot_hours": 1, "slots": 2, "unit_kw": 1,
    "regions": [{"name": "A", "ci": [100, 50], "capacity": [3, 2]}],
    "jobs": [{"id": "j", "home": "A", "arrival": 0, "deadline": 2, "work_unit_slots": 3, "max_units": 4}]})


def hours(server):
    """Three days of DE at 400 gCO2e/kWh, but 100 from 2 to 4 on the first, and a gap at 6 on the
    second; FR at 50."""
    lines = ["time_utc,DE,FR"]
    for hour in range(72):
        value = "" if hour == 30 else "100" if hour in (2, 3) else "400"
        lines.append(f"2026-03-{2 + hour // 24:02}T{hour % 24:02}:00Z,{value},50")
    path = f"{server.folder}/hours.csv"
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    server.command("grid", "import", path)


def words(reply):
    """The text of a page, without markup."""
    text = re.sub(r"<[^>]+>", " ", reply.text)
    return re.sub(r"\s+", " ", html.unescape(text))


def pages_of_hours(cases, server):
    page = server.ask("/grid?zone=DE&from=2026-03-02")
    shown = words(page)
    # 72 hours less one gap: 69 of 400 and 2 of 100; the mean is 27800 / 71 = 391.5; 97 of 168 are gaps.
    cases.check("a week has its mean, least and largest by hand",
                "DE: on average 391.5 gCO2e/kWh, from 100.0 to 400.0." in shown, shown[:600])
    printed = server.command("grid", "show", "DE", "--from", "2026-03-02", "--to", "2026-03-09").stdout
    cases.check("they are those of frugal grid show", "mean 391.5 gCO2e/kWh, 100.0 to 400.0; gaps 57.7 %" in printed and
                "gaps 57.7 %" in shown, printed)
    cells = re.findall(r'<td class="h(\w)[^"]*" data-t="(2026-03-0\dT\d\d:00Z): ([^"]+)"', page.text)
    cases.check("a heat map has each hour of the week", len(cells) == 168, str(len(cells)))
    by_time = {at: (band, said) for band, at, said in cells}
    cases.check("little is the first colour, much the last, and the value is said",
                by_time["2026-03-02T02:00Z"] == ("0", "100.0 g/kWh") and by_time["2026-03-02T05:00Z"][0] == "5",
                str(by_time["2026-03-02T02:00Z"]))
    cases.check("a gap is not known, not zero", by_time["2026-03-03T06:00Z"] == ("n", "not known"))
    ahead = server.command("grid", "forecast", "DE", "--from", "2026-03-05T00:00Z").stdout
    first = re.search(r"2026-03-05T00:00Z +([\d.]+) +(\d+)\.\.(\d+)", ahead)
    cases.check("the forecast has its interval, as frugal grid forecast prints it",
                first and f"2026-03-05 00:00 {first[1]} {first[2]} to {first[3]}" in shown, ahead[:300])
    other = server.ask("/grid?zone=nowhere")
    cases.check("a zone without hours is 404", other.status == 404)
    cases.check("a wrong date is refused", server.ask("/grid?zone=DE&from=yesterday").status == 400)
    cases.check("a week without hours says so", "no hours of this time are known" in
                words(server.ask("/grid?zone=DE&from=2020-01-01")))


def pages_of_plans(cases, server):
    page = server.ask(f"/plan?zone=DE&duration=2h&power=1kW&from={FROM}")
    shown = words(page)
    # 2 kWh at 100 instead of at 400.
    cases.check("the best hours and their carbon are those by hand",
                "Started at 2026-03-02 02:00 UTC in DE, the job emits 200 g CO2e in place of 800 g CO2e now at home: "
                "75 % less." in shown, shown[:900])
    printed = server.command("plan", "--zone", "DE", "--duration", "2h", "--power", "1kW", "--from", FROM).stdout
    cases.check("frugal plan prints the same", "200 g CO2e, now 800 g CO2e: 75 % less" in printed, printed)
    command = re.search(r"frugal plan --zone DE --duration 2h --power 1kW --from 2026-03-02T00:00Z", shown)
    cases.check("the command is named", command is not None)
    again = server.command(*command[0].split()[1:]).stdout if command else ""
    cases.check("the named command asks the same", again == printed, again)
    framed = re.findall(r'class="h\d best[^"]*" data-t="([^:]+:00Z)', page.text)
    cases.check("the hours of the plan are framed", framed == ["2026-03-02T02:00Z", "2026-03-02T03:00Z"], str(framed))
    now = words(server.ask(f"/plan?zone=FR&duration=2h&from={FROM}"))
    cases.check("where waiting saves nothing it says to run now", "Run now : waiting saves little; in FR the job emits 100 g CO2e." in now,
                now[:600])
    both = words(server.ask(f"/plan?zone=DE;FR&duration=2h&from={FROM}"))
    cases.check("two zones stand side by side", "DE, home" in both and "FR · chosen" in both, both[:900])
    french = words(server.ask(f"/fr/plan?zone=DE&duration=1.5h&from={FROM}"))
    cases.check("French has its words", "CO2e" in french and "Started" not in french, french[:400])


def wrong_plans(cases, server):
    wrong = server.ask(f"/plan?zone=DE&duration=4kg&from={FROM}")
    cases.check("a wrong unit is refused at its field, and the rest is kept", wrong.status == 400 and
                'aria-describedby="duration-err"' in wrong.text and 'value="4kg"' in wrong.text, wrong.text[:300])
    cases.check("a zone without hours is refused", server.ask("/plan?zone=XX").status == 400)
    hostile = server.ask("/plan?zone=%3Cscript%3Ealert(1)%3C/script%3E&duration=%22%3E")
    cases.check("a hostile question stays text", "<script>alert" not in hostile.text and hostile.status == 400)
    cases.check("a name that is unknown is refused by the API", server.ask("/api/v1/plan?zone=DE&durration=2h").status == 400)


def fleets(cases, server):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    page = server.ask("/plan", "POST", "fleet=" + "".join(f"%{byte:02X}" for byte in FLEET.encode()), form)
    shown = words(page)
    # 2 units in the second slot and 1 in the first: 2 * 50 + 1 * 100.
    cases.check("a fleet is planned without a token, since it only asks", page.status == 200 and
                "carbon of the plan 200 g CO2e" in shown, shown[:900])
    cases.check("its load stands against its capacity", '"units":[1,2],"capacity":[3,2]' in shown, shown[:1500])
    wrong = server.ask("/plan", "POST", "fleet=%7B%22type%22%3A7%7D", form)
    cases.check("a wrong fleet is refused at its field", wrong.status == 200 and 'aria-describedby="fleet-err"' in wrong.text)


def interface(cases, server):
    listed = server.ask("/api/v1/grid").json
    stored = json.loads(server.command("grid", "list", "--json").stdout)
    cases.check("the API lists what frugal grid list does", listed == {"series": stored, "count": 2}, str(listed))
    for query, options in (("", ()), ("?from=2026-03-02T02:00Z&to=2026-03-02T05:00Z",
                                      ("--from", "2026-03-02T02:00Z", "--to", "2026-03-02T05:00Z"))):
        printed = server.command("grid", "show", "DE", "--json", *options).stdout
        cases.check(f"the hours{query} are those of frugal grid show", server.ask(f"/api/v1/grid/DE{query}").text == printed)
    printed = server.command("grid", "forecast", "FR", "--json", "--hours", "5", "--from", FROM.replace("02T", "05T")).stdout
    cases.check("a forecast is that of frugal grid forecast",
                server.ask("/api/v1/grid/FR?ahead=5h&from=2026-03-05T00:00Z").text == printed, printed[:200])
    printed = server.command("plan", "--zone", "DE", "--zone", "FR", "--duration", "2h", "--interruptible", "--data", "3GB",
                             "--from", FROM, "--json").stdout
    asked = f"zone=DE&zone=FR&duration=2h&interruptible=true&data=3GB&from={FROM}"
    cases.check("a plan by a query is that of frugal plan", server.ask(f"/api/v1/plan?{asked}").text == printed, printed)
    body = {"zone": ["DE", "FR"], "duration": "2h", "interruptible": True, "data": "3GB", "from": FROM}
    as_json = {"Content-Type": "application/json"}
    cases.check("the same by JSON", server.ask("/api/v1/plan", "POST", json.dumps(body), as_json).text == printed)
    cases.check("an unknown zone is a problem of 404", server.ask("/api/v1/grid/XX").status == 404)
    for name, text in (("half an object", '{"zone":'), ("a list", "[1]"), ("a deep one", "[" * 5000),
                       ("a name twice", '{"zone":"DE","zone":"FR"}'), ("an object within", '{"zone":{"a":1}}'),
                       ("no unit", '{"zone":"DE","duration":7}'), ("nothing", "")):
        reply = server.ask("/api/v1/plan", "POST", text, as_json)
        cases.check(f"{name} is a problem", reply.status == 400 and reply.json["detail"], f"{reply.status} {reply.text}")


def main():
    cases = Cases()
    with serving(FRUGAL) as server:
        for path in ("/grid", "/plan", "/plan?zone=DE&duration=4h"):
            page = server.ask(path)
            cases.check(f"{path} without hours says what to do first", page.status == 200 and
                        "frugal grid fetch gb" in words(page) and "frugal grid import FILE" in words(page))
        cases.check("the API lists no series", server.ask("/api/v1/grid").json == {"series": [], "count": 0})
    with serving(FRUGAL, prepare=hours) as server:
        pages_of_hours(cases, server)
        pages_of_plans(cases, server)
        wrong_plans(cases, server)
        fleets(cases, server)
        interface(cases, server)
    cases.end()


main()
