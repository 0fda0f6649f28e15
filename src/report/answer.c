/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers for people: figures in aligned columns, the tree of a derivation, the largest sources of
 * uncertainty. answer_json.c writes the same answers for programs.
 */
#include "report/answer.h"

#include <math.h>
#include <stdio.h>

#include "base/intl.h"
#include "report/layout.h"
#include "report/stored_words.h"

/* An interval is wide when its ends differ by more than this factor. */
#define WIDE 3
/* An input with a smaller share of the uncertainty is not suggested. */
#define NARROWING 0.05
#define NARROWING_NAMES 3
/* A central value farther than this factor from the median of its draws is said to be. */
#define MEDIAN_APART 1.25
/* A mean nearer than this to the central value is not compared with it. */
#define MEAN_APART 1.05

const char *quality_word(enum frugal_quality quality)
{
	static const char *const words[] = {N_("measured"), N_("declared"), N_("modelled"),
					    N_("default")};
	return _(words[quality]);
}

static const char *absence(const struct answer_line *line)
{
	return line->absent_stated ? line->absent_stated : line->absent;
}

static const char *in_lang(const char *lang, const char *en, const char *fr)
{
	return strcmp(lang, "fr") == 0 && fr[0] ? fr : en;
}

/* The value of a line as people read it: number and interval, or what was chosen, or why not. */
static void print_value(struct buf *to, const struct answer_line *line, double place,
			const struct number_style *style)
{
	if (line->text) {
		buf_puts(to, line->text[0] ? line->text : "-");
		return;
	}
	if (isnan(line->value)) {
		buf_puts(to, "-");
		return;
	}
	print_quantity_to(to, line->value, line->low, line->high, line->unit.dim, line->unit,
			  line->unit_text, place, style);
}

void answer_figure(struct buf *to, const struct answer *answer, size_t line,
		   const struct number_style *style)
{
	print_value(to, &answer->lines[line], answer_place(answer, line), style);
}

static void print_exact(struct buf *to, const struct answer_line *line, double value,
			const struct number_style *style)
{
	print_quantity(to, value, value, value, line->unit.dim, line->unit, line->unit_text, style);
}

/* The first of carbon and energy that the model has. */
static const struct answer_line *main_figure(const struct answer *answer)
{
	const struct answer_line *line = answer_find(answer, "carbon");
	if (!line || !line->figure)
		line = answer_find(answer, "energy");
	return line && line->figure && !line->absent ? line : NULL;
}

/*
 * Inputs that are most likely at the end of their intervals do not give a figure in the middle of
 * its own: a product of many such is far below its median, and a sum of such figures too low.
 */
static void median_note(struct buf *to, const struct answer *answer,
			const struct number_style *style)
{
	const struct answer_line *line = main_figure(answer);
	if (!line || line->headline == HEADLINE_MEAN || !(line->value > 0) || isnan(line->median) ||
	    (line->median <= MEDIAN_APART * line->value &&
	     line->value <= MEDIAN_APART * line->median))
		return;
	struct buf median = {0};
	print_exact(&median, line, line->median, style);
	buf_addf(to, "\n%s ", _("note:"));
	buf_addf(to,
		 _("%s is at the most likely value of each input; the median of its draws is %s"),
		 line->name, buf_text(&median));
	buf_putc(to, '\n');
	to->failed |= median.failed;
	buf_release(&median);
}

bool answer_has_means(const struct answer *answer)
{
	for (size_t i = 0; i < answer->n_lines; i++) {
		const struct answer_line *line = &answer->lines[i];
		if (line->figure && line->headline == HEADLINE_MEAN && line->low < line->high)
			return true;
	}
	return false;
}

/* Says once that values are means, so that nobody looks for their formula. */
static void headline_note(struct buf *to, const struct answer *answer)
{
	if (answer_has_means(answer))
		buf_addf(to,
			 _("\nvalues: mean of %u draws of the uncertain inputs, and their "
			   "range from 5 %% to 95 %%\n"),
			 (unsigned)answer->draws);
}

void answer_not_computed(struct buf *to, const struct answer *answer)
{
	const struct answer_line *carbon = answer_find(answer, "carbon");
	if (carbon && carbon->figure)
		buf_addf(to, "%s\n",
			 _("not computed: biodiversity, land use, acidification, particulates"));
}

