/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A project: one sentence and its criteria, what each phase added, what to do next, what the energy
 * was for, what is missing, its months against a target; and the form that sets the target.
 */
#include <math.h>

#include "base/intl.h"
#include "quantity/change.h"
#include "report/audit.h"
#include "report/number.h"
#include "report/stored_words.h"
#include "serve/marks.h"
#include "serve/project_view.h"
#include "serve/routes.h"

#define ACTIONS 3

/* ---- first ---------------------------------------------------------------------------------- */

static void add_lead(struct project_view *v)
{
	struct request *request = v->request;
	const struct use *all = &v->project->group.all.use;
	const struct use_figure both = group_carbon_and_embodied(all);
	const char *energy = web_sum_words(request, &all->energy_wh, KIND_ENERGY);
	html(v->b, "<p class=\"lead\">");
	if (both.runs > 0)
		html_text(
			v->b,
			arena_printf(request->arena,
				     _("%s used %s of electricity; with the embodied emissions of "
				       "the machines, they emitted %s."),
				     web_runs(request, all->runs), energy,
				     web_sum_words(request, &both, KIND_CO2E)));
	else
		html_text(v->b, arena_printf(request->arena,
					     _("%s used %s of electricity, which emitted %s."),
					     web_runs(request, all->runs), energy,
					     web_sum_words(request, &all->carbon_g, KIND_CO2E)));
	double never = v->project->never_shipped_share;
	html(v->b, " ");
	html_text(
		v->b,
		isnan(never)
			? _("No outcome is reported: which of them were shipped is not known.")
			: arena_printf(request->arena,
				       _("%s of the energy went into runs that failed or were not "
					 "shipped."),
				       web_share(request, never)));
	html(v->b, "</p>\n");
}

static void add_when(struct project_view *v)
{
	const struct group_runs *runs = &v->seen->runs;
	struct buf text = {0};
	html(v->b, "<p class=\"s\">");
	if (runs->from_us) {
		web_moment(v->b, runs->from_us);
		html(v->b, " – ");
		web_moment(v->b, runs->to_us);
		html(v->b, " UTC · ");
	}
	print_duration(&text, v->project->group.all.use.duration_s, v->request->numbers);
	buf_puts(&text, " · ");
	sums_zones(&text, runs->zones ? runs->zones : "", runs->some_unzoned);
	html(v->b, "%s", buf_text(&text));
	if (runs->n_machines == 1) {
		buf_clear(&text);
		machine_words(&text, runs->machines);
		html(v->b, " · %s", buf_text(&text));
	}
	if (v->project->within[0])
		html(v->b, " · %s", v->project->within);
	html(v->b, "</p>\n");
	buf_release(&text);
}

static void add_gates(struct project_view *v)
{
	struct buf words = {0};
	if (!v->audit || v->audit->complete)
		return;
	html(v->b, "<div class=\"note\"><b>%s</b> <a href=\"%s\">%s</a><ul>\n",
	     _("The assessment is not complete."),
	     web_href(v->request, "/practices/%s", web_part(v->request, v->name)), _("Practices"));
	for (size_t i = 0; i < v->audit->n_gates; i++) {
		buf_clear(&words);
		audit_gate_words(&words, v->audit, &v->audit->gates[i], v->context);
		if (words.n)
			html(v->b, "<li>%s</li>\n", buf_text(&words));
	}
	html(v->b, "</ul></div>\n");
	buf_release(&words);
}

static void add_criteria(struct project_view *v)
{
	const struct use *all = &v->project->group.all.use;
	const struct group_quality *quality = &v->seen->all.quality;
	const struct use_figure both = group_carbon_and_embodied(all);
	const char *href = web_runs_of(v->request, v->name, NULL);
	html(v->b, "<dl class=\"kf\">\n");
	web_sum_key(v->request, v->b, _("energy"), &all->energy_wh, all->runs, KIND_ENERGY,
		    quality->energy, href);
	web_sum_key(v->request, v->b, _("greenhouse gases, with embodied"), &both, both.runs,
		    KIND_CO2E, group_quality_weaker(quality->carbon, quality->embodied), href);
	for (int i = 0; i < USE_CRITERIA; i++)
		if (i != USE_SITE_WATER || all->criteria[i].runs > 0)
			web_sum_key(v->request, v->b, _(sums_criteria[i].word), &all->criteria[i],
				    all->runs, sums_criteria[i].kind, quality->criteria[i], href);
	html(v->b, "</dl>\n");
	marks_key(v->b);
}

/* ---- what to do ----------------------------------------------------------------------------- */

