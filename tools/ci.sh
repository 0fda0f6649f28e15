#!/bin/bash
# ci.sh              runs every step of the ladder, cheapest first
# ci.sh more         runs the long steps: what takes minutes, much memory, or packages of others
# ci.sh step NAME... runs these steps
# ci.sh list         names the steps; `list more` the long ones
#
# A step NAME is the function step_NAME here; what it prints goes to build-ci/NAME.log, whose end
# is shown when it fails. It counts as one case unless it reports its cases (`tally`); 77 means skipped.
# The last line is "N passed, N failed", over all cases of all steps.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
top=$PWD
out=$top/build-ci
jobs=${JOBS:-2}
fuzz_seconds=${FUZZ_SECONDS:-10}
steps=(format layers header gcc install demo sanitize fuzz tidy)
more_steps=(musl everywhere image arm64 roots packages refused valgrind analyze threads full busy sanitize_golden fuzz_long soak load trainings readers mcp prometheus peers schemathesis browser serve)

# tally PASSED FAILED [SKIPPED]: adds cases to the count of the running step.
tally() {
	echo "$1 $2 ${3:-0}" >>"$out/$step.count"
}

c_files() {
	git ls-files --cached --others --exclude-standard -- \
		'src/*.[ch]' 'include/*.h' 'tests/*.[ch]' 'fuzz/*.[ch]' 'tools/*.[ch]' \
		'bench/*.[ch]' 'examples/*.[ch]' | while read -r file; do
		if [ -f "$file" ]; then echo "$file"; fi
	done
}

# case_of NAME COMMAND...: runs it and counts it as a case.
case_of() {
	local name=$1
	shift
	if "$@"; then
		echo "ok $name"
		tally 1 0
	else
		echo "FAILED: $name"
		tally 0 1
		return 1
	fi
}

# many COMMAND: runs COMMAND NAME for each name on standard input, some at once; each is a case.
many() {
	local command=$1 name status=0 folder=$out/$step.each
	rm -rf "$folder"
	mkdir -p "$folder"
	export -f "$command"
	export out top fuzz_seconds
	cat >"$folder.names"
	xargs -P "$jobs" -I{} bash -c '"$1" "$2" >"$3/$2" 2>&1 && touch "$3/$2.ok"' bash "$command" {} "$folder" \
		<"$folder.names"
	while read -r name; do
		cat "$folder/$name"
		case_of "${step%_long} $name" test -e "$folder/$name.ok" || status=1
	done <"$folder.names"
	return "$status"
}

# compiler NAME: what to call it by; a build that was made before costs little where ccache is.
compiler() {
	if command -v ccache >/dev/null; then echo "ccache $1"; else echo "$1"; fi
}

# built BUILD OPTION...: sets the folder up (again, if the options changed) and builds it.
built() {
	local build=$1
	shift
	if [ "$(cat "$build.options" 2>/dev/null)" != "$*" ]; then
		rm -rf "$build"
	fi
	# Again each time: meson looks for new test files only then.
	if [ -f "$build/build.ninja" ]; then
		meson setup --reconfigure "$build" || return 1
	else
		meson setup "$build" "$@" || return 1
		echo "$*" >"$build.options"
	fi
	# The tools that the build makes and runs leave their memory to the end of the process.
	ASAN_OPTIONS=detect_leaks=0 ninja -C "$build" -j "$jobs"
}

# tested BUILD OPTION...: runs its tests and counts every case. Many of them wait, not work: some more
# at once than there are processors.
tested() {
	local build=$1 status=0
	shift
	rm -f "$build/meson-logs/testlog.json"
	meson test -C "$build" --no-rebuild --print-errorlogs --num-processes "$((jobs + 2))" "$@" || status=1
	if [ ! -f "$build/meson-logs/testlog.json" ]; then
		tally 0 1
		return 1
	fi
	# shellcheck disable=SC2046 # three numbers
	tally $(python3 tools/count.py "$build")
	# Last in the log, whose end is what is shown.
	[ "$status" = 0 ] || python3 tools/count.py --failed "$build"
	return "$status"
}

