/* SPDX-License-Identifier: Apache-2.0 */
#include "insight/like.h"

#include <string.h>

#include "base/num.h"
#include "quantity/print.h"

/* From the large to the small: the first of which there is a tenth at least is said. */
static const char *const things[] = {"person_year_france", "car_km", "tap_water_litre"};
#define LEAST 0.1

/* Less than a milligram is like nothing one knows: the table is not even read. */
#define LEAST_KG 1e-6

/* *ret_row is the row of the thing. */
static double count_of(const struct knowledge *knowledge, const struct run_figure *carbon,
		       const char *thing, uint32_t *ret_row, const struct table **ret_table)
{
	const struct answer_options options = {.draws = 1};
	const struct program *program;
	struct question *question = NULL;
	struct answer *answer = NULL;
	struct unit unit;
	double count = MISSING;
	int r = library_program(knowledge->library, STR("equivalences"), &program, NULL);
	if (r == 0)
		r = tables_get(knowledge->tables, "equivalences", ret_table, NULL);
	if (r == 0)
		r = unit_parse(str_of(carbon->unit), &unit, NULL);
	if (r == 0)
		r = question_new(program, &question, NULL);
	if (r < 0)
		return MISSING;
	double base = carbon->value * unit.scale;
	const struct quantity mass = {.value = base, .low = base, .high = base, .dim = unit.dim};
	r = question_set_number(question, "carbon", &mass, FRUGAL_MODELLED, 0, NULL, NULL);
	if (r == 0)
		r = question_set_text(question, STR("thing"), str_of(thing), BARE_REFUSED, NULL,
				      NULL);
	if (r == 0 && question_answer(question, &options, &answer, NULL) == 0) {
		const struct answer_line *line = answer_find(answer, "count");
		count = line ? line->value : MISSING;
	}
	answer_free(answer);
	question_free(question);
	*ret_row = table_find_key(*ret_table, str_of(thing));
	return *ret_row == TABLE_NO_ROW ? MISSING : count;
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
