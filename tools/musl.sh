#!/bin/bash
# musl.sh BUILD: compiles each file of src/ with musl's C library in place of glibc, as one does who
# builds for Alpine; BUILD is a folder where generated files are.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Headers of the kernel and of libraries that do not depend on the C library.
multiarch=$(gcc -print-multiarch)
ln -s /usr/include/linux /usr/include/asm-generic "/usr/include/$multiarch/asm" "$work"
for header in sqlite3.h jansson.h ini.h expat.h expat_external.h nettle bpf microhttpd.h; do
	ln -s "/usr/include/$header" "$work"
done
for header in jansson_config.h expat_config.h curl; do
	[ ! -e "/usr/include/$multiarch/$header" ] || ln -s "/usr/include/$multiarch/$header" "$work"
done

failed=0
count=0
while read -r file; do
	count=$((count + 1))
	musl-gcc -std=gnu17 -fsyntax-only -Wall -Wextra -Werror -D_GNU_SOURCE -DFRUGAL_VERSION='"0"' -DFRUGAL_BPF \
		-Iinclude -Isrc -I"$build/src" -idirafter "$work" -include src/base/banned.h "$file" || failed=$((failed + 1))
done < <(git ls-files 'src/*.c' | grep -v '\.bpf\.c$')
echo "$count files, $failed refused"
[ "$failed" = 0 ]
