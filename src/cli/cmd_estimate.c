/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal estimate: answers the question of a model from inputs: one answer here, the rows of a file
 * in estimate_batch.c, comparisons in estimate_compare.c. The model does the arithmetic; this file
 * reads options and prints.
 */
#include "api/inside.h"
#include "base/file.h"
#include "base/intl.h"
#include "cli/command.h"
#include "cli/estimate.h"
#include "report/answer.h"
#include "report/methods.h"

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct estimate_options, json, 0, "json", N_("answer in JSON")),
	OPT_FLAG(struct estimate_options, csv, 0, "csv", N_("answer in CSV")),
	OPT_FILE(struct estimate_options, batch, "batch",
		 N_("estimate each row of a CSV file whose header names inputs; - is standard "
		    "input")),
	OPT_FLAG(struct estimate_options, intervals, 0, "intervals",
		 N_("answer each row with the value, low and high end of a single answer, not at "
		    "central inputs")),
	OPT_FILE(struct estimate_options, rejects, "rejects",
		 N_("write the refused rows as CSV: line, reason, row; only the header if no "
		    "row is refused")),
	OPT_FLAG(struct estimate_options, methods, 0, "methods",
		 N_("show the answers of all methods of the family side by side")),
	OPT_STRING(struct estimate_options, vs, 0, "vs", N_("REPORTED"),
		   N_("compare with a published figure (552t, energy=1287MWh) and show which "
		      "error would explain the difference")),
	OPT_LIST(struct estimate_options, instead, "or", N_("input=value"),
		 N_("change this input, and show both answers side by side")),
	OPT_FLAG(struct estimate_options, sensitivity, 0, "sensitivity",
		 N_("rank the inputs by their share of the uncertainty")),
	OPT_FLAG(struct estimate_options, explain, 0, "explain",
		 N_("show where each figure comes from")),
	OPT_FILE(struct estimate_options, output, "output", N_("write the answer to FILE: a page where it ends in .html or .md")),
	OPT_FLAG(struct estimate_options, keep, 0, "keep",
		 N_("keep the estimate in the ledger: frugal runs estimates lists it")),
	OPT_STRING(struct estimate_options, project, 'p', "project", N_("NAME"),
		   N_("project that a kept estimate is for")),
	OPT_STRING(struct estimate_options, service, 0, "service", N_("ID"),
		   N_("service that a kept estimate is for")),
	OPT_STRING(struct estimate_options, name, 0, "title", N_("NAME"),
		   N_("title of a kept estimate")),
	OPT_INT(struct estimate_options, threads, "threads", N_("N"), 1, THREADS_MOST,
		N_("threads for a batch (default: one per processor)")),
	OPT_FLAG(struct estimate_options, timing, 0, "timing",
		 N_("print the duration of each step on standard error")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("MODEL"), ARGUMENT_REQUIRED, COMPLETE_MODELS, NULL},
	{N_("input=value"), ARGUMENT_REPEATED, COMPLETE_INPUTS, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal estimate training gpu=\"A100 SXM4 80GB\" gpu_hours=1083kh zone=FR",
	 N_("energy and carbon of a training run from its accelerator-hours")},
	{"frugal estimate training gpu=H100 gpu_hours=\"10 [8, 12] h\" --sensitivity",
	 N_("an uncertain input, and the inputs that contribute most to the interval")},
	{"frugal estimate run measured=1287MWh zone=paper:gpt3 --vs 552t",
	 N_("comparison with a published figure")},
	{"frugal estimate llm_request llm=gpt-4o output_tokens=400token zone=PL --or zone=FR",
	 N_("two options side by side, for every indicator")},
	{"frugal estimate training gpu=H100 gpu_hours=8h --output estimate.html",
	 N_("a page with inputs, defaults, other methods and limits")},
	{"frugal estimate training gpu=H100 gpu_hours=8h --keep --project digits",
	 N_("an estimate that an audit of the project can see")},
	{"frugal estimate training zone=SE --batch jobs.csv --output answers.csv",
	 N_("one estimate for each row of a file")},
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
	answer_text(to, answer, cli->lang, cli->numbers);
	if (asked->sensitivity) {
		buf_putc(to, '\n');
		answer_doubts(to, answer, cli->numbers);
	}
	if (asked->explain) {
		buf_putc(to, '\n');
		answer_tree(to, answer, NULL, cli->lang, cli->numbers);
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

int estimate_ask(struct cli *cli, const struct option_list *instead, frugal_question **ret,
		 struct frugal_error *reterr)
{
	int r = frugal_question_new(cli->library, cli->args[0], ret, reterr);
	for (size_t i = 1; r == 0 && i < cli->n_args; i++)
		if (!replaced(instead, cli->args[i]))
			r = frugal_question_set(*ret, cli->args[i], reterr);
	for (size_t i = 0; r == 0 && instead && i < instead->n; i++)
		r = frugal_question_set(*ret, instead->items[i], reterr);
	return r;
}

/* The inputs that contribute most to a wide interval; few draws suffice to find them. */
#define NARROWING_DRAWS 512

static int add_narrowing(const struct cli *cli, frugal_question *question,
			 const struct answer *answer, struct buf *to, struct frugal_error *reterr)
{
	const struct frugal_answering how = {
		.size = sizeof(how), .draws = NARROWING_DRAWS, .doubts = true};
	frugal_result *doubted = NULL;
	if (!answer_is_wide(answer))
		return 0;
	int r = frugal_question_answer(question, &how, &doubted, reterr);
	if (r == 0) {
		buf_putc(to, '\n');
		answer_narrowing(to, answer, answer_of(doubted), cli->numbers);
	}
	frugal_result_free(doubted);
	return r;
}

/* CSV has a place for figures alone. */
static void write_notes(const struct answer *answer, const char *model)
{
	for (size_t i = 0; answer && i < answer->n_notes; i++)
		fprintf(stderr, "frugal: %s%s%s\n", model, model[0] ? ": " : "",
			answer->notes[i].stated);
}

static int answer_one(struct cli *cli, const struct estimate_options *asked,
		      struct frugal_error *reterr)
{
	const struct frugal_answering how = {
		.size = sizeof(how),
		.lines = asked->explain || asked->json || asked->keep,
		.doubts = asked->sensitivity || asked->keep,
	};
	frugal_question *question = NULL;
	frugal_result *result = NULL;
	struct buf text = {0};
	int r = estimate_ask(cli, NULL, &question, reterr);
	if (r == 0)
		estimate_warn(cli, question);
	if (r == 0)
		r = frugal_question_answer(question, &how, &result, reterr);
	if (r == 0 && asked->vs) {
		r = estimate_vs(cli, asked, question, result, &text, reterr);
	} else if (r == 0) {
		print_answer(cli, asked, answer_of(result), &text);
		if (!asked->json && !asked->csv && !asked->sensitivity && !asked->explain)
			r = add_narrowing(cli, question, answer_of(result), &text, reterr);
	}
	if (r == 0)
		r = write_out(asked, &text, reterr);
	if (r == 0 && asked->csv && !cli->common.quiet)
		write_notes(answer_of(result), "");
	if (r == 0 && asked->keep)
		r = estimate_keep(cli, asked, result, reterr);
	buf_release(&text);
	frugal_result_free(result);
	frugal_question_free(question);
	return r;
}

static int answer_page(struct cli *cli, const struct estimate_options *asked,
		       struct frugal_error *reterr)
{
	frugal_question *question = NULL;
	struct buf text = {0};
	int r = estimate_ask(cli, NULL, &question, reterr);
	if (r == 0)
		estimate_warn(cli, question);
	if (r == 0)
		r = estimate_page(cli, question, estimate_page_format(asked), &text, reterr);
	if (r == 0)
		r = write_out(asked, &text, reterr);
	buf_release(&text);
	frugal_question_free(question);
	return r;
}

static int answer_two(struct cli *cli, const struct estimate_options *asked,
		      struct frugal_error *reterr)
{
	struct buf text = {0};
	int r = estimate_scenarios(cli, asked, &text, reterr);
	if (r == 0)
		r = write_out(asked, &text, reterr);
	buf_release(&text);
	return r;
}

/* ---- every method of the family ---- */

static void print_methods(const struct cli *cli, const struct estimate_options *asked,
			  const struct method *methods, size_t n, struct buf *to)
{
	if (asked->csv) {
		methods_csv(to, methods, n);
		return;
	}
	if (!asked->json) {
		methods_text(to, methods, n, cli->lang, cli->numbers);
		return;
	}
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "frugal", frugal_version());
	jsonw_string(&json, "kind", "methods");
	methods_json(&json, methods, n);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

static int answer_methods(struct cli *cli, const struct estimate_options *asked,
			  struct frugal_error *reterr)
{
	frugal_methods *methods = NULL;
	struct buf text = {0};
	int r = frugal_methods_new(cli->library, cli->args[0], (const char *const *)(cli->args + 1),
				   cli->n_args - 1, &methods, reterr);
	if (r == 0) {
		size_t n;
		const struct method *items = methods_of(methods, &n);
		print_methods(cli, asked, items, n, &text);
		r = write_out(asked, &text, reterr);
		for (size_t i = 0; r == 0 && asked->csv && !cli->common.quiet && i < n; i++)
			write_notes(items[i].answer, items[i].name);
	}
	buf_release(&text);
	frugal_methods_free(methods);
	return r;
}

static int answer_rows(struct cli *cli, const struct estimate_options *asked,
		       struct frugal_error *reterr)
{
	frugal_question *question = NULL;
	int r = estimate_ask(cli, NULL, &question, reterr);
	if (r == 0)
		r = estimate_batch(cli, asked, question, reterr);
	frugal_question_free(question);
	return r;
}

static int refuse_together(const char *a, const char *b, struct frugal_error *reterr)
{
	return error_set(reterr, FRUGAL_EUSAGE, _("%s cannot be used with %s"), a, b);
}

static int check_options(const struct cli *cli, const struct estimate_options *asked,
			 struct frugal_error *reterr)
{
	if (asked->json && asked->csv)
		return refuse_together("--json", "--csv", reterr);
	if (asked->batch && asked->json)
		return refuse_together("--json", "--batch", reterr);
	/* Figures, doubts and derivations are each a table of their own: JSON has all of them. */
	const char *more = asked->sensitivity ? "--sensitivity"
			   : asked->explain   ? "--explain"
					      : NULL;
	if (asked->batch && (asked->methods || more))
		return refuse_together(asked->methods ? "--methods" : more, "--batch", reterr);
	if (more && asked->methods)
		return refuse_together(more, "--methods", reterr);
	if (more && asked->csv) {
		refuse_together(more, "--csv", reterr);
		return error_todo(reterr, "%s", _("--json has both"));
	}
	const char *beside = asked->vs ? "--vs" : asked->instead.n ? "--or" : NULL;
	if (beside && (asked->batch || asked->methods))
		return refuse_together(beside, asked->batch ? "--batch" : "--methods", reterr);
	if (asked->vs && (asked->instead.n || asked->csv))
		return refuse_together("--vs", asked->csv ? "--csv" : "--or", reterr);
	if (beside && (asked->sensitivity || asked->explain))
		return refuse_together(beside, asked->explain ? "--explain" : "--sensitivity",
				       reterr);
	if (asked->batch && cli->common.draws > 1 && !asked->intervals) {
		refuse_together("--draws", "--batch", reterr);
		return error_todo(
			reterr, "%s",
			_("a batch computes central values, unless --intervals is given"));
	}
	const char *other = asked->batch ? "--batch" : beside;
	if (other && estimate_page_format(asked)) {
		refuse_together(other, asked->output, reterr);
		return error_todo(reterr, "%s", _("a page is of one answer"));
	}
	const char *kept = asked->project   ? "--project"
			   : asked->service ? "--service"
			   : asked->name    ? "--title"
					    : NULL;
	if (kept && !asked->keep)
		return error_set(reterr, FRUGAL_EUSAGE, _("%s requires %s"), kept, "--keep");
	if (asked->keep && (other || asked->methods))
		return refuse_together("--keep", other ? other : "--methods", reterr);
	const char *alone = asked->rejects ? "--rejects" : asked->threads ? "--threads" : NULL;
	if (asked->timing || asked->intervals)
		alone = asked->timing ? "--timing" : "--intervals";
	if (!asked->batch && alone)
		return error_set(reterr, FRUGAL_EUSAGE, _("%s requires %s"), alone, "--batch");
	return 0;
}

static int estimate(struct cli *cli, struct frugal_error *reterr)
{
	const struct estimate_options *asked = cli->options;
	int r = check_options(cli, asked, reterr);
	if (r < 0)
		return r;
	return (asked->batch                  ? answer_rows
		: asked->instead.n            ? answer_two
		: estimate_page_format(asked) ? answer_page
		: asked->methods              ? answer_methods
					      : answer_one)(cli, asked, reterr);
}

const struct command command_estimate = {
	.name = "estimate",
	.group = GROUP_ESTIMATE,
	.brief = N_("estimate a footprint from known inputs"),
	.text = N_("Computes the answers of MODEL from its inputs. Inputs have units "
		   "(energy=433MWh) and may be uncertain (pue=\"1.2 [1.1, 1.4]\"). A missing "
		   "input takes the default of the model, and is labelled so. frugal models lists "
		   "the models and their inputs."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct estimate_options),
	.examples = examples,
	.function = estimate,
};
