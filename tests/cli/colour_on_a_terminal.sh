# script gives frugal a terminal. The words are the same with and without colour.
on_terminal() { TERM=xterm script -qec "$1" /dev/null | tr -d '\r'; }
on_terminal 'frugal nosuchthing' | sed 's/\x1b/ESC/g'
on_terminal 'NO_COLOR=1 frugal nosuchthing' | sed 's/\x1b/ESC/g'
on_terminal 'TERM=dumb frugal nosuchthing' | sed 's/\x1b/ESC/g'
on_terminal 'frugal help' | grep -c $'\e\[1m'
