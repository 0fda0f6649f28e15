/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words of the model language. White space and line ends separate words and mean nothing else;
 * '#' begins a comment. Names are ASCII; other UTF-8 stands only in texts and comments.
 */
#ifndef MODEL_LEX_H
#define MODEL_LEX_H

#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/str.h"

enum token_kind {
	TOKEN_END,
	TOKEN_NAME,
	TOKEN_NUMBER,
	TOKEN_TEXT,
	TOKEN_MARK /* : = == != < <= > >= ( ) { } [ ] , . .. + - * / ^, and % µ that begin units */
};

/* A place in a model file. */
struct place {
	uint32_t line;   /* from 1 */
	uint32_t column; /* in characters, from 1 */
};

struct token {
	enum token_kind kind;
	struct str text; /* as written; of a TOKEN_TEXT, its contents */
	double number;
	struct place place;
	const char *start; /* of the token in the source */
};

struct lexer {
	const char *file; /* for messages */
	const char *p, *end;
	const char *line_start;
	uint32_t line;
	/* The last place whose column was counted: a long line is counted once. */
	const char *counted;
	uint32_t counted_column;
	struct arena *arena; /* owns texts that had escapes */
};

void lexer_init(struct lexer *lexer, const char *file, struct str text, struct arena *arena);

/* The next token; FRUGAL_EDATA with its place for an invalid byte or text. */
int lexer_next(struct lexer *lexer, struct token *ret, struct frugal_error *reterr);

/* Goes on reading at p, which lies on the current line (after a unit was read by hand). */
void lexer_jump(struct lexer *lexer, const char *p);

#endif
