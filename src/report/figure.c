/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Draws the charts of a report from struct figure: first as SVG in the classes of the page, then
 * as characters. All kinds share the frame, the cutting of labels and the reading of extremes;
 * none computes a value.
 */
#include "report/figure.h"

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

static void begin(const struct figure *figure, int height, struct buf *to)
{
	buf_addf(to, "<svg%s viewBox=\"0 0 %d %d\" role=\"img\" font-size=\"14\"><title>",
		 figure->alone ? " xmlns=\"http://www.w3.org/2000/svg\" "
				 "font-family=\"system-ui,sans-serif\""
			       : "",
		 WIDTH, height + (figure->alone ? ALONE_TOP : 0));
	chart_add_text(to, figure->title);
	buf_puts(to, "</title><desc>");
	chart_add_text(to, figure->note ? figure->note : "");
	buf_puts(to, "</desc>\n");
	if (!figure->alone)
		return;
	buf_addf(to,
		 "<style>%s</style><rect class=\"b\" width=\"%d\" height=\"%d\"/>"
		 "<text x=\"%d\" y=\"18\" font-weight=\"600\">",
		 COLOURS, WIDTH, height + ALONE_TOP, PAD);
	add_cut(to, figure->title, (size_t)(WIDTH / LETTER));
	buf_puts(to, "</text>");
	if (figure->note) {
		buf_addf(to, "<text x=\"%d\" y=\"34\" font-size=\"11\">", PAD);
		add_cut(to, figure->note, (size_t)(WIDTH / (LETTER * 11 / 14)));
		buf_puts(to, "</text>");
	}
	buf_addf(to, "<g transform=\"translate(0 %d)\">\n", ALONE_TOP);
}

static void end(const struct figure *figure, struct buf *to)
{
	buf_puts(to, figure->alone ? "</g></svg>\n" : "</svg>\n");
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

static void bars(const struct figure *figure, struct buf *to)
{
	bool steps = figure->kind == FIGURE_WATERFALL;
	double most =
		steps ? sum_of(figure->values, figure->n) : most_of(figure->values, figure->n);
	double before = 0, scale = most > 0 ? (WIDTH - 2 * PAD) / most : 0;
	begin(figure, (int)figure->n * ROW + PAD, to);
	for (size_t i = 0; i < figure->n; i++) {
		int y = (int)i * ROW;
		double room = (WIDTH - 2 * PAD) / LETTER - (double)text_width(figure->texts[i]) - 2;
		double width = figure->values[i] > 0 ? figure->values[i] * scale : 0;
		buf_addf(to, "<text x=\"%d\" y=\"%d\">", PAD, y + 16);
		add_cut(to, figure->labels[i], room > 8 ? (size_t)room : 8);
		buf_addf(to, "</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">", WIDTH - PAD,
			 y + 16);
		chart_add_text(to, figure->texts[i]);
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
	end(figure, to);
}

/* ---- plots ---------------------------------------------------------------------------------- */

static const char *mark_text(char text[NUMBER_TEXT], const struct figure *figure, double x)
{
	return number_digits(text, x, 4, figure->numbers ? figure->numbers : &NUMBERS_EN);
}

static void value_lines(const struct figure *figure, double low, double high, double step,
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
			 mark_text(NUMBER_OWN, figure, fabs(v) < step * 1e-9 ? 0 : v));
	}
}

