/* SPDX-License-Identifier: Apache-2.0 */
/* Words of another language: two texts worked by hand, and those of the program. */
#include "check.h"

#include "base/intl.h"
#include "base/translations.h"

/* FNV-1a of "dog" and "cat", which are "chien" and "chat"; by another program. */
static const uint64_t hashes[] = {UINT64_C(0xcaaf3b18f47478e9), UINT64_C(0xf5e307190ce4a327)};
static const uint32_t places[] = {5, 0};
static const struct translations animals = {"fr", hashes, places, "chat\0chien", 2};

TEST(texts_are_found_or_not)
{
	CHECK_TEXT(translations_find(&animals, "cat"), "chat");
	CHECK_TEXT(translations_find(&animals, "dog"), "chien");
	CHECK(!translations_find(&animals, ""));
	CHECK(!translations_find(&animals, "bee"));
	CHECK(!translations_find(&animals, "cats"));
	CHECK(!translations_find(&animals, "eel"));
}

/* What the build writes: no two texts have one hash, and each translation follows the other. */
TEST(each_text_of_the_program_has_a_hash_of_its_own)
{
	size_t place, languages = 0;
	for (const struct translations *one = built_in_translations; one->language; one++) {
		CHECK(one->n > 2000);
		place = 0;
		for (size_t i = 0; i < one->n; i++) {
			CHECK(i == 0 || one->hashes[i - 1] < one->hashes[i]);
			CHECK_INT(one->places[i], place);
			CHECK(one->texts[place] != '\0');
			place += strlen(one->texts + place) + 1;
		}
		languages++;
	}
	CHECK_INT(languages, 1);
}

TEST(a_language_is_chosen)
{
	const char *text = N_("cannot %s %s: %s");
	CHECK_TEXT(_(text), text);
	intl_use("fr");
	CHECK(strcmp(_(text), text) != 0);
	CHECK_TEXT(_("no text of the program"), "no text of the program");
	CHECK_TEXT(_(""), "");
	intl_plain = true;
	CHECK_TEXT(_(text), text);
	intl_plain = false;
	intl_use("xx");
	CHECK_TEXT(_(text), text);
	intl_use("fr");
	intl_use("en");
	CHECK_TEXT(_(text), text);
}

RUN_TESTS(CASE(texts_are_found_or_not), CASE(each_text_of_the_program_has_a_hash_of_its_own),
	  CASE(a_language_is_chosen))
