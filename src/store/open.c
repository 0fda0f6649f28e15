/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens and closes the ledger. Writers do not wait for readers (WAL) except on network file
 * systems, where WAL does not work and a rollback journal is used. Closing leaves the log in place:
 * a short run must not pay for flushing a disk (sql.c folds it in now and then).
 */
#include "store/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/log.h"
#include "base/places.h"
#include "store/convert.h"
#include "store/schema.h"
#include "store/sql.h"
#include "store/sum.h"

#define WAIT_MAX_NS 10000000000LL
#define JOURNAL_TRIES 1000
#define SQLITE_LEAST 3034000 /* UPDATE FROM is of 3.33; meson.build has the same number */

/*
 * temp_store 2 (memory) keeps the journal of a statement in small pieces: else SQLite takes 64 KiB
 * for each statement and the C library gives them back to the kernel each time.
 */
static const char MANNERS[] =
	"PRAGMA synchronous = NORMAL; PRAGMA cache_size = -256; PRAGMA temp_store = 2";

int ledger_default_path(struct buf *to, struct frugal_error *reterr)
{
	if (!place_add(to, PLACE_STATE, "frugal/ledger.db")) {
		error_set(reterr, FRUGAL_EENV, "%s",
			  _("the user has no home folder for the ledger"));
		return error_todo(reterr, "%s", _("set FRUGAL_STORE to a file"));
	}
	return to->failed ? error_nomem(reterr) : 0;
}

static int advise(int code, const char *path, struct frugal_error *reterr)
{
	error_where(reterr, "%s", path);
	error_todo(reterr, "%s",
		   _("allow writing to its folder, or set FRUGAL_STORE to a file "
		     "elsewhere"));
	return code;
}

/*
 * Creates the file, for its owner alone (SQLite gives its log the same mode), and the folders. Only
 * a new file is opened here: closing one that SQLite has open drops its locks.
 */
static int make_file(const char *path, struct frugal_error *reterr)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 && errno == ENOENT) {
		const char *slash = strrchr(path, '/');
		char *dir = slash ? mem_strndup(path, (size_t)(slash - path)) : NULL;
		int r = dir ? file_make_dirs(dir, reterr) : error_nomem(reterr);
		mem_free(dir);
		if (r < 0)
			return advise(r, path, reterr);
		fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	}
	if (fd < 0 && errno != EEXIST)
		return advise(error_io(reterr, _("create"), path, errno), path, reterr);
	if (fd >= 0)
		close(fd);
	return 0;
}

bool sql_is_remote(const char *path)
{
	static const unsigned long remote[] = {
		0x6969,     /* NFS */
		0x517B,     /* SMB */
		0xFE534D42, /* SMB 2 */
		0xFF534D42, /* CIFS */
		0x0BD00BD0, /* Lustre */
		0x47504653, /* GPFS */
		0x19830326, /* BeeGFS */
		0x00C36400, /* Ceph */
		0x5346414F, /* AFS */
		0x01021997, /* 9P */
		0x65735546, /* FUSE: may be anything */
	};
	struct statfs st;
	if (statfs(path, &st) != 0)
		return false;
	for (size_t i = 0; i < sizeof(remote) / sizeof(*remote); i++)
		if ((uint32_t)st.f_type == (uint32_t)remote[i])
			return true;
	return false;
}

/* Once in the life of a file, which stores its mode. */
static int choose_journal(struct ledger *ledger, struct frugal_error *reterr)
{
	const char *pragma = sql_is_remote(ledger->path) ? "PRAGMA journal_mode = TRUNCATE"
							 : "PRAGMA journal_mode = WAL";
	int rc = SQLITE_BUSY;
	/*
	 * While other processes do the same SQLite may answer "busy" without calling our handler.
	 */
	for (int i = 0; rc == SQLITE_BUSY && i < JOURNAL_TRIES; i++) {
		rc = sqlite3_exec(ledger->db, pragma, NULL, NULL, NULL);
		if (rc == SQLITE_BUSY && !sql_wait(ledger, i))
			break;
	}
	return rc == SQLITE_OK ? 0 : sql_fail(ledger, rc, reterr);
}

