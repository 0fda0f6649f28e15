/* SPDX-License-Identifier: Apache-2.0 */
/* frugal runs: the ledger: list, show, tag and remove runs. */
#include "base/intl.h"
#include "cli/command.h"

struct runs_options {
	bool json;
	bool csv;
	const char *project;
	const char *phase;
	const char *since;
	const char *until;
	const char *status;
	struct option_list tags;
	int64_t limit; /* 0: the default */
};

static const char *const verbs[] = {"list", "show", "tag", "rm", NULL};
static const char *const statuses[] = {"running", "ok", "failed", "lost", NULL};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct runs_options, json, 0, "json", N_("answer in JSON")),
	OPT_FLAG(struct runs_options, csv, 0, "csv", N_("answer in CSV")),
	OPT_STRING(struct runs_options, project, 'p', "project", N_("NAME"),
		   N_("only the runs of this project")),
	OPT_STRING(struct runs_options, phase, 0, "phase", N_("PHASE"), N_("only the runs of this phase")),
	OPT_STRING(struct runs_options, since, 0, "since", N_("DATE"),
		   N_("only the runs from DATE on (2026-11-22, or 7d for a week ago)")),
	OPT_STRING(struct runs_options, until, 0, "until", N_("DATE"), N_("only the runs before DATE")),
	OPT_LIST(struct runs_options, tags, "tag", N_("TAG"), N_("only the runs with this tag")),
	OPT_CHOICE(struct runs_options, status, "status", N_("STATUS"), statuses,
		   N_("only the runs that are running, ok, failed or lost")),
	OPT_INT(struct runs_options, limit, "limit", N_("N"), 1, 1000000,
		N_("at most N runs, the newest first")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("list|show|tag|rm"), ARGUMENT_OPTIONAL, COMPLETE_NONE, verbs},
	{N_("RUN"), ARGUMENT_OPTIONAL, COMPLETE_NONE, NULL},
	{N_("TAG"), ARGUMENT_REPEATED, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal runs", N_("the last runs, newest first")},
	{"frugal runs list --project digits --since 7d --csv",
	 N_("a week of a project, for a spreadsheet")},
	{"frugal runs tag 7c1e baseline", N_("mark a run to find it again")},
	{NULL, NULL},
};

static int runs(struct cli *cli, struct frugal_error *reterr)
{
	return cli_not_built(cli, reterr);
}

const struct command command_runs = {
	.name = "runs",
	.group = GROUP_LEDGER,
	.brief = N_("list, show, tag and remove the stored runs"),
	.text = N_("list (the default) lists the stored runs, show prints the summary of RUN, tag "
		   "adds "
		   "words to it, rm removes it from the ledger."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct runs_options),
	.examples = examples,
	.function = runs,
};
