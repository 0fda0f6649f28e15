# Budgets: warned at 50, 80 and 100 %; the end that is asked for, then forced; a complete record.
frugal run -q --budget 0.6s --on-budget stop -- sleep 30; echo "$?"
frugal runs --json --limit 1 | jq -c '.[] | [.status, .exit.signal, .duration_s < 5]'
frugal run -q --budget 0.3s --on-budget stop --grace 0.3s -- sh -c 'trap "" TERM; sleep 30 & wait; sleep 30'
echo "$?"
frugal runs --json --limit 1 | jq -c '.[] | [.status, .exit.signal]'
# Children that go their own way end as well.
hide $$ PID
frugal run -q --budget 0.5s --on-budget stop -- sh -c 'setsid sleep 61.'$$' & sleep 30'
sleep 0.2; pgrep -cf "sleep 61.$$"
frugal run --budget 0.2s -- sleep 0.5 2>&1 | grep budget
FRUGAL_SENSORS='exec:while :; do echo node 3600 W; sleep 0.1; done' \
	frugal run -q --budget 1Wh --on-budget stop -- sh -c 'while :; do :; done'; echo "$?"
frugal run --budget 2kW true; echo "$?"
frugal run --budget 3EUR true; echo "$?"
frugal run --budget many true; echo "$?"
frugal run -q --budget 3EUR --price 0.25EUR/kWh true; echo "$?"
# What is predicted after the first epochs, and said once.
frugal run --epochs 4 -- sh -c 'for i in 1 2 3 4; do sleep 0.3; frugal mark epoch $i; done' 2>&1 |
	grep -c 'after epoch 1 of 4 the whole is predicted at'
