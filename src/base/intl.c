/* SPDX-License-Identifier: Apache-2.0 */
#include "base/intl.h"

#include <string.h>

#include "base/translations.h"

_Thread_local bool intl_plain;

static const struct translations *chosen; /* NULL while texts are English */
static _Thread_local const struct translations *own;
static _Thread_local bool has_own;

static const struct translations *translations_of(const char *language)
{
	for (const struct translations *one = built_in_translations; one->language; one++)
		if (strcmp(one->language, language) == 0)
			return one;
	return NULL;
}

void intl_use(const char *language)
{
	chosen = translations_of(language);
}

void intl_use_here(const char *language)
{
	has_own = language != NULL;
	if (has_own)
		own = translations_of(language);
}

const char *intl_text(const char *text)
{
	const struct translations *in = has_own ? own : chosen;
	if (intl_plain || !in || !*text)
		return text;
	const char *found = translations_find(in, text);
	return found ? found : text;
}
