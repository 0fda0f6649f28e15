/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ledgers from before version 11, read into the tables of today. A file that may be written is
 * converted in place, in one transaction, after a copy of it was made in the same folder: if it is
 * cut off at any moment, the file is the old ledger or the new one, whole. A file that may only be
 * read is converted into a temporary database, each time it is opened.
 *
 * In place, and not by renaming a new file over the old one, because other processes may have the
 * old one open: their next writes would go to a file without a name, and their log to the wrong
 * file.
 */
#ifndef STORE_CONVERT_H
#define STORE_CONVERT_H

#include "store/schema.h"

/* The copy of the old file, while it is written; empty otherwise. */
struct convert_copy {
	struct buf temporary; /* PATH.converting */
	struct buf kept;      /* PATH.version-10, once the new rows were compared with it */
};

/*
 * Within a transaction that has the lock: copies the file, replaces its tables by those of the
 * steps, fills them, and compares each row with the copy. FRUGAL_EENV, FRUGAL_EBUG: the caller
 * rolls back, and the file is unchanged.
 */
int convert_in_place(struct ledger *ledger, const struct schema_step *steps, int n_steps,
		     int version, struct convert_copy *copy, struct frugal_error *reterr);

/*
 * After the transaction, which ended with r: removes the copy, or sends a notice of its name.
 * Returns r.
 */
int convert_end(struct convert_copy *copy, int r);

/* Fills the empty database of the ledger from old, which is not changed; then nothing writes. */
int convert_for_reading(struct ledger *ledger, const struct schema_step *steps, int n_steps,
			sqlite3 *old, struct frugal_error *reterr);

#endif
