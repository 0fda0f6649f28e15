#!/bin/bash
# readme.sh SUITE FOLDER: the commands of README in a clean Debian SUITE (tools/root.sh), as a user
# types them: make, and make check, after the command that make asks for. No warning of SUITE's gcc
# and clang. In Debian 12 also one ledger by its SQLite and by that of Debian 11; in Debian 11, which
# is too old, make says so before it builds anything. TAP.
#
# In the clean system the script calls itself: readme.sh typed SUITE.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
count=0 failed=0

# ok WHAT COMMAND...: a case. What it printed is shown when it failed.
ok() {
	local what=$1
	shift
	count=$((count + 1))
	if "$@" >/tmp/said 2>&1; then
		echo "ok $count - $what"
	else
		echo "not ok $count - $what"
		tail -n 200 /tmp/said | sed 's/^/# /'
		failed=$((failed + 1))
	fi
}

as_user() { runuser -u user -- env HOME=/home/user "$@"; }
installed() { apt-get install -y -qq --no-install-recommends "$@"; }

# asks TARGET: `make TARGET` of a user without sudo names the command for what is missing; it is done.
asks() {
	as_user make "$1" >/tmp/asked 2>&1
	[ $? = 2 ] || { cat /tmp/asked; return 1; }
	local command
	command=$(sed -n 's/^ *sudo \(apt-get install --no-install-recommends .*\)/\1/p' /tmp/asked)
	[ -n "$command" ] || { cat /tmp/asked; return 1; }
	# shellcheck disable=SC2086 # a list of words
	${command/install/install -y -qq}
}

# A warning of the compiler would be all that make says.
builds() {
	as_user make >/tmp/made 2>&1 || { cat /tmp/made; return 1; }
	cat /tmp/made
	! grep 'warning:' /tmp/made && as_user build/frugal run -- true
}

french() { as_user build/frugal --lang fr help | grep 'mesure, estime'; }

checked() {
	local passed bad skipped status=0
	as_user make check >/tmp/checked 2>&1 || status=$?
	cat /tmp/checked
	read -r passed bad skipped < <(python3 tools/count.py build)
	echo "cases: $passed passed, $bad failed, $skipped skipped"
	return "$status"
}

by_clang() {
	as_user env CC=clang meson setup build-clang -Dwerror=true -Dtests=false && as_user ninja -C build-clang -j "$JOBS"
}

old_sqlite() {
	mkdir /tmp/old && chmod 777 /tmp/old
	echo "deb ${FRUGAL_MIRROR:-http://deb.debian.org/debian} bullseye main" >/etc/apt/sources.list.d/bullseye.list
	apt-get update -qq && (cd /tmp/old && apt-get download -qq libsqlite3-0/bullseye) &&
		dpkg -x /tmp/old/*.deb /tmp/old && as_user tests/sqlite_old.sh build "$(dirname /tmp/old/usr/lib/*/libsqlite3.so.0)"
}

too_old() {
	make >/tmp/made 2>&1
	[ $? = 2 ] && cat /tmp/made && grep 'Meson version is .* but project requires >= ' /tmp/made && [ ! -e build ]
}

typed() {
	apt-get update -qq && installed git make gcc libc6-dev >/dev/null && useradd -m user &&
		chown -R user . || return 1
	if [ "$1" = bullseye ]; then
		ok "what is too old is named with the version that is required, and nothing is built" too_old
	else
		ok "make asks for what it requires" asks build/frugal
		ok "make builds without a warning, and frugal runs" builds
		ok "French" french
		ok "make check asks for what it requires" asks check
		ok "make check" checked
		tail -n 1 /tmp/said | sed 's/^/# /'
		ok "no warning of clang" by_clang
		[ "$1" != bookworm ] || ok "one ledger by two versions of SQLite" old_sqlite
	fi
	echo "1..$count"
	[ "$failed" = 0 ]
}

if [ "${1:-}" = typed ]; then
	typed "$2"
	exit
fi
mkdir -p "$2"
work=$(realpath "$2")/$1
rm -rf "$work"
mkdir -p "$work/frugal"
git ls-files -z -co --exclude-standard | tar -c --null --ignore-failed-read -T - | tar -x -C "$work/frugal"
exec tools/root.sh run "$1" "$work" /mnt/frugal/tests/readme.sh typed "$1"
