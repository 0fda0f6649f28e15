/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One training run by every method of its family, side by side; then a question put together step
 * by step, which doubts weigh most in its answer, and a published figure against it.
 *
 *	cc methods.c $(pkg-config --cflags --libs frugal) -o methods
 */
#include <stdio.h>

#include <frugal.h>

static int compare_methods(frugal_library *library, struct frugal_error *error)
{
	const char *const inputs[] = {"gpu=A100 SXM4 80GB", "gpu_hours=10 kh", "zone=FR:2023"};
	frugal_methods *methods = NULL;
	struct frugal_method method;
	struct frugal_figure energy;
	size_t i;
	int r = frugal_methods_new(library, "training", inputs, 3, &methods, error);
	for (i = 0; r == 0 && frugal_methods_get(methods, i, &method) == 0; i++) {
		if (!method.result)
			printf("%-16s no answer: %s\n", method.model, method.reason);
		else if (frugal_result_find(method.result, "energy", &energy) == 0)
			printf("%-16s %.0f %s\n", method.model, energy.value, energy.unit);
	}
	frugal_methods_free(methods);
	return r;
}

/* Hours from a scheduler, known to a tenth. */
static int ask(frugal_question *question, frugal_result **result, struct frugal_error *error)
{
	struct frugal_number hours = {0};
	struct frugal_answering how = {0};
	int r = frugal_question_set(question, "gpu=A100 SXM4 80GB", error);
	hours.size = sizeof(hours);
	hours.name = "gpu_hours";
	hours.unit = "h";
	hours.value = 10000;
	hours.low = 9000;
	hours.high = 11000;
	hours.quality = FRUGAL_DECLARED;
	hours.source = "accounting of the cluster";
	how.size = sizeof(how);
	how.doubts = 1;
	if (r == 0)
		r = frugal_question_set_number(question, &hours, error);
	return r == 0 ? frugal_question_answer(question, &how, result, error) : r;
}

static void print_versus(const frugal_versus *versus)
{
	struct frugal_versus_figure comparison;
	struct frugal_slip slip;
	size_t i;
	if (frugal_versus_get(versus, &comparison) == 0)
		printf("published %.0f, ours %.0f %s\n", comparison.reported, comparison.estimated,
		       comparison.unit);
	for (i = 0; frugal_versus_slip(versus, i, &slip) == 0; i++)
		printf("would explain it: %s %s\n", slip.kind, slip.name ? slip.name : "");
}

int main(void)
{
	struct frugal_error error = {0};
	frugal_library *library = NULL;
	frugal_question *question = NULL;
	frugal_result *result = NULL;
	frugal_versus *versus = NULL;
	struct frugal_doubt doubt;
	size_t i;
	int r = frugal_library_new(NULL, &library, &error);
	if (r == 0)
		r = compare_methods(library, &error);
	if (r == 0)
		r = frugal_question_new(library, "training", &question, &error);
	if (r == 0)
		r = ask(question, &result, &error);
	for (i = 0; r == 0 && frugal_result_doubt(result, i, &doubt) == 0; i++)
		printf("doubt of %s: %s %.0f %%\n", doubt.figure, doubt.input, 100 * doubt.share);
	if (r == 0)
		r = frugal_versus_new(question, result, "energy=4 GWh", &versus, &error);
	if (r == 0)
		print_versus(versus);
	if (r < 0)
		fprintf(stderr, "%s (%s): %s\n", error.what, error.where, error.todo);
	frugal_versus_free(versus);
	frugal_result_free(result);
	frugal_question_free(question);
	frugal_library_free(library);
	return -r;
}
