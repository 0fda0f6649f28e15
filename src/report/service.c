/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a service of the register as text and JSON: its facts, its months, the rebound of its
 * usage, and its net benefit against a reference. Every figure comes from insight/register.h.
 */
#include "report/service.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "quantity/change.h"
#include "report/bar.h"
#include "report/layout.h"
#include "report/sums.h"
#include "report/vocabulary.h"

static void put_count(struct buf *to, const struct number_style *numbers, double x)
{
	if (isnan(x))
		buf_puts(to, "-");
	else
		print_number(to, x, 0, numbers);
}

static void facts_text(const struct service *service, struct buf *to)
{
	struct arena arena = {0};
	struct columns columns;
	struct buf missing = {0};
	columns_init(&columns, &arena, 2);
	for (size_t i = 0; register_keys[i].key; i++) {
		const char *value = service_fact(service, register_keys[i].key);
		if (value[0]) {
			columns_add(&columns, _(register_keys[i].title));
			columns_add(&columns, vocabulary_fact(register_keys[i].key, value));
		} else if (register_keys[i].needed) {
			buf_addf(&missing, "%s%s=", missing.n ? " " : "", register_keys[i].key);
		}
	}
	columns_print(&columns, to, 2);
	if (missing.n)
		buf_addf(to, _("  not reported: %s\n"), buf_text(&missing));
	to->failed |= columns.failed || missing.failed;
	buf_release(&missing);
	columns_release(&columns);
	arena_release(&arena);
}

static void months_table(const struct service_view *view, const struct number_style *numbers,
			 struct buf *to)
{
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	const struct trend *trend = &view->trend;
	const char *unit_name = service_fact(&view->group.service, "unit");
	columns_init(&columns, &arena, 6);
	columns_add(&columns, _("month"));
	columns_add(&columns, _("energy"));
	columns_add(&columns, _("carbon, with embodied"));
	columns_add(&columns, unit_name[0] ? unit_name : _("units"));
	columns_add(&columns, _("expected"));
	columns_add(&columns, _("carbon per unit"));
	for (size_t i = 0; i < trend->n; i++) {
		const struct group_month *month = &trend->months[i];
		const struct use_figure carbon = group_carbon_and_embodied(&month->use);
		const struct use_figure unit = trend_unit_g(month);
		buf_puts(&cell, month->month);
		if (trend->not_over && strcmp(month->month, trend->not_over) >= 0)
			buf_puts(&cell, _(" (not over)"));
		columns_take(&columns, &cell);
		sums_of_runs(&cell, &month->use.energy_wh, month->use.runs, KIND_ENERGY, numbers);
		columns_take(&columns, &cell);
		sums_of_runs(&cell, &carbon, month->use.runs, KIND_CO2E, numbers);
		columns_take(&columns, &cell);
		put_count(&cell, numbers, month->units);
		columns_take(&columns, &cell);
		put_count(&cell, numbers, month->expected);
		columns_take(&columns, &cell);
		sums_figure(&cell, &unit, 1, KIND_CO2E, numbers);
		columns_take(&columns, &cell);
	}
	columns_print(&columns, to, 0);
	to->failed |= columns.failed || cell.failed;
	buf_release(&cell);
	columns_release(&columns);
	arena_release(&arena);
}

/* The months that are over, as those that are compared. */
static void sparks(const struct trend *trend, struct buf *to)
{
	size_t n = 0;
	while (n < trend->n &&
	       (!trend->not_over || strcmp(trend->months[n].month, trend->not_over) < 0))
		n++;
	double *values = mem_zalloc(n + 1, sizeof(*values));
	if (!values) {
		to->failed = true;
		return;
	}
	for (size_t i = 0; i < n; i++) {
		const struct use_figure carbon = group_carbon_and_embodied(&trend->months[i].use);
		values[i] = carbon.runs > 0 ? carbon.value : (double)NAN;
	}
	buf_puts(to, _("total "));
	spark_add(to, values, n, true);
	for (size_t i = 0; i < n; i++)
		values[i] = trend_unit_g(&trend->months[i]).value;
	buf_puts(to, _("   per unit "));
	spark_add(to, values, n, true);
	buf_putc(to, '\n');
	mem_free(values);
}

/* What is compared are whole months. */
static void add_not_over(const struct trend *trend, struct buf *to)
{
	if (trend->not_over)
		buf_addf(to, _("%s is not over, and is not compared with whole months\n"),
			 trend->not_over);
}

static void trend_text(const struct trend *trend, struct buf *to)
{
	if (trend->expected_of_pairs > 0)
		buf_addf(to, _("usage compared with the expectation: %+.0f %%\n"),
			 100 * change_of(trend->expected_of_pairs, trend->units_of_pairs));
	if (trend->n_compared < 2) {
		buf_puts(to, _("no trend: this requires two whole months with inference runs, "
			       "their embodied emissions, and units\n"));
		add_not_over(trend, to);
		return;
	}
	sparks(trend, to);
	buf_addf(to, _("from %s to %s: carbon per unit %+.0f %%, total %+.0f %%"),
		 trend->first->month, trend->last->month, 100 * trend->unit_change,
		 100 * trend->total_change);
	buf_puts(to, trend->rebounds
			     ? _("; rebound: the carbon per unit falls, and the total rises\n")
			     : "\n");
	if (!isnan(trend->rebound))
		buf_addf(to, _("%.0f %% of the expected saving was lost to more usage\n"),
			 100 * trend->rebound);
	add_not_over(trend, to);
}

