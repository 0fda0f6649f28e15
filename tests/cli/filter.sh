# The same options choose the same runs in every command that reads the ledger; words go on to mean the same.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
def add(n, wh, **more):
    runs.add(n, wh, g=wh / 2, zone="FR", **more)
add(1, 1, project="a", phase="training", name="small", tags=["x", "y"])
add(2, 2, project="a", phase="training", name="large", tags=["x"])
add(3, 4, project="a", phase="inference", service="chat", tags=["y"])
add(4, 8, project="b", phase="training", name="small", tags=["x"])
add(5, 16, project="b", phase="inference", service="chat-two")
add(6, 32, project="a", phase="training", name="small", tags=["y"], status="interrupted")
runs.keep()
PY
# Energies are powers of two: a sum names its runs.
wh() { jq -c "{$1: ($2)}"; }
all_of() { # TITLE options of the filter
	local title=$1
	shift
	echo "$title"
	frugal runs "$@" --status finished --json | wh runs '[.[].figures[] | select(.name == "energy") | .value] | add'
	frugal recompute "$@" --json | wh recompute '[.runs[].energy_kwh] | add | . * 1000 | round'
	frugal compare tag=x tag=y "$@" --json | wh compare '[.groups[].energy_wh | .n * .mean]'
	frugal report "$@" --json | wh report '[.. | objects | select(.id? == "used.energy.value").value]'
}
all_of "project a, finished: 1 + 2 + 4; recompute and report count the interrupted 32 too" --project a
frugal project a --json | wh project '.all.energy_wh'
frugal project --project a --json | wh project '.all.energy_wh'
frugal project project=a --json | wh project '.all.energy_wh'
all_of "its training" --project a --phase training
frugal project a --phase training --json | wh project '[.project, .filter, .all.energy_wh]'
frugal project a --phase training | head -1
all_of "both tags" --tag x --tag y --project a
frugal project a --tag x --tag y --json | wh project '.all.energy_wh'
echo "words, options and both"
# 1 + 2 and, not finished, 32; the words of a list may stand apart.
frugal runs project=a,phase=training --json | wh runs '[.[].figures[] | select(.name == "energy") | .value] | add'
frugal runs list project=a phase=training --status finished --json | wh runs '[.[].figures[] | select(.name == "energy") | .value] | add'
frugal runs export project=a --phase inference | wh export '[.figures[] | select(.name == "energy") | .value] | add'
frugal runs --total project=b --json | wh total '.energy.value'
frugal recompute project=a,phase=training --json | wh words '[.runs[].energy_kwh] | add * 1000'
frugal recompute project=a --phase training --json | wh both '[.runs[].energy_kwh] | add * 1000'
frugal recompute phase=training --project a --json | wh both '[.runs[].energy_kwh] | add * 1000'
frugal recompute project=a --project a --phase training --json | wh twice '[.runs[].energy_kwh] | add * 1000'
frugal report phase=training --project a | head -1
frugal compare name=small name=large --project a | head -2
frugal compare name=small name=large --project a --json | wh compare '[.filter, .groups[].energy_wh.mean]'
frugal compare 0000000000000001 0000000000000002 --project a --json | wh runs '[.groups[].energy_wh.mean]'
frugal report name=small name=large --project a | grep -c '^Only the runs in project=a.$'
frugal report 0000000000000001 --project a | head -1
frugal runs export --project b | jq -c .id
echo "a service is not the one whose id begins like it"
frugal recompute --service chat --json | wh chat '[.runs[].energy_kwh] | add * 1000'
frugal recompute --service chat-two --json | wh two '[.runs[].energy_kwh] | add * 1000'
echo "an audit by its option"
frugal audit --project a --json | jq -c .subject
frugal audit a --project a --json | jq -c .subject
frugal audit --service chat --json | jq -c .subject
frugal audit answer --project a R14 yes
frugal audit project=a --json | jq -c '.practices[] | select(.told) | [.practice, .told]'
frugal audit forget a R14 --project a
echo "a form: --title names, --name chooses"
frugal report --project a --form citation --title ours | cut -d' ' -f1
frugal report --project a --name small --form spdx --title ours --json | jq -r '."@graph"[] | select(.type == "ai_AIPackage") | .name'
