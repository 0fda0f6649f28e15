/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Groups, projects, services and comparisons through the public functions. The runs are put there
 * by the room store; expected values are worked out by hand.
 */
#include <stdio.h>
#include <string.h>

#include "frugal.h"

#include "base/mem.h"
#include "store_fixture.h"

#define DAY_US INT64_C(86400000000)

static frugal_library *library;

static frugal_ledger *open_public(enum frugal_ledger_mode mode)
{
	const struct frugal_options options = {
		.size = sizeof(options), .store = test_path, .draws = 1};
	frugal_ledger *ledger = NULL;
	struct frugal_error error = {0};
	frugal_library_free(library);
	library = NULL;
	CHECK_INT(frugal_library_new(&options, &library, &error), 0);
	if (frugal_ledger_open(library, mode, &ledger, &error) < 0)
		print_error("%s (%s): %s\n", error.what, error.where, error.todo);
	CHECK(ledger != NULL);
	return ledger;
}

/* Of wh watt-hours at 100 g a kWh, from half to twice; a tenth of the carbon is embodied. */
static void add(struct ledger *ledger, int n, const char *phase, const char *name, double wh,
		int day, int exit_code)
{
	static char work[] = "work";
	static char *command[] = {work, NULL};
	struct run_figure figures[] = {
		{"energy", "share", "Wh", wh, wh / 2, wh * 2, FRUGAL_MODELLED, 0.5},
		{"carbon", "share", "gCO2e", wh / 10, wh / 20, wh / 5, FRUGAL_MODELLED, 0},
		{"embodied", "share", "gCO2e", wh / 100, wh / 200, wh / 50, FRUGAL_MODELLED, 0},
	};
	struct run_record run = {.status = RUN_FINISHED,
				 .command = command,
				 .project = "p",
				 .service = "chat",
				 .phase = phase,
				 .name = name,
				 .zone = "FR",
				 .machine = "m",
				 .started_us = day * DAY_US,
				 .ended_us = day * DAY_US + 3600000000,
				 .duration = {3600},
				 .exit_code = exit_code,
				 .figures = figures,
				 .n_figures = 3};
	(void)snprintf(run.id, sizeof(run.id), "%016x", (unsigned)n);
	put(ledger, run);
}

/* 1970-01: training of 1000 Wh, of which 400 failed; 1970-02: 60 Wh of inference, 1970-03: 40. */
static void put_runs(void)
{
	fresh_dir();
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	add(ledger, 1, "training", "a", 600, 5, 0);
	add(ledger, 2, "training", "b", 400, 6, 1);
	add(ledger, 3, "inference", "b", 60, 40, 0);
	add(ledger, 4, "inference", "b", 40, 70, 0);
	ledger_close(ledger);
}

static struct frugal_sum sum_of_part(const frugal_group *group, const char *part)
{
	struct frugal_sum sum = {.size = sizeof(sum)};
	CHECK_INT(frugal_group_sum(group, part, &sum, NULL), 0);
	return sum;
}

static frugal_group *read_group(frugal_ledger *ledger, const char *words, double pue)
{
	const struct frugal_group_question question = {
		.size = sizeof(question), .words = words, .pue = pue};
	frugal_group *group = NULL;
	struct frugal_error error = {0};
	if (frugal_group_read(ledger, &question, &group, &error) < 0)
		print_error("%s (%s): %s\n", error.what, error.where, error.todo);
	CHECK(group != NULL);
	return group;
}

TEST(the_parts_of_a_group_add_up_to_the_whole)
{
	put_runs();
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_READ);
	frugal_group *group = read_group(ledger, "project=p", 0);
	frugal_ledger_close(ledger);
	struct frugal_sum all = sum_of_part(group, "all");
	CHECK_CLOSE(all.runs, 4, 0);
	CHECK_CLOSE(all.energy_wh.value, 1100, 1e-12);
	CHECK_CLOSE(all.energy_wh.low, 550, 1e-12);
	CHECK_CLOSE(all.energy_wh.high, 2200, 1e-12);
	CHECK_CLOSE(all.carbon_g.value, 110, 1e-12);
	CHECK_CLOSE(all.embodied_g.value, 11, 1e-12);
	CHECK_CLOSE(all.measured_wh, 550, 1e-12);
	CHECK_CLOSE(all.duration_s, 4 * 3600, 1e-12);
	CHECK_CLOSE(sum_of_part(group, "failed").energy_wh.value, 400, 1e-12);
	CHECK_CLOSE(sum_of_part(group, "untold").energy_wh.value, 700, 1e-12);
	CHECK_CLOSE(sum_of_part(group, "inference").energy_wh.value, 100, 1e-12);
	CHECK_CLOSE(sum_of_part(group, "shipped").runs, 0, 0);
	frugal_group_free(group);
}

