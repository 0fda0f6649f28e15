/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which row answers when several share a key. In this order: a source that contains the text of the
 * options; a row that is not younger than factors_year; a file of the user before a built-in one;
 * the newest; the first in the file. A row without a year is always old enough, and older than any
 * dated one. When every row is younger than factors_year the oldest is taken, and the result names
 * its year.
 */
#include "base/intl.h"
#include "factor/inside.h"

int table_row_year(const struct table *table, uint32_t row)
{
	double year = table_number(table, row, table->year_column);
	return isnan(year) ? 0 : (int)year;
}

static bool has_source(const struct table *table, uint32_t row)
{
	return table->source &&
	       strstr(table_text(table, row, table->source_column), table->source) != NULL;
}

/* Whether row is preferred to best, which is above it in the file. */
static bool goes_before(const struct table *table, uint32_t row, uint32_t best)
{
	bool source = has_source(table, row), best_source = has_source(table, best);
	if (source != best_source)
		return source;
	int year = table_row_year(table, row), best_year = table_row_year(table, best);
	bool young = table->factors_year && year > table->factors_year;
	bool best_young = table->factors_year && best_year > table->factors_year;
	if (young != best_young)
		return best_young;
	if (packed_at(&table->file_of, row) != packed_at(&table->file_of, best))
		return packed_at(&table->file_of, row) < packed_at(&table->file_of, best);
	return young ? year < best_year : year > best_year;
}

uint32_t choice_of_group(const struct table *table, uint32_t group, int year)
{
	uint32_t best = TABLE_NO_ROW;
	for (uint32_t row = table_first(table, group); row != TABLE_NO_ROW;
	     row = table_next(table, row)) {
		if (year && table_row_year(table, row) != year)
			continue;
		if (best == TABLE_NO_ROW || goes_before(table, row, best))
			best = row;
	}
	return best;
}

/* Whether row is listed before other: the one that answers for the key, then the newer one. */
static bool is_listed_before(const struct table *table, uint32_t row, uint32_t other)
{
	uint32_t best = table_best(table, table_group(table, row));
	if (row == best || other == best)
		return row == best;
	return table_row_year(table, row) > table_row_year(table, other);
}

uint32_t table_same_key(const struct table *table, uint32_t row, uint32_t *rows, uint32_t max)
{
	uint32_t n = 0, kept = 0;
	for (uint32_t r = table_first(table, table_group(table, row)); r != TABLE_NO_ROW;
	     r = table_next(table, r)) {
		n++;
		uint32_t at = kept;
		while (at && is_listed_before(table, r, rows[at - 1]))
			at--;
		if (at >= max)
			continue;
		if (kept < max)
			kept++;
		for (uint32_t i = kept - 1; i > at; i--)
			rows[i] = rows[i - 1];
		rows[at] = r;
	}
	return n;
}
