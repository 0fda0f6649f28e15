/* SPDX-License-Identifier: Apache-2.0 */
/* The tools that read the ledger: runs, compare, explain. */
#include <string.h>

#include "base/intl.h"
#include "base/num.h"
#include "report/answer.h"
#include "report/compare.h"
#include "report/estimated.h"
#include "report/run.h"
#include "serve/mcp_tools.h"

#define RUNS_DEFAULT 20
#define RUNS_MOST 100
#define GROUPS_MOST 100

/* ---- runs ----------------------------------------------------------------------------------- */

struct listing {
	struct mcp_call *call;
	frugal_ledger *ledger;
	struct columns columns;
	struct jsonw json;
	size_t n;
};

static int view_of(struct mcp_call *call, frugal_ledger *ledger, const struct run_record *run,
		   struct run_view *ret, struct frugal_error *reterr)
{
	*ret = (struct run_view){.numbers = call->numbers, .lang = call->lang};
	int r = ledger_short_id(ledger_of(ledger), run->id, &ret->id_digits, reterr);
	return r < 0 ? r
		     : ledger_parent_digits(ledger_of(ledger), run, &ret->parent_digits, reterr);
}

static int list_run(void *context, const frugal_run *handle, struct frugal_error *reterr)
{
	struct listing *list = context;
	const struct run_record *run = record_of(handle);
	struct run_view view;
	int r = view_of(list->call, list->ledger, run, &view, reterr);
	if (r < 0)
		return r;
	run_row(&list->columns, run, &view);
	run_json(&list->json, run, false);
	list->n++;
	return list->columns.failed ? error_nomem(reterr) : FRUGAL_VISIT_ON;
}

/* "limit": 1 to most, or otherwise. */
static int read_count(const struct asked *asked, const char *name, int64_t most, int64_t otherwise,
		      size_t *ret, struct frugal_error *reterr)
{
	const char *text = asked_word(asked, name);
	int64_t n = otherwise;
	if (text && !num_parse_int(str_of(text), 1, most, &n))
		return error_set(reterr, FRUGAL_EUSAGE, _("%s is a number from 1 to %lld"), name,
				 (long long)most);
	*ret = (size_t)n;
	return 0;
}

static int list_runs(struct mcp_call *call, frugal_ledger *ledger, struct frugal_error *reterr)
{
	struct frugal_filter filter = {.size = sizeof(filter),
				       .words = asked_word(&call->asked, "filter"),
				       .status = asked_word(&call->asked, "status")};
	struct listing list = {.call = call, .ledger = ledger, .json = {.out = &call->data}};
	int r = read_count(&call->asked, "limit", RUNS_MOST, RUNS_DEFAULT, &filter.limit, reterr);
	if (r < 0)
		return r;
	columns_init(&list.columns, call->arena, RUN_ROW_CELLS);
	run_row_head(&list.columns);
	jsonw_object(&list.json, NULL);
	jsonw_array(&list.json, "runs");
	r = frugal_ledger_list(ledger, &filter, FRUGAL_RUN_FIGURES, list_run, &list, reterr);
	jsonw_array_end(&list.json);
	jsonw_int(&list.json, "count", (int64_t)list.n);
	jsonw_object_end(&list.json);
	if (r == 0 && list.n)
		columns_print(&list.columns, &call->text, 0);
	else if (r == 0)
		buf_puts(&call->text, _("No run is stored that matches. To record one:"));
	if (r == 0 && !list.n)
		buf_puts(&call->text, " frugal run -- CMD\n");
	if (r < 0)
		buf_clear(&call->data);
	columns_release(&list.columns);
	return r;
}

static int show_run(struct mcp_call *call, frugal_ledger *ledger, const char *name,
		    struct frugal_error *reterr)
{
	struct jsonw json = {.out = &call->data};
	struct run_view view;
	frugal_run *run = NULL;
	int r = frugal_ledger_run(ledger, name, &run, reterr);
	if (r == 0)
		r = view_of(call, ledger, record_of(run), &view, reterr);
	if (r == 0) {
		run_text(&call->text, record_of(run), &view);
		run_json(&json, record_of(run), true);
	}
	frugal_run_free(run);
	return r;
}

int mcp_runs(struct mcp_call *call, struct frugal_error *reterr)
{
	const char *name = asked_word(&call->asked, "run");
	frugal_ledger *ledger = NULL;
	int r = frugal_ledger_open(call->library, FRUGAL_LEDGER_READ, &ledger, reterr);
	if (r == 0)
		r = name ? show_run(call, ledger, name, reterr) : list_runs(call, ledger, reterr);
	frugal_ledger_close(ledger);
	return r;
}

/* ---- compare -------------------------------------------------------------------------------- */

/* The texts of a list, or one text. */
static int read_list(struct mcp_call *call, const char *name, const char **items, size_t *ret_n,
		     struct frugal_error *reterr)
{
	const json_t *value = json_object_get(call->arguments, name);
	*ret_n = 0;
	if (json_is_string(value))
		items[(*ret_n)++] = json_string_value(value);
	if (json_array_size(value) > GROUPS_MOST)
		return error_set(reterr, FRUGAL_EUSAGE, _("%s has more than %d texts"), name,
				 GROUPS_MOST);
	for (size_t i = 0; i < json_array_size(value); i++) {
		const char *text = json_string_value(json_array_get(value, i));
		if (!text)
			return error_set(reterr, FRUGAL_EUSAGE, _("argument '%s' requires %s"),
					 name, _("a list of texts"));
		items[(*ret_n)++] = text;
	}
	return 0;
}

