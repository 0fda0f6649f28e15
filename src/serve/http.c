/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request lives from its first line to its last byte sent (struct exchange); one that
 * follows the events is suspended between two of them.
 */
#include "serve/http.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/num.h"
#include "base/str.h"
#include "serve/http_shared.h"
#include "serve/mhd.h"
#include "serve/watch.h"

#define CONNECTION_MEMORY                                                                          \
	((size_t)16 << 10) /* of the head of a request, and of a part of its body */
#define MAX_CONNECTIONS 4096U
#define EVENT_BLOCK ((size_t)4096) /* most events in one piece */
#define HTTP_TOO_LARGE 413         /* its name in libmicrohttpd changed */

static void unref_shared(void *context)
{
	http_shared_unref(context);
}

/* Who follows the events. */
struct follower {
	struct follower *next, **link; /* in the list of the server */
	struct http_server *server;
	struct MHD_Connection *connection;
	struct http_shared *event; /* that is being sent; NULL: none yet */
	size_t sent;               /* bytes of it */
	uint64_t number;           /* of it */
	bool suspended;
};

struct http_server {
	struct http_options options;
	struct MHD_Daemon *daemon;
	struct watch *watch;
	atomic_size_t bodies; /* bytes of those that are being read */
	pthread_mutex_t lock; /* of all below, and of each follower */
	struct follower *followers;
	size_t n_followers;
	struct http_shared *event; /* the last one */
	uint64_t number;
	bool closing;
};

/* A request while it is being read and answered. */
struct exchange {
	struct arena arena;
	struct http_request request;
	struct buf body;
	struct MHD_PostProcessor *form;
	char *name; /* of the field of the form that is being read, with its value */
	struct buf value;
	size_t counted; /* of bodies */
	int refused;    /* the status that it is answered with at its end; 0: none */
};

/* NULL: memory was out. */
static struct connection *connection_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		mhd.get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	return info ? info->socket_context : NULL;
}

/* ---- answers -------------------------------------------------------------------------------- */

static enum MHD_Result plain_answer(struct MHD_Connection *connection, int status)
{
	char text[HTTP_PROBLEM];
	struct MHD_Response *response = mhd.create_response_from_buffer(
		http_problem(text, status), text, MHD_RESPMEM_MUST_COPY);
	if (!response)
		return MHD_NO;
	(void)mhd.add_response_header(response, "Content-Type", "application/problem+json");
	(void)mhd.add_response_header(response, "Connection", "close");
	enum MHD_Result r = mhd.queue_response(connection, (unsigned)status, response);
	mhd.destroy_response(response);
	return r;
}

static void free_body(void *context)
{
	mem_free(context);
}

static void drop_follower(void *context)
{
	struct follower *follower = context;
	struct http_server *server = follower->server;
	pthread_mutex_lock(&server->lock);
	*follower->link = follower->next;
	if (follower->next)
		follower->next->link = follower->link;
	server->n_followers--;
	pthread_mutex_unlock(&server->lock);
	http_shared_unref(follower->event);
	mem_free(follower);
}

/* The next bytes for a follower; between two events its connection sleeps. */
static ssize_t next_bytes(void *context, uint64_t position, char *to, size_t most)
{
	struct follower *follower = context;
	struct http_server *server = follower->server;
	ssize_t n = 0;
	(void)position;
	pthread_mutex_lock(&server->lock);
	follower->suspended = false;
	if (!follower->event || follower->sent == follower->event->n) {
		if (server->event && follower->number != server->number) {
			http_shared_unref(follower->event);
			follower->event = http_shared_ref(server->event);
			follower->number = server->number;
			follower->sent = 0;
		} else if (server->closing) {
			n = MHD_CONTENT_READER_END_OF_STREAM;
		} else {
			follower->suspended = true;
			mhd.suspend_connection(follower->connection);
		}
	}
	if (n == 0 && !follower->suspended && follower->event) {
		size_t left = follower->event->n - follower->sent;
		n = (ssize_t)(left < most ? left : most);
		memcpy(to, follower->event->bytes + follower->sent, (size_t)n);
		follower->sent += (size_t)n;
	}
	pthread_mutex_unlock(&server->lock);
	return n;
}

