/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Errors for a name without a row: each call fills reterr with the message, *ret with the rows that
 * could have been meant, and returns a code.
 */
#ifndef FACTOR_REFUSE_H
#define FACTOR_REFUSE_H

#include "factor/inside.h"
#include "factor/rules.h"

/* The groups that a name may stand for: the first of them, and how many there are. */
struct found {
	uint32_t groups[TABLE_MAX_CANDIDATES];
	uint32_t n;
};

int refuse_empty(const struct table *table, const char *what, struct table_search *ret,
		 struct frugal_error *reterr);
int refuse_ambiguous(const struct table *table, const char *what, struct str text,
		     struct found *found, struct table_search *ret, struct frugal_error *reterr);
/* like: rows that could be meant, before near misses. */
int refuse_unknown(const struct table *table, const char *what, const struct undressed *texts,
		   const struct found *like, struct table_search *ret, struct frugal_error *reterr);
int refuse_year(const struct table *table, const char *what, struct str text, uint32_t group,
		int year, struct table_search *ret, struct frugal_error *reterr);

/* near.c: leaves out the groups that are of another maker than the name, if that is known. */
void near_of_maker(const struct table *table, struct str text, struct found *found);

/*
 * near.c: adds to *near (at most one group) the groups whose names are most like the name: those of
 * its maker, when that is known, else any. *ret_alike is false when they share the maker alone.
 */
int near_misses(const struct table *table, const struct undressed *texts, struct found *near,
		bool *ret_alike, struct frugal_error *reterr);

#endif
