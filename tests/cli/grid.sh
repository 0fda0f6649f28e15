# Hours of electricity: imported once, shown, planned over; a bad file leaves all as it was.
export FRUGAL_GRID="$PWD/grid"
# Three weeks and a half of days alike: 100 but for 20 from 12 to 16.
python3 - >hours.csv <<'PY'
print("time_utc,XX,XY")
for day in range(1, 26):
    for hour in range(24):
        print(f"2026-01-{day:02}T{hour:02}:00Z,{20 if 12 <= hour < 16 else 100},50")
PY
frugal grid
frugal grid import hours.csv
frugal grid import hours.csv
frugal grid show XX | sed 's/ *$//'
frugal grid forecast XX --hours 2
frugal grid forecast XX --backtest --json | jq -c '[.origins, .mape < 1e-9, .saving == .oracle_saving]'
frugal plan --zone XX --duration 4h --from 2026-01-20T00:00Z --json |
	jq -c '[.objective_gco2e, .now_gco2e, .schedule, .run_now, .forecast_share]'
LANG=C frugal plan --zone XX --duration 4h --from 2026-01-25T20:00Z
export SOURCE_DATE_EPOCH=1768867200 # 2026-01-20T00:00Z
for to in at cron sbatch systemd; do
	frugal plan --zone XX --duration 4h --from 2026-01-20T00:00Z --emit $to -- ./train "it's" 50% |
		sed "s|$PWD|HERE|; s|env PATH=.* frugal|env PATH=.. frugal|; s|frugal-train-[0-9a-f]*|NAME|; s|.*--setenv=[A-Z_]*=[^ ]*||"
done
frugal plan --zone XX --from 2026-01-20T00:00Z --emit at; echo "exit $?"
# The marginal signal may differ: it is printed separately, never mixed.
sed 's/,20,/,700,/; s/,100,/,600,/' hours.csv | cut -d, -f1,2 >marginal.csv
frugal grid import marginal.csv --kind marginal
frugal plan --zone XX --duration 4h --from 2026-01-20T00:00Z | tail -2
frugal plan --zone XY --duration 1h --from 2026-01-20T00:00Z | tail -1
frugal plan --zone XX --duration 30h --deadline 24h --from 2026-01-20T00:00Z; echo "exit $?"
frugal plan --zone XX --duration 4h --from 2027-01-20T00:00Z; echo "exit $?"
frugal plan --zone ZZ --duration 4h; echo "exit $?"
printf 'time_utc,XX\n2026-02-01T00:00Z,7\n2026-02-01T01:00Z,oops\n' >bad.csv
frugal grid import bad.csv; echo "exit $?"
frugal grid show XX --from 2026-02-01T00:00Z --to 2026-02-02T00:00Z | tail -1
printf '{"data":[{"from":"2026-03-02T13:00Z","to":"2026-03-02T13:30Z","intensity":{"forecast":152,"actual":149}}]}' |
	frugal grid import - --json
frugal grid | tail -3 | cut -c1-70
