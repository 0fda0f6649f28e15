/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The thread makes one call and sets a flag. The waiting side polls the session in short steps,
 * since the end of the command must be timed.
 */
#include "meter/errand.h"

#include <math.h>
#include <time.h>

/* Pause between two looks at the command. */
#define STEP_NS 2000000
#define LOOK_S 0.9 /* so that two looks are less than a second apart */

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

/* An errand of less than a second, as nearly all are, sees none of this. */
static void look(struct session *session, const struct session_calls *calls, double *due_s)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	const double now_s = (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
	if (isnan(*due_s))
		*due_s = now_s + LOOK_S;
	if (now_s < *due_s)
		return;
	*due_s = now_s + LOOK_S;
	session_tick(session);
	calls->tick(calls->context, session);
}

void errand_wait(struct errand *errand, const struct session_calls *calls)
{
	struct timespec until;
	double due_s = NAN;
	while (errand->apart) {
		if (!session_poll(errand->session) && calls)
			look(errand->session, calls, &due_s);
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_nsec += STEP_NS;
		until.tv_sec += until.tv_nsec / 1000000000;
		until.tv_nsec %= 1000000000;
		errand->apart = pthread_timedjoin_np(errand->thread, NULL, &until) != 0;
	}
}
