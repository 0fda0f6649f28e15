/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows of the user's own: read from a file, held to the rules of tables, and written into the
 * user's folder, where they go before ours. Nothing is written unless all of it holds.
 */
#ifndef FACTOR_IMPORT_H
#define FACTOR_IMPORT_H

#include "base/mem.h"
#include "factor/table.h"

/* A column of the file under the name that it has in the table: "TDP (W)" is "tdp[W]". */
struct import_rename {
	struct str theirs;
	struct str ours; /* with its unit */
};

struct import_options {
	const char *table;
	const char *name; /* of the file, for messages and as source */
	/* With renames, columns that have none are left out; without, the header is ours already.
	 */
	const struct import_rename *renames;
	size_t n_renames;
	int year; /* of rows whose file has no column `year` */
	bool dry_run;
};

struct import_report {
	const char *path; /* of the file that was, or would be, written; in the arena */
	uint32_t read;    /* rows of the file */
	uint32_t added;   /* of them, rows that were not there */
	uint32_t winning; /* of them, rows whose key is one of ours, which they replace */
};

/*
 * FRUGAL_EUSAGE: no such table or no folder of the user's; FRUGAL_EDATA: the text does not hold,
 * with file and line; FRUGAL_EENV: it cannot be written.
 */
int tables_import(struct tables *tables, struct str text, const struct import_options *options,
		  struct arena *arena, struct import_report *ret, struct frugal_error *reterr);

#endif
