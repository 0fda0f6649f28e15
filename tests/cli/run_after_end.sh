# Once the command has ended and its run is stored, signals end frugal, which here waits for a reader.
mkfifo pipe
exec frugal run -q -n piped --json pipe -- sh -c 'exit 7' &
frugal=$!
until [ "$(command frugal runs list --name piped --status finished --json 2>/dev/null | jq length)" = 1 ]; do sleep 0.05; done
kill -TERM $frugal
wait $frugal
echo "status $?"
frugal runs list --json | jq -c '.[] | [.name, .exit.code]'
