/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Water, metals and primary energy of a group by one of its keys: a table after that of energy and
 * carbon, with the criteria that some of the runs have; left out where none has one.
 */
#include <string.h>

#include "base/intl.h"
#include "report/page_group.h"
#include "report/sums.h"

static bool has_criterion(const struct group_rows *rows, size_t criterion)
{
	for (size_t i = 0; i < rows->n; i++)
		if (rows->items[i].sum.use.criteria[criterion].runs > 0)
			return true;
	return false;
}

void page_criteria_table(struct page *page, const char *id, const char *caption,
			 const struct document_head *key, const struct group_rows *rows,
			 const char *(*name_of)(const char *key))
{
	struct document_head heads[1 + USE_CRITERIA] = {*key};
	size_t shown[USE_CRITERIA], n = 0;
	for (size_t i = 0; i < USE_CRITERIA; i++) {
		if (!has_criterion(rows, i))
			continue;
		shown[n++] = i;
		heads[n] = (struct document_head){sums_criteria[i].name, _(sums_criteria[i].word)};
	}
	if (!n)
		return;
	document_table(page->doc, id, caption, GROUP_LEVEL, heads, 1 + n, 1);
	for (size_t i = 0; i < rows->n; i++) {
		const struct group_sum *sum = &rows->items[i].sum;
		const char *row = rows->items[i].key;
		document_row(page->doc, page_key(row), name_of ? name_of(row) : row);
		for (size_t c = 0; c < n; c++)
			page_figure_cell(page, &sum->use.criteria[shown[c]], sum->use.runs,
					 sums_criteria[shown[c]].kind,
					 sum->quality.criteria[shown[c]]);
	}
}
