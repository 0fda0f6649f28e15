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
