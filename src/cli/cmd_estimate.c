/* SPDX-License-Identifier: Apache-2.0 */
/* frugal estimate: answers the question of a model from inputs, one row of them or a million. */
#include "base/file.h"
#include "base/intl.h"
#include "cli/command.h"
#include "cli/estimate.h"
#include "model/knowledge.h"
#include "report/answer.h"
#include "report/methods.h"

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct estimate_options, json, 0, "json", N_("answer in JSON")),
	OPT_FLAG(struct estimate_options, csv, 0, "csv", N_("answer in CSV")),
	OPT_FILE(struct estimate_options, batch, "batch",
		 N_("answer for each row of a CSV file whose header names inputs; - is standard input")),
	OPT_FILE(struct estimate_options, rejects, "rejects",
		 N_("write the refused rows as CSV: line, reason, row; a header alone if there is none")),
	OPT_FLAG(struct estimate_options, methods, 0, "methods",
		 N_("answer by every method of the family, side by side")),
	OPT_STRING(struct estimate_options, vs, 0, "vs", N_("REPORTED"),
		   N_("compare with a published figure (552t, energy=1287MWh) and say which slip would explain the gap")),
	OPT_LIST(struct estimate_options, instead, "or", N_("input=value"),
		 N_("the same with this input instead, side by side")),
	OPT_FLAG(struct estimate_options, sensitivity, 0, "sensitivity",
		 N_("rank the inputs by their share of the doubt")),
	OPT_FLAG(struct estimate_options, explain, 0, "explain",
		 N_("show where each figure comes from")),
	OPT_FILE(struct estimate_options, output, "output", N_("write the answer to FILE")),
	OPT_INT(struct estimate_options, threads, "threads", N_("N"), 1, 1024,
		N_("threads for a batch (default: one a processor)")),
	OPT_FLAG(struct estimate_options, timing, 0, "timing",
		 N_("tell on standard error the time each step took")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("MODEL"), ARGUMENT_REQUIRED, COMPLETE_MODELS, NULL},
	{N_("input=value"), ARGUMENT_REPEATED, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal estimate training gpu=\"A100 SXM4 80GB\" gpu_hours=1083kh zone=FR",
	 N_("energy and carbon of a training run from its accelerator-hours")},
	{"frugal estimate training gpu=H100 gpu_hours=\"10 [8, 12] h\" --sensitivity",
	 N_("an uncertain input, and which doubts weigh most")},
	{"frugal estimate run measured=1287MWh zone=paper:gpt3 --vs 552t",
	 N_("against a published figure")},
	{"frugal estimate llm_request llm=gpt-4o output_tokens=400token zone=PL --or zone=FR",
	 N_("two choices side by side, by every criterion")},
	{"frugal estimate training zone=SE --batch jobs.csv --output answers.csv",
	 N_("one answer for each row of a file")},
	{NULL, NULL},
};

/* ---- one answer ---- */

static int write_out(const struct estimate_options *asked, const struct buf *text,
		     struct frugal_error *reterr)
{
	if (text->failed)
		return error_nomem(reterr);
	if (asked->output)
		return file_write(asked->output, buf_str(text), reterr);
	cli_put(text);
	return 0;
}

static void print_answer(const struct cli *cli, const struct estimate_options *asked,
			 const struct answer *answer, struct buf *to)
{
	if (asked->json) {
		struct jsonw json = {.out = to, .pretty = true};
		answer_json(&json, answer);
		buf_putc(to, '\n');
		return;
	}
	if (asked->csv) {
		answer_csv(to, answer);
		return;
	}
	answer_text(to, answer, cli->context.lang, cli->context.numbers);
	if (asked->sensitivity) {
		buf_putc(to, '\n');
		answer_doubts(to, answer, cli->context.numbers);
	}
	if (asked->explain) {
		buf_putc(to, '\n');
		answer_tree(to, answer, NULL, cli->context.lang, cli->context.numbers);
	}
}

/* Whether one of the inputs given instead has the name of this one. */
static bool replaced(const struct option_list *instead, const char *assignment)
{
	size_t n = strcspn(assignment, "=");
	for (size_t i = 0; instead && i < instead->n; i++)
		if (strcspn(instead->items[i], "=") == n &&
		    strncmp(instead->items[i], assignment, n) == 0)
			return true;
	return false;
}

