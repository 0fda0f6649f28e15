/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares the given values of a question with what the model and its tables know: the interval of
 * a default, or the column of the table. A value outside that range is doubtful when a factor of
 * 1000 moves it inside.
 */
#include "model/plausible.h"

#include <math.h>

#define THOUSAND 1000.0
/* A value beyond the known range by more than this factor is not plausible. */
#define MARGIN 3.0

/* Whether value is outside the range but value * scale within it. */
static bool slipped(double value, double scale, double low, double high)
{
	bool outside = value < low || value > high;
	double meant = value * scale;
	return outside && low <= meant && meant <= high;
}

static bool find_meant(double value, double low, double high, double *ret)
{
	if (!(value > 0) || !(low > 0) || !(high >= low))
		return false;
	if (slipped(value, 1 / THOUSAND, low, high))
		*ret = value / THOUSAND;
	else if (slipped(value, THOUSAND, low, high))
		*ret = value * THOUSAND;
	else
		return false;
	return true;
}

/*
 * Whether a dimension is a ratio (g/kWh, L/kWh): such values have the same size wherever they are
 * used. Powers, sizes and durations range from a chip to a whole site.
 */
static bool is_ratio(struct dimension dim)
{
	for (size_t i = 0; i < sizeof(dim.exponent) / sizeof(*dim.exponent); i++)
		if (dim.exponent[i] < 0 && i != KIND_TIME)
			return true;
	return false;
}

/* Checks an input against the interval of its default; a default without interval has no range. */
static bool check_input(const struct input *input, const struct value *value, struct doubtful *ret)
{
	if (input->kind != INPUT_NUMBER || !value->given || !is_ratio(input->unit.dim) ||
	    !input->has_default || !(input->low < input->high))
		return false;
	*ret = (struct doubtful){
		input->name, input->unit_text,    input->unit,         value->quantity.value,
		0,           input->low / MARGIN, input->high * MARGIN};
	return find_meant(ret->given, ret->low, ret->high, &ret->meant);
}

/* Checks a field given by hand against its column of the table. */
static bool check_field(const struct question *question, size_t index, struct doubtful *ret)
{
	const struct program *program = question->program;
	const struct param *param = &program->params[index];
	const struct entry *entry = &program->entries[param->entry];
	const struct table *table = program->inputs[param->input].table;
	double low = (double)INFINITY, high = 0;
	if (!table_column(table, param->column)->unit_name || dimension_is_counted(entry->unit.dim))
		return false;
	for (uint32_t row = 0; row < table_rows(table); row++) {
		double x = table_number(table, row, param->column);
		if (!(x > 0))
			continue;
		low = x < low ? x : low;
		high = x > high ? x : high;
	}
	*ret = (struct doubtful){entry->name,
				 entry->unit_text,
				 entry->unit,
				 question->overrides[index].quantity.value,
				 0,
				 low / MARGIN,
				 high * MARGIN};
	return find_meant(ret->given, ret->low, ret->high, &ret->meant);
}

size_t question_doubtful(const struct question *question, struct doubtful *rets, size_t max)
{
	const struct program *program = question->program;
	size_t n = 0;
	for (size_t i = 0; i < program->n_inputs && n < max; i++)
		n += check_input(&program->inputs[i], &question->values[i], &rets[n]);
	for (size_t p = 0; p < program->n_params && n < max; p++)
		if (program->params[p].kind == PARAM_FIELD && question->overrides[p].given)
			n += check_field(question, p, &rets[n]);
	return n;
}
