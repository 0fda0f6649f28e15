/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls SQLite by the rules of this project: its result codes become what, where and todo; waiting
 * for other writers is short, random and bounded; statements are prepared once.
 */
#include "store/sql.h"

#include <math.h>

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/intl.h"
#include "base/log.h"
#include "store/register.h"

#define SLEEP_FIRST_NS 300000ULL
/*
 * Reached only after half a second of waiting: a thousand processes that ask often keep out the one
 * that works.
 */
#define SLEEP_MAX_NS 150000000ULL

#define ANOTHER_OCCASION_NS 1000000000LL
#define NO_LOCKS_MAX_NS 1000000000LL

/* 1 MB: read in well under a millisecond, folded once in some twenty runs. */
#define LOG_PAGES 256

enum trouble {
	TROUBLE_FULL,
	TROUBLE_LOCKED,
	TROUBLE_NO_LOCKS,
	TROUBLE_READ_ONLY,
	TROUBLE_DAMAGED,
	TROUBLE_IO,
	TROUBLE_STRICT,
	TROUBLE_FAULT
};

static const struct {
	const char *what;
	const char *todo;
} troubles[] = {
	[TROUBLE_FULL] = {N_("no space left to write the ledger"),
			  N_("free some space, or set FRUGAL_STORE to a file elsewhere")},
	[TROUBLE_LOCKED] = {N_("other processes have kept the ledger locked for too long"),
			    N_("try again later")},
	[TROUBLE_NO_LOCKS] = {N_("the file system of the ledger has no locks"),
			      N_("set FRUGAL_STORE to a file on a local disk")},
	[TROUBLE_READ_ONLY] = {N_("the ledger cannot be written"),
			       N_("allow writing to the file and to its folder, or set "
				  "FRUGAL_STORE to a file elsewhere")},
	[TROUBLE_DAMAGED] = {N_("the file is damaged, or is not a ledger"),
			     N_("move the file away: frugal then begins a new ledger")},
	[TROUBLE_IO] = {N_("the ledger cannot be read or written"),
			N_("check the disk and the permissions of the file and its folder")},
	[TROUBLE_STRICT] =
		{N_("this SQLite cannot read the ledger, which has tables of SQLite 3.37"),
		 N_("open it once with SQLite 3.37 or later (frugal runs): any version "
		    "reads it afterwards")},
	[TROUBLE_FAULT] = {N_("the ledger refused a statement"),
			   N_("this is a fault of frugal, please report it")},
};

char *sql_plain_path(const char *path)
{
	struct buf plain = {0};
	if (path[0] != '/')
		buf_puts(&plain, "./");
	buf_puts(&plain, path);
	return buf_steal(&plain);
}

/* SQLite before 3.37 calls a file damaged that has STRICT tables, as ledgers before version 17. */
static bool is_strict(sqlite3 *db)
{
	return db && sqlite3_libversion_number() < 3037000 &&
	       strstr(sqlite3_errmsg(db), "\"STRICT\"");
}

static enum trouble trouble_of(int rc, int errnum)
{
	switch (rc & 0xff) {
	case SQLITE_FULL:
		return TROUBLE_FULL;
	case SQLITE_BUSY:
		return errnum == ENOLCK ? TROUBLE_NO_LOCKS : TROUBLE_LOCKED;
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL:
		return TROUBLE_LOCKED;
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return TROUBLE_READ_ONLY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return TROUBLE_DAMAGED;
	case SQLITE_IOERR:
		/* For a writer, a quota or a limit on file sizes is a full disk. */
		if (errnum == ENOSPC || errnum == EDQUOT || errnum == EFBIG)
			return TROUBLE_FULL;
		return TROUBLE_IO;
	case SQLITE_CANTOPEN:
		return TROUBLE_IO;
	default:
		return TROUBLE_FAULT;
	}
}

bool sql_is_damage(sqlite3 *db, int rc)
{
	return ((rc & 0xff) == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_NOTADB) && !is_strict(db);
}

int sql_fail_at(sqlite3 *db, const char *path, int rc, struct frugal_error *reterr)
{
	if ((rc & 0xff) == SQLITE_NOMEM || rc == SQLITE_IOERR_NOMEM)
		return error_nomem(reterr);
	/* SQLite keeps the system's error of a statement, but not of a commit. */
	int errnum = errno ? errno : db ? sqlite3_system_errno(db) : 0;
	enum trouble trouble = is_strict(db) ? TROUBLE_STRICT : trouble_of(rc, errnum);
	int code = trouble == TROUBLE_FAULT ? FRUGAL_EBUG : FRUGAL_EENV;
	if (trouble == TROUBLE_FAULT && db)
		error_set(reterr, code, "%s: %s", _(troubles[trouble].what), sqlite3_errmsg(db));
	else if (errnum && trouble == TROUBLE_IO)
		error_set(reterr, code, "%s: %s", _(troubles[trouble].what), strerror(errnum));
	else
		error_set(reterr, code, "%s", _(troubles[trouble].what));
	error_where(reterr, "%s", path);
	error_todo(reterr, "%s", _(troubles[trouble].todo));
	return code;
}

