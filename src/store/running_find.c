/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the files of running runs, judges whether their meters live, and folds those of dead meters
 * into the ledger. In doubt a meter lives. The state of the run in the ledger, looked at within the
 * transaction that stores it, decides which of several processes folds.
 */
#include "store/running.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "store/sql.h"

#define MOST_BYTES (64 << 20)
#define MOST_FILES 100000
#define BEGINNING_S 60

static bool is_id(const char *name)
{
	return strspn(name, "0123456789abcdef") == RUN_ID_SIZE - 1 && !name[RUN_ID_SIZE - 1];
}

/* -1: there is none. */
static int open_folder(const struct ledger *ledger)
{
	return ledger->running
		       ? open(ledger->running, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
		       : -1;
}

/* A file that never got its name: its meter was killed in the microseconds that it takes. */
static void remove_beginning(int folder, const char *name)
{
	struct stat st;
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    time(NULL) - st.st_mtime > BEGINNING_S && flock(fd, LOCK_SH | LOCK_NB) == 0)
		(void)unlinkat(folder, name, 0);
	if (fd >= 0)
		close(fd);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int running_list(struct ledger *ledger, struct arena *arena, char ***ret_ids, size_t *ret_n,
		 struct frugal_error *reterr)
{
	int fd = open_folder(ledger);
	DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
	char **ids = NULL;
	size_t n = 0, cap = 0;
	bool failed = false;
	if (fd >= 0 && !folder)
		close(fd);
	for (struct dirent *entry; folder && n < MOST_FILES && (entry = readdir(folder));) {
		if (entry->d_name[0] == '.' && is_id(entry->d_name + 1))
			remove_beginning(fd, entry->d_name);
		if (!is_id(entry->d_name))
			continue;
		char *id = arena_strdup(arena, entry->d_name);
		failed = !id || !mem_grow(&ids, n, &cap, sizeof(*ids), 0);
		if (failed)
			break;
		ids[n++] = id;
	}
	if (folder)
		closedir(folder);
	char **kept = failed ? NULL : arena_array(arena, n + 1, sizeof(*kept));
	if (kept && n) {
		memcpy(kept, ids, n * sizeof(*ids));
		qsort(kept, n, sizeof(*kept), compare_names);
	}
	mem_free(ids);
	*ret_ids = kept;
	*ret_n = kept ? n : 0;
	return kept ? 0 : error_nomem(reterr);
}

bool running_exists(const struct ledger *ledger, const char *id)
{
	struct stat st; /* faccessat may be a call that a container refuses (faccessat2) */
	int folder = open_folder(ledger);
	bool exists =
		folder >= 0 && is_id(id) && fstatat(folder, id, &st, AT_SYMLINK_NOFOLLOW) == 0;
	if (folder >= 0)
		close(folder);
	return exists;
}

/* ---- one file ------------------------------------------------------------------------------- */

/* Of a user who could write the ledger too. */
static bool is_ours(const struct ledger *ledger, int fd, size_t *ret_size)
{
	struct stat st, of;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > MOST_BYTES)
		return false;
	*ret_size = (size_t)st.st_size;
	return st.st_uid == geteuid() ||
	       (stat(ledger->path, &of) == 0 &&
		(st.st_uid == of.st_uid || (of.st_mode & (S_IWGRP | S_IWOTH))));
}

static int read_all(int fd, size_t size, struct buf *to, struct frugal_error *reterr)
{
	/* It may grow while it is read: the slots are of the moment of their reading. */
	char *room = buf_reserve(to, size + 1);
	ssize_t n = room ? pread(fd, room, size, 0) : -1;
	if (!room || n < 0)
		return error_nomem(reterr);
	to->n += (size_t)n;
	return 0;
}

enum lock { LOCK_TAKEN, LOCK_FREE, LOCK_NONE };

/* Whether another process has the lock; ours, if we got it, is given back. */
static enum lock look_at_lock(int fd)
{
	if (flock(fd, LOCK_SH | LOCK_NB) != 0)
		return errno == EWOULDBLOCK ? LOCK_TAKEN : LOCK_NONE;
	(void)flock(fd, LOCK_UN);
	return LOCK_FREE;
}

/*
 * On the same kernel either proof is enough: that the process ended (its forked children may still
 * have the lock), or that the lock is free. After another boot, or on another machine of that name,
 * both are required. On other machines locks may be local, so that a free one says nothing.
 */
static bool is_gone(const struct running *running, enum lock lock)
{
	struct run_owner here;
	run_owner_read(&here);
	const bool gone = run_owner_is_gone(&running->owner, &here);
	const bool same = here.boot_id[0] && strcmp(running->owner.boot_id, here.boot_id) == 0;
	return same ? gone || (running->locked && lock == LOCK_FREE) : gone && lock != LOCK_TAKEN;
}

