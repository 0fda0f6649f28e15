/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reports of frugal report: a group of runs, one run, a comparison of groups; and the functions
 * that these share.
 */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "insight/group.h"
#include "model/answer.h"
#include "model/context.h"
#include "report/document.h"
#include "store/sum.h"

/* The state that the files of a report share. */
struct page {
	struct context *context;
	struct ledger *ledger;
	struct arena *arena;
	struct document *doc;
	struct buf cell; /* the cell that is being written */
	const char *metric;
	bool less_is_better;
	struct group_question question; /* facts given for a group: PUE, units; its filter */
	bool has_units;                 /* set by page_of_group: from wherever they are known */
};

/*
 * label: a group of runs; NULL: the filter of page->question alone, which narrows all of these.
 * Audit, trend and benefit are added for a project or a service.
 */
int page_of_group(struct page *page, const char *label, struct frugal_error *reterr);
int page_of_run(struct page *page, const char *id, struct frugal_error *reterr);
int page_of_comparison(struct page *page, const char *const *labels, size_t n,
		       struct frugal_error *reterr);

/* ---- shared by them ------------------------------------------------------------------------- */

/*
 * Adds a quantity in base units as a cell of the current table; quality as frugal_quality_name
 * writes it, or NULL. A NaN is a dash, with its reason as a key for programs.
 */
void page_amount(struct page *page, double value, double low, double high, enum kind kind,
		 const char *quality, const char *why);
void page_figure_cell(struct page *page, const struct use_figure *figure, double runs,
		      enum kind kind, unsigned char quality);
/* Of the clock: exact. */
void page_duration(struct page *page, double hours);
void page_percent(struct page *page, double share, const char *why);
void page_count(struct page *page, double n, const char *why);
/* A number that is missing, in unit. */
void page_dash(struct page *page, const char *unit, const char *why);
/* What no factor is at hand for, and why. */
void page_not_computed(struct document *doc);
/* A line of a model's answer, in its own unit; place as in print_quantity_to. */
void page_line(struct page *page, const struct answer_line *line, double place);
/* What a chart shows: as a cell of a table has it, with its interval; NaN ends: none. */
struct page_value {
	double value, low, high;
};
static inline struct page_value page_value_of(const struct use_figure *figure)
{
	return (struct page_value){figure->value, figure->low, figure->high};
}
/* A value as text in the arena, with the digits and the interval that a cell of a table has. */
const char *page_words(struct page *page, const struct page_value *value, enum kind kind);
/* The same in the unit that like has, so that the values of one chart have one unit. */
const char *page_words_like(struct page *page, const struct page_value *value, double like,
			    enum kind kind);
const char *page_moment(struct page *page, int64_t us); /* "2026-11-28", UTC */

/* Adds bars for n labels and values; the arrays are in the arena. */
void page_bars(struct page *page, const char *title, const char *const *labels,
	       const struct page_value *values, size_t n, enum kind kind);
const char *page_kept(struct page *page); /* moves the text of the cell into the arena */
const char *page_subtitle(struct page *page);
/* The text of the section on method. */
void page_method(struct page *page, double measured_share, const char *zone, bool some_unzoned);

#endif
