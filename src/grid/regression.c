/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fits one ridge regression for each lead, on features of the last hours and days, and predicts
 * with them. The normal equations are solved by Cholesky.
 */
#include "grid/regression.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"

#define DAY 24
#define WEEK 168
#define PROFILE_DAYS 28
#define DAY_WEIGHT 0.95
#define LONGEST 4800 /* hours of the fit */
#define LEAST_ROWS 200
#define RIDGE 0.03 /* of the mean of the diagonal */
#define OWN REGRESSION_FEATURES
#define COMMON 8 /* features that are the same for all leads; three are the lead's own */

/* At one moment: the profile of the next 24 hours, and the deviations of the last hours from it. */
struct state {
	double profile[DAY];
	double common[COMMON];
};

static void profile_at(const double *end, size_t n, double *profile)
{
	for (size_t h = 0; h < DAY; h++) {
		double sum = 0, weights = 0, weight = 1;
		for (size_t day = 1; day <= PROFILE_DAYS && day * DAY <= n; day++) {
			double x = end[(ptrdiff_t)h - (ptrdiff_t)(day * DAY)];
			if (!isnan(x)) {
				sum += weight * x;
				weights += weight;
			}
			weight *= DAY_WEIGHT;
		}
		profile[h] = weights > 0 ? sum / weights : (double)NAN;
	}
}

/* Computes the state after end[-1]; the values have at least a week before it. */
static void state_at(const double *end, size_t n, struct state *ret)
{
	double off[DAY], all = 0, late = 0, half = 0, mean = 0, days = 0;
	profile_at(end, n, ret->profile);
	for (size_t h = 0; h < DAY; h++) {
		off[h] = end[(ptrdiff_t)h - DAY] - ret->profile[h];
		all += off[h] / 24;
		half += h >= 12 ? off[h] / 12 : 0;
		late += h >= 18 ? off[h] / 6 : 0;
		mean += ret->profile[h] / 24;
	}
	for (size_t h = DAY; h < 3 * (size_t)DAY; h++)
		days += end[-1 - (ptrdiff_t)h] / 48;
	const double common[COMMON] = {
		off[23], off[22] - off[23], off[20] - off[23], all, late, half, days - mean, 0.1};
	memcpy(ret->common, common, sizeof(common));
}

/* Fills the features of a lead; false where a value is missing. */
static bool features_at(const struct state *state, const double *end, size_t lead,
			double ret[REGRESSION_FEATURES])
{
	size_t h = lead % DAY;
	double base = state->profile[h];
	memcpy(ret, state->common, sizeof(state->common));
	ret[COMMON] = end[(ptrdiff_t)h - DAY] - base;
	ret[COMMON + 1] = end[(ptrdiff_t)h - (ptrdiff_t)DAY * 2] - base;
	ret[COMMON + 2] = end[(ptrdiff_t)h - WEEK] - base;
	double sum = 0;
	for (size_t i = 0; i < REGRESSION_FEATURES; i++)
		sum += ret[i];
	return isfinite(sum);
}

/* Solves a symmetric positive system by Cholesky; false: it is not positive. */
static bool solve(double a[OWN][OWN], double b[OWN])
{
	for (size_t i = 0; i < OWN; i++) {
		for (size_t k = 0; k <= i; k++) {
			double sum = a[i][k];
			for (size_t j = 0; j < k; j++)
				sum -= a[i][j] * a[k][j];
			if (i == k && !(sum > 0))
				return false;
			a[i][k] = i == k ? sqrt(sum) : sum / a[k][k];
		}
	}
	for (size_t i = 0; i < OWN; i++) {
		for (size_t j = 0; j < i; j++)
			b[i] -= a[i][j] * b[j];
		b[i] /= a[i][i];
	}
	for (size_t i = OWN; i-- > 0;) {
		for (size_t j = i + 1; j < OWN; j++)
			b[i] -= a[j][i] * b[j];
		b[i] /= a[i][i];
	}
	return true;
}

static bool fit_lead(const double *x, size_t first, size_t n, const struct state *states,
		     size_t lead, double weights[OWN])
{
	double gram[OWN][OWN] = {{0}}, trace = 0;
	size_t rows = 0;
	memset(weights, 0, OWN * sizeof(*weights));
	for (size_t s = first; s + lead < n; s++) {
		double f[OWN];
		double y = x[s + lead] - states[s - first].profile[lead % DAY];
		if (isnan(y) || !features_at(&states[s - first], x + s, lead, f))
			continue;
		rows++;
		for (size_t i = 0; i < OWN; i++) {
			weights[i] += f[i] * y;
			for (size_t k = 0; k <= i; k++)
				gram[i][k] += f[i] * f[k];
		}
	}
	for (size_t i = 0; i < OWN; i++)
		trace += gram[i][i];
	for (size_t i = 0; i < OWN; i++)
		gram[i][i] += RIDGE * trace / OWN + 1e-6;
	return rows >= LEAST_ROWS && solve(gram, weights);
}

bool regression_fit(const double *x, size_t n, size_t leads, struct regression *ret)
{
	size_t first = n > LONGEST ? n - LONGEST : 0;
	memset(ret, 0, sizeof(*ret));
	first = first < WEEK + DAY ? WEEK + DAY : first;
	if (first + LEAST_ROWS > n)
		return true;
	struct state *states = mem_zalloc(n - first, sizeof(*states));
	if (!states)
		return false;
	for (size_t s = first; s < n; s++)
		state_at(x + s, s, &states[s - first]);
	for (size_t lead = 0; lead < leads && lead < REGRESSION_LEADS; lead++)
		ret->leads[lead].known =
			fit_lead(x, first, n, states, lead, ret->leads[lead].weights);
	mem_free(states);
	return true;
}

void regression_predict(const struct regression *fit, const double *x, size_t n, size_t leads,
			double *ret)
{
	struct state state;
	if (n >= WEEK + DAY)
		state_at(x + n, n, &state);
	for (size_t lead = 0; lead < leads; lead++) {
		double f[OWN], sum = 0;
		ret[lead] = NAN;
		if (n < WEEK + DAY || !fit->leads[lead].known ||
		    !features_at(&state, x + n, lead, f))
			continue;
		for (size_t i = 0; i < OWN; i++)
			sum += f[i] * fit->leads[lead].weights[i];
		ret[lead] = state.profile[lead % DAY] + sum;
	}
}
