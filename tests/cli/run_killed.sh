# frugal is killed: the run is interrupted at once, for every reader, with the sums of its last second.
FRUGAL_SENSORS='exec:while :; do echo node 3600 W; sleep 0.05; done'
export FRUGAL_SENSORS
# Starts a run in the background and kills frugal after $1 s; frugal_pid is its number.
killed_after() {
	local seconds=$1
	shift
	command frugal "$@" &
	frugal_pid=$!
	disown $frugal_pid
	sleep "$seconds"
	kill -KILL $frugal_pid
	while [ -d /proc/$frugal_pid ] && ! grep -sq ') Z' /proc/$frugal_pid/stat; do sleep 0.01; done
}
work='i=0; while [ ! -e stop ] && [ $i -lt 400 ]; do i=$((i+1)); sleep 0.05; done'
folder=$FRUGAL_STORE.running
# While it runs it has the sums of its last second; then, at once, it has ended.
command frugal run -q --trust-node --zone FR --project cut --name long -- sh -c "$work" &
frugal_pid=$!
disown $frugal_pid
sleep 3.6
frugal runs --json | jq -c '.[] | [.status, .duration_s >= 2 and .duration_s < 4, (.figures | length > 0)]'
ls "$folder" | wc -l
kill -KILL $frugal_pid
while [ -d /proc/$frugal_pid ] && ! grep -sq ') Z' /proc/$frugal_pid/stat; do sleep 0.01; done
frugal runs show last | sed -nE 's/.* (seen for) [2-4][.][0-9]+ s .* (interrupted)$/\1 \2/p'
frugal runs --json | jq -c '.[] | [.status, .duration_s >= 2 and .duration_s < 4]'
frugal runs --total --json | jq -c '[.runs, .duration_s >= 2]'
frugal project cut --json | jq -c '[.phases[] | .runs]'
frugal explain last | grep -c kWh
ls "$folder" | wc -l
# A run of less than a second leaves no file; nor does one that ends by itself.
frugal run -q --trust-node -- sleep 0.2
frugal run -q --trust-node -- sleep 1.4
ls "$folder" | wc -l
frugal runs list --limit 1 --json | jq -c '.[].status'
# Epochs, values and tags up to the last second; a process that frugal is attached to.
cat >epochs.py <<'P'
import os, socket, time
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.connect(os.environ["FRUGAL_SOCKET"])
for i in range(1, 5):
    time.sleep(.3)
    s.send(b"epoch %d/9 loss=%d" % (i, i))
time.sleep(9)
P
killed_after 3.4 run -q --trust-node --tag night -- python3 epochs.py
frugal runs show last --json | jq -c '[.status, [.sections[].number], [.metrics[].value], .tags]'
sh -c "$work" &
killed_after 2.5 attach -q --trust-node --name attached $!
frugal runs show last --json | jq -c '[.status, .name, .duration_s >= 1]'
touch stop
# Six readers at once add it up once.
rm -f stop
before=$(command frugal runs --total --json | jq .runs)
killed_after 2.3 run -q --trust-node -- sh -c "$work"
for i in 1 2 3 4 5 6; do command frugal runs --total --json | jq --argjson before "$before" '.runs - $before' & done | sort | uniq -c | tr -s ' '
wait
# A ledger that may only be read says the same, and stays as it is.
killed_after 2.3 run -q --trust-node --name archive -- sh -c "$work"
archive=$(mktemp -d /tmp/frugal-archive-XXXXXX)
cp -a "$FRUGAL_STORE"* "$(type -P frugal)" "$archive"
chmod -R a+rX,a-w "$archive"
as=''
[ "$(id -u)" = 0 ] && as='setpriv --reuid 65534 --regid 65534 --clear-groups'
FRUGAL_STORE=$archive/ledger.db $as "$archive/frugal" runs list --limit 1 --json | jq -c '.[] | [.name, .status, .duration_s >= 1]'
ls "$archive/ledger.db.running" | wc -l
chmod -R u+w "$archive"
rm -r "$archive"
# A folder that cannot be created: one word, and the run goes on.
frugal runs >/dev/null
rm -rf "$folder"
echo not a folder >"$folder"
frugal run -q --trust-node -- sh -c 'sleep 1.3; exit 5' 2>said
echo "exit $?"
sed 's/([^)]*)/(...)/; s/\/[^ ]*running/FOLDER/' said
rm "$folder"
# As a limit on the size of files.
(
	ulimit -f 1
	exec "$(type -P frugal)" run -q --trust-node -- sh -c 'sleep 1.3; exit 5' 2>/dev/null
)
echo "exit $?"
