/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A source that takes time to answer (a meter on the network, a management controller, a program)
 * is asked by a thread of its own; what is read is its last answer with its time. One that hangs
 * becomes stale, and holds nobody up.
 */
#ifndef SENSOR_POLLER_H
#define SENSOR_POLLER_H

#include "sensor/sensor.h"

struct poller;

/*
 * Asks again after each interval. fetch fills raw and state (at_ns is set after it returns) and
 * may take its time, but not for ever: give it bounds of its own.
 */
typedef void poller_fetch(void *context, struct tick *ret);

int poller_start(const struct host *host, struct duration interval, poller_fetch *fetch,
		 void *context, struct poller **ret, struct frugal_error *reterr);

/* The last power told, which holds; stale when it is older than three intervals and a second. */
void poller_read(struct poller *poller, struct tick *ret_tick);

/* Waits for a fetch that is under way. NULL is fine. */
void poller_stop(struct poller *poller);

#endif
