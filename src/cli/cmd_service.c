/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal service: the register of what runs are for. Who is responsible, what it is meant for and
 * what not, how much it was used; its trend, its rebound, and its benefit against a reference.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "base/json.h"
#include "cli/command.h"
#include "insight/trend.h"
#include "quantity/print.h"
#include "report/bar.h"
#include "report/layout.h"
#include "store/default.h"

#define MOST_FACTS 32

struct service_options {
	bool json;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct service_options, json, 0, "json", N_("answer in JSON")),
	OPT_END,
};

static const struct {
	const char *key, *title;
	bool needed; /* a register without it is not whole */
	const char *const *choices;
	const char *unit; /* of a quantity */
} keys[] = {
#define LIST(...) (const char *const[]){__VA_ARGS__, NULL}
	{"status", N_("status"), true, LIST("idea", "development", "production", "retired", "abandoned"), NULL},
	{"team", N_("team"), true, NULL, NULL},
	{"role", N_("role of the team"), true, LIST("producer", "provider", "client"), NULL},
	{"models", N_("models"), true, NULL, NULL},
	{"need", N_("need, and for whom"), true, NULL, NULL},
	{"intended", N_("intended uses"), true, NULL, NULL},
	{"excluded", N_("excluded uses"), true, NULL, NULL},
	{"indirect", N_("indirect effects"), false, NULL, NULL},
	{"unit", N_("functional unit"), true, NULL, NULL},
	{"target", N_("quality that is enough"), false, NULL, NULL},
	{"reference", N_("reference scenario, without AI"), false, NULL, NULL},
	{"reference_per_use", N_("what it emits for a unit"), false, NULL, "gCO2e"},
	{"indirect_total", N_("what the indirect effects emit"), false, NULL, "gCO2e"},
	{"place", N_("place of the site"), false, NULL, NULL},
	{"pue", N_("PUE of the site"), false, NULL, "1"},
	{"wue", N_("WUE of the site"), false, NULL, "L/kWh"},
	{"cue", N_("CUE of the site"), false, NULL, "gCO2e/kWh"},
	{"renewable", N_("renewable share of the site"), false, NULL, "1"},
	{"retirement", N_("when and how it ends"), false, NULL, NULL},
};
#undef LIST
/* clang-format on */
#define KEYS (sizeof(keys) / sizeof(*keys))

static const char *const verbs[] = {"list", "show", "set", "use", "rm", NULL};

static const struct argument_spec arguments[] = {
	{N_("VERB"), ARGUMENT_OPTIONAL, COMPLETE_NONE, verbs},
	{N_("ID"), ARGUMENT_OPTIONAL, COMPLETE_NONE, NULL},
	{N_("KEY=VALUE"), ARGUMENT_REPEATED, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal service set chat status=production team=search unit=answer",
	 N_("register a service, or tell more of it")},
	{"frugal run --service chat --phase inference -- ./serve", N_("a run that is for it")},
	{"frugal service use chat 2026-11 units=12000 expected=10000",
	 N_("how much it was used in a month")},
	{"frugal service show chat", N_("its trend, its rebound, its benefit")},
	{NULL, NULL},
};

/* ---- writing -------------------------------------------------------------------------------- */

static int check_fact(size_t at, const char *value, struct frugal_error *reterr)
{
	struct buf names = {0};
	struct quantity quantity;
	struct unit unit;
	if (!value[0])
		return 0;
	if (keys[at].unit) {
		int r = unit_parse(str_of(keys[at].unit), &unit, reterr);
		return r < 0 ? r
			     : quantity_parse_as(str_of(value), keys[at].key, unit, keys[at].unit,
						 BARE_REFUSED, &quantity, reterr);
	}
	if (!keys[at].choices)
		return 0;
	for (const char *const *choice = keys[at].choices; *choice; choice++) {
		if (strcmp(*choice, value) == 0) {
			buf_release(&names);
			return 0;
		}
		buf_addf(&names, "%s%s", names.n ? ", " : "", *choice);
	}
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is no %s"), value, keys[at].key);
	error_todo(reterr, "%s", buf_text(&names));
	buf_release(&names);
	return FRUGAL_EUSAGE;
}

static int bad_key(const char *text, struct frugal_error *reterr)
{
	struct buf names = {0};
	for (size_t i = 0; i < KEYS; i++)
		buf_addf(&names, "%s%s=", i ? " " : "", keys[i].key);
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' sets nothing of a service"), text);
	error_todo(reterr, "%s", buf_text(&names));
	buf_release(&names);
	return FRUGAL_EUSAGE;
}