int sql_fail(const struct ledger *ledger, int rc, struct frugal_error *reterr)
{
	return sql_fail_at(ledger->db, ledger->path, rc, reterr);
}

/* xorshift: only has to differ between processes. */
static uint64_t next_jitter(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static int64_t clock_now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int sql_wait(void *context, int n_before)
{
	struct ledger *ledger = context;
	int64_t now_ns = clock_now_ns();
	/* SQLite takes it for a lock of others, since an NFS server that starts answers so too. */
	bool no_locks = errno == ENOLCK;
	if (n_before == 0) {
		/* The next statement after a wait in vain does not begin another one. */
		if (now_ns - ledger->waited_at_ns > ANOTHER_OCCASION_NS)
			ledger->wait_ns = 0;
		ledger->wait_began_ns = now_ns;
	}
	ledger->waited_at_ns = now_ns;
	if (ledger->wait_ns >= (no_locks ? NO_LOCKS_MAX_NS : ledger->wait_max_ns))
		return 0;
	/*
	 * Doubled up to 20 ms; a process that still waits after these is in a crowd, and asks
	 * seldom.
	 */
	int doubled = n_before < 6 ? n_before : n_before < 11 ? 6 : n_before - 4;
	uint64_t longest = SLEEP_FIRST_NS << (doubled < 10 ? doubled : 10);
	if (longest > SLEEP_MAX_NS)
		longest = SLEEP_MAX_NS;
	/* Never less than a quarter, so that a crowd does not burn the processor by asking. */
	long ns = (long)(longest / 4 + next_jitter(&ledger->jitter) % (longest * 3 / 4));
	nanosleep(&(struct timespec){.tv_nsec = ns}, NULL);
	ledger->wait_ns += ns;
	ledger->waited_at_ns = clock_now_ns();
	int64_t waited_ns = ledger->waited_at_ns - ledger->wait_began_ns;
	if (waited_ns > ledger->longest_wait_ns)
		ledger->longest_wait_ns = waited_ns;
	return 1;
}

int sql_run(const struct ledger *ledger, const char *text, struct frugal_error *reterr)
{
	errno = 0;
	int rc = sqlite3_exec(ledger->db, text, NULL, NULL, NULL);
	return rc == SQLITE_OK ? 0 : sql_fail(ledger, rc, reterr);
}

static int prepare_kept(struct ledger *ledger, enum statement which)
{
	return sqlite3_prepare_v2(ledger->db, SQL_TEXT[which], -1, &ledger->kept[which], NULL);
}

/* For a statement that could not be prepared, perhaps because its table is missing. */
static int make_register(struct ledger *ledger, enum statement which)
{
	const char *text = register_of_statement(which);
	if (!text)
		return SQLITE_ERROR;
	if (sqlite3_get_autocommit(ledger->db))
		return SQLITE_DONE;
	int rc = sqlite3_exec(ledger->db, text, NULL, NULL, NULL);
	ledger->made_register = true;
	return rc == SQLITE_OK ? prepare_kept(ledger, which) : rc;
}

struct binder sql_binder(struct ledger *ledger, enum statement which)
{
	int rc = ledger->kept[which] ? SQLITE_OK : prepare_kept(ledger, which);
	if (rc == SQLITE_ERROR)
		rc = make_register(ledger, which);
	return (struct binder){.st = ledger->kept[which], .rc = rc};
}

/* Tables that were created in a transaction vanish with it. */
static void forget_registers(struct ledger *ledger)
{
	for (size_t i = 0; i < SQL_COUNT; i++) {
		if (!register_of_statement((enum statement)i))
			continue;
		sqlite3_finalize(ledger->kept[i]);
		ledger->kept[i] = NULL;
	}
}

int sql_prepare(const struct ledger *ledger, struct buf *sql, struct binder *ret,
		struct frugal_error *reterr)
{
	bool failed = sql->failed;
	*ret = (struct binder){0};
	if (!failed)
		ret->rc =
			sqlite3_prepare_v2(ledger->db, buf_text(sql), (int)sql->n, &ret->st, NULL);
	buf_release(sql);
	return failed ? error_nomem(reterr) : 0;
}

void bind_int(struct binder *to, int64_t value)
{
	if (to->rc == SQLITE_OK)
		to->rc = sqlite3_bind_int64(to->st, ++to->at, value);
}

void bind_real(struct binder *to, double value)
{
	if (to->rc == SQLITE_OK)
		to->rc = sqlite3_bind_double(to->st, ++to->at, value);
}

void bind_null(struct binder *to)
{
	if (to->rc == SQLITE_OK)
		to->rc = sqlite3_bind_null(to->st, ++to->at);
}

void bind_text(struct binder *to, const char *text)
{
	if (to->rc == SQLITE_OK)
		to->rc = sqlite3_bind_text(to->st, ++to->at, text ? text : "", -1, SQLITE_STATIC);
}

int sql_step(const struct ledger *ledger, const struct binder *bound, struct frugal_error *reterr)
{
	int rc = bound->rc;
	errno = 0;
	if (rc == SQLITE_OK)
		rc = sqlite3_step(bound->st);
	if (rc == SQLITE_ROW)
		return 1;
	int r = rc == SQLITE_DONE ? 0 : sql_fail(ledger, rc, reterr);
	sqlite3_reset(bound->st);
	return r;
}

int sql_do(const struct ledger *ledger, const struct binder *bound, struct frugal_error *reterr)
{
	int r = sql_step(ledger, bound, reterr);
	sqlite3_reset(bound->st);
	return r < 0 ? r : 0;
}

int sql_do_for(struct ledger *ledger, enum statement which, int64_t seq,
	       struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, which);
	bind_int(&to, seq);
	return sql_do(ledger, &to, reterr);
}

