/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal grid: imports, fetches, shows and forecasts the hourly carbon intensity of electricity.
 * fetch is the one action that uses the network. The room grid reads the files and stores the
 * series; the room report draws them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/inside_grid.h"
#include "base/clock.h"
#include "base/intl.h"
#include "cli/command.h"
#include "report/grid.h"
#include "report/grid_chart.h"

#define MOST_HOURS 168 /* of a forecast */

struct grid_options {
	bool json, backtest, ahead, table, svg, heat, fills;
	const char *zone, *kind, *scope, *basis, *source, *licence, *from, *to, *mix, *url;
	int64_t hours;
	struct option_quantity timeout;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct grid_options, json, 0, "json", N_("answer in JSON")),
	OPT_TEXT(struct grid_options, zone, 0, "zone", N_("ZONE"),
		   N_("zone of the series, if the file does not state it"), COMPLETE_ZONES),
	OPT_CHOICE(struct grid_options, kind, "kind", N_("KIND"), grid_kind_names,
		   N_("kind of intensity: average (default) or marginal")),
	OPT_CHOICE(struct grid_options, scope, "scope", N_("SCOPE"), grid_scope_names,
		   N_("scope of emissions: direct or lifecycle (default)")),
	OPT_CHOICE(struct grid_options, basis, "basis", N_("BASIS"), grid_basis_names,
		   N_("basis: production or consumption (default)")),
	OPT_CHOICE(struct grid_options, mix, "mix", N_("SET"), grid_mixes,
		   N_("emission factors, if the file has generation by source: ar5, srren or "
		      "direct")),
	OPT_STRING(struct grid_options, source, 0, "source-name", N_("TEXT"),
		   N_("source of the data, if the file does not state it")),
	OPT_STRING(struct grid_options, licence, 0, "licence", N_("TEXT"),
		   N_("licence of the data, stored with the series")),
	OPT_STRING(struct grid_options, from, 0, "from", N_("DATE"),
		   N_("first hour, in UTC (default: the last stored day)")),
	OPT_STRING(struct grid_options, to, 0, "to", N_("DATE"), N_("end of the period, in UTC")),
	OPT_INT(struct grid_options, hours, "hours", N_("N"), 1, MOST_HOURS,
		N_("hours to forecast (default: 24)")),
	OPT_FLAG(struct grid_options, table, 0, "table", N_("show: print one line per slot")),
	OPT_FLAG(struct grid_options, svg, 0, "svg", N_("show: write a chart as SVG")),
	OPT_FLAG(struct grid_options, heat, 0, "heat",
		 N_("show: print a heat map of hours and days (as SVG with --svg)")),
	OPT_FLAG(struct grid_options, fills, 0, "fill",
		 N_("show: fill gaps, and print their share")),
	OPT_FLAG(struct grid_options, ahead, 0, "ahead",
		 N_("fetch: get the provider's forecast instead of past hours")),
	OPT_STRING(struct grid_options, url, 0, "url", N_("URL"),
		   N_("address of the provider's service (default: its public one)")),
	OPT_QUANTITY(struct grid_options, timeout, "timeout", N_("TIME"), "s", TIMEOUT_LEAST, TIMEOUT_MOST,
		     N_("maximum time to wait for an answer (default: 30s)")),
	OPT_FLAG(struct grid_options, backtest, 0, "backtest",
		 N_("forecast: test the forecast on the stored hours")),
	OPT_END,
};
/* clang-format on */

static const char *const actions[] = {"list", "providers", "import", "fetch",
				      "show", "forecast",  NULL};

static const struct argument_spec arguments[] = {
	{N_("list|providers|import|fetch|show|forecast"), ARGUMENT_OPTIONAL, COMPLETE_NONE,
	 actions},
	{N_("WHAT"), ARGUMENT_OPTIONAL, COMPLETE_FILES, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal grid import FR_2025_hourly.csv", N_("a file of Electricity Maps, RTE, NESO...")},
	{"frugal grid providers", N_("services that fetch supports, and which require a key")},
	{"frugal grid fetch gb --from 2026-03-01",
	 N_("fetch from the service the hours that are not stored yet")},
	{"frugal grid show FR", N_("the last stored day")},
	{"frugal grid forecast FR --hours 48", N_("the next two days, with intervals")},
	{NULL, NULL},
};

/* ---- what is asked -------------------------------------------------------------------------- */

static int moment(const char *text, const char *option, int64_t *ret, struct frugal_error *reterr)
{
	if (!text || grid_time_parse(str_of(text), ret))
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a time"), text);
	error_where(reterr, "%s", option);
	return error_todo(reterr, "%s", "2026-03-02T13:00Z");
}

static struct frugal_series_hints hints_of(const struct grid_options *asked)
{
	return (struct frugal_series_hints){
		.size = sizeof(struct frugal_series_hints),
		.zone = asked->zone,
		.kind = asked->kind,
		.scope = asked->scope,
		.basis = asked->basis,
		.source = asked->source,
		.licence = asked->licence,
		.mix = asked->mix,
	};
}

static struct frugal_series_choice choice_of(const struct grid_options *asked, const char *zone)
{
	return (struct frugal_series_choice){
		.size = sizeof(struct frugal_series_choice),
		.zone = zone,
		.kind = asked->kind,
		.scope = asked->scope,
		.basis = asked->basis,
	};
}

/* ---- providers ------------------------------------------------------------------------------ */

static void provider_json(struct jsonw *json, const struct frugal_provider *one)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "provider", one->name);
	jsonw_string(json, "zone", one->zone);
	jsonw_string(json, "key", one->key);
	jsonw_string(json, "variable", one->variable);
	jsonw_bool(json, "forecasts", one->ahead);
	jsonw_bool(json, "mix_only", one->mix_only);
	jsonw_object_end(json);
}

