/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The connections of a server, and a thread that cuts those that take too long in all: a client
 * that sends a byte now and then, or reads one, is never silent. A stream of events has no end.
 */
#ifndef SERVE_WATCH_H
#define SERVE_WATCH_H

#include <stdatomic.h>

#include "base/error.h"
#include "serve/http.h"

struct watch;

enum connection_state { CONNECTION_ASKS, CONNECTION_ANSWERED, CONNECTION_STREAMS };

struct connection {
	struct connection *next, **link;
	enum http_peer peer;
	int fd;
	_Atomic(enum connection_state) state;
	atomic_int_fast64_t since_s; /* in this state */
};

/* ask_s: from the connection, or the answer before, to the end of a request; answer_s: its answer.
 */
struct watch *watch_start(unsigned ask_s, unsigned answer_s); /* NULL: memory or threads are out */
void watch_stop(struct watch *watch);                         /* no connection is left */
/*
 * Ends every connection: one that waits for a request at once, another after its answer. Returns
 * when none is left, or after a few seconds.
 */
void watch_drain(struct watch *watch);

struct connection *watch_add(struct watch *watch, int fd);           /* NULL: memory is out */
void watch_drop(struct watch *watch, struct connection *connection); /* before fd is closed */
void watch_state(struct connection *connection, enum connection_state state);

#endif
