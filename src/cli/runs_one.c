/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal runs show, tag and rm: shows one run, changes its tags, or removes runs. A run is given by
 * its name or id, a prefix of it, or `last`.
 */
#include <string.h>

#include "base/intl.h"
#include "cli/run_show.h"
#include "cli/runs.h"
#include "report/estimated.h"
#include "report/trial_past.h"

static void show_text(struct cli *cli, frugal_ledger *ledger, const frugal_run *handle,
		      struct buf *to)
{
	const struct run_record *run = record_of(handle);
	const struct knowledge *knowledge;
	frugal_result *why = NULL;
	struct frugal_error error;
	struct buf forecast = {0};
	struct run_view view = {
		.numbers = cli->numbers, .lang = cli->lang, .colour = cli->out_colour};
	/* A derivation that is missing or damaged does not keep the figures from being shown. */
	if (ledger_short_id(ledger_of(ledger), run->id, &view.id_digits, &error) < 0)
		view.id_digits = strlen(run->id);
	(void)ledger_parent_digits(ledger_of(ledger), run, &view.parent_digits, &error);
	if (frugal_run_derivation(cli->library, handle, &why, &error) == 0)
		view.why = answer_of(why);
	trial_past_line(ledger_of(ledger), run, cli->numbers, &forecast);
	view.forecast = forecast.n ? buf_text(&forecast) : NULL;
	if (library_knowledge(cli->library, &knowledge, &error) == 0)
		run_text_with_like(to, knowledge, run, &view);
	else
		run_text(to, run, &view);
	frugal_result_free(why);
	buf_release(&forecast);
}

int runs_show(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr)
{
	const struct runs_options *options = cli->options;
	frugal_run *handle;
	struct buf text = {0};
	struct jsonw json = {.out = &text, .pretty = true};
	int r = frugal_ledger_run(ledger, cli->args[1], &handle, reterr);
	if (r < 0)
		return r;
	const struct run_record *run = record_of(handle);
	if (options->json) {
		run_json(&json, run, true);
		buf_putc(&text, '\n');
	} else if (options->csv) {
		run_csv_head(&text);
		run_csv(&text, run);
	} else {
		show_text(cli, ledger, handle, &text);
	}
	if (options->csv)
		cli_put(&text);
	else
		cli_put_bytes(&text);
	r = text.failed ? error_nomem(reterr) : 0;
	buf_release(&text);
	frugal_run_free(handle);
	return r;
}

/* "+word" or "word" adds a tag, "-word" removes it. */
int runs_tag(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr)
{
	if (cli->n_args < 3) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s is missing"), _("TAG"));
		return error_todo(reterr, "frugal runs tag %s +%s", cli->args[1], _("TAG"));
	}
	const char **words = arena_array(&cli->arena, cli->n_args, sizeof(*words));
	size_t n = 0;
	if (!words)
		return error_nomem(reterr);
	for (size_t i = 2; i < cli->n_args; i++) {
		const char *word = cli->args[i];
		if (i == 2 && strcmp(word, "--") == 0)
			continue;
		/* All words after RUN come here, options that were given by mistake too. */
		if (strncmp(word, "--", 2) == 0) {
			error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a tag"), word);
			return error_todo(reterr, "frugal runs tag %s +%s", cli->args[1], _("TAG"));
		}
		words[n] = word[0] == '+' || word[0] == '-'
				   ? word
				   : arena_printf(&cli->arena, "+%s", word);
		if (!words[n++])
			return error_nomem(reterr);
	}
	return frugal_ledger_set(ledger, cli->args[1], words, n, reterr);
}

int runs_estimates(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr)
{
	const struct runs_options *asked = cli->options;
	struct buf text = {0};
	if (cli->n_args > 1)
		return error_set(reterr, FRUGAL_EUSAGE, _("'%s' is one argument too many"),
				 cli->args[1]);
	int r = asked->json ? estimated_list_json(ledger_of(ledger), &text, reterr)
			    : estimated_list_text(ledger_of(ledger), cli->numbers, &text, reterr);
	if (r == 0 && !text.n)
		buf_puts(&text,
			 _("no estimate is kept: frugal estimate MODEL input=value --keep\n"));
	if (r == 0 && text.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&text);
	buf_release(&text);
	return r;
}

int runs_rm(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr)
{
	return frugal_ledger_remove(ledger, (const char *const *)cli->args + 1, cli->n_args - 1,
				    reterr);
}
