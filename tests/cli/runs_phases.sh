# An imported run has a phase that can be chosen, or none: another word is refused with its line, and nothing is stored.
frugal run -q --phase training -- true
frugal run -q -- true
frugal runs export | tac >runs.jsonl
export FRUGAL_STORE=$PWD/other.db
sed 's/"phase":"training"/"phase":"trainning"/' runs.jsonl >bad.jsonl
frugal runs import bad.jsonl || echo "exit $?"
sed 's/"phase":"training"/"phase":7/' runs.jsonl | frugal runs import - || echo "exit $?"
frugal runs list --csv | tail -n +2 | wc -l
sed 's/"phase":[^,]*,//' runs.jsonl | head -1 | jq -c 'has("phase")'
{ sed 's/"phase":[^,]*,//' runs.jsonl | head -1; tail -1 runs.jsonl; } | frugal runs import -
frugal runs list --csv --phase training | tail -n +2 | wc -l
frugal runs list --csv | tail -n +2 | wc -l
