# Where runs belong, what became of them, their sums by any of it, and their way to another ledger.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
day = 86400
runs.add(1, 10, g=5, embodied=1, low=.5, high=2, phase="data", service="chat", at_s=1 * day)
runs.add(2, 30, g=15, phase="training", service="chat", name="small", at_s=1 * day + 3600)
runs.add(3, 40, g=20, phase="training", name="large", zone="FR", at_s=40 * day, exit_code=1)
runs.add(4, 20, g=2, project="q", at_s=41 * day, status="interrupted", tags=["night"])
runs.keep()
PY
for key in project service phase outcome name end zone machine day month; do frugal runs --by $key --csv | cut -d, -f1,2,4; done
frugal runs set 0000000000000003 outcome=failed service=chat phase=fine-tuning
frugal runs set 0000000000000002 outcome=shipped
frugal runs set 0000000000000002 outcome=superseded
frugal runs --by outcome
frugal --lang fr runs --by phase --service chat | head -3
frugal runs --total --outcome superseded --json | jq -c '[.runs, .energy.value]'
frugal runs --total --since 1970-01-02T00:30:00Z --until 1970-02-10 --csv | tail -1
frugal runs --total --project nobody
frugal runs --project q --json | jq -c '.[] | [.id, .tags]'
# Whole to another ledger, once.
frugal runs export >all.jsonl
FRUGAL_STORE=$PWD/other.db frugal runs import all.jsonl
FRUGAL_STORE=$PWD/other.db frugal runs import - <all.jsonl
FRUGAL_STORE=$PWD/other.db frugal runs export | cmp - all.jsonl && echo same
frugal runs export --project q | wc -l
# All of a file or nothing; an error is reported with its line.
bad() { FRUGAL_STORE=$PWD/new.db frugal runs import "$1"; echo "exit $?"; }
for change in 's/"status":"finished"/"status":"gone"/' 's/"id":"0000000000000004"/"id":"4"/' 's/"value":2,/"value":"2",/' 's/"unit":"Wh"/"unit":"furlong"/' 's/^\{/[/' 's/"started":"[^"]*"/"started":"yesterday"/'; do
	sed -E "$change" all.jsonl >bad.jsonl
	bad bad.jsonl
done
bad nothing.jsonl
FRUGAL_STORE=$PWD/new.db frugal runs --total
frugal runs import; echo "exit $?"
frugal runs set 0000000000000002 phase=tomorrow; echo "exit $?"
frugal runs set 0000000000000002 colour=red; echo "exit $?"
frugal runs set 0000000000000002; echo "exit $?"
frugal runs set ffffffff phase=data 2>&1 | sed "s|$FRUGAL_STORE|LEDGER|"
