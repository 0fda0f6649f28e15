/* SPDX-License-Identifier: Apache-2.0 */
/* A view of text that another variable owns: a pointer and a length, no terminator needed. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
	const char *p;
	size_t n;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
/* For printf("%.*s"). */
#define STR_ARG(s) (int)((s).n > 400 ? 400 : (s).n), (s).p

/* Of ASCII, whatever the locale. */
static inline bool char_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline char char_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static inline struct str str_of(const char *s)
{
	return (struct str){s, strlen(s)};
}

static inline bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool str_is(struct str a, const char *b)
{
	/* Called on lists of words: the first byte mostly decides. */
	return a.n ? *a.p == *b && str_eq(a, str_of(b)) : !*b;
}

struct str str_trim(struct str s);

/* Equal without regard to ASCII case. */
bool str_eq_nocase(struct str a, struct str b);

/* True, with the part after prefix, when s begins with prefix. */
bool str_after(struct str s, const char *prefix, struct str *ret_rest);

/*
 * Returns the candidate nearest to word (at most 2 edits, fewer for short words), or NULL: for "did
 * you mean". candidates end with NULL.
 */
const char *str_nearest(struct str word, const char *const *candidates);

/* The length of the longest valid UTF-8 prefix; equal to s.n when s is valid. No NUL allowed. */
size_t str_utf8_valid(struct str s);

/*
 * Returns the bytes of the character at the start of s (not empty), or 0 where its first byte is
 * shown as '?': not UTF-8, or a control character. These are the old ones (C0, DEL), those of 8
 * bits (C1), which steer terminals too, and those that break or turn a line: U+2028, U+2029, and
 * the overrides of direction.
 */
size_t str_printable(struct str s);

/* The length of the longest prefix that is text: UTF-8 without controls but line feeds and tabs. */
size_t str_text(struct str s);

/* The same without what breaks or turns a line (str_printable): what may go to a terminal. */
size_t str_shown(struct str s);

#endif
