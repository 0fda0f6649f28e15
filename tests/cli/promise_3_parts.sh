# Promise 3: parts add up. Idle, ours and others' make the energy of each part, and the machine's
# perimeter is the sum of the parts.
frugal run -q --json run.json -- sh -c 'i=0; while [ $i -lt 60000 ]; do i=$((i+1)); done'
jq -r '.parts[] | ((.idle_j + .attributed_j + .unattributed_j - .energy_j) | fabs) <= 1e-9 * (.energy_j + 1e-12)' run.json | sort -u
jq -r '([.parts[].energy_j] | add) as $j |
	(.figures[] | select(.name == "energy" and .perimeter == "machine") | .value * 3.6e6) as $f |
	(($f - $j) | fabs) <= 1e-9 * $j' run.json
jq -r '[.figures[] | select(.name == "energy")] | sort_by(.value) | map(.perimeter) | join(" ")' run.json
