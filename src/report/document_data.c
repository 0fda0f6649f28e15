/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A report for programs: as JSON, with every figure's value, unit, interval, level and quality, and
 * as CSV, a row a cell. Keys and ids are the same in every language; labels are those of the
 * user's.
 */
#include <math.h>

#include "base/csv.h"
#include "base/json.h"
#include "report/document.h"

/* ---- JSON ----------------------------------------------------------------------------------- */

static void json_cell(struct jsonw *json, const struct document_block *table, const char *row,
		      size_t column, const struct document_cell *cell)
{
	const struct document_value *v = &cell->value;
	struct buf id = {0};
	buf_addf(&id, "%s.%s.%s", table->id, row, table->heads[column].id);
	jsonw_object(json, NULL);
	jsonw_string(json, "id", buf_text(&id));
	jsonw_string(json, "column", table->heads[column].id);
	if (v->unit) {
		jsonw_number(json, "value", v->value);
		jsonw_string(json, "unit", v->unit);
		jsonw_number(json, "low", v->low);
		jsonw_number(json, "high", v->high);
		jsonw_number(json, "level", v->level > 0 ? v->level : (double)NAN);
		if (v->headline) {
			jsonw_string(json, "headline", v->headline);
			jsonw_number(json, "central", v->central);
			jsonw_number(json, "mean", v->mean);
			jsonw_number(json, "median", v->median);
		}
		jsonw_string(json, "quality", v->quality);
		if (isnan(v->value) || v->is_part)
			jsonw_string(json, "why", v->why);
	}
	jsonw_string(json, "text", cell->text);
	jsonw_object_end(json);
	json->out->failed |= id.failed;
	buf_release(&id);
}

static void json_rows(struct jsonw *json, const struct document_block *table)
{
	jsonw_array(json, "rows");
	for (size_t i = 0; i + table->columns <= table->n; i += table->columns) {
		const struct document_cell *first = &table->cells[i];
		const char *row = first->row ? first->row : first->text;
		jsonw_object(json, NULL);
		jsonw_string(json, "id", row);
		jsonw_string(json, "title", first->text);
		jsonw_array(json, "cells");
		for (size_t c = 1; c < table->columns; c++)
			json_cell(json, table, row, c, &first[c]);
		jsonw_array_end(json);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

static void json_table(struct jsonw *json, const struct document_block *table)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "id", table->id);
	jsonw_string(json, "table", table->text);
	jsonw_number(json, "level", table->level > 0 ? table->level : (double)NAN);
	jsonw_array(json, "columns");
	for (size_t c = 0; c < table->columns; c++) {
		jsonw_object(json, NULL);
		jsonw_string(json, "id", table->heads[c].id);
		jsonw_string(json, "title", table->heads[c].title);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	json_rows(json, table);
	jsonw_object_end(json);
}

static void end_section(struct jsonw *json, bool open)
{
	if (!open)
		return;
	jsonw_array_end(json);
	jsonw_object_end(json);
}

static void json_blocks(struct jsonw *json, const struct document *doc)
{
	static const char *const keys[] = {
		[BLOCK_PARAGRAPH] = "paragraph", [BLOCK_ITEM] = "item", [BLOCK_NOTE] = "note"};
	bool open = false;
	for (size_t i = 0; i < doc->n; i++) {
		const struct document_block *block = &doc->blocks[i];
		if (block->kind == BLOCK_SECTION) {
			end_section(json, open);
			open = true;
			jsonw_object(json, NULL);
			jsonw_string(json, "id", block->id);
			jsonw_int(json, "number", block->number);
			jsonw_string(json, "title", block->text);
			jsonw_array(json, "blocks");
		} else if (block->kind == BLOCK_TABLE) {
			json_table(json, block);
		} else if (block->kind != BLOCK_DIAGRAM) {
			jsonw_object(json, NULL);
			jsonw_string(json, keys[block->kind], block->text);
			jsonw_object_end(json);
		}
	}
	end_section(json, open);
}

void document_json(const struct document *doc, struct buf *to)
{
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "kind", "report");
	jsonw_string(&json, "title", doc->title);
	jsonw_string(&json, "subtitle", doc->subtitle);
	jsonw_string(&json, "lang", doc->lang);
	jsonw_array(&json, "sections");
	json_blocks(&json, doc);
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

/* ---- CSV ------------------------------------------------------------------------------------ */

static void csv_number(struct buf *to, double value)
{
	buf_putc(to, ',');
	if (!isnan(value))
		buf_addf(to, "%.17g", value);
}

static void csv_value(struct buf *to, const struct document_value *v)
{
	bool is_number = v->unit != NULL;
	csv_number(to, is_number ? v->value : (double)NAN);
	buf_addf(to, ",%s", is_number ? v->unit : "");
	csv_number(to, is_number ? v->low : (double)NAN);
	csv_number(to, is_number ? v->high : (double)NAN);
	buf_putc(to, ',');
	if (is_number && v->level > 0)
		buf_addf(to, "%g", v->level);
	buf_addf(to, ",%s", is_number && v->quality ? v->quality : "");
}

static void csv_table(struct buf *to, int section, const struct document_block *table)
{
	for (size_t i = 0; i < table->n; i++) {
		size_t column = i % table->columns;
		const struct document_cell *first = &table->cells[i - column];
		const struct document_value *v = &table->cells[i].value;
		struct buf id = {0};
		if (!column)
			continue;
		buf_addf(to, "%d,", section);
		csv_put_words(to, str_of(table->text));
		buf_putc(to, ',');
		csv_put_words(to, str_of(first->text));
		buf_putc(to, ',');
		csv_put(to, str_of(table->heads[column].title));
		buf_putc(to, ',');
		csv_put_words(to, str_of(table->cells[i].text));
		csv_value(to, v);
		buf_addf(&id, "%s.%s.%s", table->id, first->row ? first->row : first->text,
			 table->heads[column].id);
		buf_putc(to, ',');
		csv_put_words(to, buf_str(&id));
		buf_putc(to, ',');
		if (v->unit && isnan(v->value) && v->why)
			buf_puts(to, v->why);
		buf_putc(to, '\n');
		to->failed |= id.failed;
		buf_release(&id);
	}
}

void document_csv(const struct document *doc, struct buf *to)
{
	int section = 0;
	buf_puts(to, "section,table,row,column,text,value,unit,low,high,level,quality,id,why\n");
	for (size_t i = 0; i < doc->n; i++) {
		const struct document_block *block = &doc->blocks[i];
		if (block->kind == BLOCK_SECTION)
			section = block->number;
		if (block->kind == BLOCK_TABLE)
			csv_table(to, section, block);
	}
}
