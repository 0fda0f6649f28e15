/* SPDX-License-Identifier: Apache-2.0 */
/* Curves of power: energy is kept, steps are joined, gaps stay gaps; numbers worked out by hand. */
#include "check.h"

#include "base/mem.h"
#include "meter/curve.h"
#include "report/run_power.h"

#include <math.h>

#define STEP CURVE_STEP_NS

/* Ticks of 0.1 s and 1 J each. */
static struct curve ticks(int n)
{
	struct curve curve = {0};
	for (int i = 0; i < n; i++)
		curve_add(&curve, (int64_t)i * STEP, (int64_t)(i + 1) * STEP, 1);
	return curve;
}

static double joules(const struct curve *curve, double energy_j, size_t *ret_n, size_t *ret_gaps)
{
	struct buf text = {0};
	struct arena arena = {0};
	struct run_power *power = NULL;
	size_t n = 0;
	double sum = 0;
	*ret_n = *ret_gaps = 0;
	buf_putc(&text, '[');
	CHECK(curve_json(curve, "cpu", energy_j, false, &text));
	buf_putc(&text, ']');
	CHECK_INT(run_power_read(buf_str(&text), &arena, &power, &n, NULL), 0);
	if (n == 1) {
		*ret_n = power[0].n;
		for (size_t i = 0; i < power[0].n; i++)
			if (isnan(power[0].watts[i]))
				(*ret_gaps)++;
		sum = run_power_joules(&power[0]);
	}
	arena_release(&arena);
	buf_release(&text);
	return sum;
}

TEST(a_single_step_is_no_curve)
{
	struct buf text = {0};
	struct curve curve = ticks(1);
	CHECK_INT((int)curve_steps(&curve), 1);
	CHECK(!curve_json(&curve, "cpu", 1, false, &text));
	CHECK_INT((int)text.n, 0);
	buf_release(&text);
}

TEST(no_energy_is_lost_as_a_run_grows)
{
	static const struct {
		int ticks;
		size_t steps;
	} rows[] = {{2, 2}, {512, 512}, {513, 257}, {5000, 313}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct curve curve = ticks(rows[i].ticks);
		size_t n, gaps;
		double sum = 0;
		for (size_t k = 0; k < CURVE_POINTS; k++)
			sum += curve.joules[k];
		CHECK_CLOSE(sum, rows[i].ticks, 1e-15);
		CHECK_CLOSE(joules(&curve, rows[i].ticks, &n, &gaps), rows[i].ticks, 1e-6);
		CHECK_INT((int)n, (int)rows[i].steps);
		CHECK_INT((int)gaps, 0);
	}
}

TEST(a_gap_is_not_zero)
{
	struct curve curve = ticks(3);
	size_t n, gaps;
	curve_add(&curve, 5 * STEP, 6 * STEP, 0);
	CHECK_CLOSE(joules(&curve, 3, &n, &gaps), 3, 1e-6);
	CHECK_INT((int)n, 6);
	CHECK_INT((int)gaps, 2);
}

/* The monotonic clock stands still; the reading after it is refused, and is a gap of one tick. */
TEST(a_suspend_takes_no_time)
{
	struct curve curve = ticks(2);
	size_t n, gaps;
	curve_add(&curve, 3 * STEP, 4 * STEP, 1);
	CHECK_CLOSE(joules(&curve, 3, &n, &gaps), 3, 1e-6);
	CHECK_INT((int)n, 4);
	CHECK_INT((int)gaps, 1);
}

TEST(a_tick_across_steps_is_shared_by_time)
{
	struct curve curve = {0};
	curve_add(&curve, STEP / 2, 2 * STEP, 3);
	CHECK_CLOSE(curve.joules[0], 1, 1e-12);
	CHECK_CLOSE(curve.joules[1], 2, 1e-12);
}

RUN_TESTS(CASE(a_single_step_is_no_curve), CASE(no_energy_is_lost_as_a_run_grows),
	  CASE(a_gap_is_not_zero), CASE(a_suspend_takes_no_time),
	  CASE(a_tick_across_steps_is_shared_by_time))
