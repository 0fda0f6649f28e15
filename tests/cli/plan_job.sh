# One job: here or there, by carbon, money and waiting; wide or narrow; and the actual result.
export FRUGAL_GRID="$PWD/grid"
# XX: 100 but for 20 from 12 to 16, and on the last day from 0 to 4; XY: 40. XZ lacks four hours of two days.
python3 - >hours.csv <<'PY'
print("time_utc,XX,XY,XZ")
for day in range(1, 26):
    for hour in range(24):
        cheap = 12 <= hour < 16 if day < 25 else hour < 4
        gap = day == 20 and hour in (3, 4) or day == 21 and 10 <= hour < 14
        print(f"2026-01-{day:02}T{hour:02}:00Z,{20 if cheap else 100},40,{'' if gap else 10 * day + hour}")
PY
frugal grid import hours.csv >/dev/null
on() { frugal plan --from 2026-01-20T00:00Z "$@"; }
plan() { on --duration 4h "$@"; }
way='[.zone, .objective_gco2e, .transfer_gco2e, .eur, .schedule[0].start, .run_now]'
# 4 * 20 at home; 4 * 40 and 10 GB * 0.01 kWh/GB at (100 + 40) / 2 there.
plan --zone XX --zone XY --data 10GB --json | jq -c "$way, [.zones[] | [.zone, .gco2e, .end]]"
plan --zone XX --zone XY --data 10GB --deadline 10h --json | jq -c "$way"
plan --zone XX --zone XY,pue=1.2 --data 10GB --deadline 10h --json | jq -c "$way"
plan --zone XX --zone XY --data 10GB --back 10GB --deadline 10h --json | jq -c "$way"
plan --zone XX --zone XY,copy --data 10GB --deadline 10h --json | jq -c "$way"
plan --zone XX --zone XY,rtt=30ms --max-rtt 20ms --deadline 10h
plan --zone XX --zone XY --data 10TB --bandwidth 10MB/s --deadline 10h | tail -5
plan --zone XX --zone XY --data 40GB --network 0.06kWh/GB --deadline 10h | head -9
# Dearer at home: 80 g and 1.2 EUR, or 160 g and 0.4 EUR: the same at 100 g/EUR.
for lambda in 90 110; do
	plan --zone XX,price=0.3EUR/kWh --zone XY,price=0.1EUR/kWh --lambda ${lambda}gCO2e/EUR --json | jq -c "$way"
done
# 320 g less for twelve hours of waiting: 26.7 g an hour.
for cost in 20 30; do plan --zone XX --delay-cost ${cost}gCO2e/h --json | jq -c "$way"; done
plan --zone XX --pareto --json | jq -c '[.front[] | [.end[11:16], .gco2e]]'
plan --zone XX,price=0.2EUR/kWh --pareto | tail -7
# 3 kW in its first half, 1 kW in its second: from 12 or 10 on; the dear half wants the cheap hours.
plan --zone XX --power 3kW,1kW --json | jq -c "$way, .now_gco2e"
on --zone XX --duration 8h --power 3kW,1kW --json | jq -c "$way"
on --zone XX --duration 8h --power 1kW,3kW --json | jq -c "$way"
# Wide or narrow: 2.25 of work, one unit in each of three cheap hours, the last a part.
plan --zone XX --throughput 1,1.5 --work 2.25 --json | jq -c '[.objective_gco2e, (.schedule[] | [.start[11:16], .end[11:16], .units])]'
plan --zone XX --throughput 1,1.5 --work 5.5 --deadline 16h | tail -4
# In pieces: resuming costs 0.5 kWh at 20, or a run lasts three hours at least.
on --zone XX --interruptible --duration 6h --deadline 48h --json | jq -c '[.objective_gco2e, (.schedule | length)]'
on --zone XX --interruptible --resume 0.5kWh --duration 6h --deadline 48h --json | jq -c '[.objective_gco2e, (.schedule | length)]'
on --zone XX --interruptible --min-run 3h --duration 6h --deadline 48h --json | jq -c '[.objective_gco2e, [.schedule[] | .start[8:13]]]'
# The actual result: as forecast, and on a day unlike the forecast.
plan --zone XX --regret --json | jq -c '[.actual_gco2e, .oracle_gco2e, .regret, .own_forecast_share]'
frugal plan --zone XX --duration 4h --from 2026-01-25T00:00Z --regret --json | jq -c '[.actual_gco2e, .oracle_gco2e, .regret]'
frugal plan --zone XX --duration 4h --from 2026-01-25T12:00Z --regret; echo "exit $?"
# Gaps: refused, or filled when asked for: a line over two hours, last week's over four.
plan --zone XZ; echo "exit $?"
plan --zone XZ --fill --deadline 48h --json | jq -c '[.objective_gco2e, .filled_share]'
on --zone XX --duration 72h --deadline 84h | tail -2
# How long it takes is what its runs took.
on --zone XX --project digits; echo "exit $?"
for i in 1 2 3 4 5; do frugal run -q --project digits -- true; done
on --zone XX --project digits --json | jq -c '.hours < 0.01'
export SOURCE_DATE_EPOCH=1768867200 # 2026-01-20T00:00Z
plan --zone XX --emit k8s --image registry/train:1 -- train "it's" '"50" %'
plan --zone XX --emit k8s -- train; echo "exit $?"
bad() { plan "$@"; [ $? -eq 2 ] || echo "status of: $*"; }
bad --zone XX,speed=3
bad --zone XX,pue=0.5
bad --zone XX,pue=3kW
bad --zone XX --work 3
bad --zone XX --power 3kW,2kWh
bad --zone XX --power ,
bad --zone XX --power 1kW,2kW --interruptible
bad --zone XX --work 3 --throughput 1,0.5
bad --zone XX --resume 1kWh
bad --zone XX --lambda 5gCO2e/EUR
bad --zone XX --zone NOWHERE
frugal plan --zone XX --regret; echo "exit $?"
