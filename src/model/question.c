/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fills the values of a question from texts of a user or numbers of a program, checks each against
 * the limits of its input, and reports unknown, repeated and missing inputs with their remedy.
 */
#include "model/question.h"

#include <math.h>
#include <stdio.h>

#include "base/intl.h"
#include "factor/regions.h"

int question_new(const struct program *program, struct question **ret, struct frugal_error *reterr)
{
	struct question *question = mem_zalloc(1, sizeof(*question));
	if (!question)
		return error_nomem(reterr);
	question->program = program;
	question->values =
		arena_array(&question->arena, program->n_inputs + 1, sizeof(struct value));
	question->overrides =
		arena_array(&question->arena, program->n_params + 1, sizeof(struct value));
	if (!question->values || !question->overrides) {
		question_free(question);
		return error_nomem(reterr);
	}
	*ret = question;
	return 0;
}

void question_free(struct question *question)
{
	if (!question)
		return;
	arena_release(&question->arena);
	mem_free(question);
}

int input_check(const struct input *input, double low, double high, struct frugal_error *reterr)
{
	for (size_t i = 0; i < input->n_limits; i++) {
		const struct limit *limit = &input->limits[i];
		bool fits = limit->upper
				    ? (limit->strict ? high < limit->value : high <= limit->value)
				    : (limit->strict ? low > limit->value : low >= limit->value);
		if (fits)
			continue;
		error_set(reterr, FRUGAL_EUSAGE, _("%.*s must be %.*s"), STR_ARG(input->name),
			  STR_ARG(limit->full));
		double bad = limit->upper ? high : low;
		/* 30 for a share of 30 % is a common mistake. */
		if (limit->upper && !(low < high) && !(fabs(limit->value - 1) > 0) && bad > 1 &&
		    bad <= 100 && dimension_is_none(input->unit.dim))
			error_todo(reterr, _("for a percentage, write %.*s=%g%%"),
				   STR_ARG(input->name), bad);
		return FRUGAL_EUSAGE;
	}
	return 0;
}

static int unknown_input(const struct question *question, struct str name,
			 struct frugal_error *reterr)
{
	const struct program *program = question->program;
	error_set(reterr, FRUGAL_EUSAGE, _("model %s has no input '%.*s'"), program->model->name,
		  STR_ARG(name));
	const char *names[256];
	struct arena arena = {0};
	size_t n = 0;
	for (size_t i = 0; i < program->n_inputs && n < 255; i++) {
		struct str input = program->inputs[i].name;
		names[n] = arena_strndup(&arena, input.p, input.n);
		n += names[n] != NULL;
	}
	size_t n_inputs = n;
	for (size_t i = 0; i < program->n_params && n < 255; i++) {
		if (program->params[i].kind != PARAM_FIELD)
			continue;
		struct str field = program->entries[program->params[i].entry].name;
		names[n] = arena_strndup(&arena, field.p, field.n);
		n += names[n] != NULL;
	}
	names[n] = NULL;
	const char *near = str_nearest(name, names);
	if (near) {
		error_todo(reterr, _("did you mean %s?"), near);
	} else {
		struct buf list = {0};
		for (size_t i = 0; i < n_inputs; i++)
			buf_addf(&list, "%s%s", i ? ", " : "", names[i]);
		error_todo(reterr, _("its inputs are %s"), buf_text(&list));
		buf_release(&list);
	}
	arena_release(&arena);
	return FRUGAL_EUSAGE;
}

static int given_twice(struct str name, struct frugal_error *reterr)
{
	return error_set(reterr, FRUGAL_EUSAGE, _("%.*s is given twice"), STR_ARG(name));
}

/* Keeps what the name may mean too. */
static int keep_taken(struct arena *arena, struct str name, const struct table_search *search,
		      bool is_region, const struct taken **ret, struct frugal_error *reterr)
{
	struct taken *taken = arena_alloc(arena, sizeof(*taken));
	char *kept = arena_strndup(arena, name.p, name.n);
	if (!taken || !kept)
		return error_nomem(reterr);
	taken->name = kept;
	taken->is_region = is_region;
	taken->n_others = search->n_candidates;
	memcpy(taken->others, search->candidates, sizeof(taken->others));
	*ret = taken;
	return 0;
}

