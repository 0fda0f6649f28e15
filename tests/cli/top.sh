# Who uses the machine's power: rows and rest add up to the machine, whatever else runs here.
burn='while :; do :; done'
sh -c "$burn" &
busy=$!
cat >watch.py <<'PY'
# The looks of frugal top at a process, compared with what the kernel counts of it: between the
# first look and the last it has no less, and no more, than was counted within and around them.
import json, os, subprocess, sys, time
pid = sys.argv[1]
def look():
    counted = []
    with open("looks", "w") as out, subprocess.Popen(["frugal", "top", "--json", "--times", "3", "--interval", "0.4s"], stdout=out) as top:
        while top.poll() is None:
            before = time.time()
            ns = int(open(f"/proc/{pid}/schedstat").read().split()[0])
            counted.append((before, time.time(), ns / 1e9))
            time.sleep(0.02)
    looks = [json.loads(line) for line in open("looks")]
    at = [look["at_us"] / 1e6 for look in looks]
    cpu = [sum(row["cpu"] for row in look["rows"] if row.get("pid") == int(pid)) for look in looks]
    seen = sum(share * (end - start) for share, start, end in zip(cpu[1:], at, at[1:]))
    within = max(s for b, e, s in counted if e <= at[-1]) - min(s for b, e, s in counted if b >= at[0])
    around = min([s for b, e, s in counted if b >= at[-1]] or [counted[-1][2] + 1]) - max(s for b, e, s in counted if e <= at[0])
    # Looks are stamped some milliseconds off the counting.
    return within > 0 and within - 0.03 <= seen <= around + 0.03 or (within, seen, around)
# More than some milliseconds where the machine is full of others: once is enough.
for _ in range(5):
    if (result := look()) is True:
        break
print("seen as counted:", result)
PY
python3 watch.py $busy
jq -c '[.rows[].w] as $w | {adds_up: ((($w | add) + .idle_w - .machine_w) | fabs < 1e-3)}' looks
tail -1 looks | jq -c ".rows[] | select(.pid == $busy) | {command, power: (.w > 0)}"
tail -1 looks | jq -c '{kind, zone, zone_default, seen: (.seen_today_s > 1), rest: .rows[-1].rest}'
frugal top --once --interval 0.3s --zone FR --limit 3 | head -1 | grep -o 'CO2e/h (FR)'
frugal top --once --interval 0.3s --by cgroup --limit 2 | grep -o 'group$'
kill $busy
# A meter of the machine: what it tells is shared out.
FRUGAL_SENSORS='exec:while :; do echo node 100 W; sleep 0.1; done' frugal top --json --times 1 --interval 0.5s |
	jq -c '{as_told: (.machine_w > 95 and .machine_w < 105), measured: (.measured_share > 0.99)}'
# Accelerators, and what of each is whose.
FRUGAL_SENSORS='gpu:2xH100 SXM5 80GB@50%' frugal top --once --interval 0.2s --by gpu | sed 1d |
	sed -E 's/[0-9.]+ (W|m?g)/N \1/g; s/[0-9.]+ .?Wh/E/; s/  +/  /g'
frugal top --once --interval 0.2s --by gpu --limit 1 | sed 1d
# The day goes on where the last one left it; another day begins at zero and keeps only the machine's.
frugal top --json --times 2 --interval 0.2s >looks
frugal top --json --times 1 --interval 0.2s >then
jq -n -c '[inputs] | [(.[2].energy_today_j - .[1].energy_today_j) / .[2].machine_w, .[2].seen_today_s - .[1].seen_today_s] | {longer: (.[1] > 0.19), and_no_more: ((.[0] / .[1] - 1) | fabs < 0.01)}' looks then
python3 -c '
import os, sqlite3
with sqlite3.connect(os.environ["FRUGAL_STORE"]) as db: db.execute("UPDATE day_use SET day = ?", ("2026-01-01",))'
frugal top --json --times 1 --interval 0.2s | jq -c '{begins_at_zero: ((.energy_today_j / .machine_w / .seen_today_s - 1) | fabs < 0.01), day: (.day | test("^....-..-..$"))}'
python3 -c '
import os, sqlite3
print(*sqlite3.connect(os.environ["FRUGAL_STORE"]).execute("SELECT DISTINCT kind FROM day_use WHERE day = ?", ("2026-01-01",)))'
frugal top --zone nowhere-at-all; echo "exit $?"
rm looks # that of the questions before: the signal would come before the program
exec frugal top --json --interval 0.2s >looks &
top=$!
until [ -s looks ]; do sleep 0.05; done
kill -INT $top
wait $top
head -1 looks | jq -r .kind
# In a terminal: drawn, and q ends it.
: >drawn
(until [ "$(grep -c 'q ends' drawn)" -ge 2 ]; do sleep 0.05; done; printf gq) |
	TERM=xterm script -qfec 'frugal top --interval 0.2s' /dev/null >drawn 2>&1
echo "ended by q"