struct seen {
	char keys[100];
	double wh[4];
	size_t n;
};

static int see(void *context, const char *key, const struct frugal_sum *sum,
	       struct frugal_error *error)
{
	struct seen *seen = context;
	(void)error;
	(void)snprintf(seen->keys + strlen(seen->keys), 40, "%s ", key);
	seen->wh[seen->n++] = sum->energy_wh.value;
	return seen->n == 2 ? FRUGAL_VISIT_STOP : FRUGAL_VISIT_ON;
}

TEST(a_group_is_visited_by_key_until_the_visit_stops)
{
	struct seen seen = {{0}, {0}, 0};
	struct frugal_error error = {0};
	put_runs();
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_READ);
	frugal_group *group = read_group(ledger, "service=chat", 0);
	CHECK_INT(frugal_group_by(group, "month", see, &seen, &error), 0);
	CHECK_TEXT(seen.keys, "1970-01 1970-02 ");
	CHECK_CLOSE(seen.wh[0], 1000, 1e-12);
	CHECK_CLOSE(seen.wh[1], 60, 1e-12);
	CHECK_INT(frugal_group_by(group, "colour", see, &seen, &error), FRUGAL_EUSAGE);
	frugal_group_free(group);
	seen = (struct seen){{0}, {0}, 0};
	CHECK_INT(frugal_ledger_sum(ledger, NULL, "name", see, &seen, &error), 0);
	CHECK_TEXT(seen.keys, "a b ");
	CHECK_CLOSE(seen.wh[1], 500, 1e-12);
	CHECK_INT(frugal_ledger_sum(ledger, NULL, "colour", see, &seen, &error), FRUGAL_EUSAGE);
	frugal_ledger_close(ledger);
}

TEST(an_option_wins_over_the_register_and_that_over_the_runs)
{
	const char *words[] = {"pue=1.5", "unit=answer"};
	put_runs();
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_WRITE);
	struct frugal_group_about about = {.size = sizeof(about)};
	CHECK_INT(frugal_service_set(ledger, "chat", words, 2, NULL), 0);
	frugal_group *group = read_group(ledger, "service=chat", 0);
	CHECK_CLOSE(sum_of_part(group, "all").energy_wh.value, 1650, 1e-12);
	CHECK_CLOSE(sum_of_part(group, "all").energy_wh.high, 3300, 1e-12);
	CHECK_CLOSE(sum_of_part(group, "all").carbon_g.value, 165, 1e-12);
	CHECK_CLOSE(sum_of_part(group, "all").embodied_g.value, 11, 1e-12);
	CHECK_INT(frugal_group_about(group, &about, NULL), 0);
	CHECK_TEXT(about.pue_by, "register");
	CHECK_TEXT(about.unit, "answer");
	frugal_group_free(group);
	group = read_group(ledger, "service=chat", 1.2);
	CHECK_CLOSE(sum_of_part(group, "all").energy_wh.value, 1320, 1e-12);
	CHECK_INT(frugal_group_about(group, &about, NULL), 0);
	CHECK_TEXT(about.pue_by, "option");
	frugal_group_free(group);
	frugal_ledger_close(ledger);
}

