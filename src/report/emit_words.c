/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Builds the words of a planned job. A line of a user for another zone ("ssh de-node {}") is run by
 * a shell, and what it hands over is read by another one: the command is quoted for both. It is
 * measured there; here the line is only kept to its moment.
 */
#include "report/emit_words.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "base/num.h"
#include "grid/series.h"

static void add(struct emit_words *to, const char *word)
{
	to->words[to->n++] = word;
}

static const char *moment(struct emit_words *to, int64_t s)
{
	char text[GRID_TIME];
	grid_time_text(s, text);
	return arena_strdup(&to->arena, text);
}

void emit_words_release(struct emit_words *words)
{
	arena_release(&words->arena);
	*words = (struct emit_words){0};
}

/* ---- in another zone ------------------------------------------------------------------------ */

/* A place of a shell's text: within quotes {} would be quoted twice, or not at all. */
enum quotes { QUOTES_NONE, QUOTES_SINGLE, QUOTES_DOUBLE, QUOTES_BACK };

static enum quotes after(enum quotes in, char c)
{
	static const char marks[] = {
		[QUOTES_SINGLE] = '\'', [QUOTES_DOUBLE] = '"', [QUOTES_BACK] = '`'};
	if (in != QUOTES_NONE)
		return c == marks[in] ? QUOTES_NONE : in;
	return c == '\''  ? QUOTES_SINGLE
	       : c == '"' ? QUOTES_DOUBLE
	       : c == '`' ? QUOTES_BACK
			  : QUOTES_NONE;
}

static int bad_line(const char *what, const char *line, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, what, line);
	return error_todo(reterr, "%s", "DE='ssh de-node {}'");
}

int emit_away_check(const char *line, struct frugal_error *reterr)
{
	enum quotes in = QUOTES_NONE;
	size_t found = 0;
	for (const char *p = line; *p; p++) {
		if ((unsigned char)*p < 0x20)
			return bad_line(_("'%s' is not one line"), line, reterr);
		if (*p == '\\' && in != QUOTES_SINGLE && p[1] && p[1] != '{') {
			p++;
			continue;
		}
		bool is_place = p[0] == '{' && p[1] == '}';
		if (is_place && (in != QUOTES_NONE || (p > line && strchr("\\$", p[-1]))))
			return bad_line(_("'%s' has {} within quotes, which it brings itself"),
					line, reterr);
		if (*p == '#' && in == QUOTES_NONE && (p == line || strchr(" \t;&|(", p[-1])))
			break;
		found += is_place ? 1 : 0;
		in = after(in, *p);
	}
	return found == 1
		       ? 0
		       : bad_line(_("'%s' must have {} once, where the command is"), line, reterr);
}

/* What the shell of the other zone reads: words of the job, under frugal run where it is there. */
static void add_there(struct buf *to, const struct planned_job *job, int64_t to_s)
{
	char latest[GRID_TIME];
	if (!job->unmetered) {
		struct buf script = {0};
		buf_puts(&script, "command -v frugal >/dev/null && exec frugal run");
		if (job->metered_zone) {
			buf_puts(&script, " --zone ");
			plan_emit_word(&script, job->metered_zone);
		}
		if (job->name) {
			buf_puts(&script, " --name ");
			plan_emit_word(&script, job->name);
		}
		if (to_s) {
			grid_time_text(to_s, latest);
			buf_addf(&script, " --not-after %s", latest);
		}
		buf_puts(&script, " -- \"$@\"; exec \"$@\"");
		buf_puts(to, "sh -c ");
		plan_emit_word(to, buf_text(&script));
		buf_puts(to, " sh ");
		to->failed |= script.failed;
		buf_release(&script);
	}
	if (job->n_environment) {
		buf_puts(to, "env ");
		plan_emit_command(to, job->environment, job->n_environment, true);
		buf_putc(to, ' ');
	}
	plan_emit_command(to, job->command, job->n, job->n_environment || !job->unmetered);
}

int emit_away(const struct planned_job *job, const char *line, struct buf *to,
	      struct frugal_error *reterr)
{
	struct buf there = {0};
	const char *place = strstr(line, "{}");
	int r = emit_away_check(line, reterr);
	if (r < 0)
		return r;
	add_there(&there, job, job->latest_s);
	buf_add(to, line, (size_t)(place - line));
	plan_emit_word(to, buf_text(&there));
	buf_puts(to, place + 2);
	to->failed |= there.failed;
	buf_release(&there);
	return to->failed ? error_nomem(reterr) : 0;
}

