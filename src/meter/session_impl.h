/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the session share; nobody else includes it. */
#ifndef METER_SESSION_IMPL_H
#define METER_SESSION_IMPL_H

#include <pthread.h>

#include "host/misses.h"
#include "host/process.h"
#include "host/ranks.h"
#include "meter/cover.h"
#include "meter/mark.h"
#include "meter/part.h"
#include "meter/session.h"

#define MODELLED_PARTS 3 /* server, ram, rest */

/* Totals at one moment, what is pending included. */
struct snapshot {
	struct usage usage;
	struct energy attributed, idle;
};

struct open_section {
	char name[MARK_NAME];
	struct snapshot from;
	int64_t begin_us;
};

struct session {
	struct host *host;
	bool owns_host;
	struct arena arena; /* sources, parts, names of marks */
	int64_t interval_ns;
	int64_t progress_ns;

	struct sources sources;
	struct sources slow; /* in an arena of its own: found by another thread */
	struct arena slow_arena;
	bool slow_found, slow_taken;
	bool node_truth, counts_containers;
	const char *const *specs;
	char *const *environment; /* of what is metered */
	const char *gpus;         /* those that count, by number; NULL: the makers' variables say */
	struct cover_plan plan;
	struct part *parts;
	size_t n_parts; /* room for each source and the modelled parts */
	struct model_feed server, ram, rest;
	struct cover_models has;
	struct energy supplied; /* of what the supply feeds beside the rest, so far */

	struct busy busy;
	bool has_busy;
	struct usage start, now;
	int64_t suspended_before_ns; /* boot time ahead of monotonic time, at the last tick */
	int64_t started_us, started_boot_ns;
	struct cpu_facts facts;
	const char *left_out;

	struct misses *misses; /* of the command and the machine; NULL: memory by CPU time */
	int64_t misses_ns;     /* when they were last read */

	struct process *process; /* of a command; NULL when the session meters its own process */
	bool ended, ending;      /* ending: the reading that is being taken is the last */
	int64_t ended_us;
	int exec_error;
	int64_t thread_cpu_ns; /* what our thread has used, once it has stopped */

	pthread_t thread; /* of a self-metering session */
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool has_thread, stopping;
	int64_t self_start_ns, self_children_ns, self_children_start_ns;

	struct run_section *sections;
	size_t n_sections, cap_sections;
	struct run_metric *metrics;
	size_t n_metrics, cap_metrics;
	struct open_section *open_sections;
	size_t n_open, cap_open;
	struct snapshot origin, last_mark, last_epoch;
	int64_t last_mark_us, last_epoch_us, cut_ns;
	struct snapshot last_step; /* where the newest piece of steps began */
	int64_t last_step_number;
	struct session_course course; /* but for its sections */
	struct rank_word *ranks;      /* the others of a job on this machine, as heard last */
	size_t n_ranks, cap_ranks;
	int64_t alone_ns; /* since when our own command has ended; 0: it runs */
	int out_fd;
	int mark_fd;           /* -1: nobody is heard */
	const char *mark_path; /* its socket */
};

/* From here on the CPU time of our own process counts, where no command is metered. */
void session_start_cpu(struct session *session);

/* CPU time so far of what is metered. */
int64_t session_cpu_ns(struct session *session);

/* True when that became known too late to be set against the machine's of the same moment. */
bool session_tells_late(const struct session *session);

/* Finds and opens what is quickly found; then, from setup, adds what session_find_slow found. */
int session_open_fast(struct session *session, struct frugal_error *reterr);
int session_take_slow(struct session *session, const struct power_models *models,
		      struct frugal_error *reterr);

/* Runs shorter than this are taken between renewals of their counters. */
#define ALIGN_BELOW_NS 1000000000

/* Just after the command has been started; and when it has ended, after its last tick. */
void session_align_start(struct session *session);
void session_align_end(struct session *session);

/* Whose a process is: the command's, or of the calling process and its children. */
bool session_owns(void *context, int pid);

void session_snapshot(const struct session *session, struct snapshot *ret);

/* The share perimeter between two moments. */
struct energy session_between(const struct session *session, const struct snapshot *from,
			      const struct snapshot *to);

/* Reads the marks that have come. */
void session_hear(struct session *session);

/* The tick without the lock. */
void session_read_all(struct session *session, bool forced);

#endif
