/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One thread for each source. It sleeps on a condition variable between fetches, so that stopping
 * is immediate; the lock is never taken during a fetch.
 */
#include "sensor/poller.h"

#include <pthread.h>
#include <signal.h>
#include <time.h>

#include "base/intl.h"

#define LATE_INTERVALS 3
#define LATE_NS 1000000000

struct poller {
	const struct host *host;
	poller_fetch *fetch;
	void *context;
	int64_t interval_ns;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stopping;
	int64_t began_ns;
	struct tick last;
	bool has_last;
};

static void *ask_often(void *context)
{
	struct poller *poller = context;
	struct timespec next;
	clock_gettime(CLOCK_MONOTONIC, &next);
	pthread_mutex_lock(&poller->lock);
	while (!poller->stopping) {
		struct tick tick = {0};
		pthread_mutex_unlock(&poller->lock);
		poller->fetch(poller->context, &tick);
		tick.at_ns = host_monotonic_ns(poller->host);
		pthread_mutex_lock(&poller->lock);
		poller->last = tick;
		poller->has_last = true;
		int64_t ns = next.tv_nsec + poller->interval_ns;
		next.tv_sec += ns / 1000000000;
		next.tv_nsec = ns % 1000000000;
		struct timespec now;
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec > next.tv_sec) /* missed intervals are not made up for */
			next = now;
		while (!poller->stopping &&
		       pthread_cond_timedwait(&poller->wake, &poller->lock, &next) == 0)
			;
	}
	pthread_mutex_unlock(&poller->lock);
	return NULL;
}

int poller_start(const struct host *host, struct duration interval, poller_fetch *fetch,
		 void *context, struct poller **ret, struct frugal_error *reterr)
{
	sigset_t all, before;
	pthread_condattr_t monotonic;
	struct poller *poller = mem_zalloc(1, sizeof(*poller));
	if (!poller)
		return error_nomem(reterr);
	poller->host = host;
	poller->fetch = fetch;
	poller->context = context;
	poller->interval_ns = (int64_t)(interval.s * NS_PER_SECOND);
	poller->began_ns = host_monotonic_ns(host);
	pthread_mutex_init(&poller->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&poller->wake, &monotonic);
	pthread_condattr_destroy(&monotonic);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int r = pthread_create(&poller->thread, NULL, ask_often, poller);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (r != 0) {
		mem_free(poller);
		return error_io(reterr, _("start"), _("the thread of the meter"), r);
	}
	*ret = poller;
	return 0;
}

void poller_read(struct poller *poller, struct tick *ret_tick)
{
	int64_t now_ns = host_monotonic_ns(poller->host);
	pthread_mutex_lock(&poller->lock);
	*ret_tick = poller->last;
	int64_t since = poller->has_last ? poller->last.at_ns : poller->began_ns;
	if (!poller->has_last)
		ret_tick->state = TICK_STALE;
	if (now_ns - since > LATE_INTERVALS * poller->interval_ns + LATE_NS)
		ret_tick->state = TICK_STALE;
	pthread_mutex_unlock(&poller->lock);
	ret_tick->at_ns = now_ns; /* a power is valid until the next one */
}

void poller_stop(struct poller *poller)
{
	if (!poller)
		return;
	pthread_mutex_lock(&poller->lock);
	poller->stopping = true;
	pthread_cond_signal(&poller->wake);
	pthread_mutex_unlock(&poller->lock);
	pthread_join(poller->thread, NULL);
	pthread_cond_destroy(&poller->wake);
	pthread_mutex_destroy(&poller->lock);
	mem_free(poller);
}
