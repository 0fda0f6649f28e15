# A wrong word is an error before anything runs; a zone that is known is used and named.
frugal run --zone nowhere-land -- touch ran
echo "exit $?"
frugal run --zone Congo -- touch ran
echo "exit $?"
frugal run --models no-such-folder -- touch ran
echo "exit $?"
ls ran 2>/dev/null
frugal run --quiet --zone FR --json r.json -- true
jq -c '[.zone, .zone_default]' r.json
frugal run --quiet --json r.json -- true
jq -c '[.zone, .zone_default, ([.figures[] | select(.name == "carbon").quality] | unique)]' r.json
frugal run --quiet --pue 2 --json r.json -- true
# PUE multiplies what the parts add up to.
jq -c '(([.parts[].energy_j] | add) * 2 / 3.6e6) as $kwh | (.figures[] | select(.name == "energy" and .perimeter == "machine").value) as $v | ($v / $kwh - 1 | fabs) < 1e-9' r.json
