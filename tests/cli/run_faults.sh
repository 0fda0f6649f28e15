# What commands do to themselves changes nothing for us: the record is whole, the status theirs.
printf 'i=0; while [ $i -lt 60000 ]; do i=$((i+1)); done\n' >"$PWD/cpu"
cpu=". $PWD/cpu"
last() { frugal runs --limit 1 --json | jq -c '.[0] | [.status, .exit.code, (.attribution.cpu_s > 0.01)]'; }
frugal run -q -- sh -c "exec sh -c 'exec sh $PWD/cpu'"; echo "exec: $?"; last
frugal run -q -- sh -c "exec <&- >&- 2>&-; $cpu"; echo "without descriptors: $?"; last
frugal run -q -- setsid -w sh -c "$cpu; exit 5"; echo "a session of its own: $?"; last
frugal run -q -- sh -c "cd /; umask 777; ulimit -n 20 2>/dev/null; $cpu"; echo "no room for itself: $?"; last
# The one that wakes it begins before it stops, and tries until it has gone.
frugal run -q -- sh -c "(while sleep 0.2 && kill -CONT \$\$; do :; done 2>/dev/null) & kill -STOP \$\$; $cpu"; echo "stopped for a while: $?"; last
# The folder that it began in is gone at its end.
mkdir gone && (cd gone && frugal run -q -- sh -c "rmdir ../gone; $cpu"); echo "folder gone: $?"; last
