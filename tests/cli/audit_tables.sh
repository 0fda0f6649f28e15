# Scores and gates of an audit are rows: a row of one's own changes them without a line of C.
export SOURCE_DATE_EPOCH=1795867200 # 2026-11-28
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
runs.add(1, 100, g=50, phase="training", project="digits")
runs.keep()
PY
frugal audit answer digits R14 partly
echo need.txt >need.txt
frugal audit answer digits R18 partly --document need.txt
value() { frugal "$@" audit digits --json | jq -c '[.practices[] | select(.practice | IN("R14", "R18")) | .value]'; }
# A half answer counts 0.5; what is only stated counts 0.5 at most.
value
mkdir own
printf 'key,value[1],year,source,licence\nanswer:partly,0.75,2026,mine,CC0-1.0\nstated-at-most,0.25,2026,mine,CC0-1.0\n' >own/audit_scores.csv
value --factors own
# A gate more, of a condition that is known: R14 was answered above zero, R15 was not.
printf 'key,gate,condition,missing,year,source,licence\nmine-1,mine,practice:R14,no R14,2026,mine,CC0-1.0\nmine-2,mine,practice:R15,no R15,2026,mine,CC0-1.0\n' >own/audit_gates.csv
frugal --factors own audit digits --json | jq -c '.gates[] | select(.gate == "mine")'
# An unknown condition is not met.
printf 'key,gate,condition,missing,year,source,licence\nmine-1,mine,moon,no moon,2026,mine,CC0-1.0\n' >own/audit_gates.csv
frugal --factors own audit digits --json | jq -c '[.complete, (.gates[] | select(.gate == "mine") | .missing)]'
# An unknown kind of evidence is an error that names it.
printf 'key,name,evidence,better,yes[1],partly[1],year,source,licence\nR14,x,moon_share,more,1,0,2026,mine,CC0-1.0\n' >own/practice_rules.csv
frugal --factors own audit digits >/dev/null
echo "exit $?"
