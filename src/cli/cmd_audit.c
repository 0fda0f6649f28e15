/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal audit: assesses a project or a service against the practices of frugal AI. Prints the
 * assessment, stores the answers of people, asks the open questions, and imports the user's own
 * texts of the practices. insight/audit.c computes the scores.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/inside.h"
#include "base/file.h"
#include "base/intl.h"
#include "cli/command.h"
#include "cli/filter.h"
#include "report/audit.h"

#define MOST_BYTES ((size_t)4 << 20)

struct audit_options {
	struct filter_options filter;
	const char *role, *stage, *note, *document;
	bool json, dry_run;
};

static const char *const stage_names[] = {"governance", "inception", "design",     "verification",
					  "deployment", "operation", "validation", "re-evaluation",
					  "retirement", NULL};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_STRING(struct audit_options, filter.project, 'p', "project", N_("NAME"),
		   N_("audit this project")),
	OPT_STRING(struct audit_options, filter.service, 0, "service", N_("ID"), N_("audit this service")),
	/* Hidden, to be refused with the reason. */
	OPT_STRING(struct audit_options, filter.phase, 0, "phase", N_("PHASE"), NULL),
	OPT_STRING(struct audit_options, filter.name, 0, "name", N_("NAME"), NULL),
	OPT_LIST(struct audit_options, filter.tags, "tag", N_("TAG"), NULL),
	OPT_CHOICE(struct audit_options, role, "role", N_("ROLE"), audit_roles,
		   N_("only questions for this role: team, sponsor, user or supplier")),
	OPT_CHOICE(struct audit_options, stage, "stage", N_("STAGE"), stage_names,
		   N_("only questions of this stage: governance, inception, design, "
		      "verification, deployment, operation, validation, re-evaluation or "
		      "retirement")),
	OPT_STRING(struct audit_options, note, 0, "note", N_("TEXT"),
		   N_("reason for an answer; na requires one")),
	OPT_FILE(struct audit_options, document, "document",
		 N_("document that supports an answer; its hash is stored")),
	OPT_FLAG(struct audit_options, dry_run, 0, "dry-run",
		 N_("import: check the file and store nothing")),
	OPT_FLAG(struct audit_options, json, 0, "json", N_("answer in JSON")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("SUBJECT|VERB"), ARGUMENT_OPTIONAL, COMPLETE_NONE, NULL},
	{N_("SUBJECT|FILE"), ARGUMENT_OPTIONAL, COMPLETE_FILES, NULL},
	{N_("PRACTICE ANSWER"), ARGUMENT_REPEATED, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal audit digits", N_("progress of a project, and its next steps")},
	{"frugal audit answer digits BP01 yes --document need.pdf",
	 N_("answer a question, with evidence")},
	{"frugal audit ask digits --role team", N_("the open questions, one by one")},
	{"frugal audit --service chat --role sponsor", N_("the questions for one role")},
	{"frugal audit import mine.csv",
	 N_("add titles and ratings from your copy of the document")},
	{NULL, NULL},
};

static int stage_of(const char *name)
{
	for (int i = 0; name && stage_names[i]; i++)
		if (strcmp(name, stage_names[i]) == 0)
			return i;
	return -1;
}

static int show(struct cli *cli, struct frugal_error *reterr)
{
	const struct audit_options *asked = cli->options;
	const struct audit_view view = {.role = asked->role, .stage = stage_of(asked->stage)};
	frugal_ledger *ledger;
	frugal_audit *audit = NULL;
	struct buf text = {0};
	if (cli->n_args > 1)
		return error_set(reterr, FRUGAL_EUSAGE, _("'%s' is one argument too many"),
				 cli->args[1]);
	int r = frugal_ledger_open(cli->library, FRUGAL_LEDGER_READ, &ledger, reterr);
	if (r < 0)
		return r;
	r = frugal_audit_read(ledger, cli->args[0], &audit, reterr);
	if (r == 0 && asked->json) {
		struct jsonw json = {.out = &text, .pretty = true};
		audit_json(audit_of(audit), &view, &json);
		buf_putc(&text, '\n');
	} else if (r == 0) {
		audit_text(audit_of(audit), context_of(cli->library), &view, &text);
	}
	if (r == 0 && text.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&text);
	frugal_audit_free(audit);
	frugal_ledger_close(ledger);
	buf_release(&text);
	return r;
}

