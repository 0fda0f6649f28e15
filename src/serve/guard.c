/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may ask what. On loopback and on a Unix socket it is the user of the server, whose programs
 * and browser need nothing to read; another user reads where the server is shared. Everybody else
 * needs the token for everything: another machine, what a proxy hands on, who asks by a name that
 * is not loopback's. A page writes by a form that has the token of this start in it, and that a
 * browser says it got from here; a program by the token in a header, or on the Unix socket, which
 * no page of another site reaches.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "base/str.h"
#include "serve/routes.h"

/* "[::1]:8420" without its port; empty where it is neither that nor "name:80". */
static struct str name_of_host(const char *host)
{
	size_t all = strlen(host), n = strcspn(host, host[0] == '[' ? "]" : ":");
	if (host[0] == '[' && host[n] == ']')
		n++;
	if (host[n] == ':' && strspn(host + n + 1, "0123456789") == all - n - 1)
		return (struct str){host, n};
	return (struct str){host, host[n] ? 0 : n};
}

static bool is_loopback_name(const char *host)
{
	static const char *const own[] = {"localhost", "127.0.0.1", "[::1]"};
	struct str name = name_of_host(host);
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (str_eq_nocase(name, str_of(own[i])))
			return true;
	return false;
}

/* Another site can point a name at this machine, but not an address. */
static bool is_address(const char *host)
{
	unsigned char bytes[sizeof(struct in6_addr)];
	char text[INET6_ADDRSTRLEN + 2];
	struct str name = name_of_host(host);
	bool bracketed = name.n > 1 && name.p[0] == '[' && name.p[name.n - 1] == ']';
	if (name.n >= sizeof(text))
		return false;
	(void)snprintf(text, sizeof(text), "%.*s", (int)(bracketed ? name.n - 2 : name.n),
		       bracketed ? name.p + 1 : name.p);
	return inet_pton(bracketed ? AF_INET6 : AF_INET, text, bytes) == 1;
}

static bool is_our_host(const struct server *server, const char *host)
{
	struct str name = name_of_host(host);
	if (is_loopback_name(host) || (server->on_any && is_address(host)))
		return true;
	for (const char *const *other = server->settings.hosts; other && *other; other++)
		if (str_eq_nocase(name, str_of(*other)))
			return true;
	return false;
}

/* A proxy says for whom it asks; its own user is then no proof of anything. */
static bool is_handed_on(const struct request *request)
{
	static const char *const headers[] = {"Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"};
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		if (http_header(request->http, headers[i]))
			return true;
	return false;
}

/* A browser says where a request comes from; a program says nothing. */
static bool comes_from_here(const struct request *request)
{
	const char *site = http_header(request->http, "Sec-Fetch-Site");
	const char *origin = http_header(request->http, "Origin");
	const char *host = http_header(request->http, "Host");
	if (site)
		return strcmp(site, "same-origin") == 0;
	struct str rest;
	return origin && host &&
	       (str_after(str_of(origin), "http://", &rest) ||
		str_after(str_of(origin), "https://", &rest)) &&
	       str_is(rest, host);
}

/* The token that was made for programs, or that of this start's forms. */
static bool is_ours(const struct server *server, const char *given)
{
	return token_is(server->token, given) || token_is_kept(server->hash_path, given);
}

static bool has_bearer(const struct request *request)
{
	const char *header = http_header(request->http, "Authorization");
	struct str rest;
	return header && str_after(str_of(header), "Bearer ", &rest) &&
	       is_ours(request->server, rest.p);
}

/* A program of the user at the Unix socket: a browser comes there through a proxy alone. */
static bool is_at_socket(const struct request *request)
{
	return request->server->on_unix && request->http->peer == HTTP_PEER_SELF &&
	       !is_handed_on(request) && !http_header(request->http, "Origin") &&
	       !http_header(request->http, "Sec-Fetch-Site");
}

static bool refuse(struct request *request, struct http_reply *reply, int status, const char *what,
		   const char *todo)
{
	struct frugal_error error = {0};
	error_set(&error, FRUGAL_EUSAGE, "%s", what);
	if (todo)
		error_todo(&error, "%s", todo);
	reply_problem(request, reply, status, &error);
	return false;
}

