/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal project: shows what a project has used, by phase: before its final training, by runs that
 * failed or were never shipped, by idle machines, after the best epoch. insight/project.c computes
 * the sums.
 */
#include "api/inside.h"
#include "base/intl.h"
#include "cli/command.h"
#include "cli/filter.h"
#include "report/project.h"

struct project_options {
	struct filter_options filter;
	const char *metric;
	bool less_is_better, json;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_STRING(struct project_options, metric, 0, "metric", N_("NAME"),
		   N_("metric by epoch (default: one of a validation, or the most frequent)")),
	OPT_FLAG(struct project_options, less_is_better, 0, "less-is-better",
		 N_("treat lower values of the metric as better (a loss, an error)")),
	FILTER_OPTIONS(struct project_options, filter),
	OPT_FLAG(struct project_options, json, 0, "json", N_("answer in JSON")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("NAME"), ARGUMENT_OPTIONAL, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal project digits", N_("energy and carbon of a project, by phase")},
	{"frugal project digits --metric accuracy", N_("also what was spent after the best epoch")},
	{"frugal project --project digits --tag v2", N_("only its runs with a tag")},
	{"frugal runs set 7c1e outcome=shipped", N_("mark the run that was shipped")},
	{NULL, NULL},
};

/* NAME or project=NAME; else that of the option. */
static int name_of(const struct cli *cli, const char **ret, struct frugal_error *reterr)
{
	const struct project_options *asked = cli->options;
	struct str rest;
	*ret = cli->n_args ? cli->args[0] : asked->filter.project;
	if (*ret && cli->n_args && str_after(str_of(*ret), "project=", &rest))
		*ret = rest.p;
	if (*ret && **ret)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("%s is missing"), _("NAME"));
	return error_todo(reterr, "frugal project %s", _("NAME"));
}

static int project(struct cli *cli, struct frugal_error *reterr)
{
	const struct project_options *asked = cli->options;
	const struct frugal_filter filter = filter_of(&asked->filter);
	const char *name;
	frugal_ledger *ledger = NULL;
	frugal_project *project = NULL;
	struct buf text = {0};
	int r = name_of(cli, &name, reterr);
	if (r == 0)
		r = frugal_ledger_open(cli->library, FRUGAL_LEDGER_READ, &ledger, reterr);
	if (r == 0)
		r = frugal_project_read(ledger, name, &filter, asked->metric, asked->less_is_better,
					&project, reterr);
	frugal_ledger_close(ledger);
	if (r < 0)
		return r;
	if (asked->json)
		project_json(project_of(project), &text);
	else
		project_text(project_of(project), cli->numbers, &text);
	r = text.failed ? error_nomem(reterr) : 0;
	if (r == 0)
		cli_put(&text);
	frugal_project_free(project);
	buf_release(&text);
	return r;
}

const struct command command_project = {
	.name = "project",
	.group = GROUP_LEDGER,
	.brief = N_("show what a project has used, by phase"),
	.text = N_("Adds up the runs of a project (share perimeter) by phase. Prints what was "
		   "used before training and inference, by failed runs, and by idle machines, and "
		   "the sums by outcome (set by frugal runs set: shipped, failed, superseded, "
		   "abandoned). With a metric by epoch, prints what was spent after the best "
		   "epoch."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct project_options),
	.examples = examples,
	.function = project,
};
