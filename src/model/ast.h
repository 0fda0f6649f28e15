/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A model as written: its head and its lines, before names and units are resolved (compile.c).
 * Everything lives in the arena of the model and points into the text of its file.
 */
#ifndef MODEL_AST_H
#define MODEL_AST_H

#include "base/mem.h"
#include "base/str.h"
#include "model/lex.h"
#include "quantity/unit.h"

enum node_kind {
	NODE_NUMBER, /* number, unit, maybe low and high */
	NODE_NAME,   /* a name: input, line or choice */
	NODE_FIELD,  /* owner.name: of a row or of a used model */
	NODE_TEXT,   /* "fp8": a choice or the key of a row */
	NODE_CALL,   /* function(args) */
	NODE_UNARY,  /* - not */
	NODE_BINARY, /* + - * / ^ == != < <= > >= and or; else between two rows */
	NODE_IF      /* if args[0] then args[1] else args[2] */
};

#define NODE_MAX_ARGS 8

struct node {
	enum node_kind kind;
	struct place place;
	struct str source; /* the whole expression as written */
	struct str text;   /* name, operator, function, or text */
	struct str field;  /* of NODE_FIELD */
	double number;     /* in base units */
	double low, high;  /* in base units; == number when exact */
	struct dimension dim;
	bool bare;      /* a number without a unit */
	bool uncertain; /* has an interval */
	struct node **args;
	size_t n_args;
	uint32_t depth; /* of the tree below; the walks of it recurse, so the parser bounds it */
};

enum line_kind { LINE_IN, LINE_LET, LINE_OUT, LINE_USE, LINE_CHECK, LINE_NOTE };

enum input_kind {
	INPUT_NUMBER,
	INPUT_ROW,   /* row of TABLE */
	INPUT_CHOICE /* one of (a, b, c) */
};

struct bound {
	struct str op; /* ">=", ">", "<=", "<" */
	struct node *value;
};

struct argument {
	struct str name; /* of the input of the used model */
	struct place place;
	struct node *value;
};

/* A text in both languages; one may be empty. */
struct words {
	struct str en;
	struct str fr;
};

/* The part of a line that a compiled model keeps. */
struct line_words {
	struct place place;
	struct str source;
	struct words help; /* or the message of a check or note */
};

struct line {
	enum line_kind kind;
	struct str name; /* empty for a check and a note */
	struct line_words words;
	struct unit unit;
	struct str unit_text;
	struct node *expr; /* let, out, check, note; the default of an input, or NULL */
	/* LINE_IN */
	enum input_kind input;
	bool optional;
	struct str table;
	struct str *choices;
	size_t n_choices;
	struct bound *bounds;
	size_t n_bounds;
	/* LINE_USE */
	struct str model;
	struct argument *arguments;
	size_t n_arguments;
};

/* What the value of a figure is; see headline.c. */
enum headline {
	HEADLINE_CENTRAL, /* the formula at the central value of each input */
	HEADLINE_MEAN     /* the mean of the draws */
};

/* "central", "mean". */
const char *headline_name(enum headline headline);

struct model {
	struct arena arena;
	const char *file; /* "models/training.model", for messages */
	const char *name;
	struct str families[4];
	size_t n_families;
	struct words title;
	struct words boundary;
	struct words differs; /* from the other methods of its family */
	enum headline headline;
	bool has_headline; /* it is written */
	struct str sources[8];
	size_t n_sources;
	struct line *lines;
	size_t n_lines, lines_cap;
	struct str text; /* the file */
	uint64_t hash;   /* of the text */
};

/*
 * Reads one model from the text of a file, which must outlive it. Grammar only: names, units of
 * expressions and tables are checked by compile. FRUGAL_EDATA: "what (file:line:column): todo".
 */
int model_parse(const char *file, struct str text, struct model **ret, struct frugal_error *reterr);
void model_free(struct model *model);

/* The words in a language; English where the other is missing. */
struct str words_in(const struct words *words, const char *lang);

#endif
