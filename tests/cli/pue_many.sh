# The PUE of a group of more runs than are read one by one: 500 old runs were given a PUE of 1.5, 1000 newer ones none.
# Each used 100 Wh in its machines, and its electricity emits 1 g/Wh: 1.2 * 1500 * 100 Wh = 180 kWh and kg.
cat >make.py <<'PY'
from made_runs import Runs
runs = Runs()
for n in range(1, 1501):
    wh = 150 if n <= 500 else 100
    runs.add(n, wh, g=wh, hours=0.0001, embodied=1, service="chat", phase="inference", parts=[("cpu", "rapl", 360000, "measured")])
runs.keep()
PY
PYTHONPATH=$CASES python3 make.py
energy() { jq -c '[.E_kwh, .I_g_per_kwh] | map(. * 1e6 | round / 1e6)'; }
frugal report service=chat --form sci --units 1000 --pue 1.2 | energy
# The mean of the old runs is seen, though none of them is read.
frugal report service=chat --form achat-ia --units 1000
echo "exit $?"
frugal service set chat pue=1.2
frugal report service=chat --form sci --units 1000 | energy
frugal project p --json | jq -c '[.all.energy_wh, .all.carbon_g] | map(. * 1e6 | round / 1e6)'
frugal report service=chat | grep -m 2 -E '^  (energy|carbon) '