static int providers(const struct grid_options *asked, struct frugal_error *reterr)
{
	const char *const heads[] = {_("provider"), _("zone"), _("key in"), _("forecasts")};
	struct frugal_provider one = {.size = sizeof(one)};
	struct buf out = {0};
	struct jsonw json = {.out = &out, .pretty = true};
	struct arena arena = {0};
	struct columns columns;
	columns_init(&columns, &arena, 4);
	if (asked->json)
		jsonw_array(&json, NULL);
	for (size_t i = 0; i < 4; i++)
		columns_add(&columns, heads[i]);
	for (size_t i = 0; frugal_grid_provider(i, &one) == 0; i++) {
		if (asked->json)
			provider_json(&json, &one);
		columns_add(&columns, one.name);
		columns_add(&columns, one.zone ? one.zone : _("any"));
		columns_add(&columns, one.key ? one.variable : "-");
		columns_add(&columns, one.ahead ? _("yes") : _("no"));
	}
	if (asked->json) {
		jsonw_array_end(&json);
		buf_putc(&out, '\n');
	} else {
		columns_print(&columns, &out, 0);
	}
	int r = out.failed || columns.failed ? error_nomem(reterr) : 0;
	if (r == 0)
		cli_put(&out);
	columns_release(&columns);
	arena_release(&arena);
	buf_release(&out);
	return r;
}

/* ---- lists: of what is stored, of what was imported ----------------------------------------- */

struct warning_options {
	bool quiet, over_course; /* over_course: the line on standard error is the progress */
};

/* Prints the warnings about a series that was stored, unless the user wants none. */
static int warn(void *context, const frugal_series *series, size_t changed,
		struct frugal_error *reterr)
{
	const struct warning_options *settings = context;
	struct buf text = {0};
	(void)changed;
	(void)reterr;
	if (!settings->quiet)
		grid_warnings_text(&text, series_of(series));
	if (text.n && settings->over_course)
		(void)fputs("\r\033[K", stderr);
	if (text.n)
		(void)fputs(buf_text(&text), stderr);
	buf_release(&text);
	return FRUGAL_VISIT_ON;
}

struct listing {
	bool as_json;
	struct warning_options warnings;
	struct buf out;
	struct jsonw json;
	struct arena arena;
	struct columns columns;
	size_t n;
};

static void begin_listing(struct listing *list, bool as_json)
{
	*list = (struct listing){.as_json = as_json};
	list->json = (struct jsonw){.out = &list->out, .pretty = true};
	columns_init(&list->columns, &list->arena, GRID_ROW_CELLS);
	if (as_json)
		jsonw_array(&list->json, NULL);
}

/* Prints out if r is 0; returns r, or the error of printing. */
static int end_listing(struct listing *list, int r, struct frugal_error *reterr)
{
	if (list->as_json) {
		jsonw_array_end(&list->json);
		buf_putc(&list->out, '\n');
	} else if (list->columns.n) {
		columns_print(&list->columns, &list->out, 0);
	}
	if (r == 0 && list->out.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&list->out);
	columns_release(&list->columns);
	arena_release(&list->arena);
	buf_release(&list->out);
	return r;
}

static int list_one(void *context, const frugal_series *series, struct frugal_error *reterr)
{
	struct listing *list = context;
	(void)reterr;
	list->n++;
	if (list->as_json)
		grid_row_json(&list->json, series_of(series));
	else
		grid_row(&list->columns, series_of(series));
	return FRUGAL_VISIT_ON;
}

static int list(struct cli *cli, const struct grid_options *asked, struct frugal_error *reterr)
{
	struct listing of;
	begin_listing(&of, asked->json);
	int r = frugal_series_list(cli->library, NULL, list_one, &of, reterr);
	if (r == 0 && !of.n && !asked->json)
		buf_puts(&of.out, _("no series is stored; to add one: frugal grid import FILE\n"));
	return end_listing(&of, r, reterr);
}

