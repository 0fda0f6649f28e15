# A command tells the meter of itself: sections, epochs, results; by `frugal mark` and by a datagram.
cat >work.sh <<'W'
frugal mark begin whole
sleep 0.1
frugal mark load
for epoch in 1 2 3; do sleep 0.1; frugal mark epoch $epoch/3 accuracy=0.$epoch; done
python3 -c '
import os, socket
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
    s.sendto(b"metric loss=0.25\nmetric bad\nmetric f1=0.5", os.environ["FRUGAL_SOCKET"])'
frugal mark end whole
frugal mark end nowhere
frugal mark epoch x; echo "exit $?"
W
frugal run --json run.json -- sh work.sh 2>text
grep -E '^  (whole|load|epoch|reached)' text | sed -E 's/  [0-9.]+ (µ|m)?Wh/  E/; s/[0-9.]+ (µ|m)?Wh each/E each/; s/[0-9.]+ s$/T/'
jq -c '.sections[] | {kind, name, number, positive: (.share_j >= 0)}' run.json
jq -c '.metrics[] | {epoch, key, value}' run.json
# What is stored is what was seen.
frugal runs show "$(jq -r .id run.json)" --json | jq -c '{sections: (.sections | length), metrics: (.metrics | length)}'
# No meter, no socket, a socket without a listener.
frugal mark load; echo "exit $?"
FRUGAL_SOCKET=/nowhere frugal mark load; echo "exit $?"
frugal mark 'two words='; echo "exit $?"
echo "sockets left: $(ls -d "${TMPDIR:-/tmp}"/frugal-* 2>/dev/null | wc -l)"
