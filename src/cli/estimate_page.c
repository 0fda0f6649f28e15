/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal estimate --output e.html: one answer as a page, with the answers of the other methods of
 * its question. The page is written by report/page_estimate.c.
 */
#include "report/page_estimate.h"

#include <stdio.h>
#include <string.h>

#include "api/inside.h"
#include "base/intl.h"
#include "cli/estimate.h"

/* Text and data have formats of their own. */
const char *estimate_page_format(const struct estimate_options *asked)
{
	static const char *const endings[][2] = {
		{".html", "html"}, {".htm", "html"}, {".md", "md"}};
	struct str name = str_of(asked->output ? asked->output : "");
	for (size_t i = 0; !asked->json && !asked->csv && i < sizeof(endings) / sizeof(*endings);
	     i++) {
		size_t n = strlen(endings[i][0]);
		if (name.n > n && memcmp(name.p + name.n - n, endings[i][0], n) == 0)
			return endings[i][1];
	}
	return NULL;
}

int estimate_keep(struct cli *cli, const struct estimate_options *asked,
		  const frugal_result *result, struct frugal_error *reterr)
{
	const struct frugal_kept kept = {.size = sizeof(kept),
					 .project = asked->project,
					 .service = asked->service,
					 .name = asked->name};
	frugal_ledger *ledger = NULL;
	char *id = NULL;
	int r = frugal_ledger_open(cli->library, FRUGAL_LEDGER_WRITE, &ledger, reterr);
	if (r == 0)
		r = frugal_estimate_keep(ledger, result, (const char *const *)(cli->args + 1),
					 cli->n_args - 1, &kept, &id, reterr);
	if (r == 0 && !cli->common.quiet) {
		struct buf text = {0};
		buf_addf(&text, _("frugal: kept as %s: frugal report %s\n"), id, id);
		(void)fputs(buf_text(&text), stderr);
		buf_release(&text);
	}
	frugal_text_free(id);
	frugal_ledger_close(ledger);
	return r;
}

int estimate_page(struct cli *cli, frugal_question *question, const char *format, struct buf *to,
		  struct frugal_error *reterr)
{
	const struct frugal_answering how = {.size = sizeof(how), .lines = true, .doubts = true};
	const struct estimate_options *asked = cli->options;
	struct context *context = context_of(cli->library);
	frugal_methods *methods = NULL;
	frugal_result *result = NULL;
	struct buf command = {0};
	struct estimate_page page = {.at_s = context->now_s};
	struct frugal_error ignored;
	int r = frugal_question_answer(question, &how, &result, reterr);
	/* A model without a family, or inputs that no other method has: then there is one method.
	 */
	if (r == 0 &&
	    frugal_methods_new(cli->library, cli->args[0], (const char *const *)(cli->args + 1),
			       cli->n_args - 1, &methods, &ignored) == 0)
		page.methods = methods_of(methods, &page.n_methods);
	if (r == 0) {
		page_estimate_command(cli->args[0], (const char *const *)(cli->args + 1),
				      cli->n_args - 1, &command);
		page.answer = answer_of(result);
		page.command = buf_text(&command);
		page.given = (const char *const *)(cli->args + 1);
		page.n_given = cli->n_args - 1;
		estimate_page_write(context, &page, format, to);
		to->failed |= command.failed;
	}
	if (r == 0 && asked->keep)
		r = estimate_keep(cli, asked, result, reterr);
	frugal_methods_free(methods);
	frugal_result_free(result);
	buf_release(&command);
	return r;
}
