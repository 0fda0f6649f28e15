/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/watch.h"

#include <pthread.h>
#include <sys/socket.h>
#include <time.h>

#include "base/mem.h"
#include "serve/peer.h"

#define LOOK_S 2
#define DRAIN_MS 5000
#define DRAIN_STEP_MS 5
#define STREAM_MS 500 /* what a stream may take to end by itself */

struct watch {
	pthread_t thread;
	pthread_mutex_t lock; /* of all below */
	pthread_cond_t stopped;
	struct connection *connections;
	unsigned ask_s, answer_s;
	bool stop;
};

static int64_t now_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return (int64_t)t.tv_sec;
}

/* Under the lock. The thread of the connection sees its end, and drops it. */
static void cut_late(const struct watch *watch)
{
	int64_t now = now_s();
	for (struct connection *c = watch->connections; c; c = c->next) {
		enum connection_state state = atomic_load(&c->state);
		int64_t most = state == CONNECTION_ASKS ? watch->ask_s : watch->answer_s;
		if (state != CONNECTION_STREAMS && now - atomic_load(&c->since_s) > most)
			(void)shutdown(c->fd, SHUT_RDWR);
	}
}

static void *look(void *context)
{
	struct watch *watch = context;
	pthread_mutex_lock(&watch->lock);
	while (!watch->stop) {
		struct timespec until;
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_sec += LOOK_S;
		if (!watch->connections)
			pthread_cond_wait(&watch->stopped, &watch->lock);
		else
			(void)pthread_cond_timedwait(&watch->stopped, &watch->lock, &until);
		cut_late(watch);
	}
	pthread_mutex_unlock(&watch->lock);
	return NULL;
}

struct watch *watch_start(unsigned ask_s, unsigned answer_s)
{
	struct watch *watch = mem_zalloc(1, sizeof(*watch));
	pthread_condattr_t attributes;
	if (!watch)
		return NULL;
	watch->ask_s = ask_s;
	watch->answer_s = answer_s;
	pthread_mutex_init(&watch->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&watch->stopped, &attributes);
	pthread_condattr_destroy(&attributes);
	if (pthread_create(&watch->thread, NULL, look, watch) == 0)
		return watch;
	pthread_cond_destroy(&watch->stopped);
	pthread_mutex_destroy(&watch->lock);
	mem_free(watch);
	return NULL;
}

/* Whether any is left. */
static bool drain_some(struct watch *watch, int waited_ms)
{
	pthread_mutex_lock(&watch->lock);
	for (struct connection *c = watch->connections; c; c = c->next) {
		enum connection_state state = atomic_load(&c->state);
		if (state == CONNECTION_ASKS)
			(void)shutdown(c->fd, SHUT_RD);
		else if (state == CONNECTION_STREAMS && waited_ms >= STREAM_MS)
			(void)shutdown(c->fd, SHUT_RDWR);
	}
	bool any = watch->connections != NULL;
	pthread_mutex_unlock(&watch->lock);
	return any;
}

void watch_drain(struct watch *watch)
{
	const struct timespec step = {.tv_nsec = DRAIN_STEP_MS * 1000000L};
	for (int ms = 0; ms < DRAIN_MS && drain_some(watch, ms); ms += DRAIN_STEP_MS)
		nanosleep(&step, NULL);
}

void watch_stop(struct watch *watch)
{
	if (!watch)
		return;
	pthread_mutex_lock(&watch->lock);
	watch->stop = true;
	pthread_cond_signal(&watch->stopped);
	pthread_mutex_unlock(&watch->lock);
	pthread_join(watch->thread, NULL);
	pthread_cond_destroy(&watch->stopped);
	pthread_mutex_destroy(&watch->lock);
	mem_free(watch);
}

void watch_state(struct connection *connection, enum connection_state state)
{
	if (!connection)
		return;
	atomic_store(&connection->since_s, now_s());
	atomic_store(&connection->state, state);
}

struct connection *watch_add(struct watch *watch, int fd)
{
	struct connection *connection = mem_zalloc(1, sizeof(*connection));
	if (!connection)
		return NULL;
	connection->peer = peer_of(fd);
	connection->fd = fd;
	watch_state(connection, CONNECTION_ASKS);
	pthread_mutex_lock(&watch->lock);
	bool first = !watch->connections;
	connection->next = watch->connections;
	connection->link = &watch->connections;
	if (connection->next)
		connection->next->link = &connection->next;
	watch->connections = connection;
	if (first)
		pthread_cond_signal(&watch->stopped);
	pthread_mutex_unlock(&watch->lock);
	return connection;
}

void watch_drop(struct watch *watch, struct connection *connection)
{
	if (!connection)
		return;
	pthread_mutex_lock(&watch->lock);
	*connection->link = connection->next;
	if (connection->next)
		connection->next->link = connection->link;
	pthread_mutex_unlock(&watch->lock);
	mem_free(connection);
}
