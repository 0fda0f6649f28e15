# SPDX-License-Identifier: Apache-2.0
"""One group by every view and every form: no two values or intervals of one figure differ.

The runs are made up and the register says a PUE of 1.3, so that each sum is worked out here, by
another program than the one that is tested. Prints what differs, and how much was compared."""
import json
import math
import re
import subprocess

from made_runs import Runs

PUE, WUE, RENEWABLE, DAY = 1.3, 0.4, 0.6, 86400
LOW, HIGH = 0.8, 1.5
# number, phase, Wh, day of 1970, zone, g/kWh, machine, exit status, tag
RUNS = [
    (1, "data", 100, 5, "FR", 50, "A", 0, None),
    (2, "development", 400, 10, "DE", 400, "A", 1, None),
    (3, "training", 2000, 40, "FR", 50, "A", 0, "outcome:shipped"),
    (4, "fine-tuning", 300, 45, "FR", 50, "B", 0, None),
    (5, "evaluation", 50, 46, "FR", 50, "B", 0, None),
    (6, "inference", 700, 70, "FR", 50, "A", 0, None),      # 1970-03, 1000 answers
    (7, "inference", 900, 100, "DE", 400, "A", 0, None),    # 1970-04, 2000 answers
    (8, "inference", 500, 130, "FR", 50, "B", 0, None),     # 1970-05, nobody counted
    (9, None, 30, 131, "FR", 50, "B", 0, None),
]
UNITS = {"1970-03": 1000, "1970-04": 2000, "1970-06": 5000000}  # in June nothing was measured
SERVED = 3000
TRAINING = ("data", "development", "training", "fine-tuning")


def frugal(*arguments, lang="en"):
    return subprocess.run(["frugal", "--lang", lang, *arguments], text=True, check=True,
                          capture_output=True).stdout


def make():
    runs = Runs()
    for n, phase, wh, day, zone, intensity, machine, code, tag in RUNS:
        runs.add(n, wh, g=wh / 1000 * intensity, embodied=wh / 100, marginal=wh / 2, low=LOW, high=HIGH, measured=.5,
                 hours=2, at_s=day * DAY, phase=phase, project="p", service="chat", zone=zone, machine=machine,
                 exit_code=code, tags=[tag] if tag else [], more=criteria_of(n, wh))
    for n, phase, wh, own, service, code in AMONG:
        runs.add(n, wh, g=wh / 10, embodied=wh / 100, low=LOW, high=HIGH, at_s=200 * DAY + n, phase=phase, project="q",
                 service=service, zone="FR", machine="A", exit_code=code, name=f"n{n}",
                 parts=[("package-0", "powercap", wh / own * 3600, "measured")])
    runs.keep()
    frugal("service", "set", "mail", f"pue={MAIL_PUE}")
    frugal("service", "set", "search", "unit=query")
    frugal("service", "set", "chat", "unit=answer", f"pue={PUE}", f"wue={WUE}L/kWh", f"renewable={RENEWABLE * 100}%",
           "reference=mail", "reference_per_use=3gCO2e")
    for month, units in UNITS.items():
        frugal("service", "use", "chat", month, f"units={units}")


# A service with a PUE among runs that have none, or their own: number, phase, Wh as recorded, the PUE in them, service,
# exit status. 12, 13 and 17 are alike but for their exit status and their PUE.
MAIL_PUE = 1.5
AMONG = [
    (11, "training", 1000, 1, None, 0),
    (12, "inference", 600, 1.2, "mail", 0),
    (13, "inference", 240, 1, "mail", 0),
    (14, "inference", 100, 1.25, None, 0),
    (15, "inference", 80, 1, "search", 0),
    (16, "evaluation", 500, 1, "mail", 0),
    (17, "inference", 50, 1.25, "mail", 1),
]


def among(*, phase=None, service=None, n=None, failed=None, recorded=False):
    """Wh of the runs of project q."""
    return sum(wh if recorded or of != "mail" else wh / own * MAIL_PUE for number, of_phase, wh, own, of, code in AMONG
               if phase in (None, of_phase) and service in (None, of) and n in (None, number)
               and failed in (None, code != 0))


# L, g Sb eq and Wh of a Wh: of its electricity, and embodied in the machine. Run 9 has no embodied primary energy.
WATER, ADPE, MADPE, PE, MPE = 0.003, 5e-8, 3e-7, 2.5, 0.25


