/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lowers calls of functions: known(), only() and chosen(), which deal with what is missing, and the
 * functions of numbers, each a row of a table with its number of arguments and what it does to
 * units.
 */
#include <math.h>

#include "base/intl.h"
#include "model/compile.h"

/* known(x): x is an optional input or a field that may be missing. */
static int lower_known(struct compiler *compiler, struct scope *scope, const struct node *node,
		       struct operand *ret)
{
	const struct node *arg = node->args[0];
	struct operand a;
	if (arg->kind != NODE_NAME && arg->kind != NODE_FIELD)
		return compile_fail(compiler, scope, arg->place, "%s",
				    _("known() requires an input or a field"));
	int r = lower(compiler, scope, arg, &a);
	/* A row has no register of its own, only its fields have. */
	if (r == 0 && a.type != TYPE_CHOICE)
		r = lower_expect_type(compiler, scope, arg, &a, TYPE_NUMBER);
	if (r < 0)
		return r;
	struct program *program = compiler->program;
	for (size_t i = 0; i < program->n_params; i++)
		if (program->params[i].kind != PARAM_CONSTANT && program->params[i].reg == a.reg)
			program->params[i].optional = true;
	*ret = (struct operand){.type = TYPE_TRUTH};
	return emit(compiler, OP_KNOWN, a.reg, 0, 0, &ret->reg);
}

/* chosen(zone): whether the user gave another row than the one that is taken by default. */
static int lower_chosen(struct compiler *compiler, const struct scope *scope,
			const struct node *node, struct operand *ret)
{
	const struct node *arg = node->args[0];
	const struct name *name = arg->kind == NODE_NAME ? scope_find(scope, arg->text) : NULL;
	if (!name || name->kind != NAME_INPUT || name->operand.type != TYPE_ROW)
		return compile_fail(compiler, scope, arg->place, "%s",
				    _("chosen() requires an input that is a row of a table"));
	struct param param = {
		.kind = PARAM_CHOSEN,
		.input = name->operand.input,
		.entry = NO_ENTRY,
		.place = arg->place,
	};
	uint32_t unused, zero;
	int r = new_reg(compiler, &param.reg);
	if (r == 0)
		r = add_param(compiler, &param, &unused);
	if (r == 0)
		r = plain_constant(compiler, 0, &zero);
	*ret = (struct operand){.type = TYPE_TRUTH};
	return r == 0 ? emit(compiler, OP_NE, param.reg, zero, 0, &ret->reg) : r;
}

/* only(condition, x): x where the condition is true, absent with that reason elsewhere. */
static int lower_only(struct compiler *compiler, struct scope *scope, const struct node *node,
		      struct operand *ret)
{
	struct operand condition;
	uint32_t absent;
	int r = lower(compiler, scope, node->args[0], &condition);
	if (r == 0)
		r = lower_expect_type(compiler, scope, node->args[0], &condition, TYPE_TRUTH);
	if (r == 0)
		r = lower(compiler, scope, node->args[1], ret);
	if (r == 0)
		r = lower_expect_type(compiler, scope, node->args[1], ret, TYPE_NUMBER);
	if (r == 0)
		r = plain_constant(compiler, NAN, &absent);
	if (r < 0)
		return r;
	compiler->condition = node->args[0]->source;
	ret->zero = ret->constant = false;
	return emit(compiler, OP_SELECT, condition.reg, ret->reg, absent, &ret->reg);
}

static const struct function {
	const char *name;
	enum op op;
	size_t least, most;
	enum { KEEPS_UNIT, PLAIN_NUMBER, ROOT } units;
} function_table[] = {
	{"min", OP_MIN, 2, NODE_MAX_ARGS, KEEPS_UNIT},
	{"max", OP_MAX, 2, NODE_MAX_ARGS, KEEPS_UNIT},
	{"clamp", OP_MAX, 3, 3, KEEPS_UNIT},
	{"abs", OP_ABS, 1, 1, KEEPS_UNIT},
	{"floor", OP_FLOOR, 1, 1, PLAIN_NUMBER},
	{"ceil", OP_CEIL, 1, 1, PLAIN_NUMBER},
	{"round", OP_ROUND, 1, 1, PLAIN_NUMBER},
	{"trunc", OP_TRUNC, 1, 1, PLAIN_NUMBER},
	{"exp", OP_EXP, 1, 1, PLAIN_NUMBER},
	{"ln", OP_LN, 1, 1, PLAIN_NUMBER},
	{"log2", OP_LOG2, 1, 1, PLAIN_NUMBER},
	{"sqrt", OP_SQRT, 1, 1, ROOT},
	{"known", OP_KNOWN, 1, 1, KEEPS_UNIT},
	{"only", OP_SELECT, 2, 2, KEEPS_UNIT},
	{"chosen", OP_NE, 1, 1, KEEPS_UNIT},
};

static int lower_arguments(struct compiler *compiler, struct scope *scope, const struct node *node,
			   const struct function *function, struct operand *args)
{
	for (size_t i = 0; i < node->n_args; i++) {
		int r = lower(compiler, scope, node->args[i], &args[i]);
		if (r == 0 && function->units == PLAIN_NUMBER)
			r = lower_expect_plain(compiler, scope, node->args[i], &args[i]);
		else if (r == 0)
			r = lower_expect_type(compiler, scope, node->args[i], &args[i],
					      TYPE_NUMBER);
		if (r == 0 && i)
			r = lower_common_dimension(compiler, scope, node, &args[0], &args[i]);
		if (r < 0)
			return r;
	}
	/* min(0, 0, x): the zeros before x learn its unit last. */
	for (size_t i = 0; i < node->n_args; i++)
		if (!args[i].zero && !dimension_eq(args[0].dim, args[i].dim))
			return lower_unit_clash(compiler, scope, node, args[0].dim, args[i].dim);
	return 0;
}

int lower_call(struct compiler *compiler, struct scope *scope, const struct node *node,
	       struct operand *ret)
{
	const struct function *function = function_table;
	while (!str_is(node->text, function->name))
		function++;
	if (node->n_args < function->least || node->n_args > function->most)
		return compile_fail(compiler, scope, node->place,
				    _("%s takes %zu arguments, not %zu"), function->name,
				    function->least, node->n_args);
	if (function->op == OP_KNOWN)
		return lower_known(compiler, scope, node, ret);
	if (function->op == OP_SELECT)
		return lower_only(compiler, scope, node, ret);
	if (function->op == OP_NE)
		return lower_chosen(compiler, scope, node, ret);
	struct operand args[NODE_MAX_ARGS] = {0};
	int r = lower_arguments(compiler, scope, node, function, args);
	if (r < 0)
		return r;
	*ret = (struct operand){.type = TYPE_NUMBER, .dim = args[0].dim};
	if (function->units == ROOT && !dimension_root(args[0].dim, 2, &ret->dim))
		return compile_fail(compiler, scope, node->place,
				    _("'%.*s': the unit under the root is not a square"),
				    STR_ARG(node->source));
	ret->reg = args[0].reg;
	if (node->n_args == 1)
		return emit(compiler, function->op, args[0].reg, 0, 0, &ret->reg);
	if (str_is(node->text, "clamp")) {
		r = emit(compiler, OP_MAX, args[0].reg, args[1].reg, 0, &ret->reg);
		return r == 0 ? emit(compiler, OP_MIN, ret->reg, args[2].reg, 0, &ret->reg) : r;
	}
	for (size_t i = 1; r == 0 && i < node->n_args; i++)
		r = emit(compiler, function->op, ret->reg, args[i].reg, 0, &ret->reg);
	return r;
}
