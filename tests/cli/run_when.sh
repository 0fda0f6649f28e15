# Waiting for the hours of the least carbon: hours made up so that the best begin in some seconds.
export FRUGAL_GRID="$PWD/grid"
python3 - >hours.csv <<'PY'
import datetime
now = datetime.datetime.now(datetime.timezone.utc).replace(second=0, microsecond=0)
five = now - datetime.timedelta(minutes=now.minute % 5)
print("time_utc,DE,FR")
for i in range(-12, 400):
    t = five + datetime.timedelta(minutes=5 * i)
    print(f"{t:%Y-%m-%dT%H:%MZ},{100 if i < 3 else 20},50")
PY
frugal grid import hours.csv | sed 's/:.*//'
# Alike at all hours: at once.
frugal run --zone FR --when green -- echo ran 2>said; echo "exit $?"; head -1 said
# A quarter of an hour is too long for a test: it says when, and Ctrl-C ends it before anything runs.
rm said
exec frugal run --zone DE --when green --deadline 5h -- touch ran 2>said &
waiting=$!
until [ -s said ] 2>/dev/null; do sleep 0.05; done
kill -INT $waiting
wait $waiting; echo "exit $?"
sed 's/at [^ ]*:/at TIME:/' said | head -1
ls ran 2>/dev/null
frugal run --when green -- true; echo "exit $?"
frugal run --zone NOWHERE --when green -- true; echo "exit $?"
frugal run --zone DE --when green --duration 6h --deadline 3h -- true; echo "exit $?"
