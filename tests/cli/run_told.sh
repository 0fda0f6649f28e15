# A command that prints its epochs and marks them has each of them once, in each of two rounds, whichever way is first.
cat >epochs.py <<'PY'
import os, socket, sys, time
mark = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
mark.connect(os.environ["FRUGAL_SOCKET"])
for turn in range(2):
    for epoch in (1, 2, 3):
        text = f"epoch {epoch}/3"
        ways = [lambda: mark.send(text.encode()), lambda: print(text, flush=True)]
        for way in ways if turn == 0 else reversed(ways):
            way()
            time.sleep(0.15)
PY
frugal run -q --json run.json --progress-regex 'epoch ([0-9]+)/([0-9]+)' -- python3 epochs.py >/dev/null
jq -c '[.. | objects | select(.kind? == "epoch") | .number]' run.json
# A budget is looked at each second, however rarely the counters are read; and what a short command used is told at its end.
frugal run --interval 15s --budget 1s --on-budget stop -- sleep 9 >/dev/null 2>err; echo "exit $?"; grep -c '100 % of' err
frugal run --interval 15s --budget 0.1s --on-budget stop -- sleep 0.3 2>err; echo "exit $?"; grep -c '100 % of' err
frugal run --interval 15s --budget 0.1s --on-budget warn -- sleep 0.3 2>err; echo "exit $?"; grep -c '100 % of' err
# So it is while a sensor that does not answer is looked for; and of a command that ended nothing is said to be stopped.
cat >deaf.py <<'P'
import socket, time
s = socket.socket()
s.bind(("127.0.0.1", 0))
s.listen(5)
print(s.getsockname()[1], flush=True)
time.sleep(30)
P
python3 deaf.py >port &
deaf=$!
disown $deaf
until [ -s port ]; do sleep 0.05; done
FRUGAL_SENSORS=shelly:http://127.0.0.1:$(cat port)
export FRUGAL_SENSORS
frugal run -q --json run.json --budget 0.5s --on-budget stop -- sleep 9 2>/dev/null; echo "exit $?"; jq '.duration_s < 4' run.json
# Killed meanwhile, it loses no more than a second either.
command frugal run -q --name deaf -- sleep 9 &
frugal_pid=$!
disown $frugal_pid
sleep 2.6
kill -KILL $frugal_pid $deaf
while [ -d /proc/$frugal_pid ] && ! grep -sq ') Z' /proc/$frugal_pid/stat; do sleep 0.01; done
unset FRUGAL_SENSORS
frugal runs show last --json | jq -c '[.name, .status, .duration_s >= 1]'
frugal run --interval 15s --budget 0.1s --on-budget stop -- sh -c 'sleep 0.3; exit 4' 2>err; echo "exit $?"; echo "stopped: $(grep -c 'is stopped' err)"
