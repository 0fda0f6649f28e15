/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Series of electricity as text and JSON: the list of zones, the hours of a time, a forecast with
 * its interval, and the error that past forecasts had.
 */
#include "report/grid.h"

#include <math.h>

#include "base/clock.h"
#include "base/intl.h"
#include "report/bar.h"
#include "report/number.h"

#define SPARKS 72 /* values of a line of blocks */

void grid_id_text(struct buf *to, const struct grid_id *id)
{
	buf_addf(to, "%s · %s, %s, %s", id->zone, _(grid_kind_names[id->kind]),
		 _(grid_scope_names[id->scope]), _(grid_basis_names[id->basis]));
}

void grid_id_json(struct jsonw *json, const struct grid_id *id)
{
	jsonw_string(json, "zone", id->zone);
	jsonw_string(json, "kind", grid_kind_names[id->kind]);
	jsonw_string(json, "scope", grid_scope_names[id->scope]);
	jsonw_string(json, "basis", grid_basis_names[id->basis]);
}

/* "" without slots. */
static void ends_of(const struct grid_series *series, char from[GRID_TIME], char to[GRID_TIME])
{
	from[0] = to[0] = '\0';
	if (!series->n)
		return;
	const struct grid_slot *last = &series->slots[series->n - 1];
	grid_time_text(series->slots[0].start_s, from);
	grid_time_text(last->start_s + last->seconds, to);
}

void grid_row(struct columns *columns, const struct grid_series *series)
{
	char from[GRID_TIME], to[GRID_TIME];
	ends_of(series, from, to);
	columns_add(columns, series->id.zone);
	columns_add(columns, _(grid_kind_names[series->id.kind]));
	columns_add(columns, _(grid_scope_names[series->id.scope]));
	columns_add(columns, _(grid_basis_names[series->id.basis]));
	columns_add(columns, from);
	columns_add(columns, to);
	columns_add(columns, series->source);
}

void grid_row_json(struct jsonw *json, const struct grid_series *series)
{
	char from[GRID_TIME], to[GRID_TIME];
	ends_of(series, from, to);
	jsonw_object(json, NULL);
	grid_id_json(json, &series->id);
	jsonw_string(json, "from", from);
	jsonw_string(json, "to", to);
	jsonw_int(json, "slots", (int64_t)series->n);
	jsonw_string(json, "source", series->source);
	jsonw_string(json, "licence", series->licence);
	jsonw_object_end(json);
}

/* ---- some hours ----------------------------------------------------------------------------- */

