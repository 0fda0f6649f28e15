/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files of the page that compares: the comparison, and the parts of the page. */
#ifndef SERVE_COMPARE_VIEW_H
#define SERVE_COMPARE_VIEW_H

#include "serve/web_sums.h"

#define COMPARE_GROUPS 30 /* on one page */

struct compare_view {
	struct request *request;
	struct buf *b;
	const struct comparison *comparison;
};

/* The mean of a figure of a group, as frugal compare prints it. */
struct web_quantity compare_mean(struct request *request, const struct compare_group *group,
				 enum compare_figure f);
/* A quality, with the decimals of frugal compare. */
const char *compare_quality(struct request *request, double x);
/* By the share that counters measured, as a group has a quality. */
unsigned compare_form(const struct compare_group *group);

/* Quality against energy, with both intervals and the front. */
void compare_chart(struct compare_view *v);
/* Forecasts of trials against the runs that came. */
void compare_forecasts(struct request *request, struct buf *b, const struct trial_past *past);

#endif