static int tell_kept(void *context, const frugal_series *series, size_t changed,
		     struct frugal_error *reterr)
{
	struct listing *list = context;
	if (list->as_json)
		grid_kept_json(&list->json, series_of(series), changed);
	else
		grid_kept_text(&list->out, series_of(series), changed);
	return warn(&list->warnings, series, changed, reterr);
}

static int import(struct cli *cli, const struct grid_options *asked, const char *path,
		  struct frugal_error *reterr)
{
	const struct frugal_series_hints hints = hints_of(asked);
	struct listing of;
	begin_listing(&of, asked->json);
	of.warnings.quiet = cli->common.quiet;
	int r = frugal_grid_import(cli->library, path, NULL, 0, &hints, tell_kept, &of, reterr);
	return end_listing(&of, r, reterr);
}

/* ---- fetch ---------------------------------------------------------------------------------- */

static void show_course(void *context, const char *provider, int64_t from_s)
{
	char from[GRID_TIME];
	(void)context;
	grid_time_text(from_s, from);
	fprintf(stderr, "\r\033[K%s  %s", provider, from);
	(void)fflush(stderr);
}

/* The key of a provider from its environment variable, or NULL. */
static const char *key_of(const char *provider)
{
	struct frugal_provider one = {.size = sizeof(one)};
	for (size_t i = 0; frugal_grid_provider(i, &one) == 0; i++)
		if (strcmp(one.name, provider) == 0 && one.variable)
			return getenv(one.variable);
	return NULL;
}

static void tell_fetched(const struct frugal_fetch *fetched, bool as_json)
{
	struct buf out = {0};
	struct jsonw json = {.out = &out, .pretty = true};
	if (as_json) {
		jsonw_object(&json, NULL);
		jsonw_string(&json, "provider", fetched->provider);
		jsonw_int(&json, "requests", (int64_t)fetched->requests);
		jsonw_int(&json, "slots", (int64_t)fetched->slots);
		jsonw_int(&json, "changed", (int64_t)fetched->changed);
		jsonw_object_end(&json);
		buf_putc(&out, '\n');
	} else {
		buf_addf(&out, _("%s: %zu slots from %zu requests, %zu of them new or changed\n"),
			 fetched->provider, fetched->slots, fetched->requests, fetched->changed);
	}
	cli_put(&out);
	buf_release(&out);
}

static int fetch(struct cli *cli, const struct grid_options *asked, const char *provider,
		 struct frugal_error *reterr)
{
	const struct frugal_series_hints hints = hints_of(asked);
	struct warning_options warnings = {.quiet = cli->common.quiet};
	struct frugal_fetch fetch = {
		.size = sizeof(fetch),
		.provider = provider,
		.zone = asked->zone,
		.url = asked->url,
		.key = key_of(provider),
		.hints = &hints,
		.ahead = asked->ahead,
		.timeout_s = option_or(&asked->timeout, 0),
		.progress = cli->err_is_terminal && !cli->common.quiet ? show_course : NULL,
		.kept = warn,
		.context = &warnings,
	};
	warnings.over_course = fetch.progress != NULL;
	int r = moment(asked->from, "--from", &fetch.from_s, reterr);
	if (r == 0)
		r = moment(asked->to, "--to", &fetch.to_s, reterr);
	if (r < 0)
		return r;
	r = frugal_grid_fetch(cli->library, &fetch, reterr);
	if (fetch.progress)
		fputs("\r\033[K", stderr);
	/* The hours received before a failure are stored; their number is printed. */
	if (r == 0 || fetch.slots)
		tell_fetched(&fetch, asked->json);
	return r;
}

/* ---- show ----------------------------------------------------------------------------------- */

/* The last stored day, unless the options give another span. */
static int span(const struct grid_options *asked, const frugal_series *series, int64_t *ret_from_s,
		int64_t *ret_to_s, struct frugal_error *reterr)
{
	struct frugal_series_about about = {.size = sizeof(about)};
	int r = frugal_series_about(series, &about, reterr);
	*ret_to_s = about.to_s;
	if (r == 0)
		r = moment(asked->to, "--to", ret_to_s, reterr);
	*ret_from_s = *ret_to_s - SECONDS_PER_DAY;
	if (r == 0)
		r = moment(asked->from, "--from", ret_from_s, reterr);
	if (r == 0 && *ret_from_s >= *ret_to_s)
		r = error_set(reterr, FRUGAL_EUSAGE, "%s", _("--from is not before --to"));
	return r;
}

