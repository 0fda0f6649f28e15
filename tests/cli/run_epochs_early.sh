# Epochs come from the command's output while the meter still looks for its slow sensors: each is
# kept, and a build with ThreadSanitizer (tools/ci.sh step threads) sees no race.
epochs='for i in 1 2 3 4; do echo "Epoch $i/4"; sleep 0.1; done; exit 5'
frugal run -q --interval 10ms --sensor 'exec:while :; do echo gpu.0 312 W; sleep 0.05; done' \
	--progress-regex 'Epoch ([0-9]+)/([0-9]+)' --json run.json -- sh -c "$epochs"
echo "exit $?"
jq -c '[.sections[] | select(.kind == "epoch") | .number]' run.json
jq -c 'any(.parts[]; .part == "gpu.0")' run.json
