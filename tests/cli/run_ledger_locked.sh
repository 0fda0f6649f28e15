# Somebody holds the ledger: the command's end is seen at once, and the run is kept when it is free.
frugal run --quiet -- true
python3 - "$FRUGAL_STORE" <<'PY' &
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN EXCLUSIVE")
open("locked", "w").close()
time.sleep(1.5)
db.execute("COMMIT")
PY
while [ ! -e locked ]; do sleep 0.02; done
frugal run --quiet --json r.json -- sh -c 'sleep 0.1; exit 6'
echo "$?"
jq -c '.duration_s < 1' r.json
wait
frugal runs --json | jq length
