/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trials and earlier forecasts through the public functions. Most runs are put into the ledger by
 * the room store, so that what is expected can be worked out by hand; one test measures a command.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "frugal.h"

#include "base/mem.h"
#include "store_fixture.h"
#include "tree.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static frugal_library *library;
static int next_run;

static const char *const words[] = {"./train", "--share={}"};

static void open_library(const char *root)
{
	const struct frugal_options options = {.size = sizeof(options),
					       .store = test_path,
					       .root = root,
					       .draws = 64,
					       .interval_s = 0.02,
					       .no_environment = 1};
	frugal_library_free(library);
	library = NULL;
	CHECK_INT(frugal_library_new(&options, &library, NULL), 0);
}

static frugal_ledger *open_public(enum frugal_ledger_mode mode)
{
	frugal_ledger *ledger = NULL;
	struct frugal_error error = {0};
	if (frugal_ledger_open(library, mode, &ledger, &error) < 0)
		print_error("%s (%s): %s\n", error.what, error.where, error.todo);
	CHECK(ledger != NULL);
	return ledger;
}

static struct frugal_trial_question question_of(const char *shares)
{
	return (struct frugal_trial_question){.size = sizeof(struct frugal_trial_question),
					      .words = words,
					      .n_words = COUNT(words),
					      .shares = shares,
					      .zone = "FR"};
}

static frugal_trial *new_trial(const struct frugal_trial_question *question)
{
	frugal_trial *trial = NULL;
	struct frugal_error error = {0};
	if (frugal_trial_new(library, question, &trial, &error) < 0)
		print_error("%s (%s): %s\n", error.what, error.where, error.todo);
	CHECK(trial != NULL);
	return trial;
}

static struct frugal_trial_about about_of(const frugal_trial *trial)
{
	struct frugal_trial_about about = {.size = sizeof(about)};
	CHECK_INT(frugal_trial_about(trial, &about, NULL), 0);
	return about;
}

/* What a run of the trial is like. */
struct made {
	const char *name, *zone;
	char *share; /* its word; NULL: as the trial was asked */
	double wh, carbon_g, cpu_s;
	int64_t started_us;
};

/*
 * Ten seconds for each watt-hour; the meter may be off by half down and twice up. Half of the CPU
 * time is not ours.
 */
static void add(const char *trial_id, const struct made *made)
{
	static char train[] = "./train", any[] = "--share={}";
	char *command[] = {train, made->share ? made->share : any, NULL};
	char tag[64];
	char *tags[] = {tag, NULL};
	struct run_figure figures[] = {
		{"energy", "share", "Wh", made->wh, made->wh / 2, made->wh * 2, FRUGAL_MODELLED, 0},
		{"carbon", "share", "gCO2e", made->carbon_g, made->carbon_g / 2, made->carbon_g * 2,
		 FRUGAL_MODELLED, 0},
	};
	struct run_record run = {.status = RUN_FINISHED,
				 .command = command,
				 .project = "",
				 .service = "",
				 .phase = "",
				 .name = made->name,
				 .host = "here",
				 .zone = made->zone,
				 .machine = "m",
				 .tags = trial_id ? tags : NULL,
				 .started_us = made->started_us,
				 .ended_us = made->started_us + 1,
				 .duration = {made->wh * 10},
				 .cpu = {made->cpu_s},
				 .machine_busy = {made->cpu_s},
				 .share = 1,
				 .figures = figures,
				 .n_figures = made->carbon_g > 0 ? 2 : 1};
	(void)snprintf(tag, sizeof(tag), "trial:%s", trial_id ? trial_id : "");
	(void)snprintf(run.id, sizeof(run.id), "%016x", (unsigned)++next_run);
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	put(ledger, run);
	ledger_close(ledger);
}

/* 100 Wh, 10 g, 1000 s and 500 s of processor time for the whole, in exact proportion. */
static void add_in_proportion(const char *id)
{
	static const char *const names[] = {"trial-0.1", "trial-0.2", "trial-0.5"};
	static const double shares[] = {0.1, 0.2, 0.5};
	for (int i = 0; i < 3; i++)
		add(id, &(struct made){.name = names[i],
				       .zone = "FR",
				       .wh = 100 * shares[i],
				       .carbon_g = 10 * shares[i],
				       .cpu_s = 500 * shares[i],
				       .started_us = 1000000 + i});
}

