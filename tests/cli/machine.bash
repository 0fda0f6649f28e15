# SPDX-License-Identifier: Apache-2.0
# Scripted machines for FRUGAL_ROOT, so that the tests do not depend on the one they run on.

# plain_machine DIR: a real machine of 4 cores and 8 GB, no power counter.
plain_machine() {
	mkdir -p "$1/proc" "$1/sys/devices/system/cpu"
	local i
	for i in 0 1 2 3; do
		printf 'processor\t: %d\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 143\n' "$i"
		printf 'model name\t: A processor\nphysical id\t: 0\ncore id\t\t: %d\ncpu cores\t: 4\nflags\t\t: fpu\n\n' "$i"
	done >"$1/proc/cpuinfo"
	echo 0-3 >"$1/sys/devices/system/cpu/online"
	echo 'MemTotal:       8000000 kB' >"$1/proc/meminfo"
}

# add_package DIR MICROJOULES: a powercap counter of package 0; its folder is in $zone.
add_package() {
	zone=$1/sys/class/powercap/intel-rapl:0
	mkdir -p "$zone"
	echo package-0 >"$zone/name"
	echo 262143328850 >"$zone/max_energy_range_uj"
	echo "$2" >"$zone/energy_uj"
}

# arm_machine DIR IMPLEMENTER PART CORES [MAKER PRODUCT]: 64 GB, with SMBIOS where there is a maker.
arm_machine() {
	mkdir -p "$1/proc" "$1/sys/devices/system/cpu"
	local i
	for ((i = 0; i < $4; i++)); do
		printf 'processor\t: %d\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd\nCPU implementer\t: %s\n' "$i" "$2"
		printf 'CPU architecture: 8\nCPU variant\t: 0x1\nCPU part\t: %s\nCPU revision\t: 1\n\n' "$3"
	done >"$1/proc/cpuinfo"
	echo "0-$(($4 - 1))" >"$1/sys/devices/system/cpu/online"
	echo 'MemTotal:       64000000 kB' >"$1/proc/meminfo"
	[ $# -lt 6 ] && return
	mkdir -p "$1/sys/class/dmi/id"
	echo "$5" >"$1/sys/class/dmi/id/sys_vendor"
	echo "$6" >"$1/sys/class/dmi/id/product_name"
}
