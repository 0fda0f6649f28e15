/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One estimate: the electricity and the greenhouse gases of a training run, with intervals, and
 * where the figures come from.
 *
 *	cc estimate.c $(pkg-config --cflags --libs frugal) -o estimate
 */
#include <stdio.h>

#include <frugal.h>

static int fail(const struct frugal_error *error)
{
	fprintf(stderr, "%s (%s): %s\n", error->what, error->where, error->todo);
	return -error->code;
}

static void print_figures(const frugal_result *result)
{
	struct frugal_figure figure;
	size_t i;
	for (i = 0; frugal_result_figure(result, i, &figure) == 0; i++)
		printf("%-8s %8.0f %s, %.0f to %.0f (%s)\n", figure.name, figure.value, figure.unit,
		       figure.low, figure.high, frugal_quality_name(figure.quality));
}

int main(void)
{
	/* What one knows, with units; what is left out takes the default of the model. */
	const char *const inputs[] = {
		"gpu=A100 SXM4 80GB",
		"gpu_hours=10 kh",
		"zone=FR:2023",
		"pue=1.2 [1.1, 1.3]",
	};
	struct frugal_error error = {0};
	frugal_library *library = NULL;
	frugal_result *result = NULL;

	if (frugal_library_new(NULL, &library, &error) < 0)
		return fail(&error);
	if (frugal_estimate(library, "training", inputs, 4, &result, &error) < 0) {
		frugal_library_free(library);
		return fail(&error);
	}
	print_figures(result);
	printf("\n%s", frugal_explain(result, "carbon"));
	frugal_result_free(result);
	frugal_library_free(library);
	return 0;
}