def criteria_of(n, wh):
    yield "water", "mL", 1000 * WATER * wh
    yield "usage_adpe", "kgSbe", ADPE / 1000 * wh
    yield "embodied_adpe", "kgSbe", MADPE / 1000 * wh
    yield "usage_pe", "MJ", PE * 0.0036 * wh
    if n != 9:
        yield "embodied_pe", "kWh", MPE / 1000 * wh


def total(what, *phases, served=False):
    """Wh, g or g of the machines' share, with the site's PUE where it is electricity; of water with the site's WUE."""
    amount = 0
    for n, phase, wh, day, zone, intensity, *_ in RUNS:
        if phases and (phase or "") not in phases:
            continue
        if served and n == 8:
            continue
        amount += {"wh": wh * PUE, "it": wh, "g": wh / 1000 * intensity * PUE, "m": wh / 100,
                   "water": WATER * wh * PUE + WUE / 1000 * wh, "site": WUE / 1000 * wh, "adpe": ADPE * wh * PUE,
                   "madpe": MADPE * wh, "pe": PE * wh * PUE, "mpe": MPE * wh if n != 9 else 0}[what]
    return amount


class Check:
    def __init__(self):
        self.compared = self.differ = 0

    def same(self, where, found, expected, digits=9):
        self.compared += 1
        if found is None or not math.isclose(found, expected, rel_tol=0.6 * 10 ** -(digits - 1)):
            self.differ += 1
            print(f"{where}: {found}, and not {expected}")

    def interval(self, where, found, expected, digits=9):
        """found: (value, low, high) of a figure whose ends are those of its runs."""
        for name, x, factor in zip(("value", "low", "high"), found, (1, LOW, HIGH)):
            self.same(f"{where}, {name}", x, expected * factor, digits)

    def holds(self, where, text, part):
        self.compared += 1
        if part not in text:
            self.differ += 1
            print(f"{where}: no '{part}'")


def both(*phases, served=False):
    return total("g", *phases, served=served) + total("m", *phases, served=served)


CRITERIA = {"water_l": "water", "site_water_l": "site", "usage_adpe_g": "adpe", "embodied_adpe_g": "madpe",
            "usage_pe_wh": "pe", "embodied_pe_wh": "mpe"}


def views(c):
    show = json.loads(frugal("service", "show", "chat", "--json"))
    months = {m["month"]: m for m in show["months"]}
    c.same("service show, months", len(months), 4)
    for number, month in ((6, "1970-03"), (7, "1970-04"), (8, "1970-05")):
        wh, intensity = RUNS[number - 1][2], RUNS[number - 1][5]
        g = wh / 1000 * intensity * PUE
        c.same(f"service show, {month}", months[month]["energy_wh"], wh * PUE)
        c.same(f"service show, {month}", months[month]["carbon_g"], g)
        if month in UNITS:
            one = [months[month][key] for key in ("unit_g", "unit_g_low", "unit_g_high")]
            c.interval(f"service show, one of {month}", one, (g + wh / 100) / UNITS[month])
    c.compared += 1
    if months["1970-06"]["unit_g"] is not None:
        c.differ += 1
        print("service show: a unit of a month that was not measured")
    direct = show["benefit"]["direct"]
    others = [phase or "" for _, phase, *_ in RUNS if phase != "inference"]
    expected = both("inference", served=True) + both(*others)
    c.interval("service show, direct", [1000 * direct[key] for key in ("value", "low", "high")], expected)
    # A fifth of the reference is taken to remain.
    c.same("service show, avoided", show["benefit"]["avoided"]["value"] * 1000, 3 * SERVED * (1 - 0.2))
    project = json.loads(frugal("project", "p", "--json"))
    c.same("project", project["all"]["energy_wh"], total("wh"))
    c.same("project", project["all"]["carbon_g"], total("g"))
    for name, sums in project["phases"].items():
        c.same(f"project, {name}", sums["energy_wh"], total("wh", "" if name == "none" else name))
    for key, what in CRITERIA.items():
        c.same(f"project, {key}", project["all"][key], total(what))
        c.same(f"project, training, {key}", project["phases"]["training"][key], total(what, "training"))
        if what != "site":
            c.same(f"service show, {key}", months["1970-03"][key], total(what, "inference") * RUNS[5][2] / 2100)
    listed = json.loads(frugal("service", "list", "--json"))[0]
    c.same("service list", listed["energy_wh"], total("wh"))


