/* SPDX-License-Identifier: Apache-2.0 */
/* The handle of a measure, shared by measure.c and measure_wait.c; no other file includes it. */
#ifndef API_MEASURE_H
#define API_MEASURE_H

#include "api/measured.h"
#include "host/attach.h"
#include "host/follower.h"
#include "meter/tee.h"
#include "meter/watch.h"

struct frugal_measure {
	frugal_library *library;
	struct frugal_measure_options options;
	struct arena arena;
	char *const *environment; /* of the command */
	struct knowledge power;   /* like the library's, for the power models only */
	struct session_options sources;
	struct watch watch;
	struct tee *tee;    /* NULL: its output is not read */
	bool found_nothing; /* in that output, by the pattern of epochs */
	struct rank rank;
	bool in_job;
	struct follower *follower; /* the first process of the job stores the record */
	char socket[120];          /* "": none */
	struct session *session;
	struct keeper keeper;
	frugal_result *result; /* of what is metered */
	bool runs, ended;
	bool by_hours;             /* the figures so far: not by a year */
	bool filled;               /* the result is complete */
	bool given;                /* the caller owns it */
	struct frugal_error wrong; /* why figures are missing; code 0: none is */
	char kept_id[RUN_ID_SIZE];
};

/* Creates a socket for marks in a folder of our own; FRUGAL_EENV when that fails. */
int measure_listen(frugal_measure *measure, struct frugal_error *reterr);
void measure_unlisten(frugal_measure *measure);

/* A separate result while the command runs. */
int measure_so_far(frugal_measure *measure, frugal_result **ret, struct frugal_error *reterr);

#endif
