/* SPDX-License-Identifier: Apache-2.0 */
/* Ticks to samples to parts to the record of a run; numbers worked out by hand. */
#include "check.h"
#include "meter_bench.h"

#include <errno.h>
#include <time.h>

#include "meter/attribute.h"
#include "meter/cover.h"
#include "meter/part.h"
#include "meter/sample.h"
#include "meter/session.h"
#include "record/perimeter.h"

#define S INT64_C(1000000000)

/* ---- samples -------------------------------------------------------------------------------- */

/* Microjoules; goes to 0 after 999,999,999 (so that 1000 J are one round); 150 W at the most. */
static struct source counter(uint64_t wrap)
{
	return (struct source){
		.part = "cpu.package-0",
		.detail = "test",
		.unlock = "",
		.cover = COVER_PACKAGE,
		.counter = true,
		.unit = 1e-6,
		.wrap = wrap,
		.max_w = 150,
		.update = {0.001},
		.low_factor = 1,
		.high_factor = 1,
	};
}

static struct sample take(struct sampler *sampler, const struct source *source, uint64_t raw,
			  int64_t at_ns, enum tick_state state, int64_t suspended_ns)
{
	struct tick tick = {.raw = raw, .at_ns = at_ns, .state = state};
	struct sample sample;
	sample_take(sampler, source, &tick, suspended_ns, &sample);
	return sample;
}

TEST(the_first_tick_is_no_energy_and_the_second_is_the_rise)
{
	struct source source = counter(999999999);
	struct sampler sampler = {0};
	CHECK_INT(take(&sampler, &source, 5000000, S, TICK_OK, 0).state, SAMPLE_FIRST);
	struct sample sample = take(&sampler, &source, 55000000, 2 * S, TICK_OK, 0);
	CHECK_INT(sample.state, SAMPLE_OK);
	CHECK_CLOSE(sample.energy.j, 50, 1e-12);
	CHECK_CLOSE(sample.length.s, 1, 1e-12);
	CHECK(sample.moved);
	sample = take(&sampler, &source, 55000000, 3 * S, TICK_OK, 0);
	CHECK_INT(sample.state, SAMPLE_OK);
	CHECK_CLOSE(sample.energy.j, 0, 0);
	CHECK(!sample.moved);
}

/* From 999,999,990 to 9 are 9 steps to the top, one to 0, 9 more. */
TEST(a_wrapped_counter_adds_its_range_and_the_step_to_zero)
{
	struct source source = counter(999999999);
	struct sampler sampler = {0};
	(void)take(&sampler, &source, 999999990, S, TICK_OK, 0);
	struct sample sample = take(&sampler, &source, 9, 2 * S, TICK_OK, 0);
	CHECK_INT(sample.state, SAMPLE_OK);
	CHECK_CLOSE(sample.energy.j, 19e-6, 1e-9);
}

TEST(a_fall_without_a_known_range_is_a_gap_with_its_length)
{
	struct source source = counter(0);
	struct sampler sampler = {0};
	(void)take(&sampler, &source, 999999990, S, TICK_OK, 0);
	struct sample sample = take(&sampler, &source, 9, 3 * S, TICK_OK, 0);
	CHECK_INT(sample.state, SAMPLE_GAP);
	CHECK_CLOSE(sample.energy.j, 0, 0);
	CHECK_CLOSE(sample.gap.s, 2, 1e-12);
	/* And goes on from the new value. */
	sample = take(&sampler, &source, 30000009, 4 * S, TICK_OK, 0);
	CHECK_CLOSE(sample.energy.j, 30, 1e-12);
}

TEST(a_reset_does_not_pass_for_a_wrap)
{
	struct source source = counter(999999999);
	struct sampler sampler = {0};
	(void)take(&sampler, &source, 500000000, S, TICK_OK, 0);
	/* As a wrap it would be 510 J in 0.1 s: 5.1 kW. */
	struct sample sample = take(&sampler, &source, 10000000, S + S / 10, TICK_OK, 0);
	CHECK_INT(sample.state, SAMPLE_GAP);
	CHECK_CLOSE(sample.gap.s, 0.1, 1e-9);
}

TEST(a_rise_faster_than_the_part_can_draw_is_a_gap)
{
	struct source source = counter(999999999);
	struct sampler sampler = {0};
	(void)take(&sampler, &source, 0, S, TICK_OK, 0);
	CHECK_INT(take(&sampler, &source, 150000000, 2 * S, TICK_OK, 0).state, SAMPLE_OK);
	CHECK_INT(take(&sampler, &source, 301000000, 3 * S, TICK_OK, 0).state, SAMPLE_GAP);
	source.max_w = 0;
	CHECK_INT(take(&sampler, &source, 900000000, 4 * S, TICK_OK, 0).state, SAMPLE_OK);
}

/* 1000 J a round at 150 W: after 6.7 s the number of rounds is unknown. */
TEST(a_pause_longer_than_a_round_is_a_gap)
{
	struct source source = counter(999999999);
	struct sampler sampler = {0};
	(void)take(&sampler, &source, 0, S, TICK_OK, 0);
	CHECK_INT(take(&sampler, &source, 600000000, 7 * S, TICK_OK, 0).state, SAMPLE_OK);
	CHECK_INT(take(&sampler, &source, 700000000, 14 * S, TICK_OK, 0).state, SAMPLE_GAP);
}

