/* SPDX-License-Identifier: Apache-2.0 */
/* SQL on the file of a ledger, next to the program, for the tests of its form. */
#ifndef TESTS_SQLITE_BENCH_H
#define TESTS_SQLITE_BENCH_H

#include <sqlite3.h>

#include "check.h"

static inline void run_sql(sqlite3 *db, const char *sql)
{
	char *said = NULL;
	if (sqlite3_exec(db, sql, NULL, NULL, &said) != SQLITE_OK)
		print_error("%s\n", said);
	CHECK(!said);
}

/* The first column of the first row. */
static inline int64_t number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st = NULL;
	CHECK_INT(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
	CHECK_INT(sqlite3_step(st), SQLITE_ROW);
	int64_t n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return n;
}

#endif
