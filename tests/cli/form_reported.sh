# BoAmps has the accuracy and the epochs that one run reported; of several runs, or of another scale, none.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
def train(n, project, phase, *epochs, metrics=()):
    runs.add(n, 10, g=1, embodied=1, at_s=n * 86400, project=project, phase=phase, epochs=[(10, e) for e in epochs], metrics=metrics)
train(1, "one", "training", {"accuracy": .99, "val_accuracy": .8}, {"accuracy": .995, "val_accuracy": .85}, {})
train(2, "one", "inference")
train(3, "two", "training", {"accuracy": .9})
train(4, "two", "fine-tuning", {"accuracy": .95}, {})
train(5, "percent", "training", {"accuracy": 93})
train(6, "both", "training", {"val_accuracy": .8, "test_accuracy": .7})
train(7, "apart", "training", {}, {})
train(8, "apart", "evaluation", metrics=[(5, "accuracy", 0.75)])
runs.keep()
PY
for project in one two two,phase=fine-tuning percent both apart; do
	frugal report project=$project --form boamps --task classification | jq -c '[.task.measuredAccuracy, .task.algorithms[0].epochsNumber]'
done
