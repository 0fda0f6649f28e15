/* SPDX-License-Identifier: Apache-2.0 */
/* Energy into steps of time, steps joined as the run grows, and the steps as JSON. */
#include "meter/curve.h"

#include <math.h>

#include "base/json.h"

#define DIGITS 7

static void join_neighbours(struct curve *curve)
{
	for (size_t i = 0; i < CURVE_POINTS / 2; i++) {
		curve->joules[i] = curve->joules[2 * i] + curve->joules[2 * i + 1];
		curve->covered_ns[i] = curve->covered_ns[2 * i] + curve->covered_ns[2 * i + 1];
	}
	for (size_t i = CURVE_POINTS / 2; i < CURVE_POINTS; i++) {
		curve->joules[i] = 0;
		curve->covered_ns[i] = 0;
	}
	curve->step_ns *= 2;
}

void curve_add(struct curve *curve, int64_t from_ns, int64_t to_ns, double joules)
{
	if (!curve->step_ns)
		curve->step_ns = CURVE_STEP_NS;
	/* A first reading may be from before the start: its energy counts all the same. */
	if (to_ns < 1)
		to_ns = 1;
	if (from_ns < 0)
		from_ns = 0;
	if (from_ns >= to_ns)
		from_ns = to_ns - 1;
	while (to_ns > curve->step_ns * CURVE_POINTS)
		join_neighbours(curve);
	if (to_ns > curve->end_ns)
		curve->end_ns = to_ns;
	double left = joules, per_ns = joules / (double)(to_ns - from_ns);
	for (int64_t at_ns = from_ns; at_ns < to_ns;) {
		const size_t i = (size_t)(at_ns / curve->step_ns);
		int64_t next_ns = (int64_t)(i + 1) * curve->step_ns;
		const int64_t until_ns = next_ns < to_ns ? next_ns : to_ns;
		/* The last piece is what is left: no rounding is lost. */
		const double piece = until_ns == to_ns ? left : per_ns * (double)(until_ns - at_ns);
		curve->joules[i] += piece;
		curve->covered_ns[i] += (float)(until_ns - at_ns);
		left -= piece;
		at_ns = until_ns;
	}
}

size_t curve_steps(const struct curve *curve)
{
	return curve->step_ns ? (size_t)((curve->end_ns + curve->step_ns - 1) / curve->step_ns) : 0;
}

/* To as many digits as a reader needs, so that a curve is a few kB. */
static double rounded(double x)
{
	if (!(fabs(x) > 0))
		return 0;
	const double scale = pow(10, DIGITS - 1 - floor(log10(fabs(x))));
	return isfinite(scale) && scale > 0 ? round(x * scale) / scale : x;
}

bool curve_json(const struct curve *curve, const char *name, double energy_j, bool before,
		struct buf *to)
{
	const size_t n = curve_steps(curve);
	struct jsonw json = {.out = to};
	double sum_j = 0;
	if (n < 2)
		return false;
	for (size_t i = 0; i < n; i++)
		sum_j += curve->joules[i];
	const double scale = sum_j > 0 ? energy_j / sum_j : 0;
	const double step_s = (double)curve->step_ns / 1e9, length_s = (double)curve->end_ns / 1e9;
	if (before)
		buf_putc(to, ',');
	jsonw_object(&json, NULL);
	jsonw_string(&json, "part", name);
	jsonw_number(&json, "step_s", step_s);
	jsonw_number(&json, "length_s", length_s);
	jsonw_array(&json, "watts");
	for (size_t i = 0; i < n; i++) {
		const double own_s = i + 1 < n ? step_s : length_s - (double)i * step_s;
		jsonw_number(&json, NULL,
			     curve->covered_ns[i] > 0 ? rounded(curve->joules[i] * scale / own_s)
						      : (double)NAN);
	}
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	return true;
}
