/* SPDX-License-Identifier: Apache-2.0 */
#include "report/emit.h"

#include <math.h>
#include <string.h>
#include <time.h>

#include "base/intl.h"
#include "base/json.h"

const char *const plan_emitters[] = {"at", "cron", "k8s", "sbatch", "systemd", NULL};

/* A word as a shell reads it back. */
void plan_emit_word(struct buf *to, const char *word)
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
		plan_emit_word(to, command[i]);
	}
}

static void add_time(struct buf *to, const struct tm *time, const char *format)
{
	char text[64];
	if (strftime(text, sizeof(text), format, time))
		buf_puts(to, text);
}

/* Slurm reads moments in the time of the cluster, which is taken to be ours. */
static void emit_sbatch(const struct emission *e, struct buf *to)
{
	struct tm local;
	localtime_r(&e->start, &local);
	buf_puts(to, "#!/bin/sh\n#SBATCH --begin=");
	add_time(to, &local, "%Y-%m-%dT%H:%M:00");
	buf_addf(to, "\n#SBATCH --time=%ld\n", lround(ceil(e->hours * 60)));
	buf_puts(to, "frugal run --ranks auto -- ");
	add_command(to, e->command, e->n);
	buf_putc(to, '\n');
}

static void emit_at(const struct emission *e, const struct tm *utc, struct buf *to)
{
	buf_puts(to, "#!/bin/sh\nTZ=UTC0 at -t ");
	add_time(to, utc, "%Y%m%d%H%M");
	buf_puts(to, " <<'END_OF_JOB'\n");
	add_command(to, e->command, e->n);
	buf_puts(to, "\nEND_OF_JOB\n");
}

/* For this moment only: the line is taken out afterwards. */
static void emit_cron(const struct emission *e, const struct tm *utc, struct buf *to)
{
	struct buf line = {0};
	buf_puts(to, "CRON_TZ=UTC\n");
	add_time(to, utc, "%M %H %d %m * ");
	add_command(&line, e->command, e->n);
	for (const char *p = buf_text(&line); *p; p++) { /* a bare % is a new line to cron */
		if (*p == '%')
			buf_putc(to, '\\');
		buf_putc(to, *p);
	}
	to->failed |= line.failed;
	buf_release(&line);
	buf_putc(to, '\n');
}

/*
 * A CronJob of one moment: it is named by it, runs once a year at most, and is deleted afterwards.
 * Strings of JSON are strings of YAML.
 */
static void emit_k8s(const struct emission *e, const struct tm *utc, struct buf *to)
{
	struct jsonw json = {.out = to};
	buf_puts(to, "apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: frugal-");
	add_time(to, utc, "%Y%m%d-%H%M");
	buf_puts(to, "\nspec:\n  timeZone: Etc/UTC\n  schedule: \"");
	add_time(to, utc, "%M %H %d %m *");
	buf_addf(to,
		 "\"\n  concurrencyPolicy: Forbid\n  jobTemplate:\n    spec:\n"
		 "      backoffLimit: 0\n      activeDeadlineSeconds: %ld\n      template:\n"
		 "        spec:\n          restartPolicy: Never\n          containers:\n"
		 "            - name: job\n              image: ",
		 lround(ceil(e->hours * 7200)));
	jsonw_string(&json, NULL, e->image);
	buf_puts(to, "\n              command: ");
	json.need_comma = false;
	jsonw_array(&json, NULL);
	for (size_t i = 0; i < e->n; i++)
		jsonw_string(&json, NULL, e->command[i]);
	jsonw_array_end(&json);
	buf_putc(to, '\n');
}

static void emit_systemd(const struct emission *e, const struct tm *utc, struct buf *to)
{
	buf_puts(to, "#!/bin/sh\nsystemd-run --user --on-calendar='");
	add_time(to, utc, "%Y-%m-%d %H:%M:00 UTC");
	buf_puts(to, "' -- ");
	add_command(to, e->command, e->n);
	buf_putc(to, '\n');
}

int plan_emit(const char *emitter, const struct emission *e, struct buf *to,
	      struct frugal_error *reterr)
{
	struct tm utc;
	if (e->n == 0) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("which command is to be started then?"));
		return error_todo(reterr, "%s", "frugal plan ... --emit at -- CMD");
	}
	gmtime_r(&e->start, &utc);
	if (strcmp(emitter, "k8s") == 0 && !e->image) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("which image holds the command?"));
		return error_todo(reterr, "%s", "--image registry/name:tag");
	}
	if (strcmp(emitter, "at") == 0)
		emit_at(e, &utc, to);
	else if (strcmp(emitter, "cron") == 0)
		emit_cron(e, &utc, to);
	else if (strcmp(emitter, "k8s") == 0)
		emit_k8s(e, &utc, to);
	else if (strcmp(emitter, "sbatch") == 0)
		emit_sbatch(e, to);
	else
		emit_systemd(e, &utc, to);
	return to->failed ? error_nomem(reterr) : 0;
}
