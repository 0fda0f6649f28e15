/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lays a sum out step by step, as SVG and as bars of characters. The caller gives the steps in
 * their order with their totals; nothing is added up here.
 */
#include "report/chart_waterfall.h"

#include <math.h>
#include <stdio.h>

#include "base/intl.h"
#include "report/bar.h"
#include "report/chart_inside.h"
#include "report/layout.h"

#define WIDTH 480
#define SIDE 16
#define ROOM (WIDTH - 2 * SIDE)
#define LABEL 14.0
#define BAR_HEIGHT 20
#define CHARACTERS 36 /* of the bars as text */

static double step_before(const struct waterfall *chart, size_t i)
{
	return i ? chart->steps[i - 1].total : 0;
}

static double largest(const struct waterfall *chart)
{
	double most = 0;
	for (size_t i = 0; i < chart->n; i++)
		most = fmax(most, chart->steps[i].total);
	return most > 0 ? most : 1;
}

/* Three significant figures of the first step, so that every addition is visible. */
static void add_value(struct buf *to, const struct waterfall *chart, double x)
{
	double first = chart->steps[0].total;
	int decimals = first > 0 ? 2 - (int)floor(log10(first)) : 0;
	print_number(to, x, decimals > 0 ? decimals : 0, chart->numbers);
}

/* "24.7", then "+14.6 → 39.3". */
static void add_step_value(struct buf *to, const struct waterfall *chart, size_t i)
{
	if (i) {
		double added = chart->steps[i].total - step_before(chart, i);
		buf_puts(to, added < 0 ? "−" : "+");
		add_value(to, chart, fabs(added));
		buf_puts(to, " → ");
	}
	add_value(to, chart, chart->steps[i].total);
}

static void add_factor(struct buf *to, const struct waterfall *chart)
{
	struct buf factor = {0};
	double times = chart->steps[chart->n - 1].total / chart->steps[0].total;
	print_number(&factor, times, times < 2 ? 2 : 1, chart->numbers);
	buf_addf(to, _("total: %s times the first step"), buf_text(&factor));
	buf_release(&factor);
}

static bool has_factor(const struct waterfall *chart)
{
	return chart->n > 1 && chart->steps[0].total > 0;
}

/* ---- SVG ------------------------------------------------------------------------------------ */

/*
 * Label and value on one line; below, the bar of the sum before and of what the step adds. Returns
 * the next foot.
 */
static double add_bar(struct buf *to, const struct waterfall *chart, size_t i, double y,
		      const char *label)
{
	bool whole = i == chart->n;
	struct buf value = {0};
	double before = whole ? 0 : step_before(chart, i);
	double after = chart->steps[whole ? i - 1 : i].total, scale = ROOM / largest(chart);
	if (whole)
		add_value(&value, chart, after);
	else
		add_step_value(&value, chart, i);
	double value_width = chart_text_width(buf_text(&value), LABEL);
	const struct chart_paragraph place = {.x = SIDE,
					      .y = y,
					      .size = LABEL,
					      .width = ROOM - value_width - 8,
					      .weight = whole ? 600 : 400};
	double foot = chart_add_paragraph(to, &place, label);
	buf_addf(to,
		 "<text x=\"%d\" y=\"%.1f\" font-size=\"%g\" font-weight=\"600\" "
		 "text-anchor=\"end\">",
		 WIDTH - SIDE, y, LABEL);
	chart_add_text(to, buf_text(&value));
	buf_puts(to, "</text>\n");
	buf_release(&value);
	double left = fmin(before, after);
	if (left > 0)
		buf_addf(to,
			 "<rect class=\"o\" x=\"%d\" y=\"%.1f\" width=\"%.1f\" height=\"%d\"/>\n",
			 SIDE, foot + 6, left * scale, BAR_HEIGHT);
	buf_addf(to, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\"/>\n",
		 whole ? "w" : "k", SIDE + left * scale, foot + 6,
		 fmax(fabs(after - before) * scale, 1), BAR_HEIGHT);
	return foot + 6 + BAR_HEIGHT + LABEL + 12;
}

