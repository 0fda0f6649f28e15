# Where the call that watches a process is refused, the process is not said to be gone.
# (The sanitizers do not run under strace.)
if [ -n "${FRUGAL_SANITIZED:-}" ] || ! command -v strace >/dev/null || ! strace -f -o /dev/null true 2>/dev/null; then
	cat "$CASES/attach_old_kernel.out"
	cat "$CASES/attach_old_kernel.err" >&2
	exit 2
fi
sleep 60 &
for error in ENOSYS EPERM; do
	strace -f -o /dev/null -e inject=pidfd_open:error=$error "$(type -P frugal)" attach $!
	echo "status $?"
done
kill $!
frugal attach 999999999
