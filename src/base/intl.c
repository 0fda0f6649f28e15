/* SPDX-License-Identifier: Apache-2.0 */
#include "base/intl.h"

#include <stdio.h>
#include <string.h>

#include "base/embedded.h"
#include "base/words_mo.h"

_Thread_local bool intl_plain;

static struct words_mo words; /* without any while texts are English */

void intl_use(const char *language)
{
	char name[32];
	words = (struct words_mo){0};
	snprintf(name, sizeof(name), "%s.mo", language);
	for (const struct embedded_file *file = embedded_words; file->name; file++) {
		struct words_mo found;
		if (strcmp(file->name, name) == 0 && words_mo_open(&found, file->text, file->n))
			words = found;
	}
}

const char *intl_text(const char *text)
{
	/* The empty text is the heading of a catalogue. */
	if (intl_plain || !words.n || !*text)
		return text;
	const char *found = words_mo_find(&words, text);
	return found ? found : text;
}
