/* SPDX-License-Identifier: Apache-2.0 */
/* Sums that the ledger keeps as runs come, change and go are those of the runs one by one. */
#include <math.h>
#include <stdio.h>

#include "store_fixture.h"

#include <sqlite3.h>

#include "quantity/unit.h"
#include "record/perimeter.h"
#include "store/sum.h"

#define DAY_US INT64_C(86400000000)
#define RUNS 300

static uint64_t seed = 7;

static unsigned draw(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

static const char *const projects[] = {"", "a", "b"}, *const phases[] = {"training", "data"};
static const char *const tags[] = {"x", "y", "outcome:shipped", "outcome:failed"};

static void make_run(struct ledger *ledger, char ret_id[RUN_ID_SIZE])
{
	static char work[] = "work";
	static char *command[] = {work, NULL};
	char *some[] = {(char *)(uintptr_t)tags[draw(4)], NULL};
	double kwh = (1 + draw(1000)) / 100.0;
	struct run_figure figures[] = {
		{"energy", "share", "kWh", kwh, kwh * 0.9, kwh * 1.2, FRUGAL_MEASURED, 0.8},
		{"energy", "marginal", "Wh", kwh * 700, kwh * 700, kwh * 700, FRUGAL_MEASURED, 1},
		{"carbon", "share", "kgCO2e", kwh / 20, kwh / 30, kwh / 10, FRUGAL_MODELLED, 0},
		{"water", "share", "mL", kwh * 4000, kwh * 3000, kwh * 5000, FRUGAL_MODELLED, 0},
		{"embodied_adpe", "share", "kgSbe", 2e-9, 1e-9, 4e-9, FRUGAL_MODELLED, 0},
	};
	/* A third of the energy is of the site; the meter of the whole machine is in no sum. */
	double j = kwh * 2.4e6;
	struct run_part parts[] = {
		{.part = "cpu",
		 .sensor = "s",
		 .device = "",
		 .energy = {j * 0.6},
		 .idle = {j * 0.2},
		 .attributed = {j * 0.3},
		 .unattributed = {j * 0.1},
		 .low_factor = 1,
		 .high_factor = 1},
		{.part = "gpu.0",
		 .sensor = "s",
		 .device = "",
		 .energy = {j * 0.4},
		 .idle = {j * 0.1},
		 .attributed = {j * 0.2},
		 .unattributed = {j * 0.1},
		 .low_factor = 1,
		 .high_factor = 1},
		{.part = "node",
		 .sensor = "s",
		 .device = "",
		 .energy = {j},
		 .attributed = {j},
		 .is_check = true},
	};
	struct run_metric metrics[] = {{2000, 1, "accuracy", 0.5},
				       {5000, 2, "accuracy", draw(100) / 100.0},
				       {1000, 0, "loss", 3}};
	struct run_record run = {
		.status = draw(10) ? RUN_FINISHED : RUN_INTERRUPTED,
		.command = command,
		.project = projects[draw(3)],
		.service = draw(2) ? "chat" : "",
		.phase = phases[draw(2)],
		.name = draw(2) ? "small" : "large",
		.zone = "FR",
		.machine = "m",
		.tags = draw(3) ? NULL : some,
		.started_us = 20000 * DAY_US + (int64_t)draw(10 * 86400) * 1000000,
		.duration = {1 + draw(100)},
		.exit_code = draw(4) == 0,
		.share = draw(100) / 100.0,
		.parts = parts,
		.n_parts = draw(3) ? 3 : 0,
		.figures = figures,
		.n_figures = draw(8) ? 3 + draw(3) : 0,
		.metrics = metrics,
		.n_metrics = draw(3) ? 3 : 0,
	};
	/* Some ran within one of before, others long after it, and some of these end later. */
	static struct run_record before;
	if (draw(4) == 0) {
		memcpy(run.parent, before.id, RUN_ID_SIZE);
		run.started_us = before.started_us + (int64_t)draw(150) * 1000000 - 1000000;
	}
	run.ended_us = run.started_us + (int64_t)(run.duration.s * 1e6);
	CHECK_INT(run_id_new(run.id, NULL), 0);
	CHECK_INT(ledger_finish_run(ledger, &run, NULL), 0);
	memcpy(ret_id, run.id, RUN_ID_SIZE);
	if (draw(2))
		before = run;
}

static int add_group(void *context, const struct use_group *group, struct frugal_error *reterr)
{
	(void)reterr;
	use_add(context, &group->use);
	return 0;
}

static int add_run(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct use *to = context;
	struct perimeter_energy machines;
	(void)reterr;
	perimeter_of_run(run, PERIMETER_SHARE, &machines);
	to->runs += 1;
	to->duration_s += run->duration.s;
	for (size_t i = 0; i < run->n_figures; i++) {
		const struct run_figure *figure = &run->figures[i];
		struct unit unit;
		CHECK_INT(unit_parse(str_of(figure->unit), &unit, NULL), 0);
		double value = figure->value * unit.scale;
		bool share = strcmp(figure->perimeter, "share") == 0;
		if (strcmp(figure->name, "energy") == 0 && share) {
			to->energy_wh.runs += 1;
			to->energy_wh.value += value;
			to->energy_wh.low += figure->low * unit.scale;
			to->energy_wh.squares += value * value;
			to->measured_wh += value * figure->measured_share;
			to->machines_wh += run->n_parts ? energy_wh(machines.value) : value;
		} else if (strcmp(figure->name, "water") == 0) {
			to->criteria[USE_WATER].runs += 1;
			to->criteria[USE_WATER].value += figure->value / 1000;
			to->criteria[USE_WATER].low += figure->low / 1000;
		} else if (strcmp(figure->name, "embodied_adpe") == 0) {
			to->criteria[USE_EMBODIED_ADPE].runs += 1;
			to->criteria[USE_EMBODIED_ADPE].value += figure->value * 1000;
			to->criteria[USE_EMBODIED_ADPE].high += figure->high * 1000;
		} else if (share) {
			to->carbon_g.value += value;
			to->carbon_g.high += figure->high * unit.scale;
		} else {
			to->marginal_wh += value;
		}
	}
	return 0;
}

#define CHECK_SAME(x, y) CHECK(fabs((x) - (y)) <= 1e-9 * (fabs(x) + 1e-9))

static void check_filter(struct ledger *ledger, const struct run_filter *filter)
{
	struct use kept = {0}, added = {0};
	CHECK_INT(ledger_sum(ledger, filter, USE_PHASE | USE_END | USE_DAY, add_group, &kept, NULL),
		  0);
	struct run_filter outermost = *filter;
	outermost.outermost = true;
	CHECK_INT(ledger_list(ledger, &outermost, RUN_WHOLE, add_run, &added, NULL), 0);
	CHECK_SAME(kept.runs, added.runs);
	CHECK_SAME(kept.duration_s, added.duration_s);
	CHECK_SAME(kept.energy_wh.runs, added.energy_wh.runs);
	CHECK_SAME(kept.energy_wh.value, added.energy_wh.value);
	CHECK_SAME(kept.energy_wh.low, added.energy_wh.low);
	CHECK_SAME(kept.energy_wh.squares, added.energy_wh.squares);
	CHECK_SAME(kept.measured_wh, added.measured_wh);
	CHECK_SAME(kept.marginal_wh, added.marginal_wh);
	CHECK_SAME(kept.machines_wh, added.machines_wh);
	CHECK_SAME(kept.carbon_g.value, added.carbon_g.value);
	CHECK_SAME(kept.carbon_g.high, added.carbon_g.high);
	CHECK_SAME(kept.criteria[USE_WATER].runs, added.criteria[USE_WATER].runs);
	CHECK_SAME(kept.criteria[USE_WATER].value, added.criteria[USE_WATER].value);
	CHECK_SAME(kept.criteria[USE_WATER].low, added.criteria[USE_WATER].low);
	const struct use_figure *metals = &kept.criteria[USE_EMBODIED_ADPE];
	CHECK_SAME(metals->runs, added.criteria[USE_EMBODIED_ADPE].runs);
	CHECK_SAME(1e9 * metals->value, 1e9 * added.criteria[USE_EMBODIED_ADPE].value);
	CHECK_SAME(1e9 * metals->high, 1e9 * added.criteria[USE_EMBODIED_ADPE].high);
	CHECK_SAME(kept.criteria[USE_PRIMARY_ENERGY].runs, 0);
}

static int add_point(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct point_sums *to = context;
	(void)reterr;
	if (run->status == RUN_RUNNING || !run->n_metrics || !run->n_figures)
		return 0;
	double x = log(run->figures[0].value * 1000), y = run->metrics[1].value;
	to->n += 1;
	to->x += x;
	to->y += y;
	to->xx += x * x;
	to->xy += x * y;
	to->yy += y * y;
	return 0;
}

static void check_points(struct ledger *ledger, const struct run_filter *filter)
{
	struct point_sums kept, added = {0};
	CHECK_INT(ledger_points(ledger, filter, "accuracy", &kept, NULL), 0);
	CHECK_INT(ledger_list(ledger, filter, RUN_WHOLE, add_point, &added, NULL), 0);
	CHECK_SAME(kept.n, added.n);
	CHECK_SAME(kept.x, added.x);
	CHECK_SAME(kept.y, added.y);
	CHECK_SAME(kept.xx, added.xx);
	CHECK_SAME(kept.xy, added.xy);
	CHECK_SAME(kept.yy, added.yy);
}

static void check_all(struct ledger *ledger)
{
	static const char *const two[] = {"x", "outcome:shipped"};
	const int64_t from = 20002 * DAY_US, middle = 20003 * DAY_US + 7 * 3600000000;
	const struct run_filter filters[] = {
		{0},
		{.project = "a"},
		{.project = ""},
		{.service = "chat", .phase = "training", .name = "small"},
		{.tags = two, .n_tags = 1},
		{.tags = two + 1, .n_tags = 1, .project = "b"},
		{.tags = two, .n_tags = 2},
		{.since_us = from},
		{.since_us = middle, .until_us = middle + 3600000000},
		{.since_us = middle, .until_us = from + 6 * DAY_US + 1},
		{.until_us = middle, .tags = two, .n_tags = 1},
		{.outcome = RUN_OK},
		{.outcome = RUN_FAILED, .project = "a"},
		{.statuses = RUN_STATUS_BIT(RUN_INTERRUPTED)},
		{.statuses = RUN_STATUS_BIT(RUN_FINISHED), .phase = "data"},
		{.limit = 17},
	};
	for (size_t i = 0; i < sizeof(filters) / sizeof(*filters); i++) {
		check_filter(ledger, &filters[i]);
		if (!filters[i].since_us && !filters[i].until_us && !filters[i].limit)
			check_points(ledger, &filters[i]);
	}
}

TEST(sums_kept_are_those_of_the_runs_one_by_one)
{
	char ids[RUNS][RUN_ID_SIZE];
	fresh_dir();
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	for (int i = 0; i < RUNS; i++)
		make_run(ledger, ids[i]);
	check_all(ledger);
	for (int i = 0; i < RUNS; i++) {
		const struct run_place place = {.project = projects[draw(3)],
						.service = draw(2) ? "" : NULL};
		unsigned what = draw(5);
		if (what == 0)
			CHECK_INT(ledger_remove(ledger, ids[i], NULL), 0);
		else if (what == 1)
			CHECK_INT(ledger_tag(ledger, ids[i], tags[draw(4)], TAG_ADD, NULL), 0);
		else if (what == 2)
			CHECK_INT(ledger_place(ledger, ids[i], &place, NULL), 0);
		else if (what == 3)
			(void)ledger_tag(ledger, ids[i], tags[draw(4)], TAG_REMOVE, NULL);
	}
	check_all(ledger);
	ledger_close(ledger);
}

/*
 * 14 had no energy of the machines, and 15 no criteria but carbon: what an import had brought of
 * water is found. Some runs still wait for tally.
 */
static void check_step(const char *as_before)
{
	char id[RUN_ID_SIZE];
	sqlite3 *db;
	fresh_dir();
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	for (int i = 0; i < RUNS; i++)
		make_run(ledger, id);
	ledger_close(ledger);
	CHECK_INT(sqlite3_open(test_path, &db), SQLITE_OK);
	CHECK_INT(sqlite3_exec(db, "DELETE FROM figure WHERE name = 'embodied_adpe'", NULL, NULL,
			       NULL),
		  SQLITE_OK);
	CHECK_INT(sqlite3_exec(db, as_before, NULL, NULL, NULL), SQLITE_OK);
	CHECK_INT(sqlite3_close(db), SQLITE_OK);
	ledger = open_ledger(LEDGER_WRITE);
	check_all(ledger);
	make_run(ledger, id);
	check_all(ledger);
	ledger_close(ledger);
}

/* Of a later step. */
#define WITHOUT_POWER "ALTER TABLE derivation DROP COLUMN power;"

TEST(the_step_to_version_15_finds_the_energy_of_the_machines)
{
	check_step(WITHOUT_POWER
		   "ALTER TABLE brief DROP COLUMN machines;"
		   "ALTER TABLE tally DROP COLUMN machines; PRAGMA user_version = 14");
}

TEST(the_step_to_version_16_has_no_criteria_of_older_runs_but_their_water)
{
	check_step(WITHOUT_POWER "PRAGMA user_version = 15");
}

TEST(a_run_has_one_outcome)
{
	char id[RUN_ID_SIZE];
	struct run_record run;
	fresh_dir();
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	make_run(ledger, id);
	CHECK_INT(ledger_tag(ledger, id, "outcome:shipped", TAG_ADD, NULL), 0);
	CHECK_INT(ledger_tag(ledger, id, "outcome:superseded", TAG_ADD, NULL), 0);
	CHECK_INT(ledger_load_run(ledger, id, &run, NULL), 0);
	size_t outcomes = 0;
	for (char **tag = run.tags; *tag; tag++)
		outcomes += strncmp(*tag, "outcome:", 8) == 0;
	CHECK_INT(outcomes, 1);
	run_record_release(&run);
	ledger_close(ledger);
}

/* ---- runs within runs ----------------------------------------------------------------------- */

/* A run of 10 h from hour h on, or as long as it takes; 1 kWh of energy for each hour. */
static struct run_record hours_run(const char *id, const char *parent, int from_h, int hours)
{
	static struct run_figure figures[8];
	static size_t n;
	struct run_record run = bare_run(id, 0);
	struct run_figure *figure = &figures[n++ % 8];
	*figure = (struct run_figure){"energy", "share", "kWh",           hours,
				      hours,    hours,   FRUGAL_MODELLED, 0};
	(void)snprintf(run.parent, sizeof(run.parent), "%s", parent);
	run.started_us = 20000 * DAY_US + from_h * INT64_C(3600000000);
	run.ended_us = run.started_us + hours * INT64_C(3600000000);
	run.duration.s = hours * 3600.0;
	run.figures = figure;
	run.n_figures = 1;
	return run;
}

/* The energy in kWh of the filter's runs, the same by sums, by days and by a list. */
static double kwh(struct ledger *ledger, struct run_filter filter)
{
	struct use sum = {0}, days = {0}, listed = {0};
	filter.outermost = true;
	filter.statuses = RUN_STATUS_BIT(RUN_FINISHED);
	CHECK_INT(ledger_sum(ledger, &filter, 0, add_group, &sum, NULL), 0);
	CHECK_INT(ledger_sum(ledger, &filter, USE_DAY | USE_NAME, add_group, &days, NULL), 0);
	CHECK_INT(ledger_list(ledger, &filter, RUN_FIGURES, add_run, &listed, NULL), 0);
	CHECK_SAME(sum.energy_wh.value, days.energy_wh.value);
	CHECK_SAME(sum.energy_wh.value, listed.energy_wh.value);
	CHECK_SAME(sum.runs, listed.runs);
	return sum.energy_wh.value / 1000;
}

#define OUTER "00000000000000aa"
#define MIDDLE "00000000000000bb"
#define INNER "00000000000000cc"

/* Ten hours, of them six, of these two; the phase is set where the work is. */
static struct ledger *ledger_of_three(void)
{
	struct run_record outer = hours_run(OUTER, "", 0, 10);
	struct run_record middle = hours_run(MIDDLE, OUTER, 2, 6);
	struct run_record inner = hours_run(INNER, MIDDLE, 3, 2);
	static char night[] = "night";
	static char *at_night[] = {night, NULL};
	outer.project = middle.project = "p";
	outer.tags = inner.tags = at_night;
	inner.phase = "training";
	middle.name = "middle";
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	put(ledger, inner);
	CHECK_SAME(kwh(ledger, (struct run_filter){0}), 2);
	put(ledger, middle);
	CHECK_SAME(kwh(ledger, (struct run_filter){0}), 6);
	put(ledger, outer);
	return ledger;
}

TEST(what_ran_within_a_run_is_not_added_twice)
{
	static const char *const night[] = {"night"}, *const both[] = {"night", "late"};
	const int64_t hour_us = INT64_C(3600000000), day_us = 20000 * DAY_US;
	size_t n;
	fresh_dir();
	struct ledger *ledger = ledger_of_three();
	CHECK_SAME(kwh(ledger, (struct run_filter){0}), 10);
	CHECK_INT(ledger_count_within(ledger, NULL, &n, NULL), 0);
	CHECK_INT(n, 2);
	/* Each question has its own outermost runs. */
	CHECK_SAME(kwh(ledger, (struct run_filter){.project = "p"}), 10);
	CHECK_SAME(kwh(ledger, (struct run_filter){.name = "middle"}), 6);
	CHECK_SAME(kwh(ledger, (struct run_filter){.phase = "training"}), 2);
	CHECK_SAME(kwh(ledger, (struct run_filter){.phase = ""}), 10);
	CHECK_SAME(kwh(ledger, (struct run_filter){.since_us = day_us + hour_us}), 6);
	CHECK_SAME(kwh(ledger, (struct run_filter){.until_us = day_us + hour_us}), 10);
	/* The middle one has no such tag, and lies between two that have. */
	CHECK_SAME(kwh(ledger, (struct run_filter){.tags = night, .n_tags = 1}), 10);
	CHECK_INT(ledger_tag(ledger, INNER, "late", TAG_ADD, NULL), 0);
	CHECK_SAME(kwh(ledger, (struct run_filter){.tags = both, .n_tags = 2}), 2);
	CHECK_SAME(kwh(ledger, (struct run_filter){.id = INNER}), 2);
	ledger_close(ledger);
}

static int add_tag(void *context, const char *tag, const struct use *use,
		   struct frugal_error *reterr)
{
	(void)reterr;
	CHECK_TEXT(tag, "night");
	*(double *)context = use->energy_wh.value / 1000;
	return 0;
}

TEST(sums_by_tag_hold_an_inner_run_once)
{
	double got = 0;
	fresh_dir();
	struct ledger *ledger = ledger_of_three();
	CHECK_INT(ledger_sum_tags(ledger, &(struct run_filter){0}, "night", add_tag, &got, NULL),
		  0);
	CHECK_SAME(got, 10);
	CHECK_INT(ledger_remove(ledger, OUTER, NULL), 0);
	CHECK_INT(ledger_sum_tags(ledger, &(struct run_filter){0}, "night", add_tag, &got, NULL),
		  0);
	CHECK_SAME(got, 2);
	ledger_close(ledger);
}

TEST(removed_parents_leave_their_children_where_they_were)
{
	struct run_record got;
	fresh_dir();
	struct ledger *ledger = ledger_of_three();
	/* Without the middle one the inner one is within the outer one. */
	CHECK_INT(ledger_remove(ledger, MIDDLE, NULL), 0);
	CHECK_INT(ledger_load_run(ledger, INNER, &got, NULL), 0);
	CHECK_TEXT(got.parent, OUTER);
	run_record_release(&got);
	CHECK_SAME(kwh(ledger, (struct run_filter){0}), 10);
	/* Without any it is on its own, until the outer one comes again. */
	CHECK_INT(ledger_remove(ledger, OUTER, NULL), 0);
	CHECK_SAME(kwh(ledger, (struct run_filter){0}), 2);
	put(ledger, hours_run(OUTER, "", 0, 10));
	CHECK_SAME(kwh(ledger, (struct run_filter){0}), 10);
	CHECK_INT(ledger_remove(ledger, INNER, NULL), 0);
	CHECK_SAME(kwh(ledger, (struct run_filter){0}), 10);
	ledger_close(ledger);
}

TEST(a_run_is_within_another_only_while_that_runs)
{
	struct run_owner owner = {.host = "n"};
	fresh_dir();
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	struct run_record outer = hours_run(OUTER, "", 0, 1);
	/* The outer one still runs: its figures are in no sum yet. */
	CHECK_INT(ledger_begin_run(ledger, &outer, &owner, NULL), 0);
	put(ledger, hours_run(INNER, OUTER, 0, 1));
	CHECK_SAME(kwh(ledger, (struct run_filter){0}), 1);
	put(ledger, outer);
	CHECK_SAME(kwh(ledger, (struct run_filter){0}), 1);
	/* Left behind by it: most of it came later. */
	put(ledger, hours_run(MIDDLE, OUTER, 0, 9));
	CHECK_SAME(kwh(ledger, (struct run_filter){0}), 10);
	ledger_close(ledger);
}

TEST(runs_that_are_parents_of_each_other_do_not_vanish)
{
	fresh_dir();
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	put(ledger, hours_run(OUTER, MIDDLE, 0, 10));
	put(ledger, hours_run(MIDDLE, OUTER, 1, 4));
	put(ledger, hours_run(INNER, INNER, 2, 1));
	CHECK_SAME(kwh(ledger, (struct run_filter){0}), 11);
	ledger_close(ledger);
}

RUN_TESTS(CASE(sums_kept_are_those_of_the_runs_one_by_one),
	  CASE(the_step_to_version_15_finds_the_energy_of_the_machines),
	  CASE(the_step_to_version_16_has_no_criteria_of_older_runs_but_their_water),
	  CASE(a_run_has_one_outcome), CASE(what_ran_within_a_run_is_not_added_twice),
	  CASE(sums_by_tag_hold_an_inner_run_once),
	  CASE(removed_parents_leave_their_children_where_they_were),
	  CASE(a_run_is_within_another_only_while_that_runs),
	  CASE(runs_that_are_parents_of_each_other_do_not_vanish))