int64_t column_int(struct columns *from)
{
	return sqlite3_column_int64(from->st, from->at++);
}

double column_real(struct columns *from)
{
	return sqlite3_column_double(from->st, from->at++);
}

double column_maybe(struct columns *from)
{
	bool none = sqlite3_column_type(from->st, from->at) == SQLITE_NULL;
	double x = column_real(from);
	return none ? (double)NAN : x;
}

char *column_text(struct columns *from)
{
	const unsigned char *text = sqlite3_column_text(from->st, from->at);
	int n = sqlite3_column_bytes(from->st, from->at++);
	/* Columns of text are NOT NULL: NULL means that SQLite had no memory for it. */
	char *copy = text ? arena_strndup(from->arena, (const char *)text, (size_t)n) : NULL;
	if (!copy)
		from->failed = true;
	return copy;
}

void sql_column_id(sqlite3_stmt *st, char ret_id[RUN_ID_SIZE])
{
	const char *id = (const char *)sqlite3_column_text(st, 0);
	size_t n = id ? strnlen(id, RUN_ID_SIZE - 1) : 0;
	if (n)
		memcpy(ret_id, id, n);
	ret_id[n] = '\0';
}

int sql_begin(struct ledger *ledger, struct frugal_error *reterr)
{
	if (ledger->in_batch)
		return 0;
	/*
	 * In a crowd, a process that is suspended while it has the lock makes all others wait: with
	 * a whole time slice ahead of it, it is done first.
	 */
	(void)sched_yield();
	/* IMMEDIATE: wait here, where nothing has been read yet, not in the middle. */
	return sql_run(ledger, "BEGIN IMMEDIATE", reterr);
}

/*
 * Folds the log into the file when it has grown, and empties it: the first process that opens the
 * file has to read the log from its start, and by then it is unknown how much of it was folded. The
 * first pass flushes and blocks no process; the second has little left to do, and locks.
 */
static void fold_log(struct ledger *ledger)
{
	ledger->must_fold = false;
	sqlite3_busy_handler(ledger->db, NULL, NULL);
	int rc = sqlite3_wal_checkpoint_v2(ledger->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_wal_checkpoint_v2(ledger->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL,
					       NULL);
	/* Busy or out of room: the commit is safe in the log, and the next process tries. */
	if (rc != SQLITE_OK)
		log_note("store.log", "not folded: %s", sqlite3_errstr(rc));
	sqlite3_busy_handler(ledger->db, sql_wait, ledger);
}

int sql_log_grew(void *context, sqlite3 *db, const char *name, int n_pages)
{
	struct ledger *ledger = context;
	int n_ours = 0, unused;
	(void)name;
	(void)sqlite3_db_status(db, SQLITE_DBSTATUS_CACHE_WRITE, &n_ours, &unused, 1);
	/* Only the process that makes it pass a multiple folds it: in a crowd all of them would. */
	ledger->must_fold = n_pages / LOG_PAGES > (n_pages - n_ours) / LOG_PAGES;
	return SQLITE_OK;
}

int sql_end(struct ledger *ledger, int r, struct frugal_error *reterr)
{
	if (ledger->in_batch)
		return r;
	if (r == 0)
		r = sql_run(ledger, "COMMIT", reterr);
	/* A failed statement or commit may, or may not, have ended the transaction. */
	if (r < 0 && !sqlite3_get_autocommit(ledger->db))
		(void)sqlite3_exec(ledger->db, "ROLLBACK", NULL, NULL, NULL);
	if (r < 0 && ledger->made_register)
		forget_registers(ledger);
	ledger->made_register = false;
	if (r == 0 && ledger->must_fold)
		fold_log(ledger);
	return r;
}
