/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes struct job_plan (insight/job.h) as text and as JSON: the zones, the schedule, what the
 * plan saves, the Pareto front, the regret. The plan itself is computed in insight.
 */
#include "report/job.h"

#include <math.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/json.h"
#include "quantity/change.h"
#include "quantity/print.h"
#include "report/bar.h"
#include "report/layout.h"
#include "report/number.h"

#define LONG_H 48 /* a job of this length gains little with less slack than half of it */

/* ---- words ---------------------------------------------------------------------------------- */

static void add_grams(struct buf *to, double g, const struct number_style *numbers)
{
	struct dimension carbon = {{[KIND_CO2E] = 1}};
	print_quantity(to, g, g, g, carbon, (struct unit){1, carbon}, NULL, numbers);
}

static void add_eur(struct buf *to, double eur, const struct number_style *numbers)
{
	struct dimension money = {{[KIND_EUR] = 1}};
	print_quantity(to, eur, eur, eur, money, (struct unit){1, money}, NULL, numbers);
}

static void add_when(struct buf *to, const struct job_plan *plan, double hours)
{
	char text[GRID_TIME];
	grid_time_text(plan->windows[0].from_s + (int64_t)llround(hours * SECONDS_PER_HOUR), text);
	buf_puts(to, text);
}

static void add_schedule(struct buf *to, const struct job_plan *plan, const struct job_way *way,
			 const struct number_style *numbers)
{
	int64_t from_s, to_s;
	for (size_t at = 0, first = 0; job_next_piece(plan, way, &at, &from_s, &to_s); first = at) {
		char from[GRID_TIME], end[GRID_TIME];
		grid_time_text(from_s, from);
		grid_time_text(to_s, end);
		if (way->units)
			buf_addf(to, _("from %s to %s, units: %s\n"), from, end,
				 number_digits(NUMBER_OWN, way->units[first], 3, numbers));
		else
			buf_addf(to, _("from %s to %s\n"), from, end);
	}
}

/* ---- for people ----------------------------------------------------------------------------- */

static void add_window(struct buf *to, const struct green_window *window)
{
	buf_addf(to, "%s · %s, %s, %s · %s\n", window->id.zone, _(grid_kind_names[window->id.kind]),
		 _(grid_scope_names[window->id.scope]), _(grid_basis_names[window->id.basis]),
		 window->source);
	spark_add(to, window->g_per_kwh, window->n < 96 ? window->n : 96, false);
	buf_putc(to, '\n');
}

static void zones_table(const struct job_plan *plan, const struct number_style *numbers,
			struct buf *to)
{
	const struct job_question *q = &plan->asked;
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	columns_init(&columns, &arena, 6);
	columns_add(&columns, _("zone"));
	columns_add(&columns, _("carbon"));
	columns_add(&columns, _("of which data"));
	columns_add(&columns, _("cost"));
	columns_add(&columns, _("end"));
	columns_add(&columns, "");
	for (size_t i = 0; i < plan->n_zones; i++) {
		const struct job_way *way = &plan->ways[i];
		columns_add(&columns, q->zones[i].zone);
		if (!way->n_slots) {
			columns_add(&columns, "-");
			columns_add(&columns, "-");
			columns_add(&columns, "-");
			columns_add(&columns, "-");
			columns_add(&columns, q->zones[i].rtt_ms > q->max_rtt_ms
						      ? _("too far")
						      : _("ends after the deadline"));
			continue;
		}
		buf_clear(&cell);
		add_grams(&cell, way->g, numbers);
		columns_add(&columns, buf_text(&cell));
		buf_clear(&cell);
		add_grams(&cell, way->transfer_g, numbers);
		columns_add(&columns, way->transfer_g > 0 ? buf_text(&cell) : "");
		buf_clear(&cell);
		if (!isnan(way->eur))
			add_eur(&cell, way->eur, numbers);
		columns_add(&columns, buf_text(&cell));
		buf_clear(&cell);
		add_when(&cell, plan, way->end_h);
		columns_add(&columns, buf_text(&cell));
		columns_add(&columns, i == plan->best ? _("chosen") : i == 0 ? _("home") : "");
	}
	columns_print(&columns, to, 0);
	if (q->transfer.data_gb > 0 || q->transfer.back_gb > 0)
		buf_addf(to,
			 _("data: %s GB there, %s GB back, at %s kWh/GB (an average per byte, not "
			   "a marginal value)\n"),
			 number_digits(NUMBER_OWN, q->transfer.data_gb, 3, numbers),
			 number_digits(NUMBER_OWN, q->transfer.back_gb, 3, numbers),
			 number_digits(NUMBER_OWN, q->transfer.kwh_per_gb, 3, numbers));
	buf_putc(to, '\n');
	to->failed |= columns.failed;
	columns_release(&columns);
	arena_release(&arena);
	buf_release(&cell);
}

