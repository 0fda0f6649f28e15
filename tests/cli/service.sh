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
