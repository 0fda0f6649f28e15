/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files of the report of a group: the group, and what follows from it, made once. */
#ifndef REPORT_PAGE_GROUP_H
#define REPORT_PAGE_GROUP_H

#include "insight/audit.h"
#include "insight/group.h"
#include "insight/trend.h"
#include "report/page.h"

#define WH_PER_KWH 1e3

struct group_report {
	struct page *page;
	const char *label;
	struct run_group group;
	struct audit audit;
	bool audited;
	struct trend trend; /* of the group's service */
	struct answer *benefit;
	const char *why_no_benefit;
};

double page_share(double part, double all); /* NaN of nothing */
void page_two_columns(struct page *page, const char *caption, const char *first, const char *second,
		      size_t numeric_from);
/* A fact of the register. */
void page_fact(struct group_report *of, const char *title, const char *key);

/* page_group_more.c */
void page_development(struct group_report *of);
void page_hosts(struct group_report *of);
void page_indirect(struct group_report *of);

/* page_group_months.c */
int page_history(struct group_report *of, struct frugal_error *reterr);

#endif
