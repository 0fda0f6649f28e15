/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files for schedulers that run a shell: at(1), crontab(5) and sbatch(1). at is given a moment in
 * UTC, cron the fields of this machine's clock (Debian's has no CRON_TZ), Slurm the local time of
 * the cluster, which is taken to be ours.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "report/emit_inside.h"

#define CRON_MOST 998 /* characters of a command; cron's buffer has room for 1000 */

static void add_exports(struct buf *to, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_puts(to, "export ");
		const char *value = strchr(list[i], '=') + 1;
		buf_add(to, list[i], (size_t)(value - list[i]));
		plan_emit_word(to, value);
		buf_putc(to, '\n');
	}
}

static void add_folder(struct buf *to, const struct planned_job *job)
{
	if (!job->folder)
		return;
	buf_puts(to, "cd -- ");
	plan_emit_word(to, job->folder);
	buf_puts(to, " || exit\n");
}

/* What a shell runs, in the environment that the scheduler keeps; with the line break at its end.
 */
static int add_job(struct buf *to, const struct planned_job *job, bool is_batch,
		   struct frugal_error *reterr)
{
	struct emit_words words;
	int r = emit_words(job, 0, job->latest_s, is_batch, &words, reterr);
	if (r < 0)
		return r;
	add_exports(to, job->environment, job->n_environment);
	add_folder(to, job);
	plan_emit_command(to, words.words, words.n, false);
	buf_putc(to, '\n');
	emit_words_release(&words);
	return 0;
}

/* ---- at ------------------------------------------------------------------------------------- */

/* at hands its environment to the job; the zone that it is asked in is not the job's. */
static void add_time_zone(struct buf *to, const struct planned_job *job)
{
	if (!job->time_zone) {
		buf_puts(to, "unset TZ\n");
		return;
	}
	buf_puts(to, "export TZ=");
	plan_emit_word(to, job->time_zone);
	buf_putc(to, '\n');
}

int emit_at(const struct planned_job *job, struct buf *to, struct frugal_error *reterr)
{
	static const struct local_clock utc;
	struct local_time t = local_clock_time(&utc, job->start_s);
	struct buf script = {0};
	char end[40];
	add_time_zone(&script, job);
	int r = add_job(&script, job, false, reterr);
	emit_end_of(&script, "JOB", end);
	buf_puts(to, "#!/bin/sh\n");
	emit_comments(to, "at", job);
	if (job->at_once)
		buf_puts(to, "TZ=UTC0 at now");
	else
		buf_addf(to, "TZ=UTC0 at -t %04d%02d%02d%02d%02d", t.year, t.month, t.day, t.hour,
			 t.minute);
	buf_addf(to, " <<'%s'\n%s%s\n", end, buf_text(&script), end);
	to->failed |= script.failed;
	buf_release(&script);
	return r;
}

/* ---- cron ----------------------------------------------------------------------------------- */

/* The command of the line, as cron is to read it. */
static int add_cron_command(struct buf *to, const struct planned_job *job,
			    struct frugal_error *reterr)
{
	struct emit_words words;
	bool once = job->every == REPEAT_NEVER;
	int r = emit_words(job, once ? job->start_s : 0, once ? emit_over_s(job) : 0, false, &words,
			   reterr);
	if (r < 0)
		return r;
	if (job->folder) {
		buf_puts(to, "cd -- ");
		emit_word_of(to, job->folder, true);
		buf_puts(to, " && ");
	}
	bool has_environment = job->n_environment + job->n_surroundings > 0;
	if (has_environment)
		buf_puts(to, "env ");
	emit_list(to, job->surroundings, job->n_surroundings, true, true);
	buf_puts(to, job->n_surroundings ? " " : "");
	emit_list(to, job->environment, job->n_environment, true, true);
	buf_puts(to, job->n_environment ? " " : "");
	emit_list(to, words.words, words.n, has_environment, true);
	emit_words_release(&words);
	return 0;
}

int emit_cron(const struct planned_job *job, struct buf *to, struct frugal_error *reterr)
{
	struct buf command = {0};
	int r = add_cron_command(&command, job, reterr);
	if (r == 0 && command.n > CRON_MOST) {
		error_set(reterr, FRUGAL_EUSAGE, _("cron takes at most %d characters, not %zu"),
			  CRON_MOST, command.n);
		r = error_todo(reterr, "%s", _("put the command into a script, or shorten PATH"));
	}
	emit_comments(to, "cron", job);
	if (job->every == REPEAT_NEVER && !job->unmetered)
		buf_puts(to, _("# It runs once: later years refuse it. Remove the line then.\n"));
	buf_addf(to, _("# Times are of the clock of this machine (%s).\n"),
		 job->clock->name[0] ? job->clock->name : "/etc/localtime");
	if (job->daemons_differ)
		buf_addf(to, "# %s\n",
			 _("TZ is not the zone of /etc/localtime, by which cron goes: unset it "
			   "first."));
	emit_cron_fields(to, job, job->clock);
	buf_putc(to, ' ');
	buf_puts(to, buf_text(&command));
	buf_putc(to, '\n');
	to->failed |= command.failed;
	buf_release(&command);
	return r;
}

/* ---- Slurm ---------------------------------------------------------------------------------- */

void plan_emit_slurm_time(struct buf *to, const struct local_clock *clock, int64_t utc_s)
{
	struct local_time t = local_clock_time(clock, utc_s);
	if (local_clock_repeats(clock, utc_s))
		buf_addf(to, "uts%" PRId64, utc_s);
	else
		buf_addf(to, "%04d-%02d-%02dT%02d:%02d:%02d", t.year, t.month, t.day, t.hour,
			 t.minute, t.second);
}

int emit_sbatch(const struct planned_job *job, struct buf *to, struct frugal_error *reterr)
{
	buf_puts(to, "#!/bin/sh\n");
	emit_comments(to, "sbatch", job);
	buf_puts(to, "#SBATCH --job-name=");
	plan_emit_name(to, job);
	if (!job->at_once) {
		if (local_clock_repeats(job->clock, job->start_s))
			buf_addf(to, "\n# %s",
				 _("The clock shows this hour twice: seconds since 1970."));
		buf_puts(to, "\n#SBATCH --begin=");
		plan_emit_slurm_time(to, job->clock, job->start_s);
	}
	if (job->limit_h > 0)
		buf_addf(to, "\n#SBATCH --time=%ld", lround(ceil(job->limit_h * 60)));
	if (job->deadline_s) {
		buf_puts(to, "\n#SBATCH --deadline=");
		plan_emit_slurm_time(to, job->clock, job->deadline_s);
	}
	buf_putc(to, '\n');
	return add_job(to, job, true, reterr);
}
