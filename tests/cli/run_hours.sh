# Where its hours are known, a run's carbon is that of its hours; else, and with a year, the year's.
export FRUGAL_GRID="$PWD/grid"
python3 - >hours.csv <<'PY'
import datetime
now = datetime.datetime.now(datetime.timezone.utc).replace(minute=0, second=0, microsecond=0)
print("time_utc,FR")
for i in range(-2, 4):
    print(f"{now + datetime.timedelta(hours=i):%Y-%m-%dT%H:%MZ},1000")
PY
frugal grid import hours.csv
intensity() { jq -c '(.figures | map(select(.perimeter == "machine")) | map({(.name): .value}) | add) as $f |
	$f.carbon / $f.energy * 1000 | . * 10 | round / 10'; }
frugal run --zone FR --json run.json -- sleep 0.1 2>said; intensity <run.json
grep -c 'its hours, .*hours.csv' said
frugal explain last carbon | grep -c 'its hours'
frugal run --zone FR:2022 --json run.json -- sleep 0.1 2>said; intensity <run.json >year; grep -c '^1000$' year
frugal run --zone DE --json run.json -- sleep 0.1 2>said; grep -c 'its hours' said
