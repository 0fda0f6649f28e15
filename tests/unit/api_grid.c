/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sections 11 and 12 of the public header, as an external program would call them. The series
 * are written here hour by hour; what a plan costs is added up by hand next to each value.
 */
#include "frugal.h"

#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "check.h"
#include "tree.h"

#define HOUR 3600
#define START INT64_C(1772409600) /* 2026-03-02T00:00Z */

static struct tree tree;

static frugal_library *open_library(void)
{
	char ledger[300];
	frugal_library *library = NULL;
	tree_make(&tree);
	(void)snprintf(ledger, sizeof(ledger), "%s/ledger.db", tree.root);
	const struct frugal_options options = {
		.size = sizeof(options), .grid_dir = tree.root, .store = ledger, .now_s = START};
	CHECK_INT(frugal_library_new(&options, &library, NULL), 0);
	return library;
}

static void end(frugal_library *library)
{
	frugal_library_free(library);
	tree_remove(&tree);
}

static void add_hour(struct buf *csv, int64_t at_s, double g)
{
	char text[32];
	time_t at = (time_t)at_s;
	struct tm utc;
	gmtime_r(&at, &utc);
	CHECK(strftime(text, sizeof(text), "%Y-%m-%dT%H:%MZ", &utc) > 0);
	buf_addf(csv, "%s,%.0f\n", text, g);
}

static int count_changed(void *context, const frugal_series *series, size_t changed,
			 struct frugal_error *reterr)
{
	size_t *sum = context;
	(void)series;
	(void)reterr;
	*sum += changed;
	return FRUGAL_VISIT_ON;
}

/* n hours of 100 g/kWh from at_s on, but 10 in the two that begin after low hours. */
static void import_hours(frugal_library *library, const char *zone, int64_t at_s, int n, int low)
{
	struct buf csv = {0};
	size_t changed = 0;
	const struct frugal_series_hints hints = {
		.size = sizeof(hints), .zone = zone, .source = "made", .licence = "CC0"};
	buf_puts(&csv, "time_utc,g_per_kwh\n");
	for (int h = 0; h < n; h++)
		add_hour(&csv, at_s + h * HOUR, h == low || h == low + 1 ? 10 : 100);
	CHECK_INT(frugal_grid_import(library, "made.csv", csv.p, csv.n, &hints, count_changed,
				     &changed, NULL),
		  0);
	CHECK_INT(changed, n);
	buf_release(&csv);
}

static struct frugal_series_choice choose(const char *zone)
{
	return (struct frugal_series_choice){.size = sizeof(struct frugal_series_choice),
					     .zone = zone};
}

static struct frugal_plan_question two_hours(const char *const *zones, size_t n)
{
	struct frugal_plan_question q = {.size = sizeof(q)};
	CHECK_INT(frugal_plan_defaults(&q, NULL), 0);
	q.zones = zones;
	q.n_zones = n;
	q.from_s = START;
	q.hours = 2;
	return q;
}

/* ---- 11 ------------------------------------------------------------------------------------- */

