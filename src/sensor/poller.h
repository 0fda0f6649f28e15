/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A thread of its own fetches from a source that takes time to answer (a meter on the network, a
 * management controller, a program); a read gives its last answer with its time. A source that
 * hangs becomes stale, and delays no other.
 */
#ifndef SENSOR_POLLER_H
#define SENSOR_POLLER_H

#include "sensor/sensor.h"

struct poller;

/*
 * Fetches again after each interval. fetch fills raw and state (at_ns is set after it returns) and
 * may take time, but not for ever: its requests need limits of their own.
 */
typedef void poller_fetch(void *context, struct tick *ret);

int poller_start(const struct host *host, struct duration interval, poller_fetch *fetch,
		 void *context, struct poller **ret, struct frugal_error *reterr);

/*
 * Gives the last power, which stays valid; stale when it is older than three intervals and a
 * second.
 */
void poller_read(struct poller *poller, struct tick *ret_tick);

/* Waits for a fetch under way. Accepts NULL. */
void poller_stop(struct poller *poller);

#endif