def cells(page):
    """Rows of tables by their first cell: texts and numbers of the others."""
    for section in page["sections"]:
        for block in section["blocks"]:
            for row in block.get("rows", []):
                yield row["title"], row["cells"]


def number_in(cell):
    return cell.get("value") if isinstance(cell, dict) else None


def text_in(cell):
    return cell.get("text", "") if isinstance(cell, dict) else cell


def pages(c, label):
    page = json.loads(frugal("report", label, "--format", "json"))
    rows = {}
    for first, others in cells(page):
        rows.setdefault(text_in(first), []).append(others)
    def row(name, at, column, expected):
        c.same(f"report {label}, {name}", number_in(rows[name][at][column]), expected)
    row("energy", 0, 0, total("wh"))
    row("carbon of the electricity", 0, 0, total("g"))
    row("embodied, share of the machines", 0, 0, total("m"))
    for name, what in (("water", "water"), ("water of the site", "site"), ("metals, electricity", "adpe"),
                       ("metals, embodied", "madpe"), ("primary energy, electricity", "pe"),
                       ("primary energy, embodied", "mpe")):
        row(name, 0, 0, total(what))
        cell = rows[name][0][0]
        c.interval(f"report {label}, {name}", [cell[key] for key in ("value", "low", "high")], total(what))
    c.holds(f"report {label}", text_in(rows["primary energy, embodied"][0][0]), "(from 8 of 9)")
    for phase in TRAINING + ("evaluation", "inference", "(none)"):
        row(phase, 0, 1, total("wh", "" if phase == "(none)" else phase))
        row(phase, 0, 2, total("g", "" if phase == "(none)" else phase))
    row("answer", 0, 0, total("wh", "inference", served=True) / SERVED)
    row("answer", 0, 1, both("inference", served=True) / SERVED)
    row("hour of continuous use", 0, 0, total("wh", "inference") / 6)
    row("FR", 0, 1, sum(r[2] for r in RUNS if r[4] == "FR") * PUE)
    row("B", 0, 1, sum(r[2] for r in RUNS if r[6] == "B") * PUE)
    row("1970-04", 0, 1, 900 * PUE)
    row("1970-04", 0, 4, (900 / 1000 * 400 * PUE + 9) / 2000)
    # What a cell says is said by every other format.
    for form in ("text", "md", "html", "csv"):
        whole = re.sub("</?span>", "", frugal("report", label, "--format", form))
        for others in rows.values():
            for other in others:
                for cell in other:
                    if "[" in text_in(cell):
                        c.holds(f"report {label}, {form}", whole, text_in(cell))
    charts(c, label, rows)
    project = frugal("project", "p")
    c.holds("project", project, text_in(rows["energy"][0][0]))
    c.holds("project", project, text_in(rows["carbon of the electricity"][0][0]))
    c.holds("project", project, text_in(rows["inference"][0][1]))
    show = frugal("service", "show", "chat")
    for month in ("1970-03", "1970-04"):
        c.holds("service show", show, text_in(rows[month][0][4]))
    sentence = frugal("report", label, "--form", "citation")
    c.holds("citation", sentence, text_in(rows["energy"][0][0]))
    c.holds("citation", sentence, text_in(rows["carbon of the electricity"][0][0]))
    c.holds("citation", sentence, text_in(rows["embodied, share of the machines"][0][0]))
    c.holds("badge", frugal("report", label, "--form", "badge"), text_in(rows["energy"][0][0]).split(" [")[0])


def amounts(text):
    """ "0.13 kWh [0.1, 0.2]" is 130, 100, 200; a chart has one unit, a table one a row."""
    value, unit, ends = re.fullmatch(r"([0-9.]+) ([^[]+?)(?: \[(.*)\])?", text).groups()
    scale = 1000 if unit.startswith("k") else 1
    return [f"{float(x) * scale:.9g}" for x in (value, *(ends.split(", ") if ends else ()))]


