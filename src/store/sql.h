/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside the store: the open ledger, and SQLite by the rules of this project. Statements are
 * prepared when first used and kept; binding and reading remember a failure, which the next step or
 * the end of the row reports.
 */
#ifndef STORE_SQL_H
#define STORE_SQL_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "record/run.h"
#include "store/ledger.h"

/* Kept statements; their texts are the table in sql_text.c. */
enum statement {
	SQL_RUN_INSERT,
	SQL_RUN_UPDATE,
	SQL_RUN_INTERRUPT,
	SQL_RUN_GET,
	SQL_RUN_LAST,
	SQL_RUN_NAMED,
	SQL_RUN_OF_PROJECT,
	SQL_RUN_PREFIX,
	SQL_RUN_BEFORE,
	SQL_RUN_AFTER,
	SQL_RUN_STATUS,
	SQL_RUN_ID,
	SQL_RUN_ORPHAN,
	SQL_RUN_DELETE,
	SQL_OWNER_INSERT,
	SQL_OWNER_DELETE,
	SQL_OWNER_OF_HOST,
	SQL_PART_INSERT,
	SQL_PART_DELETE,
	SQL_PART_LIST,
	SQL_FIGURE_INSERT,
	SQL_FIGURE_DELETE,
	SQL_FIGURE_LIST,
	SQL_SECTION_INSERT,
	SQL_SECTION_DELETE,
	SQL_SECTION_LIST,
	SQL_METRIC_INSERT,
	SQL_METRIC_DELETE,
	SQL_METRIC_LIST,
	SQL_DERIVATION_PUT,
	SQL_DERIVATION_GET,
	SQL_TAG_INSERT,
	SQL_TAG_DELETE,
	SQL_TAG_LIST,
	SQL_IDLE_GET,
	SQL_IDLE_PUT,
	SQL_DAY_GET,
	SQL_DAY_PUT,
	SQL_DAY_FORGET,
	SQL_CAPACITY_GET,
	SQL_CAPACITY_PUT,
	SQL_RESERVED,
	SQL_RESERVATION_PUT,
	SQL_RESERVATION_LIST,
	SQL_RESERVATION_FORGET,
	SQL_RESERVATION_COUNT,
	SQL_RESERVATION_DELETE,
	SQL_WAITING_GET,
	SQL_WAITING_PUT,
	SQL_WAITING_DELETE,
	SQL_RUN_PLACE,
	SQL_OUTCOME_DELETE,
	SQL_BRIEF_DELETE,
	SQL_KIN_PUT,
	SQL_BRIEF_PUT,
	SQL_KIN_GET,
	SQL_KIN_INSERT,
	SQL_BRIEF_INSERT,
	SQL_OUTCOME_GET,
	SQL_TALLY_WAITING,
	SQL_BRIEF_SUMMED,
	SQL_TALLY_IN,
	SQL_TALLY_OUT,
	SQL_TALLY_CLEAN,
	SQL_POINTS_IN,
	SQL_POINTS_OUT,
	SQL_POINTS_CLEAN,
	SQL_POINT_DELETE,
	SQL_POINT_PUT,
	SQL_SERVICE_PUT,
	SQL_SERVICE_GET,
	SQL_SERVICE_LIST,
	SQL_SERVICE_DELETE,
	SQL_FACT_PUT,
	SQL_FACT_DELETE,
	SQL_FACT_LIST,
	SQL_USE_PUT,
	SQL_USE_LIST,
	SQL_ANSWER_PUT,
	SQL_ANSWER_DELETE,
	SQL_ANSWER_LIST,
	SQL_FORECAST_PUT,
	SQL_FORECAST_LIST,
	SQL_ESTIMATE_PUT,
	SQL_ESTIMATE_PREFIX,
	SQL_ESTIMATE_DELETE,
	SQL_ESTIMATE_LIST,
	SQL_TARGET_PUT,
	SQL_TARGET_DELETE,
	SQL_TARGET_LIST,
	SQL_COUNT
};

extern const char *const SQL_TEXT[SQL_COUNT];

