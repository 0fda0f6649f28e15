/* SPDX-License-Identifier: Apache-2.0 */
/* An error as a program reads it (RFC 9457) or as a page; it names neither paths nor places in C.
 */
#include "base/intl.h"
#include "base/json.h"
#include "serve/routes.h"
#include "serve/web.h"

#include <string.h>

static const char *title_of(int status)
{
	switch (status) {
	case 401:
	case 403:
		return _("not permitted");
	case 404:
		return _("not found");
	case 405:
		return _("not possible here");
	case 421:
		return _("another server is meant");
	case 422:
		return _("a check is not satisfied");
	case 503:
		return _("not available");
	case 500:
		return _("an error of frugal");
	default:
		return _("the request is not valid");
	}
}

static bool wants_program(const struct request *request)
{
	if (request->route)
		return route_is_of_api(request->route);
	return request->path && strncmp(request->path, "/api/", 5) == 0;
}

static void problem_json(struct http_reply *reply, const struct frugal_error *error)
{
	struct jsonw json = {.out = &reply->body};
	reply->media = "application/problem+json";
	jsonw_object(&json, NULL);
	jsonw_string(&json, "type", "about:blank");
	jsonw_string(&json, "title", title_of(reply->status));
	jsonw_int(&json, "status", reply->status);
	jsonw_string(&json, "detail", error->what);
	if (*error->where && error->where[0] != '/')
		jsonw_string(&json, "where", error->where);
	if (*error->todo)
		jsonw_string(&json, "todo", error->todo);
	jsonw_object_end(&json);
	buf_putc(&reply->body, '\n');
}

void reply_problem(struct request *request, struct http_reply *reply, int status,
		   const struct frugal_error *error)
{
	reply->status = status ? status : status_of(error->code);
	buf_clear(&reply->body);
	reply->events = false;
	if (wants_program(request)) {
		problem_json(reply, error);
		return;
	}
	web_begin(request, reply, title_of(reply->status), NULL);
	html(&reply->body, "<p class=\"lead\">%s</p>\n", error->what);
	if (*error->where && error->where[0] != '/')
		html(&reply->body, "<p class=\"s\">%s</p>\n", error->where);
	if (*error->todo)
		html(&reply->body, "<p>%s: <span class=\"m\">%s</span></p>\n", _("to do"),
		     error->todo);
	web_end(request, reply);
}
