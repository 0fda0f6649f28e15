/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One metering, from a first reading to the record of a run. Of a command:
 *
 *	session_new      what is cheap: counters found and read once        (before the command)
 *	session_spawn    the command runs
 *	session_setup    what is slow: models, the processor's name         (while it runs)
 *	session_loop     a reading each interval until the command ends; returns at once
 *	session_fill     the record
 *
 * or of the calling process: session_new, session_setup, session_start_self (a thread reads),
 * session_fill at any time, session_stop. After setup nothing is allocated but by marks and fills.
 * Metering that fails leaves the command alone: what is missing is said in the record.
 */
#ifndef METER_SESSION_H
#define METER_SESSION_H

#include "sensor/sensor.h"
#include "store/run.h"

struct session;

struct session_options {
	struct duration interval;       /* between readings; 0: 0.1 s; 30 s at most */
	struct duration progress_every; /* 0: 5 s */
};

/* Power where nothing measures it: see meter/power_models.h. A callback may be NULL. */
struct power_models {
	/* Watts of the whole server at 0..100 % load, memory (facts->memory_bytes) included. */
	int (*server_curve)(void *context, const struct cpu_facts *facts, struct power_curve *ret,
			    struct frugal_error *reterr);
	/* Watts of that much memory, the same at each point. */
	int (*ram_power)(void *context, double gigabytes, struct power_curve *ret,
			 struct frugal_error *reterr);
	void *context;
	/*
	 * Of the server's watts, those of its memory: asked when both are modelled. NULL: ram_power
	 * is, though it may be more than the server at rest draws.
	 */
	int (*server_memory)(void *context, const struct cpu_facts *facts, struct power_curve *ret,
			     struct frugal_error *reterr);
};

/* The lowest credible power of each part of this host, as kept by the ledger. */
struct idle_powers {
	bool (*known)(void *context, const char *part, struct power *ret);
	/* At the end, when a lower one (or the first) was seen. May be NULL. */
	void (*seen)(void *context, const char *part, struct power lowest);
	void *context;
};

/* options may be NULL. The host outlives the session. Fails only for want of memory. */
int session_new(struct host *host, const struct session_options *options, struct session **ret,
		struct frugal_error *reterr);

/* FRUGAL_EENV when no process can be made; see host/process.h. */
int session_spawn(struct session *session, char *const argv[], struct frugal_error *reterr);

/* models and idle may be NULL. Never fails: a model that does is left out, and so says the record.
 */
void session_setup(struct session *session, const struct power_models *models,
		   const struct idle_powers *idle);

/* Looks whether the command has ended; call it between slow steps, so that its end is timed. */
bool session_poll(struct session *session);

/* Called every few seconds; may call session_fill. */
typedef void session_progress(void *context, struct session *session);

/* Reads and waits until the command has ended. progress may be NULL. */
void session_loop(struct session *session, session_progress *progress, void *context);

/* Meters the calling process (and the children it has waited for) by a thread of its own. */
int session_start_self(struct session *session, struct frugal_error *reterr);
void session_stop(struct session *session);

/* One reading, as the loop and the thread do. */
void session_tick(struct session *session);

/* Ends a section: its energy is that of the share perimeter since the last mark or the start. */
int session_mark(struct session *session, const char *name, struct frugal_error *reterr);

/*
 * Fills what the meter knows of run: times, exit code, CPU time, parts, sections, machine line,
 * what is left out; the rest is the caller's. May be called again with the same record.
 */
int session_fill(struct session *session, struct run_record *run, struct frugal_error *reterr);

/* After the end: tells the idle powers that were seen. */
void session_tell_idle(const struct session *session, const struct idle_powers *idle);

/* After the end: why the command could not be executed (an errno, exit code 126 or 127), or 0. */
int session_exec_error(const struct session *session);

/* What the machine is; all zero before session_setup. */
const struct cpu_facts *session_facts(const struct session *session);

/* Time from the first reading to the last. */
struct duration session_elapsed(const struct session *session);

/* No package can be read, so session_setup will ask for the server's power curve. */
bool session_wants_server(const struct session *session);

/* Everything that was found, chosen or not, for `frugal sensors`. */
const struct sources *session_sources(const struct session *session);

void session_free(struct session *session);

#endif
