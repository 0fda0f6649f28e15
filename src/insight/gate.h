/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A gate on a comparison: may a group use more than the baseline by so much? It has three answers.
 * What cannot be compared, or is not beyond what repeats scatter anyway, is neither a pass nor a
 * regression.
 */
#ifndef INSIGHT_GATE_H
#define INSIGHT_GATE_H

#include "insight/compare.h"

enum gate_verdict { GATE_PASS, GATE_REGRESSION, GATE_CANNOT_TELL };
extern const char *const gate_verdicts[]; /* "pass", "regression", "cannot_tell" by enum */

/* Why a gate cannot tell. */
enum gate_reason {
	GATE_NO_REASON,
	GATE_ITSELF,    /* the baseline has no run but those that are compared with it */
	GATE_FAILED,    /* a group has no run that succeeded */
	GATE_NO_FIGURE, /* a run has not the figure */
	GATE_OF_ZERO,   /* the baseline's figure is 0 */
	GATE_MACHINE,   /* the runs are of more than one machine */
	GATE_ZONE,      /* of more than one zone; of carbon alone */
	GATE_METHOD,    /* one was measured, the other modelled */
	GATE_TOO_FEW,   /* runs: fewer than asked for, or than a test requires */
	GATE_SCATTER    /* it increased, though not beyond what the repeats scatter */
};
extern const char *const gate_reasons[]; /* "", "itself", "failed", ... by enum */

/* Measured shares that differ by more are of two methods. */
#define GATE_SHARE_APART 0.1

struct gate_limits {
	double most[COMPARE_FIGURES]; /* 0.05: 5 % more is allowed; NaN: no limit on the figure */
	size_t least_runs;            /* of each group; 0: 1 */
};

struct gate_answer {
	double change; /* of the mean, as a share of the baseline's; NaN: not comparable */
	double p;      /* of the test that decided; NaN: none was made */
	enum gate_verdict verdict;
	enum gate_reason reason; /* of GATE_CANNOT_TELL */
	bool improved;           /* less than the baseline, beyond what the repeats scatter */
};

/*
 * Reads "5%", "energy=5%" or a list of them with commas into limits; without a name the limit is on
 * usual. FRUGAL_EUSAGE: another text, a limit twice, or 1 and more without %: "5" may mean 5 % or
 * 500 %.
 */
int gate_read_limits(const char *text, enum compare_figure usual, struct gate_limits *to,
		     struct frugal_error *reterr);
bool gate_has_limits(const struct gate_limits *limits);

/* Why b cannot be compared with the baseline by the figure, whatever the limits. */
enum gate_reason gate_obstacle(const struct compare_group *baseline, const struct compare_group *b,
			       enum compare_figure f);

/* pair is of the two groups by the figure; its limit is not NaN. */
void gate_decide(const struct compare_group *baseline, const struct compare_group *b,
		 enum compare_figure f, const struct compare_pair *pair,
		 const struct gate_limits *limits, struct gate_answer *ret);

#endif
