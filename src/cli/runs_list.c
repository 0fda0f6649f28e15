/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal runs list: the newest runs as a table, or all of them as JSON or CSV. Reads the ledger run
 * by run, so that its length is not limited by memory.
 */
#include <string.h>

#include "base/intl.h"
#include "cli/runs.h"
#include "report/run.h"

/* Rows that fit a screen with its header. */
#define DEFAULT_LIMIT 20

struct listing {
	const struct cli *cli;
	const struct runs_options *options;
	frugal_ledger *ledger;
	struct arena arena;
	struct columns columns;
	struct buf text;
	size_t n;
};

static int show_row(struct listing *list, const struct run_record *run, struct frugal_error *reterr)
{
	struct run_view view = {.numbers = list->cli->numbers, .lang = list->cli->lang};
	int r = ledger_short_id(ledger_of(list->ledger), run->id, &view.id_digits, reterr);
	if (r == 0)
		r = ledger_parent_digits(ledger_of(list->ledger), run, &view.parent_digits, reterr);
	if (r < 0)
		return r;
	run_row(&list->columns, run, &view);
	return list->columns.failed ? error_nomem(reterr) : 0;
}

/* JSON and CSV are written run by run: a ledger may be larger than memory. */
static int visit(void *context, const frugal_run *handle, struct frugal_error *reterr)
{
	struct listing *list = context;
	const struct run_record *run = record_of(handle);
	struct jsonw json = {.out = &list->text};
	if (!list->options->json && !list->options->csv) {
		list->n++;
		return show_row(list, run, reterr);
	}
	if (list->options->json) {
		buf_puts(&list->text, list->n ? ",\n" : "[\n");
		run_json(&json, run, false);
	} else {
		run_csv(&list->text, run);
	}
	list->n++;
	if (list->text.failed)
		return error_nomem(reterr);
	cli_put(&list->text);
	buf_clear(&list->text);
	return FRUGAL_VISIT_ON;
}

static bool runs_adds_up(const struct runs_options *options)
{
	return options->total || options->by;
}

/* Parses --since and --until; an error names the option. */
static int read_moment(const char *option, const char *text, int64_t *ret_us,
		       struct frugal_error *reterr)
{
	int r = text ? frugal_moment(text, ret_us, reterr) : 0;
	if (r < 0)
		error_where(reterr, "--%s", option);
	return r;
}

/* The short form of the filter: "project=a", "phase=training,tag=x", after the verb if there is
 * one. */
static int read_words(struct cli *cli, const char **ret, struct frugal_error *reterr)
{
	size_t first = cli->n_args && !strchr(cli->args[0], '=') ? 1 : 0;
	*ret = NULL;
	for (size_t i = first; i < cli->n_args; i++) {
		if (!strchr(cli->args[i], '='))
			return error_set(reterr, FRUGAL_EUSAGE, _("'%s' is one argument too many"),
					 cli->args[i]);
		*ret = *ret ? arena_printf(&cli->arena, "%s,%s", *ret, cli->args[i]) : cli->args[i];
		if (!*ret)
			return error_nomem(reterr);
	}
	return 0;
}

int runs_filter(struct cli *cli, struct frugal_filter *ret, struct frugal_error *reterr)
{
	const struct runs_options *options = cli->options;
	*ret = filter_of(&options->filter);
	ret->outcome = options->outcome;
	ret->status = options->status;
	ret->limit = (size_t)options->limit;
	if (!options->limit && !options->json && !options->csv && !runs_adds_up(options))
		ret->limit = DEFAULT_LIMIT;
	int r = read_words(cli, &ret->words, reterr);
	if (r == 0)
		r = read_moment("since", options->since, &ret->since_us, reterr);
	return r == 0 ? read_moment("until", options->until, &ret->until_us, reterr) : r;
}

/* An empty list says what no run matches. */
static int nothing_listed(struct listing *list, const struct frugal_filter *filter,
			  struct frugal_error *reterr)
{
	const struct runs_options *options = list->options;
	const char *words = filter_words(filter, &list->arena, reterr);
	struct buf asked = {0};
	if (!words)
		return reterr->code;
	buf_add_clean(&asked, words);
	if (options->since)
		buf_addf(&asked, "%ssince=%s", asked.n ? "," : "", options->since);
	if (options->until)
		buf_addf(&asked, "%suntil=%s", asked.n ? "," : "", options->until);
	if (asked.n)
		buf_addf(&list->text, _("no run matches %s; to list all: frugal runs\n"),
			 buf_text(&asked));
	else
		buf_puts(&list->text, _("no runs to list; to record one: frugal run -- CMD\n"));
	list->text.failed |= asked.failed;
	buf_release(&asked);
	return 0;
}

static int end_list(struct listing *list, const struct frugal_filter *filter,
		    struct frugal_error *reterr)
{
	int r = 0;
	if (list->options->json) {
		buf_puts(&list->text, list->n ? "\n]\n" : "[]\n");
	} else if (!list->options->csv && list->n) {
		columns_print(&list->columns, &list->text, 0);
	} else if (!list->options->csv) {
		r = nothing_listed(list, filter, reterr);
	}
	if (r == 0)
		cli_put(&list->text);
	return r;
}

int runs_list(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr)
{
	struct listing list = {.cli = cli, .options = cli->options, .ledger = ledger};
	struct frugal_filter filter;
	int r = runs_filter(cli, &filter, reterr);
	if (r < 0)
		return r;
	if (runs_adds_up(list.options))
		return runs_total(cli, ledger, &filter, reterr);
	columns_init(&list.columns, &list.arena, RUN_ROW_CELLS);
	run_row_head(&list.columns);
	if (list.options->csv && !list.options->json)
		run_csv_head(&list.text);
	r = frugal_ledger_list(ledger, &filter, FRUGAL_RUN_FIGURES, visit, &list, reterr);
	if (r >= 0)
		r = end_list(&list, &filter, reterr);
	columns_release(&list.columns);
	buf_release(&list.text);
	arena_release(&list.arena);
	return r;
}