TEST(a_failed_read_is_missing_and_bridged_by_the_next_good_one)
{
	static const enum tick_state failures[] = {TICK_DENIED, TICK_ABSENT, TICK_STALE};
	for (size_t i = 0; i < 3; i++) {
		struct source source = counter(999999999);
		struct sampler sampler = {0};
		CHECK_INT(take(&sampler, &source, 0, S, failures[i], 0).state, SAMPLE_MISSING);
		CHECK_INT(take(&sampler, &source, 0, S, TICK_OK, 0).state, SAMPLE_FIRST);
		struct sample sample = take(&sampler, &source, 0, 2 * S, failures[i], 0);
		CHECK_INT(sample.state, SAMPLE_MISSING);
		CHECK_CLOSE(sample.energy.j, 0, 0);
		sample = take(&sampler, &source, 80000000, 3 * S, TICK_OK, 0);
		CHECK_INT(sample.state, SAMPLE_OK);
		CHECK_CLOSE(sample.energy.j, 80, 1e-12);
		CHECK_CLOSE(sample.length.s, 2, 1e-12);
	}
}

TEST(a_suspend_is_a_gap_as_long_as_the_machine_slept)
{
	struct source source = counter(999999999);
	struct sampler sampler = {0};
	(void)take(&sampler, &source, 0, S, TICK_OK, 0);
	struct sample sample = take(&sampler, &source, 10000000, S + S / 2, TICK_OK, 60 * S);
	CHECK_INT(sample.state, SAMPLE_GAP);
	CHECK_CLOSE(sample.gap.s, 60.5, 1e-12);
	/* Also when the reads failed in between. */
	(void)take(&sampler, &source, 0, 2 * S, TICK_STALE, 5 * S);
	sample = take(&sampler, &source, 20000000, 3 * S, TICK_OK, 0);
	CHECK_INT(sample.state, SAMPLE_GAP);
	CHECK_CLOSE(sample.gap.s, 6.5, 1e-12);
}

TEST(a_gauge_is_the_mean_of_both_ends_over_the_time)
{
	struct source source = {.unit = 1e-3, .max_w = 500};
	struct sampler sampler = {0};
	(void)take(&sampler, &source, 100000, S, TICK_OK, 0);
	CHECK_CLOSE(take(&sampler, &source, 200000, 3 * S, TICK_OK, 0).energy.j, 300, 1e-12);
}

/* ---- attribution ---------------------------------------------------------------------------- */

TEST(idle_attributed_and_unattributed_are_shared_out_by_hand)
{
	struct attribution sums = {0};
	/* 100 J in 2 s over 20 W idle: 40 idle, 60 dynamic, a quarter ours. */
	attribute_interval(&sums, (struct energy){100}, (struct duration){2}, (struct power){20},
			   false, 0.25);
	CHECK_CLOSE(sum_value(&sums.idle), 40, 1e-12);
	CHECK_CLOSE(sum_value(&sums.attributed), 15, 1e-12);
	CHECK_CLOSE(sum_value(&sums.unattributed), 45, 1e-12);
	/* Less than idle: all of it is idle, nothing is negative. */
	attribute_interval(&sums, (struct energy){30}, (struct duration){2}, (struct power){20},
			   false, 0.25);
	CHECK_CLOSE(sum_value(&sums.idle), 70, 1e-12);
	CHECK_CLOSE(sum_value(&sums.attributed), 15, 1e-12);
	/* Memory: attributed to none of the processes. */
	attribute_interval(&sums, (struct energy){5}, (struct duration){1}, (struct power){0}, true,
			   1);
	CHECK_CLOSE(sum_value(&sums.idle), 75, 1e-12);
	attribute_whole(&sums, 0.5);
	CHECK_CLOSE(sum_value(&sums.attributed), 30, 1e-12);
	CHECK_CLOSE(sum_value(&sums.unattributed), 30, 1e-12);
}

static uint64_t next_random(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return *state >> 33;
}

TEST(the_parts_of_energy_add_up_over_any_sequence)
{
	uint64_t seed = 42;
	for (int round = 0; round < 20; round++) {
		struct attribution sums = {0};
		for (int i = 0; i < 100000; i++) {
			double size = (double)(next_random(&seed) % 7);
			struct energy energy = {(double)next_random(&seed) * 1e-6 *
						exp2(4 * size - 12)};
			struct duration length = {(double)(next_random(&seed) % 1000) * 1e-3};
			struct power idle = {(double)(next_random(&seed) % 200)};
			double share = (double)(next_random(&seed) % 1001) / 1000;
			attribute_interval(&sums, energy, length, idle, false, share);
		}
		double whole = sum_value(&sums.energy);
		CHECK_CLOSE(sum_value(&sums.idle) + sum_value(&sums.attributed) +
				    sum_value(&sums.unattributed),
			    whole, 1e-12);
		CHECK(sum_value(&sums.idle) >= 0 && sum_value(&sums.attributed) >= 0 &&
		      sum_value(&sums.unattributed) >= 0);
	}
}

TEST(a_sum_keeps_what_rounding_would_lose)
{
	struct sum sum = {0};
	sum_add(&sum, 1);
	for (int i = 0; i < 1000; i++)
		sum_add(&sum, 1e-17);
	CHECK_CLOSE(sum_value(&sum) - 1, 1e-14, 0.05);
}

