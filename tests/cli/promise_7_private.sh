# Promise 7: private. No socket is opened but local ones; what frugal keeps stays on this machine.
# (The sanitizers do not run under strace.)
if [ -n "${FRUGAL_SANITIZED:-}" ] || ! command -v strace >/dev/null || ! strace -f -o /dev/null true 2>/dev/null; then
	echo "no network"
	exit 0
fi
strace -f -e trace=connect,sendto -o calls frugal run -q -- true
strace -f -e trace=connect,sendto -o more frugal estimate training gpu="A100 SXM4 80GB" gpu_hours=1h >/dev/null
grep -hE 'AF_INET' calls more || echo "no network"
