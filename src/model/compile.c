/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compiles the lines of a model to entries, checks and steps; inputs.c compiles inputs, lower.c
 * expressions. A used model is compiled in place, its names behind a dot.
 */
#include "model/compile.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/hash.h"
#include "base/intl.h"

#define MAX_USE_DEPTH 16
#define MAX_PARAMS 20000
#define MAX_STEPS 200000
/* Two uses in each of 30 models would give a billion scopes. */
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

int no_room(struct compiler *compiler, size_t n, size_t max)
{
	if (n >= max)
		return error_set(compiler->reterr, FRUGAL_EDATA,
				 _("model %s is too large: %zu steps or lines, including the "
				   "models that it uses"),
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

/* Moves the uses noted so far to an entry. */
int keep_uses(struct compiler *compiler, struct entry *entry)
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

void add_name(struct scope *scope, const struct name *name)
{
	scope->names[scope->n_names++] = *name;
}

int add_check(struct compiler *compiler, uint32_t reg, const struct scope *scope,
	      const struct line *line, const char *message)
{
	struct program *program = compiler->program;
	if (!mem_grow(&program->checks, program->n_checks, &program->checks_cap,
		      sizeof(struct program_check), MAX_ENTRIES))
		return no_room(compiler, program->n_checks, MAX_ENTRIES);
	program->checks[program->n_checks++] = (struct program_check){
		message, line->kind == LINE_NOTE, reg, &line->words, scope->model->file};
	return 0;
}

static int compile_value(struct compiler *compiler, struct scope *scope, const struct line *line)
{
	struct operand operand;
	compiler->n_uses = 0;
	compiler->condition = (struct str){0};
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
		.place = line->words.place,
		.expression = line->expr->source,
		.condition = compiler->condition,
		.unit = line->unit,
		.unit_text = line->unit_text,
		.line = &line->words,
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
				    _("'%.*s' is not a truth value"), STR_ARG(line->expr->source));
	return r == 0 ? add_check(compiler, operand.reg, scope, line, NULL) : r;
}

static int compile_scope(struct compiler *compiler, struct scope *scope, const struct line *use);

static int refuse_cycle(struct compiler *compiler, const struct scope *scope,
			const struct line *line, const struct model *model)
{
	int depth = 0;
	for (const struct scope *s = scope; s; s = s->outer, depth++)
		if (s->model == model)
			return compile_fail(compiler, scope, line->words.place,
					    _("model %s uses itself, through %s"), model->name,
					    scope->model->name);
	if (depth >= MAX_USE_DEPTH)
		return compile_fail(compiler, scope, line->words.place,
				    _("models are nested more than %d deep"), MAX_USE_DEPTH);
	return 0;
}

static int compile_use(struct compiler *compiler, struct scope *scope, const struct line *line)
{
	const struct model *model;
	struct frugal_error why = {0};
	int r = compiler->find(compiler->find_context, line->model, &model, &why);
	if (r == FRUGAL_EUSAGE) {
		r = compile_fail(compiler, scope, line->words.place, "%s", why.what);
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
	case LINE_NOTE:
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
	compiler->program->version = hash_step(compiler->program->version, model->hash);
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
	return error_todo(reterr, "%s", _("add a line: `out NAME : UNIT = EXPRESSION`"));
}

int program_compile(const struct model *model, struct tables *tables, model_finder *find,
		    void *find_context, struct program **ret, struct frugal_error *reterr)
{
	struct program *program = mem_zalloc(1, sizeof(*program));
	if (!program)
		return error_nomem(reterr);
	program->model = model;
	program->tables = tables;
	program->version = HASH_BEGIN;
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

double param_text_holds(const struct program *program, const struct param *param, uint32_t row)
{
	const struct table *table = program->inputs[param->input].table;
	return row != TABLE_NO_ROW && str_is(param->text, table_text(table, row, param->column));
}

size_t program_input(const struct program *program, struct str name)
{
	for (size_t i = 0; i < program->n_inputs; i++)
		if (str_eq(program->inputs[i].name, name))
			return i;
	return SIZE_MAX;
}

size_t program_field(const struct program *program, struct str name)
{
	for (size_t i = 0; i < program->n_params; i++) {
		const struct param *param = &program->params[i];
		if (param->kind == PARAM_FIELD && str_eq(program->entries[param->entry].name, name))
			return i;
	}
	return SIZE_MAX;
}
