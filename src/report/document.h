/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A report before it has a form: numbered sections of paragraphs, items, tables and charts, written
 * as HTML (one file, no script, light and dark, for print too), Markdown, text, JSON or CSV. Texts
 * are those of the user's language. Sections, tables, columns and rows have ids besides, which are
 * the same in every language (or the data itself: a phase, a month, a machine), so that a program
 * finds a figure by "table.row.column".
 */
#ifndef REPORT_DOCUMENT_H
#define REPORT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/mem.h"
#include "report/diagram.h"

#define DOCUMENT_COLUMNS 8

/* What stands behind the text of a cell. */
struct document_value {
	double value;         /* NaN: missing */
	double low, high;     /* NaN: no interval is known; the value itself: it is exact */
	const char *unit;     /* of all three; NULL: the cell is a text */
	double level;         /* of the interval, 0.9; 0: it has none */
	const char *quality;  /* "measured", ...; NULL: not known, or a count */
	const char *headline; /* what the value is, "central" or "mean"; NULL: not of a model */
	double central, mean, median; /* where headline is: what it could be; NaN: missing */
	bool is_part;                 /* some of the runs lack it: why says so */
	const char *why;              /* a missing value: why, as a key or in English; NULL */
};

struct document_cell {
	const char *text;
	const char *row; /* of the first cell of a row: the id of the row */
	struct document_value value;
};

/* A column: its id, and its title, which is translated already. */
struct document_head {
	const char *id, *title;
};

enum block_kind {
	BLOCK_SECTION,
	BLOCK_PARAGRAPH,
	BLOCK_ITEM,
	BLOCK_NOTE,
	BLOCK_TABLE,
	BLOCK_DIAGRAM
};

struct document_block {
	enum block_kind kind;
	int number;       /* of a section */
	const char *id;   /* of a section or a table */
	const char *text; /* title, words, caption */
	size_t columns;
	struct document_head heads[DOCUMENT_COLUMNS];
	bool numeric[DOCUMENT_COLUMNS];
	double level;                /* of the intervals of a table; 0: it has none */
	struct document_cell *cells; /* of a table, row by row */
	size_t n, cap;
	struct diagram diagram;
};

struct document {
	struct arena *arena;
	const char *title, *subtitle, *lang;
	struct document_block *blocks;
	size_t n, cap;
	int sections; /* so far */
	bool failed;  /* out of memory */
};

void document_init(struct document *doc, struct arena *arena, const char *title,
		   const char *subtitle, const char *lang);
void document_release(struct document *doc);

/* What is given is copied but for the ids of sections, tables and columns, and qualities. */
/* Sections are numbered in their order, from 1. */
void document_section(struct document *doc, const char *id, const char *title);
void document_paragraph(struct document *doc, const char *format, ...) PRINTF_LIKE(2, 3);
void document_item(struct document *doc, const char *format, ...) PRINTF_LIKE(2, 3);
void document_note(struct document *doc, const char *format, ...) PRINTF_LIKE(2, 3);

/*
 * Numeric columns begin at the given one. level: of the intervals in it, for the caption;
 * 0: none.
 */
void document_table(struct document *doc, const char *id, const char *caption, double level,
		    const struct document_head *heads, size_t columns, size_t numeric_from);
/* The first cell of a row. */
void document_row(struct document *doc, const char *id, const char *text);
void document_text(struct document *doc, const char *text);
/* Both take the text of cell, and empty it. */
void document_words(struct document *doc, struct buf *cell);
void document_number(struct document *doc, struct buf *cell, const struct document_value *value);
/* Copied whole. */
void document_diagram(struct document *doc, const struct diagram *diagram);

/* "html", "md", "text", "json", "csv"; NULL at the end. The first is the default. */
extern const char *const document_formats[];
void document_write(const struct document *doc, const char *format, struct buf *to);

/* document_html.c */
void document_html(const struct document *doc, struct buf *to);

/* document_data.c: for programs. */
void document_json(const struct document *doc, struct buf *to);
void document_csv(const struct document *doc, struct buf *to);

#endif
