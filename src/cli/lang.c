/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Chooses between English and French. The words are built in (base/intl.h), so that French works
 * where no French locale was generated, with any C library, and wherever the program was moved to.
 */
#include "cli/lang.h"

#include <locale.h>
#include <stdlib.h>

#include "base/intl.h"
#include "base/str.h"

const char *const lang_names[] = {"en", "fr", NULL};
#define ENGLISH (lang_names[0])

/* "fr", "fr_CA.UTF-8", "fr:en" begin with the language fr. */
static const char *language_of(const char *text)
{
	for (const char *const *name = lang_names; text && *name; name++) {
		size_t n = strlen(*name);
		if (strncmp(text, *name, n) == 0 && (text[n] < 'a' || text[n] > 'z'))
			return *name;
	}
	return NULL;
}

/* The rules of gettext: LANGUAGE is a list, and counts only when the locale is not "C". */
static const char *language_of_environment(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	const char *locale = NULL;
	for (size_t i = 0; i < 3 && (!locale || !*locale); i++)
		locale = getenv(names[i]);
	if (!locale || !*locale || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
		return ENGLISH;

	const char *list = getenv("LANGUAGE");
	while (list && *list) {
		const char *found = language_of(list);
		if (found)
			return found;
		list = strchr(list, ':');
		list = list ? list + 1 : NULL;
	}
	const char *found = language_of(locale);
	return found ? found : ENGLISH;
}

void lang_use(struct cli *cli, const char *asked)
{
	const char *language = language_of(asked);
	cli->lang = language ? language : language_of_environment();
	if (cli->lang == ENGLISH)
		return;
	intl_use(cli->lang);
	setlocale(LC_MESSAGES,
		  ""); /* what the system says of its errors, where it knows the language */
}