# Other versions lay out macros otherwise.
step_format() {
	local version
	version=$(clang-format --version | sed -n 's/.*version \([0-9]*\).*/\1/p')
	[ "$version" = 14 ] || { skipped "clang-format $version: the layout is that of 14"; return; }
	c_files | xargs clang-format --dry-run -Werror
}

step_layers() {
	case_of "rooms use only rooms below" python3 tests/layers.py . || return 1
	case_of "the check sees what it must" python3 tests/layers.py --self-test
}

# The build of a release: its tests, its installation, the demo. With debug information, in which
# abi.py finds types, and valgrind lines.
built_by_gcc() {
	CC=$(compiler gcc) built "$out/gcc" --prefix=/usr/local --libdir=lib -Dwerror=true -Db_ndebug=false -Dc_args=-g
}

step_gcc() {
	built_by_gcc && tested "$out/gcc"
}

# Leak detection attaches to the process; some containers forbid it.
leaks_can_be_found() {
	echo 'int main(void) { return 0; }' >"$out/probe.c" &&
		clang -fsanitize=address "$out/probe.c" -o "$out/probe" &&
		ASAN_OPTIONS=detect_leaks=1 "$out/probe"
}

# One build for tests, fuzzing and lint: what the fuzzer adds to it costs the tests little.
built_with_sanitizers() {
	CC=$(compiler clang) built "$out/sanitize" -Dwerror=true -Dbuildtype=debugoptimized -Dfuzz=true \
		-Db_sanitize=address,undefined -Db_lundef=false
}

# The options of the sanitized tests are strict.
sanitizers_are_strict() {
	local leaks=1
	leaks_can_be_found || leaks=0
	echo "leak detection: $leaks"
	# A request for all memory gives NULL, as without the sanitizer.
	ASAN_OPTIONS=detect_leaks=$leaks:strict_string_checks=1:detect_stack_use_after_return=1
	export ASAN_OPTIONS=$ASAN_OPTIONS:allocator_may_return_null=1
	export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
	export FRUGAL_SANITIZED=1
}

# Without the cases of other programs, which go through the same code as these: `more` has them.
step_sanitize() {
	sanitizers_are_strict
	built_with_sanitizers && tested "$out/sanitize" --timeout-multiplier 4 --no-suite golden
}

# looked_at NAME CHECKS: clang-tidy with CHECKS beyond those of .clang-tidy. One process a file: a
# finding names its file, and a file is a case. What was clean and has not changed since, headers
# included, is not looked at again. A file that the build compiles twice (for the tool that makes
# the image, too) is looked at once: in its second look the analyzer takes each va_list for
# uninitialized.
looked_at() {
	built_with_sanitizers || return 1
	local common files=$out/$1.files found=$out/$1.found failed
	mkdir -p "$out/tidy-clean" "$out/tidy-db"
	python3 tools/compile_db.py <"$out/sanitize/compile_commands.json" \
		>"$out/tidy-db/compile_commands.json" || return 1
	common=$(echo "$2" | cat - .clang-tidy meson.build include/*.h src/*/*.h fuzz/*.h | sha256sum)
	c_files | grep -E '^(src|tools|bench|examples)/.*\.c$' | grep -v '\.bpf\.c$' >"$files"
	xargs -P "$jobs" -I{} sh -c \
		'stamp=$3/$(echo "$2 $4" | cat - "$2" | sha256sum | cut -c1-40)
		test -f "$stamp" && exit 0
		if clang-tidy -p "$1" --quiet --warnings-as-errors="*" --checks="$5" "$2" 2>/dev/null
		then touch "$stamp"; else echo "FAILED: $2"; fi' \
		sh "$out/tidy-db" {} "$out/tidy-clean" "$common" "$2" <"$files" | tee "$found"
	failed=$(grep -c '^FAILED: ' "$found")
	tally $(($(wc -l <"$files") - failed)) "$failed"
	[ "$failed" = 0 ]
}

# What clang-tidy sees in a file as it stands.
step_tidy() {
	looked_at tidy '-clang-analyzer-*'
}

# fuzzed NAME: new finds go to the first folder, the kept corpus is only read.
fuzzed() {
	mkdir -p "$out/corpus/$1"
	ASAN_OPTIONS=detect_leaks=0 "$out/sanitize/fuzz/fuzz_$1" -max_total_time="$fuzz_seconds" \
		-timeout=10 -rss_limit_mb=1024 -print_final_stats=0 -artifact_prefix="$out/found-$1-" \
		"$out/corpus/$1" "fuzz/corpus/$1"
}

step_fuzz() {
	built_with_sanitizers || return 1
	local target
	for target in "$out"/sanitize/fuzz/fuzz_*; do
		if [ -x "$target" ] && [ -f "$target" ]; then echo "${target##*/fuzz_}"; fi
	done | many fuzzed
}

