/* SPDX-License-Identifier: Apache-2.0 */
/* For who supervises the server: it answers; and it can read its ledger and its models. */
#include "base/json.h"
#include "serve/routes.h"

static int say(struct http_reply *reply, const char *status)
{
	struct jsonw json = {.out = &reply->body};
	reply_json(reply);
	jsonw_object(&json, NULL);
	jsonw_string(&json, "status", status);
	jsonw_string(&json, "version", frugal_version());
	jsonw_object_end(&json);
	buf_putc(&reply->body, '\n');
	return 0;
}

int api_health_alive(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	(void)request, (void)reterr;
	return say(reply, "ok");
}

int api_health_ready(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	frugal_library *library;
	frugal_ledger *ledger;
	const char *const *names;
	int r = request_ledger(request, &ledger, reterr);
	if (r == 0)
		r = request_library(request, &library, reterr);
	if (r == 0)
		r = frugal_tables(library, &names, reterr);
	return r < 0 ? r : say(reply, "ok");
}
