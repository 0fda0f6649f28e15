/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One metering, from a first reading to the record of a run. Of a command:
 *
 * 	session_new      fast: counters found and read once                 (before the command)
 * 	session_spawn    the command runs
 * 	session_setup    slow: models, the processor's name                 (while it runs)
 * 	session_loop     a reading each interval until the command ends; returns at once
 * 	session_fill     the record
 *
 * or of the calling process: session_new, session_setup, session_start_self (a thread reads),
 * session_fill at any time, session_stop. After setup only marks and fills allocate. A failure of
 * the metering leaves the command alone: the record states what is missing.
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
	/* more sources (sensor/specs.h), ends with NULL; outlives the session */
	const char *const *sensors;
	int out_fd; /* another standard output for the command; 0: ours */
	/*
	 * The variables of the metered command, which name the accelerators it may use; NULL: ours.
	 */
	char *const *environment;
	const char *gpus; /* the accelerators to count, "0,2"; NULL: by their makers' variables */
	bool containers;  /* containers that begin while the command runs count as its own */
	bool waits;       /* goes on until the processes that the command left have ended, too */
	bool node_truth;  /* trust a meter of the whole machine more than the sum of the parts */
};

/* Power where nothing measures it: see meter/power_models.h. A callback may be NULL. */
struct power_models {
	/* Watts of the whole server at 0..100 % load, memory (facts->memory_bytes) included. */
	int (*server_curve)(void *context, const struct cpu_facts *facts, struct power_curve *ret,
			    struct frugal_error *reterr);
	/*
	 * The rest of a machine of this chassis, without processors and memory: *ret.w[0] watts
	 * constant, and *ret_share of their power.
	 */
	int (*rest_power)(void *context, const struct host_chassis *chassis,
			  struct power_curve *ret, double *ret_share, struct frugal_error *reterr);
	/* Watts of that much memory, the same at each point. */
	int (*ram_power)(void *context, double gigabytes, struct power_curve *ret,
			 struct frugal_error *reterr);
	void *context;
	/*
	 * The part of the server's watts that is its memory's: asked when both are modelled. NULL:
	 * ram_power is asked, though it may exceed the idle power of the server.
	 */
	int (*server_memory)(void *context, const struct cpu_facts *facts, struct power_curve *ret,
			     struct frugal_error *reterr);
	/* Watts of an accelerator that nothing measures, by the share of the time it computes. */
	int (*board_curve)(void *context, const char *name, struct power_curve *ret,
			   struct frugal_error *reterr);
	/* Fills facts->model_name where the kernel has none. */
	void (*name_processor)(void *context, struct cpu_facts *facts);
};

/* The lowest credible power of each part of this host, as stored in the ledger. */
struct idle_powers {
	bool (*known)(void *context, const char *part, struct power *ret);
	/* Called at the end with a lower one, or the first. May be NULL. */
	void (*seen)(void *context, const char *part, struct power lowest);
	void *context;
};

/* options may be NULL. The host outlives the session. Fails only for lack of memory. */
int session_new(struct host *host, const struct session_options *options, struct session **ret,
		struct frugal_error *reterr);

/* The same with a host of its own, which is freed with the session. */
int session_open(const struct host_options *here, const struct session_options *options,
		 struct session **ret, struct frugal_error *reterr);

struct host *session_host(const struct session *session);

/*
 * What is measured is the machine's, and the usage of processors that is visible is that of this
 * container: all above idle counts as the command's.
 */
bool session_sees_container(const struct session *session);

/*
 * FRUGAL_EENV when no process can be created; see host/process.h. The command finds the socket of
 * session_listen in its FRUGAL_SOCKET.
 */
int session_spawn(struct session *session, char *const argv[], struct frugal_error *reterr);

/* Meters processes that run already (host/attach.h) until they end; takes over attached. */
struct attached;
int session_attach(struct session *session, struct attached *attached, struct frugal_error *reterr);

/*
 * Finds the sources that take long to find. May run in another thread while the session is polled,
 * but not during session_setup, which calls it if it was not called before.
 */
void session_find_slow(struct session *session);

/* Returns at once: may a thread for session_find_slow find a source? */
bool session_has_slow(struct session *session);

/*
 * models and idle may be NULL. Never fails: a model that fails is left out, as the record states.
 */
void session_setup(struct session *session, const struct power_models *models,
		   const struct idle_powers *idle);

/* Checks whether the command has ended; called between slow steps, so that its end is timed. */
bool session_poll(struct session *session);

/* May call session_fill. */
typedef void session_call(void *context, struct session *session);

/* Called while the command runs; each may be NULL. */
struct session_calls {
	session_call *progress; /* every few seconds: see session_options */
	session_call *tick;     /* after each reading */
	void (*stop)(
		void *context); /* before this process stops with the command; no session_... */
	void *context;
};

