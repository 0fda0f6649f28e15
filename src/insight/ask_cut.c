/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cuts a sentence into tokens: at blanks of all widths, at commas and the like, behind the
 * apostrophe of a French article, and within what is written together ("8xH100", "36h",
 * "requests/day").
 */
#include "base/intl.h"
#include "insight/ask_inside.h"

#define MAX_SENTENCE ((size_t)2000)

/* The bytes of a mark at s that is a blank; 0: it is not. */
static size_t blank_at(struct str s)
{
	static const char *const WIDE[] = {"\u00a0", "\u2007", "\u2009", "\u202f", "\u3000"};
	if (s.p[0] == ' ' || s.p[0] == '\t' || s.p[0] == '\n' || s.p[0] == '\r')
		return 1;
	for (size_t i = 0; i < sizeof(WIDE) / sizeof(*WIDE); i++)
		if (str_after(s, WIDE[i], &(struct str){0}))
			return strlen(WIDE[i]);
	return 0;
}

static size_t break_at(struct str s)
{
	static const char *const MARKS[] = {
		",",  ";",      ":",      "!",      "?",      "(",      ")",      "[",     "]",
		"\"", "\u00ab", "\u00bb", "\u201c", "\u201d", "\u2026", "\u2013", "\u2014"};
	for (size_t i = 0; i < sizeof(MARKS) / sizeof(*MARKS); i++)
		if (str_after(s, MARKS[i], &(struct str){0}))
			return strlen(MARKS[i]);
	return 0;
}

/* A comma or colon within a token: "2,000", "aws:eu-west-3"; a point may end a sentence. */
static size_t end_of_token(struct str s, bool first)
{
	size_t n = break_at(s);
	bool last = s.n <= 1 || blank_at((struct str){s.p + 1, s.n - 1}) ||
		    break_at((struct str){s.p + 1, s.n - 1});
	if (s.p[0] == '.' && last)
		return 1;
	if ((s.p[0] == ',' || s.p[0] == ':') && !first && !last)
		return 0;
	return n;
}

/* The bytes of an apostrophe at s, where it ends a French article: "l'", "d'", "qu'". */
static size_t elision_at(struct str token, struct str rest)
{
	size_t n = str_after(rest, "'", &(struct str){0})        ? 1
		   : str_after(rest, "\u2019", &(struct str){0}) ? 3
								 : 0;
	return n && token.n >= 1 && token.n <= 2 && !char_is_digit(token.p[0]) ? n : 0;
}

static bool add(struct ask_tokens *to, struct str text, bool breaks)
{
	if (to->n == ASK_MAX_TOKENS)
		return false;
	to->token[to->n++] = (struct ask_token){text, breaks};
	return true;
}

static bool is_number(const struct ask_words *words, struct str text)
{
	double number;
	bool size;
	return ask_digits_read(words, TONGUE_EN, text, &number, &size) != DIGITS_NONE;
}

static bool is_known(const struct ask_words *words, struct str text)
{
	return is_number(words, text) || ask_word_any(words, TONGUE_EN, text);
}

/* "30/day": each part is known. */
static size_t slash_in(const struct ask_words *words, struct str text)
{
	const char *slash = memchr(text.p, '/', text.n);
	size_t at = slash ? (size_t)(slash - text.p) : 0;
	if (!at || at + 1 == text.n)
		return 0;
	struct str rest = {slash + 1, text.n - at - 1};
	const char *second = memchr(rest.p, '/', rest.n);
	struct str part = {rest.p, second ? (size_t)(second - rest.p) : rest.n};
	return is_known(words, (struct str){text.p, at}) && is_known(words, part) ? at : 0;
}

static size_t digits_at(struct str text)
{
	size_t n = 0;
	while (n < text.n &&
	       (char_is_digit(text.p[n]) || (n && (text.p[n] == '.' || text.p[n] == ','))))
		n++;
	return n;
}