static int show(struct cli *cli, const struct grid_options *asked, const char *zone,
		struct frugal_error *reterr)
{
	const struct frugal_series_choice choice = choice_of(asked, zone);
	frugal_series *series;
	struct buf out = {0};
	int64_t from_s, to_s;
	int r = frugal_series_open(cli->library, &choice, &series, reterr);
	if (r < 0)
		return r;
	const struct grid_series *hours = series_of(series);
	r = span(asked, series, &from_s, &to_s, reterr);
	if (r == 0 && asked->json)
		grid_show_json(hours, from_s, to_s, &out);
	else if (r == 0 && asked->heat)
		r = grid_heat(hours, from_s, to_s, asked->svg, cli->numbers, &out, reterr);
	else if (r == 0 && asked->svg)
		r = grid_chart(hours, from_s, to_s, asked->fills, &out, reterr);
	else if (r == 0)
		grid_show_text(hours, from_s, to_s, asked->fills, asked->table, cli->numbers, &out);
	if (r == 0)
		cli_put(&out);
	buf_release(&out);
	frugal_series_free(series);
	return r;
}

/* ---- forecast ------------------------------------------------------------------------------- */

static int backtest(struct cli *cli, const struct grid_options *asked, const char *zone,
		    struct buf *out, struct frugal_error *reterr)
{
	const struct frugal_series_choice choice = choice_of(asked, zone);
	struct frugal_backtest test = {.size = sizeof(test)};
	frugal_series *series;
	int r = frugal_series_open(cli->library, &choice, &series, reterr);
	if (r < 0)
		return r;
	r = frugal_series_backtest(series, &test, reterr);
	if (r == 0 && asked->json)
		grid_backtest_json(&series_of(series)->id, &test, out);
	else if (r == 0)
		grid_backtest_text(&series_of(series)->id, &test, cli->numbers, out);
	frugal_series_free(series);
	return r;
}

static int ahead(struct cli *cli, const struct grid_options *asked, const char *zone,
		 struct buf *out, struct frugal_error *reterr)
{
	const struct frugal_series_choice choice = choice_of(asked, zone);
	struct frugal_window window = {
		.size = sizeof(window), .hours = (double)asked->hours, .own = 1};
	frugal_series *series;
	int r = moment(asked->from, "--from", &window.from_s, reterr);
	if (r == 0)
		r = frugal_series_ahead(cli->library, &choice, &window, &series, reterr);
	if (r < 0)
		return r;
	if (asked->json)
		grid_ahead_json(&series->series, series->low, series->high, out);
	else
		grid_ahead_text(&series->series, series->low, series->high, cli->numbers, out);
	frugal_series_free(series);
	return 0;
}

static int forecast(struct cli *cli, const struct grid_options *asked, const char *zone,
		    struct frugal_error *reterr)
{
	struct buf out = {0};
	int r = asked->backtest ? backtest(cli, asked, zone, &out, reterr)
				: ahead(cli, asked, zone, &out, reterr);
	if (r == 0)
		cli_put(&out);
	buf_release(&out);
	return r;
}

static int grid(struct cli *cli, struct frugal_error *reterr)
{
	const struct grid_options *asked = cli->options;
	const char *action = cli->n_args ? cli->args[0] : "list";
	if (strcmp(action, "list") == 0 && cli->n_args < 2)
		return list(cli, asked, reterr);
	if (strcmp(action, "providers") == 0 && cli->n_args < 2)
		return providers(asked, reterr);
	if (strcmp(action, "import") == 0 && cli->n_args == 2)
		return import(cli, asked, cli->args[1], reterr);
	if (strcmp(action, "fetch") == 0 && cli->n_args == 2)
		return fetch(cli, asked, cli->args[1], reterr);
	if (strcmp(action, "show") == 0 && cli->n_args == 2)
		return show(cli, asked, cli->args[1], reterr);
	if (strcmp(action, "forecast") == 0 && cli->n_args == 2)
		return forecast(cli, asked, cli->args[1], reterr);
	error_set(reterr, FRUGAL_EUSAGE, _("unknown action '%s'"), action);
	return error_todo(
		reterr, "%s",
		"frugal grid [list|providers|import FILE|fetch PROVIDER|show ZONE|forecast ZONE]");
}

const struct command command_grid = {
	.name = "grid",
	.group = GROUP_ESTIMATE,
	.brief = N_("import, show and forecast hourly carbon intensities"),
	.text = N_(
		"Stores series of carbon intensity: one for each zone, kind (average or "
		"marginal), scope (direct or lifecycle) and basis (production or consumption). "
		"Series are never mixed. import reads files of Electricity Maps, the GB Carbon "
		"Intensity API, RTE (ODRE), WattTime and the Carbon Aware SDK, and any CSV file "
		"with a time and a value. A newer slot replaces all that it covers; estimates "
		"replace no measured values. Importing a file again changes nothing; a file with "
		"an error changes nothing."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct grid_options),
	.examples = examples,
	.function = grid,
};
