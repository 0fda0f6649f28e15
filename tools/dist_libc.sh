#!/bin/bash
# dist_libc.sh ARCH ROOT: copies to the folder ROOT the six files of Debian 13's C library that a
# program of `make dist-bin` needs (ARCH=x86_64 or aarch64), and its licence. FRUGAL_LIBC=FILE: the
# libc6 package to take them from; else it is downloaded once, to build-dist/. Exits with 3 when it
# cannot be.
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
arch=$1
root=$2
case $arch in
x86_64) debian=amd64 loader=lib64/ld-linux-x86-64.so.2 ;;
aarch64) debian=arm64 loader=lib/ld-linux-aarch64.so.1 ;;
*)
	echo "dist_libc: $arch is not x86_64 or aarch64" >&2
	exit 2
	;;
esac
work=$top/build-dist/libc-$arch
package=${FRUGAL_LIBC:-$(echo "$work"/libc6_*.deb)}
if [ ! -e "$package" ]; then
	mkdir -p "$work"
	"$top/tools/dist_fetch.sh" "$work" binary "$debian" libc6 >"$work/log" 2>&1 || { tail -n 5 "$work/log" >&2 && exit 3; }
	package=$(echo "$work"/libc6_*.deb)
fi
whole=$(mktemp -d)
trap 'rm -rf "$whole"' EXIT
dpkg-deb -x "$package" "$whole"
libraries=lib/$arch-linux-gnu
mkdir -p "$root/$libraries" "$root/$(dirname "$loader")" "$root/usr/share/doc/libc6"
# copied FILE: from / or /usr, where the one release has it and the other.
copied() {
	local from=$whole/usr/$1
	[ -e "$from" ] || from=$whole/$1
	install -m 755 "$(readlink -e "$from")" "$root/$1"
}
copied "$loader"
for library in libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 libutil.so.1; do
	copied "$libraries/$library"
done
install -m 644 "$whole/usr/share/doc/libc6/copyright" "$root/usr/share/doc/libc6/"
dpkg-deb -f "$package" Version >"$root/usr/share/doc/libc6/version"
