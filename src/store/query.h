/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the store: the statement that a filter asks for, newest first. */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include "store/ledger.h"
#include "store/sql.h"

/* "SELECT columns FROM run ..." */
void query_write(struct buf *sql, const struct run_filter *filter, const char *columns);

/* In the order in which query_write asks. */
void query_bind(struct binder *to, const struct run_filter *filter);

#endif
