/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sums are compensated (Neumaier), so that a run of a million intervals still adds up to its
 * last digit.
 */
#include "meter/attribute.h"

#include <math.h>

void sum_add(struct sum *sum, double x)
{
	double total = sum->value + x;
	if (fabs(sum->value) >= fabs(x))
		sum->lost += (sum->value - total) + x;
	else
		sum->lost += (x - total) + sum->value;
	sum->value = total;
}

double sum_value(const struct sum *sum)
{
	return sum->value + sum->lost;
}

double usage_busy_s(const struct usage *from, const struct usage *to, int threads)
{
	double all = (double)(to->at_ns - from->at_ns) * threads;
	double busy = (double)(to->busy_ns - from->busy_ns);
	double cpu = (double)(to->cpu_ns - from->cpu_ns);
	/* The kernel counts in steps and by samples: it can be ahead of the clock. */
	busy = fmin(busy, all);
	return fmax(fmax(busy, cpu), 0) / NS_PER_SECOND;
}

double usage_share(const struct usage *from, const struct usage *to, int threads)
{
	double cpu = (double)(to->cpu_ns - from->cpu_ns) / NS_PER_SECOND;
	double busy = usage_busy_s(from, to, threads);
	return cpu > 0 && busy > 0 ? fmin(cpu / busy, 1) : 0;
}

void attribute_interval(struct attribution *sums, struct energy energy, struct duration length,
			struct power idle, bool static_draw, double share)
{
	struct energy still = static_draw ? energy : energy_min(power_times(idle, length), energy);
	struct energy dynamic = energy_sub(energy, still);
	struct energy ours = energy_share(dynamic, share);
	sum_add(&sums->energy, energy.j);
	sum_add(&sums->idle, still.j);
	sum_add(&sums->attributed, ours.j);
	sum_add(&sums->unattributed, energy_sub(dynamic, ours).j);
}

void attribute_whole(struct attribution *sums, double share)
{
	double dynamic = sum_value(&sums->attributed) + sum_value(&sums->unattributed);
	sums->attributed = (struct sum){.value = dynamic * share};
	sums->unattributed = (struct sum){.value = dynamic - dynamic * share};
}
