/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compiles inputs: their limits and defaults, and the arguments of a `use`. An argument replaces
 * the input of the used model; its other inputs become inputs of the whole, under the name
 * "use.input".
 */
#include <math.h>
#include <stdio.h>

#include "base/intl.h"
#include "base/num.h"
#include "model/compile.h"

/* The value of a literal, with its sign. */
static bool literal(const struct node *node, struct node *ret)
{
	if (node->kind == NODE_NUMBER) {
		*ret = *node;
		return true;
	}
	if (node->kind == NODE_UNARY && str_is(node->text, "-") &&
	    node->args[0]->kind == NODE_NUMBER) {
		*ret = *node->args[0];
		ret->place = node->place;
		ret->source = node->source;
		ret->number = -node->args[0]->number;
		ret->low = -node->args[0]->high;
		ret->high = -node->args[0]->low;
		return true;
	}
	return false;
}

/* Converts a number to the unit of an input: with a matching unit, or 0, or bare where allowed. */
static int fit_unit(struct compiler *compiler, const struct scope *scope, const struct line *line,
		    struct node *number, bool bare_fits)
{
	bool zero = number->bare && !(fabs(number->number) > 0) && !number->uncertain;
	if (number->bare && (bare_fits || zero)) {
		number->number *= line->unit.scale;
		number->low *= line->unit.scale;
		number->high *= line->unit.scale;
		return 0;
	}
	if (dimension_eq(number->dim, line->unit.dim))
		return 0;
	struct buf want = {0}, got = {0};
	dimension_describe(&want, line->unit.dim);
	dimension_describe(&got, number->dim);
	int r = compile_fail(compiler, scope, number->place, _("%.*s is in %.*s, %s; '%.*s' is %s"),
			     STR_ARG(line->name), STR_ARG(line->unit_text), buf_text(&want),
			     STR_ARG(number->source), buf_text(&got));
	buf_release(&want);
	buf_release(&got);
	return r;
}

static int compile_limits(struct compiler *compiler, const struct scope *scope,
			  const struct line *line, struct input *input)
{
	if (line->n_bounds && line->input != INPUT_NUMBER)
		return compile_fail(compiler, scope, line->words.place,
				    _("'where' requires a number; %.*s is not a number"),
				    STR_ARG(line->name));
	input->limits =
		arena_array(&compiler->program->arena, line->n_bounds + 1, sizeof(struct limit));
	if (!input->limits)
		return error_nomem(compiler->reterr);
	for (size_t i = 0; i < line->n_bounds; i++) {
		const struct bound *bound = &line->bounds[i];
		struct node number = *bound->value;
		int r = fit_unit(compiler, scope, line, &number, true);
		if (r < 0)
			return r;
		struct arena *arena = &compiler->program->arena;
		bool unit = bound->value->bare && !str_is(line->unit_text, "1");
		const char *text = arena_printf(arena, "%.*s %.*s", STR_ARG(bound->op),
						STR_ARG(bound->value->source));
		const char *full = !text || !unit ? text
						  : arena_printf(arena, "%s %.*s", text,
								 STR_ARG(line->unit_text));
		if (!full)
			return error_nomem(compiler->reterr);
		input->limits[input->n_limits++] = (struct limit){
			.upper = bound->op.p[0] == '<',
			.strict = bound->op.n == 1,
			.value = number.number,
			.text = str_of(text),
			.full = str_of(full),
		};
	}
	return 0;
}

static bool within(const struct limit *limit, double x)
{
	if (limit->upper)
		return limit->strict ? x < limit->value : x <= limit->value;
	return limit->strict ? x > limit->value : x >= limit->value;
}

static int default_number(struct compiler *compiler, const struct scope *scope,
			  const struct line *line, struct node *number, struct input *input)
{
	int r = fit_unit(compiler, scope, line, number, false);
	if (r < 0)
		return r;
	for (size_t i = 0; i < input->n_limits; i++)
		if (!within(&input->limits[i], number->low) ||
		    !within(&input->limits[i], number->high))
			return compile_fail(
				compiler, scope, number->place,
				_("the default '%.*s' of %.*s does not satisfy 'where %.*s'"),
				STR_ARG(number->source), STR_ARG(line->name),
				STR_ARG(input->limits[i].full));
	input->has_default = true;
	input->value = number->number;
	input->low = number->low;
	input->high = number->high;
	return 0;
}

/*
 * "= zone": the row with the key of the row in zone; "= region.zone": that its column names;
 * "= region.zone or "WOR"": that one where there is none; "= region.zone else "WOR"": that one
 * where no region is given, and none where a region has no zone.
 */
