/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Chooses between English and French. French must also work where no French locale was generated
 * (containers have C.UTF-8 alone): glibc looks at LANGUAGE as soon as LC_MESSAGES is anything but
 * "C", so we set both for ourselves, after putting the environment aside for the wrapped command.
 * English needs no locale at all, and costs nothing.
 */
#include "cli/lang.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

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

/* The catalogue next to the program in a build tree, else the installed one. */
static void bind_catalogue(void)
{
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - sizeof("/po"));
	const char *dir = FRUGAL_LOCALEDIR;
	if (n > 0) {
		path[n] = '\0';
		char *slash = strrchr(path, '/');
		if (slash) {
			memcpy(slash, "/po", sizeof("/po"));
			if (access(path, R_OK) == 0)
				dir = path;
		}
	}
	bindtextdomain(FRUGAL_DOMAIN, dir);
	bind_textdomain_codeset(FRUGAL_DOMAIN, "UTF-8");
}

/* setenv would change the array that the wrapped command receives. */
static char **copy_of_environ(struct arena *arena)
{
	size_t n = 0;
	while (environ[n])
		n++;
	char **copy = arena_array(arena, n + 1, sizeof(*copy));
	if (copy)
		memcpy(copy, environ, n * sizeof(*copy));
	return copy;
}

void lang_use(struct cli *cli, const char *asked)
{
	const char *language = language_of(asked);
	cli->lang = language ? language : language_of_environment();
	if (cli->lang == ENGLISH)
		return;

	char **untouched = copy_of_environ(&cli->arena);
	if (!untouched)
		return;
	cli->environ = untouched;
	if (!setlocale(LC_MESSAGES, "C.UTF-8") && !setlocale(LC_MESSAGES, ""))
		return; /* no usable locale: the words stay English */
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		setlocale(LC_CTYPE, "");
	setenv("LANGUAGE", cli->lang, 1);
	bind_catalogue();
}
