# The short names of what meson does. `make` on a fresh Debian 12 first installs what is missing
# (tools/setup.sh; nothing happens when all is there, and FRUGAL_SETUP=0 never tries).
PREFIX ?= /usr/local
DESTDIR ?=
BUILD = build

$(BUILD)/frugal: FORCE
	@tools/setup.sh build
	@test -f $(BUILD)/build.ninja || tools/quiet.sh $(BUILD) meson setup --prefix=$(PREFIX) $(BUILD)
	@ninja -C $(BUILD) --quiet

check: FORCE # the quick tests, in the tree of `make`
	@tools/setup.sh build test
	@tools/quiet.sh $(BUILD) meson setup --prefix=$(PREFIX) $$(test ! -f $(BUILD)/build.ninja || echo --reconfigure) $(BUILD)
	@meson test -C $(BUILD) --quiet --print-errorlogs

test: FORCE # everything: two compilers, sanitizers, lint, fuzzing, installation, demo
	@tools/setup.sh build test demo
	@tools/ci.sh

test-more: FORCE # what takes minutes, much memory or the programs of others; skips what is not here
	@tools/setup.sh build test demo more
	@tools/ci.sh more

demo: $(BUILD)/frugal
	@tools/setup.sh build demo
	@FRUGAL=$(BUILD)/frugal tools/demo.sh

install: $(BUILD)/frugal
	@meson configure $(BUILD) --prefix=$(PREFIX)
	@meson install -C $(BUILD) --quiet $(if $(DESTDIR),--destdir=$(abspath $(DESTDIR)))

uninstall: # what `make install` of this folder installed
	@DESTDIR=$(if $(DESTDIR),$(abspath $(DESTDIR))) ninja -C $(BUILD) --quiet uninstall

deb: FORCE # the Debian packages, into dist/
	@tools/deb.sh dist

# One file for any Linux with glibc 2.28 or later, in dist/ (ARCH=aarch64 for arm64); docs/install.md.
# These two download what they build with; nothing else here does.
dist-bin: FORCE
	@tools/setup.sh build dist
	@tools/dist_bin.sh

dist-image: FORCE # the same in an OCI image
	@tools/setup.sh build dist
	@tools/dist_bin.sh
	@tools/dist_image.sh

format:
	@git ls-files -co --exclude-standard '*.[ch]' | xargs clang-format -i

clean:
	rm -rf build build-ci build-dist

FORCE:
.PHONY: FORCE check test test-more demo install uninstall deb dist-bin dist-image format clean