static int default_followed(struct compiler *compiler, const struct scope *scope,
			    const struct node *node, struct input *input)
{
	const struct name *owner = scope_find(scope, node->text);
	if (!owner || owner->kind != NAME_INPUT || owner->operand.type != TYPE_ROW)
		return compile_fail(compiler, scope, node->place,
				    _("'%.*s' is not a row of a table"), STR_ARG(node->text));
	const struct table *table = compiler->program->inputs[owner->operand.input].table;
	input->follows_column = 0;
	if (node->kind == NODE_FIELD)
		input->follows_column = table_column_find(table, node->field);
	if (input->follows_column == TABLE_NO_COLUMN)
		return compile_fail(compiler, scope, node->place,
				    _("table %s has no column '%.*s'"), table_name(table),
				    STR_ARG(node->field));
	if (table_column(table, input->follows_column)->unit_name)
		return compile_fail(compiler, scope, node->place,
				    _("column '%.*s' of table %s is a number, not a key"),
				    STR_ARG(node->field), table_name(table));
	input->follows = owner->operand.input;
	input->has_default = true;
	return 0;
}

static int default_row(struct compiler *compiler, const struct scope *scope,
		       const struct line *line, const struct node *node, struct input *input)
{
	bool strict = node->kind == NODE_BINARY && str_is(node->text, "else");
	if (strict || (node->kind == NODE_BINARY && str_is(node->text, "or"))) {
		input->strict = strict;
		int r = default_followed(compiler, scope, node->args[0], input);
		return r == 0 ? default_row(compiler, scope, line, node->args[1], input) : r;
	}
	if (node->kind == NODE_NAME || node->kind == NODE_FIELD)
		return default_followed(compiler, scope, node, input);
	if (node->kind != NODE_TEXT)
		return compile_fail(compiler, scope, node->place, "%s",
				    _("the default row must be a key in quotes, such as \"WOR\", "
				      "or another row"));
	uint32_t row;
	struct frugal_error why = {0};
	char what[64];
	(void)snprintf(what, sizeof(what), "%.*s", STR_ARG(line->name));
	if (table_find(input->table, what, node->text, &row, &why) < 0)
		return compile_fail(compiler, scope, node->place, "%s", why.what);
	input->has_default = true;
	input->key = node->text;
	return 0;
}

static int default_choice(struct compiler *compiler, const struct scope *scope,
			  const struct node *node, struct input *input)
{
	for (size_t i = 0; i < input->n_choices; i++) {
		bool word = node->kind == NODE_TEXT || node->kind == NODE_NAME;
		if (word && str_eq(node->text, input->choices[i])) {
			input->has_default = true;
			input->key = node->text;
			input->choice = (uint32_t)i;
			return 0;
		}
	}
	return compile_fail(compiler, scope, node->place, _("'%.*s' is not one of the choices"),
			    STR_ARG(node->source));
}

/* written is the scope whose file has the default: a `use` may give a word. */
static int compile_default(struct compiler *compiler, const struct scope *written,
			   const struct line *line, struct input *input, bool *ret_computed)
{
	struct node number;
	*ret_computed = false;
	if (!line->expr)
		return 0;
	if (line->input == INPUT_ROW)
		return default_row(compiler, written, line, line->expr, input);
	if (line->input == INPUT_CHOICE)
		return default_choice(compiler, written, line->expr, input);
	if (literal(line->expr, &number))
		return default_number(compiler, written, line, &number, input);
	*ret_computed = true;
	input->has_default = true;
	input->value = input->low = input->high = MISSING;
	return 0;
}

/*
 * "if known(region.pue) then region.pue else 1.2": a number stands in where a row has none. The
 * field of another row, or another input, is a fact of its own.
 */
static void note_stand_in(struct compiler *compiler, struct scope *scope, const struct node *node,
			  struct input *input)
{
	const struct program *program = compiler->program;
	const struct node *test = node->kind == NODE_IF ? node->args[0] : NULL;
	if (!test || test->kind != NODE_CALL || !str_is(test->text, "known") ||
	    test->args[0]->kind != NODE_FIELD || node->args[2]->kind == NODE_FIELD ||
	    node->args[2]->kind == NODE_NAME)
		return;
	const struct name *owner = scope_find(scope, test->args[0]->text);
	if (!owner || owner->kind != NAME_INPUT || owner->operand.type != TYPE_ROW)
		return;
	const struct table *table = program->inputs[owner->operand.input].table;
	for (size_t i = 0; i < program->n_params; i++) {
		const struct param *param = &program->params[i];
		if (param->kind != PARAM_FIELD || param->input != owner->operand.input ||
		    param->column != table_column_find(table, test->args[0]->field))
			continue;
		input->stands_for = (uint32_t)i;
		input->stand_in = node->args[2]->source;
	}
}

