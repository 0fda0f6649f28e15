# Promise 6: frugal itself: its own cost is measured and in the record, and it is small.
frugal run -q --json run.json -- sleep 1
jq -r '.own_cost_s > 0 and .own_cost_s < 0.5' run.json
