/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of this room share: the server, a request as a page receives it, and how it is
 * answered. A page is a file page_NAME.c or api_NAME.c with its row in routes.h; what can fail
 * comes before its first byte of markup.
 */
#ifndef SERVE_SERVER_H
#define SERVE_SERVER_H

#include <pthread.h>
#include <stdatomic.h>

#include "api/inside.h"
#include "serve/http.h"
#include "serve/secret.h"
#include "serve/serve.h"

enum { LANG_EN, LANG_FR, LANG_COUNT };

/*
 * The handles of one request: a library for each language, and the ledger read through it. They are
 * opened when first needed, and opened anew after HAND_USES requests, so that neither texts pile up
 * nor a changed model or table stays unread.
 */
struct hand {
	struct hand *next;
	frugal_library *library[LANG_COUNT];
	frugal_ledger *ledger[LANG_COUNT];
	unsigned uses;
	uint64_t version; /* of models and tables, when they were opened (answers.c) */
};

struct server {
	struct serve_settings settings;
	struct http_server *http;
	int fd;
	char address[160];       /* "http://127.0.0.1:8420/" or "unix:PATH" */
	char socket_path[108];   /* of a Unix socket that was made here; else "" */
	char token[TOKEN_TEXT];  /* in the forms of pages, of this start alone */
	char prefix[TOKEN_TEXT]; /* of the paths of a browser that showed the token */
	char *hash_path;         /* of the token that programs show; NULL: there is none */
	bool on_unix;            /* a Unix socket, which no browser reaches by itself */
	bool on_any;             /* an address besides loopback */
	int64_t started_s;
	atomic_uint_fast64_t requests, bytes;
	pthread_mutex_t lock; /* of hands and kept */
	struct hand *hands;   /* that nobody uses */
	struct kept_reply *kept;
	struct live_thread *live; /* live.h */
	struct answers *answers;  /* to questions; NULL: none yet */
	/* Of the ledger: its file, its log, and the folder of runs that are running. */
	char *ledger_path, *log_path, *running_path;
};

struct route;

/* A request for a page. All texts live until it is answered. */
struct request {
	struct server *server;
	struct http_request *http;
	const struct route *route;
	struct arena *arena;
	struct hand *hand;
	int lang_index;
	const char *lang; /* "en" or "fr" */
	const char *base; /* of every link: "", "/fr", "/~PREFIX/fr" */
	const char *path; /* without the base */
	const char *rest; /* the part of the path that '*' of the route stands for */
	const struct number_style *numbers;
	bool may_write;
	bool has_prefix; /* of a browser that showed the token */
	int refused;     /* by request_refused() */
	uint64_t stamp;  /* of the ledger, before it was read (keep.c) */
};

/* Answers; or returns a negative frugal_code, which becomes a page or a problem of its own. */
typedef int page_function(struct request *request, struct http_reply *reply,
			  struct frugal_error *reterr);

/* ---- what a page asks ------------------------------------------------------------------------ */

/* The library in the language of the request; the ledger, which reads as empty if it is missing. */
int request_library(struct request *request, frugal_library **ret, struct frugal_error *reterr);
int request_ledger(struct request *request, frugal_ledger **ret, struct frugal_error *reterr);
/* A handle that may write, for this request alone: the caller closes it. */
int request_ledger_to_write(struct request *request, frugal_ledger **ret,
			    struct frugal_error *reterr);

/* The value of a field of the query, or of a form; NULL without it, or where it is empty. */
const char *request_query(const struct request *request, const char *name);
const char *request_field(const struct request *request, const char *name);

/* "name=1" of the query; another value is an error. */
int request_flag(const struct request *request, const char *name, bool *ret,
		 struct frugal_error *reterr);

/* An error that HTTP has a status for: 404, 405, 409...; the code is FRUGAL_EUSAGE. */
int request_refused(struct request *request, int status, struct frugal_error *reterr);

/* ---- how it is answered -----------------------------------------------------------------------
 */

void reply_header(struct request *request, struct http_reply *reply, const char *name,
		  const char *value);
/* 200, and the body is JSON. */
void reply_json(struct http_reply *reply);
/* 303 to a path without the base. */
void reply_elsewhere(struct request *request, struct http_reply *reply, const char *path);
/* An error as application/problem+json (RFC 9457), or as a page. status 0: by its code. */
void reply_problem(struct request *request, struct http_reply *reply, int status,
		   const struct frugal_error *error);
int status_of(int code);

/* ---- files of this room -----------------------------------------------------------------------
 */

/* hand.c */
struct hand *hand_take(struct server *server); /* NULL: memory is out */
void hand_give(struct server *server, struct hand *hand);
void hands_release(struct server *server);

/* route.c */
void serve_request(void *context, struct http_request *http, struct http_reply *reply);

/* guard.c: whether the request may be answered; else the reply says why it may not. */
bool guard_admits(struct request *request, struct http_reply *reply);
/* The same of a change, after the row is known. */
bool guard_admits_write(struct request *request, struct http_reply *reply);
/* Sets base, path and language, and may_write. False: the reply is an error, or sends elsewhere. */
bool guard_reads_path(struct request *request, struct http_reply *reply);

/* keep.c: answers that are kept while the ledger does not change. */
bool kept_find(struct request *request, struct http_reply *reply);
void kept_begin(struct request *request); /* before the answer is made */
void kept_add(struct request *request, struct http_reply *reply);
void kept_release(struct server *server);

#endif
