/* SPDX-License-Identifier: Apache-2.0 */
/* Sums of runs on pages, with the digits that report/sums.h gives them; and tables. */
#ifndef SERVE_WEB_SUMS_H
#define SERVE_WEB_SUMS_H

#include "report/sums.h"
#include "serve/web.h"

/* A figure of so many runs; not known where none has it. */
struct web_quantity web_sum(struct request *request, const struct use_figure *figure,
			    enum kind kind);
/* " (from 3 of 4)" where some of the runs lack the figure; else "". */
const char *web_sum_part(struct request *request, const struct use_figure *figure, double runs);
/* Two cells: as web_cells, with what some runs lack. */
void web_sum_cells(struct request *request, struct buf *b, const struct use_figure *figure,
		   double runs, enum kind kind, const char *href);
/* In a sentence: its interval alone where it is wide, else "57 Wh (50 to 60)". */
const char *web_sum_words(struct request *request, const struct use_figure *figure, enum kind kind);
/* The end of a scale, a round number: "80 g CO2e". */
const char *web_scale(struct request *request, double end, const char *unit);
/* In large type with its strip, in <dl class="kf">. quality: as a group has it. */
void web_sum_key(struct request *request, struct buf *b, const char *label,
		 const struct use_figure *figure, double runs, enum kind kind, unsigned quality,
		 const char *href);

/* "34 %", or what stands for a share that is not known. */
const char *web_share(struct request *request, double share);
/* "+34 %". */
const char *web_change(struct request *request, double change);
/* "1 run", "4 runs". */
const char *web_runs(struct request *request, double n);
/* A number of units or runs; "not known" of NaN. */
const char *web_count(struct request *request, double n);

struct web_head {
	const char *text, *class; /* class: "n" of numbers, "c" of a chart; "" */
};
/* Opens a table that folds on a narrow screen, up to the first row. */
void web_table(struct buf *b, const char *caption, const struct web_head *heads, size_t n);
void web_table_end(struct buf *b);

/* The runs of a project; of one phase, "" for none, unless phase is NULL. */
const char *web_runs_of(struct request *request, const char *project, const char *phase);

/*
 * A field of a form with its label, the value, and what is wrong with it (NULL: nothing), which its
 * input names. hint: below it, or NULL.
 */
struct web_field {
	const char *name, *label, *value, *hint, *wrong;
};
void web_input(struct buf *b, const struct web_field *field);

#endif
