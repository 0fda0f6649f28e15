/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal sbatch: submits a batch job to Slurm that begins in the hours of lowest carbon intensity.
 * Reads the duration from the script or the command line as sbatch does, plans as frugal plan does,
 * and becomes sbatch with --begin, and with the --deadline and --time that were asked for.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "api/inside_grid.h"
#include "base/clock.h"
#include "base/intl.h"
#include "cli/command.h"
#include "cli/sbatch_words.h"
#include "report/emit.h"
#include "report/number.h"

struct sbatch_options {
	const char *zone;
	struct option_list only;
	struct option_quantity duration, deadline, threshold;
	bool dry_run;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_TEXT(struct sbatch_options, zone, 0, "zone", N_("ZONE"),
		   N_("electricity zone of the cluster, with hours stored by frugal grid"), COMPLETE_ZONES),
	OPT_QUANTITY(struct sbatch_options, deadline, "deadline", N_("TIME"), "h", HOURS_LEAST, HOURS_MOST,
		     N_("latest end, from now; Slurm removes the job if it cannot end by then "
			"(default: planned within 24h, not removed)")),
	OPT_QUANTITY(struct sbatch_options, duration, "duration", N_("TIME"), "h", HOURS_LEAST, HOURS_MOST,
		     N_("duration of the job (default: its --time)")),
	OPT_QUANTITY(struct sbatch_options, threshold, "threshold", N_("X"), "1", 0, SHARE_MOST,
		     N_("minimum saving to wait for (default: 2%)")),
	OPT_LIST(struct sbatch_options, only, "only", N_("HOURS"),
		 N_("hours that all of it is in, if Slurm starts it at once: 'Mon-Fri 20-6'")),
	OPT_FLAG(struct sbatch_options, dry_run, 0, "dry-run",
		 N_("print the command line and submit nothing")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("SCRIPT"), ARGUMENT_REQUIRED, COMPLETE_FILES, NULL},
	{N_("ARG"), ARGUMENT_REPEATED, COMPLETE_FILES, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal sbatch --zone FR train.sh",
	 N_("a script that sets its duration with #SBATCH --time")},
	{"frugal sbatch --zone FR --deadline 2d --duration 6h -- -p gpu train.sh 50",
	 N_("options of sbatch follow --")},
	{"frugal sbatch --zone FR --dry-run train.sh", N_("only print the command line")},
	{NULL, NULL},
};

/* ---- what the job says itself --------------------------------------------------------------- */

static int find_duration(const struct sbatch_options *asked, const struct sbatch_words *words,
			 double *ret_h, struct frugal_error *reterr)
{
	struct str found = words->value[SBATCH_TIME];
	*ret_h = asked->duration.given ? asked->duration.value
		 : found.n             ? sbatch_hours(found)
				       : (double)NAN;
	if (*ret_h > 0)
		return 0;
	if (found.n)
		error_set(reterr, FRUGAL_EUSAGE, _("'%.*s' is not a Slurm duration"),
			  STR_ARG(found));
	else
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("neither the script nor the command line gives a duration"));
	return error_todo(reterr, "%s", "--duration 4h");
}

/* A begin or a deadline of the job's own, which the plan does not know, is not replaced in silence.
 */
static int refuse_own(const struct sbatch_options *asked, const struct sbatch_words *words,
		      struct frugal_error *reterr)
{
	struct str begin = words->value[SBATCH_BEGIN], deadline = words->value[SBATCH_DEADLINE];
	if (begin.n) {
		error_set(reterr, FRUGAL_EUSAGE,
			  _("the job has a --begin of its own (%.*s), which a plan would replace"),
			  STR_ARG(begin));
		return error_todo(reterr, "%s", _("leave it out, or call sbatch itself"));
	}
	if (deadline.n && (!asked->deadline.given || words->in_line[SBATCH_DEADLINE])) {
		error_set(reterr, FRUGAL_EUSAGE,
			  _("the job has a --deadline of its own (%.*s), which the plan does not "
			    "know"),
			  STR_ARG(deadline));
		return error_todo(reterr, "%s",
				  _("give frugal sbatch a --deadline, from now: --deadline 20h"));
	}
	return 0;
}

/* What is planned is one task of an array. */
static void say_array(const struct cli *cli, const struct sbatch_words *words, double hours)
{
	int64_t tasks, at_once;
	if (cli->common.quiet || !sbatch_array(words->value[SBATCH_ARRAY], &tasks, &at_once) ||
	    tasks < 2)
		return;
	if (!at_once || at_once >= tasks)
		fprintf(stderr,
			_("frugal  an array of %lld tasks: planned as if all ran at once\n"),
			(long long)tasks);
	else
		fprintf(stderr,
			_("frugal  an array of %lld tasks, %lld at once: planned is one of %s h; "
			  "all take up to %s h\n"),
			(long long)tasks, (long long)at_once,
			number_digits(NUMBER_OWN, hours, 4, cli->numbers),
			number_digits(NUMBER_OWN, hours * ceil((double)tasks / (double)at_once), 4,
				      cli->numbers));
}

/* ---- the line ------------------------------------------------------------------------------- */

