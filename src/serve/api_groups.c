/* SPDX-License-Identifier: Apache-2.0 */
/* Projects and services as JSON: what `frugal runs --by project`, `frugal project` and `frugal
 * service` write with --json. */
#include "base/intl.h"
#include "report/project.h"
#include "report/service.h"
#include "report/totals.h"
#include "serve/routes.h"

static int answer_json(struct http_reply *reply, int r, struct frugal_error *reterr)
{
	if (r < 0)
		return r;
	reply_json(reply);
	return reply->body.failed ? error_nomem(reterr) : 0;
}

int api_groups_projects(struct request *request, struct http_reply *reply,
			struct frugal_error *reterr)
{
	frugal_ledger *ledger;
	struct totals totals = {0};
	int r = request_ledger(request, &ledger, reterr);
	if (r == 0)
		r = ledger_totals(ledger, NULL, "project", request->arena, &totals, reterr);
	if (r == 0)
		totals_json(&totals, &reply->body);
	totals_release(&totals);
	return answer_json(reply, r, reterr);
}

int api_groups_project(struct request *request, struct http_reply *reply,
		       struct frugal_error *reterr)
{
	frugal_ledger *ledger;
	frugal_project *project = NULL;
	const char *metric = request_query(request, "metric");
	bool less = false;
	int r = request_flag(request, "less", &less, reterr);
	if (r == 0)
		r = request_ledger(request, &ledger, reterr);
	if (r < 0)
		return r;
	r = frugal_project_read(ledger, request->rest, NULL, metric, less, &project, reterr);
	if (r == FRUGAL_EUSAGE && !request_query(request, "less"))
		return request_refused(request, 404, reterr);
	if (r == 0)
		project_json(project_of(project), &reply->body);
	frugal_project_free(project);
	return answer_json(reply, r, reterr);
}

static int add_service(void *context, const struct service_row *row, struct frugal_error *reterr)
{
	(void)reterr;
	service_row_json(context, row);
	return 0;
}

int api_groups_services(struct request *request, struct http_reply *reply,
			struct frugal_error *reterr)
{
	frugal_ledger *ledger;
	struct jsonw json = {.out = &reply->body, .pretty = true};
	int r = request_ledger(request, &ledger, reterr);
	if (r < 0)
		return r;
	jsonw_array(&json, NULL);
	r = services_listed(ledger, request->arena, add_service, &json, reterr);
	jsonw_array_end(&json);
	buf_putc(&reply->body, '\n');
	return answer_json(reply, r, reterr);
}

int api_groups_service(struct request *request, struct http_reply *reply,
		       struct frugal_error *reterr)
{
	frugal_ledger *ledger;
	frugal_service *service = NULL;
	int r = request_ledger(request, &ledger, reterr);
	if (r == 0)
		r = frugal_service_read(ledger, request->rest, &service, reterr);
	if (r == FRUGAL_EUSAGE)
		return request_refused(request, 404, reterr);
	if (r == 0)
		service_json(service_of(service), &reply->body);
	frugal_service_free(service);
	return answer_json(reply, r, reterr);
}
