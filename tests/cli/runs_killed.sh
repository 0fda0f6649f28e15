# A meter that is killed leaves its run to the next that looks: interrupted at once, and in the totals.
frugal run --name cut -- sh -c 'echo $PPID $$ >ids; exec sleep 20' 2>/dev/null &
for _ in $(seq 100); do [ "$(frugal runs list --json | jq length)" = 1 ] && break; sleep 0.1; done
frugal runs list --json | jq -r '.[].status'
read -r meter command <ids
kill -9 "$meter"; kill "$command"; wait
frugal runs list --json | jq -r '.[].status'
frugal runs list --status interrupted --json | jq length
frugal runs --total --json | jq -r '.runs'
