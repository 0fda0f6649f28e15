/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines to inputs, entries, checks and steps. A used model is compiled in place: what the `use`
 * gives takes the place of its inputs, the other inputs become inputs of the whole under the
 * name "use.input".
 */
#include "model/compile.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/intl.h"
#include "base/num.h"

#define MAX_USE_DEPTH 16
#define MAX_ENTRIES 20000
#define MAX_PARAMS 20000
#define MAX_STEPS 200000
/* Two uses in each of 30 models would be a billion. */
#define MAX_SCOPES 1000

int compile_fail(struct compiler *compiler, const struct scope *scope, struct place place,
		 const char *fmt, ...)
{
	char what[480];
	va_list ap;
	va_start(ap, fmt);
	(void)vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	error_set(compiler->reterr, FRUGAL_EDATA, "%s", what);
	error_where(compiler->reterr, "%s:%u:%u", scope->model->file, place.line, place.column);
	return FRUGAL_EDATA;
}

static int no_room(struct compiler *compiler, size_t n, size_t max)
{
	if (n >= max)
		return error_set(compiler->reterr, FRUGAL_EDATA,
				 _("model %s is too large: %zu steps or lines with those it uses"),
				 compiler->program->model->name, n);
	return error_nomem(compiler->reterr);
}

int new_reg(struct compiler *compiler, uint32_t *ret)
{
	*ret = compiler->program->n_regs++;
	return 0;
}

int emit(struct compiler *compiler, enum op op, uint32_t a, uint32_t b, uint32_t c,
	 uint32_t *ret_reg)
{
	struct program *program = compiler->program;
	if (!mem_grow(&program->steps, program->n_steps, &program->steps_cap, sizeof(struct step),
		      MAX_STEPS))
		return no_room(compiler, program->n_steps, MAX_STEPS);
	int r = new_reg(compiler, ret_reg);
	program->steps[program->n_steps++] = (struct step){op, *ret_reg, a, b, c};
	return r;
}

int add_param(struct compiler *compiler, const struct param *param, uint32_t *ret)
{
	struct program *program = compiler->program;
	if (!mem_grow(&program->params, program->n_params, &program->params_cap,
		      sizeof(struct param), MAX_PARAMS))
		return no_room(compiler, program->n_params, MAX_PARAMS);
	*ret = (uint32_t)program->n_params;
	program->params[program->n_params++] = *param;
	return 0;
}

int add_entry(struct compiler *compiler, const struct entry *entry, uint32_t *ret)
{
	struct program *program = compiler->program;
	if (!mem_grow(&program->entries, program->n_entries, &program->entries_cap,
		      sizeof(struct entry), MAX_ENTRIES))
		return no_room(compiler, program->n_entries, MAX_ENTRIES);
	*ret = (uint32_t)program->n_entries;
	program->entries[program->n_entries++] = *entry;
	return 0;
}

int note_use(struct compiler *compiler, uint32_t entry)
{
	for (size_t i = 0; i < compiler->n_uses; i++)
		if (compiler->uses[i] == entry)
			return 0;
	if (!mem_grow(&compiler->uses, compiler->n_uses, &compiler->uses_cap, sizeof(uint32_t), 0))
		return error_nomem(compiler->reterr);
	compiler->uses[compiler->n_uses++] = entry;
	return 0;
}

/* Gives the uses noted so far to an entry, and forgets them. */
static int keep_uses(struct compiler *compiler, struct entry *entry)
{
	size_t n = compiler->n_uses;
	compiler->n_uses = 0;
	entry->n_uses = n;
	entry->uses = arena_array(&compiler->program->arena, n + 1, sizeof(uint32_t));
	if (!entry->uses)
		return error_nomem(compiler->reterr);
	if (n)
		memcpy(entry->uses, compiler->uses, n * sizeof(uint32_t));
	return 0;
}

