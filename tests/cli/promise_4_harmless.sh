# Promise 4: the command does not notice: environment (but for the socket it may talk to), streams, exit code, signals; and it runs
# though nothing can be saved.
env >bare
frugal run -q -- env >wrapped
grep -v '^_=' bare | sort >a
grep -v -E '^(_|FRUGAL_SOCKET|FRUGAL_RUN)=' wrapped | sort >b
cmp a b && echo same environment
echo through | frugal run -q -- cat
frugal run -q -- sh -c 'echo out; echo err >&2; exit 7' 2>err
echo "exit $? $(cat err)"
frugal run -q -- sh -c 'kill -TERM $$'
echo "exit $?"
frugal run -q --store /dev/null/ledger.db -- sh -c 'exit 5' 2>/dev/null
echo "exit $?"
