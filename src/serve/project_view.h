/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files of the page of a project: what is known of it, and the parts of the page. */
#ifndef SERVE_PROJECT_VIEW_H
#define SERVE_PROJECT_VIEW_H

#include "serve/web_sums.h"

/* A target as it was typed, where it was refused. */
struct project_typed {
	const char *text[TARGET_FIGURES]; /* NULL: nothing was typed */
	const char *wrong[TARGET_FIGURES];
};

struct project_view {
	struct request *request;
	struct buf *b;
	const char *name;
	const struct project *project;
	/* The same runs one by one, for the qualities of their figures and their times. */
	const struct run_group *seen;
	const struct audit *audit; /* NULL: none */
	const struct context *context;
	struct project_typed typed;
};

void project_waterfall(struct project_view *v);
void project_months(struct project_view *v);

#endif
