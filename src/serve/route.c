/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way of a request: who asks (guard.c), which row of the table fits, a kept answer or the
 * function of the row, and the headers that every answer has.
 */
#include "serve/routes.h"

#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/intl.h"
#include "base/str.h"
#include "serve/web.h"

#define ROUTE_ROW(file, function, verb, path, kind, keep, example)                                 \
	{verb, path, kind, keep, example, file##_##function},
const struct route routes[] = {ROUTES(ROUTE_ROW){NULL, NULL, ROUTE_PAGE, KEEP_NEVER, NULL, NULL}};
#undef ROUTE_ROW

const char *request_query(const struct request *request, const char *name)
{
	for (size_t i = 0; i < request->http->n_query; i++) {
		const struct http_field *field = &request->http->query[i];
		if (strcmp(field->name, name) == 0)
			return *field->value ? field->value : NULL;
	}
	return NULL;
}

const char *request_field(const struct request *request, const char *name)
{
	for (size_t i = 0; i < request->http->n_form; i++) {
		const struct http_field *field = &request->http->form[i];
		if (strcmp(field->name, name) == 0)
			return *field->value ? field->value : NULL;
	}
	return NULL;
}

int request_flag(const struct request *request, const char *name, bool *ret,
		 struct frugal_error *reterr)
{
	const char *word = request_query(request, name);
	*ret = word != NULL;
	if (!word || strcmp(word, "1") == 0)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a value of %s"), word, name);
	return error_where(reterr, "%s", name);
}

void reply_header(struct request *request, struct http_reply *reply, const char *name,
		  const char *value)
{
	char *kept = arena_strdup(request->arena, value);
	if (kept && reply->n_headers < HTTP_MAX_HEADERS)
		reply->headers[reply->n_headers++] = (struct http_field){name, kept};
}

void reply_json(struct http_reply *reply)
{
	reply->status = 200;
	reply->media = "application/json";
}

void reply_elsewhere(struct request *request, struct http_reply *reply, const char *path)
{
	const char *to = arena_printf(request->arena, "%s%s", request->base, path);
	reply->status = 303;
	if (to)
		reply_header(request, reply, "Location", to);
}

int status_of(int code)
{
	switch (code) {
	case FRUGAL_EUSAGE:
	case FRUGAL_EDATA:
	case FRUGAL_EUNDECIDED:
		return 400;
	case FRUGAL_EFINDING:
		return 422;
	case FRUGAL_EENV:
		return 503;
	default:
		return 500;
	}
}

int request_refused(struct request *request, int status, struct frugal_error *reterr)
{
	request->refused = status;
	return reterr->code;
}

/* Whether the path fits the pattern; *ret_rest is what its '*' stands for. */
static bool fits(const char *pattern, const char *path, struct arena *arena, const char **ret_rest)
{
	const char *star = strchr(pattern, '*');
	if (!star)
		return strcmp(pattern, path) == 0;
	size_t head = (size_t)(star - pattern), tail = strlen(star + 1), n = strlen(path);
	if (n <= head + tail || strncmp(pattern, path, head) != 0 ||
	    strcmp(path + n - tail, star + 1) != 0)
		return false;
	*ret_rest = arena_strndup(arena, path + head, n - head - tail);
	return *ret_rest && (tail == 0 || !strchr(*ret_rest, '/'));
}

/*
 * The row that answers: of those with the path of the first that fits. NULL with *ret_verbs: those
 * that this path has.
 */
static const struct route *find(struct request *request, struct buf *ret_verbs)
{
	const char *path = NULL;
	for (const struct route *route = routes; route->path; route++) {
		const char *rest = NULL;
		if ((path && strcmp(route->path, path) != 0) ||
		    !fits(route->path, request->path, request->arena, &rest))
			continue;
		path = route->path;
		if (strcmp(route->verb, request->http->method) == 0) {
			request->rest = rest;
			return route;
		}
		if (!strstr(buf_text(ret_verbs), route->verb))
			buf_addf(ret_verbs, "%s%s", ret_verbs->n ? ", " : "", route->verb);
		if (strcmp(route->verb, "GET") == 0 && !strstr(buf_text(ret_verbs), "HEAD"))
			buf_puts(ret_verbs, ", HEAD");
	}
	return NULL;
}

static void answer_none(struct request *request, struct http_reply *reply, const struct buf *verbs)
{
	struct frugal_error error = {0};
	if (verbs->n) {
		reply_header(request, reply, "Allow", buf_text(verbs));
		error_set(&error, FRUGAL_EUSAGE, _("this path does not accept the verb %s"),
			  request->http->method);
		reply_problem(request, reply, 405, &error);
	} else {
		error_set(&error, FRUGAL_EUSAGE, "%s", _("unknown page"));
		reply_problem(request, reply, 404, &error);
	}
}

/* An answer that the client has already is only named. */
static void add_tag(struct request *request, struct http_reply *reply)
{
	char tag[32];
	const char *known = http_header(request->http, "If-None-Match");
	(void)snprintf(
		tag, sizeof(tag), "\"%016llx\"",
		(unsigned long long)hash_bytes(HASH_BEGIN, buf_text(&reply->body), reply->body.n));
	reply_header(request, reply, "ETag", tag);
	if (known && (strstr(known, tag) || strcmp(known, "*") == 0)) {
		reply->status = 304;
		reply->media = NULL;
		buf_clear(&reply->body);
	}
}

/* The row is known, and who asks may. */
static void answer_by(struct request *request, struct http_reply *reply)
{
	struct frugal_error error = {0};
	if (kept_find(request, reply))
		return;
	kept_begin(request);
	request->hand = hand_take(request->server);
	int r = request->hand ? request->route->function(request, reply, &error)
			      : error_nomem(&error);
	if (r < 0)
		reply_problem(request, reply, request->refused, &error);
	hand_give(request->server, request->hand);
	if (reply->status == 200 && !reply->events && request->route->keep != KEEP_NEVER)
		kept_add(request, reply);
}

static void answer(struct request *request, struct http_reply *reply)
{
	struct buf verbs = {0};
	if (!guard_admits(request, reply))
		return;
	request->route = find(request, &verbs);
	if (!request->route)
		answer_none(request, reply, &verbs);
	else if (guard_admits_write(request, reply))
		answer_by(request, reply);
	buf_release(&verbs);
}

/* What every answer says to a browser: nothing but our own files, in no frame, as the type it has.
 */
static void add_headers(struct request *request, struct http_reply *reply)
{
	static const struct http_field always[] = {
		{"Content-Security-Policy",
		 "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
		 "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors "
		 "'none'"},
		{"X-Content-Type-Options", "nosniff"},
		{"X-Frame-Options", "DENY"},
		{"Referrer-Policy", "no-referrer"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
	};
	bool stays = request->route && request->route->keep == KEEP_ALWAYS && reply->status < 400;
	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		if (reply->n_headers < HTTP_MAX_HEADERS)
			reply->headers[reply->n_headers++] = always[i];
	if (reply->n_headers < HTTP_MAX_HEADERS)
		reply->headers[reply->n_headers++] = (struct http_field){
			"Cache-Control", stays ? "private, max-age=3600" : "private, no-cache"};
}

void serve_request(void *context, struct http_request *http, struct http_reply *reply)
{
	struct request request = {.server = context, .http = http, .arena = http->arena};
	bool goes_on = guard_reads_path(&request, reply);
	intl_use_here(request.lang);
	if (goes_on)
		answer(&request, reply);
	if (reply->status == 200 && !reply->events && !reply->shared)
		add_tag(&request, reply);
	add_headers(&request, reply);
	atomic_fetch_add_explicit(&request.server->requests, 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&request.server->bytes, reply->body.n, memory_order_relaxed);
	intl_use_here(NULL);
}