static const char *local_moment(struct cli *cli, const struct local_clock *clock,
				const char *option, int64_t s)
{
	struct buf text = {0};
	buf_addf(&text, "%s=", option);
	plan_emit_slurm_time(&text, clock, s);
	const char *kept = text.failed ? NULL : arena_strdup(&cli->arena, buf_text(&text));
	buf_release(&text);
	return kept;
}

/* A default is not handed to Slurm: a deadline takes the job out of its queue. */
static int make_line(struct cli *cli, const struct job_plan *plan,
		     const struct sbatch_options *asked, const char ***ret,
		     struct frugal_error *reterr)
{
	const struct job_question *q = &plan->asked;
	const char **line = arena_array(&cli->arena, cli->n_args + 6, sizeof(*line));
	struct local_clock clock;
	size_t n = 0, at = 0;
	int64_t begin_s, end_s;
	if (!line)
		return error_nomem(reterr);
	int r = local_clock_open(NULL, &clock, reterr);
	if (r < 0)
		return r;
	line[n++] = "sbatch";
	(void)job_next_piece(plan, &plan->ways[0], &at, &begin_s, &end_s);
	if (plan->waits && begin_s > q->from_s)
		line[n++] = local_moment(cli, &clock, "--begin", begin_s);
	if (asked->deadline.given)
		line[n++] = local_moment(cli, &clock, "--deadline",
					 q->from_s + (int64_t)(q->window_h * SECONDS_PER_HOUR));
	if (asked->duration.given)
		line[n++] = arena_printf(&cli->arena, "--time=%ld", lround(ceil(q->hours * 60)));
	local_clock_release(&clock);
	for (size_t i = 1; i < n; i++)
		if (!line[i])
			return error_nomem(reterr);
	for (size_t i = 0; i < cli->n_args; i++)
		line[n++] = cli->args[i];
	line[n] = NULL;
	*ret = line;
	return 0;
}

static void say(const struct cli *cli, const struct job_plan *plan)
{
	if (cli->common.quiet)
		return;
	if (plan->waits)
		fprintf(stderr, _("frugal  %.0f %% less carbon than now (%s)\n"),
			100 * plan->saving, plan->windows[0].id.zone);
	else
		fprintf(stderr, "frugal  %s", _("waiting would save little: it starts now\n"));
	(void)fflush(stderr);
}

static int submit(struct cli *cli, const char **line, struct frugal_error *reterr)
{
	char **env = cli->environ;
	(void)fflush(stdout);
	execvpe(line[0], (char *const *)(uintptr_t)line, env);
	error_set(reterr, FRUGAL_EENV, _("%s cannot be started: %s"), line[0], strerror(errno));
	return error_todo(reterr, "%s", _("run it on a login node of the cluster"));
}

static int make_plan(struct cli *cli, const struct sbatch_options *asked, frugal_plan **ret,
		     struct frugal_error *reterr)
{
	struct frugal_plan_question q = {.size = sizeof(q)};
	struct sbatch_words words;
	int r = sbatch_words_read(cli, &words, reterr);
	if (r == 0)
		r = refuse_own(asked, &words, reterr);
	if (r == 0)
		r = frugal_plan_defaults(&q, reterr);
	if (r == 0)
		r = find_duration(asked, &words, &q.hours, reterr);
	if (r == 0 && !asked->duration.given)
		say_array(cli, &words, q.hours);
	sbatch_words_release(&words);
	q.zones = &asked->zone;
	q.n_zones = 1;
	q.only = asked->only.items;
	q.n_only = asked->only.n;
	q.deadline_h = option_or(&asked->deadline, q.deadline_h);
	q.least_saving = option_or(&asked->threshold, q.least_saving);
	return r == 0 ? frugal_plan_job(cli->library, &q, ret, reterr) : r;
}

static void show_line(const char *const *line)
{
	struct buf text = {0};
	for (size_t i = 0; line[i]; i++) {
		buf_puts(&text, i ? " " : "");
		plan_emit_word(&text, line[i]);
	}
	buf_putc(&text, '\n');
	cli_put(&text);
	buf_release(&text);
}

static int sbatch(struct cli *cli, struct frugal_error *reterr)
{
	const struct sbatch_options *asked = cli->options;
	frugal_plan *plan;
	const char **line = NULL;
	if (!asked->zone) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("the electricity zone of the cluster is missing"));
		return error_todo(reterr, "%s", "--zone FR");
	}
	int r = make_plan(cli, asked, &plan, reterr);
	if (r < 0)
		return r;
	r = make_line(cli, plan_of(plan), asked, &line, reterr);
	if (r == 0)
		say(cli, plan_of(plan));
	frugal_plan_free(plan);
	if (r < 0)
		return r;
	if (!asked->dry_run)
		return submit(cli, line, reterr);
	show_line(line);
	return 0;
}

const struct command command_sbatch = {
	.name = "sbatch",
	.group = GROUP_ESTIMATE,
	.brief = N_("submit a Slurm job for the hours of lowest carbon intensity"),
	.text = N_("Plans as frugal plan does, and calls sbatch with the resulting --begin, and "
		   "with --deadline and --time where these were given. The duration is the --time "
		   "of the script, unless --duration is given. Times are in the time zone of this "
		   "machine, which is "
		   "assumed to be that of the cluster."),
	.wraps = true,
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct sbatch_options),
	.examples = examples,
	.function = sbatch,
};
