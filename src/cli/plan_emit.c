/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/plan_emit.h"

#include <math.h>
#include <string.h>
#include <time.h>

#include "base/intl.h"

const char *const plan_emitters[] = {"at", "cron", "sbatch", "systemd", NULL};

/* A word as a shell reads it back. */
static void add_word(struct buf *to, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "-_./=:,@+";
	if (word[0] && strspn(word, plain) == strlen(word)) {
		buf_puts(to, word);
		return;
	}
	buf_putc(to, '\'');
	for (const char *p = word; *p; p++)
		if (*p == '\'')
			buf_puts(to, "'\\''");
		else
			buf_putc(to, *p);
	buf_putc(to, '\'');
}

static void add_command(struct buf *to, char *const command[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(to, ' ');
		add_word(to, command[i]);
	}
}

static void add_time(struct buf *to, const struct tm *time, const char *format)
{
	char text[64];
	if (strftime(text, sizeof(text), format, time))
		buf_puts(to, text);
}

static bool is_one_piece(const struct green_plan *plan)
{
	return plan->slots[plan->n_slots - 1] - plan->slots[0] + 1 == plan->n_slots;
}

/* Slurm reads moments in the time of the cluster, which is taken to be ours. */
static void emit_sbatch(const struct tm *local, double hours, struct buf *to)
{
	long minutes = lround(ceil(hours * 60));
	buf_puts(to, "#!/bin/sh\n#SBATCH --begin=");
	add_time(to, local, "%Y-%m-%dT%H:%M:00");
	buf_addf(to, "\n#SBATCH --time=%ld\n", minutes);
}

int plan_emit(const char *emitter, const struct green_plan *plan, double hours,
	      char *const command[], size_t n, struct buf *to, struct frugal_error *reterr)
{
	time_t start = (time_t)(plan->from_s + (int64_t)plan->slots[0] * plan->step_s);
	struct tm utc, local;
	if (n == 0) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("which command is to be started then?"));
		return error_todo(reterr, "%s", "frugal plan ... --emit at -- CMD");
	}
	if (!is_one_piece(plan))
		return error_set(reterr, FRUGAL_EUSAGE, "%s",
				 _("a job in pieces cannot be emitted: leave --interruptible out"));
	gmtime_r(&start, &utc);
	localtime_r(&start, &local);
	if (strcmp(emitter, "at") == 0) {
		buf_puts(to, "#!/bin/sh\nTZ=UTC0 at -t ");
		add_time(to, &utc, "%Y%m%d%H%M");
		buf_puts(to, " <<'END_OF_JOB'\n");
		add_command(to, command, n);
		buf_puts(to, "\nEND_OF_JOB\n");
	} else if (strcmp(emitter, "cron") == 0) {
		/* For this moment only: the line is taken out afterwards. */
		buf_puts(to, "CRON_TZ=UTC\n");
		add_time(to, &utc, "%M %H %d %m * ");
		struct buf line = {0};
		add_command(&line, command, n);
		for (const char *p = buf_text(&line); *p;
		     p++) { /* a bare % is a new line to cron */
			if (*p == '%')
				buf_putc(to, '\\');
			buf_putc(to, *p);
		}
		to->failed |= line.failed;
		buf_release(&line);
		buf_putc(to, '\n');
	} else if (strcmp(emitter, "sbatch") == 0) {
		emit_sbatch(&local, hours, to);
		buf_puts(to, "frugal run --ranks auto -- ");
		add_command(to, command, n);
		buf_putc(to, '\n');
	} else {
		buf_puts(to, "#!/bin/sh\nsystemd-run --user --on-calendar='");
		add_time(to, &utc, "%Y-%m-%d %H:%M:00 UTC");
		buf_puts(to, "' -- ");
		add_command(to, command, n);
		buf_putc(to, '\n');
	}
	return to->failed ? error_nomem(reterr) : 0;
}