int estimate_ask(struct cli *cli, struct knowledge *knowledge, const struct option_list *instead,
		 struct question **ret, struct frugal_error *reterr)
{
	const struct program *program;
	int r = library_program(knowledge->library, str_of(cli->args[0]), &program, reterr);
	if (r == 0)
		r = question_new(program, ret, reterr);
	for (size_t i = 1; r == 0 && i < cli->n_args; i++)
		if (!replaced(instead, cli->args[i]))
			r = question_set(*ret, str_of(cli->args[i]), BARE_REFUSED, reterr);
	for (size_t i = 0; r == 0 && instead && i < instead->n; i++)
		r = question_set(*ret, str_of(instead->items[i]), BARE_REFUSED, reterr);
	return r;
}

/* What would narrow a wide interval: few draws tell. */
#define NARROWING_DRAWS 512

static int tell_narrowing(const struct cli *cli, const struct question *question,
			  struct answer_options how, const struct answer *answer, struct buf *to,
			  struct frugal_error *reterr)
{
	struct answer *doubted = NULL;
	if (!answer_is_wide(answer))
		return 0;
	how.sensitivity = true;
	how.lines = false;
	how.draws = NARROWING_DRAWS;
	int r = question_answer(question, &how, &doubted, reterr);
	if (r == 0) {
		buf_putc(to, '\n');
		answer_narrowing(to, answer, doubted, cli->context.numbers);
	}
	answer_free(doubted);
	return r;
}

static int answer_one(struct cli *cli, struct knowledge *knowledge,
		      const struct estimate_options *asked, struct frugal_error *reterr)
{
	struct question *question = NULL;
	struct answer *answer = NULL;
	struct answer_options how;
	struct buf text = {0};
	knowledge_answer_options(&cli->context, &how);
	how.sensitivity = asked->sensitivity;
	how.lines = asked->explain || asked->json;
	int r = estimate_ask(cli, knowledge, NULL, &question, reterr);
	if (r == 0)
		estimate_warn(cli, question);
	if (r == 0)
		r = question_answer(question, &how, &answer, reterr);
	if (r == 0 && asked->vs) {
		r = estimate_vs(cli, asked, question, answer, &text, reterr);
	} else if (r == 0) {
		print_answer(cli, asked, answer, &text);
		if (!asked->json && !asked->csv && !asked->sensitivity && !asked->explain)
			r = tell_narrowing(cli, question, how, answer, &text, reterr);
	}
	if (r == 0)
		r = write_out(asked, &text, reterr);
	buf_release(&text);
	answer_free(answer);
	question_free(question);
	return r;
}

static int answer_two(struct cli *cli, struct knowledge *knowledge,
		      const struct estimate_options *asked, struct frugal_error *reterr)
{
	struct answer_options how;
	struct buf text = {0};
	knowledge_answer_options(&cli->context, &how);
	int r = estimate_scenarios(cli, knowledge, asked, &how, &text, reterr);
	if (r == 0)
		r = write_out(asked, &text, reterr);
	buf_release(&text);
	return r;
}

/* ---- every method of the family ---- */

/* Inputs that a method does not have are passed over; *ret_taken counts those it took. */
static int ask_method(struct cli *cli, struct knowledge *knowledge, const char *name,
		      const struct answer_options *how, struct answer **ret, bool *used,
		      struct buf *ignored, struct frugal_error *reterr)
{
	const struct program *program;
	struct question *question = NULL;
	int r = library_program(knowledge->library, str_of(name), &program, reterr);
	if (r == 0)
		r = question_new(program, &question, reterr);
	for (size_t i = 1; r == 0 && i < cli->n_args; i++) {
		const char *equals = strchr(cli->args[i], '=');
		if (!equals) {
			r = question_set(question, str_of(cli->args[i]), BARE_REFUSED, reterr);
			continue;
		}
		bool known = false;
		size_t n = (size_t)(equals - cli->args[i]);
		r = question_set_text(question, (struct str){cli->args[i], n}, str_of(equals + 1),
				      BARE_REFUSED, &known, reterr);
		used[i] |= known;
		if (!known) {
			r = 0;
			buf_addf(ignored, "%s%s", ignored->n ? ", " : "", cli->args[i]);
		}
	}
	if (r == 0)
		r = question_answer(question, how, ret, reterr);
	question_free(question);
	return r;
}

