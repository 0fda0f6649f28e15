/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Draws the charts of a report from struct diagram: first as SVG in the classes of the page, then
 * as characters. All kinds share the frame, the cutting of labels and the reading of extremes;
 * none computes a value.
 */
#include "report/diagram.h"

#include <math.h>
#include <string.h>

#include "report/bar.h"
#include "report/chart_inside.h"
#include "report/layout.h"
#include "report/number.h"

#define WIDTH 360
#define PAD 4
#define LETTER 8.6 /* largest usual width of a letter in a font of 14 */
#define ROW 42
#define PLOT_HEIGHT 190
#define PLOT_LEFT 52
#define PLOT_TOP 28
#define PLOT_BOTTOM 44
#define MOST_PLACED 64
#define SHADES 5
#define LEGEND (PLOT_LEFT + 36)
#define ALONE_TOP 44

static const char COLOURS[] =
	"text{fill:#1a1a1a}.b{fill:#fff}.k{fill:#00695c}.o{fill:#fff;stroke:#00695c;stroke-width:2}"
	".t{fill:#eceff1}.p{fill:#d0d0d0}.g{stroke:#d0d0d0;fill:none}.h0{fill:#e0f2f1}.h1{fill:#"
	"9fd3cd}"
	".h2{fill:#4fa79c}.h3{fill:#1d7a6e}.h4{fill:#004d40}"
	"@media(prefers-color-scheme:dark){text{fill:#e8e8e8}.b{fill:#161616}.k{fill:#4db6ac}"
	".o{fill:#161616;stroke:#4db6ac}.t{fill:#2b2b2b}.p{fill:#444}.g{stroke:#444}.h0{fill:#"
	"16302d}"
	".h1{fill:#1d544d}.h2{fill:#2b8177}.h3{fill:#4db6ac}.h4{fill:#a7dbd6}}";

/* At most so many characters; an ellipsis shows that the text was cut. */
static void add_cut(struct buf *to, const char *text, size_t most)
{
	if (text_width(text) <= most) {
		chart_add_text(to, text);
		return;
	}
	char part[5] = "";
	for (size_t shown = 0; *text && shown + 1 < most; shown++) {
		size_t n = 1;
		while (((unsigned char)text[n] & 0xC0u) == 0x80u)
			n++;
		memcpy(part, text, n < 4 ? n : 4);
		part[n < 4 ? n : 4] = '\0';
		chart_add_text(to, part);
		text += n;
	}
	buf_puts(to, "…");
}

static void begin(const struct diagram *diagram, int height, struct buf *to)
{
	buf_addf(to, "<svg%s viewBox=\"0 0 %d %d\" role=\"img\" font-size=\"14\"><title>",
		 diagram->alone ? " xmlns=\"http://www.w3.org/2000/svg\" "
				  "font-family=\"system-ui,sans-serif\""
				: "",
		 WIDTH, height + (diagram->alone ? ALONE_TOP : 0));
	chart_add_text(to, diagram->title);
	buf_puts(to, "</title><desc>");
	chart_add_text(to, diagram->note ? diagram->note : "");
	buf_puts(to, "</desc>\n");
	if (!diagram->alone)
		return;
	buf_addf(to,
		 "<style>%s</style><rect class=\"b\" width=\"%d\" height=\"%d\"/>"
		 "<text x=\"%d\" y=\"18\" font-weight=\"600\">",
		 COLOURS, WIDTH, height + ALONE_TOP, PAD);
	add_cut(to, diagram->title, (size_t)(WIDTH / LETTER));
	buf_puts(to, "</text>");
	if (diagram->note) {
		buf_addf(to, "<text x=\"%d\" y=\"34\" font-size=\"11\">", PAD);
		add_cut(to, diagram->note, (size_t)(WIDTH / (LETTER * 11 / 14)));
		buf_puts(to, "</text>");
	}
	buf_addf(to, "<g transform=\"translate(0 %d)\">\n", ALONE_TOP);
}

static void end(const struct diagram *diagram, struct buf *to)
{
	buf_puts(to, diagram->alone ? "</g></svg>\n" : "</svg>\n");
}

static double most_of(const double *values, size_t n)
{
	double most = 0;
	for (size_t i = 0; i < n; i++)
		most = values[i] > most ? values[i] : most;
	return most;
}

/* ---- bars: the words above, so that none is cut by its bar ---------------------------------- */

static double sum_of(const double *values, size_t n)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += values[i] > 0 ? values[i] : 0;
	return sum;
}

