/* SPDX-License-Identifier: Apache-2.0 */
/* frugal runs list: the newest runs as a table, or all of them for a program. */
#include <string.h>

#include "base/intl.h"
#include "cli/runs.h"
#include "cli/store.h"
#include "quantity/print.h"
#include "report/run.h"

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

/* The share perimeter of all runs, in base units; ends add up as if all runs erred alike. */
struct total {
	const char *name;
	struct unit unit;
	double value, low, high;
	size_t n; /* runs that have it */
};

static const char *const total_names[] = {"energy", "carbon", "embodied"};
#define TOTALS (sizeof(total_names) / sizeof(total_names[0]))

struct listing {
	struct total totals[TOTALS];
	double seconds;
	const struct cli *cli;
	const struct runs_options *options;
	struct ledger *ledger;
	struct arena arena;
	struct grid grid;
	struct buf text;
	size_t n;
};

static int show_row(struct listing *list, const struct run_record *run, struct frugal_error *reterr)
{
	struct run_view view = {.numbers = list->cli->numbers, .lang = list->cli->lang};
	int r = ledger_short_id(list->ledger, run->id, &view.id_digits, reterr);
	if (r < 0)
		return r;
	run_row(&list->grid, run, &view);
	return list->grid.failed ? error_nomem(reterr) : 0;
}

static void add_to_total(struct listing *list, const struct run_record *run)
{
	list->seconds += run->duration.s;
	for (size_t i = 0; i < TOTALS; i++) {
		struct total *total = &list->totals[i];
		const struct run_figure *figure = run_figure_find(run, total_names[i], "share");
		struct unit unit;
		total->name = total_names[i];
		if (!figure || unit_parse(str_of(figure->unit), &unit, NULL) < 0)
			continue;
		total->unit = unit;
		total->value += figure->value * unit.scale;
		total->low += figure->low * unit.scale;
		total->high += figure->high * unit.scale;
		total->n++;
	}
}

static void show_total(struct listing *list)
{
	struct buf *to = &list->text;
	struct jsonw json = {.out = to, .pretty = true};
	if (list->options->json) {
		jsonw_object(&json, NULL);
		jsonw_string(&json, "kind", "total");
		jsonw_int(&json, "runs", (int64_t)list->n);
		jsonw_number(&json, "duration_s", list->seconds);
	} else {
		struct buf time = {0};
		print_duration(&time, list->seconds, list->cli->numbers);
		/* TRANSLATORS: 12 runs, 3 h 4 min */
		buf_addf(to, _("%zu runs, %s\n"), list->n, buf_text(&time));
		buf_release(&time);
	}
	for (size_t i = 0; i < TOTALS; i++) {
		const struct total *total = &list->totals[i];
		if (!total->n)
			continue;
		if (list->options->json) {
			struct buf unit = {0};
			dimension_text(&unit, total->unit.dim);
			jsonw_object(&json, total->name);
			jsonw_number(&json, "value", total->value);
			jsonw_number(&json, "low", total->low);
			jsonw_number(&json, "high", total->high);
			jsonw_string(&json, "unit", buf_text(&unit));
			jsonw_int(&json, "runs", (int64_t)total->n);
			jsonw_object_end(&json);
			buf_release(&unit);
			continue;
		}
		buf_addf(to, "  %-9s ", _(total->name));
		print_quantity(to, total->value, total->low, total->high, total->unit.dim,
			       total->unit, NULL, list->cli->numbers);
		if (total->n < list->n)
			buf_addf(to, _("  (of %zu of them)"), total->n);
		buf_putc(to, '\n');
	}
	if (list->options->json) {
		jsonw_object_end(&json);
		buf_putc(to, '\n');
	}
}

/* JSON and CSV go out run by run: a ledger may hold more than memory. */
static int visit(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct listing *list = context;
	struct jsonw json = {.out = &list->text};
	if (list->options->total) {
		list->n++;
		add_to_total(list, run);
		return 0;
	}
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

static int read_filter(const struct runs_options *options, struct run_filter *ret,
		       struct frugal_error *reterr)
{
	*ret = (struct run_filter){
		.project = options->project,
		.phase = options->phase,
		.tags = options->tags.items,
		.n_tags = options->tags.n,
		.limit = (size_t)options->limit,
	};
	if (!options->limit && !options->json && !options->csv && !options->total)
		ret->limit = DEFAULT_LIMIT;
	set_status(ret, options->status);
	int r = 0;
	if (options->since)
		r = store_parse_date("since", options->since, &ret->since_us, reterr);
	if (r == 0 && options->until)
		r = store_parse_date("until", options->until, &ret->until_us, reterr);
	return r;
}

static void end_list(struct listing *list)
{
	if (list->options->total)
		show_total(list);
	else if (list->options->json) {
		buf_puts(&list->text, list->n ? "\n]\n" : "[]\n");
	} else if (!list->options->csv && list->n) {
		grid_print(&list->grid, &list->text, 0);
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
				: read_filter(list.options, &filter, reterr);
	if (r < 0)
		return r;
	grid_init(&list.grid, &list.arena, RUN_ROW_CELLS);
	run_row_head(&list.grid);
	if (list.options->csv && !list.options->json && !list.options->total)
		run_csv_head(&list.text);
	r = ledger_list(ledger, &filter, RUN_FIGURES, visit, &list, reterr);
	if (r >= 0)
		end_list(&list);
	grid_release(&list.grid);
	buf_release(&list.text);
	arena_release(&list.arena);
	return r;
}