int plain_constant(struct compiler *compiler, double value, uint32_t *ret)
{
	struct program *program = compiler->program;
	for (size_t i = 0; i < program->n_params; i++) {
		const struct param *param = &program->params[i];
		if (param->kind == PARAM_CONSTANT && param->entry == NO_ENTRY &&
		    memcmp(&param->value, &value, sizeof(value)) == 0) {
			*ret = param->reg;
			return 0;
		}
	}
	struct param param = {
		.kind = PARAM_CONSTANT,
		.entry = NO_ENTRY,
		.value = value,
		.low = value,
		.high = value,
	};
	uint32_t unused;
	int r = new_reg(compiler, &param.reg);
	*ret = param.reg;
	return r == 0 ? add_param(compiler, &param, &unused) : r;
}

int constant_reg(struct compiler *compiler, const struct scope *scope, const struct node *node,
		 uint32_t *ret)
{
	if (!node->uncertain)
		return plain_constant(compiler, node->number, ret);
	struct unit unit = {1, node->dim};
	struct buf unit_text = {0};
	dimension_text(&unit_text, node->dim);
	const char *kept = unit_text.failed
				   ? NULL
				   : arena_strdup(&compiler->program->arena, buf_text(&unit_text));
	buf_release(&unit_text);
	if (!kept)
		return error_nomem(compiler->reterr);
	struct entry entry = {
		.kind = ENTRY_CONSTANT,
		.name = node->source,
		.file = scope->model->file,
		.place = node->place,
		.unit = unit,
		.unit_text = str_of(kept),
		.param = (uint32_t)compiler->program->n_params,
	};
	struct param param = {
		.kind = PARAM_CONSTANT,
		.value = node->number,
		.low = node->low,
		.high = node->high,
	};
	uint32_t unused;
	int r = new_reg(compiler, &entry.reg);
	if (r == 0)
		r = add_entry(compiler, &entry, &param.entry);
	param.reg = *ret = entry.reg;
	if (r == 0)
		r = add_param(compiler, &param, &unused);
	return r == 0 ? note_use(compiler, param.entry) : r;
}

struct name *scope_find(const struct scope *scope, struct str name)
{
	for (size_t i = 0; i < scope->n_names; i++)
		if (str_eq(scope->names[i].name, name))
			return &scope->names[i];
	return NULL;
}

struct str join_name(struct compiler *compiler, struct str prefix, struct str name)
{
	if (!prefix.n)
		return name;
	const char *joined = arena_printf(&compiler->program->arena, "%.*s%.*s", (int)prefix.n,
					  prefix.p, (int)name.n, name.p);
	compiler->out_of_memory |= joined == NULL;
	return joined ? str_of(joined) : name;
}

static void add_name(struct scope *scope, const struct name *name)
{
	scope->names[scope->n_names++] = *name;
}

/* ---- inputs ---- */

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

/* A number in the unit of an input: with a fitting unit, or 0, or bare where that is allowed. */
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
		return compile_fail(compiler, scope, line->place,
				    _("'where' is for numbers; %.*s is none"), STR_ARG(line->name));
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
		bool unit = bound->value->bare && !str_is(line->unit_text, "1");
		const char *text = arena_printf(&compiler->program->arena, "%.*s %.*s%s%.*s",
						STR_ARG(bound->op), STR_ARG(bound->value->source),
						unit ? " " : "", unit ? (int)line->unit_text.n : 0,
						line->unit_text.p);
		if (!text)
			return error_nomem(compiler->reterr);
		input->limits[input->n_limits++] = (struct limit){
			.upper = bound->op.p[0] == '<',
			.strict = bound->op.n == 1,
			.value = number.number,
			.text = str_of(text),
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
			return compile_fail(compiler, scope, number->place,
					    _("the default '%.*s' of %.*s leaves 'where %.*s'"),
					    STR_ARG(number->source), STR_ARG(line->name),
					    STR_ARG(input->limits[i].text));
	input->has_default = true;
	input->value = number->number;
	input->low = number->low;
	input->high = number->high;
	return 0;
}

