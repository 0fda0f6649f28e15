/* SPDX-License-Identifier: Apache-2.0 */
/* What the two halves of the parser share: statements (parse.c) and expressions (expr.c). */
#ifndef MODEL_PARSE_H
#define MODEL_PARSE_H

#include "model/ast.h"

struct parser {
	struct lexer lexer;
	struct token token;   /* the one being looked at */
	const char *last_end; /* end of the token before it */
	struct arena *arena;
	int depth;
	struct frugal_error *reterr;
};

/* Moves to the next token. */
int parser_advance(struct parser *parser);

/* "what: 'token' (file:line:column)". */
int parser_fail(struct parser *parser, const char *what);
int parser_fail_at(struct parser *parser, struct place place, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

bool parser_at(const struct parser *parser, const char *word_or_mark);

/* Takes the mark or keyword if it is there. */
int parser_accept(struct parser *parser, const char *word_or_mark, bool *ret_taken);
int parser_expect(struct parser *parser, const char *word_or_mark);

int parse_expression(struct parser *parser, struct node **ret);

/* "ROW else "KEY"": joins the second row to *node where there is an `else`. */
int parse_else(struct parser *parser, struct node **node);

/* A number, maybe with a sign and a unit, without an interval. */
int parse_plain_number(struct parser *parser, struct node **ret);

/* Words that cannot be names: statements, operators and functions. */
bool is_reserved(struct str name);
bool is_function(struct str name);

#endif