bool guard_admits_write(struct request *request, struct http_reply *reply)
{
	const struct server *server = request->server;
	if (strcmp(request->http->method, "GET") == 0 || request->route->kind == ROUTE_ASK ||
	    request->route->kind == ROUTE_PAGE_ASK)
		return true;
	if (!request->may_write)
		return refuse(request, reply, 403, _("this server is read-only here"), NULL);
	if (has_bearer(request) || is_at_socket(request))
		return true;
	if (!token_is(server->token, request_field(request, "token")))
		return refuse(request, reply, 403,
			      _("the form is not of this server, or of before it was started anew"),
			      _("load the page again"));
	if (!comes_from_here(request))
		return refuse(request, reply, 403, _("the form was sent by another site"), NULL);
	return true;
}

/*
 * A browser shows the token once, in a link; from then on its paths begin with a prefix that is of
 * this start. Who needs no token is sent on too, so that it does not stay in the list of pages.
 */
static bool take_link(struct request *request, struct http_reply *reply, bool trusted)
{
	const char *token = request_query(request, "token");
	if (!token || strcmp(request->path, "/") != 0 || request->has_prefix)
		return false;
	if (!trusted && !is_ours(request->server, token))
		return false;
	if (!trusted)
		request->base = arena_printf(request->arena, "/~%s%s", request->server->prefix,
					     request->base);
	if (request->base)
		reply_elsewhere(request, reply, "/");
	return true;
}

/* Whoever is not known by the connection. */
static bool admits_stranger(struct request *request, struct http_reply *reply)
{
	const struct server *server = request->server;
	if (request->has_prefix || has_bearer(request)) {
		request->may_write = !server->settings.read_only;
		return true;
	}
	if (take_link(request, reply, false))
		return false;
	if (request->http->peer == HTTP_PEER_OTHER && !is_handed_on(request)) {
		if (server->settings.share)
			return true;
		return refuse(request, reply, 403,
			      _("this server is that of another user of this machine"),
			      "frugal serve --share");
	}
	reply_header(request, reply, "WWW-Authenticate", "Bearer");
	return refuse(request, reply, 401, _("the token of this server is missing"),
		      "frugal serve token");
}

bool guard_admits(struct request *request, struct http_reply *reply)
{
	const struct server *server = request->server;
	const char *host = http_header(request->http, "Host");
	if (host && !is_our_host(server, host))
		return refuse(request, reply, 421, _("this server has another name"),
			      "frugal serve --allow-host NAME");
	if (strcmp(request->path, "/healthz") == 0)
		return true;
	if (!host)
		return refuse(request, reply, 400, _("the request does not name its server"),
			      "Host: localhost");
	if (request->http->peer != HTTP_PEER_SELF || is_handed_on(request) ||
	    !is_loopback_name(host))
		return admits_stranger(request, reply);
	request->may_write = !server->settings.read_only;
	return !take_link(request, reply, true);
}

static const char *language_of(const struct request *request, const char *asked)
{
	if (asked && (strcmp(asked, "fr") == 0 || strcmp(asked, "en") == 0))
		return asked;
	const char *accepted = http_header(request->http, "Accept-Language");
	if (accepted && (strncmp(accepted, "fr", 2) == 0 || strncmp(accepted, "en", 2) == 0))
		return accepted[0] == 'f' ? "fr" : "en";
	return request->server->settings.lang;
}

/* "/fr/runs" is "/runs" in French; "/~PREFIX/..." is a browser that showed the token. */
bool guard_reads_path(struct request *request, struct http_reply *reply)
{
	const char *path = request->http->path, *asked = NULL;
	const char *begin = path;
	request->path = path;
	request->base = "";
	request->lang = request->server->settings.lang;
	request->lang_index = LANG_EN;
	if (path[1] == '~') {
		size_t n = strcspn(path + 2, "/");
		const char *given = arena_strndup(request->arena, path + 2, n);
		if (!token_is(request->server->prefix, given))
			return refuse(request, reply, 404, _("unknown page"), NULL);
		request->has_prefix = true;
		path += 2 + n;
	}
	if (strncmp(path, "/fr/", 4) == 0 || strncmp(path, "/en/", 4) == 0 ||
	    strcmp(path, "/fr") == 0 || strcmp(path, "/en") == 0) {
		asked = path[1] == 'f' ? "fr" : "en";
		path += 3;
	}
	request->base = arena_strndup(request->arena, begin, (size_t)(path - begin));
	request->path = *path ? path : "/";
	request->lang = language_of(request, asked);
	request->lang_index = request->lang[0] == 'f' ? LANG_FR : LANG_EN;
	request->numbers = request->lang_index == LANG_FR ? &NUMBERS_FR : &NUMBERS_EN;
	return request->base != NULL;
}
