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
	const char *command; /* its words with blanks between; {} stands for the share */
	struct forecast_figure figures[3]; /* energy (Wh), carbon (g), duration (h) */
};

int ledger_keep_forecast(struct ledger *ledger, const struct forecast *forecast,
			 struct frugal_error *reterr);

/* forecast lives until the visit returns. */
typedef int forecast_visit(void *context, const struct forecast *forecast,
			   struct frugal_error *reterr);

/* Those made until then (UTC), newest first. */
int ledger_forecasts(struct ledger *ledger, int64_t until_us, forecast_visit *visit, void *context,
		     struct frugal_error *reterr);

/* Whether these words (NULL ends them) are the command at its whole: a 1, or 1.0, for each {}. */
bool forecast_is_of(const char *command, char *const *words);

#endif
