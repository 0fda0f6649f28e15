/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The variables of the environment that stand in for a member of struct frugal_options that was
 * not given: one table, read in one place, for the library and the program alike. The man page
 * lists its rows. A caller that sets no_environment turns it off.
 */
#ifndef API_VARIABLES_H
#define API_VARIABLES_H

#include "frugal.h"

struct variable {
	const char *name;  /* "FRUGAL_ROOT"; NULL ends the table */
	const char *brief; /* N_() */
	size_t text;       /* offset of a text of struct frugal_options, or */
	size_t flag;       /* of a flag, which is set when the variable is; the other is 0 */
};

extern const struct variable variables[];

/* Fills what is NULL or 0; the texts are those of the environment, not copied. */
void variables_fill(struct frugal_options *options);

#endif
