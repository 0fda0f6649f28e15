/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the figure of an answer that a reported value means, and tries single slips: a factor of
 * 1000, an input counted twice or left out, another figure, another row of the same key. The slips
 * that come near the reported value are sorted.
 */
#include "model/versus.h"

#include <math.h>
#include <stdio.h>

#include "base/intl.h"
#include "base/num.h"

#define MAX_SAME_KEY 64

static int read_as(struct str text, const struct answer_line *line, double *ret,
		   struct frugal_error *reterr)
{
	struct quantity quantity;
	int r = quantity_parse_as(text, line->name, line->unit, line->unit_text, BARE_REFUSED,
				  &quantity, reterr);
	if (r == 0)
		*ret = quantity.value;
	return r;
}

static int by_name(const struct answer *answer, struct str name, struct str text,
		   struct versus *ret, struct frugal_error *reterr)
{
	for (size_t i = 0; i < answer->n_lines; i++) {
		if (!answer->lines[i].figure || !str_is(name, answer->lines[i].name))
			continue;
		ret->figure = &answer->lines[i];
		return read_as(text, ret->figure, &ret->reported, reterr);
	}
	return error_set(reterr, FRUGAL_EUSAGE, _("model %s has no figure '%.*s'"), answer->model,
			 STR_ARG(name));
}

/* Finds a figure by its unit: carbon and energy first, then the others in their order. */
static int by_unit(const struct answer *answer, struct str text, struct versus *ret,
		   struct frugal_error *reterr)
{
	static const char *const whole[] = {"carbon", "energy"};
	for (size_t i = 0; i < 2 + answer->n_lines; i++) {
		const struct answer_line *line =
			i < 2 ? answer_find(answer, whole[i]) : &answer->lines[i - 2];
		if (!line || !line->figure || read_as(text, line, &ret->reported, NULL) < 0)
			continue;
		ret->figure = line;
		return 0;
	}
	error_set(reterr, FRUGAL_EUSAGE, _("no figure of %s has the unit of '%.*s'"), answer->model,
		  STR_ARG(text));
	error_where(reterr, "%s", "vs");
	return error_todo(reterr, "%s", _("write FIGURE=VALUE, such as energy=1287MWh"));
}

static bool near(double a, double b)
{
	return fabs(a - b) <= VERSUS_NEAR * fabs(b);
}

static void add(struct versus *versus, enum slip_kind kind, const char *name, const char *source,
		double value)
{
	if (!near(value, versus->reported) || versus->n_slips == VERSUS_MAX_SLIPS)
		return;
	/* Sorts the nearest first. */
	size_t at = versus->n_slips++;
	double off = fabs(value - versus->reported);
	for (; at && fabs(versus->slips[at - 1].value - versus->reported) > off; at--)
		versus->slips[at] = versus->slips[at - 1];
	versus->slips[at] = (struct slip){kind, name, source, value};
}

/* Marks the lines on which a figure depends. */
static void mark_uses(const struct answer *answer, const struct answer_line *line, bool *used)
{
	used[line - answer->lines] = true;
	for (size_t i = answer->n_lines; i-- > 0;)
		for (size_t k = 0; used[i] && k < answer->lines[i].n_uses; k++)
			used[answer->lines[i].uses[k]] = true;
}

static void try_inputs(const struct answer *answer, const bool *used, struct versus *versus)
{
	double ours = versus->figure->value;
	for (size_t i = 0; i < answer->n_lines; i++) {
		const struct answer_line *line = &answer->lines[i];
		bool plain = line->kind == ENTRY_INPUT && dimension_is_none(line->unit.dim) &&
			     !line->text;
		if (!plain || !used[i] || isnan(line->value) || !(line->value > 0))
			continue;
		add(versus, SLIP_TWICE, line->name, "", ours * line->value);
		add(versus, SLIP_LEFT_OUT, line->name, "", ours / line->value);
	}
}

