# What a completion offers: every command of the table (each is a file that names it), and options.
sed -n 's/^\t\.name = "\(.*\)",$/\1/p' "$SOURCE"/src/cli/cmd_*.c | sort >table
frugal help --complete commands | sort | diff table - && echo "every command"
frugal help --complete options version
frugal help --complete options nosuchthing; echo "exit $?"
frugal help --complete nosuchlist; echo "exit $?"
