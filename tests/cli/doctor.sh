# What a machine could do better: one of scripted files, below FRUGAL_ROOT.
. "$CASES/machine.bash"
plain_machine plain
seen() { jq -r '.findings[] | select(.topic == "processor" or .topic == "memory" or .topic == "whole machine" or .topic == "ledger") | "\(.topic): \(.health): \(.what): \(.todo)"'; }
FRUGAL_ROOT=plain frugal doctor --json | seen | sed "s|$HOME|HOME|"
add_package plain 1000
FRUGAL_ROOT=plain frugal doctor --json | seen | grep processor
mkdir -p plain/sys/class/hwmon/hwmon0
echo power_meter >plain/sys/class/hwmon/hwmon0/name
echo 100000000 >plain/sys/class/hwmon/hwmon0/power1_average
FRUGAL_ROOT=plain frugal doctor | grep 'whole machine'
FRUGAL_ROOT=plain frugal doctor --store /dev/null/x | grep -A 1 BAD
FRUGAL_ROOT=plain frugal --lang fr doctor | grep 'mieux.*mémoire'
