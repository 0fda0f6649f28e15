/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The register of services, and a service with its months, trend and benefit. insight/register.h
 * stores and computes them.
 */
#include <math.h>
#include <string.h>

#include "api/inside.h"
#include "base/clock.h"
#include "base/intl.h"
#include "base/log.h"

static int check(frugal_ledger *ledger, const char *id, struct frugal_error *reterr)
{
	return !ledger ? missing_argument("ledger", reterr)
	       : !id   ? missing_argument("id", reterr)
		       : 0;
}

int frugal_service_set(frugal_ledger *ledger, const char *id, const char *const *words,
		       size_t n_words, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	int r = check(ledger, id, reterr);
	if (r == 0)
		r = check_texts(words, n_words, "words", reterr);
	return r == 0 ? register_set(ledger->ledger, id, words, n_words, reterr) : r;
}

/* What is expected of a month to come is a plan; what it served is not known yet. */
static void note_to_come(const frugal_ledger *ledger, const char *month)
{
	if (clock_is_to_come(month, ledger->library->context.now_s))
		log_notice("api.service",
			   _("%s is a month to come: its units are stored, though nothing was "
			     "served in it yet; what is expected of it is expected=..."),
			   month);
}

int frugal_service_use(frugal_ledger *ledger, const char *id, const char *month, double units,
		       double expected, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	int r = check(ledger, id, reterr);
	if (r == 0 && !month)
		return missing_argument("month", reterr);
	const struct service_month filled = {month, units, expected};
	if (r == 0)
		r = register_usage(ledger->ledger, id, &filled, reterr);
	if (r == 0 && !isnan(units))
		note_to_come(ledger, month);
	return r;
}

int service_use_words(frugal_ledger *ledger, const char *id, const char *month,
		      const char *const *words, size_t n, struct frugal_error *reterr)
{
	int r = register_usage_words(ledger->ledger, id, month, words, n, reterr);
	bool served = false;
	for (size_t i = 0; i < n; i++)
		served |= strncmp(words[i], "units=", 6) == 0;
	if (r == 0 && served)
		note_to_come(ledger, month);
	return r;
}

int frugal_service_remove(frugal_ledger *ledger, const char *id, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	int r = check(ledger, id, reterr);
	return r == 0 ? ledger_remove_service(ledger->ledger, id, reterr) : r;
}

int frugal_services(frugal_ledger *ledger, frugal_service_visit *visit, void *context,
		    struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!ledger)
		return missing_argument("ledger", reterr);
	return visit ? ledger_services(ledger->ledger, visit, context, reterr)
		     : missing_argument("visit", reterr);
}

/* ---- one ------------------------------------------------------------------------------------ */

int frugal_service_read(frugal_ledger *ledger, const char *id, frugal_service **ret_service,
			struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	int r = check(ledger, id, reterr);
	if (r < 0)
		return r;
	if (!ret_service)
		return missing_argument("ret_service", reterr);
	frugal_service *service = mem_zalloc(1, sizeof(*service));
	if (!service)
		return error_nomem(reterr);
	const char *kept = arena_strdup(&service->group.arena, id);
	service->group.group = &service->view.group;
	r = kept ? register_read(&ledger->library->context, ledger->ledger, kept,
				 &service->group.arena, &service->view, reterr)
		 : error_nomem(reterr);
	if (r < 0) {
		frugal_service_free(service);
		return r;
	}
	*ret_service = service;
	return 0;
}

void frugal_service_free(frugal_service *service)
{
	if (!service)
		return;
	register_view_release(&service->view);
	arena_release(&service->group.arena);
	mem_free(service);
}

const struct service_view *service_of(const frugal_service *service)
{
	return &service->view;
}

int services_listed(frugal_ledger *ledger, struct arena *arena, service_row_visit *visit,
		    void *context, struct frugal_error *reterr)
{
	return register_list(ledger->ledger, arena, visit, context, reterr);
}

const char *frugal_service_fact(const frugal_service *service, const char *key)
{
	return service && key ? service_fact(&service->view.group.service, key) : "";
}

const frugal_group *frugal_service_group(const frugal_service *service)
{
	return service ? &service->group : NULL;
}

size_t frugal_service_month_count(const frugal_service *service)
{
	return service ? service->view.trend.n : 0;
}

int frugal_service_month(const frugal_service *service, size_t index,
			 struct frugal_service_month *ret, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!service)
		return missing_argument("service", reterr);
	if (!ret)
		return missing_argument("ret", reterr);
	if (index >= service->view.trend.n)
		return error_set(reterr, FRUGAL_EUSAGE, _("no month %zu: there are %zu"), index,
				 service->view.trend.n);
	const struct group_month *month = &service->view.trend.months[index];
	const struct use_figure one = trend_unit_g(month);
	const struct frugal_service_month filled = {
		.size = sizeof(filled),
		.month = month->month,
		.energy_wh = amount_of(&month->use.energy_wh),
		.carbon_g = amount_of(&month->use.carbon_g),
		.embodied_g = amount_of(&month->use.embodied_g),
		.units = month->units,
		.expected = month->expected,
		.unit_g = amount_of(&one),
	};
	return sized_fill(ret, ret->size, &filled, sizeof(filled), reterr);
}

int frugal_service_trend(const frugal_service *service, struct frugal_trend *ret,
			 struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!service)
		return missing_argument("service", reterr);
	if (!ret)
		return missing_argument("ret", reterr);
	const struct trend *trend = &service->view.trend;
	bool known = trend->n_compared >= 2;
	const struct frugal_trend filled = {
		.size = sizeof(filled),
		.unit_change = trend->unit_change,
		.total_change = trend->total_change,
		.rebound = trend->rebound,
		.rebounds = trend->rebounds,
		.not_over = trend->not_over,
		.first_month = known ? trend->first->month : NULL,
		.last_month = known ? trend->last->month : NULL,
	};
	return sized_fill(ret, ret->size, &filled, sizeof(filled), reterr);
}

int frugal_service_benefit(const frugal_service *service, const char *name,
			   struct frugal_figure *ret_figure)
{
	const struct answer *answer = service ? service->view.benefit : NULL;
	const struct answer_line *line = answer && name ? answer_find(answer, name) : NULL;
	if (!line || !ret_figure)
		return FRUGAL_EUSAGE;
	*ret_figure = (struct frugal_figure){
		.name = line->name,
		.unit = line->unit_text,
		.value = answer_in_unit(line, line->value),
		.low = answer_in_unit(line, line->low),
		.high = answer_in_unit(line, line->high),
		.quality = line->quality,
		.measured_share = line->measured_share,
	};
	return 0;
}

const char *frugal_service_no_benefit(const frugal_service *service)
{
	return service && service->view.why_no_benefit ? _(service->view.why_no_benefit) : NULL;
}
