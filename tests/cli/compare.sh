# Groups of runs side by side; their figures are made up, so that what must come out is known by hand.
PYTHONPATH=$CASES python3 - <<'PY'
import math
from made_runs import Runs
runs = Runs()
def add(n, name, wh, accuracy, tag=None):
    told = [] if accuracy is None else [(1, "accuracy", 0.1), (2, "accuracy", accuracy)]
    runs.add(n, wh, g=wh / 2, low=.9, high=1.2, name=name, metrics=told, tags=[tag] if tag else [])
for i, wh in enumerate((10.1, 9.8, 10.4, 10.0, 9.9)): add(i + 1, "before", wh, 0.90 + i / 1000)
for i, wh in enumerate((10.9, 11.4, 10.2, 11.8, 10.7, 11.1)): add(i + 11, "after", wh, 0.90 + i / 1000)
add(21, "single", 12, None, "odd")
# accuracy = 0.3 + 0.07 ln(Wh)
for i, wh in enumerate((1, 10, 100, 1000)): add(i + 31, f"size{i}", wh, 0.3 + 0.07 * math.log(wh))
runs.keep()
PY
# Welch and permutations of SciPy on these figures: 0.00594584..., 0.00865800...
frugal compare name=before name=after
frugal compare name=before name=after --json | jq -c '.against_first[0].used | [.change, .difference, .welch_p, .permutation_p] | map(. * 1e8 | round)'
frugal compare name=before name=after --json | jq -c '.against_first[0].used | [.bootstrap_low > 0.4, .bootstrap_high < 1.5], (.groups | length)' 2>/dev/null | head -1
# What a group used has the error common to its runs: mean 10.04 Wh, Student's half width at 90 % 2.1318 * 0.2302 / sqrt(5) = 0.2195,
# ends of the runs 9.036 and 12.048: 10.04 - hypot(0.2195, 1.004) and 10.04 + hypot(0.2195, 2.008). A difference has not.
frugal compare name=before name=after --json | jq -c '[.groups[0].energy_wh | .low, .high, .common_low, .common_high, .level] | map(. * 1000 | round)'
frugal compare name=before name=after --json | jq -c '.against_first[0].used | [.change_low, .change_high, .level] | map(. * 1000 | round)'
# A run alone: its own interval, and no claim.
frugal compare name=before 0000000000000015
frugal compare name=size0 name=size1 name=size2 name=size3 name=single --metric accuracy --worth 2kWh
frugal compare name=size0 name=size1 name=size2 name=size3 --metric accuracy --less-is-better | tail -2
# 10.04 Wh before, 11.0167 after: 9.7 % more.
for most in 5% 9% 10%; do frugal compare name=after --against name=before --max-increase $most >text; echo "exit $?, allowed: $(grep -c allowed text)"; done
frugal compare tag=odd --against name=before --max-increase 5% --of carbon | tail -1; echo "exit ${PIPESTATUS[0]}"
frugal compare name=before name=after --metric loss | tail -1
# Three against three: whatever Welch says, the most extreme of 20 orders has p 0.1. Four against four: 2 / 70.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
for i in range(4):
    for k, name in enumerate(("few", "more")):
        runs.add(51 + 2 * i + k, 10 + k * 5 + i / 10, g=5, name=name, tags=["three"] if i < 3 else [])
runs.keep()
PY
frugal compare name=few,tag=three name=more,tag=three | tail -1
frugal compare name=few name=more --json | jq -c '.against_first[0].used | [.verdict, (.permutation_p * 70 | round)]'
# Three against four: 2 / 35.
frugal compare name=few,tag=three name=more | tail -1
bad() {
	frugal compare "$@" 2>&1 | sed "s|$FRUGAL_STORE|LEDGER|"
	[ "${PIPESTATUS[0]}" -eq 2 ] || echo "status of: $*"
}
bad name=before
bad name=before name=nobody
bad name=before 0123456789abcdef
bad name=before colour=red
bad name=before name=after --worth 2kWh
bad name=before name=after --less-is-better
