/* SPDX-License-Identifier: Apache-2.0 */
/* frugal grid: the hours of electricity: imported, shown, forecast. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/json.h"
#include "cli/command.h"
#include "grid/fetch.h"
#include "grid/forecast.h"
#include "grid/reader.h"
#include "grid/window.h"
#include "report/bar.h"
#include "report/grid_chart.h"
#include "report/layout.h"

#define MOST_BYTES ((size_t)256 << 20)
#define HOUR_S 3600
#define MOST_SHOWN 5000000

struct grid_options {
	bool json, backtest, ahead, table, svg, heat, fills;
	const char *zone, *kind, *scope, *basis, *source, *licence, *from, *to, *mix, *url;
	int64_t hours;
	struct option_quantity timeout;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct grid_options, json, 0, "json", N_("answer in JSON")),
	OPT_STRING(struct grid_options, zone, 0, "zone", N_("ZONE"),
		   N_("zone of a file that does not say it")),
	OPT_CHOICE(struct grid_options, kind, "kind", N_("KIND"), grid_kind_names,
		   N_("average (default) or marginal")),
	OPT_CHOICE(struct grid_options, scope, "scope", N_("SCOPE"), grid_scope_names,
		   N_("direct, or lifecycle (default)")),
	OPT_CHOICE(struct grid_options, basis, "basis", N_("BASIS"), grid_basis_names,
		   N_("production, or consumption (default)")),
	OPT_CHOICE(struct grid_options, mix, "mix", N_("SET"), grid_mixes,
		   N_("the file tells generation by source: emissions of ar5, srren or direct")),
	OPT_STRING(struct grid_options, source, 0, "source-name", N_("TEXT"),
		   N_("who made the file, where it does not say")),
	OPT_STRING(struct grid_options, licence, 0, "licence", N_("TEXT"),
		   N_("its licence, kept with the series")),
	OPT_STRING(struct grid_options, from, 0, "from", N_("TIME"),
		   N_("first hour, in UTC (default: the last day that is stored)")),
	OPT_STRING(struct grid_options, to, 0, "to", N_("TIME"), N_("end of what is shown")),
	OPT_INT(struct grid_options, hours, "hours", N_("N"), 1, FORECAST_HOURS,
		N_("to forecast (default: 24)")),
	OPT_FLAG(struct grid_options, table, 0, "table", N_("show: a line for each slot")),
	OPT_FLAG(struct grid_options, svg, 0, "svg", N_("show: a chart, as SVG")),
	OPT_FLAG(struct grid_options, heat, 0, "heat",
		 N_("show: hours of the day by days (with --svg as SVG)")),
	OPT_FLAG(struct grid_options, fills, 0, "fill",
		 N_("show: fill gaps, and say how much")),
	OPT_FLAG(struct grid_options, ahead, 0, "ahead",
		 N_("fetch the provider's forecast, not what was")),
	OPT_STRING(struct grid_options, url, 0, "url", N_("URL"),
		   N_("where the provider's service is, if not where it usually is")),
	OPT_QUANTITY(struct grid_options, timeout, "timeout", N_("TIME"), "s", 0.1, 3600,
		     N_("to wait for an answer (default: 30s)")),
	OPT_FLAG(struct grid_options, backtest, 0, "backtest",
		 N_("how good the forecast would have been over what is stored")),
	OPT_END,
};
/* clang-format on */

static const char *const actions[] = {"list", "import", "fetch", "show", "forecast", NULL};

