# A figure that runs lack is missing, and the sum of some runs is not that of all: never 0, never silently less.
frugal run -q --zone FR --name seed -- true
PYTHONPATH=$CASES python3 - <<'P'
from made_runs import Runs
runs = Runs()
runs.add(1, 10, g=500, embodied=100, project="mix", phase="training", zone="FR")
runs.add(2, 10, embodied=100, project="mix", phase="training", zone="FR")
runs.add(3, 10, g=500, embodied=100, project="mix", phase="inference", zone="FR")
runs.add(4, project="mix", phase="evaluation", zone="FR")
runs.add(5, 10, project="bare", phase="inference", zone="FR")
runs.add(6, 10, g=500, embodied=100, project="svc", service="s", phase="inference", zone="FR")
runs.add(7, 10, project="svc", service="s", phase="inference", zone="FR", at_s=40 * 86400)
runs.keep()
P
echo "# 3 of 4 runs have an energy, 2 have carbon"
frugal project mix | head -6
frugal project mix --json | jq -c '[.all, .phases.evaluation] | map([.energy_wh, .carbon_g, .energy_share])'
frugal runs --project mix --by phase --csv | cut -d, -f1,2,4,7
frugal report project=mix --format json | jq -c '.. | objects | select((.id? // "" | startswith("used.")) and .why) | [.id, .value, .text, .why]'
echo "# an hour of inference: an energy, no carbon"
frugal report project=bare --format json | jq -c '.. | objects | select(.id? // "" | startswith("served.hour.")) | [.id, .value, .why]'
echo "# forms: refused, left out, or of 3 of 4 runs"
frugal report project=mix --form cyclonedx; echo "exit $?"
frugal report project=mix,phase=training --form hf; echo "exit $?"
frugal report project=mix,phase=training --form cyclonedx | jq -c '[.. | objects | select(has("activityEnergyCost")) | [.activityEnergyCost.value, .co2CostEquivalent]]'
frugal report project=mix --form citation | grep -oE '^The .* measured|emitted .* add'
frugal report project=mix --form citation --lang fr | grep -oE '^Les .* mesurés|phases.*;'
frugal report project=bare --form badge | grep -oE '<title>[^;]*'
echo "# a month of a service without carbon has no carbon per unit, and none is saved"
frugal service set s status=production reference=paper reference_per_use=300gCO2e
frugal service use s 1970-01 units=10
frugal service use s 1970-02 units=10
frugal service show s --json | jq -c '.months[] | [.month, .energy_wh, .carbon_g, .embodied_g, .unit_g]'
frugal service show s --json | jq -r '.unit_change, .benefit, .benefit_missing'
frugal service list --json | jq -c '.[0] | [.energy_wh, .carbon_g]'