def charts(c, label, rows):
    """What a chart writes next to a bar is what the table has."""
    def chart(title):
        lines = frugal("report", label).split(f"\n{title}\n")[1].split("\n\n")[0].split("\n")
        return {parts[0]: parts[1] for parts in (re.split("  +", line) for line in lines)}
    def bar(where, found, row):
        c.holds(f"report {label}, chart of {where}", str(amounts(found[where])), str(amounts(text_in(row))))
    phases = chart("energy by phase")
    for phase in TRAINING + ("evaluation", "inference", "(none)"):
        bar(phase, phases, rows[phase][0][1])
    steps = chart("carbon, from the first count to the complete count")
    bar("+ embodied", steps, rows["embodied, share of the machines"][0][0])
    bar("= total", steps, rows["carbon, with embodied"][0][0])
    picture = frugal("report", label, "--format", "html").split("<title>energy by month</title>")[1].split("</svg>")[0]
    for month in ("1970-03", "1970-04"):
        c.holds(f"report {label}, chart of months", picture, f"<title>{month} {text_in(rows[month][0][1])}</title>")


def method(c, where, text, kwh):
    found = re.search(r"([0-9.e+-]+) kWh \[([0-9.e+-]+), ([0-9.e+-]+)\]", text)
    c.interval(f"{where}, method", [float(x) for x in found.groups()], kwh, 4)
    c.holds(where, text, "times a PUE of 1.3 (by register)")
    c.holds(where, text, "phases: ")


def forms(c, label):
    def form(name, *more):
        return frugal("report", label, "--form", name, *more)
    hf = form("hf")
    c.same("hf", float(re.search(r"emissions: ([0-9.]+)", hf).group(1)), total("g", *TRAINING))
    method(c, "hf", hf, total("wh", *TRAINING) / 1e3)
    impacts = json.loads(form("cyclonedx"))["components"][0]["modelCard"]["considerations"]["environmentalConsiderations"]
    c.same("cyclonedx", sum(a["activityEnergyCost"]["value"] for a in impacts["energyConsumptions"]), total("wh") / 1e3)
    c.same("cyclonedx", sum(a["co2CostEquivalent"]["value"] for a in impacts["energyConsumptions"]), total("g") / 1e6)
    method(c, "cyclonedx", impacts["properties"][0]["value"], total("wh") / 1e3)
    package = json.loads(form("spdx"))["@graph"][2]
    used = package["ai_energyConsumption"].values()
    c.same("spdx", sum(float(u["ai_energyQuantity"]) for us in used if isinstance(us, list) for u in us), total("wh") / 1e3)
    method(c, "spdx", package["comment"], total("wh") / 1e3)
    before = TRAINING + ("evaluation", "")
    items = {i["item"]: i["value"] for i in json.loads(form("gpai", "--format", "json"))["items"]}
    c.same("gpai", float(items["energy used for training, MWh"]), total("wh", *TRAINING) / 1e6, 3)
    method(c, "gpai", items["how the energy was found; boundary"], total("wh", *TRAINING) / 1e3)
    c.holds("gpai", items["how the energy was found; boundary"], "left out: evaluation, inference, not reported")
    c.same("gpai, days", float(items["training time, wall-clock days"]), 4 * 2 / 24, 3)
    sci = json.loads(form("sci"))
    counted = total("wh", *before) + total("wh", "inference", served=True)
    c.same("sci", sci["E_kwh"], counted / 1e3)
    c.same("sci", sci["R_count"], SERVED)
    c.same("sci", sci["sci"], (both(*before) + both("inference", served=True)) / SERVED)
    method(c, "sci", sci["method"], counted / 1e3)
    both_scores = json.loads(form("sci-ai", "--flop", "1e18FLOP", "--counted", "gross"))
    consumer, provider = both_scores["consumer"], both_scores["provider"]
    c.interval("sci-ai, consumer", [consumer[k] for k in ("sci", "sci_low", "sci_high")],
               both("inference", served=True) / SERVED)
    c.interval("sci-ai, provider", [provider["scores"][0][k] for k in ("sci", "sci_low", "sci_high")], both(*before) / 1e18)
    site = json.loads(form("datacentre"))
    c.same("datacentre", site["E_IT_kwh"], total("it") / 1e3)
    c.same("datacentre", site["E_DC_kwh"], total("wh") / 1e3)
    c.same("datacentre", site["PUE"], PUE)
    c.same("datacentre", site["WUE_l_per_kwh"], WUE)
    c.same("datacentre", site["REF"], RENEWABLE)
    boamps = json.loads(form("boamps", "--task", "chatbot"))
    c.same("boamps", sum(m["powerConsumption"] for m in boamps["measures"]), total("wh") / 1e3)
    c.same("boamps", boamps["environment"]["powerSourceCarbonIntensity"], total("g") / total("wh") * 1e3)
    method(c, "boamps", boamps["task"]["taskDescription"], total("wh") / 1e3)
    sheet(c, form("achat-ia"), before)


