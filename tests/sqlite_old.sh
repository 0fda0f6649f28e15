#!/bin/bash
# sqlite_old.sh BUILD FOLDER: one ledger by two versions of SQLite, that of BUILD/frugal and the one
# whose libsqlite3.so.0 is in FOLDER (3.34 of Debian 11, of Enterprise Linux 9); and the unit tests of
# the store with that one, but those that make ledgers by statements of later versions. TAP.
set -uo pipefail
frugal=$1/frugal units=$1/tests/unit folder=$2
count=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export FRUGAL_STORE=$work/ledger.db XDG_CONFIG_HOME=$work FRUGAL_ZONE=FR LC_ALL=C

new() { "$frugal" "$@"; }
old() { LD_LIBRARY_PATH=$folder "$frugal" "$@"; }

# ok WHAT COMMAND...: a case. What it printed is shown when it failed.
ok() {
	local what=$1
	shift
	count=$((count + 1))
	if "$@" >"$work/said" 2>&1; then
		echo "ok $count - $what"
	else
		echo "not ok $count - $what"
		sed 's/^/# /' "$work/said"
		failed=$((failed + 1))
	fi
}

# runs WHO N: that version lists N runs, and its sums are of N runs.
runs() {
	[ "$("$1" runs --json | jq length)" = "$2" ] &&
		[ "$("$1" runs --total --json | jq .runs)" = "$2" ]
}

# Each way to write that has its own statement.
write_all() {
	"$1" run --quiet --project p --epochs 2 -- "$frugal" mark epoch 1/2 accuracy=0.9 &&
		"$1" runs tag last +kept && "$1" runs set last outcome=shipped && "$1" runs tag last -kept &&
		"$1" service set chat status=production unit=request &&
		"$1" service set chat status=development && "$1" service use chat 2026-10 units=1000 &&
		"$1" service use chat 2026-10 units=2000 &&
		"$1" estimate training gpu=H100 gpu_hours=8h zone=FR --keep --project p &&
		"$1" runs export >"$work/runs.jsonl" && "$1" runs import "$work/runs.jsonl"
}

loaded() { LD_LIBRARY_PATH=$folder ldd "$frugal" | grep -F "$folder/libsqlite3.so.0"; }

# As versions 11 to 16 made it.
make_strict() {
	python3 - "$FRUGAL_STORE" <<'EOF'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.executescript("""PRAGMA writable_schema = 1;
UPDATE sqlite_schema SET sql = CASE WHEN sql LIKE '%) WITHOUT ROWID' THEN replace(sql, ') WITHOUT ROWID', ') STRICT, WITHOUT ROWID')
ELSE sql || ' STRICT' END WHERE type = 'table'; PRAGMA user_version = 16;""")
EOF
}

refused() {
	old run --quiet -- sh -c 'exit 5' 2>"$work/refused"
	[ $? = 5 ] && grep -q 'this SQLite cannot read the ledger' "$work/refused" &&
		[ -z "$(find "$work" -name '*damaged*')" ]
}

ok "the other library is taken" loaded
ok "the older one makes a ledger" write_all old
ok "its run is listed" runs old 1
ok "the newer one reads it" runs new 1
ok "and writes to it" write_all new
ok "the older one reads both" runs old 2
rm -f "$FRUGAL_STORE"*
ok "the newer one makes a ledger" write_all new
ok "the older one reads it" runs old 1
ok "and writes to it" write_all old
ok "the newer one reads both" runs new 2
make_strict
ok "a ledger with STRICT tables is refused by name, and stays" refused
ok "the newer one reads it as ever" runs new 2
ok "after which the older one does" runs old 2
for unit in store store_faults store_running; do
	[ ! -x "$units/test_$unit" ] || ok "unit test $unit" env LD_LIBRARY_PATH="$folder" "$units/test_$unit"
done
echo "1..$count"
[ "$failed" = 0 ]
