/* SPDX-License-Identifier: Apache-2.0 */
/* Ticks to samples, and samples to shares of the command; numbers worked out by hand. */
#include "check.h"
#include "meter_counter.h"

#include "meter/attribute.h"
#include "meter/sample.h"

/* ---- samples -------------------------------------------------------------------------------- */

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
/* What it counted before anybody read it is no energy of this run. */
TEST(a_counter_that_slept_from_the_start_begins_when_it_wakes)
{
	struct source source = counter(999999999);
	struct sampler sampler = {0};
	CHECK_INT(take(&sampler, &source, 0, S, TICK_ASLEEP, 0).state, SAMPLE_MISSING);
	CHECK_INT(take(&sampler, &source, 700000000, 2 * S, TICK_OK, 0).state, SAMPLE_FIRST);
	struct sample sample = take(&sampler, &source, 730000000, 3 * S, TICK_OK, 0);
	CHECK_CLOSE(sample.energy.j, 30, 1e-12);
	/* Asleep in between it stands still. */
	sample = take(&sampler, &source, 730000000, 4 * S, TICK_ASLEEP, 0);
	CHECK_INT(sample.state, SAMPLE_OK);
	CHECK_CLOSE(sample.energy.j, 0, 0);
}

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

RUN_TESTS(CASE(the_first_tick_is_no_energy_and_the_second_is_the_rise),
	  CASE(a_counter_that_slept_from_the_start_begins_when_it_wakes),
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
	  CASE(busy_time_is_never_below_the_commands_nor_above_all_there_is))
