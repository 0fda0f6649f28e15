/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shape of the ledger and its history: the first step creates the tables of version
 * SCHEMA_FIRST in an empty file, each later one takes a file to the next version; none is edited
 * once released. PRAGMA user_version is the version of a file, PRAGMA application_id marks it as a
 * ledger. Files from before version 11 have another id: convert.h reads those.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "store/sql.h"

#define SCHEMA_APPLICATION_ID 0x6672676c /* "frgl" */
#define SCHEMA_FIRST 11

/* Of files before SCHEMA_FIRST. Only developers had files of its versions 11 to 13. */
#define SCHEMA_OLD_APPLICATION_ID 0x66726765 /* "frge" */
#define SCHEMA_OLD_VERSIONS 13

#define SCHEMA_TEXTS 3

struct schema_step {
	const char *sql[SCHEMA_TEXTS]; /* step i makes version SCHEMA_FIRST + i */
};

extern const struct schema_step SCHEMA_STEPS[];
extern const int SCHEMA_STEP_COUNT;

enum schema_state {
	SCHEMA_EMPTY, /* nothing in it yet */
	SCHEMA_READY, /* of the newest version */
	SCHEMA_OLDER, /* lacks steps */
	SCHEMA_OLD    /* from before SCHEMA_FIRST: convert.h */
};

/*
 * Determines the state of the file, given n_steps known steps. FRUGAL_EENV: a newer file, one of a
 * version that was never written, or one of another program; all are left unchanged.
 */
int schema_look(struct ledger *ledger, int n_steps, enum schema_state *ret_state, int *ret_version,
		struct frugal_error *reterr);

/* Takes the steps from version (0: an empty file) on, within the caller's transaction. */
int schema_take_steps(struct ledger *ledger, const struct schema_step *steps, int n_steps,
		      int version, struct frugal_error *reterr);

/*
 * Brings a file that may be written to the version of the last step, in one transaction. Of several
 * processes that open one old file at once, the others wait for the first, and find it done.
 */
int schema_bring_up(struct ledger *ledger, const struct schema_step *steps, int n_steps,
		    struct frugal_error *reterr);

#endif