static bool in_family(const struct model *model, struct str family)
{
	for (size_t i = 0; i < model->n_families; i++)
		if (str_eq(model->families[i], family))
			return true;
	return false;
}

/* The word of the command line is a model, whose first family is asked, or a family. */
static struct str asked_family(struct knowledge *knowledge, const char *word)
{
	const struct model *model;
	if (library_model(knowledge->library, str_of(word), &model, NULL) == 0 && model->n_families)
		return model->families[0];
	return str_of(word);
}

static void print_methods(const struct cli *cli, const struct estimate_options *asked,
			  const struct method_row *rows, size_t n, struct buf *to)
{
	if (asked->csv) {
		methods_csv(to, rows, n);
		return;
	}
	if (!asked->json) {
		methods_text(to, rows, n, cli->context.lang, cli->context.numbers);
		return;
	}
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "frugal", frugal_version());
	jsonw_string(&json, "kind", "methods");
	methods_json(&json, rows, n);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

/* One row a method; a method that cannot answer says why, to a program in English. */
static int ask_family(struct cli *cli, struct knowledge *knowledge, struct str family,
		      bool for_program, struct method_row *rows, size_t *ret_n, bool *used,
		      struct frugal_error *reterr)
{
	struct answer_options how;
	knowledge_answer_options(&cli->context, &how);
	*ret_n = 0;
	for (const char *const *name = library_names(knowledge->library); *name; name++) {
		const struct model *model;
		int r = library_model(knowledge->library, str_of(*name), &model, reterr);
		if (r < 0)
			return r;
		if (!in_family(model, family))
			continue;
		struct method_row *row = &rows[(*ret_n)++];
		struct answer *answer = NULL;
		row->name = *name;
		intl_plain = for_program;
		struct buf ignored = {0};
		r = ask_method(cli, knowledge, *name, &how, &answer, used, &ignored, reterr);
		intl_plain = false;
		if (ignored.n)
			row->ignored = arena_strdup(&cli->context.arena, buf_text(&ignored));
		buf_release(&ignored);
		row->answer = answer;
		if (r == FRUGAL_EUSAGE || r == FRUGAL_EFINDING)
			row->reason = arena_strdup(&cli->context.arena, reterr->what);
		else if (r < 0)
			return r;
		if (!answer && !row->reason)
			return error_nomem(reterr);
	}
	return 0;
}

static int check_family(struct cli *cli, struct knowledge *knowledge, const struct method_row *rows,
			size_t n, const bool *used, struct str family, struct frugal_error *reterr)
{
	if (n == 0) {
		error_set(reterr, FRUGAL_EUSAGE, _("there is no model or family '%.*s'"),
			  STR_ARG(family));
		return error_todo(reterr, "%s", _("`frugal models` lists them"));
	}
	for (size_t i = 1; i < cli->n_args; i++) {
		if (used[i])
			continue;
		error_set(reterr, FRUGAL_EUSAGE,
			  _("no method of the family '%.*s' has the input of '%s'"),
			  STR_ARG(family), cli->args[i]);
		return FRUGAL_EUSAGE;
	}
	for (size_t i = 0; i < n; i++)
		if (rows[i].answer)
			return 0;
	/* Nobody can answer: the first reason is the one to act on, told to the user in full. */
	struct answer_options how;
	struct answer *none = NULL;
	bool *taken = arena_array(&cli->context.arena, cli->n_args + 1, sizeof(bool));
	if (!taken)
		return error_nomem(reterr);
	knowledge_answer_options(&cli->context, &how);
	struct buf ignored = {0};
	int r = ask_method(cli, knowledge, rows[0].name, &how, &none, taken, &ignored, reterr);
	buf_release(&ignored);
	return r;
}

