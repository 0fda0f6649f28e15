/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes the file of a running run. It gets its name once it is whole and locked, so that no reader
 * sees the beginning of it; each later write replaces the older of two slots. Like SQLite's log it
 * has the permissions of the ledger.
 */
#include "store/running.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/intl.h"
#include "store/sql.h"

#define SLOT_LEAST 2048

struct running_file {
	struct buf folder;
	mode_t mode; /* of the ledger */
	bool remote;
	struct run_record run; /* the head's, in its arena */
	struct run_owner owner;
	int folder_fd, fd; /* -1: not created */
	bool locked;
	bool whole; /* it is created, or created anew, by the next write */
	struct buf head;
	size_t head_length, slot_size;
	uint64_t sequence;
	struct buf slot, news; /* what was taken and not written */
	struct running_log log, written;
	char name[RUN_ID_SIZE + 8];
};

/* ---- beginning and end ---------------------------------------------------------------------- */

static int copy_words(struct arena *arena, char *const *words, char ***ret)
{
	size_t n = 0;
	while (words && words[n])
		n++;
	char **copy = arena_array(arena, n + 1, sizeof(*copy));
	for (size_t i = 0; copy && i < n; i++)
		if (!(copy[i] = arena_strdup(arena, words[i])))
			return FRUGAL_EENV;
	*ret = copy;
	return copy ? 0 : FRUGAL_EENV;
}

/* The texts of the head, which live as long as the file. */
static int keep_head(struct running_file *file, const struct run_record *run,
		     struct frugal_error *reterr)
{
	struct run_record *own = &file->run;
	const char **texts[] = {&own->project, &own->service, &own->phase, &own->name};
	const char *from[] = {run->project, run->service, run->phase, run->name};
	bool failed = copy_words(&own->arena, run->command, &own->command) < 0 ||
		      copy_words(&own->arena, run->tags, &own->tags) < 0;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		failed |= !(*texts[i] = arena_strdup(&own->arena, from[i] ? from[i] : ""));
	memcpy(own->id, run->id, sizeof(own->id));
	memcpy(own->parent, run->parent, sizeof(own->parent));
	own->zone_is_default = run->zone_is_default;
	return failed ? error_nomem(reterr) : 0;
}

int running_new(const struct ledger *ledger, const struct run_record *run,
		const struct run_owner *owner, struct running_file **ret,
		struct frugal_error *reterr)
{
	struct stat st;
	struct running_file *file = mem_zalloc(1, sizeof(*file));
	if (!file)
		return error_nomem(reterr);
	file->folder_fd = file->fd = -1;
	file->whole = true;
	file->owner = *owner;
	file->mode = stat(ledger->path, &st) == 0 ? st.st_mode & 0666 : 0600;
	file->remote = sql_is_remote(ledger->path);
	buf_puts(&file->folder, ledger->running ? ledger->running : "");
	int r = keep_head(file, run, reterr);
	if (r == 0 && file->folder.failed)
		r = error_nomem(reterr);
	if (r < 0) {
		running_end(file, false);
		return r;
	}
	*ret = file;
	return 0;
}

bool running_may_wait(const struct running_file *file)
{
	return file->remote;
}

void running_end(struct running_file *file, bool removes)
{
	if (!file)
		return;
	if (file->fd >= 0 && removes)
		(void)unlinkat(file->folder_fd, file->name, 0);
	if (file->fd >= 0)
		close(file->fd);
	if (file->folder_fd >= 0)
		close(file->folder_fd);
	buf_release(&file->folder);
	buf_release(&file->head);
	buf_release(&file->slot);
	buf_release(&file->news);
	run_record_release(&file->run);
	mem_free(file);
}

/* ---- creating ------------------------------------------------------------------------------- */

static int fail(const struct running_file *file, const char *what, int errnum,
		struct frugal_error *reterr)
{
	return error_io(reterr, what, buf_text(&file->folder), errnum);
}

/* The owner of the ledger, its group and all others come in as far as they read the ledger. */
static int open_folder(struct running_file *file, struct frugal_error *reterr)
{
	const mode_t mode = file->mode | ((file->mode & 0444) >> 2);
	const char *path = buf_text(&file->folder);
	if (file->folder_fd >= 0)
		return 0;
	if (mkdir(path, mode) == 0)
		(void)chmod(path, mode);
	else if (errno != EEXIST)
		return fail(file, _("create"), errno, reterr);
	file->folder_fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return file->folder_fd >= 0 ? 0 : fail(file, _("open"), errno, reterr);
}

