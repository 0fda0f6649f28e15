/* SPDX-License-Identifier: Apache-2.0 */
/* Forecasts of frugal trial against the wholes that were run after them. */
#include <math.h>

#include "base/clock.h"
#include "base/intl.h"
#include "serve/compare_view.h"

#define FORECASTS 8 /* the newest of them */

static const char *const units[COMPARE_FIGURES] = {"Wh", "gCO2e", "h"};

static const char *words_of(struct request *request, double value, double low, double high, int f)
{
	const struct web_quantity quantity = web_quantity(request, value, low, high, units[f]);
	const char *text = *quantity.ends ? arena_printf(request->arena, "%s (%s)", quantity.value,
							 quantity.ends)
					  : quantity.value;
	return text ? text : "";
}

/* One figure of a forecast, and of a whole where there is one. */
static void add_row(struct request *request, struct buf *b, const struct trial_forecast *one,
		    const struct trial_whole *whole, int f)
{
	const struct forecast_figure *same = &one->forecast.figures[f], *all = &one->widened[f];
	double x = whole ? whole->x[f] : (double)NAN;
	html(b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">");
	web_moment(b, one->forecast.at_us);
	html(b, " <span class=\"m\">%.60s</span></th><td role=\"cell\">%s</td>",
	     one->forecast.command, _(compare_figure_names[f]));
	html(b, "<td role=\"cell\" class=\"n\" data-l=\"%s\">%s</td>", _("forecast"),
	     words_of(request, all->value, all->low, all->high, f));
	html(b, "<td role=\"cell\" class=\"n\" data-l=\"%s\">%s</td>", _("by the same meter"),
	     words_of(request, same->value, same->low, same->high, f));
	html(b, "<td role=\"cell\" class=\"n\">");
	if (whole)
		html(b, "<a class=\"f\" href=\"%s\">%s</a>",
		     web_href(request, "/runs/%s", whole->id), words_of(request, x, x, x, f));
	html(b, "</td><td role=\"cell\" class=\"a s\">%s</td></tr>\n",
	     !whole                             ? _("not run yet")
	     : isnan(x)                         ? _("not known")
	     : trial_forecast_contains(same, x) ? _("inside")
						: _("outside"));
}

static void add_share(struct request *request, struct buf *b, const struct trial_past *past)
{
	if (!past->of[COMPARE_DURATION])
		return;
	html(b, "<p>%s", _("Inside the interval of the same meter (90 %):"));
	for (int f = 0; f < COMPARE_FIGURES; f++)
		if (past->of[f])
			html(b, " %s",
			     arena_printf(request->arena, _("%s %zu of %zu;"),
					  _(compare_figure_names[f]), past->inside[f],
					  past->of[f]));
	html(b, "</p>\n");
}

void compare_forecasts(struct request *request, struct buf *b, const struct trial_past *past)
{
	const struct web_head heads[] = {
		{_("forecast of"), ""},        {_("figure"), ""}, {_("forecast"), "n"},
		{_("by the same meter"), "n"}, {_("run"), "n"},   {_("result"), ""},
	};
	html(b, "<section class=\"w\" aria-labelledby=\"h-fo\"><h2 id=\"h-fo\">%s</h2>\n",
	     _("Forecasts and results"));
	if (!past->n) {
		html(b, "<p>%s <span class=\"m\">frugal trial</span></p></section>\n",
		     _("No forecast is stored. To make one from runs on shares of a job:"));
		return;
	}
	add_share(request, b, past);
	web_table(b, _("Forecasts of trials, and the runs that came"), heads,
		  sizeof(heads) / sizeof(heads[0]));
	for (size_t i = 0; i < past->n && i < FORECASTS; i++)
		for (int f = 0; f < COMPARE_FIGURES; f++)
			add_row(request, b, &past->forecasts[i], past->forecasts[i].whole, f);
	web_table_end(b);
	if (past->n > FORECASTS)
		html(b, "<p class=\"s\">%s <span class=\"m\">frugal trial --past</span></p>\n",
		     arena_printf(request->arena, _("The newest %d of %zu forecasts; all of them:"),
				  FORECASTS, past->n));
	html(b, "</section>\n");
}