static void upright_bars(const struct figure *figure, struct buf *to)
{
	double most = most_of(figure->values, figure->n),
	       step = most > 0 ? chart_nice_step(most, 4) : 1;
	double high = most > 0 ? step * ceil(most / step - 1e-9) : 1;
	double slot = (double)(WIDTH - PLOT_LEFT - PAD) / (double)(figure->n ? figure->n : 1);
	size_t every = (size_t)ceil(64 / slot);
	begin(figure, PLOT_TOP + PLOT_HEIGHT + PLOT_BOTTOM, to);
	buf_addf(to, "<text x=\"%d\" y=\"16\">", PAD);
	add_cut(to, figure->y_title ? figure->y_title : "", (size_t)(WIDTH / LETTER));
	buf_puts(to, "</text>\n");
	value_lines(figure, 0, high, step, to);
	for (size_t i = 0; i < figure->n; i++) {
		double x = PLOT_LEFT + slot * (double)i;
		double value = figure->values[i];
		double height = isnan(value) ? 0 : value / high * PLOT_HEIGHT;
		buf_addf(to,
			 "<rect class=\"k\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">"
			 "<title>",
			 x + slot * 0.15, PLOT_TOP + PLOT_HEIGHT - height, slot * 0.7, height);
		chart_add_text(to, figure->labels[i]);
		buf_puts(to, " ");
		chart_add_text(to, figure->texts[i]);
		buf_puts(to, "</title></rect>\n");
		if (i % every)
			continue;
		bool last = x + slot / 2 > WIDTH - 34;
		buf_addf(to, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\" font-size=\"12\">",
			 last ? (double)(WIDTH - PAD) : x + slot / 2, PLOT_TOP + PLOT_HEIGHT + 18,
			 last ? "end" : "middle");
		add_cut(to, figure->labels[i], 10);
		buf_puts(to, "</text>\n");
	}
	end(figure, to);
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

static struct plane plane_of(const struct figure *figure)
{
	struct plane p = {INFINITY, -INFINITY, INFINITY, -INFINITY};
	for (size_t i = 0; i < figure->n; i++) {
		if (isnan(figure->values[i]) || !(figure->x[i] > 0))
			continue;
		p.x_low = fmin(p.x_low, log10(figure->x[i]));
		p.x_high = fmax(p.x_high, log10(figure->x[i]));
		p.y_low = fmin(p.y_low, figure->values[i]);
		p.y_high = fmax(p.y_high, figure->values[i]);
	}
	if (!(p.x_low <= p.x_high))
		return (struct plane){0, 1, 0, 1};
	double x_room = fmax((p.x_high - p.x_low) * 0.1, 0.1);
	double y_room = fmax((p.y_high - p.y_low) * 0.15, fabs(p.y_high) * 0.01 + 1e-12);
	return (struct plane){p.x_low - x_room, p.x_high + x_room, p.y_low - y_room,
			      p.y_high + y_room};
}

static void decades(const struct figure *figure, const struct plane *p, struct buf *to)
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
				 mark_text(NUMBER_OWN, figure, v));
		}
}

static void scatter(const struct figure *figure, struct buf *to)
{
	const struct plane p = plane_of(figure);
	struct box placed[2 * MOST_PLACED];
	size_t n_placed = 0, n = figure->n < MOST_PLACED ? figure->n : MOST_PLACED;
	begin(figure, PLOT_TOP + PLOT_HEIGHT + PLOT_BOTTOM, to);
	buf_addf(to, "<text x=\"%d\" y=\"14\">", PAD);
	add_cut(to, figure->y_title ? figure->y_title : "", (size_t)(WIDTH / LETTER));
	buf_addf(to, "</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">", WIDTH - PAD,
		 PLOT_TOP + PLOT_HEIGHT + 38);
	add_cut(to, figure->x_title ? figure->x_title : "", (size_t)(WIDTH / LETTER));
	buf_puts(to, "</text>\n");
	value_lines(figure, p.y_low, p.y_high, chart_nice_step(p.y_high - p.y_low, 4), to);
	decades(figure, &p, to);
	double xs[MOST_PLACED], ys[MOST_PLACED];
	for (size_t i = 0; i < n; i++) {
		bool known = !isnan(figure->values[i]) && figure->x[i] > 0;
		xs[i] = known ? PLOT_LEFT + (WIDTH - PAD - PLOT_LEFT) *
						    (log10(figure->x[i]) - p.x_low) /
						    (p.x_high - p.x_low)
			      : (double)NAN;
		ys[i] = PLOT_TOP +
			PLOT_HEIGHT * (1 - (figure->values[i] - p.y_low) / (p.y_high - p.y_low));
		if (known)
			placed[n_placed++] = (struct box){xs[i] - 6, ys[i] - 6, 12, 12};
	}
	for (size_t i = 0; i < n; i++) {
		if (isnan(xs[i]))
			continue;
		int letters = (int)strcspn(figure->labels[i], " ");
		struct box at = place(xs[i], ys[i], letters * LETTER, placed, n_placed);
		buf_addf(to, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"><title>",
			 figure->marked && figure->marked[i] ? "k" : "o", xs[i], ys[i]);
		chart_add_text(to, figure->labels[i]);
		buf_puts(to, " ");
		chart_add_text(to, figure->texts[i]);
		buf_puts(to, "</title></circle>");
		if (at.w > 0) {
			placed[n_placed++] = at;
			buf_addf(to, "<text x=\"%.1f\" y=\"%.1f\">%.*s</text>", at.x, at.y + 12,
				 letters, figure->labels[i]);
		}
		buf_putc(to, '\n');
	}
	end(figure, to);
}

/* ---- heat map ------------------------------------------------------------------------------- */

static int shade(const struct figure *figure, double value, double low, double high)
{
	(void)figure;
	double part = high > low ? (value - low) / (high - low) : 0;
	int at = (int)(part * SHADES);
	return at < 0 ? 0 : at < SHADES ? at : SHADES - 1;
}

