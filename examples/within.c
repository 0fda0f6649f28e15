/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Metering a program from within: a section that loads, a section that works, and the whole. With
 * C++ see meter.cpp.
 *
 *	cc within.c $(pkg-config --cflags --libs frugal) -o within && ./within
 */
#include <stdio.h>

#include <frugal.h>

static double some_work(long steps)
{
	double x = 1;
	long i;
	for (i = 1; i < steps; i++)
		x += 1.0 / ((double)i * x);
	return x;
}

static void show(const frugal_result *result)
{
	struct frugal_figure figure;
	size_t i;
	for (i = 0; frugal_result_figure(result, i, &figure) == 0; i++)
		printf("%-9s %-9s %.2e %s (%s)\n", figure.perimeter, figure.name, figure.value,
		       figure.unit, frugal_quality_name(figure.quality));
}

/* The meter is freed by its stop, which comes in every case. */
static int work_metered(frugal_library *library, struct frugal_error *error)
{
	frugal_meter *meter = NULL;
	frugal_result *so_far = NULL, *whole = NULL;
	struct frugal_figure energy;
	double x = 0;
	int r = frugal_meter_start(library, &meter, error), stopped;
	if (r < 0)
		return r;
	x += some_work(20000000);
	r = frugal_meter_mark(meter, "load", error);
	if (r == 0)
		r = frugal_meter_read(meter, &so_far, error);
	if (r == 0 && frugal_result_find(so_far, "energy", &energy) == 0)
		printf("so far %.2e %s\n", energy.value, energy.unit);
	x += some_work(60000000);
	if (r == 0)
		r = frugal_meter_mark(meter, "train", error);
	stopped = frugal_meter_stop(meter, &whole, r == 0 ? error : NULL);
	r = r == 0 ? stopped : r;
	if (r == 0) {
		printf("worked out %.3f\n", x);
		show(whole);
	}
	frugal_result_free(so_far);
	frugal_result_free(whole);
	return r;
}

int main(void)
{
	const struct frugal_options options = {
		.size = sizeof(options), .zone = "FR", .interval_s = 0.02};
	struct frugal_error error = {0};
	frugal_library *library = NULL;
	int r = frugal_library_new(&options, &library, &error);
	if (r == 0)
		r = work_metered(library, &error);
	if (r < 0)
		fprintf(stderr, "%s (%s): %s\n", error.what, error.where, error.todo);
	frugal_library_free(library);
	return -r;
}
