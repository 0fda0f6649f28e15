#!/bin/bash
# packages.sh SUITE FOLDER: the Debian packages of this tree in clean systems of Debian SUITE
# (tools/root.sh). In one they are built, with what Build-Depends names alone, and looked at by
# lintian; in another they are installed, used, upgraded, removed and purged. They are in
# FOLDER/SUITE afterwards. TAP.
#
# In these systems the script calls itself: packages.sh built, packages.sh used.
# shellcheck disable=SC2317 # called by ok
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
		tail -n 40 /tmp/said | sed 's/^/# /'
		failed=$((failed + 1))
	fi
}

# ---- building, in a clean system where /mnt is FOLDER -------------------------------------------

as_user() { runuser -u user -- "$@"; }

# lintian may say nothing but what has a reason (debian/*.lintian-overrides).
lintian_is_content() {
	local status=0
	as_user lintian -EvIL +pedantic --fail-on error,warning "$1"/*.changes >/tmp/lintian 2>&1 || status=$?
	grep -v '^[IXP]: ' /tmp/lintian
	return "$status"
}

# The same packages with a higher version, for the upgrade: packed again, not compiled again.
later() {
	local package folder
	mkdir /mnt/later
	for package in /mnt/dist/frugal_*.deb /mnt/dist/libfrugal0_*.deb /mnt/dist/libfrugal-dev_*.deb; do
		folder=$(mktemp -d)
		dpkg-deb -R "$package" "$folder" &&
			sed -i -E 's/^Version: .*/&+later1/; s/(libfrugal0 \(= [^)]*)/\1+later1/' "$folder/DEBIAN/control" &&
			dpkg-deb --root-owner-group -b "$folder" /mnt/later || return 1
	done
}

version_is_the_programs() {
	[ "$(dpkg-parsechangelog -S Version)" = "$(sed -n "0,/version:/s/.*version: '\\(.*\\)',/\\1/p" meson.build)" ]
}

built() {
	apt-get update -qq && useradd -m user && chown -R user /mnt || return 1
	ok "what Build-Depends names is there" apt-get build-dep -y -qq --no-install-recommends ./
	ok "their version is the program's" version_is_the_programs
	ok "the packages are built" as_user env HOME=/home/user tools/deb.sh /mnt/dist
	ok "four files: program, library, header, their source" packages_of_one /mnt/dist
	ok "lintian is installed" apt-get install -y -qq --no-install-recommends lintian
	ok "lintian has no errors and no warnings" lintian_is_content /mnt/dist
	ok "a later version is packed" later
	echo "1..$count"
	[ "$failed" = 0 ]
}

packages_of_one() {
	local of
	ls "$1"
	for of in frugal_*.deb libfrugal0_*.deb libfrugal-dev_*.deb frugal_*.dsc frugal_*.tar.xz; do
		[ "$(find "$1" -name "$of" | wc -l)" = 1 ] || return 1
	done
}

# ---- using, in another ---------------------------------------------------------------------------

files() { find / -xdev \( -path /mnt -o -path /proc -o -path /sys -o -path /tmp -o -path /var/cache \) -prune -o -print | sort; }

# But indexes, logs and lists of accounts of the system itself; the group stays, as Debian never gives
# its number away again.
left() {
	files >/tmp/after
	comm -13 /tmp/before /tmp/after | grep -vE '^/var/(log|lib/(apt|dpkg|systemd))(/|$)|^/etc/(group|gshadow)-$' >/tmp/left
	cat /tmp/left
	[ ! -s /tmp/left ]
}

packages() { dpkg-query -W -f '${Package}\n' | sort; }

what_came_along_goes() {
	# shellcheck disable=SC2046 # a list of words
	apt-get purge -y -qq $(packages | comm -13 /tmp/packages -)
}

installed() { apt-get install -y -qq "$@"; }

# No unit is enabled (a link in a folder of wants), none was started.
nothing_is_enabled() {
	find /etc/systemd -name '*frugal*' >/tmp/links
	cat /tmp/links
	[ ! -s /tmp/links ] && [ ! -e /run/frugal ] && ! pgrep -a frugal &&
		test -f /usr/lib/systemd/system/frugal-reader.socket -o -f /lib/systemd/system/frugal-reader.socket
}

