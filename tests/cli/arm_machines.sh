# Machines of ARM by the numbers of their processors, and by what their firmware says they are.
. "$CASES/machine.bash"
name() { # IMPLEMENTER PART CORES [MAKER PRODUCT]
	rm -rf m
	arm_machine m "$@"
	FRUGAL_ROOT=$PWD/m command frugal sensors | head -1
}
name 0x41 0xd0c 80 'GIGABYTE' 'R272-P30'
name 0xc0 0xac3 160 'Supermicro' 'ARS-211ME'
name 0x48 0xd01 64
name 0x46 0x001 48 'FUJITSU' 'FX700'
name 0x41 0xd0c 64 'Amazon EC2' 'm6g.metal'
name 0x41 0xd40 4 'Amazon EC2' 'c7g.xlarge'
name 0x41 0xd4f 4 'Amazon EC2' 'm8g.xlarge'
name 0x41 0xd4f 4 'Google' 'Google Compute Engine'
name 0x6d 0xd49 4 'Microsoft Corporation' 'Virtual Machine'
name 0x41 0xd4f 72 'NVIDIA' 'Grace'
name 0x41 0xd4f 72 'Supermicro' 'ARS-111GL'
name 0x41 0xd84 64
name 0x41 0xfff 8
name 0x61 0x022 8 'Apple Inc.' 'Apple Virtualization Generic Platform'
for chip in 0x023 0x033 0x042 0x053; do name 0x61 $chip 8; done
# A board is called what its device tree calls it.
rm -rf m
arm_machine m 0x41 0xd0b 4
mkdir -p m/proc/device-tree
printf 'Raspberry Pi 5 Model B Rev 1.0\0' >m/proc/device-tree/model
FRUGAL_ROOT=$PWD/m frugal sensors | head -1
FRUGAL_ROOT=$PWD/m frugal doctor | grep -A 1 '^better  processor'
# The curve is that of ARM's servers where there is one (T1); advice is of the architecture.
run() { # IMPLEMENTER PART CORES [MAKER PRODUCT]
	rm -rf m
	arm_machine m "$@"
	FRUGAL_ROOT=$PWD/m command frugal run -q --no-store --json r.json -- sleep 0.1
	jq -r '.parts[] | select(.part == "server") | .sensor' r.json
	jq '[.parts[].idle_j] | add' r.json >idle
	FRUGAL_ROOT=$PWD/m command frugal doctor | grep -A 1 '^better  processor'
}
run 0x41 0xd40 64 'Amazon EC2' 'c7g.metal'
mv idle whole
run 0x41 0xfff 64 'Some maker' 'Some server'
# A virtual machine of a sixteenth of the cores is no server: less than a fifth of its power at rest.
run 0x41 0xd40 4 'Amazon EC2' 'c7g.xlarge'
awk '{ idle[NR] = $1 } END { print (idle[1] > 0 && idle[1] < idle[2] / 5) ? "a share" : "a server" }' idle whole
