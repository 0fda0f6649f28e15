/* SPDX-License-Identifier: Apache-2.0 */
/* frugal runs show, tag and rm: one run or some, by name. */
#include <string.h>

#include "base/intl.h"
#include "cli/run_show.h"
#include "cli/runs.h"
#include "model/knowledge.h"
#include "report/derivation.h"
#include "report/forecast.h"

static void show_text(struct cli *cli, struct ledger *ledger, const struct run_record *run,
		      struct buf *to)
{
	struct knowledge knowledge;
	struct answer *why = NULL;
	struct frugal_error error;
	struct buf forecast = {0};
	struct run_view view = {.numbers = cli->context.numbers,
				.lang = cli->context.lang,
				.colour = cli->out_colour};
	/* What stands behind the figures may be gone: they are shown all the same. */
	if (ledger_short_id(ledger, run->id, &view.id_digits, &error) < 0)
		view.id_digits = strlen(run->id);
	if (derivation_read(run->derivation, &why, &error) == 0)
		view.why = why;
	forecast_line(ledger, run, cli->context.numbers, &forecast);
	view.forecast = forecast.n ? buf_text(&forecast) : NULL;
	if (knowledge_open(&cli->context, &knowledge, &error) == 0) {
		run_text_with_like(to, cli, &knowledge, run, &view);
		knowledge_close(&knowledge);
	} else {
		run_text(to, run, &view);
	}
	answer_free(why);
	buf_release(&forecast);
}

int runs_show(struct cli *cli, struct ledger *ledger, struct frugal_error *reterr)
{
	const struct runs_options *options = cli->options;
	struct run_record run = {0};
	struct buf text = {0};
	struct jsonw json = {.out = &text, .pretty = true};
	int r = ledger_load_run(ledger, cli->args[1], &run, reterr);
	if (r < 0)
		return r;
	if (options->json) {
		run_json(&json, &run, true);
		buf_putc(&text, '\n');
	} else if (options->csv) {
		run_csv_head(&text);
		run_csv(&text, &run);
	} else {
		show_text(cli, ledger, &run, &text);
	}
	cli_put(&text);
	r = text.failed ? error_nomem(reterr) : 0;
	buf_release(&text);
	run_record_release(&run);
	return r;
}

/* "+word" or "word" adds, "-word" takes away. */
int runs_tag(struct cli *cli, struct ledger *ledger, struct frugal_error *reterr)
{
	if (cli->n_args < 3) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s is missing"), _("TAG"));
		return error_todo(reterr, "frugal runs tag %s +%s", cli->args[1], _("TAG"));
	}
	int r = 0;
	for (size_t i = 2; r == 0 && i < cli->n_args; i++) {
		const char *word = cli->args[i];
		if (i == 2 && strcmp(word, "--") == 0)
			continue;
		r = ledger_tag(ledger, cli->args[1], word + (word[0] == '+' || word[0] == '-'),
			       word[0] == '-' ? TAG_REMOVE : TAG_ADD, reterr);
	}
	return r;
}

/* All names are looked up first, so that a mistake in the last one removes nothing. */
int runs_rm(struct cli *cli, struct ledger *ledger, struct frugal_error *reterr)
{
	char(*ids)[RUN_ID_SIZE] = arena_array(&cli->context.arena, cli->n_args, sizeof(*ids));
	if (!ids)
		return error_nomem(reterr);
	int r = 0;
	for (size_t i = 1; r == 0 && i < cli->n_args; i++)
		r = ledger_find_run(ledger, cli->args[i], ids[i], reterr);
	for (size_t i = 1; r == 0 && i < cli->n_args; i++) {
		bool again = false;
		for (size_t k = 1; k < i; k++)
			again |= strcmp(ids[k], ids[i]) == 0;
		if (!again)
			r = ledger_remove(ledger, ids[i], reterr);
	}
	return r;
}
