/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A call that may have to wait for somebody else (the ledger, held by another process), in a
 * thread of its own, so that the end of the command is seen and timed meanwhile.
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

/* Without a thread the call is made at once. The errand must stay where it is until it is over. */
void errand_start(struct errand *errand, struct session *session, void (*call)(void *context),
		  void *context);

/* Until the call has returned; the session is polled. */
void errand_wait(struct errand *errand);

#endif
