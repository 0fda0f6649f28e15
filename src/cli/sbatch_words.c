/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the options of sbatch in the "#SBATCH" lines of a script and on the command line. Only
 * those that a plan has to know are kept; what they mean to Slurm stays Slurm's.
 */
#include "cli/sbatch_words.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/num.h"

#define MOST_SCRIPT ((size_t)16 << 20)
#define MOST_INDEX 100000000

static const struct {
	const char *name;
	char letter; /* 0: it has none */
} names[SBATCH_WORDS] = {
	[SBATCH_TIME] = {"--time", 't'},
	[SBATCH_BEGIN] = {"--begin", 'b'},
	[SBATCH_DEADLINE] = {"--deadline", 0},
	[SBATCH_ARRAY] = {"--array", 'a'},
};

/* ---- values --------------------------------------------------------------------------------- */

/* Slurm takes quotes off. */
static struct str unquoted(struct str text)
{
	bool quoted = text.n >= 2 && strchr("\"'", text.p[0]) && text.p[text.n - 1] == text.p[0];
	return quoted ? (struct str){text.p + 1, text.n - 2} : text;
}

/*
 * "minutes", "minutes:seconds", "hours:minutes:seconds", "days-hours", "days-hours:minutes" or
 * "days-hours:minutes:seconds" (sbatch(1), --time), in hours; NaN: none of them.
 */
double sbatch_hours(struct str text)
{
	int64_t days = 0, parts[3] = {0};
	size_t n = 0;
	text = unquoted(text);
	const char *dash = text.n ? memchr(text.p, '-', text.n) : NULL;
	if (dash) {
		if (!num_parse_int((struct str){text.p, (size_t)(dash - text.p)}, 0, 36500, &days))
			return (double)NAN;
		text.n -= (size_t)(dash + 1 - text.p);
		text.p = dash + 1;
	}
	for (;;) {
		const char *colon = text.n ? memchr(text.p, ':', text.n) : NULL;
		size_t length = colon ? (size_t)(colon - text.p) : text.n;
		if (n == 3 || !num_parse_int((struct str){text.p, length}, 0, 5256000, &parts[n]))
			return (double)NAN;
		n++;
		if (!colon)
			break;
		text.p += length + 1;
		text.n -= length + 1;
	}
	double h = (double)parts[0], m = (double)parts[1], s = (double)parts[2];
	if (!dash && n < 3) { /* minutes come first */
		s = m;
		m = h;
		h = 0;
	}
	return (double)days * 24 + h + m / 60 + s / SECONDS_PER_HOUR;
}

/* The text up to a character, which is taken too; all of it where there is none. */
static struct str cut_at(struct str *text, char end)
{
	if (!text->n)
		return *text;
	const char *at = memchr(text->p, end, text->n);
	struct str part = {text->p, at ? (size_t)(at - text->p) : text->n};
	size_t n = part.n + (at != NULL);
	*text = (struct str){text->p + n, text->n - n};
	return part;
}

/* "7", "0-15", "0-15:4" */
static bool range_of(struct str text, int64_t *ret_tasks)
{
	int64_t from, to, step = 1;
	struct str first = cut_at(&text, '-'), last = cut_at(&text, ':');
	if (!num_parse_int(first, 0, MOST_INDEX, &from))
		return false;
	if (!last.n) {
		*ret_tasks = 1;
		return true;
	}
	if (!num_parse_int(last, from, MOST_INDEX, &to) ||
	    (text.n && !num_parse_int(text, 1, MOST_INDEX, &step)))
		return false;
	*ret_tasks = (to - from) / step + 1;
	return true;
}

bool sbatch_array(struct str text, int64_t *ret_tasks, int64_t *ret_at_once)
{
	text = unquoted(text);
	struct str list = cut_at(&text, '%');
	*ret_tasks = *ret_at_once = 0;
	if (text.n && !num_parse_int(text, 1, MOST_INDEX, ret_at_once))
		return false;
	while (list.n) {
		int64_t tasks;
		if (!range_of(cut_at(&list, ','), &tasks))
			return false;
		*ret_tasks += tasks;
	}
	return *ret_tasks > 0;
}

/* ---- words ---------------------------------------------------------------------------------- */

/* The value of an option in a word or the one after it; false if neither has it. */
static bool value_in(enum sbatch_word which, struct str word, struct str next, struct str *ret)
{
	char letter[3] = {'-', names[which].letter, '\0'};
	struct str rest;
	if (str_is(word, names[which].name)) {
		*ret = next;
		return true;
	}
	if (str_after(word, names[which].name, &rest) && rest.n && rest.p[0] == '=') {
		*ret = (struct str){rest.p + 1, rest.n - 1};
		return true;
	}
	if (!letter[1] || !str_after(word, letter, &rest))
		return false;
	*ret = rest.n ? rest : next;
	/* "-test" is not a time: other options may begin so. */
	return !rest.n || which == SBATCH_BEGIN || (rest.p[0] >= '0' && rest.p[0] <= '9');
}

static void take(struct sbatch_words *to, struct str word, struct str next, bool in_line)
{
	struct str value;
	for (int i = 0; i < SBATCH_WORDS; i++)
		if (value_in((enum sbatch_word)i, word, next, &value) && value.n) {
			to->value[i] = value;
			to->in_line[i] = in_line;
		}
}

static struct str next_word(struct str *line)
{
	struct str rest = str_trim(*line);
	size_t n = 0;
	while (n < rest.n && rest.p[n] != ' ' && rest.p[n] != '\t')
		n++;
	*line = (struct str){rest.p + n, rest.n - n};
	return (struct str){rest.p, n};
}

/* Reads the lines "#SBATCH ..." before the first command, as sbatch does. */
static void read_script(struct str script, struct sbatch_words *to)
{
	while (script.n) {
		struct str line = cut_at(&script, '\n'), words;
		if (str_after(line, "#SBATCH", &words)) {
			for (struct str word = next_word(&words); word.n;
			     word = next_word(&words)) {
				struct str ahead = words;
				take(to, word, next_word(&ahead), false);
			}
		} else if (str_trim(line).n && str_trim(line).p[0] != '#') {
			break;
		}
	}
}

/* The script is the first word that is neither an option of sbatch nor the value of one. */
static const char *script_of(const struct cli *cli)
{
	for (size_t i = 0; i < cli->n_args; i++)
		if (cli->args[i][0] != '-' && access(cli->args[i], R_OK) == 0)
			return cli->args[i];
	return NULL;
}

int sbatch_words_read(const struct cli *cli, struct sbatch_words *ret, struct frugal_error *reterr)
{
	const char *path = script_of(cli);
	*ret = (struct sbatch_words){0};
	int r = path ? file_read_plain(path, MOST_SCRIPT, &ret->script, reterr) : 0;
	if (r == 0)
		read_script(buf_str(&ret->script), ret);
	for (size_t i = 0; r == 0 && i < cli->n_args; i++) {
		if (path && cli->args[i] == path)
			break; /* the words that follow are arguments of the script */
		take(ret, str_of(cli->args[i]), str_of(i + 1 < cli->n_args ? cli->args[i + 1] : ""),
		     true);
	}
	return r;
}

void sbatch_words_release(struct sbatch_words *words)
{
	buf_release(&words->script);
}
