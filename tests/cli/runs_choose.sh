# What chooses runs is heeded or refused: an unknown word names the known ones, no match is not an empty ledger.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
runs.add(1, 10, g=5, phase="training", service="chat", tags=["night", "outcome:shipped"])
runs.add(2, 30, g=15, phase="inference", exit_code=1)
runs.add(3, 60, g=30, phase="inference", status="interrupted", tags=["a b", "c,d"])
runs.keep()
PY
frugal runs --phase data
frugal runs --service nosuch --status interrupted
frugal runs list project=p tag=day --since 1970-01-01 --until 7d
frugal runs --outcome failed
frugal runs --phase foo
frugal runs phase=foo
frugal runs outcome=great
frugal project p --phase foo
frugal compare phase=foo phase=data
# Sums are of runs that have ended: 10 + 30 + 60 Wh; the two newest are 90.
frugal runs --total --json | jq .energy.value
frugal runs --total --limit 2 --json | jq .energy.value
frugal runs --total --status failed --json | jq .energy.value
frugal runs --total --status interrupted --json | jq .energy.value
frugal runs --total --status running
# In CSV a run has what chooses it.
frugal runs --csv | python3 -c 'import csv, sys
for run in csv.DictReader(sys.stdin): print([run[key] for key in ("id", "service", "outcome", "tags")])'
# Words are stored all or none; an option is not a tag.
tags() { frugal runs show 0000000000000001 --json | jq -c .tags; }
frugal runs tag 0000000000000001 +new -nope; echo "exit $?"
frugal runs tag 0000000000000001 +new --name small; echo "exit $?"
frugal runs set 0000000000000001 project=q +new -- -nope; echo "exit $?"
frugal runs --project q
tags
frugal runs tag 0000000000000001 +new -night
tags
# An audit is of a project or a service.
frugal audit project=p,phase=training
frugal audit p,phase=training
frugal audit answer project=p,phase=training R14 yes
