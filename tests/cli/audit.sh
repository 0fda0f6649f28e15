# The practices put to a project: evidence of the ledger, answers, documents, contradictions, gates and scores.
export SOURCE_DATE_EPOCH=1795867200 # 2026-11-28
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
more = dict(project="digits", service="chat", marginal=70)
runs.add(1, 100, g=50, phase="development", **more)
runs.add(2, 100, g=50, phase="training", name="small", tags=["trial:1", "baseline:non-ai"],
         epochs=[(3600, dict(accuracy=.8)), (3600, dict(accuracy=.95)), (3600, dict(accuracy=.94)), (3600, dict(accuracy=.93))], **more)
runs.add(3, 100, g=50, phase="fine-tuning", name="large", metrics=[(1, "accuracy", .96), (2, "cache_hit_share", .5)], exit_code=1, **more)
runs.add(4, 100, g=50, phase="inference", tags=["baseline:smaller"], **more)
runs.keep()
PY
frugal audit digits --json >bare.json
jq -c '[.complete, .progress, .evidence_coverage]' bare.json
# Idle 30 %, an epoch of two after the best, both kinds counted, two baselines.
jq -c '.practices[] | select(.class == "measured") | [.practice, (.measured * 1000 | round / 1000), .answer]' bare.json
frugal service set chat 'target=accuracy>=0.95' need=digits intended=reading excluded=spying indirect=none unit=answer pue=1.2 wue=0.3L/kWh
frugal service use chat 2026-11 expected=1000
frugal audit digits --json | jq -c '.practices[] | select(.practice | IN("R06", "R02", "FX01", "R12", "BP01", "BP31")) | [.practice, (.measured * 1000 | round / 1000), .answer]'
echo 'who, what for' >need.txt
frugal audit answer digits bp01 yes --document need.txt --role sponsor
frugal audit answer digits FX02 yes --note 'all of the team' --document need.txt
frugal audit answer digits R14 yes
frugal audit answer digits R06 yes
frugal audit answer digits R18 na --note 'no users'
frugal audit digits --json | jq -c '.practices[] | select(.told) | [.practice, .told, .class, .answer, .value, .contradicts, .document_state]'
echo 'something else' >need.txt
frugal audit digits --json | jq -c '.practices[] | select(.document) | [.practice, .class, .value, .document_state]'
rm need.txt
frugal audit digits --json | jq -c '.practices[] | select(.document) | [.practice, .class, .document_state]'
frugal audit forget digits FX02
frugal audit digits
frugal --lang fr audit service=chat --role user | tail -28
frugal audit digits --stage operation --role team --json | jq -c '[.practices[].practice]'
# Owners of the document add to it; an unknown id is reported with its line.
printf 'key,name,status,stage,gain,effort\nBP03,Their title,user-supplied,2,high,low\nFX04,Their title of it,user-supplied,2,high,low\n' >mine.csv
frugal audit import mine.csv --dry-run | sed "s|$HOME|HOME|"
frugal audit import mine.csv | sed "s|$HOME|HOME|"
frugal audit digits --json | jq -c '.practices[] | select(.status == "user-supplied") | [.practice, .title, .gain, .answer]'
printf 'key,name\nBP03,Fine\nZZ9,Not\n' >bad.csv
bad() { frugal audit "$@"; echo "exit $?"; }
bad import bad.csv
bad import nothing.csv
bad answer digits BP99 yes
bad answer digits BP01 perhaps
bad answer digits R18 na
bad answer digits BP01 yes --document nothing.txt
bad answer digits BP01
bad forget digits FX02
bad nobody
bad colour=red
bad digits twice
# The open questions of a role, one after the other; what was answered stays when the input ends.
printf 'y\nwhat\n\nx\nno such thing\nq\n' | frugal audit ask digits --role team --stage design
printf 'p' | frugal audit ask digits --role team --stage operation
printf 'n\nx\nnot here\n' | frugal audit ask service=chat --role sponsor --stage governance
frugal audit service=chat --json | jq -c '.practices[] | select(.told) | [.practice, .told, .note, .role]'
# Energy that no counter saw is modelled, what was typed is stated, and neither is evidence; epochs of inference bound no training.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
epochs = [(3600, dict(accuracy=.96)), (3600, dict(accuracy=.9))]
for n, phase, day in ((11, "inference", 20700), (12, "inference", 20735), (13, "inference", 20760), (14, "training", 20761)):
    runs.add(n, 100, g=50, marginal=70, measured=0, project="model", service="typed", phase=phase, at_s=day * 86400,
             tags=["base:bert"], epochs=epochs if phase == "inference" else ())
runs.keep()
PY
frugal service set typed 'target=accuracy>=0.95' need=x excluded=y
typed() { frugal audit model --json | jq -c '.practices[] | select(.class) | [.practice, .class, .answer, .value]'; }
typed
frugal audit model --json | jq -c '[.evidence_coverage, (.gates[] | select(.silent) | .silent[0])]'
# Steered over time: a target for a unit, and months that have runs and units; two of the three months have both.
frugal service set typed unit=answer unit_target=0.1gCO2e
for month in 2026-08 2026-09 2026-11; do frugal service use typed $month units=10; done
frugal audit model --json | jq -c '.practices[] | select(.practice == "BP13") | [.measured, .class, .answer]'
frugal audit answer model R14 Partiellement
frugal audit answer model R09 OUI
frugal audit model --json | jq -c '.practices[] | select(.told) | [.practice, .told]'