static int forecast(frugal_trial *trial, struct frugal_error *error)
{
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_WRITE);
	int r = frugal_trial_forecast(trial, ledger, error);
	frugal_ledger_close(ledger);
	return r;
}

static struct frugal_trial_figure figure_of(const frugal_trial *trial, enum frugal_trial_kind kind)
{
	struct frugal_trial_figure figure = {.size = sizeof(figure)};
	CHECK_INT(frugal_trial_figure(trial, kind, &figure, NULL), 0);
	return figure;
}

/* ---- the question --------------------------------------------------------------------------- */

TEST(shares_are_percents_or_numbers_and_default_to_one_two_and_five_percent)
{
	double share = 0;
	fresh_dir();
	open_library(NULL);
	struct frugal_trial_question question = question_of(NULL);
	frugal_trial *trial = new_trial(&question);
	CHECK_INT(frugal_trial_share(trial, 0, &share), 0);
	CHECK_CLOSE(share, 0.01, 1e-12);
	CHECK_INT(frugal_trial_share(trial, 2, &share), 0);
	CHECK_CLOSE(share, 0.05, 1e-12);
	CHECK_INT(frugal_trial_share(trial, 3, &share), FRUGAL_EUSAGE);
	struct frugal_trial_about about = about_of(trial);
	CHECK_INT(strlen(about.id), 16);
	CHECK_INT(about.shares, 3);
	CHECK_INT(about.repeats, 1);
	CHECK_INT(about.n_places, 0);
	frugal_trial_free(trial);
	question = question_of("0.5%, 0.02");
	question.repeats = 2;
	trial = new_trial(&question);
	CHECK_INT(frugal_trial_share(trial, 0, &share), 0);
	CHECK_CLOSE(share, 0.005, 1e-12);
	CHECK_INT(frugal_trial_share(trial, 1, &share), 0);
	CHECK_CLOSE(share, 0.02, 1e-12);
	frugal_trial_free(trial);
}