TEST(busy_time_is_never_below_the_commands_nor_above_all_there_is)
{
	struct usage from = {0}, to = {.at_ns = 2 * S, .cpu_ns = S, .busy_ns = 3 * S};
	CHECK_CLOSE(usage_busy_s(&from, &to, 4), 3, 1e-12);
	CHECK_CLOSE(usage_share(&from, &to, 4), 1.0 / 3, 1e-12);
	CHECK_CLOSE(usage_busy_s(&from, &to, 1), 2, 1e-12);
	to.busy_ns = S / 2;
	CHECK_CLOSE(usage_busy_s(&from, &to, 4), 1, 1e-12);
	CHECK_CLOSE(usage_share(&from, &to, 4), 1, 1e-12);
	to.cpu_ns = to.busy_ns = 0;
	CHECK_CLOSE(usage_share(&from, &to, 4), 0, 0);
}

/* ---- cover ---------------------------------------------------------------------------------- */

struct zone {
	const char *part;
	enum cover cover;
	int index;
	enum tick_state state;
	bool want;
	bool check;
};

static struct cover_plan choose_with(const struct zone *zones, size_t n, bool want_node)
{
	struct source items[16] = {0};
	bool chosen[16], check[16];
	struct cover_plan plan;
	for (size_t i = 0; i < n; i++)
		items[i] = (struct source){.part = zones[i].part,
					   .cover = zones[i].cover,
					   .index = zones[i].index,
					   .state = zones[i].state};
	struct sources sources = {.items = items, .n = n};
	cover_choose(&sources, want_node, chosen, check, &plan);
	for (size_t i = 0; i < n; i++)
		if (chosen[i] != zones[i].want || check[i] != zones[i].check) {
			print_error("%s: chosen %d, check %d\n", zones[i].part, chosen[i],
				    check[i]);
			fail();
		}
	plan.chosen = plan.check = NULL;
	return plan;
}

static struct cover_plan choose(const struct zone *zones, size_t n)
{
	return choose_with(zones, n, false);
}

TEST(packages_and_memory_count_cores_graphics_and_platform_do_not)
{
	static const struct zone zones[] = {
		{"cpu.package-0", COVER_PACKAGE, 0, TICK_OK, true, false},
		{"core.0", COVER_CORE, 0, TICK_OK, false, false},
		{"uncore.0", COVER_UNCORE, 0, TICK_OK, false, false},
		{"dram.0", COVER_DRAM, 0, TICK_OK, true, false},
		{"cpu.package-1", COVER_PACKAGE, 1, TICK_OK, true, false},
		{"dram.1", COVER_DRAM, 1, TICK_OK, true, false},
		{"psys", COVER_PSYS, -1, TICK_OK, false, false},
	};
	struct cover_plan plan = choose(zones, 7);
	CHECK(!plan.needs_server && !plan.needs_ram);
}

TEST(the_second_sight_of_a_package_counts_once_and_the_open_one_wins)
{
	static const struct zone both[] = {
		{"cpu.package-0", COVER_PACKAGE, 0, TICK_OK, true, false},
		{"cpu.package-0", COVER_PACKAGE, 0, TICK_OK, false, false},
	};
	static const struct zone one[] = {
		{"cpu.package-0", COVER_PACKAGE, 0, TICK_DENIED, false, false},
		{"cpu.package-0", COVER_PACKAGE, 0, TICK_OK, true, false},
	};
	CHECK(!choose(both, 2).needs_server);
	CHECK(choose(one, 2).needs_ram);
}

TEST(every_die_counts_but_not_beside_its_whole_package)
{
	static const struct zone dies[] = {
		{"cpu.package-0-die-0", COVER_PACKAGE, 0, TICK_OK, true, false},
		{"cpu.package-0-die-1", COVER_PACKAGE, 0, TICK_OK, true, false},
		{"cpu.package-1-die-0", COVER_PACKAGE, 1, TICK_OK, true, false},
	};
	static const struct zone whole[] = {
		{"cpu.package-0-die-0", COVER_PACKAGE, 0, TICK_OK, false, false},
		{"cpu.package-0", COVER_PACKAGE, 0, TICK_OK, true, false},
	};
	(void)choose(dies, 3);
	(void)choose(whole, 2);
}

TEST(without_an_open_package_the_server_is_modelled_and_memory_is_not_added)
{
	static const struct zone zones[] = {
		{"cpu.package-0", COVER_PACKAGE, 0, TICK_DENIED, true, false},
		{"dram.0", COVER_DRAM, 0, TICK_OK, false, false},
	};
	struct cover_plan plan = choose(zones, 2);
	CHECK(plan.needs_server && plan.needs_ram);
	plan = choose(zones, 0);
	CHECK(plan.needs_server && plan.needs_ram);
}

TEST(a_meter_of_the_machine_checks_the_parts_or_is_the_truth_but_is_never_added)
{
	static const struct zone both[] = {
		{"cpu.package-0", COVER_PACKAGE, 0, TICK_OK, true, false},
		{"node.acpi", COVER_NODE, -1, TICK_OK, false, true},
		{"supply.hwmon3.1", COVER_SUPPLY, -1, TICK_OK, false, false},
	};
	static const struct zone supplies[] = {
		{"supply.a", COVER_SUPPLY, -1, TICK_OK, false, true},
		{"supply.b", COVER_SUPPLY, -1, TICK_OK, false, true},
		{"gpu.0", COVER_GPU, 0, TICK_OK, true, false},
	};
	static const struct zone one_closed[] = {
		{"supply.a", COVER_SUPPLY, -1, TICK_OK, false, false},
		{"supply.b", COVER_SUPPLY, -1, TICK_DENIED, false, false},
	};
	struct cover_plan plan = choose(both, 3);
	CHECK(!plan.node_truth && !plan.needs_server && plan.needs_ram);
	plan = choose_with(both, 3, true);
	CHECK(plan.node_truth && !plan.needs_server && !plan.needs_ram);
	plan = choose(supplies, 3); /* no package: the supplies stand before a model */
	CHECK(plan.node_truth && !plan.needs_server && !plan.needs_ram);
	plan = choose(one_closed, 2);
	CHECK(!plan.node_truth && plan.needs_server);
}

