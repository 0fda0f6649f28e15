# Water, metals and primary energy by phase, by month and of groups that are compared: sums, and means of those that have them.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
day = 86400
for n, (phase, name, litres, month) in enumerate([("training", "a", 2, 0), ("training", "a", 4, 0), ("training", "a", None, 0),
        ("training", "b", 5, 0), ("inference", "c", 1, 1), ("data", "d", None, 1)], 1):
    more = [] if litres is None else [("usage_adpe", "gSbe", litres / 1000), ("usage_pe", "Wh", 3000), ("embodied_pe", "Wh", 400)]
    runs.add(n, 1000, g=50, embodied=30, water=litres, at_s=(n + 31 * month) * day, project="p", phase=phase, name=name, low=0.5, high=2, more=more)
runs.keep()
PY
frugal report project=p --format text | grep -A 5 -E '^water, metals, primary energy by (phase|month)'
cell() { frugal report project=p --json | jq -c --arg id "$1" '.. | objects | select(.id? == $id) | [.value, .unit, .low, .high, .text]'; }
cell criteria_by_phase.training.water; cell criteria_by_phase.data.usage_adpe
# The mean of a is of the two runs that have it: 3 L, not 2.
frugal compare name=a name=b --json | jq -c '.groups[] | [.runs, .embodied_g.mean, .criteria.water.n, .criteria.water.mean, .criteria.water.common_low, .criteria.water.common_high, .criteria.water.unit, .criteria.usage_adpe.mean, .criteria.site_water.mean]'
frugal report name=a name=b --format text | grep -A 4 '^means of water'
# No run has any: no table.
frugal report name=d | grep -c 'primary energy by'
