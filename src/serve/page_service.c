/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A service of the register: what one use of it emits and all of them do, month by month, whether
 * more use took back what was saved, what it avoids, and the forms that edit its facts and months.
 */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "quantity/change.h"
#include "report/vocabulary.h"
#include "serve/marks.h"
#include "serve/routes.h"
#include "serve/service_view.h"

#define MONTHS 36

struct view {
	struct request *request;
	struct buf *b;
	const frugal_service *handle;
	const struct service_view *service;
	const struct trend *trend;
	int64_t now_s;
};

/* ---- first ---------------------------------------------------------------------------------- */

static const char *unit_of(const struct view *v)
{
	const char *unit = service_fact(&v->service->group.service, "unit");
	return *unit ? unit : _("unit");
}

static void add_lead(struct view *v)
{
	const struct trend *trend = v->trend;
	struct arena *arena = v->request->arena;
	const char *text = _("No trend: this requires two whole months with inference runs, their "
			     "embodied emissions, and units.");
	if (trend->n_compared >= 2 && trend->rebounds)
		text = arena_printf(
			arena,
			_("From %s to %s the carbon of a use changed by %s, and that of "
			  "all uses by %s: more usage took back what was saved."),
			trend->first->month, trend->last->month,
			web_change(v->request, trend->unit_change),
			web_change(v->request, trend->total_change));
	else if (trend->n_compared >= 2)
		text = arena_printf(arena,
				    _("From %s to %s the carbon of a use changed by %s, and that "
				      "of all uses by %s."),
				    trend->first->month, trend->last->month,
				    web_change(v->request, trend->unit_change),
				    web_change(v->request, trend->total_change));
	html(v->b, "<p class=\"lead\">%s</p>\n", text ? text : "");
	if (trend->not_over)
		html(v->b, "<p class=\"s\">%s</p>\n",
		     arena_printf(arena,
				  _("%s is not over, and is not compared with whole months."),
				  trend->not_over));
}

static void add_figures(struct view *v)
{
	const struct group_month *last = v->trend->n_compared ? v->trend->last : NULL;
	const struct use *all = &v->service->group.all.use;
	const struct use_figure none = {0, NAN, NAN, NAN, NAN},
				unit = last ? trend_unit_g(last) : none,
				month = last ? group_carbon_and_embodied(&last->use) : none;
	const char *href = "#h-mo";
	html(v->b, "<dl class=\"kf\">\n");
	web_sum_key(v->request, v->b,
		    last ? arena_printf(v->request->arena, _("carbon of one %s, %s"), unit_of(v),
					last->month)
			 : _("carbon per unit"),
		    &unit, unit.runs, KIND_CO2E, 0, href);
	web_sum_key(
		v->request, v->b,
		last ? arena_printf(v->request->arena, _("carbon of the month, %s"), last->month)
		     : _("carbon of a month"),
		&month, month.runs, KIND_CO2E, 0, href);
	web_sum_key(v->request, v->b, _("energy of all its runs"), &all->energy_wh, all->runs,
		    KIND_ENERGY, 0, href);
	html(v->b, "<div><dt>%s</dt><dd class=\"%s\">%s</dd><dd class=\"s\">%s</dd></div>\n",
	     _("rebound effect"), isnan(v->trend->rebound) ? "no" : "v",
	     web_share(v->request, v->trend->rebound),
	     _("of the expected saving was lost to more usage"));
	html(v->b, "</dl>\n");
}

/* ---- months --------------------------------------------------------------------------------- */

static void add_month(struct view *v, const struct group_month *month, double end)
{
	const struct use_figure carbon = group_carbon_and_embodied(&month->use);
	const struct use_figure unit = trend_unit_g(month);
	html(v->b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\" class=\"nw\">%s%s</th>",
	     month->month, clock_is_over(month->month, v->now_s) ? "" : _(" (not over)"));
	html(v->b, "<td role=\"cell\" class=\"c\">");
	marks_value(v->b, unit.runs > 0 ? unit.value : (double)NAN, unit.low, unit.high, end,
		    GROUP_QUALITY_UNKNOWN);
	html(v->b, "</td>");
	web_sum_cells(v->request, v->b, &unit, unit.runs, KIND_CO2E, NULL);
	web_sum_cells(v->request, v->b, &carbon, carbon.runs, KIND_CO2E, NULL);
	web_sum_cells(v->request, v->b, &month->use.energy_wh, month->use.runs, KIND_ENERGY, NULL);
	html(v->b, "<td role=\"cell\" class=\"n\" data-l=\"%s\">%s</td>", _("units"),
	     web_count(v->request, month->units));
	html(v->b, "<td role=\"cell\" class=\"n\" data-l=\"%s\">%s</td></tr>\n", _("expected"),
	     web_count(v->request, month->expected));
}

