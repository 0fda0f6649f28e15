/* SPDX-License-Identifier: Apache-2.0 */
/* The handle of a measure, which its files share; nobody else includes it. */
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
	struct knowledge power;   /* the library's again, for the power models alone */
	struct session_options sources;
	struct watch watch;
	struct tee *tee; /* NULL: its output is its own */
	struct rank rank;
	bool in_job;
	struct follower *follower; /* of a job whose first process keeps the record */
	char socket[120];          /* "": there is none */
	struct session *session;
	struct keeper keeper;
	frugal_result *result; /* of what is metered */
	bool runs, ended;
	bool filled;               /* the result is whole and may be asked for */
	bool given;                /* it is the caller's */
	struct frugal_error wrong; /* why there are no figures; code 0: there are */
	char kept_id[RUN_ID_SIZE];
};

/* A socket for marks in a folder of our own; FRUGAL_EENV when none can be made. */
int measure_listen(frugal_measure *measure, struct frugal_error *reterr);
void measure_unlisten(frugal_measure *measure);

/* A result of its own while the command runs. */
int measure_so_far(frugal_measure *measure, frugal_result **ret, struct frugal_error *reterr);

#endif
