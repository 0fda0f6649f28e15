# Ids of rows are made of letters, digits, dots, hyphens and underscores, each once in its table, in every language.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
for n, machine in enumerate(("A chip, 4 cores", "A chip; 4 cores", "Élan 8", "none", "a=b"), 1):
    runs.add(n, 10, g=1, at_s=n * 86400, machine=machine, zone="FR", name=f"n{n}", phase="training")
runs.keep()
PY
for lang in en fr; do frugal --lang $lang report project=p --json >report.$lang; done
jq -r '.sections[].blocks[] | select(.id? == "by_machine") | .rows[].id' report.en | sort
jq -r '[.sections[].blocks[].rows[]?.id | select(test("^[A-Za-z0-9._-]+$") | not)] | length' report.en
jq -r '[.sections[].blocks[] | select(.rows) | (.rows | length) - ([.rows[].id] | unique | length)] | add' report.en
for lang in en fr; do jq -c '[.sections[].blocks[] | select(.rows) | [.id, (.rows[] | .id, (.cells[].id))]]' report.$lang >ids.$lang; done
cmp ids.en ids.fr && echo "same ids in both languages"
frugal report name=n1 name=n2 --json | jq -c '[.sections[].blocks[] | select(.id? == "means") | .rows[] | [.id, .title]]'
# A missing figure has its unit and its reason in CSV too, as in JSON.
frugal report project=p --format csv | sed -n 1p
frugal report project=p --format csv | python3 -c '
import csv, sys
for row in csv.DictReader(sys.stdin):
    if row["why"] and row["id"].startswith(("used", "not_shown")):
        print(row["id"], repr(row["value"]), row["unit"], row["why"])'
