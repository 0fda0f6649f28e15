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

/* Writes all of text to a temporary file next to path and renames it: path is whole or absent. */
int file_write(const char *path, struct str text, struct frugal_error *reterr);

/*
 * A file that is written piece by piece next to path, and takes its name when it is closed with
 * keep: whole or absent too. A path that is not a regular file (/dev/null, a pipe) is written in
 * place.
 */
struct file_out {
	int fd;
	struct buf path, temporary; /* temporary is empty for one written in place */
};
int file_out_open(const char *path, struct file_out *ret); /* 0 or -errno */
int file_out_close(struct file_out *out, bool keep);       /* 0 or -errno */

/* Calls write(2) until all bytes are written; 0 or -errno. */
int file_write_fd(int fd, const char *bytes, size_t n);

/* Removes path if it is a socket. Other files and the targets of links stay. */
void file_remove_socket(const char *path);

/* Creates dir and its parents, with mode 0700. */
int file_make_dirs(const char *dir, struct frugal_error *reterr);

#endif
