/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looks up a name in a block of variables, as getenv does in that of the process; the first of
 * equal names counts.
 */
#include "base/environment.h"

#include <stddef.h>
#include <string.h>

const char *environment_get(char *const *environment, const char *name)
{
	size_t n = strlen(name);
	for (size_t i = 0; environment && environment[i]; i++)
		if (strncmp(environment[i], name, n) == 0 && environment[i][n] == '=')
			return environment[i] + n + 1;
	return NULL;
}

char *const *environment_with(char *const *environment, const char *name, const char *value,
			      struct arena *arena)
{
	size_t n = 0, kept = 0, n_name = strlen(name);
	while (environment[n])
		n++;
	char **to = arena_array(arena, n + 2, sizeof(*to));
	char *own = arena_printf(arena, "%s=%s", name, value);
	if (!to || !own)
		return environment;
	for (size_t i = 0; i < n; i++)
		if (strncmp(environment[i], name, n_name) != 0 || environment[i][n_name] != '=')
			to[kept++] = environment[i];
	to[kept] = own;
	return to;
}
