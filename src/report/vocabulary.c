/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of the keys that people read in their own language. The keys are defined elsewhere
 * (record/words.c, insight/register.c, insight/totals.c, the models); here they are marked for the
 * catalogue. A key that is not in the list is a word of a user and is never translated, even when
 * the catalogue has a message of the same text.
 */
#include "report/vocabulary.h"

#include <string.h>

#include "base/intl.h"
#include "insight/register.h"

static const char *const keys[] = {
	/* phases */
	N_("data"), N_("development"), N_("search"), N_("training"), N_("fine-tuning"),
	N_("evaluation"), N_("inference"),
	/* outcomes of runs, states of services */
	N_("failed"), N_("superseded"), N_("shipped"), N_("abandoned"), N_("idea"),
	N_("production"), N_("retired"),
	/* roles of a team */
	N_("producer"), N_("provider"), N_("client"),
	/* keys of totals */
	N_("project"), N_("service"), N_("phase"), N_("outcome"), N_("name"), N_("end"), N_("zone"),
	N_("machine"), N_("day"), N_("month"),
	/* figures */
	N_("energy"), N_("power"), N_("carbon"), N_("embodied"), N_("water")};

const char *vocabulary_word(const char *key)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (strcmp(keys[i], key) == 0)
			return _(keys[i]);
	return key;
}

const char *vocabulary_fact(const char *fact, const char *value)
{
	for (const struct register_key *key = register_keys; key->key; key++)
		if (strcmp(key->key, fact) == 0 && key->choices)
			return vocabulary_word(value);
	return value;
}
