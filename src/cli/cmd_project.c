/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal project: what a project has used and on what: by phase, what failed or was never shipped,
 * what came before its final training, what idled, what was spent after the best result.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "base/json.h"
#include "cli/command.h"
#include "cli/run_metered.h"
#include "insight/epochs.h"
#include "quantity/print.h"
#include "report/bar.h"
#include "report/layout.h"
#include "store/default.h"
#include "store/sum.h"

#define MOST_PHASES 16
#define BAR 30

struct project_options {
	const char *metric;
	bool less_is_better, json;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_STRING(struct project_options, metric, 0, "metric", N_("NAME"),
		   N_("quality by epoch (default: a validation's, or what most runs tell)")),
	OPT_FLAG(struct project_options, less_is_better, 0, "less-is-better",
		 N_("of the metric: a loss, an error")),
	OPT_FLAG(struct project_options, json, 0, "json", N_("answer in JSON")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("NAME"), ARGUMENT_REQUIRED, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal project digits", N_("what it has used, and on what")},
	{"frugal project digits --metric accuracy", N_("and what came after the best epoch")},
	{"frugal runs set 7c1e outcome=shipped", N_("tell the run that is in use")},
	{NULL, NULL},
};

struct sum {
	size_t runs;
	double wh, g, h;
	double wh_low, wh_high, g_low, g_high;
};

struct project {
	const struct project_options *asked;
	const struct cli *cli;
	const char *names[MOST_PHASES]; /* of phases, in the order of run_phases; "" is none */
	struct sum phases[MOST_PHASES];
	size_t n_phases;
	struct sum all, failed, shipped, abandoned;
	double marginal_wh; /* what the commands added; the rest is their share of idle power */
	struct epochs epochs;
};

static void add(struct sum *to, const struct use *use)
{
	to->runs += (size_t)(use->runs + 0.5);
	to->wh += use->energy_wh.value;
	to->wh_low += use->energy_wh.low;
	to->wh_high += use->energy_wh.high;
	to->g += use->carbon_g.value;
	to->g_low += use->carbon_g.low;
	to->g_high += use->carbon_g.high;
	to->h += use->duration_s / 3600;
}

static size_t phase_of(struct project *p, const char *phase)
{
	size_t i = run_phase_place(phase);
	p->names[i] = run_phases[i] ? run_phases[i] : "";
	p->n_phases = i + 1 > p->n_phases ? i + 1 : p->n_phases;
	return i;
}

static int add_group(void *context, const struct use_group *group, struct frugal_error *reterr)
{
	struct project *p = context;
	const struct use *use = &group->use;
	(void)reterr;
	add(&p->all, use);
	add(&p->phases[phase_of(p, group->phase)], use);
	if (group->end != END_OK || strcmp(group->outcome, "failed") == 0)
		add(&p->failed, use);
	if (strcmp(group->outcome, RUN_OUTCOME_SHIPPED) == 0)
		add(&p->shipped, use);
	if (strcmp(group->outcome, "abandoned") == 0 || strcmp(group->outcome, "superseded") == 0)
		add(&p->abandoned, use);
	p->marginal_wh += use->marginal_wh;
	return 0;
}

/* ---- the answer ----------------------------------------------------------------------------- */

static double share(double part, double all)
{
	return all > 0 ? part / all : 0;
}

/* All but training, fine-tuning and inference: what it took to get there. */
static double development_wh(const struct project *p)
{
	double wh = 0;
	for (size_t i = 0; i < p->n_phases; i++)
		if (p->names[i] && run_phase_role(p->names[i]) == PHASE_BEFORE)
			wh += p->phases[i].wh;
	return wh;
}

static void sum_json(struct jsonw *json, const char *key, const struct sum *sum, double all)
{
	jsonw_object(json, key);
	jsonw_int(json, "runs", (int64_t)sum->runs);
	jsonw_number(json, "energy_wh", sum->wh);
	jsonw_number(json, "carbon_g", sum->g);
	jsonw_number(json, "duration_s", sum->h * 3600);
	jsonw_number(json, "energy_share", share(sum->wh, all));
	jsonw_object_end(json);
}

static void as_json(const struct project *p, const char *name, struct buf *to)
{
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "kind", "project");
	jsonw_string(&json, "project", name);
	sum_json(&json, "all", &p->all, p->all.wh);
	jsonw_object(&json, "phases");
	for (size_t i = 0; i < p->n_phases; i++)
		if (p->phases[i].runs)
			sum_json(&json, p->names[i][0] ? p->names[i] : "none", &p->phases[i],
				 p->all.wh);
	jsonw_object_end(&json);
	sum_json(&json, "failed", &p->failed, p->all.wh);
	sum_json(&json, "shipped", &p->shipped, p->all.wh);
	sum_json(&json, "abandoned", &p->abandoned, p->all.wh);
	jsonw_number(&json, "development_share", share(development_wh(p), p->all.wh));
	jsonw_number(&json, "idle_share",
		     p->marginal_wh > 0 ? 1 - share(p->marginal_wh, p->all.wh) : (double)NAN);
	jsonw_number(&json, "never_shipped_share",
		     p->shipped.runs || p->abandoned.runs ? 1 - share(p->shipped.wh, p->all.wh)
							  : (double)NAN);
	if (p->epochs.metric) {
		jsonw_string(&json, "metric", p->epochs.metric);
		jsonw_int(&json, "runs_with_epochs", (int64_t)p->epochs.runs);
		jsonw_number(&json, "after_best_share",
			     p->epochs.runs ? share(p->epochs.after_best_wh, p->epochs.wh)
					    : (double)NAN);
	}
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

static void add_amount(struct buf *to, const struct project *p, double x, double low, double high,
		       enum kind kind)
{
	struct dimension dim = {{0}};
	dim.exponent[kind] = 1;
	print_quantity(to, x, low, high, dim, (struct unit){1, dim}, NULL, p->cli->context.numbers);
}

static void add_row(struct columns *columns, const struct project *p, const char *name,
		    const struct sum *sum)
{
	struct buf cell = {0};
	columns_add(columns, name);
	buf_addf(&cell, "%zu", sum->runs);
	columns_add(columns, buf_text(&cell));
	buf_clear(&cell);
	add_amount(&cell, p, sum->wh, sum->wh_low, sum->wh_high, KIND_ENERGY);
	columns_add(columns, buf_text(&cell));
	buf_clear(&cell);
	add_amount(&cell, p, sum->g, sum->g_low, sum->g_high, KIND_CO2E);
	columns_add(columns, buf_text(&cell));
	buf_clear(&cell);
	buf_addf(&cell, "%.0f %%", 100 * share(sum->wh, p->all.wh));
	columns_add(columns, buf_text(&cell));
	buf_clear(&cell);
	bar_add(&cell, share(sum->wh, p->all.wh), BAR);
	columns_add(columns, buf_text(&cell));
	buf_release(&cell);
}

static void add_share(struct columns *columns, const char *label, double part,
		      const struct sum *sum)
{
	struct buf cell = {0};
	columns_add(columns, label);
	buf_addf(&cell, "%.0f %%", 100 * part);
	columns_add(columns, buf_text(&cell));
	buf_clear(&cell);
	if (sum)
		buf_addf(&cell, _("(runs: %zu)"), sum->runs);
	columns_add(columns, buf_text(&cell));
	buf_release(&cell);
}

/* What nobody asks for, and what it would be good to know. */
static void shares_text(const struct project *p, struct buf *to)
{
	struct arena arena = {0};
	struct buf label = {0};
	struct columns columns;
	columns_init(&columns, &arena, 3);
	add_share(&columns, _("before training and use: data, development, search, evaluation"),
		  share(development_wh(p), p->all.wh), NULL);
	add_share(&columns, _("runs that failed"), share(p->failed.wh, p->all.wh), &p->failed);
	if (p->marginal_wh > 0)
		add_share(&columns, _("idle power of the machines, in the runs' share"),
			  1 - share(p->marginal_wh, p->all.wh), NULL);
	if (p->shipped.runs || p->abandoned.runs) {
		struct sum never = {.runs = p->all.runs - p->shipped.runs};
		add_share(&columns, _("never shipped"), 1 - share(p->shipped.wh, p->all.wh),
			  &never);
		add_share(&columns, _("shipped"), share(p->shipped.wh, p->all.wh), &p->shipped);
		add_share(&columns, _("abandoned or superseded"), share(p->abandoned.wh, p->all.wh),
			  &p->abandoned);
	}
	if (p->epochs.runs) {
		buf_addf(&label, _("of the epochs' energy, after the best %s"), p->epochs.metric);
		if (p->epochs.read == EPOCHS_READ)
			buf_addf(&label, _(" (the newest %d runs)"), EPOCHS_READ);
		add_share(&columns, buf_text(&label), share(p->epochs.after_best_wh, p->epochs.wh),
			  NULL);
	}
	columns_print(&columns, to, 0);
	to->failed |= columns.failed || label.failed;
	buf_release(&label);
	columns_release(&columns);
	arena_release(&arena);
}

static void as_text(const struct project *p, struct buf *to)
{
	struct arena arena = {0};
	struct columns columns;
	columns_init(&columns, &arena, 6);
	columns_add(&columns, _("phase"));
	columns_add(&columns, _("runs"));
	columns_add(&columns, _("energy"));
	columns_add(&columns, _("carbon"));
	columns_add(&columns, _("share"));
	columns_add(&columns, "");
	for (size_t i = 0; i < p->n_phases; i++)
		if (p->phases[i].runs)
			add_row(&columns, p, p->names[i][0] ? p->names[i] : _("(none)"),
				&p->phases[i]);
	add_row(&columns, p, _("all"), &p->all);
	columns_print(&columns, to, 0);
	to->failed |= columns.failed;
	columns_release(&columns);
	arena_release(&arena);
	buf_putc(to, '\n');
	shares_text(p, to);
	if (!p->shipped.runs && !p->abandoned.runs)
		buf_puts(to, _("none is told to be shipped: frugal runs set RUN outcome=shipped "
			       "(or failed, superseded, abandoned)\n"));
	if (p->asked->metric && !p->epochs.runs)
		buf_addf(to, _("no run tells %s by epoch\n"), p->asked->metric);
}

static int project(struct cli *cli, struct frugal_error *reterr)
{
	struct project p = {.asked = cli->options, .cli = cli};
	p.epochs = (struct epochs){.metric = p.asked->metric,
				   .less_is_better = p.asked->less_is_better,
				   .target = NAN};
	const struct run_filter filter = {.project = cli->args[0]};
	struct ledger *ledger;
	struct buf text = {0};
	int r = store_open(&cli->context, LEDGER_READ, &ledger, reterr);
	if (r < 0)
		return r;
	r = ledger_sum(ledger, &filter, USE_PHASE | USE_OUTCOME | USE_END, add_group, &p, reterr);
	if (r == 0 && !p.epochs.metric)
		r = epochs_choose(ledger, &filter, &cli->context.arena, &p.epochs, reterr);
	if (r == 0)
		r = epochs_read(ledger, &filter, &p.epochs, reterr);
	ledger_close(ledger);
	if (r == 0 && p.all.runs == 0) {
		error_set(reterr, FRUGAL_EUSAGE, _("no run belongs to project '%s'"), cli->args[0]);
		r = error_todo(reterr, "%s", "frugal run --project NAME -- CMD");
	}
	if (r == 0 && p.asked->json)
		as_json(&p, cli->args[0], &text);
	else if (r == 0)
		as_text(&p, &text);
	if (r == 0 && text.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&text);
	buf_release(&text);
	return r;
}

const struct command command_project = {
	.name = "project",
	.group = GROUP_LEDGER,
	.brief = N_("what a project has used, and on what"),
	.text = N_(
		"Adds up the runs of a project (share perimeter) by phase; tells what came before "
		"training and use, what failed, what idled, what was shipped (by "
		"runs set: shipped, failed, superseded, abandoned), and with a metric by epoch "
		"what was spent after its best."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct project_options),
	.examples = examples,
	.function = project,
};