void answer_text(struct buf *to, const struct answer *answer, const char *lang,
		 const struct number_style *style)
{
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	const char *title = in_lang(lang, answer->title_en, answer->title_fr);
	buf_addf(to, "%s%s%s\n\n", answer->model, title[0] ? "  " : "", title);
	columns_init(&columns, &arena, 4);
	for (size_t i = 0; i < answer->n_lines; i++) {
		const struct answer_line *line = &answer->lines[i];
		if (!line->figure)
			continue;
		columns_add(&columns, line->name);
		buf_clear(&cell);
		answer_figure(&cell, answer, i, style);
		columns_add(&columns, buf_text(&cell));
		columns_add(&columns, line->absent ? _("absent") : quality_word(line->quality));
		columns_add(&columns, line->absent ? absence(line)
						   : in_lang(lang, line->help_en, line->help_fr));
	}
	columns_print(&columns, to, 2);
	columns_release(&columns);
	const char *boundary = in_lang(lang, answer->boundary_en, answer->boundary_fr);
	if (boundary[0])
		buf_addf(to, "\n%s %s\n", _("boundary:"), boundary);
	answer_not_computed(to, answer);
	headline_note(to, answer);
	size_t before = to->n;
	median_note(to, answer, style);
	for (size_t i = 0; i < answer->n_notes; i++)
		buf_addf(to, "%s%s %s\n", to->n > before ? "" : "\n", _("note:"),
			 answer->notes[i].stated);
	buf_release(&cell);
	arena_release(&arena);
}

/* ---- the tree ---- */

struct tree {
	const struct answer *answer;
	const struct number_style *style;
	struct buf *to;
	bool *shown; /* lines whose branches are already printed */
};

/* The value that the formula gives, then the one that is given for the figure, and why. */
static void print_mean(struct tree *tree, const struct answer_line *line, double place)
{
	double ratio = line->value / line->central;
	print_exact(tree->to, line, line->central, tree->style);
	buf_addf(tree->to, _(" at central inputs; "));
	print_value(tree->to, line, place, tree->style);
	if (!isfinite(ratio) || (ratio < MEAN_APART && ratio > 1 / MEAN_APART)) {
		buf_puts(tree->to, _(" mean of the draws"));
		return;
	}
	struct buf times = {0};
	print_number(&times, ratio, ratio < 10 ? 1 : 0, tree->style);
	buf_addf(tree->to, _(" mean of the draws, %s times central"), buf_text(&times));
	if (line->shifted_by != NO_ENTRY)
		buf_addf(tree->to, _(", most from %s"), tree->answer->lines[line->shifted_by].name);
	tree->to->failed |= times.failed;
	buf_release(&times);
}

/* What is in no file is a part of the machine, whose source and state the ledger has in English. */
static void tree_line(struct tree *tree, uint32_t index, const char *branch)
{
	const struct answer_line *line = &tree->answer->lines[index];
	double place = line->figure ? answer_place(tree->answer, index) : 0;
	buf_addf(tree->to, "%s%s  ", branch, line->name);
	if (line->figure && line->headline == HEADLINE_MEAN && line->low < line->high)
		print_mean(tree, line, place);
	else
		print_value(tree->to, line, place, tree->style);
	bool is_part = line->kind == ENTRY_INPUT && !line->where[0];
	buf_addf(tree->to, "  ");
	if (line->absent && is_part)
		part_source_words(tree->to, absence(line), tree->style);
	else
		buf_puts(tree->to, line->absent ? absence(line) : quality_word(line->quality));
	if (line->where[0])
		buf_addf(tree->to, "  %s", line->where);
	if (line->expression[0])
		buf_addf(tree->to, "  %s", line->expression);
	if (!line->source[0])
		return;
	buf_puts(tree->to, "  (");
	if (is_part)
		part_source_words(tree->to, line->source, tree->style);
	else
		buf_puts(tree->to, line->source);
	buf_putc(tree->to, ')');
}

static void tree_branch(struct tree *tree, uint32_t index, const char *branch, const char *indent)
{
	const struct answer_line *line = &tree->answer->lines[index];
	tree_line(tree, index, branch);
	if (tree->shown[index] && line->n_uses) {
		buf_addf(tree->to, "  %s\n", _("(see above)"));
		return;
	}
	tree->shown[index] = true;
	buf_putc(tree->to, '\n');
	for (size_t i = 0; i < line->n_uses; i++) {
		bool last = i + 1 == line->n_uses;
		struct buf next_branch = {0}, next_indent = {0};
		buf_addf(&next_branch, "%s%s", indent, last ? "└─ " : "├─ ");
		buf_addf(&next_indent, "%s%s", indent, last ? "   " : "│  ");
		tree_branch(tree, line->uses[i], buf_text(&next_branch), buf_text(&next_indent));
		buf_release(&next_branch);
		buf_release(&next_indent);
	}
}

