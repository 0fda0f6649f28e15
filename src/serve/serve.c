/* SPDX-License-Identifier: Apache-2.0 */
/* Opens the server: where it listens, its tokens, the ledger it watches; and closes it. */
#include "serve/server.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/places.h"
#include "serve/listen.h"
#include "serve/live.h"

#define MAX_BODY ((size_t)32 << 20)
#define MAX_BODIES ((size_t)256 << 20)
#define IDLE_S 30
#define ASK_S 30
#define ANSWER_S 300
#define PER_ADDRESS 2048

static unsigned threads_of_machine(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	return n < 2 ? 2 : n > 8 ? 8 : (unsigned)n;
}

static char *joined(const char *path, const char *end)
{
	struct buf text = {0};
	buf_addf(&text, "%s%s", path, end);
	return buf_steal(&text);
}

/* The files that change whenever the ledger does. */
static int find_ledger(struct server *server, struct frugal_error *reterr)
{
	frugal_library *library = NULL;
	struct buf path = {0};
	int r = frugal_library_new(&server->settings.library, &library, reterr);
	if (r < 0)
		return r;
	const char *given = context_of(library)->store;
	if (given)
		buf_puts(&path, given);
	else
		(void)place_add(&path, PLACE_STATE, "frugal/ledger.db");
	server->ledger_path = joined(buf_text(&path), "");
	server->log_path = joined(buf_text(&path), "-wal");
	server->running_path = joined(buf_text(&path), ".running");
	buf_release(&path);
	frugal_library_free(library);
	return server->ledger_path && server->log_path && server->running_path
		       ? 0
		       : error_nomem(reterr);
}

static int start(struct server *server, struct frugal_error *reterr)
{
	server->hash_path = serve_hash_path();
	int r = token_make(server->token, reterr);
	if (r == 0)
		r = token_make(server->prefix, reterr);
	if (r == 0)
		r = find_ledger(server, reterr);
	if (r == 0)
		r = listen_open(server, reterr);
	if (r == 0)
		r = live_new(server, reterr);
	if (r < 0)
		return r;
	const struct http_options options = {.handler = serve_request,
					     .context = server,
					     .fd = server->fd,
					     .threads = threads_of_machine(),
					     .per_address = PER_ADDRESS,
					     .max_body = MAX_BODY,
					     .max_bodies = MAX_BODIES,
					     .ask_s = ASK_S,
					     .answer_s = ANSWER_S,
					     .idle_s = IDLE_S};
	r = http_open(&options, &server->http, reterr);
	return r < 0 ? r : live_start(server, reterr);
}

int serve_open(const struct serve_settings *settings, struct server **ret,
	       struct frugal_error *reterr)
{
	struct server *server = mem_zalloc(1, sizeof(*server));
	*ret = NULL;
	if (!server)
		return error_nomem(reterr);
	server->settings = *settings;
	server->fd = -1;
	server->started_s = (int64_t)time(NULL);
	pthread_mutex_init(&server->lock, NULL);
	int r = start(server, reterr);
	if (r < 0)
		serve_close(server);
	else
		*ret = server;
	return r;
}

const char *serve_address(const struct server *server)
{
	return server->address;
}

bool serve_is_open(const struct server *server)
{
	return server->on_any;
}

bool serve_has_token(const struct server *server)
{
	return server->hash_path && access(server->hash_path, R_OK) == 0;
}

void serve_close(struct server *server)
{
	if (!server)
		return;
	live_stop(server); /* publishes no more */
	if (server->http)
		http_close(server->http); /* closes the socket too */
	else if (server->fd >= 0)
		close(server->fd);
	live_release(server);
	if (*server->socket_path)
		unlink(server->socket_path);
	hands_release(server);
	kept_release(server);
	mem_free(server->hash_path);
	mem_free(server->ledger_path);
	mem_free(server->log_path);
	mem_free(server->running_path);
	pthread_mutex_destroy(&server->lock);
	mem_free(server);
}