static void try_figures(const struct answer *answer, struct versus *versus)
{
	for (size_t i = 0; i < answer->n_lines; i++) {
		const struct answer_line *line = &answer->lines[i];
		if (line->figure && line != versus->figure && !isnan(line->value) &&
		    dimension_eq(line->unit.dim, versus->figure->unit.dim))
			add(versus, SLIP_FIGURE, line->name, "", line->value);
	}
}

static const char *row_source(const struct table *table, uint32_t row, struct arena *arena)
{
	uint32_t source = table_column_find(table, STR("source"));
	uint32_t year = table_column_find(table, STR("year"));
	const char *text = arena_printf(
		arena, "%s %s", year == TABLE_NO_COLUMN ? "" : table_text(table, row, year),
		source == TABLE_NO_COLUMN ? "" : table_text(table, row, source));
	return text ? text : "";
}

/* Tries the field of other rows of the same key: another year, another source. */
static void try_rows(const struct question *question, const struct answer *answer, const bool *used,
		     struct arena *arena, struct versus *versus)
{
	const struct program *program = question->program;
	for (size_t p = 0; p < program->n_params; p++) {
		const struct param *param = &program->params[p];
		if (param->kind != PARAM_FIELD || question->overrides[p].given ||
		    !used[param->entry])
			continue;
		const struct table *table = program->inputs[param->input].table;
		uint32_t rows[MAX_SAME_KEY], row = question_row(question, param->input);
		double now = answer->lines[param->entry].value;
		if (row == TABLE_NO_ROW || !(now > 0))
			continue;
		uint32_t n = table_same_key(table, row, rows, MAX_SAME_KEY);
		for (uint32_t i = 0; i < n && i < MAX_SAME_KEY; i++) {
			double other = table_number(table, rows[i], param->column);
			if (rows[i] != row && other > 0)
				add(versus, SLIP_FACTOR, answer->lines[param->entry].name,
				    row_source(table, rows[i], arena),
				    versus->figure->value * other / now);
		}
	}
}

static int find_slips(const struct question *question, const struct answer *answer,
		      struct arena *arena, struct versus *ret, struct frugal_error *reterr)
{
	double ours = ret->figure->value;
	bool *used = arena_array(arena, answer->n_lines + 1, sizeof(bool));
	if (!used)
		return error_nomem(reterr);
	mark_uses(answer, ret->figure, used);
	add(ret, SLIP_THOUSAND_MORE, "", "", ours * 1000);
	add(ret, SLIP_THOUSAND_LESS, "", "", ours / 1000);
	try_figures(answer, ret);
	try_inputs(answer, used, ret);
	try_rows(question, answer, used, arena, ret);
	return 0;
}

const char *slip_word(enum slip_kind kind)
{
	static const char *const words[] = {
		[SLIP_THOUSAND_MORE] = "thousand_more", [SLIP_THOUSAND_LESS] = "thousand_less",
		[SLIP_TWICE] = "counted_twice",         [SLIP_LEFT_OUT] = "left_out",
		[SLIP_FIGURE] = "other_figure",         [SLIP_FACTOR] = "other_factor",
	};
	return words[kind];
}

int question_versus(const struct question *question, const struct answer *answer, struct str text,
		    struct arena *arena, struct versus *ret, struct frugal_error *reterr)
{
	*ret = (struct versus){0};
	const char *equals = memchr(text.p, '=', text.n);
	size_t n = equals ? (size_t)(equals - text.p) : 0;
	int r = equals ? by_name(answer, str_trim((struct str){text.p, n}),
				 (struct str){equals + 1, text.n - n - 1}, ret, reterr)
		       : by_unit(answer, text, ret, reterr);
	if (r < 0)
		return r;
	const struct answer_line *line = ret->figure;
	if (isnan(line->value))
		return error_set(reterr, FRUGAL_EUSAGE, _("%s is absent: %s"), line->name,
				 line->absent_stated ? line->absent_stated : line->absent);
	ret->ratio = fabs(line->value) > 0 ? ret->reported / line->value : MISSING;
	ret->within = line->low <= ret->reported && ret->reported <= line->high;
	ret->agrees = near(line->value, ret->reported);
	return ret->agrees ? 0 : find_slips(question, answer, arena, ret, reterr);
}