static struct MHD_Response *stream_to(struct http_server *server, struct MHD_Connection *connection)
{
	struct follower *follower = mem_zalloc(1, sizeof(*follower));
	if (!follower)
		return NULL;
	*follower = (struct follower){.server = server, .connection = connection};
	/* A stream lives longer than any client may wait otherwise. */
	watch_state(connection_of(connection), CONNECTION_STREAMS);
	(void)mhd.set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, 0U);
	struct MHD_Response *response = mhd.create_response_from_callback(
		MHD_SIZE_UNKNOWN, EVENT_BLOCK, next_bytes, follower, drop_follower);
	if (!response) {
		mem_free(follower);
		return NULL;
	}
	pthread_mutex_lock(&server->lock);
	follower->next = server->followers;
	follower->link = &server->followers;
	if (follower->next)
		follower->next->link = &follower->next;
	server->followers = follower;
	server->n_followers++;
	pthread_mutex_unlock(&server->lock);
	return response;
}

static struct MHD_Response *response_of(struct http_server *server,
					struct MHD_Connection *connection, struct http_reply *reply)
{
	struct MHD_Response *response = NULL;
	if (reply->events) {
		response = stream_to(server, connection);
	} else if (reply->shared) {
		response = mhd.create_response_from_buffer_with_free_callback_cls(
			reply->shared->n, reply->shared->bytes, unref_shared, reply->shared);
		if (response)
			reply->shared = NULL;
	} else {
		size_t n = reply->body.n;
		char *bytes = buf_steal(&reply->body);
		response = mhd.create_response_from_buffer_with_free_callback_cls(n, bytes,
										  free_body, bytes);
		if (!response)
			mem_free(bytes);
	}
	return response;
}

static enum MHD_Result answer(struct http_server *server, struct MHD_Connection *connection,
			      struct exchange *exchange)
{
	struct http_reply reply = {0};
	exchange->request.body = buf_str(&exchange->body);
	server->options.handler(server->options.context, &exchange->request, &reply);
	struct MHD_Response *response =
		reply.body.failed ? NULL : response_of(server, connection, &reply);
	buf_release(&reply.body);
	http_shared_unref(reply.shared);
	if (!response)
		return plain_answer(connection, MHD_HTTP_INTERNAL_SERVER_ERROR);
	if (reply.media)
		(void)mhd.add_response_header(response, "Content-Type", reply.media);
	for (size_t i = 0; i < reply.n_headers; i++)
		(void)mhd.add_response_header(response, reply.headers[i].name,
					      reply.headers[i].value);
	enum MHD_Result r = mhd.queue_response(connection, (unsigned)reply.status, response);
	mhd.destroy_response(response);
	return r;
}

/* ---- requests ------------------------------------------------------------------------------- */

static bool is_text(const char *text, size_t n)
{
	return str_utf8_valid((struct str){text, n}) == n; /* a NUL is not */
}

static enum MHD_Result take_query(void *context, enum MHD_ValueKind kind, const char *name,
				  size_t name_n, const char *value, size_t value_n)
{
	struct exchange *exchange = context;
	struct http_request *request = &exchange->request;
	(void)kind;
	if (request->n_query == HTTP_MAX_FIELDS || !is_text(name, name_n) ||
	    (value && !is_text(value, value_n))) {
		exchange->refused = MHD_HTTP_BAD_REQUEST;
		return MHD_NO;
	}
	struct http_field *field = &request->query[request->n_query++];
	field->name = arena_strndup(&exchange->arena, name, name_n);
	field->value = arena_strndup(&exchange->arena, value ? value : "", value ? value_n : 0);
	return field->name && field->value ? MHD_YES : MHD_NO;
}

static void end_field(struct exchange *exchange)
{
	struct http_request *request = &exchange->request;
	if (!exchange->name)
		return;
	if (request->n_form == HTTP_MAX_FIELDS ||
	    !is_text(buf_text(&exchange->value), exchange->value.n)) {
		exchange->refused = MHD_HTTP_BAD_REQUEST;
	} else {
		struct http_field *field = &request->form[request->n_form++];
		field->name = exchange->name;
		field->value = arena_strdup(&exchange->arena, buf_text(&exchange->value));
		if (!field->value)
			exchange->refused = MHD_HTTP_INTERNAL_SERVER_ERROR;
	}
	buf_clear(&exchange->value);
	exchange->name = NULL;
}

