/* SPDX-License-Identifier: Apache-2.0 */
/* Words of another language: a file of two texts worked by hand, and each way it can be damaged. */
#include "check.h"

#include "base/intl.h"
#include "base/words_mo.h"

/* "cat" and "dog", which are "chat" and "chien"; the tables begin at 28 and 44, the texts at 60. */
static const unsigned char animals[] = {
	0xde, 0x12, 0x04, 0x95, 0,   0,   0,   0,   2,  0,   0,   0,   28,  0,   0,   0,
	44,   0,    0,    0,    0,   0,   0,   0,   0,  0,   0,   0,   3,   0,   0,   0,
	60,   0,    0,    0,    3,   0,   0,   0,   64, 0,   0,   0,   4,   0,   0,   0,
	68,   0,    0,    0,    5,   0,   0,   0,   73, 0,   0,   0,   'c', 'a', 't', 0,
	'd',  'o',  'g',  0,    'c', 'h', 'a', 't', 0,  'c', 'h', 'i', 'e', 'n', 0,
};

TEST(texts_are_found_or_not)
{
	struct words_mo words;
	CHECK(words_mo_open(&words, (const char *)animals, sizeof(animals)));
	CHECK_TEXT(words_mo_find(&words, "cat"), "chat");
	CHECK_TEXT(words_mo_find(&words, "dog"), "chien");
	CHECK(!words_mo_find(&words, ""));
	CHECK(!words_mo_find(&words, "bee"));
	CHECK(!words_mo_find(&words, "cats"));
	CHECK(!words_mo_find(&words, "eel"));
}

TEST(a_damaged_file_is_refused)
{
	struct words_mo words;
	unsigned char file[sizeof(animals)];
	for (size_t n = 0; n < sizeof(animals); n++)
		CHECK(!words_mo_open(&words, (const char *)animals, n));

	/* The magic number, the version, the count, the places of the tables, of texts, their
	 * lengths. */
	static const size_t places[] = {0, 4, 11, 14, 18, 28, 35, 40, 44, 51, 56};
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		memcpy(file, animals, sizeof(file));
		file[places[i]] ^= 0xff;
		CHECK(!words_mo_open(&words, (const char *)file, sizeof(file)));
	}
	memcpy(file, animals, sizeof(file));
	file[67] = '!'; /* where "dog" ends */
	CHECK(!words_mo_open(&words, (const char *)file, sizeof(file)));
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

RUN_TESTS(CASE(texts_are_found_or_not), CASE(a_damaged_file_is_refused), CASE(a_language_is_chosen))
