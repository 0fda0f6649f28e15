/* SPDX-License-Identifier: Apache-2.0 */
/* A function of a library that was loaded when it was first needed. */
#ifndef BASE_SYMBOL_H
#define BASE_SYMBOL_H

#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>

/* to: where the pointer to the function lies. False: the library has no such name. */
static inline bool symbol_find(void *library, const char *name, void *to)
{
	void *symbol = dlsym(library, name);
	memcpy(to, &symbol, sizeof(symbol));
	return symbol != NULL;
}

#endif