TEST(questions_that_cannot_be_asked_are_refused)
{
	static const char *const shares[] = {"2%,1%,3%", "1%,2%,100%", "lots", "1%,,2%", "0,1%,2%"};
	static const char *const fixed[] = {"./train", "--share=0.5"};
	static const char *const nowhere[] = {"nosuch"};
	frugal_trial *trial = NULL;
	struct frugal_error error = {0};
	fresh_dir();
	open_library(NULL);
	for (size_t i = 0; i < COUNT(shares); i++) {
		struct frugal_trial_question question = question_of(shares[i]);
		CHECK_INT(frugal_trial_new(library, &question, &trial, &error), FRUGAL_EUSAGE);
		CHECK_HOLDS(error.what, shares[i]);
	}
	/* Of one size, and of two but once each, nothing can be said. */
	struct frugal_trial_question one = question_of("10%"), two = question_of("10%,20%");
	one.repeats = 3;
	CHECK_INT(frugal_trial_new(library, &one, &trial, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "three runs and two shares");
	CHECK_INT(frugal_trial_new(library, &two, &trial, &error), FRUGAL_EUSAGE);
	struct frugal_trial_question question = question_of(NULL);
	question.words = fixed;
	CHECK_INT(frugal_trial_new(library, &question, &trial, &error), FRUGAL_EUSAGE);
	question = question_of(NULL);
	question.on = nowhere;
	question.n_on = 1;
	CHECK_INT(frugal_trial_new(library, &question, &trial, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "nosuch");
	question = question_of(NULL);
	question.words = NULL;
	CHECK_INT(frugal_trial_new(library, &question, &trial, NULL), FRUGAL_EUSAGE);
	question.size = 0;
	CHECK_INT(frugal_trial_new(library, &question, &trial, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_trial_new(NULL, &question, &trial, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_trial_new(library, NULL, &trial, NULL), FRUGAL_EUSAGE);
	CHECK(trial == NULL);
}

/* ---- the forecast --------------------------------------------------------------------------- */

TEST(what_grows_in_proportion_is_forecast_in_proportion)
{
	fresh_dir();
	open_library(NULL);
	const struct frugal_trial_question question = question_of("10%,20%,50%");
	frugal_trial *trial = new_trial(&question);
	add_in_proportion(about_of(trial).id);
	CHECK_INT(forecast(trial, NULL), 0);
	struct frugal_trial_about about = about_of(trial);
	CHECK_INT(about.runs, 3);
	CHECK_INT(about.has_forecast, 1);
	CHECK_INT(about.has_whole, 0);
	/* All that was busy was the command. */
	CHECK_CLOSE(about.others_share, 0, 0);
	struct frugal_trial_run run = {.size = sizeof(run)};
	CHECK_INT(frugal_trial_run(trial, 1, &run, NULL), 0);
	CHECK_CLOSE(run.share, 0.2, 1e-12);
	CHECK_CLOSE(run.energy_wh, 20, 1e-12);
	CHECK_CLOSE(run.carbon_g, 2, 1e-12);
	CHECK_CLOSE(run.duration_s, 200, 1e-12);
	CHECK_CLOSE(run.cpu_s, 100, 1e-12);
	CHECK_INT(frugal_trial_run(trial, 3, &run, NULL), FRUGAL_EUSAGE);
	static const double wholes[] = {100, 10, 1000, 500};
	for (int kind = FRUGAL_TRIAL_ENERGY; kind <= FRUGAL_TRIAL_CPU; kind++) {
		struct frugal_trial_figure figure = figure_of(trial, (enum frugal_trial_kind)kind);
		CHECK_CLOSE(figure.value, wholes[kind], 0.03);
		CHECK_CLOSE(figure.exponent, 1, 0.05);
		CHECK(figure.meter_low < wholes[kind] && figure.meter_high > wholes[kind]);
		CHECK(isnan(figure.actual));
	}
	/* The meter's half down and twice up are common to the runs: independent of the rest. */
	struct frugal_trial_figure energy = figure_of(trial, FRUGAL_TRIAL_ENERGY);
	double down = energy.value - energy.meter_low, up = energy.meter_high - energy.value;
	CHECK_CLOSE(energy.low, energy.value - hypot(down, energy.value / 2), 1e-9);
	CHECK_CLOSE(energy.high, energy.value + hypot(up, energy.value), 1e-9);
	/* A clock has no such error. */
	struct frugal_trial_figure duration = figure_of(trial, FRUGAL_TRIAL_DURATION);
	CHECK(duration.low == duration.meter_low && duration.high == duration.meter_high);
	/* Once: it is kept. */
	CHECK_INT(forecast(trial, NULL), FRUGAL_EUSAGE);
	frugal_trial_free(trial);
}

TEST(without_runs_there_is_no_forecast_and_no_figure)
{
	struct frugal_error error = {0};
	struct frugal_trial_figure figure = {.size = sizeof(figure)};
	struct frugal_trial_run run = {.size = sizeof(run)};
	struct frugal_trial_place place = {.size = sizeof(place)};
	fresh_dir();
	open_library(NULL);
	const struct frugal_trial_question question = question_of("10%,20%,50%");
	frugal_trial *trial = new_trial(&question);
	CHECK_INT(forecast(trial, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "no finished run");
	struct frugal_trial_about about = about_of(trial);
	CHECK(about.runs == 0 && !about.has_forecast && isnan(about.others_share));
	CHECK_INT(frugal_trial_figure(trial, FRUGAL_TRIAL_ENERGY, &figure, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_trial_run(trial, 0, &run, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_trial_place(trial, 0, &place, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_trial_whole(trial, NULL, NULL), FRUGAL_EUSAGE);
	/* Nothing of the failed attempt stays: with its runs the forecast is as if it were the
	 * first. */
	add_in_proportion(about.id);
	CHECK_INT(forecast(trial, NULL), 0);
	CHECK_INT(about_of(trial).runs, 3);
	CHECK_INT(frugal_trial_place(trial, 0, &place, NULL), FRUGAL_EUSAGE);
	frugal_trial_free(trial);
}

TEST(a_figure_that_the_runs_lack_is_not_guessed)
{
	static const char *const names[] = {"trial-0.1", "trial-0.2", "trial-0.5"};
	struct frugal_error error = {0};
	fresh_dir();
	open_library(NULL);
	const struct frugal_trial_question question = question_of("10%,20%,50%");
	frugal_trial *trial = new_trial(&question);
	for (int i = 0; i < 3; i++)
		add(about_of(trial).id,
		    &(struct made){.name = names[i], .zone = "FR", .wh = i + 1, .cpu_s = 1});
	CHECK_INT(forecast(trial, &error), FRUGAL_EDATA);
	CHECK_HOLDS(error.what, "carbon");
	frugal_trial_free(trial);
	/* Processor time is only used where it was counted. */
	trial = new_trial(&question);
	for (int i = 0; i < 3; i++)
		add(about_of(trial).id,
		    &(struct made){.name = names[i], .zone = "FR", .wh = i + 1, .carbon_g = i + 1});
	CHECK_INT(forecast(trial, NULL), 0);
	CHECK(isnan(figure_of(trial, FRUGAL_TRIAL_CPU).value));
	CHECK(isnan(figure_of(trial, FRUGAL_TRIAL_CPU).meter_high));
	CHECK(figure_of(trial, FRUGAL_TRIAL_DURATION).value > 0);
	frugal_trial_free(trial);
}

TEST(other_zones_and_machines_are_asked_with_the_forecast)
{
	static const char *const on[] = {"c5.xlarge", "H100 SXM"};
	fresh_dir();
	open_library(NULL);
	struct frugal_trial_question question = question_of("10%,20%,50%");
	question.on = on;
	question.n_on = COUNT(on);
	question.zones = "FR, SE";
	frugal_trial *trial = new_trial(&question);
	add_in_proportion(about_of(trial).id);
	CHECK_INT(forecast(trial, NULL), 0);
	CHECK_INT(about_of(trial).n_places, 3);
	CHECK_INT(about_of(trial).n_zones, 2);
	struct frugal_trial_place place = {.size = sizeof(place)};
	struct frugal_trial_carbon carbon = {.size = sizeof(carbon)};
	struct frugal_trial_figure energy = figure_of(trial, FRUGAL_TRIAL_ENERGY);
	/* Here: the forecast; its carbon in France is that of the runs. */
	CHECK_INT(frugal_trial_place(trial, 0, &place, NULL), 0);
	CHECK(place.name == NULL && place.reason == NULL);
	CHECK_CLOSE(place.energy_wh.value, energy.value, 1e-12);
	CHECK_CLOSE(place.energy_wh.high, energy.high, 1e-12);
	CHECK_CLOSE(place.duration_s.value, figure_of(trial, FRUGAL_TRIAL_DURATION).value, 1e-12);
	CHECK_INT(frugal_trial_carbon(trial, 0, 0, &carbon, NULL), 0);
	CHECK_TEXT(carbon.zone, "FR");
	CHECK_CLOSE(carbon.carbon_g.value, figure_of(trial, FRUGAL_TRIAL_CARBON).value, 1e-12);
	CHECK_INT(frugal_trial_carbon(trial, 1, 1, &carbon, NULL), 0);
	CHECK_TEXT(carbon.zone, "SE");
	CHECK(carbon.carbon_g.low < carbon.carbon_g.value);
	/* The job has no accelerator: nothing is known of one. */
	CHECK_INT(frugal_trial_place(trial, 2, &place, NULL), 0);
	CHECK_TEXT(place.name, "H100 SXM");
	CHECK(place.reason != NULL && isnan(place.energy_wh.value) && isnan(place.duration_s.low));
	CHECK_INT(frugal_trial_carbon(trial, 2, 0, &carbon, NULL), 0);
	CHECK(isnan(carbon.carbon_g.value));
	CHECK_INT(frugal_trial_place(trial, 3, &place, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_trial_carbon(trial, 0, 2, &carbon, NULL), FRUGAL_EUSAGE);
	frugal_trial_free(trial);
}

TEST(without_a_zone_the_electricity_is_that_of_the_runs)
{
	static const char *const on[] = {"c5.xlarge"};
	fresh_dir();
	open_library(NULL);
	struct frugal_trial_question question = question_of("10%,20%,50%");
	question.zone = NULL;
	question.on = on;
	question.n_on = 1;
	frugal_trial *trial = new_trial(&question);
	add_in_proportion(about_of(trial).id);
	CHECK_INT(forecast(trial, NULL), 0);
	CHECK_INT(about_of(trial).n_zones, 1);
	struct frugal_trial_carbon carbon = {.size = sizeof(carbon)};
	CHECK_INT(frugal_trial_carbon(trial, 0, 0, &carbon, NULL), 0);
	CHECK_TEXT(carbon.zone, "FR");
	CHECK_CLOSE(carbon.carbon_g.value, figure_of(trial, FRUGAL_TRIAL_CARBON).value, 1e-12);
	frugal_trial_free(trial);

	/* The world's average is another question: 100 Wh of it are far more than the runs' 10 g.
	 */
	question.zones = "WOR";
	trial = new_trial(&question);
	add_in_proportion(about_of(trial).id);
	CHECK_INT(forecast(trial, NULL), 0);
	CHECK_INT(frugal_trial_carbon(trial, 0, 0, &carbon, NULL), 0);
	CHECK_TEXT(carbon.zone, "WOR");
	CHECK(carbon.carbon_g.value > 2 * figure_of(trial, FRUGAL_TRIAL_CARBON).value);
	frugal_trial_free(trial);
}

/* ---- the whole ------------------------------------------------------------------------------ */

static int64_t now_us(int64_t plus_s)
{
	return ((int64_t)time(NULL) + plus_s) * 1000000;
}

TEST(the_whole_that_was_run_is_compared_with_its_forecast)
{
	fresh_dir();
	open_library(NULL);
	const struct frugal_trial_question question = question_of("10%,20%,50%");
	frugal_trial *trial = new_trial(&question);
	const char *id = about_of(trial).id;
	add_in_proportion(id);
	CHECK_INT(forecast(trial, NULL), 0);
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_READ);
	CHECK_INT(frugal_trial_whole(trial, ledger, NULL), FRUGAL_EUSAGE);
	frugal_ledger_close(ledger);
	static char whole[] = "--share=1", other[] = "--share=1.0";
	add(id, &(struct made){"trial-1", "FR", whole, 98, 9.8, 490, now_us(60)});
	ledger = open_public(FRUGAL_LEDGER_READ);
	CHECK_INT(frugal_trial_whole(trial, ledger, NULL), 0);
	frugal_ledger_close(ledger);
	CHECK_INT(about_of(trial).has_whole, 1);
	CHECK_CLOSE(figure_of(trial, FRUGAL_TRIAL_ENERGY).actual, 98, 1e-12);
	CHECK_CLOSE(figure_of(trial, FRUGAL_TRIAL_CARBON).actual, 9.8, 1e-12);
	CHECK_CLOSE(figure_of(trial, FRUGAL_TRIAL_DURATION).actual, 980, 1e-12);
	CHECK_CLOSE(figure_of(trial, FRUGAL_TRIAL_CPU).actual, 490, 1e-12);

	/* Later by hand, ten times as much and by other electricity. */
	add(NULL, &(struct made){"", "SE", other, 1000, 1, 5000, now_us(120)});
	frugal_forecasts *past = NULL;
	ledger = open_public(FRUGAL_LEDGER_READ);
	CHECK_INT(frugal_forecasts_read(ledger, &past, NULL), 0);
	frugal_ledger_close(ledger);
	CHECK_INT(frugal_forecasts_count(past), 1);
	struct frugal_forecast made = {.size = sizeof(made)};
	CHECK_INT(frugal_forecasts_get(past, 0, &made, NULL), 0);
	CHECK_TEXT(made.id, id);
	CHECK_TEXT(made.command, "./train --share={}");
	CHECK_INT(made.wholes, 2);
	CHECK_CLOSE(made.duration_s.value, figure_of(trial, FRUGAL_TRIAL_DURATION).value, 1e-12);
	/* The interval that the trial gave, and the one of the same meter. */
	CHECK_CLOSE(made.energy_wh.low, figure_of(trial, FRUGAL_TRIAL_ENERGY).low, 1e-12);
	CHECK_CLOSE(made.energy_wh.high, figure_of(trial, FRUGAL_TRIAL_ENERGY).high, 1e-12);
	CHECK_CLOSE(made.meter_energy_wh.low, figure_of(trial, FRUGAL_TRIAL_ENERGY).meter_low,
		    1e-12);
	CHECK_CLOSE(made.meter_energy_wh.high, figure_of(trial, FRUGAL_TRIAL_ENERGY).meter_high,
		    1e-12);
	struct frugal_whole ran = {.size = sizeof(ran)};
	CHECK_INT(frugal_forecasts_whole(past, 0, 0, &ran, NULL), 0);
	CHECK_CLOSE(ran.energy_wh, 1000, 1e-12);
	CHECK_CLOSE(ran.duration_s, 10000, 1e-12);
	CHECK(isnan(ran.carbon_g));
	CHECK(!ran.energy_inside && !ran.carbon_inside && !ran.duration_inside);
	CHECK_INT(frugal_forecasts_whole(past, 0, 1, &ran, NULL), 0);
	CHECK_CLOSE(ran.carbon_g, 9.8, 1e-12);
	CHECK(ran.energy_inside && ran.carbon_inside && ran.duration_inside);
	CHECK_INT(frugal_forecasts_whole(past, 0, 2, &ran, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_forecasts_get(past, 1, &made, NULL), FRUGAL_EUSAGE);
	size_t inside, of;
	CHECK_INT(frugal_forecasts_inside(past, FRUGAL_TRIAL_ENERGY, &inside, &of, NULL), 0);
	CHECK(inside == 1 && of == 2);
	CHECK_INT(frugal_forecasts_inside(past, FRUGAL_TRIAL_CARBON, &inside, &of, NULL), 0);
	CHECK(inside == 1 && of == 1);
	CHECK_INT(frugal_forecasts_inside(past, FRUGAL_TRIAL_CPU, &inside, &of, NULL),
		  FRUGAL_EUSAGE);
	frugal_forecasts_free(past);
	frugal_trial_free(trial);
}

TEST(a_ledger_without_forecasts_gives_none)
{
	frugal_forecasts *past = NULL;
	struct frugal_forecast made = {.size = sizeof(made)};
	size_t inside = 7, of = 7;
	fresh_dir();
	open_library(NULL);
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_READ); /* of a file that is not there */
	CHECK_INT(frugal_forecasts_read(ledger, &past, NULL), 0);
	CHECK_INT(frugal_forecasts_count(past), 0);
	CHECK_INT(frugal_forecasts_get(past, 0, &made, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_forecasts_inside(past, FRUGAL_TRIAL_ENERGY, &inside, &of, NULL), 0);
	CHECK(inside == 0 && of == 0);
	frugal_forecasts_free(past);
	frugal_ledger_close(ledger);
	CHECK_INT(frugal_forecasts_count(NULL), 0);
	CHECK_INT(frugal_forecasts_read(NULL, &past, NULL), FRUGAL_EUSAGE);
}

/* ---- a command ------------------------------------------------------------------------------ */

struct seen {
	char name[32];
	size_t runs;
};

static int see(void *context, const frugal_run *run, struct frugal_error *reterr)
{
	struct seen *seen = context;
	struct frugal_run_about about = {.size = sizeof(about)};
	(void)reterr;
	CHECK_INT(frugal_run_about(run, &about, NULL), 0);
	(void)snprintf(seen->name, sizeof(seen->name), "%s", about.name);
	seen->runs++;
	return 0;
}

TEST(a_share_of_the_command_is_measured_named_and_kept)
{
	static struct tree tree;
	static const char *const script[] = {"sh", "-c", "test {} = 0.25"};
	static const char *const tags[] = {"mine", NULL};
	frugal_measure *measure = NULL;
	struct frugal_ended ended = {.size = sizeof(ended)};
	struct frugal_measure_options options = {.size = sizeof(options), .tags = tags, .keep = 1};
	fresh_dir();
	tree_make(&tree);
	open_library(tree.root);
	struct frugal_trial_question question = question_of("25%,50%,75%");
	question.words = script;
	question.n_words = COUNT(script);
	frugal_trial *trial = new_trial(&question);
	CHECK_INT(frugal_trial_start(trial, 0.3, &options, &measure, NULL), FRUGAL_EUSAGE);
	options.keep = 0;
	CHECK_INT(frugal_trial_start(trial, 0.25, &options, &measure, NULL), FRUGAL_EUSAGE);
	options.keep = 1;
	CHECK(measure == NULL);
	CHECK_INT(frugal_trial_start(trial, 0.25, &options, &measure, NULL), 0);
	CHECK_INT(frugal_measure_wait(measure, &ended, NULL), 0);
	CHECK_INT(ended.status, 0);
	frugal_measure_free(measure);
	/* Of another share the words are others. */
	CHECK_INT(frugal_trial_start(trial, 1, NULL, &measure, NULL), 0);
	CHECK_INT(frugal_measure_wait(measure, &ended, NULL), 0);
	CHECK_INT(ended.status, 1);
	frugal_measure_free(measure);
	char tag[64];
	(void)snprintf(tag, sizeof(tag), "trial:%s", about_of(trial).id);
	const char *const found_by[] = {tag, "mine"};
	const struct frugal_filter filter = {
		.size = sizeof(filter), .tags = found_by, .n_tags = COUNT(found_by)};
	struct seen seen = {0};
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_READ);
	CHECK_INT(frugal_ledger_list(ledger, &filter, FRUGAL_RUN_HEAD, see, &seen, NULL), 0);
	frugal_ledger_close(ledger);
	CHECK_INT(seen.runs, 1);
	CHECK_TEXT(seen.name, "trial-0.25");
	frugal_trial_free(trial);
	tree_remove(&tree);
}

/* ---- memory --------------------------------------------------------------------------------- */

static int ask_once(void)
{
	struct frugal_trial_question question = question_of("10%,20%,50%");
	question.zones = "SE";
	frugal_trial *trial = NULL;
	int r = frugal_trial_new(library, &question, &trial, NULL);
	frugal_trial_free(trial);
	return r;
}

TEST(memory_may_run_out_at_any_moment)
{
	int r = FRUGAL_EENV;
	fresh_dir();
	open_library(NULL);
	for (int64_t n = 0; r < 0 && n < 100000; n++) {
		mem_fail_after(n);
		r = ask_once();
		mem_fail_after(-1);
		CHECK(r == 0 || r == FRUGAL_EENV);
	}
	CHECK_INT(r, 0);
	struct frugal_trial_question question = question_of("10%,20%,50%");
	question.zones = "SE";
	frugal_trial *trial = new_trial(&question);
	add_in_proportion(about_of(trial).id);
	r = FRUGAL_EENV;
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_WRITE);
	/* Once kept, the forecast is not made again: elsewhere is what may have failed. */
	for (int64_t n = 0; r == FRUGAL_EENV && n < 100000; n++) {
		mem_fail_after(n);
		r = frugal_trial_forecast(trial, ledger, NULL);
		mem_fail_after(-1);
	}
	CHECK(r == 0 || r == FRUGAL_EUSAGE);
	CHECK_INT(about_of(trial).has_forecast, 1);
	frugal_forecasts *past = NULL;
	r = FRUGAL_EENV;
	for (int64_t n = 0; r < 0 && n < 100000; n++) {
		mem_fail_after(n);
		r = frugal_forecasts_read(ledger, &past, NULL);
		mem_fail_after(-1);
		CHECK(r == 0 || r == FRUGAL_EENV);
	}
	CHECK_INT(frugal_forecasts_count(past), 1);
	frugal_forecasts_free(past);
	frugal_ledger_close(ledger);
	frugal_trial_free(trial);
	frugal_library_free(library);
	remove_dir(test_dir);
}

RUN_TESTS(CASE(shares_are_percents_or_numbers_and_default_to_one_two_and_five_percent),
	  CASE(questions_that_cannot_be_asked_are_refused),
	  CASE(what_grows_in_proportion_is_forecast_in_proportion),
	  CASE(without_runs_there_is_no_forecast_and_no_figure),
	  CASE(a_figure_that_the_runs_lack_is_not_guessed),
	  CASE(other_zones_and_machines_are_asked_with_the_forecast),
	  CASE(without_a_zone_the_electricity_is_that_of_the_runs),
	  CASE(the_whole_that_was_run_is_compared_with_its_forecast),
	  CASE(a_ledger_without_forecasts_gives_none),
	  CASE(a_share_of_the_command_is_measured_named_and_kept),
	  CASE(memory_may_run_out_at_any_moment))
