# What is there, what is closed, and substitutes: each class of the table has its line, of which
# some are shown.
. "$CASES/machine.bash"
rows=$(sed -n 's/^\tROW(\(.*\)).*/\1/p' "$SOURCE/src/sensor/table.h")
some() { grep -vE '^(absent|substitute|remplaçant)' | grep -v '^$'; }
of_classes() { # the lines of classes that nothing was found of; $1: those shown
	sed -nE "s/^(absent|substitute|remplaçant).?: ($1) /&/p"
}
plain_machine "$PWD/m"
FRUGAL_ROOT=$PWD/m frugal sensors >found
cat found | some
of_classes 'powercap|battery|cpu_model' <found
[ "$(grep -cE '^(absent|substitute): [a-z_]+ \(.+\)$' found)" = "$(echo "$rows" | wc -l)" ] && echo "a line for each class"
add_package "$PWD/m" 1000000
FRUGAL_ROOT=$PWD/m frugal sensors >found
cat found | some
of_classes 'powercap|battery|cpu_model' <found
FRUGAL_ROOT=$PWD/m frugal sensors --json >json
# jq writes a number in its own way: 1e-06 or 0.000001.
jq -c '.sensors[] | [.part, .state, .covers, .resolution_j == 1e-6, .quality]' json
jq -c '[.classes[] | select(.class == ("powercap", "battery", "cpu_model")) | [.class, .state]]' json
jq -r '.classes[].class' json | diff - <(echo "$rows") && echo "every class, in the order of the table"
FRUGAL_ROOT=$PWD/m frugal sensors --lang fr | sed 1d >found
cat found | some
of_classes 'powercap|battery|cpu_model' <found
