/* SPDX-License-Identifier: Apache-2.0 */
#include "base/intl.h"

#include <stdio.h>
#include <string.h>

#include "base/embedded.h"
#include "base/words_mo.h"

_Thread_local bool intl_plain;

static struct words_mo words; /* without any while texts are English */
static _Thread_local struct words_mo own_words;
static _Thread_local bool has_own;

static struct words_mo words_of(const char *language)
{
	char name[32];
	snprintf(name, sizeof(name), "%s.mo", language);
	for (const struct embedded_file *file = embedded_words; file->name; file++) {
		struct words_mo found;
		if (strcmp(file->name, name) == 0 && words_mo_open(&found, file->text, file->n))
			return found;
	}
	return (struct words_mo){0};
}

void intl_use(const char *language)
{
	words = words_of(language);
}

void intl_use_here(const char *language)
{
	has_own = language != NULL;
	if (has_own)
		own_words = words_of(language);
}

const char *intl_text(const char *text)
{
	const struct words_mo *in = has_own ? &own_words : &words;
	/* The empty text is the heading of a catalogue. */
	if (intl_plain || !in->n || !*text)
		return text;
	const char *found = words_mo_find(in, text);
	return found ? found : text;
}