static int answer_methods(struct cli *cli, struct knowledge *knowledge,
			  const struct estimate_options *asked, struct frugal_error *reterr)
{
	size_t n_models = 0, n = 0;
	while (library_names(knowledge->library)[n_models])
		n_models++;
	struct method_row *rows = arena_array(&cli->context.arena, n_models + 1, sizeof(*rows));
	bool *used = arena_array(&cli->context.arena, cli->n_args + 1, sizeof(bool));
	if (!rows || !used)
		return error_nomem(reterr);
	struct str family = asked_family(knowledge, cli->args[0]);
	int r = ask_family(cli, knowledge, family, asked->json || asked->csv, rows, &n, used,
			   reterr);
	if (r == 0)
		r = check_family(cli, knowledge, rows, n, used, family, reterr);
	struct buf text = {0};
	if (r == 0) {
		print_methods(cli, asked, rows, n, &text);
		r = write_out(asked, &text, reterr);
	}
	buf_release(&text);
	for (size_t i = 0; i < n; i++)
		answer_free((struct answer *)(uintptr_t)rows[i].answer);
	return r;
}

static int refuse_together(const char *a, const char *b, struct frugal_error *reterr)
{
	return error_set(reterr, FRUGAL_EUSAGE, _("%s does not go with %s"), a, b);
}

static int check_options(const struct cli *cli, const struct estimate_options *asked,
			 struct frugal_error *reterr)
{
	if (asked->json && asked->csv)
		return refuse_together("--json", "--csv", reterr);
	if (asked->batch && asked->json)
		return refuse_together("--json", "--batch", reterr);
	if (asked->batch && (asked->methods || asked->sensitivity || asked->explain))
		return refuse_together(asked->methods       ? "--methods"
				       : asked->sensitivity ? "--sensitivity"
							    : "--explain",
				       "--batch", reterr);
	const char *beside = asked->vs ? "--vs" : asked->instead.n ? "--or" : NULL;
	if (beside && (asked->batch || asked->methods))
		return refuse_together(beside, asked->batch ? "--batch" : "--methods", reterr);
	if (asked->vs && (asked->instead.n || asked->csv))
		return refuse_together("--vs", asked->csv ? "--csv" : "--or", reterr);
	if (beside && (asked->sensitivity || asked->explain))
		return refuse_together(beside, asked->explain ? "--explain" : "--sensitivity",
				       reterr);
	if (asked->batch && cli->common.draws > 1) {
		refuse_together("--draws", "--batch", reterr);
		return error_todo(reterr, "%s", _("a batch answers at central values"));
	}
	const char *alone = asked->rejects ? "--rejects" : asked->threads ? "--threads" : NULL;
	if (asked->timing)
		alone = "--timing";
	if (!asked->batch && alone)
		return error_set(reterr, FRUGAL_EUSAGE, _("%s needs %s"), alone, "--batch");
	return 0;
}

static int estimate(struct cli *cli, struct frugal_error *reterr)
{
	const struct estimate_options *asked = cli->options;
	struct knowledge knowledge;
	int r = check_options(cli, asked, reterr);
	if (r == 0)
		r = knowledge_open(&cli->context, &knowledge, reterr);
	if (r < 0)
		return r;
	struct question *question = NULL;
	if (asked->batch) {
		r = estimate_ask(cli, &knowledge, NULL, &question, reterr);
		if (r == 0)
			r = estimate_batch(cli, asked, question, reterr);
	} else if (asked->instead.n) {
		r = answer_two(cli, &knowledge, asked, reterr);
	} else if (asked->methods) {
		r = answer_methods(cli, &knowledge, asked, reterr);
	} else {
		r = answer_one(cli, &knowledge, asked, reterr);
	}
	question_free(question);
	knowledge_close(&knowledge);
	return r;
}

const struct command command_estimate = {
	.name = "estimate",
	.group = GROUP_ESTIMATE,
	.brief = N_("estimate a footprint from what is known"),
	.text = N_(
		"Answers the question of MODEL. Values carry their unit (energy=433MWh) and may be "
		"uncertain (pue=\"1.2 [1.1, 1.4]\"); what is not given takes the model's default, "
		"labelled so. frugal models lists the models and their inputs."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct estimate_options),
	.examples = examples,
	.function = estimate,
};
