/* SPDX-License-Identifier: Apache-2.0 */
/* A job planned over the stored hours, as JSON: asked for by a query, or by an object in JSON. */
#include "api/inside_grid.h"
#include "report/job.h"
#include "serve/plan_asked.h"
#include "serve/routes.h"

static int answer(struct request *request, const struct asked *asked, struct http_reply *reply,
		  struct frugal_error *reterr)
{
	struct plan_asked read;
	frugal_library *library;
	frugal_plan *plan;
	int r = plan_asked_check(asked, reterr);
	if (r == 0)
		r = plan_asked_read(asked, request->arena, &read, reterr);
	if (r == 0)
		r = request_library(request, &library, reterr);
	if (r == 0)
		r = frugal_plan_job(library, &read.question, &plan, reterr);
	if (r < 0)
		return r;
	reply_json(reply);
	job_as_json(plan_of(plan), &reply->body);
	frugal_plan_free(plan);
	return 0;
}

int api_plan_get(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	struct asked asked;
	int r = asked_of_query(request->http, &asked, reterr);
	return r < 0 ? r : answer(request, &asked, reply, reterr);
}

int api_plan_post(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	struct asked asked;
	json_t *body = NULL;
	int r = asked_parse(request->http->body, ASKED_DEEPEST, &body, reterr);
	if (r == 0)
		r = asked_of_json(body, request->arena, &asked, reterr);
	json_decref(body);
	return r < 0 ? r : answer(request, &asked, reply, reterr);
}
