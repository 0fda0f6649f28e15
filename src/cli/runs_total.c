/* SPDX-License-Identifier: Apache-2.0 */
/* frugal runs list --total, --by: the sum of the runs, or that of each kind of them. */
#include <string.h>

#include "base/csv.h"
#include "base/intl.h"
#include "base/json.h"
#include "cli/runs.h"
#include "quantity/print.h"
#include "report/bar.h"
#include "report/layout.h"
#include "store/sum.h"

const char *const runs_keys[] = {"project", "service", "phase", "outcome", "name", "end",
				 "zone",    "machine", "day",   "month",   NULL};

static const unsigned keys_by_name[] = {USE_PROJECT, USE_SERVICE, USE_PHASE, USE_OUTCOME,
					USE_NAME,    USE_END,     USE_ZONE,  USE_MACHINE,
					USE_DAY,     USE_MONTH};

static const char *const end_names[] = {"ok", "failed", "interrupted"};

struct totals {
	const struct cli *cli;
	const struct runs_options *options;
	struct use all;
	size_t n_within; /* runs that are not added, since they lie within others of these */
	struct arena arena;
	struct total_row {
		const char *key;
		struct use use;
	} * rows;
	size_t n, cap;
};

static const char *key_of(const struct totals *totals, const struct use_group *group)
{
	const char *by = totals->options->by;
	const char *texts[] = {group->project, group->service,        group->phase, group->outcome,
			       group->name,    end_names[group->end], group->zone,  group->machine,
			       group->period,  group->period};
	for (size_t i = 0; by && runs_keys[i]; i++)
		if (strcmp(by, runs_keys[i]) == 0)
			return texts[i];
	return "";
}

static int add(void *context, const struct use_group *group, struct frugal_error *reterr)
{
	struct totals *totals = context;
	use_add(&totals->all, &group->use);
	if (!mem_grow(&totals->rows, totals->n, &totals->cap, sizeof(*totals->rows), 0))
		return error_nomem(reterr);
	struct total_row *row = &totals->rows[totals->n++];
	row->use = group->use;
	row->key = arena_strdup(&totals->arena, key_of(totals, group));
	return row->key ? 0 : error_nomem(reterr);
}

/* ---- in words ------------------------------------------------------------------------------- */

static void put_figure(struct buf *to, const struct totals *totals, const struct use_figure *figure,
		       enum kind kind)
{
	struct dimension dim = {{0}};
	dim.exponent[kind] = 1;
	if (figure->runs > 0)
		print_quantity(to, figure->value, figure->low, figure->high, dim,
			       (struct unit){1, dim}, NULL, totals->cli->context.numbers);
	else
		buf_puts(to, "-");
}

static void one_figure(struct buf *to, const struct totals *totals, const char *name,
		       const struct use_figure *figure, enum kind kind)
{
	if (!(figure->runs > 0))
		return;
	buf_addf(to, "  %-9s ", _(name));
	put_figure(to, totals, figure, kind);
	if (figure->runs < totals->all.runs)
		buf_addf(to, _("  (of %zu of them)"), (size_t)(figure->runs + 0.5));
	buf_putc(to, '\n');
}

static void as_text(const struct totals *totals, struct buf *to)
{
	const struct use *all = &totals->all;
	struct buf time = {0};
	print_duration(&time, all->duration_s, totals->cli->context.numbers);
	/* TRANSLATORS: 12 runs, 3 h 4 min */
	buf_addf(to, _("%zu runs, %s\n"), (size_t)(all->runs + 0.5), buf_text(&time));
	buf_release(&time);
	one_figure(to, totals, N_("energy"), &all->energy_wh, KIND_ENERGY);
	one_figure(to, totals, N_("carbon"), &all->carbon_g, KIND_CO2E);
	one_figure(to, totals, N_("embodied"), &all->embodied_g, KIND_CO2E);
	if (totals->n_within)
		buf_addf(to, _("  not added twice: %zu that ran within these\n"), totals->n_within);
}

