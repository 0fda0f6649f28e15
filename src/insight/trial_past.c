/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Matches past forecasts with runs: a forecast is for a run that started later on the host of the
 * trial, with the words of its command and 1 in place of each share. Of several forecasts, the
 * last before the run.
 */
#include "insight/trial_past.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool ended_well(const struct run_record *run)
{
	return run->status == RUN_FINISHED && !run->by_signal && run->exit_code == 0;
}

bool trial_forecast_contains(const struct forecast_figure *figure, double x)
{
	return x >= figure->low && x <= figure->high;
}

/* ---- the run of a forecast ------------------------------------------------------------------- */

static int take_place(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct trial_place *place = context;
	(void)reterr;
	(void)snprintf(place->host, sizeof(place->host), "%s", run->host);
	(void)snprintf(place->zone, sizeof(place->zone), "%s", run->zone);
	return FRUGAL_VISIT_STOP;
}

/* Where a trial ran. */
static int place_of(struct ledger *ledger, const char *id, struct trial_place *ret,
		    struct frugal_error *reterr)
{
	char tag[RUN_ID_SIZE + 8];
	const char *tags[] = {tag};
	const struct run_filter filter = {.tags = tags, .n_tags = 1, .limit = 1};
	(void)snprintf(tag, sizeof(tag), "trial:%s", id);
	*ret = (struct trial_place){0};
	return ledger_list(ledger, &filter, RUN_HEAD, take_place, ret, reterr);
}

static int add_common(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct compare_common *common = context;
	(void)reterr;
	for (int f = 0; strcmp(run->name, TRIAL_WHOLE_NAME) != 0 && f < COMPARE_FIGURES; f++)
		compare_common_add(&common[f], run, (enum compare_figure)f);
	return FRUGAL_VISIT_ON;
}

int trial_forecast_widen(struct ledger *ledger, const struct forecast *forecast,
			 struct forecast_figure ret[COMPARE_FIGURES], struct frugal_error *reterr)
{
	struct compare_common common[COMPARE_FIGURES] = {0};
	char tag[RUN_ID_SIZE + 8];
	const char *tags[] = {tag};
	const struct run_filter filter = {.tags = tags, .n_tags = 1};
	(void)snprintf(tag, sizeof(tag), "trial:%s", forecast->id);
	int r = ledger_list(ledger, &filter, RUN_FIGURES, add_common, common, reterr);
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		ret[f] = forecast->figures[f];
		compare_common_widen(&common[f], ret[f].value, &ret[f].low, &ret[f].high);
	}
	return r;
}

static bool is_of(const struct forecast *forecast, const struct trial_place *place,
		  const struct run_record *run)
{
	return forecast->at_us <= run->started_us &&
	       (!place->host[0] || strcmp(place->host, run->host) == 0) &&
	       forecast_is_of(forecast->command, run->command);
}

/* ---- one run -------------------------------------------------------------------------------- */

struct search {
	struct ledger *ledger;
	const struct run_record *run;
	struct arena *arena;
	struct forecast *found;
	bool is_found;
};

static int see_forecast(void *context, const struct forecast *forecast, struct frugal_error *reterr)
{
	struct search *s = context;
	struct trial_place place;
	/* Compares the words first: they rarely match, and the host costs a query. */
	if (!forecast_is_of(forecast->command, s->run->command))
		return FRUGAL_VISIT_ON;
	int r = place_of(s->ledger, forecast->id, &place, reterr);
	if (r < 0 || !is_of(forecast, &place, s->run))
		return r;
	*s->found = *forecast;
	s->found->command = arena_strdup(s->arena, forecast->command);
	s->is_found = s->found->command != NULL;
	return FRUGAL_VISIT_STOP;
}

bool trial_forecast_of_run(struct ledger *ledger, const struct run_record *run, struct arena *arena,
			   struct forecast *ret)
{
	struct search search = {ledger, run, arena, ret, false};
	struct frugal_error ignored;
	if (ledger && ended_well(run))
		(void)ledger_forecasts(ledger, run->started_us, see_forecast, &search, &ignored);
	return search.is_found;
}

/* ---- all of them ---------------------------------------------------------------------------- */

static int take_forecast(void *context, const struct forecast *forecast,
			 struct frugal_error *reterr)
{
	struct trial_past *past = context;
	if (!mem_grow(&past->forecasts, past->n, &past->cap, sizeof(*past->forecasts), 0))
		return error_nomem(reterr);
	struct trial_forecast *one = &past->forecasts[past->n++];
	*one = (struct trial_forecast){.forecast = *forecast};
	one->forecast.command = arena_strdup(&past->context->arena, forecast->command);
	return one->forecast.command ? FRUGAL_VISIT_ON : error_nomem(reterr);
}

static int take_run(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct trial_past *past = context;
	size_t i = 0;
	while (i < past->n && !is_of(&past->forecasts[i].forecast, &past->forecasts[i].place, run))
		i++;
	if (i == past->n || !ended_well(run))
		return FRUGAL_VISIT_ON;
	struct trial_forecast *one = &past->forecasts[i];
	struct trial_whole *whole = arena_alloc(&past->context->arena, sizeof(*whole));
	if (!whole)
		return error_nomem(reterr);
	memcpy(whole->id, run->id, sizeof(whole->id));
	whole->started_us = run->started_us;
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		whole->x[f] = compare_value(run, (enum compare_figure)f);
		/* The carbon of another zone cannot be compared. */
		if (f == COMPARE_CARBON && strcmp(one->place.zone, run->zone) != 0)
			whole->x[f] = NAN;
		if (isnan(whole->x[f]))
			continue;
		past->of[f]++;
		past->inside[f] += trial_forecast_contains(&one->forecast.figures[f], whole->x[f]);
	}
	*one->last = whole;
	one->last = &whole->next;
	return FRUGAL_VISIT_ON;
}

int trial_past_read(struct context *context, struct ledger *ledger, struct trial_past *ret,
		    struct frugal_error *reterr)
{
	struct trial_past *past = ret;
	*past = (struct trial_past){.context = context};
	int r = ledger_forecasts(ledger, INT64_MAX, take_forecast, past, reterr);
	for (size_t i = 0; r == 0 && i < past->n; i++) {
		past->forecasts[i].last = &past->forecasts[i].whole;
		r = place_of(ledger, past->forecasts[i].forecast.id, &past->forecasts[i].place,
			     reterr);
		if (r == 0)
			r = trial_forecast_widen(ledger, &past->forecasts[i].forecast,
						 past->forecasts[i].widened, reterr);
	}
	if (r == 0 && past->n) {
		const struct run_filter since = {
			.since_us = past->forecasts[past->n - 1].forecast.at_us, .outcome = RUN_OK};
		r = ledger_list(ledger, &since, RUN_FIGURES, take_run, past, reterr);
	}
	return r;
}

void trial_past_release(struct trial_past *past)
{
	mem_free(past->forecasts);
	past->forecasts = NULL;
}
