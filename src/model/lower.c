/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lowers expressions to steps, with the algebra of units: each node is checked for its type and
 * dimension, and a fault names its place. Calls of functions are in lower_call.c.
 */
#include <math.h>

#include "base/intl.h"
#include "model/compile.h"
#include "model/parse.h"

void dimension_describe(struct buf *to, struct dimension dim)
{
	const char *word = dimension_word(dim);
	if (word)
		buf_puts(to, word);
	if (word && dimension_is_none(dim))
		return;
	buf_puts(to, word ? " (" : "");
	dimension_text(to, dim);
	buf_puts(to, word ? ")" : "");
}

int lower_unit_clash(struct compiler *compiler, const struct scope *scope, const struct node *node,
		     struct dimension a, struct dimension b)
{
	struct buf left = {0}, right = {0};
	dimension_describe(&left, a);
	dimension_describe(&right, b);
	int r = compile_fail(compiler, scope, node->place, _("'%.*s' combines %s and %s"),
			     STR_ARG(node->source), buf_text(&left), buf_text(&right));
	buf_release(&left);
	buf_release(&right);
	return r;
}

static const char *type_word(enum type_kind type)
{
	static const char *const words[] = {N_("a number"), N_("a truth value"),
					    N_("a row of a table"), N_("a choice")};
	return _(words[type]);
}

int lower_expect_type(struct compiler *compiler, const struct scope *scope, const struct node *node,
		      const struct operand *operand, enum type_kind type)
{
	if (operand->type == type)
		return 0;
	return compile_fail(compiler, scope, node->place,
			    _("'%.*s' is %s, but %s is expected here"), STR_ARG(node->source),
			    type_word(operand->type), type_word(type));
}

int lower_expect_plain(struct compiler *compiler, const struct scope *scope,
		       const struct node *node, const struct operand *operand)
{
	int r = lower_expect_type(compiler, scope, node, operand, TYPE_NUMBER);
	if (r < 0 || dimension_is_none(operand->dim))
		return r;
	struct buf text = {0};
	dimension_describe(&text, operand->dim);
	r = compile_fail(compiler, scope, node->place,
			 _("'%.*s' is %s, but a plain number is expected"), STR_ARG(node->source),
			 buf_text(&text));
	error_todo(compiler->reterr, "%s", _("divide it by its unit, such as x / (1 kWh)"));
	buf_release(&text);
	return r;
}

/*
 * Checks that both sides of + - < min if have one dimension; a literal 0 takes that of the other.
 */
int lower_common_dimension(struct compiler *compiler, const struct scope *scope,
			   const struct node *node, struct operand *a, struct operand *b)
{
	if (a->zero)
		a->dim = b->dim;
	if (b->zero)
		b->dim = a->dim;
	if (dimension_eq(a->dim, b->dim))
		return 0;
	return lower_unit_clash(compiler, scope, node, a->dim, b->dim);
}

static int lower_number(struct compiler *compiler, struct scope *scope, const struct node *node,
			struct operand *ret)
{
	*ret = (struct operand){
		.type = TYPE_NUMBER,
		.dim = node->dim,
		.zero = node->bare && !node->uncertain && !(fabs(node->number) > 0),
		.constant = !node->uncertain,
		.value = node->number,
	};
	return constant_reg(compiler, scope, node, &ret->reg);
}

static int unknown_name(struct compiler *compiler, const struct scope *scope,
			const struct node *node, struct str word)
{
	int r = compile_fail(compiler, scope, node->place, _("'%.*s' is not declared above"),
			     STR_ARG(word));
	const char *candidates[256];
	size_t n = 0;
	for (size_t i = 0; i < scope->n_names && n < 255; i++) {
		struct str name = scope->names[i].name;
		const char *copy = arena_strndup(&compiler->program->arena, name.p, name.n);
		if (copy)
			candidates[n++] = copy;
	}
	candidates[n] = NULL;
	const char *near = str_nearest(word, candidates);
	if (unit_is_name(word))
		error_todo(compiler->reterr, _("a unit must follow a number: write 1 %.*s"),
			   STR_ARG(word));
	else if (near)
		error_todo(compiler->reterr, _("did you mean %s?"), near);
	return r;
}

