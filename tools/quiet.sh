#!/bin/sh
# quiet.sh FOLDER COMMAND...: sets up the build folder FOLDER. Silent when that works; when it does
# not, shows what the command said, removes a folder that was not there before, and fails likewise.
set -u
folder=$1
shift
was_there=no
[ ! -e "$folder" ] || was_there=yes
log=$(mktemp)
if "$@" >"$log" 2>&1; then
	rm -f "$log"
	exit 0
else
	status=$?
fi
cat "$log" >&2
rm -f "$log"
[ "$was_there" = yes ] || rm -rf "$folder"
exit "$status"
