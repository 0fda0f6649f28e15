/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A column of estimates: the jobs of a month, one row each. What they have in common is said once;
 * what differs is two columns of numbers. A row that cannot be is NaN and counted.
 *
 *	cc many.c $(pkg-config --cflags --libs frugal) -o many
 */
#include <stdio.h>

#include <frugal.h>

#define JOBS 1000

int main(void)
{
	static double hours[JOBS], use[JOBS], energy[JOBS], carbon[JOBS];
	const char *const fixed[] = {"gpu=A100 SXM4 80GB", "zone=FR:2023", "pue=1.2",
				     "host_ratio=0"};
	const struct frugal_column inputs[] = {{"gpu_hours", "h", hours},
					       {"utilization", "%", use}};
	const struct frugal_column outputs[] = {{"energy", "kWh", energy}, {"carbon", "g", carbon}};
	struct frugal_error error = {0};
	frugal_library *library = NULL;
	double sum = 0;
	size_t refused = 0, i;
	int r;

	for (i = 0; i < JOBS; i++) {
		hours[i] = (double)(i + 1);
		use[i] = 50;
	}
	use[10] = 250; /* a slip: no board draws that */

	r = frugal_library_new(NULL, &library, &error);
	if (r == 0)
		r = frugal_estimate_many(library, "training", fixed, 4, inputs, 2, outputs, 2, JOBS,
					 &refused, &error);
	frugal_library_free(library);
	if (r < 0) {
		fprintf(stderr, "%s (%s): %s\n", error.what, error.where, error.todo);
		return -r;
	}

	for (i = 0; i < JOBS; i++)
		if (energy[i] >= 0) /* false for NaN */
			sum += energy[i];
	printf("first job   %.3f kWh, %.1f g CO2e\n", energy[0], carbon[0]);
	printf("last job    %.1f kWh\n", energy[JOBS - 1]);
	printf("all jobs    %.0f kWh\n", sum);
	printf("refused     %lu\n", (unsigned long)refused);
	return 0;
}
