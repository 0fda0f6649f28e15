/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A Job, where the plan begins now, or a CronJob of Kubernetes 1.27 or newer, which has no year:
 * the run within it refuses to start in another one.
 */
#include <inttypes.h>

#include "base/clock.h"
#include "base/intl.h"
#include "report/emit_inside.h"

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
		else if (*p == '$' && doubles_dollars) /* $(NAME) is replaced, $$ is $ */
			buf_puts(to, "$$");
		else
			buf_putc(to, (char)*p);
	}
	buf_putc(to, '"');
}

static void add_schedule(struct buf *to, const struct planned_job *job)
{
	static const struct local_clock utc;
	bool named = job->every != REPEAT_NEVER && job->clock->name[0];
	buf_addf(to, "spec:\n  timeZone: %s\n  schedule: \"", named ? job->clock->name : "Etc/UTC");
	emit_cron_fields(to, job, &utc);
	buf_puts(to, "\"\n  concurrencyPolicy: Forbid\n");
	if (job->latest_s && job->every == REPEAT_NEVER)
		buf_addf(to, "  startingDeadlineSeconds: %" PRId64 "\n",
			 job->latest_s - job->start_s);
	buf_puts(to, "  jobTemplate:\n    spec:\n");
}

static void add_environment(struct buf *to, const struct planned_job *job, const char *indent)
{
	if (job->n_environment)
		buf_addf(to, "%s  env:\n", indent);
	for (size_t i = 0; i < job->n_environment; i++) {
		const char *text = job->environment[i], *value = strchr(text, '=') + 1;
		struct buf name = {0};
		buf_add(&name, text, (size_t)(value - 1 - text));
		buf_addf(to, "%s    - name: ", indent);
		add_yaml(to, buf_text(&name), false);
		buf_addf(to, "\n%s      value: ", indent);
		add_yaml(to, value, true);
		buf_putc(to, '\n');
		to->failed |= name.failed;
		buf_release(&name);
	}
}

/* The specification of the job, below indent. */
static int add_job(struct buf *to, const struct planned_job *job, const char *indent,
		   struct frugal_error *reterr)
{
	struct emit_words words;
	int64_t to_s = job->every != REPEAT_NEVER ? 0
		       : job->at_once             ? job->latest_s
						  : emit_over_s(job);
	int r = emit_words(job, 0, to_s, false, &words, reterr);
	if (r < 0)
		return r;
	buf_addf(to,
		 "%sbackoffLimit: 0\n%stemplate:\n%s  spec:\n%s    restartPolicy: Never\n"
		 "%s    containers:\n%s      - name: job\n%s        image: ",
		 indent, indent, indent, indent, indent, indent, indent);
	add_yaml(to, job->image, false);
	if (job->folder) {
		buf_addf(to, "\n%s        workingDir: ", indent);
		add_yaml(to, job->folder, false);
	}
	buf_putc(to, '\n');
	struct buf deeper = {0};
	buf_addf(&deeper, "%s      ", indent);
	add_environment(to, job, buf_text(&deeper));
	to->failed |= deeper.failed;
	buf_release(&deeper);
	buf_addf(to, "%s        command: [", indent);
	for (size_t i = 0; i < words.n; i++) {
		buf_puts(to, i ? "," : "");
		add_yaml(to, words.words[i], true);
	}
	buf_puts(to, "]\n");
	emit_words_release(&words);
	return 0;
}

/* A name of the user's may be 10, no or null to YAML. */
static void add_name(struct buf *to, const struct planned_job *job)
{
	struct buf name = {0};
	plan_emit_name(&name, job);
	if (job->name)
		add_yaml(to, buf_text(&name), false);
	else
		buf_puts(to, buf_text(&name));
	to->failed |= name.failed;
	buf_release(&name);
}

int emit_k8s(const struct planned_job *job, struct buf *to, struct frugal_error *reterr)
{
	bool scheduled = !job->at_once || job->every != REPEAT_NEVER;
	emit_comments(to, "k8s", job);
	if (!job->unmetered)
		buf_puts(to, _("# The image must contain frugal.\n"));
	if (scheduled && job->every == REPEAT_NEVER && !job->unmetered)
		buf_puts(to,
			 _("# It runs once: later years refuse it. Delete the CronJob then.\n"));
	buf_addf(to, "apiVersion: batch/v1\nkind: %s\nmetadata:\n  name: ",
		 scheduled ? "CronJob" : "Job");
	add_name(to, job);
	buf_puts(to, "\n  annotations:\n    frugal/zone: ");
	add_yaml(to, job->zone, false);
	if (job->name) {
		buf_puts(to, "\n    frugal/name: ");
		add_yaml(to, job->name, false);
	}
	buf_putc(to, '\n');
	if (scheduled)
		add_schedule(to, job);
	else
		buf_puts(to, "spec:\n");
	return add_job(to, job, scheduled ? "      " : "  ", reterr);
}
