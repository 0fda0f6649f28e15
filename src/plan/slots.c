/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans one job. One block: prefix sums, or the profile at each start. Any slots: the cheapest
 * ones. With an energy to resume, or a minimum length of runs: dynamic programming over slots,
 * slots used and whether (and for how long) the job runs.
 */
#include "plan/slots.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"

#define MOST_STATES ((size_t)1 << 28)
#define CHAINS 4 /* independent sums, which the processor can overlap */

int plan_check_window(const struct intensities *series, size_t arrival, size_t deadline,
		      size_t slots, struct frugal_error *reterr)
{
	if (deadline > series->n)
		return error_set(reterr, FRUGAL_EDATA,
				 _("the deadline is slot %zu, the series ends at %zu"), deadline,
				 series->n);
	if (slots == 0)
		return error_set(reterr, FRUGAL_EDATA, "%s", _("the job has no length"));
	if (arrival > deadline || deadline - arrival < slots)
		return error_set(
			reterr, FRUGAL_EDATA,
			_("the job needs %zu slots, but only %zu remain before its deadline"),
			slots, arrival > deadline ? 0 : deadline - arrival);
	/* The sum of 0 times each value is 0 unless a value is not finite. */
	double nothing[CHAINS] = {0};
	size_t t = arrival;
	for (; t + CHAINS <= deadline; t += CHAINS)
		for (size_t j = 0; j < CHAINS; j++)
			nothing[j] += 0 * series->g_per_kwh[t + j];
	if (isfinite(nothing[0] + nothing[1] + nothing[2] + nothing[3]))
		arrival = t;
	for (t = arrival; t < deadline; t++)
		if (!isfinite(series->g_per_kwh[t]))
			return error_set(reterr, FRUGAL_EDATA,
					 _("the series has no intensity in slot %zu"), t);
	return 0;
}

static double power_of(const struct single_job *job, size_t i)
{
	return job->profile_kw ? job->profile_kw[i] : job->power_kw;
}

double plan_cost(const struct intensities *series, const struct single_job *job,
		 const size_t *slots)
{
	double g = 0;
	for (size_t i = 0; i < job->slots; i++) {
		double c = series->g_per_kwh[slots[i]];
		g += power_of(job, i) * series->slot_h * c;
		if (i > 0 && slots[i] != slots[i - 1] + 1)
			g += job->resume_kwh * c;
	}
	return g;
}

/* ---- one block ------------------------------------------------------------------------------ */

/* Finds the start in [first, last] with the least sum of k values, the earliest of equals. */
static size_t best_window(const double *c, size_t first, size_t last, size_t k)
{
	size_t n = last - first + 1, length = n / CHAINS, at[CHAINS], best[CHAINS];
	double sum[CHAINS] = {0}, least[CHAINS], below[CHAINS];
	for (size_t j = 0; j < CHAINS; j++) {
		at[j] = first + j * length;
		for (size_t i = 0; i < k; i++)
			sum[j] += c[at[j] + i];
		least[j] = sum[j];
		below[j] = sum[j] - 1e-9 * fabs(sum[j]);
		best[j] = at[j];
	}
	for (size_t i = 1; i < length; i++)
		for (size_t j = 0; j < CHAINS; j++) {
			size_t s = at[j] + i;
			sum[j] += c[s + k - 1] - c[s - 1];
			if (sum[j] < below[j]) {
				least[j] = sum[j];
				below[j] = sum[j] - 1e-9 * fabs(sum[j]);
				best[j] = s;
			}
		}
	/* The remainder of the division continues the last chain. */
	for (size_t s = at[CHAINS - 1] + (length ? length : 1), j = CHAINS - 1; s <= last; s++) {
		sum[j] += c[s + k - 1] - c[s - 1];
		if (sum[j] < below[j]) {
			least[j] = sum[j];
			below[j] = sum[j] - 1e-9 * fabs(sum[j]);
			best[j] = s;
		}
	}
	size_t of = 0;
	for (size_t j = 1; j < CHAINS; j++)
		if (least[j] < below[of])
			of = j;
	return best[of];
}

