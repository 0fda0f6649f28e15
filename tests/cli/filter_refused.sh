# A filter that finds nothing, that excludes the words next to it, or that a command does not use is an error, never ignored.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
runs.add(1, 1, project="a", phase="training", name="small", service="chat")
runs.add(2, 2, project="b", phase="training", name="large")
runs.keep()
PY
bad() { frugal "$@"; [ $? -eq 2 ] || echo "status of: $*"; }
echo "nothing there" >&2
bad recompute --project nobody
bad report --project nobody
bad project --project nobody
bad project a --tag nothing
bad compare name=small name=large --project a
bad audit --project nobody
bad recompute --service cha
echo "no value" >&2
bad recompute --project
bad report --project ''
bad project
bad project project=
bad recompute
bad report
bad audit
bad compare --project a
bad compare name=small --project a
echo "contradictions" >&2
bad recompute project=a --project b
bad report project=a,project=b
bad compare project=a project=b --project a
bad project a --project b
bad report outcome=shipped,outcome=failed
bad report last --project a
bad recompute 0000000000000001 --project b
bad audit a --project b
bad audit a --service chat
bad audit --project a --service chat
bad audit answer a R14 yes --project b
bad runs --json --csv
bad runs --total --by phase
bad report --project a --json --format md
echo "not heeded" >&2
bad audit a --tag x
bad audit a --phase training
bad audit import mine.csv --project a
bad audit ask a --json
bad runs show last --project a
bad runs --tag x tag last best
bad runs set last name=c --name small
bad runs rm last --project a
bad runs export --csv
bad runs export --by phase
bad runs import runs.jsonl --since 7d
bad report --check README.md --project a
bad report --project a --form citation --name ours
bad runs project=a --project b
bad runs list projet=a
bad runs project=a last
# Nothing was removed or renamed meanwhile.
frugal runs --json | jq -c '.[] | {name, project, tags}'
