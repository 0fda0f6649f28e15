/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Groups beside a baseline: each group, each pair with the baseline, those that no other beats, the
 * law of quality by energy and what its next point costs. Made once for text, JSON, page and API.
 */
#ifndef INSIGHT_COMPARISON_H
#define INSIGHT_COMPARISON_H

#include "insight/compare.h"

#define COMPARISON_MOST 100
#define COMPARISON_SIGNIFICANT 0.05

struct comparison_question {
	const char *const *labels; /* the first is the baseline */
	size_t n;
	const struct run_filter *within; /* holds for every group; NULL: none */
	const char *within_words;        /* the same in words; NULL or "": none */
	const char *metric;              /* NULL: none */
	bool less_is_better;
	enum compare_figure of; /* what is tested */
	double most_increase;   /* 0.05: more than this beyond the baseline is a finding; NaN */
	double point;           /* of quality; NaN: 0.01, or 1 where the metric goes beyond 1 */
	double worth_wh;        /* what a point is worth; NaN: not said */
	uint64_t seed;          /* of permutations; 0: 1 */
};

struct comparison {
	struct comparison_question asked;
	struct compare_group *groups; /* n; the first is the baseline */
	struct compare_pair *pairs;   /* of each but the first with the first */
	struct compare_pair *quality_pairs;
	bool *front; /* no other is better with less energy; of a metric alone */
	bool *worse; /* uses more than is allowed */
	bool any_worse;
	size_t n;
	struct stat_log_law law;
	bool has_law;
	double point;
	double most_wh;        /* of the runs that tell their quality */
	double next_point_wh;  /* what one more point costs after most_wh; NaN: more made it no
				  better */
	double worth_until_wh; /* beyond it a point costs more than it is worth; NaN */
};

/*
 * FRUGAL_EUSAGE: fewer than two groups, more than COMPARISON_MOST, a group of no runs.
 * comparison_release frees, also after an error. Labels are not copied.
 */
int comparison_read(struct ledger *ledger, const struct comparison_question *question,
		    struct comparison *ret, struct frugal_error *reterr);
void comparison_release(struct comparison *comparison);

#endif
