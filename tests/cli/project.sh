# What a project has used, and on what, from made-up figures.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs, n = Runs(), 0
def add(phase, wh, **more):
    global n
    n += 1
    runs.add(n, wh, g=wh / 2, marginal=wh * 0.75, phase=phase or None, **more)
add("development", 10); add("development", 5, exit_code=1); add("search", 25, tags=["outcome:abandoned"])
add("training", 40, tags=["outcome:shipped"], epochs=[(j, dict(accuracy=a)) for j, a in ((3600, .8), (3600, .9), (7200, .89), (3600, .85))])
add("", 10, status="interrupted"); add("inference", 10)
runs.keep()
PY
frugal project p --metric accuracy
frugal project p --json | jq -c '[.all.runs, .all.energy_wh, .development_share, .idle_share, .failed.energy_share, .shipped.energy_share, .abandoned.runs, .phases.training.runs, .phases.none.energy_wh]'
frugal project p --metric loss --json | jq -c '[.runs_with_epochs, .after_best_share]'
frugal --lang fr project p | tail -5
frugal project nobody; echo "exit $?"
# Without being asked: a validation's metric before another, a loss the other way round.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
losses = [(3600, dict(train_loss=5, val_loss=v)) for v in (.9, .5, .6, .7)]
runs.add(101, 10, project="w", phase="training", epochs=losses, tags=["outcome:shipped"])
runs.add(102, 30, project="w", phase="training", metrics=[(1, "train_loss", 3)], tags=["outcome:abandoned"])
runs.keep()
PY
frugal project w | tail -6
frugal project w --json | jq -c '[.metric, .after_best_share, .never_shipped_share]'
# Which values are better means nothing without the metric that they are of.
frugal project w --less-is-better; echo "exit $?"