/* Reads and waits until the command has ended. */
void session_loop(struct session *session, const struct session_calls *calls);

/*
 * Receives marks (meter/mark.h) on a datagram socket, which is created at path; the caller removes
 * the file. Called before session_loop.
 */
int session_listen(struct session *session, const char *path, struct frugal_error *reterr);

/*
 * How many other processes of a parallel job sent to that socket (host/ranks.h): their CPU time
 * counts as the command's, and the session waits a moment for their end.
 */
size_t session_ranks(const struct session *session);

/* Takes one line of a mark. FRUGAL_EUSAGE: the line is not a mark, or the meter has stopped. */
int session_take(struct session *session, struct str line, struct frugal_error *reterr);

/*
 * The same for a line that the command wrote before its end and we read after it: it counts up to
 * the end.
 */
int session_take_late(struct session *session, struct str line, struct frugal_error *reterr);

/* The progress of the command as it reported it. */
struct session_course {
	/*
	 * Positions, not counts: a resumed training begins at 31, and folds begin again. 0: not
	 * reported, or only that the first one begins.
	 */
	int64_t epochs, epochs_total, steps, steps_total;
	int64_t first_epoch, first_step; /* the first number that was reported */
	int64_t rounds;                  /* times that the numbers began again */
	struct pace epoch_pace, step_pace;
	struct energy energy_at; /* at the last epoch or step, since the start */
	struct duration elapsed_at;
	const struct run_section *sections; /* valid until the next mark */
	size_t n_sections;
};

/*
 * Whether number, after last, is the beginning of another round (a fold, a repeat): no more than
 * the first one, and not merely late, as the ranks of one training report the same epoch a little
 * apart.
 */
bool session_begins_again(int64_t number, int64_t last, int64_t total, int64_t first);

void session_course(struct session *session, struct session_course *ret);

/* The energy of the command so far (share perimeter), and the power of the last second. */
struct energy session_energy(struct session *session);

/*
 * The interval of that energy by the errors of its sources, as factors of it: a model of a power
 * that nothing measures is off by the same factor all through the run.
 */
void session_error(struct session *session, double *ret_low, double *ret_high);

/* Stops the command, or lets it go on; frugal goes on reading (host/process.h). */
void session_pause(struct session *session, bool pauses);

/* Sends a signal to all processes of the command. */
void session_signal(struct session *session, int signal_number);

/*
 * Meters the calling process (and the children it has waited for) by a thread of its own, which
 * makes the call `tick`; calls may be NULL.
 */
int session_start_self(struct session *session, const struct session_calls *calls,
		       struct frugal_error *reterr);
void session_stop(struct session *session);

/* Takes one reading, as the loop and the thread do. */
void session_tick(struct session *session);

/*
 * Ends a section: its energy is that of the share perimeter since the last mark or the start. Of
 * the idle energy of its time it has the share that the run has of all, so that sections add up to
 * the run.
 */
int session_mark(struct session *session, const char *name, struct frugal_error *reterr);

/*
 * Fills the part of run that the meter knows: times, exit code, CPU time, parts, sections, machine
 * line, parts left out; the rest is the caller's. May be called again with the same record.
 */
int session_fill(struct session *session, struct run_record *run, struct frugal_error *reterr);

/*
 * The same in passing: no reading is taken and no window is closed. The record and its texts are
 * the session's, valid during the call, which must not call the session.
 */
typedef void session_take_record(void *context, const struct run_record *run);
void session_look(struct session *session, session_take_record *take, void *context);

/*
 * Gives up sources that turned out to be dead, now and then while the session runs and once after
 * its end. True: choose again, with the models that may now be needed.
 */
bool session_judge(struct session *session);
void session_choose_again(struct session *session, const struct power_models *models);

/* After the end: passes on the idle powers that were observed. */
void session_report_idle(const struct session *session, const struct idle_powers *idle);

/*
 * After the end: the errno with which the command could not be executed (exit code 126 or 127), or
 * 0.
 */
int session_exec_error(const struct session *session);

/* The facts of the machine; all zero before session_setup. */
const struct cpu_facts *session_facts(const struct session *session);

/* The time between two readings as granted: 30 s at most. */
struct duration session_interval(const struct session *session);

/* Time from the first reading to the last. */
struct duration session_elapsed(struct session *session);

/* No package can be read, so that session_setup will ask for the server's power curve. */
bool session_needs_server(const struct session *session);

/* Everything that was found, chosen or not, for `frugal sensors`. */
const struct sources *session_sources(const struct session *session);

/* After the command has ended: from now on signals act on the caller again. */
void session_give_signals_back(struct session *session);
void session_free(struct session *session);

#endif
