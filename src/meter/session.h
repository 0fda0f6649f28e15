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

#include "base/str.h"
#include "meter/predict.h"
#include "record/run.h"
#include "sensor/sensor.h"

struct session;
struct host_chassis;

struct session_options {
	struct duration interval;       /* between readings; 0: 0.1 s; 30 s at most */
	struct duration progress_every; /* 0: 5 s; rarer as the run gets longer */
	const char *const *sensors; /* more sources (sensor/specs.h), ends with NULL; outlives it */
	int out_fd;                 /* another standard output for the command; 0: ours */
	/* The variables of what is metered, which say the accelerators it may use; NULL: ours. */
	char *const *environment;
	const char *gpus; /* the accelerators to count, "0,2"; NULL: their makers' variables say */
	bool containers;  /* those that begin while the command runs are its own */
	bool node_truth;  /* trust a meter of the whole machine more than the sum of the parts */
};

/* Power where nothing measures it: see meter/power_models.h. A callback may be NULL. */
struct power_models {
	/* Watts of the whole server at 0..100 % load, memory (facts->memory_bytes) included. */
	int (*server_curve)(void *context, const struct cpu_facts *facts, struct power_curve *ret,
			    struct frugal_error *reterr);
	/*
	 * What is beside processors and memory, of a machine of this form: *ret.w[0] watts always,
	 * and *ret_share of what those draw.
	 */
	int (*rest_power)(void *context, const struct host_chassis *chassis,
			  struct power_curve *ret, double *ret_share, struct frugal_error *reterr);
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
	/* Watts of an accelerator that nothing measures, by the share of the time it computes. */
	int (*board_curve)(void *context, const char *name, struct power_curve *ret,
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

/* The same with a host of its own, which is freed with it. */
int session_open(const struct host_options *here, const struct session_options *options,
		 struct session **ret, struct frugal_error *reterr);

struct host *session_host(const struct session *session);

/*
 * FRUGAL_EENV when no process can be made; see host/process.h. The command finds the socket of
 * session_listen in its FRUGAL_SOCKET.
 */
int session_spawn(struct session *session, char *const argv[], struct frugal_error *reterr);

/* Meters what runs already (host/attach.h) until it ends; takes attached over. */
struct attached;
int session_attach(struct session *session, struct attached *attached, struct frugal_error *reterr);

/*
 * Finds the sources that take long to find. May run in another thread while the session is
 * polled, but not beside session_setup, which calls it if nobody did.
 */
void session_find_slow(struct session *session);

/* At once: is a thread for that worth its while? */
bool session_has_slow(struct session *session);

/* models and idle may be NULL. Never fails: a model that does is left out, and so says the record.
 */
void session_setup(struct session *session, const struct power_models *models,
		   const struct idle_powers *idle);

/* Looks whether the command has ended; call it between slow steps, so that its end is timed. */
bool session_poll(struct session *session);

/* May call session_fill. */
typedef void session_call(void *context, struct session *session);

/* What is called while the command runs; each may be NULL. */
struct session_calls {
	session_call *progress; /* every few seconds: see session_options */
	session_call *tick;     /* after each reading */
	void *context;
};

/* Reads and waits until the command has ended. */
void session_loop(struct session *session, const struct session_calls *calls);

/*
 * Hears marks (meter/mark.h) on a datagram socket, which is made at path; the caller removes the
 * file. Called before session_loop.
 */
int session_listen(struct session *session, const char *path, struct frugal_error *reterr);

/*
 * How many other processes of a parallel job were heard on that socket (host/ranks.h): their CPU
 * time counts as the command's, and the session waits a moment for their end.
 */
size_t session_ranks(const struct session *session);

/* One line of a mark. FRUGAL_EUSAGE: it is none, or the meter has stopped. */
int session_take(struct session *session, struct str line, struct frugal_error *reterr);

/* The same of what a command said before its end and we read after it: it counts up to the end. */
int session_take_late(struct session *session, struct str line, struct frugal_error *reterr);

/* How far the command says it is. */
struct session_course {
	int64_t epochs, epochs_total, steps, steps_total; /* 0: not said */
	struct pace epoch_pace, step_pace;
	struct energy energy_at; /* at the last epoch or step, since the start */
	struct duration elapsed_at;
	const struct run_section *sections; /* as long as nothing is marked */
	size_t n_sections;
};

void session_course(struct session *session, struct session_course *ret);

/* What the command answers for so far (share perimeter), and the power of the last second. */
struct energy session_energy(struct session *session);

/* Stops the command, or lets it go on; frugal goes on reading (host/process.h). */
void session_pause(struct session *session, bool pauses);

/* A signal to all processes of the command. */
void session_signal(struct session *session, int signal_number);

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

/* Time between two readings, as it was granted: 30 s at most. */
struct duration session_interval(const struct session *session);

/* Time from the first reading to the last. */
struct duration session_elapsed(struct session *session);

/* No package can be read, so session_setup will ask for the server's power curve. */
bool session_wants_server(const struct session *session);

/* Everything that was found, chosen or not, for `frugal sensors`. */
const struct sources *session_sources(const struct session *session);

void session_free(struct session *session);

#endif
