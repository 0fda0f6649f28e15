/* SPDX-License-Identifier: Apache-2.0 */
/* The power of the machine now: as JSON, and as the stream of events that the page follows. */
#include <string.h>

#include "base/intl.h"
#include "base/num.h"
#include "serve/live.h"
#include "serve/routes.h"

#define ROWS_DEFAULT 100
#define ROWS_MOST 10000

int api_live_events(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	(void)reterr;
	reply->status = 200;
	reply->media = "text/event-stream; charset=utf-8";
	reply->events = true;
	live_wake(request->server);
	return 0;
}

/* "by=process", "by=cgroup", "limit=20": as frugal top --json has them. */
int api_live_now(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	const char *by = request_query(request, "by"), *limit = request_query(request, "limit");
	bool by_groups = by && strcmp(by, "cgroup") == 0;
	int64_t most = ROWS_DEFAULT;
	if (by && !by_groups && strcmp(by, "process") != 0)
		return error_set(reterr, FRUGAL_EUSAGE, "%s", _("by is process or cgroup"));
	if (limit && !num_parse_int(str_of(limit), 1, ROWS_MOST, &most))
		return error_set(reterr, FRUGAL_EUSAGE, _("limit is a number from 1 to %d"),
				 ROWS_MOST);
	if (!live_as_json(request->server, by_groups, (size_t)most, &reply->body))
		return error_set(reterr, FRUGAL_EENV, "%s",
				 _("the power of this machine is not known"));
	reply_json(reply);
	return 0;
}
