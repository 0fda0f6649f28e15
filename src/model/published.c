/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the rows of a publication and asks the models for the same figures, at central values. Rows
 * with the same question share its answer.
 */
#include "model/published.h"

#include <math.h>

#include "base/intl.h"

enum column {
	KEY,
	NAME,
	WHAT,
	WHAT_FR,
	STEP,
	STEP_FR,
	MODEL,
	INPUTS,
	FIGURE,
	UNIT,
	PUBLISHED,
	TOLERANCE,
	WHY,
	WHY_FR,
	YEAR,
	SOURCE,
	COLUMNS
};

static const char *const column_names[COLUMNS] = {
	[KEY] = "key",         [NAME] = "name",           [WHAT] = "what",
	[WHAT_FR] = "what_fr", [STEP] = "step",           [STEP_FR] = "step_fr",
	[MODEL] = "model",     [INPUTS] = "inputs",       [FIGURE] = "figure",
	[UNIT] = "unit",       [PUBLISHED] = "published", [TOLERANCE] = "tolerance",
	[WHY] = "why",         [WHY_FR] = "why_fr",       [YEAR] = "year",
	[SOURCE] = "source",
};

struct reading {
	struct catalogue *catalogue;
	const struct table *table;
	uint32_t columns[COLUMNS];
	uint32_t *rows; /* by figure */
	struct published *to;
};

static int open_table(struct reading *reading, struct frugal_error *reterr)
{
	int r = tables_get(catalogue_tables(reading->catalogue), "published", &reading->table,
			   reterr);
	for (int c = 0; r == 0 && c < COLUMNS; c++) {
		reading->columns[c] = table_column_find(reading->table, str_of(column_names[c]));
		if (reading->columns[c] == TABLE_NO_COLUMN)
			r = error_set(reterr, FRUGAL_EDATA, _("the table has no column '%s'"),
				      column_names[c]);
	}
	return r;
}

static const char *cell(const struct reading *reading, uint32_t row, enum column c)
{
	return table_text(reading->table, row, reading->columns[c]);
}

static const char *stated_in_french(const struct reading *reading, uint32_t row, enum column c)
{
	const char *french = cell(reading, row, c + 1);
	return *french ? french : cell(reading, row, c);
}

static int row_error(const struct reading *reading, uint32_t row, struct frugal_error *reterr)
{
	struct buf where = {0};
	table_where(reading->table, row, &where);
	error_where(reterr, "%s", buf_text(&where));
	buf_release(&where);
	return reterr->code;
}

/* "a=1;b=2" as texts that end with NULL; NULL when memory is out. */
static const char *const *split_inputs(const char *text, struct arena *arena)
{
	size_t n = 1;
	for (const char *p = text; *p; p++)
		n += *p == ';';
	const char **inputs = arena_array(arena, n + 1, sizeof(*inputs));
	for (size_t i = 0; inputs && *text; text += *text == ';') {
		size_t length = strcspn(text, ";");
		if (!length)
			break;
		inputs[i] = arena_strndup(arena, text, length);
		if (!inputs[i++])
			return NULL;
		text += length;
	}
	return inputs;
}

/* ---- the rows ------------------------------------------------------------------------------- */

static int take_row(struct reading *reading, uint32_t row, struct frugal_error *reterr)
{
	struct published *to = reading->to;
	const char *const *inputs = split_inputs(cell(reading, row, INPUTS), &to->arena);
	if (!inputs)
		return error_nomem(reterr);
	reading->rows[to->n] = row;
	to->figures[to->n++] = (struct frugal_published_figure){
		.publication = cell(reading, row, KEY),
		.name = cell(reading, row, NAME),
		.what = cell(reading, row, WHAT),
		.what_fr = stated_in_french(reading, row, WHAT),
		.step = cell(reading, row, STEP),
		.step_fr = stated_in_french(reading, row, STEP),
		.model = cell(reading, row, MODEL),
		.inputs = inputs,
		.figure = cell(reading, row, FIGURE),
		.unit = cell(reading, row, UNIT),
		.published = table_number(reading->table, row, reading->columns[PUBLISHED]),
		.published_text = cell(reading, row, PUBLISHED),
		.tolerance = table_number(reading->table, row, reading->columns[TOLERANCE]),
		.why = cell(reading, row, WHY),
		.why_fr = stated_in_french(reading, row, WHY),
		.source = cell(reading, row, SOURCE),
		.year = table_number(reading->table, row, reading->columns[YEAR]),
	};
	return 0;
}

