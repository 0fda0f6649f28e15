/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A forecast is of a run when that came later, on the host of the trial, with the words of its
 * command and 1 in place of each share. Of several it is the last before the run.
 */
#include "cli/forecast.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/json.h"
#include "cli/compare.h"
#include "cli/store.h"
#include "quantity/print.h"
#include "report/layout.h"

static const struct dimension dims[COMPARE_FIGURES] = {
	[COMPARE_ENERGY] = {{[KIND_ENERGY] = 1}},
	[COMPARE_CARBON] = {{[KIND_CO2E] = 1}},
	[COMPARE_DURATION] = {{[KIND_TIME] = 1}},
};

static bool ended_well(const struct run_record *run)
{
	return run->status == RUN_FINISHED && !run->by_signal && run->exit_code == 0;
}

static bool is_inside(const struct forecast_figure *figure, double x)
{
	return x >= figure->low && x <= figure->high;
}

/* ---- whose forecast it is ------------------------------------------------------------------- */

struct trial_place {
	char host[256]; /* "": its runs are gone */
	char zone[64];
};

static int take_place(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct trial_place *place = context;
	(void)reterr;
	(void)snprintf(place->host, sizeof(place->host), "%s", run->host);
	(void)snprintf(place->zone, sizeof(place->zone), "%s", run->zone);
	return 1;
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

static bool is_of(const struct forecast *forecast, const struct trial_place *place,
		  const struct run_record *run)
{
	return forecast->at_us <= run->started_us &&
	       (!place->host[0] || strcmp(place->host, run->host) == 0) &&
	       forecast_is_of(forecast->command, run->command);
}

/* ---- one run -------------------------------------------------------------------------------- */

/* "2026-11-27", by the clock of the user. */
static void add_day(struct buf *to, int64_t at_us)
{
	char text[16] = "";
	time_t time = (time_t)(at_us / 1000000);
	struct tm local;
	if (localtime_r(&time, &local))
		(void)strftime(text, sizeof(text), "%Y-%m-%d", &local);
	buf_puts(to, text);
}

static void add_amount(struct buf *to, enum compare_figure f, double value, double low, double high,
		       const struct number_style *numbers)
{
	print_quantity(to, value, low, high, dims[f], (struct unit){1, dims[f]}, NULL, numbers);
}

struct search {
	struct ledger *ledger;
	const struct run_record *run;
	const struct number_style *numbers;
	struct buf *to;
};

static void add_line(const struct search *s, const struct forecast *forecast)
{
	enum compare_figure f = COMPARE_ENERGY;
	double came = compare_value(s->run, f);
	if (isnan(came)) {
		f = COMPARE_DURATION;
		came = compare_value(s->run, f);
	}
	const struct forecast_figure *figure = &forecast->figures[f];
	struct buf day = {0}, expected = {0}, actual = {0};
	add_day(&day, forecast->at_us);
	add_amount(&expected, f, figure->value, figure->low, figure->high, s->numbers);
	add_amount(&actual, f, came, came, came, s->numbers);
	/* TRANSLATORS: day, "12 Wh [10, 15]", "11.4 Wh" */
	buf_addf(s->to,
		 is_inside(figure, came)
			 ? _("forecast by a trial on %s: %s; this run: %s, inside")
			 : _("forecast by a trial on %s: %s; this run: %s, outside"),
		 buf_text(&day), buf_text(&expected), buf_text(&actual));
	buf_release(&day);
	buf_release(&expected);
	buf_release(&actual);
}

static int see_forecast(void *context, const struct forecast *forecast, struct frugal_error *reterr)
{
	const struct search *s = context;
	struct trial_place place;
	/* The words first: they rarely fit, and a host is looked up. */
	if (!forecast_is_of(forecast->command, s->run->command))
		return 0;
	int r = place_of(s->ledger, forecast->id, &place, reterr);
	if (r < 0 || !is_of(forecast, &place, s->run))
		return r;
	add_line(s, forecast);
	return 1;
}

void forecast_line(struct ledger *ledger, const struct run_record *run,
		   const struct number_style *numbers, struct buf *to)
{
	struct search search = {ledger, run, numbers, to};
	struct frugal_error ignored;
	if (ledger && ended_well(run))
		(void)ledger_forecasts(ledger, run->started_us, see_forecast, &search, &ignored);
}

/* ---- all of them ---------------------------------------------------------------------------- */

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

struct past {
	struct cli *cli;
	struct past_forecast *forecasts; /* newest first */
	size_t n, cap;
	size_t inside[COMPARE_FIGURES], of[COMPARE_FIGURES];
};

static int take_forecast(void *context, const struct forecast *forecast,
			 struct frugal_error *reterr)
{
	struct past *past = context;
	if (!mem_grow(&past->forecasts, past->n, &past->cap, sizeof(*past->forecasts), 0))
		return error_nomem(reterr);
	struct past_forecast *one = &past->forecasts[past->n++];
	*one = (struct past_forecast){.forecast = *forecast};
	one->forecast.command = arena_strdup(&past->cli->arena, forecast->command);
	return one->forecast.command ? 0 : error_nomem(reterr);
}

static int take_run(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct past *past = context;
	size_t i = 0;
	while (i < past->n && !is_of(&past->forecasts[i].forecast, &past->forecasts[i].place, run))
		i++;
	if (i == past->n || !ended_well(run))
		return 0;
	struct past_forecast *one = &past->forecasts[i];
	struct came *came = arena_alloc(&past->cli->arena, sizeof(*came));
	if (!came)
		return error_nomem(reterr);
	memcpy(came->id, run->id, sizeof(came->id));
	came->started_us = run->started_us;
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		came->x[f] = compare_value(run, (enum compare_figure)f);
		/* Of other electricity the carbon is another question. */
		if (f == COMPARE_CARBON && strcmp(one->place.zone, run->zone) != 0)
			came->x[f] = NAN;
		if (isnan(came->x[f]))
			continue;
		past->of[f]++;
		past->inside[f] += is_inside(&one->forecast.figures[f], came->x[f]);
	}
	*one->last = came;
	one->last = &came->next;
	return 0;
}