static int read_fact(struct arena *arena, const char *text, struct service_fact *ret,
		     struct frugal_error *reterr)
{
	const char *equals = strchr(text, '=');
	for (size_t i = 0; equals && i < KEYS; i++) {
		size_t n = strlen(keys[i].key);
		if ((size_t)(equals - text) != n || strncmp(text, keys[i].key, n) != 0)
			continue;
		ret->key = keys[i].key;
		ret->value = arena_strdup(arena, equals + 1);
		return ret->value ? check_fact(i, ret->value, reterr) : error_nomem(reterr);
	}
	return bad_key(text, reterr);
}

static int set(struct cli *cli, struct ledger *ledger, struct frugal_error *reterr)
{
	struct service_fact facts[MOST_FACTS];
	size_t n = 0;
	int r = 0;
	for (size_t i = 2; r == 0 && i < cli->n_args; i++) {
		if (n == MOST_FACTS)
			return error_set(reterr, FRUGAL_EUSAGE, _("'%s' is one argument too many"),
					 cli->args[i]);
		r = read_fact(&cli->context.arena, cli->args[i], &facts[n++], reterr);
	}
	return r == 0 ? ledger_put_service(ledger, cli->args[1], facts, n, reterr) : r;
}

static bool is_month(const char *text)
{
	return strlen(text) == 7 && text[4] == '-' && strspn(text, "0123456789") == 4 &&
	       strspn(text + 5, "0123456789") == 2 && strcmp(text + 5, "01") >= 0 &&
	       strcmp(text + 5, "12") <= 0;
}

static int read_units(const char *text, const char *name, double *ret, struct frugal_error *reterr)
{
	const struct unit one = {.scale = 1};
	struct quantity quantity;
	int r = quantity_parse_as(str_of(text), name, one, "1", BARE_IN_UNIT, &quantity, reterr);
	if (r == 0 && quantity.value < 0)
		r = error_set(reterr, FRUGAL_EUSAGE, _("%s is below 0"), name);
	if (r == 0)
		*ret = quantity.value;
	return r;
}

static int use(struct cli *cli, struct ledger *ledger, struct frugal_error *reterr)
{
	struct service_month month = {.units = NAN, .expected = NAN};
	int r = 0;
	if (cli->n_args < 4) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s is missing"),
			  cli->n_args < 3 ? _("MONTH") : "units=N");
		return error_todo(reterr, "frugal service use %s 2026-11 units=12000",
				  cli->args[1]);
	}
	month.month = cli->args[2];
	if (!is_month(month.month)) {
		error_set(reterr, FRUGAL_EUSAGE, _("'%s' is no month"), month.month);
		return error_todo(reterr, "%s", "2026-11");
	}
	for (size_t i = 3; r == 0 && i < cli->n_args; i++) {
		struct str value, item = str_of(cli->args[i]);
		if (str_after(item, "units=", &value))
			r = read_units(value.p, "units", &month.units, reterr);
		else if (str_after(item, "expected=", &value))
			r = read_units(value.p, "expected", &month.expected, reterr);
		else {
			error_set(reterr, FRUGAL_EUSAGE, _("'%s' tells no use"), cli->args[i]);
			r = error_todo(reterr, "%s", "units=12000 expected=10000");
		}
	}
	return r == 0 ? ledger_put_use(ledger, cli->args[1], &month, reterr) : r;
}

static int rm(struct cli *cli, struct ledger *ledger, struct frugal_error *reterr)
{
	return ledger_remove_service(ledger, cli->args[1], reterr);
}

/* ---- show ----------------------------------------------------------------------------------- */

static void put_amount(struct buf *to, const struct cli *cli, const struct use_figure *figure,
		       double parts, enum kind kind)
{
	struct dimension dim = {{0}};
	dim.exponent[kind] = 1;
	if (figure->runs > 0 && parts > 0)
		print_quantity(to, figure->value / parts, figure->low / parts, figure->high / parts,
			       dim, (struct unit){1, dim}, NULL, cli->context.numbers);
	else
		buf_puts(to, "-");
}

static struct use_figure carbon_and_making(const struct use *use)
{
	struct use_figure sum = use->carbon_g;
	sum.value += use->embodied_g.value;
	sum.low += use->embodied_g.low;
	sum.high += use->embodied_g.high;
	return sum;
}

static void put_count(struct buf *to, const struct cli *cli, double x)
{
	if (isnan(x))
		buf_puts(to, "-");
	else
		print_number(to, x, 0, cli->context.numbers);
}