static int read_comparison(struct mcp_call *call, frugal_ledger *ledger, frugal_comparison **ret,
			   struct frugal_error *reterr)
{
	const char *labels[GROUPS_MOST], *limits[GROUPS_MOST];
	const struct frugal_filter filter = {.size = sizeof(filter),
					     .words = asked_word(&call->asked, "filter")};
	struct frugal_comparison_question question = {
		.size = sizeof(question),
		.labels = labels,
		.limits = limits,
		.metric = asked_word(&call->asked, "metric"),
		.less_is_better = asked_flag(&call->asked, "less_is_better"),
		.of = asked_word(&call->asked, "of"),
		.seed = call->library->options.seed,
		.filter = &filter,
	};
	int r = read_list(call, "groups", labels, &question.n, reterr);
	if (r == 0)
		r = read_list(call, "max_increase", limits, &question.n_limits, reterr);
	if (r == 0)
		r = read_count(&call->asked, "min_runs", INT32_MAX, 0, &question.min_runs, reterr);
	if (r == 0)
		r = frugal_comparison_read(ledger, &question, ret, reterr);
	return r;
}

int mcp_compare(struct mcp_call *call, struct frugal_error *reterr)
{
	frugal_ledger *ledger = NULL;
	frugal_comparison *comparison = NULL;
	int r = frugal_ledger_open(call->library, FRUGAL_LEDGER_READ, &ledger, reterr);
	if (r == 0)
		r = read_comparison(call, ledger, &comparison, reterr);
	if (r == 0) {
		compare_text(comparison_of(comparison), call->numbers, &call->text);
		compare_json(comparison_of(comparison), &call->data);
	}
	frugal_comparison_free(comparison);
	frugal_ledger_close(ledger);
	return r;
}

/* ---- explain -------------------------------------------------------------------------------- */

/* With a figure, its values in the three perimeters alone. */
static void give_run(struct mcp_call *call, const struct run_record *run, const char *figure)
{
	struct run_record shown = *run;
	struct jsonw json = {.out = &call->data};
	size_t n = 0;
	for (size_t i = 0; i < run->n_figures; i++)
		if (!figure || strcmp(run->figures[i].name, figure) == 0)
			shown.figures[n++] = run->figures[i];
	shown.n_figures = n;
	run_json(&json, &shown, true);
}

static int no_such_figure(const char *figure, struct frugal_error *reterr)
{
	return error_set(reterr, FRUGAL_EUSAGE, _("this run has no figure '%s'"), figure);
}

static int explain_run(struct mcp_call *call, frugal_ledger *ledger, const char *name,
		       const char *figure, struct frugal_error *reterr)
{
	struct run_view view;
	frugal_run *run = NULL;
	frugal_result *why = NULL;
	int r = frugal_ledger_run(ledger, name, &run, reterr);
	if (r == 0)
		r = view_of(call, ledger, record_of(run), &view, reterr);
	if (r == 0)
		r = frugal_run_derivation(call->library, run, &why, reterr);
	const char *tree = r == 0 ? frugal_explain(why, figure) : NULL;
	if (r == 0 && !tree)
		r = figure ? no_such_figure(figure, reterr) : error_nomem(reterr);
	if (r == 0) {
		run_title(&call->text, record_of(run), &view);
		buf_addf(&call->text, "\n\n%s", tree);
		if (record_of(run)->left_out[0]) {
			buf_addf(&call->text, "%s ", _("not counted:"));
			run_left_out(&call->text, record_of(run));
			buf_putc(&call->text, '\n');
		}
		give_run(call, record_of(run), figure);
	}
	frugal_result_free(why);
	frugal_run_free(run);
	return r;
}

static int explain_estimate(struct mcp_call *call, frugal_ledger *ledger, const char *name,
			    const char *figure, struct frugal_error *reterr)
{
	struct kept_estimate estimate;
	struct answer *answer = NULL;
	struct jsonw json = {.out = &call->data};
	int r = ledger_find_estimate(ledger_of(ledger), name, call->arena, &estimate, reterr);
	if (r == 0)
		r = estimated_read(&estimate, &answer, reterr);
	if (r == 0 && !answer_tree(&call->text, answer, figure, call->lang, call->numbers))
		r = error_set(reterr, FRUGAL_EUSAGE, _("this estimate has no figure '%s'"),
			      figure ? figure : "");
	if (r == 0) {
		jsonw_object(&json, NULL);
		jsonw_string(&json, "kind", "estimate");
		jsonw_string(&json, "id", estimate.id);
		answer_figures_json(&json, "figures", answer);
		answer_derivation_json(&json, "derivation", answer);
		jsonw_object_end(&json);
	}
	answer_free(answer);
	return r;
}

int mcp_explain(struct mcp_call *call, struct frugal_error *reterr)
{
	const char *name = asked_word(&call->asked, "run");
	const char *figure = asked_word(&call->asked, "figure");
	frugal_ledger *ledger = NULL;
	int r = frugal_ledger_open(call->library, FRUGAL_LEDGER_READ, &ledger, reterr);
	if (r == 0)
		r = estimate_is_id(name) ? explain_estimate(call, ledger, name, figure, reterr)
					 : explain_run(call, ledger, name, figure, reterr);
	frugal_ledger_close(ledger);
	return r;
}
