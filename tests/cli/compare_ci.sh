# The jobs of docs/ci: their scripts are run as they are, as the services run them (bash -e, the variables of the service), on a
# stand-in for the benchmark; then with made-up runs, one set for each answer of the gate.
script() { python3 "$CASES/compare_ci.py" "$SOURCE/docs/ci/$1" "$2"; }
printf '#!/bin/sh\nsleep 0.02\n' >bench
chmod +x bench
export GITHUB_SHA=c0ffee CI_COMMIT_SHA=c0ffee GITHUB_STEP_SUMMARY=$PWD/summary.md FRUGAL_ZONE=FR
step() { script "$1" "$2" >step.sh; bash -eo pipefail step.sh >out 2>err; echo "$1 $2: exit $?"; }
# The baseline is recorded, and read where the change is measured.
step github.yml record
frugal runs list --json --tag baseline | jq length
wc -l <energy-baseline.jsonl
export FRUGAL_STORE=$HOME/elsewhere.db
step github.yml measure
frugal runs list --json --tag commit:c0ffee | jq length
frugal runs list --json --tag baseline | jq length
export FRUGAL_STORE=$HOME/gitlab.db
step gitlab-ci.yml energy-baseline
wc -l <energy-baseline.jsonl
made() { # made ANSWER FACTOR MACHINE: five runs and their baseline, in a ledger of their own
	export FRUGAL_STORE=$HOME/$1.db
	PYTHONPATH=$CASES FACTOR=$2 MACHINE=$3 python3 - <<'PY'
import os
from made_runs import Runs
runs = Runs()
for i, wh in enumerate((10.1, 9.8, 10.4, 10.0, 9.9)):
    runs.add(i + 1, wh, name="old", tags=["baseline"])
    runs.add(i + 11, wh * float(os.environ["FACTOR"]), name="new", tags=["commit:c0ffee"], machine=os.environ["MACHINE"])
runs.keep()
PY
	step github.yml compare
	grep -E '^::' out
	# What GitLab runs after the measure.
	script gitlab-ci.yml energy | tail -1 >step.sh
	bash -e step.sh >out
	echo "gitlab-ci.yml: exit $?"
}
made pass 1.01 'A machine, 4 cores'
made regression 1.2 'A machine, 4 cores'
made unknown 1.2 'Another machine, 8 cores'
grep -c 'name=\|tag=' summary.md
grep exit_codes "$SOURCE/docs/ci/gitlab-ci.yml"
