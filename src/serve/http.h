/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTTP/1.1 by libmicrohttpd, which is loaded when a server is opened; no other file knows of it.
 * Several threads call the handler at once. Sizes are limited here: a request that is too large is
 * answered before it is read.
 */
#ifndef SERVE_HTTP_H
#define SERVE_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/mem.h"

#define HTTP_MAX_FIELDS 64
#define HTTP_MAX_HEADERS 12
#define HTTP_MAX_TARGET 4096 /* bytes of a path, and of all fields of a query */

struct http_server;

/* "name=value" of a query or of a form's body; both are UTF-8 without NUL. */
struct http_field {
	const char *name, *value;
};

/* Who is at the other end of the connection. */
enum http_peer {
	HTTP_PEER_ELSEWHERE, /* another machine */
	HTTP_PEER_SELF,      /* the user of this process, or root */
	HTTP_PEER_OTHER,     /* another user of this machine, or one that is not known */
};

/* What is asked. Texts live until the handler returns. */
struct http_request {
	struct arena *arena;
	const char *method; /* "GET" also where the head alone is wanted */
	const char *path;   /* decoded; begins with '/' */
	struct http_field query[HTTP_MAX_FIELDS];
	size_t n_query;
	struct http_field form[HTTP_MAX_FIELDS]; /* of a body that is a form */
	size_t n_form;
	struct str body; /* another body */
	enum http_peer peer;
	void *connection; /* of http_header() */
};

/* A body that several answers share; freed with the last of them. */
struct http_shared;

/* What is answered. The handler fills it; http frees body. */
struct http_reply {
	int status;
	const char *media; /* "text/html; charset=utf-8"; NULL: no body */
	struct buf body;
	struct http_shared *shared; /* instead of body; a reference that http takes over */
	struct http_field headers[HTTP_MAX_HEADERS]; /* values: in the arena of the request */
	size_t n_headers;
	bool events; /* the stream of http_publish() follows, without end */
};

typedef void http_handler(void *context, struct http_request *request, struct http_reply *reply);

struct http_options {
	http_handler *handler;
	void *context;
	int fd; /* a listening socket; closed with the server */
	unsigned threads;
	unsigned per_address; /* connections of one address at most; 0: no limit */
	size_t max_body;      /* bytes */
	size_t max_bodies;    /* bytes of all bodies that are being read, at most */
	unsigned idle_s;      /* seconds that a connection may be silent */
	unsigned ask_s;       /* seconds that a request may take to arrive, with its body */
	unsigned answer_s;    /* and its answer to leave, but for a stream of events */
};

/* FRUGAL_EENV: libmicrohttpd is not installed, or does not start. */
int http_open(const struct http_options *options, struct http_server **ret,
	      struct frugal_error *reterr);
void http_close(struct http_server *server);

/* The value of a header of the request; NULL without it. */
const char *http_header(const struct http_request *request, const char *name);

/* Sends an event ("data: ...\n\n") to all who follow; the last one is what a newcomer gets. */
void http_publish(struct http_server *server, struct str event);
/* How many follow. */
size_t http_followers(struct http_server *server);

struct http_shared *http_shared_new(struct str bytes); /* NULL: memory is out */
struct http_shared *http_shared_ref(struct http_shared *shared);
void http_shared_unref(struct http_shared *shared);

#endif
