/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs one command and counts the CPU time of it and of all its children, by the first of
 *
 *   cgroup  a control group of its own: exact, whatever the children do
 *   perf    the task clock of the command, inherited by its children: some per cent may be lost
 *   wait4   what the kernel tells of children that were waited for; none while they run
 *
 * that the machine allows (struct process_options may name one to begin with). The command must not
 * notice: it gets the environment, the streams, the signal mask and dispositions that we got,
 * stays in our process group (so the terminal's keys reach it by themselves) and is started
 * before anything slow is done. We survive what is sent to stop it, and hand on what was sent to
 * us alone. Orphans of the command become our children, so that their time is not lost.
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
	const char *attribution;  /* the first to be tried; NULL: cgroup */
	char *const *environment; /* its variables; NULL: ours */
};

/*
 * argv ends with NULL; argv[0] is looked for in PATH. options may be NULL. FRUGAL_EENV when no
 * process can be made at all. A command that cannot be executed is a process that ends with 127 or
 * 126.
 */
int process_spawn(char *const argv[], const struct process_options *options, struct process **ret,
		  struct frugal_error *reterr);

/* What ran already, as a process that is only watched; takes attached over. NULL: no memory. */
struct attached;
struct process *process_of_attached(struct attached *attached);

/* Containers that begin while the command runs count as its own; takes them over. */
struct containers;
void process_count_containers(struct process *process, struct containers *containers);

/* "cgroup", "perf" or "wait4"; "cgroup+containers". */
const char *process_attribution(const struct process *process);

/* wait4 tells of children late: its time is of use for the whole run only. */
bool process_tells_late(const struct process *process);

/* CPU time so far in nanoseconds, never falling; once it has ended, the final figure. */
int64_t process_cpu_ns(struct process *process);

int process_pid(const struct process *process);

/* Whether a process is the command or came of it: by its control group, else by its parents. */
bool process_owns(const struct process *process, int pid);

/* Whether pid is ancestor or came of it, as far as the parents of today tell. */
bool process_descends(int pid, int ancestor);

/* Readable when process_handle has something to do. */
int process_fd(const struct process *process);

/*
 * Reaps, hands signals on, stops with the command and goes on with it. Never blocks otherwise.
 * True when the command has ended.
 */
bool process_handle(struct process *process);

/* A signal to the command and all that came of it, as far as they can be found. */
void process_signal(struct process *process, int signal_number);

/*
 * Stops the command and all that came of it, or lets them go on. Meanwhile frugal itself stays
 * awake; a signal that is to end the command, and the end of frugal by whatever cause, let it go
 * on.
 */
void process_pause(struct process *process, bool pauses);

bool process_has_ended(const struct process *process);

/* Once ended: the exit status, or the signal's number when *ret_by_signal. */
int process_exit_code(const struct process *process, bool *ret_by_signal);

/* Once ended: why the command could not be executed (an errno), 0 when it was. */
int process_exec_error(struct process *process);

/* Gives the signals back and removes the control group. The command is not killed. NULL is fine. */
void process_free(struct process *process);

#endif
