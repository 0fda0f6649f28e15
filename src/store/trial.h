/* SPDX-License-Identifier: Apache-2.0 */
/* The forecast of a run, stored before the run and compared with it later. */
#ifndef STORE_TRIAL_H
#define STORE_TRIAL_H

#include "store/ledger.h"

struct forecast_figure {
	double value, low, high; /* interval of 90 % */
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

/* Visits the forecasts made until then (UTC), newest first. */
int ledger_forecasts(struct ledger *ledger, int64_t until_us, forecast_visit *visit, void *context,
		     struct frugal_error *reterr);

/* Whether these words (NULL ends them) are the command of the whole: a 1, or 1.0, for each {}. */
bool forecast_is_of(const char *command, char *const *words);

#endif
