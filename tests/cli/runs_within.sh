# A run within a run is marked and not added twice, whatever the question; on its own it counts.
printf 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done\n' >cpu
# The energy of a run by name, and that of a total, in Wh.
of() { frugal runs --json | jq -r --arg n "$1" 'map(select(.name == $n))[0].figures[] | select(.name == "energy" and .perimeter == "share") | .value * 1000'; }
total() { frugal runs --total --json "$@" | jq -r '.energy.value // 0'; }
same() { awk -v a="$1" -v b="$2" 'BEGIN { d = a - b; print (d * d <= 1e-18 * a * a && a > 0) ? "the same" : a " and " b }'; }
parents() { frugal runs --json | jq -c 'INDEX(.id) as $by | map([.name, (.parent | if . then $by[.].name // "gone" else null end)]) | sort'; }

echo '# frugal run -- frugal run'
frugal run -q -n outer -p a -- frugal run -q -n inner -p b --phase training -- sh cpu
parents
same "$(total)" "$(of outer)"
frugal runs --total | grep twice
frugal runs --total --json | jq -c '[.runs, .within]'
same "$(total -p a)" "$(of outer)"
same "$(total -p b)" "$(of inner)"
same "$(total --phase training)" "$(of inner)"
frugal runs --by name --json | jq -c '[.groups[].name]'
id=$(frugal runs --json | jq -r 'map(select(.name == "outer"))[0].id')
frugal runs --name inner | sed -n 2p | grep -o ", within .*" | sed "s/${id:0:4}[0-9a-f]*/OUTER/"
frugal runs show "$(frugal runs --name inner --json | jq -r '.[0].id')" | sed -n 1p | grep -o " within run ${id:0:4}" | sed "s/${id:0:4}/OUTER/"

echo '# export, remove, import'
frugal runs export >all
frugal runs rm "$id"
parents
same "$(total)" "$(of inner)"
frugal runs import all >/dev/null
parents
same "$(total)" "$(of outer)"

echo '# frugal attach within frugal run'
rm -rf "$FRUGAL_STORE"*
frugal run -q -n outer -- sh -c 'sh cpu; sleep 0.4 & frugal attach -q -n inner $!; wait'
parents
same "$(total)" "$(of outer)"

echo '# an outer run that is not kept, or kept elsewhere'
rm -rf "$FRUGAL_STORE"*
frugal run -q --no-store -- frugal run -q -n one -- sh cpu
FRUGAL_STORE=$PWD/other.db frugal run -q -n elsewhere -- env FRUGAL_STORE="$FRUGAL_STORE" frugal run -q -n two -- sh cpu
frugal run -q -n around -- frugal run -q --no-store -- frugal run -q -n three -- sh cpu
parents
frugal runs --total --json | jq -c '[.runs, .within]'

echo '# what a run leaves behind is on its own'
rm -rf "$FRUGAL_STORE"*
frugal run -q -n short -- sh -c 'setsid frugal run -q -n long -- sleep 0.8 >/dev/null 2>&1 &'
for i in $(seq 100); do [ "$(frugal runs --status finished --json | jq length)" = 2 ] && break; sleep 0.1; done
parents
frugal runs --total --json | jq -c '[.runs, .within]'
