/* SPDX-License-Identifier: Apache-2.0 */
/* Looking up a name in a block of variables, as getenv does in ours; the first of a name counts. */
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
