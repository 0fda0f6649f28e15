/* SPDX-License-Identifier: Apache-2.0 */
/* Charts: what stands where. Widths and sums are worked out by hand. */
#include "check.h"

#include <stdlib.h>

#include "report/chart_inside.h"
#include "report/chart_waterfall.h"
#include "report/diagram.h"
#include "report/layout.h"

static const struct waterfall_step steps[] = {
	{"machines <at work>", 20},
	{"a label so long that it cannot stand beside its value on one line of a telephone", 50},
	{"less", 40},
};

static const struct waterfall chart = {.title = "A & B",
				       .note = "source",
				       .unit = "kgCO2e",
				       .steps = steps,
				       .n = 3,
				       .numbers = &NUMBERS_EN};

/* The attributes of the n-th rectangle of a class. */
static void bar_of(const char *svg, const char *class, int n, double *x, double *y, double *width)
{
	const char *at = svg;
	for (int i = 0; at && i <= n; i++)
		at = strstr(at + 1, class);
	CHECK(at != NULL);
	CHECK_INT(sscanf(strstr(at, "x="), "x=\"%lf\" y=\"%lf\" width=\"%lf\"", x, y, width), 3);
}

TEST(each_bar_begins_where_the_one_before_ends)
{
	struct buf svg = {0};
	double x, y, width, lower;
	waterfall_svg(&chart, &svg);
	/* 448 wide for 50: 8.96 a unit, from 16. */
	bar_of(buf_text(&svg), "\"k\"", 0, &x, &y, &width);
	CHECK_CLOSE(x, 16, 1e-9);
	CHECK_CLOSE(width, 179.2, 1e-3);
	bar_of(buf_text(&svg), "\"k\"", 1, &x, &lower, &width);
	CHECK_CLOSE(x, 195.2, 1e-3);
	CHECK_CLOSE(width, 268.8, 1e-3);
	CHECK(lower > y + 20);
	/* What takes away goes back: from 50 to 40. */
	bar_of(buf_text(&svg), "\"k\"", 2, &x, &y, &width);
	CHECK_CLOSE(x, 374.4, 1e-3);
	CHECK_CLOSE(width, 89.6, 1e-3);
	bar_of(buf_text(&svg), "\"w\"", 0, &x, &y, &width);
	CHECK_CLOSE(width, 358.4, 1e-3);
	CHECK_HOLDS(buf_text(&svg), "machines &lt;at work&gt;");
	CHECK_HOLDS(buf_text(&svg), "<title>A &amp; B</title>");
	CHECK_HOLDS(buf_text(&svg), "less: −10.0 → 40.0 kgCO2e.");
	buf_release(&svg);
}

TEST(no_label_leaves_the_picture_or_meets_its_value)
{
	struct buf svg = {0};
	int lines = 0;
	waterfall_svg(&chart, &svg);
	for (char *at = strstr(svg.p, "<text"); at; at = strstr(at + 1, "<text"), lines++) {
		double x = 0, y = 0, size = 0;
		CHECK_INT(sscanf(at, "<text x=\"%lf\" y=\"%lf\" font-size=\"%lf\"", &x, &y, &size),
			  3);
		char *text = strchr(at, '>') + 1, *end = strchr(text, '<');
		*end = '\0';
		double width = chart_text_width(text, size);
		*end = '<';
		/* "+30.0 → 50.0" is 12 letters of 8.4: labels end 8 before it. */
		double most = x < 100 && size > 13 ? 464 - 12 * 8.4 - 8 : 464;
		CHECK(x > 100 ? x - width >= 16 : x + width <= most);
	}
	CHECK_INT(lines, 2 + 4 * 2 + 2 + 1);
	buf_release(&svg);
}

TEST(a_paragraph_breaks_at_spaces_and_loses_nothing)
{
	struct buf svg = {0};
	/* 60 wide at size 10: ten letters a line. */
	const struct chart_paragraph place = {
		.x = 0, .y = 10, .size = 10, .width = 60, .weight = 400};
	CHECK_CLOSE(chart_add_paragraph(&svg, &place, "one two three averyverylongword é"),
		    10 + 3 * 13.5, 1e-9);
	CHECK_HOLDS(buf_text(&svg), ">one two</text>");
	CHECK_HOLDS(buf_text(&svg), ">three</text>");
	CHECK_HOLDS(buf_text(&svg), ">averyverylongword</text>");
	CHECK_HOLDS(buf_text(&svg), ">é</text>");
	buf_clear(&svg);
	CHECK_CLOSE(chart_add_paragraph(&svg, &place, ""), 10, 1e-9);
	CHECK_INT(svg.n, 0);
	buf_release(&svg);
}