static void bars(const struct diagram *diagram, struct buf *to)
{
	bool steps = diagram->kind == DIAGRAM_WATERFALL;
	double most =
		steps ? sum_of(diagram->values, diagram->n) : most_of(diagram->values, diagram->n);
	double before = 0, scale = most > 0 ? (WIDTH - 2 * PAD) / most : 0;
	begin(diagram, (int)diagram->n * ROW + PAD, to);
	for (size_t i = 0; i < diagram->n; i++) {
		int y = (int)i * ROW;
		double room =
			(WIDTH - 2 * PAD) / LETTER - (double)text_width(diagram->texts[i]) - 2;
		double width = diagram->values[i] > 0 ? diagram->values[i] * scale : 0;
		buf_addf(to, "<text x=\"%d\" y=\"%d\">", PAD, y + 16);
		add_cut(to, diagram->labels[i], room > 8 ? (size_t)room : 8);
		buf_addf(to, "</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">", WIDTH - PAD,
			 y + 16);
		chart_add_text(to, diagram->texts[i]);
		buf_addf(to,
			 "</text><rect class=\"t\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"10\"/>",
			 PAD, y + 23, WIDTH - 2 * PAD);
		if (before > 0)
			buf_addf(to,
				 "<rect class=\"p\" x=\"%d\" y=\"%d\" width=\"%.1f\" "
				 "height=\"10\"/>",
				 PAD, y + 23, before);
		buf_addf(to,
			 "<rect class=\"k\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"10\"/>\n",
			 PAD + before, y + 23, width);
		before += steps ? width : 0;
	}
	end(diagram, to);
}

/* ---- plots ---------------------------------------------------------------------------------- */

static const char *mark_text(char text[NUMBER_TEXT], const struct diagram *diagram, double x)
{
	return number_digits(text, x, 4, diagram->numbers ? diagram->numbers : &NUMBERS_EN);
}

static void value_lines(const struct diagram *diagram, double low, double high, double step,
			struct buf *to)
{
	long first = lround(ceil(low / step - 1e-9)), last = lround(floor(high / step + 1e-9));
	for (long i = first; i <= last; i++) {
		double v = (double)i * step;
		double y = PLOT_TOP + PLOT_HEIGHT * (1 - (v - low) / (high - low));
		buf_addf(to,
			 "<path class=\"g\" d=\"M%d %.1fH%d\"/><text x=\"%d\" y=\"%.1f\" "
			 "text-anchor=\"end\" font-size=\"12\">%s</text>\n",
			 PLOT_LEFT, y, WIDTH - PAD, PLOT_LEFT - 6, y + 4,
			 mark_text(NUMBER_OWN, diagram, fabs(v) < step * 1e-9 ? 0 : v));
	}
}

static void upright_bars(const struct diagram *diagram, struct buf *to)
{
	double most = most_of(diagram->values, diagram->n),
	       step = most > 0 ? chart_nice_step(most, 4) : 1;
	double high = most > 0 ? step * ceil(most / step - 1e-9) : 1;
	double slot = (double)(WIDTH - PLOT_LEFT - PAD) / (double)(diagram->n ? diagram->n : 1);
	size_t every = (size_t)ceil(64 / slot);
	begin(diagram, PLOT_TOP + PLOT_HEIGHT + PLOT_BOTTOM, to);
	buf_addf(to, "<text x=\"%d\" y=\"16\">", PAD);
	add_cut(to, diagram->y_title ? diagram->y_title : "", (size_t)(WIDTH / LETTER));
	buf_puts(to, "</text>\n");
	value_lines(diagram, 0, high, step, to);
	for (size_t i = 0; i < diagram->n; i++) {
		double x = PLOT_LEFT + slot * (double)i;
		double value = diagram->values[i];
		double height = isnan(value) ? 0 : value / high * PLOT_HEIGHT;
		buf_addf(to,
			 "<rect class=\"k\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">"
			 "<title>",
			 x + slot * 0.15, PLOT_TOP + PLOT_HEIGHT - height, slot * 0.7, height);
		chart_add_text(to, diagram->labels[i]);
		buf_puts(to, " ");
		chart_add_text(to, diagram->texts[i]);
		buf_puts(to, "</title></rect>\n");
		if (i % every)
			continue;
		bool last = x + slot / 2 > WIDTH - 34;
		buf_addf(to, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\" font-size=\"12\">",
			 last ? (double)(WIDTH - PAD) : x + slot / 2, PLOT_TOP + PLOT_HEIGHT + 18,
			 last ? "end" : "middle");
		add_cut(to, diagram->labels[i], 10);
		buf_puts(to, "</text>\n");
	}
	end(diagram, to);
}

