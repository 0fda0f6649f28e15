# A ledger that cannot be written never stands in the way.
frugal run --quiet --store /proc/no/ledger.db -- sh -c 'exit 5'
echo "exit $?"
: >file
frugal run --quiet --store file/ledger.db -- sh -c 'exit 5'
echo "exit $?"
# A damaged one is set aside, and the run is in the new one.
frugal run --quiet -- true
rm -f "$FRUGAL_STORE"-*
for _ in $(seq 1000); do printf 'this is no ledger\n'; done >"$FRUGAL_STORE"
frugal run --quiet -- sh -c 'exit 5'
echo "exit $?"
frugal runs --json | jq length
find "$(dirname "$FRUGAL_STORE")" -name 'ledger.db.damaged-*' | wc -l
# Without a store nothing is written.
rm -rf "$FRUGAL_STORE"*
frugal run --quiet --no-store -- true
ls "$FRUGAL_STORE" 2>/dev/null
frugal runs
