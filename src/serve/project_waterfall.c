/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The carbon of a project as a waterfall: the electricity of each phase, the making of the
 * machines, and the total. Ends of intervals add up, as the error is common to the runs.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "report/vocabulary.h"
#include "serve/marks.h"
#include "serve/project_view.h"

struct falling {
	struct project_view *v;
	double at, end; /* where the next step begins; of the scale, in g */
	bool last;
};

/* What single runs told of a phase; 0: nothing. */
static struct group_quality quality_of(const struct project_view *v, const char *phase)
{
	for (size_t i = 0; i < v->seen->phases.n; i++)
		if (strcmp(v->seen->phases.items[i].key, phase) == 0)
			return v->seen->phases.items[i].sum.quality;
	return (struct group_quality){0};
}

static void add_name(struct falling *of, const char *name, double runs, bool total)
{
	struct buf *b = of->v->b;
	html(b, "<tr role=\"row\" class=\"%s\"><th role=\"rowheader\" scope=\"row\">%s",
	     total ? "t" : "", name);
	if (runs > 0)
		html(b, " <span class=\"s\">%s</span>", web_runs(of->v->request, runs));
	html(b, "</th><td role=\"cell\" class=\"c\"><svg height=\"26\" aria-hidden=\"true\">"
		"<line class=\"ax\" y1=\"-6\" y2=\"32\"/>");
}

/* One step from where the last one ended. */
static void add_step(struct falling *of, const struct use_figure *figure, unsigned quality)
{
	struct buf *b = of->v->b;
	if (figure->runs > 0) {
		double to = of->at + figure->value, x = marks_percent(to, of->end);
		marks_bar(b, of->at, to, of->end, 6, 14, quality);
		if (!of->last)
			html(b,
			     "<line class=\"jn\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"20\" "
			     "y2=\"48\"/>",
			     x, x);
		marks_interval(b, of->at + figure->low, of->at + figure->high, of->end, 13);
		of->at = to;
	}
	html(b, "</svg></td>");
}

static void add_numbers(struct falling *of, const struct use_figure *carbon,
			const struct use *energy, double runs, const char *href)
{
	struct project_view *v = of->v;
	struct buf *b = v->b;
	web_sum_cells(v->request, b, carbon, runs, KIND_CO2E, href);
	if (energy)
		web_sum_cells(v->request, b, &energy->energy_wh, energy->runs, KIND_ENERGY, href);
	else
		html(b, "<td role=\"cell\" class=\"n\"></td><td role=\"cell\" class=\"n\"></td>");
}

static void add_phases(struct falling *of)
{
	struct project_view *v = of->v;
	const struct group_rows *phases = &v->project->group.phases;
	for (size_t i = 0; i < phases->n; i++) {
		const struct group_row *row = &phases->items[i];
		const struct use *use = &row->sum.use;
		add_name(of, *row->key ? vocabulary_word(row->key) : _("(none)"), use->runs, false);
		add_step(of, &use->carbon_g, quality_of(v, row->key).carbon);
		add_numbers(of, &use->carbon_g, use, use->runs,
			    web_runs_of(v->request, v->name, row->key));
		html(v->b, "<td role=\"cell\" class=\"n\">%s</td></tr>\n",
		     web_share(v->request, project_share(v->project, &row->sum)));
	}
}

/* The electricity of all phases, the making, and both together. */
static void add_sums(struct falling *of)
{
	struct project_view *v = of->v;
	const struct use *all = &v->project->group.all.use;
	const struct group_quality *quality = &v->seen->all.quality;
	const struct use_figure both = group_carbon_and_embodied(all);
	const char *href = web_runs_of(v->request, v->name, NULL);
	add_name(of, _("electricity, all phases"), all->runs, true);
	marks_bar(v->b, 0, of->at, of->end, 6, 14, quality->carbon);
	marks_interval(v->b, all->carbon_g.low, all->carbon_g.high, of->end, 13);
	html(v->b, "</svg></td>");
	add_numbers(of, &all->carbon_g, all, all->runs, href);
	html(v->b, "<td role=\"cell\" class=\"n\">%s</td></tr>\n",
	     web_share(v->request, project_share(v->project, &v->project->group.all)));
	add_name(of, _("embodied, the share of the machines"), 0, false);
	double electricity = of->at;
	add_step(of, &all->embodied_g, quality->embodied);
	add_numbers(of, &all->embodied_g, NULL, all->runs, href);
	html(v->b, "<td role=\"cell\" class=\"n\"></td></tr>\n");
	add_name(of, _("total"), 0, true);
	if (both.runs > 0) {
		marks_bar(v->b, 0, electricity, of->end, 6, 14, quality->carbon);
		marks_bar(v->b, electricity, both.value, of->end, 6, 14, quality->embodied);
		marks_interval(v->b, both.low, both.high, of->end, 13);
	}
	html(v->b, "</svg></td>");
	add_numbers(of, &both, NULL, both.runs, href);
	html(v->b, "<td role=\"cell\" class=\"n\"></td></tr>\n");
}

/* The largest end of a mark. */
static double most_of(const struct project *p)
{
	const struct group_rows *phases = &p->group.phases;
	const struct use *all = &p->group.all.use;
	const struct use_figure *sums[] = {&all->carbon_g, &all->embodied_g};
	double most = 0, at = 0;
	for (size_t i = 0; i < phases->n; i++) {
		const struct use_figure *figure = &phases->items[i].sum.use.carbon_g;
		if (!(figure->runs > 0))
			continue;
		most = fmax(most, at + fmax(figure->value, figure->high));
		at += figure->value;
	}
	for (size_t i = 0, from = 0; i < 2; i++, from = 1)
		if (sums[i]->runs > 0)
			most = fmax(most, (from ? at : 0) + fmax(sums[i]->value, sums[i]->high));
	const struct use_figure both = group_carbon_and_embodied(all);
	return both.runs > 0 ? fmax(most, both.high) : most;
}

void project_waterfall(struct project_view *v)
{
	struct falling of = {.v = v, .end = marks_end(most_of(v->project))};
	const char *scale = web_scale(v->request, of.end, "gCO2e");
	const struct web_head heads[] = {
		{_("step"), ""},
		{arena_printf(v->request->arena, _("carbon, 0 to %s"), scale), "c"},
		{_("carbon"), "n"},
		{_("interval"), "n"},
		{_("energy"), "n"},
		{_("interval"), "n"},
		{_("share of the energy"), "n"},
	};
	html(v->b, "<section class=\"w\" aria-labelledby=\"h-wf\"><h2 id=\"h-wf\">%s</h2>\n",
	     _("From the first data to the model shipped"));
	web_table(v->b, _("Carbon by phase, with embodied emissions"), heads,
		  sizeof(heads) / sizeof(heads[0]));
	add_phases(&of);
	add_sums(&of);
	web_table_end(v->b);
	html(v->b, "<p class=\"s\">%s</p></section>\n", sums_level());
}
