/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs one command and counts the CPU time of it and of all its children, by the first of
 *
 *   cgroup  a control group of its own: exact, whatever the children do
 *   perf    the task clock of the command, inherited by its children: may lose some per cent
 *   wait4   the times that the kernel reports of reaped children; none while they run
 *
 * that the machine allows (struct process_options may name the first to try). The command must not
 * notice: it gets our environment, streams, signal mask and dispositions, stays in our process
 * group (so the terminal's keys reach it directly) and is started before slow work is done. Frugal
 * survives the signals that are sent to stop it, and hands those on that it alone received. Orphans
 * of the command become children of frugal, so that their time is not lost.
 *
 * One process may be spawned at a time, from a thread that then handles it.
 */
#ifndef HOST_PROCESS_H
#define HOST_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct process;

struct process_options {
	int out_fd;               /* its standard output; 0: ours */
	const char *attribution;  /* the first method to try; NULL: cgroup */
	char *const *environment; /* its variables; NULL: ours */
};

/*
 * argv ends with NULL; argv[0] is searched in PATH. options may be NULL. FRUGAL_EENV when no
 * process can be created. A command that cannot be executed is a process that ends with 127 or 126.
 */
int process_spawn(char *const argv[], const struct process_options *options, struct process **ret,
		  struct frugal_error *reterr);

/* A process that ran already is only watched; takes over attached. NULL: out of memory. */
struct attached;
struct process *process_of_attached(struct attached *attached);

/* Containers that begin while the command runs count as its own; takes over containers. */
struct containers;
void process_count_containers(struct process *process, struct containers *containers);

/*
 * Called by process_handle before the calling process stops with the command, as on Ctrl-Z. NULL:
 * nothing is called.
 */
typedef void process_stop(void *context);
void process_on_stop(struct process *process, process_stop *stop, void *context);

/*
 * "cgroup", "perf" or "wait4"; "cgroup+containers"; "cgroup+wait4" when the command left its group.
 */
const char *process_attribution(const struct process *process);

/*
 * How a command that began now would be counted: "cgroup", "perf" or "wait4". Makes a group, starts
 * a process in it that ends at once, and opens a clock: a container may forbid each by itself.
 */
const char *process_best_attribution(void);

/* True for wait4, whose times of children come late: its time is valid for the whole run only. */
bool process_counts_late(const struct process *process);

/*
 * CPU time so far in nanoseconds, which never decreases; once the command has ended, the final
 * figure.
 */
int64_t process_cpu_ns(struct process *process);

int process_pid(const struct process *process);

/* Whether a process is the command or a descendant: by its control group, else by its parents. */
bool process_owns(const struct process *process, int pid);

/* Whether pid is ancestor or its descendant, as far as the parents of this moment show. */
bool process_descends(int pid, int ancestor);

/* Readable when process_handle has something to do. */
int process_fd(const struct process *process);

/*
 * Reaps, hands signals on, stops with the command and goes on with it. Otherwise never blocks. True
 * when the command has ended.
 */
bool process_handle(struct process *process);

/* Sends a signal to the command and to all of its descendants that can be found. */
void process_signal(struct process *process, int signal_number);

/*
 * Stops the command and its descendants, or lets them go on. Frugal itself stays awake in a pause;
 * a signal that should end the command, or the end of frugal for any reason, lets them go on.
 */
void process_pause(struct process *process, bool pauses);

bool process_has_ended(const struct process *process);

/* Processes of a command that has ended which still run; 0 before, and of one that ran already. */
int process_left_behind(const struct process *process);

/*
 * From here on process_handle goes on with those: false when there are none left, or a signal asked
 * to wait no longer.
 */
bool process_linger(struct process *process);

/* Once ended: the exit status, or the signal's number when *ret_by_signal. */
int process_exit_code(const struct process *process, bool *ret_by_signal);

/* Once ended: the errno with which the command could not be executed, 0 when it was. */
int process_exec_error(struct process *process);

/* Once it has ended: from now on signals act on the caller as they did before. */
void process_give_signals_back(struct process *process);

/* Gives the signals back and removes the control group. Does not kill the command. Accepts NULL. */
void process_free(struct process *process);

#endif