/* The operand of a number whose default is an expression: given ? given : expression. */
static int computed_default(struct compiler *compiler, struct scope *scope, const struct line *line,
			    struct input *input, struct operand *operand)
{
	struct operand other;
	uint32_t known;
	int r = lower(compiler, scope, line->expr, &other);
	if (r < 0)
		return r;
	if (other.type != TYPE_NUMBER || (!other.zero && !dimension_eq(other.dim, line->unit.dim)))
		return compile_fail(compiler, scope, line->expr->place,
				    _("the default '%.*s' does not fit the unit %.*s"),
				    STR_ARG(line->expr->source), STR_ARG(line->unit_text));
	note_stand_in(compiler, scope, line->expr, input);
	r = emit(compiler, OP_KNOWN, operand->reg, 0, 0, &known);
	return r == 0 ? emit(compiler, OP_SELECT, known, operand->reg, other.reg, &operand->reg)
		      : r;
}

static int input_table(struct compiler *compiler, const struct scope *scope,
		       const struct line *line, struct input *input)
{
	struct frugal_error why = {0};
	char name[64];
	(void)snprintf(name, sizeof(name), "%.*s", STR_ARG(line->table));
	input->table_name = line->table;
	int r = tables_get(compiler->tables, name, &input->table, &why);
	if (r == FRUGAL_EUSAGE) {
		r = compile_fail(compiler, scope, line->words.place, "%s", why.what);
		error_todo(compiler->reterr, "%s", why.todo);
	} else if (r < 0 && compiler->reterr) {
		*compiler->reterr = why;
	}
	return r;
}

/* Makes checks of the limits of an input that an expression fills. */
static int check_limits(struct compiler *compiler, const struct scope *scope,
			const struct line *line, uint32_t reg)
{
	struct input input = {0};
	int r = compile_limits(compiler, scope, line, &input);
	for (size_t i = 0; r == 0 && i < input.n_limits; i++) {
		const struct limit *limit = &input.limits[i];
		uint32_t bound, truth;
		r = plain_constant(compiler, limit->value, &bound);
		if (r == 0)
			r = emit(compiler, limit->strict ? OP_LT : OP_LE,
				 limit->upper ? reg : bound, limit->upper ? bound : reg, 0, &truth);
		const char *message = arena_printf(&compiler->program->arena, "%.*s%.*s %.*s",
						   STR_ARG(scope->prefix), STR_ARG(line->name),
						   STR_ARG(limit->full));
		if (r == 0 && !message)
			r = error_nomem(compiler->reterr);
		if (r == 0)
			r = add_check(compiler, truth, scope, line, message);
	}
	return r;
}

static struct input input_of(struct compiler *compiler, const struct scope *scope,
			     const struct line *line)
{
	return (struct input){
		.name = join_name(compiler, scope->prefix, line->name),
		.kind = line->input,
		.line = &line->words,
		.file = scope->model->file,
		.unit = line->unit,
		.unit_text = line->unit_text,
		.choices = line->choices,
		.n_choices = line->n_choices,
		.optional = line->optional,
		.default_text = line->expr ? line->expr->source : (struct str){0},
		.follows = NO_INPUT,
		.stands_for = NO_ENTRY,
	};
}

/* The entry under which the trace shows the input. */
static int input_entry(struct compiler *compiler, const struct scope *scope,
		       const struct line *line, const struct operand *operand, bool computed,
		       struct input *input)
{
	struct entry entry = {
		.kind = ENTRY_INPUT,
		.name = input->name,
		.file = scope->model->file,
		.place = line->words.place,
		.expression = computed ? line->expr->source : (struct str){0},
		.unit = line->unit,
		.unit_text = line->unit_text,
		.line = &line->words,
		.reg = operand->reg,
		.input = operand->input,
	};
	int r = keep_uses(compiler, &entry);
	return r == 0 ? add_entry(compiler, &entry, &input->entry) : r;
}

/* What is drawn for the input; a row has none. */
static int input_param(struct compiler *compiler, const struct line *line, bool computed,
		       uint32_t index, const struct input *input)
{
	struct param param = {
		.kind = line->input == INPUT_CHOICE ? PARAM_CHOICE : PARAM_NUMBER,
		.reg = input->reg,
		.input = index,
		.entry = input->entry,
		.optional = line->optional || computed,
	};
	uint32_t unused;
	return line->input == INPUT_ROW ? 0 : add_param(compiler, &param, &unused);
}

