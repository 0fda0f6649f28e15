# What is there, what is closed, and what stands in.
. "$CASES/machine.bash"
plain_machine "$PWD/m"
FRUGAL_ROOT=$PWD/m frugal sensors
add_package "$PWD/m" 1000000
FRUGAL_ROOT=$PWD/m frugal sensors
FRUGAL_ROOT=$PWD/m frugal sensors --json | jq -c '.sensors[] | [.part, .state, .covers, .resolution_j, .quality]'
FRUGAL_ROOT=$PWD/m frugal sensors --json | jq -c '[.classes[] | [.class, .state]]'
FRUGAL_ROOT=$PWD/m frugal sensors --lang fr | sed 1d
