# Epochs in the output of a program that cannot be changed: passed on as it is, byte by byte.
cat >work.sh <<'W'
for i in 1 2 3; do sleep 0.1; printf '\rEpoch %d/3  50%%' $i; printf '\rEpoch %d/3 100%%\n' $i; done
printf 'no newline'
exit 4
W
frugal run --json run.json --progress-regex 'Epoch ([0-9]+)/([0-9]+)' -- sh work.sh >out 2>said; echo "exit $?"
sh work.sh >want
cmp out want && echo same
jq -c '.sections[] | {kind, number}' run.json
echo "predicted: $(grep -c 'the total is predicted at' said)"
# A terminal stays one, with its size; a long line and a daemon that keeps the pipe do no harm.
script -qec "stty rows 31 cols 99; frugal run -q --progress-regex 'e([0-9]+)' -- sh -c 'test -t 1 && stty size <&1'" /dev/null </dev/null | tr -d '\r'
frugal run -q --progress-regex '([0-9]+)$' -- sh -c 'head -c 100000 /dev/zero | tr "\0" x; sleep 20 & echo $! >sleeper; echo; echo 7' | tail -1
kill "$(cat sleeper)"
frugal run --progress-regex '(' -- echo ran; echo "exit $?"
frugal run --progress-regex 'Epoch' -- echo ran; echo "exit $?"
