# The JSON of a run: its keys, in order, and what must hold between its numbers.
frugal run --quiet --project p --phase training --name n --tag a --tag b --json result.json -- sh -c 'exit 3'
echo "exit $?"
jq -c 'keys_unsorted' result.json
jq -c '[.kind, .command, .project, .phase, .name, .tags, .status, .exit]' result.json
jq -c '.attribution | keys_unsorted' result.json
jq -c '[.parts[] | keys_unsorted] | unique' result.json
jq -c '[.figures[] | keys_unsorted] | unique' result.json
jq -c '[.figures[] | select(.name == "energy") | .perimeter]' result.json
jq -c '{parts_add_up: ([.parts[] | (.energy_j - .idle_j - .attributed_j - .unattributed_j) / (.energy_j + 1e-12) | fabs < 1e-9] | all)}' result.json
jq -c '{within_intervals: ([.figures[] | .low <= .value and .value <= .high] | all)}' result.json
jq -c '.figures as $f | [("energy", "carbon") as $n | [("marginal", "share", "machine") as $p | $f[] | select(.name == $n and .perimeter == $p).value] | .[0] <= .[1] and .[1] <= .[2]] | {perimeters_grow: all}' result.json
# The share perimeter is dynamic energy and the command's share of idle, of all parts.
jq -c '.attribution.share as $s | ([.parts[] | .attributed_j + .idle_j * $s] | add) as $j |
	(.figures[] | select(.name == "energy" and .perimeter == "share").value * 3.6e6) as $e |
	{share_is_of_parts: ((($e - $j) / ($j + 1e-12) | fabs) < 1e-9)}' result.json
jq -c '[.derivation.lines[] | select(.name == "measured" or .name == "modelled") | .uses // [] | .[]] | {derived_from_parts: (sort == ($p | sort))}' \
	--argjson p "$(jq -c '[.parts[].part]' result.json)" result.json
frugal run --quiet --no-store --json - -- echo first | tr '\n' ' ' | cut -c1-26
frugal run --quiet --json no/such/folder/x.json -- true
echo "exit $?"
