/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The errors of a look-up. The `what` of an ambiguous name lists up to 8 candidates; the `todo` of
 * an unknown name lists near misses: the name that differs by one typing error, else the keys that
 * share most of its words.
 */
#include "factor/refuse.h"

#include "base/intl.h"
#include "factor/names.h"

#define NEAR_MISSES 3
#define LEAST_LETTERS 4 /* too many shorter words differ by one typing error */

/* "A100 PCIe 40GB", "KR (South Korea)": the key, and the name where the key lacks it. */
static void add_group(const struct table *table, uint32_t group, struct buf *to)
{
	uint32_t row = table->best[group];
	const char *key = table_text(table, row, 0);
	const char *name = table_text(table, row, table->name_column);
	if (*name && !strstr(name, key))
		buf_addf(to, "%s (%s)", key, name);
	else
		buf_puts(to, key);
}

static void add_groups(const struct table *table, const struct found *found, struct buf *to)
{
	uint32_t shown = found->n < TABLE_MAX_CANDIDATES ? found->n : TABLE_MAX_CANDIDATES;
	for (uint32_t i = 0; i < shown; i++) {
		buf_puts(to, i ? ", " : "");
		add_group(table, found->groups[i], to);
	}
	if (found->n > shown)
		buf_addf(to, _(" and %u more"), found->n - shown);
}

static int see_file(const struct table *table, struct frugal_error *reterr)
{
	return error_todo(reterr, _("`frugal factors %s` lists them"), table->name);
}

/* Copies the best rows of the candidates into *ret. */
static void keep(const struct table *table, const struct found *found, enum table_miss miss,
		 struct table_search *ret)
{
	uint32_t n = found->n < TABLE_MAX_CANDIDATES ? found->n : TABLE_MAX_CANDIDATES;
	ret->miss = miss;
	ret->n_candidates = n;
	for (uint32_t i = 0; i < n; i++)
		ret->candidates[i] = table->best[found->groups[i]];
}

int refuse_empty(const struct table *table, const char *what, struct table_search *ret,
		 struct frugal_error *reterr)
{
	ret->miss = TABLE_MISS_EMPTY;
	error_set(reterr, FRUGAL_EUSAGE, _("the name of a %s is missing"), what);
	(void)see_file(table, reterr);
	return FRUGAL_EUSAGE;
}

int refuse_ambiguous(const struct table *table, const char *what, struct str text,
		     struct found *found, struct table_search *ret, struct frugal_error *reterr)
{
	uint32_t shown = found->n < TABLE_MAX_CANDIDATES ? found->n : TABLE_MAX_CANDIDATES;
	for (uint32_t i = 1; i < shown; i++) /* in the order of the table */
		for (uint32_t j = i; j && found->groups[j - 1] > found->groups[j]; j--) {
			uint32_t group = found->groups[j];
			found->groups[j] = found->groups[j - 1];
			found->groups[j - 1] = group;
		}
	struct buf list = {0};
	keep(table, found, TABLE_MISS_AMBIGUOUS, ret);
	add_groups(table, found, &list);
	if (list.failed) {
		buf_release(&list);
		return error_nomem(reterr);
	}
	error_set(reterr, FRUGAL_EUSAGE, _("%s '%.*s' is ambiguous: %s"), what, STR_ARG(text),
		  buf_text(&list));
	error_todo(reterr, _("write one of these in full"));
	buf_release(&list);
	return FRUGAL_EUSAGE;
}

/* Finds the group whose normalised name differs by one typing error; false when memory is out. */
static bool nearest_name(const struct name_index *index, struct str normal, struct found *ret)
{
	const char **names = mem_zalloc(index->n_names + 1, sizeof(*names));
	if (!names)
		return false;
	size_t n = 0;
	for (size_t i = 0; i < index->n_names; i++)
		if (index->names[i].normal[0])
			names[n++] = index->names[i].normal;
	const char *nearest = normal.n ? str_nearest(normal, names) : NULL;
	uint32_t name;
	if (nearest && map_get(&index->normal, str_of(nearest), &name))
		ret->groups[ret->n++] = index->names[name].group;
	mem_free(names);
	return true;
}

/* A word of the query, or the word of a name that differs from it by one typing error. */
struct clue {
	uint32_t number;
	size_t letters;
};