TEST(a_socket_holds_its_package_and_memory)
{
	static const struct zone grace[] = {
		{"cpu.package-0", COVER_PACKAGE, 0, TICK_OK, false, false},
		{"dram.0", COVER_DRAM, 0, TICK_OK, false, false},
		{"socket.0", COVER_SOCKET, 0, TICK_OK, true, false},
		{"rail.SysIO Power Socket 0", COVER_RAIL, 0, TICK_OK, false, false},
		{"cpu.package-1", COVER_PACKAGE, 1, TICK_OK, true, false},
	};
	struct cover_plan plan = choose(grace, 5);
	CHECK(!plan.needs_server && !plan.needs_ram);
}

TEST(the_server_without_its_memory_is_never_below_zero)
{
	struct power_curve server = {.w = {3, 20}}, ram = {.w = {5, 5}}, rest;
	cover_without_ram(&server, &ram, &rest);
	CHECK_CLOSE(rest.w[0], 0, 0);
	CHECK_CLOSE(rest.w[1], 15, 1e-12);
}

TEST(what_no_part_covers_is_said)
{
	struct arena arena = {0};
	struct source items[1] = {counter(0)};
	bool chosen[1] = {true};
	struct sources sources = {.items = items, .n = 1};
	struct cover_plan plan = {.chosen = chosen};
	CHECK_TEXT(cover_left_out(&sources, &plan, &(struct cover_models){.ram = true}, &arena),
		   "rest of server: board, disks, fans, power supply; accelerators; network");
	plan.needs_server = plan.needs_ram = true;
	items[0].state = TICK_DENIED;
	CHECK_TEXT(cover_left_out(&sources, &plan,
				  &(struct cover_models){.server = true, .ram = true}, &arena),
		   "accelerators; network");
	CHECK_TEXT(cover_left_out(&sources, &plan, &(struct cover_models){0}, &arena),
		   "cpu.package-0; processors; memory; rest of server: board, disks, fans, "
		   "power supply; accelerators; network");
	arena_release(&arena);
}

/* ---- parts ---------------------------------------------------------------------------------- */

struct sensor {
	struct tick tick;
};

static struct sensor fake;

static int fake_open(struct host *host, const struct source *source, struct sensor **ret,
		     struct frugal_error *reterr)
{
	(void)host;
	(void)source;
	(void)reterr;
	*ret = &fake;
	return 0;
}

static void fake_read(struct sensor *sensor, struct tick *ret_tick)
{
	*ret_tick = sensor->tick;
}

static void fake_close(struct sensor *sensor)
{
	(void)sensor;
}

static const struct sensor_class fake_class = {
	.name = "fake", .open = fake_open, .read = fake_read, .close = fake_close};

static struct part new_part(const struct usage *start)
{
	struct part part = {.source = counter(999999999), .class = &fake_class};
	fake.tick = (struct tick){.raw = 0, .at_ns = start->at_ns, .state = TICK_OK};
	part_open(&part, NULL, start);
	return part;
}

static void tick_part(struct part *part, uint64_t joules, const struct usage *now,
		      enum tick_state state)
{
	fake.tick = (struct tick){joules * 1000000, now->at_ns, state};
	part_tick(part, 0);
	part_settle(part, now, 2, false);
}

TEST(a_window_is_shared_out_when_it_is_long_and_busy_enough)
{
	struct usage start = {0}, now = {S / 2, S / 4, S / 2};
	struct part part = new_part(&start);
	tick_part(&part, 10, &now, TICK_OK);
	CHECK_CLOSE(sum_value(&part.sums.energy), 0, 0);
	now = (struct usage){S, S / 2, S};
	tick_part(&part, 20, &now, TICK_OK);
	/* No idle power is known: 20 J, half of the CPU time. */
	CHECK_CLOSE(sum_value(&part.sums.attributed), 10, 1e-12);
	CHECK_CLOSE(sum_value(&part.sums.unattributed), 10, 1e-12);
	/* Hardly any work: the steps of the kernel's clock would be all there is to see. */
	now = (struct usage){3 * S, S / 2, S + S / 20};
	tick_part(&part, 40, &now, TICK_OK);
	CHECK_CLOSE(sum_value(&part.sums.energy), 20, 1e-12);
	part_settle(&part, &now, 2, true);
	CHECK_CLOSE(sum_value(&part.sums.energy), 40, 1e-12);
}

TEST(time_without_good_reads_is_shared_out_whole_when_they_come_back)
{
	struct usage start = {0}, now = {2 * S, S, S};
	struct part part = new_part(&start);
	tick_part(&part, 0, &now, TICK_STALE);
	struct run_part record;
	part_fill(&part, &start, &now, false, 0, &record);
	CHECK_INT(record.state, SOURCE_STALE);
	CHECK_CLOSE(record.gaps.s, 2, 1e-12);
	now = (struct usage){4 * S, S, 4 * S};
	tick_part(&part, 80, &now, TICK_OK);
	part_fill(&part, &start, &now, false, 0, &record);
	CHECK_INT(record.state, SOURCE_OK);
	CHECK_CLOSE(record.gaps.s, 0, 0);
	CHECK_CLOSE(record.energy.j, 80, 1e-12);
	CHECK_CLOSE(record.attributed.j, 20, 1e-12);
}

