/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes the events of a measured command as lines. Amounts of an event are in base units
 * (watt-hours, grams, seconds); they are printed in the unit that fits, a prediction with its
 * interval. Unknown amounts are left out.
 */
#include "report/watch.h"

#include <math.h>

#include "base/intl.h"
#include "grid/series.h"
#include "insight/compare.h"

/* Units of progress that a command reports, for the catalogue. */
static const char *const words[] __attribute__((unused)) = {N_("epoch"), N_("step")};

static void add_interval(struct buf *to, const struct frugal_interval *amount, enum kind kind,
			 const struct number_style *style)
{
	struct dimension dim = {{0}};
	dim.exponent[kind] = 1;
	print_quantity(to, amount->value, amount->low, amount->high, dim, (struct unit){1, dim},
		       NULL, style);
}

static void add_amount(struct buf *to, double base, enum kind kind,
		       const struct number_style *style)
{
	const struct frugal_interval amount = {base, base, base};
	add_interval(to, &amount, kind, style);
}

static void add_time(struct buf *to, const char *before, double s, const struct number_style *style)
{
	struct buf time = {0};
	print_duration(&time, s, style);
	buf_addf(to, "%s%s", before, buf_text(&time));
	buf_release(&time);
}

static void add_prediction(struct buf *to, const struct frugal_event *event,
			   const struct number_style *style)
{
	add_interval(to, &event->end_energy_wh, KIND_ENERGY, style);
	if (!isnan(event->end_carbon_g.value)) {
		buf_puts(to, ", ");
		add_interval(to, &event->end_carbon_g, KIND_CO2E, style);
	}
	add_time(to, ", ", event->end_s, style);
}

void watch_progress_text(struct buf *to, const struct frugal_event *event, double watts,
			 const struct number_style *style)
{
	const struct dimension power = {{[KIND_ENERGY] = 1, [KIND_TIME] = -1}};
	print_quantity(to, watts, watts, watts, power, (struct unit){1, power}, NULL, style);
	buf_puts(to, " · ");
	add_amount(to, event->energy_wh, KIND_ENERGY, style);
	if (!isnan(event->carbon_g)) {
		buf_puts(to, " · ");
		add_amount(to, event->carbon_g, KIND_CO2E, style);
	}
	add_time(to, " · ", event->elapsed_s, style);
	if (event->done) {
		buf_addf(to, " · %s %lld", _(event->unit), (long long)event->done);
		if (event->total)
			buf_addf(to, "/%lld", (long long)event->total);
	}
	if (event->is_predicted) {
		/* TRANSLATORS: before the predicted total of the run */
		buf_puts(to, _(" · total "));
		add_prediction(to, event, style);
	}
}

void watch_prediction_text(struct buf *to, const struct frugal_event *event,
			   const struct number_style *style)
{
	/* TRANSLATORS: "after epoch 1 of 20 the total is predicted at 1.2 kWh [1.0, 1.5], 3 h" */
	buf_addf(to, _("after %s %lld of %lld the total is predicted at "), _(event->unit),
		 (long long)event->done, (long long)event->total);
	add_prediction(to, event, style);
	if (event->rounds)
		/* TRANSLATORS: the numbers of epochs or steps began again */
		buf_addf(to, _(" (begun again: %lld; further rounds are not included)"),
			 (long long)event->rounds);
}

bool watch_outcome_text(struct buf *to, const struct frugal_event *event,
			const struct run_record *run, const struct number_style *style)
{
	double wh = compare_value(run, COMPARE_ENERGY);
	const struct frugal_interval *end = &event->end_energy_wh;
	if (isnan(wh))
		return false;
	const char *how = wh < end->low    ? _("below the prediction after %s %lld of %lld: ")
			  : wh > end->high ? _("above the prediction after %s %lld of %lld: ")
					   : _("as predicted after %s %lld of %lld: ");
	add_amount(to, wh, KIND_ENERGY, style);
	buf_puts(to, ", ");
	buf_addf(to, how, _(event->unit), (long long)event->done, (long long)event->total);
	add_interval(to, end, KIND_ENERGY, style);
	return true;
}

void watch_budget_text(struct buf *to, const struct frugal_event *event,
		       const struct number_style *style)
{
	struct buf limit = {0};
	struct unit unit = {1, {{0}}};
	(void)unit_parse(str_of(event->budget_unit), &unit, NULL);
	unit.scale = 1;
	print_quantity(&limit, event->budget, event->budget, event->budget, unit.dim, unit, NULL,
		       style);
	/* TRANSLATORS: "80 % of the budget of 2 kWh is used" */
	buf_addf(to, _("%d %% of the budget of %s is used"), event->percent, buf_text(&limit));
	buf_release(&limit);
}

void watch_pause_text(struct buf *to, const struct frugal_event *event)
{
	char until[GRID_TIME];
	if (event->kind != FRUGAL_EVENT_PAUSED) {
		buf_puts(to, _("resumed"));
		return;
	}
	grid_time_text(event->until_s, until);
	buf_addf(to, _("paused until %s: hours with more carbon"), until);
}
