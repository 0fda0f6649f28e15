# The tree behind the figures of a run whose energy is known: 36 J measured, memory modelled.
. "$CASES/machine.bash"
plain_machine "$PWD/m"
add_package "$PWD/m" 1000000
FRUGAL_ROOT=$PWD/m frugal run --quiet --zone FR:2023 --json r.json -- sh -c "sleep 0.3; echo 37000000 >'$zone/energy_uj'; sleep 0.2"
jq -c '.parts[] | select(.quality == "measured") | [.part, .sensor, .energy_j, .quality, .state]' r.json
jq -c '.figures[] | select(.name == "energy" and .perimeter == "machine") | [(.value * 3.6e6 > 36), .quality, (.measured_share > 0.4)]' r.json
frugal explain last carbon | sed '1d' | sed -E 's/  [0-9.]+ [µmn]?(Wh|g CO2e)( \[[^]]*\])?  /  X  /; s|\[[^]]*\]|[I]|; s/(zones.csv):[0-9]+ /\1:LINE /'
echo
frugal explain last | grep -c .
frugal explain last --json | jq -c '[.kind, (.derivation.lines | length > 10), (.figures | length)]'
frugal explain last carbon --json | jq -c '[.figures[].name] | unique'
frugal explain last nothing
echo "exit $?"
frugal explain 0123456789abcdef
echo "exit $?"
