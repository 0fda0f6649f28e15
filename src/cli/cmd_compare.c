/* SPDX-License-Identifier: Apache-2.0 */
/* frugal compare: runs or groups of runs side by side: energy, carbon, time and quality. */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "base/json.h"
#include "cli/command.h"
#include "insight/compare.h"
#include "quantity/print.h"
#include "report/layout.h"
#include "store/default.h"

#define LEVEL 0.95
#define SIGNIFICANT 0.05
#define MOST_GROUPS 100

struct compare_options {
	const char *metric, *against, *of;
	struct option_quantity max_increase, worth, point;
	bool less_is_better, json;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_STRING(struct compare_options, metric, 0, "metric", N_("NAME"),
		   N_("quality, as frugal mark NAME=VALUE told it: accuracy")),
	OPT_FLAG(struct compare_options, less_is_better, 0, "less-is-better",
		 N_("of the metric: a loss, an error")),
	OPT_CHOICE(struct compare_options, of, "of", N_("WHAT"), compare_figure_names,
		   N_("that is tested: energy (default), carbon or duration")),
	OPT_STRING(struct compare_options, against, 0, "against", N_("GROUP"),
		   N_("the baseline (default: the first group)")),
	OPT_QUANTITY(struct compare_options, max_increase, "max-increase", N_("X"), "1", 0, 1e6,
		     N_("exit with 1 where more than this is used than by the baseline: 5%")),
	OPT_QUANTITY(struct compare_options, worth, "worth", N_("E"), "kWh", 0, 1e12,
		     N_("that a point of quality is worth: where does the next one cost more?")),
	OPT_QUANTITY(struct compare_options, point, "point", N_("X"), "1", 1e-12, 1e12,
		     N_("of quality (default: 0.01, or 1 where the metric goes beyond 1)")),
	OPT_FLAG(struct compare_options, json, 0, "json", N_("answer in JSON")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("GROUP"), ARGUMENT_REQUIRED, COMPLETE_NONE, NULL},
	{N_("GROUP"), ARGUMENT_REPEATED, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal compare 7c1e last", N_("two runs")},
	{"frugal compare name=small name=large --metric accuracy",
	 N_("groups of runs, their quality, and what a point of it costs")},
	{"frugal compare last --against tag=baseline --max-increase 5%",
	 N_("for a test: ends with 1 on a regression")},
	{NULL, NULL},
};

struct comparison {
	const struct compare_options *asked;
	const struct cli *cli;
	enum compare_figure of;
	struct compare_group *groups; /* the first is the baseline */
	size_t n;
	struct compare_pair *pairs; /* of each but the first with the first */
	struct compare_pair *quality_pairs;
	bool *front;
	struct stat_log_law law;
	bool has_law;
	double point;
	double most_wh; /* of the runs that tell their quality */
	bool worse;     /* somebody uses more than is allowed */
};

/* ---- counting ------------------------------------------------------------------------------- */

static bool is_worse(const struct comparison *c, const struct compare_pair *pair)
{
	const struct option_quantity *most = &c->asked->max_increase;
	if (!most->given || !(pair->ratio > most->quantity.value))
		return false;
	/* Of repeats, one that chance may have made is none. */
	return !pair->tested || pair->welch.p < SIGNIFICANT;
}

/* The dearest run that tells its quality; of groups of which only sums are known, their mean. */
static double dearest_wh(const struct compare_group *group)
{
	double most =
		group->summed && group->of_quality.n ? group->of_figures[COMPARE_ENERGY].mean : 0;
	for (size_t k = 0; k < group->cost_of_quality.n; k++)
		most = fmax(most, group->cost_of_quality.x[k]);
	return most;
}

static void fit_law(struct comparison *c)
{
	double most = 0;
	for (size_t i = 0; i < c->n; i++) {
		const struct compare_group *group = &c->groups[i];
		for (size_t k = 0; k < group->quality.n; k++)
			most = fmax(most, fabs(group->quality.x[k]));
		if (group->summed && group->of_quality.n)
			most = fmax(most, fabs(group->of_quality.mean));
		c->most_wh = fmax(c->most_wh, dearest_wh(group));
	}
	c->has_law = compare_law(c->groups, c->n, &c->law);
	c->point = c->asked->point.given ? c->asked->point.quantity.value : most > 1 ? 1 : 0.01;
}

static int find_front(struct comparison *c, struct frugal_error *reterr)
{
	double *cost = mem_zalloc(c->n + 1, sizeof(*cost)),
	       *quality = mem_zalloc(c->n + 1, sizeof(*quality));
	int r = cost && quality ? 0 : error_nomem(reterr);
	for (size_t i = 0; r == 0 && i < c->n; i++) {
		cost[i] = c->groups[i].of_figures[COMPARE_ENERGY].mean;
		quality[i] = c->groups[i].of_quality.mean;
	}
	if (r == 0)
		stat_pareto(cost, quality, c->n, c->asked->less_is_better, c->front);
	/* Who tells no quality is on no front. */
	for (size_t i = 0; r == 0 && i < c->n; i++)
		c->front[i] &= !isnan(quality[i]) && !isnan(cost[i]);
	mem_free(cost);
	mem_free(quality);
	return r;
}

static int count(struct comparison *c, struct frugal_error *reterr)
{
	uint64_t seed = c->cli->common.seed ? (uint64_t)c->cli->common.seed : 1;
	for (size_t i = 1; i < c->n; i++) {
		const struct compare_group *a = &c->groups[0], *b = &c->groups[i];
		const struct compare_side used[] = {{&a->figures[c->of], &a->of_figures[c->of]},
						    {&b->figures[c->of], &b->of_figures[c->of]}};
		const struct compare_side good[] = {{&a->quality, &a->of_quality},
						    {&b->quality, &b->of_quality}};
		compare_pair(&used[0], &used[1], LEVEL, seed, &c->pairs[i]);
		compare_pair(&good[0], &good[1], LEVEL, seed, &c->quality_pairs[i]);
		c->worse |= is_worse(c, &c->pairs[i]);
	}
	if (!c->asked->metric)
		return 0;
	fit_law(c);
	return find_front(c, reterr);
}

/* Wh that one more point costs at a cost: the law's derivative. */
static double marginal_wh(const struct comparison *c, double wh)
{
	double slope = c->asked->less_is_better ? -c->law.slope : c->law.slope;
	return slope > 0 ? wh * c->point / slope : (double)NAN;
}

/* ---- for people ----------------------------------------------------------------------------- */

static const struct dimension dims[COMPARE_FIGURES] = {
	[COMPARE_ENERGY] = {{[KIND_ENERGY] = 1}},
	[COMPARE_CARBON] = {{[KIND_CO2E] = 1}},
	[COMPARE_DURATION] = {{[KIND_TIME] = 1}},
};

static void add_figure(struct buf *to, const struct comparison *c,
		       const struct compare_group *group, enum compare_figure f)
{
	const struct stat_summary *s = &group->of_figures[f];
	double low = s->n > 1 ? s->low : s->mean, high = s->n > 1 ? s->high : s->mean;
	if (s->n == 1 && f != COMPARE_DURATION) {
		low = group->low[f];
		high = group->high[f];
	}
	if (s->n)
		print_quantity(to, s->mean, fmax(low, 0), high, dims[f], (struct unit){1, dims[f]},
			       NULL, c->cli->context.numbers);
	else
		buf_puts(to, "-");
}

static void add_quality(struct buf *to, const struct comparison *c, const struct stat_summary *s)
{
	if (!s->n) {
		buf_puts(to, "-");
		return;
	}
	print_number(to, s->mean, 4, c->cli->context.numbers);
	if (s->n > 1) {
		buf_puts(to, " [");
		print_number(to, s->low, 4, c->cli->context.numbers);
		buf_puts(to, ", ");
		print_number(to, s->high, 4, c->cli->context.numbers);
		buf_putc(to, ']');
	}
}

static void groups_table(const struct comparison *c, struct buf *to)
{
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	bool metric = c->asked->metric != NULL;
	columns_init(&columns, &arena, metric ? 7 : 5);
	columns_add(&columns, _("group"));
	columns_add(&columns, _("runs"));
	for (int f = 0; f < COMPARE_FIGURES; f++)
		columns_add(&columns, _(compare_figure_names[f]));
	if (metric) {
		columns_add(&columns, c->asked->metric);
		columns_add(&columns, "");
	}
	for (size_t i = 0; i < c->n; i++) {
		const struct compare_group *group = &c->groups[i];
		columns_add(&columns, group->label);
		buf_clear(&cell);
		buf_addf(&cell, "%zu", group->runs);
		columns_add(&columns, buf_text(&cell));
		for (int f = 0; f < COMPARE_FIGURES; f++) {
			buf_clear(&cell);
			add_figure(&cell, c, group, (enum compare_figure)f);
			columns_add(&columns, buf_text(&cell));
		}
		if (metric) {
			buf_clear(&cell);
			add_quality(&cell, c, &group->of_quality);
			columns_add(&columns, buf_text(&cell));
			columns_add(&columns, c->front[i] ? _("on the front") : "");
		}
	}
	columns_print(&columns, to, 0);
	to->failed |= columns.failed;
	columns_release(&columns);
	arena_release(&arena);
	buf_release(&cell);
}

static void add_pair(struct buf *to, const struct comparison *c, size_t i)
{
	const struct compare_pair *pair = &c->pairs[i];
	buf_add_clean(to, c->groups[i].label);
	buf_puts(to, " / ");
	buf_add_clean(to, c->groups[0].label);
	buf_addf(to, ": %s %+.1f %%", _(compare_figure_names[c->of]), 100 * pair->ratio);
	if (pair->tested && isnan(pair->permutation_p))
		buf_addf(to, _(" [%+.1f, %+.1f] · Welch p %.2g: %s\n"), 100 * pair->ratio_low,
			 100 * pair->ratio_high, pair->welch.p,
			 pair->welch.p < SIGNIFICANT ? _("they differ") : _("may be chance"));
	else if (pair->tested)
		buf_addf(to, _(" [%+.1f, %+.1f] · Welch p %.2g, permutations p %.2g: %s\n"),
			 100 * pair->ratio_low, 100 * pair->ratio_high, pair->welch.p,
			 pair->permutation_p,
			 pair->welch.p < SIGNIFICANT ? _("they differ") : _("may be chance"));
	else
		buf_puts(to, _(" · without repeats that differ no significance is claimed\n"));
	if (c->asked->metric && c->groups[0].of_quality.n && c->groups[i].of_quality.n) {
		const struct compare_pair *quality = &c->quality_pairs[i];
		buf_addf(to, "    %s %+.4g", c->asked->metric,
			 c->groups[i].of_quality.mean - c->groups[0].of_quality.mean);
		if (quality->tested)
			buf_addf(to, " [%+.4g, %+.4g] · Welch p %.2g", quality->welch.low,
				 quality->welch.high, quality->welch.p);
		buf_putc(to, '\n');
	}
	if (is_worse(c, pair))
		buf_addf(to, _("    more than the %.3g %% that are allowed\n"),
			 100 * c->asked->max_increase.quantity.value);
}

static void add_wh(struct buf *to, const struct comparison *c, double wh)
{
	print_quantity(to, wh, wh, wh, dims[COMPARE_ENERGY], (struct unit){1, dims[COMPARE_ENERGY]},
		       NULL, c->cli->context.numbers);
}

static void add_law(struct buf *to, const struct comparison *c)
{
	if (!c->has_law) {
		buf_addf(to,
			 _("no law of %s by energy: it takes three runs that tell it, of "
			   "different energies\n"),
			 c->asked->metric);
		return;
	}
	buf_addf(to, _("%s = %.4g %+.4g ln(energy / Wh), n %zu, r2 %.3f, p %.2g\n"),
		 c->asked->metric, c->law.level, c->law.slope, c->law.n, c->law.r2, c->law.p);
	double next = marginal_wh(c, c->most_wh);
	if (isnan(next)) {
		buf_puts(to, _("    more energy did not make it better\n"));
		return;
	}
	buf_puts(to, _("    after "));
	add_wh(to, c, c->most_wh);
	buf_addf(to, _(" the next %.3g cost "), c->point);
	add_wh(to, c, next);
	buf_putc(to, '\n');
	if (c->asked->worth.given) {
		double worth = c->asked->worth.quantity.value;
		buf_puts(to, _("    one more costs more than it is worth from "));
		add_wh(to, c, worth * c->most_wh / next);
		buf_puts(to, _(" on\n"));
	}
}

static void as_text(const struct comparison *c, struct buf *to)
{
	groups_table(c, to);
	buf_putc(to, '\n');
	for (size_t i = 1; i < c->n; i++)
		add_pair(to, c, i);
	if (c->asked->metric)
		add_law(to, c);
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void summary_json(struct jsonw *json, const char *key, const struct stat_summary *s,
			 double scale)
{
	jsonw_object(json, key);
	jsonw_int(json, "n", (int64_t)s->n);
	jsonw_number(json, "mean", s->mean * scale);
	jsonw_number(json, "low", s->low * scale);
	jsonw_number(json, "high", s->high * scale);
	jsonw_number(json, "sd", s->sd * scale);
	jsonw_object_end(json);
}

static void pair_json(struct jsonw *json, const char *key, const struct compare_pair *pair)
{
	jsonw_object(json, key);
	jsonw_number(json, "change", pair->ratio);
	jsonw_number(json, "change_low", pair->ratio_low);
	jsonw_number(json, "change_high", pair->ratio_high);
	jsonw_number(json, "difference", pair->welch.difference);
	jsonw_bool(json, "tested", pair->tested);
	jsonw_number(json, "welch_p", pair->tested ? pair->welch.p : (double)NAN);
	jsonw_number(json, "permutation_p", pair->permutation_p);
	jsonw_number(json, "bootstrap_low", pair->boot_low);
	jsonw_number(json, "bootstrap_high", pair->boot_high);
	jsonw_object_end(json);
}

static void as_json(const struct comparison *c, struct buf *to)
{
	static const char *const keys[COMPARE_FIGURES] = {"energy_wh", "carbon_g", "duration_s"};
	static const double scales[COMPARE_FIGURES] = {1, 1, 3600};
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "kind", "comparison");
	jsonw_string(&json, "of", compare_figure_names[c->of]);
	jsonw_array(&json, "groups");
	for (size_t i = 0; i < c->n; i++) {
		jsonw_object(&json, NULL);
		jsonw_string(&json, "group", c->groups[i].label);
		jsonw_int(&json, "runs", (int64_t)c->groups[i].runs);
		for (int f = 0; f < COMPARE_FIGURES; f++)
			summary_json(&json, keys[f], &c->groups[i].of_figures[f], scales[f]);
		if (c->asked->metric) {
			summary_json(&json, "quality", &c->groups[i].of_quality, 1);
			jsonw_bool(&json, "front", c->front[i]);
		}
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	jsonw_array(&json, "against_first");
	for (size_t i = 1; i < c->n; i++) {
		jsonw_object(&json, NULL);
		jsonw_string(&json, "group", c->groups[i].label);
		pair_json(&json, "used", &c->pairs[i]);
		if (c->asked->metric)
			pair_json(&json, "quality", &c->quality_pairs[i]);
		jsonw_bool(&json, "worse", is_worse(c, &c->pairs[i]));
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	if (c->has_law) {
		jsonw_object(&json, "law");
		jsonw_int(&json, "n", (int64_t)c->law.n);
		jsonw_number(&json, "level", c->law.level);
		jsonw_number(&json, "slope", c->law.slope);
		jsonw_number(&json, "slope_error", c->law.slope_error);
		jsonw_number(&json, "r2", c->law.r2);
		jsonw_number(&json, "p", c->law.p);
		jsonw_number(&json, "point", c->point);
		jsonw_number(&json, "next_point_wh", marginal_wh(c, c->most_wh));
		if (c->asked->worth.given)
			jsonw_number(&json, "worth_until_wh",
				     c->asked->worth.quantity.value * c->most_wh /
					     marginal_wh(c, c->most_wh));
		jsonw_object_end(&json);
	}
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

/* ---- all of it ------------------------------------------------------------------------------ */

static int read_groups(struct comparison *c, const struct cli *cli, struct frugal_error *reterr)
{
	struct ledger *ledger;
	size_t n = cli->n_args + (c->asked->against ? 1 : 0), read = 0;
	if (n < 2) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("one group is nothing to compare"));
		return error_todo(reterr, "%s", "frugal compare GROUP GROUP");
	}
	if (n > MOST_GROUPS)
		return error_set(reterr, FRUGAL_EUSAGE, _("more than %d groups"), MOST_GROUPS);
	c->groups = mem_zalloc(n, sizeof(*c->groups));
	c->pairs = mem_zalloc(n, sizeof(*c->pairs));
	c->quality_pairs = mem_zalloc(n, sizeof(*c->quality_pairs));
	c->front = mem_zalloc(n, sizeof(*c->front));
	if (!c->groups || !c->pairs || !c->quality_pairs || !c->front)
		return error_nomem(reterr);
	int r = store_open(&cli->context, LEDGER_READ, &ledger, reterr);
	if (r < 0)
		return r;
	if (c->asked->against) {
		r = compare_read(ledger, c->asked->against, c->asked->metric, LEVEL,
				 &c->groups[read], reterr);
		read += r == 0;
	}
	for (size_t i = 0; r == 0 && i < cli->n_args; i++) {
		r = compare_read(ledger, cli->args[i], c->asked->metric, LEVEL, &c->groups[read],
				 reterr);
		read += r == 0;
	}
	ledger_close(ledger);
	c->n = read;
	return r;
}

static int compare(struct cli *cli, struct frugal_error *reterr)
{
	const struct compare_options *asked = cli->options;
	struct comparison c = {.asked = asked, .cli = cli};
	struct buf text = {0};
	while (asked->of && strcmp(asked->of, compare_figure_names[c.of]) != 0)
		c.of++;
	if (asked->worth.given && !asked->metric)
		return error_set(reterr, FRUGAL_EUSAGE, "%s",
				 _("--worth is of a point of quality: --metric NAME"));
	int r = read_groups(&c, cli, reterr);
	if (r == 0)
		r = count(&c, reterr);
	if (r == 0) {
		if (asked->json)
			as_json(&c, &text);
		else
			as_text(&c, &text);
		r = text.failed ? error_nomem(reterr) : 0;
	}
	if (r == 0)
		cli_put(&text);
	for (size_t i = 0; i < c.n; i++)
		compare_release(&c.groups[i]);
	mem_free(c.groups);
	mem_free(c.pairs);
	mem_free(c.quality_pairs);
	mem_free(c.front);
	buf_release(&text);
	return r < 0 ? r : c.worse ? -FRUGAL_EFINDING : 0;
}

const struct command command_compare = {
	.name = "compare",
	.group = GROUP_LEDGER,
	.brief = N_("compare runs, or groups of them"),
	.text = N_("Sets runs, or groups of runs, side by side: energy and carbon (share "
		   "perimeter), time, quality, each with its interval. Groups with repeats are "
		   "tested by Welch's t and by permutations; of single runs nothing is claimed. "
		   "A group is a run, or words: project=a,phase=training,tag=x,name=y."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct compare_options),
	.examples = examples,
	.function = compare,
};