static void facts_text(const struct service *service, struct buf *to)
{
	struct arena arena = {0};
	struct columns columns;
	struct buf missing = {0};
	columns_init(&columns, &arena, 2);
	for (size_t i = 0; i < KEYS; i++) {
		const char *value = service_fact(service, keys[i].key);
		if (value[0]) {
			columns_add(&columns, _(keys[i].title));
			columns_add(&columns, value);
		} else if (keys[i].needed) {
			buf_addf(&missing, "%s%s=", missing.n ? " " : "", keys[i].key);
		}
	}
	columns_print(&columns, to, 2);
	if (missing.n)
		buf_addf(to, _("  not told: %s\n"), buf_text(&missing));
	to->failed |= columns.failed || missing.failed;
	buf_release(&missing);
	columns_release(&columns);
	arena_release(&arena);
}

static void months_table(const struct cli *cli, const struct service *service,
			 const struct trend *trend, struct buf *to)
{
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	const char *unit = service_fact(service, "unit");
	columns_init(&columns, &arena, 6);
	columns_add(&columns, _("month"));
	columns_add(&columns, _("energy"));
	columns_add(&columns, _("carbon, with making"));
	columns_add(&columns, unit[0] ? unit : _("units"));
	columns_add(&columns, _("expected"));
	columns_add(&columns, _("carbon of one"));
	for (size_t i = 0; i < trend->n; i++) {
		const struct trend_month *month = &trend->months[i];
		const struct use_figure carbon = carbon_and_making(&month->use);
		columns_add(&columns, month->month);
		put_amount(&cell, cli, &month->use.energy_wh, 1, KIND_ENERGY);
		columns_take(&columns, &cell);
		put_amount(&cell, cli, &carbon, 1, KIND_CO2E);
		columns_take(&columns, &cell);
		put_count(&cell, cli, month->units);
		columns_take(&columns, &cell);
		put_count(&cell, cli, month->expected);
		columns_take(&columns, &cell);
		put_amount(&cell, cli, &carbon, month->units, KIND_CO2E);
		columns_take(&columns, &cell);
	}
	columns_print(&columns, to, 0);
	to->failed |= columns.failed || cell.failed;
	buf_release(&cell);
	columns_release(&columns);
	arena_release(&arena);
}

static void sparks(const struct trend *trend, struct buf *to)
{
	double *values = mem_zalloc(trend->n + 1, sizeof(*values));
	if (!values) {
		to->failed = true;
		return;
	}
	for (size_t i = 0; i < trend->n; i++) {
		const struct use_figure carbon = carbon_and_making(&trend->months[i].use);
		values[i] = carbon.runs > 0 ? carbon.value : (double)NAN;
	}
	buf_puts(to, _("in all "));
	spark_add(to, values, trend->n, true);
	for (size_t i = 0; i < trend->n; i++)
		values[i] = trend_unit_g(&trend->months[i]);
	buf_puts(to, _("   of one "));
	spark_add(to, values, trend->n, true);
	buf_putc(to, '\n');
	mem_free(values);
}

static void trend_text(const struct trend *trend, struct buf *to)
{
	if (trend->expected_of_pairs > 0)
		buf_addf(to, _("use is %+.0f %% of what was expected\n"),
			 100 * (trend->units_of_pairs / trend->expected_of_pairs - 1));
	if (trend->n_compared < 2) {
		buf_puts(to, _("no trend: it takes two months with runs of inference and units\n"));
		return;
	}
	sparks(trend, to);
	buf_addf(to, _("from %s to %s: carbon of one %+.0f %%, in all %+.0f %%"),
		 trend->first->month, trend->last->month, 100 * trend->unit_change,
		 100 * trend->total_change);
	buf_puts(to,
		 trend->rebounds ? _(": rebound, a unit costs less and all of it more\n") : "\n");
	if (!isnan(trend->rebound))
		buf_addf(to, _("%.0f %% of what was to be saved was eaten up by more use\n"),
			 100 * trend->rebound);
}

static void benefit_text(const struct cli *cli, const struct answer *answer, const char *why,
			 struct buf *to)
{
	static const char *const names[] = {"avoided",  "eaten", "direct",
					    "indirect", "net",   "break_even"};
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	bool french = strcmp(cli->context.lang, "fr") == 0;
	if (!answer) {
		buf_addf(to, "%s\n", _(why));
		return;
	}
	columns_init(&columns, &arena, 2);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct answer_line *line = answer_find(answer, names[i]);
		if (!line)
			continue;
		columns_add(&columns, french && line->help_fr ? line->help_fr : line->help_en);
		if (isnan(line->value))
			buf_puts(&cell, "-");
		else
			print_quantity(&cell, line->value, line->low, line->high, line->unit.dim,
				       line->unit, line->unit_text, cli->context.numbers);
		columns_take(&columns, &cell);
	}
	columns_print(&columns, to, 0);
	to->failed |= columns.failed || cell.failed;
	buf_release(&cell);
	columns_release(&columns);
	arena_release(&arena);
}

