/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules of looking up names in one table: what its words do (factors/name_words.csv), the dress
 * that services put around a name (name_dress.csv), and the row that a family name stands for
 * (name_common.csv). They are those of the image, so that an answer does not depend on a folder;
 * without these tables there are no rules, and a name must be written in full.
 */
#ifndef FACTOR_RULES_H
#define FACTOR_RULES_H

#include "base/image.h"
#include "base/map.h"
#include "base/mem.h"
#include "factor/words.h"

enum word_kind {
	WORD_PLAIN,   /* nothing is known of it: it belongs to the name */
	WORD_VARIANT, /* makes another product */
	WORD_USUAL,   /* a short name leaves it out, and stands for the row with it */
	WORD_DRESS,   /* says nothing, whoever has it */
	WORD_NOISE,   /* says nothing in a query */
	WORD_CODE,    /* a mark that makes a name with a digit a code, all of whose marks count */
};

struct word_rule {
	enum word_kind kind;
	const char *maker; /* "" when it has none */
	bool leads;        /* has its maker only as the first word of a name */
};

/* A pattern and what is left of it, cut at their "{}". */
struct dress {
	struct str before, after;
	struct str left_before, left_after;
	char point; /* stands between digits for a point; 0: none */
};

struct common {
	const char *row; /* a key */
	bool alias;      /* the same product: nothing to say about it */
};

struct name_rules {
	struct arena arena;
	struct map word; /* word -> rules */
	struct word_rule *rules;
	size_t n_rules, cap_rules;
	struct dress *dress;
	size_t n_dress, cap_dress;
	struct map name; /* normalised name -> common */
	struct common *common;
	size_t n_common, cap_common;
};

/* Reads the rules of the table called name; FRUGAL_EENV when memory is out. */
int rules_read(const struct image *image, const char *name, struct name_rules *ret,
	       struct frugal_error *reterr);
void rules_release(struct name_rules *rules);

enum word_kind rules_kind(const struct name_rules *rules, struct str word);

/* What a date in a name does. */
enum word_kind rules_date_kind(const struct name_rules *rules);

/* The maker of the product called name: that of its first word with a maker; NULL: unknown. */
const char *rules_maker(const struct name_rules *rules, struct str name);

/* The row that a name stands for, or NULL. */
const struct common *rules_common(const struct name_rules *rules, const struct words *words);

#define UNDRESSED_MAX 48

/* A name, and what is left of it when layers of dress are taken off. */
struct undressed {
	struct str name; /* all of it: text[0] is empty when it is too long */
	char text[UNDRESSED_MAX][WORDS_TEXT];
	uint32_t n_layers[UNDRESSED_MAX]; /* that were taken off; rises */
	size_t n;                         /* at least 1 */
};

/* dress.c: fills *ret. Of a name of WORDS_TEXT bytes or more nothing is taken off. */
void undress(const struct name_rules *rules, struct str name, struct undressed *ret);

/* The text after i takings, from 0 (the name itself). */
struct str undressed_text(const struct undressed *undressed, size_t i);

#endif
