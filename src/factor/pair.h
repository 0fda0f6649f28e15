/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of a query against those of a name: lists, not sets, so that "gpt-5.5" is not "gpt-5".
 */
#ifndef FACTOR_PAIR_H
#define FACTOR_PAIR_H

#include "factor/names.h"

/* The words of a query as numbers of the index. */
struct query {
	struct str text;
	struct words words;
	uint32_t number[WORDS_MAX]; /* NAME_NONE: no name has that word */
	bool known;                 /* every word has a number */
	uint32_t idle;              /* a bit for each word that says nothing */
};

void query_init(const struct name_index *index, struct str text, struct query *ret);

/* From none to all; what the name has and the query lacks. */
enum pairing {
	NOT_PAIRED,
	PAIRED_MORE,  /* words of another variant, but no number of a version */
	PAIRED_USUAL, /* words that a short name leaves out */
	PAIRED_DRESS, /* words that say nothing */
	PAIRED_NOISE, /* nothing; the query has words more, which say nothing */
	PAIRED_ALL,   /* nothing; nor has the query more */
};

enum pairing pair_words(const struct name_index *index, const struct name *name,
			const struct query *query);

/* Whether the name has all words of the query, whatever it has more but the start of a version. */
bool pair_all(const struct name_index *index, const struct name *name, const struct query *query);

/* The first word of a variant that the name has and the query lacks, or NAME_NONE. */
uint32_t pair_variant(const struct name_index *index, const struct name *name,
		      const struct query *query);

/* Whether the query is what a name adds to the key of its row: "Europe (Paris)" of a region. */
bool pair_rest(const struct name_index *index, const struct name *key, const struct name *name,
	       const struct query *query);

#endif