static int connect_to(struct ledger *ledger, const char *name, int flags,
		      struct frugal_error *reterr)
{
	sqlite3_close(ledger->db);
	errno = 0;
	int rc = sqlite3_open_v2(name, &ledger->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc != SQLITE_OK)
		return sql_fail(ledger, rc, reterr);
	sqlite3_extended_result_codes(ledger->db, 1);
	sqlite3_busy_handler(ledger->db, sql_wait, ledger);
	sqlite3_wal_hook(ledger->db, sql_log_grew, ledger);
	sqlite3_db_config(ledger->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_db_config(ledger->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	sqlite3_db_config(ledger->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(ledger->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	ledger->read_only = sqlite3_db_readonly(ledger->db, "main") == 1;
	const char *file = sqlite3_db_filename(ledger->db, "main");
	if (!ledger->running && file && file[0]) {
		struct buf running = {0};
		buf_addf(&running, "%s.running", file);
		ledger->running = buf_steal(&running);
		if (!ledger->running)
			return error_nomem(reterr);
	}
	rc = sum_register(ledger->db);
	return rc == SQLITE_OK ? 0 : sql_fail(ledger, rc, reterr);
}

static bool has_log(const char *path)
{
	struct stat st;
	struct buf log = {0};
	buf_addf(&log, "%s-wal", path);
	bool has = log.failed || (stat(log.p, &st) == 0 && st.st_size > 0);
	buf_release(&log);
	return has;
}

/*
 * A ledger on a read-only medium, where not even the file that readers share can be created.
 * Without a log no process is writing it, and SQLite may treat it as immutable.
 */
static int connect_archived(struct ledger *ledger, struct frugal_error *reterr)
{
	struct buf uri = {0};
	buf_puts(&uri, "file:");
	for (const char *p = ledger->path; *p; p++) {
		if (*p == '%' || *p == '?' || *p == '#')
			buf_addf(&uri, "%%%02x", (unsigned)*p);
		else
			buf_putc(&uri, *p);
	}
	buf_puts(&uri, "?immutable=1");
	int r = uri.failed
			? error_nomem(reterr)
			: connect_to(ledger, uri.p, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, reterr);
	buf_release(&uri);
	return r < 0 ? r : sql_run(ledger, MANNERS, reterr);
}

/* Opens an existing file. */
static int connect_to_file(struct ledger *ledger, enum ledger_mode mode,
			   struct frugal_error *reterr)
{
	struct stat st;
	int r = connect_to(ledger, ledger->path, SQLITE_OPEN_READWRITE, reterr);
	if (r == 0 && mode == LEDGER_WRITE && ledger->read_only)
		return sql_fail(ledger, SQLITE_READONLY, reterr);
	if (r == 0 && !ledger->read_only && stat(ledger->path, &st) == 0 && st.st_size == 0)
		r = choose_journal(ledger, reterr);
	if (r < 0)
		return r;
	r = sql_run(ledger, MANNERS, reterr);
	int rc = sqlite3_errcode(ledger->db) & 0xff;
	if (r < 0 && ledger->read_only && (rc == SQLITE_CANTOPEN || rc == SQLITE_READONLY) &&
	    !has_log(ledger->path))
		r = connect_archived(ledger, reterr);
	return r;
}

/* An old ledger that may only be read: its rows are read into a temporary database. */
static int read_old(struct ledger *ledger, struct frugal_error *reterr)
{
	sqlite3 *old = ledger->db;
	ledger->db = NULL;
	/* Without a name it is in memory, and on the disk when it grows. */
	int r = connect_to(ledger, "", SQLITE_OPEN_READWRITE, reterr);
	if (r == 0)
		r = convert_for_reading(ledger, SCHEMA_STEPS, SCHEMA_STEP_COUNT, old, reterr);
	sqlite3_close(old);
	return r;
}

int ledger_copy(struct ledger *ledger, struct frugal_error *reterr)
{
	sqlite3 *from = ledger->db;
	for (size_t i = 0; i < SQL_COUNT; i++) {
		sqlite3_finalize(ledger->kept[i]);
		ledger->kept[i] = NULL;
	}
	ledger->db = NULL;
	int r = connect_to(ledger, "", SQLITE_OPEN_READWRITE, reterr);
	sqlite3_backup *backup =
		r == 0 ? sqlite3_backup_init(ledger->db, "main", from, "main") : NULL;
	if (r == 0 && (!backup || sqlite3_backup_step(backup, -1) != SQLITE_DONE))
		r = sql_fail(ledger, sqlite3_errcode(ledger->db), reterr);
	(void)sqlite3_backup_finish(backup);
	if (r < 0) {
		sqlite3_close(ledger->db);
		ledger->db = from;
		return r;
	}
	ledger->is_copy = true;
	sqlite3_close(from);
	return 0;
}

static int bring_up(struct ledger *ledger, struct frugal_error *reterr)
{
	enum schema_state state;
	int version;
	if (!ledger->read_only)
		return schema_bring_up(ledger, SCHEMA_STEPS, SCHEMA_STEP_COUNT, reterr);
	int r = schema_look(ledger, SCHEMA_STEP_COUNT, &state, &version, reterr);
	return r < 0 || state == SCHEMA_READY ? r : read_old(ledger, reterr);
}

static int connect_and_check(struct ledger *ledger, enum ledger_mode mode,
			     struct frugal_error *reterr)
{
	struct stat st;
	int r = 0;
	if (mode == LEDGER_WRITE)
		r = make_file(ledger->path, reterr);
	if (r < 0)
		return r;
	if (mode == LEDGER_WRITE || stat(ledger->path, &st) == 0)
		r = connect_to_file(ledger, mode, reterr);
	else if (errno != ENOENT && errno != ENOTDIR)
		r = error_io(reterr, _("open"), ledger->path, errno);
	else
		r = connect_to(ledger, ":memory:", SQLITE_OPEN_READWRITE, reterr);
	if (r == 0)
		r = bring_up(ledger, reterr);
	return r;
}

/* Found when the program starts, not when it is built: packages and copies meet other libraries. */
static int check_sqlite(struct frugal_error *reterr)
{
	if (sqlite3_libversion_number() >= SQLITE_LEAST)
		return 0;
	error_set(reterr, FRUGAL_EENV,
		  _("the ledger requires SQLite %d.%d or later, and this is %s"),
		  SQLITE_LEAST / 1000000, SQLITE_LEAST / 1000 % 1000, sqlite3_libversion());
	return error_todo(reterr, "%s", _("update SQLite (libsqlite3)"));
}

int ledger_open(const char *path, enum ledger_mode mode, struct ledger **ret_ledger,
		struct frugal_error *reterr)
{
	if (!path[0])
		return error_set(reterr, FRUGAL_EUSAGE, "%s", _("the path of the ledger is empty"));
	int r = check_sqlite(reterr);
	if (r < 0)
		return r;
	/* To open one of these waits for another program, perhaps for ever. */
	struct stat st;
	if (stat(path, &st) == 0 && (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode)))
		return error_io(reterr, _("open"), path, ENXIO);
	struct ledger *ledger = mem_zalloc(1, sizeof(*ledger));
	if (!ledger)
		return error_nomem(reterr);
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	ledger->jitter = ((uint64_t)getpid() << 32 ^ (uint64_t)now.tv_nsec) | 1;
	ledger->wait_max_ns = WAIT_MAX_NS;
	ledger->path = sql_plain_path(path);
	r = ledger->path ? 0 : error_nomem(reterr);
	if (r == 0)
		r = connect_and_check(ledger, mode, reterr);
	if (r < 0) {
		ledger_close(ledger);
		return r;
	}
	*ret_ledger = ledger;
	return 0;
}

void ledger_close(struct ledger *ledger)
{
	if (!ledger)
		return;
	for (size_t i = 0; i < SQL_COUNT; i++)
		sqlite3_finalize(ledger->kept[i]);
	if (ledger->longest_wait_ns)
		log_note("store.lock", "waited %.1f ms at most",
			 (double)ledger->longest_wait_ns * 1e-6);
	sqlite3_close(ledger->db);
	mem_free(ledger->path);
	mem_free(ledger->running);
	mem_free(ledger);
}
