# Who uses the machine's power: rows and rest add up to the machine, whatever else runs here.
burn='while :; do :; done'
sh -c "$burn" &
busy=$!
frugal top --json --times 3 --interval 0.4s >looks
jq -c '[.rows[].w] as $w | (($w | add) + .idle_w - .machine_w) | fabs < 1e-6 * 1000' looks
tail -1 looks | jq -c "[.rows[] | select(.pid == $busy) | .command, (.cpu > 0.3), (.w > 0)]"
tail -1 looks | jq -c '[.kind, .zone, .zone_default, (.seen_today_s > 1), (.rows[-1].rest)]'
frugal top --once --interval 0.3s --zone FR --limit 3 | head -1 | grep -c 'CO2e/h (FR)'
frugal top --once --interval 0.3s --by cgroup --limit 2 | grep -c 'group$'
kill $busy
# A meter of the machine: what it tells is shared out.
FRUGAL_SENSORS='exec:while :; do echo node 100 W; sleep 0.1; done' frugal top --json --times 1 --interval 0.5s |
	jq -c '[.machine_w > 95 and .machine_w < 105, .measured_share > 0.99]'
# Accelerators, and what of each is whose.
FRUGAL_SENSORS='gpu:2xH100 SXM5 80GB@50%' frugal top --once --interval 0.2s --by gpu | sed 1d |
	sed -E 's/[0-9.]+ (W|m?g)/N \1/g; s/[0-9.]+ .?Wh/E/; s/  +/  /g'
frugal top --once --interval 0.2s --by gpu --limit 1 | sed 1d
# The day goes on where the last one left it; another day begins at zero and keeps only the machine's.
frugal top --json --times 2 --interval 0.2s >looks
frugal top --json --times 1 --interval 0.2s >then
jq -n -c '[inputs] | [(.[2].energy_today_j - .[1].energy_today_j) / .[2].machine_w, .[2].seen_today_s - .[1].seen_today_s] | map(. > 0.19 and . < 1)' looks then
python3 -c '
import os, sqlite3
with sqlite3.connect(os.environ["FRUGAL_STORE"]) as db: db.execute("UPDATE day_use SET day = ?", ("2026-01-01",))'
frugal top --json --times 1 --interval 0.2s | jq -c '[.seen_today_s < 1, .energy_today_j < .machine_w, (.day | length)]'
python3 -c '
import os, sqlite3
print(*sqlite3.connect(os.environ["FRUGAL_STORE"]).execute("SELECT DISTINCT kind FROM day_use WHERE day = ?", ("2026-01-01",)))'
frugal top --zone nowhere-at-all; echo "$?"
timeout --foreground -s INT 0.7 frugal top --json --interval 0.2s | head -1 | jq -r .kind
# In a terminal: drawn, and q ends it.
printf 'sleep 0.8; printf gq\n' >keys
TERM=xterm script -qec 'sh keys | (sleep 0.1; cat) >/dev/null; frugal top --interval 0.2s --times 2' /dev/null </dev/null >drawn 2>&1
grep -c 'q ends' drawn