static int lower_name(struct compiler *compiler, struct scope *scope, const struct node *node,
		      struct operand *ret)
{
	if (str_is(node->text, "true") || str_is(node->text, "false")) {
		*ret = (struct operand){.type = TYPE_TRUTH};
		return plain_constant(compiler, str_is(node->text, "true") ? 1 : 0, &ret->reg);
	}
	const struct name *name = scope_find(scope, node->text);
	if (!name)
		return unknown_name(compiler, scope, node, node->text);
	if (name->kind == NAME_USE)
		return compile_fail(compiler, scope, node->place,
				    _("'%.*s' is a model, not a value: write %.*s.OUTPUT"),
				    STR_ARG(node->text), STR_ARG(node->text));
	*ret = name->operand;
	ret->zero = ret->constant = false;
	return name->entry == NO_ENTRY ? 0 : note_use(compiler, name->entry);
}

/* Gets the param of a field of the row of an input, made on first use. */
static int field_param(struct compiler *compiler, struct scope *scope, const struct node *node,
		       uint32_t input_index, uint32_t column, struct operand *ret)
{
	struct program *program = compiler->program;
	for (size_t i = 0; i < program->n_params; i++) {
		const struct param *param = &program->params[i];
		if (param->kind == PARAM_FIELD && param->input == input_index &&
		    param->column == column) {
			ret->reg = param->reg;
			return note_use(compiler, param->entry);
		}
	}
	const struct input *input = &program->inputs[input_index];
	const struct table_column *info = table_column(input->table, column);
	struct str dotted = join_name(compiler, input->name, STR("."));
	struct entry entry = {
		.kind = ENTRY_FIELD,
		.name = join_name(compiler, dotted, str_of(info->name)),
		.file = scope->model->file,
		.place = node->place,
		.unit = info->unit,
		.unit_text = str_of(info->unit_name),
		.param = (uint32_t)program->n_params,
		.input = input_index,
	};
	int r = new_reg(compiler, &entry.reg);
	uint32_t entry_index = NO_ENTRY;
	if (r == 0)
		r = add_entry(compiler, &entry, &entry_index);
	struct param param = {
		.kind = PARAM_FIELD,
		.reg = entry.reg,
		.input = input_index,
		.column = column,
		.entry = entry_index,
		.place = node->place,
	};
	uint32_t unused;
	if (r == 0)
		r = add_param(compiler, &param, &unused);
	ret->reg = entry.reg;
	return r == 0 ? note_use(compiler, entry_index) : r;
}

static int lower_row_field(struct compiler *compiler, struct scope *scope, const struct node *node,
			   uint32_t input_index, struct operand *ret)
{
	const struct input *input = &compiler->program->inputs[input_index];
	uint32_t column = table_column_find(input->table, node->field);
	if (column == TABLE_NO_COLUMN)
		return compile_fail(compiler, scope, node->place,
				    _("table %s has no column '%.*s'"), table_name(input->table),
				    STR_ARG(node->field));
	const struct table_column *info = table_column(input->table, column);
	if (!info->unit_name)
		return compile_fail(compiler, scope, node->place,
				    _("column '%s' of table %s is text, not a number"), info->name,
				    table_name(input->table));
	*ret = (struct operand){.type = TYPE_NUMBER, .dim = info->unit.dim};
	return field_param(compiler, scope, node, input_index, column, ret);
}

static int lower_field(struct compiler *compiler, struct scope *scope, const struct node *node,
		       struct operand *ret)
{
	const struct name *owner = scope_find(scope, node->text);
	if (!owner)
		return unknown_name(compiler, scope, node, node->text);
	if (owner->kind == NAME_USE) {
		const struct name *inner = scope_find(owner->used, node->field);
		if (!inner || inner->kind != NAME_LINE)
			return compile_fail(compiler, scope, node->place,
					    _("model %s has no output '%.*s'"),
					    owner->used->model->name, STR_ARG(node->field));
		*ret = inner->operand;
		ret->zero = ret->constant = false;
		return note_use(compiler, inner->entry);
	}
	if (owner->operand.type != TYPE_ROW)
		return compile_fail(compiler, scope, node->place,
				    _("'%.*s' is not a row of a table: it has no fields"),
				    STR_ARG(node->text));
	return lower_row_field(compiler, scope, node, owner->operand.input, ret);
}