/* An input of the whole program. */
static int open_input(struct compiler *compiler, struct scope *scope, const struct scope *written,
		      const struct line *line)
{
	struct program *program = compiler->program;
	struct input input = input_of(compiler, scope, line);
	bool computed = false;
	int r = line->input == INPUT_ROW ? input_table(compiler, scope, line, &input) : 0;
	if (r == 0)
		r = compile_limits(compiler, scope, line, &input);
	if (r == 0)
		r = compile_default(compiler, written, line, &input, &computed);
	if (r == 0)
		r = new_reg(compiler, &input.reg);
	struct operand operand = {
		.type = line->input == INPUT_ROW      ? TYPE_ROW
			: line->input == INPUT_CHOICE ? TYPE_CHOICE
						      : TYPE_NUMBER,
		.dim = line->unit.dim,
		.reg = input.reg,
		.input = (uint32_t)program->n_inputs,
	};
	compiler->n_uses = 0;
	if (r == 0 && computed)
		r = computed_default(compiler, scope, line, &input, &operand);
	if (r == 0)
		r = input_entry(compiler, scope, line, &operand, computed, &input);
	if (r == 0)
		r = input_param(compiler, line, computed, operand.input, &input);
	if (r == 0 && computed)
		r = check_limits(compiler, scope, line, operand.reg);
	if (r == 0 && !mem_grow(&program->inputs, program->n_inputs, &program->inputs_cap,
				sizeof(struct input), MAX_ENTRIES))
		r = no_room(compiler, program->n_inputs, MAX_ENTRIES);
	if (r < 0)
		return r;
	program->inputs[program->n_inputs++] = input;
	add_name(scope, &(struct name){line->name, NAME_INPUT, operand, input.entry, NULL});
	return 0;
}

/* ---- what a `use` gives ---- */

/* An argument that is a row or a choice: the same input under another name, or a fixed word. */
static int given_word(struct compiler *compiler, struct scope *scope, const struct line *line,
		      const struct argument *argument)
{
	const struct node *node = argument->value;
	const struct name *outer =
		node->kind == NODE_NAME ? scope_find(scope->outer, node->text) : NULL;
	if (outer && outer->kind == NAME_INPUT &&
	    (outer->operand.type == TYPE_ROW || outer->operand.type == TYPE_CHOICE)) {
		const struct input *input = &compiler->program->inputs[outer->operand.input];
		bool fits = input->kind == line->input &&
			    (line->input == INPUT_CHOICE ? input->n_choices == line->n_choices
							 : str_eq(input->table_name, line->table));
		for (size_t i = 0; fits && i < line->n_choices; i++)
			fits = str_eq(input->choices[i], line->choices[i]);
		if (!fits)
			return compile_fail(compiler, scope->outer, argument->place,
					    _("'%.*s' does not fit input %.*s of model %s"),
					    STR_ARG(node->source), STR_ARG(line->name),
					    scope->model->name);
		add_name(scope, &(struct name){line->name, NAME_INPUT, outer->operand, outer->entry,
					       NULL});
		return 0;
	}
	struct line *fixed = arena_alloc(&compiler->program->arena, sizeof(*fixed));
	if (!fixed)
		return error_nomem(compiler->reterr);
	*fixed = *line;
	fixed->expr = argument->value;
	return open_input(compiler, scope, scope->outer, fixed);
}

static int given_number(struct compiler *compiler, struct scope *scope, const struct line *line,
			const struct argument *argument)
{
	struct operand operand;
	compiler->n_uses = 0;
	int r = lower(compiler, scope->outer, argument->value, &operand);
	if (r < 0)
		return r;
	if (operand.type != TYPE_NUMBER ||
	    (!operand.zero && !dimension_eq(operand.dim, line->unit.dim)))
		return compile_fail(
			compiler, scope->outer, argument->place,
			_("'%.*s' does not fit input %.*s of model %s, which is in %.*s"),
			STR_ARG(argument->value->source), STR_ARG(line->name), scope->model->name,
			STR_ARG(line->unit_text));
	operand.dim = line->unit.dim;
	struct entry entry = {
		.kind = ENTRY_LET,
		.name = join_name(compiler, scope->prefix, line->name),
		.file = scope->outer->model->file,
		.place = argument->place,
		.expression = argument->value->source,
		.unit = line->unit,
		.unit_text = line->unit_text,
		.line = &line->words,
		.reg = operand.reg,
	};
	uint32_t index = NO_ENTRY;
	r = keep_uses(compiler, &entry);
	if (r == 0)
		r = add_entry(compiler, &entry, &index);
	if (r == 0)
		r = check_limits(compiler, scope, line, operand.reg);
	add_name(scope, &(struct name){line->name, NAME_INPUT, operand, index, NULL});
	return r;
}

const struct argument *find_argument(const struct line *use, struct str name)
{
	for (size_t i = 0; use && i < use->n_arguments; i++)
		if (str_eq(use->arguments[i].name, name))
			return &use->arguments[i];
	return NULL;
}

int compile_in(struct compiler *compiler, struct scope *scope, const struct line *line,
	       const struct line *use)
{
	const struct argument *argument = find_argument(use, line->name);
	if (!argument)
		return open_input(compiler, scope, scope, line);
	return line->input == INPUT_NUMBER ? given_number(compiler, scope, line, argument)
					   : given_word(compiler, scope, line, argument);
}
