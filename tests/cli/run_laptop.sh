# A machine that is no server is not modelled as one: a laptop, a desktop, a Mac by its device tree, and none of them
# where the machine is virtual; a workstation has the processor of a server. By hand: 6 W at rest and 1.2 times 28 W at work; 30 W and 1.3 times 65 W.
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
tree ryzen 35 'AMD Ryzen 7 7840HS w/ Radeon 780M Graphics' ''
sed -i 's/GenuineIntel/AuthenticAMD/; s/family.*/family\t: 25/; s/^model\t.*/model\t\t: 116/' ryzen/proc/cpuinfo
tree station 7 'Intel(R) Xeon(R) W-2295 CPU @ 3.00GHz' ''
sed -i 's/^model\t.*/model\t\t: 85/' station/proc/cpuinfo
mkdir -p mac/proc/device-tree
printf 'Apple Mac Studio (M1 Max, 2022)\0' >mac/proc/device-tree/model
printf 'desktop\0' >mac/proc/device-tree/chassis-type
cp laptop/proc/meminfo laptop/proc/stat mac/proc
for i in 0 1 2 3; do
	printf 'processor\t: %s\nCPU implementer\t: 0x61\nCPU architecture: 8\nCPU variant\t: 0x2\nCPU part\t: 0x029\nCPU revision\t: 0\n\n' "$i"
done >mac/proc/cpuinfo
for machine in laptop desktop virtual ryzen station mac; do
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
# A share that is not known is said, and water of the site that is none is not "not given".
cp -r mac board
rm board/proc/device-tree/chassis-type
printf 'Raspberry Pi 4 Model B Rev 1.5\0' >board/proc/device-tree/model
sed -i 's/MemTotal.*/MemTotal: 4000000 kB/' board/proc/meminfo
FRUGAL_ROOT=$PWD/board frugal run --wue 0L/kWh --json board.json -- true 2>&1 | grep -E '^  (embodied|water) ' | sed -E 's/  +[0-9].*  / N  /; s/  +/  /g; s/csv:[0-9]+/csv:N/'
python3 -c '
import json
print([f["value"] for f in json.load(open("board.json"))["figures"] if f["name"] == "site_water" and f.get("perimeter", "share") == "share"])'
