# The command's own status, 128 + n for a signal, 126 and 127 with one line.
try() {
	frugal run --quiet "$@"
	echo "exit $?"
}
try -- true
try -- sh -c 'exit 7'
try -- sh -c 'exit 255'
try -- sh -c 'kill -TERM $$'
try -- sh -c 'kill -KILL $$'
try -- no-such-program-here
: >not-executable
try -- ./not-executable
try -- ./no/such/file
frugal run --quiet true
echo "exit $?"
