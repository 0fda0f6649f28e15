/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may ask what. On loopback and on a Unix socket it is the user of the server, whose programs
 * and browser need nothing to read; another user reads where the server is shared. From elsewhere
 * the token is needed for everything. A page writes by a form that has the token of this start in
 * it, and that a browser says it got from here; a program by the token in a header.
 */
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "base/intl.h"
#include "base/str.h"
#include "serve/server.h"

int token_make(char to[TOKEN_TEXT], struct frugal_error *reterr)
{
	unsigned char bytes[(TOKEN_TEXT - 1) / 2];
	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return error_set(reterr, FRUGAL_EENV, "%s", _("the system gives no random bytes"));
	for (size_t i = 0; i < sizeof(bytes); i++)
		(void)snprintf(to + 2 * i, 3, "%02x", bytes[i]);
	return 0;
}

/* As long for the first byte that differs as for the last. */
static bool is_token(const char *token, const char *given)
{
	unsigned differs = 0;
	if (!given || strlen(given) != TOKEN_TEXT - 1)
		return false;
	for (size_t i = 0; i < TOKEN_TEXT - 1; i++)
		differs |= (unsigned char)token[i] ^ (unsigned char)given[i];
	return differs == 0;
}

/* "[::1]:8420" without its port. */
static struct str name_of_host(const char *host)
{
	size_t n = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
	return (struct str){host, n < strlen(host) ? n : strlen(host)};
}

static bool is_our_host(const struct server *server, const char *host)
{
	static const char *const own[] = {"localhost", "127.0.0.1", "[::1]"};
	struct str name = name_of_host(host);
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (str_eq_nocase(name, str_of(own[i])))
			return true;
	for (const char *const *other = server->settings.hosts; other && *other; other++)
		if (str_eq_nocase(name, str_of(*other)))
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

static bool has_bearer(const struct request *request, const char *token)
{
	const char *header = http_header(request->http, "Authorization");
	struct str rest;
	return header && str_after(str_of(header), "Bearer ", &rest) && is_token(token, rest.p);
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

/* A POST that only asks: the row of its route says so by its path. */
static bool only_asks(const struct request *request)
{
	return strcmp(request->path, "/api/v1/estimate") == 0 ||
	       strcmp(request->path, "/api/v1/ask") == 0 ||
	       strcmp(request->path, "/api/v1/plan") == 0 || strcmp(request->path, "/plan") == 0 ||
	       strcmp(request->path, "/api/v1/forms") == 0;
}

bool guard_admits_write(struct request *request, struct http_reply *reply)
{
	const struct server *server = request->server;
	if (strcmp(request->http->method, "GET") == 0 || only_asks(request))
		return true;
	if (!request->may_write)
		return refuse(request, reply, 403, _("this server is read-only here"), NULL);
	if (has_bearer(request, server->token))
		return true;
	if (!is_token(server->token, request_field(request, "token")))
		return refuse(request, reply, 403,
			      _("the form is not of this server, or of before it was started anew"),
			      _("load the page again"));
	if (!comes_from_here(request))
		return refuse(request, reply, 403, _("the form was sent by another site"), NULL);
	return true;
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
	switch (request->http->peer) {
	case HTTP_PEER_SELF:
		request->may_write = !server->settings.read_only;
		break;
	case HTTP_PEER_OTHER:
		if (!server->settings.share)
			return refuse(request, reply, 403,
				      _("this server is that of another user of this machine"),
				      "frugal serve --share");
		break;
	case HTTP_PEER_ELSEWHERE:
		if (!request->has_prefix && !has_bearer(request, server->token))
			return refuse(request, reply, 401, _("the token of this server is missing"),
				      "frugal serve token");
		request->may_write = !server->settings.read_only;
		break;
	}
	return true;
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
		if (!is_token(request->server->prefix, given))
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
