/* SPDX-License-Identifier: Apache-2.0 */
/* Sums of the runs that have ended, by a key, as JSON. */
#include "base/intl.h"
#include "base/json.h"
#include "serve/routes.h"

/* null where no run has it: missing is not zero. */
static void add_amount(struct jsonw *json, const char *key, const struct frugal_amount *amount,
		       const char *unit)
{
	if (!(amount->runs > 0)) {
		jsonw_null(json, key);
		return;
	}
	jsonw_object(json, key);
	jsonw_number(json, "value", amount->value);
	jsonw_number(json, "low", amount->low);
	jsonw_number(json, "high", amount->high);
	jsonw_string(json, "unit", unit);
	jsonw_number(json, "runs", amount->runs);
	jsonw_object_end(json);
}

static int add_sum(void *context, const char *key, const struct frugal_sum *sum,
		   struct frugal_error *reterr)
{
	struct jsonw *json = context;
	(void)reterr;
	jsonw_object(json, NULL);
	jsonw_string(json, "key", *key ? key : NULL);
	jsonw_number(json, "runs", sum->runs);
	jsonw_number(json, "duration_s", sum->duration_s);
	add_amount(json, "energy", &sum->energy_wh, "Wh");
	add_amount(json, "carbon", &sum->carbon_g, "gCO2e");
	add_amount(json, "embodied", &sum->embodied_g, "gCO2e");
	add_amount(json, "water", &sum->water_l, "L");
	add_amount(json, "usage_adpe", &sum->usage_adpe_g, "gSbe");
	add_amount(json, "embodied_adpe", &sum->embodied_adpe_g, "gSbe");
	add_amount(json, "usage_pe", &sum->usage_pe_wh, "Wh");
	add_amount(json, "embodied_pe", &sum->embodied_pe_wh, "Wh");
	jsonw_number(json, "measured_wh", sum->measured_wh);
	jsonw_number(json, "marginal_wh", sum->marginal_wh);
	jsonw_object_end(json);
	return FRUGAL_VISIT_ON;
}

int api_sums_by(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	frugal_ledger *ledger = NULL;
	struct jsonw json = {.out = &reply->body};
	struct frugal_filter filter = {.size = sizeof(filter),
				       .words = request_query(request, "filter"),
				       .project = request_query(request, "project"),
				       .phase = request_query(request, "phase"),
				       .outcome = request_query(request, "outcome"),
				       .status = request_query(request, "status")};
	const char *by = request_query(request, "by");
	int r = request_ledger(request, &ledger, reterr);
	if (r < 0)
		return r;
	reply_json(reply);
	jsonw_object(&json, NULL);
	jsonw_string(&json, "by", by);
	jsonw_array(&json, "groups");
	r = frugal_ledger_sum(ledger, &filter, by, add_sum, &json, reterr);
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	buf_putc(&reply->body, '\n');
	return r;
}
