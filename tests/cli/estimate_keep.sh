# An estimate in the ledger: listed, read again, seen by the audit, and in no sum of runs.
export SOURCE_DATE_EPOCH=1795867200 # 2026-11-28
hidden() { sed -E "s/e-[0-9a-f]{16}/e-ID/g; s/^e-[0-9a-f]{6} /e-ID.. /"; }
frugal runs estimates
keep() { frugal estimate training gpu=H100 gpu_hours="10 [8, 12] h" zone=FR --keep "$@" 2>&1 >answer | hidden; }
keep --project digits --title "first guess"
frugal runs estimates | hidden
frugal runs estimates --json | jq -c '.[] | [.at, .project, .service, .model, .inputs, (.figures[] | [.name, .unit])]'
id=$(frugal runs estimates --json | jq -r '.[0].id')
# Kept as it was answered, in the ledger and in the report: the value, and what else it could have been.
frugal estimate training gpu=H100 gpu_hours="10 [8, 12] h" zone=FR --json 2>>log >answer
other='[.name, .headline, .central, .mean, .median]'
jq -c ".figures[] | select(.unit) | $other" answer >answered
frugal runs estimates --json | jq -c ".[0].figures[] | $other" | cmp - answered && echo "same in the ledger"
frugal report "$id" --format json | jq -c '.sections[0].blocks[] | .rows[]? | .id as $id | .cells[] |
	select(.column == "value") | [$id, .headline, .central, .mean, .median]' | cmp - answered && echo "same in the report"
# A project that has an estimate alone can be audited; one that has nothing cannot.
frugal audit digits --json | jq -c '[.subject, (.practices[] | select(.practice == "BP23") | .answer)]'
frugal audit nothing 2>&1
# What was kept is what was answered, and a table of another day changes nothing of it.
mkdir own; printf 'key,intensity[gCO2e/kWh],year,source,licence\nFR,999,2030,mine,CC0-1.0\n' >own/zones.csv
frugal --factors own explain "$id" carbon | grep -cw 999
echo "${id:0:6}" | xargs -I{} frugal explain {} carbon | sed -n '3p;$p'
frugal --factors own report "$id" --format md | grep -E '^# |^kept|^\| carbon|^frugal estimate' | hidden
frugal --lang fr report "$id" --format md | grep '^## '
frugal report "$id" --format json | jq -c '[.sections[].id]'
# No run: no list and no sum has it.
frugal runs --json; frugal runs --total --json | jq -c '[.runs, .energy]'
# Estimated before training: yes; after it: no evidence.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
runs.add(1, 10, at_s=1795867200 + 3600, project="digits", phase="training")
runs.add(2, 10, at_s=1795867200 - 3600, project="late", phase="training")
runs.add(3, 10, at_s=1795867200 - 3600, project="data", phase="data")
runs.add(4, 10, at_s=1795867200 + 3600, project="other", phase="training")
runs.keep()
PY
keep --project late; keep --project data --title d
for project in digits late data other; do frugal audit $project --json | jq -c '.practices[] | select(.practice == "BP23") | [.measured, .answer]'; done
frugal runs rm "$id"; frugal runs estimates --json | jq -c '[.[].project] | sort'
bad() { frugal "$@" 2>&1 | hidden; }
bad report "$id" | sed 's/[0-9a-f]\{16\}/ID/'
bad report e-1
bad report "$(frugal runs estimates --json | jq -r '.[0].id')" --form hf
bad report "$(frugal runs estimates --json | jq -r '.[0].id')" --phase training
bad estimate training gpu=H100 gpu_hours=8h --project digits
bad estimate training gpu=H100 gpu_hours=8h --keep --methods
bad estimate training gpu=H100 gpu_hours=8h --csv --sensitivity
bad estimate training gpu=H100 gpu_hours=8h --csv --explain
bad estimate training gpu=H100 gpu_hours=8h --methods --sensitivity
bad explain "$(frugal runs estimates --json | jq -r '.[0].id')" moon
