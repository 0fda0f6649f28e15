/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What each scheduler can do with a planned job, in one table, and the names and comments of their
 * files. Each has its own rules for the words of a command, in addition to those of the shell:
 * every emitter writes them so that the command gets the same bytes that frugal got.
 */
#include "report/emit.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/intl.h"
#include "report/emit_inside.h"

#define NAME_MOST 52 /* a CronJob gives its jobs eleven characters more, of 63 */
#define HALF_A_YEAR_S (182 * SECONDS_PER_DAY)

const char *const plan_repeats[] = {"hour", "day", "week", "month", NULL};
const char *const plan_emitters[] = {"at", "cron", "k8s", "sbatch", "systemd", NULL};

/* ---- what each scheduler can ---------------------------------------------------------------- */

enum property { AT_ONCE, LATEST, ONCE, RECURS, HOURS, LINE_BREAKS, OTHER_BYTES, PROPERTIES };

enum support {
	SUPPORTED,
	BY_RUN,    /* by frugal run, in which the command is; else as COMMENTED */
	COMMENTED, /* missing, with a comment of the file */
	REFUSED,   /* no file is written */
};

struct emitter {
	enum support support[PROPERTIES];
	int (*write)(const struct planned_job *job, struct buf *to, struct frugal_error *reterr);
};

static const struct emitter emitters[] = {
	/* in the order of plan_emitters */
	{{SUPPORTED, BY_RUN, SUPPORTED, REFUSED, SUPPORTED, SUPPORTED, SUPPORTED}, emit_at},
	{{REFUSED, BY_RUN, BY_RUN, SUPPORTED, SUPPORTED, REFUSED, SUPPORTED}, emit_cron},
	{{SUPPORTED, SUPPORTED, BY_RUN, SUPPORTED, SUPPORTED, SUPPORTED, REFUSED}, emit_k8s},
	{{SUPPORTED, BY_RUN, SUPPORTED, REFUSED, COMMENTED, SUPPORTED, SUPPORTED}, emit_sbatch},
	{{SUPPORTED, BY_RUN, SUPPORTED, SUPPORTED, SUPPORTED, SUPPORTED, REFUSED}, emit_systemd},
};

static const struct {
	const char *refusal, *remedy, *comment;
} words[] = {
	[AT_ONCE] = {N_("the plan begins now, and cron starts nothing at once"),
		     N_("run the command now"), NULL},
	[LATEST] = {NULL, NULL, N_("Nothing here prevents a start after the deadline.")},
	[ONCE] = {NULL, NULL,
		  N_("It would come again every year: remove it after the job has run.")},
	[RECURS] = {N_("this scheduler's file starts a job once"), "cron, k8s, systemd", NULL},
	[HOURS] = {NULL, NULL, N_("Slurm may start it later, outside the allowed hours.")},
	[LINE_BREAKS] = {N_("a cron job is one line: no argument, folder or variable may contain a "
			    "line break"),
			 N_("put the command into a script"), NULL},
	[OTHER_BYTES] = {N_("an argument is not UTF-8, which this scheduler requires"),
			 N_("put the command into a script"), NULL},
};

static bool any(const struct planned_job *job, bool (*test)(const char *))
{
	bool found = (job->folder && test(job->folder)) || (job->name && test(job->name));
	for (size_t i = 0; i < job->n; i++)
		found |= test(job->command[i]);
	for (size_t i = 0; i < job->n_environment; i++)
		found |= test(job->environment[i]);
	for (size_t i = 0; i < job->n_surroundings; i++)
		found |= test(job->surroundings[i]);
	return found;
}

static bool has_line_break(const char *text)
{
	return strchr(text, '\n') != NULL;
}

static bool has_other_bytes(const char *text)
{
	struct str s = str_of(text);
	return str_utf8_valid(s) != s.n;
}