/* The first of those that a report of the project lists. */
static void add_actions(struct project_view *v)
{
	size_t n = v->audit ? v->audit->n_next : 0;
	struct buf rate = {0};
	html(v->b, "<section aria-labelledby=\"h-ac\"><h2 id=\"h-ac\">%s</h2>\n",
	     _("Next three actions"));
	if (!n)
		html(v->b, "<p>%s</p>\n", _("None."));
	else
		html(v->b, "<ol class=\"acts\">\n");
	for (size_t i = 0; i < n && i < ACTIONS; i++) {
		const struct audit_item *item = v->audit->next[i];
		html(v->b, "<li><b>%s</b><br>%s %s", audit_title(item, v->context), item->id,
		     audit_question(item, v->context));
		buf_clear(&rate);
		audit_rate_words(&rate, item->gain, item->gain_source);
		html(v->b, " <span class=\"s\">%s %s", _("gain:"), buf_text(&rate));
		buf_clear(&rate);
		audit_rate_words(&rate, item->effort, item->effort_source);
		html(v->b, ", %s %s</span> <a href=\"%s#%s\">%s</a></li>\n", _("effort:"),
		     buf_text(&rate),
		     web_href(v->request, "/practices/%s", web_part(v->request, v->name)), item->id,
		     _("Answer"));
	}
	if (n)
		html(v->b, "</ol>\n");
	html(v->b, "</section>\n");
	buf_release(&rate);
}

