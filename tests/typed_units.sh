#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A joule cannot be added to a watt: the compiler refuses. typed_units.sh CC SOURCE_FOLDER
set -u
compiler=$1 source=$2
echo 1..3
try() {
	printf '#include "quantity/typed.h"\n%s\n' "$1" |
		$compiler -std=gnu17 -fsyntax-only -I"$source/src" -x c - 2>/dev/null
}
say() {
	if [ "$1" = "$2" ]; then echo "ok $3"; else echo "not ok $3"; fi
}
try 'double f(struct energy a, struct energy b) { return energy_add(a, b).j; }'
say $? 0 '1 - joules_add_up'
try 'double f(struct energy a, struct power b) { return energy_add(a, b).j; }'
say $? 1 '2 - a_watt_is_not_added_to_a_joule'
try 'double f(struct energy a, double b) { return energy_add(a, b).j; }'
say $? 1 '3 - a_bare_number_is_not_added_to_a_joule'
