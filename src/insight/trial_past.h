/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Past forecasts of trials and the runs they were for. A forecast is for a run that started later
 * on the host of the trial, with the words of its command and 1 in place of each share; of several
 * forecasts, the last before the run.
 */
#ifndef INSIGHT_TRIAL_PAST_H
#define INSIGHT_TRIAL_PAST_H

#include "insight/compare.h"
#include "model/context.h"
#include "store/trial.h"

/* The name of the run of the whole, as trial_name writes a share of 1. */
#define TRIAL_WHOLE_NAME "trial-1"

/* Whether x is within the interval of the forecast. */
bool trial_forecast_contains(const struct forecast_figure *figure, double x);

/*
 * Finds the forecast for a run that ended well; its texts live in the arena. Returns false also
 * where the ledger cannot be read, so that the run is shown anyway.
 */
bool trial_forecast_of_run(struct ledger *ledger, const struct run_record *run, struct arena *arena,
			   struct forecast *ret);

/*
 * The same forecast with the error that the meter had in all runs of the trial, as frugal trial
 * prints it: the stored one is without, since the same meter measures the whole. Without error when
 * its runs are gone: they alone have it.
 */
int trial_forecast_widen(struct ledger *ledger, const struct forecast *forecast,
			 struct forecast_figure ret[COMPARE_FIGURES], struct frugal_error *reterr);

struct trial_place {
	char host[256]; /* "": its runs are gone */
	char zone[64];
};

/* A whole that was run. */
struct trial_whole {
	char id[RUN_ID_SIZE];
	int64_t started_us;
	double x[COMPARE_FIGURES];
	struct trial_whole *next;
};

struct trial_forecast {
	struct forecast forecast; /* for the same meter: a whole is compared with it */
	struct forecast_figure widened[COMPARE_FIGURES]; /* the same, by trial_forecast_widen */
	struct trial_place place;
	struct trial_whole *whole; /* newest first; NULL: it was not run */
	struct trial_whole **last;
};

struct trial_past {
	struct context *context;
	struct trial_forecast *forecasts; /* newest first */
	size_t n, cap;
	size_t inside[COMPARE_FIGURES], of[COMPARE_FIGURES];
};

/* All forecasts of the ledger with their runs; the arena is the context's. */
int trial_past_read(struct context *context, struct ledger *ledger, struct trial_past *ret,
		    struct frugal_error *reterr);
void trial_past_release(struct trial_past *past);

#endif
