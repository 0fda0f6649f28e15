/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The errors of a look-up. The `what` of an ambiguous name lists up to 8 candidates; the `todo` of
 * an unknown name lists near misses (near.c), or all rows of a small table.
 */
#include "factor/refuse.h"

#include "base/intl.h"

#define FEW_ROWS 5 /* of a table whose keys are all listed, as the words of a choice */

/* "A100 PCIe 40GB", "KR (South Korea)": the key, and the name where the key lacks it. */
static void add_group(const struct table *table, uint32_t group, struct buf *to)
{
	uint32_t row = table_best(table, group);
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

/* The keys of a table that has few. */
static int choose(const struct table *table, struct frugal_error *reterr)
{
	struct buf list = {0};
	for (uint32_t group = 0; group < table->n_groups; group++)
		buf_addf(&list, "%s%s", group ? ", " : "",
			 table_text(table, table_best(table, group), 0));
	error_todo(reterr, _("choose %s"), buf_text(&list));
	buf_release(&list);
	return FRUGAL_EUSAGE;
}

static int see_file(const struct table *table, struct frugal_error *reterr)
{
	if (table->n_groups <= FEW_ROWS)
		return choose(table, reterr);
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
		ret->candidates[i] = table_best(table, found->groups[i]);
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

int refuse_unknown(const struct table *table, const char *what, const struct undressed *texts,
		   const struct found *like, struct table_search *ret, struct frugal_error *reterr)
{
	struct found near = *like;
	struct buf list = {0};
	bool alike;
	int r = near_misses(table, texts, &near, &alike, reterr);
	if (r < 0)
		return r;
	keep(table, &near, TABLE_MISS_UNKNOWN, ret);
	add_groups(table, &near, &list);
	if (list.failed) {
		buf_release(&list);
		return error_nomem(reterr);
	}
	error_set(reterr, FRUGAL_EUSAGE, _("unknown %s '%.*s'"), what, STR_ARG(texts->name));
	if (table->n_groups <= FEW_ROWS)
		(void)choose(table, reterr);
	else if (near.n && alike)
		error_todo(reterr, _("did you mean %s?"), buf_text(&list));
	else if (near.n)
		error_todo(reterr, _("of the same maker: %s"), buf_text(&list));
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
		for (uint32_t row = table_first(table, group); row != TABLE_NO_ROW;
		     row = table_next(table, row)) {
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
