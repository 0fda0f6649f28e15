/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shape of the ledger and how it came to be: one step a version, each a text of SQL that is
 * never edited once released. PRAGMA user_version says which steps a file has seen,
 * PRAGMA application_id that it is ours at all.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "store/sql.h"

#define SCHEMA_APPLICATION_ID 0x66726765 /* "frge" */

struct schema_step {
	const char *sql; /* takes the file from version (index) to version (index + 1) */
};

extern const struct schema_step SCHEMA_STEPS[];
extern const int SCHEMA_VERSION; /* the number of steps */

/*
 * Brings the file to version n_steps, in one transaction; a file with nothing in it begins at 0.
 * FRUGAL_EENV: a newer file, a file of another program (both untouched), or an old one that we
 * may not write.
 */
int schema_bring_up(struct ledger *ledger, const struct schema_step *steps, int n_steps,
		    struct frugal_error *reterr);

#endif
