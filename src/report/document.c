/* SPDX-License-Identifier: Apache-2.0 */
#include "report/document.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/intl.h"
#include "base/json.h"
#include "report/escape.h"
#include "report/layout.h"

const char *const document_formats[] = {"html", "md", "text", "json", "csv", NULL};

/* A copy that is one line and steers no terminal, whoever wrote it. */
static const char *keep(struct arena *arena, const char *text)
{
	struct buf clean = {0};
	buf_add_clean(&clean, text);
	const char *kept = clean.failed ? NULL : arena_strdup(arena, buf_text(&clean));
	buf_release(&clean);
	return kept;
}

void document_init(struct document *doc, struct arena *arena, const char *title,
		   const char *subtitle, const char *lang)
{
	*doc = (struct document){.arena = arena, .lang = lang};
	doc->title = keep(arena, title);
	doc->subtitle = keep(arena, subtitle);
	doc->failed = !doc->title || !doc->subtitle;
}

void document_release(struct document *doc)
{
	for (size_t i = 0; i < doc->n; i++)
		mem_free(doc->blocks[i].cells);
	mem_free(doc->blocks);
	*doc = (struct document){0};
}

static struct document_block *add(struct document *doc, enum block_kind kind, const char *text)
{
	static struct document_block none;
	const char *kept = keep(doc->arena, text);
	if (!kept || !mem_grow(&doc->blocks, doc->n, &doc->cap, sizeof(*doc->blocks), 0)) {
		doc->failed = true;
		none = (struct document_block){0};
		return &none;
	}
	struct document_block *block = &doc->blocks[doc->n++];
	*block = (struct document_block){.kind = kind, .text = kept};
	return block;
}

void document_section(struct document *doc, const char *title)
{
	add(doc, BLOCK_SECTION, title)->number = ++doc->sections;
}

static void add_words(struct document *doc, enum block_kind kind, const char *format, va_list args)
{
	char text[2048];
	(void)vsnprintf(text, sizeof(text), format, args);
	add(doc, kind, text);
}

#define WORDS(name, kind)                                                                          \
	void name(struct document *doc, const char *format, ...)                                   \
	{                                                                                          \
		va_list args;                                                                      \
		va_start(args, format);                                                            \
		add_words(doc, kind, format, args);                                                \
		va_end(args);                                                                      \
	}
WORDS(document_paragraph, BLOCK_PARAGRAPH)
WORDS(document_item, BLOCK_ITEM)
WORDS(document_note, BLOCK_NOTE)

void document_table(struct document *doc, const char *caption, const char *const *heads,
		    size_t columns, size_t numeric_from)
{
	struct document_block *block = add(doc, BLOCK_TABLE, caption);
	block->columns = columns < DOCUMENT_COLUMNS ? columns : DOCUMENT_COLUMNS;
	for (size_t i = 0; i < block->columns; i++) {
		block->heads[i] = heads[i];
		block->numeric[i] = i >= numeric_from;
	}
}

static void add_cell(struct document *doc, const char *text, double value, const char *unit)
{
	struct document_block *table = doc->n ? &doc->blocks[doc->n - 1] : NULL;
	const char *kept = keep(doc->arena, text);
	if (!table || table->kind != BLOCK_TABLE || !kept ||
	    !mem_grow(&table->cells, table->n, &table->cap, sizeof(*table->cells), 0)) {
		doc->failed = true;
		return;
	}
	table->cells[table->n++] = (struct document_cell){kept, value, unit};
}

void document_text(struct document *doc, const char *text)
{
	add_cell(doc, text, NAN, NULL);
}

void document_number(struct document *doc, struct buf *cell, double value, const char *unit)
{
	doc->failed |= cell->failed;
	add_cell(doc, buf_text(cell), value, unit);
	buf_clear(cell);
}

static const char *copy_text(struct document *doc, const char *text)
{
	const char *kept = text ? keep(doc->arena, text) : NULL;
	doc->failed |= text && !kept;
	return kept;
}

static const char *const *copy_texts(struct document *doc, const char *const *texts, size_t n)
{
	const char **kept = texts ? arena_array(doc->arena, n + 1, sizeof(*kept)) : NULL;
	doc->failed |= texts && !kept;
	for (size_t i = 0; kept && i < n; i++)
		kept[i] = copy_text(doc, texts[i]);
	return kept;
}

static void *copy_array(struct document *doc, const void *items, size_t n, size_t size)
{
	void *kept = items ? arena_array(doc->arena, n + 1, size) : NULL;
	doc->failed |= items && !kept;
	if (kept && n)
		memcpy(kept, items, n * size);
	return kept;
}

