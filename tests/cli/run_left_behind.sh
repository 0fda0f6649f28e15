# A process that the command leaves behind is its own: it is not counted, which is said, or waited for.
printf 'i=0; while [ $i -lt 150000 ]; do i=$((i+1)); done; exec sleep 1\n' >daemon
behind="(setsid sh $PWD/daemon >/dev/null 2>&1 &)"
left() { jq -c '{exit: .exit.code, left: (.left_out | capture("(?<n>[0-9]+ process[es]*) of it").n)}' left.json; }
for method in cgroup perf wait4; do
	export FRUGAL_ATTRIBUTION=$method
	frugal run -q --no-store --json left.json -- sh -c "$behind; exit 3"; echo "exit $?"; left
	frugal run -q --no-store --wait --json waited.json -- sh -c "$behind; exit 3"; echo "exit $?"
	jq -c '{exit: .exit.code, left: (.left_out | test("process")), counted: (.attribution.cpu_s > 0.05), long: (.duration_s > 1)}' waited.json
done
unset FRUGAL_ATTRIBUTION
# Several; and a signal ends the waiting, not the run.
frugal run --no-store -- sh -c "$behind; $behind" 2>&1 | grep -o '[0-9]* processes of it still run'
timeout -s TERM 0.5 frugal run -q --no-store --wait --json left.json -- sh -c "$behind; exit 3"; left