static int lower_sign(struct compiler *compiler, struct scope *scope, const struct node *node,
		      struct operand *ret)
{
	struct operand a;
	int r = lower(compiler, scope, node->args[0], &a);
	bool minus = str_is(node->text, "-");
	if (r == 0)
		r = lower_expect_type(compiler, scope, node->args[0], &a,
				      minus ? TYPE_NUMBER : TYPE_TRUTH);
	if (r < 0)
		return r;
	*ret = a;
	ret->value = -a.value;
	return emit(compiler, minus ? OP_NEG : OP_NOT, a.reg, 0, 0, &ret->reg);
}

static bool is_whole(double x)
{
	return !(fabs(x - round(x)) > 0) && fabs(x) <= 100;
}

static int lower_power(struct compiler *compiler, struct scope *scope, const struct node *node,
		       const struct operand *a, const struct operand *b, struct operand *ret)
{
	int r = lower_expect_plain(compiler, scope, node->args[1], b);
	if (r < 0)
		return r;
	*ret = (struct operand){.type = TYPE_NUMBER};
	if (!dimension_is_none(a->dim)) {
		bool half = b->constant && !(fabs(b->value - 0.5) > 0);
		bool fits = half ? dimension_root(a->dim, 2, &ret->dim)
				 : b->constant && is_whole(b->value) &&
					    dimension_pow(a->dim, (int)b->value, &ret->dim);
		if (!fits)
			return compile_fail(
				compiler, scope, node->place,
				_("'%.*s': the power of a quantity with a unit must be a literal "
				  "whole number, or 0.5 if its unit is a square"),
				STR_ARG(node->source));
	}
	return emit(compiler, OP_POW, a->reg, b->reg, 0, &ret->reg);
}

/* The index of a choice by its word, or -1. */
static int choice_index(const struct input *input, struct str word)
{
	for (size_t i = 0; i < input->n_choices; i++)
		if (str_eq(input->choices[i], word))
			return (int)i;
	return -1;
}

static int lower_choice_word(struct compiler *compiler, struct scope *scope,
			     const struct node *node, uint32_t input_index, uint32_t *ret_reg)
{
	const struct input *input = &compiler->program->inputs[input_index];
	int index = node->kind == NODE_TEXT || node->kind == NODE_NAME
			    ? choice_index(input, node->text)
			    : -1;
	if (index < 0)
		return compile_fail(compiler, scope, node->place,
				    _("'%.*s' is not a choice of %.*s"), STR_ARG(node->source),
				    STR_ARG(input->name));
	return plain_constant(compiler, index, ret_reg);
}

/* precision == fp8: the word on one side is a choice of the input on the other. */
static int lower_choice_comparison(struct compiler *compiler, struct scope *scope,
				   const struct node *node, struct operand *ret, bool *ret_done)
{
	*ret_done = false;
	for (int side = 0; side < 2; side++) {
		const struct node *left = node->args[side], *right = node->args[1 - side];
		const struct name *name =
			left->kind == NODE_NAME ? scope_find(scope, left->text) : NULL;
		if (!name || name->kind != NAME_INPUT || name->operand.type != TYPE_CHOICE)
			continue;
		*ret_done = true;
		struct operand choice;
		uint32_t word;
		int r = lower_name(compiler, scope, left, &choice);
		if (r == 0)
			r = lower_choice_word(compiler, scope, right, choice.input, &word);
		*ret = (struct operand){.type = TYPE_TRUTH};
		enum op op = str_is(node->text, "==") ? OP_EQ : OP_NE;
		return r == 0 ? emit(compiler, op, choice.reg, word, 0, &ret->reg) : r;
	}
	return 0;
}

