/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sets a damaged ledger aside, so that the next run can be recorded and nothing is lost: the file
 * and its log get a common name, from which SQLite's own tools can recover rows.
 */
#include "store/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/intl.h"
#include "store/sql.h"

/* Whether SQLite finds the file damaged; an error if it cannot look. */
static int look(const char *path, bool *ret_damaged, struct frugal_error *reterr)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc == SQLITE_OK) {
		sqlite3_busy_timeout(db, 1000);
		/* The file may still be of use: the log must not be folded into a damaged file. */
		sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
		rc = sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &st, NULL);
	}
	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	int r = 0;
	const char *said = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(st, 0) : NULL;
	if (rc == SQLITE_ROW)
		*ret_damaged = said && strcmp(said, "ok") != 0;
	else if (sql_is_damage(db, rc))
		*ret_damaged = true;
	else
		r = sql_fail_at(db, path, rc, reterr);
	sqlite3_finalize(st);
	sqlite3_close(db);
	return r;
}

static bool is_same_file(int fd, const char *path)
{
	struct stat ours, there;
	return fstat(fd, &ours) == 0 && stat(path, &there) == 0 && ours.st_ino == there.st_ino &&
	       ours.st_dev == there.st_dev;
}

/* PATH.damaged-20261122T000559, or the next such name that does not exist. */
static void new_name(struct buf *to, const char *path)
{
	time_t now = time(NULL);
	struct tm tm;
	char stamp[32] = "";
	if (gmtime_r(&now, &tm))
		(void)strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%S", &tm);
	for (int i = 1; i < 100; i++) {
		buf_clear(to);
		buf_addf(to, "%s.damaged-%s", path, stamp);
		if (i > 1)
			buf_addf(to, "-%d", i);
		if (to->failed || access(to->p, F_OK) != 0)
			return;
	}
}

/* The log first: a new ledger would take an old log next to it for its own. */
static int move_all(const char *path, const char *name, struct frugal_error *reterr)
{
	static const char *const suffixes[] = {"-wal", "-journal", "-shm", ""};
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		struct buf from = {0}, to = {0};
		buf_addf(&from, "%s%s", path, suffixes[i]);
		buf_addf(&to, "%s%s", name, suffixes[i]);
		int r = from.failed || to.failed ? error_nomem(reterr) : 0;
		if (r == 0 && rename(from.p, to.p) != 0 && (errno != ENOENT || !suffixes[i][0]))
			r = error_io(reterr, _("rename"), from.p, errno);
		buf_release(&from);
		buf_release(&to);
		if (r < 0)
			return r;
	}
	return 0;
}

static int set_aside_locked(int fd, const char *path, struct buf *ret_name,
			    struct frugal_error *reterr)
{
	bool damaged = false;
	/*
	 * The process that had the lock before may have moved the file: the one at path is then
	 * new.
	 */
	if (!is_same_file(fd, path))
		return 0;
	int r = look(path, &damaged, reterr);
	if (r < 0 || !damaged)
		return r;
	struct buf name = {0};
	new_name(&name, path);
	r = name.failed ? error_nomem(reterr) : move_all(path, name.p, reterr);
	if (r == 0 && ret_name) {
		buf_puts(ret_name, buf_text(&name));
		r = ret_name->failed ? error_nomem(reterr) : 0;
	}
	buf_release(&name);
	return r;
}

int ledger_set_aside(const char *path, struct buf *ret_name, struct frugal_error *reterr)
{
	char *plain = sql_plain_path(path);
	if (!plain)
		return error_nomem(reterr);
	int fd = open(plain, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	int r;
	if (fd < 0)
		r = error_io(reterr, _("open"), plain, errno);
	else if (flock(fd, LOCK_EX) != 0)
		r = error_io(reterr, _("lock"), plain, errno);
	else
		r = set_aside_locked(fd, plain, ret_name, reterr);
	if (fd >= 0)
		close(fd);
	mem_free(plain);
	return r;
}
