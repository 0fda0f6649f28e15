/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal explain: prints how the figures of a stored run were computed, as a tree. The tree was
 * stored with the run: it shows the factors of that day, not those of today (frugal recompute).
 */
#include <string.h>

#include "api/inside.h"
#include "base/intl.h"
#include "cli/command.h"
#include "report/answer.h"
#include "report/estimated.h"
#include "report/run.h"

struct explain_options {
	bool json;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct explain_options, json, 0, "json", N_("answer in JSON")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("RUN"), ARGUMENT_REQUIRED, COMPLETE_RUNS, NULL},
	{N_("FIGURE"), ARGUMENT_OPTIONAL, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal explain last", N_("where the figures of the last run come from")},
	{"frugal explain 7c1e carbon", N_("one figure of one run")},
	{"frugal explain last energy --json", N_("the same, in JSON")},
	{NULL, NULL},
};

static int no_such_figure(const frugal_result *why, const char *name, struct frugal_error *reterr)
{
	struct buf names = {0};
	struct frugal_figure figure;
	for (size_t i = 0; frugal_result_figure(why, i, &figure) == 0; i++)
		buf_addf(&names, "%s%s", names.n ? ", " : "", figure.name);
	error_set(reterr, FRUGAL_EUSAGE, _("this run has no figure '%s'"), name);
	error_todo(reterr, _("its figures are %s"), buf_text(&names));
	buf_release(&names);
	return FRUGAL_EUSAGE;
}

static int as_text(struct cli *cli, frugal_ledger *ledger, const struct run_record *run,
		   const char *tree, struct buf *to, struct frugal_error *reterr)
{
	struct run_view view = {.numbers = cli->numbers, .lang = cli->lang};
	int r = ledger_short_id(ledger_of(ledger), run->id, &view.id_digits, reterr);
	if (r == 0)
		r = ledger_parent_digits(ledger_of(ledger), run, &view.parent_digits, reterr);
	if (r < 0)
		return r;
	run_title(to, run, &view);
	buf_addf(to, "\n\n%s", tree);
	if (run->left_out[0]) {
		buf_addf(to, "%s ", _("not counted:"));
		run_left_out(to, run);
		buf_putc(to, '\n');
	}
	return 0;
}

/*
 * If a figure is named, prints only its values in the three perimeters; the derivation is that of
 * one.
 */
static void as_json(const struct run_record *run, const char *figure, struct buf *to)
{
	struct run_record shown = *run;
	struct jsonw json = {.out = to, .pretty = true};
	size_t n = 0;
	for (size_t i = 0; i < run->n_figures; i++)
		if (!figure || strcmp(run->figures[i].name, figure) == 0)
			shown.figures[n++] = run->figures[i];
	shown.n_figures = n;
	run_json(&json, &shown, true);
	buf_putc(to, '\n');
}

static int explain_run(struct cli *cli, frugal_ledger *ledger, const frugal_run *run,
		       struct frugal_error *reterr)
{
	const struct explain_options *asked = cli->options;
	const char *figure = cli->n_args > 1 ? cli->args[1] : NULL;
	frugal_result *why = NULL;
	struct buf text = {0};
	int r = frugal_run_derivation(cli->library, run, &why, reterr);
	const char *tree = r == 0 ? frugal_explain(why, figure) : NULL;
	if (r == 0 && !tree)
		r = figure ? no_such_figure(why, figure, reterr) : error_nomem(reterr);
	if (r == 0 && asked->json)
		as_json(record_of(run), figure, &text);
	else if (r == 0)
		r = as_text(cli, ledger, record_of(run), tree, &text, reterr);
	if (r == 0 && text.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&text);
	frugal_result_free(why);
	buf_release(&text);
	return r;
}

static int put_estimate(struct cli *cli, const struct kept_estimate *estimate,
			const struct answer *answer, struct buf *to, struct frugal_error *reterr)
{
	const struct explain_options *asked = cli->options;
	const char *figure = cli->n_args > 1 ? cli->args[1] : NULL;
	struct jsonw json = {.out = to, .pretty = true};
	if (asked->json) {
		jsonw_object(&json, NULL);
		jsonw_string(&json, "kind", "estimate");
		jsonw_string(&json, "id", estimate->id);
		answer_figures_json(&json, "figures", answer);
		answer_derivation_json(&json, "derivation", answer);
		jsonw_object_end(&json);
		buf_putc(to, '\n');
		return 0;
	}
	buf_addf(to, "%s  %s\n\n", estimate->id, estimate->model);
	if (answer_tree(to, answer, figure, cli->lang, cli->numbers))
		return 0;
	return error_set(reterr, FRUGAL_EUSAGE, _("this estimate has no figure '%s'"), figure);
}

static int explain_estimate(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr)
{
	struct kept_estimate estimate;
	struct answer *answer = NULL;
	struct buf text = {0};
	int r = ledger_find_estimate(ledger_of(ledger), cli->args[0], &cli->arena, &estimate,
				     reterr);
	if (r == 0)
		r = estimated_read(&estimate, &answer, reterr);
	if (r == 0)
		r = put_estimate(cli, &estimate, answer, &text, reterr);
	if (r == 0 && text.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&text);
	answer_free(answer);
	buf_release(&text);
	return r;
}

static int explain(struct cli *cli, struct frugal_error *reterr)
{
	frugal_ledger *ledger = NULL;
	frugal_run *run = NULL;
	int r = frugal_ledger_open(cli->library, FRUGAL_LEDGER_READ, &ledger, reterr);
	if (r == 0 && estimate_is_id(cli->args[0])) {
		r = explain_estimate(cli, ledger, reterr);
		frugal_ledger_close(ledger);
		return r;
	}
	if (r == 0)
		r = frugal_ledger_run(ledger, cli->args[0], &run, reterr);
	if (r == 0)
		r = explain_run(cli, ledger, run, reterr);
	frugal_run_free(run);
	frugal_ledger_close(ledger);
	return r;
}

const struct command command_explain = {
	.name = "explain",
	.group = GROUP_LEDGER,
	.brief = N_("show where the figures of a run come from"),
	.text = N_("Prints how each figure of RUN (its name or id, last, last~2, or the id of a "
		   "kept estimate) was computed, as a tree: "
		   "formulas, inputs, factors with their source and year, samples and gaps, "
		   "and what is left out."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct explain_options),
	.examples = examples,
	.function = explain,
};
