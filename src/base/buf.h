/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A text that is built piece by piece. It is always terminated, grows up to max bytes (0: 64 MiB),
 * and remembers a failure: append freely, check failed once at the end.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/str.h"

struct buf {
	char *p; /* NULL until something is added */
	size_t n;
	size_t cap;
	size_t max;
	bool failed;
};

void buf_add(struct buf *buf, const char *bytes, size_t n);
void buf_puts(struct buf *buf, const char *s);
void buf_putc(struct buf *buf, char c);
void buf_addf(struct buf *buf, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_pad(struct buf *buf, char c, size_t n);

/*
 * Adds text of unknown origin on one line, harmless to a terminal: '?' for each byte that
 * str_printable() refuses. Adds at most `most` characters, then "..."; buf_add_clean() has no
 * limit.
 */
void buf_add_clean(struct buf *buf, const char *text);
void buf_add_short(struct buf *buf, const char *text, size_t most);

/*
 * Makes room for n more bytes at the end, or returns NULL; the caller then adds to buf->n the bytes
 * that it wrote.
 */
char *buf_reserve(struct buf *buf, size_t n);

/* "" when empty; never NULL. */
const char *buf_text(const struct buf *buf);
struct str buf_str(const struct buf *buf);

/*
 * Hands the text over to the caller (NULL if failed), who frees it with mem_free; buf is empty
 * again.
 */
char *buf_steal(struct buf *buf);

/* How many texts of this process lost a piece because memory ran out. */
size_t buf_lost(void);

/* Empties the text and keeps the memory. */
void buf_clear(struct buf *buf);
void buf_release(struct buf *buf);

#endif
