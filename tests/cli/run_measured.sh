# 36 J on the counter: the summary, the parts, the notes.
. "$CASES/machine.bash"
plain_machine "$PWD/m"
add_package "$PWD/m" 1000000
export FRUGAL_ROOT=$PWD/m
frugal run --zone FR:2023 --name known --json r.json -- sh -c "sleep 0.3; echo 37000000 >'$zone/energy_uj'; sleep 0.2"
jq -c '.parts[] | [.part, .sensor, .quality, .state, .idle_known]' r.json
jq -c '.parts[0].energy_j' r.json
# The counter does not move: that is not zero joules.
frugal run --quiet --json r.json -- true
jq -c '.parts[0] | [.energy_j, .state, .gaps_s > 0]' r.json
frugal runs show last | sed -E "s/[0-9.]+ /N /g; s/ +/ /g"
