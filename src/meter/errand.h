/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A call that may have to wait for another process (the ledger, while it is locked), in a thread of
 * its own, so that the end of the command is seen and timed during the call.
 */
#ifndef METER_ERRAND_H
#define METER_ERRAND_H

#include <pthread.h>
#include <stdbool.h>

#include "meter/session.h"

struct errand {
	struct session *session;
	void (*call)(void *context);
	void *context;
	pthread_t thread;
	bool apart;
};

/*
 * Without a thread the call is made at once. The errand must not move in memory until it has ended.
 */
void errand_start(struct errand *errand, struct session *session, void (*call)(void *context),
		  void *context);

/*
 * Waits until the call has returned, and polls the session; once a second it takes a reading and
 * makes the call `tick` (calls may be NULL: no readings).
 */
void errand_wait(struct errand *errand, const struct session_calls *calls);

#endif
