/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal runs: lists, sums, shows, tags, sets, exports, imports and removes stored runs. This file
 * has the options and the table of actions; the actions are in runs_list.c, runs_one.c, runs_move.c
 * and runs_total.c.
 */
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "cli/command.h"
#include "cli/runs.h"
#include "report/totals.h"

static const char *const verbs[] = {"list", "show", "tag", "set", "export", "import", "rm", NULL};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct runs_options, json, 0, "json", N_("answer in JSON")),
	OPT_FLAG(struct runs_options, csv, 0, "csv", N_("answer in CSV")),
	OPT_FLAG(struct runs_options, total, 0, "total", N_("print the sum of the runs only")),
	OPT_CHOICE(struct runs_options, by, "by", N_("KEY"), totals_keys,
		   N_("print sums by project, service, phase, outcome, name, end, zone, "
		      "machine, day or month")),
	FILTER_OPTIONS(struct runs_options, filter),
	OPT_CHOICE(struct runs_options, outcome, "outcome", N_("OUTCOME"), run_outcomes,
		   N_("only the runs with this outcome: failed, superseded, shipped or "
		      "abandoned")),
	OPT_STRING(struct runs_options, since, 0, "since", N_("DATE"),
		   N_("only the runs from DATE on (2026-11-22, or 7d for a week ago)")),
	OPT_STRING(struct runs_options, until, 0, "until", N_("DATE"), N_("only the runs before DATE")),
	OPT_CHOICE(struct runs_options, status, "status", N_("STATUS"), run_statuses,
		   N_("only the runs with this status: running, finished, interrupted, ok or "
		      "failed")),
	OPT_INT(struct runs_options, limit, "limit", N_("N"), 1, LIST_MOST,
		N_("maximum number of runs, newest first (default: 20 in a table, else all)")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("VERB"), ARGUMENT_OPTIONAL, COMPLETE_NONE, verbs},
	{N_("RUN"), ARGUMENT_OPTIONAL, COMPLETE_RUNS, NULL},
	{N_("TAG|KEY=VALUE"), ARGUMENT_REPEATED, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal runs", N_("the last runs, newest first")},
	{"frugal runs list --project digits --since 7d --csv", N_("a week of a project, as CSV")},
	{"frugal runs --by phase --project digits", N_("the energy of a project, by phase")},
	{"frugal runs set 7c1e outcome=shipped service=chat",
	 N_("set the outcome and the service of a run")},
	{"frugal runs export > runs.jsonl", N_("all runs, for another ledger or program")},
	{NULL, NULL},
};

/* ---- which ---------------------------------------------------------------------------------- */

/* What options a verb takes: those that choose runs, and those of its answer. */
enum takes { TAKES_RUNS = 1, TAKES_JSON = 2, TAKES_CSV = 4, TAKES_SUMS = 8 };

static const struct verb {
	const char *name;
	enum frugal_ledger_mode mode;
	bool wants_run;
	unsigned takes;
	int (*function)(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr);
} verb_table[] = {
	{"list", FRUGAL_LEDGER_READ, false, TAKES_RUNS | TAKES_JSON | TAKES_CSV | TAKES_SUMS,
	 runs_list},
	{"show", FRUGAL_LEDGER_READ, true, TAKES_JSON | TAKES_CSV, runs_show},
	{"tag", FRUGAL_LEDGER_WRITE, true, 0, runs_tag},
	{"set", FRUGAL_LEDGER_WRITE, true, 0, runs_set},
	{"export", FRUGAL_LEDGER_READ, false, TAKES_RUNS | TAKES_JSON, runs_export},
	{"import", FRUGAL_LEDGER_WRITE, true, TAKES_JSON, runs_import},
	{"estimates", FRUGAL_LEDGER_READ, false, TAKES_JSON, runs_estimates},
	{"rm", FRUGAL_LEDGER_WRITE, true, 0, runs_rm},
};

/* The first option given that the verb does not take; NULL: none. */
static const char *beyond(const struct verb *verb, const struct runs_options *o)
{
	const char *chooses = filter_given(&o->filter);
	const struct {
		const char *name;
		bool given;
		enum takes takes;
	} given[] = {
		{chooses, chooses != NULL, TAKES_RUNS},
		{"outcome", o->outcome != NULL, TAKES_RUNS},
		{"since", o->since != NULL, TAKES_RUNS},
		{"until", o->until != NULL, TAKES_RUNS},
		{"status", o->status != NULL, TAKES_RUNS},
		{"limit", o->limit != 0, TAKES_RUNS},
		{"by", o->by != NULL, TAKES_SUMS},
		{"total", o->total, TAKES_SUMS},
		{"csv", o->csv, TAKES_CSV},
		{"json", o->json, TAKES_JSON},
	};
	for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
		if (given[i].given && !(verb->takes & given[i].takes))
			return given[i].name;
	return NULL;
}