static void slots_json(struct jsonw *json, const struct grid_series *series, int64_t from_s,
		       int64_t to_s)
{
	jsonw_array(json, "slots");
	for (size_t i = 0; i < series->n; i++) {
		const struct grid_slot *slot = &series->slots[i];
		char start[GRID_TIME];
		if (slot->start_s < from_s || slot->start_s >= to_s)
			continue;
		grid_time_text(slot->start_s, start);
		jsonw_object(json, NULL);
		jsonw_string(json, "start", start);
		jsonw_int(json, "seconds", slot->seconds);
		jsonw_number(json, "g_per_kwh", slot->g_per_kwh);
		jsonw_bool(json, "estimated", slot->estimated);
		jsonw_bool(json, "forecast", slot->issued_s != 0);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

/* ---- what was stored ------------------------------------------------------------------------ */

static size_t gaps_of(const struct grid_series *series)
{
	size_t n = 0;
	for (size_t i = 0; i < series->n; i++)
		n += isnan(series->slots[i].g_per_kwh) ? 1 : 0;
	return n;
}

/* By enum grid_note; each is given zone, time and count. */
static const char *const warnings[GRID_NOTES] = {
	[GRID_NOTE_TWICE] = N_("frugal: %1$s: two values for %2$s (such times: %3$zu); the last "
			       "one is stored\n"),
	[GRID_NOTE_MEASURED] = N_("frugal: %1$s: estimates do not replace measured values (from "
				  "%2$s on: %3$zu)\n"),
	[GRID_NOTE_SMALL] = N_("frugal: %1$s: values below 2 gCO2e/kWh (from %2$s on: %3$zu); are "
			       "they in kg/kWh?\n"),
	[GRID_NOTE_CLOCK] =
		N_("frugal: %1$s: an hour is missing or there twice at %2$s, where "
		   "clocks change (such hours: %3$zu); times without an offset are read "
		   "as UTC\n"),
	[GRID_NOTE_KIND] = N_("frugal: %1$s: the file does not state whether it is average or "
			      "marginal (from %2$s on); it is stored as average\n"),
	[GRID_NOTE_ZERO] = N_("frugal: %1$s: values of 0 gCO2e/kWh among hundreds (from %2$s on: "
			      "%3$zu); are they gaps?\n"),
};

void grid_warnings_text(struct buf *to, const struct grid_series *series)
{
	for (size_t i = 0; i < GRID_NOTES; i++) {
		char at[GRID_TIME];
		const struct grid_noted *noted = &series->notes[i];
		if (!noted->n || !warnings[i])
			continue;
		grid_time_text(noted->first_s, at);
		buf_addf(to, _(warnings[i]), series->id.zone, at, noted->n);
	}
}

static void warnings_json(struct jsonw *json, const struct grid_series *series)
{
	jsonw_array(json, "warnings");
	for (size_t i = 0; i < GRID_NOTES; i++) {
		char at[GRID_TIME];
		const struct grid_noted *noted = &series->notes[i];
		if (!noted->n || !grid_note_names[i])
			continue;
		grid_time_text(noted->first_s, at);
		jsonw_object(json, NULL);
		jsonw_string(json, "kind", grid_note_names[i]);
		jsonw_int(json, "count", (int64_t)noted->n);
		jsonw_string(json, "first", at);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

void grid_kept_text(struct buf *to, const struct grid_series *found, size_t changed)
{
	size_t gaps = gaps_of(found);
	grid_id_text(to, &found->id);
	buf_addf(to, _(": %zu slots, %zu of them new or changed"), found->n, changed);
	if (gaps)
		buf_addf(to, _(", %zu without a value"), gaps);
	buf_putc(to, '\n');
}

void grid_kept_json(struct jsonw *json, const struct grid_series *found, size_t changed)
{
	jsonw_object(json, NULL);
	grid_id_json(json, &found->id);
	jsonw_int(json, "slots", (int64_t)found->n);
	jsonw_int(json, "changed", (int64_t)changed);
	jsonw_int(json, "gaps", (int64_t)gaps_of(found));
	warnings_json(json, found);
	jsonw_object_end(json);
}

/* ---- hours ---------------------------------------------------------------------------------- */

void grid_show_json(const struct grid_series *series, int64_t from_s, int64_t to_s, struct buf *to)
{
	struct jsonw json = {.out = to, .pretty = true};
	struct grid_mean mean = grid_series_mean(series, from_s, to_s);
	jsonw_object(&json, NULL);
	grid_id_json(&json, &series->id);
	jsonw_string(&json, "source", series->source);
	jsonw_string(&json, "licence", series->licence);
	jsonw_number(&json, "mean_g_per_kwh", mean.g_per_kwh);
	jsonw_number(&json, "known_share", mean.known);
	slots_json(&json, series, from_s, to_s);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

struct grid_summary grid_summary(const struct grid_series *series, int64_t from_s, int64_t to_s)
{
	struct grid_summary ret = {grid_series_mean(series, from_s, to_s), INFINITY, -INFINITY};
	for (size_t i = 0; i < series->n; i++) {
		const struct grid_slot *slot = &series->slots[i];
		if (slot->start_s < from_s || slot->start_s >= to_s || isnan(slot->g_per_kwh))
			continue;
		ret.low = fmin(ret.low, slot->g_per_kwh);
		ret.high = fmax(ret.high, slot->g_per_kwh);
	}
	return ret;
}

static void summary_text(struct buf *out, const struct grid_series *series, int64_t from_s,
			 int64_t to_s, bool fills, const struct number_style *numbers)
{
	const struct grid_summary summary = grid_summary(series, from_s, to_s);
	const struct grid_mean mean = summary.mean;
	char from[GRID_TIME], to[GRID_TIME];
	double values[SPARKS];
	int64_t step = (to_s - from_s) / SPARKS > SECONDS_PER_HOUR ? (to_s - from_s) / SPARKS
								   : SECONDS_PER_HOUR;
	size_t n = (size_t)((to_s - from_s + step - 1) / step);
	n = n < SPARKS ? n : SPARKS;
	grid_series_resample(series, from_s, step, values, n);
	double filled = fills ? grid_series_fill(series, from_s, step, values, n) : 0;
	grid_time_text(from_s, from);
	grid_time_text(to_s, to);
	grid_id_text(out, &series->id);
	buf_addf(out, "\n%s  %s\n", series->source, series->licence);
	buf_addf(out, _("%s to %s\n"), from, to);
	if (!(mean.known > 0)) {
		buf_puts(out, _("no data for this time\n"));
		return;
	}
	spark_add(out, values, n, false);
	/* TRANSLATORS: gCO2e/kWh of some hours: mean, least and largest; share of gaps */
	buf_addf(out, _("\nmean %s gCO2e/kWh, %s to %s; gaps %s %%\n"),
		 number_fixed(NUMBER_OWN, mean.g_per_kwh, 1, numbers),
		 number_fixed(NUMBER_OWN, summary.low, 1, numbers),
		 number_fixed(NUMBER_OWN, summary.high, 1, numbers),
		 number_fixed(NUMBER_OWN, 100 * (1 - mean.known), 1, numbers));
	if (filled > 0)
		buf_addf(out, _("%s %% of the time was missing and is filled in\n"),
			 number_fixed(NUMBER_OWN, 100 * filled, 1, numbers));
}

static void slots_text(struct buf *out, const struct grid_series *series, int64_t from_s,
		       int64_t to_s, const struct number_style *numbers)
{
	for (size_t i = 0; i < series->n; i++) {
		const struct grid_slot *slot = &series->slots[i];
		char start[GRID_TIME];
		if (slot->start_s < from_s || slot->start_s >= to_s)
			continue;
		grid_time_text(slot->start_s, start);
		buf_addf(out, "%s  %6s", start,
			 isnan(slot->g_per_kwh)
				 ? "-"
				 : number_fixed(NUMBER_OWN, slot->g_per_kwh, 1, numbers));
		buf_puts(out, slot->issued_s    ? _("  forecast\n")
			      : slot->estimated ? _("  estimated\n")
						: "\n");
	}
}

void grid_show_text(const struct grid_series *series, int64_t from_s, int64_t to_s, bool fills,
		    bool table, const struct number_style *numbers, struct buf *to)
{
	summary_text(to, series, from_s, to_s, fills, numbers);
	if (table)
		slots_text(to, series, from_s, to_s, numbers);
}

/* ---- a forecast ----------------------------------------------------------------------------- */

void grid_ahead_text(const struct grid_series *series, const double *low, const double *high,
		     const struct number_style *numbers, struct buf *to)
{
	double values[SPARKS];
	size_t n = series->n < SPARKS ? series->n : SPARKS;
	for (size_t i = 0; i < n; i++)
		values[i] = series->slots[i].g_per_kwh;
	grid_id_text(to, &series->id);
	buf_putc(to, '\n');
	spark_add(to, values, n, false);
	buf_putc(to, '\n');
	for (size_t i = 0; i < series->n; i++) {
		char start[GRID_TIME];
		grid_time_text(series->slots[i].start_s, start);
		buf_addf(to, "%s  %6s  %.0f..%.0f\n", start,
			 number_fixed(NUMBER_OWN, series->slots[i].g_per_kwh, 1, numbers), low[i],
			 high[i]);
	}
}

void grid_ahead_json(const struct grid_series *series, const double *low, const double *high,
		     struct buf *to)
{
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	grid_id_json(&json, &series->id);
	jsonw_array(&json, "hours");
	for (size_t i = 0; i < series->n; i++) {
		char start[GRID_TIME];
		grid_time_text(series->slots[i].start_s, start);
		jsonw_object(&json, NULL);
		jsonw_string(&json, "start", start);
		jsonw_number(&json, "g_per_kwh", series->slots[i].g_per_kwh);
		jsonw_number(&json, "low", low[i]);
		jsonw_number(&json, "high", high[i]);
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

void grid_backtest_text(const struct grid_id *id, const struct frugal_backtest *test,
			const struct number_style *numbers, struct buf *to)
{
	grid_id_text(to, id);
	buf_addf(to,
		 _("\n%zu forecasts, each from earlier data only\nerror of the next 24 hours  %s "
		   "%% (mean, absolute)\nsaving of a 4-hour job with a day of slack  %s %% "
		   "replanned each hour, %s %% planned once, %s %% with perfect foresight\n"),
		 test->origins, number_fixed(NUMBER_OWN, 100 * test->error, 1, numbers),
		 number_fixed(NUMBER_OWN, 100 * test->saving, 1, numbers),
		 number_fixed(NUMBER_OWN, 100 * test->saving_once, 1, numbers),
		 number_fixed(NUMBER_OWN, 100 * test->oracle_saving, 1, numbers));
}

void grid_backtest_json(const struct grid_id *id, const struct frugal_backtest *test,
			struct buf *to)
{
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	grid_id_json(&json, id);
	jsonw_int(&json, "origins", (int64_t)test->origins);
	jsonw_number(&json, "mape", test->error);
	jsonw_number(&json, "saving", test->saving);
	jsonw_number(&json, "saving_once", test->saving_once);
	jsonw_number(&json, "oracle_saving", test->oracle_saving);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}
