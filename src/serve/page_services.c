/* SPDX-License-Identifier: Apache-2.0 */
/* The register of services: what each used, in all and by unit, and the form that adds one. */
#include <math.h>

#include "base/intl.h"
#include "base/num.h"
#include "report/vocabulary.h"
#include "serve/routes.h"
#include "serve/service_view.h"

#define ROWS 40

struct ids {
	struct arena *arena;
	const char **items;
	size_t n, cap;
};

static int add_id(void *context, const char *id, struct frugal_error *reterr)
{
	struct ids *ids = context;
	const char *kept = arena_strdup(ids->arena, id);
	if (!kept || !mem_grow(&ids->items, ids->n, &ids->cap, sizeof(const char *), 0))
		return error_nomem(reterr);
	ids->items[ids->n++] = kept;
	return FRUGAL_VISIT_ON;
}

static void add_benefit(struct request *request, struct buf *b, const frugal_service *service)
{
	struct frugal_figure net;
	struct web_quantity quantity = {_("not known"), "", "", false};
	if (frugal_service_benefit(service, "net", &net) == 0)
		quantity = web_quantity(request, net.value, net.low, net.high, net.unit);
	web_cells(request, b, &quantity, NULL);
}

static void add_row(struct request *request, struct buf *b, const frugal_service *handle)
{
	const struct service_view *view = service_of(handle);
	const struct service *service = &view->group.service;
	const struct use *use = &view->group.all.use;
	const char *href = web_href(request, "/services/%s", web_part(request, service->id));
	const char *status = service_fact(service, "status");
	html(b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><a href=\"%s\">%s</a> ",
	     href, service->id);
	html(b, "<span class=\"s\">%s</span></th><td role=\"cell\" class=\"s\">%s</td>",
	     service_fact(service, "team"),
	     *status ? vocabulary_fact("status", status) : _("not reported"));
	html(b, "<td role=\"cell\" class=\"n\" data-l=\"%s\">%s</td>", _("runs"),
	     web_count(request, use->runs));
	web_sum_cells(request, b, &use->energy_wh, use->runs, KIND_ENERGY, href);
	web_sum_cells(request, b, &use->carbon_g, use->runs, KIND_CO2E, href);
	html(b, "<td role=\"cell\" class=\"n\" data-l=\"%s\">%s</td>", _("per unit"),
	     web_change(request, view->trend.unit_change));
	html(b, "<td role=\"cell\" class=\"n\" data-l=\"%s\">%s%s</td>", _("in all"),
	     web_change(request, view->trend.total_change),
	     view->trend.rebounds ? _(" (rebound effect)") : "");
	add_benefit(request, b, handle);
	html(b, "</tr>\n");
}

static int add_rows(struct request *request, struct buf *b, frugal_ledger *ledger,
		    const struct ids *ids, size_t from, struct frugal_error *reterr)
{
	const struct web_head heads[] = {
		{_("service, team"), ""}, {_("status"), ""},          {_("runs"), "n"},
		{_("energy"), "n"},       {_("interval"), "n"},       {_("carbon"), "n"},
		{_("interval"), "n"},     {_("trend per unit"), "n"}, {_("trend in all"), "n"},
		{_("net benefit"), "n"},  {_("interval"), "n"},
	};
	web_table(b, _("Services"), heads, sizeof(heads) / sizeof(heads[0]));
	for (size_t i = from; i < ids->n && i < from + ROWS; i++) {
		frugal_service *service = NULL;
		int r = frugal_service_read(ledger, ids->items[i], &service, reterr);
		if (r < 0)
			return r;
		add_row(request, b, service);
		frugal_service_free(service);
	}
	web_table_end(b);
	html(b, "<p class=\"s\">%s %s</p>\n", sums_level(),
	     _("A trend is of carbon with embodied emissions, from the first to the last month "
	       "that is over and has units."));
	html(b, "<ul class=\"lnk\">");
	if (from + ROWS < ids->n)
		html(b, "<li><a href=\"%s\">%s</a></li>",
		     web_href(request, "/services?from=%zu", from + ROWS), _("the services after"));
	html(b, "<li><a href=\"/api/v1/services\">JSON</a></li></ul>\n");
	return 0;
}

static int write_page(struct request *request, struct http_reply *reply, const struct ids *ids,
		      const char *wrong, frugal_ledger *ledger, struct frugal_error *reterr)
{
	struct buf *b = &reply->body;
	const char *text = request_query(request, "from");
	int64_t from = 0;
	int r = 0;
	if (text && !num_parse_int(str_of(text), 0, INT32_MAX, &from))
		return error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a row"), text);
	web_begin(request, reply, _("Services"), "/services");
	html(b, "<p class=\"lead\">%s</p>\n",
	     ids->n ? arena_printf(request->arena,
				   _("Registered services: %zu. What runs are for, what each "
				     "use of them emits, and what they avoid."),
				   ids->n)
		    : _("No service is registered. A service is what runs are for; with its units "
			"by month, frugal shows what one use emits."));
	if (ids->n)
		r = add_rows(request, b, ledger, ids, (size_t)from, reterr);
	if (r < 0)
		return r;
	if (request->may_write)
		service_new_form(request, b, wrong);
	html(b, "<p class=\"m\">frugal run --service ID --phase inference -- CMD</p>\n");
	web_end(request, reply);
	return 0;
}

static int show(struct request *request, struct http_reply *reply, const char *wrong,
		struct frugal_error *reterr)
{
	frugal_ledger *ledger;
	struct ids ids = {.arena = request->arena};
	int r = request_ledger(request, &ledger, reterr);
	if (r == 0)
		r = frugal_services(ledger, add_id, &ids, reterr);
	if (r == 0)
		r = write_page(request, reply, &ids, wrong, ledger, reterr);
	mem_free(ids.items);
	return r;
}

int page_services_list(struct request *request, struct http_reply *reply,
		       struct frugal_error *reterr)
{
	return show(request, reply, NULL, reterr);
}

/* Registers a service without facts; one that is there stays as it is. */
int page_services_add(struct request *request, struct http_reply *reply,
		      struct frugal_error *reterr)
{
	frugal_library *library;
	frugal_ledger *ledger = NULL;
	struct frugal_error error = {0};
	const char *id = request_field(request, "id");
	int r = request_library(request, &library, reterr);
	if (r == 0)
		r = frugal_ledger_open(library, FRUGAL_LEDGER_WRITE, &ledger, reterr);
	if (r < 0)
		return r;
	r = frugal_service_set(ledger, id ? id : "", NULL, 0, &error);
	frugal_ledger_close(ledger);
	if (r == FRUGAL_EUSAGE) {
		reply->status = 400;
		return show(request, reply,
			    arena_printf(request->arena, "%s: %s", error.what, error.todo), reterr);
	}
	if (r < 0) {
		*reterr = error;
		return r;
	}
	reply_elsewhere(request, reply,
			arena_printf(request->arena, "/services/%s", web_part(request, id)));
	return 0;
}
