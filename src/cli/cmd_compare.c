/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal compare: shows runs or groups of runs side by side: energy, carbon, time and quality. The
 * tests are those of insight/comparison.c; here the options become its question, and a regression
 * becomes the exit status 1.
 */
#include "api/inside.h"
#include "base/intl.h"
#include "cli/command.h"
#include "cli/filter.h"
#include "report/compare.h"

struct compare_options {
	struct filter_options filter;
	const char *metric, *against, *of;
	struct option_quantity max_increase, worth, point;
	bool less_is_better, json;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_STRING(struct compare_options, metric, 0, "metric", N_("NAME"),
		   N_("metric of quality, recorded with `frugal mark NAME=VALUE` (accuracy)")),
	OPT_FLAG(struct compare_options, less_is_better, 0, "less-is-better",
		 N_("treat lower values of the metric as better (a loss, an error)")),
	OPT_CHOICE(struct compare_options, of, "of", N_("WHAT"), compare_figure_names,
		   N_("quantity to test: energy (default), carbon or duration")),
	OPT_STRING(struct compare_options, against, 0, "against", N_("GROUP"),
		   N_("baseline (default: the first group)")),
	OPT_QUANTITY(struct compare_options, max_increase, "max-increase", N_("X"), "1", 0, INCREASE_MOST,
		     N_("exit with 1 if a group uses more than the baseline by over X (5%)")),
	OPT_QUANTITY(struct compare_options, worth, "worth", N_("E"), "kWh", WORTH_LEAST, WORTH_MOST,
		     N_("energy that one point of quality is worth, to find where the next "
			"point costs more")),
	OPT_QUANTITY(struct compare_options, point, "point", N_("X"), "1", POINT_LEAST, POINT_MOST,
		     N_("size of one point of quality (default: 0.01, or 1 if the metric "
			"exceeds 1)")),
	FILTER_OPTIONS(struct compare_options, filter),
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
	 N_("groups of runs, their quality, and the energy of one more point")},
	{"frugal compare last --against tag=baseline --max-increase 5%",
	 N_("for a test: exits with 1 on a regression")},
	{NULL, NULL},
};

static int read_groups(struct cli *cli, const struct compare_options *asked,
		       frugal_comparison **ret, struct frugal_error *reterr)
{
	const char **labels = arena_array(&cli->arena, cli->n_args + 1, sizeof(*labels));
	const struct frugal_filter filter = filter_of(&asked->filter);
	frugal_ledger *ledger = NULL;
	struct frugal_comparison_question question = {
		.size = sizeof(question),
		.labels = labels,
		.metric = asked->metric,
		.less_is_better = asked->less_is_better,
		.of = asked->of,
		.most_increase = option_or(&asked->max_increase, 0),
		.point = option_or(&asked->point, 0),
		.worth_wh = option_or(&asked->worth, 0) * WH_PER_KWH,
		.seed = (uint64_t)cli->common.seed,
		.filter = &filter,
		.given = asked->max_increase.given ? FRUGAL_GIVEN_INCREASE : 0};
	if (!labels)
		return error_nomem(reterr);
	if (asked->against)
		labels[question.n++] = asked->against;
	for (size_t i = 0; i < cli->n_args; i++)
		labels[question.n++] = cli->args[i];
	int r = frugal_ledger_open(cli->library, FRUGAL_LEDGER_READ, &ledger, reterr);
	if (r == 0)
		r = frugal_comparison_read(ledger, &question, ret, reterr);
	frugal_ledger_close(ledger);
	return r;
}

static int compare(struct cli *cli, struct frugal_error *reterr)
{
	const struct compare_options *asked = cli->options;
	frugal_comparison *comparison = NULL;
	struct buf text = {0};
	if (asked->worth.given && !asked->metric)
		return error_set(reterr, FRUGAL_EUSAGE, "%s", _("--worth requires --metric NAME"));
	int r = read_groups(cli, asked, &comparison, reterr);
	if (r < 0)
		return r;
	const struct comparison *found = comparison_of(comparison);
	if (asked->json)
		compare_json(found, &text);
	else
		compare_text(found, cli->numbers, &text);
	r = text.failed ? error_nomem(reterr) : found->any_worse ? -FRUGAL_EFINDING : 0;
	if (!text.failed)
		cli_put(&text);
	frugal_comparison_free(comparison);
	buf_release(&text);
	return r;
}

const struct command command_compare = {
	.name = "compare",
	.group = GROUP_LEDGER,
	.brief = N_("compare runs or groups of runs"),
	.text = N_("Compares runs or groups of runs: energy and carbon (share perimeter), time "
		   "and quality, each with its interval. Groups with repeated runs are tested "
		   "with Welch's t-test and with permutations; for single runs no significance "
		   "is claimed. GROUP is a run, or a filter: "
		   "project=a,phase=training,tag=x,name=y; options "
		   "such as --project narrow every group."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct compare_options),
	.examples = examples,
	.function = compare,
};
