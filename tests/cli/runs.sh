# The ledger looked at: list, show, tag, rm, filters.
frugal runs
frugal runs --json
frugal run --quiet --project digits --phase training --name first --tag red -- true
frugal run --quiet --project digits --name second -- sh -c 'exit 4'
frugal run --quiet --project other -- true a 'b c'
frugal runs | sed 's/  */ /g' | cut -d' ' -f 4-5
frugal runs | head -n 1 | tr -s ' '
frugal runs --json | jq -c '.[] | [.project, .phase, .name, .exit.code]'
frugal runs list --project digits --phase training --json | jq -c '.[].name'
frugal runs list --status failed --json | jq -c '.[].name'
frugal runs list --limit 1 --json | jq -c '.[].command'
frugal runs list --since 2020-01-01 --until 2020-02-01 --json
frugal runs list --since 1h --json | jq length
frugal runs --csv | head -n 1
frugal runs --csv | wc -l
first=$(frugal runs --tag red --json | jq -r '.[].id')
frugal runs tag "${first:0:6}" +best blue -red
frugal runs show "$first" --json | jq -c '[.id == $id, .tags]' --arg id "$first"
frugal runs tag last -- -never
echo "exit $?"
frugal runs tag last
echo "exit $?"
frugal runs show
echo "exit $?"
frugal runs burn
echo "exit $?"
frugal runs list --since yesterday
echo "exit $?"
frugal runs rm "$first" ffff
echo "exit $?"
frugal runs rm "$first" last
frugal runs --json | jq -c '.[].name'
frugal runs show "$first" 2>&1 | sed "s/$first/ID/; s/ (.*)//"
