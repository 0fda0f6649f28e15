/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looks for the first row of factors/equivalences.csv, from the large thing to the small one, of
 * which a carbon figure makes a tenth at least, and asks the model equivalences for the count.
 */
#include "insight/like.h"

#include <string.h>

#include "base/num.h"
#include "model/ask.h"
#include "quantity/print.h"

/* From large to small; the first of which the figure makes a tenth at least is chosen. */
static const char *const things[] = {"person_year_france", "car_km", "tap_water_litre"};
#define LEAST 0.1

/* Below a milligram no comparison helps, and the table is not read. */
#define LEAST_KG 1e-6

/* *ret_row is the row of the thing. */
static double count_of(const struct knowledge *knowledge, const struct run_figure *carbon,
		       const char *thing, uint32_t *ret_row, const struct table **ret_table)
{
	const struct answer_options options = {.draws = 1};
	const struct model_input inputs[] = {
		model_figure("carbon", carbon->value, carbon->value, carbon->value, carbon->unit,
			     FRUGAL_MODELLED, 0, NULL),
		model_text("thing", thing),
	};
	struct answer *answer = NULL;
	double count = MISSING;
	*ret_row = TABLE_NO_ROW;
	if (tables_get(knowledge->tables, "equivalences", ret_table, NULL) == 0)
		*ret_row = table_find_key(*ret_table, str_of(thing));
	if (*ret_row == TABLE_NO_ROW)
		return MISSING;
	if (model_ask(knowledge->catalogue, "equivalences", inputs, 2, &options, &answer, NULL) ==
	    0) {
		const struct answer_line *line = answer_find(answer, "count");
		count = line ? line->value : MISSING;
	}
	answer_free(answer);
	return count;
}

static const char *cell(const struct table *table, uint32_t row, const char *column,
			const char *french, bool in_french)
{
	uint32_t at = table_column_find(table, str_of(in_french ? french : column));
	const char *text = at == TABLE_NO_COLUMN ? "" : table_text(table, row, at);
	return text[0] || !in_french ? text : cell(table, row, column, french, false);
}

void run_like(struct buf *to, const struct knowledge *knowledge, const struct run_record *run,
	      const char *lang, const struct number_style *numbers)
{
	const struct run_figure *carbon = run_figure_find(run, "carbon", "share");
	bool french = strcmp(lang, "fr") == 0;
	if (!carbon || !(carbon->value >= LEAST_KG))
		return;
	for (size_t i = 0; i < sizeof(things) / sizeof(things[0]); i++) {
		const struct table *table;
		uint32_t row;
		double count = count_of(knowledge, carbon, things[i], &row, &table);
		if (!(count >= LEAST))
			continue;
		double width = count * (carbon->high - carbon->low) / carbon->value;
		print_number(to, count, print_decimals(count, count, count + width), numbers);
		buf_addf(to, " %s (%s)", cell(table, row, "per", "per_fr", french),
			 cell(table, row, "name", "name_fr", french));
		return;
	}
}
