/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/run_when.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "cli/job.h"
#include "quantity/print.h"

#define SECOND_NS 1000000000

static int64_t now_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec;
}

/* Slices of a second at most: a clock that is set meanwhile is seen. */
static void wait_until(int64_t start_s, const struct cli *cli, bool shows)
{
	for (int64_t left; (left = start_s - now_s()) > 0;) {
		struct buf line = {0}, time = {0};
		if (shows) {
			print_duration(&time, (double)left, cli->numbers);
			buf_puts(&line, "\r\033[K");
			buf_addf(&line, _("frugal  begins in %s (Ctrl-C ends)"), buf_text(&time));
			(void)file_write_fd(STDERR_FILENO, buf_text(&line), line.n);
		}
		buf_release(&line);
		buf_release(&time);
		nanosleep(&(struct timespec){.tv_nsec = SECOND_NS - 1}, NULL);
	}
	if (shows)
		(void)file_write_fd(STDERR_FILENO, "\r\033[K", 4);
}

static void say(const struct job_plan *plan, int64_t start_s)
{
	struct buf line = {0};
	char start[GRID_TIME];
	const struct grid_id *id = &plan->windows[0].id;
	grid_time_text(start_s, start);
	if (plan->waits)
		buf_addf(&line,
			 _("frugal  begins at %s: %.0f %% less carbon than now (%s, %s, %s)\n"),
			 start, 100 * plan->saving, id->zone, _(grid_kind_names[id->kind]),
			 _(grid_scope_names[id->scope]));
	else
		buf_addf(&line, "frugal  %s",
			 _("little is to be gained by waiting: it begins now\n"));
	(void)file_write_fd(STDERR_FILENO, buf_text(&line), line.n);
	buf_release(&line);
}

int run_wait_for_green(struct cli *cli, const struct run_options *options,
		       struct frugal_error *reterr)
{
	struct job_plan plan;
	struct job_zone zone = {.pue = 1, .eur_per_kwh = (double)NAN};
	/* Without the year of "FR:2022". */
	if (options->zone)
		(void)snprintf(zone.zone, sizeof(zone.zone), "%.*s",
			       (int)strcspn(options->zone, ":"), options->zone);
	const struct job_question question = {
		.zones = &zone,
		.n_zones = 1,
		.from_s = now_s(),
		.hours = options->duration.given ? options->duration.quantity.value : 1,
		.window_h = options->deadline.given ? options->deadline.quantity.value : 24,
		.power_kw = 1,
		.threshold = 0.02,
	};
	if (!options->zone) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("--when wants to know where it runs"));
		return error_todo(reterr, "%s", "--zone FR");
	}
	int r = job_plan(&question, &plan, reterr);
	if (r < 0)
		return r;
	size_t at = 0;
	int64_t start_s = 0, end_s;
	(void)job_next_piece(&plan, &plan.ways[0], &at, &start_s, &end_s);
	if (!cli->common.quiet)
		say(&plan, start_s);
	if (plan.waits)
		wait_until(start_s, cli, isatty(STDERR_FILENO) && !cli->common.quiet);
	job_plan_release(&plan);
	return 0;
}
