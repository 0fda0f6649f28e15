# The reader hands counters on: to those who may ask, ten times a second at most, to the millijoule.
. "$CASES/machine.bash"
plain_machine plain
add_package plain 1000000
socket=$PWD/r.sock
FRUGAL_ROOT=plain exec frugal serve --reader --socket "$socket" 2>said &
server=$!
until [ -S "$socket" ]; do sleep 0.02; done
stat -c %a "$socket"
FRUGAL_READER=$socket frugal sensors --json | jq -c '.sensors[] | select(.class == "reader") | [.part, .sensor, .state, .resolution_j]'
# 7 J and 400 uJ pass while the run runs; the last 400 uJ are after the run.
FRUGAL_READER=$socket frugal run -q --json run.json sh -c "sleep 0.4; echo 8000400 >'$zone/energy_uj'; sleep 0.6"
jq -c '.parts[] | select(.part == "cpu.package-0") | [.sensor, .state, .quality, (.energy_j * 1000 | round)]' run.json
# However often it is asked, an answer is renewed after a tenth of a second.
cat >ask.py <<'PY'
import socket, sys, time
s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
s.connect(sys.argv[1])
seen, began = set(), time.monotonic()
while time.monotonic() - began < 0.95:
    s.send(b"r")
    seen.add(s.recv(65536))
print(len(seen) <= 11, b"\t7000\t" in seen.pop() or True)
PY
python3 ask.py "$socket"
# A thousand clients at once are answered, and one that never reads delays no other.
cat >crowd.py <<'PY'
import socket, sys
def client():
    s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    s.connect(sys.argv[1])
    return s
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (1024, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
crowd = [client() for _ in range(200)]
for _ in range(300):
    try: crowd[0].send(b"r", socket.MSG_DONTWAIT)
    except BlockingIOError: break
for s in crowd[1:]: s.send(b"r")
print(all(s.recv(65536).startswith(b"frugal-reader 1\n") for s in crowd[1:]))
PY
python3 crowd.py "$socket"
# It dies in mid-run: the part is stale with its gap, and the command does not notice.
FRUGAL_READER=$socket exec frugal run -q --json run.json sh -c ': >begun; until [ -e dead ]; do sleep 0.05; done; sleep 0.4; exit 5' &
run=$!
until [ -e begun ]; do sleep 0.02; done
sleep 0.3
kill $server
wait $server
: >dead
wait $run; echo "exit $?"
jq -c '.parts[] | select(.part == "cpu.package-0") | [.state, .gaps_s > 0.1]' run.json
[ -e "$socket" ] || echo "socket removed"
cat said | sed "s|$PWD|.|"
# Nobody there: as without.
FRUGAL_READER=$socket frugal sensors --json | jq -c '[.sensors[] | select(.class == "reader")] | length'
# Nothing to read is an error; so is an unknown group.
plain_machine bare
FRUGAL_ROOT=bare frugal serve --reader --socket "$socket"; echo "exit $?"
FRUGAL_ROOT=plain frugal serve --reader --socket "$socket" --group no-such-group; echo "exit $?"
# A socket that a dead reader left is taken over; systemd's is used as it is.
python3 -c "
import socket
s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET); s.bind('$socket')"
served() { # SOCKET: waits for an answer on it, and counts what is read through it
	for _ in $(seq 200); do
		FRUGAL_READER=$1 command frugal sensors --json | jq -e 'any(.sensors[]; .class == "reader")' >/dev/null && break
		sleep 0.05
	done
	FRUGAL_READER=$1 frugal sensors --json | jq -c '{readers: ([.sensors[] | select(.class == "reader")] | length)}'
}
FRUGAL_ROOT=plain exec frugal serve -q --reader --socket "$socket" &
taken=$!
served "$socket"
kill $taken; wait $taken; echo "exit $?"
python3 - "$PWD/held.sock" <<'PY' &
import os, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
s.bind(sys.argv[1]); s.listen(8)
os.set_inheritable(s.fileno(), True) if s.fileno() == 3 else os.dup2(s.fileno(), 3, inheritable=True)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()), FRUGAL_ROOT="plain")
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()), FRUGAL_ROOT="plain")
os.execvp("frugal", ["frugal", "serve", "-q", "--reader"])
PY
held=$!
served "$PWD/held.sock"
kill $held; wait $held; echo "exit $?"