/* "8xH100" and "8×A100": the bytes of the sign behind its digits. */
static size_t times_at(struct str text, size_t digits)
{
	struct str rest = {text.p + digits, text.n - digits};
	size_t n = str_after(rest, "\u00d7", &(struct str){0})        ? 2
		   : rest.n && (rest.p[0] == 'x' || rest.p[0] == '*') ? 1
								      : 0;
	bool name = n && rest.n > n && !char_is_digit(rest.p[n]);
	return name ? n : 0;
}

/* Adds a token, cut where what is written together is several. */
static bool add_parts(const struct ask_words *words, struct ask_tokens *to, struct str text,
		      bool breaks)
{
	size_t slash = slash_in(words, text), digits = digits_at(text);
	size_t times = digits ? times_at(text, digits) : 0;
	if (slash)
		return add_parts(words, to, (struct str){text.p, slash}, breaks) &&
		       add(to, (struct str){text.p + slash, 1}, false) &&
		       add_parts(words, to, (struct str){text.p + slash + 1, text.n - slash - 1},
				 false);
	struct str unit = {text.p + digits, text.n - digits};
	if (times)
		return add(to, (struct str){text.p, digits}, breaks) &&
		       add(to, (struct str){text.p + digits, times}, false) &&
		       add(to, (struct str){unit.p + times, unit.n - times}, false);
	if (digits && unit.n && !is_number(words, text) && ask_word_any(words, TONGUE_EN, unit))
		return add(to, (struct str){text.p, digits}, breaks) && add(to, unit, false);
	return add(to, text, breaks);
}

static bool cut(const struct ask_words *words, struct str rest, struct ask_tokens *to)
{
	struct str token = {rest.p, 0};
	bool breaks = false;
	while (rest.n) {
		size_t blank = blank_at(rest), mark = blank ? 0 : end_of_token(rest, !token.n);
		size_t elision = elision_at(token, rest);
		size_t n = blank ? blank : mark ? mark : elision;
		if (!n) {
			token.n++;
			n = 1;
		} else {
			if (token.n && !add_parts(words, to, token, breaks))
				return false;
			breaks = mark || (breaks && !token.n);
			token = (struct str){rest.p + n, 0};
		}
		rest.p += n;
		rest.n -= n;
	}
	return !token.n || add_parts(words, to, token, breaks);
}

/* The language that more of the words are of. */
static enum ask_tongue tongue_of(const struct ask_words *words, const struct ask_tokens *tokens,
				 enum ask_tongue otherwise)
{
	int french = 0;
	for (size_t i = 0; i < tokens->n; i++) {
		struct str text = tokens->token[i].text;
		french += ask_word_of(words, TONGUE_FR, text) != NULL;
		french -= ask_word_of(words, TONGUE_EN, text) != NULL;
	}
	return french > 0 ? TONGUE_FR : french < 0 ? TONGUE_EN : otherwise;
}

int ask_cut(const struct ask_words *words, struct str sentence, enum ask_tongue otherwise,
	    struct ask_tokens *ret, struct frugal_error *reterr)
{
	ret->n = 0;
	if (str_text(sentence) != sentence.n)
		return error_set(reterr, FRUGAL_EUSAGE, _("the sentence is not text in UTF-8"));
	if (sentence.n > MAX_SENTENCE || !cut(words, sentence, ret)) {
		error_set(reterr, FRUGAL_EUSAGE, _("the sentence is too long"));
		return error_todo(reterr, _("at most %zu words and %zu bytes"), ASK_MAX_TOKENS,
				  MAX_SENTENCE);
	}
	ret->tongue = tongue_of(words, ret, otherwise);
	return 0;
}

struct str ask_span(const struct ask_tokens *tokens, size_t first, size_t n)
{
	struct str last = tokens->token[first + n - 1].text;
	const char *start = tokens->token[first].text.p;
	return (struct str){start, (size_t)(last.p + last.n - start)};
}

bool ask_is_capital(struct str text)
{
	unsigned char first = text.n ? (unsigned char)text.p[0] : 0;
	unsigned char second = text.n > 1 ? (unsigned char)text.p[1] : 0;
	return (first >= 'A' && first <= 'Z') ||
	       (first == 0xC3 && second >= 0x80 && second <= 0x9E);
}
