# The short names of what meson does. `make` on a fresh Debian 12 first installs what is missing
# (tools/setup.sh; nothing happens when all is there, and FRUGAL_SETUP=0 never tries).
PREFIX ?= /usr/local
DESTDIR ?=

build/frugal: FORCE
	@tools/setup.sh build
	@test -f build/build.ninja || meson setup --prefix=$(PREFIX) build >/dev/null
	@ninja -C build --quiet

check: FORCE # the quick tests, in the tree of `make`
	@tools/setup.sh build test
	@meson setup --prefix=$(PREFIX) $$(test ! -f build/build.ninja || echo --reconfigure) build >/dev/null
	@meson test -C build --quiet --print-errorlogs

test: FORCE # everything: two compilers, sanitizers, lint, fuzzing, installation, demo
	@tools/setup.sh build test demo
	@tools/ci.sh

demo: build/frugal
	@tools/setup.sh build demo
	@tools/demo.sh

install: build/frugal
	@meson configure build --prefix=$(PREFIX)
	@meson install -C build --quiet $(if $(DESTDIR),--destdir=$(abspath $(DESTDIR)))

format:
	@git ls-files -co --exclude-standard '*.[ch]' | xargs clang-format -i

clean:
	rm -rf build build-ci

FORCE:
.PHONY: FORCE check test demo install format clean
