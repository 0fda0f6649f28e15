# What was kept is read with care: one clear error, never a crash.
frugal run --quiet -- true
try() {
	python3 - "$FRUGAL_STORE" "$1" <<'PY'
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as db:
    db.execute("UPDATE derivation SET json = ?", (sys.argv[2],))
PY
	frugal explain last >/dev/null
	echo "exit $?"
}
try '{'
try '{}'
try '{"lines": []}'
try '{"lines": [{"name": "a", "uses": ["a"]}]}'
try '{"lines": [{"name": "a", "unit": "wat"}]}'
try '{"lines": [7]}'
try '{"model": "run", "lines": [{"name": "energy", "kind": "out", "unit": "kWh", "value": 1}]}'
frugal runs show last >/dev/null
echo "exit $?"
