# What could not be written is said, and the status is that of the environment.
frugal help >/dev/full; echo "exit $?"
frugal version >&-; echo "exit $?"
# Nothing to write, nothing lost.
frugal nosuchthing >/dev/full; echo "exit $?"
# A limit of the size of files is a full disk, not our end; for the command it is what it was.
ulimit -f 1
frugal run -q -- sh -c 'exit 7' 2>&1 | sed "s|$HOME|HOME|"
frugal run -q -- sh -c 'exit 7' 2>/dev/null
echo "exit $?"
frugal run -q -- sh -c 'exec head -c 9999 /dev/zero >f' 2>/dev/null
echo "exit $?"
