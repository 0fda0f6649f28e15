/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Wraps paragraphs and two-column rows at WRAP_WIDTH columns, for help. Words are separated by
 * spaces; a no-break space does not break. Each character of UTF-8 counts as one column, which is
 * true of English and French.
 */
#include "cli/wrap.h"

#include <string.h>

size_t wrap_columns(const char *text)
{
	size_t n = 0;
	for (; *text; text++)
		n += ((unsigned char)*text & 0xC0u) != 0x80u;
	return n;
}

static size_t word_columns(const char *word, size_t bytes)
{
	size_t n = 0;
	for (size_t i = 0; i < bytes; i++)
		n += ((unsigned char)word[i] & 0xC0u) != 0x80u;
	return n;
}

void wrap_text(struct buf *to, const char *text, size_t at, size_t indent)
{
	bool fresh = true; /* nothing on this line after the indent */
	while (*text) {
		size_t bytes = strcspn(text, " \n");
		size_t columns = word_columns(text, bytes);
		if (bytes && !fresh && at + 1 + columns > WRAP_WIDTH) {
			buf_putc(to, '\n');
			buf_pad(to, ' ', indent);
			at = indent;
			fresh = true;
		}
		if (bytes) {
			if (!fresh)
				buf_putc(to, ' ');
			buf_add(to, text, bytes);
			at += columns + !fresh;
			fresh = false;
		}
		text += bytes;
		if (text[0] == '\n') {
			/* A single line break breaks, an empty line separates paragraphs. */
			buf_putc(to, '\n');
			if (text[1] && text[1] != '\n')
				buf_pad(to, ' ', indent);
			at = indent;
			fresh = true;
		}
		text += *text != '\0';
	}
	if (!fresh)
		buf_putc(to, '\n');
}

void wrap_row(struct buf *to, const char *left, const char *right, size_t column)
{
	size_t columns = 2 + wrap_columns(left);
	buf_puts(to, "  ");
	buf_puts(to, left);
	if (columns + 2 > column) {
		buf_putc(to, '\n');
		columns = 0;
	}
	buf_pad(to, ' ', column - columns);
	wrap_text(to, right, column, column);
}