static void add_months(struct view *v)
{
	const struct trend *trend = v->trend;
	size_t from = trend->n > MONTHS ? trend->n - MONTHS : 0;
	double most = 0;
	for (size_t i = from; i < trend->n; i++) {
		const struct use_figure unit = trend_unit_g(&trend->months[i]);
		if (unit.runs > 0)
			most = fmax(most, fmax(unit.value, unit.high));
	}
	double end = marks_end(most);
	const struct web_head heads[] = {
		{_("month"), ""},
		{arena_printf(v->request->arena, _("carbon per unit, 0 to %s"),
			      web_scale(v->request, end, "gCO2e")),
		 "c"},
		{_("carbon per unit"), "n"},
		{_("interval"), "n"},
		{_("carbon, with embodied"), "n"},
		{_("interval"), "n"},
		{_("energy"), "n"},
		{_("interval"), "n"},
		{service_fact(&v->service->group.service, "unit"), "n"},
		{_("expected"), "n"},
	};
	html(v->b, "<section class=\"w\" aria-labelledby=\"h-mo\"><h2 id=\"h-mo\">%s</h2>\n",
	     _("Trend per unit and in all"));
	if (!trend->n) {
		html(v->b, "<p>%s</p></section>\n",
		     _("No month has units or runs of the phase inference yet."));
		return;
	}
	web_table(v->b, _("What the service used by month"), heads,
		  sizeof(heads) / sizeof(heads[0]));
	for (size_t i = from; i < trend->n; i++)
		add_month(v, &trend->months[i], end);
	web_table_end(v->b);
	if (trend->expected_of_pairs > 0)
		html(v->b, "<p>%s</p>\n",
		     arena_printf(v->request->arena, _("Usage compared with the expectation: %s."),
				  web_change(v->request, change_of(trend->expected_of_pairs,
								   trend->units_of_pairs))));
	html(v->b, "<p class=\"s\">%s</p></section>\n", sums_level());
}

/* ---- benefit -------------------------------------------------------------------------------- */

static void add_benefit(struct view *v)
{
	static const char *const names[] = {"avoided",  "eaten", "direct",
					    "indirect", "net",   "break_even"};
	const struct answer *answer = v->service->benefit;
	const struct web_head heads[] = {{_("what"), ""}, {_("value"), "n"}, {_("interval"), "n"}};
	html(v->b, "<section aria-labelledby=\"h-be\"><h2 id=\"h-be\">%s</h2>\n",
	     _("Benefit against the reference"));
	if (!answer) {
		html(v->b, "<p>%s</p></section>\n", _(v->service->why_no_benefit));
		return;
	}
	web_table(v->b, _("Net benefit against the reference scenario"), heads, 3);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct frugal_figure figure;
		const struct answer_line *line = answer_find(answer, names[i]);
		if (!line || frugal_service_benefit(v->handle, names[i], &figure) < 0)
			continue;
		const struct web_quantity quantity = web_quantity(
			v->request, figure.value, figure.low, figure.high, figure.unit);
		html(v->b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s</th>",
		     v->request->lang_index == LANG_FR && line->help_fr ? line->help_fr
									: line->help_en);
		web_cells(v->request, v->b, &quantity, NULL);
		html(v->b, "</tr>\n");
	}
	web_table_end(v->b);
	html(v->b, "<p class=\"s\">%s: %s</p></section>\n", _("reference scenario, without AI"),
	     service_fact(&v->service->group.service, "reference"));
}

/* ---- facts ---------------------------------------------------------------------------------- */

