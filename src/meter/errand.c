/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The thread makes one call and sets a flag. The waiting side polls the session in short steps,
 * since the end of the command must be timed.
 */
#include "meter/errand.h"

#include <time.h>

/* Pause between two looks at the command. */
#define STEP_NS 2000000

static void *run_errand(void *context)
{
	struct errand *errand = context;
	errand->call(errand->context);
	return NULL;
}

void errand_start(struct errand *errand, struct session *session, void (*call)(void *context),
		  void *context)
{
	*errand = (struct errand){.session = session, .call = call, .context = context};
	errand->apart = pthread_create(&errand->thread, NULL, run_errand, errand) == 0;
	if (!errand->apart)
		call(context);
}

void errand_wait(struct errand *errand)
{
	struct timespec until;
	while (errand->apart) {
		(void)session_poll(errand->session);
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_nsec += STEP_NS;
		until.tv_sec += until.tv_nsec / 1000000000;
		until.tv_nsec %= 1000000000;
		errand->apart = pthread_timedjoin_np(errand->thread, NULL, &until) != 0;
	}
}
