/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of sentences, from factors/ask_words.csv: by language, a phrase and what it means.
 * Phrases are compared as names are, without case, accents, hyphens and spaces.
 */
#include <string.h>

#include "base/intl.h"
#include "base/num.h"
#include "factor/words.h"
#include "insight/ask_inside.h"

static const char *const MEANS[MEANS_COUNT] = {
	[MEANS_FILLER] = "filler",   [MEANS_ABOUT] = "about",
	[MEANS_PEOPLE] = "people",   [MEANS_REQUEST] = "request",
	[MEANS_TOKEN] = "token",     [MEANS_INPUT] = "input",
	[MEANS_PERIOD] = "period",   [MEANS_PARAMETER] = "parameter",
	[MEANS_RATE] = "rate",       [MEANS_PER] = "per",
	[MEANS_DURING] = "during",   [MEANS_OF] = "of",
	[MEANS_TOTAL] = "total",     [MEANS_WEEK_PART] = "week_part",
	[MEANS_PLACE] = "place",     [MEANS_HOST] = "host",
	[MEANS_DEVICE] = "device",   [MEANS_DEVICE_HOUR] = "device_hour",
	[MEANS_SERVER] = "server",   [MEANS_THING] = "thing",
	[MEANS_NUMBER] = "number",   [MEANS_MULTIPLIER] = "multiplier",
	[MEANS_ARTICLE] = "article", [MEANS_OFTEN] = "often",
	[MEANS_DENY] = "deny",       [MEANS_BOUND] = "bound",
	[MEANS_AND] = "and",         [MEANS_TIMES] = "times",
	[MEANS_EACH] = "each",       [MEANS_PART] = "part",
	[MEANS_SUFFIX] = "suffix",
};

static enum ask_means means_of(const char *text)
{
	for (int i = MEANS_FILLER; i < MEANS_COUNT; i++)
		if (strcmp(MEANS[i], text) == 0)
			return (enum ask_means)i;
	return MEANS_NOTHING;
}

/* What the map has: the row of a phrase, and in the high bits of how many words it is. */
#define ROW_BITS 20
#define ROW_MASK ((1u << ROW_BITS) - 1)

/* A phrase as the map has it; what has no letters ("/") stays as it is. */
static struct str normal_of(struct str phrase, struct words *words)
{
	words_all_of(phrase, words);
	struct str joined = words_joined(words);
	return joined.n ? joined : phrase;
}

static int put_phrase(struct ask_words *words, enum ask_tongue tongue, struct str phrase,
		      struct frugal_error *reterr)
{
	struct words scratch;
	struct str normal = normal_of(phrase, &scratch);
	uint32_t old;
	if (map_get(&words->map[tongue], normal, &old))
		return 0; /* the first meaning counts */
	const char *kept = arena_strndup(words->arena, normal.p, normal.n);
	uint32_t row = (uint32_t)(words->n - 1) | (uint32_t)scratch.n << ROW_BITS;
	if (!kept || !map_put(&words->map[tongue], str_of(kept), row, NULL))
		return error_nomem(reterr);
	return 0;
}

static int put_phrases(struct ask_words *words, enum ask_tongue tongue, struct str list,
		       struct frugal_error *reterr)
{
	int r = 0;
	while (r == 0 && list.n) {
		const char *end = memchr(list.p, ';', list.n);
		size_t n = end ? (size_t)(end - list.p) : list.n;
		r = put_phrase(words, tongue, (struct str){list.p, n}, reterr);
		n += end != NULL;
		list.p += n;
		list.n -= n;
	}
	return r;
}

static const char *cell(const struct table *table, uint32_t row, const char *name)
{
	uint32_t column = table_column_find(table, str_of(name));
	return column == TABLE_NO_COLUMN ? "" : table_text(table, row, column);
}

static int read_row(const struct table *table, uint32_t row, struct ask_words *to,
		    struct frugal_error *reterr)
{
	const char *means = cell(table, row, "means"), *lang = cell(table, row, "lang");
	uint32_t value = table_column_find(table, STR("value"));
	struct ask_word word = {
		.means = means_of(means),
		.gives = cell(table, row, "gives"),
		.value = value == TABLE_NO_COLUMN ? MISSING : table_number(table, row, value),
		.text = cell(table, row, "words"),
	};
	if (word.means == MEANS_NOTHING) {
		struct buf where = {0};
		table_where(table, row, &where);
		error_set(reterr, FRUGAL_EDATA, _("'%s' is not a meaning of a word"), means);
		int r = error_where(reterr, "%s", buf_text(&where));
		buf_release(&where);
		return r;
	}
	if (!mem_grow(&to->word, to->n, &to->cap, sizeof(*to->word), 65536))
		return error_nomem(reterr);
	to->word[to->n++] = word;
	if (word.means == MEANS_SUFFIX)
		return 0;
	return put_phrases(to, strcmp(lang, "fr") == 0 ? TONGUE_FR : TONGUE_EN, str_of(word.text),
			   reterr);
}

int ask_words_read(struct tables *tables, struct arena *arena, struct ask_words *ret,
		   struct frugal_error *reterr)
{
	const struct table *table;
	*ret = (struct ask_words){.arena = arena};
	int r = tables_get(tables, "ask_words", &table, reterr);
	for (uint32_t row = 0; r == 0 && row < table_rows(table); row++)
		r = read_row(table, row, ret, reterr);
	return r;
}

void ask_words_release(struct ask_words *words)
{
	for (int i = 0; i < TONGUES; i++)
		map_release(&words->map[i]);
	mem_free(words->word);
	*words = (struct ask_words){0};
}

const struct ask_word *ask_word_of(const struct ask_words *words, enum ask_tongue tongue,
				   struct str phrase)
{
	struct words scratch;
	uint32_t i;
	if (!map_get(&words->map[tongue], normal_of(phrase, &scratch), &i))
		return NULL;
	/* "a chat" is not "achat": a letter of its own is not part of a longer word. */
	if (scratch.n > i >> ROW_BITS && scratch.n && scratch.word[0].n == 1)
		return NULL;
	return &words->word[i & ROW_MASK];
}

const struct ask_word *ask_word_any(const struct ask_words *words, enum ask_tongue tongue,
				    struct str phrase)
{
	const struct ask_word *word = ask_word_of(words, tongue, phrase);
	return word ? word
		    : ask_word_of(words, tongue == TONGUE_EN ? TONGUE_FR : TONGUE_EN, phrase);
}

const struct ask_word *ask_suffix(const struct ask_words *words, struct str text)
{
	for (size_t i = 0; i < words->n; i++)
		if (words->word[i].means == MEANS_SUFFIX && str_is(text, words->word[i].text))
			return &words->word[i];
	return NULL;
}
