/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A report before it has a form: numbered sections of paragraphs, items, tables and charts, written
 * as HTML (one file, no script, light and dark, for print too), Markdown, text, JSON or CSV. Texts
 * are those of the user's language; a cell may hold the number behind its text.
 */
#ifndef REPORT_DOCUMENT_H
#define REPORT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/mem.h"
#include "report/figure.h"

#define DOCUMENT_COLUMNS 8

struct document_cell {
	const char *text;
	double value; /* NaN: a text */
	const char *unit;
};

enum block_kind {
	BLOCK_SECTION,
	BLOCK_PARAGRAPH,
	BLOCK_ITEM,
	BLOCK_NOTE,
	BLOCK_TABLE,
	BLOCK_FIGURE
};

struct document_block {
	enum block_kind kind;
	int number;       /* of a section */
	const char *text; /* title, words, caption */
	size_t columns;
	const char *heads[DOCUMENT_COLUMNS];
	bool numeric[DOCUMENT_COLUMNS];
	struct document_cell *cells; /* of a table, row by row */
	size_t n, cap;
	struct figure figure;
};

struct document {
	struct arena *arena;
	const char *title, *subtitle, *lang;
	struct document_block *blocks;
	size_t n, cap;
	int sections; /* so far */
	bool failed;  /* memory is out */
};

void document_init(struct document *doc, struct arena *arena, const char *title,
		   const char *subtitle, const char *lang);
void document_release(struct document *doc);

/* Texts are copied. */
/* Numbered in their order, from 1. */
void document_section(struct document *doc, const char *title);
void document_paragraph(struct document *doc, const char *format, ...) PRINTF_LIKE(2, 3);
void document_item(struct document *doc, const char *format, ...) PRINTF_LIKE(2, 3);
void document_note(struct document *doc, const char *format, ...) PRINTF_LIKE(2, 3);

/* Heads are marked for translation already; numeric columns begin at the given one. */
void document_table(struct document *doc, const char *caption, const char *const *heads,
		    size_t columns, size_t numeric_from);
void document_text(struct document *doc, const char *text);
/* Takes the text of cell, and empties it. */
void document_number(struct document *doc, struct buf *cell, double value, const char *unit);
/* Copied whole. */
void document_figure(struct document *doc, const struct figure *figure);

/* The first of the five is the usual one. "html", "md", "text", "json", "csv"; NULL at the end. */
extern const char *const document_formats[];
void document_write(const struct document *doc, const char *format, struct buf *to);

/* document_html.c */
void document_html(const struct document *doc, struct buf *to);

#endif
