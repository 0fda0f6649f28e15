# A command that may be paused runs in the planned hours alone: made up here as seconds.
export FRUGAL_GRID="$PWD/grid"
# Cheap from the 2nd to the 5th second and from the 8th to the 12th; days before as ever.
hours() {
	python3 - "$@" >hours.csv <<'PY'
import datetime, sys
cheap = [tuple(map(int, word.split("-"))) for word in sys.argv[1:]]
now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
hour = now.replace(minute=0, second=0)
print("time_utc,DE")
for i in range(-72, 0):
    print(f"{hour + datetime.timedelta(hours=i):%Y-%m-%dT%H:%M:%SZ},100")
for s in range(90):
    good = any(a <= s < b for a, b in cheap)
    print(f"{now + datetime.timedelta(seconds=s):%Y-%m-%dT%H:%M:%SZ},{10 if good else 100}")
print(now.timestamp(), file=open("began", "w"))
PY
	rm -rf "$FRUGAL_GRID"
	frugal grid import hours.csv >/dev/null
}
cat >work.py <<'PY'
import os, sys, time
print(os.getpid(), file=open("pid", "w"))
with open("log", "w", buffering=1) as log:
    for i in range(int(sys.argv[1])):
        print(time.time(), file=log)
        time.sleep(0.05)
PY
green=(frugal run --zone DE --when green --pausable --min-run 1s --duration 7s)
hours 2-5 8-12
"${green[@]}" --deadline 30s --json run.json -- python3 work.py 90 2>said
sed -E 's/[0-9T:Z-]{16,}/TIME/g; s/[0-9]+ %/N %/' said | grep -E 'starts|paused|resumed'
cat >gap.py <<'PY'
began = float(open("began").read())
times = [float(line) - began for line in open("log")]
gaps = [(a, b) for a, b in zip(times, times[1:]) if b - a > 1]
# It begins at the second second, stands between the two pieces, and goes on to its end.
print(len(times), 2 <= times[0] < 4, [4.9 <= a <= 6.5 and 8 <= b < 9.5 for a, b in gaps])
PY
python3 gap.py
jq -c '[.status, .exit.code, .duration_s > 6]' run.json
# Whatever ends frugal while the command stands lets it go on; what is to end it, ends it.
wait_for_pause() { until grep -q paused said 2>/dev/null; do sleep 0.05; done; sleep 0.3; cut -d' ' -f3 "/proc/$(cat pid)/stat"; }
gone() { for _ in $(seq 100); do [ -d "/proc/$1" ] || return 0; case $(cut -d' ' -f3 "/proc/$1/stat" 2>/dev/null) in Z) return 0 ;; esac; sleep 0.05; done; echo "$1 is there"; }
for signal in KILL TERM; do
	hours 1-3 25-40
	rm -f pid said
	exec "${green[@]}" --deadline 30s -- python3 work.py 60 2>said &
	frugal=$!
	disown
	wait_for_pause
	kill -$signal $frugal
	gone $frugal
	if [ $signal = KILL ]; then
		for _ in $(seq 100); do [ "$(wc -l <log)" = 60 ] && break; sleep 0.1; done
		wc -l <log
	fi
	gone "$(cat pid)"
done
# Killed while it waited: the next start of the same command has the deadline of the first.
hours 60-80
exec "${green[@]}" --deadline 85s -- python3 work.py 1 2>said &
frugal=$!
disown
until grep -q starts said; do sleep 0.05; done
sleep 0.2
kill -KILL $frugal
gone $frugal
deadline() { python3 -c '
import os, sqlite3
print([round(d - float(open("began").read())) for (d,) in sqlite3.connect(os.environ["FRUGAL_STORE"]).execute("SELECT deadline_s FROM waiting")])'; }
deadline | sed 's/8[4-9]/NEAR 85/'
sleep 1.5
timeout -s INT 1.5 "${green[@]}" --deadline 85s -- python3 work.py 1 2>said
sed -E 's/[0-9T:Z-]{16,}/TIME/g; s/[0-9]+ %/N %/' said | head -2
# Ended by hand: forgotten.
deadline
# While it waits it plans anew: hours that are imported in the meantime bring it forward.
hours 50-60
exec "${green[@]}" --deadline 85s -- python3 work.py 1 2>said &
frugal=$!
until grep -q starts said; do sleep 0.05; done
hours 4-14
timeout 20 tail --pid=$frugal -f /dev/null || kill $frugal
wait $frugal; echo "exit $?"
grep -c starts said
frugal run --pausable -- true; echo "exit $?"