TEST(hours_that_are_imported_are_read_back_slot_by_slot)
{
	frugal_library *library = open_library();
	frugal_series *series = NULL;
	struct frugal_series_choice fr = choose("FR"), marginal = choose("FR");
	struct frugal_series_about about = {.size = sizeof(about)};
	struct frugal_slot slot;
	struct frugal_grid_mean mean;
	struct frugal_error error;
	import_hours(library, "FR", START, 24, 3);
	CHECK_INT(frugal_series_open(library, &fr, &series, NULL), 0);
	CHECK_INT(frugal_series_about(series, &about, NULL), 0);
	CHECK_TEXT(about.zone, "FR");
	CHECK_TEXT(about.kind, "average");
	CHECK_TEXT(about.source, "made");
	CHECK_INT(about.from_s, START);
	CHECK_INT(about.to_s, START + 24 * HOUR);
	CHECK_INT(frugal_series_count(series), 24);
	CHECK_INT(frugal_series_slot(series, 3, &slot), 0);
	CHECK_INT(slot.start_s, START + 3 * HOUR);
	CHECK_CLOSE(slot.g_per_kwh, 10, 0);
	CHECK(slot.issued_s == 0 && slot.low == slot.g_per_kwh && slot.high == slot.g_per_kwh);
	CHECK_INT(frugal_series_slot(series, 24, &slot), FRUGAL_EUSAGE);
	/* (100 + 10 + 10 + 100) / 4 = 55; half of the time after the end is not known. */
	CHECK_INT(frugal_series_mean(series, START + 2 * HOUR, START + 6 * HOUR, &mean, NULL), 0);
	CHECK_CLOSE(mean.g_per_kwh, 55, 1e-12);
	CHECK_CLOSE(mean.known_share, 1, 0);
	CHECK_INT(frugal_series_mean(series, START + 23 * HOUR, START + 25 * HOUR, &mean, NULL), 0);
	CHECK_CLOSE(mean.known_share, 0.5, 1e-12);
	frugal_series_free(series);
	/* What is not stored is an error with the zones there are, and so is a word that is none.
	 */
	marginal.kind = "marginal";
	CHECK_INT(frugal_series_open(library, &marginal, &series, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.todo, "FR");
	marginal.kind = "nice";
	CHECK_INT(frugal_series_open(library, &marginal, &series, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.todo, "average, marginal");
	end(library);
}

static int first_zone(void *context, const frugal_series *series, struct frugal_error *reterr)
{
	struct frugal_series_about about = {.size = sizeof(about)};
	(void)reterr;
	CHECK_INT(frugal_series_about(series, &about, NULL), 0);
	buf_puts(context, about.zone);
	return FRUGAL_VISIT_STOP;
}

TEST(a_variable_names_the_folder_of_hours_unless_the_caller_reads_none)
{
	frugal_library *library = open_library(), *other = NULL;
	struct frugal_options options = {.size = sizeof(options)};
	struct frugal_series_choice fr = choose("FR");
	frugal_series *series = NULL;
	import_hours(library, "FR", START, 24, 3);
	setenv("FRUGAL_GRID", tree.root, 1);
	CHECK_INT(frugal_library_new(&options, &other, NULL), 0);
	CHECK_INT(frugal_series_open(other, &fr, &series, NULL), 0);
	frugal_series_free(series);
	frugal_library_free(other);
	options.no_environment = 1;
	CHECK_INT(frugal_library_new(&options, &other, NULL), 0);
	CHECK(frugal_series_open(other, &fr, &series, NULL) < 0);
	frugal_library_free(other);
	unsetenv("FRUGAL_GRID");
	end(library);
}

TEST(a_list_ends_when_its_visit_says_so)
{
	frugal_library *library = open_library();
	struct buf zones = {0};
	import_hours(library, "FR", START, 2, 9);
	import_hours(library, "DE", START, 2, 9);
	CHECK_INT(frugal_series_list(library, NULL, first_zone, &zones, NULL), 0);
	CHECK_TEXT(buf_text(&zones), "DE");
	buf_clear(&zones);
	CHECK_INT(frugal_series_list(library, "FR", first_zone, &zones, NULL), 0);
	CHECK_TEXT(buf_text(&zones), "FR");
	buf_release(&zones);
	end(library);
}

TEST(the_hours_that_come_are_stored_ones_and_then_a_forecast_with_its_interval)
{
	frugal_library *library = open_library();
	struct frugal_series_choice fr = choose("FR");
	struct frugal_window window = {
		.size = sizeof(window), .from_s = START + 70 * HOUR, .hours = 4};
	frugal_series *ahead = NULL;
	struct frugal_slot slot;
	struct frugal_error error;
	import_hours(library, "FR", START, 72, 100);
	CHECK_INT(frugal_series_ahead(library, &fr, &window, &ahead, NULL), 0);
	CHECK_INT(frugal_series_count(ahead), 4);
	CHECK_CLOSE(window.own_forecast_share, 0.5, 1e-12);
	CHECK_INT(frugal_series_slot(ahead, 1, &slot), 0);
	CHECK(slot.issued_s == 0 && slot.low == slot.high);
	/* All that was is 100: so is what comes. */
	CHECK_INT(frugal_series_slot(ahead, 2, &slot), 0);
	CHECK_CLOSE(slot.g_per_kwh, 100, 1e-6);
	CHECK(slot.issued_s != 0 && slot.low <= slot.g_per_kwh && slot.high >= slot.g_per_kwh);
	frugal_series_free(ahead);
	window = (struct frugal_window){.size = sizeof(window), .hours = 3, .own = 1};
	CHECK_INT(frugal_series_ahead(library, &fr, &window, &ahead, NULL), 0);
	CHECK_INT(window.from_s, START + 72 * HOUR);
	CHECK_INT(frugal_series_count(ahead), 3);
	frugal_series_free(ahead);
	window.hours = 1000;
	CHECK_INT(frugal_series_ahead(library, &fr, &window, &ahead, &error), FRUGAL_EUSAGE);
	end(library);
}

TEST(a_text_that_does_not_hold_changes_nothing)
{
	frugal_library *library = open_library();
	struct frugal_series_choice fr = choose("FR");
	frugal_series *series = NULL;
	struct frugal_error error;
	const char bad[] = "time_utc,FR\n2026-03-02T00:00Z,ten\n";
	CHECK_INT(
		frugal_grid_import(library, "bad.csv", bad, strlen(bad), NULL, NULL, NULL, &error),
		FRUGAL_EDATA);
	CHECK_HOLDS(error.where, "bad.csv");
	CHECK_INT(frugal_series_open(library, &fr, &series, &error), FRUGAL_EUSAGE);
	CHECK_INT(frugal_grid_import(library, NULL, bad, 1, NULL, NULL, NULL, &error),
		  FRUGAL_EUSAGE);
	end(library);
}

static int take_warning(void *context, const frugal_series *series, size_t changed,
			struct frugal_error *reterr)
{
	struct frugal_series_warning *warning = context;
	(void)changed;
	(void)reterr;
	CHECK_INT(frugal_series_warning(series, 0, warning), 0);
	CHECK_INT(frugal_series_warning(series, 1, warning), FRUGAL_EUSAGE);
	return FRUGAL_VISIT_ON;
}

TEST(estimates_that_replace_nothing_are_a_warning)
{
	frugal_library *library = open_library();
	struct frugal_series_warning warning = {.size = sizeof(warning)};
	const struct frugal_series_hints hints = {.size = sizeof(hints), .zone = "FR"};
	const char text[] = "time_utc,g_per_kwh,estimated\n2026-03-02T01:00Z,90,true\n";
	import_hours(library, "FR", START, 2, 9);
	CHECK_INT(frugal_grid_import(library, "a.csv", text, strlen(text), &hints, take_warning,
				     &warning, NULL),
		  0);
	CHECK_TEXT(warning.kind, "measured_stays");
	CHECK_INT(warning.count, 1);
	CHECK_INT(warning.first_s, START + HOUR);
	CHECK_INT(frugal_series_warning(NULL, 0, &warning), FRUGAL_EUSAGE);
	end(library);
}

TEST(providers_are_listed_and_a_fetch_without_a_key_asks_nobody)
{
	frugal_library *library = open_library();
	struct frugal_provider provider = {.size = sizeof(provider)};
	struct frugal_fetch fetch = {.size = sizeof(fetch), .provider = "entsoe"};
	struct frugal_error error;
	size_t n = 0;
	while (frugal_grid_provider(n, &provider) == 0 && strcmp(provider.name, "entsoe") != 0)
		n++;
	CHECK_TEXT(provider.name, "entsoe");
	CHECK_TEXT(provider.variable, "FRUGAL_KEY_ENTSOE");
	CHECK(provider.mix_only && !provider.ahead);
	while (n < 64 && frugal_grid_provider(n, &provider) == 0)
		n++;
	CHECK(n >= 5);
	CHECK_INT(frugal_grid_provider(n, &provider), FRUGAL_EUSAGE);
	CHECK_INT(frugal_grid_fetch(library, &fetch, &error), FRUGAL_EUSAGE);
	fetch.zone = "FR";
	CHECK_INT(frugal_grid_fetch(library, &fetch, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.todo, "mix=");
	fetch.provider = "nobody";
	CHECK_INT(frugal_grid_fetch(library, &fetch, &error), FRUGAL_EUSAGE);
	CHECK_INT(fetch.requests, 0);
	end(library);
}

/* ---- 12 ------------------------------------------------------------------------------------- */

TEST(a_job_of_two_hours_takes_the_two_cheap_ones)
{
	frugal_library *library = open_library();
	const char *const zones[] = {"FR"};
	struct frugal_plan_question q = two_hours(zones, 1);
	struct frugal_plan_about about = {.size = sizeof(about)};
	struct frugal_way way = {.size = sizeof(way)};
	struct frugal_piece piece;
	frugal_plan *plan = NULL;
	char *file = NULL;
	const char *const command[] = {"make", "train"};
	import_hours(library, "FR", START, 24, 3);
	q.power = "3kW";
	CHECK_INT(frugal_plan_job(library, &q, &plan, NULL), 0);
	CHECK_INT(frugal_plan_about(plan, &about, NULL), 0);
	/* 3 kW * 2 h * 10 g/kWh = 60 g, now 600 g: nine tenths less. */
	CHECK(about.waits);
	CHECK_CLOSE(about.saving, 0.9, 1e-12);
	CHECK_TEXT(about.reservation, "");
	CHECK_INT(frugal_plan_way(plan, FRUGAL_WAY_BEST, 0, &way, NULL), 0);
	CHECK_TEXT(way.zone, "FR");
	CHECK_CLOSE(way.carbon_g, 60, 1e-12);
	CHECK(isnan(way.eur));
	CHECK_INT(way.pieces, 1);
	CHECK_INT(way.end_s, START + 5 * HOUR);
	CHECK_INT(frugal_plan_piece(plan, FRUGAL_WAY_BEST, 0, 0, &piece, NULL), 0);
	CHECK_INT(piece.from_s, START + 3 * HOUR);
	CHECK_INT(piece.to_s, START + 5 * HOUR);
	CHECK_CLOSE(piece.units, 1, 0);
	CHECK_INT(frugal_plan_piece(plan, FRUGAL_WAY_BEST, 0, 1, &piece, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_plan_way(plan, FRUGAL_WAY_NOW, 0, &way, NULL), 0);
	CHECK_CLOSE(way.carbon_g, 600, 1e-12);
	CHECK_INT(frugal_plan_way(plan, FRUGAL_WAY_FRONT, 0, &way, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_plan_emit(plan, "at", command, 2, NULL, &file, NULL), 0);
	CHECK_HOLDS(file, "at -t 202603020300");
	CHECK_HOLDS(file, "frugal run --zone FR -- make train");
	frugal_text_free(file);
	CHECK_INT(frugal_plan_json(plan, &file, NULL), 0);
	CHECK_HOLDS(file, "\"saving\"");
	frugal_text_free(file);
	frugal_plan_free(plan);
	end(library);
}

TEST(a_job_goes_where_it_costs_least_and_the_front_weighs_money)
{
	frugal_library *library = open_library();
	const char *const zones[] = {"FR,price=0.1EUR/kWh", "DE,price=0.5EUR/kWh,pue=1.5,copy"};
	struct frugal_plan_question q = two_hours(zones, 2);
	struct frugal_plan_about about = {.size = sizeof(about)};
	struct frugal_way way = {.size = sizeof(way)};
	frugal_plan *plan = NULL;
	import_hours(library, "FR", START, 24, 100);
	import_hours(library, "DE", START, 24, 3);
	q.front = 1;
	CHECK_INT(frugal_plan_job(library, &q, &plan, NULL), 0);
	/* DE: 1 kW * 1.5 * 2 h * 10 g/kWh = 30 g and 1.5 EUR; FR at once: 200 g and 0.2 EUR. */
	CHECK_INT(frugal_plan_way(plan, FRUGAL_WAY_BEST, 0, &way, NULL), 0);
	CHECK_TEXT(way.zone, "DE");
	CHECK_CLOSE(way.carbon_g, 30, 1e-12);
	CHECK_CLOSE(way.eur, 1.5, 1e-12);
	CHECK_INT(frugal_plan_about(plan, &about, NULL), 0);
	CHECK_INT(about.n_zones, 2);
	CHECK(about.n_front >= 2);
	CHECK_INT(frugal_plan_way(plan, FRUGAL_WAY_FRONT, 0, &way, NULL), 0);
	CHECK_TEXT(way.zone, "FR");
	CHECK_CLOSE(way.eur, 0.2, 1e-12);
	CHECK_INT(way.end_s, START + 2 * HOUR);
	frugal_plan_free(plan);
	end(library);
}

TEST(an_elastic_job_has_units_and_an_interrupted_one_pieces)
{
	frugal_library *library = open_library();
	const char *const zones[] = {"FR"};
	const double throughput[] = {1, 1.5};
	struct frugal_plan_question q = two_hours(zones, 1);
	struct frugal_way way = {.size = sizeof(way)};
	struct frugal_piece piece;
	struct frugal_error error;
	frugal_plan *plan = NULL;
	char *file = NULL;
	const char *const command[] = {"train"};
	import_hours(library, "FR", START, 12, 3);
	import_hours(library, "FR", START + 12 * HOUR, 12, 3);
	q.interruptible = 1;
	q.hours = 4;
	CHECK_INT(frugal_plan_job(library, &q, &plan, NULL), 0);
	CHECK_INT(frugal_plan_way(plan, FRUGAL_WAY_BEST, 0, &way, NULL), 0);
	CHECK_INT(way.pieces, 2);
	CHECK_CLOSE(way.carbon_g, 40, 1e-12);
	CHECK_INT(frugal_plan_piece(plan, FRUGAL_WAY_BEST, 0, 1, &piece, NULL), 0);
	CHECK_INT(piece.from_s, START + 15 * HOUR);
	CHECK_INT(frugal_plan_emit(plan, "cron", command, 1, NULL, &file, &error), FRUGAL_EUSAGE);
	frugal_plan_free(plan);
	/* Work of 4 in two cheap hours twice: one unit in each is enough. */
	q = two_hours(zones, 1);
	q.throughput = throughput;
	q.n_throughput = 2;
	q.work = 4;
	CHECK_INT(frugal_plan_job(library, &q, &plan, NULL), 0);
	CHECK_INT(frugal_plan_way(plan, FRUGAL_WAY_BEST, 0, &way, NULL), 0);
	CHECK_CLOSE(way.carbon_g, 40, 1e-9);
	CHECK_INT(frugal_plan_piece(plan, FRUGAL_WAY_BEST, 0, 0, &piece, NULL), 0);
	CHECK_CLOSE(piece.units, 1, 1e-9);
	frugal_plan_free(plan);
	q.interruptible = 1;
	CHECK_INT(frugal_plan_job(library, &q, &plan, &error), FRUGAL_EUSAGE);
	end(library);
}

TEST(a_job_is_in_the_hours_that_are_allowed)
{
	frugal_library *library = open_library();
	const char *const zones[] = {"FR"}, *const only[] = {"6-9 UTC", "10-12 UTC"};
	const char *const wrong[] = {"6-9 UTC", "sometimes"};
	struct frugal_plan_question q = two_hours(zones, 1);
	struct frugal_piece piece;
	struct frugal_error error;
	frugal_plan *plan = NULL;
	import_hours(library, "FR", START, 24, 3); /* 3 and 4 are the cheap ones */
	q.only = only;
	q.n_only = 2;
	CHECK_INT(frugal_plan_job(library, &q, &plan, NULL), 0);
	CHECK_INT(frugal_plan_piece(plan, FRUGAL_WAY_BEST, 0, 0, &piece, NULL), 0);
	CHECK_INT(piece.from_s, START + 6 * HOUR);
	frugal_plan_free(plan);
	q.only = wrong;
	CHECK_INT(frugal_plan_job(library, &q, &plan, &error), FRUGAL_EUSAGE);
	CHECK_TEXT(error.where, "only");
	q.only = NULL;
	CHECK_INT(frugal_plan_job(library, &q, &plan, &error), FRUGAL_EUSAGE);
	end(library);
}

TEST(the_usual_network_of_a_plan_is_that_of_the_model)
{
	static const char *const inputs[] = {"data=1GB"};
	frugal_library *library = open_library();
	struct frugal_plan_question q = {.size = sizeof(q)};
	struct frugal_figure energy;
	frugal_result *result = NULL;
	CHECK_INT(frugal_plan_defaults(&q, NULL), 0);
	CHECK_INT(frugal_estimate(library, "network_transfer", inputs, 1, &result, NULL), 0);
	CHECK_INT(frugal_result_find(result, "energy", &energy), 0);
	CHECK_TEXT(energy.unit, "kWh");
	CHECK_CLOSE(energy.value, q.network_kwh_per_gb, 1e-12);
	frugal_result_free(result);
	end(library);
}

TEST(a_question_that_cannot_be_is_refused_by_the_name_of_its_member)
{
	frugal_library *library = open_library();
	const char *const zones[] = {"FR"}, *const nowhere[] = {"XX"},
			  *const bad[] = {"FR,pue=3kW"};
	struct frugal_plan_question q = two_hours(zones, 1);
	struct frugal_error error;
	frugal_plan *plan = NULL;
	import_hours(library, "FR", START, 24, 3);
	q.hours = (double)NAN;
	CHECK_INT(frugal_plan_job(library, &q, &plan, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "hours");
	q = two_hours(zones, 0);
	CHECK_INT(frugal_plan_job(library, &q, &plan, &error), FRUGAL_EUSAGE);
	CHECK_TEXT(error.todo, "zone=FR");
	q = two_hours(zones, 1);
	q.min_run_h = 1;
	CHECK_INT(frugal_plan_job(library, &q, &plan, &error), FRUGAL_EUSAGE);
	CHECK_TEXT(error.where, "interruptible");
	q = two_hours(nowhere, 1);
	CHECK_INT(frugal_plan_job(library, &q, &plan, &error), FRUGAL_EUSAGE);
	q = two_hours(bad, 1);
	CHECK_INT(frugal_plan_job(library, &q, &plan, &error), FRUGAL_EUSAGE);
	CHECK_TEXT(error.where, "zone");
	q = two_hours(zones, 1);
	q.size = 0;
	CHECK_INT(frugal_plan_job(library, &q, &plan, &error), FRUGAL_EUSAGE);
	CHECK(plan == NULL);
	end(library);
}

static int keep_id(void *context, const struct frugal_reservation *one, struct frugal_error *reterr)
{
	(void)reterr;
	CHECK_CLOSE(one->power_kw, 3, 0);
	buf_addf(context, "%s", one->id);
	return FRUGAL_VISIT_ON;
}

TEST(what_one_has_reserved_another_does_not_take)
{
	frugal_library *library = open_library();
	const char *const zones[] = {"FR"};
	struct frugal_plan_question q = two_hours(zones, 1);
	struct frugal_plan_about about = {.size = sizeof(about)};
	struct frugal_piece first, second;
	struct buf ids = {0};
	frugal_plan *plan = NULL;
	frugal_ledger *ledger = NULL;
	int64_t hour = (int64_t)time(NULL) / HOUR * HOUR;
	import_hours(library, "FR", hour - 2 * HOUR, 48, 8);
	q.from_s = hour;
	q.power = "3kW";
	q.capacity_kw = 5;
	q.reserves = 1;
	q.name = "mine";
	CHECK_INT(frugal_plan_job(library, &q, &plan, NULL), 0);
	CHECK_INT(frugal_plan_about(plan, &about, NULL), 0);
	CHECK(about.reservation[0] != '\0');
	CHECK_INT(frugal_plan_piece(plan, FRUGAL_WAY_BEST, 0, 0, &first, NULL), 0);
	CHECK_INT(first.from_s, hour + 6 * HOUR);
	CHECK_INT(frugal_ledger_open(library, FRUGAL_LEDGER_WRITE, &ledger, NULL), 0);
	CHECK_INT(frugal_ledger_reservations(ledger, keep_id, &ids, NULL), 0);
	CHECK_TEXT(buf_text(&ids), about.reservation);
	frugal_plan_free(plan);
	/* 3 kW and 3 kW are more than 5: the second one finds other hours. */
	q.reserves = 0;
	CHECK_INT(frugal_plan_job(library, &q, &plan, NULL), 0);
	CHECK_INT(frugal_plan_piece(plan, FRUGAL_WAY_BEST, 0, 0, &second, NULL), 0);
	CHECK(second.from_s >= first.to_s || second.to_s <= first.from_s);
	frugal_plan_free(plan);
	CHECK_INT(frugal_ledger_release(ledger, buf_text(&ids), NULL), 0);
	CHECK_INT(frugal_plan_job(library, &q, &plan, NULL), 0);
	CHECK_INT(frugal_plan_piece(plan, FRUGAL_WAY_BEST, 0, 0, &second, NULL), 0);
	CHECK_INT(second.from_s, first.from_s);
	frugal_plan_free(plan);
	frugal_ledger_close(ledger);
	buf_release(&ids);
	end(library);
}

TEST(a_wait_keeps_the_deadline_of_the_first_start_until_it_ends)
{
	frugal_library *library = open_library();
	const char *const zones[] = {"FR"};
	struct frugal_plan_question q = two_hours(zones, 1);
	struct frugal_wait_state first = {.size = sizeof(first)}, again = {.size = sizeof(again)};
	frugal_ledger *ledger = NULL;
	frugal_wait *wait = NULL, *other = NULL;
	int64_t now = (int64_t)time(NULL), hour = now / HOUR * HOUR;
	import_hours(library, "FR", hour - 4 * HOUR, 48, 10);
	CHECK_INT(frugal_ledger_open(library, FRUGAL_LEDGER_WRITE, &ledger, NULL), 0);
	q.from_s = now - HOUR;
	CHECK_INT(frugal_wait_begin(library, ledger, "job", &q, &wait, NULL), 0);
	CHECK_INT(frugal_wait_state(wait, &first, NULL), 0);
	CHECK(!first.begins && !first.goes_on);
	CHECK_INT(first.start_s, hour + 6 * HOUR);
	CHECK_INT(first.deadline_s, now - HOUR + 24 * HOUR);
	CHECK(first.look_s > now && first.look_s <= now + 1000);
	/* The machine starts anew an hour later. */
	q.from_s = now;
	CHECK_INT(frugal_wait_begin(library, ledger, "job", &q, &other, NULL), 0);
	CHECK_INT(frugal_wait_state(other, &again, NULL), 0);
	CHECK(again.goes_on);
	CHECK_INT(again.deadline_s, first.deadline_s);
	CHECK_INT(frugal_wait_look(other, NULL), 0);
	CHECK(frugal_wait_plan(other) != NULL);
	frugal_wait_end(other);
	frugal_wait_end(wait);
	CHECK_INT(frugal_wait_begin(library, ledger, "job", &q, &wait, NULL), 0);
	CHECK_INT(frugal_wait_state(wait, &again, NULL), 0);
	CHECK(!again.goes_on);
	frugal_wait_end(wait);
	frugal_wait_end(NULL);
	frugal_ledger_close(ledger);
	end(library);
}

/* Three slots of an hour at 300, 100, 200 g/kWh, 2 kW: the second one, 200 g. */
TEST(a_case_written_out_as_json_is_answered_as_json)
{
	static const char text[] =
		"{\"type\": \"single\", \"slot_hours\": 1, \"ci\": [300, 100, 200],"
		"\"job\": {\"arrival\": 0, \"deadline\": 3, \"duration_slots\": 1, \"power_kw\": "
		"2}}";
	struct frugal_error error;
	char *answer = NULL;
	int r = frugal_plan_instance("case", text, strlen(text), 0, 0, &answer, &error);
	if (r < 0)
		print_error("%s (%s)\n", error.what, error.where);
	CHECK_INT(r, 0);
	CHECK_HOLDS(answer, "\"objective_gco2e\"");
	CHECK_HOLDS(answer, "200");
	frugal_text_free(answer);
	CHECK_INT(frugal_plan_instance("case", "{}", 2, 0, 0, &answer, &error), FRUGAL_EDATA);
}

RUN_TESTS(CASE(hours_that_are_imported_are_read_back_slot_by_slot),
	  CASE(a_variable_names_the_folder_of_hours_unless_the_caller_reads_none),
	  CASE(a_list_ends_when_its_visit_says_so),
	  CASE(the_hours_that_come_are_stored_ones_and_then_a_forecast_with_its_interval),
	  CASE(a_text_that_does_not_hold_changes_nothing),
	  CASE(estimates_that_replace_nothing_are_a_warning),
	  CASE(providers_are_listed_and_a_fetch_without_a_key_asks_nobody),
	  CASE(a_job_of_two_hours_takes_the_two_cheap_ones),
	  CASE(a_job_goes_where_it_costs_least_and_the_front_weighs_money),
	  CASE(a_job_is_in_the_hours_that_are_allowed),
	  CASE(an_elastic_job_has_units_and_an_interrupted_one_pieces),
	  CASE(the_usual_network_of_a_plan_is_that_of_the_model),
	  CASE(a_question_that_cannot_be_is_refused_by_the_name_of_its_member),
	  CASE(what_one_has_reserved_another_does_not_take),
	  CASE(a_wait_keeps_the_deadline_of_the_first_start_until_it_ends),
	  CASE(a_case_written_out_as_json_is_answered_as_json))
