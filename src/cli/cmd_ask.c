/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal ask: one question in a sentence, one answer. Shows what was understood, asks on a terminal
 * for the rest, and answers. This file has the terminal and the file of answers; insight/ask.h
 * reads and plans.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/inside.h"
#include "base/file.h"
#include "base/intl.h"
#include "cli/command.h"
#include "report/ask.h"

#define MOST_BYTES ((size_t)1 << 16)

struct ask_options {
	const char *answers;
	bool json;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FILE(struct ask_options, answers, "answers",
		 N_("read answers from FILE, a line each: people=2000; - is standard input")),
	OPT_FLAG(struct ask_options, json, 0, "json", N_("answer in JSON")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("SENTENCE"), ARGUMENT_REPEATED, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal ask", N_("questions one by one, in a terminal")},
	{"frugal ask \"GPT-4o for 2 000 agents, 30 requests a day\"", N_("a year of a service")},
	{"frugal ask \"fine-tune Llama 3 70B on 8 H100 for 3 days in Sweden\"", N_("one training")},
	{"frugal ask \"acheter 4 serveurs de 8 H100 en France\"", N_("in French, and hardware")},
	{"frugal ask \"GPT-4o\" --answers answers.txt --json", N_("without a terminal")},
	{NULL, NULL},
};

/* ---- a file of answers ---- */

struct answers {
	struct ask *ask;
	const char *path;
	unsigned line;
	unsigned seen[ASK_KEYS]; /* the line of each key; 0: none */
};

/* A key, once: it must not replace what the sentence says. */
static int take_answer(struct answers *answers, struct str name, struct str value,
		       struct frugal_error *reterr)
{
	enum ask_key key;
	int r = ask_key_of(name, &key, reterr);
	if (r < 0)
		return r;
	if (answers->seen[key]) {
		error_set(reterr, FRUGAL_EUSAGE, _("'%s' is given twice"), ask_keys[key]);
		return error_todo(reterr, _("the first is in line %u; leave one of them out"),
				  answers->seen[key]);
	}
	answers->seen[key] = answers->line;
	return ask_add(answers->ask, key, value, reterr);
}

static int take_line(struct answers *answers, struct str text, struct frugal_error *reterr)
{
	struct str trimmed = str_trim(text);
	const char *equals = trimmed.n ? memchr(trimmed.p, '=', trimmed.n) : NULL;
	int r;
	if (!trimmed.n || trimmed.p[0] == '#')
		return 0;
	struct str name =
		str_trim((struct str){trimmed.p, equals ? (size_t)(equals - trimmed.p) : 0});
	struct str rest =
		equals ? str_trim((struct str){equals + 1,
					       trimmed.n - (size_t)(equals - trimmed.p) - 1})
		       : (struct str){0};
	if (!equals) {
		error_set(reterr, FRUGAL_EUSAGE, _("'%.*s' is not an answer"), STR_ARG(trimmed));
		r = error_todo(reterr, "people=2000");
	} else {
		r = take_answer(answers, name, rest, reterr);
	}
	return r < 0 ? error_where(reterr, "%s:%u", answers->path, answers->line) : 0;
}

static int take_answers(frugal_ask *ask, const char *path, struct frugal_error *reterr)
{
	struct buf text = {0};
	int r = file_read(path, MOST_BYTES, &text, reterr);
	struct str rest = buf_str(&text);
	struct answers answers = {.ask = question_of(ask), .path = path, .line = 1};
	for (; r == 0 && rest.n; answers.line++) {
		const char *end = memchr(rest.p, '\n', rest.n);
		size_t n = end ? (size_t)(end - rest.p) : rest.n;
		r = take_line(&answers, (struct str){rest.p, n}, reterr);
		n += end != NULL;
		rest.p += n;
		rest.n -= n;
	}
	buf_release(&text);
	return r;
}

/* ---- the terminal ---- */

struct asking {
	struct cli *cli;
	frugal_ask *ask;
	bool all;             /* defaults are asked for too */
	bool asked[ASK_KEYS]; /* once */
	char *line;
	size_t room;
};

static void say(const char *text)
{
	(void)fputs(text, stderr);
	(void)fflush(stderr);
}

static void prompt(const struct frugal_ask_item *item)
{
	struct buf text = {0};
	if (item->note && item->state == FRUGAL_ASK_MISSING)
		buf_addf(&text, "%s\n", item->note);
	buf_puts(&text, item->question);
	if (item->state == FRUGAL_ASK_DEFAULT && item->value) {
		buf_addf(&text, " [%s", item->value);
		buf_addf(&text, item->note ? "; %s]" : "]", item->note ? item->note : "");
	}
	buf_puts(&text, " > ");
	say(buf_text(&text));
	buf_release(&text);
}

/* One line of the user; false at the end of the input. */
static bool read_line(struct asking *asking, struct str *ret)
{
	ssize_t n = getline(&asking->line, &asking->room, stdin);
	if (n < 0)
		return false;
	*ret = str_trim((struct str){asking->line, (size_t)n});
	return true;
}

static void show_error(const struct frugal_error *error)
{
	struct buf text = {0};
	buf_addf(&text, "  %s%s%s\n", error->what, error->todo[0] ? ": " : "", error->todo);
	say(buf_text(&text));
	buf_release(&text);
}

/* Asks until the answer is understood; false when the user left. */
static bool ask_one(struct asking *asking, const struct frugal_ask_item *item)
{
	struct str line;
	struct frugal_error error = {0};
	for (;;) {
		prompt(item);
		if (!read_line(asking, &line))
			return false;
		if (str_is(line, "?")) {
			say("  ");
			say(item->help);
			say("\n");
			continue;
		}
		if (!line.n && item->state == FRUGAL_ASK_MISSING)
			continue;
		char *text = mem_strndup(line.p, line.n);
		int r = text ? frugal_ask_set(asking->ask, item->key, text, &error)
			     : error_nomem(&error);
		mem_free(text);
		if (r == 0)
			return true;
		show_error(&error);
		if (error.code != FRUGAL_EUSAGE)
			return false;
	}
}

/* The next thing to ask; false: there is none. */
static bool next_item(struct asking *asking, struct frugal_ask_item *ret)
{
	for (size_t i = 0; i < ASK_KEYS; i++) {
		*ret = (struct frugal_ask_item){.size = sizeof(*ret)};
		if (frugal_ask_item(asking->ask, i, ret, NULL) < 0)
			return false;
		bool optional =
			ret->state == FRUGAL_ASK_DEFAULT && asking->all && !asking->asked[i];
		if (ret->state == FRUGAL_ASK_MISSING || optional) {
			asking->asked[i] = true;
			return true;
		}
	}
	return false;
}

static void ask_all(struct asking *asking)
{
	struct frugal_ask_item item;
	say(_("Enter takes the default, ? explains, Ctrl-D leaves\n"));
	while (next_item(asking, &item))
		if (!ask_one(asking, &item)) {
			say("\n");
			break;
		}
	free(asking->line); /* of getline */
}

/* ---- the answer ---- */

static int answer(struct cli *cli, frugal_ask *ask, struct buf *to, struct frugal_error *reterr)
{
	struct ask_answer found = {0};
	int r = ask_answer(question_of(ask), &found, reterr);
	if (r == 0) {
		buf_putc(to, '\n');
		ask_answer_text(to, question_of(ask), &found, cli->lang, cli->numbers);
	}
	ask_answer_release(&found);
	return r;
}

static int print_text(struct cli *cli, frugal_ask *ask, struct frugal_error *reterr)
{
	struct buf text = {0};
	ask_understood_text(&text, question_of(ask));
	int r = frugal_ask_check(ask, reterr);
	if (r == 0)
		r = answer(cli, ask, &text, reterr);
	if (text.failed)
		r = error_nomem(reterr);
	cli_put(&text);
	buf_release(&text);
	return r;
}

static int print_json(frugal_ask *ask, struct frugal_error *reterr)
{
	char *text = NULL;
	int r = frugal_ask_json(ask, &text, reterr);
	if (r == 0)
		(void)fputs(text, stdout);
	frugal_text_free(text);
	return r == 0 ? frugal_ask_check(ask, reterr) : r;
}

static int ask_sentence(struct cli *cli, const char *sentence, struct frugal_error *reterr)
{
	const struct ask_options *asked = cli->options;
	frugal_ask *ask = NULL;
	int r = frugal_ask_new(cli->library, sentence, &ask, reterr);
	if (r == 0 && asked->answers)
		r = take_answers(ask, asked->answers, reterr);
	struct asking asking = {.cli = cli, .ask = ask, .all = !sentence[0] && !asked->answers};
	bool types = isatty(STDIN_FILENO) && cli->err_is_terminal;
	if (r == 0 && types && !frugal_ask_unclear(ask, 0, NULL) && frugal_ask_check(ask, NULL) < 0)
		ask_all(&asking);
	if (r == 0)
		r = asked->json ? print_json(ask, reterr) : print_text(cli, ask, reterr);
	frugal_ask_free(ask);
	return r;
}

/* The words of the command line are one sentence, with quotes or without. */
static int ask(struct cli *cli, struct frugal_error *reterr)
{
	struct buf sentence = {0};
	for (size_t i = 0; i < cli->n_args; i++)
		buf_addf(&sentence, "%s%s", i ? " " : "", cli->args[i]);
	int r = sentence.failed ? error_nomem(reterr)
				: ask_sentence(cli, buf_text(&sentence), reterr);
	buf_release(&sentence);
	return r;
}

const struct command command_ask = {
	.name = "ask",
	.group = GROUP_ESTIMATE,
	.brief = N_("answer one question in a sentence, in English or French"),
	.text = N_(
		"Reads a question about using, training or adapting a model, or buying hardware: "
		"the model, people, requests, accelerators, days, the place. Shows what was "
		"understood, with defaults labelled, and asks for the rest on a terminal; "
		"elsewhere it names what is missing and ends with status 2. Nothing is guessed: "
		"a number that no word explains is refused. The answer is of a year, or of one "
		"training, and ends with the command that gives the same.\n\n"
		"The lines of --answers are KEY=VALUE, with the keys about, model, people, "
		"requests, days, answer, gpu, devices, duration, hardware, count and place."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct ask_options),
	.examples = examples,
	.function = ask,
};
