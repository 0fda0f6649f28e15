/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal estimate --output e.html: one answer as a page, with the answers of the other methods of
 * its question. The page is written by report/page_estimate.c.
 */
#include "report/page_estimate.h"

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

static bool is_plain(const char *word)
{
	return word[0] && strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "0123456789_-=.,:/@%+") == strlen(word);
}

void estimate_command(const struct cli *cli, struct buf *to)
{
	buf_puts(to, "frugal estimate");
	for (size_t i = 0; i < cli->n_args; i++) {
		const char *word = cli->args[i];
		buf_putc(to, ' ');
		if (is_plain(word)) {
			buf_puts(to, word);
			continue;
		}
		buf_putc(to, '\'');
		for (; *word; word++)
			buf_puts(to, *word == '\'' ? "'\\''" : (const char[]){*word, '\0'});
		buf_putc(to, '\'');
	}
}

int estimate_page(struct cli *cli, frugal_question *question, const char *format, struct buf *to,
		  struct frugal_error *reterr)
{
	const struct frugal_answering how = {.size = sizeof(how), .lines = true, .doubts = true};
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
		estimate_command(cli, &command);
		page.answer = answer_of(result);
		page.command = buf_text(&command);
		page.given = (const char *const *)(cli->args + 1);
		page.n_given = cli->n_args - 1;
		estimate_page_write(context, &page, format, to);
		to->failed |= command.failed;
	}
	frugal_methods_free(methods);
	frugal_result_free(result);
	buf_release(&command);
	return r;
}
