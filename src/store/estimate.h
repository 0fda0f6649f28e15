/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Estimates that were kept: what was asked, for what, and the whole answer as JSON. They are no
 * runs: no sum counts them, and their ids begin with "e-".
 */
#ifndef STORE_ESTIMATE_H
#define STORE_ESTIMATE_H

#include "store/ledger.h"

#define ESTIMATE_PREFIX "e-"
#define ESTIMATE_ID_SIZE (RUN_ID_SIZE + 2)

struct kept_estimate {
	char id[ESTIMATE_ID_SIZE];            /* "e-" and 16 hexadecimal digits */
	int64_t at_us;                        /* UTC */
	const char *project, *service, *name; /* "" where none was given */
	const char *model;
	const char *inputs; /* JSON: the texts that were given, ["gpu_hours=8h"] */
	const char *answer; /* JSON, by report/estimated.h */
};

/* Makes the id, and writes it to estimate->id. */
int ledger_keep_estimate(struct ledger *ledger, struct kept_estimate *estimate,
			 struct frugal_error *reterr);

/* Whether the text is that of an estimate, not of a run or group: it begins with "e-". */
bool estimate_is_id(const char *text);

/*
 * text is an id, or "e-" and the first 4 digits or more that only one estimate has. Texts live in
 * the arena. FRUGAL_EUSAGE: none, or several.
 */
int ledger_find_estimate(struct ledger *ledger, const char *text, struct arena *arena,
			 struct kept_estimate *ret, struct frugal_error *reterr);

/* estimate lives until the visit returns; newest first. */
typedef int estimate_visit(void *context, const struct kept_estimate *estimate,
			   struct frugal_error *reterr);
int ledger_estimates(struct ledger *ledger, estimate_visit *visit, void *context,
		     struct frugal_error *reterr);

/* text as in ledger_find_estimate. */
int ledger_remove_estimate(struct ledger *ledger, const char *text, struct frugal_error *reterr);

#endif
