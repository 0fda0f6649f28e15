# Numbers of epochs are positions: a resumed training begins at 31, folds begin again, a total grows. What is predicted is of this run;
# it is made anew when they begin again, and set against the actual energy at the end.
cat >marks.py <<'P'
import os, socket, sys, time
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.connect(os.environ["FRUGAL_SOCKET"])
for mark in sys.argv[1:]:
    end = time.process_time() + .15
    while time.process_time() < end:
        pass
    s.send(mark.encode())
P
# Of which totals and rounds one is predicted (the number is that of the tick that saw it), and that the energy is set against it at the end.
marks() {
	echo "# $*"
	frugal run --zone FR --json run.json -- python3 marks.py "$@" 2>said >/dev/null
	sed -nE 's/.*after (epoch|step) [0-9]+ of ([0-9]+) the total is predicted at .*begun again: ([0-9]+).*/of \2, round \3/p; t
		s/.*after (epoch|step) [0-9]+ of ([0-9]+) the total is predicted at .*/of \2/p' said | awk '!seen[$0]++'
	grep -cE '(as predicted|above the prediction|below the prediction) after' said
}
marks 'epoch 1/4' 'epoch 2/4' 'epoch 3/4' 'epoch 4/4'
# Resumed: the first number is 31 epochs, or one: the second shows which.
marks 'epoch 31/36' 'epoch 32/36' 'epoch 33/36' 'epoch 34/36' 'epoch 35/36' 'epoch 36/36'
grep -c 'after epoch 31 of 36' said
python3 - <<'P'
import json, re
told = re.search(r"predicted at ([\d.]+) (.?)Wh", open("said").read())
wh = float(told[1]) * {"": 1, "m": 1e-3, "µ": 1e-6, "n": 1e-9}[told[2]]
used = next(f for f in json.load(open("run.json"))["figures"] if f["name"] == "energy" and f["perimeter"] == "share")
used = used["value"] * {"Wh": 1, "kWh": 1e3, "mWh": 1e-3, "J": 1 / 3600}[used["unit"]]
print("a prediction of six epochs:", .5 * used < wh < 2 * used)
P
# Strides, folds, folds of a resumed training, a total that grows.
marks 'epoch 5/20' 'epoch 10/20' 'epoch 15/20' 'epoch 20/20'
marks 'epoch 1/3' 'epoch 2/3' 'epoch 3/3' 'epoch 1/3' 'epoch 2/3' 'epoch 3/3' 'epoch 1/3' 'epoch 2/3' 'epoch 3/3'
marks 'epoch 31/33' 'epoch 32/33' 'epoch 33/33' 'epoch 31/33' 'epoch 32/33' 'epoch 33/33'
marks 'epoch 1/2' 'epoch 2/2' 'epoch 3/6' 'epoch 4/6'
# The ranks of one training report the same epoch, a little apart: nothing begins again.
marks 'epoch 1/4' 'epoch 1/4' 'epoch 2/4' 'epoch 1/4' 'epoch 2/4' 'epoch 3/4' 'epoch 2/4' 'epoch 4/4'
# Nothing to predict: the last epoch alone, and no total.
marks 'epoch 36/36'
marks 'epoch 1' 'epoch 2'
# In the output of a program.
frugal run --progress-regex 'Epoch ([0-9]+)/([0-9]+)' -- sh -c 'for fold in a b; do for i in 1 2 3; do sleep 0.2; echo "Epoch $i/3"; done; done' 2>&1 >/dev/null |
	grep -oE 'begun again: [0-9]+' | sort -u
# After the best epoch of a fold come others of the next: no share of folds is spent after the best.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
runs.add(1, 1, g=1, project="folds", epochs=[(3600, dict(accuracy=.9)), (3600, dict(accuracy=.8))])
runs.add(2, 1, g=1, project="folds")
line = runs.lines[1]
for i, (number, accuracy) in enumerate(((1, .8), (2, .9), (3, .7), (1, .8), (2, .8), (3, .8))):
    at = f"1970-01-01T00:00:{10 + i}.000Z"
    line["sections"].append(dict(kind="epoch", name="", number=number, at=at, duration_s=1, share_j=3600))
    line["metrics"].append(dict(at=at, epoch=number, key="accuracy", value=accuracy))
runs.keep()
PY
frugal project folds --json | jq -c '[.runs_with_epochs, .after_best_share]'
