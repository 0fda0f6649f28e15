/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Splits the words of a command line into options and arguments by the tables; option_value.c
 * checks the values. Written by hand instead of getopt_long, which accepts abbreviated names and
 * prints its own messages.
 */
#include "cli/option.h"

#include <stdlib.h>

#include "base/intl.h"

static const struct option_spec *find(struct option_reader *reader, struct str name, char letter,
				      struct option_target **ret_target)
{
	for (size_t t = 0; t < OPTION_TARGETS; t++) {
		if (!reader->targets[t] || !reader->targets[t]->specs)
			continue;
		for (const struct option_spec *s = reader->targets[t]->specs; s->type; s++) {
			if (letter ? s->letter == letter : str_is(name, s->name)) {
				*ret_target = reader->targets[t];
				return s;
			}
		}
	}
	return NULL;
}

/* At most this many names are compared for a near miss. */
#define NEAR_MAX 128

/* A name that is the beginning of one option only is suggested, but not accepted. */
static const char *only_beginning(struct str name, const char *const *names)
{
	const char *found = NULL;
	for (; *names; names++) {
		if (strncmp(*names, name.p, name.n) != 0)
			continue;
		if (found)
			return NULL;
		found = *names;
	}
	return found;
}

static const char *nearest(const struct option_reader *reader, struct str name)
{
	const char *names[NEAR_MAX + 1];
	size_t n = 0;
	for (size_t t = 0; t < OPTION_TARGETS; t++) {
		if (!reader->targets[t] || !reader->targets[t]->specs)
			continue;
		for (const struct option_spec *s = reader->targets[t]->specs; s->type; s++)
			if (s->brief && n < NEAR_MAX)
				names[n++] = s->name;
	}
	names[n] = NULL;
	const char *found = only_beginning(name, names);
	return found ? found : str_nearest(name, names);
}

static int unknown(const struct option_reader *reader, const char *dashes, struct str name,
		   struct frugal_error *reterr)
{
	const char *space = reader->command[0] ? " " : "";
	const char *near = name.n > 1 ? nearest(reader, name) : NULL;

	error_set(reterr, FRUGAL_EUSAGE, _("unknown option %s%.*s"), dashes, STR_ARG(name));
	if (reader->command[0])
		error_where(reterr, "frugal %s", reader->command);
	if (near)
		error_todo(reterr, _("did you mean --%s?"), near);
	else
		error_todo(reterr, _("frugal%s%s --help lists the options"), space,
			   reader->command);
	return FRUGAL_EUSAGE;
}

static int value_missing(const struct option_spec *spec, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("--%s requires a value"), spec->name);
	error_todo(reterr, "--%s %s", spec->name, _(spec->value));
	return FRUGAL_EUSAGE;
}

/* The value in the next word. */
static int take_value(struct option_reader *reader, struct option_item *ret,
		      struct frugal_error *reterr)
{
	ret->text = reader->words[reader->at];
	if (!ret->text)
		return value_missing(ret->spec, reterr);
	reader->at++;
	return 1;
}

static int next_long(struct option_reader *reader, const char *word, struct option_item *ret,
		     struct frugal_error *reterr)
{
	const char *equals = strchr(word, '=');
	struct str name = {word, equals ? (size_t)(equals - word) : strlen(word)};

	ret->spec = find(reader, name, 0, &ret->target);
	if (!ret->spec)
		return unknown(reader, "--", name, reterr);
	if (ret->spec->type == OPTION_FLAG) {
		ret->text = NULL;
		if (!equals)
			return 1;
		return error_set(reterr, FRUGAL_EUSAGE, _("--%s takes no value, got '%s'"),
				 ret->spec->name, equals + 1);
	}
	if (equals || ret->spec->alone) {
		ret->text = equals ? equals + 1 : ret->spec->alone;
		return 1;
	}
	return take_value(reader, ret, reterr);
}

static int next_letter(struct option_reader *reader, struct option_item *ret,
		       struct frugal_error *reterr)
{
	char letter = *reader->letters++;
	const char *rest = reader->letters;

	if (!*rest)
		reader->letters = NULL;
	ret->spec = find(reader, (struct str){0}, letter, &ret->target);
	if (!ret->spec) {
		reader->letters = NULL; /* "-zonne" is one mistake, not five */
		return unknown(reader, "-", (struct str){rest - 1, strlen(rest - 1)}, reterr);
	}
	ret->text = NULL;
	if (ret->spec->type == OPTION_FLAG)
		return 1;
	reader->letters = NULL;
	if (*rest) {
		ret->text = rest;
		return 1;
	}
	return take_value(reader, ret, reterr);
}

int option_next(struct option_reader *reader, struct option_item *ret, struct frugal_error *reterr)
{
	if (reader->letters)
		return next_letter(reader, ret, reterr);

	const char *word = reader->words[reader->at];
	if (!word)
		return 0;
	reader->at++;
	if (!reader->ended && strcmp(word, "--") == 0) {
		reader->ended = true;
		return option_next(reader, ret, reterr);
	}
	if (!reader->ended && word[0] == '-' && word[1] == '-')
		return next_long(reader, word + 2, ret, reterr);
	if (!reader->ended && word[0] == '-' && word[1]) {
		reader->letters = word + 1;
		return next_letter(reader, ret, reterr);
	}
	*ret = (struct option_item){.text = word};
	return 1;
}

int option_from_environment(struct option_target *target, struct arena *arena,
			    struct frugal_error *reterr)
{
	for (const struct option_spec *s = target->specs; s->type; s++) {
		uint64_t bit = UINT64_C(1) << (s - target->specs);
		const char *text = s->env ? getenv(s->env) : NULL;
		if (!text || !*text || (target->seen & bit))
			continue;
		struct option_item item = {.target = target, .spec = s, .text = text};
		int r = option_store(&item, arena, reterr);
		if (r < 0) {
			error_where(reterr, "%s", s->env);
			return r;
		}
	}
	return 0;
}