step_header() {
	local language status=0
	echo '#include "frugal.h"' >"$out/header.c"
	for language in c99 c11 c17 c++11 c++17; do
		local compiler=gcc kind=c
		case $language in c++*) compiler=g++ kind=c++ ;; esac
		case_of "frugal.h as $language" "$compiler" -x "$kind" -std="$language" -Wall -Wextra \
			-Wpedantic -Werror -fsyntax-only -Iinclude "$out/header.c" || status=1
	done
	return "$status"
}

# Every name that the shared library exports begins with frugal_ and is in the header; once the
# api room has code, every function of the header is exported.
symbols_are_the_header() {
	local library=$1 declared exported
	exported=$(nm -D --defined-only "$library" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort)
	declared=$(tr '\n' ' ' <include/frugal.h | grep -oE 'FRUGAL_API [^;(]*\(' |
		grep -oE 'frugal_[a-z_]+\($' | tr -d '(' | sort)
	local more fewer
	more=$(comm -13 <(echo "$declared") <(echo "$exported"))
	fewer=$(comm -23 <(echo "$declared") <(echo "$exported"))
	ls src/api/*.c >/dev/null 2>&1 || fewer=
	[ -z "$more" ] || echo "exported, not in frugal.h:" $more
	[ -z "$fewer" ] || echo "in frugal.h, not exported:" $fewer
	[ -z "$more$fewer" ]
}

# Programs that are built already go on working: no function, member or value is another than
# tests/api/libfrugal.abi has. Additions are to be described, by the command that it prints.
abi_is_described() {
	local status=0
	tools/abi.py "$1" || status=$?
	[ "$status" = 0 ] || [ "$status" = 77 ]
}

# With pkg-config alone, as a program of another project would.
example_builds() {
	local root=$1 source=$2 compiler=gcc language=-std=c99
	case $source in *.cpp) compiler=g++ language=-std=c++11 ;; esac
	local flags
	flags=$(PKG_CONFIG_PATH=$root/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR='' \
		pkg-config --define-variable=prefix="$root" --cflags --libs frugal) || return 1
	rm -f "$out/example"
	# shellcheck disable=SC2086 # a list of words
	"$compiler" "$language" -Wall -Wextra -Werror "$source" $flags -o "$out/example" &&
		env LD_LIBRARY_PATH="$root/lib" ldd "$out/example" | grep "$root/lib/libfrugal" >/dev/null
}

# This tree as it may be one day, with another version and soname, in $out/later.
built_later() {
	local later=$out/later
	mkdir -p "$later"
	rm -rf "$later/tree"
	mkdir "$later/tree"
	git ls-files -z -co --exclude-standard | tar -c --null --ignore-failed-read -T - | tar -x -C "$later/tree"
	sed -i "0,/version: '[0-9.]*'/s//version: '1.2.3'/" "$later/tree/meson.build"
	sed -i "s/soversion: '0'/soversion: '1'/" "$later/tree/src/meson.build"
	rm -rf "$later/build"
	CC=$(compiler gcc) meson setup "$later/build" "$later/tree" --prefix=/usr/local --libdir=lib --buildtype=plain \
		-Dtests=false || return 1
	ninja -C "$later/build" -j "$jobs"
}

# example_runs LIBRARY ROOT: the example that was built last runs, with LIBRARY.
example_runs() {
	env LD_LIBRARY_PATH="$2/lib" ldd "$out/example" | grep -F "$2/lib/$1 " &&
		env LD_LIBRARY_PATH="$2/lib" tests/api/example.sh "$out/example" tests/api/estimate.expected
}

# What programs load: the files and the link of each soname.
libraries_of() { (cd "$1/lib" && sha256sum libfrugal.so.* && readlink libfrugal.so.0) | sort; }

only_the_link_changed() {
	comm -23 "$out/first" <(libraries_of "$1") >"$out/changed"
	cat "$out/changed"
	[ ! -s "$out/changed" ] && [ "$(readlink "$1/lib/libfrugal.so")" = libfrugal.so.1 ]
}

# left_is FOLDER FILE...: these files are all that lies below the folder.
left_is() {
	(cd "$1" && find . ! -type d | sort) >"$out/left"
	shift
	printf '%s\n' "$@" | diff - "$out/left"
}

nothing_is_left() { ls -A "$1" && [ -z "$(ls -A "$1")" ]; }

# A later version next to this one: programs that were built with either run; each goes when told.
side_by_side() {
	local dest=$1 root=$1/usr/local version status=0
	version=$(sed -n "0,/version:/s/.*version: '\(.*\)',/\1/p" meson.build)
	libraries_of "$root" >"$out/first"
	case_of "built with this version" example_builds "$root" examples/estimate.c || return 1
	case_of "a later version is built" built_later || return 1
	case_of "and installed in the same place" meson install -C "$out/later/build" --no-rebuild --quiet --destdir "$dest" ||
		return 1
	case_of "of this library only the link for builders is another" only_the_link_changed "$root" || status=1
	case_of "what was built with this version runs" example_runs libfrugal.so.0 "$root" || status=1
	case_of "built with the later version" example_builds "$root" examples/estimate.c || status=1
	case_of "which runs too" example_runs libfrugal.so.1 "$root" || status=1
	case_of "the later version is uninstalled" env DESTDIR="$dest" ninja -C "$out/later/build" uninstall || status=1
	case_of "which leaves this library" left_is "$dest" ./usr/local/lib/libfrugal.so.0 \
		"./usr/local/lib/libfrugal.so.$version" || status=1
	return "$status"
}

step_install() {
	local dest=$out/dest status=0 source
	local make=(env FRUGAL_SETUP=0 make --no-print-directory BUILD="$out/gcc" DESTDIR="$dest")
	rm -rf "$dest"
	mkdir "$dest"
	built_by_gcc || return 1
	case_of "install" "${make[@]}" install || return 1
	local root=$dest/usr/local
	case_of "exported names" symbols_are_the_header "$root/lib/libfrugal.so" || status=1
	case_of "functions and types that programs were built with" abi_is_described "$root/lib/libfrugal.so" || status=1
	if [ -f "$root/bin/frugal" ]; then
		case_of "the installed frugal starts" env LD_LIBRARY_PATH="$root/lib" \
			"$root/bin/frugal" --version || status=1
	fi
	for source in examples/*.c examples/*.cpp; do
		case_of "$source" example_builds "$root" "$source" || status=1
		case_of "$source runs" env LD_LIBRARY_PATH="$root/lib" tests/api/example.sh \
			"$out/example" "tests/api/$(basename "${source%.*}").expected" || status=1
	done
	side_by_side "$dest" || status=1
	case_of "uninstall" "${make[@]}" uninstall || status=1
	case_of "leaves nothing" nothing_is_left "$dest" || status=1
	return "$status"
}

step_demo() {
	[ -x tools/demo.sh ] || return 77
	built_by_gcc || return 1
	FRUGAL_STORE=$out/demo.db make --no-print-directory BUILD="$out/gcc" demo
}

# ---- the long steps ---------------------------------------------------------------------------

# skipped WHY: the one line of a step whose packages or machine are not here.
skipped() {
	echo "skipped: $*"
	return 77
}

# under_valgrind TEST. A child that is killed in the middle leaves what it held.
under_valgrind() {
	FRUGAL_SOURCE=$top FRUGAL_SANITIZED=1 timeout 600 \
		valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite \
		--child-silent-after-fork=yes "$out/gcc/tests/unit/test_$1"
}

# Reads of memory that was not written, which the sanitizers do not see. Not base_num: it reads and
# writes millions of numbers, in a minute here. Not those that run processes against the clock:
# valgrind has no openat2 and no clone3, and is thirty times too slow for a crowd.
step_valgrind() {
	built_by_gcc || return 1
	local name
	for name in tests/unit/*.c; do
		basename "$name" .c
	done | grep -vxE 'base_num|host|host_scan|meter|meter_align|meter_memory|meter_node|api_measure|api_meter|store_crowd|store_faults' |
		many under_valgrind
}

# What clang's analyzer finds by following the paths through a file: ten times the work of the rest.
step_analyze() {
	looked_at analyze ''
}

# no_race CASE: slow as it is there, what else the case expects may come late: that is not asked here.
no_race() {
	local log=$out/race-$1.log
	setarch -R tests/cli/run.sh "$out/threads/frugal" "$1" >"$log"
	! grep -A 40 'ThreadSanitizer' "$log"
}

# Data races between the thread that reads the command's output and the one that meters. The
# sanitizer's maps need addresses that are not random.
step_threads() {
	CC=$(compiler clang) built "$out/threads" -Dtests=false -Dbuildtype=debugoptimized \
		-Db_sanitize=thread -Db_lundef=false || return 1
	local status=0
	printf '%s\n' run_regex run_epochs_early run_marks run_pausable | many no_race || status=1
	# The server under load: its exit status is that of the sanitizer.
	case_of "the server under load" setarch -R python3 tests/serve/load.py "$out/threads/frugal" . 20 || status=1
	return "$status"
}

# Every page in a real browser, each way it can be looked at; its pictures stay in build-ci/pages.
step_browser() {
	command -v chromium >/dev/null && command -v npm >/dev/null || { skipped "no chromium or npm"; return; }
	built_by_gcc || return 1
	mkdir -p "$out/browser" && cp tests/browser/package.json "$out/browser/"
	npm --prefix "$out/browser" install --silent --no-audit --no-fund || { skipped "no packages to install"; return; }
	in_tap python3 tests/browser/browser.py "$out/gcc/frugal" . --all --modules "$out/browser/node_modules" --pictures "$out/pages"
}

# The server's speed beside nginx, in the same run.
step_serve() {
	command -v wrk >/dev/null || { skipped "no wrk"; return; }
	built_by_gcc && case_of "the speed of the pages" bench/serve.sh "$out/gcc/frugal"
}

# The C library of Alpine: every file is compiled with it, none is run.
step_musl() {
	command -v musl-gcc >/dev/null || return 77
	built_by_gcc && case_of "compiled with musl" tools/musl.sh "$out/gcc"
}

# tally_tap FILE: counts its cases; one that was skipped has not passed.
tally_tap() {
	local skipped
	skipped=$(grep -c '^ok .*# SKIP' "$1")
	tally "$(($(grep -c '^ok ' "$1") - skipped))" "$(grep -c '^not ok ' "$1")" "$skipped"
}

# in_tap COMMAND...: runs it and counts its cases.
in_tap() {
	local status=0
	"$@" >"$out/$step.tap" || status=$?
	cat "$out/$step.tap"
	tally_tap "$out/$step.tap"
	return "$status"
}

# Where the kernel refuses a call: the commands with each by itself, and the unit tests that run
# processes, read the machine or write files with all newer ones. These skip what only a call gives.
step_refused() {
	built_by_gcc || return 1
	local status=0 names=(host host_exits host_scan activity api_meter api_measure api_trial base_file sensor_specs
		store store_running store_faults) name
	for name in tests/unit/meter_*.c; do names+=("$(basename "$name" .c)"); done
	in_tap tests/refused.sh "$out/gcc/frugal" "$out/gcc/tests/refuse" all || status=1
	FRUGAL_SOURCE=$top FAKE_NVML=$out/gcc/tests/unit/libfake_nvml.so in_tap tests/refused.sh \
		"$out/gcc/frugal" "$out/gcc/tests/refuse" unit "$out/gcc" "${names[@]}" || status=1
	return "$status"
}

# in_roots SCRIPT SUITE...: tests in clean systems; each script ends with its plan, once for each of
# the systems that it has used.
in_roots() {
	local script=$1 plans=$2 why suite said status=0
	shift 2
	why=$(tools/root.sh why)
	[ -z "$why" ] || { skipped "$why"; return; }
	for suite in "$@"; do
		echo "# $suite"
		said=$out/$step.$suite.tap
		"tests/$script.sh" "$suite" "$out/$script" | tee "$said"
		[ "$(grep -c '^1\.\.' "$said")" = "$plans" ] || { echo "FAILED: $script in $suite did not end"; tally 0 1; }
		tally_tap "$said"
		! grep -q '^not ok ' "$said" || status=1
	done
	return "$status"
}

# The packages, built in a clean Debian, and used in another.
step_packages() {
	in_roots packages 2 bookworm trixie
}

# README's commands in clean systems.
step_roots() {
	in_roots readme 1 bookworm trixie bullseye
}

# roots_of PROGRAM ROOT...: counts the cases of tests/roots.sh; each root apart, one that cannot be made
# is skipped.
roots_of() {
	local program=$1 name status all=0 p f
	shift
	for name in "$@"; do
		status=0
		tests/roots.sh "$program" "$name" | tee "$out/$step.root" || status=$?
		if [ "$status" = 77 ]; then
			tally 0 0 1
		elif read -r p f < <(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$out/$step.root"); then
			tally "$p" "$f"
			[ "$f" = 0 ] || all=1
		else
			tally 0 1
			all=1
		fi
	done
	return "$all"
}

# The file of `make dist-bin`, with ARCH as set: in $program. Skipped where it cannot be had or tried.
dist_program() {
	local status=0 said
	if [ "$(id -u)" != 0 ] || ! unshare --mount true; then
		skipped "no root, or no mounts here"
		return
	fi
	said=$(tools/dist_bin.sh) || status=$?
	echo "$said"
	if [ "$status" = 3 ]; then
		skipped "its compiler or a source cannot be downloaded"
		return
	fi
	program=${said%%: *}
	case_of "make dist-bin" test "$status" = 0
}

# Its libraries are those of glibc, and of it no symbol newer than 2.28.
glibc_2_28_suffices() {
	local foreign newest
	foreign=$(readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' |
		grep -vxE 'lib(c|m)\.so\.6|lib(dl|rt)\.so\.[12]|libpthread\.so\.0|libutil\.so\.1|ld-linux-.*')
	newest=$(readelf -V "$1" | grep -oE 'GLIBC_[0-9.]+' | sort -uV | tail -n 1)
	echo "newest: $newest; other libraries: ${foreign:-none}"
	[ -z "$foreign" ] && [ "$(printf '%s\n' "$newest" GLIBC_2.28 | sort -V | tail -n 1)" = GLIBC_2.28 ]
}

is_small() {
	case_of "at most 5 000 000 bytes" test "$(stat -c %s "$1")" -le 5000000
}

sbom_is_valid() {
	local venv status=0
	venv=$(mktemp -d)
	if python3 -m venv "$venv" && "$venv/bin/pip" -q install 'cyclonedx-python-lib[json-validation]'; then
		case_of "the SBOM is CycloneDX 1.6" "$venv/bin/python" tests/sbom_reader.py "$1.cdx.json" "$1" || status=1
	else
		echo "no cyclonedx-python-lib"
		tally 0 0 1
	fi
	rm -rf "$venv"
	return "$status"
}

# The one file for any Linux, in systems older and newer than this and in one that has nothing else; the
# same bytes when it is built in another folder.
step_everywhere() {
	local program status=0 other=$out/other-folder
	dist_program || return
	case_of "glibc 2.28 suffices" glibc_2_28_suffices "$program" || status=1
	is_small "$program" || status=1
	sbom_is_valid "$program" || status=1
	built_by_gcc && case_of "a start costs no more than 1.2 of the shared one" bench/start.sh "$out/gcc/frugal" "$program" || status=1
	roots_of "$program" bullseye bookworm trixie empty || status=1
	rm -rf "$other"
	mkdir -p "$other/build-dist"
	git ls-files -co --exclude-standard -z | xargs -0 cp --parents -t "$other"
	cp -r build-dist/venv build-dist/sources "$other/build-dist"
	case_of "built in another folder" "$other/tools/dist_bin.sh" &&
		case_of "the same bytes there" diff -r --exclude='*aarch64*' --exclude='*.oci.tar' --exclude=SHA256SUMS dist "$other/dist" || status=1
	rm -rf "$other"
	return "$status"
}

# The image without a daemon: by the specification, its size at most, and as umoci unpacks it.
step_image() {
	local program status=0 first bundle=$out/image
	dist_program || return
	case_of "make dist-image" tools/dist_image.sh || return
	case_of "the layout is OCI's" tests/oci_image.py "$program.oci.tar" amd64 4000000 8000000 || status=1
	first=$(sha256sum "$program.oci.tar")
	tools/dist_image.sh
	case_of "the same bytes again" test "$first" = "$(sha256sum "$program.oci.tar")" || status=1
	if command -v umoci >/dev/null; then
		rm -rf "$bundle"
		mkdir -p "$bundle/layout"
		tar -xf "$program.oci.tar" -C "$bundle/layout"
		case_of "umoci unpacks it" umoci unpack --image "$bundle/layout:$(basename "$program" | cut -d- -f2)" "$bundle/run" &&
			roots_of '' "image:$bundle/run/rootfs" || status=1
	else
		echo "no umoci"
		tally 0 0 1
	fi
	return "$status"
}

# arm64, under an emulator of its processor: every unit test, by gcc; the commands of the one file, by clang.
step_arm64() {
	local program why status=0
	command -v qemu-aarch64-static >/dev/null || { skipped "no qemu-aarch64-static (qemu-user-static)"; return; }
	why=$(tools/root.sh why)
	if [ -n "$why" ]; then
		echo "no unit tests: $why"
		tally 0 0 1
	else
		in_tap tests/arm64.sh "$out/arm64" || status=1
		# Ended before its plan, it has not told all.
		case_of "all unit tests are reported" grep -qx '1\.\.[0-9]*' "$out/$step.tap" || status=1
	fi
	export ARCH=aarch64
	dist_program || return
	is_small "$program" || status=1
	case_of "glibc 2.28 suffices" glibc_2_28_suffices "$program" && roots_of "$program" arm64 || status=1
	return "$status"
}

# Statistics over as many draws as their bounds are stated for.
step_full() {
	export FRUGAL_MORE=1
	built_by_gcc && tested "$out/gcc" --timeout-multiplier 10 stat base_num
}

# No test may hang on the clock: all of them once more, while three processes use the processors.
step_busy() {
	built_by_gcc || return 1
	local status=0 loops=() i
	for i in 1 2 3; do
		while :; do :; done &
		loops+=($!)
	done
	trap 'kill "${loops[@]}" 2>/dev/null' EXIT
	tested "$out/gcc" || status=1
	kill "${loops[@]}"
	return "$status"
}

step_sanitize_golden() {
	sanitizers_are_strict
	built_with_sanitizers && tested "$out/sanitize" --timeout-multiplier 10 --suite golden
}

step_fuzz_long() {
	fuzz_seconds=${FUZZ_SECONDS:-300}
	step_fuzz
}

# A meter that watches for minutes keeps its memory, its descriptors and its small share of a core.
step_soak() {
	built_by_gcc && case_of "a meter stays small" tests/soak.py "$out/gcc/frugal" "${SOAK_SECONDS:-300}"
}

# A million runs in the ledger (some 2 GB of disk), a thousand runs at once.
step_load() {
	built_by_gcc || return 1
	case_of "a million runs" bench/million.sh "$out/gcc" "${LOAD_RUNS:-1000000}"
}

# Real trainings by a real library, foretold and done.
step_trainings() {
	built_by_gcc || return 1
	local python
	for python in /usr/bin/python3 python3; do
		if "$python" -c 'import sklearn' 2>/dev/null; then
			case_of "trainings of scikit-learn" bench/trial_sklearn.sh "$out/gcc/frugal" "$python" 2
			return
		fi
	done
	skipped "no scikit-learn (python3-sklearn)"
}

# The standard forms, read by the libraries of those who read them.
step_readers() {
	built_by_gcc || return 1
	local venv status=0
	venv=$(mktemp -d)
	if python3 -m venv "$venv" && "$venv/bin/pip" -q install 'cyclonedx-python-lib[json-validation]' \
		spdx-python-model spdx3-validate huggingface_hub jsonschema; then
		case_of "forms by the programs of others" "$venv/bin/python" tests/form_readers.py \
			"$out/gcc/frugal" ${BOAMPS_MODEL:+"$BOAMPS_MODEL"} || status=1
	else
		skipped "no packages to install"
	fi
	rm -rf "$venv"
	return "$status"
}

# The API against its own description, by a program that tries what the description allows and forbids.
step_schemathesis() {
	built_by_gcc || return 1
	local venv status=0
	venv=$(mktemp -d)
	if python3 -m venv "$venv" && "$venv/bin/pip" -q install schemathesis; then
		case_of "the API is as it describes itself" python3 tests/serve/describe.py "$out/gcc/frugal" . \
			"$venv/bin/schemathesis" || status=1
	else
		skipped "no packages to install" || status=77
	fi
	rm -rf "$venv"
	return "$status"
}

# frugal mcp, asked by the client of those who write the protocol.
step_mcp() {
	built_by_gcc || return 1
	local venv status=0
	venv=$(mktemp -d)
	if python3 -m venv "$venv" && "$venv/bin/pip" -q install mcp jsonschema; then
		in_tap "$venv/bin/python" tests/mcp_client.py "$out/gcc/frugal" || status=1
	else
		skipped "no packages to install" || status=77
	fi
	rm -rf "$venv"
	return "$status"
}

# A real Prometheus over the metrics of the server, and every expression of the dashboard.
step_prometheus() {
	built_by_gcc || return 1
	command -v prometheus >/dev/null && command -v promtool >/dev/null || { skipped "no prometheus"; return; }
	case_of "metrics for Prometheus and Grafana" python3 tests/serve/prometheus.py "$out/gcc/frugal" .
}

# Programs of others that answer the same questions, installed for the while from their registries.
step_peers() {
	command -v npm >/dev/null || { skipped "no npm"; return; }
	python3 -m venv --help >/dev/null 2>&1 || { skipped "no python3-venv"; return; }
	case_of "beside the peers" bench/all.sh
}

# Whole seconds that our children, as far as they have ended, have worked: in $worked.
cpu_seconds() {
	times >"$out/times" # not in a subshell, which has other children
	worked=$(awk 'NR == 2 { for (i = 1; i <= 2; i++) { split($i, t, /[ms]/); all += t[1] * 60 + t[2] } print int(all) }' "$out/times")
}

run_step() {
	step=$1
	local began=$SECONDS status=0 worked before
	cpu_seconds
	before=$worked
	rm -f "$out/$step.count"
	("step_$step") >"$out/$step.log" 2>&1 || status=$?
	if [ ! -s "$out/$step.count" ] || { [ "$status" != 0 ] && ! grep -qE '^[0-9]+ [1-9]' "$out/$step.count"; }; then
		case $status in
		0) tally 1 0 ;;
		77) tally 0 0 1 ;;
		*) tally 0 1 ;;
		esac
	fi
	local p f s
	read -r p f s < <(awk '{ p += $1; f += $2; s += $3 } END { print p, f, s }' "$out/$step.count")
	cpu_seconds
	printf '%-15s %5d passed %3d failed %3d skipped  %4d s, %4d s of processors\n' "$step" "$p" "$f" "$s" \
		$((SECONDS - began)) $((worked - before))
	[ "$status" != 77 ] || grep '^skipped: ' "$out/$step.log" | sed 's/^/    /'
	if [ "$f" != 0 ]; then
		grep -E '^FAILED: |^not ok' "$out/$step.log" | head -n 20 | sed 's/^/    /'
		tail -n 60 "$out/$step.log" | sed 's/^/    /'
		echo "    (all of it: build-ci/$step.log; again: tools/ci.sh step $step)"
	fi
	passed=$((passed + p))
	failed=$((failed + f))
}

case ${1:-} in
list)
	if [ "${2:-}" = more ]; then steps=("${more_steps[@]}"); fi
	printf '%s\n' "${steps[@]}"
	exit 0
	;;
more) steps=("${more_steps[@]}") ;;
step)
	shift
	steps=("$@")
	;;
'') ;;
*)
	echo "usage: tools/ci.sh [more|step NAME...|list [more]]" >&2
	exit 2
	;;
esac
mkdir -p "$out"
passed=0 failed=0 step=
for name in "${steps[@]}"; do
	if ! declare -F "step_$name" >/dev/null; then
		echo "no step $name; there are: ${steps[*]} ${more_steps[*]}" >&2
		exit 2
	fi
	run_step "$name"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