static int default_row(struct compiler *compiler, const struct scope *scope,
		       const struct line *line, const struct node *node, struct input *input)
{
	if (node->kind != NODE_TEXT)
		return compile_fail(compiler, scope, node->place, "%s",
				    _("the default row is a key in quotes, as \"WOR\""));
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

/* written is the scope whose file the default stands in: a `use` may give a word. */
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

/* The operand of a number whose default is an expression: given ? given : expression. */
static int computed_default(struct compiler *compiler, struct scope *scope, const struct line *line,
			    struct operand *operand)
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
		r = compile_fail(compiler, scope, line->place, "%s", why.what);
		error_todo(compiler->reterr, "%s", why.todo);
	} else if (r < 0 && compiler->reterr) {
		*compiler->reterr = why;
	}
	return r;
}

static int add_check(struct compiler *compiler, uint32_t reg, const struct scope *scope,
		     const struct line *line, const char *message)
{
	struct program *program = compiler->program;
	if (!mem_grow(&program->checks, program->n_checks, &program->checks_cap,
		      sizeof(struct program_check), MAX_ENTRIES))
		return no_room(compiler, program->n_checks, MAX_ENTRIES);
	program->checks[program->n_checks++] =
		(struct program_check){message, reg, line, scope->model->file};
	return 0;
}

/* The limits of an input that an expression fills become checks. */
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
						   STR_ARG(limit->text));
		if (r == 0 && !message)
			r = error_nomem(compiler->reterr);
		if (r == 0)
			r = add_check(compiler, truth, scope, line, message);
	}
	return r;
}