static int read_past(struct past *past, struct frugal_error *reterr)
{
	struct ledger *ledger;
	int r = store_open(past->cli, LEDGER_READ, &ledger, reterr);
	if (r < 0)
		return r;
	r = ledger_forecasts(ledger, INT64_MAX, take_forecast, past, reterr);
	for (size_t i = 0; r == 0 && i < past->n; i++) {
		past->forecasts[i].last = &past->forecasts[i].came;
		r = place_of(ledger, past->forecasts[i].forecast.id, &past->forecasts[i].place,
			     reterr);
	}
	if (r == 0 && past->n) {
		const struct run_filter since = {
			.since_us = past->forecasts[past->n - 1].forecast.at_us, .outcome = RUN_OK};
		r = ledger_list(ledger, &since, RUN_FIGURES, take_run, past, reterr);
	}
	ledger_close(ledger);
	return r;
}

static void add_cell(struct grid *grid, const struct past *past, int f, double value, double low,
		     double high)
{
	struct buf cell = {0};
	if (isnan(value))
		buf_putc(&cell, '-');
	else
		add_amount(&cell, (enum compare_figure)f, value, low, high, past->cli->numbers);
	grid_add(grid, buf_text(&cell));
	grid->failed |= cell.failed;
	buf_release(&cell);
}

/* A line a figure: what was forecast, and what came. */
static void add_came(struct grid *grid, const struct past *past, const struct past_forecast *one,
		     const struct came *came)
{
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		const struct forecast_figure *figure = &one->forecast.figures[f];
		double x = came ? came->x[f] : (double)NAN;
		grid_add(grid, _(compare_figure_names[f]));
		add_cell(grid, past, f, figure->value, figure->low, figure->high);
		add_cell(grid, past, f, x, x, x);
		grid_add(grid, isnan(x) ? "" : is_inside(figure, x) ? _("inside") : _("outside"));
	}
}