static void ends_of(const struct figure *figure, double *ret_low, double *ret_high)
{
	*ret_low = INFINITY;
	*ret_high = -INFINITY;
	for (size_t i = 0; i < figure->n * figure->columns; i++)
		if (!isnan(figure->values[i])) {
			*ret_low = fmin(*ret_low, figure->values[i]);
			*ret_high = fmax(*ret_high, figure->values[i]);
		}
}

static void heat(const struct figure *figure, struct buf *to)
{
	double low, high, slot = (double)(WIDTH - PLOT_LEFT - PAD) / (double)figure->columns;
	size_t every = (size_t)ceil(44 / slot);
	int row_height = 20, top = 24, height = top + (int)figure->n * row_height + 40;
	ends_of(figure, &low, &high);
	begin(figure, height, to);
	for (size_t c = 0; c < figure->columns; c += every) {
		buf_addf(to, "<text x=\"%.1f\" y=\"16\" text-anchor=\"middle\" font-size=\"12\">",
			 PLOT_LEFT + slot * ((double)c + 0.5));
		add_cut(to, figure->texts[c], 5);
		buf_puts(to, "</text>");
	}
	for (size_t r = 0; r < figure->n; r++) {
		int y = top + (int)r * row_height;
		buf_addf(to, "\n<text x=\"%d\" y=\"%d\" text-anchor=\"end\" font-size=\"12\">",
			 PLOT_LEFT - 6, y + 14);
		add_cut(to, figure->labels[r], 7);
		buf_puts(to, "</text>");
		for (size_t c = 0; c < figure->columns; c++) {
			double value = figure->values[r * figure->columns + c];
			if (isnan(value))
				continue;
			buf_addf(to,
				 "<rect class=\"h%d\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" "
				 "height=\"%d\"/>",
				 shade(figure, value, low, high), PLOT_LEFT + slot * (double)c, y,
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
			 LEGEND - 6, y, mark_text(NUMBER_OWN, figure, low),
			 LEGEND + 24 * SHADES + 6, y, mark_text(NUMBER_OWN, figure, high));
	if (low <= high)
		chart_add_text(to, figure->y_title ? figure->y_title : "");
	buf_puts(to, low <= high ? "</text>" : "");
	end(figure, to);
}

void figure_svg(const struct figure *figure, struct buf *to)
{
	switch (figure->kind) {
	case FIGURE_BARS:
	case FIGURE_WATERFALL:
		bars(figure, to);
		break;
	case FIGURE_COLUMNS:
		upright_bars(figure, to);
		break;
	case FIGURE_SCATTER:
		scatter(figure, to);
		break;
	case FIGURE_HEAT:
		heat(figure, to);
		break;
	}
}

/* ---- characters ----------------------------------------------------------------------------- */

static void heat_text(const struct figure *figure, struct buf *to)
{
	static const char *const shades[SHADES] = {"·", "░", "▒", "▓", "█"};
	double low, high;
	ends_of(figure, &low, &high);
	for (size_t r = 0; r < figure->n; r++) {
		buf_addf(to, "%*s%s ", (int)(8 - (long)text_width(figure->labels[r])), "",
			 figure->labels[r]);
		for (size_t c = 0; c < figure->columns; c++) {
			double value = figure->values[r * figure->columns + c];
			buf_puts(to, isnan(value) ? " " : shades[shade(figure, value, low, high)]);
		}
		buf_putc(to, '\n');
	}
	if (low <= high)
		buf_addf(to, "%8s · %s  █ %s %s\n", "", mark_text(NUMBER_OWN, figure, low),
			 mark_text(NUMBER_OWN, figure, high),
			 figure->y_title ? figure->y_title : "");
}

void figure_text(const struct figure *figure, struct buf *to)
{
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	bool steps = figure->kind == FIGURE_WATERFALL;
	double most = 0, before = 0;
	if (figure->kind == FIGURE_HEAT) {
		heat_text(figure, to);
		return;
	}
	most = steps ? sum_of(figure->values, figure->n) : most_of(figure->values, figure->n);
	columns_init(&columns, &arena, 3);
	for (size_t i = 0; i < figure->n; i++) {
		columns_add(&columns, figure->labels[i]);
		columns_add(&columns, figure->texts[i]);
		for (int c = 0; steps && most > 0 && c < (int)lround(before / most * 30); c++)
			buf_puts(&cell, "░");
		before += figure->values[i] > 0 ? figure->values[i] : 0;
		if (figure->kind == FIGURE_SCATTER)
			buf_puts(&cell, figure->marked && figure->marked[i] ? "*" : "");
		else
			bar_add(&cell, most > 0 ? figure->values[i] / most : 0, 30);
		columns_take(&columns, &cell);
	}
	columns_print(&columns, to, 0);
	to->failed |= columns.failed || cell.failed;
	buf_release(&cell);
	columns_release(&columns);
	arena_release(&arena);
}
