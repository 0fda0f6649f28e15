/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares groups of runs: what they used, their quality, and whether they differ.
 *
 * Two errors are kept apart. Errors that vary from run to run average out over repeats: they are in
 * the test of a difference. Errors that all runs share (the factor of a power model, the intensity
 * of a zone) do not average out: they are in the interval of what a group used, and cancel in a
 * difference.
 */
#ifndef INSIGHT_COMPARE_H
#define INSIGHT_COMPARE_H

#include "model/context.h"
#include "stat/stat.h"
#include "store/ledger.h"
#include "store/sum.h"

#define COMPARE_LEVEL 0.90      /* of what a group used, as of a run's own interval */
#define COMPARE_TEST_LEVEL 0.95 /* of differences */
#define COMPARE_MOST_HELD 2000  /* runs whose values are read one by one */

enum compare_figure { COMPARE_ENERGY, COMPARE_CARBON, COMPARE_DURATION, COMPARE_FIGURES };
extern const char *const compare_figure_names[]; /* by enum, NULL at the end */

/* A figure of a run in Wh, g or h, for the share perimeter; NaN when it is missing. */
double compare_value(const struct run_record *run, enum compare_figure f);

/*
 * The error that is common to runs, over their sum: low and high of a figure are shares of its
 * value (0.4 and 2.2 of a power model). Zeroed before the first run.
 */
struct compare_common {
	double value, low, high; /* sums over runs */
};
void compare_common_add(struct compare_common *to, const struct run_record *run,
			enum compare_figure f);
/* Widens an interval of the varying error by the common one; adds squares, not below 0. */
void compare_common_widen(const struct compare_common *common, double value, double *low,
			  double *high);

struct compare_values {
	double *x;
	size_t n, cap;
};
/* False: memory is out. */
bool compare_push(struct compare_values *to, double x);

/* What all runs of a group have: a machine, a zone. */
struct compare_place {
	char *name;   /* of the first of them; "" not known; NULL before the first */
	bool several; /* others differ */
};

/* Ids of runs, sorted once all are there. */
struct compare_ids {
	char (*items)[RUN_ID_SIZE];
	size_t n, cap;
};
bool compare_ids_add(struct compare_ids *to, const struct compare_ids *more); /* false: no memory */
void compare_ids_sort(struct compare_ids *ids);

struct compare_group {
	const char *label;
	char title[96];     /* for people: the name of a run before its digits, else the label */
	size_t runs;        /* that count */
	size_t interrupted; /* runs that match too and are left out */
	size_t failed; /* those that failed, by exit status or outcome; left out if any did not */
	size_t shared; /* those of a baseline that are compared with it */
	/* Its runs failed: all of them, or it was asked for such; or it is one that was
	 * interrupted. */
	bool has_failed;
	bool is_itself; /* of a baseline: all its runs are compared with it, and none is left out */
	struct compare_place machine, zone;
	double measured_share;  /* of the energy, by counters; NaN without energy */
	struct compare_ids ids; /* of the runs that are read one by one */
	struct compare_values figures[COMPARE_FIGURES]; /* Wh, g, h; of the share perimeter */
	/* Means of the ends of the runs' own intervals: the error that is common to them. */
	double common_low[COMPARE_FIGURES], common_high[COMPARE_FIGURES];
	/* The mean's interval, by both errors; the mean itself where neither is known. */
	double low[COMPARE_FIGURES], high[COMPARE_FIGURES];
	struct compare_values quality;         /* of the runs that report it */
	struct compare_values cost_of_quality; /* Wh of these */
	struct stat_summary of_figures[COMPARE_FIGURES], of_quality;
	struct use per_run; /* embodied and the other criteria: means of the runs that have them */
	struct stat_cloud cloud; /* quality by ln(Wh) */
	bool summed;             /* too many runs to keep: figures are summaries only */
};

struct compare_question {
	const struct run_filter *within;   /* a filter that must match too; NULL: none */
	const char *metric;                /* NULL: none */
	const struct compare_ids *without; /* sorted; of a baseline: the runs that are compared */
	bool or_none; /* a group whose runs were all interrupted is empty, not an error */
};

/*
 * label: a run (an id, a prefix, last), or "project=a,phase=training,tag=x,name=y". Runs that
 * failed are left out where others succeeded, unless the label or the filter asks for them.
 * FRUGAL_EUSAGE: no run fits, or as selection_read.
 */
int compare_read(struct ledger *ledger, const char *label, const struct compare_question *question,
		 struct compare_group *ret, struct frugal_error *reterr);
void compare_release(struct compare_group *group);

/* Fits quality to the logarithm of energy over all runs of the groups that report both. */
bool compare_law(const struct compare_group *groups, size_t n, struct stat_log_law *ret);

/*
 * What the tests say. Few runs have few permutations: 3 and 3 have 20, so that even the most
 * extreme order has a p of 0.1 and no difference could be significant.
 */
enum compare_verdict {
	VERDICT_UNTESTED, /* no repeats that differ */
	VERDICT_TOO_FEW,
	VERDICT_CHANCE,  /* a test says that it may be chance */
	VERDICT_DIFFERS, /* each test that was made says that it is not */
	VERDICT_FAILED   /* one side has only runs that failed, the other has runs that did not */
};
/* No order of so few runs could be significant. */
bool compare_too_few(size_t n, size_t m);
extern const char *const compare_verdicts[]; /* "untested", ... by enum */

/* One group against the first, by a figure: intervals of COMPARE_TEST_LEVEL, without what is
 * common.
 */
struct compare_pair {
	double ratio; /* of means, less 1; NaN: not comparable, as a mean is missing or 0 */
	double ratio_low, ratio_high; /* NaN without repeats */
	struct stat_test welch;
	bool tested; /* both have repeats that differ */
	enum compare_verdict verdict;
	double permutation_p;       /* NaN: not tested */
	double boot_low, boot_high; /* of the difference of means */
};
/* One figure of a group; values may be empty where there are too many. */
struct compare_side {
	const struct compare_values *values;
	const struct stat_summary *summary;
};
void compare_pair(const struct compare_side *a, const struct compare_side *b, uint64_t seed,
		  struct compare_pair *ret);

#endif
