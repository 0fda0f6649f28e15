# What is predicted, and from what: the start-up of a program is no epoch, each epoch counts once, the errors of the meter are in the interval.
SENSOR='exec:while :; do echo node 3600 W; sleep 0.05; done'
export FRUGAL_SENSORS=$SENSOR
cat >work.py <<'P'
import os, socket, sys, time
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.connect(os.environ["FRUGAL_SOCKET"])
for word in sys.argv[1:]:
    if word.startswith("+"):
        end = time.monotonic() + float(word)
        while time.monotonic() < end:
            pass
    else:
        s.send(word.encode())
P
# The number after which the total is first predicted, and that of epochs in the record.
first() {
	echo "# $*"
	frugal run --trust-node --json run.json "${options[@]}" -- python3 work.py "$@" 2>said >/dev/null
	grep -oE 'after (epoch|step) [0-9]+ of [0-9]+ the total' said | head -1
	jq -c '[.sections[]? | select(.kind == "epoch") | .number]' run.json
}
# Whether the first prediction is near what was used: twice an hour's error of the clock, not the start-up.
near() {
	python3 - <<'P'
import json, re
told = re.search(r"predicted at ([\d.]+) (.?)Wh", open("said").read())
wh = float(told[1]) * {"": 1, "m": 1e-3, "k": 1e3}[told[2]]
used = next(f for f in json.load(open("run.json"))["figures"] if f["name"] == "energy" and f["perimeter"] == "share")
used = used["value"] * {"Wh": 1, "kWh": 1e3, "mWh": 1e-3}[used["unit"]]
print("near:", .6 * used < wh < 1.6 * used)
P
}
# Both, up to three times until it is near: a busy machine makes one epoch longer than the others.
first_near() {
	local answer
	for _ in 1 2 3; do
		answer=$(first "$@"; near)
		[[ $answer == *'near: True' ]] && break
	done
	echo "$answer"
}
options=()
# The first epoch contains the start-up: the second one says it.
first_near +1.2 +.3 'epoch 1/5' +.3 'epoch 2/5' +.3 'epoch 3/5' +.3 'epoch 4/5' +.3 'epoch 5/5'
# Number 0 starts the clock, and is no epoch.
first_near +1.2 'epoch 0/4' +.4 'epoch 1/4' +.4 'epoch 2/4' +.4 'epoch 3/4' +.4 'epoch 4/4'
# Another rank may say so late.
first +.2 'epoch 0/3' +.3 'epoch 1/3' 'epoch 0/3' +.3 'epoch 2/3' 'epoch 1/3' 'epoch 2/3' +.3 'epoch 3/3' 'epoch 3/3'
# Steps likewise: the first one starts the clock.
first_near +1.2 'step 1/4' +1.1 'step 2/4' +1.1 'step 3/4' +1.1 'step 4/4'
# One epoch, and a resumed one that is the last, leave nothing to predict.
first +.2 'epoch 1/1'
first +.2 'epoch 9/9'
# Epochs that cost nothing yet, of a program that prints them with a carriage return.
cat >bar.sh <<'B'
for i in 0 1 2 3; do sleep 0.2; for part in 10 60 100; do printf '\rEpoch %d/3 %d%%' $i $part; done; done
echo
B
frugal run --json run.json --progress-regex 'Epoch (\d+)/(\d+)\s' -- sh bar.sh 2>said >/dev/null
grep -oE 'after epoch [0-9]+ of 3 the total' said | head -1
jq -c '[.sections[] | select(.kind == "epoch") | .number]' run.json
# Classes within brackets, and a bracket that is none.
frugal run -q --json run.json --progress-regex '[[]epoch ([\d]+)[]|\s]' -- sh -c 'sleep .2; echo "[epoch 7]"'
jq -c '[.sections[] | .number]' run.json
frugal run -q --json run.json --progress-regex '\[\w+ (\d+)' -- sh -c 'sleep .2; echo "[epoch 8]"'
jq -c '[.sections[] | .number]' run.json
# A pattern that finds nothing is named, and the command keeps its status.
frugal run -q --progress-regex 'Epoch (\d+)' -- sh -c 'echo epoch 1; echo Epoch 2 >&2; exit 5' 2>said >/dev/null; echo "exit $?"
grep -v 'Epoch 2' said
# The model of a power is off by the same factor all the time: its error is in the interval, which that of a counter has not.
width() {
	python3 - <<'P'
import re
value, low, high = (float(x) for x in re.search(r"predicted at ([\d.]+) .?Wh \[([\d.]+), ([\d.]+)\]", open("said").read()).groups())
print("low end:", "as of a model" if low / value < .65 else "as of a counter")
P
}
steps=('step 0')
for i in $(seq 40); do steps+=(+.05 "step $i/400"); done
frugal run --trust-node -- python3 work.py "${steps[@]}" 2>said >/dev/null; width
FRUGAL_SENSORS='' frugal run -- python3 work.py "${steps[@]}" 2>said >/dev/null; width
# A PUE is in the prediction and in the budget, as it is in the figures.
options=(--pue 2)
first_near +.2 'epoch 0/4' +.4 'epoch 1/4' +.4 'epoch 2/4' +.4 'epoch 3/4' +.4 'epoch 4/4'
frugal run -q --json run.json --trust-node --pue 9 --budget 9Wh --on-budget stop -- python3 work.py +20 2>/dev/null; echo "exit $?"
jq '[.figures[] | select(.name == "energy" and .perimeter == "share")][0] | .value < 30 and .unit == "Wh"' run.json
# Asked without a terminal: the prediction is printed, and the answer is that of the option.
for answer in '' =ask =yes =no; do
	frugal run --confirm$answer -- python3 work.py +.2 'epoch 0/3' +.4 'epoch 1/3' +.4 'epoch 2/3' +.4 'epoch 3/3' 2>said >/dev/null
	echo "exit $?"
	grep -c 'the total is predicted' said
	grep 'terminal' said
done
frugal run --confirm=perhaps -- true; echo "exit $?"
