#!/bin/sh
# setup.sh SOURCE: tools/setup.sh on a system that is not Debian names what is missing, and only
# that; where nothing is, it is silent. Reports in TAP.
set -u
source=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
# A system of these programs alone: dpkg-query is not among them.
for program in sh awk dirname; do
	ln -s "$(command -v "$program")" "$work/bin/$program"
done

# has NAME BODY: a program of that system.
has() {
	printf '#!/bin/sh\n%s\n' "$2" >"$work/bin/$1"
	chmod +x "$work/bin/$1"
}

count=0 failed=0
# says STATUS TEXT: what setup.sh ends with, and says but for the list of Debian's names.
says() {
	count=$((count + 1))
	status=0
	said=$(PATH="$work/bin" sh "$source/tools/setup.sh" build 2>&1) || status=$?
	said=${said%% (*}
	if [ "$status" = "$1" ] && [ "$said" = "$2" ]; then
		echo "ok $count - $status: $said"
	else
		echo "not ok $count - $status: $said, not $1: $2"
		failed=1
	fi
}

for tool in gcc ninja pkg-config; do has "$tool" 'exit 1'; done
says 3 'frugal: please install: meson msgfmt sqlite3 jansson inih libcurl expat nettle libmicrohttpd'
for tool in meson msgfmt; do has "$tool" :; done
# shellcheck disable=SC2016 # of that program
has pkg-config 'case $2 in sqlite3|jansson|expat) ;; *) exit 1 ;; esac'
says 3 'frugal: please install: inih libcurl nettle libmicrohttpd'
has pkg-config :
says 0 ''
echo "1..$count"
exit "$failed"
