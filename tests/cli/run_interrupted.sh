# frugal is killed in mid-run: the command goes on, and the next start closes the run.
exec frugal run --quiet --name long -- sh -c 'echo $$ >pid; until [ -e go ]; do sleep 0.05; done; touch finished' &
frugal_pid=$!
until [ "$(command frugal runs --json | jq length)" = 1 ] && [ -s pid ]; do sleep 0.05; done
frugal runs --json | jq -c '.[] | [.status, .exit, .ended]'
frugal runs rm last
echo "rm $?"
disown $frugal_pid
kill -KILL $frugal_pid
# A large process takes a moment to go.
while [ -d /proc/$frugal_pid ] && ! grep -sq ') Z' /proc/$frugal_pid/stat; do sleep 0.01; done
frugal run --quiet --name next -- true
frugal runs --json | jq -c '.[] | [.name, .status, .exit]'
frugal runs list --status interrupted | tail -n 1 | sed 's/  */ /g' | cut -d' ' -f 4-6
frugal runs show last >/dev/null && frugal runs rm "$(frugal runs --status interrupted --json | jq -r '.[].id')"
echo "rm $?"
touch go
until [ -e finished ]; do sleep 0.05; done
ls finished
