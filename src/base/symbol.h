/* SPDX-License-Identifier: Apache-2.0 */
/* Finds a function of a library that was loaded at run time. */
#ifndef BASE_SYMBOL_H
#define BASE_SYMBOL_H

#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>

/* *to receives the pointer to the function. False: the library has no function of this name. */
static inline bool symbol_find(void *library, const char *name, void *to)
{
	void *symbol = dlsym(library, name);
	memcpy(to, &symbol, sizeof(symbol));
	return symbol != NULL;
}

#endif
