# What the ledger has in English is read in French: the machine, the boundary, the source of a part;
# JSON keeps it. Numbers of tables have decimal commas, but not in CSV and JSON.
frugal run --quiet --zone FR:2023 --json r.json -- true
python3 - "$FRUGAL_STORE" <<'PY'
import json, sqlite3, sys
with sqlite3.connect(sys.argv[1]) as db:
    text, = db.execute("SELECT json FROM derivation").fetchone()
    why = json.loads(text)
    why["lines"][0].update(where="",
                           source="rapl package-0, stale, gaps of 0.5 s, idle power not known yet")
    db.execute("UPDATE derivation SET json = ?", (json.dumps(why),))
    db.execute("UPDATE run SET machine = '2 x Some, Inc. 9000, 4 cores, 8 threads, 16 GB, virtual machine'")
PY
frugal --lang fr explain last energy | grep -o -e '(rapl.*' -e 'périmètre.*'
frugal explain last energy | grep -o -e '(rapl.*' -e '^boundary.*'
frugal --lang fr report last | grep -o '[0-9] x Some.*GB[^;]*'
frugal --lang fr runs --by machine | grep -c "[0-9] fils d'exécution"
frugal --lang fr runs show last --json | jq -c '[.machine, .derivation.lines[0].source]'
# Ember 2023: 55.24 g CO2e/kWh.
frugal --lang fr factors zones FR:2023 | grep intensity
frugal --lang fr factors zones | grep -o '^FR .*2023' | head -1
frugal --lang fr factors zones FR:2023 --csv | grep -o '55.24,gCO2e\|,55.24,[^,]*,[^,]*'
frugal --lang fr factors zones FR:2023 --json | jq -c '.[0].intensity'
# The boundary of another model of that name is not the one of the run.
mkdir models
printf 'model run\ntitle "T" fr "T"\nboundary "all else" fr "tout le reste"\nout energy : kWh = 1 kWh\n' >models/run.model
frugal --lang fr --models models explain last energy | grep -o 'périmètre.*'