/* ---- answers -------------------------------------------------------------------------------- */

static int wants(const struct cli *cli, size_t n, const char *usage, struct frugal_error *reterr)
{
	if (cli->n_args == n)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE,
		  cli->n_args < n ? _("'%s' requires more arguments")
				  : _("'%s' has too many arguments"),
		  cli->args[0]);
	return error_todo(reterr, "%s", usage);
}

static int keep(struct cli *cli, const char *answer, struct frugal_error *reterr)
{
	const struct audit_options *asked = cli->options;
	const struct frugal_practice_answer said = {.size = sizeof(said),
						    .practice = cli->args[2],
						    .answer = answer,
						    .role = asked->role,
						    .note = asked->note,
						    .document = asked->document};
	frugal_ledger *ledger;
	int r = frugal_ledger_open(cli->library, FRUGAL_LEDGER_WRITE, &ledger, reterr);
	if (r < 0)
		return r;
	r = frugal_audit_answer(ledger, cli->args[1], &said, reterr);
	frugal_ledger_close(ledger);
	return r;
}

/* The answer that a word or a key stands for, in either language; NULL: none. */
static const char *answer_of_word(struct str word)
{
	static const char *const words[][2] = {{"y", "yes"},
					       {"yes", "yes"},
					       {"o", "yes"},
					       {"oui", "yes"},
					       {"p", "partly"},
					       {"partly", "partly"},
					       {"en partie", "partly"},
					       {"partiellement", "partly"},
					       {"n", "no"},
					       {"no", "no"},
					       {"non", "no"},
					       {"x", "na"},
					       {"na", "na"},
					       {"sans objet", "na"}};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq_nocase(word, str_of(words[i][0])))
			return words[i][1];
	return NULL;
}

static int answer(struct cli *cli, struct frugal_error *reterr)
{
	int r = wants(cli, 4, "frugal audit answer SUBJECT PRACTICE yes|partly|no|na", reterr);
	const char *word = r == 0 ? answer_of_word(str_of(cli->args[3])) : NULL;
	return r == 0 ? keep(cli, word ? word : cli->args[3], reterr) : r;
}

static int forget(struct cli *cli, struct frugal_error *reterr)
{
	int r = wants(cli, 3, "frugal audit forget SUBJECT PRACTICE", reterr);
	return r == 0 ? keep(cli, NULL, reterr) : r;
}

/* ---- questions, one after the other --------------------------------------------------------- */

struct asking {
	struct cli *cli;
	frugal_ledger *ledger;
	const struct audit *audit;
	char *line;
	size_t room;
	size_t asked, kept;
};

static void prompt(const char *text)
{
	(void)fputs(text, stdout);
	(void)fflush(stdout);
}

/* The line that was typed, trimmed; false at the end of the input. */
static bool read_line(struct asking *asking, struct str *ret)
{
	ssize_t n = getline(&asking->line, &asking->room, stdin);
	if (n < 0)
		return false;
	*ret = str_trim((struct str){asking->line, (size_t)n});
	return true;
}

static int keep_typed(struct asking *asking, const struct audit_item *item, const char *word,
		      struct frugal_error *reterr)
{
	const struct audit_options *asked = asking->cli->options;
	struct frugal_practice_answer said = {
		.size = sizeof(said), .practice = item->id, .answer = word, .role = asked->role};
	struct str note;
	if (strcmp(word, "na") == 0) {
		prompt(_("  why? "));
		if (!read_line(asking, &note) || !note.n)
			return 0;
		said.note = arena_strndup(&asking->cli->arena, note.p, note.n);
		if (!said.note)
			return error_nomem(reterr);
	}
	asking->kept++;
	return frugal_audit_answer(asking->ledger, asking->audit->subject, &said, reterr);
}

/* Asks one question; returns 1 to stop asking. */
/* FRUGAL_VISIT_STOP: that was enough. */
static int ask_one(struct asking *asking, const struct audit_item *item,
		   struct frugal_error *reterr)
{
	const struct context *context = context_of(asking->cli->library);
	struct str key;
	struct buf text = {0};
	asking->asked++;
	buf_addf(&text, "\n%s  %s\n  %s\n", item->id, audit_title(item, context),
		 audit_question(item, context));
	cli_put(&text);
	buf_release(&text);
	for (;;) {
		prompt(_("  y(es), p(artly), n(o), x (na), Enter: later, q(uit): "));
		if (!read_line(asking, &key) || str_is(key, "q"))
			return FRUGAL_VISIT_STOP;
		const char *word = answer_of_word(key);
		if (word || !key.n)
			return word ? keep_typed(asking, item, word, reterr) : FRUGAL_VISIT_ON;
	}
}

