/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sums of the runs of the ledger, in total or by one key: the sum of what a list of runs shows. The
 * PUE of the runs stays as it is, so that the list adds up.
 */
#ifndef INSIGHT_TOTALS_H
#define INSIGHT_TOTALS_H

#include "insight/group.h"

extern const char *const totals_keys[]; /* "project", ...; NULL at the end */

struct totals_row {
	const char *key; /* "" where none was given */
	struct use use;
};

struct totals {
	const char *by; /* NULL: one row */
	int64_t now_s;  /* UTC: a month that is not over is marked */
	struct use all;
	size_t n_within; /* runs that are not added, since they lie within others of these */
	struct group_pues pues_left; /* of the register, which are not in these sums */
	struct totals_row *rows;
	size_t n, cap;
};

/* FRUGAL_EUSAGE: by is not a key. Texts live in the arena; totals_release frees the rest. */
int totals_read(struct ledger *ledger, const struct run_filter *filter, const char *by,
		struct arena *arena, struct totals *ret, struct frugal_error *reterr);
void totals_release(struct totals *totals);

#endif