static void add_facts(struct view *v)
{
	const struct service *service = &v->service->group.service;
	const struct web_head heads[] = {{_("what"), ""}, {_("value"), ""}};
	html(v->b, "<section aria-labelledby=\"h-fa\"><h2 id=\"h-fa\">%s</h2>\n",
	     _("In the register"));
	web_table(v->b, _("Facts of the register"), heads, 2);
	for (const struct register_key *key = register_keys; key->key; key++) {
		const char *value = service_fact(service, key->key);
		if (*value || key->needed)
			html(v->b,
			     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s</th><td "
			     "role=\"cell\">%s</td></tr>\n",
			     _(key->title),
			     *value ? vocabulary_fact(key->key, value) : _("not reported"));
	}
	web_table_end(v->b);
	html(v->b, "</section>\n");
}

static void add_forms(struct view *v, const struct service_forms *sent)
{
	const struct service *service = &v->service->group.service;
	html(v->b, "<section class=\"w\" aria-labelledby=\"h-um\"><h2 id=\"h-um\">%s</h2>\n",
	     _("Edit a month"));
	service_month_form(v->request, v->b, service, sent);
	html(v->b,
	     "</section>\n<section class=\"w\" aria-labelledby=\"h-ed\"><h2 id=\"h-ed\">%s</h2>\n",
	     _("Edit the facts"));
	service_facts_form(v->request, v->b, service, sent);
	html(v->b, "</section>\n");
}

/* ---- the page ------------------------------------------------------------------------------- */

static void write_page(struct view *v, struct http_reply *reply, const struct service_forms *sent)
{
	const char *id = v->service->group.service.id;
	const char *title = arena_printf(v->request->arena, _("Service %s"), id);
	web_begin(v->request, reply, title ? title : id, "/services");
	if (sent->wrong)
		html(v->b, "<p class=\"note\">%s</p>\n",
		     _("Nothing was written: see the marked field."));
	add_lead(v);
	add_figures(v);
	html(v->b, "<div class=\"g g2\">\n");
	add_months(v);
	add_benefit(v);
	add_facts(v);
	if (v->request->may_write)
		add_forms(v, sent);
	html(v->b, "</div>\n<ul class=\"lnk\"><li><a href=\"%s\">%s</a></li>",
	     web_href(v->request, "/runs?filter=service%%3D%s", web_part(v->request, id)),
	     _("Runs"));
	html(v->b, "<li><a href=\"/api/v1/services/%s\">JSON</a></li></ul>\n",
	     web_part(v->request, id));
	web_end(v->request, reply);
}

static int show(struct request *request, struct http_reply *reply, const struct service_forms *sent,
		struct frugal_error *reterr)
{
	frugal_ledger *ledger;
	frugal_library *library;
	frugal_service *service = NULL;
	int r = request_library(request, &library, reterr);
	if (r == 0)
		r = request_ledger(request, &ledger, reterr);
	if (r < 0)
		return r;
	r = frugal_service_read(ledger, request->rest, &service, reterr);
	if (r == FRUGAL_EUSAGE)
		return request_refused(request, 404, reterr);
	if (r < 0)
		return r;
	struct view v = {.request = request,
			 .b = &reply->body,
			 .handle = service,
			 .service = service_of(service),
			 .trend = &service_of(service)->trend,
			 .now_s = context_of(library)->now_s};
	write_page(&v, reply, sent);
	frugal_service_free(service);
	return 0;
}

int page_service_one(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	const struct service_forms none = {0};
	return show(request, reply, &none, reterr);
}

int page_service_set(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	frugal_library *library;
	frugal_ledger *ledger = NULL;
	struct service_forms sent = {0};
	const char *form = request_field(request, "form");
	sent.month = form && strcmp(form, "month") == 0;
	sent.facts = form && strcmp(form, "facts") == 0;
	if (!sent.month && !sent.facts)
		return error_set(reterr, FRUGAL_EUSAGE, "%s",
				 _("the form is not one of this page"));
	int r = request_library(request, &library, reterr);
	if (r == 0)
		r = frugal_ledger_open(library, FRUGAL_LEDGER_WRITE, &ledger, reterr);
	if (r == 0)
		r = sent.month ? service_take_month(request, ledger, request->rest, &sent, reterr)
			       : service_take_facts(request, ledger, request->rest, &sent, reterr);
	frugal_ledger_close(ledger);
	if (r < 0)
		return r;
	if (sent.wrong) {
		reply->status = 400;
		return show(request, reply, &sent, reterr);
	}
	reply_elsewhere(request, reply,
			arena_printf(request->arena, "/services/%s%s",
				     web_part(request, request->rest),
				     sent.month ? "#h-mo" : "#h-fa"));
	return 0;
}