def sheet(c, text, before):
    def row(part, label):
        section = text.split(f"## {part}\n")[1].split("\n## ")[0]
        cells_of = re.search(rf"^\| {re.escape(label)} \| ([^|]*) \| ([^|]*) \|$", section, re.M)
        # "1,77 × 10⁻⁵"
        plain = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻,", "0123456789-.")
        return [float(re.sub(r"[^0-9.e+-]", "", x.replace("× 10", "e").translate(plain))) for x in
                [cells_of.group(1), *cells_of.group(2).split(" à ")] if x.strip()]
    for part, phases in (("Entraînement", before), ("Usage", ("inference",))):
        c.interval(f"achat-ia, {part}", row(part, "énergie des machines, kWh"), total("it", *phases) / 1e3, 3)
        c.interval(f"achat-ia, {part}", row(part, "énergie totale avec le site, kWh"), total("wh", *phases) / 1e3, 3)
        c.interval(f"achat-ia, {part}", row(part, "gaz à effet de serre de l'électricité, kgCO2e"), total("g", *phases) / 1e3, 3)
        c.interval(f"achat-ia, {part}", row(part, "eau de refroidissement, L"), total("it", *phases) / 1e3 * WUE, 3)
        c.same(f"achat-ia, {part}", row(part, "PUE")[0], PUE)
        for label, what, scale in (("eau de la production d'électricité et, si elle est connue, du site, L", "water", 1),
                                   ("ressources abiotiques (ADPe) de l'électricité, kgSbe", "adpe", 1e-3),
                                   ("ressources abiotiques (ADPe) de la fabrication, kgSbe", "madpe", 1e-3),
                                   ("énergie primaire de l'électricité, MJ", "pe", 0.0036)):
            c.interval(f"achat-ia, {part}", row(part, label), total(what, *phases) * scale, 3)
    served = "mois dont les inférences sont connues"
    c.interval("achat-ia", row("Usage", f"{served} : énergie, kWh"), total("wh", "inference", served=True) / 1e3, 3)
    c.interval("achat-ia", row("Usage", "une inférence : énergie, Wh"), total("wh", "inference", served=True) / SERVED, 3)
    c.interval("achat-ia", row("Usage", "une inférence : gaz à effet de serre, gCO2e"), both("inference", served=True) / SERVED, 3)
    c.interval("achat-ia", row("Usage", "une heure d'utilisation continue : énergie, Wh"), total("wh", "inference") / 6, 3)
    c.same("achat-ia", row("Usage", "inférences servies")[0], SERVED)


def energy_of(label, *options):
    page = json.loads(frugal("report", label, "--format", "json", *options))
    return next(number_in(others[0]) for first, others in cells(page) if text_in(first) == "energy")