static void benefit_json(struct jsonw *json, const struct answer *answer, const char *why)
{
	if (!answer) {
		jsonw_null(json, "benefit");
		jsonw_string(json, "benefit_missing", why);
		return;
	}
	jsonw_object(json, "benefit");
	for (size_t i = 0; i < answer->n_lines; i++) {
		const struct answer_line *line = &answer->lines[i];
		if (!line->figure)
			continue;
		jsonw_object(json, line->name);
		jsonw_number(json, "value", answer_in_unit(line, line->value));
		jsonw_number(json, "low", answer_in_unit(line, line->low));
		jsonw_number(json, "high", answer_in_unit(line, line->high));
		jsonw_string(json, "unit", line->unit_text);
		jsonw_object_end(json);
	}
	jsonw_object_end(json);
}

static void as_json(const struct service *service, const struct trend *trend,
		    const struct answer *answer, const char *why, struct buf *to)
{
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "kind", "service");
	jsonw_string(&json, "id", service->id);
	for (size_t i = 0; i < KEYS; i++) {
		const char *value = service_fact(service, keys[i].key);
		jsonw_string(&json, keys[i].key, value[0] ? value : NULL);
	}
	jsonw_array(&json, "months");
	for (size_t i = 0; i < trend->n; i++) {
		const struct trend_month *month = &trend->months[i];
		jsonw_object(&json, NULL);
		jsonw_string(&json, "month", month->month);
		jsonw_number(&json, "energy_wh", month->use.energy_wh.value);
		jsonw_number(&json, "carbon_g", month->use.carbon_g.value);
		jsonw_number(&json, "embodied_g", month->use.embodied_g.value);
		jsonw_number(&json, "units", month->units);
		jsonw_number(&json, "expected", month->expected);
		jsonw_number(&json, "unit_g", trend_unit_g(month));
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	bool told = trend->n_compared >= 2;
	jsonw_number(&json, "unit_change", told ? trend->unit_change : (double)NAN);
	jsonw_number(&json, "total_change", told ? trend->total_change : (double)NAN);
	jsonw_bool(&json, "rebounds", trend->rebounds);
	jsonw_number(&json, "rebound", trend->rebound);
	jsonw_number(&json, "use_against_forecast",
		     trend->expected_of_pairs > 0 ? trend->units_of_pairs / trend->expected_of_pairs
						  : (double)NAN);
	benefit_json(&json, answer, why);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

static int no_service(const char *id, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("no service '%s' is registered"), id);
	return error_todo(reterr, "frugal service set %s status=... team=...", id);
}

static int show(struct cli *cli, struct ledger *ledger, struct frugal_error *reterr)
{
	const struct service_options *asked = cli->options;
	struct service service;
	struct trend trend;
	struct answer *answer = NULL;
	struct buf text = {0};
	const char *why = NULL;
	int r = ledger_get_service(ledger, cli->args[1], &service, reterr);
	if (r <= 0)
		return r < 0 ? r : no_service(cli->args[1], reterr);
	r = trend_read(ledger, &service, &cli->context.arena, &trend, reterr);
	if (r == 0)
		r = trend_benefit(&cli->context, &service, &trend, &answer, &why, reterr);
	if (r == 0 && asked->json) {
		as_json(&service, &trend, answer, why, &text);
	} else if (r == 0) {
		buf_addf(&text, "%s\n", service.id);
		facts_text(&service, &text);
		buf_putc(&text, '\n');
		if (trend.n) {
			months_table(cli, &service, &trend, &text);
			buf_putc(&text, '\n');
		}
		trend_text(&trend, &text);
		benefit_text(cli, answer, why, &text);
	}
	if (r == 0 && text.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&text);
	answer_free(answer);
	buf_release(&text);
	service_release(&service);
	return r;
}

/* ---- list ----------------------------------------------------------------------------------- */

struct listing {
	struct cli *cli;
	struct ledger *ledger;
	struct columns columns;
	struct arena arena;
	struct jsonw json;
	bool as_json;
	size_t n;
};

static int add_use(void *context, const struct use_group *group, struct frugal_error *reterr)
{
	(void)reterr;
	use_add(context, &group->use);
	return 0;
}

