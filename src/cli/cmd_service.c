/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal service: the register of what runs are for: who is responsible, intended and excluded
 * uses, usage by month; its trend, its rebound, and its benefit compared with a reference scenario.
 * The rooms below store the register (insight/register.c) and compute the trend (insight/trend.c).
 */
#include <string.h>

#include "api/inside.h"
#include "base/intl.h"
#include "cli/command.h"
#include "report/layout.h"
#include "report/service.h"
#include "report/sums.h"

struct service_options {
	bool json;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct service_options, json, 0, "json", N_("answer in JSON")),
	OPT_END,
};
/* clang-format on */

static const char *const verbs[] = {"list", "show", "set", "use", "rm", NULL};

static const struct argument_spec arguments[] = {
	{N_("VERB"), ARGUMENT_OPTIONAL, COMPLETE_NONE, verbs},
	{N_("ID"), ARGUMENT_OPTIONAL, COMPLETE_NONE, NULL},
	{N_("KEY=VALUE"), ARGUMENT_REPEATED, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal service set chat status=production team=search unit=answer",
	 N_("register a service, or change its fields")},
	{"frugal run --service chat --phase inference -- ./serve", N_("a run for this service")},
	{"frugal service use chat 2026-11 units=12000 expected=10000", N_("usage of a month")},
	{"frugal service show chat", N_("its trend, its rebound, its benefit")},
	{NULL, NULL},
};

/* ---- one ------------------------------------------------------------------------------------ */

static int set(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr)
{
	return frugal_service_set(ledger, cli->args[1], (const char *const *)cli->args + 2,
				  cli->n_args - 2, reterr);
}

static int use(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr)
{
	if (cli->n_args < 4) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s is missing"),
			  cli->n_args < 3 ? _("MONTH") : "units=N");
		return error_todo(reterr, "frugal service use %s 2026-11 units=12000",
				  cli->args[1]);
	}
	return service_use_words(ledger, cli->args[1], cli->args[2],
				 (const char *const *)cli->args + 3, cli->n_args - 3, reterr);
}

static int rm(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr)
{
	return frugal_service_remove(ledger, cli->args[1], reterr);
}

static int show(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr)
{
	const struct service_options *asked = cli->options;
	frugal_service *service = NULL;
	struct buf text = {0};
	int r = frugal_service_read(ledger, cli->args[1], &service, reterr);
	if (r < 0)
		return r;
	if (asked->json)
		service_json(service_of(service), &text);
	else
		service_text(service_of(service), cli->lang, cli->numbers, &text);
	r = text.failed ? error_nomem(reterr) : 0;
	if (r == 0)
		cli_put(&text);
	frugal_service_free(service);
	buf_release(&text);
	return r;
}

/* ---- list ----------------------------------------------------------------------------------- */

struct listing {
	const struct number_style *numbers;
	struct columns columns;
	struct arena arena;
	struct jsonw json;
	bool as_json;
	size_t n;
};

static void list_row(struct listing *list, const struct service_row *row)
{
	const struct service *service = &row->service;
	struct buf cell = {0};
	columns_add(&list->columns, service->id);
	columns_add(&list->columns, service_fact(service, "status"));
	columns_add(&list->columns, service_fact(service, "team"));
	buf_addf(&cell, "%.0f", row->use.runs);
	columns_take(&list->columns, &cell);
	sums_of_runs(&cell, &row->use.energy_wh, row->use.runs, KIND_ENERGY, list->numbers);
	columns_take(&list->columns, &cell);
	sums_of_runs(&cell, &row->use.carbon_g, row->use.runs, KIND_CO2E, list->numbers);
	columns_take(&list->columns, &cell);
	columns_add(&list->columns, service_fact(service, "models"));
	buf_release(&cell);
}

static int list_one(void *context, const struct service_row *row, struct frugal_error *reterr)
{
	struct listing *list = context;
	(void)reterr;
	list->n++;
	if (list->as_json)
		service_row_json(&list->json, row);
	else
		list_row(list, row);
	return 0;
}

static int list(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr)
{
	static const char *const titles[] = {N_("service"), N_("status"), N_("team"),  N_("runs"),
					     N_("energy"),  N_("carbon"), N_("models")};
	const struct service_options *asked = cli->options;
	struct buf text = {0};
	struct listing of = {.numbers = cli->numbers, .as_json = asked->json};
	of.json = (struct jsonw){.out = &text, .pretty = true};
	columns_init(&of.columns, &of.arena, sizeof(titles) / sizeof(*titles));
	for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++)
		columns_add(&of.columns, _(titles[i]));
	if (of.as_json)
		jsonw_array(&of.json, NULL);
	int r = services_listed(ledger, &of.arena, list_one, &of, reterr);
	if (of.as_json) {
		jsonw_array_end(&of.json);
		buf_putc(&text, '\n');
	} else if (of.n) {
		columns_print(&of.columns, &text, 0);
	} else {
		buf_puts(&text, _("no service is registered: frugal service set ID status=...\n"));
	}
	if (r == 0 && (text.failed || of.columns.failed))
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&text);
	columns_release(&of.columns);
	arena_release(&of.arena);
	buf_release(&text);
	return r;
}

/* ---- which ---------------------------------------------------------------------------------- */

static const struct verb {
	const char *name;
	enum frugal_ledger_mode mode;
	size_t least; /* arguments */
	int (*function)(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr);
} verb_table[] = {
	{"list", FRUGAL_LEDGER_READ, 1, list}, {"show", FRUGAL_LEDGER_READ, 2, show},
	{"set", FRUGAL_LEDGER_WRITE, 2, set},  {"use", FRUGAL_LEDGER_WRITE, 2, use},
	{"rm", FRUGAL_LEDGER_WRITE, 2, rm},
};

static int service(struct cli *cli, struct frugal_error *reterr)
{
	const struct verb *verb = cli->n_args ? NULL : &verb_table[0];
	frugal_ledger *ledger = NULL;
	for (size_t i = 0; !verb && i < sizeof(verb_table) / sizeof(*verb_table); i++)
		if (strcmp(cli->args[0], verb_table[i].name) == 0)
			verb = &verb_table[i];
	if (!verb) {
		error_set(reterr, FRUGAL_EUSAGE, _("unknown action '%s'"), cli->args[0]);
		return error_todo(reterr, "%s", "list, show, set, use, rm");
	}
	if (cli->n_args && cli->n_args < verb->least) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s is missing"), _("ID"));
		return error_todo(reterr, "frugal service %s %s", verb->name, _("ID"));
	}
	int r = frugal_ledger_open(cli->library, verb->mode, &ledger, reterr);
	if (r < 0)
		return r;
	r = verb->function(cli, ledger, reterr);
	frugal_ledger_close(ledger);
	return r;
}

const struct command command_service = {
	.name = "service",
	.group = GROUP_LEDGER,
	.brief = N_("register services, and show their trend and benefit"),
	.text = N_("A service is what runs are for. set registers a service and sets its fields. "
		   "use records how many functional units it served in a month, and how many were "
		   "expected. show prints what its runs of the phase inference used, in total and "
		   "per unit, whether more usage took back what was saved (rebound), and what it "
		   "avoids compared with its reference scenario. Without such a scenario, no "
		   "benefit is claimed."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct service_options),
	.examples = examples,
	.function = service,
};
