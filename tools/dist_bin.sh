#!/bin/bash
# dist_bin.sh: builds dist/frugal-VERSION-linux-ARCH (ARCH=x86_64 or aarch64), which runs with glibc
# 2.28 and later and needs no other library: SQLite, jansson and inih are inside; curl, expat, nettle,
# libbpf and NVML are looked for when they are used. Beside it: SHA256SUMS and its SBOM.
#
# The compiler is clang as zig packs it, with the C library's symbols of 2.28. It comes from PyPI into
# a venv below build-dist/; sources come as Debian's source packages. Both are checked against the
# SHA-256 of tools/dist_python.txt and tools/dist_sources.txt. FRUGAL_SOURCES=FOLDER: where the source
# files are already, for one who is not on Debian. Exits with 3 when something cannot be downloaded.
# Nothing of the result depends on the folder, the time or the user: the same sources give the same bytes.
set -euo pipefail
# ccache rewrites paths by its settings: two machines would not give the same bytes.
export CCACHE_DISABLE=1
cd "$(dirname "$0")/.."
top=$PWD
arch=${ARCH:-x86_64}
glibc=2.28
jobs=${JOBS:-2}
work=$top/build-dist
target=$work/$arch
version=$(sed -n "s/^  version: '\(.*\)',/\1/p" meson.build | head -n 1)
name=frugal-$version-linux-$arch
# Small before fast: the program waits for commands and files. Tables to unwind exceptions are not C's.
small="-Oz -g0 -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables -fno-unwind-tables"
# Of SQLite, what no statement of src/store asks for.
sqlite_without="-DSQLITE_DQS=0 -DSQLITE_DEFAULT_MEMSTATUS=0 -DSQLITE_OMIT_AUTHORIZATION -DSQLITE_OMIT_COMPLETE
	-DSQLITE_OMIT_DECLTYPE -DSQLITE_OMIT_DEPRECATED -DSQLITE_OMIT_DESERIALIZE -DSQLITE_OMIT_GET_TABLE
	-DSQLITE_OMIT_JSON -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_OMIT_PROGRESS_CALLBACK -DSQLITE_OMIT_SHARED_CACHE
	-DSQLITE_OMIT_TCL_VARIABLE -DSQLITE_OMIT_TRACE -DSQLITE_OMIT_UTF16"
jansson_has="-DHAVE_ATOMIC_BUILTINS -DHAVE_CLOSE -DHAVE_ENDIAN_H -DHAVE_FCNTL_H -DHAVE_GETPID -DHAVE_GETTIMEOFDAY
	-DHAVE_LOCALECONV -DHAVE_OPEN -DHAVE_READ -DHAVE_SCHED_H -DHAVE_SCHED_YIELD -DHAVE_STDINT_H -DHAVE_STRTOLL
	-DHAVE_SYS_STAT_H -DHAVE_SYS_TIME_H -DHAVE_SYS_TYPES_H -DHAVE_UNISTD_H -DINITIAL_HASHTABLE_ORDER=3 -DUSE_URANDOM"

case $arch in
x86_64 | aarch64) ;;
*)
	echo "dist_bin: ARCH=$arch is not x86_64 or aarch64" >&2
	exit 2
	;;
esac
if [ "$(uname -m)" != x86_64 ]; then
	echo "dist_bin: tools/dist_python.txt has the compiler for x86-64 alone; build there" >&2
	exit 3
fi
mkdir -p "$target" "$work/sources" dist
export LC_ALL=C TZ=UTC SOURCE_DATE_EPOCH=0 PATH="$work/venv/bin:$PATH"
unset CC CFLAGS CPPFLAGS LDFLAGS

# quietly COMMAND...: shows what it said when it fails; then exits with $status.
status=1
quietly() {
	local log=$target/command.log
	"$@" >"$log" 2>&1 || { tail -n 30 "$log" >&2 && echo "dist_bin: failed: $*" >&2 && exit "$status"; }
}

compiler() {
	cmp -s tools/dist_python.txt "$work/venv/dist_python.txt" && return
	rm -rf "$work/venv"
	quietly python3 -m venv "$work/venv"
	status=3 quietly "$work/venv/bin/pip" install --no-deps --only-binary :all: --require-hashes -r tools/dist_python.txt
	cp tools/dist_python.txt "$work/venv/"
}

# The lines of the table of sources.
sources() {
	grep -v '^#' "$top/tools/dist_sources.txt"
}

checked() {
	(cd "$work/sources" && sources | awk '{ print $6 "  " $5 }' | sha256sum --check --quiet 2>"$target/checked.log" >&2)
}

fetched() {
	checked && return
	if [ -n "${FRUGAL_SOURCES:-}" ]; then
		sources | while read -r _ _ _ _ file _; do cp "$FRUGAL_SOURCES/$file" "$work/sources/"; done
	else
		# shellcheck disable=SC2046 # a list of names
		status=3 quietly tools/dist_fetch.sh "$work/sources" source $(sources | cut -d' ' -f4)
	fi
	checked || { cat "$target/checked.log" >&2 && echo "dist_bin: a source is not the one of tools/dist_sources.txt" >&2 && exit 4; }
}

# unpacked NAME: its source, in $work/sources/NAME; one line of the table each.
unpacked() {
	local file
	[ ! -e "$work/sources/$1/.whole" ] || return 0
	file=$(sources | awk -v name="$1" '$1 == name { print $5 }')
	rm -rf "$work/sources/$1"
	mkdir "$work/sources/$1"
	tar -xf "$work/sources/$file" -C "$work/sources/$1" --strip-components=1
	touch "$work/sources/$1/.whole"
}

