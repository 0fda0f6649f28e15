/* SPDX-License-Identifier: Apache-2.0 */
/* Files that the user names: whole reads with a limit, sorted listings, atomic writes. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"

/*
 * Appends the whole of path ("-" is standard input) to ret_text. FRUGAL_EENV when it cannot be
 * opened or read, FRUGAL_EDATA when it is a folder or larger than max bytes.
 */
int file_read(const char *path, size_t max, struct buf *ret_text, struct frugal_error *reterr);

/* The same for a file that was found in a folder: a pipe there is an error, not waited for. */
int file_read_plain(const char *path, size_t max, struct buf *ret_text,
		    struct frugal_error *reterr);

/* The names in folder dir that end with suffix, sorted by byte; in the arena. */
int file_list(struct arena *arena, const char *dir, const char *suffix, char ***ret_names,
	      size_t *ret_n, struct frugal_error *reterr);

/* Writes all of text to path by a temporary file beside it, so that it is whole or absent. */
int file_write(const char *path, struct str text, struct frugal_error *reterr);

/*
 * A file that is written bit by bit, beside path, and takes its name when it is closed to be
 * kept: whole or absent too. What is no file (/dev/null, a pipe) is written as it is.
 */
struct file_out {
	int fd;
	struct buf path, beside; /* beside is empty for what is no file */
};
int file_out_open(const char *path, struct file_out *ret); /* 0 or -errno */
int file_out_close(struct file_out *out, bool keep);       /* 0 or -errno */

/* write(2) until all is out; 0 or -errno. */
int file_write_fd(int fd, const char *bytes, size_t n);

/* Removes path if it is a socket; anything else, and what a link points at, stays. */
void file_remove_socket(const char *path);

/* Makes dir and its parents, mode 0700 for new ones. */
int file_make_dirs(const char *dir, struct frugal_error *reterr);

#endif
