/* SPDX-License-Identifier: Apache-2.0 */
/* Comparing, trimming and checking views of text. Nothing here allocates or reads the locale. */
#include "base/str.h"

#include <stdint.h>

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str s)
{
	while (s.n && is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool str_eq_nocase(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (char_lower(a.p[i]) != char_lower(b.p[i]))
			return false;
	return true;
}

bool str_after(struct str s, const char *prefix, struct str *ret_rest)
{
	if (*prefix && (s.n == 0 || s.p[0] != *prefix))
		return false;
	size_t n = strlen(prefix);
	if (s.n < n || memcmp(s.p, prefix, n) != 0)
		return false;
	*ret_rest = (struct str){s.p + n, s.n - n};
	return true;
}

#define NEAREST_MAX 64

/* The same letter, or digits and letters that look alike: O and 0, l, I and 1. */
static bool alike(char a, char b)
{
	static const char *const looks[] = {"o0", "li1"};
	a = (char)char_lower(a);
	b = (char)char_lower(b);
	for (size_t i = 0; a != b && i < sizeof(looks) / sizeof(looks[0]); i++)
		if (strchr(looks[i], a) && strchr(looks[i], b))
			return true;
	return a == b;
}

/*
 * Levenshtein distance without regard to case and look-alikes; a word longer than NEAREST_MAX is
 * far from every other.
 */
static size_t edits(struct str a, struct str b)
{
	if (a.n > NEAREST_MAX || b.n > NEAREST_MAX)
		return SIZE_MAX;
	size_t row[NEAREST_MAX + 1];
	for (size_t j = 0; j <= b.n; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			size_t above = row[j];
			size_t best = diagonal + !alike(a.p[i - 1], b.p[j - 1]);
			if (above + 1 < best)
				best = above + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
			diagonal = above;
		}
	}
	return row[b.n];
}

const char *str_nearest(struct str word, const char *const *candidates)
{
	const char *best = NULL;
	/* One edit in a short word is a slip, two give another word. */
	size_t best_edits = word.n < 2 ? 0 : word.n <= 4 ? 2 : 3;
	for (; *candidates; candidates++) {
		size_t e = edits(word, str_of(*candidates));
		/* Of two as near, the one that begins alike: A1OO is A10 rather than B100. */
		bool begins = best && e == best_edits && !alike(word.p[0], best[0]) &&
			      alike(word.p[0], **candidates);
		if (e < best_edits || begins) {
			best_edits = e;
			best = *candidates;
		}
	}
	return best;
}

#define LOW_BITS 0x0101010101010101u
#define HIGH_BITS 0x8080808080808080u

size_t str_utf8_valid(struct str s)
{
	size_t i = 0;
	while (i < s.n) {
		size_t more;
		uint64_t eight;
		/* Most text is ASCII: eight bytes at once, none 0 and none with its high bit. */
		while (s.n - i >= sizeof(eight)) {
			memcpy(&eight, s.p + i, sizeof(eight));
			if ((eight & HIGH_BITS) || ((eight - LOW_BITS) & ~eight & HIGH_BITS))
				break;
			i += sizeof(eight);
		}
		if (i == s.n)
			break;
		unsigned char c = (unsigned char)s.p[i];
		uint32_t code;
		if (c == 0)
			return i;
		if (c < 0x80) {
			i++;
			continue;
		}
		if (c >= 0xC2 && c <= 0xDF) {
			more = 1;
			code = c & 0x1Fu;
		} else if (c >= 0xE0 && c <= 0xEF) {
			more = 2;
			code = c & 0x0Fu;
		} else if (c >= 0xF0 && c <= 0xF4) {
			more = 3;
			code = c & 0x07u;
		} else {
			return i;
		}
		if (s.n - i <= more)
			return i;
		for (size_t k = 1; k <= more; k++) {
			unsigned char d = (unsigned char)s.p[i + k];
			if ((d & 0xC0u) != 0x80u)
				return i;
			code = code << 6 | (d & 0x3Fu);
		}
		bool overlong = (more == 2 && code < 0x800) || (more == 3 && code < 0x10000);
		if (overlong || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
			return i;
		i += more + 1;
	}
	return i;
}

static bool is_control(struct str s)
{
	const unsigned char *c = (const unsigned char *)s.p;
	return c[0] < 0x20 || c[0] == 0x7F || (c[0] == 0xC2 && s.n > 1 && c[1] < 0xA0);
}

static bool turns_the_line(struct str s)
{
	const unsigned char *c = (const unsigned char *)s.p;
	if (s.n > 1 && c[0] == 0xD8 && c[1] == 0x9C) /* the mark of Arabic letters */
		return true;
	if (s.n < 3 || c[0] != 0xE2)
		return false;
	return (c[1] == 0x80 && (c[2] == 0x8E || c[2] == 0x8F)) ||
	       (c[1] == 0x80 && c[2] >= 0xA8 && c[2] <= 0xAE) ||
	       (c[1] == 0x81 && c[2] >= 0xA6 && c[2] <= 0xA9);
}

/* By its first byte: a byte that would go on with a letter of ASCII is not part of it. */
static size_t character(struct str s)
{
	unsigned char c = (unsigned char)s.p[0];
	size_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
	return n <= s.n && str_utf8_valid((struct str){s.p, n}) == n ? n : 0;
}

size_t str_printable(struct str s)
{
	return is_control(s) || turns_the_line(s) ? 0 : character(s);
}

/* The longest prefix of plain ASCII, line feeds, tabs, and characters that fit. */
static size_t prefix_of(struct str s, size_t (*fits)(struct str s))
{
	size_t i = 0;
	while (i < s.n) {
		char c = s.p[i];
		if ((c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t') {
			i++;
			continue;
		}
		struct str rest = {s.p + i, s.n - i};
		size_t n = fits(rest);
		if (!n)
			break;
		i += n;
	}
	return i;
}

static size_t no_control(struct str s)
{
	return is_control(s) ? 0 : character(s);
}

size_t str_text(struct str s)
{
	return prefix_of(s, no_control);
}

size_t str_shown(struct str s)
{
	return prefix_of(s, str_printable);
}