/* Each answer is stored at once: a user who stops loses nothing. */
static int ask(struct cli *cli, struct frugal_error *reterr)
{
	const struct audit_options *asked = cli->options;
	frugal_audit *audit = NULL;
	struct asking asking = {.cli = cli};
	struct buf text = {0};
	int r = wants(cli, 2, "frugal audit ask SUBJECT", reterr);
	if (r == 0)
		r = frugal_ledger_open(cli->library, FRUGAL_LEDGER_WRITE, &asking.ledger, reterr);
	if (r < 0)
		return r;
	r = frugal_audit_read(asking.ledger, cli->args[1], &audit, reterr);
	asking.audit = r == 0 ? audit_of(audit) : NULL;
	for (size_t i = 0; r == FRUGAL_VISIT_ON && i < asking.audit->n; i++) {
		const struct audit_item *item = &asking.audit->items[i];
		if (item->answer == ANSWER_NONE &&
		    audit_in_view(item, asked->role, stage_of(asked->stage)))
			r = ask_one(&asking, item, reterr);
	}
	if (r >= 0) {
		buf_addf(&text, _("\nquestions: %zu, answers stored: %zu\n"), asking.asked,
			 asking.kept);
		cli_put(&text);
	}
	free(asking.line);
	buf_release(&text);
	frugal_audit_free(audit);
	frugal_ledger_close(asking.ledger);
	return r < 0 ? r : 0;
}

/* ---- import --------------------------------------------------------------------------------- */

/* Only BP01 to BP31 and the built-in ones exist: another id is a typing error. */
static bool is_id(struct cli *cli, struct str id)
{
	struct frugal_error error;
	const char *found;
	char text[16] = "";
	if (id.n == 4 && id.p[0] == 'B' && id.p[1] == 'P' && id.p[2] >= '0' && id.p[2] <= '3' &&
	    id.p[3] >= '0' && id.p[3] <= '9') {
		int number = (id.p[2] - '0') * 10 + id.p[3] - '0';
		return number >= 1 && number <= 31;
	}
	if (id.n >= sizeof(text))
		return false;
	memcpy(text, id.p, id.n);
	return audit_find(context_of(cli->library), text, &found, &error) == 0;
}

/* The first cell of each line after the header; a cell with quotes is not an id. */
static int check_ids(struct cli *cli, const char *name, struct str text,
		     struct frugal_error *reterr)
{
	bool header = true;
	int line = 0;
	while (text.n) {
		const char *end = memchr(text.p, '\n', text.n);
		struct str row = {text.p, end ? (size_t)(end - text.p) : text.n};
		const char *comma = memchr(row.p, ',', row.n);
		struct str id = {row.p, comma ? (size_t)(comma - row.p) : row.n};
		line++;
		text = end ? (struct str){end + 1, text.n - row.n - 1} : (struct str){0};
		if (!str_trim(row).n || row.p[0] == '#')
			continue;
		if (!header && !is_id(cli, id)) {
			error_set(reterr, FRUGAL_EDATA, _("unknown practice '%.*s'"),
				  (int)(id.n < 32 ? id.n : 32), id.p);
			error_where(reterr, "%s:%d", name, line);
			return error_todo(reterr, "%s",
					  _("use BP01 to BP31, or a key that `frugal factors "
					    "practices` lists"));
		}
		header = false;
	}
	return 0;
}

static int import(struct cli *cli, struct frugal_error *reterr)
{
	const struct audit_options *asked = cli->options;
	struct frugal_imported report = {0};
	struct buf text = {0}, said = {0};
	int r = wants(cli, 2, "frugal audit import FILE", reterr);
	if (r == 0)
		r = file_read(cli->args[1], MOST_BYTES, &text, reterr);
	if (r == 0)
		r = check_ids(cli, cli->args[1], buf_str(&text), reterr);
	const struct frugal_import rows = {.size = sizeof(rows),
					   .table = "practices",
					   .name = cli->args[1],
					   .text = buf_text(&text),
					   .n_text = text.n,
					   .dry_run = asked->dry_run};
	if (r == 0)
		r = frugal_table_import(cli->library, &rows, &report, reterr);
	if (r == 0) {
		buf_addf(&said, _("practices read: %u, of which %u replace built-in ones; %s\n"),
			 report.read, report.winning, report.path);
		cli_put(&said);
	}
	buf_release(&said);
	buf_release(&text);
	return r;
}