/* The same for a job with a profile or closed slots; SIZE_MAX: it fits nowhere. */
static size_t best_laid(const struct intensities *series, const struct single_job *job)
{
	const double *c = series->g_per_kwh;
	size_t last = job->deadline - job->slots, best = SIZE_MAX;
	double least = INFINITY;
	for (size_t s = job->arrival; s <= last; s++) {
		double sum = 0;
		bool open = true;
		for (size_t i = 0; i < job->slots && open; i++) {
			open = !job->closed || !job->closed[s + i];
			sum += (job->profile_kw ? job->profile_kw[i] : 1) * c[s + i];
		}
		if (open && (best == SIZE_MAX || sum < least - 1e-9 * fabs(least))) {
			least = sum;
			best = s;
		}
	}
	return best;
}

static size_t best_start(const struct intensities *series, const struct single_job *job)
{
	if (job->profile_kw || job->closed)
		return best_laid(series, job);
	return best_window(series->g_per_kwh, job->arrival, job->deadline - job->slots, job->slots);
}

/* ---- any slots ------------------------------------------------------------------------------ */

static bool is_closed(const struct single_job *job, size_t t)
{
	return job->closed && job->closed[t];
}

static int all_closed(struct frugal_error *reterr)
{
	return error_set(reterr, FRUGAL_EDATA, "%s",
			 _("too few slots are open before the deadline"));
}

struct priced {
	double c;
	size_t t;
};

static int cheaper(const struct priced *a, const struct priced *b)
{
	if (a->c < b->c || a->c > b->c)
		return a->c < b->c ? -1 : 1;
	return (a->t > b->t) - (a->t < b->t);
}

/* Moves the k cheapest to the front. */
static void select_cheapest(struct priced *items, size_t n, size_t k)
{
	size_t low = 0, high = n; /* the k-th boundary is within (low, high) */
	while (k > low && k < high) {
		struct priced pivot = items[low + (high - 1 - low) / 2];
		size_t i = low, j = high - 1;
		for (;; i++, j--) { /* Hoare: [low, j] <= pivot <= [j + 1, high), j < high - 1 */
			while (cheaper(&items[i], &pivot) < 0)
				i++;
			while (cheaper(&pivot, &items[j]) < 0)
				j--;
			if (i >= j)
				break;
			struct priced t = items[i];
			items[i] = items[j];
			items[j] = t;
		}
		if (k > j + 1)
			low = j + 1;
		else
			high = j + 1;
		if (high - low == 1)
			return;
	}
}