static void front_table(const struct job_plan *plan, const struct number_style *numbers,
			struct buf *to)
{
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	buf_puts(to, _("plans that no other plan beats in carbon, cost and end:\n"));
	columns_init(&columns, &arena, 6);
	columns_add(&columns, _("end"));
	columns_add(&columns, _("zone"));
	columns_add(&columns, _("carbon"));
	columns_add(&columns, _("cost"));
	columns_add(&columns, _("saved"));
	columns_add(&columns, _("saved per hour of delay"));
	for (size_t i = 0; i < plan->n_front; i++) {
		const struct job_way *way = &plan->front[i];
		double delay_h = way->end_h - plan->now.end_h, less = plan->now.g - way->g;
		buf_clear(&cell);
		add_when(&cell, plan, way->end_h);
		columns_add(&columns, buf_text(&cell));
		columns_add(&columns, plan->windows[way->zone].id.zone);
		buf_clear(&cell);
		add_grams(&cell, way->g, numbers);
		columns_add(&columns, buf_text(&cell));
		buf_clear(&cell);
		if (!isnan(way->eur))
			add_eur(&cell, way->eur, numbers);
		columns_add(&columns, buf_text(&cell));
		buf_clear(&cell);
		buf_addf(&cell, _("%s %%"),
			 number_fixed(NUMBER_OWN, plan->now.g > 0 ? 100 * less / plan->now.g : 0, 0,
				      numbers));
		columns_add(&columns, buf_text(&cell));
		buf_clear(&cell);
		if (delay_h > 0 && less > 0)
			add_grams(&cell, less / delay_h, numbers);
		columns_add(&columns, buf_text(&cell));
	}
	columns_print(&columns, to, 0);
	to->failed |= columns.failed;
	columns_release(&columns);
	arena_release(&arena);
	buf_release(&cell);
}

static void add_margin(struct buf *to, const struct job_plan *plan,
		       const struct number_style *numbers)
{
	if (isnan(plan->marginal_g) || isnan(plan->marginal_now_g))
		return;
	buf_puts(to, _("by the marginal signal "));
	add_grams(to, plan->marginal_g, numbers);
	buf_puts(to, _(", now "));
	add_grams(to, plan->marginal_now_g, numbers);
	buf_puts(to,
		 plan->marginal_g > plan->marginal_now_g ? _(": waiting would emit more\n") : "\n");
}

static void add_regret(struct buf *to, const struct job_plan *plan,
		       const struct number_style *numbers)
{
	if (isnan(plan->actual_g))
		return;
	buf_puts(to, _("actual: "));
	add_grams(to, plan->actual_g, numbers);
	buf_puts(to, _(", at best "));
	add_grams(to, plan->oracle_g, numbers);
	buf_addf(to, _(": a regret of %s %%\n"),
		 number_fixed(NUMBER_OWN, 100 * change_of(plan->oracle_g, plan->actual_g), 1,
			      numbers));
}

static void add_advice(struct buf *to, const struct job_plan *plan)
{
	const struct job_question *q = &plan->asked;
	double slack_h = q->window_h - q->hours;
	if (!plan->waits)
		buf_puts(to, _("waiting saves little: run the job now\n"));
	if (!q->throughput && q->n_zones == 1 && q->hours >= LONG_H && slack_h < q->hours / 2)
		buf_puts(to, _("a job this long runs at all hours of the day, so this little slack "
			       "saves little (a week-long job with a day of slack: at most 3 %); "
			       "another place saves more than another hour\n"));
}

