# Sulphur dioxide and nitrogen oxides of runs in zones that have factors: 2 MWh in SRVC at 0.152 and 0.282 lb/MWh
# are 137.89 g and 255.83 g. Other zones have none, and what share has is said.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
runs.add(1, 2e6, g=5e5, project="p", zone="US-SRVC")
runs.add(2, 2e6, g=1e5, project="p", zone="FR")
runs.add(3, 1000, g=50, project="q", zone="FR")
runs.keep()
PY
frugal report project=p --json | jq -c '.. | objects | select(.id? // "" | startswith("air.")) | [.id, .value, .unit]' | sed -E 's/([0-9]+\.[0-9]{2})[0-9]*/\1/g'
frugal report project=p --format text | grep -A 8 '^air pollutants'
frugal report project=p --format md --lang fr | grep -A 6 -i 'polluants'
frugal report project=q --format text | grep -c 'air pollutants'
