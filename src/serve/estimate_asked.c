/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/estimate_asked.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "base/intl.h"
#include "base/num.h"
#include "serve/asked.h"

struct reader {
	struct arena *arena;
	struct estimate_asked *to;
	struct frugal_error *error;
};

/* An object: each caller names its members. */
static int parse(struct str body, json_t **ret, struct frugal_error *reterr)
{
	int r = asked_parse(body, ASKED_MAX_DEPTH, ret, reterr);
	if (r == 0 && !json_is_object(*ret)) {
		json_decref(*ret);
		*ret = NULL;
		r = error_set(reterr, FRUGAL_EUSAGE, "%s", _("the body is not an object"));
	}
	return r;
}

static int wrong(struct reader *reader, const char *name, const char *what)
{
	error_set(reader->error, FRUGAL_EUSAGE, _("'%s' is not valid: %s"), name, what);
	return error_where(reader->error, "%s", name);
}

/* "name=value"; a name with '=' would be another one. */
static int add_input(struct reader *reader, const char *name, const json_t *value)
{
	char number[NUM_TEXT];
	const char *text = json_string_value(value);
	if (!*name || strchr(name, '='))
		return wrong(reader, name, _("not the name of an input"));
	if (json_is_null(value))
		return 0;
	if (json_is_number(value)) {
		(void)num_format(json_number_value(value), number);
		text = number;
	}
	if (!text)
		return wrong(reader, name, _("a text or a number is expected"));
	const char *kept = arena_printf(reader->arena, "%s=%s", name, text);
	if (!kept)
		return error_nomem(reader->error);
	reader->to->inputs[reader->to->n_inputs++] = kept;
	return 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int read_inputs(struct reader *reader, json_t *inputs, const char *key)
{
	const char *name;
	json_t *value;
	int r = 0;
	if (!inputs)
		return 0;
	if (!json_is_object(inputs))
		return wrong(reader, key, _("an object of names and values is expected"));
	if (json_object_size(inputs) > ASKED_MAX_INPUTS)
		return wrong(reader, key, _("too many"));
	struct estimate_asked *to = reader->to;
	to->inputs = arena_array(reader->arena, json_object_size(inputs) + 1, sizeof(*to->inputs));
	if (!to->inputs)
		return error_nomem(reader->error);
	json_object_foreach(inputs, name, value) if (r == 0) r = add_input(reader, name, value);
	if (to->n_inputs)
		qsort(to->inputs, to->n_inputs, sizeof(*to->inputs), by_name);
	return r;
}

/* "gpu_hours[kh]" */
static int split_unit(struct reader *reader, const char *name, struct frugal_column *column)
{
	size_t n = strcspn(name, "["), all = strlen(name);
	if (!n || (n < all && name[all - 1] != ']'))
		return wrong(reader, name, _("a column is NAME or NAME[UNIT]"));
	column->name = arena_strndup(reader->arena, name, n);
	column->unit = n < all ? arena_strndup(reader->arena, name + n + 1, all - n - 2) : NULL;
	return column->name && (n == all || column->unit) ? 0 : error_nomem(reader->error);
}

static int read_column(struct reader *reader, const char *name, const json_t *values)
{
	struct estimate_asked *to = reader->to;
	struct frugal_column *column = &to->columns[to->n_columns];
	size_t n = json_array_size(values);
	if (!json_is_array(values))
		return wrong(reader, name, _("a list of numbers is expected"));
	if (n > ASKED_MAX_ROWS)
		return wrong(reader, name, _("too many"));
	if (to->n_columns && n != to->n_rows)
		return wrong(reader, name, _("its length is not that of the other columns"));
	int r = split_unit(reader, name, column);
	if (r < 0)
		return r;
	column->values = arena_array(reader->arena, n + 1, sizeof(double));
	if (!column->values)
		return error_nomem(reader->error);
	for (size_t i = 0; i < n; i++) {
		const json_t *value = json_array_get(values, i);
		if (!json_is_number(value) && !json_is_null(value))
			return wrong(reader, name,
				     _("a list of numbers is expected; a name is given in inputs"));
		column->values[i] = json_is_null(value) ? (double)NAN : json_number_value(value);
	}
	to->n_rows = n;
	to->n_columns++;
	return 0;
}

static int read_columns(struct reader *reader, json_t *columns)
{
	const char *name;
	json_t *values;
	int r = 0;
	if (!columns)
		return 0;
	if (!json_is_object(columns) || !json_object_size(columns) ||
	    json_object_size(columns) > ASKED_MAX_INPUTS)
		return wrong(reader, "columns", _("an object of names and lists is expected"));
	reader->to->columns =
		arena_array(reader->arena, json_object_size(columns), sizeof(*reader->to->columns));
	if (!reader->to->columns)
		return error_nomem(reader->error);
	json_object_foreach(columns, name, values) if (r == 0) r =
		read_column(reader, name, values);
	return r;
}

static int read_outputs(struct reader *reader, const json_t *outputs)
{
	struct estimate_asked *to = reader->to;
	size_t n = json_array_size(outputs);
	if (!outputs)
		return 0;
	if (!n || n > ASKED_MAX_INPUTS)
		return wrong(reader, "outputs", _("a list of figures is expected"));
	to->outputs = arena_array(reader->arena, n, sizeof(*to->outputs));
	if (!to->outputs)
		return error_nomem(reader->error);
	for (size_t i = 0; i < n; i++) {
		const char *name = json_string_value(json_array_get(outputs, i));
		if (!name)
			return wrong(reader, "outputs", _("a list of figures is expected"));
		to->outputs[to->n_outputs] = arena_strdup(reader->arena, name);
		if (!to->outputs[to->n_outputs++])
			return error_nomem(reader->error);
	}
	return 0;
}

/* A member that nobody reads is a mistake of who wrote it. */
static int check_members(struct reader *reader, json_t *json, const char *const *known)
{
	const char *name;
	json_t *value;
	json_object_foreach(json, name, value)
	{
		size_t i = 0;
		while (known[i] && strcmp(known[i], name) != 0)
			i++;
		if (known[i])
			continue;
		const char *near = str_nearest(str_of(name), known);
		error_set(reader->error, FRUGAL_EUSAGE, _("unknown member '%s'"), name);
		if (near)
			error_todo(reader->error, _("did you mean %s?"), near);
		return FRUGAL_EUSAGE;
	}
	return 0;
}

static int read_text(struct reader *reader, const json_t *json, const char *name, const char **ret)
{
	const json_t *value = json_object_get(json, name);
	if (!json_is_string(value))
		return wrong(reader, name, _("a text is expected"));
	*ret = arena_strdup(reader->arena, json_string_value(value));
	return *ret ? 0 : error_nomem(reader->error);
}

static int read_flag(struct reader *reader, const json_t *json, const char *name, bool *ret)
{
	const json_t *value = json_object_get(json, name);
	if (value && !json_is_boolean(value))
		return wrong(reader, name, _("true or false is expected"));
	*ret = json_is_true(value);
	return 0;
}

int estimate_asked_read(struct str body, struct arena *arena, struct estimate_asked *ret,
			struct frugal_error *reterr)
{
	static const char *const known[] = {"model",   "inputs",      "columns",
					    "outputs", "sensitivity", NULL};
	struct reader reader = {arena, ret, reterr};
	json_t *json = NULL;
	*ret = (struct estimate_asked){0};
	int r = parse(body, &json, reterr);
	if (r == 0)
		r = check_members(&reader, json, known);
	if (r == 0)
		r = read_text(&reader, json, "model", &ret->model);
	if (r == 0)
		r = read_inputs(&reader, json_object_get(json, "inputs"), "inputs");
	if (r == 0)
		r = read_columns(&reader, json_object_get(json, "columns"));
	if (r == 0)
		r = read_outputs(&reader, json_object_get(json, "outputs"));
	if (r == 0)
		r = read_flag(&reader, json, "sensitivity", &ret->sensitivity);
	json_decref(json);
	return r;
}

int estimate_asked_sentence(struct str body, struct arena *arena, const char **ret_sentence,
			    struct estimate_asked *ret, struct frugal_error *reterr)
{
	static const char *const known[] = {"question", "answers", NULL};
	struct reader reader = {arena, ret, reterr};
	json_t *json = NULL;
	*ret = (struct estimate_asked){0};
	int r = parse(body, &json, reterr);
	if (r == 0)
		r = check_members(&reader, json, known);
	if (r == 0)
		r = read_text(&reader, json, "question", ret_sentence);
	if (r == 0)
		r = read_inputs(&reader, json_object_get(json, "answers"), "answers");
	json_decref(json);
	return r;
}
