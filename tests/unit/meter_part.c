/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of a run, and the perimeters of their energy; numbers worked out by hand. */
#include "check.h"
#include "meter_counter.h"

#include "meter/part.h"
#include "record/perimeter.h"

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
	fake.tick = (struct tick){.raw = joules * 1000000, .at_ns = now->at_ns, .state = state};
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
	part_close(&part);
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
	part_close(&part);
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
	part_close(&part);
}

/* The counter changes each millisecond: over 50 ms it is known to a fiftieth. */
TEST(a_short_run_widens_the_interval_of_a_measured_part)
{
	struct usage start = {0}, now = {S / 20, S / 20, S / 20};
	struct part part = new_part(&start);
	fake.tick = (struct tick){.raw = 500000, .at_ns = S / 20, .state = TICK_OK};
	part_tick(&part, 0);
	part_settle(&part, &now, 2, true);
	struct run_part record;
	part_fill(&part, &start, &now, false, 0, &record);
	CHECK_INT(record.state, SOURCE_OK);
	CHECK_CLOSE(record.low_factor, 0.98, 1e-9);
	CHECK_CLOSE(record.high_factor, 1.02, 1e-9);
	part_close(&part);
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
	part_close(&part);
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

RUN_TESTS(CASE(a_window_is_shared_out_when_it_is_long_and_busy_enough),
	  CASE(time_without_good_reads_is_shared_out_whole_when_they_come_back),
	  CASE(a_counter_that_never_moved_is_stale_and_all_gap_not_zero_joules),
	  CASE(a_short_run_widens_the_interval_of_a_measured_part),
	  CASE(idle_power_is_believed_only_at_rest_and_for_a_second),
	  CASE(perimeters_are_marginal_with_idle_share_and_the_machine))
