# Promise 1: no figure without its method. Every figure has value, unit, interval, quality and a
# line in the derivation that says its formula, its place and what it rests on; every field of a
# table in it names its row and source.
frugal estimate training gpu="A100 SXM4 80GB" gpu_hours=10h zone=FR --json >answer.json
jq -r '.figures[] | [has("name"), has("value"), has("unit"), has("low"), has("high"), has("quality"), has("measured_share")] | all' answer.json
jq -r '. as $all | .figures[].name as $n | $all.derivation.lines[] | select(.name == $n) |
	"\(.name): \(.expression) \(.where) \(.uses | join(" "))"' answer.json
jq -r '.derivation.lines[] | select(.kind == "field") | "\(.name) \(.source != null) \(.where | startswith("factors/"))"' answer.json
frugal run -q -- true
frugal explain last carbon --json | jq -r 'has("derivation")'