/* Finds the words of the query in names, exactly or with one typing error ("a1oo"). */
static size_t clues_of(const struct name_index *index, const struct words *words,
		       struct clue *clues)
{
	size_t n = 0;
	for (size_t i = 0; i < words->n; i++) {
		struct str word = words->word[i];
		if (word.n < 2)
			continue;
		bool known = map_get(&index->word, word, &clues[n].number);
		if (!known && word.n >= LEAST_LETTERS) {
			char text[WORDS_TEXT];
			(void)snprintf(text, sizeof(text), "%.*s", STR_ARG(word));
			const char *nearest = str_nearest(str_of(text), index->word_texts);
			known = nearest && strlen(nearest) >= LEAST_LETTERS &&
				map_get(&index->word, str_of(nearest), &clues[n].number);
		}
		if (!known)
			continue;
		clues[n++].letters = word.n;
	}
	return n;
}

/* Counts the letters of the query's words that the names of the group have. */
static size_t shared_letters(const struct name_index *index, uint32_t group,
			     const struct clue *clues, size_t n_clues)
{
	const struct name *first = &index->names[index->group_names[group]];
	const struct name *last = &index->names[index->group_names[group + 1] - 1];
	size_t end = last->first_word + last->n_words, letters = 0;
	for (size_t i = 0; i < n_clues; i++)
		for (size_t w = first->first_word; w < end; w++)
			if (index->words[w] == clues[i].number) {
				letters += clues[i].letters;
				break;
			}
	return letters;
}

/* Finds the groups that share the most letters, in the order of the table. */
static void sharing_words(const struct table *table, const struct words *words, struct found *ret)
{
	struct clue clues[WORDS_MAX];
	size_t n_clues = table->index->word_texts ? clues_of(table->index, words, clues) : 0;
	size_t best = 1;
	for (uint32_t group = 0; group < table->n_groups; group++) {
		size_t letters = shared_letters(table->index, group, clues, n_clues);
		if (letters < best)
			continue;
		if (letters > best)
			ret->n = 0;
		best = letters;
		if (ret->n < NEAR_MISSES)
			ret->groups[ret->n++] = group;
	}
}

int refuse_unknown(const struct table *table, const char *what, struct str text,
		   const struct words *words, struct table_search *ret, struct frugal_error *reterr)
{
	struct found near = {0};
	struct buf list = {0};
	if (!nearest_name(table->index, words_joined(words), &near))
		return error_nomem(reterr);
	if (near.n == 0 || words->n == 1) { /* "a1oo" may be a word of a name too: "A100 PCIe" */
		struct found sharing = {0};
		sharing_words(table, words, &sharing);
		for (uint32_t i = 0; i < sharing.n && near.n < NEAR_MISSES; i++)
			if (near.n == 0 || sharing.groups[i] != near.groups[0])
				near.groups[near.n++] = sharing.groups[i];
	}
	keep(table, &near, TABLE_MISS_UNKNOWN, ret);
	add_groups(table, &near, &list);
	if (list.failed) {
		buf_release(&list);
		return error_nomem(reterr);
	}
	error_set(reterr, FRUGAL_EUSAGE, _("unknown %s '%.*s'"), what, STR_ARG(text));
	if (near.n)
		error_todo(reterr, _("did you mean %s?"), buf_text(&list));
	else
		(void)see_file(table, reterr);
	buf_release(&list);
	return FRUGAL_EUSAGE;
}

int refuse_year(const struct table *table, const char *what, struct str text, uint32_t group,
		int year, struct table_search *ret, struct frugal_error *reterr)
{
	struct buf list = {0};
	const struct found one = {.groups = {group}, .n = 1};
	keep(table, &one, TABLE_MISS_YEAR, ret);
	int shown = 0;
	for (;;) { /* the years after the one shown last, in rising order */
		int next = 0;
		for (uint32_t row = table->first[group]; row != TABLE_NO_ROW;
		     row = table->next[row]) {
			int y = table_row_year(table, row);
			if (y > shown && (!next || y < next))
				next = y;
		}
		if (!next)
			break;
		buf_addf(&list, "%s%d", shown ? ", " : "", next);
		shown = next;
	}
	if (list.failed) {
		buf_release(&list);
		return error_nomem(reterr);
	}
	error_set(reterr, FRUGAL_EUSAGE, _("%s '%.*s' has no row for %d"), what, STR_ARG(text),
		  year);
	if (shown)
		error_todo(reterr, _("available years: %s"), buf_text(&list));
	else
		error_todo(reterr, _("its rows have no year: omit ':%d'"), year);
	buf_release(&list);
	return FRUGAL_EUSAGE;
}
