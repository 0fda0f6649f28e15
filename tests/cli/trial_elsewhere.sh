# The whole on other machines and by other electricity: ratios of what the tables say, worked out here.
cat >work.py <<'PY'
import sys, time
t = time.process_time()
while time.process_time() - t < float(sys.argv[1]): pass
PY
export FRUGAL_SENSOR="gpu:A100 SXM4 80GB"
frugal trial --sizes 5%,10%,20% --on "H100 SXM" --on "aws:g5.xlarge, c5.xlarge" --zones FR,SE --json -- python3 work.py {} >answer 2>said || cat said
unset FRUGAL_SENSOR
frugal trial --sizes 5%,10%,20% --on "EPYC 7763,c5.xlarge,H100 SXM" --json -- python3 work.py {} >plain 2>said || cat said
frugal factors zones FR --json >fr.json
frugal factors zones SE --json >se.json
python3 - <<'PY'
import json, math

answer, plain = json.load(open("answer")), json.load(open("plain"))
rows = {row["on"]: row for row in answer["elsewhere"]}
print([*rows])


def near(a, b, of=1e-9):
    return abs(a / b - 1) < of


# On accelerators: half by memory, half by arithmetic, 0.85 of the time; rated power for energy.
here = rows[None]
for name, arithmetic, memory, power, pue in ("H100 SXM", 989.4 / 312, 3350 / 2039, 700 / 400, 1), ("aws:g5.xlarge", 70 / 312, 600 / 2039, 300 / 400, 1.2):
    shrink = 0.85 / math.sqrt(arithmetic * memory) + 0.15
    row = rows[name]
    print(name, near(row["duration_s"]["value"], here["duration_s"]["value"] * shrink),
          near(row["energy_wh"]["value"], here["energy_wh"]["value"] * shrink * power * pue))
    print(*(row[k]["low"] <= row[k]["value"] <= row[k]["high"] and row[k]["low"] < row[k]["high"] for k in ("duration_s", "energy_wh")), row["quality"])
print(rows["c5.xlarge"]["absent"])
# Of the whole as it was forecast, by each zone.
intensity = {zone: json.load(open(zone.lower() + ".json"))[0]["intensity"]["value"] for zone in ("FR", "SE")}
for zone in intensity:
    print(zone, all(near(row["carbon_g"][zone]["value"], row["energy_wh"]["value"] / 1000 * intensity[zone])
                    for row in answer["elsewhere"] if "absent" not in row))
print([near(here[k]["value"], answer[k]["value"]) for k in ("energy_wh", "duration_s")])
# On processors: one thread, 4 W of it and 1.6 for what is around; of a rented machine all.
rows = {row["on"]: row for row in plain["elsewhere"]}
here, epyc, rented = rows[None], rows["EPYC 7763"], rows["c5.xlarge"]
# Zen 3 came out in 2021: 6 % for each year since the processor here did.
years = math.log(here["duration_s"]["value"] / epyc["duration_s"]["value"]) / math.log(1.06)
print(abs(years - round(years)) < 1e-6 and -6 <= years <= 16, rented["duration_s"]["value"] > 0)
print(epyc["energy_wh"]["value"] < rented["energy_wh"]["value"], rented["energy_wh"]["low"] > 0, list(rented["carbon_g"]))
print(rows["H100 SXM"]["absent"])
PY
frugal trial --sizes 5%,10%,20% --on c5.xlarge --on "H100 SXM" --zones FR -- python3 work.py {} 2>/dev/null | sed -n '/^total on other machines/,$p' | sed -E 's/[0-9.,]+ ([µm]?(Wh|g CO2e)|m?s|min [0-9]+ s)( \[[^]]*\])?/N/g; s/  +/ /g'
bad() { frugal trial "$@" -- touch ran-{}; [ $? -eq 2 ] || echo "status of: $*"; }
bad --on "A100 SXM4"
bad --on nosuch
bad --on "c5.xlarge, nosuch"
bad --zones FR,nosuch
bad --zones FR,SE,NO,DE,PL,IT,ES
ls | grep ran
true
