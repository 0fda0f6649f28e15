# No limit passes on a missing figure; what is not comparable is no number; interrupted runs are counted as left out.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
runs.add(1, 10, g=5, name="both")
runs.add(2, 20, name="nocarbon")
runs.add(3, None, g=5, name="noenergy")
runs.add(4, 0, g=0, name="zero")
runs.add(5, 10, g=5, name="part")
runs.add(6, 12, name="part")
runs.add(7, 30, g=15, name="both", status="interrupted")
runs.add(8, 30, g=15, name="gone", status="interrupted")
runs.keep()
PY
gate() {
	frugal compare --max-increase 5% "$@" >text
	echo "exit $?, lines printed: $(wc -l <text)"
}
gate name=both name=nocarbon --of carbon
gate name=nocarbon name=both --of carbon
gate name=both name=noenergy
gate name=both name=part --of carbon
gate name=zero name=both
gate name=zero name=zero
# 20 Wh are 100 % more than 10 Wh; 0 are 100 % less.
gate name=both name=nocarbon
gate name=both name=zero
frugal compare name=both name=nocarbon name=zero --of carbon
frugal compare name=zero name=both | tail -1
frugal compare name=zero name=both --json | jq -c '.against_first[0] | [.used.change, .worse]'
frugal compare name=both name=noenergy --json | jq -c '[.groups[] | [.interrupted, .energy_wh.mean]], .against_first[0].used.change'
frugal compare name=gone name=both
# The same in a report, as text and as JSON.
frugal report name=zero name=both name=noenergy --format text | grep -E 'comparable|left out'
frugal report name=zero name=both --format json | grep -iE "(nan|inf)\b" || echo none
# A limit of 0 is a limit.
frugal compare name=both name=nocarbon --max-increase 0 | tail -1; echo "exit ${PIPESTATUS[0]}"