/* A piece of a field of a form; at 0 another field begins. */
static enum MHD_Result take_field(void *context, enum MHD_ValueKind kind, const char *name,
				  const char *file, const char *type, const char *encoding,
				  const char *data, uint64_t offset, size_t n)
{
	struct exchange *exchange = context;
	(void)kind, (void)file, (void)type, (void)encoding;
	if (offset == 0) {
		end_field(exchange);
		if (!name || !is_text(name, strlen(name)))
			exchange->refused = MHD_HTTP_BAD_REQUEST;
		else
			exchange->name = arena_strdup(&exchange->arena, name);
	}
	buf_add(&exchange->value, data, n);
	return exchange->refused ? MHD_NO : MHD_YES;
}

const char *http_header(const struct http_request *request, const char *name)
{
	return mhd.lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

static bool is_form(const struct http_request *request)
{
	const char *type = http_header(request, "Content-Type");
	struct str rest;
	return type && str_after(str_of(type), "application/x-www-form-urlencoded", &rest) &&
	       (!rest.n || *rest.p == ';' || *rest.p == ' ');
}

/* Who asks: found once for each connection. */
static void note_connection(void *context, struct MHD_Connection *connection, void **of_connection,
			    enum MHD_ConnectionNotificationCode code)
{
	struct http_server *server = context;
	const union MHD_ConnectionInfo *info =
		mhd.get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	if (code != MHD_CONNECTION_NOTIFY_STARTED)
		watch_drop(server->watch, *of_connection);
	else if (info)
		*of_connection = watch_add(server->watch, info->connect_fd);
}

/* The first call for a request: its head is there. */
static enum MHD_Result begin(struct http_server *server, struct MHD_Connection *connection,
			     const char *path, const char *method, void **of_request)
{
	struct exchange *exchange = mem_zalloc(1, sizeof(*exchange));
	if (!exchange)
		return MHD_NO;
	*of_request = exchange;
	struct http_request *request = &exchange->request;
	const struct connection *peer = connection_of(connection);
	request->arena = &exchange->arena;
	request->connection = connection;
	request->peer = peer ? peer->peer : HTTP_PEER_ELSEWHERE;
	exchange->body.max = server->options.max_body + 1;
	exchange->value.max = server->options.max_body + 1;
	request->method = arena_strdup(&exchange->arena, strcmp(method, "HEAD") ? method : "GET");
	request->path = arena_strdup(&exchange->arena, path);
	if (!request->method || !request->path)
		return plain_answer(connection, MHD_HTTP_INTERNAL_SERVER_ERROR);
	if (strlen(path) > HTTP_MAX_TARGET)
		return plain_answer(connection, MHD_HTTP_URI_TOO_LONG);
	if (path[0] != '/' || !is_text(path, strlen(path)))
		return plain_answer(connection, MHD_HTTP_BAD_REQUEST);
	(void)mhd.get_connection_values_n(connection, MHD_GET_ARGUMENT_KIND, take_query, exchange);
	if (exchange->refused)
		return plain_answer(connection, exchange->refused);
	int64_t n = 0;
	const char *length = http_header(request, "Content-Length");
	if (length && (!num_parse_int(str_of(length), 0, INT64_MAX, &n) ||
		       n > (int64_t)server->options.max_body))
		return plain_answer(connection, HTTP_TOO_LARGE);
	if (strcmp(method, "POST") == 0 && is_form(request))
		exchange->form = mhd.create_post_processor(connection, 4096, take_field, exchange);
	return MHD_YES;
}

static void take_body(struct http_server *server, struct exchange *exchange, const char *bytes,
		      size_t n)
{
	if (exchange->refused)
		return; /* read to its end, and forgotten */
	exchange->counted += n;
	size_t all = atomic_fetch_add(&server->bodies, n) + n;
	if (exchange->counted > server->options.max_body)
		exchange->refused = HTTP_TOO_LARGE;
	else if (all > server->options.max_bodies)
		exchange->refused = MHD_HTTP_SERVICE_UNAVAILABLE;
	else if (!exchange->form)
		buf_add(&exchange->body, bytes, n);
	else if (mhd.post_process(exchange->form, bytes, n) == MHD_NO && !exchange->refused)
		exchange->refused = MHD_HTTP_BAD_REQUEST;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection,
				  const char *path, const char *method, const char *version,
				  const char *bytes, size_t *n_bytes, void **of_request)
{
	struct http_server *server = context;
	struct exchange *exchange = *of_request;
	(void)version;
	if (!exchange)
		return begin(server, connection, path, method, of_request);
	if (*n_bytes) {
		take_body(server, exchange, bytes, *n_bytes);
		*n_bytes = 0;
		return MHD_YES;
	}
	if (exchange->form) {
		(void)mhd.destroy_post_processor(exchange->form);
		exchange->form = NULL;
		end_field(exchange);
	}
	if (exchange->refused)
		return plain_answer(connection, exchange->refused);
	watch_state(connection_of(connection), CONNECTION_ANSWERED);
	return answer(server, connection, exchange);
}

static void on_end(void *context, struct MHD_Connection *connection, void **of_request,
		   enum MHD_RequestTerminationCode code)
{
	struct http_server *server = context;
	struct exchange *exchange = *of_request;
	(void)code;
	watch_state(connection_of(connection), CONNECTION_ASKS);
	if (!exchange)
		return;
	if (exchange->form)
		(void)mhd.destroy_post_processor(exchange->form);
	atomic_fetch_sub(&server->bodies, exchange->counted);
	buf_release(&exchange->body);
	buf_release(&exchange->value);
	arena_release(&exchange->arena);
	mem_free(exchange);
	*of_request = NULL;
}

/* ---- the server ----------------------------------------------------------------------------- */

static struct MHD_Daemon *start(struct http_server *server)
{
	const struct http_options *options = &server->options;
	return mhd.start_daemon(
		MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request,
		server, MHD_OPTION_LISTEN_SOCKET, options->fd, MHD_OPTION_NOTIFY_COMPLETED, on_end,
		server, MHD_OPTION_NOTIFY_CONNECTION, note_connection, server,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, MHD_OPTION_CONNECTION_LIMIT,
		MAX_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, options->idle_s,
		MHD_OPTION_THREAD_POOL_SIZE, options->threads, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
		options->per_address, MHD_OPTION_END);
}

int http_open(const struct http_options *options, struct http_server **ret,
	      struct frugal_error *reterr)
{
	*ret = NULL;
	int r = mhd_load(reterr);
	if (r < 0)
		return r;
	struct http_server *server = mem_zalloc(1, sizeof(*server));
	if (!server)
		return error_nomem(reterr);
	server->options = *options;
	pthread_mutex_init(&server->lock, NULL);
	server->watch = watch_start(options->ask_s, options->answer_s);
	server->daemon = server->watch ? start(server) : NULL;
	if (!server->daemon) {
		int errnum = errno;
		watch_stop(server->watch);
		mem_free(server);
		return error_set(reterr, FRUGAL_EENV, _("cannot start the server: %s"),
				 strerror(errnum));
	}
	*ret = server;
	return 0;
}

static void wake(struct http_server *server)
{
	for (struct follower *follower = server->followers; follower; follower = follower->next) {
		if (!follower->suspended)
			continue;
		follower->suspended = false;
		mhd.resume_connection(follower->connection);
	}
}

void http_publish(struct http_server *server, struct str event)
{
	struct http_shared *shared = http_shared_new(event);
	if (!shared)
		return; /* the next one */
	pthread_mutex_lock(&server->lock);
	http_shared_unref(server->event);
	server->event = shared;
	server->number++;
	wake(server);
	pthread_mutex_unlock(&server->lock);
}

size_t http_followers(struct http_server *server)
{
	pthread_mutex_lock(&server->lock);
	size_t n = server->n_followers;
	pthread_mutex_unlock(&server->lock);
	return n;
}

void http_close(struct http_server *server)
{
	if (!server)
		return;
	pthread_mutex_lock(&server->lock);
	server->closing = true;
	wake(server);
	pthread_mutex_unlock(&server->lock);
	/*
	 * libmicrohttpd 0.9.75 follows a null pointer when a broken body arrives while it stops: it
	 * is stopped when nobody is connected.
	 */
	(void)mhd.quiesce_daemon(server->daemon);
	watch_drain(server->watch);
	mhd.stop_daemon(server->daemon);
	close(server->options.fd);
	watch_stop(server->watch);
	http_shared_unref(server->event);
	pthread_mutex_destroy(&server->lock);
	mem_free(server);
}