/* A name that no zone has: the grid of a region of a cloud; *reterr is the error without one. */
static int find_region(const struct program *program, const struct input *input, struct str name,
		       struct table_search *search, struct frugal_error *reterr)
{
	struct region_grid region;
	struct frugal_error other;
	int r = region_find(program->tables, name, &region, &other);
	if (r == 0 && region.zone)
		search->row = table_find_key(input->table, str_of(region.zone));
	if (r == 0 && search->row != TABLE_NO_ROW)
		return 0;
	if (r == 0)
		region_suggest(program->tables, name, reterr);
	else if (reterr)
		*reterr = other;
	return FRUGAL_EUSAGE;
}

/* Another name of a zone that is also the code of a region elsewhere: bhs is BS, and in Quebec. */
static void mind_region(const struct program *program, const struct input *input, struct str name,
			struct table_search *search)
{
	struct region_grid region;
	const char *key = table_text(input->table, search->row, 0);
	if (search->taken || str_eq_nocase(str_of(key), name) ||
	    region_find(program->tables, name, &region, NULL) < 0 || !region.zone ||
	    strcmp(region.zone, key) == 0)
		return;
	search->taken = true;
	search->candidates[0] = table_find_key(input->table, str_of(region.zone));
	search->n_candidates = search->candidates[0] != TABLE_NO_ROW;
}

int question_find(struct arena *arena, const struct program *program, const struct input *input,
		  const char *what, struct str name, uint32_t *ret_row,
		  const struct taken **ret_taken, struct frugal_error *reterr)
{
	struct table_search search;
	bool is_region = false;
	*ret_taken = NULL;
	int r = table_search(input->table, what, name, &search, reterr);
	if (r < 0 && search.miss == TABLE_MISS_UNKNOWN && str_is(input->table_name, "zones")) {
		r = find_region(program, input, name, &search, reterr);
		search.n_candidates = 0;
		is_region = true;
	}
	if (r == 0 && !search.miss && !is_region && str_is(input->table_name, "zones"))
		mind_region(program, input, name, &search);
	if (r < 0)
		return r;
	*ret_row = search.row;
	return search.taken || is_region
		       ? keep_taken(arena, name, &search, is_region, ret_taken, reterr)
		       : 0;
}

static int set_row(struct question *question, const struct input *input, struct str text,
		   struct value *value, struct frugal_error *reterr)
{
	char what[64];
	(void)snprintf(what, sizeof(what), "%.*s", STR_ARG(input->name));
	return question_find(&question->arena, question->program, input, what, str_trim(text),
			     &value->row, &value->taken, reterr);
}

uint32_t question_row(const struct question *question, size_t index)
{
	bool given =
		question->program->inputs[index].kind == INPUT_ROW && question->values[index].given;
	return given ? question->values[index].row : question_default_row(question, index);
}

uint32_t question_default_row(const struct question *question, size_t index)
{
	const struct input *input = &question->program->inputs[index];
	uint32_t row;
	if (input->kind != INPUT_ROW)
		return TABLE_NO_ROW;
	if (input->follows != NO_INPUT)
		return input_follow(input, question->program,
				    question_row(question, input->follows));
	if (input->has_default && table_find(input->table, "", input->key, &row, NULL) == 0)
		return row;
	return TABLE_NO_ROW;
}

uint32_t input_follow(const struct input *input, const struct program *program, uint32_t row)
{
	const struct table *table = program->inputs[input->follows].table;
	uint32_t found = TABLE_NO_ROW;
	if (row != TABLE_NO_ROW)
		found = table_find_key(input->table,
				       str_of(table_text(table, row, input->follows_column)));
	if (found == TABLE_NO_ROW && input->strict && row != TABLE_NO_ROW)
		return TABLE_NO_ROW;
	if (found == TABLE_NO_ROW && input->key.n &&
	    table_find(input->table, "", input->key, &found, NULL) < 0)
		return TABLE_NO_ROW;
	return found;
}

