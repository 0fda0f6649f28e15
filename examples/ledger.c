/* SPDX-License-Identifier: Apache-2.0 */
/* Runs in, filtered, summed and compared, a model card out: frugal runs export | ./ledger */
#include <frugal.h>
#include <stdio.h>

static int input(void *context, char *to, size_t size, size_t *ret_n, struct frugal_error *error)
{
	(void)context, (void)error;
	*ret_n = fread(to, 1, size, stdin);
	return 0;
}

static int ask(frugal_ledger *ledger, struct frugal_error *error)
{
	const char *const sides[] = {"name=before,phase=training", "name=after,phase=training"};
	const char *const model[] = {"project=digits"};
	const struct frugal_filter few = {
		.size = sizeof(few), .project = "digits", .phase = "training"};
	const struct frugal_group_question which = {.size = sizeof(which), .filter = &few};
	const struct frugal_comparison_question two = {
		.size = sizeof(two), .labels = sides, .n = 2};
	const struct frugal_report card = {
		.size = sizeof(card), .groups = model, .n_groups = 1, .form = "hf"};
	struct frugal_sum sum = {.size = sizeof(sum)};
	struct frugal_change change = {.size = sizeof(change)};
	frugal_group *group = NULL;
	frugal_comparison *comparison = NULL;
	char *text = NULL;
	int r;
	if ((r = frugal_ledger_import(ledger, "input", input, NULL, NULL, NULL, error)) == 0 &&
	    (r = frugal_group_read(ledger, &which, &group, error)) == 0 &&
	    (r = frugal_group_sum(group, "all", &sum, error)) == 0 &&
	    (r = frugal_comparison_read(ledger, &two, &comparison, error)) == 0 &&
	    (r = frugal_comparison_change(comparison, 1, &change, error)) == 0 &&
	    (r = frugal_report_write(ledger, &card, &text, error)) == 0)
		printf("%.0f trainings used %.1f Wh, %+.0f %% after\n%s", sum.runs,
		       sum.energy_wh.value, 100 * change.change, text);
	frugal_text_free(text);
	frugal_comparison_free(comparison);
	frugal_group_free(group);
	return r;
}

int main(void)
{
	const struct frugal_options options = {.size = sizeof(options), .store = "example.db"};
	struct frugal_error error;
	frugal_library *library = NULL;
	frugal_ledger *ledger = NULL;
	int r = frugal_library_new(&options, &library, &error);
	if (r == 0)
		r = frugal_ledger_open(library, FRUGAL_LEDGER_WRITE, &ledger, &error);
	if (r == 0)
		r = ask(ledger, &error);
	if (r < 0)
		fprintf(stderr, "%s (%s): %s\n", error.what, error.where, error.todo);
	frugal_ledger_close(ledger);
	frugal_library_free(library);
	return -r;
}
