/* SPDX-License-Identifier: Apache-2.0 */
/* A clock that the test moves: what the scheduler does to us is in no figure. */
#ifndef TESTS_MOVED_CLOCK_H
#define TESTS_MOVED_CLOCK_H

#include "host/host.h"

static int64_t now_ns;

static inline struct host_time tell_time(void *context)
{
	(void)context;
	return (struct host_time){now_ns, now_ns};
}

static inline int64_t tell_utc(void *context)
{
	(void)context;
	return now_ns / 1000;
}

static const struct host_clock clock_of_test = {tell_time, tell_utc, NULL};

#endif