static void benefit_text(const struct service_view *view, bool french,
			 const struct number_style *numbers, struct buf *to)
{
	static const char *const names[] = {"avoided",  "eaten", "direct",
					    "indirect", "net",   "break_even"};
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	const struct answer *answer = view->benefit;
	if (!answer) {
		buf_addf(to, "%s\n", _(view->why_no_benefit));
		return;
	}
	columns_init(&columns, &arena, 2);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct answer_line *line = answer_find(answer, names[i]);
		if (!line)
			continue;
		columns_add(&columns, french && line->help_fr ? line->help_fr : line->help_en);
		if (isnan(line->value))
			buf_puts(&cell, "-");
		else
			print_quantity(&cell, line->value, line->low, line->high, line->unit.dim,
				       line->unit, line->unit_text, numbers);
		columns_take(&columns, &cell);
	}
	columns_print(&columns, to, 0);
	to->failed |= columns.failed || cell.failed;
	buf_release(&cell);
	columns_release(&columns);
	arena_release(&arena);
}

/* Whether any month has an interval. */
static bool is_doubted(const struct trend *trend)
{
	for (size_t i = 0; i < trend->n; i++)
		if (sums_doubted(&trend->months[i].use))
			return true;
	return false;
}

void service_text(const struct service_view *view, const char *lang,
		  const struct number_style *numbers, struct buf *to)
{
	buf_addf(to, "%s\n", view->group.service.id);
	facts_text(&view->group.service, to);
	buf_putc(to, '\n');
	if (view->trend.n) {
		months_table(view, numbers, to);
		sums_legend(to, &view->group, is_doubted(&view->trend), numbers);
		buf_putc(to, '\n');
	}
	trend_text(&view->trend, to);
	benefit_text(view, strcmp(lang, "fr") == 0, numbers, to);
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void benefit_json(struct jsonw *json, const struct answer *answer, const char *why)
{
	if (!answer) {
		jsonw_null(json, "benefit");
		jsonw_string(json, "benefit_missing", why);
		return;
	}
	jsonw_object(json, "benefit");
	for (size_t i = 0; i < answer->n_lines; i++) {
		const struct answer_line *line = &answer->lines[i];
		if (!line->figure)
			continue;
		jsonw_object(json, line->name);
		jsonw_number(json, "value", answer_in_unit(line, line->value));
		jsonw_number(json, "low", answer_in_unit(line, line->low));
		jsonw_number(json, "high", answer_in_unit(line, line->high));
		jsonw_string(json, "unit", line->unit_text);
		jsonw_object_end(json);
	}
	jsonw_object_end(json);
}

/* The carbon per unit: the number of units is in the group. */
static void month_json(struct jsonw *json, const struct group_month *month)
{
	const struct use_figure one = trend_unit_g(month);
	jsonw_object(json, NULL);
	jsonw_string(json, "month", month->month);
	jsonw_number(json, "energy_wh", group_value(&month->use.energy_wh, month->use.runs));
	jsonw_number(json, "carbon_g", group_value(&month->use.carbon_g, month->use.runs));
	jsonw_number(json, "embodied_g", group_value(&month->use.embodied_g, month->use.runs));
	sums_criteria_json(json, &month->use);
	jsonw_number(json, "units", month->units);
	jsonw_number(json, "expected", month->expected);
	jsonw_number(json, "unit_g", one.value);
	jsonw_number(json, "unit_g_low", one.low);
	jsonw_number(json, "unit_g_high", one.high);
	jsonw_object_end(json);
}

void service_row_json(struct jsonw *json, const struct service_row *row)
{
	const struct service *service = &row->service;
	jsonw_object(json, NULL);
	jsonw_string(json, "id", service->id);
	for (size_t i = 0; i < service->n_facts; i++)
		jsonw_string(json, service->facts[i].key, service->facts[i].value);
	jsonw_int(json, "runs", (int64_t)(row->use.runs + 0.5));
	sums_value_json(json, "energy_wh", &row->use.energy_wh, row->use.runs);
	sums_value_json(json, "carbon_g", &row->use.carbon_g, row->use.runs);
	jsonw_object_end(json);
}

void service_json(const struct service_view *view, struct buf *to)
{
	const struct service *service = &view->group.service;
	const struct trend *trend = &view->trend;
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "kind", "service");
	jsonw_string(&json, "id", service->id);
	for (size_t i = 0; register_keys[i].key; i++) {
		const char *value = service_fact(service, register_keys[i].key);
		jsonw_string(&json, register_keys[i].key, value[0] ? value : NULL);
	}
	jsonw_string(&json, "pue_by", sums_pue_by(&view->group));
	jsonw_array(&json, "months");
	for (size_t i = 0; i < trend->n; i++)
		month_json(&json, &trend->months[i]);
	jsonw_array_end(&json);
	bool stated = trend->n_compared >= 2;
	jsonw_string(&json, "not_over", trend->not_over);
	jsonw_string(&json, "first_month", stated ? trend->first->month : NULL);
	jsonw_string(&json, "last_month", stated ? trend->last->month : NULL);
	jsonw_number(&json, "unit_change", trend->unit_change);
	jsonw_number(&json, "total_change", trend->total_change);
	jsonw_bool(&json, "rebounds", trend->rebounds);
	jsonw_number(&json, "rebound", trend->rebound);
	jsonw_number(&json, "use_against_forecast",
		     trend->expected_of_pairs > 0 ? trend->units_of_pairs / trend->expected_of_pairs
						  : (double)NAN);
	benefit_json(&json, view->benefit, view->why_no_benefit);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}
