/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One ledger for each SQLite from 3.34 on: no table is STRICT, which SQLite before 3.37 does not
 * know; ledgers of versions 11 to 16, whose tables are, become ordinary ones. Values have the types
 * of their columns all the same. (tests/sqlite_old.sh tries all this with a real SQLite 3.34.)
 */
#include "sqlite_bench.h"
#include "store_fixture.h"

#include <sqlite3.h>

#include "store/register.h"

/* In place of the library's: the version that this program believes to have. */
static int version = SQLITE_VERSION_NUMBER;

int sqlite3_libversion_number(void)
{
	return version;
}

static sqlite3 *open_raw(void)
{
	sqlite3 *db = NULL;
	CHECK_INT(sqlite3_open(test_path, &db), SQLITE_OK);
	return db;
}

/* A ledger with a run, and with each register, in one text each. */
static void make_ledger(void)
{
	static const char *const tables[] = {"idle_power", "day_use",  "capacity", "service",
					     "answer",     "forecast", "estimate"};
	fresh_dir();
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	put(ledger, full_run());
	ledger_close(ledger);
	sqlite3 *db = open_raw();
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		CHECK(register_text(tables[i]) != NULL);
		run_sql(db, register_text(tables[i]));
	}
	sqlite3_close(db);
}

#define STRICT_TABLES                                                                              \
	"SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'"
#define TABLES "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"

TEST(no_table_of_a_ledger_is_strict)
{
	make_ledger();
	sqlite3 *db = open_raw();
	/* 13 of runs and sums (docs/ledger.md), 11 of registers. */
	CHECK_INT(number(db, TABLES), 24);
	CHECK_INT(number(db, STRICT_TABLES), 0);
	sqlite3_close(db);
}

/* How many values of a column have another type than its table states. */
static int64_t misfits(sqlite3 *db, const char *table, const char *column, const char *type)
{
	char *ask = sqlite3_mprintf("SELECT count(*) FROM \"%w\" WHERE typeof(\"%w\") "
				    "NOT IN (lower(%Q), 'null')",
				    table, column, type);
	const int64_t n = number(db, ask);
	if (n)
		print_error("%s.%s\n", table, column);
	sqlite3_free(ask);
	return n;
}

/* What STRICT would refuse: it is the store that gives each value the type of its column. */
TEST(each_value_has_the_type_of_its_column)
{
	sqlite3_stmt *st = NULL;
	int columns = 0;
	make_ledger();
	sqlite3 *db = open_raw();
	CHECK_INT(sqlite3_prepare_v2(db,
				     "SELECT t.name, c.name, c.type FROM sqlite_schema AS t, "
				     "pragma_table_info(t.name) AS c WHERE t.type = 'table'",
				     -1, &st, NULL),
		  SQLITE_OK);
	for (; sqlite3_step(st) == SQLITE_ROW; columns++)
		CHECK_INT(misfits(db, (const char *)sqlite3_column_text(st, 0),
				  (const char *)sqlite3_column_text(st, 1),
				  (const char *)sqlite3_column_text(st, 2)),
			  0);
	sqlite3_finalize(st);
	CHECK(columns > 100);
	/* The check sees what it must: an INTEGER that is a text. */
	run_sql(db, "UPDATE part SET quality = 'good'");
	CHECK_INT(misfits(db, "part", "quality", "INTEGER"), 2);
	sqlite3_close(db);
}

/* Version 16 had the same tables, as STRICT ones. */
static void make_version_16(void)
{
	make_ledger();
	sqlite3 *db = open_raw();
	run_sql(db,
		"ALTER TABLE derivation DROP COLUMN power;"
		"PRAGMA writable_schema = 1;"
		"UPDATE sqlite_schema SET sql = CASE WHEN sql LIKE '%) WITHOUT ROWID' THEN "
		"replace(sql, ') WITHOUT ROWID', ') STRICT, WITHOUT ROWID') ELSE sql || ' STRICT' "
		"END WHERE type = 'table';"
		"PRAGMA writable_schema = RESET; PRAGMA user_version = 16");
	CHECK_INT(number(db, STRICT_TABLES), 24);
	sqlite3_close(db);
}

TEST(the_step_to_version_17_makes_strict_tables_ordinary)
{
	if (SQLITE_VERSION_NUMBER < 3037000)
		SKIP("this SQLite has no STRICT tables");
	make_version_16();
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	struct run_record run;
	CHECK_INT(ledger_load_run(ledger, full_run().id, &run, NULL), 0);
	CHECK_TEXT(run.project, "llm");
	run_record_release(&run);
	put(ledger, bare_run("fedcba9876543210", 1800000000));
	ledger_close(ledger);
	sqlite3 *db = open_raw();
	CHECK_INT(number(db, "PRAGMA user_version"), 18);
	CHECK_INT(number(db, TABLES), 24);
	CHECK_INT(number(db, STRICT_TABLES), 0);
	CHECK_INT(number(db, "SELECT count(*) FROM run"), 2);
	CHECK_INT(number(db, "SELECT count(*) FROM pragma_quick_check WHERE quick_check <> 'ok'"),
		  0);
	/* Not STRICT any more, for SQLite too: it takes a text for a real. */
	run_sql(db, "UPDATE figure SET value = 'much'");
	sqlite3_close(db);
}

TEST(an_older_sqlite_is_named_with_the_version_that_is_required)
{
	struct ledger *ledger = NULL;
	struct frugal_error err = {0};
	fresh_dir();
	version = 3033000;
	CHECK_INT(ledger_open(test_path, LEDGER_WRITE, &ledger, &err), FRUGAL_EENV);
	CHECK_HOLDS(err.what, "requires SQLite 3.34 or later");
	CHECK_INT(access(test_path, F_OK), -1);
	version = 3034000;
	ledger = open_ledger(LEDGER_WRITE);
	ledger_close(ledger);
	version = SQLITE_VERSION_NUMBER;
}

RUN_TESTS(CASE(no_table_of_a_ledger_is_strict), CASE(each_value_has_the_type_of_its_column),
	  CASE(the_step_to_version_17_makes_strict_tables_ordinary),
	  CASE(an_older_sqlite_is_named_with_the_version_that_is_required))