/* The register says 0.3 L/kWh, 60 % and 5 units; a 0 wins where its bit says that it is meant. */
TEST(a_zero_that_is_meant_wins_over_the_register)
{
	const char *const words[] = {"unit=answer", "wue=0.3L/kWh", "renewable=60%"};
	struct frugal_group_question question = {.size = sizeof(question), .words = "service=chat"};
	struct frugal_group_about about = {.size = sizeof(about)};
	struct frugal_error error = {0};
	frugal_group *group = NULL;
	put_runs();
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_WRITE);
	CHECK_INT(frugal_service_set(ledger, "chat", words, 3, &error), 0);
	CHECK_INT(frugal_service_use(ledger, "chat", "1970-02", 5, NAN, &error), 0);
	CHECK_INT(frugal_group_read(ledger, &question, &group, &error), 0);
	CHECK_INT(frugal_group_about(group, &about, &error), 0);
	CHECK_CLOSE(about.wue_l_per_kwh, 0.3, 1e-12);
	CHECK_CLOSE(about.renewable, 0.6, 1e-12);
	CHECK_CLOSE(about.units, 5, 1e-12);
	frugal_group_free(group);
	question.given = FRUGAL_GIVEN_WUE | FRUGAL_GIVEN_RENEWABLE | FRUGAL_GIVEN_UNITS;
	CHECK_INT(frugal_group_read(ledger, &question, &group, &error), 0);
	CHECK_INT(frugal_group_about(group, &about, &error), 0);
	CHECK(about.wue_l_per_kwh == 0 && about.renewable == 0 && about.units == 0);
	frugal_group_free(group);
	question.given = 0;
	question.renewable = 0.25; /* needs no bit */
	CHECK_INT(frugal_group_read(ledger, &question, &group, &error), 0);
	CHECK_INT(frugal_group_about(group, &about, &error), 0);
	CHECK_CLOSE(about.renewable, 0.25, 1e-12);
	CHECK_CLOSE(about.wue_l_per_kwh, 0.3, 1e-12);
	frugal_group_free(group);
	question.renewable = 60;
	CHECK_INT(frugal_group_read(ledger, &question, &group, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "renewable is 60");
	question.renewable = 0;
	question.wue_l_per_kwh = -0.3;
	CHECK_INT(frugal_group_read(ledger, &question, &group, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "wue is -0.3");
	frugal_ledger_close(ledger);
}

TEST(units_of_a_month_without_runs_dilute_nothing_and_avoid_nothing)
{
	const char *words[] = {"reference=mail", "reference_per_use=3gCO2e"};
	struct frugal_service_month month = {.size = sizeof(month)};
	struct frugal_figure avoided;
	frugal_service *service = NULL;
	put_runs();
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_WRITE);
	CHECK_INT(frugal_service_set(ledger, "chat", words, 2, NULL), 0);
	CHECK_INT(frugal_service_use(ledger, "chat", "1970-02", 100, NAN, NULL), 0);
	CHECK_INT(frugal_service_use(ledger, "chat", "1970-07", 1e6, NAN, NULL), 0);
	CHECK_INT(frugal_service_use(ledger, "chat", "July", 1, NAN, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_service_read(ledger, "chat", &service, NULL), 0);
	struct frugal_sum served = sum_of_part(frugal_service_group(service), "served");
	CHECK_CLOSE(served.energy_wh.value, 60, 1e-12);
	CHECK_INT((int)frugal_service_month_count(service), 3);
	CHECK_INT(frugal_service_month(service, 0, &month, NULL), 0);
	CHECK_TEXT(month.month, "1970-02");
	CHECK_CLOSE(month.unit_g.value, 0.066, 1e-12); /* (6 + 0.6) g over 100 */
	CHECK_CLOSE(month.unit_g.high, 0.132, 1e-12);
	CHECK_INT(frugal_service_month(service, 2, &month, NULL), 0);
	CHECK(isnan(month.unit_g.value));
	CHECK_INT(frugal_service_month(service, 3, &month, NULL), FRUGAL_EUSAGE);
	CHECK(frugal_service_no_benefit(service) == NULL);
	CHECK_INT(frugal_service_benefit(service, "avoided", &avoided), 0);
	CHECK_CLOSE(avoided.value, 0.24, 1e-12); /* 100 * 3 g, in kg, of which a fifth remains */
	frugal_service_free(service);
	CHECK_INT(frugal_service_remove(ledger, "chat", NULL), 0);
	CHECK_INT(frugal_service_read(ledger, "chat", &service, NULL), FRUGAL_EUSAGE);
	frugal_ledger_close(ledger);
}

TEST(a_project_has_its_shares)
{
	struct frugal_project_shares shares = {.size = sizeof(shares)};
	frugal_project *project = NULL;
	put_runs();
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_READ);
	CHECK_INT(frugal_project_read(ledger, "p", NULL, NULL, 0, &project, NULL), 0);
	CHECK_INT(frugal_project_shares(project, &shares, NULL), 0);
	CHECK_CLOSE(shares.failed, 400. / 1100, 1e-12);
	CHECK_CLOSE(shares.before, 0, 0);
	CHECK(isnan(shares.idle) && isnan(shares.never_shipped) && isnan(shares.after_best));
	CHECK_CLOSE(sum_of_part(frugal_project_group(project), "all").runs, 4, 0);
	frugal_project_free(project);
	CHECK_INT(frugal_project_read(ledger, "nobody", NULL, NULL, 0, &project, NULL),
		  FRUGAL_EUSAGE);
	frugal_ledger_close(ledger);
}

