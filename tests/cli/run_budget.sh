# Budgets: warned at 50, 80 and 100 %; the end that is asked for, then forced; a complete record.
frugal run -q --budget 0.6s --on-budget stop -- sleep 30; echo "exit $?"
frugal runs --json --limit 1 | jq -c '.[] | {status, signal: .exit.signal, soon: (.duration_s < 20)}'
frugal run -q --budget 0.3s --on-budget stop --grace 0.3s -- sh -c 'trap "" TERM; sleep 30 & wait; sleep 30'
echo "exit $?"
frugal runs --json --limit 1 | jq -c '.[] | {status, signal: .exit.signal}'
# Children that go their own way end as well.
hide $$ PID
frugal run -q --budget 0.5s --on-budget stop -- sh -c 'setsid sleep 61.'$$' & sleep 30'
for _ in $(seq 100); do pgrep -f "sleep 61.$$" >/dev/null || break; sleep 0.05; done
echo "still there: $(pgrep -cf "sleep 61.$$")"
# Far enough apart that a busy machine looks between them.
frugal run --budget 2s -- sleep 2.5 2>&1 | grep budget
FRUGAL_SENSORS='exec:while :; do echo node 3600 W; sleep 0.1; done' \
	frugal run -q --budget 1Wh --on-budget stop -- sh -c 'while :; do :; done'; echo "exit $?"
for budget in 2kW 3EUR many; do
	frugal run --budget $budget true; echo "exit $?"
done
frugal run -q --budget 3EUR --price 0.25EUR/kWh true; echo "exit $?"
# What is predicted after the first epochs, and said once.
frugal run --epochs 4 -- sh -c 'for i in 1 2 3 4; do sleep 0.3; frugal mark epoch $i; done' 2>&1 |
	grep -oE 'after epoch 2 of 4 the total is predicted at( 0 )?'
