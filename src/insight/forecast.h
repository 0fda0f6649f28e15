/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What frugal trial forecast, beside what came of it. A forecast is of a run when that came later,
 * on the host of the trial, with the words of its command and 1 in place of each share; of several
 * it is the last before the run.
 */
#ifndef INSIGHT_FORECAST_H
#define INSIGHT_FORECAST_H

#include "insight/compare.h"
#include "model/context.h"
#include "store/trial.h"

/* Whether what came is within what was forecast. */
bool forecast_holds(const struct forecast_figure *figure, double x);

/*
 * The forecast of the whole that a run is, if it has ended well; its texts live in the arena. What
 * cannot be read is as if it were not there: the run is what matters.
 */
bool forecast_of_run(struct ledger *ledger, const struct run_record *run, struct arena *arena,
		     struct forecast *ret);

struct trial_place {
	char host[256]; /* "": its runs are gone */
	char zone[64];
};

/* A whole that came. */
struct came {
	char id[RUN_ID_SIZE];
	int64_t started_us;
	double x[COMPARE_FIGURES];
	struct came *next;
};

struct past_forecast {
	struct forecast forecast;
	struct trial_place place;
	struct came *came; /* newest first, as they are listed; NULL: it was not run */
	struct came **last;
};

struct past_forecasts {
	struct context *context;
	struct past_forecast *forecasts; /* newest first */
	size_t n, cap;
	size_t inside[COMPARE_FIGURES], of[COMPARE_FIGURES];
};

/* All forecasts of the ledger with the runs that came of them; the arena is the context's. */
int past_forecasts_read(struct context *context, struct ledger *ledger, struct past_forecasts *ret,
			struct frugal_error *reterr);
void past_forecasts_release(struct past_forecasts *past);

#endif
