/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Views of the record of a run: the summary for people, one row of a list, JSON and CSV. Texts are
 * in the language of the user and numbers in its style; JSON and CSV never change with either.
 */
#ifndef REPORT_RUN_H
#define REPORT_RUN_H

#include "base/json.h"
#include "model/answer.h"
#include "quantity/print.h"
#include "record/run.h"
#include "report/layout.h"

struct run_view {
	const struct number_style *numbers;
	const char *lang; /* "en" or "fr" */
	bool colour;
	size_t id_digits;         /* digits that identify the run; 0: it is not stored */
	size_t parent_digits;     /* digits that identify its parent; 0: no known parent */
	const struct answer *why; /* its derivation, for zone and lifetime; may be NULL */
	const char *like;         /* "0.2 km (car, combustion)"; NULL: no comparison */
	const char *forecast;     /* a line with the forecast of a trial; NULL: none */
	const char *set_zone;     /* what sets the zone of such a run; NULL: nothing does here */
};

/* The summary, some lines. */
void run_text(struct buf *to, const struct run_record *run, const struct run_view *view);

/* run_text() with a comparison to a known thing of the same carbon, when there is one. */
struct knowledge;
void run_text_with_like(struct buf *to, const struct knowledge *knowledge,
			const struct run_record *run, const struct run_view *view);

/* "12 min 34 s · python3 train.py · exit 0": of one line, with the id in front. */
void run_title(struct buf *to, const struct run_record *run, const struct run_view *view);

/* What no part covers, in the language of the user. */
void run_left_out(struct buf *to, const struct run_record *run);

/*
 * {"frugal","kind":"run","id",...,"parts":[],"figures":[],"derivation":{}}. whole false leaves
 * parts, sections and derivation out: a list has not loaded them.
 */
void run_json(struct jsonw *json, const struct run_record *run, bool whole);

/* A list: struct columns of RUN_ROW_CELLS columns; run_row_head adds their titles. */
#define RUN_ROW_CELLS 9
void run_row_head(struct columns *columns);
void run_row(struct columns *columns, const struct run_record *run, const struct run_view *view);

void run_csv_head(struct buf *to);
void run_csv(struct buf *to, const struct run_record *run);

#endif
