# The summary in French: words, decimal comma, thin spaces.
. "$CASES/machine.bash"
plain_machine "$PWD/m"
FRUGAL_ROOT=$PWD/m frugal run --lang fr -- sh -c 'exit 3'
echo "exit $?"
frugal runs --lang fr | head -n 1 | tr -s ' '
frugal explain last carbon --lang fr | sed -n '$p'
