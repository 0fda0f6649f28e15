# A zone that is finer than a country: by its stored hours, else by its year; never by another zone.
export FRUGAL_GRID="$PWD/grid"
python3 - >hours.csv <<'PY'
import datetime
now = datetime.datetime.now(datetime.timezone.utc).replace(minute=0, second=0, microsecond=0)
print("time_utc,US-CAL-CISO,US-MINE")
for i in range(-2, 4):
    print(f"{now + datetime.timedelta(hours=i):%Y-%m-%dT%H:%MZ},500,1000")
PY
printf 'time_utc,US-OLD\n2020-01-01T00:00Z,300\n2020-01-01T01:00Z,300\n' >old.csv
frugal grid import hours.csv
frugal grid import old.csv
figures() { jq -c '(.figures | map(select(.perimeter == "machine")) | map({(.name): .value}) | add) as $f |
	[.zone, .zone_default, ($f | has("energy")), (if $f.carbon then $f.carbon / $f.energy * 1e4 | round / 10 else null end)]'; }
# What their hours say; 314 and 289 are the rows of the zone for 2025 and 2022.
for zone in US-CAL-CISO US-MINE US-NY-NYIS US-NY-NYIS:2022; do
	frugal run --quiet --zone $zone --json run.json -- true; figures <run.json
done
frugal explain last carbon | sed -n 's/csv:[0-9]*/csv/; s/.*zone.intensity  *//p'
# Hours that do not reach until now are an error before anything runs; so are near misses.
frugal run --zone US-OLD -- touch ran 2>&1 | sed 's/ at 20[^ ]*Z/ at NOW/'; echo "exit ${PIPESTATUS[0]}"
frugal run --zone US-MIN -- touch ran 2>&1 | sed "s/': .*/'/"; echo "exit ${PIPESTATUS[0]}"
frugal run --zone NYGRID -- touch ran 2>&1 | sed "s/': .*/'/"; echo "exit ${PIPESTATUS[0]}"
ls ran 2>/dev/null
# Also as the zone of the configuration.
mkdir -p "$(dirname "$(frugal config path)")"
echo 'zone = US-MINE' >"$(frugal config path)"
frugal run --quiet --json run.json -- true; figures <run.json
# Recomputed: by the hours of the run, or without carbon where these are not stored.
frugal recompute last | awk 'NR == 2 { print $2, $(NF - 2) }'
frugal recompute last --zone US-OLD | sed -n 's/ *$//; 1,2s/  */ /gp' | sed 's/^[0-9a-f]\{4\} /ID /; s/[0-9.]* [nµm]*Wh/E/; s/[0-9.]* [nµmk]*g CO2e/C/'
# A trial that is moved elsewhere asks the same zones: g over Wh.
cat >work.py <<'PY'
import sys, time
t = time.process_time()
while time.process_time() - t < float(sys.argv[1]): pass
PY
frugal trial --zone US-MINE --zones US-MINE,US-NY-NYIS --on c5.xlarge --sizes 5%,10%,20% --json -- python3 work.py {} 2>/dev/null |
	jq -c '.elsewhere[] | [.on, (.carbon_g[].value / .energy_wh.value * 1000 | round)]'
# Hours that are marginal or direct alone are named as such.
printf 'time_utc,moer\n2020-01-01T00:00Z,300\n2020-01-01T01:00Z,300\n' >moer.csv
frugal grid import moer.csv --zone US-SIGNAL >/dev/null
frugal run --zone US-SIGNAL -- true; echo "exit $?"
