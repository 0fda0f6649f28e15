/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes and reads the command line of a run, in the form that the header describes. The reader is
 * of its own, and not jansson's, since that refuses lone surrogates.
 */
#include "store/command.h"

#include "base/intl.h"

#define ARGUMENTS_MAX ((size_t)1 << 20)

static void write_argument(struct buf *to, struct str s)
{
	size_t valid = str_utf8_valid(s);
	buf_putc(to, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (i >= valid && c >= 0x80) {
			buf_addf(to, "\\udc%02x", c);
			valid = i + 1 + str_utf8_valid((struct str){s.p + i + 1, s.n - i - 1});
		} else if (c == '"' || c == '\\') {
			buf_putc(to, '\\');
			buf_putc(to, (char)c);
		} else if (c < 0x20 || c == 0x7F) {
			buf_addf(to, "\\u%04x", c);
		} else {
			buf_putc(to, (char)c);
		}
	}
	buf_putc(to, '"');
}

void command_write(struct buf *to, char *const *argv)
{
	buf_putc(to, '[');
	for (size_t i = 0; argv && argv[i]; i++) {
		if (i)
			buf_putc(to, ',');
		write_argument(to, str_of(argv[i]));
	}
	buf_putc(to, ']');
}

static bool take(struct str *text, char c)
{
	*text = str_trim(*text);
	if (!text->n || text->p[0] != c)
		return false;
	text->p++;
	text->n--;
	return true;
}

static bool hex4(struct str *text, uint32_t *ret)
{
	uint32_t code = 0;
	if (text->n < 4)
		return false;
	for (size_t i = 0; i < 4; i++) {
		char c = text->p[i];
		uint32_t digit;
		if (c >= '0' && c <= '9')
			digit = (uint32_t)(c - '0');
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			digit = (uint32_t)((c | 0x20) - 'a' + 10);
		else
			return false;
		code = code << 4 | digit;
	}
	*text = (struct str){text->p + 4, text->n - 4};
	*ret = code;
	return true;
}

static void add_utf8(struct buf *to, uint32_t code)
{
	if (code < 0x80) {
		buf_putc(to, (char)code);
		return;
	}
	int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
	static const uint32_t lead[] = {0, 0xC0, 0xE0, 0xF0};
	buf_putc(to, (char)(lead[more] | code >> (6 * more)));
	while (more-- > 0)
		buf_putc(to, (char)(0x80u | (code >> (6 * more) & 0x3Fu)));
}

/* Reads the digits after "\u". */
static bool take_code(struct str *text, struct buf *to)
{
	uint32_t code, low;
	struct str rest;
	if (!hex4(text, &code) || code == 0)
		return false;
	if (code >= 0xD800 && code <= 0xDBFF) {
		if (!str_after(*text, "\\u", &rest) || !hex4(&rest, &low) || low < 0xDC00 ||
		    low > 0xDFFF)
			return false;
		*text = rest;
		add_utf8(to, 0x10000 + ((code - 0xD800) << 10 | (low - 0xDC00)));
	} else if (code >= 0xDC80 && code <= 0xDCFF) {
		buf_putc(to, (char)(code & 0xFFu));
	} else if (code >= 0xDC00 && code <= 0xDFFF) {
		return false;
	} else {
		add_utf8(to, code);
	}
	return true;
}

static bool take_escape(struct str *text, struct buf *to)
{
	static const char from[] = "\"\\/bfnrt";
	static const char into[] = "\"\\/\b\f\n\r\t";
	if (!text->n)
		return false;
	char c = text->p[0];
	*text = (struct str){text->p + 1, text->n - 1};
	if (c == 'u')
		return take_code(text, to);
	const char *known = c ? strchr(from, c) : NULL;
	if (!known)
		return false;
	buf_putc(to, into[known - from]);
	return true;
}

static bool take_string(struct str *text, struct buf *to)
{
	buf_clear(to);
	if (!take(text, '"'))
		return false;
	while (text->n) {
		char c = text->p[0];
		*text = (struct str){text->p + 1, text->n - 1};
		if (c == '"')
			return true;
		if (c == '\0' || (c == '\\' && !take_escape(text, to)))
			return false;
		if (c != '\\')
			buf_putc(to, c);
	}
	return false;
}

static int damaged(struct frugal_error *reterr)
{
	return error_set(reterr, FRUGAL_EDATA, "%s",
			 _("the command line of a run is not a JSON array of strings"));
}

/* Reads the strings up to "]", each copied into the arena. */
static int take_strings(struct arena *arena, struct str *text, struct buf *word, char ***items,
			size_t *n, struct frugal_error *reterr)
{
	size_t cap = 0;
	if (take(text, ']'))
		return 0;
	do {
		if (!take_string(text, word))
			return damaged(reterr);
		char *copy = word->failed ? NULL : arena_strndup(arena, buf_text(word), word->n);
		if (!copy || !mem_grow(items, *n, &cap, sizeof(**items), ARGUMENTS_MAX))
			return error_nomem(reterr);
		(*items)[(*n)++] = copy;
	} while (take(text, ','));
	return take(text, ']') ? 0 : damaged(reterr);
}

int command_parse(struct arena *arena, struct str text, char ***ret_argv,
		  struct frugal_error *reterr)
{
	struct buf word = {0};
	char **items = NULL;
	size_t n = 0;
	int r = take(&text, '[') ? take_strings(arena, &text, &word, &items, &n, reterr)
				 : damaged(reterr);
	if (r == 0 && str_trim(text).n)
		r = damaged(reterr);
	char **argv = r == 0 ? arena_array(arena, n + 1, sizeof(*argv)) : NULL;
	if (r == 0 && !argv)
		r = error_nomem(reterr);
	if (r == 0) {
		if (n)
			memcpy(argv, items, n * sizeof(*argv));
		*ret_argv = argv;
	}
	mem_free(items);
	buf_release(&word);
	return r;
}