/* llm.openness == "closed": a text of a row. Of a row that is not given, it is false. */
static int lower_text_comparison(struct compiler *compiler, struct scope *scope,
				 const struct node *node, struct operand *ret, bool *ret_done)
{
	bool left = node->args[0]->kind == NODE_FIELD;
	const struct node *field = node->args[left ? 0 : 1], *text = node->args[left ? 1 : 0];
	const struct name *owner =
		field->kind == NODE_FIELD ? scope_find(scope, field->text) : NULL;
	*ret_done = owner && owner->kind == NAME_INPUT && owner->operand.type == TYPE_ROW &&
		    text->kind == NODE_TEXT;
	if (!*ret_done)
		return 0;
	const struct table *table = compiler->program->inputs[owner->operand.input].table;
	uint32_t column = table_column_find(table, field->field);
	if (column == TABLE_NO_COLUMN)
		return compile_fail(compiler, scope, field->place,
				    _("table %s has no column '%.*s'"), table_name(table),
				    STR_ARG(field->field));
	if (table_column(table, column)->unit_name)
		return compile_fail(compiler, scope, field->place,
				    _("column '%.*s' of table %s is a number, not a text"),
				    STR_ARG(field->field), table_name(table));
	struct param param = {
		.kind = PARAM_TEXT,
		.input = owner->operand.input,
		.column = column,
		.text = text->text,
		.entry = NO_ENTRY,
		.place = field->place,
	};
	uint32_t unused, zero;
	int r = new_reg(compiler, &param.reg);
	if (r == 0)
		r = add_param(compiler, &param, &unused);
	if (r == 0)
		r = plain_constant(compiler, 0, &zero);
	*ret = (struct operand){.type = TYPE_TRUTH};
	enum op op = str_is(node->text, "==") ? OP_NE : OP_EQ;
	return r == 0 ? emit(compiler, op, param.reg, zero, 0, &ret->reg) : r;
}

static const struct binary {
	const char *text;
	enum op op;
	bool swap;
	enum { SIDES_EQUAL, SIDES_FREE, SIDES_TRUTH, SIDES_POWER } sides;
	enum type_kind result;
} binaries[] = {
	{"+", OP_ADD, false, SIDES_EQUAL, TYPE_NUMBER},
	{"-", OP_SUB, false, SIDES_EQUAL, TYPE_NUMBER},
	{"*", OP_MUL, false, SIDES_FREE, TYPE_NUMBER},
	{"/", OP_DIV, false, SIDES_FREE, TYPE_NUMBER},
	{"^", OP_POW, false, SIDES_POWER, TYPE_NUMBER},
	{"<", OP_LT, false, SIDES_EQUAL, TYPE_TRUTH},
	{"<=", OP_LE, false, SIDES_EQUAL, TYPE_TRUTH},
	{">", OP_LT, true, SIDES_EQUAL, TYPE_TRUTH},
	{">=", OP_LE, true, SIDES_EQUAL, TYPE_TRUTH},
	{"==", OP_EQ, false, SIDES_EQUAL, TYPE_TRUTH},
	{"!=", OP_NE, false, SIDES_EQUAL, TYPE_TRUTH},
	{"and", OP_AND, false, SIDES_TRUTH, TYPE_TRUTH},
	{"or", OP_OR, false, SIDES_TRUTH, TYPE_TRUTH},
};

/* The unit of a product or a quotient; its exponents must stay in the range of dimension_pow. */
static int join_dimensions(struct compiler *compiler, const struct scope *scope,
			   const struct node *node, bool product, const struct operand *a,
			   const struct operand *b, struct dimension *ret)
{
	for (size_t i = 0; i < KIND_COUNT; i++) {
		int e = a->dim.exponent[i] + (product ? 1 : -1) * b->dim.exponent[i];
		if (e < -100 || e > 100)
			return compile_fail(compiler, scope, node->place,
					    _("the power in the unit of '%.*s' is too large"),
					    STR_ARG(node->source));
	}
	*ret = product ? dimension_mul(a->dim, b->dim) : dimension_div(a->dim, b->dim);
	return 0;
}

