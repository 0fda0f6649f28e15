/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The environment variables that replace a member of struct frugal_options that was not given: one
 * table, read in one place, for the library and the program alike. The man page lists its rows. A
 * caller that sets no_environment turns it off.
 */
#ifndef API_VARIABLES_H
#define API_VARIABLES_H

#include "frugal.h"

struct variable {
	const char *name;  /* "FRUGAL_ROOT"; NULL ends the table */
	const char *brief; /* N_() */
	/* The offset in struct frugal_options of the member that it stands in for; others are 0. */
	size_t text;
	size_t flag;   /* set when the variable is */
	size_t moment; /* UTC seconds since 1970; another value is ignored */
};

extern const struct variable variables[];

/* Fills what is NULL or 0; the texts are those of the environment, not copied. */
void variables_fill(struct frugal_options *options);

#endif
