/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes forecasts of trials with the runs they were for (insight/trial_past.h): one line under a
 * run, and all of them as text or JSON.
 */
#include "report/trial_past.h"

#include <math.h>
#include <time.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/json.h"
#include "quantity/print.h"
#include "report/layout.h"

static const struct dimension dims[COMPARE_FIGURES] = {
	[COMPARE_ENERGY] = {{[KIND_ENERGY] = 1}},
	[COMPARE_CARBON] = {{[KIND_CO2E] = 1}},
	[COMPARE_DURATION] = {{[KIND_TIME] = 1}},
};

/* "2026-11-27", by the clock of the user. */
static void add_day(struct buf *to, int64_t at_us)
{
	char text[16] = "";
	time_t time = (time_t)(at_us / US_PER_SECOND);
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

static void add_line(const struct run_record *run, const struct forecast *forecast,
		     const struct forecast_figure widened[COMPARE_FIGURES],
		     const struct number_style *numbers, struct buf *to)
{
	enum compare_figure f = COMPARE_ENERGY;
	double whole = compare_value(run, f);
	if (isnan(whole)) {
		f = COMPARE_DURATION;
		whole = compare_value(run, f);
	}
	const struct forecast_figure *figure = &forecast->figures[f];
	struct buf day = {0}, expected = {0}, same = {0}, actual = {0};
	add_day(&day, forecast->at_us);
	add_amount(&expected, f, widened[f].value, widened[f].low, widened[f].high, numbers);
	add_amount(&same, f, figure->value, figure->low, figure->high, numbers);
	add_amount(&actual, f, whole, whole, whole, numbers);
	/* TRANSLATORS: day, "12 Wh [8, 17]", "12 Wh [10, 15]", "11.4 Wh" */
	buf_addf(to,
		 trial_forecast_contains(figure, whole)
			 ? _("forecast by a trial on %s: %s, by the same meter %s; this run: %s, "
			     "inside")
			 : _("forecast by a trial on %s: %s, by the same meter %s; this run: %s, "
			     "outside"),
		 buf_text(&day), buf_text(&expected), buf_text(&same), buf_text(&actual));
	buf_release(&day);
	buf_release(&expected);
	buf_release(&same);
	buf_release(&actual);
}

void trial_past_line(struct ledger *ledger, const struct run_record *run,
		     const struct number_style *numbers, struct buf *to)
{
	struct arena arena = {0};
	struct forecast forecast;
	struct forecast_figure widened[COMPARE_FIGURES];
	struct frugal_error ignored;
	if (trial_forecast_of_run(ledger, run, &arena, &forecast) &&
	    trial_forecast_widen(ledger, &forecast, widened, &ignored) == 0)
		add_line(run, &forecast, widened, numbers, to);
	arena_release(&arena);
}

static void add_cell(struct columns *columns, const struct trial_past *past, int f, double value,
		     double low, double high)
{
	struct buf cell = {0};
	if (isnan(value))
		buf_putc(&cell, '-');
	else
		add_amount(&cell, (enum compare_figure)f, value, low, high, past->context->numbers);
	columns_add(columns, buf_text(&cell));
	columns->failed |= cell.failed;
	buf_release(&cell);
}

/* Adds a line per figure: its forecast, and the value of the run. */
static void add_whole(struct columns *columns, const struct trial_past *past,
		      const struct trial_forecast *one, const struct trial_whole *whole)
{
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		const struct forecast_figure *figure = &one->forecast.figures[f];
		double x = whole ? whole->x[f] : (double)NAN;
		columns_add(columns, _(compare_figure_names[f]));
		add_cell(columns, past, f, one->widened[f].value, one->widened[f].low,
			 one->widened[f].high);
		add_cell(columns, past, f, figure->value, figure->low, figure->high);
		add_cell(columns, past, f, x, x, x);
		columns_add(columns, isnan(x)                             ? ""
				     : trial_forecast_contains(figure, x) ? _("inside")
									  : _("outside"));
	}
}

static void add_forecast(struct buf *to, const struct trial_past *past,
			 const struct trial_forecast *one)
{
	const struct trial_whole *whole = one->whole;
	struct columns columns;
	add_day(to, one->forecast.at_us);
	buf_addf(to, "  %s\n", one->forecast.command);
	do {
		columns_init(&columns, &past->context->arena, 5);
		columns_add(&columns, "");
		columns_add(&columns, _("forecast"));
		columns_add(&columns, _("by the same meter"));
		columns_add(&columns,
			    whole ? arena_printf(&past->context->arena, _("run %.8s"), whole->id)
				  : _("not run yet"));
		columns_add(&columns, "");
		add_whole(&columns, past, one, whole);
		columns_print(&columns, to, 2);
		columns_release(&columns);
		whole = whole ? whole->next : NULL;
	} while (whole);
}

void trial_past_text(const struct trial_past *past, struct buf *to)
{
	if (!past->n) {
		buf_puts(to, _("no stored forecast: frugal trial creates one\n"));
		return;
	}
	for (size_t i = 0; i < past->n; i++)
		add_forecast(to, past, &past->forecasts[i]);
	if (!past->of[COMPARE_DURATION])
		return;
	buf_puts(to, _("inside the interval of the same meter (90 %):"));
	for (int f = 0; f < COMPARE_FIGURES; f++)
		if (past->of[f])
			/* TRANSLATORS: " energy 4 of 5" */
			buf_addf(to, _(" %s %zu of %zu%s"), _(compare_figure_names[f]),
				 past->inside[f], past->of[f],
				 f + 1 < COMPARE_FIGURES ? "," : "\n");
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static const char *const keys[COMPARE_FIGURES] = {"energy_wh", "carbon_g", "duration_s"};
static const double scales[COMPARE_FIGURES] = {1, 1, SECONDS_PER_HOUR};

static void time_json(struct jsonw *json, const char *key, int64_t at_us)
{
	char text[CLOCK_TEXT];
	clock_utc_text(at_us, text);
	jsonw_string(json, key, text);
}

static void whole_json(struct jsonw *json, const struct trial_forecast *one,
		       const struct trial_whole *whole)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "run", whole->id);
	time_json(json, "started", whole->started_us);
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		jsonw_object(json, keys[f]);
		jsonw_number(json, "value", whole->x[f] * scales[f]);
		if (!isnan(whole->x[f]))
			jsonw_bool(json, "inside",
				   trial_forecast_contains(&one->forecast.figures[f], whole->x[f]));
		jsonw_object_end(json);
	}
	jsonw_object_end(json);
}

static void forecast_json(struct jsonw *json, const struct trial_forecast *one)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "id", one->forecast.id);
	time_json(json, "made", one->forecast.at_us);
	jsonw_string(json, "command", one->forecast.command);
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		const struct forecast_figure *figure = &one->forecast.figures[f];
		jsonw_object(json, keys[f]);
		jsonw_number(json, "value", figure->value * scales[f]);
		jsonw_number(json, "low", one->widened[f].low * scales[f]);
		jsonw_number(json, "high", one->widened[f].high * scales[f]);
		jsonw_number(json, "held_low", figure->low * scales[f]);
		jsonw_number(json, "held_high", figure->high * scales[f]);
		jsonw_object_end(json);
	}
	jsonw_array(json, "wholes");
	for (const struct trial_whole *whole = one->whole; whole; whole = whole->next)
		whole_json(json, one, whole);
	jsonw_array_end(json);
	jsonw_object_end(json);
}

void trial_past_json(const struct trial_past *past, struct buf *to)
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