/* The figure may be of what is gone when the document is written. */
void document_figure(struct document *doc, const struct figure *figure)
{
	bool heat = figure->kind == FIGURE_HEAT;
	size_t values = heat ? figure->n * figure->columns : figure->n;
	struct figure kept = *figure;
	kept.title = copy_text(doc, figure->title);
	kept.note = copy_text(doc, figure->note);
	kept.x_title = copy_text(doc, figure->x_title);
	kept.y_title = copy_text(doc, figure->y_title);
	kept.labels = copy_texts(doc, figure->labels, figure->n);
	kept.texts = copy_texts(doc, figure->texts, heat ? figure->columns : figure->n);
	kept.values = copy_array(doc, figure->values, values, sizeof(*kept.values));
	kept.x = copy_array(doc, figure->x, figure->n, sizeof(*kept.x));
	kept.marked = copy_array(doc, figure->marked, figure->n, sizeof(*kept.marked));
	if (!doc->failed)
		add(doc, BLOCK_FIGURE, figure->title)->figure = kept;
}

/* ---- Markdown ------------------------------------------------------------------------------- */

static void md_line(struct buf *to, const char *before, const char *text, const char *after)
{
	buf_puts(to, before);
	escape_markdown_line(to, text);
	buf_puts(to, after);
}

static void md_table(const struct document_block *table, struct buf *to)
{
	buf_putc(to, '\n');
	if (table->text[0])
		md_line(to, "", table->text, "\n\n");
	for (size_t c = 0; c < table->columns; c++) {
		buf_puts(to, c ? " | " : "| ");
		escape_markdown(to, table->heads[c]);
	}
	buf_puts(to, " |\n");
	for (size_t c = 0; c < table->columns; c++)
		buf_puts(to, table->numeric[c] ? "|---:" : "|---");
	buf_puts(to, "|\n");
	for (size_t i = 0, c = 0; i < table->n; i++) {
		buf_puts(to, c ? " | " : "| ");
		escape_markdown(to, table->cells[i].text);
		c = c + 1 < table->columns ? c + 1 : 0;
		if (!c)
			buf_puts(to, " |\n");
	}
}

/* In a fence longer than any row of backticks within. */
static void md_figure(struct buf *to, const struct document_block *block)
{
	struct buf chart = {0};
	size_t row = 0, fence = 3;
	figure_text(&block->figure, &chart);
	for (const char *p = buf_text(&chart); *p; p++) {
		row = *p == '`' ? row + 1 : 0;
		fence = row >= fence ? row + 1 : fence;
	}
	md_line(to, "\n", block->text, "\n\n");
	buf_pad(to, '`', fence);
	buf_addf(to, "text\n%s", buf_text(&chart));
	buf_pad(to, '`', fence);
	buf_putc(to, '\n');
	to->failed |= chart.failed;
	buf_release(&chart);
}

static void as_markdown(const struct document *doc, struct buf *to)
{
	md_line(to, "# ", doc->title, "\n\n");
	md_line(to, "", doc->subtitle, "\n");
	for (size_t i = 0; i < doc->n; i++) {
		const struct document_block *block = &doc->blocks[i];
		bool follows = i && doc->blocks[i - 1].kind == BLOCK_ITEM;
		switch (block->kind) {
		case BLOCK_SECTION:
			buf_addf(to, "\n## %d. ", block->number);
			md_line(to, "", block->text, "\n");
			break;
		case BLOCK_PARAGRAPH:
			md_line(to, "\n", block->text, "\n");
			break;
		case BLOCK_NOTE:
			md_line(to, "\n> ", block->text, "\n");
			break;
		case BLOCK_ITEM:
			md_line(to, follows ? "- " : "\n- ", block->text, "\n");
			break;
		case BLOCK_TABLE:
			md_table(block, to);
			break;
		case BLOCK_FIGURE:
			md_figure(to, block);
			break;
		}
	}
}

/* ---- text ----------------------------------------------------------------------------------- */

static void text_table(const struct document_block *table, struct buf *to)
{
	struct arena arena = {0};
	struct columns columns;
	buf_putc(to, '\n');
	if (table->text[0])
		buf_addf(to, "%s\n", table->text);
	columns_init(&columns, &arena, table->columns);
	for (size_t c = 0; c < table->columns; c++)
		columns_add(&columns, table->heads[c]);
	for (size_t i = 0; i < table->n; i++)
		columns_add(&columns, table->cells[i].text);
	columns_print(&columns, to, 2);
	to->failed |= columns.failed;
	columns_release(&columns);
	arena_release(&arena);
}