TEST(bars_of_text_stand_on_what_was_there)
{
	struct buf text = {0};
	waterfall_text(&chart, false, &text);
	/* 36 characters for 50: 20 are 14.4, 50 are 36. */
	CHECK_HOLDS(buf_text(&text), "20.0 kgCO2e  ██████████████▍\n");
	CHECK_HOLDS(buf_text(&text), "+30.0 → 50.0 kgCO2e  ░░░░░░░░░░░░░░█████████████████████▋\n");
	CHECK_HOLDS(buf_text(&text), "2.0 times the first step");
	CHECK(!strchr(buf_text(&text), '\033'));
	buf_clear(&text);
	waterfall_text(&chart, true, &text);
	CHECK_HOLDS(buf_text(&text), "\033[36m██████████████▍\033[0m\n");
	buf_release(&text);
}

TEST(nothing_and_zero_are_drawn_too)
{
	static const struct waterfall_step zero[] = {{"none", 0}, {"none more", 0}};
	struct waterfall none = chart;
	struct buf svg = {0};
	none.n = 0;
	waterfall_svg(&none, &svg);
	waterfall_text(&none, false, &svg);
	none.steps = zero;
	none.n = 2;
	waterfall_svg(&none, &svg);
	waterfall_text(&none, false, &svg);
	CHECK(!svg.failed && !strstr(buf_text(&svg), "nan") && !strstr(buf_text(&svg), "inf"));
	buf_release(&svg);
}

TEST(memory_that_runs_out_is_told)
{
	bool whole = false;
	for (int64_t n = 0; n < 200 && !whole; n++) {
		struct buf svg = {0};
		mem_fail_after(n);
		waterfall_svg(&chart, &svg);
		waterfall_text(&chart, true, &svg);
		mem_fail_after(-1);
		whole = !svg.failed;
		CHECK(!whole || strstr(buf_text(&svg), "</svg>"));
		buf_release(&svg);
	}
	CHECK(whole);
}

/* From 1 to 100 and from 0.4 to 0.6: the plane is a tenth wider at each side, 2.4 decades for 2. */
TEST(a_point_has_the_lines_of_its_intervals)
{
	static const char *const labels[] = {"1 a"}, *const texts[] = {"10 Wh"};
	const double x = 10, y = 0.5, one = 1, hundred = 100, low = 0.4, high = 0.6, zero = 0;
	double left, right, foot, top, at_x, at_y, same;
	struct diagram chart_of_one = {.kind = DIAGRAM_SCATTER,
				       .title = "t",
				       .labels = labels,
				       .texts = texts,
				       .values = &y,
				       .x = &x,
				       .x_low = &one,
				       .x_high = &hundred,
				       .low = &low,
				       .high = &high,
				       .n = 1};
	struct buf svg = {0};
	diagram_svg(&chart_of_one, &svg);
	const char *line = strstr(buf_text(&svg), "<path class=\"o\"");
	CHECK(line != NULL);
	CHECK_INT(sscanf(line, "<path class=\"o\" d=\"M%lf %lfH%lf", &left, &at_y, &right), 3);
	line = strstr(line + 1, "<path class=\"o\"");
	CHECK_INT(sscanf(line, "<path class=\"o\" d=\"M%lf %lfV%lf", &at_x, &foot, &top), 3);
	CHECK_CLOSE((left + right) / 2, at_x, 1e-3);
	CHECK_CLOSE((foot + top) / 2, at_y, 1e-3);
	/* 2 of 2.4 decades; the plot is as wide as the lines of its values. */
	double plot_left, plot_right;
	line = strstr(buf_text(&svg), "<path class=\"g\" d=\"M");
	CHECK_INT(
		sscanf(line, "<path class=\"g\" d=\"M%lf %lfH%lf", &plot_left, &same, &plot_right),
		3);
	CHECK_CLOSE((right - left) / (plot_right - plot_left), 2 / 2.4, 1e-3);
	buf_clear(&svg);
	/* An end that has no logarithm is not drawn; without intervals there are no lines. */
	chart_of_one.x_low = &zero;
	diagram_svg(&chart_of_one, &svg);
	line = strstr(buf_text(&svg), "<path class=\"o\"");
	CHECK_INT(sscanf(line, "<path class=\"o\" d=\"M%lf %lfH%lf", &left, &at_y, &right), 3);
	CHECK(right > left);
	buf_clear(&svg);
	chart_of_one.x_low = chart_of_one.x_high = chart_of_one.low = chart_of_one.high = NULL;
	diagram_svg(&chart_of_one, &svg);
	CHECK(!strstr(buf_text(&svg), "<path class=\"o\""));
	CHECK_HOLDS(buf_text(&svg), "<circle");
	buf_release(&svg);
}

RUN_TESTS(CASE(a_point_has_the_lines_of_its_intervals),
	  CASE(each_bar_begins_where_the_one_before_ends),
	  CASE(no_label_leaves_the_picture_or_meets_its_value),
	  CASE(a_paragraph_breaks_at_spaces_and_loses_nothing),
	  CASE(bars_of_text_stand_on_what_was_there), CASE(nothing_and_zero_are_drawn_too),
	  CASE(memory_that_runs_out_is_told))