def one_service_among(c):
    """The same runs use the same energy whichever way they are grouped, and each view names the PUE."""
    def project(*options):
        return json.loads(frugal("project", "q", "--json", *options))
    whole = project()
    c.same("project q", whole["all"]["energy_wh"], among())
    c.same("project q, failed", whole["failed"]["energy_wh"], among(failed=True))
    c.same("project q, its PUEs", len(whole["pue_services"]), 1)
    c.same("project q, PUE", whole["pue_services"][0]["pue"], MAIL_PUE)
    c.holds("project q, no one PUE", repr((whole["pue"], whole["pue_by"])), "(None, 'register')")
    for phase in ("training", "inference", "evaluation"):
        c.same(f"project q, {phase}", whole["phases"][phase]["energy_wh"], among(phase=phase))
        c.same(f"project q, {phase}", whole["phases"][phase]["carbon_g"], among(phase=phase) / 10)
        c.same(f"project q --phase {phase}", project("--phase", phase)["all"]["energy_wh"], among(phase=phase))
        c.same(f"report project=q,phase={phase}", energy_of(f"project=q,phase={phase}"), among(phase=phase))
        c.same(f"report project=q --phase {phase}", energy_of("project=q", "--phase", phase), among(phase=phase))
    c.same("report project=q", energy_of("project=q"), among())
    mail = project("--service", "mail")
    c.same("project q --service mail", mail["all"]["energy_wh"], among(service="mail"))
    c.same("project q --service mail, PUE", mail["pue"], MAIL_PUE)
    c.same("report service=mail", energy_of("service=mail"), among(service="mail"))
    c.same("report service=mail,phase=inference", energy_of("service=mail,phase=inference"),
           among(service="mail", phase="inference"))
    show = json.loads(frugal("service", "show", "mail", "--json"))
    c.same("service show mail", sum(m["energy_wh"] for m in show["months"]), among(service="mail", phase="inference"))
    c.holds("service show mail, PUE", f"{show['pue']} {show['pue_by']}", "1.5 register")
    for n, *_ in AMONG:
        c.same(f"report name=n{n}", energy_of(f"name=n{n}"), among(n=n))
    spdx = json.loads(frugal("report", "project=q", "--form", "spdx"))["@graph"][2]["ai_energyConsumption"].values()
    c.same("spdx", sum(float(u["ai_energyQuantity"]) for us in spdx if isinstance(us, list) for u in us), among() / 1e3)
    for view in ("project", "q"), ("report", "project=q"):
        text = " ".join(frugal(*view).split())
        c.holds(" ".join(view), text, "the PUE of each service (mail: 1.50, from the register), counted once; other runs")
    c.holds("report project=q, section 7", frugal("report", "project=q"), "PUE: mail: 1.50, from the register")
    c.holds("service show mail", frugal("service", "show", "mail"), "a PUE of 1.50, from the register, counted once")
    c.same("--pue, project q", energy_of("project=q", "--pue", "2"), 2 * sum(wh / own for _, _, wh, own, *_ in AMONG))


def as_recorded(c):
    """Lists of runs show what was recorded, and say that the register would change it."""
    said = "figures as recorded, without the PUE of the register (mail: 1.50)"
    # Without the register: power stations alone, and the electricity of the machines.
    recorded = json.loads(frugal("runs", "--project", "p", "--total", "--json"))
    wh = sum(run[2] for run in RUNS)
    for name, expected in (("water", WATER * wh), ("usage_adpe", ADPE * wh), ("embodied_adpe", MADPE * wh),
                           ("usage_pe", PE * wh), ("embodied_pe", MPE * (wh - RUNS[8][2]))):
        c.interval(f"runs --total, {name}", [recorded[name][key] for key in ("value", "low", "high")], expected)
    c.same("runs --total, runs", recorded["embodied_pe"]["runs"], 8)
    c.holds("runs --total", frugal("runs", "--project", "p", "--total"), "(from 8 of them)")
    total_of = json.loads(frugal("runs", "--project", "q", "--total", "--json"))
    c.same("runs --total", total_of["energy"]["value"], among(recorded=True))
    c.holds("runs --total", json.dumps(total_of), '"pue_not_applied": [{"service": "mail", "pue": 1.5}]')
    for view in (("runs", "--project", "q", "--total"), ("compare", "name=n11", "name=n12"), ("recompute", "name=n12"),
                 ("report", "name=n11", "name=n12")):
        c.holds(" ".join(view), frugal(*view), said)
    for view in ("compare", "name=n11", "name=n12"), ("recompute", "name=n12"):
        c.holds(" ".join(view), json.dumps(json.loads(frugal(*view, "--json"))), '"pue_not_applied": [{"service": "mail"')
    for view in (("runs", "--name", "n11", "--total"), ("compare", "name=n11", "name=n14"), ("recompute", "name=n15")):
        c.compared += 1
        if "register" in frugal(*view) or "pue_not_applied" in frugal(*view, "--json"):
            c.differ += 1
            print(f"{' '.join(view)}: names a PUE of the register that changes nothing")


check = Check()
make()
views(check)
one_service_among(check)
as_recorded(check)
for group in ("service=chat", "project=p"):
    pages(check, group)
    forms(check, group)
# An option wins over the register, in a page and in a form.
PUE = 1.1
said = json.loads(frugal("report", "service=chat", "--format", "json", "--pue", "1.1"))
check.same("--pue, report", next(number_in(o[0]) for f, o in cells(said) if text_in(f) == "energy"), total("wh"))
check.same("--pue, sci", json.loads(frugal("report", "service=chat", "--form", "sci", "--pue", "1.1"))["E_kwh"],
           (total("wh", "data", "development", "training", "fine-tuning", "evaluation", "") +
            total("wh", "inference", served=True)) / 1e3)
print(f"{check.compared > 300} {check.differ}")
