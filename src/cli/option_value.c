/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks the values of options by type and bounds, and writes them to the field that the table
 * names. There is one function per type, and one table of them.
 */
#include <math.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/intl.h"
#include "base/num.h"
#include "cli/option.h"
#include "frugal.h"

typedef int store_value(const struct option_spec *spec, const char *text, void *field,
			struct arena *arena, struct frugal_error *reterr);

static int store_flag(const struct option_spec *spec, const char *text, void *field,
		      struct arena *arena, struct frugal_error *reterr)
{
	(void)spec, (void)text, (void)arena, (void)reterr;
	*(bool *)field = true;
	return 0;
}

static int store_string(const struct option_spec *spec, const char *text, void *field,
			struct arena *arena, struct frugal_error *reterr)
{
	(void)spec, (void)arena, (void)reterr;
	*(const char **)field = text;
	return 0;
}

static int store_choice(const struct option_spec *spec, const char *text, void *field,
			struct arena *arena, struct frugal_error *reterr)
{
	for (const char *const *c = spec->choices; *c; c++) {
		if (strcmp(*c, text) == 0) {
			*(const char **)field = *c;
			return 0;
		}
	}
	const char *near = str_nearest(str_of(text), spec->choices);
	error_set(reterr, FRUGAL_EUSAGE, _("--%s cannot be '%s'"), spec->name, text);
	if (near)
		return error_todo(reterr, _("did you mean %s?"), near);
	struct buf list = {.max = 200};
	for (const char *const *c = spec->choices; *c; c++) {
		buf_puts(&list, c == spec->choices ? "" : ", ");
		buf_puts(&list, *c);
	}
	error_todo(reterr, _("use one of %s"), buf_text(&list));
	buf_release(&list);
	(void)arena;
	return FRUGAL_EUSAGE;
}

static int store_int(const struct option_spec *spec, const char *text, void *field,
		     struct arena *arena, struct frugal_error *reterr)
{
	(void)arena;
	int64_t low = (int64_t)spec->low;
	int64_t high = (int64_t)spec->high;
	if (num_parse_int(str_of(text), low, high, field))
		return 0;
	return error_set(reterr, FRUGAL_EUSAGE,
			 _("--%s must be an integer from %lld to %lld, not '%s'"), spec->name,
			 (long long)low, (long long)high, text);
}

/* Shows bounds as the table has them: "--interval must be from 0.001 s to 60 s". */
static int out_of_bounds(const struct option_spec *spec, const char *text,
			 struct frugal_error *reterr)
{
	char low[NUM_TEXT];
	char high[NUM_TEXT];
	bool bare = strcmp(spec->unit, "1") == 0;
	const char *unit = bare ? "" : spec->unit;
	const char *space = bare ? "" : " ";
	num_format(spec->low, low);
	num_format(spec->high, high);
	return error_set(reterr, FRUGAL_EUSAGE, _("--%s must be from %s%s%s to %s%s%s, not '%s'"),
			 spec->name, low, space, unit, high, space, unit, text);
}

#define ROUNDING 1e-12

static int store_quantity(const struct option_spec *spec, const char *text, void *field,
			  struct arena *arena, struct frugal_error *reterr)
{
	(void)arena;
	struct option_quantity *to = field;
	struct frugal_quantity read = {.size = sizeof(read)};
	char name[64];
	snprintf(name, sizeof(name), "--%s", spec->name);
	int r = frugal_quantity_read(text, spec->unit, name, &read, reterr);
	if (r < 0)
		return r;
	/* A bound that is written in another unit may be off by its last digit: 1ms for 0.001 s. */
	if (read.low < spec->low - ROUNDING * fabs(spec->low) ||
	    read.high > spec->high + ROUNDING * fabs(spec->high))
		return out_of_bounds(spec, text, reterr);
	*to = (struct option_quantity){true, read.value, read.low, read.high};
	return 0;
}

#define LIST_MAX ((size_t)1000)

static int store_list(const struct option_spec *spec, const char *text, void *field,
		      struct arena *arena, struct frugal_error *reterr)
{
	struct option_list *list = field;
	if (list->n == LIST_MAX)
		return error_set(reterr, FRUGAL_EUSAGE, _("--%s is given more than %zu times"),
				 spec->name, LIST_MAX);
	if (list->n == list->cap) {
		size_t cap = list->cap ? 2 * list->cap : 8;
		const char **items = arena_array(arena, cap, sizeof(*items));
		if (!items)
			return error_nomem(reterr);
		if (list->n)
			memcpy(items, list->items, list->n * sizeof(*items));
		list->items = items;
		list->cap = cap;
	}
	list->items[list->n++] = text;
	return 0;
}

static store_value *const stores[] = {
	[OPTION_FLAG] = store_flag,         [OPTION_STRING] = store_string,
	[OPTION_CHOICE] = store_choice,     [OPTION_INT] = store_int,
	[OPTION_QUANTITY] = store_quantity, [OPTION_LIST] = store_list,
};

int option_store(const struct option_item *item, struct arena *arena, struct frugal_error *reterr)
{
	const struct option_spec *spec = item->spec;
	uint64_t bit = UINT64_C(1) << (spec - item->target->specs);
	bool repeats = spec->type == OPTION_FLAG || spec->type == OPTION_LIST;

	if (!repeats && (item->target->seen & bit)) {
		error_set(reterr, FRUGAL_EUSAGE, _("--%s is given twice"), spec->name);
		return error_todo(reterr, _("keep one"));
	}
	if (spec->type != OPTION_FLAG && !*item->text) {
		error_set(reterr, FRUGAL_EUSAGE, _("--%s has an empty value"), spec->name);
		return error_todo(reterr, "--%s %s", spec->name, _(spec->value));
	}
	item->target->seen |= bit;
	return stores[spec->type](spec, item->text, (char *)item->target->object + spec->offset,
				  arena, reterr);
}

static bool has_value(const struct option_spec *spec, const void *field)
{
	switch (spec->type) {
	case OPTION_FLAG:
		return *(const bool *)field;
	case OPTION_INT:
		return *(const int64_t *)field != 0;
	case OPTION_QUANTITY:
		return ((const struct option_quantity *)field)->given;
	case OPTION_LIST:
		return ((const struct option_list *)field)->n > 0;
	case OPTION_STRING:
	case OPTION_CHOICE:
		return *(const char *const *)field != NULL;
	case OPTION_END:
		break;
	}
	return false;
}

const char *option_beyond(const struct option_spec *specs, const void *object,
			  const char *const *taken)
{
	for (const struct option_spec *s = specs; s->type; s++) {
		size_t i = 0;
		while (taken[i] && strcmp(taken[i], s->name) != 0)
			i++;
		if (!taken[i] && has_value(s, (const char *)object + s->offset))
			return s->name;
	}
	return NULL;
}
