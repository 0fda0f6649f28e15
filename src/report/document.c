/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Collects the blocks of a document, then writes them as Markdown, text, JSON or CSV (HTML is in
 * document_html.c). When memory runs out doc->failed is set and document_write() hands it on to
 * the buffer, so that those who add blocks need not check each call.
 */
#include "report/document.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "report/escape.h"
#include "report/layout.h"

const char *const document_formats[] = {"html", "md", "text", "json", "csv", NULL};

/* A copy on one line without control characters, whatever the text contains. */
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

void document_section(struct document *doc, const char *id, const char *title)
{
	struct document_block *block = add(doc, BLOCK_SECTION, title);
	block->number = ++doc->sections;
	block->id = id;
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

void document_table(struct document *doc, const char *id, const char *caption, double level,
		    const struct document_head *heads, size_t columns, size_t numeric_from)
{
	char text[256];
	if (level > 0)
		(void)snprintf(text, sizeof(text), _("%s (intervals of %.0f %%)"), caption,
			       100 * level);
	struct document_block *block = add(doc, BLOCK_TABLE, level > 0 ? text : caption);
	block->id = id;
	block->level = level;
	block->columns = columns < DOCUMENT_COLUMNS ? columns : DOCUMENT_COLUMNS;
	for (size_t i = 0; i < block->columns; i++) {
		block->heads[i] = heads[i];
		block->numeric[i] = i >= numeric_from;
	}
}

/* NULL stays NULL. */
static const char *copy_text(struct document *doc, const char *text)
{
	const char *kept = text ? keep(doc->arena, text) : NULL;
	doc->failed |= text && !kept;
	return kept;
}

static void add_cell(struct document *doc, const char *row, const char *text,
		     const struct document_value *value)
{
	struct document_block *table = doc->n ? &doc->blocks[doc->n - 1] : NULL;
	struct document_cell cell = {.row = copy_text(doc, row), .text = copy_text(doc, text)};
	if (value) {
		cell.value = *value;
		cell.value.unit = copy_text(doc, value->unit);
		cell.value.why = copy_text(doc, value->why);
	}
	if (!table || table->kind != BLOCK_TABLE || !cell.text ||
	    !mem_grow(&table->cells, table->n, &table->cap, sizeof(*table->cells), 0)) {
		doc->failed = true;
		return;
	}
	table->cells[table->n++] = cell;
}

static bool is_taken(const struct document_block *table, const char *id)
{
	for (size_t i = 0; i < table->n; i += table->columns)
		if (table->cells[i].row && strcmp(table->cells[i].row, id) == 0)
			return true;
	return false;
}

/* Writes "_" for each byte but letters, digits, ".", "_" and "-". */
static void add_slug(struct buf *to, const char *text)
{
	static const char kept[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				   "0123456789._-";
	for (const char *p = text; *p; p++)
		buf_putc(to, strchr(kept, *p) ? *p : '_');
}

/* Rows of one slug are "x", "x_2", "x_3". */
void document_row(struct document *doc, const char *id, const char *text)
{
	const struct document_block *table = doc->n ? &doc->blocks[doc->n - 1] : NULL;
	struct buf slug = {0};
	add_slug(&slug, id);
	for (size_t i = 2;
	     table && table->columns && !slug.failed && is_taken(table, buf_text(&slug)); i++) {
		buf_clear(&slug);
		add_slug(&slug, id);
		buf_addf(&slug, "_%zu", i);
	}
	doc->failed |= slug.failed;
	add_cell(doc, buf_text(&slug), text, NULL);
	buf_release(&slug);
}

void document_text(struct document *doc, const char *text)
{
	add_cell(doc, NULL, text, NULL);
}

void document_words(struct document *doc, struct buf *cell)
{
	document_number(doc, cell, NULL);
}

void document_number(struct document *doc, struct buf *cell, const struct document_value *value)
{
	doc->failed |= cell->failed;
	add_cell(doc, NULL, buf_text(cell), value);
	buf_clear(cell);
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

/* Copies the diagram: its texts may be freed before the document is written. */
void document_diagram(struct document *doc, const struct diagram *diagram)
{
	bool heat = diagram->kind == DIAGRAM_HEAT;
	size_t values = heat ? diagram->n * diagram->columns : diagram->n;
	struct diagram kept = *diagram;
	kept.title = copy_text(doc, diagram->title);
	kept.note = copy_text(doc, diagram->note);
	kept.x_title = copy_text(doc, diagram->x_title);
	kept.y_title = copy_text(doc, diagram->y_title);
	kept.labels = copy_texts(doc, diagram->labels, diagram->n);
	kept.texts = copy_texts(doc, diagram->texts, heat ? diagram->columns : diagram->n);
	kept.values = copy_array(doc, diagram->values, values, sizeof(*kept.values));
	kept.x = copy_array(doc, diagram->x, diagram->n, sizeof(*kept.x));
	kept.marked = copy_array(doc, diagram->marked, diagram->n, sizeof(*kept.marked));
	if (!doc->failed)
		add(doc, BLOCK_DIAGRAM, diagram->title)->diagram = kept;
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
		escape_markdown(to, table->heads[c].title);
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

/* Writes a fence longer than any row of backticks in the chart. */
static void md_diagram(struct buf *to, const struct document_block *block)
{
	struct buf chart = {0};
	size_t row = 0, fence = 3;
	diagram_text(&block->diagram, &chart);
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
		case BLOCK_DIAGRAM:
			md_diagram(to, block);
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
		columns_add(&columns, table->heads[c].title);
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
		case BLOCK_DIAGRAM:
			buf_addf(to, "\n%s\n", block->text);
			diagram_text(&block->diagram, to);
			break;
		}
	}
}

/* ---- all of it ------------------------------------------------------------------------------ */

void document_write(const struct document *doc, const char *format, struct buf *to)
{
	if (strcmp(format, "md") == 0)
		as_markdown(doc, to);
	else if (strcmp(format, "text") == 0)
		as_text(doc, to);
	else if (strcmp(format, "json") == 0)
		document_json(doc, to);
	else if (strcmp(format, "csv") == 0)
		document_csv(doc, to);
	else
		document_html(doc, to);
	to->failed |= doc->failed;
}
