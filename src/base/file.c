/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads through read(2) in steps, so that pipes and files of unknown size work. Files that are
 * written take their name by rename(2): a reader sees the old file or the whole new one.
 */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/intl.h"

static int read_fd(int fd, const char *path, size_t max, struct buf *ret_text,
		   struct frugal_error *reterr)
{
	size_t room = ret_text->max;
	size_t start = ret_text->n;
	ret_text->max = start + max + 65536;
	for (;;) {
		char *to = buf_reserve(ret_text, 65536);
		ssize_t n = to ? read(fd, to, 65536) : -1;
		if (!to) {
			ret_text->max = room;
			return error_nomem(reterr);
		}
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			int errnum = errno;
			ret_text->max = room;
			return error_io(reterr, _("read"), path, errnum);
		}
		if (n == 0)
			break;
		ret_text->n += (size_t)n;
		if (ret_text->n - start > max) {
			ret_text->max = room;
			return error_set(reterr, FRUGAL_EDATA, _("%s is larger than %zu bytes"),
					 path, max);
		}
	}
	ret_text->max = room;
	if (ret_text->p)
		ret_text->p[ret_text->n] = '\0';
	return 0;
}

int file_read(const char *path, size_t max, struct buf *ret_text, struct frugal_error *reterr)
{
	if (strcmp(path, "-") == 0)
		return read_fd(STDIN_FILENO, _("standard input"), max, ret_text, reterr);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_io(reterr, _("open"), path, errno);
	struct stat st;
	int r;
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
		r = error_set(reterr, FRUGAL_EDATA, _("%s is a folder, not a file"), path);
	else
		r = read_fd(fd, path, max, ret_text, reterr);
	close(fd);
	return r;
}

int file_read_plain(const char *path, size_t max, struct buf *ret_text, struct frugal_error *reterr)
{
	struct stat st;
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return error_set(reterr, FRUGAL_EDATA, _("%s is not a regular file"), path);
	return file_read(path, max, ret_text, reterr);
}

static int by_byte(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int file_list(struct arena *arena, const char *dir, const char *suffix, char ***ret_names,
	      size_t *ret_n, struct frugal_error *reterr)
{
	DIR *stream = opendir(dir);
	if (!stream)
		return error_io(reterr, _("open"), dir, errno);
	char **names = NULL;
	size_t n = 0, cap = 0, suffix_n = strlen(suffix);
	const struct dirent *entry;
	int r = 0;
	while (r == 0 && (entry = readdir(stream))) {
		size_t name_n = strlen(entry->d_name);
		if (name_n <= suffix_n || entry->d_name[0] == '.' ||
		    strcmp(entry->d_name + name_n - suffix_n, suffix) != 0)
			continue;
		char *name = arena_strndup(arena, entry->d_name, name_n);
		if (!name || !mem_grow(&names, n, &cap, sizeof(*names), 0))
			r = error_nomem(reterr);
		else
			names[n++] = name;
	}
	closedir(stream);
	char **kept = r == 0 ? arena_array(arena, n + 1, sizeof(*kept)) : NULL;
	if (r == 0 && !kept)
		r = error_nomem(reterr);
	if (r == 0) {
		if (names) {
			memcpy(kept, names, n * sizeof(*kept));
			qsort(kept, n, sizeof(*kept), by_byte);
		}
		*ret_names = kept;
		*ret_n = n;
	}
	mem_free(names);
	return r;
}

int file_write_fd(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t written = write(fd, bytes, n);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -errno;
		bytes += written;
		n -= (size_t)written;
	}
	return 0;
}

/*
 * Creates a new file in the folder of path, with the rights of path, or those of a new file.
 * mkstemp is not used: its files are for their owner alone, and reading the umask changes it for a
 * moment.
 */
static int open_temporary(const char *path, const struct stat *old, struct buf *ret_name)
{
	static _Atomic unsigned serial;
	for (int attempt = 0; attempt < 100; attempt++) {
		buf_clear(ret_name);
		buf_addf(ret_name, "%s.%ld-%u.new", path, (long)getpid(), serial++);
		if (ret_name->failed)
			return -ENOMEM;
		int fd = open(ret_name->p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd < 0 && errno == EEXIST)
			continue;
		if (fd < 0)
			return -errno;
		if (old && fchmod(fd, old->st_mode & 0777) != 0) {
			int errnum = errno;
			close(fd);
			unlink(ret_name->p);
			return -errnum;
		}
		return fd;
	}
	return -EEXIST;
}

int file_out_open(const char *path, struct file_out *ret)
{
	struct stat st;
	bool exists = stat(path, &st) == 0;
	*ret = (struct file_out){.fd = -1};
	/* A pipe or a device cannot be replaced: it is written in place. */
	if (exists && !S_ISREG(st.st_mode)) {
		ret->fd = open(path, O_WRONLY | O_CLOEXEC);
		return ret->fd < 0 ? -errno : 0;
	}
	/* The target of a link is replaced, not the link. */
	char *target = exists ? realpath(path, NULL) : NULL;
	buf_puts(&ret->path, target ? target : path);
	free(target);
	int fd = ret->path.failed
			 ? -ENOMEM
			 : open_temporary(ret->path.p, exists ? &st : NULL, &ret->temporary);
	if (fd < 0) {
		buf_release(&ret->path);
		buf_release(&ret->temporary);
		return fd;
	}
	ret->fd = fd;
	return 0;
}

int file_out_close(struct file_out *out, bool keep)
{
	int r = 0;
	if (out->fd >= 0 && close(out->fd) != 0)
		r = -errno;
	if (r == 0 && keep && out->temporary.n && rename(out->temporary.p, out->path.p) != 0)
		r = -errno;
	if (out->temporary.n && (r < 0 || !keep))
		unlink(out->temporary.p);
	buf_release(&out->path);
	buf_release(&out->temporary);
	out->fd = -1;
	return r;
}

int file_write(const char *path, struct str text, struct frugal_error *reterr)
{
	struct file_out out;
	int r = file_out_open(path, &out);
	if (r == 0) {
		r = file_write_fd(out.fd, text.p, text.n);
		int closed = file_out_close(&out, r == 0);
		r = r < 0 ? r : closed;
	}
	if (r == -ENOMEM)
		return error_nomem(reterr);
	return r < 0 ? error_io(reterr, _("write"), path, -r) : 0;
}

void file_remove_socket(const char *path)
{
	struct stat st;
	if (lstat(path, &st) == 0 && S_ISSOCK(st.st_mode))
		(void)unlink(path);
}

int file_make_dirs(const char *dir, struct frugal_error *reterr)
{
	struct buf path = {0};
	buf_puts(&path, dir);
	if (path.failed) {
		buf_release(&path);
		return error_nomem(reterr);
	}
	int r = 0;
	for (char *p = path.p + (path.n > 0); r == 0 && p <= path.p + path.n; p++) {
		if (*p != '/' && *p != '\0')
			continue;
		char kept = *p;
		*p = '\0';
		struct stat st;
		int errnum = !path.p[0] || mkdir(path.p, 0700) == 0 ? 0 : errno;
		if (errnum == EEXIST)
			errnum = stat(path.p, &st) != 0 ? errno : S_ISDIR(st.st_mode) ? 0 : ENOTDIR;
		if (errnum)
			r = error_io(reterr, _("create the folder"), path.p, errnum);
		*p = kept;
	}
	buf_release(&path);
	return r;
}
