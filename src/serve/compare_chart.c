/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Quality against energy as a scatter: x begins at 0, y where the values are, which it says; the
 * front is a dashed step, beyond which nothing is better on both.
 */
#include <math.h>

#include "base/intl.h"
#include "report/number.h"
#include "serve/compare_view.h"
#include "serve/marks.h"

#define HEIGHT 320.0
#define LINES 5

struct scatter {
	struct compare_view *v;
	double end;       /* of x, in Wh */
	double low, step; /* of y */
	double high;
};

static bool is_drawn(const struct compare_group *group)
{
	return group->of_quality.n && group->of_figures[COMPARE_ENERGY].n;
}

static double y_of(const struct scatter *s, double quality)
{
	return HEIGHT * (1 - (quality - s->low) / (s->high - s->low));
}

static double x_of(const struct scatter *s, const struct compare_group *group)
{
	return marks_percent(group->of_figures[COMPARE_ENERGY].mean, s->end);
}

/* The scales that hold all marks. False: fewer than one. */
static bool read_scales(struct scatter *s)
{
	const struct comparison *c = s->v->comparison;
	double most = 0, low = INFINITY, high = -INFINITY;
	for (size_t i = 0; i < c->n; i++) {
		const struct compare_group *group = &c->groups[i];
		const struct stat_summary *quality = &group->of_quality;
		if (!is_drawn(group))
			continue;
		bool spread = quality->n > 1;
		most = fmax(most, fmax(group->of_figures[COMPARE_ENERGY].mean,
				       group->high[COMPARE_ENERGY]));
		low = fmin(low, spread ? fmin(quality->low, quality->mean) : quality->mean);
		high = fmax(high, spread ? fmax(quality->high, quality->mean) : quality->mean);
	}
	if (!(low <= high))
		return false;
	s->end = marks_end(most);
	double range = high > low ? high - low : fmax(fabs(high) / 10, 1e-6);
	s->step = marks_end(range / LINES);
	s->low = floor(low / s->step + 1e-9) * s->step;
	s->high = ceil(high / s->step - 1e-9) * s->step;
	if (!(s->high > s->low))
		s->high = s->low + s->step;
	return true;
}

static void add_axes(const struct scatter *s)
{
	struct request *request = s->v->request;
	struct buf *b = s->v->b;
	int n = (int)((s->high - s->low) / s->step + 0.5);
	for (int i = 0; i <= n; i++) {
		double value = s->low + i * s->step, y = y_of(s, value);
		html(b, "<line class=\"%s\" x2=\"100%%\" y1=\"%.1f\" y2=\"%.1f\"/>",
		     i ? "gr" : "ax", y, y);
		html(b, "<text class=\"l e\" x=\"-8\" y=\"%.1f\">%s</text>", y + 4,
		     number_digits(NUMBER_OWN, value, 4, request->numbers));
	}
	html(b, "<text class=\"l\" x=\"0\" y=\"338\">0</text>");
	html(b, "<text class=\"l e\" x=\"100%%\" y=\"338\">%s</text>",
	     web_scale(request, s->end, "Wh"));
	html(b, "<text class=\"l e\" x=\"100%%\" y=\"356\">%s</text>", _("energy of a run"));
}

/* The next group of the front by energy, after one; NULL: the last. */
static const struct compare_group *next_of_front(const struct comparison *c, double after)
{
	const struct compare_group *next = NULL;
	for (size_t i = 0; i < c->n; i++) {
		const struct compare_group *group = &c->groups[i];
		double wh = group->of_figures[COMPARE_ENERGY].mean;
		if (c->front[i] && is_drawn(group) && wh > after &&
		    (!next || wh < next->of_figures[COMPARE_ENERGY].mean))
			next = group;
	}
	return next;
}