void job_as_text(const struct job_plan *plan, const struct number_style *numbers, struct buf *to)
{
	const struct job_way *best = &plan->ways[plan->best];
	const struct green_window *window = &plan->windows[best->zone];
	add_window(to, window);
	buf_putc(to, '\n');
	if (plan->asked.n_zones > 1)
		zones_table(plan, numbers, to);
	add_schedule(to, plan, best, numbers);
	add_grams(to, best->g, numbers);
	buf_puts(to, _(", now "));
	add_grams(to, plan->now.g, numbers);
	buf_addf(to, _(": %.0f %% less"), 100 * plan->saving);
	if (plan->saving_high - plan->saving_low > 0.005)
		buf_addf(to, _(" (%.0f to %.0f %%, depending on the forecast)"),
			 100 * plan->saving_low, 100 * plan->saving_high);
	buf_putc(to, '\n');
	if (!isnan(best->eur)) {
		add_eur(to, best->eur, numbers);
		if (!isnan(plan->now.eur)) {
			buf_puts(to, _(", now "));
			add_eur(to, plan->now.eur, numbers);
		}
		buf_putc(to, '\n');
	}
	add_margin(to, plan, numbers);
	if (window->forecast > 0)
		buf_addf(to, _("%.0f %% of the time is forecast (%.0f %% by frugal)\n"),
			 100 * window->forecast, 100 * window->own_forecast);
	if (window->filled > 0)
		buf_addf(to, _("%s %% of the time was missing and is filled in\n"),
			 number_fixed(NUMBER_OWN, 100 * window->filled, 1, numbers));
	add_regret(to, plan, numbers);
	add_advice(to, plan);
	if (plan->n_front) {
		buf_putc(to, '\n');
		front_table(plan, numbers, to);
	}
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void schedule_json(struct jsonw *json, const struct job_plan *plan,
			  const struct job_way *way)
{
	int64_t from_s, to_s;
	jsonw_array(json, "schedule");
	for (size_t at = 0, first = 0; job_next_piece(plan, way, &at, &from_s, &to_s); first = at) {
		char from[GRID_TIME], end[GRID_TIME];
		grid_time_text(from_s, from);
		grid_time_text(to_s, end);
		jsonw_object(json, NULL);
		jsonw_string(json, "start", from);
		jsonw_string(json, "end", end);
		if (way->units)
			jsonw_number(json, "units", way->units[first]);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

static void way_json(struct jsonw *json, const struct job_plan *plan, const struct job_way *way)
{
	char end[GRID_TIME];
	grid_time_text(plan->windows[0].from_s + (int64_t)llround(way->end_h * SECONDS_PER_HOUR),
		       end);
	jsonw_object(json, NULL);
	jsonw_string(json, "zone", plan->windows[way->zone].id.zone);
	jsonw_number(json, "gco2e", way->g);
	jsonw_number(json, "transfer_gco2e", way->transfer_g);
	jsonw_number(json, "eur", way->eur);
	jsonw_string(json, "end", end);
	schedule_json(json, plan, way);
	jsonw_object_end(json);
}

void job_as_json(const struct job_plan *plan, struct buf *to)
{
	const struct job_question *q = &plan->asked;
	struct jsonw json = {.out = to, .pretty = true};
	const struct job_way *best = &plan->ways[plan->best];
	const struct green_window *window = &plan->windows[best->zone];
	/* Without a price of delay, the plan of each zone is optimal. */
	bool exact = !(q->g_per_h > 0) && !(q->g_per_eur > 0);
	jsonw_object(&json, NULL);
	jsonw_string(&json, "zone", window->id.zone);
	jsonw_string(&json, "kind", grid_kind_names[window->id.kind]);
	jsonw_string(&json, "scope", grid_scope_names[window->id.scope]);
	jsonw_string(&json, "basis", grid_basis_names[window->id.basis]);
	jsonw_string(&json, "source", window->source);
	jsonw_number(&json, "objective_gco2e", best->g);
	jsonw_number(&json, "lower_bound_gco2e", exact ? best->g : (double)NAN);
	jsonw_number(&json, "gap", exact ? 0 : (double)NAN);
	jsonw_number(&json, "transfer_gco2e", best->transfer_g);
	jsonw_number(&json, "eur", best->eur);
	jsonw_number(&json, "now_gco2e", plan->now.g);
	jsonw_number(&json, "now_eur", plan->now.eur);
	jsonw_number(&json, "saving", plan->saving);
	jsonw_number(&json, "saving_low", plan->saving_low);
	jsonw_number(&json, "saving_high", plan->saving_high);
	jsonw_number(&json, "marginal_gco2e", plan->marginal_g);
	jsonw_number(&json, "marginal_now_gco2e", plan->marginal_now_g);
	if (q->blind) {
		jsonw_number(&json, "actual_gco2e", plan->actual_g);
		jsonw_number(&json, "oracle_gco2e", plan->oracle_g);
		jsonw_number(&json, "regret",
			     plan->oracle_g > 0 ? plan->actual_g / plan->oracle_g - 1 : 0);
	}
	jsonw_bool(&json, "run_now", !plan->waits);
	jsonw_number(&json, "hours", q->hours);
	jsonw_number(&json, "forecast_share", window->forecast);
	jsonw_number(&json, "own_forecast_share", window->own_forecast);
	jsonw_number(&json, "filled_share", window->filled);
	schedule_json(&json, plan, best);
	if (q->n_zones > 1) {
		jsonw_array(&json, "zones");
		for (size_t i = 0; i < plan->n_zones; i++)
			if (plan->ways[i].n_slots)
				way_json(&json, plan, &plan->ways[i]);
		jsonw_array_end(&json);
	}
	if (q->front) {
		jsonw_array(&json, "front");
		for (size_t i = 0; i < plan->n_front; i++)
			way_json(&json, plan, &plan->front[i]);
		jsonw_array_end(&json);
	}
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}