/* The rows of a publication, or all, in the order of the table. */
static int take_rows(struct reading *reading, const char *name, struct frugal_error *reterr)
{
	const char *key = NULL;
	uint32_t n = table_rows(reading->table), found;
	int r = 0;
	if (name)
		r = table_find(reading->table, _("publication"), str_of(name), &found, reterr);
	if (r < 0)
		return r;
	if (name)
		key = cell(reading, found, KEY);
	struct arena *arena = &reading->to->arena;
	reading->to->figures = arena_array(arena, n + 1, sizeof(*reading->to->figures));
	reading->rows = arena_array(arena, n + 1, sizeof(*reading->rows));
	if (!reading->to->figures || !reading->rows)
		return error_nomem(reterr);
	for (uint32_t row = 0; r == 0 && row < n; row++)
		if (!key || strcmp(key, cell(reading, row, KEY)) == 0)
			r = take_row(reading, row, reterr);
	return r;
}

/* ---- ours ----------------------------------------------------------------------------------- */

static int ask(const struct reading *reading, const struct frugal_published_figure *figure,
	       struct answer **ret, struct frugal_error *reterr)
{
	const struct answer_options how = {.draws = 1};
	size_t n = 0;
	while (figure->inputs[n])
		n++;
	struct model_input *inputs = arena_array(&reading->to->arena, n + 1, sizeof(*inputs));
	if (!inputs)
		return error_nomem(reterr);
	for (size_t i = 0; i < n; i++)
		inputs[i] = model_assignment(figure->inputs[i]);
	return model_ask(reading->catalogue, figure->model, inputs, n, &how, ret, reterr);
}

static int take_ours(struct frugal_published_figure *figure, const struct answer *answer,
		     struct frugal_error *reterr)
{
	struct unit unit;
	const struct answer_line *line = answer_find(answer, figure->figure);
	if (!line || isnan(line->value))
		return error_set(reterr, FRUGAL_EDATA, _("model %s has no figure '%s'"),
				 answer->model, figure->figure);
	int r = unit_parse(str_of(figure->unit), &unit, reterr);
	if (r < 0)
		return r;
	if (!dimension_eq(unit.dim, line->unit.dim))
		return error_set(reterr, FRUGAL_EDATA, _("'%s' is not a unit of %s"), figure->unit,
				 figure->figure);
	figure->ours = line->value / unit.scale;
	figure->follows = fabs(figure->ours / figure->published - 1) <= figure->tolerance;
	return 0;
}

static bool same_question(const struct reading *reading, size_t a, size_t b)
{
	const struct frugal_published_figure *figures = reading->to->figures;
	return strcmp(figures[a].model, figures[b].model) == 0 &&
	       strcmp(cell(reading, reading->rows[a], INPUTS),
		      cell(reading, reading->rows[b], INPUTS)) == 0;
}

/* All figures, each question asked once. */
static int compute(struct reading *reading, struct frugal_error *reterr)
{
	struct published *to = reading->to;
	size_t questions = 0;
	int r = 0;
	for (size_t i = 0; r == 0 && i < to->n; i++) {
		struct answer *answer = NULL;
		if (to->figures[i].question)
			continue;
		questions++;
		r = ask(reading, &to->figures[i], &answer, reterr);
		for (size_t k = i; r == 0 && k < to->n; k++) {
			if (!same_question(reading, i, k))
				continue;
			to->figures[k].question = questions;
			r = take_ours(&to->figures[k], answer, reterr);
		}
		answer_free(answer);
		if (r < 0)
			(void)row_error(reading, reading->rows[i], reterr);
	}
	return r;
}

int published_read(struct catalogue *catalogue, const char *name, struct published *ret,
		   struct frugal_error *reterr)
{
	struct reading reading = {.catalogue = catalogue, .to = ret};
	*ret = (struct published){.n = 0};
	int r = open_table(&reading, reterr);
	if (r == 0)
		r = take_rows(&reading, name, reterr);
	if (r == 0)
		r = compute(&reading, reterr);
	if (r < 0)
		published_release(ret);
	return r;
}

void published_release(struct published *published)
{
	arena_release(&published->arena);
	*published = (struct published){.n = 0};
}