static void add_share(struct project_view *v, const char *what, double share,
		      const struct group_sum *sum)
{
	html(v->b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s", what);
	if (sum)
		html(v->b, " <span class=\"s\">%s</span>", web_runs(v->request, sum->use.runs));
	html(v->b, "</th><td role=\"cell\" class=\"c\">");
	marks_value(v->b, share, NAN, NAN, 1, v->seen->all.quality.energy);
	html(v->b, "</td><td role=\"cell\" class=\"n\">%s</td></tr>\n",
	     web_share(v->request, share));
}

static void add_use(struct project_view *v)
{
	const struct project *p = v->project;
	const struct epochs *epochs = &p->epochs;
	bool told = !isnan(p->never_shipped_share);
	const struct web_head heads[] = {
		{_("what"), ""}, {_("share, 0 to 100 %"), "c"}, {_("share"), "n"}};
	html(v->b, "<section aria-labelledby=\"h-us\"><h2 id=\"h-us\">%s</h2>\n",
	     _("What the energy was for"));
	web_table(v->b, _("Shares of the energy"), heads, 3);
	add_share(v, _("shipped runs"), told ? project_share(p, &p->shipped) : (double)NAN,
		  &p->shipped);
	add_share(v, _("never shipped: failed, abandoned or superseded"), p->never_shipped_share,
		  NULL);
	add_share(v, _("failed runs"), project_share(p, &p->failed), &p->failed);
	add_share(v, _("abandoned or superseded runs"),
		  told ? project_share(p, &p->abandoned) : (double)NAN, &p->abandoned);
	add_share(v, _("outcome not reported"), project_share(p, &p->untold), &p->untold);
	add_share(v, _("before training and usage: data, development, search, evaluation"),
		  p->before_share, &p->before);
	add_share(v, _("idle energy of the machines, in the runs' share"), p->idle_share, NULL);
	add_share(v,
		  epochs->runs ? arena_printf(v->request->arena,
					      _("of the epochs' energy, after the best %s"),
					      epochs->metric)
			       : _("of the epochs' energy, after the best one"),
		  epochs->runs ? share_of(epochs->after_best_wh, epochs->wh) : (double)NAN, NULL);
	web_table_end(v->b);
	html(v->b, "<p class=\"s\">%s</p>\n",
	     _("Shares of one energy: the error that all runs share cancels in them."));
	if (!told)
		html(v->b, "<p class=\"m\">frugal runs set RUN outcome=shipped</p>\n");
	html(v->b, "</section>\n");
}

/* ---- what is missing ------------------------------------------------------------------------ */

static void add_missing_row(struct project_view *v, const char *what, const char *who)
{
	html(v->b,
	     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s</th><td role=\"cell\" "
	     "class=\"a s\">%s</td></tr>\n",
	     what, who);
}

static void add_missing(struct project_view *v)
{
	const struct project *p = v->project;
	const struct use *all = &p->group.all.use;
	const struct web_head heads[] = {{_("what"), ""}, {_("who knows it"), ""}};
	html(v->b, "<section class=\"w\" aria-labelledby=\"h-ms\"><h2 id=\"h-ms\">%s</h2>\n",
	     _("What is missing"));
	web_table(v->b, _("What is missing, and who knows it"), heads, 2);
	struct buf criteria = {0};
	for (int i = 0; i < USE_CRITERIA; i++)
		if (i != USE_SITE_WATER && !(all->criteria[i].runs > 0))
			buf_addf(&criteria, "%s%s", criteria.n ? "; " : "",
				 _(sums_criteria[i].word));
	if (criteria.n)
		add_missing_row(v, buf_text(&criteria),
				_("the team: factors of the zone, frugal recompute"));
	buf_release(&criteria);
	if (!(group_carbon_and_embodied(all).runs > 0))
		add_missing_row(v, _("the carbon, or the embodied emissions, of some runs"),
				_("the team: frugal recompute"));
	if (p->untold.use.runs > 0)
		add_missing_row(v, _("the outcome of runs"),
				_("the team: frugal runs set RUN outcome=shipped"));
	if (!p->group.has_service)
		add_missing_row(v, _("a service and its unit, such as an answer"),
				_("the sponsor: frugal service set"));
	if (!p->epochs.runs)
		add_missing_row(v, _("a quality by epoch"),
				_("the team: frugal mark accuracy=0.9"));
	if (isnan(p->target.value[TARGET_ENERGY]) && isnan(p->target.value[TARGET_CARBON]))
		add_missing_row(v, _("a target"), _("the sponsor, with the form of this page"));
	web_table_end(v->b);
	html(v->b, "</section>\n");
}

static void add_links(struct project_view *v)
{
	const char *part = web_part(v->request, v->name);
	html(v->b, "<ul class=\"lnk\"><li><a href=\"%s\">%s</a></li>",
	     web_runs_of(v->request, v->name, NULL), _("Runs"));
	html(v->b, "<li><a href=\"%s\">%s</a></li>",
	     web_href(v->request, "/compare?project=%s", part), _("Compare"));
	html(v->b, "<li><a href=\"/api/v1/projects/%s\">JSON</a></li></ul>\n", part);
}

/* ---- the page ------------------------------------------------------------------------------- */

static void write_page(struct project_view *v, struct http_reply *reply)
{
	const char *title = arena_printf(v->request->arena, _("Project %s"), v->name);
	web_begin(v->request, reply, title ? title : v->name, "/projects");
	add_lead(v);
	add_when(v);
	add_gates(v);
	add_criteria(v);
	html(v->b, "<div class=\"g g2\">\n");
	project_waterfall(v);
	add_actions(v);
	add_use(v);
	project_months(v);
	add_missing(v);
	html(v->b, "</div>\n");
	add_links(v);
	web_end(v->request, reply);
}

/* A project that cannot be assessed has no actions; another error is one. */
static int read_audit(frugal_ledger *ledger, const char *subject, frugal_audit **ret,
		      struct frugal_error *reterr)
{
	int r = frugal_audit_read(ledger, subject, ret, reterr);
	return r == FRUGAL_EUSAGE ? 0 : r;
}

static int show(struct request *request, struct http_reply *reply,
		const struct project_typed *typed, struct frugal_error *reterr)
{
	frugal_ledger *ledger;
	frugal_library *library;
	frugal_project *project = NULL;
	frugal_group *group = NULL;
	frugal_audit *audit = NULL;
	struct frugal_filter filter = {.size = sizeof(filter), .project = request->rest};
	const struct frugal_group_question question = {
		.size = sizeof(question), .filter = &filter, .one_by_one = 1};
	struct project_view v = {
		.request = request, .b = &reply->body, .name = request->rest, .typed = *typed};
	int r = request_library(request, &library, reterr);
	if (r == 0)
		r = request_ledger(request, &ledger, reterr);
	if (r < 0)
		return r;
	r = frugal_project_read(ledger, request->rest, NULL, request_query(request, "metric"),
				request_query(request, "less") != NULL, &project, reterr);
	if (r == FRUGAL_EUSAGE && !request_query(request, "less"))
		(void)request_refused(request, 404, reterr);
	if (r == 0)
		r = frugal_group_read(ledger, &question, &group, reterr);
	if (r == 0)
		r = read_audit(ledger, arena_printf(request->arena, "project=%s", request->rest),
			       &audit, reterr);
	if (r == 0) {
		v.project = project_of(project);
		v.seen = group_of(group);
		v.audit = audit ? audit_of(audit) : NULL;
		v.context = context_of(library);
		write_page(&v, reply);
	}
	frugal_audit_free(audit);
	frugal_group_free(group);
	frugal_project_free(project);
	return r;
}

int page_project_one(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	const struct project_typed none = {{NULL}, {NULL}};
	return show(request, reply, &none, reterr);
}

static int put(struct request *request, const struct target *target, struct frugal_error *reterr)
{
	frugal_library *library;
	frugal_ledger *ledger = NULL;
	int r = request_library(request, &library, reterr);
	if (r == 0)
		r = frugal_ledger_open(library, FRUGAL_LEDGER_WRITE, &ledger, reterr);
	if (r == 0)
		r = project_target_put(ledger_of(ledger), request->rest, target, reterr);
	frugal_ledger_close(ledger);
	return r;
}

int page_project_set(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	struct project_typed typed = {{NULL}, {NULL}};
	struct target target;
	bool wrong = false;
	for (int i = 0; i < TARGET_FIGURES; i++) {
		struct frugal_error error = {0};
		const char *text = request_field(request, target_figure_names[i]);
		typed.text[i] = text ? text : "";
		int r = project_target_parse(text, (enum target_figure)i, &target.value[i], &error);
		if (r < 0)
			typed.wrong[i] = arena_strdup(request->arena, error.what);
		wrong |= r < 0;
	}
	if (wrong) {
		reply->status = 400;
		return show(request, reply, &typed, reterr);
	}
	int r = put(request, &target, reterr);
	if (r < 0)
		return r;
	reply_elsewhere(request, reply,
			arena_printf(request->arena, "/projects/%s#h-tr",
				     web_part(request, request->rest)));
	return 0;
}
