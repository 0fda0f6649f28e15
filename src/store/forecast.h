/* SPDX-License-Identifier: Apache-2.0 */
/* What was forecast of a run before it was made, to be set beside it later. */
#ifndef STORE_FORECAST_H
#define STORE_FORECAST_H

#include "store/ledger.h"

struct forecast_figure {
	double value, low, high; /* 90 % */
};

struct forecast {
	char id[RUN_ID_SIZE]; /* its runs have the tag "trial:<id>" */
	int64_t at_us;
	const char *command;
	struct forecast_figure figures[3]; /* energy (Wh), carbon (g), duration (h) */
};

int ledger_keep_forecast(struct ledger *ledger, const struct forecast *forecast,
			 struct frugal_error *reterr);

#endif