static int group_within(frugal_ledger *ledger, const char *words,
			const struct frugal_filter *filter, double *ret_wh,
			struct frugal_error *reterr)
{
	const struct frugal_group_question question = {
		.size = sizeof(question), .words = words, .filter = filter};
	frugal_group *group = NULL;
	int r = frugal_group_read(ledger, &question, &group, reterr);
	*ret_wh = r == 0 ? sum_of_part(group, "all").energy_wh.value : (double)NAN;
	frugal_group_free(group);
	return r;
}

TEST(words_and_a_filter_hold_together)
{
	const struct frugal_filter b = {.size = sizeof(b), .name = "b"};
	const struct frugal_filter nobody = {.size = sizeof(nobody), .project = "nobody"};
	struct frugal_error error = {0};
	double wh = 0;
	put_runs();
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_READ);
	CHECK_INT(group_within(ledger, NULL, &b, &wh, NULL), 0);
	CHECK_CLOSE(wh, 400 + 60 + 40, 1e-9);
	CHECK_INT(group_within(ledger, "phase=inference", &b, &wh, NULL), 0);
	CHECK_CLOSE(wh, 60 + 40, 1e-9);
	CHECK_INT(group_within(ledger, "name=b,phase=inference", &b, &wh, NULL), 0);
	CHECK_CLOSE(wh, 60 + 40, 1e-9);
	CHECK_INT(group_within(ledger, "0000000000000003", &b, &wh, NULL), 0);
	CHECK_CLOSE(wh, 60, 1e-9);
	CHECK_INT(group_within(ledger, "0000000000000001", &b, &wh, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "'name=b'");
	CHECK_INT(group_within(ledger, "name=a", &b, &wh, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "name=a and name=b");
	CHECK_INT(group_within(ledger, "phase=search", &b, &wh, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "'phase=search,name=b'");
	CHECK_INT(group_within(ledger, NULL, &nobody, &wh, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "'project=nobody'");
	frugal_ledger_close(ledger);
}

TEST(a_filter_narrows_every_group_of_a_comparison)
{
	const struct frugal_filter training = {.size = sizeof(training), .phase = "training"};
	const char *labels[] = {"name=a", "name=b"};
	const struct frugal_comparison_question question = {
		.size = sizeof(question), .labels = labels, .n = 2, .filter = &training};
	struct frugal_compared group = {.size = sizeof(group)};
	frugal_comparison *comparison = NULL;
	put_runs();
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_READ);
	CHECK_INT(frugal_comparison_read(ledger, &question, &comparison, NULL), 0);
	CHECK_INT(frugal_comparison_group(comparison, 0, &group, NULL), 0);
	CHECK_CLOSE(group.energy_wh.mean, 600, 1e-9);
	CHECK_INT(frugal_comparison_group(comparison, 1, &group, NULL), 0);
	CHECK_CLOSE(group.energy_wh.mean, 400, 1e-9);
	CHECK_INT((int)group.runs, 1);
	frugal_comparison_free(comparison);
	frugal_ledger_close(ledger);
}

/*
 * Of 9, 10 and 11 Wh: mean 10, sd 1, half a width of Student's 90 % of 2.9200 / sqrt(3) = 1.6859;
 * ends of the runs 5 and 20. low 10 - hypot(1.6859, 5) = 4.7234, high 10 + hypot(1.6859, 10).
 */
TEST(repeats_do_not_narrow_what_is_common_to_them)
{
	const char *labels[] = {"name=x", "name=y"};
	const struct frugal_comparison_question question = {
		.size = sizeof(question), .labels = labels, .n = 2, .most_increase = 0.05};
	struct frugal_compared x = {.size = sizeof(x)};
	struct frugal_change change = {.size = sizeof(change)};
	struct frugal_law law = {.size = sizeof(law)};
	frugal_comparison *comparison = NULL;
	fresh_dir();
	struct ledger *kept = open_ledger(LEDGER_WRITE);
	for (int i = 0; i < 3; i++) {
		add(kept, i + 1, "training", "x", 9 + i, 5 + i, 0);
		add(kept, i + 4, "training", "y", 12 + i, 5 + i, 0);
	}
	ledger_close(kept);
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_READ);
	CHECK_INT(frugal_comparison_read(ledger, &question, &comparison, NULL), 0);
	frugal_ledger_close(ledger);
	CHECK_INT(frugal_comparison_group(comparison, 0, &x, NULL), 0);
	CHECK_CLOSE(x.energy_wh.mean, 10, 1e-12);
	CHECK_CLOSE(x.energy_wh.common_low, 5, 1e-12);
	CHECK_CLOSE(x.energy_wh.common_high, 20, 1e-12);
	CHECK_CLOSE(x.energy_wh.low, 4.7234, 1e-4);
	CHECK_CLOSE(x.energy_wh.high, 20.1411, 1e-4);
	/* 3 of 10; the error 1 * sqrt(2 / 3) = 0.8165 with t(0.975, 4) = 2.7764: 2.2669 */
	CHECK_INT(frugal_comparison_change(comparison, 1, &change, NULL), 0);
	CHECK_CLOSE(change.change, 0.3, 1e-12);
	CHECK_CLOSE(change.low, 0.3 - 0.22669, 1e-3);
	CHECK_CLOSE(change.high, 0.3 + 0.22669, 1e-3);
	/* p 0.02 by Welch, though three and three are too few for permutations. */
	CHECK_INT(change.worse, 0);
	CHECK_INT(frugal_comparison_verdict(comparison), FRUGAL_EUNDECIDED);
	struct frugal_gate gate = {.size = sizeof(gate)};
	CHECK_INT(frugal_comparison_gate(comparison, 1, NULL, &gate, NULL), 0);
	CHECK_TEXT(gate.verdict, "cannot_tell");
	CHECK_TEXT(gate.reason, "too_few");
	CHECK_CLOSE(gate.limit, 0.05, 1e-12);
	CHECK_INT(frugal_comparison_gate(comparison, 1, "carbon", &gate, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_comparison_gate(comparison, 0, NULL, &gate, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_comparison_change(comparison, 0, &change, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_comparison_change(comparison, 2, &change, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_comparison_law(comparison, &law, NULL), FRUGAL_EUSAGE);
	frugal_comparison_free(comparison);
}

/* Nine to twelve Wh in four runs, and twice as much: 1 / 70 of the orders are as extreme. */
TEST(limits_have_a_verdict_by_figure_and_one_of_all)
{
	static const char *const labels[] = {"name=x", "name=y"};
	static const char *const limits[] = {"duration=10%", "energy=50%"};
	static const char *const bare[] = {"5"};
	struct frugal_comparison_question question = {.size = sizeof(question),
						      .labels = labels,
						      .n = 2,
						      .limits = limits,
						      .n_limits = 2,
						      .min_runs = 4};
	struct frugal_gate gate = {.size = sizeof(gate)};
	struct frugal_compared x = {.size = sizeof(x)};
	struct frugal_error error = {0};
	frugal_comparison *comparison = NULL;
	fresh_dir();
	struct ledger *kept = open_ledger(LEDGER_WRITE);
	for (int i = 0; i < 4; i++) {
		add(kept, i + 1, "training", "x", 9 + i, 5 + i, 0);
		add(kept, i + 5, "training", "y", 18 + 2 * i, 5 + i, 0);
	}
	ledger_close(kept);
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_READ);
	CHECK_INT(frugal_comparison_read(ledger, &question, &comparison, NULL), 0);
	CHECK_INT(frugal_comparison_verdict(comparison), FRUGAL_EFINDING);
	CHECK_INT(frugal_comparison_gate(comparison, 1, "energy", &gate, NULL), 0);
	CHECK_TEXT(gate.verdict, "regression");
	CHECK_TEXT(gate.reason, "");
	CHECK_CLOSE(gate.change, 1, 1e-12);
	CHECK(gate.p < 0.05 && gate.p > 2 / 70.0 - 1e-9);
	CHECK_INT(frugal_comparison_gate(comparison, 1, "duration", &gate, NULL), 0);
	CHECK_TEXT(gate.verdict, "pass");
	CHECK_INT(gate.improved, 0);
	frugal_comparison_free(comparison);
	question.min_runs = 5;
	CHECK_INT(frugal_comparison_read(ledger, &question, &comparison, NULL), 0);
	CHECK_INT(frugal_comparison_verdict(comparison), FRUGAL_EUNDECIDED);
	frugal_comparison_free(comparison);
	/* A baseline without any other run is read whole, and judges nothing. */
	question = (struct frugal_comparison_question){
		.size = sizeof(question), .n = 2, .limits = limits + 1, .n_limits = 1};
	const char *const twice[] = {"name=y", "name=y"};
	question.labels = twice;
	CHECK_INT(frugal_comparison_read(ledger, &question, &comparison, NULL), 0);
	CHECK_INT(frugal_comparison_gate(comparison, 1, NULL, &gate, NULL), 0);
	CHECK_TEXT(gate.reason, "itself");
	CHECK_INT(frugal_comparison_group(comparison, 0, &x, NULL), 0);
	CHECK_INT((int)x.shared, 0);
	CHECK_INT((int)x.runs, 4);
	frugal_comparison_free(comparison);
	question.limits = bare;
	CHECK_INT(frugal_comparison_read(ledger, &question, &comparison, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "500 %");
	question.limits = NULL;
	CHECK_INT(frugal_comparison_read(ledger, &question, &comparison, &error), FRUGAL_EUSAGE);
	CHECK_INT(frugal_comparison_verdict(NULL), FRUGAL_EUSAGE);
	frugal_ledger_close(ledger);
}

TEST(what_is_missing_or_wrong_is_an_error_by_name)
{
	struct frugal_error error = {0};
	frugal_group *group = NULL;
	frugal_comparison *comparison = NULL;
	struct frugal_sum sum = {0};
	put_runs();
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_READ);
	CHECK_INT(frugal_group_read(NULL, NULL, &group, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "ledger");
	CHECK_INT(frugal_group_read(ledger, NULL, NULL, &error), FRUGAL_EUSAGE);
	CHECK_INT(frugal_group_read(ledger, &(struct frugal_group_question){0}, &group, &error),
		  FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "size");
	CHECK_INT(frugal_group_read(ledger,
				    &(struct frugal_group_question){
					    .size = sizeof(struct frugal_group_question),
					    .words = "project=nobody"},
				    &group, &error),
		  FRUGAL_EUSAGE);
	group = read_group(ledger, NULL, 0);
	CHECK_INT(frugal_group_sum(group, "all", &sum, &error), FRUGAL_EUSAGE);
	sum.size = sizeof(sum);
	CHECK_INT(frugal_group_sum(group, "colour", &sum, &error), FRUGAL_EUSAGE);
	frugal_group_free(group);
	CHECK_INT(frugal_comparison_read(ledger,
					 &(struct frugal_comparison_question){
						 .size = sizeof(struct frugal_comparison_question)},
					 &comparison, &error),
		  FRUGAL_EUSAGE);
	frugal_group_free(NULL);
	frugal_project_free(NULL);
	frugal_service_free(NULL);
	frugal_comparison_free(NULL);
	frugal_ledger_close(ledger);
}

/* Whichever allocation fails, nothing is lost and the next try works. */
TEST(memory_may_run_out_at_any_moment)
{
	const struct frugal_group_question question = {
		.size = sizeof(question), .words = "service=chat", .one_by_one = 1};
	put_runs();
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_READ);
	int r = FRUGAL_EENV;
	for (int64_t n = 0; r < 0 && n < 3000; n++) {
		frugal_group *group = NULL;
		mem_fail_after(n);
		r = frugal_group_read(ledger, &question, &group, NULL);
		mem_fail_after(-1);
		CHECK(r == 0 || r == FRUGAL_EENV);
		frugal_group_free(group);
	}
	CHECK_INT(r, 0);
	frugal_ledger_close(ledger);
	frugal_library_free(library);
	remove_dir(test_dir);
}

RUN_TESTS(CASE(the_parts_of_a_group_add_up_to_the_whole),
	  CASE(a_group_is_visited_by_key_until_the_visit_stops),
	  CASE(an_option_wins_over_the_register_and_that_over_the_runs),
	  CASE(a_zero_that_is_meant_wins_over_the_register),
	  CASE(units_of_a_month_without_runs_dilute_nothing_and_avoid_nothing),
	  CASE(a_project_has_its_shares), CASE(words_and_a_filter_hold_together),
	  CASE(a_filter_narrows_every_group_of_a_comparison),
	  CASE(limits_have_a_verdict_by_figure_and_one_of_all),
	  CASE(repeats_do_not_narrow_what_is_common_to_them),
	  CASE(what_is_missing_or_wrong_is_an_error_by_name),
	  CASE(memory_may_run_out_at_any_moment))