static int away_words(const struct planned_job *job, struct emit_words *to,
		      struct frugal_error *reterr)
{
	struct buf line = {0};
	int r = emit_away(job, job->away_line, &line, reterr);
	const char *text = r == 0 ? arena_strdup(&to->arena, buf_text(&line)) : NULL;
	buf_release(&line);
	if (r == 0 && !text)
		r = error_nomem(reterr);
	if (r < 0)
		return r;
	add(to, "sh");
	add(to, "-c");
	add(to, text);
	return 0;
}

/* ---- planned at each start ------------------------------------------------------------------- */

static const char *hours_text(struct arena *arena, double hours)
{
	char text[NUM_TEXT];
	double minutes = hours * 60;
	bool in_minutes = hours < 1 && fabs(minutes - round(minutes)) < 1e-9;
	(void)num_format(in_minutes ? round(minutes) : hours, text);
	return arena_printf(arena, "%s%s", text, in_minutes ? "min" : "h");
}

int emit_planning(struct arena *arena, const struct emit_planning *planning,
		  const char *const **ret, size_t *ret_n, struct frugal_error *reterr)
{
	size_t n = 0, most = 2 * (6 + planning->n_only + planning->n_at_zones);
	const char **words = arena_array(arena, most, sizeof(*words));
	if (!words)
		return error_nomem(reterr);
	words[n++] = "--when";
	words[n++] = "green";
	words[n++] = "--zone";
	words[n++] = planning->zone;
	words[n++] = "--duration";
	words[n++] = hours_text(arena, planning->hours);
	words[n++] = "--deadline";
	words[n++] = hours_text(arena, planning->window_h);
	for (size_t i = 0; i < planning->n_only; i++) {
		words[n++] = "--only";
		words[n++] = planning->only[i];
	}
	for (size_t i = 0; i < planning->n_at_zones; i++) {
		words[n++] = "--at-zone";
		words[n++] = planning->at_zones[i];
	}
	if (planning->pausable) {
		words[n++] = "--pausable";
		words[n++] = "--min-run";
		words[n++] = hours_text(arena, planning->min_run_h);
	}
	for (size_t i = 0; i < n; i++)
		if (!words[i])
			return error_nomem(reterr);
	*ret = words;
	*ret_n = n;
	return 0;
}

/* ---- under frugal run ----------------------------------------------------------------------- */

static void add_run(const struct planned_job *job, int64_t from_s, int64_t to_s, bool is_batch,
		    struct emit_words *to)
{
	add(to, job->program ? job->program : "frugal");
	if (job->away_line)
		add(to, "--quiet");
	add(to, "run");
	if (is_batch && !job->away_line) {
		add(to, "--ranks");
		add(to, "auto");
	}
	for (size_t i = 0; i < job->n_planning; i++)
		add(to, job->planning[i]);
	if (job->away_line) {
		add(to, "--no-store");
	} else if (job->metered_zone && !job->n_planning) {
		add(to, "--zone");
		add(to, job->metered_zone);
	}
	if (job->name && !job->away_line) {
		add(to, "--name");
		add(to, job->name);
	}
	if (from_s) {
		add(to, "--not-before");
		add(to, moment(to, from_s));
	}
	if (to_s) {
		add(to, "--not-after");
		add(to, moment(to, to_s));
	}
	add(to, "--");
}

int emit_words(const struct planned_job *job, int64_t from_s, int64_t to_s, bool is_batch,
	       struct emit_words *ret, struct frugal_error *reterr)
{
	int r = 0;
	*ret = (struct emit_words){0};
	ret->words = arena_array(&ret->arena, job->n + job->n_planning + 20, sizeof(*ret->words));
	if (!ret->words)
		return error_nomem(reterr);
	if (!job->unmetered)
		add_run(job, from_s, to_s, is_batch, ret);
	if (job->away_line)
		r = away_words(job, ret, reterr);
	else
		for (size_t i = 0; i < job->n; i++)
			add(ret, job->command[i]);
	for (size_t i = 0; r == 0 && i < ret->n; i++)
		if (!ret->words[i])
			r = error_nomem(reterr);
	if (r < 0)
		emit_words_release(ret);
	return r;
}