static double add_bars(struct buf *to, const struct waterfall *chart, double y)
{
	for (size_t i = 0; i < chart->n; i++)
		y = add_bar(to, chart, i, y, chart->steps[i].label);
	if (has_factor(chart)) {
		struct buf label = {0};
		add_factor(&label, chart);
		y = add_bar(to, chart, chart->n, y, buf_text(&label));
		buf_release(&label);
	}
	return y;
}

/* The steps in words, for screen readers. */
static void add_words(struct buf *to, const struct waterfall *chart)
{
	struct buf words = {0};
	for (size_t i = 0; i < chart->n; i++) {
		buf_addf(&words, "%s: ", chart->steps[i].label);
		add_step_value(&words, chart, i);
		buf_addf(&words, " %s. ", chart->unit);
	}
	buf_puts(&words, chart->note);
	chart_add_text(to, buf_text(&words));
	buf_release(&words);
}

void waterfall_svg(const struct waterfall *chart, struct buf *to)
{
	struct buf body = {0};
	struct chart_paragraph place = {
		.x = SIDE, .y = 28, .size = 17, .width = ROOM, .weight = 600};
	double y = chart_add_paragraph(&body, &place, chart->title);
	place = (struct chart_paragraph){
		.x = SIDE, .y = y + 20, .size = LABEL, .width = ROOM, .weight = 400};
	y = chart_add_paragraph(&body, &place, chart->unit);
	y = add_bars(&body, chart, y + 34);
	place = (struct chart_paragraph){
		.x = SIDE, .y = y, .size = 12, .width = ROOM, .weight = 400};
	y = chart_add_paragraph(&body, &place, chart->note) + SIDE;

	buf_addf(to,
		 "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %.0f\" role=\"img\" "
		 "font-family=\"system-ui,sans-serif\">\n"
		 "<title>",
		 WIDTH, y);
	chart_add_text(to, chart->title);
	buf_puts(to, "</title>\n<desc>");
	add_words(to, chart);
	/* Contrast: text 12:1, bars 6:1 on their ground, 3:1 and more between bars. */
	buf_puts(to, "</desc>\n<style>text{fill:#333}.b{fill:#fff}.o{fill:#c8d6d3}.k{fill:#00695c}"
		     ".w{fill:#37474f}@media(prefers-color-scheme:dark){text{fill:#ddd}"
		     ".b{fill:#1b1b1b}.o{fill:#3d4a47}.k{fill:#4db6ac}.w{fill:#b0bec5}}</style>\n");
	buf_addf(to, "<rect class=\"b\" width=\"%d\" height=\"%.0f\"/>\n", WIDTH, y);
	buf_puts(to, buf_text(&body));
	buf_puts(to, "</svg>\n");
	to->failed |= body.failed;
	buf_release(&body);
}

/* ---- text ----------------------------------------------------------------------------------- */

static void add_text_bar(struct buf *to, const struct waterfall *chart, size_t i, bool colour)
{
	double most = largest(chart), before = step_before(chart, i), after = chart->steps[i].total;
	/* The sum before ends at a whole character: a bar cannot begin within one. */
	int there = (int)lround(fmin(before, after) / most * CHARACTERS);
	double added = fabs(after - before) / most;
	for (int c = 0; c < there; c++)
		buf_puts(to, "░");
	buf_puts(to, colour ? "\033[36m" : "");
	bar_add(to, fmax(added, 0.125 / CHARACTERS), CHARACTERS);
	buf_puts(to, colour ? "\033[0m" : "");
}

void waterfall_text(const struct waterfall *chart, bool colour, struct buf *to)
{
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	columns_init(&columns, &arena, 3);
	for (size_t i = 0; i < chart->n; i++) {
		columns_add(&columns, chart->steps[i].label);
		buf_clear(&cell);
		add_step_value(&cell, chart, i);
		buf_addf(&cell, " %s", chart->unit);
		columns_add(&columns, buf_text(&cell));
		buf_clear(&cell);
		add_text_bar(&cell, chart, i, colour);
		columns_add_own(&columns, buf_text(&cell));
	}
	columns.right[1] = true;
	columns_print(&columns, to, 0);
	if (has_factor(chart)) {
		add_factor(to, chart);
		buf_putc(to, '\n');
	}
	to->failed |= cell.failed;
	buf_release(&cell);
	columns_release(&columns);
	arena_release(&arena);
}