static void add_front(const struct scatter *s)
{
	const struct comparison *c = s->v->comparison;
	double y = c->asked.less_is_better ? 0 : HEIGHT;
	for (const struct compare_group *group = next_of_front(c, -1); group;) {
		double at = group->of_figures[COMPARE_ENERGY].mean, x = x_of(s, group);
		const struct compare_group *next = next_of_front(c, at);
		double to = y_of(s, group->of_quality.mean);
		html(s->v->b,
		     "<line class=\"fr\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%.1f\" y2=\"%.1f\"/>", x,
		     x, y, to);
		html(s->v->b,
		     "<line class=\"fr\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%.1f\" y2=\"%.1f\"/>", x,
		     next ? x_of(s, next) : 100.0, to, to);
		y = to;
		group = next;
	}
}

static void add_point(const struct scatter *s, const struct compare_group *group)
{
	struct request *request = s->v->request;
	struct buf *b = s->v->b;
	const struct stat_summary *quality = &group->of_quality;
	const struct web_quantity energy = compare_mean(request, group, COMPARE_ENERGY);
	double x = x_of(s, group), y = y_of(s, quality->mean);
	html(b, "<g data-t=\"%s: %s %s; ", group->title, s->v->comparison->asked.metric,
	     compare_quality(request, quality->mean));
	html(b, "%s, %s; %s\">", energy.value, energy.ends, web_runs(request, (double)group->runs));
	marks_interval(b, fmax(group->low[COMPARE_ENERGY], 0), group->high[COMPARE_ENERGY], s->end,
		       y);
	if (quality->n > 1)
		html(b, "<line class=\"wh\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%.1f\" y2=\"%.1f\"/>",
		     x, x, y_of(s, quality->low), y_of(s, quality->high));
	marks_dot(b, group->of_figures[COMPARE_ENERGY].mean, s->end, y, compare_form(group));
	html(b, "</g><svg x=\"%.2f%%\" y=\"%.1f\" width=\"1\" height=\"1\">", x, y);
	html(b, "<text class=\"halo%s\" x=\"%d\" y=\"-8\">%.40s</text></svg>", x > 80 ? " e" : "",
	     x > 80 ? -8 : 8, group->title);
}

void compare_chart(struct compare_view *v)
{
	const struct comparison *c = v->comparison;
	struct scatter s = {.v = v};
	html(v->b, "<section aria-labelledby=\"h-sc\"><h2 id=\"h-sc\">%s</h2>\n",
	     _("Quality against energy"));
	if (!c->asked.metric || !read_scales(&s)) {
		html(v->b,
		     "<p>%s <span class=\"m\">frugal mark accuracy=0.97</span></p></section>\n",
		     _("No quality is compared: name a metric that runs record."));
		return;
	}
	html(v->b, "<figure><figcaption class=\"s\">%s</figcaption>",
	     arena_printf(v->request->arena, _("%s, from %s"), c->asked.metric,
			  number_digits(NUMBER_OWN, s.low, 4, v->request->numbers)));
	html(v->b,
	     "<svg class=\"yx\" height=\"360\" role=\"img\" aria-labelledby=\"sct scd\">"
	     "<title id=\"sct\">%s</title><desc id=\"scd\">%s</desc>",
	     _("Quality against energy"), _("The table below has all values and intervals."));
	add_axes(&s);
	add_front(&s);
	for (size_t i = 0; i < c->n; i++)
		if (is_drawn(&c->groups[i]))
			add_point(&s, &c->groups[i]);
	html(v->b, "</svg><p class=\"out\"></p></figure>\n<ul class=\"key\">");
	html(v->b,
	     "<li><svg width=\"28\" height=\"12\" aria-hidden=\"true\"><line class=\"fr\" "
	     "x2=\"28\" y1=\"6\" y2=\"6\"/></svg>%s</li>",
	     _("front: nothing is better on both"));
	html(v->b, "<li><i class=\"iv\"></i>%s</li></ul></section>\n", _("intervals of the means"));
}
