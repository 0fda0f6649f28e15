# The register of services: their facts, their use, their rebound and their benefit, from made-up figures.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs, day = Runs(), 86400
more = dict(service="chat", phase="inference")
runs.add(1, 1000, g=900, embodied=100, at_s=5 * day, **more)   # 1970-01: 1 000 g of 1 000 answers
runs.add(2, 1500, g=1400, embodied=100, at_s=40 * day, **more) # 1970-02: 1 500 g of 3 000 answers
runs.add(3, 4000, g=3900, embodied=100, at_s=1 * day, service="chat", phase="training")
runs.keep()
PY
frugal service
frugal service set chat status=production team=search role=provider models=small unit=answer
frugal service set chat 'need=find a page' intended=search
frugal service set idea status=idea
# A choice in the words of the user's language is kept as its key; with one that is wrong nothing is set.
frugal --lang fr service set idea role=Producteur status=retiré
frugal --lang fr service set idea team=quatre role=producteurs
frugal service show idea --json | jq -c '[.role, .status, .team]'
frugal service set idea role= status=idea
frugal service use chat 1970-01 units=1000 expected=1000
frugal service use chat 1970-02 units=3000
frugal service use chat 1970-02 expected=1000
frugal service
frugal service show chat
frugal service set chat 'reference=a person looks it up' reference_per_use=3gCO2e
# Uses 4 000, direct 4 000 + 2 500 g, avoided 12 000 g at the central value, where none of the reference stays. Of 1 000 answers the
# cheaper one was to save 500 g, and 500 more were used: rebound 1 - (-500 / 500) = 2.
frugal service show chat | tail -6
frugal service show chat --json | jq -c '[.unit_change, .total_change, .rebounds, .rebound, .use_against_forecast, .benefit.direct.value, .benefit.avoided.value, .benefit.net.value]'
frugal --lang fr service show chat | tail -12
# A month with units whose runs were not measured avoids nothing and dilutes nothing: 12 000 g and 500 mg as before.
frugal service use chat 1970-03 units=1000000
frugal service show chat --json | jq -c '[.benefit.avoided.value, .months[1].unit_g, .months[2].unit_g]'
frugal report service=chat | grep '^  answer '
# What the register knows is in a form: (4 + 2.5 kg) over 4 000 answers, E 6.5 kWh times its PUE.
frugal service set chat pue=1.5
frugal report service=chat --form sci | jq -c '[.R, .R_count, .E_kwh]'
frugal service show idea
frugal service --json | jq -c '.[] | [.id, .status, .runs]'
bad() { frugal service "$@"; echo "exit $?"; }
bad set
bad set 'a b'
bad set chat status=sleeping
bad set chat colour=red
bad set chat reference_per_use=3kWh
bad use chat
bad use chat 2026-13 units=1
bad use chat 2026-01 units=-1
bad use chat 2026-01 units=many
bad use chat 2026-01 people=3
bad use nobody 2026-01 units=3
bad show nobody
bad rm nobody
bad burn
frugal service rm idea; frugal service | wc -l
# A month that is not over is neither compared nor set against what was expected of the whole; the day is that of SOURCE_DATE_EPOCH:
# 1970-03-02. January 1 000 g of 1 000 answers, February 1 500 g of 3 000; March so far 100 g of 100, of 3 100 expected: not -90 %.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs, day = Runs(), 86400
for n, at, g in ((21, 5, 1000), (22, 40, 1500), (23, 59.5, 100)):
    runs.add(n, g, g=g, embodied=0, at_s=int(at * day), service="help", phase="inference")
# less: 1 000 answers at 1 g, 1 100 at 0.8, 700 at 0.5: fewer uses take nothing back.
for n, at, g in ((31, 5, 1000), (32, 40, 880), (33, 62, 350)):
    runs.add(n, g, g=g, embodied=0, at_s=at * day, service="less", phase="inference")
# zero: a month that emitted nothing has no percentage, and the next one is the first.
for n, at, g in ((41, 5, 0), (42, 40, 100), (43, 62, 50)):
    runs.add(n, g, g=g, embodied=0, at_s=at * day, service="zero", phase="inference")
runs.keep()
PY
months() { s=$1; shift; frugal -q service set "$s" unit=answer; m=0; for u; do m=$((m + 1)); frugal -q service use "$s" 1970-0$m $u; done; }
months help units=1000 units=3000 units=100
months less units=1000 units=1100 units=700
months zero units=100 units=100 units=50
frugal service use help 1970-03 expected=3100
export SOURCE_DATE_EPOCH=$((60 * 86400 + 3600))
frugal service show help | tail -7
frugal service show help --json | jq -c '[.first_month, .last_month, .not_over, .unit_change, .total_change, .use_against_forecast]'
frugal report service=help --format text | grep -E 'not over|1970-03'
frugal runs --by month --service help | grep 1970-0
# On the first day of April March is over.
SOURCE_DATE_EPOCH=$((90 * 86400)) frugal service show help | grep -E 'from|not over|expectation'
SOURCE_DATE_EPOCH=$((90 * 86400)) frugal service show less | grep -E 'from|saving'
SOURCE_DATE_EPOCH=$((90 * 86400)) frugal service show less --json | jq -c '[.unit_change, .total_change, .rebounds, .rebound]'
SOURCE_DATE_EPOCH=$((90 * 86400)) frugal service show zero | grep -E 'from|nan|inf'
# One whole month and one that runs: no trend, and why.
SOURCE_DATE_EPOCH=$((32 * 86400)) frugal service show zero | grep -E 'trend|not over'
frugal service show help --json | jq -c .rebound
# What a month to come has served is not known; what is expected of it is a plan.
frugal service use help 1970-05 units=10 2>&1
frugal service use help 1970-06 expected=10 2>&1
