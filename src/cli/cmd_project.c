/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal project: what a project has used and on what: by phase, what failed or was never shipped,
 * what came before its final training, what idled, what was spent after the best result.
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
		   N_("quality by epoch (default: a validation's, or what most runs tell)")),
	OPT_FLAG(struct project_options, less_is_better, 0, "less-is-better",
		 N_("of the metric: a loss, an error")),
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
	{"frugal project digits", N_("what it has used, and on what")},
	{"frugal project digits --metric accuracy", N_("and what came after the best epoch")},
	{"frugal project --project digits --tag v2", N_("only its runs with a tag")},
	{"frugal runs set 7c1e outcome=shipped", N_("tell the run that is in use")},
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
		r = ledger_project(ledger, name, &filter, asked->metric, asked->less_is_better,
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