struct box {
	double x, y, w, h;
};

static bool meets(const struct box *a, const struct box *b)
{
	return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

/* A place for the label of a point without overlap: right, left, above, below. */
static struct box place(double x, double y, double width, struct box *placed, size_t n)
{
	const struct box tries[] = {
		{x + 8, y - 7, width, 15},          {x - 8 - width, y - 7, width, 15},
		{x - width / 2, y - 23, width, 15}, {x - width / 2, y + 9, width, 15},
		{x + 8, y - 22, width, 15},         {x + 8, y + 8, width, 15}};
	size_t n_tries = sizeof(tries) / sizeof(*tries);
	for (size_t t = 0; t < n_tries; t++) {
		bool free = tries[t].x >= PLOT_LEFT && tries[t].x + width <= WIDTH - PAD &&
			    tries[t].y >= PLOT_TOP - 12;
		for (size_t i = 0; free && i < n; i++)
			free = !meets(&tries[t], &placed[i]);
		if (free)
			return tries[t];
	}
	return (struct box){0};
}

struct plane {
	double x_low, x_high, y_low, y_high; /* x: logarithms of 10 */
};

/* The end of an interval; the value itself where there is none, or one that no logarithm has. */
static double end_of(const double *ends, size_t i, double value, bool positive)
{
	return ends && isfinite(ends[i]) && (ends[i] > 0 || !positive) ? ends[i] : value;
}

static struct plane plane_of(const struct diagram *diagram)
{
	struct plane p = {INFINITY, -INFINITY, INFINITY, -INFINITY};
	for (size_t i = 0; i < diagram->n; i++) {
		double x = diagram->x[i], y = diagram->values[i];
		if (isnan(y) || !(x > 0))
			continue;
		p.x_low = fmin(p.x_low, log10(end_of(diagram->x_low, i, x, true)));
		p.x_high = fmax(p.x_high, log10(end_of(diagram->x_high, i, x, true)));
		p.y_low = fmin(p.y_low, end_of(diagram->low, i, y, false));
		p.y_high = fmax(p.y_high, end_of(diagram->high, i, y, false));
	}
	if (!(p.x_low <= p.x_high))
		return (struct plane){0, 1, 0, 1};
	double x_room = fmax((p.x_high - p.x_low) * 0.1, 0.1);
	double y_room = fmax((p.y_high - p.y_low) * 0.15, fabs(p.y_high) * 0.01 + 1e-12);
	return (struct plane){p.x_low - x_room, p.x_high + x_room, p.y_low - y_room,
			      p.y_high + y_room};
}

static void decades(const struct diagram *diagram, const struct plane *p, struct buf *to)
{
	static const double parts[] = {1, 2, 5};
	double last_x = -1000;
	bool wide = p->x_high - p->x_low > 2.5;
	for (int d = (int)floor(p->x_low); d <= (int)ceil(p->x_high); d++)
		for (size_t k = 0; k < (wide ? 1u : 3u); k++) {
			double v = parts[k] * pow(10, d), at = log10(v);
			double x = PLOT_LEFT + (WIDTH - PAD - PLOT_LEFT) * (at - p->x_low) /
						       (p->x_high - p->x_low);
			if (at < p->x_low || at > p->x_high || x - last_x < 40 || x > WIDTH - 20)
				continue;
			last_x = x;
			buf_addf(to,
				 "<path class=\"g\" d=\"M%.1f %dv-5\"/><text x=\"%.1f\" y=\"%d\" "
				 "text-anchor=\"middle\" font-size=\"12\">%s</text>\n",
				 x, PLOT_TOP + PLOT_HEIGHT, x, PLOT_TOP + PLOT_HEIGHT + 17,
				 mark_text(NUMBER_OWN, diagram, v));
		}
}

static double across(const struct plane *p, double x)
{
	return PLOT_LEFT +
	       (WIDTH - PAD - PLOT_LEFT) * (log10(x) - p->x_low) / (p->x_high - p->x_low);
}

static double up(const struct plane *p, double y)
{
	return PLOT_TOP + PLOT_HEIGHT * (1 - (y - p->y_low) / (p->y_high - p->y_low));
}

/* The intervals of a point, as lines through it; returns how many boxes of placed they fill. */
static size_t whiskers(const struct diagram *diagram, const struct plane *p, size_t i,
		       struct box *placed, struct buf *to)
{
	double x = diagram->x[i], y = diagram->values[i], at_x = across(p, x), at_y = up(p, y);
	double left = across(p, end_of(diagram->x_low, i, x, true)),
	       right = across(p, end_of(diagram->x_high, i, x, true)),
	       foot = up(p, end_of(diagram->low, i, y, false)),
	       top = up(p, end_of(diagram->high, i, y, false));
	if (right > left)
		buf_addf(to, "<path class=\"o\" d=\"M%.1f %.1fH%.1f\"/>", left, at_y, right);
	if (foot > top)
		buf_addf(to, "<path class=\"o\" d=\"M%.1f %.1fV%.1f\"/>", at_x, foot, top);
	placed[0] = (struct box){left, at_y - 6, right - left, 12};
	placed[1] = (struct box){at_x - 6, top, 12, foot - top};
	placed[2] = (struct box){at_x - 6, at_y - 6, 12, 12};
	return 3;
}

static void scatter(const struct diagram *diagram, struct buf *to)
{
	const struct plane p = plane_of(diagram);
	struct box placed[4 * MOST_PLACED];
	size_t n_placed = 0, n = diagram->n < MOST_PLACED ? diagram->n : MOST_PLACED;
	begin(diagram, PLOT_TOP + PLOT_HEIGHT + PLOT_BOTTOM, to);
	buf_addf(to, "<text x=\"%d\" y=\"14\">", PAD);
	add_cut(to, diagram->y_title ? diagram->y_title : "", (size_t)(WIDTH / LETTER));
	buf_addf(to, "</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">", WIDTH - PAD,
		 PLOT_TOP + PLOT_HEIGHT + 38);
	add_cut(to, diagram->x_title ? diagram->x_title : "", (size_t)(WIDTH / LETTER));
	buf_puts(to, "</text>\n");
	value_lines(diagram, p.y_low, p.y_high, chart_nice_step(p.y_high - p.y_low, 4), to);
	decades(diagram, &p, to);
	double xs[MOST_PLACED], ys[MOST_PLACED];
	for (size_t i = 0; i < n; i++) {
		bool known = !isnan(diagram->values[i]) && diagram->x[i] > 0;
		xs[i] = known ? across(&p, diagram->x[i]) : (double)NAN;
		ys[i] = up(&p, diagram->values[i]);
		if (known)
			n_placed += whiskers(diagram, &p, i, placed + n_placed, to);
	}
	for (size_t i = 0; i < n; i++) {
		if (isnan(xs[i]))
			continue;
		int letters = (int)strcspn(diagram->labels[i], " ");
		struct box at = place(xs[i], ys[i], letters * LETTER, placed, n_placed);
		buf_addf(to, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"><title>",
			 diagram->marked && diagram->marked[i] ? "k" : "o", xs[i], ys[i]);
		chart_add_text(to, diagram->labels[i]);
		buf_puts(to, " ");
		chart_add_text(to, diagram->texts[i]);
		buf_puts(to, "</title></circle>");
		if (at.w > 0) {
			placed[n_placed++] = at;
			buf_addf(to, "<text x=\"%.1f\" y=\"%.1f\">%.*s</text>", at.x, at.y + 12,
				 letters, diagram->labels[i]);
		}
		buf_putc(to, '\n');
	}
	end(diagram, to);
}

/* ---- heat map ------------------------------------------------------------------------------- */

static int shade(const struct diagram *diagram, double value, double low, double high)
{
	(void)diagram;
	double part = high > low ? (value - low) / (high - low) : 0;
	int at = (int)(part * SHADES);
	return at < 0 ? 0 : at < SHADES ? at : SHADES - 1;
}

static void ends_of(const struct diagram *diagram, double *ret_low, double *ret_high)
{
	*ret_low = INFINITY;
	*ret_high = -INFINITY;
	for (size_t i = 0; i < diagram->n * diagram->columns; i++)
		if (!isnan(diagram->values[i])) {
			*ret_low = fmin(*ret_low, diagram->values[i]);
			*ret_high = fmax(*ret_high, diagram->values[i]);
		}
}

static void heat(const struct diagram *diagram, struct buf *to)
{
	double low, high, slot = (double)(WIDTH - PLOT_LEFT - PAD) / (double)diagram->columns;
	size_t every = (size_t)ceil(44 / slot);
	int row_height = 20, top = 24, height = top + (int)diagram->n * row_height + 40;
	ends_of(diagram, &low, &high);
	begin(diagram, height, to);
	for (size_t c = 0; c < diagram->columns; c += every) {
		buf_addf(to, "<text x=\"%.1f\" y=\"16\" text-anchor=\"middle\" font-size=\"12\">",
			 PLOT_LEFT + slot * ((double)c + 0.5));
		add_cut(to, diagram->texts[c], 5);
		buf_puts(to, "</text>");
	}
	for (size_t r = 0; r < diagram->n; r++) {
		int y = top + (int)r * row_height;
		buf_addf(to, "\n<text x=\"%d\" y=\"%d\" text-anchor=\"end\" font-size=\"12\">",
			 PLOT_LEFT - 6, y + 14);
		add_cut(to, diagram->labels[r], 7);
		buf_puts(to, "</text>");
		for (size_t c = 0; c < diagram->columns; c++) {
			double value = diagram->values[r * diagram->columns + c];
			if (isnan(value))
				continue;
			buf_addf(to,
				 "<rect class=\"h%d\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" "
				 "height=\"%d\"/>",
				 shade(diagram, value, low, high), PLOT_LEFT + slot * (double)c, y,
				 slot, row_height);
		}
	}
	int y = height - 14;
	for (int s = 0; s < SHADES; s++)
		buf_addf(to, "<rect class=\"h%d\" x=\"%d\" y=\"%d\" width=\"24\" height=\"12\"/>",
			 s, LEGEND + 24 * s, y - 11);
	if (low <= high)
		buf_addf(to,
			 "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" font-size=\"12\">%s</text>"
			 "<text x=\"%d\" y=\"%d\" font-size=\"12\">%s ",
			 LEGEND - 6, y, mark_text(NUMBER_OWN, diagram, low),
			 LEGEND + 24 * SHADES + 6, y, mark_text(NUMBER_OWN, diagram, high));
	if (low <= high)
		chart_add_text(to, diagram->y_title ? diagram->y_title : "");
	buf_puts(to, low <= high ? "</text>" : "");
	end(diagram, to);
}

void diagram_svg(const struct diagram *diagram, struct buf *to)
{
	switch (diagram->kind) {
	case DIAGRAM_BARS:
	case DIAGRAM_WATERFALL:
		bars(diagram, to);
		break;
	case DIAGRAM_COLUMNS:
		upright_bars(diagram, to);
		break;
	case DIAGRAM_SCATTER:
		scatter(diagram, to);
		break;
	case DIAGRAM_HEAT:
		heat(diagram, to);
		break;
	}
}

/* ---- characters ----------------------------------------------------------------------------- */

static void heat_text(const struct diagram *diagram, struct buf *to)
{
	static const char *const shades[SHADES] = {"·", "░", "▒", "▓", "█"};
	double low, high;
	ends_of(diagram, &low, &high);
	for (size_t r = 0; r < diagram->n; r++) {
		buf_addf(to, "%*s%s ", (int)(8 - (long)text_width(diagram->labels[r])), "",
			 diagram->labels[r]);
		for (size_t c = 0; c < diagram->columns; c++) {
			double value = diagram->values[r * diagram->columns + c];
			buf_puts(to, isnan(value) ? " " : shades[shade(diagram, value, low, high)]);
		}
		buf_putc(to, '\n');
	}
	if (low <= high)
		buf_addf(to, "%8s · %s  █ %s %s\n", "", mark_text(NUMBER_OWN, diagram, low),
			 mark_text(NUMBER_OWN, diagram, high),
			 diagram->y_title ? diagram->y_title : "");
}

void diagram_text(const struct diagram *diagram, struct buf *to)
{
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	bool steps = diagram->kind == DIAGRAM_WATERFALL;
	double most = 0, before = 0;
	if (diagram->kind == DIAGRAM_HEAT) {
		heat_text(diagram, to);
		return;
	}
	most = steps ? sum_of(diagram->values, diagram->n) : most_of(diagram->values, diagram->n);
	columns_init(&columns, &arena, 3);
	for (size_t i = 0; i < diagram->n; i++) {
		columns_add(&columns, diagram->labels[i]);
		columns_add(&columns, diagram->texts[i]);
		for (int c = 0; steps && most > 0 && c < (int)lround(before / most * 30); c++)
			buf_puts(&cell, "░");
		before += diagram->values[i] > 0 ? diagram->values[i] : 0;
		if (diagram->kind == DIAGRAM_SCATTER)
			buf_puts(&cell, diagram->marked && diagram->marked[i] ? "*" : "");
		else
			bar_add(&cell, most > 0 ? diagram->values[i] / most : 0, 30);
		columns_take(&columns, &cell);
	}
	columns_print(&columns, to, 0);
	to->failed |= columns.failed || cell.failed;
	buf_release(&cell);
	columns_release(&columns);
	arena_release(&arena);
}
