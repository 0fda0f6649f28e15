/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Between the files of the report of a group: the group, and what follows from it, made once; and
 * its sections (sections.h), each of which adds to the document what stands under its title.
 */
#ifndef REPORT_PAGE_GROUP_H
#define REPORT_PAGE_GROUP_H

#include "insight/audit.h"
#include "insight/group.h"
#include "insight/trend.h"
#include "report/page.h"
#include "report/sections.h"

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

/* A table of two columns, "what" and second_id; level as of document_table. */
void page_two_columns(struct page *page, const char *id, const char *caption, double level,
		      const char *first, const struct document_head *second, size_t numeric_from);
/* The id of a row for a key of the ledger: the key; "none" where it is empty. */
const char *page_key(const char *key);
/*
 * Water, metals and primary energy of the rows, by key; nothing where no run has any. name_of: a
 * key for people; NULL: as it is.
 */
void page_criteria_table(struct page *page, const char *id, const char *caption,
			 const struct document_head *key, const struct group_rows *rows,
			 const char *(*name_of)(const char *key));
/* Air pollutants, where a zone of the group has factors. */
void page_air(struct group_report *of);
/* A fact of the register. */
void page_fact(struct group_report *of, const char *title, const char *key);

struct group_section {
	const char *id;    /* "phases": in JSON and CSV, whatever the language */
	const char *title; /* N_() */
	void (*write)(struct group_report *of);
};

/* The number that a section has in the report. */
int page_section(const struct group_section *section);

#define SECTION_DECLARATION(file, name) extern const struct group_section name##_section;
GROUP_SECTIONS(SECTION_DECLARATION)
#undef SECTION_DECLARATION

#endif