TEST(a_counter_that_never_moved_is_stale_and_all_gap_not_zero_joules)
{
	struct usage start = {0}, now = {S / 100, S / 100, S / 100};
	struct part part = new_part(&start);
	tick_part(&part, 0, &now, TICK_OK);
	part_settle(&part, &now, 2, true);
	struct run_part record;
	part_fill(&part, &start, &now, false, 0, &record);
	CHECK_INT(record.state, SOURCE_STALE);
	CHECK_CLOSE(record.gaps.s, 0.01, 1e-9);
}

/* The counter changes each millisecond: over 50 ms it is known to a fiftieth. */
TEST(a_short_run_widens_the_interval_of_a_measured_part)
{
	struct usage start = {0}, now = {S / 20, S / 20, S / 20};
	struct part part = new_part(&start);
	fake.tick = (struct tick){500000, S / 20, TICK_OK};
	part_tick(&part, 0);
	part_settle(&part, &now, 2, true);
	struct run_part record;
	part_fill(&part, &start, &now, false, 0, &record);
	CHECK_INT(record.state, SOURCE_OK);
	CHECK_CLOSE(record.low_factor, 0.98, 1e-9);
	CHECK_CLOSE(record.high_factor, 1.02, 1e-9);
}

TEST(idle_power_is_believed_only_at_rest_and_for_a_second)
{
	struct usage start = {0}, now = {2 * S, 0, S / 5};
	struct part part = new_part(&start);
	/* 0.2 s of 4 s: exactly 5 %, not below. */
	tick_part(&part, 40, &now, TICK_OK);
	part_settle(&part, &now, 2, true);
	CHECK(!part.idle_seen);
	now = (struct usage){2 * S + S / 2, 0, S / 5};
	tick_part(&part, 50, &now, TICK_OK);
	part_settle(&part, &now, 2, true);
	CHECK(!part.idle_seen); /* half a second */
	now = (struct usage){4 * S + S / 2, 0, S / 5 + S / 10};
	tick_part(&part, 74, &now, TICK_OK);
	part_settle(&part, &now, 2, true);
	CHECK(part.idle_seen);
	CHECK_CLOSE(part.lowest.w, 12, 1e-12);
	now.at_ns += 2 * S;
	tick_part(&part, 74, &now, TICK_OK);
	part_settle(&part, &now, 2, true);
	CHECK_CLOSE(part.lowest.w, 12, 1e-12); /* a counter that stands still is not at rest */
}

/* ---- perimeters ----------------------------------------------------------------------------- */

TEST(perimeters_are_marginal_with_idle_share_and_the_machine)
{
	struct run_part parts[] = {
		{.energy = {100},
		 .idle = {40},
		 .attributed = {45},
		 .unattributed = {15},
		 .low_factor = 1,
		 .high_factor = 1,
		 .quality = FRUGAL_MEASURED},
		{.energy = {20},
		 .idle = {20},
		 .low_factor = 0.5,
		 .high_factor = 2,
		 .quality = FRUGAL_MODELLED},
		{.quality = FRUGAL_DEFAULT, .state = SOURCE_DENIED},
	};
	struct run_record run = {.parts = parts, .n_parts = 3, .share = 0.75};
	struct perimeter_energy energy;
	perimeter_of_run(&run, PERIMETER_MARGINAL, &energy);
	CHECK_CLOSE(energy.value.j, 45, 1e-12);
	CHECK_CLOSE(energy.measured.j, 45, 1e-12);
	CHECK_INT(energy.quality, FRUGAL_MEASURED);
	perimeter_of_run(&run, PERIMETER_SHARE, &energy);
	CHECK_CLOSE(energy.value.j, 45 + 30 + 15, 1e-12);
	CHECK_CLOSE(energy.measured.j, 75, 1e-12);
	CHECK_CLOSE(energy.low.j, 75 + 7.5, 1e-12);
	CHECK_CLOSE(energy.high.j, 75 + 30, 1e-12);
	CHECK_INT(energy.quality, FRUGAL_MODELLED);
	perimeter_of_run(&run, PERIMETER_MACHINE, &energy);
	CHECK_CLOSE(energy.value.j, 120, 1e-12);
	CHECK_TEXT(perimeter_name(PERIMETER_SHARE), "share");
}

/* ---- the session ---------------------------------------------------------------------------- */

/* The command itself moves the counter: from 1 J to 3.5 J, by way of 2 J. */
#define MOVE                                                                                       \
	"f=$TREE/sys/class/powercap/intel-rapl:0/energy_uj; echo 2000000 > $f; sleep 0.25; "       \
	"echo 3500000 > $f; exit 3"

