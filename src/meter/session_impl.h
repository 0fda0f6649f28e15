/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a session, shared by the files session*.c; no other file includes this. */
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

/* What the share perimeter is made of; board_idle is the idle energy of accelerators. */
struct share_sums {
	struct energy attributed, idle, board_idle;
};

/* The command's shares of the idle energy: of the machine's, and of all accelerators'. */
struct idle_shares {
	double machine, boards;
};

/* Totals at one moment, with the energy that is still pending, and the shares since the start. */
struct snapshot {
	struct usage usage;
	struct share_sums sums;
	struct idle_shares shares;
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
	struct sources slow; /* in an arena of its own: another thread finds them */
	struct arena slow_arena;
	bool slow_found, slow_taken;
	bool set_up;         /* session_setup has ended */
	int64_t judged_ns;   /* when the sources were last judged, since the start */
	bool boards_changed; /* another process of the job has boards of its own */
	bool node_truth, counts_containers, waits;
	bool lingers;    /* the command has ended, and what it left behind is waited for */
	int left_behind; /* processes of it that still ran at the end */
	const char *const *specs;
	char *const *environment; /* of the metered command */
	const char *order_note;   /* that it is not known which boards a list leaves; or NULL */
	const char *gpus;         /* those that count, by number; NULL: by the makers' variables */
	struct cover_plan plan;
	struct part *parts;
	size_t n_parts; /* room for each source and the modelled parts */
	struct model_feed server, ram, rest;
	struct cover_models has;
	struct energy supplied; /* of the parts that share the supply with the rest, so far */

	struct busy busy;
	bool has_busy;
	struct usage start, now;
	int64_t suspended_before_ns; /* boot time ahead of monotonic time, at the last tick */
	int64_t started_us, started_boot_ns;
	struct cpu_facts facts;
	const char *left_out;

	struct misses *misses; /* of the command and the machine; NULL: memory by CPU time */
	int64_t misses_ns;     /* of the last reading */

	struct process *process; /* of a command; NULL when the session meters its own process */
	bool ended, ending;      /* ending: the reading under way is the last */
	int64_t ended_us;
	int exec_error;
	int64_t thread_cpu_ns; /* CPU time of the meter's thread, once it has stopped */

	pthread_t thread;           /* of a self-metering session */
	struct session_calls calls; /* which it makes */
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool has_thread, stopping;
	int64_t self_start_ns, self_children_ns, self_children_start_ns;

	struct run_section *sections;
	size_t n_sections, cap_sections;
	struct share_sums *section_sums; /* of each */
	size_t cap_section_sums;
	struct run_metric *metrics;
	size_t n_metrics, cap_metrics;
	struct open_section *open_sections;
	size_t n_open, cap_open;
	struct snapshot origin, last_mark, last_epoch;
	int64_t last_mark_us, last_epoch_us, cut_ns;
	struct snapshot last_step; /* at the beginning of the newest piece of steps */
	int64_t last_step_number;
	int64_t epochs_by[2]; /* the last by a mark, and the last by the output of the command */
	bool epoch_clocked, step_clocked; /* the newest number was 0; a step was reported */
	struct session_course course;     /* except for its sections */
	struct run_part *looked;          /* room for the parts and the rest of the machine */
	char attribution[64];             /* with the number of ranks */
	struct rank_word *ranks; /* the last words of the others of a job on this machine */
	size_t n_ranks, cap_ranks;
	int64_t alone_ns; /* when our own command ended; 0: it runs */
	int out_fd;
	int mark_fd;           /* -1: no socket */
	const char *mark_path; /* its socket */
};

/* From here on the CPU time of our own process counts, where no command is metered. */
void session_start_cpu(struct session *session);

/* CPU time of the metered processes so far. */
int64_t session_cpu_ns(struct session *session);

/* True when CPU time comes too late to be compared with the machine's of the same moment. */
bool session_counts_late(const struct session *session);

/* Finds and opens the fast sources; setup later adds those of session_find_slow. */
int session_open_fast(struct session *session, struct frugal_error *reterr);
int session_take_slow(struct session *session, const struct power_models *models,
		      struct frugal_error *reterr);

/* Marks the accelerators that the command may not use. */
void session_hide_boards(struct session *session);

/*
 * Chooses the parts among the sources; parts that stay chosen, and models, go on unchanged. May be
 * called again after the sources changed.
 */
int session_choose(struct session *session, struct frugal_error *reterr);

/* Adds the models that the choice needs and that are not there yet; with the lock. */
void session_add_models(struct session *session, const struct power_models *models);

/* Shorter runs are measured between renewals of their counters. */
#define ALIGN_BELOW_NS 1000000000

/* Called just after the command started; and after its last tick. */
void session_align_start(struct session *session);
void session_align_end(struct session *session);

/* Whether a process belongs to the command, or to the calling process and its children. */
bool session_owns(void *context, int pid);

/*
 * Where the meter of the whole machine is the truth: fills the rest, its energy less that of the n
 * parts, with idle, attributed and unattributed energy in the proportions of their remainders.
 */
void session_fill_rest(const struct run_part *parts, size_t n, const struct run_part *checks,
		       size_t n_checks, struct run_part *ret);

/*
 * Fills session->looked with the parts so far as the record has them: those that count, the rest
 * of the whole machine, the checks. Returns their number.
 */
size_t session_look_at_parts(struct session *session);

void session_snapshot(struct session *session, struct snapshot *ret);

/* The share perimeter between two moments, idle energy by the shares at the second. */
struct share_sums session_sums_between(const struct snapshot *from, const struct snapshot *to);
struct energy session_weigh(const struct share_sums *sums, const struct idle_shares *shares);
struct energy session_between(const struct snapshot *from, const struct snapshot *to);

/* Weighs the idle energy of all sections by the shares of this record, whose parts are filled. */
void session_weigh_sections(struct session *session, const struct run_record *run);

/* session_energy without the lock. */
struct energy session_so_far(struct session *session);

/* Reads the marks that have arrived. */
void session_hear(struct session *session);

/* session_tick without the lock. */
void session_read_all(struct session *session, bool forced);

#endif
