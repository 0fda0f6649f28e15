/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the page of a run share. */
#ifndef SERVE_PAGE_RUN_INSIDE_H
#define SERVE_PAGE_RUN_INSIDE_H

#include "serve/web.h"

struct shown_run {
	struct request *request;
	struct buf *b;
	const struct run_record *run;
	const frugal_run *handle;
	bool why; /* the derivation is there to be linked to */
};

/* page_run_more.c: sections of the page. */
void run_add_parts(const struct shown_run *shown);
void run_add_sections(const struct shown_run *shown);
void run_add_metrics(const struct shown_run *shown);
void run_add_form(const struct shown_run *shown);

/* page_run.c: frugal_ledger_set through a handle that writes. */
int run_change(struct request *request, const char *run, const char *const *words, size_t n,
	       struct frugal_error *reterr);

#endif