static int check_options(const struct verb *verb, const struct runs_options *o,
			 struct frugal_error *reterr)
{
	char what[32];
	(void)snprintf(what, sizeof(what), "'frugal runs %s'", verb->name);
	int r = filter_refuse(beyond(verb, o), what, reterr);
	bool forms = o->json && o->csv, sums = o->total && o->by;
	if (r < 0 || (!forms && !sums))
		return r;
	error_set(reterr, FRUGAL_EUSAGE, _("--%s and --%s exclude each other"),
		  forms ? "json" : "total", forms ? "csv" : "by");
	return error_todo(reterr, "%s", _("keep one"));
}

static int unknown_action(const char *word, struct frugal_error *reterr)
{
	const char *near = str_nearest(str_of(word), verbs);
	error_set(reterr, FRUGAL_EUSAGE, _("unknown action '%s'"), word);
	if (near)
		return error_todo(reterr, _("did you mean %s?"), near);
	return error_todo(reterr, "%s",
			  _("choose list, show, tag, set, export, import, estimates or rm"));
}

/* "runs small", "runs 7c1e": the run itself, as "runs show" prints it. */
static int show_alone(struct cli *cli, struct frugal_error *reterr)
{
	char show[] = "show";
	char *args[] = {show, cli->args[0], NULL}, **own = cli->args;
	frugal_ledger *ledger = NULL;
	frugal_run *run = NULL;
	int r = check_options(&verb_table[1], cli->options, reterr);
	if (r == 0)
		r = frugal_ledger_open(cli->library, FRUGAL_LEDGER_READ, &ledger, reterr);
	if (r == 0)
		r = frugal_ledger_run(ledger, own[0], &run, reterr);
	if (r == FRUGAL_EUSAGE && str_nearest(str_of(own[0]), verbs))
		r = unknown_action(own[0], reterr);
	cli->args = args;
	if (r == 0)
		r = runs_show(cli, ledger, reterr);
	frugal_run_free(run);
	cli->args = own;
	frugal_ledger_close(ledger);
	return r < 0 ? reterr->code : 0;
}

static int runs(struct cli *cli, struct frugal_error *reterr)
{
	const struct verb *verb = cli->n_args && !strchr(cli->args[0], '=') ? NULL : &verb_table[0];
	for (size_t i = 0; !verb && i < sizeof(verb_table) / sizeof(verb_table[0]); i++)
		if (strcmp(cli->args[0], verb_table[i].name) == 0)
			verb = &verb_table[i];
	if (!verb)
		return cli->n_args == 1 ? show_alone(cli, reterr)
					: unknown_action(cli->args[0], reterr);
	if (verb->wants_run && cli->n_args < 2) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s is missing"),
			  verb->function == runs_import ? _("FILE") : _("RUN"));
		return error_todo(reterr, "frugal runs %s %s", verb->name,
				  verb->function == runs_import ? _("FILE") : _("RUN"));
	}
	if (strcmp(verb->name, "show") == 0 && cli->n_args > 2)
		return error_set(reterr, FRUGAL_EUSAGE, _("'%s' is one argument too many"),
				 cli->args[2]);
	frugal_ledger *ledger = NULL;
	int r = check_options(verb, cli->options, reterr);
	if (r == 0)
		r = frugal_ledger_open(cli->library, verb->mode, &ledger, reterr);
	if (r == 0)
		r = verb->function(cli, ledger, reterr);
	frugal_ledger_close(ledger);
	return r < 0 ? reterr->code : 0;
}

const struct command command_runs = {
	.name = "runs",
	.literal_after = "tag",
	.group = GROUP_LEDGER,
	.brief = N_("list, add up, tag and move stored runs"),
	.text = N_("list (the default) lists stored runs; --total and --by print the sums of "
		   "those that have ended. show prints the summary of RUN: its name, an id or the "
		   "first digits of one, last, last~2 (two before) or NAME~1. tag adds (+TAG) or "
		   "removes (-TAG) tags. set sets the project, service, phase, outcome or name "
		   "of RUN. export prints complete runs, one JSON object per line; import FILE "
		   "adds them. estimates lists kept estimates, which are not runs. rm removes runs "
		   "and kept estimates."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct runs_options),
	.examples = examples,
	.function = runs,
};
