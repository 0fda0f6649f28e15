/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Grows by doubling up to the maximum of the buffer. A failed allocation or a full buffer sets
 * failed, and later additions do nothing, so that callers check once at the end.
 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

#define DEFAULT_MAX ((size_t)64 << 20)

void buf_add_short(struct buf *buf, const char *text, size_t most)
{
	struct str rest = str_of(text);
	for (size_t shown = 0; rest.n; shown++) {
		if (shown == most) {
			buf_puts(buf, "...");
			return;
		}
		size_t n = str_printable(rest);
		if (n)
			buf_add(buf, rest.p, n);
		else
			buf_putc(buf, '?');
		n = n ? n : 1;
		rest = (struct str){rest.p + n, rest.n - n};
	}
}

void buf_add_clean(struct buf *buf, const char *text)
{
	buf_add_short(buf, text, SIZE_MAX);
}

static _Atomic size_t lost;

size_t buf_lost(void)
{
	return atomic_load(&lost);
}

char *buf_reserve(struct buf *buf, size_t n)
{
	size_t max = buf->max ? buf->max : DEFAULT_MAX;
	if (buf->failed)
		return NULL;
	if (n > max || buf->n > max - n) {
		buf->failed = true;
		return NULL;
	}
	size_t need = buf->n + n + 1;
	if (need > buf->cap) {
		size_t cap = buf->cap ? buf->cap : 64;
		while (cap < need)
			cap *= 2;
		char *p = mem_realloc(buf->p, cap);
		if (!p) {
			buf->failed = true;
			atomic_fetch_add(&lost, 1);
			return NULL;
		}
		buf->p = p;
		buf->cap = cap;
	}
	return buf->p + buf->n;
}

void buf_add(struct buf *buf, const char *bytes, size_t n)
{
	char *to = buf_reserve(buf, n);
	if (!to)
		return;
	if (n)
		memcpy(to, bytes, n);
	buf->n += n;
	buf->p[buf->n] = '\0';
}

void buf_puts(struct buf *buf, const char *s)
{
	buf_add(buf, s, strlen(s));
}

void buf_putc(struct buf *buf, char c)
{
	buf_add(buf, &c, 1);
}

void buf_pad(struct buf *buf, char c, size_t n)
{
	while (n--)
		buf_putc(buf, c);
}

void buf_addf(struct buf *buf, const char *fmt, ...)
{
	va_list ap;
	/*
	 * First into the room that is left; a second time, after growing, when that was too small.
	 */
	size_t room = buf->failed ? 0 : buf->cap - buf->n;
	va_start(ap, fmt);
	int n = vsnprintf(room ? buf->p + buf->n : NULL, room, fmt, ap);
	va_end(ap);
	if (n < 0) {
		buf->failed = true;
		return;
	}
	char *to = buf_reserve(buf, (size_t)n);
	if (to && (size_t)n >= room) {
		va_start(ap, fmt);
		(void)vsnprintf(to, (size_t)n + 1, fmt, ap);
		va_end(ap);
	}
	if (to)
		buf->n += (size_t)n;
	else if (room)
		buf->p[buf->n] = '\0';
}

const char *buf_text(const struct buf *buf)
{
	return buf->p ? buf->p : "";
}

struct str buf_str(const struct buf *buf)
{
	return (struct str){buf_text(buf), buf->n};
}

char *buf_steal(struct buf *buf)
{
	char *p = NULL;
	if (!buf->failed) {
		buf_add(buf, "", 0);
		p = buf->failed ? NULL : buf->p;
	}
	if (!p)
		mem_free(buf->p);
	*buf = (struct buf){.max = buf->max};
	return p;
}

void buf_clear(struct buf *buf)
{
	buf->n = 0;
	buf->failed = false;
	if (buf->p)
		buf->p[0] = '\0';
}

void buf_release(struct buf *buf)
{
	mem_free(buf->p);
	*buf = (struct buf){.max = buf->max};
}