static int ascending(const void *a, const void *b)
{
	const size_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static int cheapest_slots(const struct intensities *series, const struct single_job *job,
			  size_t *slots, struct frugal_error *reterr)
{
	size_t n = 0;
	struct priced *items = mem_zalloc(job->deadline - job->arrival, sizeof(*items));
	if (!items)
		return error_nomem(reterr);
	for (size_t t = job->arrival; t < job->deadline; t++)
		if (!is_closed(job, t))
			items[n++] = (struct priced){series->g_per_kwh[t], t};
	if (n < job->slots) {
		mem_free(items);
		return all_closed(reterr);
	}
	select_cheapest(items, n, job->slots);
	for (size_t i = 0; i < job->slots; i++)
		slots[i] = items[i].t;
	qsort(slots, job->slots, sizeof(*slots), ascending);
	mem_free(items);
	return 0;
}

/* ---- with stops that cost ------------------------------------------------------------------- */

/*
 * least[0][j]: j slots are used and the job is stopped; least[a][j]: it has run for a slots, or for
 * more at the last age. from[t][a][j] is set where the state before was not the usual one: a stop
 * that follows a run, a run that has just started, or an old run that was old before.
 */
struct stops {
	size_t ages, width; /* width: slots used, 0..k */
	double *least, *before;
	unsigned char *from;
};

static void step(const struct stops *s, const struct intensities *series,
		 const struct single_job *job, size_t t, unsigned char *from)
{
	double c = series->g_per_kwh[t], work = job->power_kw * series->slot_h * c;
	size_t w = s->width, old = s->ages;
	const double *was = s->before;
	for (size_t j = 0; j < w; j++) {
		bool stops = was[old * w + j] < was[j];
		s->least[j] = stops ? was[old * w + j] : was[j];
		from[j] = stops;
	}
	for (size_t a = 1; a <= old; a++) {
		s->least[a * w] = INFINITY;
		if (is_closed(job, t)) {
			for (size_t j = 1; j < w; j++)
				s->least[a * w + j] = INFINITY;
			continue;
		}
		for (size_t j = 1; j < w; j++) {
			double begin = was[j - 1] + (j > 1 ? job->resume_kwh * c : 0);
			double younger = a == 1 ? begin : was[(a - 1) * w + j - 1];
			double same = a == old ? was[a * w + j - 1] : (double)INFINITY;
			bool stays = same <= younger;
			s->least[a * w + j] = (stays ? same : younger) + work;
			from[a * w + j] = stays;
		}
	}
}

static void trace_back(const struct stops *s, const struct single_job *job, size_t *slots)
{
	size_t n = job->deadline - job->arrival, w = s->width, j = job->slots;
	size_t a = s->least[j] <= s->least[s->ages * w + j] ? 0 : s->ages;
	for (size_t i = n; i > 0 && (j > 0 || a > 0); i--) {
		bool other = s->from[((i - 1) * (s->ages + 1) + a) * w + j];
		if (a == 0) {
			a = other ? s->ages : 0;
			continue;
		}
		slots[--j] = job->arrival + i - 1;
		if (!other)
			a--;
	}
}

static int slots_with_stops(const struct intensities *series, const struct single_job *job,
			    size_t *slots, struct frugal_error *reterr)
{
	size_t n = job->deadline - job->arrival;
	size_t ages = job->min_run > 1 ? job->min_run : 1;
	if (ages > job->slots)
		ages = job->slots;
	struct stops s = {.ages = ages, .width = job->slots + 1};
	size_t states = (ages + 1) * s.width;
	if (states > MOST_STATES / n)
		return error_set(reterr, FRUGAL_EDATA, "%s",
				 _("too many slots to plan with a cost of stops"));
	s.least = mem_zalloc(states, sizeof(double));
	s.before = mem_zalloc(states, sizeof(double));
	s.from = mem_zalloc(states, n);
	int r = s.least && s.before && s.from ? 0 : error_nomem(reterr);
	for (size_t i = 0; r == 0 && i < states; i++)
		s.least[i] = i == 0 ? 0 : (double)INFINITY;
	for (size_t i = 0; r == 0 && i < n; i++) {
		double *swap = s.before;
		s.before = s.least;
		s.least = swap;
		step(&s, series, job, job->arrival + i, s.from + i * states);
	}
	size_t k = job->slots;
	if (r == 0 && !isfinite(fmin(s.least[k], s.least[ages * s.width + k])))
		r = all_closed(reterr);
	if (r == 0)
		trace_back(&s, job, slots);
	mem_free(s.least);
	mem_free(s.before);
	mem_free(s.from);
	return r;
}

/* ---- any job -------------------------------------------------------------------------------- */

static void lay_block(size_t start, size_t n, size_t *slots)
{
	for (size_t i = 0; i < n; i++)
		slots[i] = start + i;
}

int plan_single(const struct intensities *series, const struct single_job *job,
		struct single_plan *ret, struct frugal_error *reterr)
{
	int r = plan_check_window(series, job->arrival, job->deadline, job->slots, reterr);
	if (r < 0)
		return r;
	size_t *slots = mem_zalloc(job->slots, sizeof(*slots));
	if (!slots)
		return error_nomem(reterr);
	lay_block(job->arrival, job->slots, slots);
	double now_g = plan_cost(series, job, slots);
	/* A profile has an order: it is not split. */
	if (!job->interruptible || job->profile_kw) {
		size_t start = best_start(series, job);
		if (start == SIZE_MAX)
			r = all_closed(reterr);
		else
			lay_block(start, job->slots, slots);
	} else if (job->resume_kwh > 0 || job->min_run > 1)
		r = slots_with_stops(series, job, slots, reterr);
	else
		r = cheapest_slots(series, job, slots, reterr);
	if (r < 0) {
		mem_free(slots);
		return r;
	}
	*ret = (struct single_plan){slots, plan_cost(series, job, slots), now_g};
	return 0;
}
