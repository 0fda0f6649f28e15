/* SPDX-License-Identifier: Apache-2.0 */
/* The runs of the ledger as JSON: a page of the list, and one run whole. */
#include "base/intl.h"
#include "base/num.h"
#include "report/run.h"
#include "serve/routes.h"

#define RUNS_DEFAULT 100
#define RUNS_MOST 1000

struct listed {
	struct jsonw json;
	size_t n;
};

static int add_run(void *context, const frugal_run *run, struct frugal_error *reterr)
{
	struct listed *listed = context;
	(void)reterr;
	run_json(&listed->json, record_of(run), false);
	listed->n++;
	return FRUGAL_VISIT_ON;
}

/* "limit=20". */
static int read_limit(const struct request *request, size_t *ret, struct frugal_error *reterr)
{
	const char *text = request_query(request, "limit");
	int64_t n = RUNS_DEFAULT;
	if (text && !num_parse_int(str_of(text), 1, RUNS_MOST, &n))
		return error_set(reterr, FRUGAL_EUSAGE, _("limit is a number from 1 to %d"),
				 RUNS_MOST);
	*ret = (size_t)n;
	return 0;
}

int api_runs_list(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	frugal_ledger *ledger;
	struct frugal_filter filter = {.size = sizeof(filter),
				       .words = request_query(request, "filter"),
				       .project = request_query(request, "project"),
				       .status = request_query(request, "status")};
	struct listed listed = {.json = {.out = &reply->body}};
	int r = read_limit(request, &filter.limit, reterr);
	if (r == 0)
		r = request_ledger(request, &ledger, reterr);
	if (r < 0)
		return r;
	reply->status = 200;
	reply->media = "application/json";
	jsonw_object(&listed.json, NULL);
	jsonw_array(&listed.json, "runs");
	r = frugal_ledger_list(ledger, &filter, FRUGAL_RUN_FIGURES, add_run, &listed, reterr);
	jsonw_array_end(&listed.json);
	jsonw_int(&listed.json, "count", (int64_t)listed.n);
	jsonw_object_end(&listed.json);
	buf_putc(&reply->body, '\n');
	return r;
}

int api_runs_one(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	frugal_ledger *ledger;
	frugal_run *run;
	struct jsonw json = {.out = &reply->body};
	int r = request_ledger(request, &ledger, reterr);
	if (r == 0)
		r = frugal_ledger_run(ledger, request->rest, &run, reterr);
	if (r == FRUGAL_EUSAGE)
		return request_refused(request, 404, reterr);
	if (r < 0)
		return r;
	reply->status = 200;
	reply->media = "application/json";
	run_json(&json, record_of(run), true);
	buf_putc(&reply->body, '\n');
	frugal_run_free(run);
	return 0;
}
