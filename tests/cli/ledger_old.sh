# A ledger of an older frugal is converted by the first command that opens it, which says so once,
# and where the old file is. One of no known version is refused, and the command's status is kept.
old() {
	rm -rf "$FRUGAL_STORE"*
	python3 -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(open(sys.argv[2]).read())' \
		"$FRUGAL_STORE" "$SOURCE/tests/data/ledgers/version_$1.sql"
}
version() { python3 -c 'import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute(f"PRAGMA user_version = {sys.argv[2]}")' "$FRUGAL_STORE" "$1"; }
said() { sed "s#$FRUGAL_STORE#LEDGER#g" said; }
old 10
echo '# frugal run'
frugal run --quiet -- sh -c 'exit 5' 2>said
echo "$?"
said
echo '# frugal runs'
frugal runs --json 2>said | jq -c '[length, (map(select(.id == "86318b16e816b759"))[0] | .project, .phase, .tags[0], .exit.code)]'
said
(cd "$(dirname "$FRUGAL_STORE")" && ls -d ledger.db.* | sort)
echo '# frugal runs --lang fr'
old 1
frugal runs --lang fr --json 2>said | jq length
said
echo '# eight at once'
old 10
for i in 1 2 3 4 5 6 7 8; do frugal run --quiet --name "n$i" -- true 2>"said.$i" & done
wait
frugal runs --json | jq -c '[length, (map(select(.name // "" | test("^n[1-8]$"))) | length)]'
cat said.* | wc -l
for v in -1 -2147483648 14 2147483647; do
	echo "# version $v"
	old 10
	version "$v"
	frugal run --quiet -- sh -c 'exit 7' 2>said
	echo "$?"
	said
	frugal runs 2>said
	echo "$?"
done
