/* SPDX-License-Identifier: Apache-2.0 */
/* The months of a project against the target of its team, and the form that sets the target. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/num.h"
#include "serve/marks.h"
#include "serve/project_view.h"

#define MONTHS 24

static const enum kind kinds[] = {[TARGET_ENERGY] = KIND_ENERGY, [TARGET_CARBON] = KIND_CO2E};
static const char *const units[] = {[TARGET_ENERGY] = "Wh", [TARGET_CARBON] = "gCO2e"};

static const char *name_of(enum target_figure figure)
{
	return figure == TARGET_ENERGY ? _("energy") : _("carbon, with embodied");
}

static void add_sentence(struct project_view *v, enum target_figure figure)
{
	struct arena *arena = v->request->arena;
	struct project_trend trend;
	double target = v->project->target.value[figure];
	project_trend_of(v->project, figure, v->context->now_s, &trend);
	if (trend.n > 1 && !isnan(trend.change))
		html(v->b, "<p>%s</p>\n",
		     arena_printf(arena, _("From %s to %s, %s changed by %s."), trend.first->key,
				  trend.last->key, name_of(figure),
				  web_change(v->request, trend.change)));
	if (isnan(target) || isnan(trend.above))
		return;
	const char *of = web_quantity(v->request, target, NAN, NAN, units[figure]).value;
	const char *by = web_share(v->request, fabs(trend.above));
	html(v->b, "<p><b>%s</b>",
	     trend.above > 0
		     ? arena_printf(arena, _("%s: %s is above the target of %s a month, by %s."),
				    trend.last->key, name_of(figure), of, by)
		     : arena_printf(arena,
				    _("%s: %s is within the target of %s a month, %s below it."),
				    trend.last->key, name_of(figure), of, by));
	const struct use_figure last = project_month(trend.last, figure);
	if (last.low < target && target < last.high)
		html(v->b, " %s",
		     _("This is not certain: the target lies within the interval of the month."));
	html(v->b, "</p>\n");
}

/* The weaker of use and making, as single runs have them; 0: none was looked at. */
static unsigned quality_of(const struct project_view *v, const char *month)
{
	const struct group_rows *months = &v->seen->months;
	for (size_t i = 0; i < months->n; i++)
		if (strcmp(months->items[i].key, month) == 0)
			return group_quality_weaker(months->items[i].sum.quality.carbon,
						    months->items[i].sum.quality.embodied);
	return 0;
}

static void add_target_mark(struct project_view *v, double end)
{
	double target = v->project->target.value[TARGET_CARBON];
	if (!isnan(target))
		html(v->b, "<line class=\"fr\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"-4\" y2=\"30\"/>",
		     marks_percent(target, end), marks_percent(target, end));
}

static void add_month(struct project_view *v, const struct group_row *month, double end)
{
	const struct use *use = &month->sum.use;
	const struct use_figure carbon = project_month(month, TARGET_CARBON);
	const char *href = web_runs_of(v->request, v->name, NULL);
	html(v->b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\" class=\"nw\">%s%s ",
	     month->key, clock_is_over(month->key, v->context->now_s) ? "" : _(" (not over)"));
	html(v->b,
	     "<span class=\"s\">%s</span></th><td role=\"cell\" class=\"c\"><svg height=\"26\" "
	     "aria-hidden=\"true\"><line class=\"ax\" y1=\"-4\" y2=\"30\"/>",
	     web_runs(v->request, use->runs));
	if (carbon.runs > 0) {
		marks_bar(v->b, 0, carbon.value, end, 7, 12, quality_of(v, month->key));
		marks_interval(v->b, carbon.low, carbon.high, end, 13);
	}
	add_target_mark(v, end);
	html(v->b, "</svg></td>");
	web_sum_cells(v->request, v->b, &carbon, carbon.runs, KIND_CO2E, href);
	web_sum_cells(v->request, v->b, &use->energy_wh, use->runs, kinds[TARGET_ENERGY], href);
	html(v->b, "</tr>\n");
}

