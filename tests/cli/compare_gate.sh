# A gate has three answers: pass (0), regression (1), cannot tell (6). Figures are made up; p of one value against n others by hand:
# t = |x - mean| / (sd sqrt(1 + 1/n)), n - 1 degrees of freedom.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs, n = Runs(), 0
def add(name, values, **more):
    global n
    for wh in values:
        n += 1
        zone = more.get("zone", "FR")
        g = more.get("g", None if wh is None else wh / 2)
        runs.add(n, wh, name=name, **{**more, "zone": zone, "g": g})
good = (10.1, 9.8, 10.4, 10.0, 9.9)
add("before", good)
add("after", [x * 1.2 for x in good])
add("better", [x * .8 for x in good])
add("slightly", [x * 1.02 for x in good])
add("crashes", [x * .2 for x in good], exit_code=139)
add("half", [x * 1.2 for x in good]); add("half", [x * .2 for x in good], exit_code=1)
add("judged", good); add("judged", [50] * 5, tags=["outcome:failed"])
add("unmeasured", [None] * 4)
add("partly", good); add("partly", [None])
add("large", [x * 1.2 for x in good], machine="Large, 64 cores")
add("both", good[:3]); add("both", good[:3], machine="Large, 64 cores")
add("unknown", [x * 1.2 for x in good], machine="")
add("poland", good, zone="PL", g=8)
add("modelled", [x * 1.2 for x in good], measured=0)
add("mostly", [x * 1.2 for x in good], measured=.95)
add("three", (12, 12.1, 12.2)); add("old3", (10, 10.1, 10.2))
add("one", [12]); add("one more", [11])
add("wide", (9.0, 11.5, 10.0, 12.0, 8.5, 10.5))
add("within", [11]); add("beyond", [20]); add("far", [5])
add("wide too", (9.2, 11.8, 10.4, 12.4, 8.9, 11.0))
add("same", [10] * 4, project="q"); add("new", [20], project="q")
add("slow", good, hours=2)
add("stopped", [3], status="interrupted")
add("nothing", [0] * 5); add("pair", [10, 10]); add("hair", [x * .9999 for x in good])
runs.keep()
PY
# The group, what it is set against, and the options; then the status and the lines of the gate.
gate() {
	new=$1 old=$2; shift 2
	frugal compare "$new" --against "$old" --max-increase 5% "$@" >text 2>&1
	echo "exit $? $(grep -E "^    |left out|^frugal:" text | tr '\n' '|')"
}
echo '# the limit'
gate name=slightly name=before
gate name=after name=before
gate name=better name=before
gate name=hair name=before
echo '# failed runs are no cheap runs'
gate name=crashes name=before
gate name=after name=crashes
gate name=half name=before
gate name=judged name=before
gate name=judged,outcome=failed name=before
gate name=stopped name=before
frugal compare name=crashes name=before
frugal compare name=before name=crashes --json | jq -c '.against_first[0].used | [.tested, .verdict, .welch_p, .change_low]'
echo '# no figure'
gate name=unmeasured name=before
gate name=before name=unmeasured
gate name=partly name=before
gate name=nothing name=before
gate name=before name=nothing
echo '# another machine, zone or method'
gate name=large name=before
gate name=both name=before
gate name=unknown name=before
gate name=poland name=before
gate name=poland name=before --of carbon
gate name=modelled name=before
gate name=modelled name=before --of duration
gate name=mostly name=before
frugal compare name=large name=before | tail -2
frugal compare name=poland name=before --of carbon --json | jq -c '.against_first[0].not_comparable, (.groups[] | [.zone, .machine, .measured_share])'
echo '# too few'
gate name=three name=old3
gate name=one 'name=one more'
gate name=one name=pair
gate name=after name=before --min-runs 6
gate name=slightly name=before --min-runs 6
gate name=after name=before --min-runs 5
echo '# the scatter of the baseline: 11 has t 0.5071, p 0.634; 20 t 6.592, p 0.0012; 5 t 3.550, p 0.016'
gate name=within name=wide
gate name=beyond name=wide
gate name=far name=wide
gate 'name=wide too' name=wide --max-increase duration=1%
gate name=wide name=within
frugal compare name=wide name=within --max-increase 5% --json | jq -c '.verdict, (.against_first[0].gates[0] | [.of, .limit, (.change * 1e4 | round), (.p * 1e3 | round), .verdict, .reason, .improved])'
echo '# a baseline that has the new run: 20 Wh against four of 10'
gate name=new project=q
gate name=same,project=q project=q
gate name=new name=new
gate project=q name=same
frugal compare name=new --against project=q --json | jq -c '[.against_first[0].used.change, .groups[0].runs, .groups[0].left_out_of_baseline]'
echo '# limits by figure: as much energy in twice the time'
frugal compare name=slow --against name=before --max-increase energy=5%,carbon=5% --max-increase duration=50% | tail -3; echo "exit ${PIPESTATUS[0]}"
frugal compare name=slow --against name=before --max-increase duration=100% | tail -1; echo "exit ${PIPESTATUS[0]}"
echo '# of several groups the worst: a regression, then what cannot be told'
gate name=better name=before name=large; gate name=after name=before name=large
frugal compare name=before name=after name=large name=better --max-increase 5% --json | jq -c '[.verdict, (.against_first[] | [.group, .worse, .gates[0].verdict, .gates[0].reason, .gates[0].improved])]'
frugal compare name=before name=after --json | jq -c '[.verdict, .against_first[0].gates]'
frugal compare name=unmeasured name=before --max-increase 5% --json | grep -ciE '\bnan\b|\binf\b'
echo '# what a limit is: with %, or a share below 1'
for most in 0.05 0.3 0 "5 %" " 5%" energy=0.3; do frugal compare name=before name=after --max-increase "$most" | tail -1; done
for most in 5 1 20 1e0 -5% % '' x 5%% 5,5% power=5% energy= energy=5 5%,6% 1e99% nan% 0x5%; do frugal compare name=before name=after --max-increase "$most"; [ $? = 2 ] || echo "status of '$most'"; done
frugal compare name=before name=after --min-runs 4
for other in within beyond large; do frugal --lang fr compare name=wide "name=$other" --max-increase 5% | tail -1; done
echo '# sums are read of more than 2 000 runs: 2 100 of 10 Wh by turns 9.9 and 10.1, and one of 20 that is not in its own baseline'
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
for i in range(2100): runs.add(10000 + i, 9.9 + .2 * (i % 2), name="crowd", project="crowd", zone="FR")
runs.add(20001, 20, name="late", project="crowd", zone="FR")
runs.add(20002, 500, name="crowd", project="crowd", zone="FR", exit_code=1)
runs.keep()
PY
gate name=late project=crowd
frugal compare name=late --against project=crowd --json | jq -c '[.groups[0] | .runs, .failed, .left_out_of_baseline, (.energy_wh.mean * 1e6 | round), (.energy_wh.sd * 1e3 | round)]'
