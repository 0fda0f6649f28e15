TERM=xterm frugal help | grep -c $'\e'
TERM=xterm frugal nosuchthing 2>&1 | grep -c $'\e'
exit 0