TEST(a_run_on_measured_packages_has_their_joules_and_modelled_memory)
{
	struct bench bench;
	set_up(&bench, true);
	run_script(&bench, MOVE, &models);
	const struct run_record *run = &bench.run;
	CHECK_INT(run->status, RUN_FINISHED);
	CHECK_INT(run->exit_code, 3);
	CHECK(!run->by_signal);
	CHECK_INT(run->n_parts, 2);
	CHECK_TEXT(run->parts[0].part, "cpu.package-0");
	CHECK_TEXT(run->parts[0].sensor, "powercap intel-rapl:0");
	CHECK_INT(run->parts[0].quality, FRUGAL_MEASURED);
	CHECK_INT(run->parts[0].state, SOURCE_OK);
	CHECK_CLOSE(run->parts[0].energy.j, 2.5, 1e-9);
	CHECK(!run->parts[0].idle_known);
	CHECK_TEXT(run->parts[1].part, "ram");
	CHECK_INT(run->parts[1].quality, FRUGAL_MODELLED);
	CHECK(run->parts[1].idle_known);
	CHECK_CLOSE(run->parts[1].energy.j, 5 * run->duration.s, 0.05);
	CHECK_CLOSE(run->parts[1].idle.j, run->parts[1].energy.j, 1e-12);
	CHECK(run->duration.s >= 0.25 && run->ended_us > run->started_us);
	CHECK(run->machine_busy.s >= run->cpu.s && run->share >= 0 && run->share <= 1);
	CHECK(run->own_cost.s > 0);
	CHECK_HOLDS(run->left_out, "rest of server");
	check_conserved(run);
	tear_down(&bench);
}

TEST(a_run_without_sensors_is_the_modelled_server_and_its_memory_once)
{
	static const char *const methods[] = {"cgroup", "perf", "wait4"};
	for (int i = 0; i < 3; i++) {
		struct bench bench;
		make(&bench);
		bench.here.attribution = methods[i];
		begin(&bench, NULL);
		run_script(&bench, "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done", &models);
		const struct run_record *run = &bench.run;
		CHECK_INT(run->n_parts, 2);
		CHECK_TEXT(run->parts[0].part, "server");
		CHECK_TEXT(run->parts[0].sensor, "model T0");
		CHECK_TEXT(run->parts[1].part, "ram");
		double energy = run->parts[0].energy.j + run->parts[1].energy.j;
		CHECK(energy >= 20 * run->duration.s * 0.95);
		CHECK(energy <= 100 * run->duration.s * 1.05);
		CHECK(run->cpu.s > 0 && run->share > 0);
		CHECK(run->parts[0].attributed.j > 0);
		CHECK_TEXT(run->left_out, "accelerators; network");
		check_conserved(run);
		tear_down(&bench);
	}
}

TEST(a_closed_package_is_said_and_the_model_takes_over)
{
	struct bench bench;
	char path[512];
	if (geteuid() != 0)
		SKIP("only root may do this");
	bench = (struct bench){0};
	tree_make(&bench.tree);
	tree_zone(&bench.tree, "intel-rapl:0", "package-0\n", "1000000\n", "");
	tree_path(&bench.tree, "/sys/class/powercap/intel-rapl:0/energy_uj", path, sizeof(path));
	CHECK_INT(chmod(path, 0400), 0);
	CHECK_INT(host_new_at(bench.tree.root, &bench.host, NULL), 0);
	CHECK_INT(seteuid(65534), 0);
	int r = session_new(bench.host, NULL, &bench.session, NULL);
	CHECK_INT(seteuid(0), 0);
	CHECK_INT(r, 0);
	run_script(&bench, "exit 0", &models);
	CHECK_INT(bench.run.n_parts, 3);
	CHECK_TEXT(bench.run.parts[0].part, "cpu.package-0");
	CHECK_INT(bench.run.parts[0].state, SOURCE_DENIED);
	CHECK_CLOSE(bench.run.parts[0].energy.j, 0, 0);
	CHECK(bench.run.parts[0].gaps.s > 0);
	CHECK_TEXT(bench.run.parts[1].part, "server");
	CHECK(bench.run.parts[1].energy.j > 0);
	CHECK_INT(session_sources(bench.session)->n, 1);
	tear_down(&bench);
}

TEST(models_that_fail_leave_the_run_alone_and_say_what_is_missing)
{
	struct bench bench;
	struct power_models broken = {
		.server_curve = flat_server, .ram_power = flat_ram, .context = &bench};
	set_up(&bench, false);
	run_script(&bench, "exit 9", &broken);
	CHECK_INT(bench.run.exit_code, 9);
	CHECK_INT(bench.run.n_parts, 0);
	CHECK_HOLDS(bench.run.left_out, "processors; memory; ");
	tear_down(&bench);
	set_up(&bench, false);
	run_script(&bench, "kill -9 $$", NULL);
	CHECK(bench.run.by_signal);
	CHECK_INT(bench.run.exit_code, 9);
	tear_down(&bench);
}

TEST(a_command_that_is_not_there_still_gives_a_record)
{
	struct bench bench;
	char *argv[] = {(char[]){"no-such-command-here"}, NULL};
	set_up(&bench, true);
	CHECK_INT(session_spawn(bench.session, argv, NULL), 0);
	session_setup(bench.session, &models, NULL);
	session_loop(bench.session, NULL);
	CHECK_INT(session_fill(bench.session, &bench.run, NULL), 0);
	CHECK_INT(bench.run.exit_code, 127);
	CHECK_INT(session_exec_error(bench.session), ENOENT);
	/* The counter did not move in this moment: nothing is made up. */
	CHECK_INT(bench.run.parts[0].state, SOURCE_STALE);
	CHECK_CLOSE(bench.run.parts[0].gaps.s, bench.run.duration.s, 1e-9);
	tear_down(&bench);
}

TEST(nothing_is_allocated_between_setup_and_the_record)
{
	struct bench bench;
	set_up(&bench, true);
	char *argv[] = {(char[]){"sleep"}, (char[]){"0.3"}, NULL};
	CHECK_INT(session_spawn(bench.session, argv, NULL), 0);
	session_setup(bench.session, &models, NULL);
	uint64_t before = mem_count();
	for (int i = 0; i < 100; i++)
		session_tick(bench.session);
	session_loop(bench.session, NULL);
	CHECK_INT(mem_count(), before);
	tear_down(&bench);
}

