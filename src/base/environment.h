/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A block of variables, "NAME=value" texts that end with NULL, as a program is started with. A room
 * receives the block of the command that it looks at; none reads its own by getenv.
 */
#ifndef BASE_ENVIRONMENT_H
#define BASE_ENVIRONMENT_H

#include "base/mem.h"

/* The value of name in the block, or NULL. */
const char *environment_get(char *const *environment, const char *name);

/*
 * Returns a copy of the block in the arena in which name has this value; the block itself when
 * memory is out.
 */
char *const *environment_with(char *const *environment, const char *name, const char *value,
			      struct arena *arena);

#endif