/* A damaged file whose lock is free has no owner, and would be looked at again and again. */
static void remove_damaged(int folder, const char *id, enum lock lock)
{
	log_note("store.running", "%s is damaged", id);
	if (lock == LOCK_FREE)
		(void)unlinkat(folder, id, 0);
}

static int load_from(struct ledger *ledger, int folder, const char *id, struct running *ret,
		     struct frugal_error *reterr)
{
	struct frugal_error why;
	struct buf bytes = {.max = MOST_BYTES + 2};
	size_t size = 0;
	int fd = openat(folder, id, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return 0;
	int r = is_ours(ledger, fd, &size) ? 0 : FRUGAL_EUSAGE;
	/* The lock first: what is read after it was given up is the last. */
	const enum lock lock = r == 0 ? look_at_lock(fd) : LOCK_NONE;
	if (r == 0)
		r = read_all(fd, size, &bytes, &why);
	if (r == 0)
		r = running_parse(buf_str(&bytes), ret, &why);
	if (r == 0 && strcmp(ret->run.id, id) != 0) {
		running_release(ret);
		r = FRUGAL_EDATA;
	}
	buf_release(&bytes);
	if (r == FRUGAL_EDATA)
		remove_damaged(folder, id, lock);
	if (r < 0) {
		close(fd);
		return r == FRUGAL_EENV ? error_nomem(reterr) : 0;
	}
	ret->fd = fd;
	ret->gone = is_gone(ret, lock);
	return 1;
}

int running_load(struct ledger *ledger, const char *id, struct running *ret,
		 struct frugal_error *reterr)
{
	int folder = open_folder(ledger);
	*ret = (struct running){.fd = -1};
	int r = folder >= 0 && is_id(id) ? load_from(ledger, folder, id, ret, reterr) : 0;
	if (folder >= 0)
		close(folder);
	return r;
}

/* ---- folding -------------------------------------------------------------------------------- */

static void remove_file(struct ledger *ledger, const char *id)
{
	int folder = open_folder(ledger);
	if (folder >= 0)
		(void)unlinkat(folder, id, 0);
	if (folder >= 0)
		close(folder);
}

void running_interrupt(struct run_record *run)
{
	run->status = RUN_INTERRUPTED;
	run->ended_us = run->started_us + (int64_t)(run->duration.s * 1e6);
}

int running_fold(struct ledger *ledger, struct running *running, struct frugal_error *reterr)
{
	const struct run_record *run = &running->run;
	struct stat st;
	/* Without a name it was folded, and the run perhaps removed since. */
	const bool has_name = fstat(running->fd, &st) == 0 && st.st_nlink > 0;
	int r = has_name ? ledger_fold_run(ledger, run, reterr) : 0;
	if (r == 0 && !ledger->is_copy)
		remove_file(ledger, run->id);
	return r;
}

/* ---- completing ----------------------------------------------------------------------------- */

void ledger_complete_running(struct ledger *ledger, run_complete *complete, void *context)
{
	ledger->complete = complete;
	ledger->complete_context = context;
}

/* What people may have changed in the ledger since the run began. */
static int keep_row(struct run_record *to, const struct run_record *row)
{
	const char **texts[] = {&to->project, &to->service, &to->phase, &to->name, &to->zone};
	const char *from[] = {row->project, row->service, row->phase, row->name, row->zone};
	size_t n = 0;
	bool failed = false;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		failed |= !(*texts[i] = arena_strdup(&to->arena, from[i] ? from[i] : ""));
	while (row->tags && row->tags[n])
		n++;
	to->tags = row->tags ? arena_array(&to->arena, n + 1, sizeof(*to->tags)) : NULL;
	for (size_t i = 0; to->tags && i < n; i++)
		failed |= !(to->tags[i] = arena_strdup(&to->arena, row->tags[i]));
	to->zone_is_default = row->zone_is_default;
	return failed ? FRUGAL_EENV : 0;
}

int running_complete(struct ledger *ledger, enum run_detail detail, struct run_record *run,
		     struct frugal_error *reterr)
{
	struct running running;
	if (run->status != RUN_RUNNING || !ledger->complete)
		return 0;
	int r = running_load(ledger, run->id, &running, reterr);
	if (r <= 0)
		return r;
	r = keep_row(&running.run, run);
	if (r < 0) {
		running_release(&running);
		return error_nomem(reterr);
	}
	if (detail != RUN_HEAD)
		r = ledger->complete(ledger->complete_context, &running.run, &running.site, reterr);
	if (r == 0) {
		const struct run_record row = *run;
		*run = running.run;
		running.run = row;
	}
	running_release(&running);
	return r;
}
