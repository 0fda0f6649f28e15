/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the store: composes the statement for a filter, newest first. */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include "store/ledger.h"
#include "store/sql.h"

/*
 * Runs within runs. A run is within another if the chain of its parents leads there and the other
 * had not ended by the middle of it: a process that a command leaves behind counts alone.
 */
enum query_nesting {
	QUERY_ALL,
	QUERY_WITHOUT_PARENT,
	QUERY_OUTERMOST,       /* within no other run of the filter that has ended */
	QUERY_OUTERMOST_INNER, /* the same, of those with a parent */
	QUERY_WAITING,         /* without a parent, and not in tally yet */
	QUERY_WITHIN           /* within another run of the filter that has ended */
};

/* "SELECT columns FROM run ..." */
void query_write(struct buf *sql, const struct run_filter *filter, const char *columns,
		 enum query_nesting nesting);

/* Binds in the order of query_write. */
void query_bind(struct binder *to, const struct run_filter *filter, enum query_nesting nesting);

/*
 * Writes " EXISTS (...)": the run (id, parent) at hand is within a run of the filter for which
 * `more` is true.
 */
void query_write_within(struct buf *sql, const struct run_filter *filter, const char *more);
void query_bind_within(struct binder *to, const struct run_filter *filter);

#endif
