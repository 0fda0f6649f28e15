# Somebody holds the ledger: the command's end is seen at once, and the run is kept when it is free.
frugal run --quiet -- true
python3 - "$FRUGAL_STORE" <<'PY' &
import os, sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN EXCLUSIVE")
open("locked", "w").close()
while not os.path.exists("ends"): time.sleep(0.02)
time.sleep(1.5)
print(time.time(), file=open("free", "w"))
db.execute("COMMIT")
PY
while [ ! -e locked ]; do sleep 0.02; done
frugal run --quiet --json r.json -- sh -c ': >ends; exit 6'
echo "exit $?"
wait
jq -c --argjson free "$(cat free)" '{ended_while_locked: ((.ended | sub("\\.[0-9]+Z"; "Z") | fromdate) < $free)}' r.json
frugal runs --json | jq -c 'map(.exit.code)'
