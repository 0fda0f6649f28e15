# A machine that is no server is not modelled as one: a laptop, an office desktop, and neither where the
# machine is virtual. By hand: 6 W at rest and 1.2 times 28 W at work; 30 W and 1.3 times 65 W.
tree() {
	mkdir -p "$1/proc" "$1/sys/class/dmi/id"
	echo "$2" >"$1/sys/class/dmi/id/chassis_type"
	for i in 0 1 2 3; do
		printf 'processor\t: %s\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 140\nmodel name\t: %s\nphysical id\t: 0\ncore id\t\t: %s\ncpu cores\t: 4\nflags\t\t: fpu%s\n\n' \
			"$i" "$3" "$i" "$4"
	done >"$1/proc/cpuinfo"
	printf 'MemTotal: 16000000 kB\nMemAvailable: 9000000 kB\n' >"$1/proc/meminfo"
	cp /proc/stat "$1/proc/stat"
}
i7='11th Gen Intel(R) Core(TM) i7-1185G7 @ 3.00GHz'
tree laptop 10 "$i7" ''
tree desktop 3 'An unknown processor' ''
tree virtual 10 "$i7" ' hypervisor'
for machine in laptop desktop virtual; do
	FRUGAL_ROOT=$PWD/$machine frugal run -q --json "$machine.json" -- true
	frugal explain last embodied | grep -oE 'laptop_generic|desktop_generic|server_generic'
	python3 -c '
import json, sys
run = json.load(open(sys.argv[1]))
print(sys.argv[1], sorted({part["sensor"] for part in run["parts"]}))' "$machine.json"
done
watts() {
	frugal estimate pc_power "$@" --json | python3 -c 'import json, sys; print({o["name"]: round(o["value"], 6) for o in json.load(sys.stdin)["figures"]}["power"])'
}
watts processor="$i7" load=1
watts form=desktop load=1
watts load=0
