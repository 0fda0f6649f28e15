/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Imports a user's rows: reads them from a file, checks them by the rules of tables, and writes
 * them into the user's folder, where they are preferred to the built-in rows. Nothing is written
 * unless all rows are valid.
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
	/*
	 * With renames, a column without one is left out; without renames, the header is used as it
	 * is.
	 */
	const struct import_rename *renames;
	size_t n_renames;
	int year; /* of rows whose file has no column `year` */
	bool dry_run;
};

struct import_report {
	const char *path; /* of the file that was, or would be, written; in the arena */
	uint32_t read;    /* rows of the file */
	uint32_t added;   /* of them, rows that are new */
	uint32_t winning; /* of them, rows that replace built-in rows of the same key */
};

/*
 * FRUGAL_EUSAGE: an unknown table, or the user has no folder; FRUGAL_EDATA: the text is not valid
 * (with file and line); FRUGAL_EENV: the file cannot be written.
 */
int tables_import(struct tables *tables, struct str text, const struct import_options *options,
		  struct arena *arena, struct import_report *ret, struct frugal_error *reterr);

#endif