static bool needs(const struct planned_job *job, enum property property)
{
	switch (property) {
	case AT_ONCE:
		return job->at_once && job->every == REPEAT_NEVER;
	case LATEST:
		return job->latest_s != 0;
	case ONCE:
		return job->every == REPEAT_NEVER && !job->at_once;
	case RECURS:
		return job->every != REPEAT_NEVER;
	case HOURS:
		return job->has_hours;
	case LINE_BREAKS:
		return any(job, has_line_break);
	case OTHER_BYTES:
		return any(job, has_other_bytes);
	case PROPERTIES:
	default:
		return false;
	}
}

static const struct emitter *emitter_of(const char *name)
{
	for (size_t i = 0; plan_emitters[i]; i++)
		if (strcmp(plan_emitters[i], name) == 0)
			return &emitters[i];
	return NULL;
}

static int refuse(const struct emitter *emitter, const struct planned_job *job,
		  struct frugal_error *reterr)
{
	for (enum property p = 0; p < PROPERTIES; p++)
		if (emitter->support[p] == REFUSED && needs(job, p)) {
			error_set(reterr, FRUGAL_EUSAGE, "%s", _(words[p].refusal));
			return error_todo(reterr, "%s", _(words[p].remedy));
		}
	return 0;
}

/* ---- words for a shell ---------------------------------------------------------------------- */

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

void emit_word_of(struct buf *to, const char *word, bool for_cron)
{
	if (is_plain(word))
		buf_puts(to, word);
	else
		add_quoted(to, word, for_cron);
}

