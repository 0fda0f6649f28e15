/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Binds the columns of a caller to the registers of a compiled model, with the factor between the
 * caller's unit and base units. A column that does not match an input or an output is refused
 * before the first row is read.
 */
#include "api/column.h"

#include <stdio.h>

#include "base/intl.h"

/*
 * Parses one of the caller's unit as a user would write it: the same message refuses a wrong unit,
 * and a mass can stand for gCO2e as on the command line.
 */
int unit_scale(const char *name, const char *unit_name, struct unit own, struct str own_text,
	       double *ret, struct frugal_error *reterr)
{
	char one[128], own_name[64];
	struct unit unit;
	struct quantity quantity;
	if (!unit_name) {
		*ret = own.scale;
		return 0;
	}
	int r = unit_parse(str_of(unit_name), &unit, reterr);
	if (r < 0)
		return error_where(reterr, "%s", name);
	(void)snprintf(own_name, sizeof(own_name), "%.*s", STR_ARG(own_text));
	int n = snprintf(one, sizeof(one), "1 %s", unit_name);
	if (n < 0 || (size_t)n >= sizeof(one))
		return error_set(reterr, FRUGAL_EUSAGE, _("the unit of %s is too long"), name);
	/*
	 * A number without dimension accepts any counted unit; "1" and "%" are written differently.
	 */
	if (dimension_is_none(unit.dim) && dimension_is_none(own.dim)) {
		*ret = unit.scale;
		return 0;
	}
	r = quantity_parse_as(str_of(one), name, own, own_name, BARE_REFUSED, &quantity, reterr);
	if (r == 0)
		*ret = quantity.value;
	return r;
}

static int given_twice(const char *name, struct frugal_error *reterr)
{
	return error_set(reterr, FRUGAL_EUSAGE, _("%s is given twice"), name);
}

/* The number in place of the column until its rows are filled in. */
static struct value placeholder(struct dimension dim)
{
	return (struct value){
		.given = true,
		.quality = FRUGAL_DECLARED,
		.quantity = {.dim = dim},
	};
}

static uint32_t register_of(const struct program *program, size_t input)
{
	for (size_t i = 0; i < program->n_params; i++)
		if (program->params[i].kind == PARAM_NUMBER && program->params[i].input == input)
			return program->params[i].reg;
	return program->inputs[input].reg;
}

static int bind_number(struct question *question, size_t index, const struct frugal_column *from,
		       struct column *ret, struct frugal_error *reterr)
{
	const struct input *input = &question->program->inputs[index];
	if (input->kind != INPUT_NUMBER) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s is not a column of numbers: it is %s"),
			  from->name,
			  input->kind == INPUT_ROW ? _("a row of a table") : _("a choice"));
		return error_todo(reterr, _("give it once, as %s=VALUE"), from->name);
	}
	if (question->values[index].given)
		return given_twice(from->name, reterr);
	int r = unit_scale(from->name, from->unit, input->unit, input->unit_text, &ret->scale,
			   reterr);
	if (r < 0)
		return r;
	ret->input = input;
	ret->reg = register_of(question->program, index);
	question->values[index] = placeholder(input->unit.dim);
	return 0;
}

static int bind_field(struct question *question, size_t index, const struct frugal_column *from,
		      struct column *ret, struct frugal_error *reterr)
{
	const struct param *param = &question->program->params[index];
	const struct entry *entry = &question->program->entries[param->entry];
	if (question->overrides[index].given)
		return given_twice(from->name, reterr);
	int r = unit_scale(from->name, from->unit, entry->unit, entry->unit_text, &ret->scale,
			   reterr);
	if (r < 0)
		return r;
	ret->reg = param->reg;
	question->overrides[index] = placeholder(entry->unit.dim);
	return 0;
}

int column_bind_input(struct question *question, const struct frugal_column *from,
		      struct column *ret, struct frugal_error *reterr)
{
	*ret = (struct column){.values = from->values};
	size_t input = program_input(question->program, str_of(from->name));
	if (input != SIZE_MAX)
		return bind_number(question, input, from, ret, reterr);
	size_t field = program_field(question->program, str_of(from->name));
	if (field != SIZE_MAX)
		return bind_field(question, field, from, ret, reterr);
	/* The question has the message for an unknown name. */
	return question_set_text(question, str_of(from->name), STR("1"), BARE_IN_UNIT, NULL,
				 reterr);
}

static int unknown_output(const struct program *program, const char *name,
			  struct frugal_error *reterr)
{
	struct buf list = {0};
	for (size_t i = 0; i < program->n_entries; i++)
		if (program->entries[i].figure)
			buf_addf(&list, "%s%.*s", list.n ? ", " : "",
				 STR_ARG(program->entries[i].name));
	error_set(reterr, FRUGAL_EUSAGE, _("model %s has no output '%s'"), program->model->name,
		  name);
	error_todo(reterr, _("its outputs are %s"), buf_text(&list));
	buf_release(&list);
	return FRUGAL_EUSAGE;
}

int column_bind_output(const struct program *program, const struct frugal_column *from,
		       struct column *ret, struct frugal_error *reterr)
{
	*ret = (struct column){.values = from->values};
	for (size_t i = 0; i < program->n_entries; i++) {
		const struct entry *entry = &program->entries[i];
		if (!entry->figure || !str_is(entry->name, from->name))
			continue;
		ret->reg = entry->reg;
		return unit_scale(from->name, from->unit, entry->unit, entry->unit_text,
				  &ret->scale, reterr);
	}
	return unknown_output(program, from->name, reterr);
}