bool question_substituted(const struct question *question, size_t index)
{
	const struct input *input = &question->program->inputs[index];
	if (input->kind != INPUT_ROW || input->follows == NO_INPUT || !input->key.n ||
	    question->values[index].given || !question_chosen(question, input->follows))
		return false;
	uint32_t row = question_row(question, input->follows);
	const struct table *owner = question->program->inputs[input->follows].table;
	return row != TABLE_NO_ROW && question_row(question, index) != TABLE_NO_ROW &&
	       table_find_key(input->table,
			      str_of(table_text(owner, row, input->follows_column))) ==
		       TABLE_NO_ROW;
}

bool question_chosen(const struct question *question, size_t index)
{
	const struct input *input = &question->program->inputs[index];
	while (!question->values[index].given && input->follows != NO_INPUT) {
		index = input->follows;
		input = &question->program->inputs[index];
	}
	return question->values[index].given;
}

static int set_choice(const struct input *input, struct str text, struct value *value,
		      struct frugal_error *reterr)
{
	text = str_trim(text);
	struct buf list = {0};
	for (size_t i = 0; i < input->n_choices; i++) {
		if (str_eq(text, input->choices[i])) {
			value->choice = (uint32_t)i;
			buf_release(&list);
			return 0;
		}
		buf_addf(&list, "%s%.*s", i ? ", " : "", STR_ARG(input->choices[i]));
	}
	error_set(reterr, FRUGAL_EUSAGE, _("%.*s='%.*s' is not one of its choices"),
		  STR_ARG(input->name), STR_ARG(text));
	error_todo(reterr, _("choose %s"), buf_text(&list));
	buf_release(&list);
	return FRUGAL_EUSAGE;
}

static int set_number(const struct input *input, struct str text, enum quantity_bare bare,
		      struct value *value, struct frugal_error *reterr)
{
	char name[128], unit[64];
	(void)snprintf(name, sizeof(name), "%.*s", STR_ARG(input->name));
	(void)snprintf(unit, sizeof(unit), "%.*s", STR_ARG(input->unit_text));
	int r = quantity_parse_as(text, name, input->unit, unit, bare, &value->quantity, reterr);
	return r == 0 ? input_check(input, value->quantity.low, value->quantity.high, reterr) : r;
}

/* Sets a field of a row, given by hand, in place of the table's. */
static int set_field(struct question *question, size_t param, struct str text,
		     enum quantity_bare bare, struct frugal_error *reterr)
{
	const struct entry *entry =
		&question->program->entries[question->program->params[param].entry];
	struct value *value = &question->overrides[param];
	if (value->given)
		return given_twice(entry->name, reterr);
	char name[128], unit[64];
	(void)snprintf(name, sizeof(name), "%.*s", STR_ARG(entry->name));
	(void)snprintf(unit, sizeof(unit), "%.*s", STR_ARG(entry->unit_text));
	struct value set = {.given = true, .quality = FRUGAL_DECLARED};
	int r = quantity_parse_as(text, name, entry->unit, unit, bare, &set.quantity, reterr);
	if (r == 0)
		*value = set;
	return r;
}

int question_set_text(struct question *question, struct str name, struct str text,
		      enum quantity_bare bare, bool *ret_known, struct frugal_error *reterr)
{
	const struct program *program = question->program;
	size_t index = program_input(program, name);
	size_t field = index == SIZE_MAX ? program_field(program, name) : SIZE_MAX;
	if (ret_known)
		*ret_known = index != SIZE_MAX || field != SIZE_MAX;
	if (index == SIZE_MAX && field == SIZE_MAX)
		return unknown_input(question, name, reterr);
	if (!str_trim(text).n)
		return error_set(reterr, FRUGAL_EUSAGE, _("%.*s has no value"), STR_ARG(name));
	if (field != SIZE_MAX)
		return set_field(question, field, text, bare, reterr);
	const struct input *input = &program->inputs[index];
	struct value *value = &question->values[index];
	if (value->given)
		return given_twice(name, reterr);
	struct value set = {.given = true, .quality = FRUGAL_DECLARED};
	int r = input->kind == INPUT_ROW      ? set_row(question, input, text, &set, reterr)
		: input->kind == INPUT_CHOICE ? set_choice(input, text, &set, reterr)
					      : set_number(input, text, bare, &set, reterr);
	if (r == 0)
		*value = set;
	return r;
}

