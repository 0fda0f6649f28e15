/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a project (insight/project.h) as text and JSON: its phases, and the shares of development,
 * failures, idle energy and unshipped runs.
 */
#include "report/project.h"

#include <math.h>

#include "base/intl.h"
#include "base/json.h"
#include "quantity/change.h"
#include "report/bar.h"
#include "report/layout.h"
#include "report/number.h"
#include "report/sums.h"
#include "report/vocabulary.h"

#define BAR 30

static size_t runs_of(const struct group_sum *sum)
{
	return (size_t)(sum->use.runs + 0.5);
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void sum_members(struct jsonw *json, const struct project *p, const struct group_sum *sum)
{
	jsonw_int(json, "runs", (int64_t)runs_of(sum));
	jsonw_number(json, "energy_wh", group_value(&sum->use.energy_wh, sum->use.runs));
	jsonw_number(json, "carbon_g", group_value(&sum->use.carbon_g, sum->use.runs));
	sums_criteria_json(json, &sum->use);
	jsonw_number(json, "duration_s", sum->use.duration_s);
	jsonw_number(json, "energy_share", project_share(p, sum));
}

static void sum_json(struct jsonw *json, const char *key, const struct project *p,
		     const struct group_sum *sum)
{
	jsonw_object(json, key);
	sum_members(json, p, sum);
	jsonw_object_end(json);
}

/* What it used by month, and what it is not to exceed in one. */
static void months_json(struct jsonw *json, const struct project *p)
{
	const struct group_rows *months = &p->group.months;
	jsonw_array(json, "months");
	for (size_t i = 0; i < months->n; i++) {
		jsonw_object(json, NULL);
		jsonw_string(json, "month", months->items[i].key);
		sum_members(json, p, &months->items[i].sum);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	jsonw_object(json, "target");
	jsonw_number(json, "energy_wh", p->target.value[TARGET_ENERGY]);
	jsonw_number(json, "carbon_g", p->target.value[TARGET_CARBON]);
	jsonw_object_end(json);
}

void project_json(const struct project *p, struct buf *to)
{
	struct jsonw json = {.out = to, .pretty = true};
	const struct group_rows *phases = &p->group.phases;
	const struct epochs *epochs = &p->epochs;
	jsonw_object(&json, NULL);
	jsonw_string(&json, "kind", "project");
	jsonw_string(&json, "project", p->name);
	if (p->within[0])
		jsonw_string(&json, "filter", p->within);
	sums_pue_json(&json, &p->group);
	sum_json(&json, "all", p, &p->group.all);
	jsonw_object(&json, "phases");
	for (size_t i = 0; i < phases->n; i++) {
		const struct group_row *row = &phases->items[i];
		sum_json(&json, row->key[0] ? row->key : "none", p, &row->sum);
	}
	jsonw_object_end(&json);
	months_json(&json, p);
	sum_json(&json, "failed", p, &p->failed);
	sum_json(&json, "shipped", p, &p->shipped);
	sum_json(&json, "abandoned", p, &p->abandoned);
	sum_json(&json, "untold", p, &p->untold);
	jsonw_number(&json, "development_share", p->before_share);
	jsonw_number(&json, "idle_share", p->idle_share);
	jsonw_number(&json, "never_shipped_share", p->never_shipped_share);
	if (epochs->metric) {
		jsonw_string(&json, "metric", epochs->metric);
		jsonw_int(&json, "runs_with_epochs", (int64_t)epochs->runs);
		jsonw_number(&json, "after_best_share",
			     share_of(epochs->after_best_wh, epochs->wh));
	}
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

/* ---- text ----------------------------------------------------------------------------------- */

struct view {
	const struct project *p;
	const struct number_style *numbers;
	struct columns columns;
	struct buf cell;
};

static void put_percent(struct view *v, double share)
{
	if (isnan(share))
		buf_putc(&v->cell, '-');
	else
		buf_addf(&v->cell, _("%s %%"),
			 number_fixed(NUMBER_OWN, 100 * share, 0, v->numbers));
	columns_take(&v->columns, &v->cell);
}

static void add_row(struct view *v, const char *name, const struct group_sum *sum)
{
	double share = project_share(v->p, sum);
	columns_add(&v->columns, name);
	buf_addf(&v->cell, "%zu", runs_of(sum));
	columns_take(&v->columns, &v->cell);
	sums_of_runs(&v->cell, &sum->use.energy_wh, sum->use.runs, KIND_ENERGY, v->numbers);
	columns_take(&v->columns, &v->cell);
	sums_of_runs(&v->cell, &sum->use.carbon_g, sum->use.runs, KIND_CO2E, v->numbers);
	columns_take(&v->columns, &v->cell);
	put_percent(v, share);
	bar_add(&v->cell, isnan(share) ? 0 : share, BAR);
	columns_take(&v->columns, &v->cell);
}

static void add_share(struct view *v, const char *label, double part)
{
	columns_add(&v->columns, label);
	put_percent(v, part);
}

static void add_runs(struct view *v, size_t runs)
{
	buf_addf(&v->cell, _("(runs: %zu)"), runs);
	columns_take(&v->columns, &v->cell);
}

static void sum_share(struct view *v, const char *label, const struct group_sum *sum)
{
	add_share(v, label, project_share(v->p, sum));
	add_runs(v, runs_of(sum));
}

static void epochs_share(struct view *v)
{
	const struct epochs *epochs = &v->p->epochs;
	struct buf label = {0};
	if (!epochs->runs)
		return;
	buf_addf(&label, _("share of the epochs' energy spent after the best %s"), epochs->metric);
	if (epochs->read == EPOCHS_READ)
		buf_addf(&label, _(" (the newest %d runs)"), EPOCHS_READ);
	add_share(v, buf_text(&label), share_of(epochs->after_best_wh, epochs->wh));
	columns_add(&v->columns, "");
	v->columns.failed |= label.failed;
	buf_release(&label);
}

static void add_shares(struct view *v)
{
	const struct project *p = v->p;
	add_share(v, _("before training and usage: data, development, search, evaluation"),
		  p->before_share);
	columns_add(&v->columns, "");
	sum_share(v, _("failed runs"), &p->failed);
	if (!isnan(p->idle_share)) {
		add_share(v, _("idle energy of the machines, in the runs' share"), p->idle_share);
		columns_add(&v->columns, "");
	}
	if (!isnan(p->never_shipped_share)) {
		sum_share(v, _("abandoned or superseded runs"), &p->abandoned);
		add_share(v, _("never shipped: failed, abandoned or superseded"),
			  p->never_shipped_share);
		add_runs(v, runs_of(&p->failed) + runs_of(&p->abandoned));
		sum_share(v, _("shipped runs"), &p->shipped);
		sum_share(v, _("outcome not reported"), &p->untold);
	}
	epochs_share(v);
}

static void phases_table(struct view *v)
{
	const struct run_group *group = &v->p->group;
	const char *const heads[] = {_("phase"),  _("runs"),  _("energy"),
				     _("carbon"), _("share"), ""};
	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		columns_add(&v->columns, heads[i]);
	for (size_t i = 0; i < group->phases.n; i++) {
		const struct group_row *row = &group->phases.items[i];
		add_row(v, row->key[0] ? vocabulary_word(row->key) : _("(none)"), &row->sum);
	}
	add_row(v, _("total"), &group->all);
}

/* The further criteria of all runs; one that no run has is absent, and says so. */
static void criteria_table(struct view *v)
{
	const struct use *use = &v->p->group.all.use;
	for (size_t i = 0; i < USE_CRITERIA; i++) {
		if (i == USE_SITE_WATER && !(use->criteria[i].runs > 0))
			continue;
		columns_add(&v->columns, _(sums_criteria[i].word));
		if (use->criteria[i].runs > 0)
			sums_of_runs(&v->cell, &use->criteria[i], use->runs, sums_criteria[i].kind,
				     v->numbers);
		else
			buf_puts(&v->cell, _("- (no run has it)"));
		columns_take(&v->columns, &v->cell);
	}
}

static void print_columns(struct view *v, size_t n, void (*fill)(struct view *v), struct buf *to)
{
	struct arena arena = {0};
	columns_init(&v->columns, &arena, n);
	fill(v);
	columns_print(&v->columns, to, 0);
	to->failed |= v->columns.failed || v->cell.failed;
	columns_release(&v->columns);
	arena_release(&arena);
}

static void target_text(const struct project *p, const struct number_style *numbers, struct buf *to)
{
	static const enum kind kinds[] = {
		[TARGET_ENERGY] = KIND_ENERGY, [TARGET_CARBON] = KIND_CO2E};
	const char *const names[] = {
		[TARGET_ENERGY] = _("energy"), [TARGET_CARBON] = _("carbon, with embodied")};
	struct buf amount = {0};
	for (int i = 0; i < TARGET_FIGURES; i++) {
		double value = p->target.value[i];
		if (isnan(value))
			continue;
		buf_clear(&amount);
		sums_amount(&amount, value, value, value, kinds[i], numbers);
		buf_addf(to, _("target of a month: %s %s\n"), names[i], buf_text(&amount));
	}
	to->failed |= amount.failed;
	buf_release(&amount);
}

void project_text(const struct project *p, const struct number_style *numbers, struct buf *to)
{
	struct view view = {.p = p, .numbers = numbers};
	if (p->within[0])
		buf_addf(to, _("project %s, only the runs in %s\n\n"), p->name, p->within);
	print_columns(&view, 6, phases_table, to);
	sums_legend(to, &p->group, sums_doubted(&p->group.all.use), numbers);
	buf_putc(to, '\n');
	print_columns(&view, 2, criteria_table, to);
	buf_putc(to, '\n');
	print_columns(&view, 3, add_shares, to);
	buf_release(&view.cell);
	target_text(p, numbers, to);
	if (!(p->shipped.use.runs + p->abandoned.use.runs > 0))
		buf_puts(to, _("no run has the outcome shipped: frugal runs set RUN "
			       "outcome=shipped (or failed, superseded, abandoned)\n"));
	if (p->metric_said && !p->epochs.runs)
		buf_addf(to, _("no run reports %s by epoch\n"), p->epochs.metric);
}