static void as_table(const struct totals *totals, struct buf *to)
{
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	double most = totals->all.energy_wh.value;
	columns_init(&columns, &arena, 6);
	columns_add(&columns, _(totals->options->by));
	columns_add(&columns, _("runs"));
	columns_add(&columns, _("energy"));
	columns_add(&columns, _("carbon"));
	columns_add(&columns, _("share"));
	columns_add(&columns, "");
	for (size_t i = 0; i < totals->n; i++) {
		const struct total_row *row = &totals->rows[i];
		double share = most > 0 ? row->use.energy_wh.value / most : 0;
		columns_add(&columns, row->key[0] ? row->key : _("(none)"));
		buf_addf(&cell, "%.0f", row->use.runs);
		columns_take(&columns, &cell);
		put_figure(&cell, totals, &row->use.energy_wh, KIND_ENERGY);
		columns_take(&columns, &cell);
		put_figure(&cell, totals, &row->use.carbon_g, KIND_CO2E);
		columns_take(&columns, &cell);
		buf_addf(&cell, "%.0f %%", 100 * share);
		columns_take(&columns, &cell);
		bar_add(&cell, share, 20);
		columns_take(&columns, &cell);
	}
	columns_print(&columns, to, 0);
	to->failed |= columns.failed || cell.failed;
	columns_release(&columns);
	arena_release(&arena);
	buf_release(&cell);
}

/* ---- JSON, CSV ------------------------------------------------------------------------------ */

static void figure_json(struct jsonw *json, const char *name, const struct use_figure *figure,
			enum kind kind)
{
	struct dimension dim = {{0}};
	struct buf unit = {0};
	if (!(figure->runs > 0))
		return;
	dim.exponent[kind] = 1;
	dimension_text(&unit, dim);
	jsonw_object(json, name);
	jsonw_number(json, "value", figure->value);
	jsonw_number(json, "low", figure->low);
	jsonw_number(json, "high", figure->high);
	jsonw_string(json, "unit", buf_text(&unit));
	jsonw_int(json, "runs", (int64_t)(figure->runs + 0.5));
	jsonw_object_end(json);
	buf_release(&unit);
}

static void use_json(struct jsonw *json, const struct use *use)
{
	jsonw_int(json, "runs", (int64_t)(use->runs + 0.5));
	jsonw_number(json, "duration_s", use->duration_s);
	figure_json(json, "energy", &use->energy_wh, KIND_ENERGY);
	figure_json(json, "carbon", &use->carbon_g, KIND_CO2E);
	figure_json(json, "embodied", &use->embodied_g, KIND_CO2E);
}

static void as_json(const struct totals *totals, struct buf *to)
{
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "kind", "total");
	use_json(&json, &totals->all);
	if (totals->n_within)
		jsonw_int(&json, "within", (int64_t)totals->n_within);
	if (totals->options->by) {
		jsonw_string(&json, "by", totals->options->by);
		jsonw_array(&json, "groups");
		for (size_t i = 0; i < totals->n; i++) {
			jsonw_object(&json, NULL);
			jsonw_string(&json, totals->options->by, totals->rows[i].key);
			use_json(&json, &totals->rows[i].use);
			jsonw_object_end(&json);
		}
		jsonw_array_end(&json);
	}
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

static void as_csv(const struct totals *totals, struct buf *to)
{
	const char *by = totals->options->by;
	buf_addf(to,
		 "%s%sruns,duration_s,energy_wh,energy_wh_low,energy_wh_high,carbon_g,"
		 "carbon_g_low,carbon_g_high,embodied_g,embodied_g_low,embodied_g_high\n",
		 by ? by : "", by ? "," : "");
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
			buf_addf(to, ",%.17g,%.17g,%.17g", figures[k]->value, figures[k]->low,
				 figures[k]->high);
		buf_putc(to, '\n');
	}
}

int runs_total(struct cli *cli, frugal_ledger *ledger, const struct frugal_filter *filter,
	       struct frugal_error *reterr)
{
	struct totals totals = {.cli = cli, .options = cli->options};
	struct buf text = {0};
	struct run_filter wanted;
	unsigned keys = 0;
	for (size_t i = 0; totals.options->by && runs_keys[i]; i++)
		if (strcmp(totals.options->by, runs_keys[i]) == 0)
			keys = keys_by_name[i];
	int r = filter_read(filter, &totals.arena, &wanted, reterr);
	if (r == 0)
		r = ledger_sum(ledger_of(ledger), &wanted, keys, add, &totals, reterr);
	if (r == 0)
		r = ledger_count_within(ledger_of(ledger), &wanted, &totals.n_within, reterr);
	if (r == 0 && totals.options->json)
		as_json(&totals, &text);
	else if (r == 0 && totals.options->csv)
		as_csv(&totals, &text);
	else if (r == 0 && totals.options->by)
		as_table(&totals, &text);
	if (r == 0 && !totals.options->json && !totals.options->csv)
		as_text(&totals, &text);
	if (r == 0 && text.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&text);
	mem_free(totals.rows);
	arena_release(&totals.arena);
	buf_release(&text);
	return r;
}
