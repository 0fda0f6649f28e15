/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sentences as people write them (tests/ask/LANGUAGE.tsv), with what must come of each, written
 * before the reader was. At least 36 of 40 are right, the others are refused, and none is guessed.
 */
#include <stdlib.h>

#include "ask_bench.h"
#include "base/file.h"

#define LEAST_OF_40 36

struct tally {
	int right, refused, guessed;
};

static void judge(const char *lang, struct str sentence, struct str expected, struct tally *tally)
{
	struct buf came = {0};
	struct str part;
	outcome(lang, sentence, &came);
	bool whole = !str_after(buf_str(&came), "missing:", &part) &&
		     !str_after(buf_str(&came), "refused:", &part);
	bool right = str_eq(expected, buf_str(&came));
	if (str_after(expected, "refused:", &part)) {
		char text[200];
		part = str_trim(part);
		(void)snprintf(text, sizeof(text), "%.*s", STR_ARG(part));
		right = !whole && strstr(buf_text(&came), text);
	}
	tally->right += right;
	tally->refused += !right && !whole;
	tally->guessed += !right && whole;
	if (!right)
		print_message("# %s: %.*s\n#   expected %.*s\n#   came     %s\n", lang,
			      STR_ARG(sentence), STR_ARG(expected), buf_text(&came));
	buf_release(&came);
}

static void judge_file(const char *lang, const char *name, struct tally *tally)
{
	char path[400];
	struct buf text = {0};
	struct frugal_error error = {0};
	(void)snprintf(path, sizeof(path), "%s/tests/ask/%s", getenv("FRUGAL_SOURCE"), name);
	CHECK_INT(file_read(path, 1 << 20, &text, &error), 0);
	struct str rest = buf_str(&text);
	while (rest.n) {
		const char *end = memchr(rest.p, '\n', rest.n);
		struct str line = {rest.p, end ? (size_t)(end - rest.p) : rest.n};
		const char *tab = memchr(line.p, '\t', line.n);
		size_t n = line.n + (end != NULL);
		if (tab && line.p[0] != '#')
			judge(lang, (struct str){line.p, (size_t)(tab - line.p)},
			      (struct str){tab + 1, line.n - (size_t)(tab - line.p) - 1}, tally);
		rest.p += n;
		rest.n -= n;
	}
	buf_release(&text);
	print_message("# %s: %d right, %d refused, %d guessed\n", name, tally->right,
		      tally->refused, tally->guessed);
}

TEST(english_sentences_are_understood_or_refused)
{
	struct tally tally = {0};
	judge_file("en", "en.tsv", &tally);
	CHECK_INT(tally.right + tally.refused + tally.guessed, 40);
	CHECK(tally.right >= LEAST_OF_40);
	CHECK_INT(tally.guessed, 0);
}

TEST(french_sentences_are_understood_or_refused)
{
	struct tally tally = {0};
	judge_file("fr", "fr.tsv", &tally);
	CHECK_INT(tally.right + tally.refused + tally.guessed, 40);
	CHECK(tally.right >= LEAST_OF_40);
	CHECK_INT(tally.guessed, 0);
}

TEST(sentences_that_were_written_afterwards_are_understood_too)
{
	struct tally english = {0}, french = {0};
	judge_file("en", "held_en.tsv", &english);
	judge_file("fr", "held_fr.tsv", &french);
	CHECK_INT(english.right, 15);
	CHECK_INT(french.right, 15);
}

TEST(totals_and_days_of_the_week_are_understood_or_refused)
{
	struct tally english = {0}, french = {0};
	judge_file("en", "totals_en.tsv", &english);
	judge_file("fr", "totals_fr.tsv", &french);
	CHECK_INT(english.right, 17);
	CHECK_INT(french.right, 8);
}

TEST(sentences_of_images_and_videos_are_understood_or_refused)
{
	struct tally english = {0}, french = {0};
	judge_file("en", "media_en.tsv", &english);
	judge_file("fr", "media_fr.tsv", &french);
	CHECK_INT(english.right, 14);
	CHECK_INT(french.right, 7);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(english_sentences_are_understood_or_refused),
		CASE(french_sentences_are_understood_or_refused),
		CASE(sentences_that_were_written_afterwards_are_understood_too),
		CASE(totals_and_days_of_the_week_are_understood_or_refused),
		CASE(sentences_of_images_and_videos_are_understood_or_refused),
	};
	return run_with_knowledge(tests, sizeof(tests) / sizeof(*tests));
}