# SQLite in one file, as its own build makes it (with tclsh).
amalgamated() {
	[ ! -e "$work/sources/sqlite/sqlite3.c" ] || return 0
	(cd "$work/sources/sqlite" && quietly ./configure && quietly make sqlite3.c)
}

# zig cc as a compiler that meson can ask: zig takes no source on standard input with a version of glibc.
tools_of_target() {
	local zig
	zig=$(echo "$work"/venv/lib/python3*/site-packages/ziglang/zig)
	export ZIG_GLOBAL_CACHE_DIR=$work/zig ZIG_LOCAL_CACHE_DIR=$work/zig
	mkdir -p "$target/bin"
	cat >"$target/bin/cc" <<X
#!/bin/bash
words=()
for word in "\$@"; do
	if [ "\$word" = - ]; then words+=(-x c /dev/null); else words+=("\$word"); fi
done
exec '$zig' cc -target $arch-linux-gnu.$glibc "\${words[@]}"
X
	# shellcheck disable=SC2016 # the words of the script that is written
	printf '#!/bin/sh\nexec "%s" ar "$@"\n' "$zig" >"$target/bin/ar"
	chmod +x "$target/bin/cc" "$target/bin/ar"
}

# library NAME FLAGS FILE...: lib/libNAME.a
library() {
	local lib=$1 flags=$2 source object objects=()
	shift 2
	for source in "$@"; do
		object=$target/objects/$lib-$(basename "$source" .c).o
		# shellcheck disable=SC2086 # lists of words
		quietly "$target/bin/cc" $small -fPIC -w $flags -I"$target/include" -c "$source" -o "$object"
		objects+=("$object")
	done
	rm -f "$target/lib/lib$lib.a"
	quietly "$target/bin/ar" rcsD "$target/lib/lib$lib.a" "${objects[@]}"
}

# described NAME VERSION LIBS: lib/pkgconfig/NAME.pc
described() {
	printf 'Name: %s\nDescription: %s\nVersion: %s\nCflags: -I%s\nLibs: %s\n' \
		"$1" "$1" "$2" "$target/include" "$3" >"$target/lib/pkgconfig/$1.pc"
}

version_of() {
	sources | awk -v name="$1" '$1 == name { print $2 }'
}

libraries() {
	local recipe from=$work/sources header lib multiarch
	recipe=$(cat tools/dist_bin.sh tools/dist_sources.txt tools/dist_python.txt | sha256sum)
	[ "$(cat "$target/recipe" 2>/dev/null)" != "$recipe" ] || return 0
	rm -rf "${target:?}/include" "${target:?}/lib" "${target:?}/objects" "${target:?}/build"
	mkdir -p "$target/include" "$target/lib/pkgconfig" "$target/objects"
	cp "$from/sqlite/sqlite3.h" "$from/inih/ini.h" "$from/jansson/src/jansson.h" "$target/include"
	sed 's/@json_inline@/inline/; s/@json_[a-z_]*@/1/' "$from/jansson/src/jansson_config.h.in" >"$target/include/jansson_config.h"
	: >"$target/include/jansson_private_config.h"
	library sqlite3 "-DSQLITE_THREADSAFE=1 $sqlite_without" "$from/sqlite/sqlite3.c"
	library inih '' "$from/inih/ini.c"
	library jansson "$jansson_has" "$from"/jansson/src/*.c
	described sqlite3 "$(version_of sqlite)" "-L$target/lib -lsqlite3"
	described jansson "$(version_of jansson)" "-L$target/lib -ljansson"
	described inih "$(version_of inih)" "-L$target/lib -linih"
	# Of these the headers alone, which are the same for every processor.
	multiarch=$(gcc -print-multiarch)
	for header in expat.h expat_external.h nettle bpf curl microhttpd.h; do
		if [ -e "/usr/include/$multiarch/$header" ]; then
			ln -s "/usr/include/$multiarch/$header" "$target/include/"
		else
			ln -s "/usr/include/$header" "$target/include/"
		fi
	done
	for lib in expat libcurl nettle libbpf libmicrohttpd; do
		described "$lib" "$(pkg-config --modversion "$lib")" ''
	done
	echo "$recipe" >"$target/recipe"
}

program() {
	cat >"$target/cross" <<X
[binaries]
c = '$target/bin/cc'
ar = '$target/bin/ar'
pkg-config = 'pkg-config'
[properties]
pkg_config_libdir = '$target/lib/pkgconfig'
needs_exe_wrapper = true
[host_machine]
system = 'linux'
cpu_family = '$arch'
cpu = '$arch'
endian = 'little'
X
	[ -e "$target/build/build.ninja" ] || quietly meson setup "$target/build" --cross-file "$target/cross" \
		-Dbuildtype=plain -Dtests=false -Dbpf=enabled -Dc_args="$small" -Dc_link_args="-Wl,--gc-sections -s"
	quietly ninja -C "$target/build" -j "$jobs" frugal
	install -m 755 "$target/build/frugal" "dist/$name"
}

compiler
fetched
for library in $(sources | cut -d' ' -f1); do unpacked "$library"; done
amalgamated
tools_of_target
libraries
program
python3 tools/sbom.py "dist/$name" "$version" "$work/sources" >"dist/$name.cdx.json.new"
mv "dist/$name.cdx.json.new" "dist/$name.cdx.json"
(cd dist && find . -maxdepth 1 -type f -name "frugal-$version-*" -printf '%f\n' | sort | xargs sha256sum >SHA256SUMS)
echo "dist/$name: $(stat -c %s "dist/$name") bytes"
