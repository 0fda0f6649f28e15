/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Groups compared with a baseline: each group, each pair with the baseline, the Pareto front, the
 * relation of quality and energy, and the cost of its next point. Computed once for text, JSON,
 * page and API.
 */
#ifndef INSIGHT_COMPARISON_H
#define INSIGHT_COMPARISON_H

#include "insight/compare.h"
#include "insight/gate.h"
#include "insight/group.h"

#define COMPARISON_MOST 100
#define COMPARISON_SIGNIFICANT 0.05

struct comparison_question {
	const char *const *labels; /* the first is the baseline */
	size_t n;
	const struct run_filter *within; /* narrows every group; NULL: none */
	const char *within_words;        /* the same in words; NULL or "": none */
	const char *metric;              /* NULL: none */
	bool less_is_better;
	enum compare_figure of; /* what is tested */
	struct gate_limits limits;
	double point;    /* of quality; NaN: 0.01, or 1 where the metric goes beyond 1 */
	double worth_wh; /* what a point is worth; NaN: not given */
	uint64_t seed;   /* of permutations; 0: 1 */
};

struct comparison {
	struct comparison_question asked;
	struct compare_group *groups; /* n; the first is the baseline */
	struct compare_pair *pairs;   /* of each but the first with the first */
	struct compare_pair *quality_pairs;
	bool *front; /* no other is better with less energy; of a metric alone */
	struct gate_answer *gates[COMPARE_FIGURES]; /* of each but the first; NULL: no limit */
	enum gate_verdict verdict;                  /* the worst of them */
	size_t n;
	struct stat_log_law law;
	bool has_law;
	double point;
	double most_wh;        /* of the runs that report their quality */
	double next_point_wh;  /* cost of one more point after most_wh; NaN: more energy did not
				  improve it */
	double worth_until_wh; /* beyond it a point costs more than it is worth; NaN */
	struct group_pues pues_left; /* of the register, which are not in these figures */
	struct arena arena;
};

/*
 * FRUGAL_EUSAGE: fewer than two groups, more than COMPARISON_MOST, a group of no runs; without
 * limits also one whose runs were all interrupted. Runs that are compared are left out of the
 * baseline. comparison_release frees, also after an error. Labels are not copied.
 */
int comparison_read(struct ledger *ledger, const struct comparison_question *question,
		    struct comparison *ret, struct frugal_error *reterr);
void comparison_release(struct comparison *comparison);

/* Whether the group is a regression by any figure. */
bool comparison_is_worse(const struct comparison *comparison, size_t i);

#endif
