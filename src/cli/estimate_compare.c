/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is compared with an estimate: a published figure (--vs), the answer to other inputs (--or).
 * Also the warning that an input looks 1000 times too large or too small, on standard error.
 */
#include <stdio.h>

#include "api/inside.h"
#include "base/intl.h"
#include "cli/estimate.h"
#include "report/answer.h"
#include "report/doubtful.h"
#include "report/versus.h"

#define MAX_DOUBTFUL 4

void estimate_warn(const struct cli *cli, frugal_question *question)
{
	size_t n = 0;
	const struct doubtful *found = question_warnings(question, &n);
	for (size_t i = 0; !cli->common.quiet && i < n && i < MAX_DOUBTFUL; i++) {
		struct buf text = {0};
		doubtful_text(&text, &found[i], cli->numbers);
		(void)fputs(buf_text(&text), stderr);
		buf_release(&text);
	}
}

static void put_versus(const struct cli *cli, const struct estimate_options *asked,
		       const struct answer *answer, const struct versus *versus, struct buf *to)
{
	if (!asked->json) {
		versus_text(to, versus, cli->numbers);
		return;
	}
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "frugal", frugal_version());
	jsonw_string(&json, "kind", "versus");
	jsonw_string(&json, "model", answer->model);
	answer_figures_json(&json, "figures", answer);
	versus_json(&json, "vs", versus);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

int estimate_vs(struct cli *cli, const struct estimate_options *asked,
		const frugal_question *question, const frugal_result *result, struct buf *to,
		struct frugal_error *reterr)
{
	frugal_versus *versus = NULL;
	int r = frugal_versus_new(question, result, asked->vs, &versus, reterr);
	if (r == 0)
		put_versus(cli, asked, answer_of(result), versus_of(versus), to);
	frugal_versus_free(versus);
	return r;
}

static void put_scenarios(const struct cli *cli, const struct estimate_options *asked,
			  const struct answer *first, const struct answer *second, struct buf *to)
{
	if (asked->json) {
		struct jsonw json = {.out = to, .pretty = true};
		scenarios_json(&json, first, second);
		buf_putc(to, '\n');
	} else if (asked->csv) {
		scenarios_csv(to, first, second);
	} else {
		scenarios_text(to, first, second, cli->numbers);
	}
}

int estimate_scenarios(struct cli *cli, const struct estimate_options *asked, struct buf *to,
		       struct frugal_error *reterr)
{
	frugal_result *results[2] = {0};
	int r = 0;
	for (int i = 0; r == 0 && i < 2; i++) {
		frugal_question *question = NULL;
		r = estimate_ask(cli, i ? &asked->instead : NULL, &question, reterr);
		if (r == 0)
			estimate_warn(cli, question);
		if (r == 0)
			r = frugal_question_answer(question, NULL, &results[i], reterr);
		frugal_question_free(question);
	}
	if (r == 0)
		put_scenarios(cli, asked, answer_of(results[0]), answer_of(results[1]), to);
	frugal_result_free(results[0]);
	frugal_result_free(results[1]);
	return r;
}
