/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What will the whole cost? Measures a command at three shares of its work, some milliseconds each,
 * forecasts the whole, runs it, and compares.
 */
#include <frugal.h>
#include <stdio.h>

/* Counts to a share of two million. */
static const char *const command[] = {
	"awk", "BEGIN { n = 2000000 * {}; for (i = 0; i < n; i++) s += i; exit s < 0 }"};

static int fail(const struct frugal_error *error)
{
	fprintf(stderr, "%s (%s): %s\n", error->what, error->where, error->todo);
	return 1;
}

static int run_at(frugal_trial *trial, double share, struct frugal_error *reterr)
{
	struct frugal_ended ended = {0};
	frugal_measure *measure;
	int r = frugal_trial_start(trial, share, NULL, &measure, reterr);
	ended.size = sizeof(ended);
	if (r < 0)
		return r;
	r = frugal_measure_wait(measure, &ended, reterr);
	printf("at %g it ended with %d\n", share, (int)ended.status);
	frugal_measure_free(measure);
	return r;
}

static int run_shares(frugal_trial *trial, struct frugal_error *reterr)
{
	size_t i;
	double share;
	int r = 0;
	for (i = 0; r == 0 && frugal_trial_share(trial, i, &share) == 0; i++)
		r = run_at(trial, share, reterr);
	return r;
}

/* The forecast is made before the whole is run. */
static int compare(frugal_library *library, frugal_trial *trial, struct frugal_error *reterr)
{
	frugal_ledger *ledger;
	int r = frugal_ledger_open(library, FRUGAL_LEDGER_WRITE, &ledger, reterr);
	if (r < 0)
		return r;
	r = frugal_trial_forecast(trial, ledger, reterr);
	if (r == 0)
		r = run_at(trial, 1, reterr);
	if (r == 0)
		r = frugal_trial_whole(trial, ledger, reterr);
	frugal_ledger_close(ledger);
	return r;
}

static void show(const frugal_trial *trial)
{
	struct frugal_trial_figure energy = {0}, duration = {0};
	energy.size = duration.size = sizeof(energy);
	if (frugal_trial_figure(trial, FRUGAL_TRIAL_ENERGY, &energy, NULL) < 0 ||
	    frugal_trial_figure(trial, FRUGAL_TRIAL_DURATION, &duration, NULL) < 0)
		return;
	printf("energy: forecast %.2e Wh [%.2e, %.2e], used %.2e\n", energy.value, energy.low,
	       energy.high, energy.actual);
	printf("time: forecast %.2f s [%.2f, %.2f], took %.2f\n", duration.value, duration.low,
	       duration.high, duration.actual);
}

int main(void)
{
	struct frugal_options options = {0};
	struct frugal_trial_question question = {0};
	struct frugal_error error;
	frugal_library *library;
	frugal_trial *trial;
	int r;

	options.size = sizeof(options);
	options.store = "example.db"; /* the user's own ledger is left alone */
	options.interval_s = 0.01;
	if (frugal_library_new(&options, &library, &error) < 0)
		return fail(&error);
	question.size = sizeof(question);
	question.words = command;
	question.n_words = 2;
	question.shares = "10%,20%,40%";
	r = frugal_trial_new(library, &question, &trial, &error);
	if (r == 0) {
		r = run_shares(trial, &error);
		if (r == 0)
			r = compare(library, trial, &error);
		if (r == 0)
			show(trial);
		frugal_trial_free(trial);
	}
	frugal_library_free(library);
	return r < 0 ? fail(&error) : 0;
}
