/* SPDX-License-Identifier: Apache-2.0 */
/* The reports of frugal report: a group of runs, one run, groups beside each other. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "insight/group.h"
#include "model/answer.h"
#include "model/context.h"
#include "report/document.h"
#include "store/sum.h"

/* What every file of a report needs. */
struct page {
	struct context *context;
	struct ledger *ledger;
	struct arena *arena;
	struct document *doc;
	struct buf cell; /* what is being written */
	const char *metric;
	bool less_is_better;
	struct group_question question; /* what is said of a group: PUE, units; its filter */
};

/*
 * label: words of a group; NULL: the filter of page->question alone, which narrows all of these.
 * Audit, trend and benefit where it is a project or a service.
 */
int page_of_group(struct page *page, const char *label, struct frugal_error *reterr);
int page_of_run(struct page *page, const char *id, struct frugal_error *reterr);
int page_of_comparison(struct page *page, const char *const *labels, size_t n,
		       struct frugal_error *reterr);

/* ---- shared by them ------------------------------------------------------------------------- */

/*
 * A quantity of base unit, as a cell of the table at hand; quality as frugal_quality_name writes
 * it, or NULL. A NaN is a dash, of which programs are told why (a key, not a sentence).
 */
void page_amount(struct page *page, double value, double low, double high, enum kind kind,
		 const char *quality, const char *why);
void page_figure_cell(struct page *page, const struct use_figure *figure, enum kind kind,
		      unsigned char quality);
/* Of the clock: exact. */
void page_duration(struct page *page, double hours);
void page_percent(struct page *page, double share, const char *why);
void page_count(struct page *page, double n, const char *why);
/* A number that is missing, in unit. */
void page_dash(struct page *page, const char *unit, const char *why);
/* A line of a model's answer, in its own unit. */
void page_line(struct page *page, const struct answer_line *line);
/* A text with a value, in the arena: for figures. */
const char *page_words(struct page *page, double value, enum kind kind);
const char *page_moment(struct page *page, int64_t us); /* "2026-11-28", UTC */

/* Bars of so many labels and values; arrays in the arena, of n. */
void page_bars(struct page *page, const char *title, const char *const *labels,
	       const double *values, size_t n, enum kind kind);
const char *page_kept(struct page *page); /* the cell, in the arena; it is empty then */
const char *page_subtitle(struct page *page);
/* The text of the section on method. */
void page_method(struct page *page, double measured_share, const char *zone);

#endif
