/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cuts the text of a model file into tokens, one at a time, and counts lines and columns for
 * messages. It reads numbers and texts; units are read by the parser, from the source.
 */
#include "model/lex.h"

#include <stdio.h>

#include "base/intl.h"
#include "base/num.h"

void lexer_init(struct lexer *lexer, const char *file, struct str text, struct arena *arena)
{
	if (!text.p)
		text = STR("");
	if (text.n >= 3 && memcmp(text.p, "\xEF\xBB\xBF", 3) == 0)
		text = (struct str){text.p + 3, text.n - 3};
	*lexer = (struct lexer){
		.file = file,
		.p = text.p,
		.end = text.p + text.n,
		.line_start = text.p,
		.line = 1,
		.counted = text.p,
		.counted_column = 1,
		.arena = arena,
	};
}

void lexer_jump(struct lexer *lexer, const char *p)
{
	lexer->p = p;
}

static struct place place_of(const struct lexer *lexer, const char *p)
{
	bool after = p >= lexer->counted;
	uint32_t column = after ? lexer->counted_column : 1;
	for (const char *q = after ? lexer->counted : lexer->line_start; q < p; q++)
		column += ((unsigned char)*q & 0xC0u) != 0x80u;
	return (struct place){lexer->line, column};
}

static int fail_at(const struct lexer *lexer, const char *p, struct frugal_error *reterr,
		   const char *what)
{
	struct place place = place_of(lexer, p);
	error_set(reterr, FRUGAL_EDATA, "%s", what);
	error_where(reterr, "%s:%u:%u", lexer->file, place.line, place.column);
	return FRUGAL_EDATA;
}

static void skip_space(struct lexer *lexer)
{
	while (lexer->p < lexer->end) {
		char c = *lexer->p;
		if (c == '#') {
			const char *newline =
				memchr(lexer->p, '\n', (size_t)(lexer->end - lexer->p));
			lexer->p = newline ? newline : lexer->end;
		} else if (c == '\n') {
			lexer->p++;
			lexer->line++;
			lexer->line_start = lexer->counted = lexer->p;
			lexer->counted_column = 1;
		} else if (c == ' ' || c == '\t' || c == '\r') {
			lexer->p++;
		} else {
			break;
		}
	}
}

static bool is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Copies the contents of a text with \" \\ \n resolved. */
static int unescape(struct lexer *lexer, struct str raw, struct str *ret,
		    struct frugal_error *reterr)
{
	char *copy = arena_alloc(lexer->arena, raw.n + 1);
	if (!copy)
		return error_nomem(reterr);
	size_t n = 0;
	for (size_t i = 0; i < raw.n; i++) {
		char c = raw.p[i];
		if (c == '\\') {
			c = raw.p[++i];
			if (c == 'n')
				c = '\n';
			else if (c != '"' && c != '\\')
				return fail_at(lexer, raw.p + i - 1, reterr,
					       _("'\\' may only be followed by \", \\ or n"));
		}
		copy[n++] = c;
	}
	*ret = (struct str){copy, n};
	return 0;
}

static int lex_text(struct lexer *lexer, struct token *ret, struct frugal_error *reterr)
{
	const char *start = lexer->p + 1;
	const char *p = start;
	bool escaped = false;
	while (p < lexer->end && *p != '"' && *p != '\n') {
		escaped |= *p == '\\';
		p += *p == '\\' && p + 1 < lexer->end ? 2 : 1;
	}
	if (p >= lexer->end || *p != '"')
		return fail_at(lexer, lexer->p, reterr,
			       _("the text that begins here does not end on its line"));
	struct str raw = {start, (size_t)(p - start)};
	if (str_utf8_valid(raw) != raw.n)
		return fail_at(lexer, start, reterr, _("this text is not UTF-8"));
	ret->kind = TOKEN_TEXT;
	ret->text = raw;
	lexer->p = p + 1;
	return escaped ? unescape(lexer, raw, &ret->text, reterr) : 0;
}

static int lex_mark(struct lexer *lexer, struct token *ret, struct frugal_error *reterr)
{
	static const char *const marks[] = {"==", "!=", "<=", ">=", "..", ":", "=", "<",
					    ">",  "(",  ")",  "{",  "}",  "[", "]", ",",
					    ".",  "+",  "-",  "*",  "/",  "^", "%", "µ"};
	struct str left = {lexer->p, (size_t)(lexer->end - lexer->p)};
	struct str rest;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (!str_after(left, marks[i], &rest))
			continue;
		ret->kind = TOKEN_MARK;
		ret->text = (struct str){lexer->p, strlen(marks[i])};
		lexer->p = rest.p;
		return 0;
	}
	size_t n = 1;
	while (n < left.n && ((unsigned char)left.p[n] & 0xC0u) == 0x80u)
		n++;
	if (str_utf8_valid((struct str){left.p, n}) != n || (unsigned char)*left.p < 0x20)
		return fail_at(lexer, lexer->p, reterr, _("this is not text"));
	char what[96];
	(void)snprintf(what, sizeof(what), _("'%.*s' has no meaning here"), (int)n, left.p);
	return fail_at(lexer, lexer->p, reterr, what);
}

int lexer_next(struct lexer *lexer, struct token *ret, struct frugal_error *reterr)
{
	skip_space(lexer);
	*ret = (struct token){.place = place_of(lexer, lexer->p), .start = lexer->p};
	lexer->counted = lexer->p;
	lexer->counted_column = ret->place.column;
	if (lexer->p >= lexer->end) {
		ret->text = STR("the end of the file");
		return 0;
	}
	const char *start = lexer->p;
	if (is_name_start(*start)) {
		while (lexer->p < lexer->end &&
		       (is_name_start(*lexer->p) || char_is_digit(*lexer->p)))
			lexer->p++;
		ret->kind = TOKEN_NAME;
		ret->text = (struct str){start, (size_t)(lexer->p - start)};
		return 0;
	}
	if (char_is_digit(*start)) {
		struct str left = {start, (size_t)(lexer->end - start)};
		size_t n = num_parse(left, &ret->number);
		if (!n)
			return fail_at(lexer, start, reterr, _("this number is too large"));
		ret->kind = TOKEN_NUMBER;
		ret->text = (struct str){start, n};
		lexer->p += n;
		return 0;
	}
	if (*start == '"')
		return lex_text(lexer, ret, reterr);
	return lex_mark(lexer, ret, reterr);
}
