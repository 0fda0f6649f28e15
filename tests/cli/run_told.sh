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
