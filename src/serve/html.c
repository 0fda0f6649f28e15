/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/html.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "base/str.h"

static void add_escaped(struct buf *b, struct str text)
{
	while (text.n) {
		size_t n = 0;
		while (n < text.n && !strchr("&<>\"'", text.p[n]))
			n++;
		buf_add(b, text.p, n);
		if (n < text.n) {
			buf_addf(b, "&#%d;", text.p[n]);
			n++;
		}
		text = (struct str){text.p + n, text.n - n};
	}
}

/* Controls and broken UTF-8 become '?': a page is text. */
static void add_text(struct buf *b, struct str text)
{
	for (struct str rest = text; rest.n;) {
		size_t n = str_shown(rest);
		add_escaped(b, (struct str){rest.p, n});
		if (!n) {
			buf_putc(b, '?');
			n = 1;
		}
		rest = (struct str){rest.p + n, rest.n - n};
	}
}

void html_text(struct buf *b, const char *text)
{
	add_text(b, str_of(text ? text : ""));
}

/* "%.4s" of one is at most 4 bytes, "%.*s" at most width of them. */
static void add_argument(struct buf *b, const char *one, bool starred, long width, const char *text)
{
	const char *point = strchr(one, '.');
	size_t n = strlen(text ? text : "");
	int64_t most = (int64_t)n;
	if (point && starred)
		most = width;
	else if (point)
		(void)num_parse_int((struct str){point + 1, strspn(point + 1, "0123456789")}, 0,
				    INT32_MAX, &most);
	add_text(b, (struct str){text ? text : "", most < (int64_t)n ? (size_t)most : n});
}

/* One conversion other than %s, by the C library. */
#define BY_LIBRARY(type)                                                                           \
	(starred ? buf_addf(b, one, (int)width, va_arg(list, type))                                \
		 : buf_addf(b, one, va_arg(list, type)))

void html_write(struct buf *b, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	for (const char *p = format; *p;) {
		size_t n = strcspn(p, "%");
		buf_add(b, p, n);
		p += n;
		if (!*p)
			break;
		char one[16];
		n = 1 + strspn(p + 1, "-+ #0123456789.*lz");
		if (n + 2 > sizeof(one)) {
			b->failed = true;
			break;
		}
		memcpy(one, p, n + 1);
		one[n + 1] = '\0';
		bool starred = strchr(one, '*') != NULL;
		long width = starred ? va_arg(list, int) : 0;
		switch (p[n]) {
		case '%':
			buf_putc(b, '%');
			break;
		case 's':
			add_argument(b, one, starred, width, va_arg(list, const char *));
			break;
		case 'd':
			strstr(one, "ll") ? BY_LIBRARY(long long) : BY_LIBRARY(int);
			break;
		case 'u':
			strchr(one, 'z') ? BY_LIBRARY(size_t) : BY_LIBRARY(unsigned);
			break;
		case 'c':
			BY_LIBRARY(int);
			break;
		case 'f':
		case 'g':
			BY_LIBRARY(double);
			break;
		default:
			b->failed = true;
		}
		p += n + 1;
	}
	va_end(list);
}

void html_url(struct buf *b, const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		bool plain = char_is_digit((char)*p) || (*p >= 'a' && *p <= 'z') ||
			     (*p >= 'A' && *p <= 'Z') || strchr("-._~", *p);
		if (plain)
			buf_putc(b, (char)*p);
		else
			buf_addf(b, "%%%02X", *p);
	}
}
