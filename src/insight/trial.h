/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A trial forecasts what a whole job will use from runs on shares of it. The trial gives each run
 * the tag "trial:ID" and a name ("trial-0.05"); the caller measures the run and stores it in the
 * ledger. The trial reads its runs there, forecasts the whole, and later compares the forecast
 * with the whole that was run.
 */
#ifndef INSIGHT_TRIAL_H
#define INSIGHT_TRIAL_H

#include "insight/compare.h"
#include "insight/elsewhere.h"

#define TRIAL_MOST_SHARES 64
#define TRIAL_LEAST_RUNS 3
/* Share of the processors from which others change the time that a run takes. */
#define TRIAL_UNREST 0.1
/* Growth (stat_growth) below which runs do not show that the share makes a difference. */
#define TRIAL_FLAT 0.1

/* Texts and lists live as long as the trial. */
struct trial_question {
	const char *const *words; /* of the command; {} stands for the share */
	size_t n_words;
	const char *shares; /* rising: "1%,2%,5%"; NULL: these */
	size_t repeats;     /* runs of each; 0: 1 */
	const char *const *on;
	size_t n_on;
	const char *zones; /* as elsewhere_open has them */
	const char *zone;  /* of the runs; NULL: the one in the ledger */
};

struct trial {
	struct context *context; /* its arena has the texts of the trial */
	struct trial_question asked;
	char id[RUN_ID_SIZE];
	double shares[TRIAL_MOST_SHARES];
	size_t n_shares;
	/* By run, in the order of shares; none before the forecast. */
	struct compare_values size, cpu_h, figures[COMPARE_FIGURES];
	struct compare_common common[COMPARE_FIGURES]; /* error of the meter that all of them had */
	double others_h, all_h; /* processor time of others, and the time they had for it */
	bool has_forecast;
	struct stat_scaling whole[COMPARE_FIGURES]; /* as the same meter will measure it */
	/*
	 * The share made hardly any difference: {} may be ignored, or a fixed part outweighs it. No
	 * law of growth follows, and the exponent is NaN.
	 */
	bool flat[COMPARE_FIGURES];
	bool has_cpu;
	struct stat_scaling whole_cpu;
	bool looks_elsewhere; /* machines or zones were asked for */
	struct elsewhere elsewhere;
	bool has_actual; /* the whole was run */
	double actual[COMPARE_FIGURES], actual_cpu_h;
};

/*
 * Runs nothing. FRUGAL_EUSAGE: no {} in the words, shares that do not rise below 1 or are too few,
 * a machine or zone that no table has.
 */
int trial_open(struct context *context, const struct trial_question *question, struct trial *ret,
	       struct frugal_error *reterr);
void trial_close(struct trial *trial);

/* The share is one of the trial's, or 1: the whole. FRUGAL_EUSAGE: it is neither. */
int trial_check_share(const struct trial *trial, double share, struct frugal_error *reterr);

/* In the arena; NULL: no memory. */
char **trial_words(struct trial *trial, double share); /* of the command, with each {} filled in */
const char *trial_name(struct trial *trial, double share);
const char *trial_tag(struct trial *trial);

/*
 * Reads the runs, forecasts the whole, keeps the forecast and looks elsewhere, once.
 * FRUGAL_EUSAGE: no run of a share was kept; FRUGAL_EDATA: the runs lack a figure.
 */
int trial_forecast(struct trial *trial, struct ledger *ledger, struct frugal_error *reterr);

/* Reads the whole that was run. FRUGAL_EUSAGE: it was not kept. */
int trial_read_whole(struct trial *trial, struct ledger *ledger, struct frugal_error *reterr);

/*
 * 90 % intervals of the whole, in Wh, g or h: low..high with the error that the meter had in all
 * runs, trial->whole without it, which a whole that the same meter measures is compared with.
 */
struct forecast_figure trial_figure(const struct trial *trial, enum compare_figure f);

/* Share of this machine's processors that others kept busy during the runs. */
double trial_unrest(const struct trial *trial);

#endif
