/* SPDX-License-Identifier: Apache-2.0 */
/* Writes the sum of all runs, or the sums by one key, as text, JSON and CSV (insight/totals.h). */
#include "report/totals.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/csv.h"
#include "base/intl.h"
#include "base/json.h"
#include "quantity/change.h"
#include "report/bar.h"
#include "report/layout.h"
#include "report/number.h"
#include "report/stored_words.h"
#include "report/sums.h"
#include "report/vocabulary.h"

struct view {
	const struct totals *totals;
	const struct number_style *numbers;
};

/* ---- in words ------------------------------------------------------------------------------- */

static void one_figure(struct columns *columns, const struct view *v, const char *name,
		       const struct use_figure *figure, enum kind kind)
{
	struct buf cell = {0};
	if (!(figure->runs > 0))
		return;
	columns_add(columns, _(name));
	sums_figure(&cell, figure, 1, kind, v->numbers);
	if (figure->runs < v->totals->all.runs)
		buf_addf(&cell, _("  (from %zu of them)"), (size_t)(figure->runs + 0.5));
	columns_take(columns, &cell);
	buf_release(&cell);
}

static void figures(const struct view *v, struct buf *to)
{
	const struct use *all = &v->totals->all;
	struct arena arena = {0};
	struct columns columns;
	columns_init(&columns, &arena, 2);
	one_figure(&columns, v, N_("energy"), &all->energy_wh, KIND_ENERGY);
	one_figure(&columns, v, N_("carbon"), &all->carbon_g, KIND_CO2E);
	one_figure(&columns, v, N_("embodied"), &all->embodied_g, KIND_CO2E);
	for (size_t i = 0; i < USE_CRITERIA; i++)
		one_figure(&columns, v, sums_criteria[i].word, &all->criteria[i],
			   sums_criteria[i].kind);
	columns_print(&columns, to, 2);
	to->failed |= columns.failed;
	columns_release(&columns);
	arena_release(&arena);
}

static void whole(const struct view *v, struct buf *to)
{
	const struct use *all = &v->totals->all;
	struct buf time = {0};
	print_duration(&time, all->duration_s, v->numbers);
	/* TRANSLATORS: 12 runs, 3 h 4 min */
	size_t runs = (size_t)(all->runs + 0.5);
	if (runs == 1)
		buf_addf(to, _("1 run, %s\n"), buf_text(&time));
	else
		buf_addf(to, _("%zu runs, %s\n"), runs, buf_text(&time));
	buf_release(&time);
	figures(v, to);
	if (v->totals->n_within)
		buf_addf(to, _("  runs within these, not counted twice: %zu\n"),
			 v->totals->n_within);
}

static void add_key(struct buf *to, const struct totals *totals, const char *key)
{
	bool fixed = strcmp(totals->by, "phase") == 0 || strcmp(totals->by, "outcome") == 0;
	if (!key[0])
		buf_puts(to, _("(none)"));
	else if (strcmp(totals->by, "machine") == 0)
		machine_words(to, key);
	else
		buf_puts(to, fixed ? vocabulary_word(key) : key);
	if (strcmp(totals->by, "month") == 0 && !clock_is_over(key, totals->now_s))
		buf_puts(to, _(" (not over)"));
}

static void table(const struct view *v, struct buf *to)
{
	const struct totals *totals = v->totals;
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	double most = totals->all.energy_wh.value;
	columns_init(&columns, &arena, 6);
	columns_add(&columns, vocabulary_word(totals->by));
	columns_add(&columns, _("runs"));
	columns_add(&columns, _("energy"));
	columns_add(&columns, _("carbon"));
	columns_add(&columns, _("share"));
	columns_add(&columns, "");
	for (size_t i = 0; i < totals->n; i++) {
		const struct totals_row *row = &totals->rows[i];
		double share = share_of(group_value(&row->use.energy_wh, row->use.runs), most);
		add_key(&cell, totals, row->key);
		columns_take(&columns, &cell);
		buf_addf(&cell, "%.0f", row->use.runs);
		columns_take(&columns, &cell);
		sums_of_runs(&cell, &row->use.energy_wh, row->use.runs, KIND_ENERGY, v->numbers);
		columns_take(&columns, &cell);
		sums_of_runs(&cell, &row->use.carbon_g, row->use.runs, KIND_CO2E, v->numbers);
		columns_take(&columns, &cell);
		if (isnan(share))
			buf_putc(&cell, '-');
		else
			buf_addf(&cell, _("%s %%"),
				 number_fixed(NUMBER_OWN, 100 * share, 0, v->numbers));
		columns_take(&columns, &cell);
		bar_add(&cell, isnan(share) ? 0 : share, 20);
		columns_take(&columns, &cell);
	}
	columns_print(&columns, to, 0);
	to->failed |= columns.failed || cell.failed;
	columns_release(&columns);
	arena_release(&arena);
	buf_release(&cell);
}