static double most_of(const struct project_view *v, size_t from)
{
	const struct group_rows *months = &v->project->group.months;
	double most = v->project->target.value[TARGET_CARBON];
	most = isnan(most) ? 0 : most;
	for (size_t i = from; i < months->n; i++) {
		const struct use_figure carbon = project_month(&months->items[i], TARGET_CARBON);
		if (carbon.runs > 0)
			most = fmax(most, fmax(carbon.value, carbon.high));
	}
	return most;
}

static void add_table(struct project_view *v)
{
	const struct group_rows *months = &v->project->group.months;
	size_t from = months->n > MONTHS ? months->n - MONTHS : 0;
	double end = marks_end(most_of(v, from));
	const char *scale = web_scale(v->request, end, "gCO2e");
	const struct web_head heads[] = {
		{_("month"), ""},
		{arena_printf(v->request->arena, _("carbon, with embodied, 0 to %s"), scale), "c"},
		{_("carbon, with embodied"), "n"},
		{_("interval"), "n"},
		{_("energy"), "n"},
		{_("interval"), "n"},
	};
	web_table(v->b, _("What the project used by month"), heads,
		  sizeof(heads) / sizeof(heads[0]));
	for (size_t i = from; i < months->n; i++)
		add_month(v, &months->items[i], end);
	web_table_end(v->b);
	if (from)
		html(v->b, "<p class=\"s\">%s</p>\n",
		     arena_printf(v->request->arena, _("The last %d of %zu months."), MONTHS,
				  months->n));
}

/* "3 kWh", all of its digits: what is sent back unchanged stays as it was. */
static const char *typed_of(const struct project_view *v, enum target_figure figure)
{
	double target = v->project->target.value[figure];
	char text[NUM_TEXT];
	if (v->typed.text[figure])
		return v->typed.text[figure];
	if (isnan(target))
		return "";
	(void)num_format(target, text);
	return arena_printf(v->request->arena, "%s %s", text, units[figure]);
}

static void add_form(struct project_view *v)
{
	html(v->b, "<form method=\"post\" action=\"%s\"><h3 id=\"h-target\">%s</h3>\n",
	     web_href(v->request, "/projects/%s", web_part(v->request, v->name)),
	     _("Target of a month"));
	web_token(v->request, v->b);
	html(v->b, "<div class=\"two\">\n");
	for (int i = 0; i < TARGET_FIGURES; i++) {
		enum target_figure figure = (enum target_figure)i;
		const struct web_field field = {
			.name = target_figure_names[i],
			.label = name_of(figure),
			.value = typed_of(v, figure),
			.hint = figure == TARGET_ENERGY ? _("such as 3 kWh; empty: no target")
							: _("such as 2 kgCO2e; empty: no target"),
			.wrong = v->typed.wrong[i]};
		web_input(v->b, &field);
	}
	html(v->b, "</div><button>%s</button></form>\n", _("Set the target"));
}

void project_months(struct project_view *v)
{
	const struct target *target = &v->project->target;
	html(v->b, "<section class=\"w\" aria-labelledby=\"h-tr\"><h2 id=\"h-tr\">%s</h2>\n",
	     _("Trend and target"));
	struct project_trend trend;
	project_trend_of(v->project, TARGET_ENERGY, v->context->now_s, &trend);
	if (trend.n < 2)
		html(v->b, "<p>%s</p>\n",
		     _("No trend yet: it needs two months that are over and whose runs all have "
		       "their figures."));
	for (int i = 0; i < TARGET_FIGURES; i++)
		add_sentence(v, (enum target_figure)i);
	if (isnan(target->value[TARGET_ENERGY]) && isnan(target->value[TARGET_CARBON]))
		html(v->b, "<p>%s</p>\n", _("No target is set."));
	add_table(v);
	if (v->request->may_write)
		add_form(v);
	html(v->b, "</section>\n");
}
