/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The index of a table's names: keys, names and aliases as written, normalised, and by words, with
 * the rules of its words. It is built at the first look-up of a name that is not a key: most runs
 * never need it.
 */
#ifndef FACTOR_NAMES_H
#define FACTOR_NAMES_H

#include "base/map.h"
#include "base/mem.h"
#include "factor/rules.h"
#include "factor/table.h"
#include "factor/words.h"

#define NAME_NONE UINT32_MAX

/* One way to write a key. */
struct name {
	const char *normal; /* terminated; "" when the name has no words */
	uint32_t group;
	uint32_t next_exact;  /* the same text for another group, or NAME_NONE */
	uint32_t next_normal; /* the same normalised text for another group */
	uint32_t first_word;  /* in index->words */
	uint32_t n_words;
};

/* A name without words that may be left out. */
struct brief {
	uint32_t group;
	uint32_t next; /* the same text for another group, or NAME_NONE */
	bool usual;    /* among those words are such as a short name leaves out */
};

struct name_index {
	bool built;
	struct arena arena;
	struct name_rules rules;
	struct map exact;  /* text -> name */
	struct map normal; /* normalised text -> name */
	struct map brief;  /* the same without words that may be left out -> brief */
	struct brief *briefs;
	size_t n_briefs;
	size_t cap_briefs;
	struct map word;         /* word -> number */
	const char **word_texts; /* by number; NULL ends them; NULL when there are none */
	size_t cap_word_texts;
	struct name *names; /* sorted by group */
	size_t n_names;
	size_t cap_names;
	uint32_t *words; /* numbers of words */
	size_t n_words;
	size_t cap_words;
	uint32_t *group_names; /* by group: its first name; one more at the end */
};

/* Builds the index unless it is built already; FRUGAL_EENV when memory is out. */
int names_build(const struct table *table, struct frugal_error *reterr);
void names_release(struct name_index *index);

#endif