void plan_emit_word(struct buf *to, const char *word)
{
	emit_word_of(to, word, false);
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

void emit_list(struct buf *to, const char *const *list, size_t n, bool after_first, bool for_cron)
{
	for (size_t i = 0; i < n; i++) {
		buf_puts(to, i ? " " : "");
		if (i || after_first || !means_more_at_the_start(list[i]))
			emit_word_of(to, list[i], for_cron);
		else
			add_quoted(to, list[i], for_cron);
	}
}

void plan_emit_command(struct buf *to, const char *const *list, size_t n, bool after_first)
{
	emit_list(to, list, n, after_first, false);
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

void emit_end_of(const struct buf *text, const char *word, char ret[40])
{
	(void)snprintf(ret, 40, "END_OF_%s", word);
	for (size_t i = 2; has_line(buf_text(text), ret); i++)
		(void)snprintf(ret, 40, "END_OF_%s_%zu", word, i);
}

/* ---- names ---------------------------------------------------------------------------------- */

static bool is_label(const char *name)
{
	size_t n = strlen(name);
	return n && n <= NAME_MOST && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == n &&
	       name[0] != '-' && name[n - 1] != '-';
}

/* Texts are hashed with their ends, so that "a", "b" is not "ab". */
static uint64_t hash_of(uint64_t hash, const char *text)
{
	return text ? hash_bytes(hash, text, strlen(text) + 1) : hash_step(hash, 0);
}

static uint64_t identity(const struct planned_job *job)
{
	char start[32];
	uint64_t hash = HASH_BEGIN;
	(void)snprintf(start, sizeof(start), "%" PRId64 " %d", job->at_once ? 0 : job->start_s,
		       (int)job->every);
	const char *const texts[] = {start,     job->folder, job->name,
				     job->zone, job->image,  job->away_line};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		hash = hash_of(hash, texts[i]);
	for (size_t i = 0; i < job->n; i++)
		hash = hash_of(hash, job->command[i]);
	for (size_t i = 0; i < job->n_environment; i++)
		hash = hash_of(hash, job->environment[i]);
	for (size_t i = 0; i < job->n_planning; i++)
		hash = hash_of(hash, job->planning[i]);
	return hash;
}

void plan_emit_name(struct buf *to, const struct planned_job *job)
{
	if (job->name && is_label(job->name)) {
		buf_puts(to, job->name);
		return;
	}
	char part[31];
	size_t n = 0;
	const char *from = job->name ? job->name : job->n ? job->command[0] : "";
	const char *slash = strrchr(from, '/');
	for (const char *p = slash && !job->name ? slash + 1 : from; *p && n < sizeof(part) - 1;
	     p++) {
		char c = char_lower(*p);
		bool good = (c >= 'a' && c <= 'z') || char_is_digit(c);
		if (good)
			part[n++] = c;
		else if (n && part[n - 1] != '-')
			part[n++] = '-';
	}
	n -= n && part[n - 1] == '-';
	part[n] = '\0';
	buf_addf(to, "frugal-%s%s%010" PRIx64, part, n ? "-" : "",
		 identity(job) & UINT64_C(0xffffffffff));
}

/* ---- comments ------------------------------------------------------------------------------- */

static void comment(struct buf *to, const char *text)
{
	buf_puts(to, "# ");
	buf_puts(to, text);
	buf_putc(to, '\n');
}

void emit_comments(struct buf *to, const char *emitter, const struct planned_job *job)
{
	const struct emitter *e = emitter_of(emitter);
	struct buf line = {0};
	plan_emit_name(&line, job);
	if (job->every == REPEAT_NEVER)
		buf_addf(&line, _(": at the hours of %s"), job->zone);
	else
		buf_addf(&line, _(": planned anew at each start, at the hours of %s"), job->zone);
	comment(to, buf_text(&line));
	buf_clear(&line);
	if (job->is_past)
		comment(to, _("Its hours were over when this was written: it starts nothing now."));
	if (job->home && !job->away_line) {
		buf_addf(&line,
			 _("The best hours are in %s, and home is %s: hand this file over in %s."),
			 job->zone, job->home, job->zone);
		comment(to, buf_text(&line));
	}
	for (enum property p = 0; p < PROPERTIES; p++) {
		enum support support = e->support[p];
		if (needs(job, p) &&
		    (support == COMMENTED || (support == BY_RUN && job->unmetered)))
			comment(to, _(words[p].comment));
	}
	to->failed |= line.failed;
	buf_release(&line);
}

/* "*", or "1-5": runs of days, as cron counts them from Sunday. */
static void add_days(struct buf *to, unsigned days)
{
	if (!days || days == EVERY_DAY)
		buf_puts(to, "*");
	for (int day = 0, n = 0; days != EVERY_DAY && day < 7; day++) {
		int last = day;
		if (!(days & 1u << day))
			continue;
		while (last < 6 && days & 1u << (last + 1))
			last++;
		buf_addf(to, n++ ? ",%d" : "%d", day);
		if (last > day)
			buf_addf(to, "-%d", last);
		day = last;
	}
}

void emit_cron_fields(struct buf *to, const struct planned_job *job,
		      const struct local_clock *clock)
{
	const struct repeat_time *at = &job->at;
	struct local_time t = local_clock_time(clock, job->start_s);
	switch (job->every) {
	case REPEAT_HOUR:
		buf_addf(to, "%d * * * *", at->minute);
		break;
	case REPEAT_DAY:
		buf_addf(to, "%d %d * * ", at->minute, at->hour);
		add_days(to, at->days);
		break;
	case REPEAT_WEEK:
		buf_addf(to, "%d %d * * %d", at->minute, at->hour, at->weekday);
		break;
	case REPEAT_MONTH:
		buf_addf(to, "%d %d 1 * *", at->minute, at->hour);
		break;
	case REPEAT_NEVER:
	default:
		buf_addf(to, "%02d %02d %02d %02d *", t.minute, t.hour, t.day, t.month);
	}
}

int64_t emit_over_s(const struct planned_job *job)
{
	return job->latest_s ? job->latest_s : job->start_s + HALF_A_YEAR_S;
}

/* ---- all of it ------------------------------------------------------------------------------ */

int plan_emit(const char *emitter, const struct planned_job *job, struct buf *to,
	      struct frugal_error *reterr)
{
	const struct emitter *e = emitter_of(emitter);
	if (job->n == 0) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("the scheduler's file requires a command to start"));
		return error_todo(reterr, "%s", "frugal plan ... -- CMD");
	}
	int r = refuse(e, job, reterr);
	if (r == 0 && e->write == emit_k8s && !job->image) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("k8s requires an image that contains the command"));
		return error_todo(reterr, "%s", "image=registry/name:tag");
	}
	if (r == 0)
		r = e->write(job, to, reterr);
	return r == 0 && to->failed ? error_nomem(reterr) : r;
}
