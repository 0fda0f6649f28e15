/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/asked.h"

#include <string.h>

#include "api/inside_grid.h"
#include "base/intl.h"
#include "base/num.h"

static int add(struct asked *asked, struct arena *arena, const char *name, const char *value,
	       struct frugal_error *reterr)
{
	for (size_t i = 0; i < asked->n; i++) {
		struct http_field *field = &asked->fields[i];
		if (strcmp(field->name, name) != 0)
			continue;
		field->value = arena_printf(arena, "%s%c%s", field->value, ASKED_BETWEEN, value);
		return field->value ? 0 : error_nomem(reterr);
	}
	if (asked->n == ASKED_MOST)
		return error_set(reterr, FRUGAL_EUSAGE, _("more than %d fields"), ASKED_MOST);
	asked->fields[asked->n++] = (struct http_field){name, value};
	return 0;
}

int asked_of_query(const struct http_request *http, struct asked *ret, struct frugal_error *reterr)
{
	int r = 0;
	ret->n = 0;
	for (size_t i = 0; r == 0 && i < http->n_query; i++)
		r = add(ret, http->arena, http->query[i].name, http->query[i].value, reterr);
	return r;
}

/* A value as the text that a query would have; NULL: it has none. */
static const char *text_of(const json_t *value, struct arena *arena)
{
	char number[NUM_TEXT];
	if (json_is_string(value))
		return json_string_value(value);
	if (json_is_boolean(value))
		return json_is_true(value) ? "true" : "";
	if (json_is_integer(value))
		return arena_printf(arena, "%lld", (long long)json_integer_value(value));
	if (!json_is_real(value))
		return json_is_null(value) ? "" : NULL;
	num_format(json_real_value(value), number);
	return arena_strdup(arena, number);
}

static int add_value(struct asked *asked, struct arena *arena, const char *name,
		     const json_t *value, struct frugal_error *reterr)
{
	const char *text = text_of(value, arena);
	if (!text) {
		error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a text or a list of texts"), name);
		return error_where(reterr, "%s", name);
	}
	const char *kept = arena_strdup(arena, text);
	name = arena_strdup(arena, name);
	return kept && name ? add(asked, arena, name, kept, reterr) : error_nomem(reterr);
}

int asked_of_json(const json_t *object, struct arena *arena, struct asked *ret,
		  struct frugal_error *reterr)
{
	int r = 0;
	ret->n = 0;
	if (!json_is_object(object))
		return error_set(reterr, FRUGAL_EUSAGE, "%s", _("an object in JSON is expected"));
	json_t *own = (json_t *)(uintptr_t)object; /* iterating changes nothing */
	for (void *at = json_object_iter(own); r == 0 && at; at = json_object_iter_next(own, at)) {
		const char *name = json_object_iter_key(at);
		const json_t *value = json_object_iter_value(at);
		if (!json_is_array(value))
			r = add_value(ret, arena, name, value, reterr);
		for (size_t i = 0; r == 0 && i < json_array_size(value); i++)
			r = add_value(ret, arena, name, json_array_get(value, i), reterr);
	}
	return r;
}

/*
 * Objects and lists that are open at once, at most; brackets within texts do not count. jansson
 * calls itself for each level: what is too deep is not given to it.
 */
static size_t depth_of(struct str text)
{
	size_t depth = 0, most = 0;
	bool quoted = false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '{' || c == '['))
			most = ++depth > most ? depth : most;
		else if (!quoted && (c == '}' || c == ']') && depth)
			depth--;
	}
	return most;
}

int asked_parse(struct str text, unsigned deepest, json_t **ret, struct frugal_error *reterr)
{
	json_error_t error;
	*ret = NULL;
	if (depth_of(text) > deepest)
		return error_set(reterr, FRUGAL_EUSAGE, _("JSON is nested more than %u deep"),
				 deepest);
	*ret = json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY,
			  &error);
	if (*ret)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("JSON is not valid: %s"), error.text);
	return error_where(reterr, "%d:%d", error.line, error.column);
}

const char *asked_word(const struct asked *asked, const char *name)
{
	for (size_t i = 0; i < asked->n; i++)
		if (strcmp(asked->fields[i].name, name) == 0)
			return *asked->fields[i].value ? asked->fields[i].value : NULL;
	return NULL;
}

bool asked_flag(const struct asked *asked, const char *name)
{
	static const char *const yes[] = {"true", "1", "on", "yes"};
	const char *word = asked_word(asked, name);
	for (size_t i = 0; word && i < sizeof(yes) / sizeof(yes[0]); i++)
		if (strcmp(word, yes[i]) == 0)
			return true;
	return false;
}

int asked_number(const struct asked *asked, const char *name, const char *unit, double *ret,
		 struct frugal_error *reterr)
{
	struct frugal_quantity read = {.size = sizeof(read)};
	const char *text = asked_word(asked, name);
	if (!text)
		return 0;
	int r = frugal_quantity_read(text, unit, name, &read, reterr);
	if (r < 0)
		return error_where(reterr, "%s", name);
	*ret = read.value;
	return 0;
}

int asked_moment(const struct asked *asked, const char *name, int64_t *ret,
		 struct frugal_error *reterr)
{
	const char *text = asked_word(asked, name);
	if (!text || grid_time_parse(str_of(text), ret))
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a time"), text);
	error_where(reterr, "%s", name);
	return error_todo(reterr, "%s", "2026-03-02T13:00Z");
}