int question_set(struct question *question, struct str assignment, enum quantity_bare bare,
		 struct frugal_error *reterr)
{
	const char *equals = memchr(assignment.p, '=', assignment.n);
	if (!equals) {
		error_set(reterr, FRUGAL_EUSAGE, _("'%.*s' is not an input"), STR_ARG(assignment));
		return error_todo(reterr, "%s", _("write name=value, such as gpu_hours=10h"));
	}
	size_t n = (size_t)(equals - assignment.p);
	return question_set_text(question, str_trim((struct str){assignment.p, n}),
				 (struct str){equals + 1, assignment.n - n - 1}, bare, NULL,
				 reterr);
}

int question_set_number(struct question *question, const char *name,
			const struct quantity *quantity, enum frugal_quality quality,
			double measured_share, const char *source, struct frugal_error *reterr)
{
	size_t index = program_input(question->program, str_of(name));
	if (index == SIZE_MAX)
		return unknown_input(question, str_of(name), reterr);
	const struct input *input = &question->program->inputs[index];
	if (input->kind != INPUT_NUMBER || !dimension_eq(input->unit.dim, quantity->dim))
		return error_set(reterr, FRUGAL_EBUG, _("%s does not accept this unit"), name);
	int r = input_check(input, quantity->low, quantity->high, reterr);
	const char *kept = source ? arena_strdup(&question->arena, source) : NULL;
	if (r == 0 && source && !kept)
		r = error_nomem(reterr);
	if (r == 0)
		question->values[index] = (struct value){
			.given = true,
			.quantity = *quantity,
			.quality = quality,
			.source = kept,
			.measured_share = measured_share,
		};
	return r;
}

int question_set_field(struct question *question, const char *name, const struct quantity *quantity,
		       enum frugal_quality quality, const char *source, struct frugal_error *reterr)
{
	const struct program *program = question->program;
	size_t field = program_field(program, str_of(name));
	if (field == SIZE_MAX)
		return unknown_input(question, str_of(name), reterr);
	if (!dimension_eq(program->entries[program->params[field].entry].unit.dim, quantity->dim))
		return error_set(reterr, FRUGAL_EBUG, _("%s does not accept this unit"), name);
	const char *kept = arena_strdup(&question->arena, source);
	if (!kept)
		return error_nomem(reterr);
	question->overrides[field] = (struct value){
		.given = true, .quantity = *quantity, .quality = quality, .source = kept};
	return 0;
}

/* Whether all fields that the program reads of a row are given by hand, so that it needs no row. */
static bool fields_given(const struct question *question, size_t input)
{
	const struct program *program = question->program;
	bool any = false;
	for (size_t i = 0; i < program->n_params; i++) {
		const struct param *param = &program->params[i];
		if (param->kind != PARAM_FIELD || param->input != input)
			continue;
		any = true;
		if (!question->overrides[i].given && !param->optional)
			return false;
	}
	return any;
}

int question_complete(const struct question *question, struct frugal_error *reterr)
{
	const struct program *program = question->program;
	for (size_t i = 0; i < program->n_inputs; i++) {
		const struct input *input = &program->inputs[i];
		if (question->values[i].given || input->has_default || input->optional ||
		    fields_given(question, i))
			continue;
		/* TRANSLATORS: not words but a language: the one of this catalogue */
		struct str help = words_in(&input->line->help, _("en"));
		error_set(reterr, FRUGAL_EUSAGE, _("model %s requires %.*s%s%.*s"),
			  program->model->name, STR_ARG(input->name), help.n ? ": " : "",
			  STR_ARG(help));
		if (input->kind == INPUT_ROW)
			return error_todo(reterr,
					  _("give %.*s=KEY; `frugal factors %.*s` lists them"),
					  STR_ARG(input->name), STR_ARG(input->table_name));
		if (input->kind == INPUT_CHOICE)
			return error_todo(reterr, _("give %.*s=CHOICE"), STR_ARG(input->name));
		return error_todo(reterr, _("give %.*s=NUMBER%.*s"), STR_ARG(input->name),
				  str_is(input->unit_text, "1") ? 0 : (int)input->unit_text.n,
				  input->unit_text.p);
	}
	return 0;
}