static int write_at(int fd, const struct buf *bytes, size_t at)
{
	size_t done = 0;
	while (done < bytes->n) {
		ssize_t n = pwrite(fd, bytes->p + done, bytes->n - done, (off_t)(at + done));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -errno : -EIO;
		done += (size_t)n;
	}
	return 0;
}

static int write_sums(struct running_file *file, int fd)
{
	const size_t log_at = running_log_at(file->head_length, file->slot_size);
	int r = write_at(fd, &file->news, log_at + (size_t)file->written.length);
	if (r == 0)
		r = write_at(fd, &file->slot,
			     running_slot_at(file->head_length, file->slot_size,
					     (int)(file->sequence % 2)));
	return r;
}

/* A file of the temporary name is what an earlier try left. */
static int create(struct running_file *file, const char *temporary)
{
	const int flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
	(void)unlinkat(file->folder_fd, temporary, 0);
	int fd = openat(file->folder_fd, temporary, flags, file->mode & 0666);
	if (fd < 0)
		return -errno;
	(void)fchmod(fd, file->mode);
	file->locked = flock(fd, LOCK_EX | LOCK_NB) == 0;
	buf_clear(&file->head);
	running_pack_head(&file->head, &file->run, &file->owner, file->locked, file->slot_size);
	int r = file->head.failed ? -ENOMEM : write_at(fd, &file->head, 0);
	if (r == 0)
		r = write_sums(file, fd);
	if (r == 0 && renameat(file->folder_fd, temporary, file->folder_fd, file->name) != 0)
		r = -errno;
	if (r == 0)
		return fd;
	(void)unlinkat(file->folder_fd, temporary, 0);
	close(fd);
	return r;
}

/* A new file with larger slots replaces the old one, which then nobody sees without its lock. */
static int write_whole(struct running_file *file, struct frugal_error *reterr)
{
	char temporary[sizeof(file->name) + 8];
	int r = open_folder(file, reterr);
	if (r < 0)
		return r;
	(void)snprintf(file->name, sizeof(file->name), "%s", file->run.id);
	(void)snprintf(temporary, sizeof(temporary), ".%s", file->name);
	file->written = (struct running_log){0};
	int fd = create(file, temporary);
	if (fd < 0)
		return fail(file, _("write"), -fd, reterr);
	/* Not earlier: without its lock the old file would be taken for that of a dead meter. */
	if (file->fd >= 0)
		close(file->fd);
	file->fd = fd;
	file->whole = false;
	return 0;
}

/* ---- each second ---------------------------------------------------------------------------- */

/* For a file that does not exist, or whose slots are too small: all of the log is news. */
static void take_all(struct running_file *file, const struct run_record *run)
{
	struct buf head = {0};
	file->slot_size = SLOT_LEAST;
	while (file->slot_size < 2 * file->slot.n)
		file->slot_size *= 2;
	running_pack_head(&head, &file->run, &file->owner, true, file->slot_size);
	file->head_length = running_head_length(head.n);
	file->slot.failed |= head.failed;
	buf_release(&head);
	buf_clear(&file->news);
	file->log = file->written = (struct running_log){0};
	running_pack_log(&file->news, run, &file->log);
}

void running_take(struct running_file *file, const struct run_record *run,
		  const struct run_site *site)
{
	running_pack_log(&file->news, run, &file->log);
	buf_clear(&file->slot);
	running_pack_slot(&file->slot, run, site, &file->log, ++file->sequence);
	file->whole |= file->slot.n > file->slot_size;
	if (!file->whole)
		return;
	take_all(file, run);
	buf_clear(&file->slot);
	running_pack_slot(&file->slot, run, site, &file->log, file->sequence);
}

int running_write(struct running_file *file, struct frugal_error *reterr)
{
	if (file->slot.failed || file->news.failed)
		return error_nomem(reterr);
	int r = file->whole ? write_whole(file, reterr) : write_sums(file, file->fd);
	if (r < 0)
		return file->whole ? r : fail(file, _("write"), -r, reterr);
	file->written = file->log;
	buf_clear(&file->news);
	return 0;
}
