/* SPDX-License-Identifier: Apache-2.0 */
/* frugal runs list: the newest runs as a table, or all of them for a program. */
#include <string.h>

#include "base/intl.h"
#include "cli/runs.h"
#include "quantity/moment.h"
#include "quantity/print.h"
#include "report/run.h"
#include "store/default.h"

/* As many as fit a screen with its header. */
#define DEFAULT_LIMIT 20

const char *const runs_statuses[] = {"running", "finished", "interrupted", "ok", "failed", NULL};

static const struct {
	unsigned statuses;
	enum run_outcome outcome;
} status_meanings[] = {
	{RUN_STATUS_BIT(RUN_RUNNING), RUN_ANY_OUTCOME},
	{RUN_STATUS_BIT(RUN_FINISHED), RUN_ANY_OUTCOME},
	{RUN_STATUS_BIT(RUN_INTERRUPTED), RUN_ANY_OUTCOME},
	{0, RUN_OK},
	{0, RUN_FAILED},
};

struct listing {
	const struct cli *cli;
	const struct runs_options *options;
	struct ledger *ledger;
	struct arena arena;
	struct columns columns;
	struct buf text;
	size_t n;
};

static int show_row(struct listing *list, const struct run_record *run, struct frugal_error *reterr)
{
	struct run_view view = {.numbers = list->cli->context.numbers,
				.lang = list->cli->context.lang};
	int r = ledger_short_id(list->ledger, run->id, &view.id_digits, reterr);
	if (r < 0)
		return r;
	run_row(&list->columns, run, &view);
	return list->columns.failed ? error_nomem(reterr) : 0;
}

/* JSON and CSV go out run by run: a ledger may hold more than memory. */
static int visit(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct listing *list = context;
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
	return 0;
}

static void set_status(struct run_filter *filter, const char *name)
{
	for (size_t i = 0; name && runs_statuses[i]; i++) {
		if (strcmp(name, runs_statuses[i]) != 0)
			continue;
		filter->statuses = status_meanings[i].statuses;
		filter->outcome = status_meanings[i].outcome;
	}
}

static bool runs_adds_up(const struct runs_options *options)
{
	return options->total || options->by;
}

int runs_filter(struct cli *cli, struct run_filter *ret, struct frugal_error *reterr)
{
	const struct runs_options *options = cli->options;
	size_t n = options->tags.n;
	const char **tags = arena_array(&cli->context.arena, n + 1, sizeof(*tags));
	if (!tags)
		return error_nomem(reterr);
	for (size_t i = 0; i < n; i++)
		tags[i] = options->tags.items[i];
	if (options->outcome) {
		tags[n] = arena_printf(&cli->context.arena, "outcome:%s", options->outcome);
		if (!tags[n++])
			return error_nomem(reterr);
	}
	*ret = (struct run_filter){
		.project = options->project,
		.service = options->service,
		.phase = options->phase,
		.name = options->name,
		.tags = tags,
		.n_tags = n,
		.limit = (size_t)options->limit,
	};
	if (!options->limit && !options->json && !options->csv && !runs_adds_up(options))
		ret->limit = DEFAULT_LIMIT;
	set_status(ret, options->status);
	int r = 0;
	if (options->since)
		r = moment_parse("since", options->since, &ret->since_us, reterr);
	if (r == 0 && options->until)
		r = moment_parse("until", options->until, &ret->until_us, reterr);
	return r;
}

static void end_list(struct listing *list)
{
	if (list->options->json) {
		buf_puts(&list->text, list->n ? "\n]\n" : "[]\n");
	} else if (!list->options->csv && list->n) {
		columns_print(&list->columns, &list->text, 0);
	} else if (!list->options->csv) {
		buf_puts(&list->text, _("no runs to list; to make one: frugal run -- CMD\n"));
	}
	cli_put(&list->text);
}

int runs_list(struct cli *cli, struct ledger *ledger, struct frugal_error *reterr)
{
	struct listing list = {.cli = cli, .options = cli->options, .ledger = ledger};
	struct run_filter filter;
	int r = cli->n_args > 1 ? error_set(reterr, FRUGAL_EUSAGE,
					    _("'%s' is one argument too many"), cli->args[1])
				: runs_filter(cli, &filter, reterr);
	if (r < 0)
		return r;
	if (runs_adds_up(list.options))
		return runs_total(cli, ledger, &filter, reterr);
	columns_init(&list.columns, &list.arena, RUN_ROW_CELLS);
	run_row_head(&list.columns);
	if (list.options->csv && !list.options->json)
		run_csv_head(&list.text);
	r = ledger_list(ledger, &filter, RUN_FIGURES, visit, &list, reterr);
	if (r >= 0)
		end_list(&list);
	columns_release(&list.columns);
	buf_release(&list.text);
	arena_release(&list.arena);
	return r;
}