/* Where figures are means, the lines between them are not. */
static void central_legend(struct buf *to, const struct answer *answer)
{
	if (answer_has_means(answer))
		buf_puts(to, _("lines that are not figures are at central inputs\n"));
}

bool answer_tree(struct buf *to, const struct answer *answer, const char *figure, const char *lang,
		 const struct number_style *style)
{
	bool found = false;
	struct tree tree = {answer, style, to, mem_zalloc(answer->n_lines + 1, sizeof(bool))};
	if (!tree.shown) {
		to->failed = true;
		return true;
	}
	for (size_t i = 0; i < answer->n_lines; i++) {
		const struct answer_line *line = &answer->lines[i];
		bool wanted = figure ? strcmp(line->name, figure) == 0 : line->figure;
		if (!wanted)
			continue;
		if (found)
			buf_putc(to, '\n');
		tree_branch(&tree, (uint32_t)i, "", "");
		found = true;
	}
	mem_free(tree.shown);
	if (found)
		central_legend(to, answer);
	const char *boundary = in_lang(lang, answer->boundary_en, answer->boundary_fr);
	if (found && boundary[0])
		buf_addf(to, "%s %s\n", _("boundary:"), boundary);
	if (found && answer->sources[0])
		buf_addf(to, "%s %s\n", _("method:"), answer->sources);
	return found;
}

/* The inputs with at least the least share of a figure's uncertainty. */
static void doubts_of(struct buf *to, const struct answer *answer, uint32_t figure, double least,
		      const struct number_style *style)
{
	/* TRANSLATORS: "largest sources of uncertainty of carbon: pue 48 %, utilization 30 %" */
	buf_addf(to, _("largest sources of uncertainty of %s:"), answer->lines[figure].name);
	const char *comma = "";
	for (size_t i = 0; i < answer->n_doubts; i++) {
		const struct answer_doubt *doubt = &answer->doubts[i];
		if (doubt->figure != figure || doubt->share < least)
			continue;
		buf_addf(to, "%s %s ", comma, answer->lines[doubt->line].name);
		print_number(to, doubt->share * 100, 0, style);
		buf_puts(to, " %");
		comma = ",";
	}
	buf_putc(to, '\n');
}

void answer_doubts(struct buf *to, const struct answer *answer, const struct number_style *style)
{
	for (size_t i = 0; i < answer->n_doubts; i++)
		if (i == 0 || answer->doubts[i].figure != answer->doubts[i - 1].figure)
			doubts_of(to, answer, answer->doubts[i].figure, 0.005, style);
}

/* ---- what would narrow a wide interval ---- */

/* The main figure, if its interval is wide; else NO_ENTRY. */
static uint32_t wide_figure(const struct answer *answer)
{
	static const char *const first[] = {"carbon", "energy"};
	for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++) {
		const struct answer_line *line = answer_find(answer, first[i]);
		if (!line || !line->figure || !(line->low > 0))
			continue;
		return line->high > WIDE * line->low ? (uint32_t)(line - answer->lines) : NO_ENTRY;
	}
	return NO_ENTRY;
}

bool answer_is_wide(const struct answer *answer)
{
	return wide_figure(answer) != NO_ENTRY;
}

void answer_narrowing(struct buf *to, const struct answer *answer, const struct answer *doubted,
		      const struct number_style *style)
{
	uint32_t figure = wide_figure(answer);
	if (figure == NO_ENTRY)
		return;
	doubts_of(to, doubted, figure, NARROWING, style);
	uint32_t named[NARROWING_NAMES];
	size_t n = 0;
	for (size_t i = 0; i < doubted->n_doubts && n < NARROWING_NAMES; i++) {
		const struct answer_doubt *doubt = &doubted->doubts[i];
		uint32_t untold = doubted->lines[doubt->line].untold;
		bool again =
			doubt->figure != figure || doubt->share < NARROWING || untold == NO_ENTRY;
		for (size_t j = 0; j < n; j++)
			again |= named[j] == untold;
		if (again)
			continue;
		buf_addf(to, "%s %s", n ? "," : _("to narrow the interval, give:"),
			 doubted->lines[untold].name);
		named[n++] = untold;
	}
	if (n)
		buf_putc(to, '\n');
}
