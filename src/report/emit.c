/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a planned start as a file for at, cron, Kubernetes, Slurm or systemd. Each of them has its
 * own rules for the words of a command, in addition to those of the shell: every emitter writes
 * them so that the command gets the same bytes that frugal got, or refuses where its scheduler
 * cannot pass them on.
 */
#include "report/emit.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/intl.h"
#include "base/str.h"

const char *const plan_emitters[] = {"at", "cron", "k8s", "sbatch", "systemd", NULL};

/* Between quotes; cron also reads \ and % before the shell does. */
static void add_quoted(struct buf *to, const char *word, bool for_cron)
{
	buf_putc(to, '\'');
	for (const char *p = word; *p; p++)
		if (*p == '\'')
			buf_puts(to, "'\\''");
		else if (for_cron && *p == '%') /* a bare one is a line break to cron */
			buf_puts(to, "\\%");
		else if (for_cron && *p == '\\') /* it escapes a \ or % that follows: none may */
			buf_puts(to, "\\''");
		else
			buf_putc(to, *p);
	buf_putc(to, '\'');
}

static bool is_plain(const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "-_./=:,@+";
	return word[0] && strspn(word, plain) == strlen(word);
}

void plan_emit_word(struct buf *to, const char *word)
{
	if (is_plain(word))
		buf_puts(to, word);
	else
		add_quoted(to, word, false);
}

/* At the start of a line a shell would read an assignment or a word of its own grammar. */
static bool means_more_at_the_start(const char *word)
{
	static const char *const reserved[] = {
		"case",     "coproc", "do", "done", "elif",   "else", "esac",  "fi",    "for",
		"function", "if",     "in", "then", "select", "time", "until", "while", NULL};
	for (size_t i = 0; reserved[i]; i++)
		if (strcmp(word, reserved[i]) == 0)
			return true;
	return strchr(word, '=') != NULL;
}

static void add_command(struct buf *to, const struct emission *e, bool for_cron)
{
	for (size_t i = 0; i < e->n; i++) {
		const char *word = e->command[i];
		if (i)
			buf_putc(to, ' ');
		if (is_plain(word) && (i || !means_more_at_the_start(word)))
			buf_puts(to, word);
		else
			add_quoted(to, word, for_cron);
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
	add_command(to, e, false);
	buf_putc(to, '\n');
}

static bool has_line(const char *text, const char *line)
{
	size_t n = strlen(line);
	for (const char *p = text; p; p = strchr(p, '\n')) {
		p += *p == '\n';
		if (strncmp(p, line, n) == 0 && (p[n] == '\n' || !p[n]))
			return true;
	}
	return false;
}

/* The job is a here-document; its last line must not occur in the command. */
static void emit_at(const struct emission *e, const struct tm *utc, struct buf *to)
{
	struct buf job = {0};
	char end[40] = "END_OF_JOB";
	add_command(&job, e, false);
	for (size_t i = 2; has_line(buf_text(&job), end); i++)
		(void)snprintf(end, sizeof(end), "END_OF_JOB_%zu", i);
	buf_puts(to, "#!/bin/sh\nTZ=UTC0 at -t ");
	add_time(to, utc, "%Y%m%d%H%M");
	buf_addf(to, " <<'%s'\n%s\n%s\n", end, buf_text(&job), end);
	to->failed |= job.failed;
	buf_release(&job);
}

/* Runs at this moment only: the line removes itself afterwards. */
static void emit_cron(const struct emission *e, const struct tm *utc, struct buf *to)
{
	buf_puts(to, "CRON_TZ=UTC\n");
	add_time(to, utc, "%M %H %d %m * ");
	add_command(to, e, true);
	buf_putc(to, '\n');
}

/*
 * A string of YAML between double quotes. Control characters are escaped, and the three of Unicode
 * that YAML 1.1 takes for line breaks (U+0085, U+2028, U+2029) with them: it would fold them.
 */
static void add_yaml(struct buf *to, const char *text, bool doubles_dollars)
{
	buf_putc(to, '"');
	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		if (*p == '"' || *p == '\\')
			buf_addf(to, "\\%c", *p);
		else if (*p < 0x20 || *p == 0x7F)
			buf_addf(to, "\\u%04x", *p);
		else if (*p == 0xC2 && p[1] < 0xA0)
			buf_addf(to, "\\u%04x", *++p);
		else if (*p == 0xE2 && p[1] == 0x80 && (p[2] == 0xA8 || p[2] == 0xA9))
			buf_addf(to, "\\u20%02x", *(p += 2) - 0x80);
		else if (*p == '$' && doubles_dollars)
			buf_puts(to, "$$");
		else
			buf_putc(to, (char)*p);
	}
	buf_putc(to, '"');
}

/*
 * A CronJob of one moment: it is named by it, runs once a year at most, and is deleted afterwards.
 * Kubernetes expands $(NAME) in a command and reads $$ as $.
 */
static void emit_k8s(const struct emission *e, const struct tm *utc, struct buf *to)
{
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
	add_yaml(to, e->image, false);
	buf_puts(to, "\n              command: [");
	for (size_t i = 0; i < e->n; i++) {
		buf_puts(to, i ? "," : "");
		add_yaml(to, e->command[i], true);
	}
	buf_puts(to, "]\n");
}

/*
 * systemd.service(5), COMMAND LINES: ${NAME} is replaced in an argument, and $$ is a $. In the
 * program's own name nothing is replaced.
 */
static void emit_systemd(const struct emission *e, const struct tm *utc, struct buf *to)
{
	struct buf word = {0};
	buf_puts(to, "#!/bin/sh\nsystemd-run --user --on-calendar='");
	add_time(to, utc, "%Y-%m-%d %H:%M:00 UTC");
	buf_puts(to, "' --");
	for (size_t i = 0; i < e->n; i++) {
		buf_clear(&word);
		for (const char *p = e->command[i]; *p; p++)
			buf_addf(&word, i && *p == '$' ? "$%c" : "%c", *p);
		buf_putc(to, ' ');
		plan_emit_word(to, buf_text(&word));
	}
	to->failed |= word.failed;
	buf_release(&word);
	buf_putc(to, '\n');
}

/* Checks that the file of the scheduler can represent the words of the command. */
static int check_words(const char *emitter, const struct emission *e, struct frugal_error *reterr)
{
	bool cron = strcmp(emitter, "cron") == 0, k8s = strcmp(emitter, "k8s") == 0;
	for (size_t i = 0; i < e->n; i++) {
		struct str word = str_of(e->command[i]);
		if (cron && strchr(word.p, '\n'))
			error_set(
				reterr, FRUGAL_EUSAGE, "%s",
				_("a cron job is one line: no argument may contain a line break"));
		else if (k8s && str_utf8_valid(word) != word.n)
			error_set(reterr, FRUGAL_EUSAGE, "%s",
				  _("an argument is not UTF-8, which Kubernetes requires"));
		else
			continue;
		return error_todo(reterr, "%s", _("put the command into a script"));
	}
	return 0;
}

int plan_emit(const char *emitter, const struct emission *e, struct buf *to,
	      struct frugal_error *reterr)
{
	struct tm utc;
	if (e->n == 0) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("the scheduler's file requires a command to start"));
		return error_todo(reterr, "%s", "frugal plan ... -- CMD");
	}
	int r = check_words(emitter, e, reterr);
	if (r < 0)
		return r;
	gmtime_r(&e->start, &utc);
	if (strcmp(emitter, "k8s") == 0 && !e->image) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("k8s requires an image that contains the command"));
		return error_todo(reterr, "%s", "image=registry/name:tag");
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
