/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The errors of a look-up. An ambiguous name gets its candidates in `what`, at most 8; an unknown
 * one its near misses in `todo`: the name that is a typing error away, else the keys that share
 * most of its words.
 */
#include "factor/refuse.h"

#include "base/intl.h"
#include "factor/names.h"

#define NEAR_MISSES 3

/* "A100 PCIe 40GB", "KR (South Korea)": the name too where the key does not tell it. */
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

int refuse_empty(const struct table *table, const char *what, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("the name of a %s is missing"), what);
	(void)see_file(table, reterr);
	return FRUGAL_EUSAGE;
}

int refuse_ambiguous(const struct table *table, const char *what, struct str text,
		     struct found *found, struct frugal_error *reterr)
{
	uint32_t shown = found->n < TABLE_MAX_CANDIDATES ? found->n : TABLE_MAX_CANDIDATES;
	for (uint32_t i = 1; i < shown; i++) /* in the order of the table */
		for (uint32_t j = i; j && found->groups[j - 1] > found->groups[j]; j--) {
			uint32_t group = found->groups[j];
			found->groups[j] = found->groups[j - 1];
			found->groups[j - 1] = group;
		}
	struct buf list = {0};
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

/* The group whose normalised name is a typing error away; false when memory is out. */
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

/* How many letters of the query's words stand in the names of the group. */
static size_t shared_letters(const struct name_index *index, uint32_t group,
			     const struct words *words)
{
	const struct name *first = &index->names[index->group_names[group]];
	const struct name *last = &index->names[index->group_names[group + 1] - 1];
	size_t end = last->first_word + last->n_words, letters = 0;
	for (size_t i = 0; i < words->n; i++) {
		uint32_t number;
		if (words->word[i].n < 2 || !map_get(&index->word, words->word[i], &number))
			continue;
		for (size_t w = first->first_word; w < end; w++)
			if (index->words[w] == number) {
				letters += words->word[i].n;
				break;
			}
	}
	return letters;
}

/* The groups that share most letters, in their order. */
static void sharing_words(const struct table *table, const struct words *words, struct found *ret)
{
	size_t best = 1;
	for (uint32_t group = 0; group < table->n_groups; group++) {
		size_t letters = shared_letters(table->index, group, words);
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
		   const struct words *words, struct frugal_error *reterr)
{
	struct found near = {0};
	struct buf list = {0};
	if (!nearest_name(table->index, words_joined(words), &near))
		return error_nomem(reterr);
	if (!near.n)
		sharing_words(table, words, &near);
	add_groups(table, &near, &list);
	if (list.failed) {
		buf_release(&list);
		return error_nomem(reterr);
	}
	error_set(reterr, FRUGAL_EUSAGE, _("no %s is called '%.*s'"), what, STR_ARG(text));
	if (near.n)
		error_todo(reterr, _("did you mean %s?"), buf_text(&list));
	else
		(void)see_file(table, reterr);
	buf_release(&list);
	return FRUGAL_EUSAGE;
}

int refuse_year(const struct table *table, const char *what, struct str text, uint32_t group,
		int year, struct frugal_error *reterr)
{
	struct buf list = {0};
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
		error_todo(reterr, _("the years there are: %s"), buf_text(&list));
	else
		error_todo(reterr, _("its rows carry no year: leave out ':%d'"), year);
	buf_release(&list);
	return FRUGAL_EUSAGE;
}