static int stated;

static void progress(void *context, struct session *session)
{
	struct bench *bench = context;
	stated++;
	CHECK_INT(session_fill(session, &bench->run, NULL), 0);
	CHECK_INT(bench->run.status, RUN_RUNNING);
	check_conserved(&bench->run);
}

TEST(progress_is_told_while_the_command_runs)
{
	struct bench bench = {0};
	struct session_options options = {.interval = {0.02}, .progress_every = {0.1}};
	char *argv[] = {(char[]){"sleep"}, (char[]){"0.5"}, NULL};
	tree_make(&bench.tree);
	CHECK_INT(host_new_at(bench.tree.root, &bench.host, NULL), 0);
	CHECK_INT(session_new(bench.host, &options, &bench.session, NULL), 0);
	CHECK_INT(session_spawn(bench.session, argv, NULL), 0);
	session_setup(bench.session, &models, NULL);
	session_loop(bench.session,
		     &(struct session_calls){.progress = progress, .context = &bench});
	CHECK(stated >= 2 && stated <= 5);
	CHECK_INT(session_fill(bench.session, &bench.run, NULL), 0);
	CHECK_INT(bench.run.status, RUN_FINISHED);
	CHECK_INT(bench.run.n_parts, 2);
	tear_down(&bench);
}

/* A clock that the test moves. */
static struct host_time test_time;

static struct host_time tell_time(void *context)
{
	(void)context;
	return test_time;
}

static int64_t tell_utc(void *context)
{
	(void)context;
	return test_time.boottime_ns / 1000;
}

static void pass(int64_t ns, int64_t suspended_ns)
{
	test_time.monotonic_ns += ns;
	test_time.boottime_ns += ns + suspended_ns;
}

static const struct host_clock test_clock = {tell_time, tell_utc, NULL};

static bool know_idle(void *context, const char *part, struct power *ret)
{
	(void)context;
	ret->w = 4;
	return strcmp(part, "cpu.package-0") == 0;
}

static void on_scripted_time(struct bench *bench)
{
	*bench = (struct bench){0};
	test_time = (struct host_time){100 * S, 100 * S};
	tree_make(&bench->tree);
	tree_zone(&bench->tree, "intel-rapl:0", "package-0\n", "0\n", "262143328850\n");
	CHECK_INT(host_new_at(bench->tree.root, &bench->host, NULL), 0);
	host_set_clock(bench->host, &test_clock);
	CHECK_INT(session_new(bench->host, NULL, &bench->session, NULL), 0);
}

static void set_counter(struct bench *bench, const char *text)
{
	tree_write(&bench->tree, "/sys/class/powercap/intel-rapl:0/energy_uj", text);
}

TEST(a_suspended_session_has_a_gap_and_no_phantom_energy)
{
	struct bench bench;
	struct idle_powers idle = {know_idle, NULL, NULL};
	on_scripted_time(&bench);
	session_setup(bench.session, NULL, &idle);
	pass(S, 0);
	set_counter(&bench, "10000000\n");
	session_tick(bench.session);
	pass(S, 3600 * S); /* and the firmware began anew */
	set_counter(&bench, "500\n");
	session_tick(bench.session);
	pass(S, 0);
	set_counter(&bench, "10000500\n");
	session_stop(bench.session);
	CHECK_INT(session_fill(bench.session, &bench.run, NULL), 0);
	const struct run_part *part = &bench.run.parts[0];
	CHECK_CLOSE(part->energy.j, 20, 1e-9);
	CHECK_CLOSE(part->gaps.s, 3601, 1e-9);
	CHECK_INT(part->state, SOURCE_OK);
	CHECK(part->idle_known);
	CHECK_CLOSE(part->idle.j, 8, 1e-9); /* 4 W over the two seconds that are known */
	CHECK_CLOSE(bench.run.duration.s, 3, 1e-9);
	check_conserved(&bench.run);
	tear_down(&bench);
}

TEST(a_counter_that_fails_meanwhile_ends_stale_with_its_gap)
{
	struct bench bench;
	on_scripted_time(&bench);
	session_setup(bench.session, NULL, NULL);
	pass(S, 0);
	set_counter(&bench, "10000000\n");
	session_tick(bench.session);
	set_counter(&bench, "");
	for (int i = 0; i < 4; i++) {
		pass(S, 0);
		session_tick(bench.session);
	}
	session_stop(bench.session);
	CHECK_INT(session_fill(bench.session, &bench.run, NULL), 0);
	CHECK_INT(bench.run.parts[0].state, SOURCE_STALE);
	CHECK_CLOSE(bench.run.parts[0].gaps.s, 4, 1e-9);
	CHECK_CLOSE(bench.run.parts[0].energy.j, 10, 1e-9);
	tear_down(&bench);
}

TEST(marks_cut_the_run_into_sections)
{
	struct bench bench;
	on_scripted_time(&bench);
	session_setup(bench.session, NULL, NULL);
	pass(S, 0);
	set_counter(&bench, "10000000\n");
	CHECK_INT(session_mark(bench.session, "load", NULL), 0);
	pass(S, 0);
	set_counter(&bench, "40000000\n");
	CHECK_INT(session_mark(bench.session, "train", NULL), 0);
	session_stop(bench.session);
	CHECK_INT(session_mark(bench.session, "late", NULL), FRUGAL_EUSAGE);
	CHECK_INT(session_fill(bench.session, &bench.run, NULL), 0);
	CHECK_INT(bench.run.n_sections, 2);
	CHECK_TEXT(bench.run.sections[0].name, "load");
	CHECK_TEXT(bench.run.sections[1].name, "train");
	double both = bench.run.sections[0].share.j + bench.run.sections[1].share.j;
	CHECK_CLOSE(both, bench.run.parts[0].attributed.j, 1e-9);
	CHECK(bench.run.sections[0].share.j <= 10 && bench.run.sections[1].share.j <= 30);
	tear_down(&bench);
}

