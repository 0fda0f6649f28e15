/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/web_why.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "report/stored_words.h"

struct tree {
	struct request *request;
	struct buf *b;
	const struct answer *answer;
	bool *shown; /* lines whose branches stand above */
};

/* What is in no file is a part of the machine, whose source and state the ledger has in English. */
static bool is_part(const struct answer_line *line)
{
	return line->kind == ENTRY_INPUT && !line->where[0];
}

static void add_words(struct tree *tree, const struct answer_line *line, const char *text)
{
	struct buf words = {0};
	if (is_part(line))
		part_source_words(&words, text, tree->request->numbers);
	else
		buf_puts(&words, text);
	html_text(tree->b, buf_text(&words));
	buf_release(&words);
}

/* "energy 9.6 mWh [4, 21] modelled" */
static void add_head(struct tree *tree, uint32_t index)
{
	const struct answer_line *line = &tree->answer->lines[index];
	struct buf value = {0};
	html(tree->b, "<b>%s</b> ", line->name);
	if (line->absent) {
		html(tree->b, "<span class=\"s\">%s</span>", _("not known"));
		return;
	}
	answer_figure(&value, tree->answer, index, tree->request->numbers);
	html(tree->b, "%s ", buf_text(&value));
	web_quality(tree->b, line->quality);
	buf_release(&value);
}

/* The table of "factors/zones.csv:230", and the key that the row of the field was asked by. */
static void add_row_link(struct tree *tree, const struct answer_line *line)
{
	static const char FOLDER[] = "factors/";
	char input[128], table[64];
	const char *dot = strrchr(line->name, '.');
	size_t n = dot ? (size_t)(dot - line->name) : 0;
	const char *file = strncmp(line->where, FOLDER, sizeof(FOLDER) - 1) == 0
				   ? line->where + sizeof(FOLDER) - 1
				   : "";
	size_t n_table = strcspn(file, ".:");
	if (line->kind != ENTRY_FIELD || !n || n >= sizeof(input) || !n_table ||
	    n_table >= sizeof(table))
		return;
	(void)snprintf(input, sizeof(input), "%.*s", (int)n, line->name);
	(void)snprintf(table, sizeof(table), "%.*s", (int)n_table, file);
	const struct answer_line *row = answer_find(tree->answer, input);
	if (!row || !row->text || !row->text[0])
		return;
	html(tree->b, " · <a href=\"%s\">%s</a>",
	     web_href(tree->request, "/api/v1/factors/%s?key=%s", web_part(tree->request, table),
		      web_part(tree->request, row->text)),
	     _("the row"));
}

/* Formula, place, source: how the line came to its value. */
static void add_ground(struct tree *tree, const struct answer_line *line)
{
	const char *between = "";
	if (line->expression[0]) {
		html(tree->b, "%s", line->expression);
		between = " · ";
	}
	if (line->source[0]) {
		html(tree->b, "%s", between);
		add_words(tree, line, line->source);
		between = " · ";
	}
	if (line->absent) {
		html(tree->b, "%s", between);
		add_words(tree, line, line->absent_stated ? line->absent_stated : line->absent);
		between = " · ";
	}
	if (line->where[0])
		html(tree->b, "%s%s", between, line->where);
	add_row_link(tree, line);
}

static void add_branch(struct tree *tree, uint32_t index, bool open)
{
	const struct answer_line *line = &tree->answer->lines[index];
	struct buf *b = tree->b;
	if (!line->n_uses || tree->shown[index]) {
		html(b, "<li><div>");
		add_head(tree, index);
		if (line->n_uses) {
			html(b, " <a href=\"#why-%s\">%s</a>", line->name, _("see above"));
		} else {
			html(b, " <span class=\"m\"");
			if (line->figure && !tree->shown[index])
				html(b, " id=\"why-%s\"", line->name);
			html(b, ">");
			add_ground(tree, line);
			html(b, "</span>");
		}
		html(b, "</div></li>\n");
		tree->shown[index] = true;
		return;
	}
	tree->shown[index] = true;
	html(b, "<li><details%s><summary>", open ? " open" : "");
	add_head(tree, index);
	html(b, "</summary><span class=\"m\" id=\"why-%s\">", line->name);
	add_ground(tree, line);
	html(b, "</span>\n<ul>");
	for (size_t i = 0; i < line->n_uses; i++)
		add_branch(tree, line->uses[i], false);
	html(b, "</ul></details></li>\n");
}

static const char *in_lang(const struct request *request, const char *en, const char *fr)
{
	return request->lang_index == LANG_FR && fr[0] ? fr : en;
}

void web_derivation(struct request *request, struct buf *b, const struct answer *answer)
{
	struct tree tree = {request, b, answer, NULL};
	tree.shown = arena_array(request->arena, answer->n_lines + 1, sizeof(*tree.shown));
	if (!tree.shown) {
		b->failed = true;
		return;
	}
	bool first = true;
	memset(tree.shown, 0, (answer->n_lines + 1) * sizeof(*tree.shown));
	html(b, "<ul class=\"tree\">\n");
	for (size_t i = 0; i < answer->n_lines; i++) {
		if (!answer->lines[i].figure)
			continue;
		add_branch(&tree, (uint32_t)i, first);
		first = false;
	}
	html(b, "</ul>\n");
	const char *boundary = in_lang(request, answer->boundary_en, answer->boundary_fr);
	if (boundary[0])
		html(b, "<p class=\"s\">%s %s</p>\n", _("boundary:"), boundary);
	if (answer->sources[0])
		html(b, "<p class=\"s\">%s %s</p>\n", _("method:"), answer->sources);
}