struct ledger {
	sqlite3 *db;
	char *path;
	char *running;   /* folder of the sums of running runs; NULL: the ledger is no file */
	bool read_only;  /* the file or its folder may not be written */
	uint64_t jitter; /* state of the random sleeps while another process writes */
	int64_t wait_max_ns;
	int64_t wait_ns; /* slept so far in the wait under way, and in those just before */
	int64_t waited_at_ns;
	int64_t longest_wait_ns;
	int64_t wait_began_ns;
	bool in_batch;          /* a transaction around those of the calls */
	bool must_fold;         /* the last commit made the log long */
	bool made_register;     /* in the transaction under way (register.h) */
	bool is_copy;           /* of a file that may not be written */
	run_complete *complete; /* of runs that are running; NULL: their rows are enough */
	void *complete_context;
	sqlite3_stmt *kept[SQL_COUNT];
};

/*
 * The path in the form that SQLite takes as a file: ":memory:" and "file:..." are files here. NULL:
 * no memory.
 */
char *sql_plain_path(const char *path);

/* True if the file lies on another machine, where processes share no memory through it. */
bool sql_is_remote(const char *path);

/* Turns the last error of SQLite into what, where and todo. Returns the code. */
int sql_fail(const struct ledger *ledger, int rc, struct frugal_error *reterr);

/* The same for a connection that has no ledger yet. */
int sql_fail_at(sqlite3 *db, const char *path, int rc, struct frugal_error *reterr);

/* True if rc means that the file itself is damaged. */
bool sql_is_damage(sqlite3 *db, int rc);

/* Waits for other writers: up to wait_max_ns, in short sleeps of random length. */
int sql_wait(void *context, int n_before);

/* SQLite calls it after each commit. */
int sql_log_grew(void *context, sqlite3 *db, const char *name, int n_pages);

int sql_run(const struct ledger *ledger, const char *text, struct frugal_error *reterr);

/* Texts are bound without a copy: they must live until the statement is reset. NULL is "". */
struct binder {
	sqlite3_stmt *st; /* NULL when it could not be prepared */
	int at;           /* parameters bound so far */
	/* the first failure, of preparing or binding; reported by the next step */
	int rc;
};

/*
 * A statement about a register (register.h) that does not exist yet creates it within a
 * transaction, and outside one finds no rows.
 */
struct binder sql_binder(struct ledger *ledger, enum statement which);

/*
 * Prepares a composed statement and releases its text. The next step reports an error in it;
 * sqlite3_finalize(ret->st) ends it. FRUGAL_EENV: no memory for the text.
 */
int sql_prepare(const struct ledger *ledger, struct buf *sql, struct binder *ret,
		struct frugal_error *reterr);

void bind_int(struct binder *to, int64_t value);
void bind_real(struct binder *to, double value);
void bind_text(struct binder *to, const char *text);
void bind_null(struct binder *to);

/* Runs a statement that gives no rows, and resets it. */
int sql_do(const struct ledger *ledger, const struct binder *bound, struct frugal_error *reterr);

/* sql_do of a statement whose one parameter is the number of a run. */
int sql_do_for(struct ledger *ledger, enum statement which, int64_t seq,
	       struct frugal_error *reterr);

/* 1: a row; 0: no more, and the statement is reset; or an error, and it is reset too. */
int sql_step(const struct ledger *ledger, const struct binder *bound, struct frugal_error *reterr);

struct columns {
	sqlite3_stmt *st;
	int at;
	struct arena *arena; /* of the texts */
	bool failed;         /* memory is out */
};

int64_t column_int(struct columns *from);
double column_real(struct columns *from);
double column_maybe(struct columns *from); /* NaN for NULL */
char *column_text(struct columns *from);

/* The id of a run from the first column. */
void sql_column_id(sqlite3_stmt *st, char ret_id[RUN_ID_SIZE]);

/*
 * Begins a transaction that writes; sql_end commits if r is 0, else rolls back, and returns the
 * result.
 */
int sql_begin(struct ledger *ledger, struct frugal_error *reterr);
int sql_end(struct ledger *ledger, int r, struct frugal_error *reterr);

#endif
