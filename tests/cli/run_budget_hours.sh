# A budget of carbon and a prediction count the hours that the figures count, not the zone's year:
# 10 g/kWh, where France's year has 44. A zone that is known by its hours alone has a budget too.
export FRUGAL_GRID="$PWD/grid" FRUGAL_SENSORS='exec:while :; do echo node 3600 W; sleep 0.1; done'
. "$CASES/hours.bash"
hours_around 10 >hours.csv
for zone in FR ZZTOP; do frugal grid import hours.csv --zone $zone --kind average --scope lifecycle; done
cat >work.py <<'PY'
import os, socket, sys, time
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.connect(os.environ["FRUGAL_SOCKET"])
for epoch in range(5):
    s.send(b"epoch %d/4" % epoch)
    end = time.monotonic() + 0.4
    while epoch < 4 and time.monotonic() < end:
        pass
PY
# Of a run, g/kWh: its figures, and the value and the interval of its prediction, to its two digits.
cat >intensities.py <<'PY'
import json, re
scales = {"µ": 1e-6, "m": 1e-3, "": 1, "k": 1e3}
share = {f["name"]: f["value"] for f in json.load(open("run.json"))["figures"] if f["perimeter"] == "share"}
units = {f["name"]: f["unit"] for f in json.load(open("run.json"))["figures"] if f["perimeter"] == "share"}
print(units["carbon"], units["energy"], round(share["carbon"] / share["energy"] * 1000, 6))
said = re.search(r"predicted at (.*)", open("said").read())[1]
wh = re.search(r"([\d.]+) (.?)Wh \[([\d.]+), ([\d.]+)\]", said)
g = re.search(r"([\d.]+) (.?)g CO2e \[([\d.]+), ([\d.]+)\]", said)
for i in (1, 3, 4):
    ratio = float(g[i]) * scales[g[2]] / float(wh[i]) / scales[wh[2]] * 1000
    print("as its hours" if 9 < ratio < 11.1 else ratio)
PY
for zone in FR ZZTOP; do
	frugal run --trust-node --zone $zone --json run.json -- python3 work.py 2>said; python3 intensities.py
done
# The board draws some 240 W: 0.13 Wh in two seconds, 1.3 mg by the hours and 10.5 mg by 2022.
export FRUGAL_SENSORS='gpu:A100 SXM4 80GB'
frugal run --zone FR --budget 8mgCO2e -- sleep 2 2>&1 | grep -c 'of the budget'
frugal run --zone FR:2022 --budget 8mgCO2e -- sleep 2 2>&1 | grep -o '100 % of the budget'
# What is said at the end is what the figure is: 1.3 mg have passed 1 mg.
for zone in FR ZZTOP; do
	frugal run --zone $zone --budget 1mgCO2e --json run.json -- sleep 2 2>&1 | grep -o '100 % of the budget'
	jq '[.figures[] | select(.name == "carbon" and .perimeter == "share")][0] | .unit == "kgCO2e" and .value > 1e-6 and .value < 2e-6' run.json
done
