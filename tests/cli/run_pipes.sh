# A summary that nobody reads, and a ledger that is a pipe, leave the command its status.
bash -c 'frugal run --no-store -- sh -c "sleep 0.2; exit 3" 2>&1 >/dev/null | true; echo "broken pipe: ${PIPESTATUS[0]}"'
bash -c 'frugal run -q --no-store -- yes | head -n 1 >/dev/null; echo "of the command: ${PIPESTATUS[0]}"'
mkfifo pipe
FRUGAL_STORE=$PWD/pipe timeout -k 1 20 frugal run -q -- sh -c 'exit 3' 2>pipe.err; echo "a ledger that is a pipe: $?"; grep -c 'not saved' pipe.err