/* ---- the subject ---------------------------------------------------------------------------- */

static int two_subjects(const char *a, const char *b, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("no audit is of both %s and %s"), a, b);
	return error_todo(reterr, "%s", _("keep one"));
}

/* "digits" and "project=digits" are one. */
static bool is_same_subject(const char *word, const char *subject)
{
	struct str rest;
	return strcmp(word, subject) == 0 ||
	       (str_after(str_of(subject), "project=", &rest) && strcmp(word, rest.p) == 0);
}

/* Puts the subject of an option among the n arguments of a verb, as if it had been typed. */
static int put_subject(struct cli *cli, const char *subject, size_t at, size_t n,
		       struct frugal_error *reterr)
{
	if (cli->n_args >= n && is_same_subject(cli->args[at], subject))
		return 0;
	if (cli->n_args >= n)
		return two_subjects(cli->args[at], subject, reterr);
	char **args = arena_array(&cli->arena, cli->n_args + 2, sizeof(*args));
	if (!args)
		return error_nomem(reterr);
	memcpy(args, cli->args, at * sizeof(*args));
	args[at] = (char *)(uintptr_t)subject;
	memcpy(args + at + 1, cli->args + at, (cli->n_args - at) * sizeof(*args));
	cli->args = args;
	cli->n_args++;
	return 0;
}

static const struct verb {
	const char *name;
	size_t n_args; /* with the verb and the subject */
	int (*function)(struct cli *cli, struct frugal_error *reterr);
} verbs[] = {{"answer", 4, answer}, {"ask", 2, ask}, {"forget", 3, forget}, {"import", 0, import}};

static int take_subject(struct cli *cli, const struct verb *verb, struct frugal_error *reterr)
{
	const struct filter_options *of = &((const struct audit_options *)cli->options)->filter;
	const char *narrows = of->phase ? "phase" : of->name ? "name" : of->tags.n ? "tag" : NULL;
	if (verb && !verb->n_args)
		return filter_refuse(filter_given(of), "'frugal audit import'", reterr);
	if (narrows) {
		error_set(reterr, FRUGAL_EUSAGE,
			  _("an audit counts all runs of its subject: --%s cannot narrow it"),
			  narrows);
		return error_todo(reterr, _("leave --%s out"), narrows);
	}
	if (of->project && of->service)
		return two_subjects("--project", "--service", reterr);
	const char *subject = of->project   ? arena_printf(&cli->arena, "project=%s", of->project)
			      : of->service ? arena_printf(&cli->arena, "service=%s", of->service)
					    : NULL;
	if (subject)
		return put_subject(cli, subject, verb ? 1 : 0, verb ? verb->n_args : 1, reterr);
	if (of->project || of->service)
		return error_nomem(reterr);
	if (cli->n_args)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("%s is missing"), _("SUBJECT"));
	return error_todo(reterr, "frugal audit --project %s", _("NAME"));
}

static int audit(struct cli *cli, struct frugal_error *reterr)
{
	const struct audit_options *asked = cli->options;
	const struct verb *verb = NULL;
	for (size_t i = 0; cli->n_args && i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(cli->args[0], verbs[i].name) == 0)
			verb = &verbs[i];
	int r = take_subject(cli, verb, reterr);
	if (r == 0 && verb && asked->json) {
		char what[32];
		(void)snprintf(what, sizeof(what), "'frugal audit %s'", verb->name);
		r = filter_refuse("json", what, reterr);
	}
	if (r < 0)
		return r;
	return verb ? verb->function(cli, reterr) : show(cli, reterr);
}

const struct command command_audit = {
	.name = "audit",
	.group = GROUP_LEDGER,
	.brief = N_("assess a project against the practices of frugal AI"),
	.text = N_(
		"Assesses a project or a service (NAME, project=NAME, service=ID or the options) "
		"against the practices of frugal AI: what the ledger shows, what people answered, "
		"with or without a document, and where the two contradict each other. Progress is "
		"reported with the share of it that evidence supports. Claims no conformity and "
		"gives no label."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct audit_options),
	.examples = examples,
	.function = audit,
};