# That the check sees what it must: a socket that is enabled.
enabled_is_seen() {
	mkdir -p /etc/systemd/system/sockets.target.wants
	ln -s /usr/lib/systemd/system/frugal-reader.socket /etc/systemd/system/sockets.target.wants
	! nothing_is_enabled
	local seen=$?
	rm -r /etc/systemd/system/sockets.target.wants
	return "$seen"
}

french() { frugal --lang fr estimate training gpu=H100 gpu_hours=8h zone=FR | grep 'énergie'; }
report() { frugal report --project p -o /tmp/report.html && grep -q '<html' /tmp/report.html; }
manual() { man -P cat frugal-run | grep -q FRUGAL-RUN && man -P cat -L fr_FR.UTF-8 frugal >/dev/null; }

completions() {
	ls /usr/share/bash-completion/completions/frugal /usr/share/zsh/vendor-completions/_frugal \
		/usr/share/fish/vendor_completions.d/frugal.fish
}

example() {
	# shellcheck disable=SC2046 # a list of words
	gcc -Wall -Wextra -Werror /usr/share/doc/libfrugal-dev/examples/estimate.c -o /tmp/example \
		$(pkg-config --cflags --libs frugal) && ldd /tmp/example | grep 'libfrugal.so.0 => /' && /tmp/example
}

used() {
	apt-get update -qq
	# What the cases ask, what manuals are read with, and systemd, which makes the group.
	installed --no-install-recommends man-db procps gcc libc6-dev pkgconf systemd >/dev/null || return 1
	files >/tmp/before
	packages >/tmp/packages
	ok "the program is installed, with what it needs" installed /mnt/dist/frugal_*.deb
	ok "nothing is enabled or started" nothing_is_enabled
	ok "(the check finds what is)" enabled_is_seen
	ok "the group is there" getent group frugal
	for library in libbpf.so.1 libcurl.so.4 libexpat.so.1 libnettle.so.8; do
		ok "$library is recommended" sh -c "ldconfig -p | grep $library"
	done
	ok "run" frugal run --project p -- true
	ok "estimate" frugal estimate training gpu=H100 gpu_hours=8h zone=FR
	ok "report" report
	ok "French" french
	ok "a manual for each command, in both languages" manual
	ok "completions" completions
	ok "header and library are installed" installed /mnt/dist/libfrugal0_*.deb /mnt/dist/libfrugal-dev_*.deb
	ok "an example, with pkg-config alone" example
	ok "the later version is installed" installed /mnt/later/frugal_*.deb /mnt/later/libfrugal*.deb
	ok "it is the later one" sh -c "dpkg-query -W -f='\${Version}\n' frugal libfrugal0 libfrugal-dev | grep -c 'later1$' | grep -x 3"
	ok "nothing is enabled or started by the upgrade" nothing_is_enabled
	ok "the run of before is in the ledger" sh -c "frugal runs --json | grep -c '\"id\"' | grep -x 1"
	ok "an example again" example
	rm -rf /root/.local
	ok "they are removed" apt-get remove -y -qq frugal libfrugal0 libfrugal-dev
	ok "and purged" dpkg --purge frugal libfrugal0 libfrugal-dev
	ok "with what came along" what_came_along_goes
	ok "nothing is left" left
	echo "1..$count"
	[ "$failed" = 0 ]
}

# ---- on the machine ------------------------------------------------------------------------------

if [ "${1:-}" = built ]; then
	built
	exit
elif [ "${1:-}" = used ]; then
	used
	exit
fi
suite=$1
mkdir -p "$2"
work=$(realpath "$2")/$suite
status=0
rm -rf "$work"
mkdir -p "$work/frugal"
git ls-files -z -co --exclude-standard | tar -c --null --ignore-failed-read -T - | tar -x -C "$work/frugal"
for part in built used; do
	tools/root.sh run "$suite" "$work" /mnt/frugal/tests/packages.sh "$part" || status=1
done
exit "$status"
