# Many users of one ledger do not choose the same hours: capacities hold under concurrent callers.
export FRUGAL_GRID="$PWD/grid"
# Not across the turn of an hour.
left=$((3600 - $(date +%s) % 3600))
[ "$left" -gt 60 ] || sleep "$left"
# From this hour on for four days: 20 for four hours of each twelve, else 100.
python3 - >hours.csv <<'PY'
import datetime
now = datetime.datetime.now(datetime.timezone.utc).replace(minute=0, second=0, microsecond=0)
print("time_utc,XX")
for hour in range(-48, 96):
    print(f"{now + datetime.timedelta(hours=hour):%Y-%m-%dT%H:00Z},{20 if hour % 12 < 4 else 100}")
PY
frugal grid import hours.csv >/dev/null
frugal plan --reservations
reserve() { frugal plan --zone XX --duration 4h --deadline 48h --power 3kW --reserve "$@"; }
reserve --capacity 7kW --name first --json | jq -c '[.objective_gco2e, .saving]'
seq 2 16 | xargs -P 8 -I{} frugal plan --zone XX --duration 4h --deadline 48h --power 3kW --reserve --name user-{} --json >answers
frugal plan --reservations --json >all
# Sixteen of them, two at once at most; the best hours are full, and none is reserved twice.
cat >check.py <<'PY'
import json
from datetime import datetime
rows = json.load(open("all"))
edges = []
for row in rows:
    start, end = (datetime.fromisoformat(row[k].replace("Z", "+00:00")) for k in ("start", "end"))
    edges += [(start, 1, row["kw"]), (end, 0, -row["kw"])]
most = load = 0
for at, _, kw in sorted(edges):
    load += kw
    most = max(most, load)
print(len(rows), len({row["id"] for row in rows}), len({row["name"] for row in rows}), most)
PY
python3 check.py
jq -s -c 'map(.objective_gco2e) | sort | [.[0], .[6], .[7] > 240]' answers
# The rest of two days is taken, until nothing is left.
for i in 1 2 3 4 5 6 7 8 9; do reserve --json >/dev/null 2>said || break; done
cat said
frugal plan --reservations --json >all
python3 check.py
# Without --reserve nothing is taken, and what is reserved is not looked at unless a capacity is named.
frugal plan --zone XX --duration 4h --deadline 48h --power 3kW --json | jq .objective_gco2e
frugal plan --zone XX --duration 4h --deadline 48h --power 3kW --capacity 100kW --json | jq .objective_gco2e
id=$(jq -r '.[0].id' all)
hide "$id" ID
hide "${id:0:8}" SHORT
frugal plan --release "${id:0:8}"; echo "exit $?"
frugal plan --release "$id" 2>&1 | grep -c "unknown reservation"
frugal plan --release zz; echo "exit $?"
frugal plan --reservations | wc -l
frugal plan --zone XX --duration 4h --deadline 48h --interruptible --power 3kW --reserve | head -1 | sed -E 's/[0-9a-f]{16}/ID/; s/[0-9a-f]{8}$/ID/'