static int lower_arithmetic(struct compiler *compiler, struct scope *scope, const struct node *node,
			    const struct binary *binary, struct operand *a, struct operand *b,
			    struct operand *ret)
{
	int r = 0;
	if (binary->sides == SIDES_POWER)
		return lower_power(compiler, scope, node, a, b, ret);
	*ret = (struct operand){.type = binary->result};
	if (binary->sides == SIDES_EQUAL) {
		r = lower_common_dimension(compiler, scope, node, a, b);
		if (binary->result == TYPE_NUMBER)
			ret->dim = a->dim;
	} else if (binary->sides == SIDES_FREE) {
		r = join_dimensions(compiler, scope, node, binary->op == OP_MUL, a, b, &ret->dim);
	}
	if (r < 0)
		return r;
	return binary->swap ? emit(compiler, binary->op, b->reg, a->reg, 0, &ret->reg)
			    : emit(compiler, binary->op, a->reg, b->reg, 0, &ret->reg);
}

static int lower_binary(struct compiler *compiler, struct scope *scope, const struct node *node,
			struct operand *ret)
{
	const struct binary *binary = binaries;
	while (!str_is(node->text, binary->text))
		binary++;
	int r = 0;
	if (binary->op == OP_EQ || binary->op == OP_NE) {
		bool done;
		r = lower_choice_comparison(compiler, scope, node, ret, &done);
		if (r == 0 && !done)
			r = lower_text_comparison(compiler, scope, node, ret, &done);
		if (r < 0 || done)
			return r;
	}
	struct operand sides[2];
	enum type_kind want = binary->sides == SIDES_TRUTH ? TYPE_TRUTH : TYPE_NUMBER;
	for (int i = 0; r == 0 && i < 2; i++) {
		r = lower(compiler, scope, node->args[i], &sides[i]);
		if (r == 0)
			r = lower_expect_type(compiler, scope, node->args[i], &sides[i], want);
	}
	return r == 0 ? lower_arithmetic(compiler, scope, node, binary, &sides[0], &sides[1], ret)
		      : r;
}

static int lower_if(struct compiler *compiler, struct scope *scope, const struct node *node,
		    struct operand *ret)
{
	struct operand parts[3];
	int r = 0;
	for (int i = 0; r == 0 && i < 3; i++)
		r = lower(compiler, scope, node->args[i], &parts[i]);
	if (r == 0)
		r = lower_expect_type(compiler, scope, node->args[0], &parts[0], TYPE_TRUTH);
	if (r == 0 && parts[1].type != TYPE_TRUTH)
		r = lower_expect_type(compiler, scope, node->args[1], &parts[1], TYPE_NUMBER);
	if (r == 0)
		r = lower_expect_type(compiler, scope, node->args[2], &parts[2], parts[1].type);
	if (r == 0 && parts[1].type == TYPE_NUMBER)
		r = lower_common_dimension(compiler, scope, node, &parts[1], &parts[2]);
	if (r < 0)
		return r;
	*ret = (struct operand){.type = parts[1].type, .dim = parts[1].dim};
	return emit(compiler, OP_SELECT, parts[0].reg, parts[1].reg, parts[2].reg, &ret->reg);
}

int lower(struct compiler *compiler, struct scope *scope, const struct node *node,
	  struct operand *ret)
{
	switch (node->kind) {
	case NODE_NUMBER:
		return lower_number(compiler, scope, node, ret);
	case NODE_NAME:
		return lower_name(compiler, scope, node, ret);
	case NODE_FIELD:
		return lower_field(compiler, scope, node, ret);
	case NODE_UNARY:
		return lower_sign(compiler, scope, node, ret);
	case NODE_BINARY:
		return lower_binary(compiler, scope, node, ret);
	case NODE_IF:
		return lower_if(compiler, scope, node, ret);
	case NODE_CALL:
		return lower_call(compiler, scope, node, ret);
	case NODE_TEXT:
		break;
	}
	return compile_fail(
		compiler, scope, node->place,
		_("the text \"%.*s\" is not a number: a text can only be compared, with == or !="),
		STR_ARG(node->text));
}