static const struct argument_spec arguments[] = {
	{N_("list|import|fetch|show|forecast"), ARGUMENT_OPTIONAL, COMPLETE_NONE, actions},
	{N_("WHAT"), ARGUMENT_OPTIONAL, COMPLETE_FILES, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal grid import FR_2025_hourly.csv", N_("a file of Electricity Maps, RTE, NESO...")},
	{"frugal grid fetch gb --from 2026-03-01", N_("from the service, what is not stored yet")},
	{"frugal grid show FR", N_("the last day that is stored")},
	{"frugal grid forecast FR --hours 48", N_("the next two days, with their interval")},
	{NULL, NULL},
};

static int index_of(const char *const *names, const char *name)
{
	int i = 0;
	while (strcmp(names[i], name) != 0)
		i++;
	return i;
}

static struct grid_hints hints_of(const struct grid_options *asked)
{
	struct grid_hints hints = {
		.zone = asked->zone,
		.has_kind = asked->kind != NULL,
		.has_scope = asked->scope != NULL,
		.has_basis = asked->basis != NULL,
		.source = asked->source,
		.licence = asked->licence,
	};
	hints.id.kind =
		asked->kind ? (enum grid_kind)index_of(grid_kind_names, asked->kind) : GRID_AVERAGE;
	hints.id.scope = asked->scope ? (enum grid_scope)index_of(grid_scope_names, asked->scope)
				      : GRID_LIFECYCLE;
	hints.id.basis = asked->basis ? (enum grid_basis)index_of(grid_basis_names, asked->basis)
				      : GRID_CONSUMPTION;
	return hints;
}

static void id_json(struct jsonw *json, const struct grid_id *id)
{
	jsonw_string(json, "zone", id->zone);
	jsonw_string(json, "kind", grid_kind_names[id->kind]);
	jsonw_string(json, "scope", grid_scope_names[id->scope]);
	jsonw_string(json, "basis", grid_basis_names[id->basis]);
}

static void id_text(struct buf *to, const struct grid_id *id)
{
	buf_addf(to, "%s · %s, %s, %s", id->zone, _(grid_kind_names[id->kind]),
		 _(grid_scope_names[id->scope]), _(grid_basis_names[id->basis]));
}

/* ---- import --------------------------------------------------------------------------------- */

static int import(struct cli *cli, const struct grid_options *asked, const char *path,
		  struct frugal_error *reterr)
{
	struct grid_reader reader;
	struct buf text = {0}, out = {0};
	struct grid_found found = {0};
	struct grid_hints hints = hints_of(asked);
	struct jsonw json = {.out = &out, .pretty = true};
	int r = grid_reader_open(&cli->context, asked->mix, &hints, &reader, reterr);
	if (r == 0)
		r = file_read(path, MOST_BYTES, &text, reterr);
	if (r == 0)
		r = grid_read(path, buf_str(&text), &reader.hints, &found, reterr);
	if (asked->json)
		jsonw_array(&json, NULL);
	for (size_t i = 0; r == 0 && i < found.n; i++) {
		size_t changed = 0;
		r = grid_keep(&cli->context, &found.series[i], &changed, reterr);
		if (asked->json) {
			jsonw_object(&json, NULL);
			id_json(&json, &found.series[i].id);
			jsonw_int(&json, "slots", (int64_t)found.series[i].n);
			jsonw_int(&json, "changed", (int64_t)changed);
			jsonw_object_end(&json);
		} else {
			id_text(&out, &found.series[i].id);
			buf_addf(&out, _(": %zu slots, %zu of them new or changed\n"),
				 found.series[i].n, changed);
		}
	}
	if (asked->json) {
		jsonw_array_end(&json);
		buf_putc(&out, '\n');
	}
	if (r == 0 && out.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&out);
	grid_reader_close(&reader);
	grid_found_release(&found);
	buf_release(&text);
	buf_release(&out);
	return r;
}

/* ---- fetch ---------------------------------------------------------------------------------- */

static int moment(const char *text, const char *option, int64_t *ret, struct frugal_error *reterr);

static void show_course(void *context, const char *provider, int64_t from_s)
{
	char from[GRID_TIME];
	(void)context;
	grid_time_text(from_s, from);
	fprintf(stderr, "\r\033[K%s  %s", provider, from);
	(void)fflush(stderr);
}

/* The variable of a provider's key, or NULL. */
static const char *key_of(const char *provider)
{
	char variable[64];
	grid_fetch_variable(provider, variable, sizeof(variable));
	return getenv(variable);
}

static int fetch(struct cli *cli, const struct grid_options *asked, const char *provider,
		 struct frugal_error *reterr)
{
	struct grid_reader reader;
	struct grid_hints hints = hints_of(asked);
	struct grid_fetch question = {
		.provider = provider,
		.zone = asked->zone,
		.url = asked->url,
		.ahead = asked->ahead,
		.has_from = asked->from != NULL,
		.to_s = (int64_t)time(NULL),
		.key = key_of(provider),
		.progress = cli->err_is_terminal && !cli->common.quiet ? show_course : NULL,
		.timeout_s = asked->timeout.given ? asked->timeout.quantity.value * 3600 : 30,
	};
	struct grid_fetched fetched = {0};
	int r = moment(asked->from, "--from", &question.from_s, reterr);
	if (r == 0)
		r = moment(asked->to, "--to", &question.to_s, reterr);
	hints.zone = NULL; /* the answers say it */
	if (r == 0)
		r = grid_reader_open(&cli->context, asked->mix, &hints, &reader, reterr);
	if (r < 0)
		return r;
	r = grid_fetch(&cli->context, &question, &reader, &fetched, reterr);
	if (question.progress)
		fputs("\r\033[K", stderr);
	/* What came before a failure is kept, and told. */
	if (r == 0 || fetched.slots) {
		struct buf out = {0};
		struct jsonw json = {.out = &out, .pretty = true};
		if (asked->json) {
			jsonw_object(&json, NULL);
			jsonw_string(&json, "provider", provider);
			jsonw_int(&json, "requests", (int64_t)fetched.requests);
			jsonw_int(&json, "slots", (int64_t)fetched.slots);
			jsonw_int(&json, "changed", (int64_t)fetched.changed);
			jsonw_object_end(&json);
			buf_putc(&out, '\n');
		} else {
			buf_addf(&out,
				 _("%s: %zu slots by %zu requests, %zu of them new or "
				   "changed\n"),
				 provider, fetched.slots, fetched.requests, fetched.changed);
		}
		cli_put(&out);
		buf_release(&out);
	}
	grid_reader_close(&reader);
	return r;
}

/* ---- list ----------------------------------------------------------------------------------- */

static int list(struct cli *cli, const struct grid_options *asked, struct frugal_error *reterr)
{
	struct arena arena = {0};
	struct buf out = {0};
	struct grid_id *ids;
	struct columns table;
	size_t n;
	struct jsonw json = {.out = &out, .pretty = true};
	int r = grid_store_list(&cli->context, NULL, &arena, &ids, &n, reterr);
	columns_init(&table, &arena, 7);
	if (asked->json)
		jsonw_array(&json, NULL);
	for (size_t i = 0; r == 0 && i < n; i++) {
		struct grid_series series;
		char from[GRID_TIME] = "", to[GRID_TIME] = "";
		r = grid_store_load(&cli->context, &ids[i], &series, reterr);
		if (r < 0)
			break;
		if (series.n) {
			const struct grid_slot *last = &series.slots[series.n - 1];
			grid_time_text(series.slots[0].start_s, from);
			grid_time_text(last->start_s + last->seconds, to);
		}
		if (asked->json) {
			jsonw_object(&json, NULL);
			id_json(&json, &ids[i]);
			jsonw_string(&json, "from", from);
			jsonw_string(&json, "to", to);
			jsonw_int(&json, "slots", (int64_t)series.n);
			jsonw_string(&json, "source", series.source);
			jsonw_string(&json, "licence", series.licence);
			jsonw_object_end(&json);
		} else {
			columns_add(&table, ids[i].zone);
			columns_add(&table, _(grid_kind_names[ids[i].kind]));
			columns_add(&table, _(grid_scope_names[ids[i].scope]));
			columns_add(&table, _(grid_basis_names[ids[i].basis]));
			columns_add(&table, arena_strdup(&arena, from));
			columns_add(&table, arena_strdup(&arena, to));
			columns_add(&table, arena_strdup(&arena, series.source));
		}
		grid_series_release(&series);
	}
	if (asked->json) {
		jsonw_array_end(&json);
		buf_putc(&out, '\n');
	} else if (r == 0 && n) {
		columns_print(&table, &out, 0);
	} else if (r == 0) {
		buf_puts(&out, _("no series is stored yet: frugal grid import FILE\n"));
	}
	if (r == 0)
		cli_put(&out);
	columns_release(&table);
	buf_release(&out);
	arena_release(&arena);
	return r;
}

/* ---- show ----------------------------------------------------------------------------------- */

static int moment(const char *text, const char *option, int64_t *ret, struct frugal_error *reterr)
{
	if (!text || grid_time_parse(str_of(text), ret))
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a time"), text);
	error_where(reterr, "%s", option);
	return error_todo(reterr, "%s", "2026-03-02T13:00Z");
}

static void slots_json(struct jsonw *json, const struct grid_series *series, int64_t from_s,
		       int64_t to_s)
{
	jsonw_array(json, "slots");
	for (size_t i = 0; i < series->n; i++) {
		const struct grid_slot *slot = &series->slots[i];
		char start[GRID_TIME];
		if (slot->start_s < from_s || slot->start_s >= to_s)
			continue;
		grid_time_text(slot->start_s, start);
		jsonw_object(json, NULL);
		jsonw_string(json, "start", start);
		jsonw_int(json, "seconds", slot->seconds);
		jsonw_number(json, "g_per_kwh", slot->g_per_kwh);
		jsonw_bool(json, "estimated", slot->estimated);
		jsonw_bool(json, "forecast", slot->issued_s != 0);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

static void show_text(struct buf *out, const struct grid_series *series, int64_t from_s,
		      int64_t to_s, bool fills)
{
	struct grid_mean mean = grid_series_mean(series, from_s, to_s);
	char from[GRID_TIME], to[GRID_TIME];
	double values[72], low = INFINITY, high = -INFINITY;
	int64_t step = (to_s - from_s) / 72 > HOUR_S ? (to_s - from_s) / 72 : HOUR_S;
	size_t n = (size_t)((to_s - from_s + step - 1) / step);
	n = n < 72 ? n : 72;
	grid_series_resample(series, from_s, step, values, n);
	double filled = fills ? grid_series_fill(series, from_s, step, values, n) : 0;
	for (size_t i = 0; i < series->n; i++) {
		const struct grid_slot *slot = &series->slots[i];
		if (slot->start_s < from_s || slot->start_s >= to_s || isnan(slot->g_per_kwh))
			continue;
		low = fmin(low, slot->g_per_kwh);
		high = fmax(high, slot->g_per_kwh);
	}
	grid_time_text(from_s, from);
	grid_time_text(to_s, to);
	id_text(out, &series->id);
	buf_addf(out, "\n%s  %s\n", series->source, series->licence);
	buf_addf(out, _("%s to %s\n"), from, to);
	if (!(mean.known > 0)) {
		buf_puts(out, _("nothing is known of this time\n"));
		return;
	}
	spark_add(out, values, n, false);
	/* TRANSLATORS: gCO2e/kWh of some hours: mean, least and largest; share of gaps */
	buf_addf(out, _("\nmean %.1f gCO2e/kWh, %.1f to %.1f; gaps %.1f %%\n"), mean.g_per_kwh, low,
		 high, 100 * (1 - mean.known));
	if (filled > 0)
		buf_addf(out, _("%.1f %% of the time are gaps that were filled\n"), 100 * filled);
}

static void slots_text(struct buf *out, const struct grid_series *series, int64_t from_s,
		       int64_t to_s)
{
	for (size_t i = 0; i < series->n; i++) {
		const struct grid_slot *slot = &series->slots[i];
		char start[GRID_TIME];
		if (slot->start_s < from_s || slot->start_s >= to_s)
			continue;
		grid_time_text(slot->start_s, start);
		buf_addf(out, isnan(slot->g_per_kwh) ? "%s       -" : "%s  %6.1f", start,
			 slot->g_per_kwh);
		buf_puts(out, slot->issued_s    ? _("  forecast\n")
			      : slot->estimated ? _("  estimated\n")
						: "\n");
	}
}

static int show(struct cli *cli, const struct grid_options *asked, const char *zone,
		struct frugal_error *reterr)
{
	struct grid_series series;
	struct grid_hints wanted = hints_of(asked);
	struct buf out = {0};
	struct jsonw json = {.out = &out, .pretty = true};
	int r = grid_store_find(&cli->context, zone, &wanted, &series, reterr);
	if (r < 0)
		return r;
	int64_t to_s =
		series.n ? series.slots[series.n - 1].start_s + series.slots[series.n - 1].seconds
			 : 0;
	int64_t from_s = 0;
	r = moment(asked->to, "--to", &to_s, reterr);
	from_s = to_s - 24 * (int64_t)HOUR_S;
	if (r == 0)
		r = moment(asked->from, "--from", &from_s, reterr);
	if (r == 0 && from_s >= to_s)
		r = error_set(reterr, FRUGAL_EUSAGE, "%s", _("--from is not before --to"));
	if (r == 0 && asked->json) {
		struct grid_mean mean = grid_series_mean(&series, from_s, to_s);
		jsonw_object(&json, NULL);
		id_json(&json, &series.id);
		jsonw_string(&json, "source", series.source);
		jsonw_string(&json, "licence", series.licence);
		jsonw_number(&json, "mean_g_per_kwh", mean.g_per_kwh);
		jsonw_number(&json, "known_share", mean.known);
		slots_json(&json, &series, from_s, to_s);
		jsonw_object_end(&json);
		buf_putc(&out, '\n');
	} else if (r == 0 && asked->heat) {
		r = grid_heat(&series, from_s, to_s, asked->svg, &out, reterr);
	} else if (r == 0 && asked->svg) {
		r = grid_chart(&series, from_s, to_s, asked->fills, &out, reterr);
	} else if (r == 0) {
		show_text(&out, &series, from_s, to_s, asked->fills);
		if (asked->table)
			slots_text(&out, &series, from_s, to_s);
	}
	if (r == 0)
		cli_put(&out);
	buf_release(&out);
	grid_series_release(&series);
	return r;
}

/* ---- forecast ------------------------------------------------------------------------------- */

static int backtest(const struct grid_options *asked, const struct grid_series *series,
		    struct buf *out, struct frugal_error *reterr)
{
	struct grid_backtest test = {0};
	struct jsonw json = {.out = out, .pretty = true};
	int64_t from_s = series->n ? series->slots[0].start_s / HOUR_S * HOUR_S : 0;
	int64_t to_s = series->n ? series->slots[series->n - 1].start_s : 0;
	size_t n = (size_t)((to_s - from_s) / HOUR_S);
	double *hours = mem_zalloc(n + 1, sizeof(*hours));
	if (!hours)
		return error_nomem(reterr);
	grid_series_resample(series, from_s, HOUR_S, hours, n);
	int r = grid_backtest(hours, n, &test, reterr);
	mem_free(hours);
	if (r < 0)
		return r;
	if (!test.origins)
		return error_set(reterr, FRUGAL_EDATA, "%s",
				 _("a test of the forecast wants more than three weeks of hours"));
	if (asked->json) {
		jsonw_object(&json, NULL);
		id_json(&json, &series->id);
		jsonw_int(&json, "origins", (int64_t)test.origins);
		jsonw_number(&json, "mape", test.mape);
		jsonw_number(&json, "saving", test.saving);
		jsonw_number(&json, "saving_once", test.saving_once);
		jsonw_number(&json, "oracle_saving", test.oracle_saving);
		jsonw_object_end(&json);
		buf_putc(out, '\n');
		return 0;
	}
	id_text(out, &series->id);
	buf_addf(out,
		 _("\n%zu forecasts, each knowing nothing of what came after it\n"
		   "error of the next 24 hours  %.1f %% (mean, absolute)\n"
		   "saving of a job of 4 hours with a day's slack  %.1f %% planned anew each hour, "
		   "%.1f %% planned once, %.1f %% knowing what came\n"),
		 test.origins, 100 * test.mape, 100 * test.saving, 100 * test.saving_once,
		 100 * test.oracle_saving);
	return 0;
}

static int forecast(struct cli *cli, const struct grid_options *asked, const char *zone,
		    struct frugal_error *reterr)
{
	struct grid_series series;
	struct grid_hints wanted = hints_of(asked);
	struct grid_forecast made;
	struct buf out = {0};
	struct jsonw json = {.out = &out, .pretty = true};
	double *hours = NULL;
	size_t n, horizon = asked->hours ? (size_t)asked->hours : 24;
	int r = grid_store_find(&cli->context, zone, &wanted, &series, reterr);
	if (r < 0)
		return r;
	int64_t from_s =
		series.n ? series.slots[series.n - 1].start_s + series.slots[series.n - 1].seconds
			 : 0;
	r = moment(asked->from, "--from", &from_s, reterr);
	from_s = from_s / HOUR_S * HOUR_S;
	if (r == 0 && asked->backtest) {
		r = backtest(asked, &series, &out, reterr);
	} else if (r == 0) {
		r = green_hours_before(&series, from_s, &hours, &n, reterr);
		if (r == 0)
			r = grid_forecast(hours, n, horizon, &made, reterr);
		if (r == 0 && asked->json) {
			jsonw_object(&json, NULL);
			id_json(&json, &series.id);
			jsonw_array(&json, "hours");
		} else if (r == 0) {
			id_text(&out, &series.id);
			buf_putc(&out, '\n');
			spark_add(&out, made.g_per_kwh, horizon < 72 ? horizon : 72, false);
			buf_putc(&out, '\n');
		}
		for (size_t h = 0; r == 0 && h < horizon; h++) {
			char start[GRID_TIME];
			grid_time_text(from_s + (int64_t)h * HOUR_S, start);
			if (asked->json) {
				jsonw_object(&json, NULL);
				jsonw_string(&json, "start", start);
				jsonw_number(&json, "g_per_kwh", made.g_per_kwh[h]);
				jsonw_number(&json, "low", made.low[h]);
				jsonw_number(&json, "high", made.high[h]);
				jsonw_object_end(&json);
			} else {
				buf_addf(&out, "%s  %6.1f  %.0f..%.0f\n", start, made.g_per_kwh[h],
					 made.low[h], made.high[h]);
			}
		}
		if (r == 0 && asked->json) {
			jsonw_array_end(&json);
			jsonw_object_end(&json);
			buf_putc(&out, '\n');
		}
	}
	if (r == 0)
		cli_put(&out);
	mem_free(hours);
	buf_release(&out);
	grid_series_release(&series);
	return r;
}

static int grid(struct cli *cli, struct frugal_error *reterr)
{
	const struct grid_options *asked = cli->options;
	const char *action = cli->n_args ? cli->args[0] : "list";
	if (strcmp(action, "list") == 0 && cli->n_args < 2)
		return list(cli, asked, reterr);
	if (strcmp(action, "import") == 0 && cli->n_args == 2)
		return import(cli, asked, cli->args[1], reterr);
	if (strcmp(action, "fetch") == 0 && cli->n_args == 2)
		return fetch(cli, asked, cli->args[1], reterr);
	if (strcmp(action, "show") == 0 && cli->n_args == 2)
		return show(cli, asked, cli->args[1], reterr);
	if (strcmp(action, "forecast") == 0 && cli->n_args == 2)
		return forecast(cli, asked, cli->args[1], reterr);
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is nothing that can be done here"), action);
	return error_todo(reterr, "%s",
			  "frugal grid [list|import FILE|fetch PROVIDER|show ZONE|forecast ZONE]");
}

const struct command command_grid = {
	.name = "grid",
	.group = GROUP_ESTIMATE,
	.brief = N_("import, show and forecast the hours of electricity"),
	.text = N_(
		"Keeps series of carbon intensity: one for each zone, kind (average or marginal), "
		"scope (direct or lifecycle) and basis (production or consumption), which are "
		"never mixed. Files are those of Electricity Maps, the GB Carbon Intensity API, "
		"RTE (ODRE), WattTime, or any CSV with a time and a value. Importing a file "
		"again changes nothing; a bad one leaves all as it was."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct grid_options),
	.examples = examples,
	.function = grid,
};
