#!/bin/sh
# setup.sh GROUP...: sees to it that the Debian packages of these groups of tools/packages.txt are
# there (build, test, demo; none named means all). Silent and quick when they are. Exits with 3,
# after saying what to type, when it may not install them. FRUGAL_SETUP=0 makes it do nothing.
set -eu
[ "${FRUGAL_SETUP:-1}" != 0 ] || exit 0
list=$(dirname "$0")/packages.txt

# The packages of the groups "$@": a comment of one word opens a group.
wanted() {
	awk -v groups=" ${*:-build test demo} " '
		/^# [a-z]+$/ { on = index(groups, " " $2 " ") > 0; next }
		/^[^#]/ && on { print $1 }' "$list"
}

packages=$(wanted "$@")
if ! command -v dpkg-query >/dev/null 2>&1; then
	# Not Debian: trust the tools that answer, name the rest.
	missing=
	for tool in gcc meson ninja pkg-config msgfmt; do
		command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"
	done
	for library in sqlite3 jansson inih libcurl expat nettle libmicrohttpd; do
		pkg-config --exists "$library" 2>/dev/null || missing="$missing $library"
	done
	[ -n "$missing" ] || exit 0
	echo "frugal: please install:$missing (their names on Debian:" $packages")" >&2
	exit 3
fi

# shellcheck disable=SC2046 # a list of words
missing=$({ dpkg-query -W -f='${db:Status-Status} ${Package}\n' $(echo "$packages" | tr '|' ' ') 2>/dev/null || :; } |
	awk -v wanted="$packages" '
		$1 == "installed" { there[$2] = 1 }
		END {
			n = split(wanted, names, /[ \n]+/)
			for (i = 1; i <= n; i++) {
				found = names[i] == ""
				m = split(names[i], either, "|")
				for (j = 1; j <= m; j++)
					found = found || (either[j] in there)
				if (!found)
					printf "%s ", names[i]
			}
		}')
[ -n "$missing" ] || exit 0

# Of each A|B the first that this system has.
known() {
	for either in "$@"; do
		for name in $(echo "$either" | tr '|' ' '); do
			if apt-cache show "$name" >/dev/null 2>&1; then
				break
			fi
		done
		printf '%s ' "$name"
	done
}

as_root=
if [ "$(id -u)" != 0 ]; then
	if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
		as_root="sudo -n"
	else
		echo "frugal needs some packages; please run:" >&2
		echo "  sudo apt-get install --no-install-recommends $(known $missing)" >&2
		exit 3
	fi
fi
echo "frugal: installing $missing" >&2
log=$(mktemp)
# shellcheck disable=SC2046,SC2086
if $as_root apt-get update -qq >"$log" 2>&1 &&
	$as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends $(known $missing) >>"$log" 2>&1; then
	rm -f "$log"
else
	tail -n 20 "$log" >&2
	rm -f "$log"
	echo "frugal: could not install the packages; please run:" >&2
	echo "  apt-get update && apt-get install --no-install-recommends $(known $missing)" >&2
	exit 3
fi