static void add_forecast(struct buf *to, const struct past *past, const struct past_forecast *one)
{
	const struct came *came = one->came;
	struct grid grid;
	add_day(to, one->forecast.at_us);
	buf_addf(to, "  %s\n", one->forecast.command);
	do {
		grid_init(&grid, &past->cli->arena, 4);
		grid_add(&grid, "");
		grid_add(&grid, _("forecast"));
		grid_add(&grid, came ? arena_printf(&past->cli->arena, _("run %.8s"), came->id)
				     : _("not run yet"));
		grid_add(&grid, "");
		add_came(&grid, past, one, came);
		grid_print(&grid, to, 2);
		grid_release(&grid);
		came = came ? came->next : NULL;
	} while (came);
}

static void past_text(const struct past *past, struct buf *to)
{
	if (!past->n) {
		buf_puts(to, _("no forecast is kept: frugal trial makes one\n"));
		return;
	}
	for (size_t i = 0; i < past->n; i++)
		add_forecast(to, past, &past->forecasts[i]);
	if (!past->of[COMPARE_DURATION])
		return;
	buf_puts(to, _("inside its interval, where nine in ten are meant:"));
	for (int f = 0; f < COMPARE_FIGURES; f++)
		if (past->of[f])
			/* TRANSLATORS: " energy 4 of 5" */
			buf_addf(to, _(" %s %zu of %zu%s"), _(compare_figure_names[f]),
				 past->inside[f], past->of[f],
				 f + 1 < COMPARE_FIGURES ? "," : "\n");
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static const char *const keys[COMPARE_FIGURES] = {"energy_wh", "carbon_g", "duration_s"};
static const double scales[COMPARE_FIGURES] = {1, 1, 3600};

static void time_json(struct jsonw *json, const char *key, int64_t at_us)
{
	char text[CLOCK_TEXT];
	clock_utc_text(at_us, text);
	jsonw_string(json, key, text);
}

static void came_json(struct jsonw *json, const struct past_forecast *one, const struct came *came)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "run", came->id);
	time_json(json, "started", came->started_us);
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		jsonw_object(json, keys[f]);
		jsonw_number(json, "value", came->x[f] * scales[f]);
		if (!isnan(came->x[f]))
			jsonw_bool(json, "inside",
				   is_inside(&one->forecast.figures[f], came->x[f]));
		jsonw_object_end(json);
	}
	jsonw_object_end(json);
}

static void forecast_json(struct jsonw *json, const struct past_forecast *one)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "id", one->forecast.id);
	time_json(json, "made", one->forecast.at_us);
	jsonw_string(json, "command", one->forecast.command);
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		const struct forecast_figure *figure = &one->forecast.figures[f];
		jsonw_object(json, keys[f]);
		jsonw_number(json, "value", figure->value * scales[f]);
		jsonw_number(json, "low", figure->low * scales[f]);
		jsonw_number(json, "high", figure->high * scales[f]);
		jsonw_object_end(json);
	}
	jsonw_array(json, "wholes");
	for (const struct came *came = one->came; came; came = came->next)
		came_json(json, one, came);
	jsonw_array_end(json);
	jsonw_object_end(json);
}

static void past_json(const struct past *past, struct buf *to)
{
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "kind", "forecasts");
	jsonw_array(&json, "forecasts");
	for (size_t i = 0; i < past->n; i++)
		forecast_json(&json, &past->forecasts[i]);
	jsonw_array_end(&json);
	jsonw_object(&json, "inside");
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		jsonw_object(&json, compare_figure_names[f]);
		jsonw_int(&json, "inside", (int64_t)past->inside[f]);
		jsonw_int(&json, "of", (int64_t)past->of[f]);
		jsonw_object_end(&json);
	}
	jsonw_object_end(&json);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

int forecast_past(struct cli *cli, bool json, struct frugal_error *reterr)
{
	struct past past = {.cli = cli};
	struct buf text = {0};
	int r = read_past(&past, reterr);
	if (r == 0 && json)
		past_json(&past, &text);
	else if (r == 0)
		past_text(&past, &text);
	if (r == 0 && text.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&text);
	mem_free(past.forecasts);
	buf_release(&text);
	return r;
}
