# Sourced by the cases that look at figures only.
values() { # MODEL inputs: NAME VALUE UNIT of the figures asked for
	local wanted=$1
	shift
	frugal estimate "$@" --draws 1 --csv | awk -F, -v wanted=" $wanted " \
		'index(wanted, " " $1 " ") { printf $2 == "" ? "%s absent\n" : "%s %.5g %s\n", $1, $2, $3 }'
}
