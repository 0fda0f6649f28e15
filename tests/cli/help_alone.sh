# frugal alone shows what it can do, and says that a command was missing.
frugal >alone; echo "exit $?"
frugal help | cmp - alone && echo "as frugal help"
