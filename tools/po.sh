#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Brings po/*.po up to date with the words in src/: extracts them, merges, and reports what is left
# to translate. With --check it changes nothing and fails if a catalogue is not complete.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

find src -name '*.[ch]' | LC_ALL=C sort >"$work/files"
xgettext --files-from="$work/files" --output="$work/frugal.pot" --from-code=UTF-8 --language=C \
	--keyword=_ --keyword=N_ --flag=_:1:pass-c-format --flag=error_set:3:c-format \
	--flag=error_where:2:c-format --flag=error_todo:2:c-format --flag=buf_addf:2:c-format \
	--add-comments=TRANSLATORS --package-name=frugal --no-location --sort-output
# A date in the header would make every extraction a change.
sed -i '/^"POT-Creation-Date:/d' "$work/frugal.pot"

status=0
for po in po/*.po; do
	msgmerge --quiet --no-fuzzy-matching --no-location --sort-output --no-wrap \
		--output-file="$work/new.po" "$po" "$work/frugal.pot"
	msgattrib --no-obsolete --no-wrap --output-file="$work/new.po" "$work/new.po"
	if [ "${1:-}" != --check ]; then
		cp "$work/new.po" "$po"
	fi
	left=$(msgattrib --untranslated --no-wrap "$work/new.po" | sed -n '/^msgid "./p')
	fuzzy=$(msgattrib --only-fuzzy --no-wrap "$work/new.po" | sed -n '/^msgid "./p')
	msgfmt --check-format --check-domain --output-file=/dev/null "$work/new.po" || status=1
	if [ -n "$left$fuzzy" ]; then
		printf '%s is not complete:\n%s\n' "$po" "$left$fuzzy"
		status=1
	fi
done
exit "$status"
