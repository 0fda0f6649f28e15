/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Views of an answer: a table of figures for people, the tree of a derivation, JSON and CSV.
 * Words are in a language, numbers in its style; JSON and CSV never change with either.
 */
#ifndef REPORT_ANSWER_H
#define REPORT_ANSWER_H

#include "base/json.h"
#include "model/answer.h"
#include "quantity/print.h"

/* The figures, one a line: name, value, interval, quality, help. lang: "en" or "fr". */
void answer_text(struct buf *to, const struct answer *answer, const char *lang,
		 const struct number_style *style);

/*
 * The derivation of a figure (NULL: of each figure), down to inputs and rows:
 *	carbon  19.4 t CO2e [15.6, 30.7]   models/training.model:20   energy * zone.intensity
 *	├─ energy ...
 * False without a line of that name.
 */
bool answer_tree(struct buf *to, const struct answer *answer, const char *figure, const char *lang,
		 const struct number_style *style);

/* "largest sources of uncertainty of carbon: utilization 52 %, pue 48 %" for each figure. */
void answer_doubts(struct buf *to, const struct answer *answer, const struct number_style *style);

/*
 * When the interval of carbon, or else of energy, spans more than a factor of 3: its largest
 * sources of uncertainty, and the inputs left at their defaults that would narrow it. doubted is an
 * answer to the same question with its doubts.
 */
bool answer_is_wide(const struct answer *answer);
void answer_narrowing(struct buf *to, const struct answer *answer, const struct answer *doubted,
		      const struct number_style *style);

/* {"frugal","kind":"estimate","model",...,"inputs":{},"figures":[],"notes":[],"derivation":{}}, one
 * object. */
void answer_json(struct jsonw *json, const struct answer *answer);

/*
 * The figures as [{"name","value","unit","low","high","median","quality","measured_share"}]; the
 * median is that of the draws.
 */
void answer_figures_json(struct jsonw *json, const char *key, const struct answer *answer);

/* {"model","version","seed","draws","lines":[{"name","kind","expression","value",...,"uses"}]} */
void answer_derivation_json(struct jsonw *json, const char *key, const struct answer *answer);

/* name,value,unit,low,high,quality,measured_share,absent: a header and a line a figure. */
void answer_csv(struct buf *to, const struct answer *answer);

/* The lines of answer_csv, without its header; method (may be NULL) is a first column. */
void answer_figures_csv(struct buf *to, const char *method, const struct answer *answer);

/*
 * The decimal place to print a figure to, in base units: that of the total it adds to, or its own
 * as a total; 0 where it is neither.
 */
double answer_place(const struct answer *answer, size_t line);

/* A line of the criteria that no model has, where the answer has a footprint; or nothing. */
void answer_not_computed(struct buf *to, const struct answer *answer);

/* Whether the value of some figure is the mean of its draws. */
bool answer_has_means(const struct answer *answer);

/* A figure as answer_text prints it: value, unit, interval; "-" for a missing one. */
void answer_figure(struct buf *to, const struct answer *answer, size_t line,
		   const struct number_style *style);

/* The word for a quality in the language of the user. */
const char *quality_word(enum frugal_quality quality);

#endif
