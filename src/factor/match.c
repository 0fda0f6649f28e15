/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the row for a name. It tries several ways, strictest first, and the first way that finds a
 * key decides: one key is the answer, several are an error that lists them. A looser way never
 * breaks the tie of a stricter one.
 *
 *   exact       the text of a key, name or alias
 *   normalised  the same without case, accents, punctuation, vendors (words.h)
 *   same words  in any order
 *   fewer words all words of the query are among those of the key ("A100" of four boards)
 *   more words  all words of a name are in the query, and the others are noise ("the",
 *               "Tensor Core", "rev a1", the name of a chip): "RTX 4090 Laptop" is not
 *               "RTX 4090"
 */
#include "base/intl.h"
#include "factor/inside.h"
#include "factor/names.h"
#include "factor/refuse.h"

/* The words of a query as numbers of the index. */
struct query {
	struct str text;
	struct words words;
	uint32_t number[WORDS_MAX]; /* NAME_NONE: no name has that word */
	bool known;                 /* every word has a number */
};

static void found_add(struct found *found, uint32_t group)
{
	if (found->n < TABLE_MAX_CANDIDATES)
		found->groups[found->n] = group;
	found->n++;
}

static void query_init(const struct name_index *index, struct str text, struct query *ret)
{
	ret->text = text;
	ret->known = true;
	words_of(text, &ret->words);
	for (size_t i = 0; i < ret->words.n; i++) {
		ret->number[i] = NAME_NONE;
		if (!map_get(&index->word, ret->words.word[i], &ret->number[i]))
			ret->known = false;
	}
}

static void by_text(const struct table *table, const struct query *query, struct found *ret)
{
	const struct name_index *index = table->index;
	uint32_t i = NAME_NONE;
	(void)map_get(&index->exact, query->text, &i);
	for (; i != NAME_NONE; i = index->names[i].next_exact)
		found_add(ret, index->names[i].group);
}

static void by_normal(const struct table *table, const struct query *query, struct found *ret)
{
	const struct name_index *index = table->index;
	uint32_t i = NAME_NONE;
	(void)map_get(&index->normal, words_joined(&query->words), &i);
	for (; i != NAME_NONE; i = index->names[i].next_normal)
		found_add(ret, index->names[i].group);
}

static bool among(uint32_t number, const uint32_t *numbers, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (numbers[i] == number)
			return true;
	return false;
}

static bool all_among(const uint32_t *some, size_t n_some, const uint32_t *numbers, size_t n)
{
	for (size_t i = 0; i < n_some; i++)
		if (!among(some[i], numbers, n))
			return false;
	return true;
}

static bool same_words(const struct name_index *index, const struct name *name,
		       const struct query *query)
{
	const uint32_t *words = &index->words[name->first_word];
	return query->known && all_among(query->number, query->words.n, words, name->n_words) &&
	       all_among(words, name->n_words, query->number, query->words.n);
}

/* Whether the query has all words of name, and its other words are noise. */
static bool more_words(const struct name_index *index, const struct name *name,
		       const struct query *query)
{
	const uint32_t *words = &index->words[name->first_word];
	if (!all_among(words, name->n_words, query->number, query->words.n))
		return false;
	for (size_t i = 0; i < query->words.n; i++) {
		uint32_t number = query->number[i];
		struct str word = query->words.word[i];
		if (among(number, words, name->n_words) || word_is_noise(word))
			continue;
		if (number != NAME_NONE || !word_is_chip(word))
			return false;
	}
	return true;
}

typedef bool name_fits(const struct name_index *index, const struct name *name,
		       const struct query *query);

static void by_name(const struct table *table, const struct query *query, name_fits *fits,
		    struct found *ret)
{
	const struct name_index *index = table->index;
	for (uint32_t group = 0; group < table->n_groups; group++) {
		bool fit = false;
		for (uint32_t i = index->group_names[group];
		     !fit && i < index->group_names[group + 1]; i++)
			fit = index->names[i].n_words && fits(index, &index->names[i], query);
		if (fit)
			found_add(ret, group);
	}
}

static void by_same_words(const struct table *table, const struct query *query, struct found *ret)
{
	by_name(table, query, same_words, ret);
}

static void by_more_words(const struct table *table, const struct query *query, struct found *ret)
{
	by_name(table, query, more_words, ret);
}

static void by_fewer_words(const struct table *table, const struct query *query, struct found *ret)
{
	const struct name_index *index = table->index;
	if (!query->known || !query->words.n)
		return;
	for (uint32_t group = 0; group < table->n_groups; group++) {
		const struct name *name = &index->names[index->group_names[group]];
		const struct name *last = &index->names[index->group_names[group + 1] - 1];
		size_t n = last->first_word + last->n_words - name->first_word;
		if (all_among(query->number, query->words.n, &index->words[name->first_word], n))
			found_add(ret, group);
	}
}

/* The ways to find a name, strictest first. */
static void (*const WAYS[])(const struct table *, const struct query *, struct found *) = {
	by_text, by_normal, by_same_words, by_fewer_words, by_more_words,
};

static int find_group(const struct table *table, const char *what, struct str text,
		      uint32_t *ret_group, struct table_search *search, struct frugal_error *reterr)
{
	if (groups_find(table, text, ret_group))
		return 0;
	int r = names_build(table, reterr);
	if (r < 0)
		return r;
	struct query query;
	query_init(table->index, text, &query);
	struct found found = {0};
	for (size_t i = 0; i < sizeof(WAYS) / sizeof(*WAYS) && !found.n; i++)
		WAYS[i](table, &query, &found);
	if (found.n == 0)
		return refuse_unknown(table, what, text, &query.words, search, reterr);
	if (found.n > 1)
		return refuse_ambiguous(table, what, text, &found, search, reterr);
	*ret_group = found.groups[0];
	return 0;
}

/* "FR:2022" is "FR" and 2022; a name without year has year 0. */
static struct str split_year(struct str text, int *ret_year)
{
	int64_t year;
	*ret_year = 0;
	if (text.n < 6 || text.p[text.n - 5] != ':' ||
	    !num_parse_int((struct str){text.p + text.n - 4, 4}, 1900, 2200, &year))
		return text;
	*ret_year = (int)year;
	return str_trim((struct str){text.p, text.n - 5});
}

int table_search(const struct table *table, const char *what, struct str name,
		 struct table_search *ret, struct frugal_error *reterr)
{
	struct str text = str_trim(name);
	uint32_t group;
	int year = 0;
	*ret = (struct table_search){.row = TABLE_NO_ROW};
	if (!what)
		what = table->name;
	if (text.n == 0)
		return refuse_empty(table, what, ret, reterr);
	if (!groups_find(table, text, &group)) {
		text = split_year(text, &year);
		int r = find_group(table, what, text, &group, ret, reterr);
		if (r < 0)
			return r;
	}
	uint32_t row = year ? choice_of_group(table, group, year) : table->best[group];
	if (row == TABLE_NO_ROW)
		return refuse_year(table, what, text, group, year, ret, reterr);
	ret->row = row;
	return 0;
}

int table_find(const struct table *table, const char *what, struct str name, uint32_t *ret_row,
	       struct frugal_error *reterr)
{
	struct table_search search;
	int r = table_search(table, what, name, &search, reterr);
	if (r == 0)
		*ret_row = search.row;
	return r;
}