static void as_text(const struct document *doc, struct buf *to)
{
	buf_addf(to, "%s\n%s\n", doc->title, doc->subtitle);
	for (size_t i = 0; i < doc->n; i++) {
		const struct document_block *block = &doc->blocks[i];
		switch (block->kind) {
		case BLOCK_SECTION:
			buf_addf(to, "\n%d. %s\n", block->number, block->text);
			break;
		case BLOCK_PARAGRAPH:
			buf_addf(to, "\n%s\n", block->text);
			break;
		case BLOCK_NOTE:
			buf_addf(to, "\n! %s\n", block->text);
			break;
		case BLOCK_ITEM:
			buf_addf(to, "  - %s\n", block->text);
			break;
		case BLOCK_TABLE:
			text_table(block, to);
			break;
		case BLOCK_FIGURE:
			buf_addf(to, "\n%s\n", block->text);
			figure_text(&block->figure, to);
			break;
		}
	}
}

/* ---- for programs --------------------------------------------------------------------------- */

static void json_table(struct jsonw *json, const struct document_block *table)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "table", table->text);
	jsonw_array(json, "columns");
	for (size_t c = 0; c < table->columns; c++)
		jsonw_string(json, NULL, table->heads[c]);
	jsonw_array_end(json);
	jsonw_array(json, "rows");
	for (size_t i = 0, c = 0; i < table->n; i++) {
		const struct document_cell *cell = &table->cells[i];
		if (!c)
			jsonw_array(json, NULL);
		if (cell->unit) {
			jsonw_object(json, NULL);
			jsonw_number(json, "value", cell->value);
			jsonw_string(json, "unit", cell->unit);
			jsonw_string(json, "text", cell->text);
			jsonw_object_end(json);
		} else {
			jsonw_string(json, NULL, cell->text);
		}
		c = c + 1 < table->columns ? c + 1 : 0;
		if (!c)
			jsonw_array_end(json);
	}
	jsonw_array_end(json);
	jsonw_object_end(json);
}

static void as_json(const struct document *doc, struct buf *to)
{
	static const char *const keys[] = {
		[BLOCK_PARAGRAPH] = "paragraph", [BLOCK_ITEM] = "item", [BLOCK_NOTE] = "note"};
	struct jsonw json = {.out = to, .pretty = true};
	bool open = false;
	jsonw_object(&json, NULL);
	jsonw_string(&json, "kind", "report");
	jsonw_string(&json, "title", doc->title);
	jsonw_string(&json, "subtitle", doc->subtitle);
	jsonw_string(&json, "lang", doc->lang);
	jsonw_array(&json, "sections");
	for (size_t i = 0; i < doc->n; i++) {
		const struct document_block *block = &doc->blocks[i];
		if (block->kind == BLOCK_SECTION) {
			if (open) {
				jsonw_array_end(&json);
				jsonw_object_end(&json);
			}
			open = true;
			jsonw_object(&json, NULL);
			jsonw_int(&json, "number", block->number);
			jsonw_string(&json, "title", block->text);
			jsonw_array(&json, "blocks");
		} else if (block->kind == BLOCK_TABLE) {
			json_table(&json, block);
		} else if (block->kind != BLOCK_FIGURE) {
			jsonw_object(&json, NULL);
			jsonw_string(&json, keys[block->kind], block->text);
			jsonw_object_end(&json);
		}
	}
	if (open) {
		jsonw_array_end(&json);
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

/* A row a cell: section, table, row, column, text, value, unit. */
static void as_csv(const struct document *doc, struct buf *to)
{
	int section = 0;
	buf_puts(to, "section,table,row,column,text,value,unit\n");
	for (size_t i = 0; i < doc->n; i++) {
		const struct document_block *block = &doc->blocks[i];
		if (block->kind == BLOCK_SECTION)
			section = block->number;
		size_t next = 0;
		for (size_t k = 0; block->kind == BLOCK_TABLE && k < block->n; k++) {
			size_t column = next;
			const struct document_cell *cell = &block->cells[k];
			next = next + 1 < block->columns ? next + 1 : 0;
			if (!column)
				continue;
			buf_addf(to, "%d,", section);
			csv_put_words(to, str_of(block->text));
			buf_putc(to, ',');
			csv_put_words(to, str_of(block->cells[k - column].text));
			buf_putc(to, ',');
			csv_put(to, str_of(block->heads[column]));
			buf_putc(to, ',');
			csv_put_words(to, str_of(cell->text));
			if (cell->unit && !isnan(cell->value))
				buf_addf(to, ",%.17g,%s\n", cell->value, cell->unit);
			else
				buf_puts(to, ",,\n");
		}
	}
}

void document_write(const struct document *doc, const char *format, struct buf *to)
{
	if (strcmp(format, "md") == 0)
		as_markdown(doc, to);
	else if (strcmp(format, "text") == 0)
		as_text(doc, to);
	else if (strcmp(format, "json") == 0)
		as_json(doc, to);
	else if (strcmp(format, "csv") == 0)
		as_csv(doc, to);
	else
		document_html(doc, to);
	to->failed |= doc->failed;
}
