# Hours are stored under the key of a zone, and found by each of its names; another's never answer.
export FRUGAL_GRID="$PWD/grid"
python3 - >hours.csv <<'PY'
import datetime
now = datetime.datetime.now(datetime.timezone.utc).replace(minute=0, second=0, microsecond=0)
print("time_utc,value")
for i in range(-2, 48):
    print(f"{now + datetime.timedelta(hours=i):%Y-%m-%dT%H:%MZ},500")
PY
for zone in France us-cal-ciso 10YNO-1--------2 home; do
	frugal grid import hours.csv --zone $zone; echo "exit $?"
done
frugal grid import hours.csv --zone Korea; echo "exit $?"
frugal grid import hours.csv --zone "New Zealand"
ls grid | sed 's/,.*//' | tr '\n' ' '; echo
# The yearly values of FR, US-CAL-CISO and NZ are others: 500 is that of the hours.
figures() { jq -c '(.figures | map(select(.perimeter == "machine")) | map({(.name): .value}) | add) as $f |
	[.zone, ($f.carbon / $f.energy * 1e4 | round / 10)]'; }
for zone in FR FRA fr France us-cal-ciso CAISO NO1 "new zealand" home; do
	frugal run --quiet --zone "$zone" --json run.json -- true; figures <run.json
done
for zone in France FRA fr CAISO NO-NO1 home; do
	frugal plan --zone $zone --duration 1h --power 1kW --deadline 6h --json | jq -r '[.. | .zone? | strings] | unique[]'
done
frugal recompute last --zone france | awk 'NR == 2 { print $4 }'
echo 'import sys, time; t = time.process_time() + float(sys.argv[1])
while time.process_time() < t: pass' >work.py
frugal trial --zone france --sizes 5%,10%,20% --json -- python3 work.py {} 2>/dev/null |
	jq '.carbon_g.value / .energy_wh.value * 1000 | round'
frugal grid show fra --json | jq -r '.zone'
# Spain has no hours; a name of two zones is not a zone; the year has none.
for zone in Spain Korea FR:2022 Atlantis; do
	frugal plan --zone "$zone" --duration 1h --power 1kW; echo "exit $?"
done
# What is stored under another name, as by a heading of a file, is the same zone.
rm -r grid; sed 's/value/NO2/' hours.csv >no2.csv
frugal grid import no2.csv >/dev/null
for zone in NO2 NO-NO2; do frugal run --quiet --zone $zone --json run.json -- true; figures <run.json; done
