/* SPDX-License-Identifier: Apache-2.0 */
/*
 * flock(2) on the file .lock of a folder. The lock has a file of its own, since the guarded file is
 * replaced by renaming, and is opened for writing, as NFS requires. The kernel drops the lock of a
 * process that dies; the file stays, since removing it would separate its waiters from later ones.
 */
#include "base/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/intl.h"

#define PAUSE_MS 10
#define MOST_PAUSES 3000 /* 30 s */

/* 0, or an errno. */
static int wait_for(int fd)
{
	for (int i = 0; i < MOST_PAUSES; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return 0;
		if (errno != EWOULDBLOCK && errno != EINTR)
			return errno;
		nanosleep(&(struct timespec){.tv_nsec = PAUSE_MS * 1000000L}, NULL);
	}
	return EWOULDBLOCK;
}

int folder_lock(const char *dir, int *ret_fd, struct frugal_error *reterr)
{
	struct buf path = {0};
	int r = file_make_dirs(dir, reterr);
	if (r < 0)
		return r;
	buf_addf(&path, "%s/.lock", dir);
	if (path.failed) {
		buf_release(&path);
		return error_nomem(reterr);
	}
	int fd = open(path.p, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (fd < 0 && errno == EACCES) /* of another user, in a shared folder */
		fd = open(path.p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	int errnum = fd >= 0 ? wait_for(fd) : 0;
	if (errnum) {
		close(fd);
		fd = -1;
	}
	if (errnum == EWOULDBLOCK) {
		error_set(reterr, FRUGAL_EENV, _("another process has locked %s"), path.p);
		r = error_todo(reterr, "%s", _("try again later"));
	} else {
		*ret_fd = fd;
	}
	buf_release(&path);
	return r;
}

void folder_unlock(int fd)
{
	if (fd >= 0)
		close(fd);
}
