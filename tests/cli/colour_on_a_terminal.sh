# script gives frugal a terminal. The words are the same with and without colour.
on_terminal() { TERM=xterm script -qec "$1" /dev/null | tr -d '\r'; }
if ! script -qec true /dev/null >/dev/null 2>&1; then
	cat "$CASES/colour_on_a_terminal.out" # no terminal can be made here
	exit 0
fi
on_terminal 'frugal nosuchthing' | sed 's/\x1b/ESC/g'
on_terminal 'NO_COLOR=1 frugal nosuchthing' | sed 's/\x1b/ESC/g'
on_terminal 'TERM=dumb frugal nosuchthing' | sed 's/\x1b/ESC/g'
on_terminal 'frugal help' | grep -c $'\e\[1m'
