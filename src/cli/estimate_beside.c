/* SPDX-License-Identifier: Apache-2.0 */
/* What is set beside an estimate: a published figure (--vs), other inputs (--or), a doubt (stderr).
 */
#include <stdio.h>

#include "base/intl.h"
#include "cli/estimate.h"
#include "model/plausible.h"
#include "report/answer.h"
#include "report/versus.h"

#define MAX_DOUBTFUL 4

static void put_doubtful(const struct cli *cli, const struct doubtful *doubtful, struct buf *to)
{
	struct dimension dim = doubtful->unit.dim;
	struct buf given = {0}, meant = {0}, low = {0}, high = {0};
	const double values[] = {doubtful->given, doubtful->meant, doubtful->low, doubtful->high};
	struct buf *const texts[] = {&given, &meant, &low, &high};
	char unit[64];
	(void)snprintf(unit, sizeof(unit), "%.*s", STR_ARG(doubtful->unit_text));
	for (size_t i = 0; i < 4; i++)
		print_quantity(texts[i], values[i], values[i], values[i], dim, doubtful->unit, unit,
			       cli->context.numbers);
	buf_addf(
		to,
		_("frugal: warning: %.*s is %s, where %s to %s is usual: a factor of 1000? did you "
		  "mean %s ?\n"),
		STR_ARG(doubtful->name), buf_text(&given), buf_text(&low), buf_text(&high),
		buf_text(&meant));
	for (size_t i = 0; i < 4; i++)
		buf_release(texts[i]);
}

void estimate_warn(const struct cli *cli, const struct question *question)
{
	struct doubtful found[MAX_DOUBTFUL];
	size_t n = cli->common.quiet ? 0 : question_doubtful(question, found, MAX_DOUBTFUL);
	for (size_t i = 0; i < n; i++) {
		struct buf text = {0};
		put_doubtful(cli, &found[i], &text);
		(void)fputs(buf_text(&text), stderr);
		buf_release(&text);
	}
}

int estimate_vs(struct cli *cli, const struct estimate_options *asked,
		const struct question *question, const struct answer *answer, struct buf *to,
		struct frugal_error *reterr)
{
	struct versus versus;
	int r = question_versus(question, answer, str_of(asked->vs), &cli->context.arena, &versus,
				reterr);
	if (r < 0)
		return r;
	if (!asked->json) {
		versus_text(to, &versus, cli->context.numbers);
		return 0;
	}
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "frugal", frugal_version());
	jsonw_string(&json, "kind", "versus");
	jsonw_string(&json, "model", answer->model);
	answer_figures_json(&json, "figures", answer);
	versus_json(&json, "vs", &versus);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
	return 0;
}

int estimate_scenarios(struct cli *cli, struct knowledge *knowledge,
		       const struct estimate_options *asked, const struct answer_options *how,
		       struct buf *to, struct frugal_error *reterr)
{
	struct question *questions[2] = {0};
	struct answer *answers[2] = {0};
	int r = 0;
	for (int i = 0; r == 0 && i < 2; i++) {
		r = estimate_ask(cli, knowledge, i ? &asked->instead : NULL, &questions[i], reterr);
		if (r == 0)
			estimate_warn(cli, questions[i]);
		if (r == 0)
			r = question_answer(questions[i], how, &answers[i], reterr);
	}
	if (r == 0 && asked->json) {
		struct jsonw json = {.out = to, .pretty = true};
		scenarios_json(&json, answers[0], answers[1]);
		buf_putc(to, '\n');
	} else if (r == 0 && asked->csv) {
		scenarios_csv(to, answers[0], answers[1]);
	} else if (r == 0) {
		scenarios_text(to, answers[0], answers[1], cli->context.numbers);
	}
	for (int i = 0; i < 2; i++) {
		answer_free(answers[i]);
		question_free(questions[i]);
	}
	return r;
}