void totals_text(const struct totals *totals, const struct number_style *numbers, struct buf *to)
{
	const struct view view = {totals, numbers};
	if (totals->by)
		table(&view, to);
	whole(&view, to);
	if (sums_doubted(&totals->all))
		buf_addf(to, "%s\n", sums_level());
	sums_pues_left(to, &totals->pues_left, numbers);
}

/* ---- JSON, CSV ------------------------------------------------------------------------------ */

static void use_json(struct jsonw *json, const struct use *use)
{
	jsonw_int(json, "runs", (int64_t)(use->runs + 0.5));
	jsonw_number(json, "duration_s", use->duration_s);
	sums_figure_json(json, "energy", &use->energy_wh, KIND_ENERGY);
	sums_figure_json(json, "carbon", &use->carbon_g, KIND_CO2E);
	sums_figure_json(json, "embodied", &use->embodied_g, KIND_CO2E);
	for (size_t i = 0; i < USE_CRITERIA; i++)
		sums_figure_json(json, sums_criteria[i].name, &use->criteria[i],
				 sums_criteria[i].kind);
}

void totals_json(const struct totals *totals, struct buf *to)
{
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "kind", "total");
	use_json(&json, &totals->all);
	if (totals->n_within)
		jsonw_int(&json, "within", (int64_t)totals->n_within);
	sums_pues_left_json(&json, &totals->pues_left);
	if (totals->by) {
		jsonw_string(&json, "by", totals->by);
		jsonw_array(&json, "groups");
		for (size_t i = 0; i < totals->n; i++) {
			jsonw_object(&json, NULL);
			jsonw_string(&json, totals->by, totals->rows[i].key);
			use_json(&json, &totals->rows[i].use);
			jsonw_object_end(&json);
		}
		jsonw_array_end(&json);
	}
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

static void csv_figure(struct buf *to, const struct use_figure *figure, double runs)
{
	if (isnan(group_value(figure, runs)))
		buf_puts(to, ",,,");
	else
		buf_addf(to, ",%.17g,%.17g,%.17g", figure->value, figure->low, figure->high);
}

void totals_csv(const struct totals *totals, struct buf *to)
{
	const char *by = totals->by;
	buf_addf(to,
		 "%s%sruns,duration_s,energy_wh,energy_wh_low,energy_wh_high,carbon_g,"
		 "carbon_g_low,carbon_g_high,embodied_g,embodied_g_low,embodied_g_high",
		 by ? by : "", by ? "," : "");
	for (size_t i = 0; i < USE_CRITERIA; i++)
		buf_addf(to, ",%s,%s_low,%s_high", sums_criteria[i].key, sums_criteria[i].key,
			 sums_criteria[i].key);
	buf_putc(to, '\n');
	for (size_t i = 0; i < totals->n; i++) {
		const struct use *use = &totals->rows[i].use;
		const struct use_figure *figures[] = {&use->energy_wh, &use->carbon_g,
						      &use->embodied_g};
		if (by) {
			csv_put_words(to, str_of(totals->rows[i].key));
			buf_putc(to, ',');
		}
		buf_addf(to, "%.0f,%.17g", use->runs, use->duration_s);
		for (size_t k = 0; k < 3; k++)
			csv_figure(to, figures[k], use->runs);
		for (size_t k = 0; k < USE_CRITERIA; k++)
			csv_figure(to, &use->criteria[k], use->runs);
		buf_putc(to, '\n');
	}
}