/* An input of the whole program. */
static int open_input(struct compiler *compiler, struct scope *scope, const struct scope *written,
		      const struct line *line)
{
	struct program *program = compiler->program;
	struct input input = {
		.name = join_name(compiler, scope->prefix, line->name),
		.kind = line->input,
		.line = line,
		.file = scope->model->file,
		.unit = line->unit,
		.unit_text = line->unit_text,
		.choices = line->choices,
		.n_choices = line->n_choices,
		.optional = line->optional,
	};
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
		r = computed_default(compiler, scope, line, &operand);
	struct entry entry = {
		.kind = ENTRY_INPUT,
		.name = input.name,
		.file = scope->model->file,
		.place = line->place,
		.expression = computed ? line->expr->source : (struct str){0},
		.unit = line->unit,
		.unit_text = line->unit_text,
		.line = line,
		.reg = operand.reg,
		.input = operand.input,
	};
	if (r == 0)
		r = keep_uses(compiler, &entry);
	if (r == 0)
		r = add_entry(compiler, &entry, &input.entry);
	struct param param = {
		.kind = line->input == INPUT_CHOICE ? PARAM_CHOICE : PARAM_NUMBER,
		.reg = input.reg,
		.input = operand.input,
		.entry = input.entry,
		.optional = line->optional || computed,
	};
	uint32_t unused;
	if (r == 0 && line->input != INPUT_ROW)
		r = add_param(compiler, &param, &unused);
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

/* A row or a choice handed down: the same input under another name, or a fixed word. */
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
		.line = line,
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

/* ---- lines ---- */

static int compile_value(struct compiler *compiler, struct scope *scope, const struct line *line)
{
	struct operand operand;
	compiler->n_uses = 0;
	int r = lower(compiler, scope, line->expr, &operand);
	if (r < 0)
		return r;
	if (operand.type != TYPE_NUMBER)
		return compile_fail(compiler, scope, line->expr->place, _("'%.*s' is not a number"),
				    STR_ARG(line->expr->source));
	if (!operand.zero && !dimension_eq(operand.dim, line->unit.dim)) {
		struct buf want = {0}, got = {0};
		dimension_describe(&want, line->unit.dim);
		dimension_describe(&got, operand.dim);
		r = compile_fail(compiler, scope, line->expr->place,
				 _("%.*s is in %.*s, %s, but '%.*s' is %s"), STR_ARG(line->name),
				 STR_ARG(line->unit_text), buf_text(&want),
				 STR_ARG(line->expr->source), buf_text(&got));
		buf_release(&want);
		buf_release(&got);
		return r;
	}
	operand.dim = line->unit.dim;
	struct entry entry = {
		.kind = line->kind == LINE_OUT ? ENTRY_OUT : ENTRY_LET,
		.name = join_name(compiler, scope->prefix, line->name),
		.file = scope->model->file,
		.place = line->place,
		.expression = line->expr->source,
		.unit = line->unit,
		.unit_text = line->unit_text,
		.line = line,
		.reg = operand.reg,
		.figure = line->kind == LINE_OUT && !scope->outer,
	};
	uint32_t index = NO_ENTRY;
	r = keep_uses(compiler, &entry);
	if (r == 0)
		r = add_entry(compiler, &entry, &index);
	add_name(scope, &(struct name){line->name, NAME_LINE, operand, index, NULL});
	return r;
}

static int compile_check(struct compiler *compiler, struct scope *scope, const struct line *line)
{
	struct operand operand;
	compiler->n_uses = 0;
	int r = lower(compiler, scope, line->expr, &operand);
	compiler->n_uses = 0;
	if (r == 0 && operand.type != TYPE_TRUTH)
		return compile_fail(compiler, scope, line->expr->place,
				    _("'%.*s' is not true or false"), STR_ARG(line->expr->source));
	return r == 0 ? add_check(compiler, operand.reg, scope, line, NULL) : r;
}

static int compile_scope(struct compiler *compiler, struct scope *scope, const struct line *use);

static int refuse_cycle(struct compiler *compiler, const struct scope *scope,
			const struct line *line, const struct model *model)
{
	int depth = 0;
	for (const struct scope *s = scope; s; s = s->outer, depth++)
		if (s->model == model)
			return compile_fail(compiler, scope, line->place,
					    _("model %s uses itself, by way of %s"), model->name,
					    scope->model->name);
	if (depth >= MAX_USE_DEPTH)
		return compile_fail(compiler, scope, line->place,
				    _("models use one another more than %d deep"), MAX_USE_DEPTH);
	return 0;
}

static int compile_use(struct compiler *compiler, struct scope *scope, const struct line *line)
{
	const struct model *model;
	struct frugal_error why = {0};
	int r = compiler->find(compiler->find_context, line->model, &model, &why);
	if (r == FRUGAL_EUSAGE) {
		r = compile_fail(compiler, scope, line->place, "%s", why.what);
		error_todo(compiler->reterr, "%s", why.todo);
		return r;
	}
	if (r < 0) {
		if (compiler->reterr)
			*compiler->reterr = why;
		return r;
	}
	r = refuse_cycle(compiler, scope, line, model);
	if (r < 0)
		return r;
	struct scope *used = arena_alloc(&compiler->program->arena, sizeof(*used));
	if (!used)
		return error_nomem(compiler->reterr);
	struct str dotted = join_name(compiler, line->name, STR("."));
	*used = (struct scope){
		.model = model,
		.prefix = join_name(compiler, scope->prefix, dotted),
		.outer = scope,
	};
	r = compile_scope(compiler, used, line);
	add_name(scope, &(struct name){line->name, NAME_USE, {0}, NO_ENTRY, used});
	return r;
}

static const struct argument *find_argument(const struct line *use, struct str name)
{
	for (size_t i = 0; use && i < use->n_arguments; i++)
		if (str_eq(use->arguments[i].name, name))
			return &use->arguments[i];
	return NULL;
}

static int compile_in(struct compiler *compiler, struct scope *scope, const struct line *line,
		      const struct line *use)
{
	const struct argument *argument = find_argument(use, line->name);
	if (!argument)
		return open_input(compiler, scope, scope, line);
	return line->input == INPUT_NUMBER ? given_number(compiler, scope, line, argument)
					   : given_word(compiler, scope, line, argument);
}

static int compile_line(struct compiler *compiler, struct scope *scope, const struct line *line,
			const struct line *use)
{
	switch (line->kind) {
	case LINE_IN:
		return compile_in(compiler, scope, line, use);
	case LINE_LET:
	case LINE_OUT:
		return compile_value(compiler, scope, line);
	case LINE_USE:
		return compile_use(compiler, scope, line);
	case LINE_CHECK:
		break;
	}
	return compile_check(compiler, scope, line);
}

/* Every argument of a `use` must be an input of the used model, once. */
static int check_arguments(struct compiler *compiler, const struct scope *scope,
			   const struct line *use)
{
	for (size_t i = 0; use && i < use->n_arguments; i++) {
		const struct argument *argument = &use->arguments[i];
		bool found = false;
		for (size_t j = 0; j < scope->model->n_lines; j++) {
			const struct line *line = &scope->model->lines[j];
			found |= line->kind == LINE_IN && str_eq(line->name, argument->name);
		}
		if (!found)
			return compile_fail(compiler, scope->outer, argument->place,
					    _("model %s has no input '%.*s'"), scope->model->name,
					    STR_ARG(argument->name));
		if (find_argument(use, argument->name) != argument)
			return compile_fail(compiler, scope->outer, argument->place,
					    _("input '%.*s' is given twice"),
					    STR_ARG(argument->name));
	}
	return 0;
}

static int compile_scope(struct compiler *compiler, struct scope *scope, const struct line *use)
{
	const struct model *model = scope->model;
	if (++compiler->n_scopes > MAX_SCOPES)
		return no_room(compiler, compiler->n_scopes, MAX_SCOPES);
	compiler->program->version =
		(compiler->program->version ^ model->hash) * UINT64_C(1099511628211);
	scope->names =
		arena_array(&compiler->program->arena, model->n_lines + 1, sizeof(struct name));
	if (!scope->names)
		return error_nomem(compiler->reterr);
	int r = check_arguments(compiler, scope, use);
	for (size_t i = 0; r == 0 && i < model->n_lines; i++)
		r = compile_line(compiler, scope, &model->lines[i], use);
	return r;
}

static int want_figures(const struct program *program, struct frugal_error *reterr)
{
	for (size_t i = 0; i < program->n_entries; i++)
		if (program->entries[i].figure)
			return 0;
	error_set(reterr, FRUGAL_EDATA, _("model %s has no output"), program->model->name);
	error_where(reterr, "%s", program->model->file);
	return error_todo(reterr, "%s", _("add a line: out NAME : UNIT = EXPRESSION"));
}

int program_compile(const struct model *model, struct tables *tables, model_finder *find,
		    void *find_context, struct program **ret, struct frugal_error *reterr)
{
	struct program *program = mem_zalloc(1, sizeof(*program));
	if (!program)
		return error_nomem(reterr);
	program->model = model;
	program->version = UINT64_C(14695981039346656037);
	struct compiler compiler = {
		.program = program,
		.tables = tables,
		.find = find,
		.find_context = find_context,
		.reterr = reterr,
	};
	struct scope scope = {.model = model};
	int r = compile_scope(&compiler, &scope, NULL);
	mem_free(compiler.uses);
	if (r == 0 && compiler.out_of_memory)
		r = error_nomem(reterr);
	if (r == 0 && want_figures(program, reterr) < 0)
		r = FRUGAL_EDATA;
	if (r < 0) {
		program_free(program);
		return r;
	}
	*ret = program;
	return 0;
}

void program_free(struct program *program)
{
	if (!program)
		return;
	mem_free(program->steps);
	mem_free(program->params);
	mem_free(program->inputs);
	mem_free(program->entries);
	mem_free(program->checks);
	arena_release(&program->arena);
	mem_free(program);
}

size_t program_input(const struct program *program, struct str name)
{
	for (size_t i = 0; i < program->n_inputs; i++)
		if (str_eq(program->inputs[i].name, name))
			return i;
	return SIZE_MAX;
}