static void list_row(struct listing *list, const struct service *service, const struct use *use)
{
	struct buf cell = {0};
	columns_add(&list->columns, service->id);
	columns_add(&list->columns, service_fact(service, "status"));
	columns_add(&list->columns, service_fact(service, "team"));
	buf_addf(&cell, "%.0f", use->runs);
	columns_take(&list->columns, &cell);
	put_amount(&cell, list->cli, &use->energy_wh, 1, KIND_ENERGY);
	columns_take(&list->columns, &cell);
	put_amount(&cell, list->cli, &use->carbon_g, 1, KIND_CO2E);
	columns_take(&list->columns, &cell);
	columns_add(&list->columns, service_fact(service, "models"));
	buf_release(&cell);
}

static int list_one(void *context, const char *id, struct frugal_error *reterr)
{
	struct listing *list = context;
	const struct run_filter filter = {.service = id};
	struct service service;
	struct use total = {0};
	int r = ledger_get_service(list->ledger, id, &service, reterr);
	if (r <= 0)
		return r;
	r = ledger_sum(list->ledger, &filter, 0, add_use, &total, reterr);
	list->n++;
	if (r == 0 && list->as_json) {
		jsonw_object(&list->json, NULL);
		jsonw_string(&list->json, "id", id);
		for (size_t i = 0; i < service.n_facts; i++)
			jsonw_string(&list->json, service.facts[i].key, service.facts[i].value);
		jsonw_int(&list->json, "runs", (int64_t)(total.runs + 0.5));
		jsonw_number(&list->json, "energy_wh", total.energy_wh.value);
		jsonw_number(&list->json, "carbon_g", total.carbon_g.value);
		jsonw_object_end(&list->json);
	} else if (r == 0) {
		list_row(list, &service, &total);
	}
	service_release(&service);
	return r;
}

static int list(struct cli *cli, struct ledger *ledger, struct frugal_error *reterr)
{
	static const char *const titles[] = {N_("service"), N_("status"), N_("team"),  N_("runs"),
					     N_("energy"),  N_("carbon"), N_("models")};
	const struct service_options *asked = cli->options;
	struct buf text = {0};
	struct listing of = {.cli = cli, .ledger = ledger, .as_json = asked->json};
	of.json = (struct jsonw){.out = &text, .pretty = true};
	columns_init(&of.columns, &of.arena, sizeof(titles) / sizeof(*titles));
	for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++)
		columns_add(&of.columns, _(titles[i]));
	if (of.as_json)
		jsonw_array(&of.json, NULL);
	int r = ledger_services(ledger, list_one, &of, reterr);
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
	enum ledger_mode mode;
	size_t least; /* arguments */
	int (*function)(struct cli *cli, struct ledger *ledger, struct frugal_error *reterr);
} verb_table[] = {
	{"list", LEDGER_READ, 1, list}, {"show", LEDGER_READ, 2, show},
	{"set", LEDGER_WRITE, 2, set},  {"use", LEDGER_WRITE, 2, use},
	{"rm", LEDGER_WRITE, 2, rm},
};

static int service(struct cli *cli, struct frugal_error *reterr)
{
	const struct verb *verb = cli->n_args ? NULL : &verb_table[0];
	struct ledger *ledger;
	for (size_t i = 0; !verb && i < sizeof(verb_table) / sizeof(*verb_table); i++)
		if (strcmp(cli->args[0], verb_table[i].name) == 0)
			verb = &verb_table[i];
	if (!verb) {
		error_set(reterr, FRUGAL_EUSAGE, _("there is no 'frugal service %s'"),
			  cli->args[0]);
		return error_todo(reterr, "%s", "list, show, set, use, rm");
	}
	if (cli->n_args && cli->n_args < verb->least) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s is missing"), _("ID"));
		return error_todo(reterr, "frugal service %s %s", verb->name, _("ID"));
	}
	int r = store_open(&cli->context, verb->mode, &ledger, reterr);
	if (r < 0)
		return r;
	r = verb->function(cli, ledger, reterr);
	ledger_close(ledger);
	return r;
}

const struct command command_service = {
	.name = "service",
	.group = GROUP_LEDGER,
	.brief = N_("the register of services: uses, trend, benefit"),
	.text = N_(
		"A service is what runs are for. set registers it and tells facts of it, use tells "
		"how many functional units a month served, and how many were expected. show tells "
		"what its runs of the phase inference used, in all and per unit, whether more use "
		"ate up what was saved (rebound), and what it avoids against its reference "
		"scenario; without one no benefit is claimed."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct service_options),
	.examples = examples,
	.function = service,
};
