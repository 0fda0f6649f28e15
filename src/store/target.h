/* SPDX-License-Identifier: Apache-2.0 */
/* What a project is not to exceed in a month, as its team set it. */
#ifndef STORE_TARGET_H
#define STORE_TARGET_H

#include "store/ledger.h"

enum target_figure { TARGET_ENERGY, TARGET_CARBON, TARGET_FIGURES };
extern const char *const target_figure_names[]; /* "energy", "carbon", by enum; NULL at the end */

/* Of a month, in Wh and in g CO2e of electricity and making; NaN: no target. */
struct target {
	double value[TARGET_FIGURES];
};

int ledger_get_target(struct ledger *ledger, const char *project, struct target *ret,
		      struct frugal_error *reterr);
/* Replaces both; a NaN removes one. */
int ledger_put_target(struct ledger *ledger, const char *project, const struct target *target,
		      struct frugal_error *reterr);

#endif
