/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal compare: shows runs or groups of runs side by side: energy, carbon, time and quality. The
 * tests are those of insight/comparison.c; here the options become its question, and the verdict of
 * its gates the exit status.
 */
#include "api/inside.h"
#include "base/intl.h"
#include "cli/command.h"
#include "cli/filter.h"
#include "report/compare.h"

struct compare_options {
	struct filter_options filter;
	const char *metric, *against, *of;
	struct option_quantity worth, point;
	struct option_list max_increase;
	int64_t min_runs;
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
	OPT_LIST(struct compare_options, max_increase, "max-increase", N_("X"),
		 N_("exit with 1 if a group uses more than the baseline by over X (5%; or "
		    "energy=5%,carbon=10%,duration=20%), with 6 if that is undecided")),
	OPT_INT(struct compare_options, min_runs, "min-runs", N_("N"), 1, LIST_MOST,
		N_("runs that each group requires for a limit (default: 1)")),
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
	{N_("GROUP"), ARGUMENT_REQUIRED, COMPLETE_RUNS, NULL},
	{N_("GROUP"), ARGUMENT_REPEATED, COMPLETE_RUNS, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal compare 7c1e last", N_("two runs")},
	{"frugal compare name=small name=large --metric accuracy",
	 N_("groups of runs, their quality, and the energy of one more point")},
	{"frugal compare last --against tag=baseline --max-increase 5%",
	 N_("for a test: exits with 1 on a regression, 6 where it stays undecided")},
	{"frugal compare tag=new --against tag=old --max-increase energy=5%,duration=20% "
	 "--min-runs 4",
	 N_("a limit by figure, and enough runs for a test")},
	{NULL, NULL},
};

static int read_groups(struct cli *cli, const struct compare_options *asked,
		       frugal_comparison **ret, struct frugal_error *reterr)
{
	const char **labels = arena_array(&cli->arena, cli->n_args + 1, sizeof(*labels));
	const struct frugal_filter filter = filter_of(&asked->filter);
	frugal_ledger *ledger = NULL;
	struct frugal_comparison_question question = {.size = sizeof(question),
						      .labels = labels,
						      .metric = asked->metric,
						      .less_is_better = asked->less_is_better,
						      .of = asked->of,
						      .limits = asked->max_increase.items,
						      .n_limits = asked->max_increase.n,
						      .min_runs = (size_t)asked->min_runs,
						      .point = option_or(&asked->point, 0),
						      .worth_wh = option_or(&asked->worth, 0) *
								  WH_PER_KWH,
						      .seed = (uint64_t)cli->common.seed,
						      .filter = &filter};
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
	r = text.failed ? error_nomem(reterr) : -frugal_comparison_verdict(comparison);
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
		   "is claimed. A limit passes, fails (status 1) or stays undecided (status 6): a "
		   "group without a run that succeeded, without the figure, of another "
		   "machine, zone or method, with too few runs, or an increase within what "
		   "the repeats scatter. Failed runs are left out, as are runs of the baseline "
		   "that are compared with it. GROUP is a run (its name or id, last, last~2), or a "
		   "filter: project=a,phase=training,tag=x,name=y; options "
		   "such as --project narrow every group."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct compare_options),
	.examples = examples,
	.function = compare,
};
