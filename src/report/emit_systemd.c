/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For systemd: a script with systemd-run, whose timer is of one moment, or for a job that recurs a
 * script that installs a service and its timer for the user. systemd.service(5), COMMAND LINES:
 * $NAME is replaced in an argument, $$ is $, and in a file of a unit %% is %.
 */
#include <string.h>

#include "base/intl.h"
#include "report/emit_inside.h"

/* ---- once ----------------------------------------------------------------------------------- */

static void add_option(struct buf *to, const char *option, const char *value)
{
	struct buf word = {0};
	buf_addf(&word, "%s%s", option, value);
	buf_puts(to, " \\\n\t");
	plan_emit_word(to, buf_text(&word));
	to->failed |= word.failed;
	buf_release(&word);
}

static void add_transient(struct buf *to, const struct planned_job *job,
			  const struct emit_words *words)
{
	static const struct local_clock utc;
	struct local_time t = local_clock_time(&utc, job->start_s);
	struct buf word = {0};
	buf_puts(to, "exec systemd-run --user --unit=");
	plan_emit_name(to, job);
	if (!job->at_once)
		buf_addf(to,
			 " --on-calendar='%04d-%02d-%02d %02d:%02d:00 UTC'"
			 " --timer-property=AccuracySec=1s",
			 t.year, t.month, t.day, t.hour, t.minute);
	if (job->folder)
		add_option(to, "--working-directory=", job->folder);
	for (size_t i = 0; i < job->n_surroundings; i++)
		add_option(to, "--setenv=", job->surroundings[i]);
	for (size_t i = 0; i < job->n_environment; i++)
		add_option(to, "--setenv=", job->environment[i]);
	buf_puts(to, " --");
	for (size_t i = 0; i < words->n; i++) {
		buf_clear(&word);
		/* In the program's own name nothing is replaced. */
		for (const char *p = words->words[i]; *p; p++)
			buf_addf(&word, i && *p == '$' ? "$%c" : "%c", *p);
		buf_putc(to, ' ');
		plan_emit_word(to, buf_text(&word));
	}
	buf_putc(to, '\n');
	to->failed |= word.failed;
	buf_release(&word);
}

/* ---- again and again ------------------------------------------------------------------------ */

/* Between double quotes of a unit's file. */
static void add_unit_word(struct buf *to, const char *word, bool doubles_dollars)
{
	buf_putc(to, '"');
	for (const char *p = word; *p; p++) {
		unsigned char c = (unsigned char)*p;
		if (c == '"' || c == '\\')
			buf_addf(to, "\\%c", c);
		else if (c < 0x20 || c == 0x7F)
			buf_addf(to, "\\x%02x", c);
		else if (c == '%')
			buf_puts(to, "%%");
		else if (c == '$' && doubles_dollars)
			buf_puts(to, "$$");
		else
			buf_putc(to, (char)c);
	}
	buf_putc(to, '"');
}

/* The rest of the line is the folder: blanks at its end would be cut off. */
static void add_unit_folder(struct buf *to, const char *folder)
{
	buf_puts(to, "WorkingDirectory=");
	for (const char *p = folder; *p; p++)
		buf_addf(to, *p == '%' ? "%%%c" : "%c", *p);
	buf_puts(to, "/.\n");
}

static void add_service(struct buf *to, const struct planned_job *job,
			const struct emit_words *words)
{
	buf_puts(to, "[Unit]\nDescription=");
	plan_emit_name(to, job);
	buf_puts(to, "\n\n[Service]\nType=exec\n");
	if (job->folder)
		add_unit_folder(to, job->folder);
	for (size_t i = 0; i < job->n_surroundings + job->n_environment; i++) {
		buf_puts(to, "Environment=");
		add_unit_word(to,
			      i < job->n_surroundings ? job->surroundings[i]
						      : job->environment[i - job->n_surroundings],
			      false);
		buf_putc(to, '\n');
	}
	/* systemd looks for programs in folders of its own; env reads PATH. */
	buf_puts(to, "ExecStart=/usr/bin/env");
	for (size_t i = 0; i < words->n; i++) {
		buf_putc(to, ' ');
		add_unit_word(to, words->words[i], true);
	}
	buf_putc(to, '\n');
}

static void add_timer(struct buf *to, const struct planned_job *job)
{
	static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	const struct repeat_time *at = &job->at;
	buf_puts(to, "[Unit]\nDescription=");
	plan_emit_name(to, job);
	buf_puts(to, "\n\n[Timer]\nOnCalendar=");
	if (job->every == REPEAT_HOUR)
		buf_addf(to, "*-*-* *:%02d:00", at->minute);
	else if (job->every == REPEAT_WEEK)
		buf_addf(to, "%s *-*-* %02d:%02d:00", days[at->weekday], at->hour, at->minute);
	else {
		for (int day = 0, n = 0; at->days != EVERY_DAY && day < 7; day++)
			if (at->days & 1u << day)
				buf_addf(to, n++ ? ",%s" : "%s", days[day]);
		buf_addf(to, "%s*-*-%s %02d:%02d:00", at->days && at->days != EVERY_DAY ? " " : "",
			 job->every == REPEAT_MONTH ? "01" : "*", at->hour, at->minute);
	}
	if (job->clock->name[0])
		buf_addf(to, " %s", job->clock->name);
	buf_puts(to, "\nAccuracySec=1s\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n");
}

static void add_file(struct buf *to, const struct planned_job *job, const char *kind,
		     const struct buf *text)
{
	char end[40];
	emit_end_of(text, "UNIT", end);
	buf_puts(to, "cat >\"$units/");
	plan_emit_name(to, job);
	buf_addf(to, ".%s\" <<'%s'\n%s%s\n", kind, end, buf_text(text), end);
}

static void add_units(struct buf *to, const struct planned_job *job, const struct emit_words *words)
{
	struct buf service = {0}, timer = {0};
	add_service(&service, job, words);
	add_timer(&timer, job);
	buf_puts(to, "set -e\nunits=${XDG_CONFIG_HOME:-$HOME/.config}/systemd/user\n"
		     "mkdir -p \"$units\"\n");
	add_file(to, job, "service", &service);
	add_file(to, job, "timer", &timer);
	buf_puts(to, "systemctl --user daemon-reload\nsystemctl --user enable --now ");
	plan_emit_name(to, job);
	buf_puts(to, ".timer\n");
	to->failed |= service.failed || timer.failed;
	buf_release(&service);
	buf_release(&timer);
}

int emit_systemd(const struct planned_job *job, struct buf *to, struct frugal_error *reterr)
{
	struct emit_words words;
	bool once = job->every == REPEAT_NEVER;
	if (!once && job->folder && strchr(job->folder, '\n')) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("the folder of a unit may not contain a line break"));
		return error_where(reterr, "%s", "folder");
	}
	int r = emit_words(job, 0, once ? job->latest_s : 0, false, &words, reterr);
	if (r < 0)
		return r;
	buf_puts(to, "#!/bin/sh\n");
	emit_comments(to, "systemd", job);
	if (once && !job->at_once)
		buf_puts(to, _("# A restart of the machine removes this timer.\n"));
	buf_puts(to, _("# It runs while you are logged in, or always after loginctl "
		       "enable-linger.\n"));
	if (once)
		add_transient(to, job, &words);
	else
		add_units(to, job, &words);
	emit_words_release(&words);
	return 0;
}