TEST(a_process_meters_itself_by_a_thread)
{
	struct bench bench;
	struct timespec now, begin;
	set_up(&bench, false);
	session_setup(bench.session, &models, NULL);
	CHECK_INT(session_start_self(bench.session, NULL), 0);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
	do
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	while ((now.tv_sec - begin.tv_sec) * 1000 + (now.tv_nsec - begin.tv_nsec) / 1000000 < 300);
	CHECK_INT(session_mark(bench.session, "loop", NULL), 0);
	session_stop(bench.session);
	CHECK_INT(session_fill(bench.session, &bench.run, NULL), 0);
	CHECK_TEXT(bench.run.attribution, "self");
	CHECK(bench.run.cpu.s >= 0.299 && bench.run.cpu.s < 0.6);
	CHECK(bench.run.parts[0].attributed.j > 0);
	CHECK(bench.run.own_cost.s > 0 && bench.run.own_cost.s < 0.1);
	CHECK_INT(bench.run.n_sections, 1);
	check_conserved(&bench.run);
	tear_down(&bench);
}

TEST(no_memory_in_a_session_is_an_error_not_a_crash)
{
	struct bench bench = {0};
	tree_make(&bench.tree);
	tree_zone(&bench.tree, "intel-rapl:0", "package-0\n", "1\n", "");
	CHECK_INT(host_new_at(bench.tree.root, &bench.host, NULL), 0);
	for (int64_t n = 0; n < 60; n++) {
		struct session *session = NULL;
		struct run_record run = {0};
		mem_fail_after(n);
		if (session_new(bench.host, NULL, &session, NULL) == 0) {
			session_setup(session, &models, NULL);
			session_stop(session);
			(void)session_fill(session, &run, NULL);
		}
		mem_fail_after(-1);
		session_free(session);
		arena_release(&run.arena);
	}
	host_free(bench.host);
	tree_remove(&bench.tree);
}

RUN_TESTS(CASE(the_first_tick_is_no_energy_and_the_second_is_the_rise),
	  CASE(a_wrapped_counter_adds_its_range_and_the_step_to_zero),
	  CASE(a_fall_without_a_known_range_is_a_gap_with_its_length),
	  CASE(a_reset_does_not_pass_for_a_wrap),
	  CASE(a_rise_faster_than_the_part_can_draw_is_a_gap),
	  CASE(a_pause_longer_than_a_round_is_a_gap),
	  CASE(a_failed_read_is_missing_and_bridged_by_the_next_good_one),
	  CASE(a_suspend_is_a_gap_as_long_as_the_machine_slept),
	  CASE(a_gauge_is_the_mean_of_both_ends_over_the_time),
	  CASE(idle_attributed_and_unattributed_are_shared_out_by_hand),
	  CASE(the_parts_of_energy_add_up_over_any_sequence),
	  CASE(a_sum_keeps_what_rounding_would_lose),
	  CASE(busy_time_is_never_below_the_commands_nor_above_all_there_is),
	  CASE(packages_and_memory_count_cores_graphics_and_platform_do_not),
	  CASE(the_second_sight_of_a_package_counts_once_and_the_open_one_wins),
	  CASE(every_die_counts_but_not_beside_its_whole_package),
	  CASE(without_an_open_package_the_server_is_modelled_and_memory_is_not_added),
	  CASE(a_meter_of_the_machine_checks_the_parts_or_is_the_truth_but_is_never_added),
	  CASE(a_socket_holds_its_package_and_memory),
	  CASE(the_server_without_its_memory_is_never_below_zero),
	  CASE(what_no_part_covers_is_said),
	  CASE(a_window_is_shared_out_when_it_is_long_and_busy_enough),
	  CASE(time_without_good_reads_is_shared_out_whole_when_they_come_back),
	  CASE(a_counter_that_never_moved_is_stale_and_all_gap_not_zero_joules),
	  CASE(a_short_run_widens_the_interval_of_a_measured_part),
	  CASE(idle_power_is_believed_only_at_rest_and_for_a_second),
	  CASE(perimeters_are_marginal_with_idle_share_and_the_machine),
	  CASE(a_run_on_measured_packages_has_their_joules_and_modelled_memory),
	  CASE(a_run_without_sensors_is_the_modelled_server_and_its_memory_once),
	  CASE(a_closed_package_is_said_and_the_model_takes_over),
	  CASE(models_that_fail_leave_the_run_alone_and_say_what_is_missing),
	  CASE(a_command_that_is_not_there_still_gives_a_record),
	  CASE(nothing_is_allocated_between_setup_and_the_record),
	  CASE(progress_is_told_while_the_command_runs),
	  CASE(a_suspended_session_has_a_gap_and_no_phantom_energy),
	  CASE(a_counter_that_fails_meanwhile_ends_stale_with_its_gap),
	  CASE(marks_cut_the_run_into_sections), CASE(a_process_meters_itself_by_a_thread),
	  CASE(no_memory_in_a_session_is_an_error_not_a_crash))
